package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.protocol.step.Vocabulary;

/**
 * What the steps of one context are compiled against: its own variables, those of every thread, and shared objects.
 *
 * @param context the running context, {@code c} in the contract of the micros
 */
record Scope(LoweredProtocol lowered, Profile profile, Layout layout, Faults faults, Threads threads, String context) {

    /** Where the task that a micro is about is found: the value of a pointer. */
    @FunctionalInterface
    interface Operand {
        int pointer(long[] before);
    }

    /** A store that may be none. */
    @FunctionalInterface
    interface Store {
        void apply(long[] before, long[] after);
    }

    /** The entry of a variable for this context. */
    Field own(String variable) {
        return layout.field(variable, context);
    }

    Optional<Field> ownIfAny(String variable) {
        return layout.has(variable, context) ? Optional.of(own(variable)) : Optional.empty();
    }

    Field plain(String variable) {
        return layout.field(variable, StateVariable.PLAIN);
    }

    Optional<Field> plainIfAny(String variable) {
        return layout.has(variable, StateVariable.PLAIN) ? Optional.of(plain(variable)) : Optional.empty();
    }

    /** The position of a word in the domain of a plain variable. */
    int code(String variable, String word) {
        return layout.code(variable, StateVariable.PLAIN, Datum.of(word));
    }

    // ---- this context

    Sleeper sleeper() {
        return sleeper(context);
    }

    Optional<Sleeper> sleeperIfAny() {
        return sleeperIfAny(context);
    }

    /** The scheduling state of some context, which has one. */
    Sleeper sleeper(String who) {
        return Sleeper.of(layout, profile, who);
    }

    Optional<Sleeper> sleeperIfAny(String who) {
        return layout.has("asleep", who) ? Optional.of(sleeper(who)) : Optional.empty();
    }

    /** This context as a kernel thread. */
    Threads.KernelThread self() {
        return threads.of(context);
    }

    /** {@code signalled[c]}. */
    StateTest signalled() {
        return Places.any(Stream.of("notified", "signals", "killPending", "sharedKill").map(this::holds).toList());
    }

    /** {@code killPending[c]}. */
    StateTest fatallySignalled() {
        return holds("killPending");
    }

    /** Whether a sleep of this context is ended by a signal, in that mode. */
    StateTest endedBySignal(SleepMode mode) {
        return switch (mode) {
            case INTERRUPTIBLE -> signalled();
            case KILLABLE -> fatallySignalled();
            case UNINTERRUPTIBLE, IDLE -> state -> false;
        };
    }

    /** Whether a truth of this context holds; one that it does not have never does. */
    private StateTest holds(String variable) {
        Field field = ownIfAny(variable).orElse(Field.ABSENT);
        return state -> field.get(state) != 0;
    }

    /** Whether the kernel runs this context where nothing may ever sleep. */
    boolean isAtomic() {
        return lowered.programOf(context).program() instanceof Program.Callback callback
                && callback.kind().sleeping() == Program.Sleeping.FORBIDDEN;
    }

    /** The value that says that this context owns a lock. */
    int owner() {
        return 1 + lowered.contexts().indexOf(context);
    }

    /** This context's bit in a variable that is a set of contexts. */
    int member(String set) {
        return 1 << members(set).indexOf(context);
    }

    /** Who can be in a set of contexts, by bit. */
    List<String> members(String set) {
        return members(set, StateVariable.PLAIN);
    }

    /** Who can be in that entry of a variable that has sets of contexts, by bit. */
    List<String> members(String variable, String index) {
        List<Datum> sets = layout.domain(variable, index);
        return IntStream.range(0, Integer.numberOfTrailingZeros(sets.size()))
                .mapToObj(bit -> ((Datum.Words) sets.get(1 << bit)).values().first())
                .toList();
    }

    // ---- tasks

    Operand operand(TaskOperand task) {
        if (task instanceof TaskOperand.Direct direct) {
            Field pointer = plain(direct.pointer());
            return pointer::get;
        } else if (task instanceof TaskOperand.Self) {
            int self = threads.pointer(context);
            return before -> self;
        }
        Field arg = own("arg");
        return arg::get;
    }

    /** An act about a task, once the operand is known to be a valid task; otherwise it faults. */
    Act checked(Operand operand, Act act) {
        return (before, after) -> {
            int pointer = operand.pointer(before);
            if (!Threads.isThread(pointer)) {
                return faults.nullDeref();
            }
            int outcome = faults.ofTouching(threads.at(pointer), before);
            return Faults.isRaised(outcome) ? outcome : act.run(before, after);
        };
    }

    /** An act that wakes the task with a mask. */
    Act waking(Operand operand, WakeMask mask) {
        return waking(operand, mask, Optional.empty());
    }

    /** An act that wakes the task with a mask, and yields whether that did anything. */
    Act waking(Operand operand, WakeMask mask, Optional<String> into) {
        int bits = Sleeper.bits(mask);
        Answer woken = answer(into);
        return (before, after) -> {
            boolean did = threads.at(operand.pointer(before)).sleeper().wake(before, after, bits);
            woken.give(did, before, after);
            return Act.NEXT;
        };
    }

    // ---- objects

    /** An act about an object behind a pointer, once that is known to be there; otherwise it faults. */
    Act checked(String pointer, Act act) {
        Field field = plain(pointer);
        int[] outcomes = layout.domain(pointer, StateVariable.PLAIN).stream()
                .mapToInt(word -> switch (word.toString()) {
                    case "null", "error" -> faults.nullDeref();
                    case "freed" -> faults.kasanUaf();
                    default -> Act.NEXT;
                })
                .toArray();
        return (before, after) -> {
            int outcome = outcomes[field.get(before)];
            return Faults.isRaised(outcome) ? outcome : act.run(before, after);
        };
    }

    // ---- values

    /** What a call yields that answers with yes or no. */
    record Answer(Store yes, Store no) {
        void give(boolean answer, long[] before, long[] after) {
            (answer ? yes : no).apply(before, after);
        }
    }

    /** 1 for yes and 0 for no, stored in a variable of this context, if there is one. */
    Answer answer(Optional<String> into) {
        return new Answer(store(into, 1), store(into, 0));
    }

    /** Stores a number in a variable of this context, if there is one. */
    Store store(Optional<String> into, int number) {
        return into.map(variable -> store(variable, Value.of(number))).orElse((before, after) -> { });
    }

    /** Stores a value in a variable of this context. */
    Store store(String variable, Value value) {
        Field target = own(variable);
        Optional<Field> source = source(value);
        if (source.isPresent()) {
            Field from = source.get();
            String local = ((Value.LocalVariable) value).name();
            if (!layout.domain(local, context).equals(layout.domain(variable, context))) {
                throw new IllegalStateException("internal error: " + variable + " can't hold every value of " + local);
            }
            return (before, after) -> target.set(after, from.get(before));
        }
        int code = layout.code(variable, context, Datum.of(literal(value)));
        return (before, after) -> target.set(after, code);
    }

    /** Whether a number that the value may be has a certain quality. */
    StateTest number(Value value, IntPredicate quality) {
        Optional<Field> source = source(value);
        if (source.isEmpty()) {
            boolean constant = quality.test(literal(value));
            return state -> constant;
        }
        List<Datum> domain = layout.domain(((Value.LocalVariable) value).name(), context);
        boolean[] has = new boolean[domain.size()];
        for (int i = 0; i < has.length; i++) {
            has[i] = quality.test(((Datum.Num) domain.get(i)).value());
        }
        Field from = source.get();
        return state -> has[from.get(state)];
    }

    /** Whether a freeze keeps user tasks out of the kernel. */
    StateTest usersFrozen() {
        Field frozen = plainIfAny("usersFrozen").orElse(Field.ABSENT);
        return state -> frozen.get(state) != 0;
    }

    /** Sets the flag that the kernel printed a warning; where there is none, nothing ever warns. */
    Store warning() {
        return plainIfAny("warned")
                .map(warned -> (Store) (before, after) -> warned.set(after, 1))
                .orElse((before, after) -> {
                    throw new IllegalStateException("internal error: a warning in a protocol that has none");
                });
    }

    /** A local variable is a field only if some step of the program assigns it; otherwise it is always 0. */
    private Optional<Field> source(Value value) {
        return value instanceof Value.LocalVariable local ? ownIfAny(local.name()) : Optional.empty();
    }

    private static int literal(Value value) {
        return value instanceof Value.Literal literal ? literal.number() : 0;
    }

    /** The spinlocks of the protocol. */
    List<Field> spinlocks() {
        return lowered.protocol().objects(SharedObject.Spinlock.class).stream()
                .map(lock -> plain(lock.name()))
                .toList();
    }

    /** Whether nobody owns a lock. */
    StateTest free(String lock) {
        Field field = plain(lock);
        int none = code(lock, Vocabulary.NONE);
        return state -> field.get(state) == none;
    }
}
