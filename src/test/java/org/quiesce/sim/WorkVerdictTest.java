package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_18;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.queueNull;
import static org.quiesce.protocol.Conditions.workerErr;
import static org.quiesce.protocol.Ops.allocOrderedWorkqueue;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.cancelDelayedWork;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.disableWorkSync;
import static org.quiesce.protocol.Ops.drainWorkqueue;
import static org.quiesce.protocol.Ops.enableWork;
import static org.quiesce.protocol.Ops.flushDelayedWork;
import static org.quiesce.protocol.Ops.flushWork;
import static org.quiesce.protocol.Ops.flushWorkqueue;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kthreadCancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.kthreadCancelWorkSync;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadFlushWork;
import static org.quiesce.protocol.Ops.kthreadFlushWorker;
import static org.quiesce.protocol.Ops.kthreadInitWorker;
import static org.quiesce.protocol.Ops.kthreadQueueDelayedWork;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadStopWorkerTask;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.queueDelayedWork;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.property.Property.FLUSH_TERMINATES;
import static org.quiesce.protocol.property.Property.NOTHING_LEAKED;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.STOP_RESULT_CORRECT;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Granularity;

/** What the reference expects of protocols with workqueues, delayed work and kthread workers. */
class WorkVerdictTest {

    private static final Consumer<Body> SETS = body -> body.call(set("ready"));

    // ---- workqueues

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aQueueIsDestroyedWithWorkOnIt(Granularity granularity) {
        check(granularity, queue().work("job", "wq", SETS)
                .init(calls(allocWorkqueue("wq"), queueWork("wq", "job"))).exit(calls(destroyWorkqueue("wq")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aQueueIsDestroyedWhileDelayedWorkIsOnItsTimer(Granularity granularity) {
        ProtocolBuilder driver = queue().delayedWork("job", "wq", SETS)
                .init(calls(allocWorkqueue("wq"), queueDelayedWork("wq", "job")));
        check(granularity, driver.exit(calls(destroyWorkqueue("wq"))))
                .isRefuted(NO_USE_AFTER_FREE).isRefuted(NO_KERNEL_WARNING)
                .holds(NO_CODE_AFTER_UNLOAD).holds(FLUSH_TERMINATES);
        check(granularity, driver.exit(calls(cancelDelayedWorkSync("job"), destroyWorkqueue("wq")))).holds();
        check(granularity, driver.exit(calls(cancelDelayedWork("job"), destroyWorkqueue("wq")))).holds();
        check(granularity, driver.exit(calls(flushDelayedWork("job"), destroyWorkqueue("wq")))).holds();
        check(granularity, driver.exit(calls(flushWork("job"), destroyWorkqueue("wq")))).isRefuted(NO_USE_AFTER_FREE);
        check(granularity, driver.exit(calls(flushWorkqueue("wq"), destroyWorkqueue("wq"))))
                .isRefuted(NO_USE_AFTER_FREE);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void delayedWorkThatArmsItself(Granularity granularity) {
        ProtocolBuilder driver = queue().delayedWork("job", "wq", body -> body.call(queueDelayedWork("wq", "job")))
                .init(calls(allocWorkqueue("wq"), queueDelayedWork("wq", "job")));
        check(granularity, driver.exit(calls(cancelDelayedWorkSync("job"), destroyWorkqueue("wq")))).holds();
        check(granularity, driver.exit(calls(cancelDelayedWork("job"), destroyWorkqueue("wq"))))
                .isRefuted(NO_USE_AFTER_FREE);
        check(granularity, driver.exit(calls(flushDelayedWork("job"), destroyWorkqueue("wq"))))
                .isRefuted(NO_USE_AFTER_FREE).holds(FLUSH_TERMINATES);
        check(granularity, driver.exit(calls(disableWorkSync("job"), destroyWorkqueue("wq")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void theCancelForWorkWithoutTimerWaitsForTheTimer(Granularity granularity) {
        check(granularity, queue().delayedWork("job", "wq", SETS)
                .init(calls(allocWorkqueue("wq"), queueDelayedWork("wq", "job")))
                .exit(calls(cancelWorkSync("job"), destroyWorkqueue("wq")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void workThatQueuesItselfForEver(Granularity granularity) {
        ProtocolBuilder driver = queue().work("job", "wq", body -> body.call(queueWork("wq", "job")))
                .init(calls(allocWorkqueue("wq"), queueWork("wq", "job")));
        check(granularity, driver.exit(calls(destroyWorkqueue("wq"))))
                .goesRound(FLUSH_TERMINATES).goesRound(UNLOAD_COMPLETES);
        check(granularity, driver.exit(calls(cancelWorkSync("job"), destroyWorkqueue("wq")))).holds();
        // A flush returns although the item is queued again, and the drain does not.
        check(granularity, driver.exit(calls(flushWork("job")))).holds(FLUSH_TERMINATES).isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, driver.exit(calls(flushWorkqueue("wq"), drainWorkqueue("wq")))).goesRound(FLUSH_TERMINATES);
        check(granularity, queue().flag("closing")
                .work("job", "wq", body -> body.when(not(flag("closing")), then -> then.call(queueWork("wq", "job"))))
                .init(calls(allocWorkqueue("wq"), queueWork("wq", "job")))
                .exit(calls(set("closing"), destroyWorkqueue("wq")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void workThatWaitsForItself(Granularity granularity) {
        for (Operation call : List.of(flushWork("job"), flushWorkqueue("wq"), drainWorkqueue("wq"),
                cancelWorkSync("job"), destroyWorkqueue("wq"))) {
            check(granularity, queue().work("job", "wq", body -> body.call(call))
                    .init(calls(allocWorkqueue("wq"), queueWork("wq", "job"))).exit(calls(flushWork("job"))))
                    .getsStuck(FLUSH_TERMINATES).getsStuck(UNLOAD_COMPLETES);
        }
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void itemsOfAnOrderedQueueNeverOverlap(Granularity granularity) {
        check(granularity, pair(Protocol.module("example").workqueue("wq"), allocWorkqueue("wq")))
                .isRefuted(NO_INVALID_TASK);
        check(granularity, pair(Protocol.module("example").orderedWorkqueue("wq"), allocOrderedWorkqueue("wq"))).holds();
    }

    /** Two items, each of which must not run while the other does. */
    private static ProtocolBuilder pair(ProtocolBuilder module, Operation allocates) {
        Consumer<Body> alone = body -> body.call(increment("running"))
                .when(above("running", 1), then -> then.call(use("nothing"))).call(decrement("running"));
        return module.counter("running", 2).memory("nothing").work("first", "wq", alone).work("second", "wq", alone)
                .init(calls(allocates, queueWork("wq", "first"), queueWork("wq", "second")))
                .exit(calls(destroyWorkqueue("wq")));
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void anItemOfAnOrderedQueueWaitsForTheNextOne(Granularity granularity) {
        check(granularity, chain(Protocol.module("example").workqueue("wq"), allocWorkqueue("wq"))).holds();
        check(granularity, chain(Protocol.module("example").orderedWorkqueue("wq"), allocOrderedWorkqueue("wq")))
                .getsStuck(FLUSH_TERMINATES);
    }

    private static ProtocolBuilder chain(ProtocolBuilder module, Operation allocates) {
        return module.completion("done")
                .work("first", "wq", body -> body.call(waitForCompletion("done")))
                .work("second", "wq", body -> body.call(complete("done")))
                .init(calls(allocates, queueWork("wq", "first"), queueWork("wq", "second")))
                .exit(calls(destroyWorkqueue("wq")));
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void workThatADrainedQueueRefusesIsLost(Granularity granularity) {
        ProtocolBuilder driver = queue().work("job", "wq", SETS).init(calls(allocWorkqueue("wq")))
                .fileOperations("user", 1, Pinning.NONE, calls(queueWork("wq", "job")));
        check(granularity, driver.exit(calls(drainWorkqueue("wq"), cancelWorkSync("job"))))
                .isRefuted(NO_KERNEL_WARNING).getsStuck(FLUSH_TERMINATES).getsStuck(UNLOAD_COMPLETES);
        check(granularity, driver.exit(calls(drainWorkqueue("wq"), flushWork("job")))).holds(FLUSH_TERMINATES);
        check(granularity, driver.exit(calls(cancelWorkSync("job")))).holds(FLUSH_TERMINATES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void oldKernelsAcceptWorkAfterTheLastDrain(Granularity granularity) {
        Protocol protocol = queue().work("job", "wq", SETS)
                .timer("expiry", calls(queueWork("wq", "job")))
                .init(calls(allocWorkqueue("wq"), modTimer("expiry")))
                .exit(calls(destroyWorkqueue("wq"), timerDeleteSync("expiry"))).build();
        new Checker(protocol, granularity).on(LINUX_6_1).isRefuted(NO_KERNEL_WARNING).isRefuted(NO_USE_AFTER_FREE)
                .isRefuted(NO_CODE_AFTER_UNLOAD);
        new Checker(protocol, granularity).on(LINUX_6_12).isRefuted(NO_KERNEL_WARNING).isRefuted(NO_USE_AFTER_FREE)
                .holds(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aTimerAndAnItemThatIsDisabled(Granularity granularity) {
        ProtocolBuilder driver = Protocol.module("example")
                .timer("expiry", calls(scheduleWork("job"))).work("job", calls(modTimer("expiry")))
                .init(calls(modTimer("expiry")));
        check(granularity, driver.exit(calls(disableWorkSync("job"), timerDeleteSync("expiry")))).holds();
        check(granularity, driver.exit(calls(disableWorkSync("job"), enableWork("job"), timerDeleteSync("expiry"))))
                .isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, driver.exit(calls(disableWorkSync("job"), timerDeleteSync("expiry"), enableWork("job"),
                enableWork("job")))).isRefuted(NO_KERNEL_WARNING);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void anAllocationThatNobodyChecks(Granularity granularity) {
        ProtocolBuilder driver = queue().work("job", "wq", SETS).exit(calls(destroyWorkqueue("wq")));
        check(granularity, driver.init(calls(allocWorkqueue("wq").mayFail(), queueWork("wq", "job"))))
                .isRefuted(NO_INVALID_TASK);
        check(granularity, driver.init(init -> init.call(allocWorkqueue("wq").mayFail())
                .when(queueNull("wq"), then -> then.returns(Errno.ENOMEM)).call(queueWork("wq", "job")))).holds();
    }

    // ---- kthread workers

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aWorkerIsDestroyedWithWorkOnItsList(Granularity granularity) {
        ProtocolBuilder driver = worker().kthreadWork("job", "kw", SETS)
                .init(calls(kthreadCreateWorker("kw"), kthreadQueueWork("kw", "job")))
                .exit(calls(kthreadDestroyWorker("kw")));
        for (Profile profile : List.of(LINUX_5_10, LINUX_6_12, LINUX_6_18)) {
            new Checker(driver.build(), granularity).on(profile).holds();
        }
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void workThatQueuesItselfIsLeftOnTheListOfItsWorker(Granularity granularity) {
        ProtocolBuilder driver = worker()
                .kthreadWork("job", "kw", calls(kthreadQueueWork("kw", "job")))
                .init(calls(kthreadCreateWorker("kw"), kthreadQueueWork("kw", "job")));
        check(granularity, driver.exit(calls(kthreadDestroyWorker("kw"))))
                .isRefuted(NO_KERNEL_WARNING).holds(FLUSH_TERMINATES).holds(UNLOAD_COMPLETES).holds(STOP_TERMINATES);
        check(granularity, driver.exit(calls(kthreadCancelWorkSync("job"), kthreadDestroyWorker("kw")))).holds();
        check(granularity, driver.exit(calls(kthreadFlushWork("job"), kthreadDestroyWorker("kw"))))
                .isRefuted(NO_KERNEL_WARNING).holds(FLUSH_TERMINATES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aWorkerIsDestroyedWhileDelayedWorkIsOnItsTimer(Granularity granularity) {
        ProtocolBuilder driver = worker().kthreadDelayedWork("job", "kw", SETS)
                .init(calls(kthreadCreateWorker("kw"), kthreadQueueDelayedWork("kw", "job")));
        Protocol forgets = driver.exit(calls(kthreadDestroyWorker("kw"))).build();
        new Checker(forgets, granularity).on(LINUX_6_1).isRefuted(NO_USE_AFTER_FREE);
        new Checker(forgets, granularity).on(LINUX_6_12).isRefuted(NO_USE_AFTER_FREE).isRefuted(NO_KERNEL_WARNING);
        check(granularity, driver.exit(calls(kthreadCancelDelayedWorkSync("job"), kthreadDestroyWorker("kw")))).holds();
        check(granularity, driver.exit(calls(kthreadCancelWorkSync("job"), kthreadDestroyWorker("kw"))))
                .isRefuted(NO_USE_AFTER_FREE).isRefuted(NO_KERNEL_WARNING);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aFlushOfWorkOnItsTimerNeverReturns(Granularity granularity) {
        ProtocolBuilder driver = worker().kthreadDelayedWork("job", "kw", SETS)
                .init(calls(kthreadCreateWorker("kw"), kthreadQueueDelayedWork("kw", "job")));
        check(granularity, driver.exit(calls(kthreadFlushWork("job"))))
                .getsStuck(FLUSH_TERMINATES).getsStuck(UNLOAD_COMPLETES);
        check(granularity, driver.exit(calls(kthreadCancelDelayedWorkSync("job"), kthreadFlushWork("job"),
                kthreadDestroyWorker("kw")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aWorkerWhoseThreadIsGone(Granularity granularity) {
        ProtocolBuilder driver = worker().kthreadWork("job", "kw", SETS)
                .init(calls(kthreadCreateWorker("kw"), kthreadQueueWork("kw", "job"), kthreadFlushWork("job")));
        check(granularity, driver.exit(calls(kthreadStopWorkerTask("kw"), kthreadFlushWorker("kw"))))
                .getsStuck(FLUSH_TERMINATES).holds(STOP_TERMINATES);
        check(granularity, driver.exit(calls(kthreadStopWorkerTask("kw"), kthreadDestroyWorker("kw"))))
                .isRefuted(NO_KERNEL_WARNING).holds(UNLOAD_COMPLETES).holds(FLUSH_TERMINATES);
        check(granularity, driver.exit(calls(kthreadFlushWorker("kw"), kthreadStopWorkerTask("kw"))))
                .isRefuted(NOTHING_LEAKED).holds(FLUSH_TERMINATES).holds(NO_KERNEL_WARNING);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void whatAWorkerTookLastIsWaitedForWhenItHasLeft(Granularity granularity) {
        ProtocolBuilder driver = worker().kthreadWork("job", "kw", SETS)
                .init(calls(kthreadCreateWorker("kw"), kthreadQueueWork("kw", "job")));
        for (Operation call : List.of(kthreadFlushWork("job"), kthreadCancelWorkSync("job"))) {
            check(granularity, driver.exit(calls(kthreadStopWorkerTask("kw"), call)))
                    .getsStuck(FLUSH_TERMINATES).getsStuck(UNLOAD_COMPLETES).holds(STOP_TERMINATES);
            check(granularity, driver.exit(calls(kthreadDestroyWorker("kw"), call)))
                    .isRefuted(NO_USE_AFTER_FREE);
            check(granularity, driver.exit(calls(call, kthreadDestroyWorker("kw")))).holds();
        }
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void workThatWaitsForItsWorker(Granularity granularity) {
        for (Operation call : List.of(kthreadFlushWork("job"), kthreadFlushWorker("kw"), kthreadCancelWorkSync("job"),
                kthreadDestroyWorker("kw"))) {
            check(granularity, worker().kthreadWork("job", "kw", calls(call))
                    .init(calls(kthreadCreateWorker("kw"), kthreadQueueWork("kw", "job")))
                    .exit(calls(kthreadFlushWork("job"))))
                    .getsStuck(FLUSH_TERMINATES).getsStuck(UNLOAD_COMPLETES);
        }
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void twoThreadsOfOneWorker(Granularity granularity) {
        check(granularity, Protocol.module("example").flag("ready").taskPointer("task").taskPointer("other")
                .kthreadWorker("kw", 2).kthreadWork("job", "kw", SETS)
                .init(init -> init.call(kthreadInitWorker("kw"))
                        .assign("task", kthreadRun("kw_thread")).assign("other", kthreadRun("kw_thread"))
                        .call(kthreadQueueWork("kw", "job")))
                .exit(calls(kthreadStop("task"), kthreadStop("other"))))
                .isRefuted(NO_KERNEL_WARNING).holds(STOP_TERMINATES).holds(STOP_RESULT_CORRECT);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aCreationThatNobodyChecks(Granularity granularity) {
        ProtocolBuilder driver = worker().kthreadWork("job", "kw", SETS).exit(calls(kthreadDestroyWorker("kw")));
        check(granularity, driver.init(calls(kthreadCreateWorker("kw").mayFail(), kthreadQueueWork("kw", "job"))))
                .isRefuted(NO_INVALID_TASK);
        check(granularity, driver.init(init -> init.call(kthreadCreateWorker("kw").mayFail())
                .when(workerErr("kw"), then -> then.returns(Errno.ENOMEM)).call(kthreadQueueWork("kw", "job")))).holds();
    }

    private static ProtocolBuilder queue() {
        return Protocol.module("example").flag("ready").workqueue("wq");
    }

    private static ProtocolBuilder worker() {
        return Protocol.module("example").flag("ready").kthreadWorker("kw");
    }

    private static Consumer<Body> calls(Operation... operations) {
        return body -> List.of(operations).forEach(body::call);
    }

    private static Checker.Findings check(Granularity granularity, ProtocolBuilder builder) {
        return new Checker(builder.build(), granularity).on(LINUX_6_12);
    }
}
