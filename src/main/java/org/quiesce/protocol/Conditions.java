package org.quiesce.protocol;

import org.quiesce.protocol.Condition.Barrier;
import org.quiesce.protocol.Condition.Relation;

/** Factories of conditions, for static import. */
public final class Conditions {

    private Conditions() {}

    public static Condition shouldStop() {
        return new Condition.ShouldStop();
    }

    public static Condition shouldPark() {
        return new Condition.ShouldPark();
    }

    public static Condition signalPending() {
        return new Condition.SignalPending();
    }

    public static Condition flag(String flag) {
        return new Condition.FlagSet(flag);
    }

    public static Condition waitqueueActive(String queue) {
        return new Condition.WaitqueueActive(queue, Barrier.NONE);
    }

    public static Condition wqHasSleeper(String queue) {
        return new Condition.WaitqueueActive(queue, Barrier.FULL);
    }

    /** {@code counter > bound}. */
    public static Condition above(String counter, int bound) {
        return new Condition.CounterAbove(counter, bound);
    }

    /** {@code task == NULL}, for a task pointer. */
    public static Condition isNull(String pointer) {
        return new Condition.PointerNull(pointer);
    }

    /** {@code IS_ERR(task)}. */
    public static Condition isErr(String pointer) {
        return new Condition.PointerError(pointer);
    }

    /** {@code memory == NULL}, for a memory pointer. */
    public static Condition memoryNull(String memory) {
        return new Condition.MemoryNull(memory);
    }

    /** {@code queue == NULL}, for a workqueue. */
    public static Condition queueNull(String queue) {
        return new Condition.QueueNull(queue);
    }

    /** {@code IS_ERR(worker)}, for a kthread worker. */
    public static Condition workerErr(String worker) {
        return new Condition.WorkerError(worker);
    }

    public static Condition equal(String local, int number) {
        return new Condition.LocalCompare(local, Relation.EQUAL, number);
    }

    public static Condition notEqual(String local, int number) {
        return new Condition.LocalCompare(local, Relation.NOT_EQUAL, number);
    }

    public static Condition less(String local, int number) {
        return new Condition.LocalCompare(local, Relation.LESS, number);
    }

    /** A free choice; the reason is what the C says there, such as {@code register_device() < 0}. */
    public static Condition chance(String reason) {
        return new Condition.Chance(reason);
    }

    public static Condition always() {
        return new Condition.Always();
    }

    public static Condition not(Condition operand) {
        return new Condition.Not(operand);
    }

    public static Condition and(Condition left, Condition right) {
        return new Condition.And(left, right);
    }

    public static Condition or(Condition left, Condition right) {
        return new Condition.Or(left, right);
    }
}
