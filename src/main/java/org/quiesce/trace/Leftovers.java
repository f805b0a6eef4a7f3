package org.quiesce.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.WorkerMicro;

/**
 * Says what a module has left behind: objects that nobody frees, threads that nobody stops, locks that nobody releases.
 *
 * @param history the run that ends with it
 */
record Leftovers(History history) {

    private static final Set<Class<? extends Micro>> ALLOCATIONS =
            Set.of(Micro.AllocateMemory.class, Micro.AllocateWorkqueue.class, WorkerMicro.WorkerSetUp.class);

    // ---- objects and threads

    /** What is leaked, if the run shows it. */
    Optional<String> leak() {
        return States.word(history.last(), "module", "").equals("freed")
                ? object().or(this::unborn).or(this::idle)
                : overwritten();
    }

    private Optional<String> object() {
        return Stream.concat(
                        leaked(SharedObject.Memory.class, "allocated", "freed", "valid"),
                        Stream.concat(
                                leaked(SharedObject.Workqueue.class, "allocated", "destroyed", "live", "draining"),
                                leaked(SharedObject.KthreadWorker.class, "created", "destroyed", "live")))
                .findFirst();
    }

    private Stream<String> leaked(Class<? extends SharedObject> kind, String made, String never, String... values) {
        return protocol().protocol().objects(kind).stream()
                .map(SharedObject::name)
                .filter(name -> Arrays.asList(values).contains(States.word(history.last(), name, "")))
                .filter(name -> kind != SharedObject.KthreadWorker.class || isCreated(name))
                .map(name -> "The module is gone, and " + name + ", " + made + history.at(history.lastMove(
                        m -> history.became(m, name, "", Datum.of(values[0])) && allocates(m))) + ", was never " + never
                        + ".");
    }

    private boolean allocates(int move) {
        return history.step(move).filter(s -> ALLOCATIONS.stream().anyMatch(s::does)).isPresent();
    }

    /** Whether some step allocates the kthread worker: others are part of the module's data. */
    private boolean isCreated(String worker) {
        return protocol().steps().flatMap(s -> s.micros().stream()).anyMatch(new WorkerMicro.WorkerSetUp(worker)::equals);
    }

    private Optional<String> unborn() {
        return protocol().kthreads().stream()
                .filter(t -> States.label(history.last(), t).equals(Label.BORN))
                .findFirst()
                .map(t -> "The module is gone, and " + t + ", created" + history.at(history.lastMove(
                        m -> history.became(m, "pc", t, Datum.of(Label.BORN)))) + ", was never woken nor stopped.");
    }

    private Optional<String> idle() {
        return protocol().kthreads().stream()
                .filter(t -> protocol().programOf(t).coreLoops().contains(States.label(history.last(), t)))
                .findFirst()
                .map(t -> "The module is gone, and " + t + ", created" + history.at(history.lastMove(
                        m -> history.became(m, "pc", t, Datum.of(Label.BORN)))) + ", was never stopped"
                        + history.next(t).map(History::placeOf).orElse("") + ".");
    }

    private Optional<String> overwritten() {
        return protocol().contexts().stream()
                .flatMap(c -> history.next(c)
                        .filter(s -> ALLOCATIONS.stream().anyMatch(s::does))
                        .map(s -> c + " is about to execute line " + s.line() + " (" + s.text() + "), and overwrites the"
                                + " only pointer to what was allocated before and never freed.")
                        .stream())
                .findFirst();
    }

    // ---- locks

    /** Which lock is kept, if the run shows it. */
    Optional<String> lock() {
        return protocol().contexts().stream()
                .filter(c -> history.next(c).map(Step::frame).filter(f -> f == Frame.MODULE).isEmpty())
                .flatMap(c -> held(c).stream())
                .findFirst();
    }

    private Optional<String> held(String context) {
        Stream<String> owned = Stream.of(SharedObject.Mutex.class, SharedObject.Spinlock.class)
                .flatMap(kind -> names(kind).stream())
                .filter(lock -> States.word(history.last(), lock, "").equals(context));
        Stream<String> read = names(SharedObject.ReadersAndWriter.class).stream()
                .filter(lock -> Set.of("read", "write").contains(States.word(history.last(), lock, context)));
        return Stream.concat(owned, read).findFirst().map(lock -> {
            OptionalInt taken = history.lastMove(m -> history.mover(m).equals(context) && history.step(m)
                    .filter(s -> s.micros().stream().anyMatch(micro -> takes(micro, lock)))
                    .isPresent());
            return context + " has left the code of the module, and still holds " + lock + ", which it took"
                    + history.placeOf(taken) + history.at(taken) + ".";
        });
    }

    private static boolean takes(Micro micro, String lock) {
        return micro instanceof Micro.Acquire m && m.lock().equals(lock)
                || micro instanceof Micro.AcquireUnlessSignalled i && i.lock().equals(lock)
                || micro instanceof Micro.TryAcquire t && t.lock().equals(lock)
                || micro instanceof Micro.DownRw d && d.semaphore().equals(lock)
                || micro instanceof LockMicro.DownRwUnlessSignalled r && r.semaphore().equals(lock)
                || micro instanceof LockMicro.SpinRw s && s.lock().equals(lock)
                || micro instanceof LockMicro.JoinReaders j && j.lock().equals(lock)
                || micro instanceof LockMicro.TryDownRw t && t.semaphore().equals(lock)
                || micro instanceof Micro.AtOnce a && takes(a.call(), lock);
    }

    private List<String> names(Class<? extends SharedObject> kind) {
        return protocol().protocol().objects(kind).stream().map(SharedObject::name).toList();
    }

    private LoweredProtocol protocol() {
        return history.lowered();
    }
}
