package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * Callbacks: how the kernel calls them, and how other contexts arm them, disarm them and wait for them. A callback
 * waits for itself for ever.
 */
final class CallbackActs implements Topic {

    /**
     * A callback as others see it.
     *
     * @param running whether an instance of it runs
     * @param refuses whether it can't be armed: it was shut down, or somebody cancels it
     */
    private record Callback(Field armed, StateTest running, StateTest refuses) {

        static Callback of(String callback, Scope scope) {
            Field shutdown = orFalse("shutdown", callback, scope);
            Field cancelling = orFalse("cancelling", callback, scope);
            return new Callback(
                    scope.layout().field("armed", callback),
                    running(callback, scope),
                    state -> shutdown.get(state) != 0 || cancelling.get(state) != 0);
        }

        private static StateTest running(String callback, Scope scope) {
            Threads.Pc pc = Threads.Pc.of(scope.layout(), callback);
            int idle = pc.code(Label.IDLE);
            return state -> pc.field().get(state) != idle;
        }

        private static Field orFalse(String variable, String callback, Scope scope) {
            return scope.layout().has(variable, callback) ? scope.layout().field(variable, callback) : Field.ABSENT;
        }

        boolean isArmed(long[] state) {
            return armed.get(state) != 0;
        }

        void disarm(long[] after) {
            armed.set(after, 0);
        }
    }

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.RequestIrq request) {
            return Optional.of(request(request, step, scope));
        }
        return act(micro, scope).map(List::of);
    }

    private static List<Act> request(Micro.RequestIrq request, Step step, Scope scope) {
        Field armed = scope.layout().field("armed", request.callback());
        Scope.Store success = scope.store(request.into(), 0);
        Act granted = (before, after) -> {
            armed.set(after, 1);
            success.apply(before, after);
            return Act.NEXT;
        };
        if (request.failure() == Failure.ASSUMED_AWAY) {
            return List.of(granted);
        }
        // Where nothing tells the two outcomes apart they are one move.
        boolean alike = request.into().isEmpty()
                && step.exits().get(Exit.FAILED).equals(step.exits().get(Exit.NEXT));
        Scope.Store failure = scope.store(request.into(), Errno.ENOMEM.negative());
        Act refused = (before, after) -> {
            if (alike && armed.get(before) != 0) {
                return Act.BLOCKED;
            }
            failure.apply(before, after);
            return Act.FAILED;
        };
        return List.of(granted, refused);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.CallbackStart start) {
            return Optional.of(start(start.kind(), scope));
        } else if (micro instanceof Micro.CallbackArm arm) {
            return Optional.of(arm(Callback.of(arm.callback(), scope), arm.into(), scope));
        } else if (micro instanceof Micro.CallbackDisarm disarm) {
            return Optional.of(disarm(Callback.of(disarm.callback(), scope), disarm.into(), scope));
        } else if (micro instanceof Micro.CallbackDelete delete) {
            return Optional.of(delete(Callback.of(delete.callback(), scope)));
        } else if (micro instanceof Micro.CallbackShutdown shutdown) {
            return Optional.of(shutdown(shutdown.callback(), scope));
        } else if (micro instanceof Micro.CancelBegin begin) {
            return Optional.of(cancelBegin(begin.callback(), scope));
        } else if (micro instanceof Micro.CallbackWait wait) {
            return Optional.of(await(Places.not(Callback.of(wait.callback(), scope).running())));
        } else if (micro instanceof Micro.CancelEnd end) {
            Field cancelling = scope.layout().field("cancelling", end.callback());
            return Optional.of((before, after) -> {
                cancelling.set(after, cancelling.get(before) - 1);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.TaskletClaim claim) {
            return Optional.of(claim(claim.callback(), scope));
        } else if (micro instanceof Micro.BarrierBegin begin) {
            return Optional.of(barrierBegin(begin.callback(), scope));
        } else if (micro instanceof Micro.BarrierWait wait) {
            Field awaited = scope.layout().field("awaited", wait.callback());
            return Optional.of(await(state -> awaited.get(state) == 0));
        } else if (micro instanceof Micro.CallbackReturn) {
            return Optional.of(returns(scope));
        }
        return Optional.empty();
    }

    private static Act start(CallbackKind kind, Scope scope) {
        Callback self = Callback.of(scope.context(), scope);
        boolean staysArmed = kind == CallbackKind.IRQ;
        return (before, after) -> {
            if (!self.isArmed(before)) {
                return Act.BLOCKED;
            }
            if (!staysArmed) {
                self.disarm(after);
            }
            return Act.NEXT;
        };
    }

    private static Act arm(Callback callback, Optional<String> into, Scope scope) {
        Scope.Store queued = scope.store(into, 1);
        Scope.Store nothing = scope.store(into, 0);
        return (before, after) -> {
            if (callback.refuses().test(before)) {
                nothing.apply(before, after);
                return Act.NEXT;
            }
            (callback.isArmed(before) ? nothing : queued).apply(before, after);
            callback.armed().set(after, 1);
            return Act.NEXT;
        };
    }

    private static Act disarm(Callback callback, Optional<String> into, Scope scope) {
        Scope.Store wasArmed = scope.store(into, 1);
        Scope.Store wasNot = scope.store(into, 0);
        return (before, after) -> {
            (callback.isArmed(before) ? wasArmed : wasNot).apply(before, after);
            callback.disarm(after);
            return Act.NEXT;
        };
    }

    private static Act delete(Callback callback) {
        return (before, after) -> {
            if (callback.running().test(before)) {
                return Act.BLOCKED;
            }
            callback.disarm(after);
            return Act.NEXT;
        };
    }

    private static Act shutdown(String name, Scope scope) {
        Act delete = delete(Callback.of(name, scope));
        Field shutdown = scope.layout().field("shutdown", name);
        return (before, after) -> {
            shutdown.set(after, 1);
            return delete.run(before, after);
        };
    }

    private static Act cancelBegin(String name, Scope scope) {
        Callback callback = Callback.of(name, scope);
        Field cancelling = scope.layout().field("cancelling", name);
        int bound = scope.faults().bound();
        return (before, after) -> {
            callback.disarm(after);
            return TaskActs.countUp(cancelling, Bounds.CANCELLING_MAX, before, after, bound);
        };
    }

    /** tasklet_kill() schedules the tasklet itself, for nobody to run: so nobody else can. */
    private static Act claim(String name, Scope scope) {
        Callback callback = Callback.of(name, scope);
        Field cancelling = scope.layout().field("cancelling", name);
        return (before, after) -> {
            if (callback.isArmed(before) || cancelling.get(before) != 0) {
                return Act.BLOCKED;
            }
            cancelling.set(after, 1);
            return Act.NEXT;
        };
    }

    private static Act barrierBegin(String name, Scope scope) {
        Callback callback = Callback.of(name, scope);
        Field awaited = scope.layout().field("awaited", name);
        return (before, after) -> {
            int pending = callback.isArmed(before) ? 1 : 0;
            int running = callback.running().test(before) ? 1 : 0;
            awaited.set(after, pending + running);
            return Act.NEXT;
        };
    }

    private static Act returns(Scope scope) {
        Optional<Field> awaited = scope.ownIfAny("awaited");
        return (before, after) -> {
            if (awaited.isPresent() && awaited.get().get(before) > 0) {
                awaited.get().set(after, awaited.get().get(before) - 1);
            }
            return Act.NEXT;
        };
    }

    private static Act await(StateTest guard) {
        return (before, after) -> guard.test(before) ? Act.NEXT : Act.BLOCKED;
    }
}
