package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

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

    public static Condition fatalSignalPending() {
        return new Condition.FatalSignalPending();
    }

    public static Condition shouldStopOrPark() {
        return new Condition.ShouldStopOrPark();
    }

    /** {@code freezing(current)}. */
    public static Condition freezing() {
        return new Condition.Freezing();
    }

    public static Condition completionDone(String completion) {
        return new Condition.CompletionDone(given("completion", completion));
    }

    public static Condition workPending(String work) {
        return new Condition.WorkPending(given("work", work));
    }

    /** {@code current_work() == &work}. */
    public static Condition currentWork(String work) {
        return new Condition.CurrentWork(given("work", work));
    }

    public static Condition flag(String flag) {
        return new Condition.FlagSet(given("flag", flag));
    }

    public static Condition waitqueueActive(String queue) {
        return new Condition.WaitqueueActive(given("queue", queue), Barrier.NONE);
    }

    public static Condition wqHasSleeper(String queue) {
        return new Condition.WaitqueueActive(given("queue", queue), Barrier.FULL);
    }

    /** {@code counter > bound}. */
    public static Condition above(String counter, int bound) {
        return new Condition.CounterAbove(given("counter", counter), bound);
    }

    /** {@code task == NULL}, for a task pointer. */
    public static Condition isNull(String pointer) {
        return new Condition.PointerNull(given("pointer", pointer));
    }

    /** {@code IS_ERR(task)}. */
    public static Condition isErr(String pointer) {
        return new Condition.PointerError(given("pointer", pointer));
    }

    /** {@code memory == NULL}, for a memory pointer. */
    public static Condition memoryNull(String memory) {
        return new Condition.MemoryNull(given("memory", memory));
    }

    /** {@code queue == NULL}, for a workqueue. */
    public static Condition queueNull(String queue) {
        return new Condition.QueueNull(given("queue", queue));
    }

    /** {@code IS_ERR(worker)}, for a kthread worker. */
    public static Condition workerErr(String worker) {
        return new Condition.WorkerError(given("worker", worker));
    }

    public static Condition equal(String local, int number) {
        return new Condition.LocalCompare(given("local", local), Relation.EQUAL, number);
    }

    public static Condition notEqual(String local, int number) {
        return new Condition.LocalCompare(given("local", local), Relation.NOT_EQUAL, number);
    }

    public static Condition less(String local, int number) {
        return new Condition.LocalCompare(given("local", local), Relation.LESS, number);
    }

    /** A free choice; the reason is what the C says there, such as {@code register_device() < 0}. */
    public static Condition chance(String reason) {
        return new Condition.Chance(given("reason", reason));
    }

    public static Condition always() {
        return new Condition.Always();
    }

    public static Condition not(Condition operand) {
        return new Condition.Not(given("operand", operand));
    }

    public static Condition and(Condition left, Condition right) {
        return new Condition.And(given("left", left), given("right", right));
    }

    public static Condition or(Condition left, Condition right) {
        return new Condition.Or(given("left", left), given("right", right));
    }
}
