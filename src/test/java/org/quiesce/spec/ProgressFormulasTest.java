package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tlc.Verdict;

/**
 * Progress is claimed as {@code []<>(P => Q)}, which is short for {@code P ~> Q}: TLC decides both alike, of protocols
 * that make progress and of others that do not. (UnloadPossible means just what is written where others than the module
 * could let go of it.)
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class ProgressFormulasTest {

    private static final TlcRuns TLC = new TlcRuns();

    private final Set<Property> kept = Collections.synchronizedSet(EnumSet.noneOf(Property.class));
    private final Set<Property> broken = Collections.synchronizedSet(EnumSet.noneOf(Property.class));

    private static final Set<Property> PROGRESS = Stream.of(Property.values())
            .filter(property -> property.kind() == Property.Kind.PROGRESS)
            .collect(Collectors.toSet());

    @AfterAll
    void everyPropertyWasBothKeptAndBroken() {
        assertThat(kept).isEqualTo(PROGRESS);
        assertThat(broken).isEqualTo(PROGRESS);
    }

    static Stream<Arguments> claims() {
        Stream<Protocol> atlas = Stream.of("cancel-sync-self", "double-park", "freeze-fails", "orphaned-request",
                        "self-pinned-module", "state-set-after-check", "stop-cycle")
                .map(id -> Atlas.standard().entry(id).orElseThrow())
                .flatMap(entry -> entry.variants().stream().map(variant -> variant.protocol()));
        Stream<Protocol> more = Stream.of(ModuleSample.initThatWaits(Ops.complete("up")),
                ModuleSample.initThatWaits(Ops.set("ready")), ModuleSample.referenceThatATimerDrops());
        return Stream.concat(atlas, more).flatMap(protocol -> {
            LoweredProtocol lowered = TlcRuns.emit(protocol, Granularity.MICRO).lowered();
            return Property.of(lowered).stream()
                    .filter(PROGRESS::contains)
                    .filter(property -> property != Property.UNLOAD_POSSIBLE || Property.nobodyElsePuts(lowered))
                    .map(property -> Arguments.of(protocol.name(), property, protocol));
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("claims")
    void meansThatOneLeadsToTheOther(String name, Property property, Protocol protocol) {
        boolean holds = holds(TLC.liveness(protocol, Granularity.MICRO, Profiles.LINUX_5_10, property));
        assertThat(holds).isEqualTo(holds(TLC.temporal(
                protocol, Granularity.MICRO, Profiles.LINUX_5_10, property, leadsTo(protocol, property))));
        (holds ? kept : broken).add(property);
    }

    private static boolean holds(Verdict verdict) {
        return verdict instanceof Verdict.NoError;
    }

    // ---- the claims, written once more

    private static String leadsTo(Protocol protocol, Property property) {
        Facts facts = new Facts(TlcRuns.emit(protocol, Granularity.MICRO).lowered());
        List<String> fileOperations = facts.lowered().programs().stream()
                .filter(p -> p.program() instanceof Program.FileOperation)
                .flatMap(p -> p.contexts().stream())
                .toList();
        return switch (property) {
            case STOP_TERMINATES -> ends("StopPending", facts.contextsAt(Micro.StopWait.class));
            case PARK_TERMINATES -> ends("ParkPending", facts.contextsAt(Micro.ParkWait.class));
            case FLUSH_TERMINATES -> ends("FlushPending", facts.contextsAt(facts.lowered().steps()
                    .filter(step -> property.trigger().stream().anyMatch(step::does)).toList()));
            case FREEZE_COMPLETES -> all(List.of(
                    leadsTo("FreezingUsers", "~FreezingUsers"), leadsTo("FreezingThreads", "~FreezingThreads")));
            case THREAD_EXITS -> all(facts.lowered().kthreads().stream()
                    .map(t -> leadsTo("shouldStop[" + t + "]", "pc[" + t + "] \\in Out")).toList());
            case UNLOAD_COMPLETES -> leadsTo("module = \"going\"", "module = \"freed\"");
            case LOAD_COMPLETES -> leadsTo("module = \"coming\"", "module # \"coming\"");
            case UNLOAD_POSSIBLE -> leadsTo("module = \"live\"", facts.hasVariable("refs")
                    ? "(refs = 1 \\/ module # \"live\")"
                    : "module # \"live\"");
            case REQUESTS_ANSWERED -> all(fileOperations.stream()
                    .map(c -> leadsTo("pc[" + c + "] \\notin {\"idle\", \"done\"}", "pc[" + c + "] = \"done\"")).toList());
            default -> throw new AssertionError(property + " is not one of progress");
        };
    }

    private static String ends(String pending, List<String> contexts) {
        return contexts.size() == 1
                ? leadsTo(pending, "~" + pending)
                : all(contexts.stream().map(c -> pending + "(" + c + ")").map(p -> leadsTo(p, "~" + p)).toList());
    }

    private static String all(Collection<String> claims) {
        return String.join(" /\\ ", claims);
    }

    private static String leadsTo(String pending, String end) {
        return "(" + pending + " ~> (" + end + " \\/ fault # \"none\"))";
    }
}
