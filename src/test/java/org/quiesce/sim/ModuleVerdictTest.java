package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexLockInterruptible;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleDelayedWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;
import static org.quiesce.protocol.property.Property.LOAD_COMPLETES;
import static org.quiesce.protocol.property.Property.NOTHING_LEAKED;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.REFERENCES_BALANCED;
import static org.quiesce.protocol.property.Property.REQUESTS_ANSWERED;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;
import static org.quiesce.protocol.property.Property.UNLOAD_POSSIBLE;

import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;

/** What the reference expects of modules that are loaded, used and unloaded in good and bad ways. */
class ModuleVerdictTest {

    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));
    private static final Consumer<Body> STOP = exit -> exit.call(kthreadStop("task"));

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void whatIsBuiltInKeepsItsTextWhereInitFails(Granularity granularity) {
        ProtocolBuilder failing = module(ModuleVerdictTest::canonical)
                .init(init -> init.assign("task", kthreadRun("worker")).returns(-12));
        check(granularity, failing).isRefuted(NO_CODE_AFTER_UNLOAD);
        assertThat(Property.of(Lowering.lower(failing.builtIn().build(), granularity))).containsExactly(NO_USE_AFTER_FREE);
        check(granularity, failing.builtIn()).holds(NO_USE_AFTER_FREE);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void withoutAnExitFunctionAModuleStaysForEver(Granularity granularity) {
        ProtocolBuilder driver = module(ModuleVerdictTest::canonical).init(RUN);
        check(granularity, driver).getsStuck(UNLOAD_POSSIBLE).holds(NO_CODE_AFTER_UNLOAD);
        check(granularity, driver.forcedUnload()).isRefuted(NO_CODE_AFTER_UNLOAD).holds(UNLOAD_COMPLETES);
        check(granularity, module(body -> body.loop(always(), loop -> loop.call(set("ready")).call(clear("ready"))))
                .init(RUN)).goesRound(UNLOAD_POSSIBLE);
        check(granularity, module(ModuleVerdictTest::canonical)
                .init(init -> init.assign("task", kthreadRun("worker")).call(kthreadStop("task")).returns(-19)))
                .holds(UNLOAD_POSSIBLE);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aReferenceThatNobodyDropsKeepsAModule(Granularity granularity) {
        ProtocolBuilder driver = module(ModuleVerdictTest::canonical)
                .init(init -> init.assign("got", tryModuleGet()).assign("task", kthreadRun("worker"))).exit(STOP);
        check(granularity, driver).getsStuck(UNLOAD_POSSIBLE);
        ProtocolBuilder open = module(ModuleVerdictTest::canonical).completion("done").init(RUN).exit(STOP)
                .fileOperation("reader", body -> body.call(waitForCompletion("done")));
        check(granularity, open).getsStuck(REQUESTS_ANSWERED);
        ProtocolBuilder answered = module(body -> {
            body.call(complete("done"));
            canonical(body);
        }).completion("done").init(RUN).exit(STOP)
                .fileOperation("reader", body -> body.call(waitForCompletion("done")));
        check(granularity, answered).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void referencesThatComeAndGoLeaveMomentsForRmmod(Granularity granularity) {
        Consumer<Body> pins = body -> body.until(shouldStop(), loop -> loop
                .assign("got", tryModuleGet()).call(modulePut()));
        check(granularity, module(pins).init(RUN).exit(STOP)).holds(UNLOAD_POSSIBLE);
        // Two may relieve each other for ever.
        check(granularity, module(pins).taskPointer("other").kthread("rival", pins)
                .init(init -> init.assign("task", kthreadRun("worker")).assign("other", kthreadRun("rival")))
                .exit(exit -> exit.call(kthreadStop("task")).call(kthreadStop("other")))).goesRound(UNLOAD_POSSIBLE);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void initWaitsForItsThread(Granularity granularity) {
        Consumer<Body> waits = init -> init.assign("task", kthreadRun("worker")).call(waitForCompletion("done"));
        check(granularity, module(body -> {
            body.call(complete("done"));
            canonical(body);
        }).completion("done").init(waits).exit(STOP)).holds();
        check(granularity, module(body -> {
            body.when(chance("fails"), then -> then.returns(0));
            body.call(complete("done"));
            canonical(body);
        }).completion("done").init(waits).exit(STOP)).getsStuck(LOAD_COMPLETES);
        check(granularity, module(ModuleVerdictTest::canonical)
                .init(init -> init.assign("task", kthreadRun("worker"))
                        .loop(not(flag("ready")), loop -> loop.call(set("open"))))
                .flag("open").exit(STOP)).goesRound(LOAD_COMPLETES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aForcedUnloadTakesTheModuleFromItsUsers(Granularity granularity) {
        ProtocolBuilder driver = module(ModuleVerdictTest::canonical).init(RUN).exit(STOP)
                .fileOperation("reader", body -> body.call(set("ready")));
        check(granularity, driver).holds();
        check(granularity, driver.forcedUnload()).isRefuted(NO_CODE_AFTER_UNLOAD).isRefuted(NO_USE_AFTER_FREE);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aReferenceThatWorkOnItsTimerIsToPut(Granularity granularity) {
        ProtocolBuilder puts = Protocol.module("example").delayedWork("job", body -> body.call(modulePut()))
                .init(init -> init.assign("got", tryModuleGet()).call(scheduleDelayedWork("job")))
                .exit(exit -> { });
        check(granularity, puts).holds(REFERENCES_BALANCED);
        ProtocolBuilder forgets = Protocol.module("example").delayedWork("job", body -> { })
                .init(init -> init.assign("got", tryModuleGet()).call(scheduleDelayedWork("job")))
                .exit(exit -> { });
        check(granularity, forgets).isRefuted(REFERENCES_BALANCED);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aReferenceThatIsPutTwice(Granularity granularity) {
        check(granularity, module(body -> body.call(modulePutAndKthreadExit(0))).init(RUN).exit(exit -> { }))
                .isRefuted(REFERENCES_BALANCED).took("ModprobeLive");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aReferenceThatACallbackHolds(Granularity granularity) {
        Consumer<Body> arms = init -> init.assign("got", tryModuleGet()).call(modTimer("expiry"));
        ProtocolBuilder driver = Protocol.module("example").flag("ready").init(arms)
                .exit(exit -> exit.call(timerDeleteSync("expiry")));
        check(granularity, driver.timer("expiry", body -> body.call(modulePut()))).holds();
        ProtocolBuilder forgets = Protocol.module("example").flag("ready").init(arms)
                .exit(exit -> exit.call(timerDeleteSync("expiry")))
                .timer("expiry", body -> body.call(set("ready")));
        check(granularity, forgets).isRefuted(REFERENCES_BALANCED).getsStuck(UNLOAD_POSSIBLE);
        // Whether an interrupt comes is up to the device: to have requested one excuses nothing.
        ProtocolBuilder interrupts = Protocol.module("example").flag("ready")
                .irqHandler("handler", body -> body.call(set("ready")))
                .init(init -> init.assign("got", tryModuleGet()).call(requestIrq("handler")))
                .exit(exit -> exit.call(freeIrq("handler")));
        check(granularity, interrupts).isRefuted(REFERENCES_BALANCED);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void memoryThatIsAllocatedTwice(Granularity granularity) {
        ProtocolBuilder driver = Protocol.module("example").memory("buffer").exit(exit -> exit.call(kfree("buffer")));
        check(granularity, driver.init(init -> init.call(allocate("buffer")).call(allocate("buffer"))))
                .isRefuted(NOTHING_LEAKED);
        check(granularity, driver.init(init -> init.call(allocate("buffer")).call(kfree("buffer"))
                .call(allocate("buffer")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void usersAreInterruptedOrNot(Granularity granularity) {
        ProtocolBuilder careless = module(body -> body.call(mutexLock("lock")).call(mutexUnlock("lock")))
                .mutex("lock").init(RUN).exit(exit -> { })
                .fileOperation("reader", body -> body.call(mutexLockInterruptible("lock")).call(mutexUnlock("lock")));
        check(granularity, careless).isRefuted(NO_KERNEL_WARNING).took("Signal");
        // Nobody may rely on a signal.
        ProtocolBuilder waits = module(ModuleVerdictTest::canonical).completion("done").init(RUN).exit(STOP)
                .fileOperation("reader", body -> body.call(waitForCompletionInterruptible("done")));
        check(granularity, waits).getsStuck(REQUESTS_ANSWERED).took("Signal");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aCallThatPinsNothingIsCutOff(Granularity granularity) {
        ProtocolBuilder driver = module(ModuleVerdictTest::canonical).init(RUN).exit(STOP);
        check(granularity, driver.fileOperations("reader", 1, Pinning.NONE, body -> { }))
                .isRefuted(NO_CODE_AFTER_UNLOAD).took("FetchFault");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void completionsThatNobodyTakesLeaveTheBounds(Granularity granularity) {
        SearchResult result = check(granularity, module(body -> body.until(shouldStop(), loop -> loop
                .call(complete("done")))).completion("done").init(RUN).exit(STOP)).result();
        assertThat(result.completion()).isInstanceOf(Completion.BoundsExceeded.class);
        assertThat(result.verdicts().values()).allMatch(Verdict.Inconclusive.class::isInstance);
    }

    // ---- words of the tests

    private static ProtocolBuilder module(Consumer<Body> worker) {
        return Protocol.module("example").taskPointer("task").flag("ready").kthread("worker", worker);
    }

    private static void canonical(Body body) {
        body.until(shouldStop(), loop -> loop
                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                .when(not(shouldStop()), then -> then.call(schedule())))
                .call(setCurrentState(TaskState.RUNNING));
    }

    private static Checker.Findings check(Granularity granularity, ProtocolBuilder builder) {
        return new Checker(builder.build(), granularity).on(LINUX_6_12);
    }
}
