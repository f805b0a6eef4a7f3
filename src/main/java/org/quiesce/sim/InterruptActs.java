package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * Functions that stay registered when they are called: how interrupts are requested and disabled, and
 * their threads; tasklets are disabled likewise.
 */
final class InterruptActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.RequestIrq request) {
            return Optional.of(request(request, scope));
        }
        return act(micro, scope).map(List::of);
    }

    private static List<Act> request(Micro.RequestIrq request, Scope scope) {
        Callback handler = Callback.of(request.callback(), scope);
        Field stopped = scope.lowered().protocol().irqThread(request.callback())
                .map(thread -> notified(thread, scope))
                .orElse(Field.ABSENT);
        Scope.Store success = scope.store(request.into(), 0);
        int bound = scope.faults().bound();
        Act granted = (before, after) -> {
            if (handler.isArmed(before)) {
                return bound;
            }
            handler.arm(before, after);
            handler.disabled().set(after, 0);
            stopped.set(after, 0);
            success.apply(before, after);
            return Act.NEXT;
        };
        if (request.failure() == Failure.ASSUMED_AWAY) {
            return List.of(granted);
        }
        Scope.Store failure = scope.store(request.into(), Errno.ENOMEM.negative());
        return List.of(granted, (before, after) -> {
            if (handler.isArmed(before)) {
                return Act.BLOCKED;
            }
            failure.apply(before, after);
            return Act.FAILED;
        });
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.CallRegistered) {
            Callback self = Callback.of(scope.context(), scope);
            return Optional.of(CallbackActs.await(self::isArmed));
        } else if (micro instanceof Micro.IrqThreadStop stop) {
            Callback thread = Callback.of(stop.callback(), scope);
            return Optional.of(CallbackActs.await(Places.not(thread::isOnItsWay)));
        } else if (micro instanceof CallbackMicro.IrqThreadNotify notify) {
            return Optional.of(notifying(notify.callback(), scope));
        } else if (micro instanceof CallbackMicro.IrqThreadWake wake) {
            return Optional.of(waking(wake.callback(), scope));
        } else if (micro instanceof CallbackMicro.IrqFree free) {
            return Optional.of(free(Callback.of(free.callback(), scope), scope));
        } else if (micro instanceof CallbackMicro.NotifierRegister register) {
            return Optional.of(register(Callback.of(register.callback(), scope), scope));
        } else if (micro instanceof CallbackMicro.IrqDisable disable) {
            Field disabled = Callback.of(disable.callback(), scope).disabled();
            int bound = scope.faults().bound();
            return Optional.of((before, after) ->
                    TaskActs.countUp(disabled, Bounds.DISABLED_MAX, before, after, bound));
        } else if (micro instanceof CallbackMicro.IrqEnable enable) {
            return Optional.of(TaskActs.countDown(Callback.of(enable.callback(), scope).disabled(), scope));
        } else if (micro instanceof CallbackMicro.TaskletEnable enable) {
            Field disabled = Callback.of(enable.callback(), scope).disabled();
            int bound = scope.faults().bound();
            return Optional.of((before, after) -> TaskActs.drop(disabled, before, after, bound));
        }
        return Optional.empty();
    }

    /** TIF_NOTIFY_SIGNAL of the thread of an interrupt, where its function has a use for it. */
    private static Field notified(String thread, Scope scope) {
        return scope.layout().has("notified", thread) ? scope.layout().field("notified", thread) : Field.ABSENT;
    }

    private static Act notifying(String thread, Scope scope) {
        Field notified = notified(thread, scope);
        if (notified == Field.ABSENT || stopsLate(scope) || !scope.profile().has(Axis.STOP_SETS_NOTIFY_SIGNAL)) {
            return (before, after) -> Act.NEXT;
        }
        return (before, after) -> {
            notified.set(after, 1);
            return Act.NEXT;
        };
    }

    private static Act waking(String thread, Scope scope) {
        Optional<Sleeper> sleeper = scope.sleeperIfAny(thread);
        if (sleeper.isEmpty() || stopsLate(scope)) {
            return (before, after) -> Act.NEXT;
        }
        Sleeper woken = sleeper.orElseThrow();
        int bits = Sleeper.bits(WakeMask.NORMAL);
        return (before, after) -> {
            woken.wake(before, after, bits);
            return Act.NEXT;
        };
    }

    /** Whether the thread of an interrupt is only stopped when its function has returned. */
    private static boolean stopsLate(Scope scope) {
        return scope.profile().has(Axis.FREE_IRQ_AWAITS_THREAD);
    }

    private static Act free(Callback handler, Scope scope) {
        Scope.Store warning = scope.warning();
        StateTest isBeingFreed = Places.any(scope.lowered().programs().stream()
                .flatMap(program -> program.contexts().stream()
                        .map(context -> Threads.Pc.of(scope.layout(), context)
                                .isIn(Set.copyOf(program.freeing(handler.name())))))
                .toList());
        return (before, after) -> {
            if (isBeingFreed.test(before)) {
                return Act.BLOCKED;
            } else if (!handler.isArmed(before)) {
                warning.apply(before, after);
                return Act.FALSE;
            }
            handler.disarm(before, after);
            return Act.NEXT;
        };
    }

    private static Act register(Callback notifier, Scope scope) {
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (notifier.isArmed(before)) {
                warning.apply(before, after);
            }
            notifier.arm(before, after);
            return Act.NEXT;
        };
    }
}
