package org.quiesce.trace;

import java.util.Optional;
import java.util.OptionalInt;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.protocol.step.WorkMicro;
import org.quiesce.protocol.step.WorkerMicro;

/** What a run says of its callbacks. */
final class Callbacks {

    private final History history;

    Callbacks(History history) {
        this.history = history;
    }

    /** The callback that a micro waits for, if it waits for one. */
    static Optional<String> awaited(Micro micro) {
        if (micro instanceof Micro.CallbackDelete wait) {
            return Optional.of(wait.callback());
        } else if (micro instanceof Micro.CallbackShutdown wait) {
            return Optional.of(wait.callback());
        } else if (micro instanceof Micro.CallbackWait wait) {
            return Optional.of(wait.callback());
        } else if (micro instanceof Micro.IrqThreadStop wait) {
            return Optional.of(wait.callback());
        } else if (micro instanceof Micro.TaskletClaim wait) {
            return Optional.of(wait.callback());
        } else if (micro instanceof Micro.BarrierWait wait) {
            return wait.callbacks().stream().findFirst();
        } else if (micro instanceof Micro.DrainWait wait) {
            return wait.works().stream().findFirst();
        } else if (micro instanceof WorkerMicro.FlushItemWait wait) {
            return wait.works().stream().findFirst();
        } else if (micro instanceof CallbackMicro.AsyncWait wait) {
            return wait.callbacks().stream().findFirst();
        }
        return Optional.empty();
    }

    /** The pending item that the micro-step takes from where it is. */
    static Optional<String> taken(Micro micro) {
        if (micro instanceof Micro.CancelBegin cancel) {
            return Optional.of(cancel.callback());
        } else if (micro instanceof Micro.DelayModify modify) {
            return Optional.of(modify.work());
        } else if (micro instanceof Micro.StealWork steal) {
            return Optional.of(steal.work());
        } else if (micro instanceof Micro.EnableWork enable) {
            return Optional.of(enable.work());
        } else if (micro instanceof WorkMicro.EnableTest enable) {
            return Optional.of(enable.work());
        } else if (micro instanceof WorkMicro.Disable disable) {
            return Optional.of(disable.work());
        }
        return Optional.empty();
    }

    /**
     * Of somebody who can't cancel an item: whether he sleeps until somebody else has, for otherwise nothing keeps the item
     * from him. If it is nowhere to be taken from he spins.
     */
    static boolean isCancelledAlready(Micro.CancelBegin cancel, Snapshot last) {
        String item = cancel.callback();
        return !States.isTrue(last, "dropped", item)
                && (cancel.timing() == Timing.DELAYED || !States.word(last, "timed", item).equals("on"));
    }

    /** Whether a queue that was drained has dropped the item. */
    boolean isDropped(String item) {
        return States.isTrue(history.last(), "dropped", item);
    }

    /** Whether a kthread worker has no thread, or none any more. */
    boolean hasNoThread(String worker) {
        return States.word(history.last(), new SharedObject.KthreadWorker(worker).task(), "").equals(Vocabulary.NULL);
    }

    boolean includes(String context) {
        return kind(context).isPresent();
    }

    /** Whether the context is a callback of which no instance runs at the end. */
    boolean isIdle(String context) {
        return includes(context) && States.label(history.last(), context).equals(Label.IDLE);
    }

    /** Whether the run goes round for ever with the callback called again each time. */
    boolean isCalledAgainAndAgain(String context) {
        return includes(context)
                && history.run().ending() instanceof Ending.Loop loop
                && history.lastMove(move -> move > loop.back() && starts(move, context)).isPresent();
    }

    /** The last move before a limit that made the callback pending, or requested the interrupt. */
    OptionalInt armed(int limit, String context) {
        return history.lastMove(limit, move -> history.became(move, "armed", context, Datum.of(true)));
    }

    /** The last call of the callback. */
    OptionalInt started(String context) {
        return history.lastMove(move -> starts(move, context));
    }

    private boolean starts(int move, String context) {
        return history.mover(move).equals(context)
                && history.step(move)
                        .filter(s -> s.does(Micro.CallbackStart.class) || s.does(Micro.CallRegistered.class)
                                || endsGracePeriod(s) && history.became(move, "armed", context, Datum.of(false)))
                        .isPresent();
    }

    /** Whether the step waits for readers until the last of them has ended, when it calls. */
    private static boolean endsGracePeriod(Step step) {
        return step.does(GraceMicro.RcuCall.class) || step.does(GraceMicro.SrcuCall.class);
    }

    /** The kind of function that the context is and that must not sleep, in words. */
    Optional<String> atomicKind(String context) {
        return kind(context).filter(kind -> kind.sleeping() == Sleeping.FORBIDDEN).map(kind -> switch (kind) {
            case TIMER, HRTIMER -> "a timer's function";
            case TASKLET -> "a tasklet";
            case RCU, SRCU -> "an RCU callback";
            case IRQ -> "an interrupt handler";
            case WORK -> "a work item";
            case BH_WORK -> "a work item that runs in softirq";
            case ASYNC -> "an asynchronous call";
            case KTHREAD_WORK -> "a kthread work item";
            case NOTIFIER -> "a notifier";
            case IRQ_THREAD -> "the thread function of an interrupt";
        });
    }

    private Optional<CallbackKind> kind(String context) {
        return history.lowered().protocol().callbacks().stream()
                .filter(callback -> callback.name().equals(context))
                .map(Callback::kind)
                .findFirst();
    }
}
