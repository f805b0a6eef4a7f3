package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;

class SearchTest {

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void stateSetAfterCheckHangsTheStopWhereTheStopRaisesNoSignal(Granularity granularity) {
        Protocol broken = stateSetAfterCheck(TaskState.INTERRUPTIBLE);
        assertStuck(broken, granularity, Profiles.LINUX_5_10);
        assertThat(verdict(broken, granularity, Profiles.LINUX_6_12, Property.NO_STUCK_STOP))
                .isInstanceOf(Verdict.Holds.class);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void uninterruptibleStateSetAfterCheckHangsTheStopOnEveryKernel(Granularity granularity) {
        Protocol broken = stateSetAfterCheck(TaskState.UNINTERRUPTIBLE);
        assertStuck(broken, granularity, Profiles.LINUX_5_10);
        assertStuck(broken, granularity, Profiles.LINUX_6_12);
    }

    @Test
    void canonicalLoopHolds() {
        for (Profile profile : Profiles.all()) {
            SearchResult result = Search.of(simulator(SearchBenchmark.canonical(2), Granularity.MICRO, profile))
                    .check(Property.of(Lowering.lower(SearchBenchmark.canonical(2), Granularity.MICRO)).stream()
                            .filter(p -> p.kind() == Property.Kind.SAFETY).toList());
            assertThat(result.verdicts().values()).allMatch(Verdict.Holds.class::isInstance);
        }
    }

    private static void assertStuck(Protocol protocol, Granularity granularity, Profile profile) {
        Verdict verdict = verdict(protocol, granularity, profile, Property.NO_STUCK_STOP);
        assertThat(verdict).isInstanceOf(Verdict.Violated.class);
        assertThat(Replay.of(simulator(protocol, granularity, profile))
                .replay(((Verdict.Violated) verdict).run(), Property.NO_STUCK_STOP))
                .isInstanceOf(Replay.Outcome.Confirmed.class);
    }

    private static Verdict verdict(Protocol protocol, Granularity granularity, Profile profile, String property) {
        Simulator simulator = simulator(protocol, granularity, profile);
        return Search.of(simulator).check(Property.of(simulator.lowered())).verdicts().get(property);
    }

    private static Simulator simulator(Protocol protocol, Granularity granularity, Profile profile) {
        return Simulator.of(Lowering.lower(protocol, granularity), profile);
    }

    private static Protocol stateSetAfterCheck(TaskState state) {
        return Protocol.module("state-set-after-check")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .until(shouldStop(), loop -> loop.call(setCurrentState(state)).call(schedule())))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }
}
