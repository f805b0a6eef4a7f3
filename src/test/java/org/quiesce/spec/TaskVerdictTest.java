package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.protocol.Ops.*;
import static org.quiesce.protocol.property.Property.FREEZE_COMPLETES;
import static org.quiesce.protocol.property.Property.NO_BLOCKING_IN_WAIT_WINDOW;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.NO_SLEEP_IN_ATOMIC;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/** What is known of threads that die, freeze, are bound or run on, and of what stays registered, found again by TLC. */
@Execution(ExecutionMode.CONCURRENT)
class TaskVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();

    private static final TlcRuns TLC = new TlcRuns();

    @Test
    void aNotifierIsUnregistered() {
        fails(TaskSample.notifier(), NO_CODE_AFTER_UNLOAD);
        succeeds(TaskSample.notifier(unregisterNotifier("notify")), NO_CODE_AFTER_UNLOAD, UNLOAD_COMPLETES);
    }

    /** blocking_notifier_chain_register() takes a semaphore. */
    @Test
    void aNotifierIsNotRegisteredUnderASpinlock() {
        fails(TaskSample.registersLocked(registerNotifier("notify")), NO_SLEEP_IN_ATOMIC);
        succeeds(TaskSample.registersLocked(set("ready")), NO_SLEEP_IN_ATOMIC);
    }

    /** synchronize_rcu() may sleep, and says so whoever reads. */
    @Test
    void aGracePeriodIsNotWaitedForBeforeASleep() {
        fails(TaskSample.dozes(synchronizeRcu()), NO_BLOCKING_IN_WAIT_WINDOW);
    }

    /** free_irq() ends the thread, too, which therefore must not call it. */
    @Test
    void aThreadedInterruptIsFreedByOthers() {
        fails(TaskSample.threadedIrq(TaskSample.thread(msleep())), NO_CODE_AFTER_UNLOAD);
        succeeds(TaskSample.threadedIrq(TaskSample.thread(msleep()), freeIrq("handler")),
                NO_CODE_AFTER_UNLOAD, UNLOAD_COMPLETES);
        fails(TaskSample.threadedIrq(TaskSample.thread(freeIrq("handler")), freeIrq("handler")), UNLOAD_COMPLETES);
    }

    @Test
    void aThreadOutlivesInitText() {
        fails(TaskSample.sleeperInInitText(), NO_CODE_AFTER_UNLOAD);
    }

    @Test
    void aFreezableThreadMustFreeze() {
        fails(TaskSample.suspends(msleep()), FREEZE_COMPLETES);
        succeeds(TaskSample.suspends(tryToFreeze(), msleep()), FREEZE_COMPLETES);
    }

    /** What a signal ends ends when user tasks are frozen. */
    @Test
    void aUserMustLeaveTheKernelToBeFrozen() {
        fails(TaskSample.suspendsUser(waitForCompletion("answer")), FREEZE_COMPLETES);
        succeeds(TaskSample.suspendsUser(waitForCompletionInterruptible("answer")), FREEZE_COMPLETES);
    }

    @Test
    void aTaskWorkRunsWhenTheStopIsOver() {
        fails(TaskSample.taskWork(kthreadStop("task")), NO_CODE_AFTER_UNLOAD);
    }

    @Test
    void aThreadIsBoundBeforeItRuns() {
        fails(TaskSample.bound(kthreadRun("worker"), kthreadBind("task")), NO_KERNEL_WARNING);
        succeeds(TaskSample.bound(kthreadCreate("worker"), kthreadBind("task"), wakeUpProcess("task")), NO_KERNEL_WARNING);
    }

    @Test
    void aReferenceOnAModuleThatGoesProtectsNothing() {
        fails(TaskSample.pinsItself(uncheckedModuleGet()), NO_CODE_AFTER_UNLOAD);
    }

    /** An oops completes the thread's exit and leaves its lock taken. */
    @Test
    void anOopsKeepsTheLock() {
        succeeds(TaskSample.oopsingLocker(), STOP_TERMINATES);
        fails(TaskSample.oopsingLocker(), UNLOAD_COMPLETES);
    }

    /** Without a barrier the stop may be tested before the state is set, and its wake-up come in between. */
    @Test
    void aPlainStoreOfTheStateLosesTheWakeUp() {
        fails(TaskSample.sleepsInLoop(plainSetCurrentState(TaskState.UNINTERRUPTIBLE)), STOP_TERMINATES);
        succeeds(TaskSample.sleepsInLoop(setCurrentState(TaskState.UNINTERRUPTIBLE)), STOP_TERMINATES);
    }

    private static void fails(Protocol protocol, Property property) {
        assertThat(verdict(protocol, property)).isEqualTo(property.kind() == Property.Kind.SAFETY
                ? new Verdict.InvariantViolated(property.id())
                : new Verdict.PropertyViolated(List.of()));
    }

    private static void succeeds(Protocol protocol, Property... properties) {
        for (Property property : properties) {
            assertThat(verdict(protocol, property)).isEqualTo(HOLDS);
        }
    }

    private static Verdict verdict(Protocol protocol, Property property) {
        return property.kind() == Property.Kind.SAFETY
                ? TLC.safety(protocol, Granularity.MICRO, LINUX_6_1, property)
                : TLC.liveness(protocol, Granularity.MICRO, LINUX_6_1, property);
    }
}
