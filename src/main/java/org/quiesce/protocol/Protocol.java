package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
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

    private static final String INIT = "init";
    private static final String EXIT = "exit";

    private final String name;
    private final String title;
    private final List<SharedObject> objects;
    private final List<Kthread> kthreads;
    private final Optional<TaskWork> taskWork;
    private final Loader loader;
    private final List<FileOperation> fileOperations;
    private final List<Callback> callbacks;
    private final List<Environment> environments;
    private final Disturbances disturbances;
    private final Optional<Origin> origin;
    private final Listing listing;

    Protocol(
            String name,
            String title,
            List<SharedObject> objects,
            List<Kthread> kthreads,
            Optional<TaskWork> taskWork,
            Loader loader,
            List<FileOperation> fileOperations,
            List<Callback> callbacks,
            List<Environment> environments,
            Disturbances disturbances,
            Optional<Origin> origin,
            IntUnaryOperator lineInFile) {
        this.name = name;
        this.title = title;
        this.origin = origin;
        this.objects = List.copyOf(objects);
        Numbering numbering = new Numbering(origin, lineInFile);
        List<Kthread> threads = kthreads.stream()
                .map(k -> new Kthread(k.name(), k.count(), k.text(), numbering.number(k.name(), returning(k.body())),
                        Optional.empty()))
                .toList();
        this.taskWork = taskWork.map(w -> new TaskWork(w.name(), numbering.number(w.name(), w.body())));
        this.kthreads = threads.stream()
                .map(k -> new Kthread(k.name(), k.count(), k.text(), k.body(), this.taskWork))
                .toList();
        this.loader = new Loader(
                loader.name(),
                numbering.number(INIT, returning(loader.init())),
                loader.exit().map(exit -> numbering.number(EXIT, exit)),
                loader.unloading());
        this.fileOperations = fileOperations.stream()
                .map(f -> f.with(numbering.number(f.name(), f.body())))
                .toList();
        this.callbacks = callbacks.stream()
                .map(c -> new Callback(c.name(), c.kind(), c.runner(), c.timing(),
                        numbering.number(c.name(), c.body())))
                .toList();
        this.environments = environments.stream()
                .map(e -> new Environment(e.name(), numbering.number(e.name(), e.body())))
                .toList();
        this.disturbances = disturbances;
        this.listing = numbering.listing();
        ProtocolCheck.check(this);
    }

    /** A function that returns a number ends in a return; where the builder gave none, it is {@code return 0}. */
    private static List<Statement> returning(List<Statement> body) {
        if (!Paths.reachEndOf(body)) {
            return body;
        }
        List<Statement> all = new ArrayList<>(body);
        all.add(new Statement.Return(0, Value.of(0)));
        return all;
    }

    /** Starts a protocol. The name is lower case, words joined by hyphens. */
    public static ProtocolBuilder module(String name) {
        return new ProtocolBuilder(given("name", name));
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

    /** The function that threads may have to run when they exit. */
    public Optional<TaskWork> taskWork() {
        return taskWork;
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

    /** What is said of a protocol that is refused as a whole. */
    ProtocolException refuse(String why) {
        return new ProtocolException("protocol " + name + ": " + why);
    }

    /** What its programs call of one kind. */
    public <T extends Operation> Stream<T> operations(Class<T> kind) {
        return programs().stream().flatMap(program -> program.operations(kind));
    }

    /** The thread function with which an interrupt handler is requested, if it is requested with one. */
    public Optional<String> irqThread(String handler) {
        return operations(InterruptOperation.RequestsThread.class)
                .filter(request -> request.handler().equals(handler))
                .flatMap(request -> request.servedBy().stream())
                .findFirst();
    }

    /** How many spurious wake-ups may happen in one run. */
    public int spuriousWakeUps() {
        return disturbances.spuriousWakeUps();
    }

    /** The thread functions of which one thread may die of an oops. */
    public List<String> oopsing() {
        return disturbances.oopsing();
    }

    /** Whether the memory of a freed task may be used again for another one, in a run or never. */
    public boolean reusesMemory() {
        return disturbances.reuse() == Disturbances.Reuse.POSSIBLE;
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

    /** The statements of every function, by its name in the listing and in the order of the listing. */
    public Map<String, List<Statement>> bodies() {
        Map<String, List<Statement>> bodies = new LinkedHashMap<>();
        kthreads.forEach(k -> bodies.put(k.name(), k.body()));
        taskWork.ifPresent(w -> bodies.put(w.name(), w.body()));
        bodies.put(INIT, loader.init());
        loader.exit().ifPresent(body -> bodies.put(EXIT, body));
        fileOperations.forEach(f -> bodies.put(f.name(), f.body()));
        callbacks.forEach(c -> bodies.put(c.name(), c.body()));
        environments.forEach(e -> bodies.put(e.name(), e.body()));
        return Collections.unmodifiableMap(bodies);
    }

    /** Names of the kernel functions that its programs call. */
    public Set<String> functions() {
        return programs().stream()
                .flatMap(program -> program.body().stream())
                .flatMap(Statement::all)
                .flatMap(Statement::functions)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Which functions create the threads of a thread function; empty if no number bounds how many they create. */
    public Optional<Creations> creations(String thread) {
        return Creations.of(this, thread);
    }

    /** The programs as C, with the line numbers that statements, steps and results refer to. */
    public Listing listing() {
        return listing;
    }

    /** The line in the file of a statement's line. */
    private int lineInFile(int line) {
        return line == 0 ? 0 : listing.at(line).source();
    }

    /** The C file that it was read from, if it was. */
    public Optional<Origin> origin() {
        return origin;
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
                .map(k -> k.name().equals(thread) ? k.with(count) : k)
                .toList();
        return new Protocol(name, title, objects, changed, taskWork, loader, fileOperations, callbacks, environments,
                disturbances, origin, this::lineInFile);
    }

    /**
     * The same protocol with another number of tasks that make one call into the module.
     *
     * @throws ProtocolException if there is no such file operation, or the number is not in 1..{@value #MAX_THREADS}
     */
    public Protocol withTasks(String operation, int count) {
        if (fileOperations.stream().noneMatch(f -> f.name().equals(operation))) {
            throw refuse("there is no file operation '" + operation + "'; it has "
                    + String.join(", ", fileOperations.stream().map(FileOperation::name).toList()));
        }
        List<FileOperation> changed = fileOperations.stream()
                .map(f -> f.name().equals(operation) ? f.with(count) : f)
                .toList();
        return new Protocol(name, title, objects, kthreads, taskWork, loader, changed, callbacks, environments,
                disturbances, origin, this::lineInFile);
    }

    /** The same protocol with another number of spurious wake-ups in one run. */
    public Protocol withSpuriousWakeUps(int most) {
        return with(disturbances.withSpuriousWakeUps(most));
    }

    /** The same protocol in which one thread of these thread functions, and of no others, may die of an oops. */
    public Protocol withOopsing(List<String> threads) {
        return with(disturbances.withOopsing(threads));
    }

    /** The same protocol, in which the memory of freed tasks may be used again. */
    public Protocol withMemoryReuse() {
        return with(disturbances.with(Disturbances.Reuse.POSSIBLE));
    }

    /** The same protocol, in which it is not. */
    public Protocol withoutMemoryReuse() {
        return with(disturbances.with(Disturbances.Reuse.ASSUMED_AWAY));
    }

    private Protocol with(Disturbances others) {
        return new Protocol(name, title, objects, kthreads, taskWork, loader, fileOperations, callbacks, environments,
                others, origin, this::lineInFile);
    }

    /** The same protocol with something more outside of the module that may act. */
    public Protocol with(Environment more) {
        return new Protocol(name, title, objects, kthreads, taskWork, loader, fileOperations, callbacks,
                Stream.concat(environments.stream(), Stream.of(more)).toList(), disturbances, origin,
                this::lineInFile);
    }

    /**
     * The same protocol, in which every call is of the operation that is given for it.
     *
     * @throws ProtocolException if that can't mean anything
     */
    public Protocol withOperations(Function<Statement.Call, Operation> operations) {
        Map<String, List<Statement>> changed = new HashMap<>(bodies());
        changed.replaceAll((function, body) -> body.stream().map(s -> s.with(operations)).toList());
        return withBodies(changed);
    }

    /**
     * The same protocol with other statements in one of its functions.
     *
     * @param function as the listing names it: a thread function, {@code init}, {@code exit}, …
     * @throws ProtocolException if there is no such function, or the protocol can't mean anything then
     */
    public Protocol withBody(String function, List<Statement> statements) {
        if (!bodies().containsKey(function)) {
            throw refuse("there is no function '" + function + "'; it has " + String.join(", ", bodies().keySet()));
        }
        Map<String, List<Statement>> changed = new HashMap<>(bodies());
        changed.put(function, statements);
        return withBodies(changed);
    }

    private Protocol withBodies(Map<String, List<Statement>> changed) {
        return new Protocol(
                name, title, objects,
                kthreads.stream()
                        .map(k -> new Kthread(k.name(), k.count(), k.text(), changed.get(k.name()), k.taskWork()))
                        .toList(),
                taskWork.map(w -> new TaskWork(w.name(), changed.get(w.name()))),
                new Loader(loader.name(), changed.get(INIT), loader.exit().map(e -> changed.get(EXIT)),
                        loader.unloading()),
                fileOperations.stream()
                        .map(f -> f.with(changed.get(f.name())))
                        .toList(),
                callbacks.stream()
                        .map(c -> new Callback(c.name(), c.kind(), c.runner(), c.timing(), changed.get(c.name())))
                        .toList(),
                environments.stream().map(e -> new Environment(e.name(), changed.get(e.name()))).toList(),
                disturbances, origin, this::lineInFile);
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
                && disturbances.equals(that.disturbances);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, objects, kthreads, loader);
    }
}
