package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.Ops.allocOrderedWorkqueue;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.flushWorkqueue;
import static org.quiesce.protocol.Ops.kthreadCancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadFlushWork;
import static org.quiesce.protocol.Ops.kthreadQueueDelayedWork;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.queueDelayedWork;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.set;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.ProtocolException;

class WorkLoweringTest {

    private static final Consumer<Body> BODY = body -> body.call(set("ran"));

    @Test
    void aWorkersThreadRunsCoreText() {
        LoweredProtocol lowered = lower(module()
                .kthreadWorker("dispatch")
                .kthreadWork("job", "dispatch", BODY)
                .init(body -> body.call(kthreadCreateWorker("dispatch").mayFail())));
        assertThat(lowered.programOf("dispatch_thread").steps()).allMatch(s -> s.frame() == Frame.CORE);
        assertThat(steps(lowered, "dispatch_thread")).isEqualTo("""
                DispatchThreadBorn BirthTest NEXT>1.enter FAILED>exit
                DispatchThread1Enter WorkerEnter NEXT>1.set
                DispatchThread1Set SetState NEXT>1.stop
                DispatchThread1Stop WorkerStopTest TRUE>exit FALSE>1.take
                DispatchThread1Take WorkerTake TRUE>1.run FALSE>1.sleep
                DispatchThread1Run WorkerRun NEXT>1.set
                DispatchThread1Sleep Schedule NEXT>1.set
                DispatchThreadExit ExitComplete NEXT>exited
                DispatchThreadExited ExitReap NEXT>dead
                DispatchThreadDead TaskFree NEXT>gone
                """);
        assertThat(steps(lowered, "modprobe")).startsWith("""
                Modprobe2Create CreateThread NEXT>2.task FAILED>2.failed
                Modprobe2Task WorkerSetUp NEXT>2.wake
                Modprobe2Wake WorkerStart+DropArg NEXT>3
                Modprobe2Failed WorkerFailed+DropArg NEXT>3
                """);
    }

    @Test
    void aWorkerIsFlushedStoppedAndFreed() {
        LoweredProtocol lowered = lower(module()
                .kthreadWorker("dispatch")
                .kthreadDelayedWork("job", "dispatch", BODY)
                .init(body -> body.call(kthreadCreateWorker("dispatch")))
                .exit(body -> body
                        .call(kthreadQueueDelayedWork("dispatch", "job"))
                        .call(kthreadFlushWork("job"))
                        .call(kthreadCancelDelayedWorkSync("job"))
                        .call(kthreadDestroyWorker("dispatch"))));
        assertThat(steps(lowered, "modprobe")).contains("""
                ModprobeLive UnloadRequest NEXT>4
                Modprobe4 WorkerCheck+DelayArm NEXT>5.note
                Modprobe5Note KthreadFlush NEXT>5.wait FALSE>6.timer FAILED>5.lost
                Modprobe5Wait FlushItemWait NEXT>6.timer
                Modprobe5Lost Never NEXT>6.timer
                Modprobe6Timer DelayStop NEXT>6.unlink FAILED>7.task
                Modprobe6Unlink KthreadCancel TRUE>6.note FALSE>7.task
                Modprobe6Note KthreadFlush NEXT>6.wait FALSE>6.allow FAILED>6.allow
                Modprobe6Wait FlushItemWait NEXT>6.allow
                Modprobe6Allow WorkerCheck+CancelEnd NEXT>7.task
                Modprobe7Task WorkerTask NEXT>7.note FAILED>sync
                Modprobe7Note WorkerFlush NEXT>7.flush
                Modprobe7Flush FlushItemWait NEXT>7.get
                Modprobe7Get StopGet NEXT>7.set
                Modprobe7Set StopSet NEXT>7.notify
                Modprobe7Notify StopNotify NEXT>7.wake
                Modprobe7Wake StopWake NEXT>7.wait
                Modprobe7Wait StopWait NEXT>7.put
                Modprobe7Put StopReturn+DropArg NEXT>7.free
                Modprobe7Free WorkerFree NEXT>sync
                """);
    }

    @Test
    void aWorkqueueIsDrainedAndFreed() {
        LoweredProtocol lowered = lower(module()
                .workqueue("wq")
                .delayedWork("job", "wq", BODY)
                .init(body -> body.call(allocWorkqueue("wq")))
                .exit(body -> body
                        .call(queueDelayedWork("wq", "job"))
                        .call(cancelDelayedWorkSync("job"))
                        .call(flushWorkqueue("wq"))
                        .call(destroyWorkqueue("wq"))));
        assertThat(steps(lowered, "modprobe")).contains("""
                Modprobe3 DelayArm NEXT>4.steal
                Modprobe4Steal CancelBegin NEXT>4.wait
                Modprobe4Wait CallbackWait NEXT>4.allow
                Modprobe4Allow CancelEnd NEXT>5.note
                Modprobe5Note QueueCheck+BarrierBegin NEXT>5.wait
                Modprobe5Wait BarrierWait NEXT>6.drain
                Modprobe6Drain DrainBegin NEXT>6.empty
                Modprobe6Empty DrainWait NEXT>6.free
                Modprobe6Free FreeWorkqueue NEXT>sync
                """);
    }

    @Test
    void onlyAnItemOfTheQueueChains() {
        LoweredProtocol lowered = lower(module()
                .orderedWorkqueue("wq")
                .work("job", "wq", body -> body.call(queueWork("wq", "job")))
                .work("other", "wq", BODY)
                .init(body -> body.call(allocOrderedWorkqueue("wq")).call(queueWork("wq", "job"))));
        assertThat(lowered.steps().flatMap(s -> s.micros().stream())
                .filter(Micro.QueueWork.class::isInstance)
                .map(m -> ((Micro.QueueWork) m).insertion()))
                .containsExactly(Micro.Insertion.OUTSIDE, Micro.Insertion.CHAINED);
        assertThat(lowered.programOf("job").at(Label.IDLE).orElseThrow().micros())
                .containsExactly(new Micro.CallbackStart(CallbackKind.WORK, List.of("other")));
    }

    @Test
    void whatIsQueuedOnAnotherQueueThanItsOwnIsRefused() {
        refused(kthreadQueueWork("dispatch", "job"), "there is no kthread work 'job'");
        refused(queueWork("wq", "job"), "'job' is declared for a system workqueue; queue it there");
        refused(queueDelayedWork("wq", "job"), "'job' has no timer; declare it as delayed work");
        refused(destroyWorkqueue("queue"), "there is no workqueue 'queue'");
        refused(allocOrderedWorkqueue("wq"), "'wq' is declared not ordered; allocate it so");
    }

    private static void refused(Operation operation, String why) {
        ProtocolBuilder module = module().workqueue("wq").work("job", BODY).init(body -> body.call(operation));
        assertThatThrownBy(module::build)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("protocol example, init, line ")
                .hasMessageContaining(why);
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ran");
    }

    private static LoweredProtocol lower(ProtocolBuilder builder) {
        return Lowering.lower(builder.build(), Granularity.MICRO);
    }

    private static String steps(LoweredProtocol lowered, String context) {
        return lowered.programOf(context).steps().stream()
                .map(step -> step.action() + " "
                        + step.micros().stream().map(m -> m.getClass().getSimpleName()).collect(Collectors.joining("+"))
                        + step.exits().entrySet().stream()
                                .map(e -> " " + e.getKey() + ">" + e.getValue())
                                .collect(Collectors.joining())
                        + "\n")
                .collect(Collectors.joining());
    }
}
