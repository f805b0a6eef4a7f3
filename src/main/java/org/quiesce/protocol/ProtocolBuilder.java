package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.quiesce.protocol.KthreadWorkerOperation.WorkerFreezing;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Environment;
import org.quiesce.protocol.Program.FileOperation;
import org.quiesce.protocol.Program.Kthread;
import org.quiesce.protocol.Program.Loader;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Text;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.Program.Unloading;
import org.quiesce.protocol.SharedObject.FileType;
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
    private Optional<TaskWork> taskWork = Optional.empty();
    private Unloading unloading = Unloading.ORDERLY;
    private int spuriousWakeUps;
    private Disturbances.Reuse reuse = Disturbances.Reuse.ASSUMED_AWAY;
    private final List<String> oopsing = new ArrayList<>();
    private Optional<Origin> origin = Optional.empty();
    private Optional<List<Statement>> init = Optional.empty();
    private Optional<List<Statement>> exit = Optional.empty();

    ProtocolBuilder(String name) {
        this.name = name;
    }

    /** Whether a program, an object or a local variable can have that name. */
    public static boolean canName(String identifier) {
        return Names.isIdentifier(given("identifier", identifier));
    }

    /** One sentence for a reader: what the protocol does or gets wrong. */
    public ProtocolBuilder title(String sentence) {
        this.title = given("sentence", sentence);
        return this;
    }

    /** The C file that it is read from: statements bring their lines in it along, see {@link Body#statement}. */
    public ProtocolBuilder from(Origin file) {
        origin = Optional.of(given("file", file));
        return this;
    }

    /** A {@code struct task_struct *} that all contexts see, NULL at first. */
    public ProtocolBuilder taskPointer(String pointer) {
        objects.add(new SharedObject.TaskPointer(given("pointer", pointer)));
        return this;
    }

    /** A flag that is false at first. */
    public ProtocolBuilder flag(String flag) {
        objects.add(new SharedObject.Flag(given("flag", flag), FlagValue.FALSE));
        return this;
    }

    /** A flag that is true at first. */
    public ProtocolBuilder flagInitiallySet(String flag) {
        objects.add(new SharedObject.Flag(given("flag", flag), FlagValue.TRUE));
        return this;
    }

    /** A counter that starts at zero and counts to {@code max}: a run that leaves this range makes a result inconclusive. */
    public ProtocolBuilder counter(String counter, int max) {
        return counter(counter, 0, max);
    }

    /** The same, of one that starts at {@code initially}. */
    public ProtocolBuilder counter(String counter, int initially, int max) {
        objects.add(new SharedObject.Counter(given("counter", counter), initially, max));
        return this;
    }

    /** A {@code struct completion}, not done at first. */
    public ProtocolBuilder completion(String completion) {
        objects.add(new SharedObject.Completion(given("completion", completion)));
        return this;
    }

    /** A {@code wait_queue_head_t}. */
    public ProtocolBuilder waitQueue(String queue) {
        objects.add(new SharedObject.WaitQueue(given("queue", queue)));
        return this;
    }

    /** A {@code struct mutex}, free at first. */
    public ProtocolBuilder mutex(String mutex) {
        objects.add(new SharedObject.Mutex(given("mutex", mutex)));
        return this;
    }

    /** A {@code spinlock_t}, free at first. */
    public ProtocolBuilder spinlock(String spinlock) {
        objects.add(new SharedObject.Spinlock(given("spinlock", spinlock)));
        return this;
    }

    /** A {@code struct semaphore} that starts at {@code initially}. */
    public ProtocolBuilder semaphore(String semaphore, int initially) {
        objects.add(new SharedObject.Semaphore(given("semaphore", semaphore), initially));
        return this;
    }

    /** A {@code rwlock_t}, free at first. */
    public ProtocolBuilder rwlock(String rwlock) {
        objects.add(new SharedObject.Rwlock(given("rwlock", rwlock)));
        return this;
    }

    /** A {@code struct rw_semaphore}, free at first. */
    public ProtocolBuilder rwSemaphore(String semaphore) {
        objects.add(new SharedObject.RwSemaphore(given("semaphore", semaphore)));
        return this;
    }

    /**
     * The thread of a per-CPU thread, on a machine with one CPU, where its pointer is stored, and the lock of CPU
     * hotplug. It has nothing to do.
     */
    public ProtocolBuilder smpbootThread(String thread, String pointer) {
        return smpbootThread(thread, pointer, hooks -> {});
    }

    /** Such a thread, which calls functions of the module. */
    public ProtocolBuilder smpbootThread(String thread, String pointer, Consumer<SmpbootHooks> functions) {
        if (!objects.contains(new SharedObject.TaskPointer(pointer))) {
            taskPointer(pointer);
        }
        if (objects.stream().noneMatch(o -> o.name().equals(SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK))) {
            rwSemaphore(SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK);
        }
        SmpbootHooks hooks = new SmpbootHooks();
        given("functions", functions).accept(hooks);
        return kthread(thread, hooks::loop);
    }

    /**
     * Somebody takes the CPU of a per-CPU thread offline, once at most, and online again: the thread is parked, then let
     * go. It begins while the module is live, and may go on after that.
     */
    public ProtocolBuilder cpuHotplug(String name, String pointer) {
        Condition exists = Conditions.not(Conditions.isNull(pointer));
        return fileOperations(name, 1, Pinning.NONE, task -> task.kernelText("cpu_down", cpu -> cpu
                .call(Ops.cpusWriteLock())
                .when(exists, thread -> thread.call(Ops.kthreadPark(pointer)))
                .call(Ops.cpusWriteUnlock())
                .call(Ops.cpusWriteLock())
                .when(exists, thread -> thread.call(Ops.kthreadUnpark(pointer)))
                .call(Ops.cpusWriteUnlock())));
    }

    /** A pointer to memory of the module, NULL at first. */
    public ProtocolBuilder memory(String memory) {
        objects.add(new SharedObject.Memory(given("memory", memory)));
        return this;
    }

    /** Such a pointer, to memory that kfree_rcu() frees: a callback of the kernel does so after a grace period. */
    public ProtocolBuilder rcuMemory(String memory) {
        memory(memory);
        return callback(RcuOperation.afterGracePeriod(memory), CallbackKind.RCU,
                body -> body.call(new RcuOperation.KfreeAfterGracePeriod(memory)));
    }

    /** A thread function of which one thread is created. */
    public ProtocolBuilder kthread(String function, Consumer<Body> body) {
        return kthreads(function, 1, body);
    }

    /** A thread function of which up to {@code count} threads are created. */
    public ProtocolBuilder kthreads(String function, int count, Consumer<Body> body) {
        kthreads.add(new Kthread(given("function", function), count, Text.MODULE, block(function, body), Optional.empty()));
        return this;
    }

    /**
     * Marks a thread function, which was given before, as {@code __init}: its text is freed after init has succeeded.
     *
     * @throws ProtocolException if there is no such thread function
     */
    public ProtocolBuilder initText(String function) {
        given("function", function);
        if (kthreads.stream().noneMatch(k -> k.name().equals(function))) {
            throw new ProtocolException("protocol " + name + ": there is no kthread '" + function
                    + "' to put into init text; declare it first");
        }
        kthreads.replaceAll(k -> k.name().equals(function) ? k.with(Text.INIT) : k);
        return this;
    }

    /** The module's init function; without a return it returns 0. Given again, it replaces the one before. */
    public ProtocolBuilder init(Consumer<Body> body) {
        init = Optional.of(block("init", body));
        return this;
    }

    /**
     * The module's exit function, which may be empty; a module without one can't be unloaded. Given again, it replaces
     * the one before.
     */
    public ProtocolBuilder exit(Consumer<Body> body) {
        exit = Optional.of(block("exit", body));
        return this;
    }

    /**
     * Has the code be built into the kernel: it is never unloaded, and goes on also if its init function fails. Nothing is
     * asked that is about an unload.
     */
    public ProtocolBuilder builtIn() {
        unloading = Unloading.NEVER;
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

    /** User tasks that call into the module, only while it is live. */
    public ProtocolBuilder fileOperations(String operation, int count, Pinning pinning, Consumer<Body> body) {
        return fileOperations(operation, count, pinning, Optional.empty(), body);
    }

    /**
     * User tasks that call into the module through a file: while that is registered, be the module live or not. Of a file
     * whose removal waits for calls that is one call, such as one write(); of another it may be all from open() to
     * release().
     */
    public ProtocolBuilder fileOperations(String operation, int count, Pinning pinning, String file, Consumer<Body> body) {
        return fileOperations(operation, count, pinning, Optional.of(given("file", file)), body);
    }

    private ProtocolBuilder fileOperations(
            String operation, int count, Pinning pinning, Optional<String> file, Consumer<Body> body) {
        fileOperations.add(new FileOperation(
                given("operation", operation), count, given("pinning", pinning), file, block(operation, body)));
        return this;
    }

    /** A misc device, not registered at first: users call in through it while it is. */
    public ProtocolBuilder miscDevice(String device) {
        return userFile(device, FileType.MISC_DEVICE);
    }

    /** A character device ({@code struct cdev}). */
    public ProtocolBuilder characterDevice(String device) {
        return userFile(device, FileType.CHARACTER_DEVICE);
    }

    /** An attribute in sysfs: its functions never keep the module loaded. */
    public ProtocolBuilder deviceAttribute(String attribute) {
        return userFile(attribute, FileType.DEVICE_ATTRIBUTE);
    }

    /** An entry of /proc: its functions never keep the module loaded. */
    public ProtocolBuilder procEntry(String entry) {
        return userFile(entry, FileType.PROC_ENTRY);
    }

    /** A file in debugfs. */
    public ProtocolBuilder debugfsFile(String file) {
        return userFile(file, FileType.DEBUGFS_FILE);
    }

    private ProtocolBuilder userFile(String file, FileType type) {
        objects.add(new SharedObject.UserFile(given("file", file), type));
        return this;
    }

    /**
     * The function of a {@code struct callback_head} for task_work_add().
     *
     * @throws ProtocolException if there is one already: a protocol has at most one
     */
    public ProtocolBuilder taskWork(String function, Consumer<Body> body) {
        given("function", function);
        given("body", body);
        if (taskWork.isPresent()) {
            throw new ProtocolException("protocol " + name + ": task works '" + taskWork.get().name() + "' and '" + function
                    + "': only one can be modelled");
        }
        taskWork = Optional.of(new TaskWork(function, block(function, body)));
        return this;
    }

    /** A timer and its function. */
    public ProtocolBuilder timer(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.TIMER, body);
    }

    /** A high-resolution timer and its function. */
    public ProtocolBuilder hrtimer(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.HRTIMER, body);
    }

    /** A work item on a system workqueue and its function. */
    public ProtocolBuilder work(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.WORK, body);
    }

    /** A tasklet and its function. */
    public ProtocolBuilder tasklet(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.TASKLET, body);
    }

    /** A callback for call_rcu(). */
    public ProtocolBuilder rcuCallback(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.RCU, body);
    }

    /** A domain of sleepable RCU. */
    public ProtocolBuilder srcu(String domain) {
        objects.add(new SharedObject.SrcuDomain(given("domain", domain)));
        return this;
    }

    /** A callback for call_srcu() of a domain. */
    public ProtocolBuilder srcuCallback(String function, String domain, Consumer<Body> body) {
        return callback(function, CallbackKind.SRCU, Optional.of(given("domain", domain)), Timing.AT_ONCE, body);
    }

    /** A function for async_schedule(). */
    public ProtocolBuilder async(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.ASYNC, body);
    }

    /** An interrupt handler. */
    public ProtocolBuilder irqHandler(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.IRQ, body);
    }

    /** The thread function of a threaded interrupt. */
    public ProtocolBuilder irqThread(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.IRQ_THREAD, body);
    }

    /** A notifier on a blocking chain: it may sleep. */
    public ProtocolBuilder notifier(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.NOTIFIER, body);
    }

    private ProtocolBuilder callback(String function, CallbackKind kind, Consumer<Body> body) {
        return callback(function, kind, Optional.empty(), Timing.AT_ONCE, body);
    }

    private ProtocolBuilder callback(
            String function, CallbackKind kind, Optional<String> runner, Timing timing, Consumer<Body> body) {
        callbacks.add(new Callback(given("function", function), kind, runner, timing, block(function, body)));
        return this;
    }

    /** A workqueue of the module, NULL until alloc_workqueue(). */
    public ProtocolBuilder workqueue(String queue) {
        objects.add(new SharedObject.Workqueue(given("queue", queue), SharedObject.Ordering.CONCURRENT));
        return this;
    }

    /** A workqueue of the module that runs one item at a time, NULL until alloc_ordered_workqueue(). */
    public ProtocolBuilder orderedWorkqueue(String queue) {
        objects.add(new SharedObject.Workqueue(given("queue", queue), SharedObject.Ordering.ORDERED));
        return this;
    }

    /** A workqueue of the module whose items run in softirq, NULL until it is allocated with WQ_BH. */
    public ProtocolBuilder bhWorkqueue(String queue) {
        objects.add(new SharedObject.Workqueue(given("queue", queue), SharedObject.Ordering.BOTTOM_HALF));
        return this;
    }

    /** A work item on the system's workqueue whose items run in softirq, and its function. */
    public ProtocolBuilder bhWork(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.BH_WORK, body);
    }

    /** A work item that is queued on a workqueue of the module whose items run in softirq, and its function. */
    public ProtocolBuilder bhWork(String function, String queue, Consumer<Body> body) {
        return callback(function, CallbackKind.BH_WORK, Optional.of(given("queue", queue)), Timing.AT_ONCE, body);
    }

    /** A {@code struct rcu_work} that is queued on a workqueue of the module, and its function. */
    public ProtocolBuilder rcuWork(String function, String queue, Consumer<Body> body) {
        return delayedWork(function, queue, body);
    }

    /** A work item that is queued on a workqueue of the module, and its function. */
    public ProtocolBuilder work(String function, String queue, Consumer<Body> body) {
        return callback(function, CallbackKind.WORK, Optional.of(given("queue", queue)), Timing.AT_ONCE, body);
    }

    /** A delayed work item on a system workqueue and its function. */
    public ProtocolBuilder delayedWork(String function, Consumer<Body> body) {
        return callback(function, CallbackKind.WORK, Optional.empty(), Timing.DELAYED, body);
    }

    /** A delayed work item that is queued on a workqueue of the module, and its function. */
    public ProtocolBuilder delayedWork(String function, String queue, Consumer<Body> body) {
        return callback(function, CallbackKind.WORK, Optional.of(given("queue", queue)), Timing.DELAYED, body);
    }

    /** A kthread worker, NULL until it is created or initialised, and the one thread that runs its loop. */
    public ProtocolBuilder kthreadWorker(String worker) {
        return kthreadWorker(worker, 1);
    }

    /** A kthread worker, and so many threads that run its loop: more than one is a fault that can be studied. */
    public ProtocolBuilder kthreadWorker(String worker, int threads) {
        return kthreadWorker(worker, threads, WorkerFreezing.NEVER);
    }

    /** A kthread worker with KTW_FREEZABLE. */
    public ProtocolBuilder freezableKthreadWorker(String worker) {
        return kthreadWorker(worker, 1, WorkerFreezing.BETWEEN_ITEMS);
    }

    private ProtocolBuilder kthreadWorker(String worker, int threads, WorkerFreezing freezing) {
        SharedObject.KthreadWorker object = new SharedObject.KthreadWorker(given("worker", worker));
        objects.add(object);
        return kthreads(object.thread(), threads,
                body -> body.call(new KthreadWorkerOperation.KthreadWorkerFn(worker, freezing)));
    }

    /** A kthread work item of a worker and its function. */
    public ProtocolBuilder kthreadWork(String function, String worker, Consumer<Body> body) {
        return callback(function, CallbackKind.KTHREAD_WORK, Optional.of(given("worker", worker)), Timing.AT_ONCE, body);
    }

    /** A delayed kthread work item of a worker and its function. */
    public ProtocolBuilder kthreadDelayedWork(String function, String worker, Consumer<Body> body) {
        return callback(function, CallbackKind.KTHREAD_WORK, Optional.of(given("worker", worker)), Timing.DELAYED, body);
    }

    /**
     * Lets up to {@code most} spurious wake-ups happen, to any sleeper at any time or never. Code must tolerate them and
     * must not rely on them.
     */
    public ProtocolBuilder spuriousWakeUps(int most) {
        spuriousWakeUps = most;
        return this;
    }

    /**
     * Lets one thread die of an oops, at any place in module code or never: one of those that run this thread function,
     * or one for which this was also said.
     */
    public ProtocolBuilder oops(String function) {
        oopsing.add(given("function", function));
        return this;
    }

    /**
     * Lets the memory of a task that is freed be used again for another task, at any time or never: whoever still has a
     * pointer to it then means the wrong one.
     */
    public ProtocolBuilder memoryReuse() {
        reuse = Disturbances.Reuse.POSSIBLE;
        return this;
    }

    /** Something outside that may act at any time, or never. */
    public ProtocolBuilder environment(String actor, Consumer<Body> body) {
        environments.add(new Environment(given("actor", actor), block(actor, body)));
        return this;
    }

    private List<Statement> block(String function, Consumer<Body> body) {
        return Body.of("protocol " + name + ", " + function, given("body", body));
    }

    /**
     * The protocol.
     *
     * @throws ProtocolException if the protocol can't mean anything; the message names the place
     */
    public Protocol build() {
        return new Protocol(
                name, title, objects, kthreads, taskWork, new Loader(LOADER, init.orElse(List.of()), exit, unloading),
                fileOperations, callbacks, environments, new Disturbances(spuriousWakeUps, oopsing, reuse), origin,
                line -> line);
    }
}
