package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.msleepInterruptible;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.WarmTlc;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.sim.Simulator;

/** Loops that change nothing: a single state, in which somebody goes round for ever. */
class BusyLoopTest {

    private static final Workbench WORKBENCH = new Workbench(WarmTlc.TLC, Semantics.genuine());

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aDelayInALoopSleeps(Granularity granularity) {
        isViolated(stopped("naps", b -> b.loop(always(), l -> l.call(msleep()))), granularity, Outcome.HUNG_STOPPER);
    }

    /** The pseudo-signal of a stop ends this delay at once. */
    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aDelayThatASignalEndsSpins(Granularity granularity) {
        isViolated(stopped("light-naps", b -> b.loop(always(), l -> l.call(msleepInterruptible()))), granularity,
                Outcome.SPIN);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aLoopThatOnlySchedulesSpins(Granularity granularity) {
        isViolated(stopped("yields", b -> b.loop(always(), l -> l.call(schedule()))), granularity, Outcome.SPIN);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aLoopThatTestsAFlagSpins(Granularity granularity) {
        isViolated(stopped("polls", b -> b.loop(not(flag("flag")), l -> {}).returns(0)), granularity,
                Outcome.SPIN);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aRetriedWaitThatTheStopInterruptsSpins(Granularity granularity) {
        isViolated(stopped("retries", b -> b.doWhile(
                l -> l.assign("ret", waitForCompletionInterruptible("done")), notEqual("ret", 0)).returns(0)),
                granularity, Outcome.SPIN);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void anExitThatSpins(Granularity granularity) {
        Protocol protocol = Protocol.module("exit-polls")
                .flag("flag")
                .taskPointer("task")
                .kthread("worker", b -> b.returns(0))
                .init(b -> b.assign("task", kthreadRun("worker")))
                .exit(b -> b.loop(not(flag("flag")), l -> {}))
                .build();
        CheckResult result = WORKBENCH.check(
                CheckRequest.of(protocol, Profiles.LINUX_6_12).with(granularity));
        assertThat(result.isDisputed()).isFalse();
        Counterexample found = found(result, Property.UNLOAD_COMPLETES);
        assertThat(found.outcome()).isEqualTo(Outcome.SPIN);
        assertThat(found.story().ending()).isInstanceOf(Run.Ending.Loop.class);
        assertThat(found.sentence()).contains("modprobe never leaves its loop");
    }

    /** The worker goes round here too, but who sets the flag has not been at work yet, and must be. */
    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aLoopThatSomebodyWillEndIsNotConfirmed(Granularity granularity) {
        Protocol protocol = Protocol.module("released")
                .flag("flag")
                .taskPointer("task")
                .taskPointer("other")
                .kthread("worker", b -> b.loop(not(flag("flag")), l -> {}).returns(0))
                .kthread("helper", b -> b.call(set("flag")).returns(0))
                .init(b -> b.assign("other", kthreadRun("helper")).assign("task", kthreadRun("worker")))
                .exit(b -> b.call(kthreadStop("task")))
                .build();
        assertThat(WORKBENCH.check(CheckRequest.of(protocol, Profiles.LINUX_6_12).with(granularity)
                .with(Set.of(Property.STOP_TERMINATES))).properties())
                .extracting(PropertyResult::verdict).containsExactly(Verdict.HOLDS);
        Simulator simulator = Simulator.of(
                Lowering.lower(protocol, granularity, Profiles.LINUX_6_12), Profiles.LINUX_6_12);
        Run waiting = helperLast(simulator);
        Run round = simulator.withRounds(waiting);
        assertThat(round.ending()).as("the worker goes round").isInstanceOf(Run.Ending.Loop.class);
        for (Run run : List.of(waiting, round)) {
            assertThat(Replays.report(simulator, Property.STOP_TERMINATES,
                    Replays.forEver(simulator, Property.STOP_TERMINATES, run)).confirmed()).isFalse();
        }
    }

    /** The stop of a NULL pointer faults before it sets anything, whether or not that is a step of its own. */
    @ParameterizedTest
    @EnumSource(Granularity.class)
    void whatComesAfterAFaultIsNotReached(Granularity granularity) {
        Protocol protocol = Protocol.module("stops-null")
                .taskPointer("task")
                .taskPointer("nothing")
                .kthread("worker", b -> b.returns(0))
                .init(b -> b.assign("task", kthreadRun("worker")))
                .exit(b -> b.call(kthreadStop("nothing")))
                .build();
        CheckResult result = WORKBENCH.check(CheckRequest.of(protocol, Profiles.LINUX_6_12).with(granularity));
        assertThat(result.properties())
                .filteredOn(p -> List.of(Property.NO_DOUBLE_STOP, Property.NO_SELF_STOP, Property.STOP_TERMINATES)
                        .contains(p.property()))
                .hasSize(3)
                .extracting(PropertyResult::verdict).containsOnly(Verdict.VACUOUS);
    }

    /** A run to the wait of the stop, in which the helper has made no move. */
    private static Run helperLast(Simulator simulator) {
        List<Run.Move> moves = new ArrayList<>();
        var state = simulator.initial();
        while (true) {
            var before = state;
            var next = simulator.successors(before).stream()
                    .filter(m -> !m.context().equals("helper") && !m.after().equals(before))
                    .findFirst();
            if (next.isEmpty()) {
                return new Run(simulator.initial(), moves, new Run.Ending.Finite());
            }
            moves.add(next.get());
            state = next.get().after();
        }
    }

    private static Protocol stopped(String name, Consumer<Body> worker) {
        return Protocol.module(name)
                .flag("flag")
                .completion("done")
                .taskPointer("task")
                .kthread("worker", worker)
                .init(b -> b.assign("task", kthreadRun("worker")))
                .exit(b -> b.call(kthreadStop("task")))
                .build();
    }

    private static void isViolated(Protocol protocol, Granularity granularity, Outcome outcome) {
        CheckRequest request = CheckRequest.of(protocol, Profiles.LINUX_6_12).with(granularity);
        for (Engines engines : Engines.values()) {
            CheckResult result = WORKBENCH.check(request.with(engines));
            assertThat(result.isDisputed()).as("%s", engines).isFalse();
            for (Property property : List.of(Property.STOP_TERMINATES, Property.THREAD_EXITS)) {
                Counterexample found = found(result, property);
                assertThat(found.outcome()).as("%s %s", engines, property).isEqualTo(outcome);
                assertThat(found.story().ending()).isInstanceOf(Run.Ending.Loop.class);
                assertThat(found.sentence()).containsPattern("worker never leaves its loop: steps? \\d+ .*repeats? for ever");
            }
        }
    }

    private static Counterexample found(CheckResult result, Property property) {
        PropertyResult violated = result.properties().stream()
                .filter(p -> p.property() == property)
                .findFirst()
                .orElseThrow();
        assertThat(violated.verdict()).as("%s", property).isEqualTo(Verdict.VIOLATED);
        assertThat(violated.counterexample().orElseThrow().replay().orElseThrow().confirmed()).isTrue();
        return violated.counterexample().orElseThrow();
    }
}
