package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_6;
import static org.quiesce.protocol.CallbackOps.disableIrq;
import static org.quiesce.protocol.CallbackOps.disableIrqNosync;
import static org.quiesce.protocol.CallbackOps.enableIrq;
import static org.quiesce.protocol.CallbackOps.synchronizeIrq;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.completeAll;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;
import static org.quiesce.protocol.property.Property.FLUSH_TERMINATES;
import static org.quiesce.protocol.property.Property.NOTHING_LEAKED;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Granularity;

/** What the reference expects of interrupts with a thread, and of those that are disabled. */
class InterruptVerdictTest {

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void disablingWaitsForTheThreadOfTheHandlerUnlessItSaysNosync(Granularity granularity) {
        check(granularity, frees(disableIrq("hard"))).holds();
        check(granularity, frees(disableIrqNosync("hard"))).isRefuted(NO_USE_AFTER_FREE);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void synchronizingKeepsNoNewHandlerOut(Granularity granularity) {
        check(granularity, frees(synchronizeIrq("hard"))).isRefuted(NO_USE_AFTER_FREE);
    }

    /** What the thread uses is freed after {@code before}, and the interrupt after that. */
    private static Protocol frees(Operation before) {
        return threaded(soft -> soft.call(use("data")))
                .memory("data")
                .init(init -> init.call(allocate("data")).call(requestThreadedIrq("hard", "soft")))
                .exit(exit -> exit.call(before).call(kfree("data")).call(freeIrq("hard")))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aThreadThatDisablesItsOwnInterruptWaitsForItself(Granularity granularity) {
        check(granularity, disabling(disableIrq("hard"))).getsStuck(UNLOAD_COMPLETES);
        check(granularity, disabling(disableIrqNosync("hard"))).holds();
    }

    private static Protocol disabling(Operation disables) {
        return threaded(soft -> soft.call(disables).call(enableIrq("hard")))
                .init(init -> init.call(requestThreadedIrq("hard", "soft")))
                .exit(exit -> exit.call(freeIrq("hard")))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aLockThatTheThreadTakesMustNotBeHeldWhileItsInterruptIsFreed(Granularity granularity) {
        check(granularity, threaded(soft -> soft.call(mutexLock("lock")).call(mutexUnlock("lock")))
                .mutex("lock")
                .init(init -> init.call(requestThreadedIrq("hard", "soft")))
                .exit(exit -> exit.call(mutexLock("lock")).call(freeIrq("hard")).call(mutexUnlock("lock")))
                .build()).getsStuck(UNLOAD_COMPLETES).getsStuck(FLUSH_TERMINATES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void whatIsNotDisabledIsNotEnabled(Granularity granularity) {
        check(granularity, waiting(init -> init.call(requestIrq("hard")).call(enableIrq("hard"))))
                .isRefuted(NO_KERNEL_WARNING);
        check(granularity, waiting(init -> init.call(requestIrq("hard")).call(disableIrq("hard")).call(enableIrq("hard"))))
                .holds(NO_KERNEL_WARNING);
    }

    /** Nobody is owed an interrupt; one that is disabled never comes. */
    private static Protocol waiting(Consumer<Body> init) {
        return Protocol.module("waiting")
                .completion("came")
                .irqHandler("hard", hard -> hard.call(completeAll("came")))
                .init(init)
                .exit(exit -> exit.call(waitForCompletion("came")).call(freeIrq("hard")))
                .build();
    }

    /** Who believes that only what he waits for ends his wait loses what he holds, where the stop of his thread ends it, too. */
    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aStopBreaksTheWaitOfAFunctionThatRunsOnlyFrom61To62(Granularity granularity) {
        Checker leaves = new Checker(threaded(soft -> soft.call(allocate("data"))
                        .assign("ret", waitForCompletionInterruptible("done"))
                        .when(equal("ret", 0), then -> then.call(kfree("data"))))
                .memory("data")
                .completion("done")
                .init(init -> init.call(requestThreadedIrq("hard", "soft")))
                .exit(exit -> exit.call(freeIrq("hard")))
                .build(), granularity);
        leaves.on(LINUX_6_1).isRefuted(NOTHING_LEAKED).holds(UNLOAD_COMPLETES);
        for (Profile kernel : List.of(LINUX_5_10, LINUX_6_6, LINUX_6_12)) {
            leaves.on(kernel).holds(NOTHING_LEAKED).getsStuck(UNLOAD_COMPLETES);
        }
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aFunctionThatRunsUntilItIsSignalledEndsWhereAStopSignalsIt(Granularity granularity) {
        Checker polls = new Checker(threaded(soft -> soft.until(signalPending(), loop -> loop.call(msleep())))
                .init(init -> init.call(requestThreadedIrq("hard", "soft")))
                .exit(exit -> exit.call(freeIrq("hard")))
                .build(), granularity);
        polls.on(LINUX_6_1).holds();
        polls.on(LINUX_5_10).goesRound(UNLOAD_COMPLETES);
        polls.on(LINUX_6_6).goesRound(UNLOAD_COMPLETES);
    }

    private static ProtocolBuilder threaded(Consumer<Body> soft) {
        return Protocol.module("threaded")
                .irqHandler("hard", hard -> hard.call(irqWakeThread()))
                .irqThread("soft", soft);
    }

    private static Checker.Findings check(Granularity granularity, Protocol protocol) {
        return new Checker(protocol, granularity).on(LINUX_6_12);
    }
}
