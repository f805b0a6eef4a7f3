package org.quiesce.trace;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.protocol.step.WorkerMicro;

/** Explains why a context never comes on: what it waits for, and why that does not come. */
final class Stall {

    /** Of a lock that others take and release in turn, where nobody assumes that it is handed out fairly. */
    private static final String NO_TURN = ", which is free again and again, but never for it.";

    private final History history;
    private final Callbacks callbacks;
    private final Parking parking;
    private final Freezing freezing;

    Stall(History history) {
        this.history = history;
        this.callbacks = new Callbacks(history);
        this.parking = new Parking(history);
        this.freezing = new Freezing(history);
    }

    /** The explanation, from the context along what it waits for. */
    String of(Optional<String> context) {
        return context.map(c -> why(c, new HashSet<>())).orElse("The run never comes to an end.");
    }

    private String why(String context, Set<String> told) {
        if (!told.add(context)) {
            return "So each waits for the other.";
        }
        Optional<Step> next = history.next(context);
        if (loops(context)) {
            return looping(context);
        }
        if (States.isAsleep(history.last(), context)) {
            return sleeping(context);
        }
        if (next.isEmpty()) {
            return context + " does nothing any more.";
        }
        Step step = next.get();
        if (history.lowered().isWaived(step)) {
            return waived(context, step);
        }
        String waits = context + " waits at line " + step.line() + " (" + step.text() + ")";
        for (Micro micro : step.micros()) {
            if (micro instanceof Micro.StopWait wait) {
                String thread = Operands.task(wait.task(), context, history.last());
                return thread.equals(context)
                        ? waits + " for its own exit."
                        : waits + " for " + thread + " to exit. " + noExit(thread, told);
            } else if (micro instanceof Micro.ParkWait wait) {
                String thread = Operands.task(wait.task(), context, history.last());
                return waits + " for " + thread + " to park. " + notParking(thread, told);
            } else if (micro instanceof Micro.Acquire acquire) {
                return waits + " for " + acquire.lock() + holder(acquire.lock(), context, told);
            } else if (micro instanceof Micro.AcquireUnlessSignalled acquire) {
                return waits + " for " + acquire.lock() + holder(acquire.lock(), context, told);
            } else if (micro instanceof Micro.Down down) {
                return waits + " for " + down.semaphore() + ", which nobody will give to any more.";
            } else if (micro instanceof Micro.DownUnlessSignalled down) {
                return waits + " for " + down.semaphore() + ", which nobody will give to any more.";
            } else if (micro instanceof Micro.DownRw down) {
                return waits + " for " + down.semaphore() + holders(down.semaphore(), context, told);
            } else if (micro instanceof LockMicro.DownRwUnlessSignalled down) {
                return waits + " for " + down.semaphore() + holders(down.semaphore(), context, told);
            } else if (micro instanceof LockMicro.SpinRw spin) {
                return waits + " for " + spin.lock() + holders(spin.lock(), context, told);
            } else if (micro instanceof LockMicro.JoinReaders join) {
                return waits + " for " + join.lock() + holders(join.lock(), context, told);
            } else if (micro instanceof Micro.WaitDone wait) {
                return waits + " for " + wait.completion() + uncompleted(wait.completion(), told);
            } else if (micro instanceof Micro.RcuWait) {
                return context + " waits in free_module() for module code that never stops running.";
            } else if (micro instanceof Micro.SynchronizeWait || micro instanceof GraceMicro.SrcuSynchronizeWait) {
                return waits + " for readers that never end.";
            }
            Optional<String> dropped = Callbacks.taken(micro).filter(callbacks::isDropped);
            if (dropped.isPresent()) {
                return context + " tries for ever at line " + step.line() + " (" + step.text() + ") to take " + dropped.get()
                        + " off a queue: it is pending, and on none, for one that was drained has dropped it.";
            }
            if (micro instanceof Micro.CancelBegin cancel && Callbacks.isCancelledAlready(cancel, history.last())) {
                return waits + " until somebody else has cancelled " + cancel.callback() + "."
                        + canceller(cancel.callback(), context).map(other -> " " + why(other, told)).orElse("");
            }
            if (micro instanceof CallbackMicro.IrqFree free) {
                Optional<String> other = freeing(free.callback(), context);
                if (other.isPresent()) {
                    return waits + " until " + other.get() + " has freed the interrupt. " + why(other.get(), told);
                }
            }
            if (micro instanceof WorkerMicro.FlushItemWait wait && callbacks.hasNoThread(wait.worker())) {
                return waits + " for its flush item, and " + wait.worker() + " has no thread that would run it.";
            }
            Optional<String> callback = Callbacks.awaited(micro);
            if (callback.isPresent()) {
                return waits + forCallback(callback.get(), context, told);
            }
        }
        return context + " stays at line " + step.line() + " (" + step.text() + ") for ever.";
    }

    /** Who else waits for a running instance of an item that he cancels. */
    private Optional<String> canceller(String item, String context) {
        return history.lowered().contexts().stream()
                .filter(c -> !c.equals(context) && history.next(c).stream()
                        .flatMap(step -> step.micros().stream())
                        .anyMatch(m -> m instanceof Micro.CallbackWait wait && wait.callback().equals(item)))
                .findFirst();
    }

    /** Who else frees an interrupt. */
    private Optional<String> freeing(String handler, String context) {
        return history.lowered().contexts().stream()
                .filter(c -> !c.equals(context) && history.lowered().programOf(c).freeing(handler)
                        .contains(States.label(history.last(), c)))
                .findFirst();
    }

    /** Of a step that nobody need take. */
    private static String waived(String context, Step step) {
        if (step.label().equals(Label.IDLE)) {
            return context + "() need not be called, though it is due.";
        }
        return context + " need not go on" + (step.line() == 0 ? " in " + step.text()
                : " at line " + step.line() + " (" + step.text() + ")") + ": nothing is assumed of it.";
    }

    private String noExit(String thread, Set<String> told) {
        OptionalInt taken = history.lastMove(m -> history.aims(m, Micro.StopWait.class, thread));
        return history.hasLeft(history.last(), thread) && taken.isPresent()
                ? thread + " has exited, but its 'exited' is completed only once, and " + history.mover(taken.getAsInt())
                        + " took that" + history.at(taken) + "."
                : why(thread, told);
    }

    private String notParking(String thread, Set<String> told) {
        if (history.hasLeft(history.last(), thread)) {
            return parking.ended(thread);
        } else if (parking.isNotAsked(thread)) {
            return parking.notAsked(thread);
        }
        return parking.isParked(thread) ? parking.parkedForAnother(thread) : why(thread, told);
    }

    /** Threads that would complete it, if only they came on, tell the rest of the story. */
    private String uncompleted(String completion, Set<String> told) {
        Optional<String> late = history.lowered().kthreads().stream()
                .filter(thread -> !told.contains(thread))
                .filter(thread -> history.next(thread).isPresent() && !history.hasLeft(history.last(), thread))
                .filter(thread -> history.lowered().programOf(thread).steps().stream()
                        .flatMap(s -> s.micros().stream())
                        .anyMatch(m -> completes(m, completion)))
                .findFirst();
        return late.map(thread -> ", which is for " + thread + " to complete. " + why(thread, told))
                .orElse(", which nobody will complete any more.");
    }

    private static boolean completes(Micro micro, String completion) {
        return micro instanceof Micro.Complete m && m.completion().equals(completion)
                || micro instanceof Micro.CompleteAll a && a.completion().equals(completion);
    }

    private String forCallback(String callback, String context, Set<String> told) {
        return callback.equals(context)
                ? " for " + callback + "() to end, and that is itself."
                : " for " + callback + "() to end. " + why(callback, told);
    }

    private String holder(String lock, String context, Set<String> told) {
        String owner = States.word(history.last(), lock, "");
        if (owner.equals(Vocabulary.NONE)) {
            return NO_TURN;
        }
        if (owner.equals(context)) {
            return ", which it has held itself" + since(lock, owner) + ".";
        }
        boolean ended = callbacks.isIdle(owner)
                || history.lowered().contexts().contains(owner) && history.next(owner).isEmpty();
        return ended
                ? ", which " + owner + " has held" + since(lock, owner) + ": it has ended and will never release it."
                : ", which " + owner + " has held" + since(lock, owner) + ". " + why(owner, told);
    }

    private String holders(String semaphore, String context, Set<String> told) {
        List<String> owners = history.lowered().contexts().stream()
                .filter(c -> Set.of(Access.READ.suffix(), Access.WRITE.suffix())
                        .contains(States.word(history.last(), semaphore, c)))
                .toList();
        if (owners.isEmpty()) {
            return NO_TURN;
        }
        String owner = owners.contains(context) ? context : owners.get(0);
        return owner.equals(context)
                ? ", which it holds itself."
                : ", which " + owner + " holds. " + why(owner, told);
    }

    private String since(String lock, String owner) {
        return history.since(history.lastMove(m -> history.became(m, lock, "", Datum.of(owner))));
    }

    private String sleeping(String context) {
        OptionalInt slept = history.lastMove(m -> history.fellAsleep(m, context));
        if (States.label(history.last(), context).equals(Label.BORN)) {
            return context + " was created and never woken.";
        }
        if (slept.isEmpty()) {
            return context + " is asleep, and nobody wakes it.";
        } else if (parking.isParked(context)) {
            return parking.parked(context);
        } else if (freezing.isFrozen(context)) {
            return freezing.frozen(context);
        }
        int step = slept.getAsInt();
        Optional<Step> wait = history.step(step).filter(s -> isWaitThatIgnoresTheStop(context, s));
        if (wait.isPresent() && States.isTrue(history.last(), "shouldStop", context)) {
            return context + " sleeps at line " + wait.get().line() + " (" + wait.get().text() + "), whose condition does"
                    + " not look at kthread_should_stop()" + stoppedInVain(context, step);
        }
        String went = context + " went to sleep" + line(slept) + ", at " + history.number(step);
        OptionalInt missed = history.lastMove(m -> m > step && history.triedToWake(m, context));
        if (missed.isPresent()) {
            return went + "; the wake-up" + history.at(missed) + " is not for a sleeper in TASK_"
                    + States.word(history.last(), "state", context) + ", and nothing else will ever wake it.";
        }
        OptionalInt wake = history.lastMove(step, m -> history.triedToWake(m, context)
                && !history.step(m).orElseThrow().does(Micro.WakeNew.class));
        if (wake.isEmpty()) {
            return went + ", and nothing will ever wake it.";
        }
        int sent = wake.getAsInt();
        boolean woke = States.isAsleep(history.run().state(sent - 1), context)
                && !States.isAsleep(history.run().state(sent), context);
        return woke
                ? context + " was woken" + history.at(wake) + ", did not find what it waits for, and went back to sleep"
                        + line(slept) + ", at " + history.number(step) + "; nothing will wake it again."
                : went + "; the last wake-up it will ever get was sent before," + history.at(wake)
                        + ", when it was not asleep yet.";
    }

    /** What became of the wake-up of the stop, of a context that sleeps without regard to that. */
    private String stoppedInVain(String context, int slept) {
        OptionalInt stop = history.lastMove(m -> history.aims(m, Micro.StopWake.class, context));
        if (stop.isEmpty()) {
            return ": a stop will wake it, and it will go back to sleep.";
        }
        boolean woke = States.isAsleep(history.run().state(stop.getAsInt() - 1), context);
        return woke
                ? ": the stop woke it" + history.at(stop) + ", and it went back to sleep, at " + history.number(slept) + "."
                : ": the wake-up of the stop came" + history.at(stop) + ", when it was not asleep yet, and it went to sleep all the same, at "
                        + history.number(slept) + ".";
    }

    /** " at line 3", or the core function. */
    private String line(OptionalInt move) {
        Step step = history.step(move.getAsInt()).orElseThrow();
        return step.line() == 0 ? " in " + step.text() : " at line " + step.line();
    }

    private boolean isWaitThatIgnoresTheStop(String context, Step sleep) {
        List<Step> sameCall = history.lowered().programOf(context).steps().stream()
                .filter(s -> s.number() == sleep.number())
                .toList();
        return sameCall.stream().anyMatch(s -> s.does(Micro.WaitPrepare.class))
                && sameCall.stream()
                        .flatMap(s -> s.micros().stream())
                        .noneMatch(m -> m instanceof Micro.Test t && t.atom() instanceof Condition.ShouldStop);
    }

    private boolean loops(String context) {
        if (!(history.run().ending() instanceof Ending.Loop loop)) {
            return false;
        }
        return history.lastMove(m -> m > loop.back() && history.mover(m).equals(context)).isPresent();
    }

    private String looping(String context) {
        int back = ((Ending.Loop) history.run().ending()).back();
        String steps = back + 1 == history.length()
                ? "step " + history.length() + " repeats"
                : "steps " + (back + 1) + " to " + history.length() + " repeat";
        OptionalInt signalled = history.lastMove(m -> m > back && history.mover(m).equals(context)
                && history.step(m).filter(s -> s.exits().containsKey(Exit.SIGNALLED)
                        && s.exits().get(Exit.SIGNALLED).equals(States.label(history.run().state(m), context)))
                        .isPresent());
        if (callbacks.isCalledAgainAndAgain(context)) {
            return context + "() is armed again each time it runs: " + steps + " for ever.";
        }
        if (callbacks.includes(context)) {
            return context + "() never ends: " + steps + " for ever.";
        }
        String why = signalled.isEmpty() ? "" : pendingSignal(context);
        return context + " never leaves its loop: " + steps + " for ever" + why + ".";
    }

    private String pendingSignal(String context) {
        if (States.isTrue(history.last(), "notified", context)) {
            return ": its interruptible wait returns at once, as the stop left its pseudo-signal pending";
        }
        return States.isTrue(history.last(), "signals", context)
                ? ": its interruptible wait returns at once, as it never takes its pending signal away"
                : "";
    }
}
