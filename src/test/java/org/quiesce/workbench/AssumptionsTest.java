package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStopPut;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Reliance;
import org.quiesce.sim.ProgressListener;

class AssumptionsTest {

    private static final Consumer<Body> SETS = body -> body.call(set("ready"));

    @Test
    void nothingDisturbsAPlainProtocol() {
        assertThat(of(module())).contains("environment: the module is unloaded once or never; no signals for threads,"
                + " no spurious wake-ups, no freezer").noneMatch(line -> line.startsWith("callbacks:"));
    }

    @Test
    void callbacks() {
        assertThat(of(module().timer("expiry", SETS).work("job", SETS)
                .init(init -> init.call(modTimer("expiry")).call(scheduleWork("job")))))
                .contains("callbacks: at most one instance of a callback runs at a time")
                .contains("relied on: modprobe goes on whenever it can; expiry() runs whenever it is pending; job() runs"
                        + " whenever it is pending; timers expire");
        assertThat(of(module().irqHandler("handler", SETS).init(init -> init.call(requestIrq("handler")))))
                .contains("callbacks: requested interrupts come at any time, or never; at most one instance of a callback"
                        + " runs at a time");
        assertThat(of(module().work("job", SETS).init(init -> init.call(scheduleWork("job"))).exit(exit -> exit.call(cancelWorkSync("job")))))
                .contains("bound: at most 3 cancel a work item at a time");
    }

    /** What an audit has changed must not be said to be as usual. */
    @Test
    void fairness() {
        LoweredProtocol lowered = Lowering.lower(module().environment("device", SETS).exit(SETS).build(), Granularity.MICRO);
        assertThat(Assumptions.of(lowered, Profiles.LINUX_6_12))
                .contains("fairness: " + Reliance.USUAL)
                .contains("relied on: modprobe goes on whenever it can")
                .contains("not relied on: somebody unloads the module; device acts whenever it can");
        LoweredProtocol turned = Reliance.of(lowered).stream()
                .reduce(lowered, (all, reliance) -> reliance.turnedIn(all), (one, other) -> other);
        assertThat(Assumptions.of(turned, Profiles.LINUX_6_12))
                .noneMatch(line -> line.startsWith("fairness: "))
                .contains("relied on: somebody unloads the module; device acts whenever it can")
                .contains("not relied on: modprobe goes on whenever it can");
    }

    @Test
    void whatMayDisturbAThread() {
        assertThat(of(module().spuriousWakeUps(1))).contains("environment: the module is unloaded once or never; no"
                + " signals for threads, up to 1 spurious wake-up, no freezer");
        assertThat(of(module().taskPointer("task").environment("user", body -> body.call(sendSignal("task")))))
                .contains("environment: user acts at any time, or never; the module is unloaded once or never; threads"
                        + " get only signals that a program sends, no spurious wake-ups, no freezer");
        assertThat(of(module().environment("suspend", body -> body.call(freezeKernelThreads()))))
                .contains("environment: suspend acts at any time, or never; the module is unloaded once or never; no"
                        + " signals for threads, no spurious wake-ups");
    }

    @Test
    void whatTheKernelDoesNotHave() {
        Protocol protocol = module().completion("done").taskPointer("task")
                .kthread("worker", body -> body.call(kthreadCompleteAndExit("done", 0)))
                .init(body -> body
                        .assign("task", kthreadRun("worker"))
                        .call(getTaskStruct("task")))
                .exit(body -> body.call(kthreadStopPut("task")))
                .build();
        String stopPut = "missing: kthread_stop_put() is there for modules since Linux 6.7; kthread_stop() and"
                + " put_task_struct() do the same";
        assertThat(Assumptions.ofKernel(protocol, Profiles.LINUX_5_15)).containsExactly("kernel: linux-5.15",
                "missing: kthread_complete_and_exit() is there for modules since Linux 5.17; before that it was called"
                        + " complete_and_exit()",
                stopPut);
        assertThat(Assumptions.ofKernel(protocol, Profiles.LINUX_6_1)).hasSize(2).contains(stopPut);
        assertThat(Assumptions.ofKernel(protocol, Profiles.LINUX_6_12)).hasSize(1);

        try (Workbench workbench = Workbench.standard()) {
            CheckRequest request = new CheckRequest(protocol, Profiles.LINUX_5_10, Granularity.MICRO, Set.of(),
                    Engines.SIM, Duration.ofMinutes(1));
            workbench.checkEach(request, Profiles.all(), ProgressListener.silent()).forEach((kernel, result) -> {
                List<String> ofKernel = Assumptions.ofKernel(protocol, kernel);
                assertThat(result.restsOn().subList(0, ofKernel.size())).as(kernel.name()).isEqualTo(ofKernel);
                assertThat(result.restsOn().get(ofKernel.size())).startsWith("contexts: ");
            });
        }
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ready");
    }

    private static List<String> of(ProtocolBuilder builder) {
        return Assumptions.of(Lowering.lower(builder.build(), Granularity.MICRO), Profiles.LINUX_6_12);
    }
}
