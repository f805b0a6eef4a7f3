package org.quiesce.protocol.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.Program.Callback;

/** Who takes part in what: the contexts and callbacks that some variables have an entry for. */
record Participants(LoweredProtocol lowered) {

    /** The contexts whose programs have such a micro. */
    List<String> contexts(Predicate<Micro> does) {
        return lowered.programs().stream()
                .filter(p -> p.steps().stream().flatMap(s -> s.micros().stream()).anyMatch(does))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** The contexts whose programs have a step that does one of these. */
    List<String> doing(List<Class<? extends Micro>> kinds) {
        return lowered.programs().stream()
                .filter(p -> p.steps().stream().anyMatch(s -> kinds.stream().anyMatch(s::does)))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** The contexts that may be on a wait queue. */
    List<String> waiters(String queue) {
        return contexts(m -> m instanceof Micro.WaitPrepare w && w.queue().equals(queue)
                || m instanceof QueueMicro.Enqueue e && e.queue().equals(queue)
                || m instanceof QueueMicro.EnqueueUnlessSignalled u && u.queue().equals(queue)
                || m instanceof QueueMicro.Join j && j.queue().equals(queue)
                || m instanceof Micro.AddWait a && a.queue().equals(queue));
    }

    /** The contexts that use an rw_semaphore or a rwlock. */
    List<String> holders(String semaphore) {
        return contexts(m -> m instanceof Micro.DownRw d && d.semaphore().equals(semaphore)
                || m instanceof LockMicro.DownRwUnlessSignalled r && r.semaphore().equals(semaphore)
                || m instanceof LockMicro.SpinRw s && s.lock().equals(semaphore)
                || m instanceof LockMicro.JoinReaders j && j.lock().equals(semaphore)
                || m instanceof LockMicro.TryDownRw t && t.semaphore().equals(semaphore)
                || m instanceof Micro.UpRw u && u.semaphore().equals(semaphore)
                || m instanceof LockMicro.UpRwToWaiters w && w.semaphore().equals(semaphore));
    }

    /** The contexts that read in an SRCU domain. */
    List<String> srcuReaders(String domain) {
        return contexts(m -> m instanceof GraceMicro.SrcuBegin b && b.domain().equals(domain)
                || m instanceof GraceMicro.SrcuEnd e && e.domain().equals(domain));
    }

    List<String> callbacks(Predicate<Callback> which) {
        return lowered.protocol().callbacks().stream().filter(which).map(Callback::name).toList();
    }

    /** Items that somebody cancels or disables, and tasklets that somebody kills. */
    List<String> cancellable() {
        return named(micro -> micro instanceof Micro.CancelBegin m ? Stream.of(m.callback())
                : micro instanceof WorkerMicro.KthreadCancel m ? Stream.of(m.work())
                : micro instanceof WorkerMicro.DelayStop m ? Stream.of(m.work())
                : micro instanceof Micro.EnableWork m ? Stream.of(m.work())
                : micro instanceof Micro.TaskletClaim m ? Stream.of(m.callback())
                : micro instanceof WorkMicro.Disable m ? Stream.of(m.work())
                : micro instanceof WorkMicro.EnableTest m ? Stream.of(m.work()) : Stream.empty());
    }

    /** Interrupts and tasklets that somebody disables or enables. */
    List<String> disabled() {
        return named(micro -> micro instanceof CallbackMicro.IrqDisable m ? Stream.of(m.callback())
                : micro instanceof CallbackMicro.IrqEnable m ? Stream.of(m.callback())
                : micro instanceof CallbackMicro.TaskletEnable m ? Stream.of(m.callback()) : Stream.empty());
    }

    /** For each callback that somebody flushes, who does: a barrier of theirs may stand behind an instance of it. */
    Map<String, List<String>> barriers() {
        return flushed(micro -> micro instanceof WorkerMicro.WorkerFlush m ? m.works().stream()
                : micro instanceof WorkerMicro.KthreadFlush m ? Stream.of(m.work()) : barrier(micro));
    }

    /** Those of them that may stand behind an instance that runs: a kthread worker runs nothing else meanwhile. */
    Map<String, List<String>> barriersBehindRunning() {
        return flushed(Participants::barrier);
    }

    private static Stream<String> barrier(Micro micro) {
        return micro instanceof Micro.BarrierBegin m ? m.callbacks().stream()
                : micro instanceof Micro.FlushBegin m ? Stream.of(m.work()) : Stream.empty();
    }

    private Map<String, List<String>> flushed(Function<Micro, Stream<String>> flushes) {
        Map<String, List<String>> flushers = new LinkedHashMap<>();
        named(flushes).forEach(callback -> flushers.put(
                callback, contexts(micro -> flushes.apply(micro).anyMatch(callback::equals))));
        return flushers;
    }

    /** Kthread work of which it matters whether it was ever queued: that somebody flushes or cancels. */
    List<String> traced() {
        return named(micro -> micro instanceof WorkerMicro.KthreadFlush m ? Stream.of(m.work())
                : micro instanceof WorkerMicro.KthreadCancel m ? Stream.of(m.work())
                : micro instanceof WorkerMicro.DelayStop m ? Stream.of(m.work()) : Stream.empty());
    }

    /** The contexts that put flush items on the lists of kthread workers. */
    List<String> flushers() {
        return doing(List.of(WorkerMicro.WorkerFlush.class, WorkerMicro.KthreadFlush.class));
    }

    private List<String> named(Function<Micro, Stream<String>> names) {
        Set<String> named = lowered.steps()
                .flatMap(s -> s.micros().stream())
                .flatMap(names)
                .collect(Collectors.toSet());
        return callbacks(c -> named.contains(c.name()));
    }
}
