package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadQueueWork;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;

/** What is left out of the kernel keeps a verdict from being "holds", on the kernels where it matters. */
class NotModelledTest {

    private static Protocol work(Operation wait) {
        return Protocol.module("waiting-work")
                .completion("done")
                .kthreadWorker("dispatch")
                .kthreadWork("job", "dispatch", body -> body.call(wait))
                .init(body -> body.call(kthreadCreateWorker("dispatch")).call(kthreadQueueWork("dispatch", "job")))
                .environment("device", body -> body.call(complete("done")))
                .exit(body -> body.call(complete("done")).call(kthreadDestroyWorker("dispatch")))
                .build();
    }

    private static CheckResult check(Operation wait, Profile kernel) {
        return Workbench.standard().check(CheckRequest.of(work(wait), kernel)
                .with(Set.of(Property.NO_CODE_AFTER_UNLOAD))
                .with(Engines.SIM));
    }

    private static Verdict verdict(CheckResult result) {
        return result.properties().stream()
                .filter(p -> p.property() == Property.NO_CODE_AFTER_UNLOAD)
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    @Test
    void aStopOfTheWorkersThreadIsNotSeenByAnInterruptibleWaitOfItsWork() {
        CheckResult result = check(waitForCompletionInterruptible("done"), Profiles.LINUX_6_1);
        assertThat(verdict(result)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.restsOn()).contains("not modelled: what a stop of its worker's thread does to job() while that"
                + " runs: its interruptible sleeps and signal_pending() do not see it");
    }

    @Test
    void whereStopsDoNotSignalThereIsNothingToSee() {
        CheckResult result = check(waitForCompletionInterruptible("done"), Profiles.LINUX_5_10);
        assertThat(verdict(result)).isEqualTo(Verdict.HOLDS);
        assertThat(result.restsOn()).noneMatch(clause -> clause.startsWith("not modelled"));
    }

    @Test
    void aWaitThatNoSignalEndsIsAllThatItIs() {
        assertThat(verdict(check(waitForCompletion("done"), Profiles.LINUX_6_1))).isEqualTo(Verdict.HOLDS);
    }
}
