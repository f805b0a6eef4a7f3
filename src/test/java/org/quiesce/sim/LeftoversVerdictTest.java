package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_18;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadInitWorker;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.property.Property.LOCKS_RELEASED;
import static org.quiesce.protocol.property.Property.NOTHING_LEAKED;
import static org.quiesce.protocol.property.Property.UNLOAD_POSSIBLE;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Granularity;

/** What the reference expects of what a module leaves behind, and of the locks of whoever leaves it. */
class LeftoversVerdictTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> SETS = body -> body.call(set("ready"));
    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));
    private static final Consumer<Body> STOP = exit -> exit.call(kthreadStop("task"));

    // ---- what a module makes

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aWorkqueueIsDestroyedOnce(Granularity granularity) {
        ProtocolBuilder driver = module().workqueue("wq").init(calls(allocWorkqueue("wq")));
        check(granularity, driver.exit(NOTHING)).isRefuted(NOTHING_LEAKED);
        check(granularity, driver.exit(calls(destroyWorkqueue("wq")))).holds();
        check(granularity, driver.init(calls(allocWorkqueue("wq"), allocWorkqueue("wq")))
                .exit(calls(destroyWorkqueue("wq")))).isRefuted(NOTHING_LEAKED);
        check(granularity, driver.init(init -> init.call(allocWorkqueue("wq")).returns(-19)))
                .isRefuted(NOTHING_LEAKED);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aKthreadWorkerIsDestroyed(Granularity granularity) {
        ProtocolBuilder driver = module().kthreadWorker("kw").kthreadWork("job", "kw", SETS)
                .init(calls(kthreadCreateWorker("kw")));
        check(granularity, driver.exit(NOTHING)).isRefuted(NOTHING_LEAKED);
        new Checker(driver.build(), granularity).on(LINUX_6_18).isRefuted(NOTHING_LEAKED);
        check(granularity, driver.exit(calls(kthreadDestroyWorker("kw")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void theThreadOfAWorkerThatNobodyMadeIsStopped(Granularity granularity) {
        ProtocolBuilder driver = module().kthreadWorker("kw", 1).kthreadWork("job", "kw", SETS)
                .init(init -> init.call(kthreadInitWorker("kw")).assign("task", kthreadRun("kw_thread")));
        check(granularity, driver.exit(NOTHING)).isRefuted(NOTHING_LEAKED);
        check(granularity, driver.exit(STOP)).holds(NOTHING_LEAKED);
    }

    // ---- locks

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aThreadThatLeavesWithALock(Granularity granularity) {
        Consumer<Body> keeps = body -> body.until(shouldStop(), loop -> loop.call(msleep())).call(mutexLock("lock"));
        ProtocolBuilder driver = module().mutex("lock").init(RUN).exit(STOP);
        check(granularity, driver.kthread("worker", keeps)).isRefuted(LOCKS_RELEASED);
        check(granularity, module().mutex("lock").init(RUN).exit(STOP).kthread("worker", body -> {
            keeps.accept(body);
            body.call(mutexUnlock("lock"));
        })).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void anOopsTurnsLockdepOff(Granularity granularity) {
        Consumer<Body> locks = body -> body.call(mutexLock("lock")).call(set("ready")).call(mutexUnlock("lock"))
                .until(shouldStop(), loop -> loop.call(msleep()));
        check(granularity, module().mutex("lock").init(RUN).exit(STOP).kthread("worker", locks).oops("worker"))
                .holds(LOCKS_RELEASED);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void usersInitAndCallbacksLeaveWithNone(Granularity granularity) {
        check(granularity, module().mutex("lock").init(NOTHING).exit(NOTHING)
                .fileOperation("reader", body -> body.call(mutexLock("lock")))).isRefuted(LOCKS_RELEASED);
        check(granularity, module().mutex("lock").init(calls(mutexLock("lock"))).exit(calls(mutexUnlock("lock"))))
                .isRefuted(LOCKS_RELEASED);
        check(granularity, module().spinlock("guard").timer("expiry", body -> body.call(spinLock("guard")))
                .init(calls(modTimer("expiry"))).exit(NOTHING)).isRefuted(LOCKS_RELEASED);
        check(granularity, module().spinlock("guard")
                .timer("expiry", body -> body.call(spinLock("guard")).call(spinUnlock("guard")))
                .init(calls(modTimer("expiry"))).exit(NOTHING)).holds(LOCKS_RELEASED);
    }

    // ---- references on the module

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aReferenceThatAThreadLeavesIsSeenDespiteUsers(Granularity granularity) {
        Consumer<Body> ends = body -> body.call(set("ready"));
        ProtocolBuilder driver = module().init(RUN).exit(NOTHING)
                .fileOperations("reader", 1, Pinning.OWNER, body -> body.call(clear("ready")));
        check(granularity, driver.kthread("worker", body -> {
            body.assign("got", tryModuleGet());
            ends.accept(body);
        })).getsStuck(UNLOAD_POSSIBLE);
        check(granularity, module().init(RUN).exit(NOTHING)
                .fileOperations("reader", 1, Pinning.OWNER, body -> body.call(clear("ready")))
                .kthread("worker", body -> body.assign("got", tryModuleGet()).call(modulePut())))
                .holds(UNLOAD_POSSIBLE);
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task").flag("ready");
    }

    private static Consumer<Body> calls(Operation... operations) {
        return body -> List.of(operations).forEach(body::call);
    }

    private static Checker.Findings check(Granularity granularity, ProtocolBuilder builder) {
        return new Checker(builder.build(), granularity).on(LINUX_6_12);
    }
}
