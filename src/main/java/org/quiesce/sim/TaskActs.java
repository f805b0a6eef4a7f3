package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskMicro;

/** Reading a task pointer and a task, waking it, references on it, the control group that it attaches and the address space that it adopts. */
final class TaskActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).or(() -> other(micro, scope)).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.LoadArg load) {
            return Optional.of(load(load.task(), scope));
        } else if (micro instanceof Micro.DropArg) {
            Field arg = scope.own("arg");
            return Optional.of((before, after) -> {
                arg.set(after, Threads.NULL);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.WakeTask wake) {
            Scope.Operand operand = scope.operand(wake.task());
            return Optional.of(scope.checked(operand, scope.waking(operand, WakeMask.NORMAL, wake.into())));
        } else if (micro instanceof Micro.GetTask get) {
            return Optional.of(get(scope.operand(get.task()), scope));
        } else if (micro instanceof Micro.PutTask put) {
            return Optional.of(put(scope.operand(put.task()), scope));
        }
        return Optional.empty();
    }

    private static Optional<Act> other(Micro micro, Scope scope) {
        if (micro instanceof TaskMicro.ReadTask read) {
            return Optional.of(scope.checked(scope.operand(read.task()), (before, after) -> Act.NEXT));
        } else if (micro instanceof TaskMicro.WakeState wake) {
            Scope.Operand operand = scope.operand(wake.task());
            return Optional.of(scope.checked(operand, scope.waking(operand, wake.mask(), wake.into())));
        } else if (micro instanceof TaskMicro.AssociateBlkcg associate) {
            Field attached = scope.self().blkcg().attached();
            int is = associate.attached() == FlagValue.TRUE ? 1 : 0;
            return Optional.of((before, after) -> {
                attached.set(after, is);
                return Act.NEXT;
            });
        }
        return addressSpace(micro, scope);
    }

    private static Optional<Act> addressSpace(Micro micro, Scope scope) {
        if (micro instanceof TaskMicro.UseMm) {
            return Optional.of(changesMm(0, scope));
        } else if (micro instanceof TaskMicro.UnuseMm) {
            return Optional.of(changesMm(1, scope));
        } else if (micro instanceof TaskMicro.ExitMm) {
            Field adopted = scope.own("adopted");
            return Optional.of((before, after) ->
                    adopted.get(before) == 0 ? Act.NEXT : scope.faults().refcount());
        }
        return Optional.empty();
    }

    /** Adopts an address space where the kernel expects none (0), or drops the one it expects (1); it warns if it is wrong. */
    private static Act changesMm(int expected, Scope scope) {
        Field adopted = scope.own("adopted");
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (adopted.get(before) != expected) {
                warning.apply(before, after);
            }
            adopted.set(after, 1 - expected);
            return Act.NEXT;
        };
    }

    private static Act load(TaskRef task, Scope scope) {
        Field arg = scope.own("arg");
        if (task instanceof TaskRef.Pointer pointer) {
            Field source = scope.plain(pointer.name());
            return (before, after) -> {
                arg.set(after, source.get(before));
                return Act.NEXT;
            };
        }
        int self = scope.threads().pointer(scope.context());
        return (before, after) -> {
            arg.set(after, self);
            return Act.NEXT;
        };
    }

    /** A new reference on a task that must be valid. */
    static Act get(Scope.Operand operand, Scope scope) {
        int bound = scope.faults().bound();
        return scope.checked(operand, (before, after) -> {
            Field usage = scope.threads().at(operand.pointer(before)).usage();
            return countUp(usage, Bounds.REFERENCES_MAX, before, after, bound);
        });
    }

    private static Act put(Scope.Operand operand, Scope scope) {
        return (before, after) -> {
            int pointer = operand.pointer(before);
            return Threads.isThread(pointer)
                    ? put(scope.threads().at(pointer), before, after, scope.faults())
                    : scope.faults().nullDeref();
        };
    }

    /** One reference of a caller less, or a fault if it is not a caller's: a thread has one until it is gone. */
    static int put(Threads.KernelThread thread, long[] before, long[] after, Faults faults) {
        if (thread.reused().get(before) != 0) {
            return faults.wrongVictim();
        }
        boolean isOfThread = thread.usage().get(before) == 1 && !thread.gone().test(before);
        return isOfThread ? faults.refcount() : drop(thread, before, after, faults.refcount());
    }

    /** One reference on a thread less; with the last one it is freed. Or a fault if there is none. */
    static int drop(Threads.KernelThread thread, long[] before, long[] after, int fault) {
        if (thread.usage().get(before) == 1) {
            thread.blkcg().free(before, after);
        }
        return drop(thread.usage(), before, after, fault);
    }

    /** One less, such as a reference, or a fault if there is none. */
    static int drop(Field counter, long[] before, long[] after, int fault) {
        int count = counter.get(before);
        if (count == 0) {
            return fault;
        }
        counter.set(after, count - 1);
        return Act.NEXT;
    }

    /** One more, or a fault above the bound. */
    static int countUp(Field counter, int bound, long[] before, long[] after, int fault) {
        int count = counter.get(before);
        if (count == bound) {
            return fault;
        }
        counter.set(after, count + 1);
        return Act.NEXT;
    }

    /** One less, or a warning if there is none. */
    static Act countDown(Field counter, Scope scope) {
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (counter.get(before) == 0) {
                warning.apply(before, after);
            } else {
                counter.set(after, counter.get(before) - 1);
            }
            return Act.NEXT;
        };
    }
}
