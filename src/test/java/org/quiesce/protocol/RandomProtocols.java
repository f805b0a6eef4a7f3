package org.quiesce.protocol;

import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.fatalSignalPending;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.less;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Pinning;

/**
 * Draws small valid protocols: mostly nonsense as kernel code, and so good at reaching what sensible ones never do.
 * Over many seeds every operation, condition and statement occurs. The same seed gives the same protocol.
 */
public final class RandomProtocols extends Drawing {

    private static final String RET = "ret";
    private static final List<TaskState> STATES = List.of(TaskState.INTERRUPTIBLE, TaskState.INTERRUPTIBLE,
            TaskState.UNINTERRUPTIBLE, TaskState.IDLE, TaskState.KILLABLE, TaskState.RUNNING, TaskState.IDLE);

    private static final List<CallbackKind> CALLBACKS = List.of(CallbackKind.TIMER, CallbackKind.WORK,
            CallbackKind.TASKLET, CallbackKind.RCU, CallbackKind.IRQ);

    private boolean parks;
    private boolean freezes;
    private boolean signals;
    private List<CallbackKind> callbacks = List.of();

    private RandomProtocols(long seed) {
        super(seed);
    }

    /** The protocol of that seed. */
    public static Protocol protocol(long seed) {
        return new RandomProtocols(seed).protocol("random-" + Long.toHexString(seed));
    }

    /** The seeds of those whose state graphs are compared, where they are small enough. */
    public static LongStream conforming() {
        return LongStream.range(1000, 1040);
    }

    private enum Kind {
        KTHREAD,
        LOADER,
        FILE_OPERATION,
        /** A callback that may sleep. */
        WORK,
        /** A callback that must not, and mostly does not. */
        INTERRUPT,
        ENVIRONMENT
    }

    private Protocol protocol(String name) {
        parks = oneIn(2);
        freezes = oneIn(3);
        signals = !freezes && oneIn(4);
        callbacks = freezes || !oneIn(3) ? List.of() : callbacks();
        boolean busy = signals || !callbacks.isEmpty();
        ProtocolBuilder builder = Protocol.module(name)
                .title("Drawn at random.")
                .taskPointer("task").taskPointer("other")
                .flag("ready").flagInitiallySet("open")
                .counter("pending", 2)
                .completion("done")
                .waitQueue("queue")
                .mutex("lock").spinlock("guard")
                .memory("buffer")
                .kthreads("worker", !busy && oneIn(freezes ? 6 : 3) ? 2 : 1,
                        function(Kind.KTHREAD, freezes || busy ? 2 : 4));
        boolean helper = !busy && oneIn(4);
        if (helper) {
            builder.kthread("helper", function(Kind.KTHREAD, 3));
        }
        builder.init(init(helper)).exit(exit());
        if (oneIn(busy ? 6 : 3)) {
            builder.fileOperations("reader", 1, oneIn(2) ? Pinning.OWNER : Pinning.NONE,
                    function(Kind.FILE_OPERATION, 3));
        }
        callbacks.forEach(kind -> callback(builder, kind));
        if (oneIn(busy ? 8 : 4)) {
            builder.environment("device", function(Kind.ENVIRONMENT, 2));
        }
        if (signals && !oneIn(4)) {
            builder.environment("user", body -> body.call(Ops.setLocal(RET, 0)).call(Ops.sendSignal(pointer(), signal())));
        }
        if (oneIn(8)) {
            builder.spuriousWakeUps(1);
        }
        if (freezes) {
            builder.environment("suspend", suspend());
        }
        if (oneIn(5)) {
            builder.forcedUnload();
        }
        if (oneIn(4)) {
            builder.memoryReuse();
        }
        return builder.build();
    }

    private Consumer<Body> init(boolean helper) {
        return body -> {
            body.call(Ops.setLocal(RET, 0));
            statements(body, Kind.LOADER, random.nextInt(2), 1);
            body.assign("task", creation("worker"));
            if (helper) {
                body.assign("other", creation("helper"));
            }
            callbacks.forEach(kind -> {
                if (oneIn(4)) {
                    body.when(chance("device is there"), then -> arm(then, kind));
                } else {
                    arm(body, kind);
                }
            });
            statements(body, Kind.LOADER, random.nextInt(3), 1);
            if (oneIn(4)) {
                body.returns(value());
            }
        };
    }

    private Consumer<Body> exit() {
        return body -> {
            body.call(Ops.setLocal(RET, 0));
            statements(body, Kind.LOADER, random.nextInt(2), 1);
            if (parks && oneIn(2)) {
                park(body, new TaskRef.Pointer("task"));
            }
            if (!oneIn(5)) {
                body.call(Ops.kthreadStop("task"));
            }
            callbacks.stream().filter(kind -> !oneIn(3)).forEach(kind -> disarm(body, kind));
            statements(body, Kind.LOADER, random.nextInt(3), 1);
        };
    }

    private Consumer<Body> suspend() {
        return body -> {
            body.call(Ops.setLocal(RET, 0));
            statements(body, Kind.ENVIRONMENT, random.nextInt(2), 1);
            body.call(Ops.freezeKernelThreads());
            if (!oneIn(4)) {
                body.call(Ops.thawKernelThreads());
            }
        };
    }

    private Consumer<Body> function(Kind kind, int most) {
        return body -> {
            body.call(Ops.setLocal(RET, 0));
            if (kind == Kind.KTHREAD && freezes && !oneIn(4)) {
                body.call(Ops.setFreezable());
            }
            if (kind == Kind.KTHREAD && signals && !oneIn(4)) {
                body.call(Ops.allowSignal(signal()));
            }
            if (kind == Kind.KTHREAD && oneIn(6)) {
                turns(body, always(), most);
                return;
            }
            if (kind == Kind.KTHREAD && !oneIn(4)) {
                turns(body, oneIn(4) ? condition(kind, 2) : not(shouldStop()), most);
            } else {
                statements(body, kind, 1 + random.nextInt(most), 2);
            }
            if (kind == Kind.KTHREAD && oneIn(3)) {
                statements(body, kind, 1, 1);
            }
            if (kind == Kind.KTHREAD && oneIn(3)) {
                leave(body);
            }
        };
    }

    /** The main loop of a thread. */
    private void turns(Body body, Condition condition, int most) {
        body.loop(condition, loop -> {
            if (freezes && oneIn(2)) {
                freeze(loop);
            }
            statements(loop, Kind.KTHREAD, 1 + random.nextInt(most), 2);
        });
    }

    private void leave(Body body) {
        switch (random.nextInt(5)) {
            case 0 -> body.call(new KthreadOperation.KthreadExit(value()));
            case 1 -> body.call(new KthreadOperation.KthreadCompleteAndExit(Optional.of("done"), value()));
            case 2 -> body.call(new KthreadOperation.KthreadCompleteAndExit(Optional.empty(), value()));
            case 3 -> body.call(new KthreadOperation.ModulePutAndKthreadExit(value()));
            default -> body.returns(value());
        }
    }

    // ---- statements

    private void statements(Body body, Kind kind, int count, int depth) {
        for (int i = 0; i < count; i++) {
            statement(body, kind, depth);
        }
    }

    private void statement(Body body, Kind kind, int depth) {
        int choice = depth == 0 ? 0 : random.nextInt(12);
        switch (choice) {
            case 7, 8 -> body.when(condition(kind, 2),
                    then -> statements(then, kind, 1 + random.nextInt(2), depth - 1));
            case 9 -> body.when(condition(kind, 1), then -> statements(then, kind, 1, depth - 1),
                    otherwise -> statements(otherwise, kind, 1, depth - 1));
            case 10 -> {
                boolean endless = oneIn(4);
                body.loop(endless ? always() : condition(kind, 2), loop -> {
                    statements(loop, kind, random.nextInt(3), depth - 1);
                    if (endless) {
                        loop.when(condition(kind, 1), Body::leaveLoop);
                    } else if (oneIn(3)) {
                        loop.when(condition(kind, 1), oneIn(2) ? Body::leaveLoop : Body::nextTurn);
                    }
                });
            }
            case 11 -> body.doWhile(loop -> {
                operation(loop, kind);
                statements(loop, kind, random.nextInt(2), depth - 1);
            }, condition(kind, 1));
            default -> operation(body, kind);
        }
    }

    private void operation(Body body, Kind kind) {
        if (kind == Kind.ENVIRONMENT) {
            body.call(anywhere());
            return;
        }
        if (!callbacks.isEmpty() && oneIn(4)) {
            about(body, pick(callbacks));
            return;
        }
        if (kind == Kind.INTERRUPT && !oneIn(12)) {
            body.call(anywhere());
            return;
        }
        switch (random.nextInt(kind == Kind.KTHREAD ? 11 : 9)) {
            case 0, 1 -> body.call(anywhere());
            case 2 -> number(body, wait(kind));
            case 3 -> sleep(body, kind);
            case 4 -> lock(body);
            case 5 -> task(body, kind);
            case 6 -> data(body, kind);
            case 7 -> module(body);
            case 8 -> number(body, wait(kind));
            case 9 -> sleep(body, kind);
            default -> ofThread(body);
        }
    }

    private Operation anywhere() {
        if (signals && oneIn(5)) {
            return Ops.sendSignal(pointer(), signal());
        }
        return switch (random.nextInt(freezes ? 15 : 14)) {
            case 0, 1 -> Ops.set(oneIn(2) ? "ready" : "open");
            case 2 -> Ops.clear(oneIn(2) ? "ready" : "open");
            case 3 -> Ops.increment("pending");
            case 4 -> Ops.decrement("pending");
            case 5 -> Ops.reset("pending");
            case 6 -> Ops.wakeUp("queue");
            case 7 -> Ops.wakeUpAll("queue");
            case 8 -> oneIn(3) ? Ops.wakeUpInterruptibleAll("queue") : Ops.wakeUpInterruptible("queue");
            case 9 -> Ops.wakeUpProcess(pointer());
            case 10 -> Ops.complete("done");
            case 11 -> Ops.completeAll("done");
            case 12 -> new DataOperation.SetLocal(RET, value());
            case 13 -> Ops.complete("done");
            default -> oneIn(2) ? Ops.freezeKernelThreads() : Ops.thawKernelThreads();
        };
    }

    private Operation wait(Kind kind) {
        Timeout timeout = oneIn(3) ? Timeout.FINITE : Timeout.NEVER;
        SleepMode mode = pick(List.of(SleepMode.values()));
        return mode == SleepMode.IDLE || oneIn(2)
                ? new WaitQueueOperation.WaitEvent("queue", condition(kind, 2), mode, timeout, WaitQueueOperation.Waiter.ORDINARY)
                : new CompletionOperation.WaitForCompletion("done", mode, timeout);
    }

    private void sleep(Body body, Kind kind) {
        if (kind == Kind.INTERRUPT) {
            body.call(oneIn(2) ? Ops.schedule() : Ops.msleep());
            return;
        }
        TaskState state = pick(STATES);
        Operation set = oneIn(3) ? Ops.plainSetCurrentState(state) : Ops.setCurrentState(state);
        switch (random.nextInt(6)) {
            case 0, 1 -> body.call(set).when(not(condition(kind, 1)), then -> then.call(Ops.schedule()));
            case 2 -> body.call(set).call(Ops.schedule());
            case 3 -> {
                body.call(set);
                number(body, Ops.scheduleTimeout());
            }
            case 4 -> body.call(oneIn(2) ? Ops.msleep() : Ops.msleepInterruptible());
            default -> body.call(set);
        }
    }

    private void lock(Body body) {
        switch (random.nextInt(7)) {
            case 0, 1 -> body.call(Ops.mutexLock("lock")).call(anywhere()).call(Ops.mutexUnlock("lock"));
            case 2 -> body.call(Ops.spinLock("guard")).call(anywhere()).call(Ops.spinUnlock("guard"));
            case 3 -> body.assign(RET, Ops.mutexTrylock("lock"));
            case 4 -> number(body, Ops.mutexLockInterruptible("lock"));
            case 5 -> body.call(oneIn(2) ? Ops.mutexUnlock("lock") : Ops.spinUnlock("guard"));
            default -> body.call(oneIn(2) ? Ops.mutexLock("lock") : Ops.spinLock("guard"));
        }
    }

    private Operation pointerStore() {
        return switch (random.nextInt(4)) {
            case 0 -> Ops.copyPointer(pointer(), pointer());
            case 1 -> Ops.takePointer(pointer(), pointer());
            default -> Ops.clearPointer(pointer());
        };
    }

    private void task(Body body, Kind kind) {
        TaskRef task = kind == Kind.KTHREAD && oneIn(5) ? new TaskRef.Current() : new TaskRef.Pointer(pointer());
        switch (random.nextInt(parks ? 13 : 9)) {
            case 0 -> body.call(new KthreadOperation.WakeUpProcess(task));
            case 1 -> body.call(new KthreadOperation.GetTaskStruct(task));
            case 2 -> body.call(new KthreadOperation.PutTaskStruct(task));
            case 3 -> number(body, new KthreadOperation.KthreadStop(task));
            case 4 -> number(body, new KthreadOperation.KthreadStopPut(task));
            case 5 -> body.call(pointerStore());
            case 6 -> {
                if (oneIn(3)) {
                    body.assign(pointer(), creation("worker"));
                } else {
                    body.call(new KthreadOperation.WakeUpProcess(task));
                }
            }
            default -> {
                if (parks) {
                    park(body, task);
                } else {
                    body.call(new KthreadOperation.GetTaskStruct(task)).call(new KthreadOperation.PutTaskStruct(task));
                }
            }
        }
    }

    private void park(Body body, TaskRef task) {
        if (!oneIn(3) && task instanceof TaskRef.Pointer) {
            number(body, new KthreadOperation.KthreadPark(task));
        }
        if (!oneIn(4)) {
            body.call(new KthreadOperation.KthreadUnpark(task));
        }
    }

    private Operation creation(String thread) {
        Failure failure = oneIn(3) ? Failure.POSSIBLE : Failure.ASSUMED_AWAY;
        KthreadOperation.Placement anywhere = KthreadOperation.Placement.ANYWHERE;
        return oneIn(3)
                ? new KthreadOperation.KthreadCreate(thread, failure, anywhere)
                : new KthreadOperation.KthreadRun(thread, failure, anywhere);
    }

    private void data(Body body, Kind kind) {
        switch (random.nextInt(5)) {
            case 0 -> {
                body.call(oneIn(2) ? Ops.allocate("buffer").mayFail() : Ops.allocate("buffer"));
                if (oneIn(2)) {
                    body.call(Ops.use("buffer"));
                }
            }
            case 1 -> body.call(Ops.kfree("buffer"));
            case 2 -> body.when(not(memoryNull("buffer")), then -> then.call(Ops.use("buffer")));
            case 3 -> body.call(Ops.reinitCompletion("done"));
            default -> {
                if (kind == Kind.KTHREAD) {
                    body.call(Ops.kthreadUseMm()).call(Ops.copyToUser()).call(Ops.kthreadUnuseMm());
                } else if (kind == Kind.LOADER || kind == Kind.FILE_OPERATION) {
                    body.call(Ops.copyToUser());
                } else {
                    body.call(Ops.use("buffer"));
                }
            }
        }
    }

    private void module(Body body) {
        switch (random.nextInt(3)) {
            case 0 -> body.assign(RET, Ops.tryModuleGet()).when(notEqual(RET, 0), then -> then.call(Ops.modulePut()));
            case 1 -> number(body, Ops.tryModuleGet());
            default -> body.call(Ops.modulePut());
        }
    }

    private void ofThread(Body body) {
        if (freezes && oneIn(2)) {
            freeze(body);
        } else if (signals && oneIn(2)) {
            body.call(oneIn(4) ? Ops.allowSignal(signal()) : Ops.flushSignals());
        } else if (oneIn(4)) {
            body.when(chance("unlikely"), this::leave);
        } else if (parks) {
            body.when(shouldPark(), then -> then.call(Ops.kthreadParkme()));
        } else {
            body.call(Ops.kthreadParkme());
        }
    }

    private void freeze(Body body) {
        switch (random.nextInt(4)) {
            case 0 -> body.call(Ops.setFreezable());
            case 1 -> body.call(Ops.tryToFreeze());
            case 2 -> number(body, Ops.kthreadFreezableShouldStop());
            default -> body.assign(RET, Ops.kthreadFreezableShouldStop())
                    .when(notEqual(RET, 0), then -> then.returns(value()));
        }
    }

    // ---- callbacks

    private List<CallbackKind> callbacks() {
        CallbackKind first = pick(CALLBACKS);
        CallbackKind second = pick(CALLBACKS);
        return first == second || !oneIn(3) ? List.of(first) : List.of(first, second);
    }

    private void callback(ProtocolBuilder builder, CallbackKind kind) {
        switch (kind) {
            case TIMER -> builder.timer(name(kind), function(Kind.INTERRUPT, 2));
            case WORK -> builder.work(name(kind), function(Kind.WORK, 2));
            case TASKLET -> builder.tasklet(name(kind), function(Kind.INTERRUPT, 2));
            case RCU -> builder.rcuCallback(name(kind), function(Kind.INTERRUPT, 2));
            case IRQ -> builder.irqHandler(name(kind), function(Kind.INTERRUPT, 2));
            default -> throw new AssertionError(kind);
        }
    }

    private static String name(CallbackKind kind) {
        return "on_" + kind.name().toLowerCase(Locale.ROOT);
    }

    private void about(Body body, CallbackKind kind) {
        if (oneIn(2)) {
            arm(body, kind);
        } else {
            disarm(body, kind);
        }
    }

    private void arm(Body body, CallbackKind kind) {
        String callback = name(kind);
        switch (kind) {
            case TIMER -> number(body, Ops.modTimer(callback));
            case WORK -> number(body, Ops.scheduleWork(callback));
            case TASKLET -> body.call(Ops.taskletSchedule(callback));
            case RCU -> body.call(Ops.callRcu(callback));
            case IRQ -> number(body, oneIn(3) ? Ops.requestIrq(callback).mayFail() : Ops.requestIrq(callback));
            default -> throw new AssertionError(kind);
        }
    }

    private void disarm(Body body, CallbackKind kind) {
        String callback = name(kind);
        switch (kind) {
            case TIMER -> {
                switch (random.nextInt(3)) {
                    case 0 -> number(body, Ops.timerDelete(callback));
                    case 1 -> number(body, Ops.timerDeleteSync(callback));
                    default -> number(body, Ops.timerShutdownSync(callback));
                }
            }
            case WORK -> {
                if (oneIn(3)) {
                    number(body, Ops.cancelWork(callback));
                } else {
                    number(body, Ops.cancelWorkSync(callback));
                }
            }
            case TASKLET -> {
                if (oneIn(3)) {
                    body.call(CallbackOps.taskletDisable(callback)).call(CallbackOps.taskletEnable(callback));
                } else {
                    body.call(Ops.taskletKill(callback));
                }
            }
            case RCU -> body.call(Ops.rcuBarrier(callback));
            case IRQ -> body.call(Ops.freeIrq(callback));
            default -> throw new AssertionError(kind);
        }
    }

    /** A call whose result is sometimes kept. */
    private void number(Body body, Operation operation) {
        if (oneIn(2)) {
            body.assign(RET, operation);
        } else {
            body.call(operation);
        }
    }

    // ---- conditions and values

    private Condition condition(Kind kind, int depth) {
        if (depth > 1 && oneIn(3)) {
            Condition left = condition(kind, depth - 1);
            Condition right = condition(kind, depth - 1);
            return oneIn(2) ? and(left, right) : or(left, right);
        }
        Condition atom = atom(kind);
        return oneIn(3) ? not(atom) : atom;
    }

    private Condition atom(Kind kind) {
        List<Condition> atoms = new ArrayList<>(List.of(
                flag("ready"), flag("open"), above("pending", random.nextInt(2)), isNull("task"), isErr("task"),
                memoryNull("buffer"), equal(RET, 0), notEqual(RET, 1), less(RET, 0),
                chance("either way")));
        if (kind != Kind.INTERRUPT && kind != Kind.ENVIRONMENT) {
            atoms.add(signals && oneIn(2) ? fatalSignalPending() : signalPending());
        }
        if (kind == Kind.KTHREAD) {
            atoms.addAll(List.of(shouldStop(), shouldStop(), shouldStop(), shouldPark()));
        }
        return pick(atoms);
    }

    private Value value() {
        return oneIn(3) ? Value.of(RET) : pick(List.of(Value.of(0), Value.of(7), Value.error(Errno.ENODEV)));
    }

    private Signal signal() {
        return oneIn(2) ? Signal.SIGKILL : Signal.SIGTERM;
    }

    private String pointer() {
        return oneIn(4) ? "other" : "task";
    }
}
