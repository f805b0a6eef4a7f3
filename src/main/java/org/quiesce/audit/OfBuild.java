package org.quiesce.audit;

import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.workbench.CheckRequest;

/**
 * That code in the kernel is not preempted, as far as RCU is concerned: the grace period of an unload then waits for
 * module code that runs and does not sleep. Builds of distributions are otherwise; their preemption mode at boot makes
 * no difference.
 */
record OfBuild(Standing standing) implements Assumption {

    static OfBuild on(Profile kernel) {
        return new OfBuild(kernel.has(Axis.RCU_MASKS) ? Standing.MADE : Standing.NOT_MADE);
    }

    @Override
    public String id() {
        return "no-preemption";
    }

    @Override
    public String clause() {
        return "the kernel is not preemptible, so that RCU waits for all code that runs";
    }

    @Override
    public CheckRequest turnedIn(CheckRequest request) {
        return request.with(standing == Standing.MADE
                ? Profiles.named(request.profile().version()).orElseThrow()
                : request.profile().withClassicRcu());
    }
}
