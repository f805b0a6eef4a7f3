package org.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.Checked.check;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_5_15;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_18;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadFreezableShouldStop;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.thawKernelThreads;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.TaskState.INTERRUPTIBLE;
import static org.quiesce.protocol.TaskState.RUNNING;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_DOUBLE_STOP;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.PARK_TERMINATES;
import static org.quiesce.protocol.property.Property.STOP_RESULT_CORRECT;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;

/**
 * The sanity expectations of section 7.8 of the project's reference on kthreads: what any model of these kernels must
 * say, whatever way it is built. Expectations 13, 14 and 16 are about workqueues and stand in the atlas and in
 * {@code WorkVerdictTest}; 17 needs sleeps that are frozen in place, which are not modelled. Kernels up to 6.0 raise no
 * signal on a stop and can wake a frozen thread, later ones do and can't.
 */
class SanityExpectationsTest {

    private static final List<Profile> WITHOUT_SIGNAL = List.of(LINUX_5_10, LINUX_5_15);
    private static final List<Profile> WITH_SIGNAL = List.of(LINUX_6_12, LINUX_6_18);

    @Test
    void s01TheCanonicalLoopHoldsEverywhere() {
        Protocol canonical = worker("canonical", body -> body
                        .loop(always(), loop -> loop
                                .call(setCurrentState(INTERRUPTIBLE))
                                .when(or(flag("work"), shouldStop()), Body::leaveLoop)
                                .call(schedule()))
                        .call(plainSetCurrentState(RUNNING))
                        .until(shouldStop(), loop -> loop.call(msleep()))
                        .returns(0))
                .flag("work")
                .fileOperation("submit", body -> body.call(set("work")).call(wakeUpProcess("task")))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
        Profiles.all().forEach(kernel -> check(canonical, kernel).assertAllHold());
    }

    @Test
    void s02InterruptibleWaitWithoutStopHangsExactlyWhereAStopRaisesNoSignal() {
        WITHOUT_SIGNAL.forEach(kernel ->
                check(atlas("wait-cond-omits-stop", "broken"), kernel).assertViolated(STOP_TERMINATES));
        WITH_SIGNAL.forEach(kernel ->
                check(atlas("wait-cond-omits-stop", "broken"), kernel).assertHolds(STOP_TERMINATES));
    }

    @Test
    void s02InterruptibleWaitEndsInVainIfItsErrorIsIgnored() {
        WITH_SIGNAL.forEach(kernel ->
                check(atlas("erestartsys-spin", "broken"), kernel).assertViolated(STOP_TERMINATES));
    }

    @Test
    void s03UninterruptibleWaitWithoutStopHangsEverywhere() {
        Profiles.all().forEach(kernel -> check(atlas("wait-cond-omits-stop", "broken-uninterruptible"), kernel)
                .assertViolated(STOP_TERMINATES));
    }

    @Test
    void s04StateSetAfterCheckHangsWhereAStopRaisesNoSignalAndUninterruptibleEverywhere() {
        WITHOUT_SIGNAL.forEach(kernel ->
                check(atlas("state-set-after-check", "broken"), kernel).assertViolated(STOP_TERMINATES));
        WITH_SIGNAL.forEach(kernel ->
                check(atlas("state-set-after-check", "broken"), kernel).assertHolds(STOP_TERMINATES));
        Profiles.all().forEach(kernel -> check(atlas("state-set-after-check", "broken-uninterruptible"), kernel)
                .assertViolated(STOP_TERMINATES));
    }

    @Test
    void s05StopRightAfterKthreadRunYieldsEintrWithoutEnteringTheThreadOrItsResult() {
        Protocol quick = worker("quick-stop", body -> body
                        .call(set("entered"))
                        .until(shouldStop(), loop -> loop.call(msleep()))
                        .returns(7))
                .flag("entered").flag("never_ran").flag("ran").flag("eintr_though_entered")
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .assign("ret", kthreadStop("task"))
                        .when(equal("ret", 7), then -> then.call(set("ran")))
                        .when(equal("ret", Errno.EINTR.negative()), then -> then.call(set("never_ran")))
                        .when(and(equal("ret", Errno.EINTR.negative()), flag("entered")),
                                then -> then.call(set("eintr_though_entered"))))
                .build();
        Profiles.all().forEach(kernel -> {
            Checked checked = check(quick, kernel).assertHolds(STOP_RESULT_CORRECT);
            assertThat(checked.reaches("ran")).isTrue();
            assertThat(checked.reaches("never_ran")).isTrue();
            assertThat(checked.reaches("eintr_though_entered")).isFalse();
        });
    }

    @Test
    void s06AThreadStoppedWhileParkedAtBirthEntersItsFunctionWithTheStopBitSet() {
        Protocol parked = worker("parked-birth", body -> body
                        .when(shouldStop(), then -> then.call(set("stopped_at_entry")))
                        .until(shouldStop(), loop -> loop.call(set("worked")))
                        .returns(0))
                .flag("stopped_at_entry").flag("worked").flag("never_ran")
                .init(body -> body
                        .assign("task", kthreadCreate("worker"))
                        .call(kthreadPark("task")))
                .exit(body -> body
                        .assign("ret", kthreadStop("task"))
                        .when(equal("ret", Errno.EINTR.negative()), then -> then.call(set("never_ran"))))
                .build();
        Profiles.all().forEach(kernel -> {
            Checked checked = check(parked, kernel);
            assertThat(checked.reaches("stopped_at_entry")).isTrue();
            assertThat(checked.reaches("worked")).isFalse();
            assertThat(checked.reaches("never_ran")).isFalse();
            checked.assertAllHold();
        });
    }

    @Test
    void s07TheSecondStopOfAThreadThatIsHeldNeverEnds() {
        Profiles.all().forEach(kernel -> check(atlas("double-stop-sequential", "broken-referenced"), kernel)
                .assertViolated(STOP_TERMINATES)
                .assertViolated(NO_DOUBLE_STOP)
                .assertHolds(NO_USE_AFTER_FREE));
    }

    @Test
    void s07TheStopOfAThreadThatIsHeldAndHasEndedYieldsItsResult() {
        Protocol ended = worker("self-exit", body -> body.returns(7))
                .flag("got_result")
                .init(body -> body
                        .assign("task", kthreadCreate("worker"))
                        .call(getTaskStruct("task"))
                        .call(wakeUpProcess("task")))
                .exit(body -> body
                        .assign("ret", kthreadStop("task"))
                        .call(putTaskStruct("task"))
                        .when(equal("ret", 7), then -> then.call(set("got_result"))))
                .build();
        Profiles.all().forEach(kernel ->
                assertThat(check(ended, kernel).assertAllHold().reaches("got_result")).isTrue());
    }

    @Test
    void s08TheStopOfAThreadInThePlainRefrigeratorWaitsForTheThawEverywhere() {
        Protocol plain = frozen("try-to-freeze", body -> body
                .until(shouldStop(), loop -> loop
                        .call(tryToFreeze())
                        .call(msleep()))
                .returns(0));
        Profiles.all().forEach(kernel -> check(plain, kernel).assertViolated(STOP_TERMINATES));
    }

    @Test
    void s08AThreadThatLooksForAStopLeavesTheRefrigeratorWhereAFrozenThreadCanBeWoken() {
        Protocol looking = frozen("freezable-should-stop", body -> body
                .loop(always(), loop -> loop
                        .assign("stop", kthreadFreezableShouldStop())
                        .when(equal("stop", 1), Body::leaveLoop)
                        .call(msleep()))
                .returns(0));
        Profiles.all().forEach(kernel -> {
            Checked checked = check(looking, kernel);
            if (kernel.has(Axis.FREEZER_USES_TASK_FROZEN)) {
                checked.assertViolated(STOP_TERMINATES);
            } else {
                checked.assertAllHold();
            }
        });
        assertThat(Profiles.all().stream().filter(kernel -> !kernel.has(Axis.FREEZER_USES_TASK_FROZEN)))
                .containsExactlyElementsOf(WITHOUT_SIGNAL);
    }

    @Test
    void s08AThreadThatTakesNoPartInFreezingIsStoppedWhateverItCalls() {
        Protocol apart = worker("not-freezable", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(tryToFreeze())
                                .call(msleep()))
                        .returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .environment("suspend", body -> body.call(freezeKernelThreads()).call(thawKernelThreads()))
                .build();
        Profiles.all().forEach(kernel -> check(apart, kernel).assertAllHold());
    }

    @Test
    void s09ParkerMayHangBesideAStopIfTheThreadTestsForTheStopFirst() {
        Protocol stopFirst = parkBesideStop("stop-first", body -> body
                .until(shouldStop(), loop -> loop
                        .when(shouldPark(), then -> then.call(kthreadParkme()))
                        .call(msleep()))
                .returns(0));
        Profiles.all().forEach(kernel -> check(stopFirst, kernel).assertViolated(PARK_TERMINATES));
    }

    @Test
    void s09StopperMayHangBesideAParkIfTheThreadTestsForTheParkFirst() {
        Protocol parkFirst = parkBesideStop("park-first", body -> body
                .loop(always(), loop -> loop
                        .when(shouldPark(), then -> then.call(kthreadParkme()))
                        .when(shouldStop(), Body::leaveLoop)
                        .call(msleep()))
                .returns(0));
        Profiles.all().forEach(kernel -> check(parkFirst, kernel).assertViolated(STOP_TERMINATES));
    }

    @Test
    void s10DestroyingAWorkerBesideALiveEnqueuerAbandonsWorkOrTouchesFreedMemory() {
        Checked live = check(workerOfWorks("live-enqueuer", Pinning.NONE), LINUX_6_12)
                .assertViolated(NO_USE_AFTER_FREE);
        assertThat(live.reaches("abandoned")).isTrue();
        Checked quiet = check(workerOfWorks("quiet-enqueuer", Pinning.OWNER), LINUX_6_12).assertAllHold();
        assertThat(quiet.reaches("abandoned")).isFalse();
    }

    @Test
    void s10DestroyingAWorkerWithDelayedWorkPendingTouchesFreedMemory() {
        Protocol delayed = kthreadWorker("delayed-work")
                .fileOperations("delayed_work_timer", 1, Pinning.NONE, SanityExpectationsTest::queueWork)
                .build();
        check(delayed, LINUX_6_12).assertViolated(NO_USE_AFTER_FREE);
    }

    @Test
    void s11CompleteThenReturnFaultsExactlyWhereRcuDoesNotMaskModuleCode() {
        Profiles.all().forEach(kernel -> {
            check(atlas("complete-then-return", "broken"), kernel).assertViolated(NO_CODE_AFTER_UNLOAD);
            check(atlas("complete-then-return", "broken"), kernel.withClassicRcu()).assertAllHold();
            check(atlas("complete-then-return", "mended"), kernel).assertAllHold();
            check(atlas("complete-then-return", "mended"), kernel.withClassicRcu()).assertAllHold();
        });
    }

    @Test
    void s12AModuleReferenceTakenByTheThreadItselfComesTooLate() {
        Profiles.all().forEach(kernel -> {
            check(atlas("late-module-get", "broken"), kernel).assertViolated(NO_CODE_AFTER_UNLOAD);
            check(atlas("late-module-get", "broken"), kernel.withClassicRcu()).assertViolated(NO_CODE_AFTER_UNLOAD);
            check(atlas("late-module-get", "mended"), kernel).assertAllHold();
        });
    }

    @Test
    void s15OfTwoConcurrentParkersOneMayHang() {
        Protocol twoParkers = worker("two-parkers", body -> body
                        .until(shouldStop(), loop -> loop
                                .when(shouldPark(), then -> then.call(kthreadParkme()))
                                .call(msleep()))
                        .returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .fileOperations("park", 2, Pinning.OWNER, body -> body.call(kthreadPark("task")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
        check(twoParkers, LINUX_6_12).assertViolated(PARK_TERMINATES);
    }

    private static Protocol atlas(String id, String variant) {
        return Atlas.standard().entry(id).orElseThrow().variant(variant).orElseThrow().protocol();
    }

    private static ProtocolBuilder worker(String name, Consumer<Body> worker) {
        return Protocol.module(name).taskPointer("task").kthread("worker", worker);
    }

    /** A user parks the thread, which init and exit hold a reference on, while the module may be unloaded. */
    private static Protocol parkBesideStop(String name, Consumer<Body> worker) {
        return worker(name, worker)
                .init(body -> body
                        .assign("task", kthreadCreate("worker"))
                        .call(getTaskStruct("task"))
                        .call(wakeUpProcess("task")))
                .fileOperations("park", 1, Pinning.NONE, body -> body.call(kthreadPark("task")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /**
     * A freezable thread, which is stopped beside a suspend that may never be followed by a resume. The suspend comes
     * after set_freezable(), which would itself freeze in the plain refrigerator.
     */
    private static Protocol frozen(String name, Consumer<Body> loop) {
        return worker(name, body -> {
            body.call(setFreezable()).call(set("up"));
            loop.accept(body);
        })
                .flag("up")
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .environment("suspend", body -> body.when(flag("up"), then -> then
                        .call(freezeKernelThreads())
                        .call(thawKernelThreads())))
                .build();
    }

    private static Protocol workerOfWorks(String name, Pinning pinning) {
        return kthreadWorker(name).fileOperations("enqueue", 1, pinning, SanityExpectationsTest::queueWork).build();
    }

    /**
     * kthread_worker_fn() as steps W1 to W5, and in exit kthread_destroy_worker() as Y2 to Y6. The flush of Y2 is an
     * item behind the others: it is found, under the lock, when there is no work before it.
     */
    private static ProtocolBuilder kthreadWorker(String name) {
        return worker(name, body -> body
                        .loop(always(), loop -> loop
                                .call(setCurrentState(INTERRUPTIBLE))
                                .when(shouldStop(), then -> then
                                        .call(plainSetCurrentState(RUNNING))
                                        .returns(0))
                                .call(spinLock("lock"))
                                .call(setLocal("found", 0))
                                .when(above("works", 0), work -> work
                                                .call(decrement("works"))
                                                .call(setLocal("found", 1)),
                                        otherwise -> otherwise.when(flag("flush"), flush -> flush
                                                .call(clear("flush"))
                                                .call(setLocal("found", 2))))
                                .call(spinUnlock("lock"))
                                .when(equal("found", 0), idle -> idle
                                        .call(schedule())
                                        .nextTurn())
                                .call(plainSetCurrentState(RUNNING))
                                .when(equal("found", 2), flush -> flush.call(complete("flushed")))))
                .memory("kworker")
                .spinlock("lock")
                .counter("works", 1)
                .flag("flush")
                .flag("abandoned")
                .completion("flushed")
                .init(body -> body
                        .call(allocate("kworker"))
                        .assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(spinLock("lock"))
                        .call(set("flush"))
                        .call(wakeUpProcess("task"))
                        .call(spinUnlock("lock"))
                        .call(waitForCompletion("flushed"))
                        .call(kthreadStop("task"))
                        .when(above("works", 0), then -> then.call(set("abandoned")))
                        .call(kfree("kworker")));
    }

    /** kthread_queue_work(): the worker is touched under its lock. */
    private static void queueWork(Body body) {
        body.call(spinLock("lock"))
                .call(use("kworker"))
                .call(increment("works"))
                .call(wakeUpProcess("task"))
                .call(spinUnlock("lock"));
    }
}
