package org.quiesce.trace;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskOperand;

/** Says in a sentence or two what went wrong in a run, with the lines and the steps that decided it. */
public final class Diagnosis {

    /**
     * What went wrong in a run.
     *
     * @param sentence one or two
     * @param decisive the steps that decided it, ascending: those of which the sentence speaks, and the last one if it speaks
     *                 of none, or if the run is cut off there
     */
    public record Account(String sentence, List<Integer> decisive) {
        public Account {
            Objects.requireNonNull(sentence, "sentence");
            decisive = List.copyOf(decisive);
        }
    }

    private final History history;
    private final Stall stall;
    private final Callbacks callbacks;
    private final Leftovers leftovers;

    private Diagnosis(LoweredProtocol lowered, Run run) {
        this.history = new History(lowered, run);
        this.stall = new Stall(history);
        this.callbacks = new Callbacks(history);
        this.leftovers = new Leftovers(history);
    }

    /** What is to be said of a run that violates the property. */
    public static Account of(LoweredProtocol lowered, Property property, Run run) {
        Diagnosis diagnosis = new Diagnosis(lowered, run);
        String sentence = diagnosis.sentence(property);
        return new Account(sentence, diagnosis.decisive());
    }

    private List<Integer> decisive() {
        SortedSet<Integer> steps = new TreeSet<>(history.told());
        if (history.length() > 0 && (steps.isEmpty() || history.run().ending() instanceof Run.Ending.Finite)) {
            steps.add(history.length());
        }
        return List.copyOf(steps);
    }

    private String sentence(Property property) {
        return switch (property) {
            case NO_CODE_AFTER_UNLOAD -> freedText();
            case NO_USE_AFTER_FREE, NO_WRONG_VICTIM -> useAfterFree();
            case NO_INVALID_TASK -> invalidTask();
            case NO_DOUBLE_STOP -> doubleStop();
            case NO_SELF_STOP -> selfStop();
            case NO_SLEEP_IN_ATOMIC -> atomic();
            case NO_BLOCKING_IN_WAIT_WINDOW -> blocking();
            case STOP_IS_PROMPT -> lateStop();
            case REFERENCES_BALANCED -> references();
            case NO_KERNEL_WARNING -> lastStep("the kernel warns");
            case NOTHING_LEAKED -> leftovers.leak().orElseGet(() -> lastStep("something is leaked"));
            case LOCKS_RELEASED -> leftovers.lock().orElseGet(() -> lastStep("a lock is still held"));
            case STOP_TERMINATES -> stall.of(waiting(Micro.StopWait.class));
            case FLUSH_TERMINATES -> stall.of(property.trigger().stream()
                    .flatMap(kind -> contexts().stream()
                            .filter(c -> history.next(c).filter(s -> s.does(kind)).isPresent()))
                    .findFirst());
            case PARK_TERMINATES -> stall.of(waiting(Micro.ParkWait.class));
            case FREEZE_COMPLETES -> neverFrozen();
            case THREAD_EXITS -> stall.of(contexts().stream()
                    .filter(t -> States.isTrue(history.last(), "shouldStop", t))
                    .filter(t -> !history.hasLeft(history.last(), t))
                    .findFirst());
            case UNLOAD_POSSIBLE -> neverUnloadable();
            case LOAD_COMPLETES, UNLOAD_COMPLETES -> stall.of(Optional.of(history.lowered().protocol().loader().name()));
            case REQUESTS_ANSWERED -> stall.of(history.lowered().protocol().fileOperations().stream()
                    .flatMap(f -> contexts().stream().filter(c -> history.lowered().programOf(c).program().equals(f)))
                    .filter(c -> !Set.of(Label.IDLE, Label.DONE).contains(States.label(history.last(), c)))
                    .findFirst());
            case EXITED_ONCE, STOP_RESULT_CORRECT -> lastStep("the run ends there");
        };
    }

    private List<String> contexts() {
        return history.lowered().contexts();
    }

    private Optional<String> waiting(Class<? extends Micro> kind) {
        return contexts().stream()
                .filter(c -> history.next(c).filter(s -> s.does(kind)).isPresent())
                .findFirst()
                .or(() -> contexts().stream()
                        .filter(c -> history.next(c).filter(s -> s.does(Micro.StopWake.class)).isPresent())
                        .findFirst());
    }

    private String freedText() {
        OptionalInt freed = history.lastMove(m -> history.became(m, "module", "", Datum.of("freed")));
        for (String context : contexts()) {
            Optional<Step> next = history.next(context).filter(s -> s.frame() == Frame.MODULE);
            if (next.isPresent() && freed.isPresent() && isCalledAfter(freed.getAsInt(), context)) {
                return calledAfterUnload(context, freed.getAsInt(), next.get());
            }
            if (next.isPresent()) {
                String where = States.isAsleep(history.last(), context)
                        ? "is asleep and will return to line " + next.get().line() + " (" + next.get().text() + ")"
                        : "is " + aboutTo(next.get());
                return "The text of the module is freed" + history.at(freed) + " while " + context + " " + where + ".";
            }
        }
        return lastStep("it fetches an instruction from freed text");
    }

    private boolean isCalledAfter(int freed, String context) {
        OptionalInt started = callbacks.started(context);
        return started.isPresent() && started.getAsInt() > freed;
    }

    private String calledAfterUnload(String callback, int freed, Step next) {
        int started = callbacks.started(callback).getAsInt();
        OptionalInt armed = callbacks.armed(started, callback);
        return callback + "()" + (armed.isPresent()
                ? ", armed" + history.at(armed) + " by " + history.mover(armed.getAsInt()) + ","
                : "") + " is called" + history.at(OptionalInt.of(started)) + ", and the text of the module was freed"
                + history.at(OptionalInt.of(freed)) + ": it is " + aboutTo(next) + ".";
    }

    /** No line of the listing is the last instruction of a callback. */
    private static String aboutTo(Step next) {
        return next.line() == 0
                ? "about to return from " + next.text()
                : "about to execute line " + next.line() + " (" + next.text() + ")";
    }

    private String useAfterFree() {
        int move = history.length();
        Optional<Step> step = history.step(move);
        if (step.isEmpty()) {
            return lastStep("it touches freed memory");
        }
        String who = history.mover(move) + " executes line " + step.get().line() + " (" + step.get().text() + ")";
        for (Micro micro : step.get().micros()) {
            if (micro instanceof Micro.UseMemory use) {
                return who + history.at(OptionalInt.of(move)) + ", and " + use.memory() + " was freed" + freedAt(use.memory())
                        + ".";
            } else if (micro instanceof Micro.FreeMemory free) {
                return who + history.at(OptionalInt.of(move)) + ", and " + free.memory() + " was freed already"
                        + freedAt(free.memory()) + ".";
            }
        }
        Optional<String> task = Operands.of(step.get())
                .map(o -> Operands.task(o, history.mover(move), history.run().state(move - 1)));
        if (task.isPresent()) {
            OptionalInt freed = history.lastMove(m -> history.became(m, "usage", task.get(), Datum.of(0)));
            OptionalInt reused = history.lastMove(m -> history.became(m, "reused", task.get(), Datum.of(true)));
            return who + history.at(OptionalInt.of(move)) + ", and the task of " + task.get() + " was freed" + history.at(freed)
                    + ", as nobody held a reference on it"
                    + (reused.isPresent() ? "; its memory is another task's" + history.since(reused) : "") + ".";
        }
        return lastStep("it touches freed memory");
    }

    private String freedAt(String memory) {
        OptionalInt freed = history.lastMove(m -> history.became(m, memory, "", Datum.of("freed")));
        return history.at(freed) + (freed.isPresent() ? " by " + history.mover(freed.getAsInt()) : "");
    }

    private String invalidTask() {
        int move = history.length();
        Optional<Step> step = history.step(move);
        Optional<String> value = step.flatMap(Operands::of)
                .map(o -> Operands.task(o, history.mover(move), history.run().state(move - 1)));
        if (step.isEmpty() || value.isEmpty()) {
            return lastStep("it follows a NULL pointer");
        }
        String what = value.get().equals("ERR")
                ? "an error pointer: creating the thread failed" + history.at(history.lastMove(m -> history.step(m)
                        .filter(s -> s.does(Micro.CreateThread.class)).isPresent()))
                : "NULL";
        return history.mover(move) + " executes line " + step.get().line() + " (" + step.get().text() + ") with "
                + what + ".";
    }

    private String doubleStop() {
        for (String context : contexts()) {
            Optional<Step> step = history.next(context).filter(s -> s.does(Micro.StopSet.class));
            Optional<String> target = step.flatMap(Operands::of)
                    .map(o -> Operands.task(o, context, history.last()));
            if (step.isPresent() && States.isTrue(history.last(), "shouldStop", target.get())) {
                OptionalInt first = history.lastMove(
                        m -> history.became(m, "shouldStop", target.get(), Datum.of(true)));
                return context + " stops " + target.get() + " at line " + step.get().line()
                        + ", and it was stopped before" + history.at(first)
                        + (first.isPresent() ? " by " + history.mover(first.getAsInt()) : "")
                        + ": 'exited' is completed only once.";
            }
        }
        return lastStep("a thread is stopped twice");
    }

    private String selfStop() {
        return contexts().stream()
                .filter(c -> history.next(c).filter(s -> s.does(Micro.StopSet.class)).isPresent())
                .filter(c -> States.word(history.last(), "arg", c).equals(c) || history.next(c).orElseThrow().micros()
                        .stream().anyMatch(m -> m.equals(new Micro.StopSet(new TaskOperand.Self()))))
                .findFirst()
                .map(c -> c + " calls kthread_stop() on itself at line " + history.next(c).orElseThrow().line()
                        + ": it would wait for its own exit.")
                .orElseGet(() -> lastStep("a thread stops itself"));
    }

    private String atomic() {
        int move = history.length();
        String context = history.mover(move);
        for (SharedObject.Spinlock lock : history.lowered().protocol().objects(SharedObject.Spinlock.class)) {
            if (States.word(history.last(), lock.name(), "").equals(context)) {
                OptionalInt taken = history.lastMove(m -> history.became(m, lock.name(), "", Datum.of(context)));
                return lastStep("that may sleep, and it has held the spinlock " + lock.name() + history.since(taken));
            }
        }
        String nesting = States.word(history.last(), "nesting", context);
        if (!nesting.isEmpty() && !nesting.equals("0")) {
            return lastStep("that may sleep, in a section that must not sleep");
        }
        return lastStep(callbacks.atomicKind(context)
                .map(kind -> "that may sleep, and " + kind + " must not")
                .orElse("that may sleep, in atomic context"));
    }

    private String blocking() {
        for (String context : contexts()) {
            String state = States.word(history.last(), "state", context);
            Optional<Step> next = history.next(context)
                    .filter(s -> s.micros().stream().anyMatch(Micro::mustBeRunning));
            if (next.isPresent() && !state.isEmpty() && !state.equals(TaskState.RUNNING.name())
                    && !States.isAsleep(history.last(), context)) {
                return context + " is about to call what may block" + History.placeOf(next.get()) + ", in TASK_" + state
                        + ", which it set for the sleep that was to come: the call may leave it TASK_RUNNING, and swallow its"
                        + " wake-up.";
            }
        }
        return "A task calls what may block, in a sleeping state.";
    }

    private String lateStop() {
        for (String thread : history.lowered().kthreads()) {
            Optional<Step> next = history.next(thread).filter(s -> s.does(Micro.Delay.class));
            if (next.isPresent() && States.isTrue(history.last(), "shouldStop", thread)) {
                return thread + " is asked to stop, and sits out its sleep first" + History.placeOf(next.get())
                        + ": the wake-up of kthread_stop() does not cut it short.";
            }
        }
        return "A thread that is asked to stop sits out a sleep of minutes.";
    }

    private String references() {
        if (States.word(history.last(), "fault", "").equals("REFCOUNT")) {
            return lastStep("a reference is dropped that nobody holds");
        }
        for (String thread : history.lowered().kthreads()) {
            String usage = States.word(history.last(), "usage", thread);
            if (States.label(history.last(), thread).equals(Label.GONE) && !usage.equals("0")) {
                return "The module is gone and " + thread + " has exited, but its task still has a usage of " + usage
                        + ": a get_task_struct() without put_task_struct().";
            }
        }
        return "Nothing uses the module any more, and its reference count stays at "
                + States.word(history.last(), "refs", "") + " instead of 1: it can't be unloaded.";
    }

    private String neverFrozen() {
        boolean users = waiting(Micro.FreezeUsersTurn.class)
                .flatMap(history::next)
                .filter(s -> s.does(Micro.FreezeUsersTurn.class))
                .isPresent();
        Predicate<String> refuses = users ? this::isInKernel : this::isMissing;
        Optional<String> refusing = contexts().stream().filter(refuses).findFirst();
        return refusing.map(c -> "The suspend waits for " + c
                        + (users ? " to leave the kernel. " : " to freeze. ")).orElse("")
                + stall.of(refusing);
    }

    private boolean isInKernel(String context) {
        Set<String> outside = Set.of(Label.IDLE, Label.LIVE, Label.DONE);
        return history.lowered().programOf(context).isUserTask()
                && !outside.contains(States.label(history.last(), context));
    }

    private boolean isMissing(String context) {
        boolean frozen = States.isAsleep(history.last(), context)
                && history.next(context).filter(s -> s.does(Micro.Refrigerate.class)).isPresent();
        return States.isTrue(history.last(), "freezable", context)
                && !frozen
                && !history.hasLeft(history.last(), context);
    }

    private String neverUnloadable() {
        if (!history.lowered().does(Micro.UnloadRequest.class)) {
            return "The module has no exit function: delete_module() refuses to unload it, with -EBUSY.";
        }
        OptionalInt taken = history.lastMove(m -> history.step(m)
                .filter(s -> s.does(Micro.ModuleGet.class) || s.does(Micro.UncheckedModuleGet.class)
                        || s.does(Micro.TaskEnter.class) && isInKernel(history.mover(m)))
                .isPresent());
        return "Somebody holds a reference on the module for ever"
                + (taken.isPresent() ? "; the last one was taken" + history.at(taken) + " by " + history.mover(taken.getAsInt())
                        : "")
                + ": rmmod finds it in use at every try.";
    }

    private String lastStep(String clause) {
        int move = history.length();
        if (move == 0) {
            return "The initial state violates the property: " + clause + ".";
        }
        String line = history.step(move)
                .filter(s -> s.line() > 0)
                .map(s -> " at line " + s.line() + " (" + s.text() + ")")
                .orElse("");
        return history.mover(move) + line + history.at(OptionalInt.of(move)) + ": " + clause + ".";
    }
}
