package org.quiesce.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.Environment;
import org.quiesce.protocol.Program.FileOperation;
import org.quiesce.protocol.Program.Kthread;
import org.quiesce.protocol.Program.Loader;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Unloading;
import org.quiesce.protocol.SharedObject.FlagValue;

/** Builds a {@link Protocol}; {@link #build()} refuses what can't mean anything. */
public final class ProtocolBuilder {

    /** Name of the context that loads and unloads the module. */
    public static final String LOADER = "modprobe";

    private final String name;
    private String title = "";
    private final List<SharedObject> objects = new ArrayList<>();
    private final List<Kthread> kthreads = new ArrayList<>();
    private final List<FileOperation> fileOperations = new ArrayList<>();
    private final List<Environment> environments = new ArrayList<>();
    private final List<Callback> callbacks = new ArrayList<>();
    private Unloading unloading = Unloading.ORDERLY;
    private int spuriousWakeUps;
    private Optional<List<Statement>> init = Optional.empty();
    private Optional<List<Statement>> exit = Optional.empty();

    ProtocolBuilder(String name) {
        this.name = name;
    }

    /** One sentence for a reader: what the protocol does or gets wrong. */
    public ProtocolBuilder title(String sentence) {
        this.title = sentence;
        return this;
    }

    /** A {@code struct task_struct *} that all contexts see, NULL at first. */
    public ProtocolBuilder taskPointer(String pointer) {
        objects.add(new SharedObject.TaskPointer(pointer));
        return this;
    }

    /** A flag that is false at first. */
    public ProtocolBuilder flag(String flag) {
        objects.add(new SharedObject.Flag(flag, FlagValue.FALSE));
        return this;
    }

    /** A flag that is true at first. */
    public ProtocolBuilder flagInitiallySet(String flag) {
        objects.add(new SharedObject.Flag(flag, FlagValue.TRUE));
        return this;
    }

    /** A counter that starts at zero and saturates at {@code max}. */
    public ProtocolBuilder counter(String counter, int max) {
        return counter(counter, 0, max);
    }

    /** A counter that starts at {@code initially} and saturates at {@code max}. */
    public ProtocolBuilder counter(String counter, int initially, int max) {
        objects.add(new SharedObject.Counter(counter, initially, max));
        return this;
    }

    /** A {@code struct completion}, not done at first. */
    public ProtocolBuilder completion(String completion) {
        objects.add(new SharedObject.Completion(completion));
        return this;
    }

    /** A {@code wait_queue_head_t}. */
    public ProtocolBuilder waitQueue(String queue) {
        objects.add(new SharedObject.WaitQueue(queue));
        return this;
    }

    /** A {@code struct mutex}, free at first. */
    public ProtocolBuilder mutex(String mutex) {
        objects.add(new SharedObject.Mutex(mutex));
        return this;
    }

    /** A {@code spinlock_t}, free at first. */
    public ProtocolBuilder spinlock(String spinlock) {
        objects.add(new SharedObject.Spinlock(spinlock));
        return this;
    }

    /** A pointer to memory of the module, NULL at first. */
    public ProtocolBuilder memory(String memory) {
        objects.add(new SharedObject.Memory(memory));
        return this;
    }

    /** A thread function of which one thread is created. */
    public ProtocolBuilder kthread(String function, Consumer<Body> body) {
        return kthreads(function, 1, body);
    }

    /** A thread function of which up to {@code count} threads are created. */
    public ProtocolBuilder kthreads(String function, int count, Consumer<Body> body) {
        kthreads.add(new Kthread(function, count, Body.block(body)));
        return this;
    }

    /** The module's init function; without a return it returns 0. Given again, it replaces the one before. */
    public ProtocolBuilder init(Consumer<Body> body) {
        init = Optional.of(Body.block(body));
        return this;
    }

    /**
     * The module's exit function, which may be empty; a module without one can't be unloaded. Given again, it replaces
     * the one before.
     */
    public ProtocolBuilder exit(Consumer<Body> body) {
        exit = Optional.of(Body.block(body));
        return this;
    }

    /** Lets the module be unloaded by force: whoever holds a reference on it, and even without an exit function. */
    public ProtocolBuilder forcedUnload() {
        unloading = Unloading.FORCED;
        return this;
    }

    /**
     * A user task that calls into the module through an open file, which pins the module: once, and only while the
     * module is live.
     */
    public ProtocolBuilder fileOperation(String operation, Consumer<Body> body) {
        return fileOperations(operation, 1, Pinning.OWNER, body);
    }

    /** User tasks that call into the module. */
    public ProtocolBuilder fileOperations(String operation, int count, Pinning pinning, Consumer<Body> body) {
        fileOperations.add(new FileOperation(operation, count, pinning, Body.block(body)));
        return this;
    }

    /** A timer and its function. */
    public ProtocolBuilder timer(String function, Consumer<Body> body) {
        return callback(function, Program.CallbackKind.TIMER, body);
    }

    /** A work item on a system workqueue and its function. */
    public ProtocolBuilder work(String function, Consumer<Body> body) {
        return callback(function, Program.CallbackKind.WORK, body);
    }

    /** A tasklet and its function. */
    public ProtocolBuilder tasklet(String function, Consumer<Body> body) {
        return callback(function, Program.CallbackKind.TASKLET, body);
    }

    /** A callback for call_rcu(). */
    public ProtocolBuilder rcuCallback(String function, Consumer<Body> body) {
        return callback(function, Program.CallbackKind.RCU, body);
    }

    /** An interrupt handler. */
    public ProtocolBuilder irqHandler(String function, Consumer<Body> body) {
        return callback(function, Program.CallbackKind.IRQ, body);
    }

    private ProtocolBuilder callback(String function, Program.CallbackKind kind, Consumer<Body> body) {
        callbacks.add(new Callback(function, kind, Body.block(body)));
        return this;
    }

    /**
     * Lets up to {@code most} spurious wake-ups happen, to any sleeper at any time or never. Code must tolerate them and
     * must not rely on them.
     */
    public ProtocolBuilder spuriousWakeUps(int most) {
        spuriousWakeUps = most;
        return this;
    }

    /** Something outside that may act at any time, or never. */
    public ProtocolBuilder environment(String actor, Consumer<Body> body) {
        environments.add(new Environment(actor, Body.block(body)));
        return this;
    }

    /**
     * The protocol.
     *
     * @throws ProtocolException if the protocol can't mean anything; the message names the place
     */
    public Protocol build() {
        return new Protocol(
                name, title, objects, kthreads, new Loader(LOADER, init.orElse(List.of()), exit, unloading),
                fileOperations, callbacks, environments, spuriousWakeUps);
    }
}
