package org.quiesce.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.Environment;
import org.quiesce.protocol.Program.FileOperation;
import org.quiesce.protocol.Program.Kthread;
import org.quiesce.protocol.Program.Loader;

/**
 * A module with its init and exit programs, its kthreads and every other context that touches them, and the objects
 * that they share. Immutable; made by {@link #module(String)} and checked when built.
 */
public final class Protocol {

    /** The most threads that one thread function may have: beyond it nothing can be enumerated in practice. */
    public static final int MAX_THREADS = 16;

    private final String name;
    private final String title;
    private final List<SharedObject> objects;
    private final List<Kthread> kthreads;
    private final Loader loader;
    private final List<FileOperation> fileOperations;
    private final List<Callback> callbacks;
    private final List<Environment> environments;
    private final int spuriousWakeUps;
    private final Listing listing;

    Protocol(
            String name,
            String title,
            List<SharedObject> objects,
            List<Kthread> kthreads,
            Loader loader,
            List<FileOperation> fileOperations,
            List<Callback> callbacks,
            List<Environment> environments,
            int spuriousWakeUps) {
        this.name = name;
        this.title = title;
        this.objects = List.copyOf(objects);
        Numbering numbering = new Numbering();
        this.kthreads = kthreads.stream()
                .map(k -> new Kthread(k.name(), k.count(), numbering.number(k.name(), returning(k.body()))))
                .toList();
        this.loader = new Loader(
                loader.name(),
                numbering.number("init", returning(loader.init())),
                loader.exit().map(exit -> numbering.number("exit", exit)),
                loader.unloading());
        this.fileOperations = fileOperations.stream()
                .map(f -> new FileOperation(
                        f.name(), f.count(), f.pinning(), numbering.number(f.name(), f.body())))
                .toList();
        this.callbacks = callbacks.stream()
                .map(c -> new Callback(c.name(), c.kind(), numbering.number(c.name(), c.body())))
                .toList();
        this.environments = environments.stream()
                .map(e -> new Environment(e.name(), numbering.number(e.name(), e.body())))
                .toList();
        this.spuriousWakeUps = spuriousWakeUps;
        this.listing = numbering.listing();
        ProtocolCheck.check(this);
    }

    /** A function that returns a number ends in a return; where the builder gave none, it is {@code return 0}. */
    private static List<Statement> returning(List<Statement> body) {
        Statement last = body.isEmpty() ? null : body.get(body.size() - 1);
        boolean ends = last instanceof Statement.Return
                || last instanceof Statement.While loop && loop.condition() instanceof Condition.Always
                        && loop.body().stream().noneMatch(Protocol::breaks)
                || last instanceof Statement.Call call && call.operation().neverReturns();
        if (ends) {
            return body;
        }
        List<Statement> all = new ArrayList<>(body);
        all.add(new Statement.Return(0, Value.of(0)));
        return all;
    }

    /** Whether a statement of a loop leaves that loop. */
    private static boolean breaks(Statement statement) {
        return statement instanceof Statement.Break
                || statement instanceof Statement.If branch
                        && Stream.concat(branch.then().stream(), branch.otherwise().stream())
                                .anyMatch(Protocol::breaks);
    }

    /** Starts a protocol. The name is lower case, words joined by hyphens. */
    public static ProtocolBuilder module(String name) {
        return new ProtocolBuilder(name);
    }

    public String name() {
        return name;
    }

    /** One sentence for a reader: what the protocol does or gets wrong. */
    public String title() {
        return title;
    }

    public List<SharedObject> objects() {
        return objects;
    }

    /** The shared objects of one kind, in the order of their declaration. */
    public <T extends SharedObject> List<T> objects(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The shared object of that name. */
    public Optional<SharedObject> object(String objectName) {
        return objects.stream().filter(o -> o.name().equals(objectName)).findFirst();
    }

    public List<Kthread> kthreads() {
        return kthreads;
    }

    public Loader loader() {
        return loader;
    }

    public List<FileOperation> fileOperations() {
        return fileOperations;
    }

    public List<Environment> environments() {
        return environments;
    }

    public List<Callback> callbacks() {
        return callbacks;
    }

    /** How many spurious wake-ups may happen in one run. */
    public int spuriousWakeUps() {
        return spuriousWakeUps;
    }

    /** Every program: kthreads, the loader, file operations, callbacks, environments. */
    public List<Program> programs() {
        List<Program> programs = new ArrayList<>(kthreads);
        programs.add(loader);
        programs.addAll(fileOperations);
        programs.addAll(callbacks);
        programs.addAll(environments);
        return List.copyOf(programs);
    }

    /** The programs as C, with the line numbers that statements, steps and results refer to. */
    public Listing listing() {
        return listing;
    }

    /**
     * The same protocol with another number of threads of one thread function.
     *
     * @throws ProtocolException if there is no such thread function, or the number is not in 1..{@value #MAX_THREADS}
     */
    public Protocol withThreads(String thread, int count) {
        if (kthreads.stream().noneMatch(k -> k.name().equals(thread))) {
            throw new ProtocolException("protocol " + name + " has no kthread '" + thread + "'; it has "
                    + String.join(", ", kthreads.stream().map(Kthread::name).toList()));
        }
        List<Kthread> changed = kthreads.stream()
                .map(k -> k.name().equals(thread) ? new Kthread(k.name(), count, k.body()) : k)
                .toList();
        return new Protocol(name, title, objects, changed, loader, fileOperations, callbacks, environments,
                spuriousWakeUps);
    }

    @Override
    public String toString() {
        return "protocol " + name + System.lineSeparator() + listing;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Protocol that
                && name.equals(that.name)
                && objects.equals(that.objects)
                && programs().equals(that.programs())
                && spuriousWakeUps == that.spuriousWakeUps;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, objects, kthreads, loader);
    }
}
