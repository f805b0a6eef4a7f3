package org.quiesce.protocol;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A condition of a program. Compound conditions are evaluated piece by piece, left to right, each atom in a step of
 * its own: every atom reads at most one shared variable.
 */
public sealed interface Condition {

    /** The C spelling. */
    String c();

    /** Its atoms, in the order in which they are evaluated. */
    Stream<Atom> atoms();

    /** What it always is, for a condition that depends on nothing. */
    default Optional<Boolean> decided() {
        return Optional.empty();
    }

    /** A condition that is one read. */
    sealed interface Atom extends Condition {
        @Override
        default Stream<Atom> atoms() {
            return Stream.of(this);
        }
    }

    /** A read that a kernel function does. */
    sealed interface Call extends Atom {
        /** Name of the function. */
        default String function() {
            return Listing.calledIn(c());
        }
    }

    /**
     * {@code kthread_should_stop()} of the running kthread. In a work item that is the kworker, whose bit nobody who
     * queues items ever sets: there it is always false.
     */
    record ShouldStop() implements Call {
        @Override
        public String c() {
            return "kthread_should_stop()";
        }
    }

    /** {@code kthread_should_park()} of the running kthread. */
    record ShouldPark() implements Call {
        @Override
        public String c() {
            return "kthread_should_park()";
        }
    }

    /** {@code signal_pending(current)}: for a kthread that allowed no signal, the pseudo-signal of a stop. */
    record SignalPending() implements Call {
        @Override
        public String c() {
            return "signal_pending(current)";
        }
    }

    /** {@code fatal_signal_pending(current)}: SIGKILL, sent to the thread itself, which allowed it. */
    record FatalSignalPending() implements Call {
        @Override
        public String c() {
            return "fatal_signal_pending(current)";
        }
    }

    /** {@code kthread_should_stop_or_park()}: both bits in one load; false for a task that is no kernel thread. */
    record ShouldStopOrPark() implements Call {
        @Override
        public String c() {
            return "kthread_should_stop_or_park()";
        }
    }

    /** {@code freezing(current)}: the running thread takes part in a freeze that is under way. */
    record Freezing() implements Call {
        @Override
        public String c() {
            return "freezing(current)";
        }
    }

    /** {@code completion_done()}. */
    record CompletionDone(String completion) implements Call {
        @Override
        public String c() {
            return "completion_done(&" + completion + ")";
        }
    }

    /** {@code work_pending()}: a hint, for it can change at any moment. */
    record WorkPending(String work) implements Call {
        @Override
        public String c() {
            return "work_pending(&" + work + ")";
        }
    }

    /** The item that the running worker is in, by {@code current_work()}, is this one. */
    record CurrentWork(String work) implements Call {
        @Override
        public String c() {
            return "current_work() == &" + work;
        }
    }

    /** A flag is set. */
    record FlagSet(String flag) implements Atom {
        @Override
        public String c() {
            return flag;
        }
    }

    /**
     * Somebody is on a wait queue: {@code waitqueue_active()}, or with a barrier before it {@code wq_has_sleeper()}.
     */
    record WaitqueueActive(String queue, Barrier barrier) implements Call {
        @Override
        public String c() {
            return (barrier == Barrier.FULL ? "wq_has_sleeper" : "waitqueue_active") + "(&" + queue + ")";
        }
    }

    /** What keeps a read from being done before the stores that come before it. */
    enum Barrier {
        NONE,
        FULL
    }

    /** A counter is above a bound. */
    record CounterAbove(String counter, int bound) implements Atom {
        @Override
        public String c() {
            return counter + " > " + bound;
        }
    }

    /** A task pointer is NULL. */
    record PointerNull(String pointer) implements Atom {
        @Override
        public String c() {
            return "!" + pointer;
        }
    }

    /** {@code IS_ERR()} of a task pointer. */
    record PointerError(String pointer) implements Call {
        @Override
        public String c() {
            return "IS_ERR(" + pointer + ")";
        }
    }

    /** A memory pointer is NULL. */
    record MemoryNull(String memory) implements Atom {
        @Override
        public String c() {
            return "!" + memory;
        }
    }

    /** A pointer to a workqueue is NULL. */
    record QueueNull(String queue) implements Atom {
        @Override
        public String c() {
            return "!" + queue;
        }
    }

    /** A pointer to a kthread worker is an error pointer. */
    record WorkerError(String worker) implements Call {
        @Override
        public String c() {
            return "IS_ERR(" + worker + ")";
        }
    }

    /** A local variable compared with a number. */
    record LocalCompare(String local, Relation relation, int number) implements Atom {
        @Override
        public String c() {
            if (number == 0 && relation == Relation.NOT_EQUAL) {
                return local;
            }
            if (number == 0 && relation == Relation.EQUAL) {
                return "!" + local;
            }
            return local + " " + relation.c() + " " + Errno.c(number);
        }
    }

    /** Either way, at any time: an abstracted condition. The reason says what it stands for. */
    record Chance(String reason) implements Atom {
        @Override
        public String c() {
            return reason;
        }
    }

    /** Always true; reads nothing and takes no step. */
    record Always() implements Condition {
        @Override
        public String c() {
            return "1";
        }

        @Override
        public Stream<Atom> atoms() {
            return Stream.empty();
        }

        @Override
        public Optional<Boolean> decided() {
            return Optional.of(true);
        }
    }

    /** The opposite. */
    record Not(Condition operand) implements Condition {
        @Override
        public String c() {
            String c = operand.c();
            boolean isCompound = operand instanceof And || operand instanceof Or;
            if (c.startsWith("!") && !isCompound) {
                return c.substring(1);
            }
            return isCompound || c.contains(" ") ? "!(" + c + ")" : "!" + c;
        }

        @Override
        public Stream<Atom> atoms() {
            return operand.atoms();
        }

        @Override
        public Optional<Boolean> decided() {
            return operand.decided().map(is -> !is);
        }
    }

    /** Both, the second tested only if the first is true. */
    record And(Condition left, Condition right) implements Condition {
        @Override
        public String c() {
            return bracketed(left) + " && " + bracketed(right);
        }

        @Override
        public Stream<Atom> atoms() {
            return Stream.concat(left.atoms(), right.atoms());
        }

        @Override
        public Optional<Boolean> decided() {
            Optional<Boolean> one = left.decided();
            Optional<Boolean> other = right.decided();
            Optional<Boolean> never = Optional.of(false);
            return one.equals(never) || other.equals(never) ? never : one.flatMap(is -> other);
        }

        private static String bracketed(Condition condition) {
            return condition instanceof Or ? "(" + condition.c() + ")" : condition.c();
        }
    }

    /** At least one, the second tested only if the first is false. */
    record Or(Condition left, Condition right) implements Condition {
        @Override
        public String c() {
            return bracketed(left) + " || " + bracketed(right);
        }

        @Override
        public Stream<Atom> atoms() {
            return Stream.concat(left.atoms(), right.atoms());
        }

        @Override
        public Optional<Boolean> decided() {
            Optional<Boolean> one = left.decided();
            Optional<Boolean> other = right.decided();
            Optional<Boolean> surely = Optional.of(true);
            return one.equals(surely) || other.equals(surely) ? surely : one.flatMap(is -> other);
        }

        private static String bracketed(Condition condition) {
            return condition instanceof And ? "(" + condition.c() + ")" : condition.c();
        }
    }

    /** How a local variable is compared. */
    enum Relation {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<");

        private final String c;

        Relation(String c) {
            this.c = c;
        }

        /** The C operator. */
        public String c() {
            return c;
        }

        /** Whether {@code left RELATION right}. */
        public boolean holds(int left, int right) {
            return switch (this) {
                case EQUAL -> left == right;
                case NOT_EQUAL -> left != right;
                case LESS -> left < right;
            };
        }
    }
}
