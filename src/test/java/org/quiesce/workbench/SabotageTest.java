package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.quiesce.WarmTlc;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.sim.Search;
import org.quiesce.sim.SearchResult;
import org.quiesce.sim.Simulator;
import org.quiesce.spec.EmittedSpec;
import org.quiesce.spec.SpecEmitter;

/** With one of the two semantics broken on purpose, no verdict may come out. */
class SabotageTest {

    /** Sets its state before it tests: right on every kernel. */
    private static final Protocol RIGHT = Protocol.module("right")
            .taskPointer("task")
            .mutex("lock")
            .kthread("worker", body -> body
                    .until(shouldStop(), loop -> loop
                            .call(mutexLock("lock"))
                            .call(mutexUnlock("lock"))
                            .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                            .when(shouldStop(), Body::leaveLoop)
                            .call(schedule()))
                    .returns(7))
            .init(body -> body.assign("task", kthreadRun("worker")))
            .exit(body -> body
                    .call(mutexLock("lock"))
                    .call(mutexUnlock("lock"))
                    .call(kthreadStop("task")))
            .build();

    /** Tests before it sets its state: a stop is lost on every kernel. */
    private static final Protocol WRONG = Protocol.module("wrong")
            .taskPointer("task")
            .kthread("worker", body -> body
                    .until(shouldStop(), loop -> loop
                            .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                            .call(schedule()))
                    .returns(7))
            .init(body -> body.assign("task", kthreadRun("worker")))
            .exit(body -> body.call(kthreadStop("task")))
            .build();

    private static final List<Property> ASKED = List.of(Property.EXITED_ONCE);
    private static final LoweredProtocol LOWERED =
            Lowering.lower(RIGHT, Granularity.MICRO, Profiles.LINUX_6_12);
    private static final SearchResult SEARCHED =
            Search.of(Simulator.of(LOWERED, Profiles.LINUX_6_12)).check(ASKED);

    @Test
    void bothWholeAgree() {
        assertThat(check(RIGHT, UnaryOperator.identity(), UnaryOperator.identity()).properties())
                .extracting(PropertyResult::verdict).containsOnly(Verdict.HOLDS);
        assertThat(check(WRONG, UnaryOperator.identity(), UnaryOperator.identity()).properties())
                .extracting(PropertyResult::verdict).contains(Verdict.VIOLATED).doesNotContain(Verdict.DISPUTED);
    }

    @Test
    void aDroppedWakeUpInTheSimulator() {
        disputes(RIGHT, dropping(Micro.StopWake.class), UnaryOperator.identity());
    }

    @Test
    void aDroppedWakeUpInTheSpecification() {
        disputes(RIGHT, UnaryOperator.identity(), dropping(Micro.StopWake.class));
    }

    @Test
    void aSkippedGuardInTheSimulator() {
        disputes(RIGHT, dropping(Micro.StopWait.class), UnaryOperator.identity());
    }

    @Test
    void aSkippedGuardInTheSpecification() {
        disputes(RIGHT, UnaryOperator.identity(), dropping(Micro.StopWait.class));
    }

    @Test
    void aStopBitThatIsNeverSetInTheSimulator() {
        disputes(RIGHT, dropping(Micro.StopSet.class), UnaryOperator.identity());
    }

    @Test
    void aLockThatDoesNotLockInTheSpecification() {
        disputes(RIGHT, UnaryOperator.identity(), dropping(Micro.Acquire.class));
    }

    @Test
    void aBirthWithoutStopTestInTheSpecification() {
        disputes(RIGHT, UnaryOperator.identity(), dropping(Micro.BirthTest.class));
    }

    /** Verdicts and state counts are equal here; only the values in the counterexamples differ. */
    @Test
    void aCorruptedValueInTheCounterexample() {
        CheckResult result = check(WRONG, UnaryOperator.identity(),
                replacing(Micro.SetState.class, new Micro.SetState(TaskState.IDLE)));
        assertThat(result.simStates()).isEqualTo(result.tlcStates());
        assertThat(result.properties())
                .filteredOn(p -> p.property() == Property.STOP_TERMINATES)
                .singleElement()
                .satisfies(p -> assertThat(p.note()).contains("could not be replayed: parts at step")
                        .contains("in state[worker]: the trace has IDLE, the simulator UNINTERRUPTIBLE"));
        assertThat(result.properties()).extracting(PropertyResult::verdict).containsOnly(Verdict.DISPUTED);
    }

    /** States and verdicts are equal here. */
    @Test
    void aLostTransitionInTheSpecification() {
        TlcFindings whole = decide(SEARCHED.allTransitions());
        assertThat(whole.transitions()).isEqualTo(SEARCHED.allTransitions());
        assertThat(whole.neverTaken()).as("what takes longer to count").isEmpty();

        assertThat(judge(whole).verdict()).isEqualTo(Verdict.HOLDS);
        PropertyResult lost = judge(with(whole, whole.transitions().getAsLong() - 1, Optional.empty()));
        assertThat(lost.verdict()).isEqualTo(Verdict.DISPUTED);
        assertThat(lost.note()).matches("the simulator has \\d+ transitions between as many states, TLC \\d+");
    }

    /** As TLC says where two disjuncts of an action allow the same. */
    @Test
    void aTransitionThatTlcCountsTwice() {
        TlcFindings whole = decide(OptionalLong.of(SEARCHED.allTransitions().getAsLong() - 1));
        assertThat(whole.neverTaken()).as("counted, since the number is another one").isPresent();

        long more = whole.transitions().getAsLong() + 1;
        assertThat(judge(with(whole, more, whole.neverTaken())).verdict()).isEqualTo(Verdict.HOLDS);
        TreeSet<String> never = new TreeSet<>(whole.neverTaken().get());
        never.add("ModprobeCall");
        for (Optional<SortedSet<String>> other : List.of(
                Optional.<SortedSet<String>>empty(), Optional.<SortedSet<String>>of(never))) {
            assertThat(judge(with(whole, more, other)).verdict()).isEqualTo(Verdict.DISPUTED);
        }
    }

    private static TlcFindings decide(OptionalLong known) {
        return new TlcEngine(WarmTlc.TLC, Runnable::run, SpecEmitter.emit(LOWERED), Profiles.LINUX_6_12, Effort.SMALL,
                known, Instant.now().plus(Duration.ofMinutes(5))).decide(ASKED, Map.of());
    }

    private static TlcFindings with(TlcFindings found, long transitions, Optional<SortedSet<String>> neverTaken) {
        return new TlcFindings(found.verdicts(), found.states(), OptionalLong.of(transitions), neverTaken,
                found.failure(), found.leftBounds(), found.version());
    }

    private static PropertyResult judge(TlcFindings byTlc) {
        List<PropertyResult> results = new Judgement(CheckRequest.of(RIGHT, Profiles.LINUX_6_12), LOWERED,
                Simulator.of(LOWERED, Profiles.LINUX_6_12), Optional.of(SEARCHED), Optional.of(byTlc),
                TlcAnswers.AFRESH).result(ASKED).properties();
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static void disputes(
            Protocol protocol, UnaryOperator<LoweredProtocol> inSimulator, UnaryOperator<LoweredProtocol> inSpec) {
        CheckResult result = check(protocol, inSimulator, inSpec);
        assertThat(result.isDisputed()).isTrue();
        assertThat(result.properties())
                .extracting(PropertyResult::verdict)
                .as("nothing is said to hold or to be violated")
                .doesNotContain(Verdict.HOLDS, Verdict.VIOLATED);
    }

    private static CheckResult check(
            Protocol protocol, UnaryOperator<LoweredProtocol> inSimulator, UnaryOperator<LoweredProtocol> inSpec) {
        Semantics sabotaged = new Semantics() {
            @Override
            public Simulator simulator(LoweredProtocol lowered, Profile profile) {
                return Simulator.of(inSimulator.apply(lowered), profile);
            }

            @Override
            public EmittedSpec spec(LoweredProtocol lowered) {
                return SpecEmitter.emit(inSpec.apply(lowered));
            }
        };
        return new Workbench(WarmTlc.TLC, sabotaged)
                .check(CheckRequest.of(protocol, Profiles.LINUX_6_12));
    }

    private static UnaryOperator<LoweredProtocol> dropping(Class<? extends Micro> kind) {
        return replacing(kind, new Micro.Nop());
    }

    private static UnaryOperator<LoweredProtocol> replacing(Class<? extends Micro> kind, Micro by) {
        return lowered -> new LoweredProtocol(lowered.protocol(), lowered.granularity(), lowered.programs().stream()
                .map(p -> new LoweredProgram(p.program(), p.contexts(), p.start(), p.steps().stream()
                        .map(s -> replaced(s, kind, by))
                        .toList()))
                .toList());
    }

    private static Step replaced(Step step, Class<? extends Micro> kind, Micro by) {
        List<Micro> micros = step.micros().stream().map(m -> kind.isInstance(m) ? by : m).toList();
        TreeMap<Exit, String> exits = new TreeMap<>(step.exits());
        if (!micros.equals(step.micros()) && by instanceof Micro.Nop) {
            exits.keySet().retainAll(Set.of(Exit.NEXT));
        }
        return new Step(step.action(), step.label(), step.number(), step.line(), step.text(), step.what(), step.ids(), step.frame(),
                step.fairness(), micros, exits);
    }
}
