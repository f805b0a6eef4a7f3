package org.quiesce.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Environment;
import org.quiesce.protocol.Program.Kthread;

/** Refuses a program that names what isn't there, or calls what its kind of context can't call. */
final class ProgramCheck {

    private final Protocol protocol;
    private final Program program;
    private final String function;
    private final Set<String> created;
    private final Set<String> locals = new HashSet<>();
    private boolean hasUserMemory;

    ProgramCheck(Protocol protocol, Program program, String function, Set<String> created) {
        this.protocol = protocol;
        this.program = program;
        this.function = function;
        this.created = created;
        this.hasUserMemory = !(program instanceof Kthread);
    }

    void run(List<Statement> body) {
        collectLocals(body);
        block(body, 0);
    }

    private void collectLocals(List<Statement> statements) {
        statements.stream().flatMap(Statement::calls).forEach(call -> {
            if (call.operation() instanceof Operation.SetLocal set) {
                locals.add(set.local());
            }
            call.into().filter(v -> protocol.object(v).isEmpty()).ifPresent(locals::add);
        });
        locals.forEach(local -> Names.checkIdentifier(protocol.name(), local));
        for (String local : locals) {
            if (protocol.object(local).isPresent()
                    || protocol.programs().stream().anyMatch(p -> p.name().equals(local))) {
                throw refuse(0, "local variable '" + local + "' has the name of something else; rename it");
            }
        }
    }

    private void block(List<Statement> statements, int loops) {
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (i > 0 && statements.get(i - 1).leaves()) {
                throw refuse(statement.line(), "nothing ever gets here: the statement before leaves; remove one of them");
            }
            if (statement instanceof Statement.Call call) {
                call(call);
            } else if (statement instanceof Statement.If branch) {
                condition(branch.line(), branch.condition());
                block(branch.then(), loops);
                block(branch.otherwise(), loops);
            } else if (statement instanceof Statement.While loop) {
                condition(loop.line(), loop.condition());
                block(loop.body(), loops + 1);
            } else if (statement instanceof Statement.DoWhile loop) {
                block(loop.body(), loops + 1);
                condition(loop.line(), loop.condition());
            } else if (statement instanceof Statement.Return exit) {
                value(exit.line(), exit.value());
                if (function.equals("exit") && !exit.value().equals(Value.of(0))) {
                    throw refuse(exit.line(), "an exit function returns nothing; return 0 stands for a plain return");
                }
            } else if (loops == 0) {
                String word = statement instanceof Statement.Break ? "break" : "continue";
                throw refuse(statement.line(), word + " outside of a loop");
            }
        }
    }

    private void call(Statement.Call call) {
        Operation operation = call.operation();
        int line = call.line();
        call.into().ifPresent(variable -> into(line, operation, variable));
        kindOfContext(line, operation);
        if (operation instanceof Operation.KthreadCreate create) {
            creates(line, create.thread());
        } else if (operation instanceof Operation.KthreadRun run) {
            creates(line, run.thread());
        } else if (operation instanceof Operation.WaitEvent wait) {
            needs(line, SharedObject.WaitQueue.class, wait.queue(), "wait queue");
            condition(line, wait.condition());
            if (wait.condition() instanceof Condition.Always) {
                throw refuse(line, "a wait for a condition that is always true never waits; remove it");
            }
        } else if (operation instanceof Operation.WaitForCompletion wait) {
            needs(line, SharedObject.Completion.class, wait.completion(), "completion");
        } else if (operation instanceof Operation.WakeUp wake) {
            needs(line, SharedObject.WaitQueue.class, wake.queue(), "wait queue");
        } else if (operation instanceof Operation.Complete complete) {
            needs(line, SharedObject.Completion.class, complete.completion(), "completion");
        } else if (operation instanceof Operation.CompleteAll complete) {
            needs(line, SharedObject.Completion.class, complete.completion(), "completion");
        } else if (operation instanceof Operation.ReinitCompletion reinit) {
            needs(line, SharedObject.Completion.class, reinit.completion(), "completion");
        } else if (operation instanceof Operation.KthreadCompleteAndExit exit) {
            exit.completion().ifPresent(c -> needs(line, SharedObject.Completion.class, c, "completion"));
            value(line, exit.code());
        } else if (operation instanceof Operation.KthreadExit exit) {
            value(line, exit.code());
        } else if (operation instanceof Operation.ModulePutAndKthreadExit exit) {
            value(line, exit.code());
        } else if (operation instanceof Operation.Lock lock) {
            needsLock(line, lock.lock(), lock.kind());
        } else if (operation instanceof Operation.Unlock unlock) {
            needsLock(line, unlock.lock(), unlock.kind());
        } else if (operation instanceof Operation.MutexLockInterruptible lock) {
            needsLock(line, lock.lock(), Operation.LockKind.MUTEX);
        } else if (operation instanceof Operation.MutexTrylock lock) {
            needsLock(line, lock.lock(), Operation.LockKind.MUTEX);
        } else if (operation instanceof Operation.Allocate allocate) {
            needs(line, SharedObject.Memory.class, allocate.memory(), "memory pointer");
        } else if (operation instanceof Operation.Free free) {
            needs(line, SharedObject.Memory.class, free.memory(), "memory pointer");
        } else if (operation instanceof Operation.Use use) {
            needs(line, SharedObject.Memory.class, use.memory(), "memory pointer");
        } else if (operation instanceof Operation.SetFlag set) {
            needs(line, SharedObject.Flag.class, set.flag(), "flag");
        } else if (operation instanceof Operation.Increment increment) {
            needs(line, SharedObject.Counter.class, increment.counter(), "counter");
        } else if (operation instanceof Operation.Decrement decrement) {
            needs(line, SharedObject.Counter.class, decrement.counter(), "counter");
        } else if (operation instanceof Operation.ResetCounter reset) {
            needs(line, SharedObject.Counter.class, reset.counter(), "counter");
        } else if (operation instanceof Operation.ClearPointer clear) {
            needs(line, SharedObject.TaskPointer.class, clear.pointer(), "task pointer");
        } else if (operation instanceof Operation.SetLocal set) {
            value(line, set.value());
        } else if (operation instanceof Operation.SetCurrentState set) {
            settable(line, set.state());
        } else if (operation instanceof Operation.PlainSetCurrentState set) {
            settable(line, set.state());
        }
        callbackOf(operation).ifPresent(callback -> needsCallback(line, callback));
        taskOf(operation).ifPresent(task -> {
            if (task instanceof TaskRef.Pointer pointer) {
                needs(line, SharedObject.TaskPointer.class, pointer.name(), "task pointer");
            }
        });
        userMemory(line, operation);
    }

    private static Optional<TaskRef> taskOf(Operation operation) {
        if (operation instanceof Operation.WakeUpProcess o) {
            return Optional.of(o.task());
        } else if (operation instanceof Operation.KthreadStop o) {
            return Optional.of(o.task());
        } else if (operation instanceof Operation.KthreadStopPut o) {
            return Optional.of(o.task());
        } else if (operation instanceof Operation.GetTaskStruct o) {
            return Optional.of(o.task());
        } else if (operation instanceof Operation.PutTaskStruct o) {
            return Optional.of(o.task());
        } else if (operation instanceof Operation.KthreadPark o) {
            return Optional.of(o.task());
        } else if (operation instanceof Operation.KthreadUnpark o) {
            return Optional.of(o.task());
        } else if (operation instanceof Operation.SendSignal o) {
            return Optional.of(o.task());
        }
        return Optional.empty();
    }

    /** Which callback a call is about, and of which kind it must be. */
    private record CallbackUse(String name, CallbackKind kind) {}

    private static Optional<CallbackUse> callbackOf(Operation operation) {
        if (operation instanceof Operation.ModTimer o) {
            return Optional.of(new CallbackUse(o.timer(), CallbackKind.TIMER));
        } else if (operation instanceof Operation.TimerDelete o) {
            return Optional.of(new CallbackUse(o.timer(), CallbackKind.TIMER));
        } else if (operation instanceof Operation.TimerDeleteSync o) {
            return Optional.of(new CallbackUse(o.timer(), CallbackKind.TIMER));
        } else if (operation instanceof Operation.TimerShutdownSync o) {
            return Optional.of(new CallbackUse(o.timer(), CallbackKind.TIMER));
        } else if (operation instanceof Operation.ScheduleWork o) {
            return Optional.of(new CallbackUse(o.work(), CallbackKind.WORK));
        } else if (operation instanceof Operation.CancelWork o) {
            return Optional.of(new CallbackUse(o.work(), CallbackKind.WORK));
        } else if (operation instanceof Operation.CancelWorkSync o) {
            return Optional.of(new CallbackUse(o.work(), CallbackKind.WORK));
        } else if (operation instanceof Operation.TaskletSchedule o) {
            return Optional.of(new CallbackUse(o.tasklet(), CallbackKind.TASKLET));
        } else if (operation instanceof Operation.TaskletKill o) {
            return Optional.of(new CallbackUse(o.tasklet(), CallbackKind.TASKLET));
        } else if (operation instanceof Operation.CallRcu o) {
            return Optional.of(new CallbackUse(o.callback(), CallbackKind.RCU));
        } else if (operation instanceof Operation.RcuBarrier o) {
            return Optional.of(new CallbackUse(o.callback(), CallbackKind.RCU));
        } else if (operation instanceof Operation.RequestIrq o) {
            return Optional.of(new CallbackUse(o.handler(), CallbackKind.IRQ));
        } else if (operation instanceof Operation.FreeIrq o) {
            return Optional.of(new CallbackUse(o.handler(), CallbackKind.IRQ));
        }
        return Optional.empty();
    }

    private void needsCallback(int line, CallbackUse use) {
        if (protocol.callbacks().stream().noneMatch(c -> c.name().equals(use.name()) && c.kind() == use.kind())) {
            throw refuse(line, "there is no " + use.kind().name().toLowerCase(Locale.ROOT) + " '" + use.name()
                    + "'; declare it before build()");
        }
    }

    private void into(int line, Operation operation, String variable) {
        switch (operation.result()) {
            case NOTHING -> throw refuse(line, operation.c() + " yields nothing that could be assigned; use call()");
            case TASK -> needs(line, SharedObject.TaskPointer.class, variable, "task pointer");
            case NUMBER -> {
                if (protocol.object(variable).isPresent()) {
                    throw refuse(line, operation.c() + " yields a number, and '" + variable
                            + "' is a shared object; assign it to a local variable");
                }
            }
        }
    }

    private void kindOfContext(int line, Operation operation) {
        boolean kthreadOnly = operation instanceof Operation.KthreadExit
                || operation instanceof Operation.KthreadCompleteAndExit
                || operation instanceof Operation.ModulePutAndKthreadExit
                || operation instanceof Operation.KthreadParkme
                || operation instanceof Operation.KthreadUseMm
                || operation instanceof Operation.KthreadUnuseMm
                || operation instanceof Operation.AllowSignal
                || operation instanceof Operation.FlushSignals
                || operation instanceof Operation.SetFreezable
                || operation instanceof Operation.TryToFreeze
                || operation instanceof Operation.KthreadFreezableShouldStop
                || taskOf(operation).filter(TaskRef.Current.class::isInstance).isPresent();
        if (kthreadOnly && !(program instanceof Kthread)) {
            throw refuse(line, operation.c() + " is for a kernel thread, and '" + function + "' is none");
        }
        boolean anywhere = operation instanceof Operation.SetFlag
                || operation instanceof Operation.Increment
                || operation instanceof Operation.Decrement
                || operation instanceof Operation.ResetCounter
                || operation instanceof Operation.WakeUp
                || operation instanceof Operation.WakeUpProcess
                || operation instanceof Operation.Complete
                || operation instanceof Operation.CompleteAll
                || operation instanceof Operation.SendSignal
                || operation instanceof Operation.FreezeKernelThreads
                || operation instanceof Operation.ThawKernelThreads
                || operation instanceof Operation.SetLocal;
        if (program instanceof Environment && !anywhere) {
            throw refuse(line, operation.c()
                    + " needs a task, and the environment '" + function + "' is none; use a fileOperation");
        }
    }

    /** Kernel threads have no mm: user memory is out of reach unless the thread adopted an address space. */
    private void userMemory(int line, Operation operation) {
        if (operation instanceof Operation.KthreadUseMm) {
            hasUserMemory = true;
        } else if (operation instanceof Operation.KthreadUnuseMm) {
            hasUserMemory = false;
        } else if (operation instanceof Operation.CopyToUser && !hasUserMemory) {
            throw refuse(line, operation.c() + " in a kernel thread: its mm is NULL, there is no user memory to reach;"
                    + " adopt an address space with kthread_use_mm() first, or copy in the task that asked");
        }
    }

    private void condition(int line, Condition condition) {
        if (condition instanceof Condition.And and) {
            condition(line, and.left());
            condition(line, and.right());
        } else if (condition instanceof Condition.Or or) {
            condition(line, or.left());
            condition(line, or.right());
        } else if (condition instanceof Condition.Not not) {
            condition(line, not.operand());
        } else if (condition instanceof Condition.FlagSet flag) {
            needs(line, SharedObject.Flag.class, flag.flag(), "flag");
        } else if (condition instanceof Condition.CounterAbove above) {
            needs(line, SharedObject.Counter.class, above.counter(), "counter");
            int max = ((SharedObject.Counter) protocol.object(above.counter()).orElseThrow()).max();
            if (above.bound() < 0 || above.bound() >= max) {
                throw refuse(line, above.c() + " is decided already: " + above.counter() + " stays within 0 to " + max);
            }
        } else if (condition instanceof Condition.PointerNull pointer) {
            needs(line, SharedObject.TaskPointer.class, pointer.pointer(), "task pointer");
        } else if (condition instanceof Condition.PointerError pointer) {
            needs(line, SharedObject.TaskPointer.class, pointer.pointer(), "task pointer");
        } else if (condition instanceof Condition.MemoryNull memory) {
            needs(line, SharedObject.Memory.class, memory.memory(), "memory pointer");
        } else if (condition instanceof Condition.LocalCompare local) {
            needsLocal(line, local.local());
        } else if (condition instanceof Condition.ShouldPark && !(program instanceof Kthread)
                || condition instanceof Condition.ShouldStop && !(program instanceof Kthread || runsInKworker())) {
            throw refuse(line, condition.c() + " tests the calling kernel thread, and '" + function + "' is none");
        }
    }

    private boolean runsInKworker() {
        return program instanceof Callback callback && callback.kind() == CallbackKind.WORK;
    }

    private void value(int line, Value value) {
        if (value instanceof Value.LocalVariable local) {
            needsLocal(line, local.name());
        } else if (value instanceof Value.Literal literal && Math.abs(literal.number()) > 4095) {
            throw refuse(line, "the value " + literal.number() + " is out of range; use -4095 to 4095");
        }
    }

    private void settable(int line, TaskState state) {
        if (state != TaskState.RUNNING && !state.isNormalSleep()) {
            throw refuse(line, state.c() + " is not for a thread to set by hand");
        }
    }

    private void creates(int line, String thread) {
        if (protocol.kthreads().stream().noneMatch(k -> k.name().equals(thread))) {
            throw refuse(line, "there is no kthread '" + thread + "'; declare it with kthread(\"" + thread + "\", …)");
        }
        created.add(thread);
    }

    private void needsLock(int line, String lock, Operation.LockKind kind) {
        if (kind == Operation.LockKind.MUTEX) {
            needs(line, SharedObject.Mutex.class, lock, "mutex");
        } else {
            needs(line, SharedObject.Spinlock.class, lock, "spinlock");
        }
    }

    private void needs(int line, Class<? extends SharedObject> kind, String object, String what) {
        if (protocol.object(object).filter(kind::isInstance).isEmpty()) {
            throw refuse(line, "there is no " + what + " '" + object + "'; declare it before build()");
        }
    }

    private void needsLocal(int line, String local) {
        if (!locals.contains(local)) {
            throw refuse(line, "local variable '" + local + "' is never assigned in " + function);
        }
    }

    private ProtocolException refuse(int line, String why) {
        return new ProtocolException("protocol " + protocol.name() + ", " + function
                + (line > 0 ? ", line " + line : "") + ": " + why);
    }
}
