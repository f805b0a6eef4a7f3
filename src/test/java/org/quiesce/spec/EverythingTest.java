package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.tlc.StateGraph;
import org.quiesce.tlc.TlcValue;

/** Every micro and every event is executed by TLC somewhere, without an evaluation error, and leads to values of the vocabulary. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class EverythingTest {

    private static final TlcRuns TLC = new TlcRuns();

    private final Set<Class<?>> untried =
            Collections.synchronizedSet(micros(Micro.class).collect(Collectors.toCollection(HashSet::new)));
    private final Set<SystemEvent> unseen = Collections.synchronizedSet(EnumSet.allOf(SystemEvent.class));

    /** Those that stand together with others of their topic, too. */
    private static Stream<Class<?>> micros(Class<?> kind) {
        return kind.isSealed()
                ? Stream.of(kind.getPermittedSubclasses()).flatMap(EverythingTest::micros)
                : Stream.of(kind);
    }

    @AfterAll
    void everythingWasTried() {
        // What never comes is waited for, and that is all.
        assertThat(untried).containsExactly(Micro.Never.class);
        assertThat(unseen).isEmpty();
    }

    /**
     * In a build whose grace periods everybody can delay, and also in another where somebody delays those of all
     * builds. With merged steps, the values of the rest of the interface are compared in the conformance tests.
     */
    Stream<Arguments> specs() {
        List<Protocol> basic = Stream.of(KitchenSink.all(), CallbackSink.all(), UnloadSink.all(), WorkSink.all(),
                        WaitSink.all(), TaskSink.all())
                .flatMap(List::stream)
                .toList();
        List<Protocol> all = Stream.concat(
                        basic.stream(),
                        Stream.of(InterfaceSink.all(), LifeSink.all(), FileSink.all()).flatMap(List::stream))
                .toList();
        return Stream.of(
                        basic.stream().map(protocol ->
                                arguments(protocol, Granularity.MERGED, Profiles.LINUX_6_1.withClassicRcu())),
                        all.stream().map(protocol ->
                                arguments(protocol, Granularity.MICRO, Profiles.LINUX_6_1.withClassicRcu())),
                        all.stream().filter(EverythingTest::alwaysDelaysGracePeriods)
                                .map(protocol -> arguments(protocol, Granularity.MICRO, Profiles.LINUX_6_1)))
                .flatMap(tests -> tests);
    }

    private static Arguments arguments(Protocol protocol, Granularity granularity, Profile profile) {
        return Arguments.of(protocol.name(), granularity, profile.name(), protocol, profile);
    }

    private static boolean alwaysDelaysGracePeriods(Protocol protocol) {
        LoweredProtocol lowered = Lowering.lower(protocol, Granularity.MICRO, Profiles.LINUX_6_1);
        return lowered.does(Micro.RcuBegin.class) || lowered.does(Micro.SynchronizeBegin.class);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("specs")
    void statesAreThoseOfTheVocabulary(
            String name, Granularity granularity, String kernel, Protocol protocol, Profile profile) {
        EmittedSpec spec = TlcRuns.emit(protocol, granularity, profile);
        StateGraph graph = TLC.graph(spec, profile, readinessIsEnabledness(spec));

        assertThat(outsideOfTheirDomains(spec, graph)).isEmpty();
        Set<String> names = spec.lowered().steps().map(Step::action).collect(Collectors.toSet());
        Stream.of(SystemEvent.values()).forEach(event -> names.add(event.action()));
        assertThat(names).containsAll(taken(graph));
        Set<String> taken = taken(graph);
        unseen.removeIf(event -> taken.contains(event.action()));
        spec.lowered().steps()
                .filter(step -> taken.contains(step.action()))
                .forEach(step -> step.micros().forEach(micro -> untried.remove(micro.getClass())));
    }

    private static List<String> outsideOfTheirDomains(EmittedSpec spec, StateGraph graph) {
        List<String> strangers = new ArrayList<>();
        for (StateVariable variable : spec.variables()) {
            Map<String, Set<Datum>> domains = variable.domains().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
            Set<TlcValue> values = graph.states().stream()
                    .map(state -> state.get(variable.name()))
                    .collect(Collectors.toSet());
            for (TlcValue value : values) {
                Map<String, Datum> entries = entries(value, variable);
                if (!entries.keySet().equals(domains.keySet())
                        || !entries.entrySet().stream().allMatch(e -> domains.get(e.getKey()).contains(e.getValue()))) {
                    strangers.add(variable.name() + " = " + value);
                }
            }
        }
        return strangers;
    }

    private static Set<String> taken(StateGraph graph) {
        return graph.edges().stream().map(StateGraph.Edge::action).collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@code FairStep} is written from the guards; TLC's ENABLED must agree with it in every state. */
    private static Optional<String> readinessIsEnabledness(EmittedSpec spec) {
        if (!Property.STOP_TERMINATES.appliesTo(spec.lowered())) {
            return Optional.empty();
        }
        Facts facts = new Facts(spec.lowered());
        List<String> parts = new ArrayList<>();
        for (LoweredProgram program : spec.lowered().programs()) {
            for (String context : program.contexts()) {
                if (facts.reliable().contains(context)) {
                    parts.add("  /\\ fault = \"none\" => (FairStep(" + context + ") <=> ENABLED ("
                            + reliableSteps(facts, program, context) + "))");
                }
            }
        }
        return Optional.of(String.join("\n", parts));
    }

    private static String reliableSteps(Facts facts, LoweredProgram program, String context) {
        if (Facts.isEnvironment(program)) {
            return program.steps().stream()
                    .filter(step -> step.fairness() != Fairness.NONE)
                    .map(Step::action)
                    .collect(Collectors.joining(" \\/ "));
        }
        String call = Facts.isFamily(program) ? "(" + context + ")" : "";
        return facts.names().program(program.program()) + call + " \\/ FetchFault(" + context + ")";
    }

    private static Map<String, Datum> entries(TlcValue value, StateVariable variable) {
        if (variable.isPlain()) {
            return Map.of(StateVariable.PLAIN, datum(value));
        }
        return ((TlcValue.Function) value).entries().entrySet().stream()
                .collect(Collectors.toMap(e -> ((TlcValue.Model) e.getKey()).name(), e -> datum(e.getValue())));
    }

    private static Datum datum(TlcValue value) {
        if (value instanceof TlcValue.Int number) {
            return Datum.of(number.value());
        } else if (value instanceof TlcValue.Bool truth) {
            return Datum.of(truth.value());
        } else if (value instanceof TlcValue.Str word) {
            return Datum.of(word.text());
        } else if (value instanceof TlcValue.Model model) {
            return Datum.of(model.name());
        }
        return Datum.of(((TlcValue.SetOf) value).elements().stream().map(e -> ((TlcValue.Model) e).name()).toList());
    }
}
