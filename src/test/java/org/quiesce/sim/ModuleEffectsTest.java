package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexLockInterruptible;
import static org.quiesce.protocol.Ops.tryModuleGet;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Run;

/** What loading and unloading the module changes, calls into it, and references on it, in runs along a schedule. */
class ModuleEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));

    @Test
    void referencesOnTheModule() {
        play(module(body -> body.assign("got", tryModuleGet())).init(init -> init.call(modulePut()).call(modulePut())
                .call(modulePut()).assign("got", tryModuleGet()).assign("task", kthreadCreate("worker"))))
                .expect("modprobe", "pc[modprobe]=4 refs=1")
                .expect("modprobe", "pc[modprobe]=5 refs=0")
                .expect("modprobe", "pc[modprobe]=6 warned=true")
                .expect("modprobe", "pc[modprobe]=7.create");
        play(module(body -> body.assign("got", tryModuleGet()).call(modulePut())).init(RUN).exit(NOTHING))
                .go("modprobe", 3)
                .expect("modprobe", "pc[modprobe]=live module=live refs=1")
                .go("worker", 1)
                .expect("worker", "pc[worker]=2 refs=2 got[worker]=1")
                .refuse("modprobe")
                .expect("worker", "pc[worker]=3 refs=1")
                .expect("modprobe", "pc[modprobe]=sync module=going refs=0");
    }

    @Test
    void callsIntoTheModule() {
        ProtocolBuilder builder = module(NOTHING).init(RUN).exit(exit -> exit.call(kthreadStop("task")))
                .fileOperations("reader", 1, Pinning.OWNER, NOTHING);
        play(builder).refuse("reader").go("modprobe", 4)
                .expect("reader", "pc[reader]=leave refs=2")
                .refuse("modprobe")
                .expect("reader", "pc[reader]=done refs=1")
                .go("modprobe", 1).refuse("reader");
        ProtocolBuilder failing = module(NOTHING)
                .init(init -> init.assign("task", kthreadCreate("worker")).returns(-19))
                .fileOperations("reader", 1, Pinning.OWNER, NOTHING);
        play(failing).go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=sync module=going refs=1");
    }

    @Test
    void referencesOnTheModuleThatInitAndCallsPutTooOften() {
        play(module(NOTHING).init(init -> init.call(modulePut()).call(modulePut())
                .assign("task", kthreadCreate("worker")))).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=live module=live warned=true");
        play(module(NOTHING).init(init -> init.call(modulePut()).call(modulePut())
                .assign("task", kthreadCreate("worker")).returns(-19))).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=sync module=going warned=true");
        play(module(NOTHING).init(RUN).fileOperations("reader", 1, Pinning.OWNER,
                body -> body.call(modulePut()).call(modulePut()))).go("modprobe", 4).go("reader", 2)
                .expect("reader", "pc[reader]=leave refs=0")
                .expect("reader", "pc[reader]=done warned=true");
    }

    @Test
    void referencesOnTheModuleAboveTheBound() {
        Consumer<Body> gets = body -> {
            for (int i = 0; i < Bounds.REFERENCES_MAX; i++) {
                body.call(tryModuleGet());
            }
        };
        play(module(NOTHING).init(init -> init.call(kthreadCreate("worker"))).fileOperations("reader", 2, Pinning.OWNER,
                gets)).go("modprobe", 3).go("reader1", Bounds.REFERENCES_MAX - 1)
                .expect("reader2", "fault=BOUND");
    }

    @Test
    void moduleTextThatIsGone() {
        Played played = play(module(body -> body.until(shouldStop(), NOTHING)).init(RUN).exit(NOTHING))
                .go("modprobe", 5).go("worker", 1)
                .expect("worker", "")
                .go("modprobe", 2);
        assertThat(played.simulator.successors(played.at)).extracting(Run.Move::action).containsExactly("FetchFault");
        played.expect("worker", "fault=TEXT-FAULT").refuse("worker");
    }

    @Test
    void aCallThatPinsNothingEndsInTheModule() {
        ProtocolBuilder builder = module(NOTHING).init(RUN).exit(NOTHING)
                .fileOperations("reader", 1, Pinning.NONE, NOTHING);
        play(builder).go("modprobe", 4)
                .expect("reader", "pc[reader]=return")
                .expect("reader", "pc[reader]=leave")
                .expect("reader", "pc[reader]=done");
        play(builder).go("modprobe", 4).go("reader", 1).go("modprobe", 3)
                .expect("reader", "fault=TEXT-FAULT");
        play(builder).go("modprobe", 4).go("reader", 2).go("modprobe", 3)
                .expect("reader", "pc[reader]=done");
    }

    @Test
    void anUnloadFindsThatTheModulesOwnReferenceIsGone() {
        ProtocolBuilder builder = module(body -> body.call(modulePut())).init(RUN).exit(NOTHING)
                .fileOperations("reader", 1, Pinning.OWNER, NOTHING);
        play(builder).go("modprobe", 4).go("worker", 1)
                .expect("worker", "pc[worker]=2 refs=0")
                .refuse("reader")
                .expect("modprobe", "fault=REFCOUNT");
    }

    @Test
    void aForcedUnloadTakesTheModulesOwnReferenceBackIfItIsTheLast() {
        ProtocolBuilder builder = module(body -> body.assign("got", tryModuleGet())).init(RUN).exit(NOTHING)
                .forcedUnload();
        play(builder).go("modprobe", 4).go("worker", 1)
                .expect("modprobe", "pc[modprobe]=sync module=going refs=0")
                .expect("worker", "pc[worker]=2");
        play(builder).go("modprobe", 4).go("worker", 2)
                .expect("modprobe", "pc[modprobe]=sync module=going");
    }

    @Test
    void aForcedUnloadFindsThatTheModulesOwnReferenceIsGone() {
        ProtocolBuilder builder = module(body -> body.call(modulePut())).init(RUN).exit(NOTHING).forcedUnload();
        play(builder).go("modprobe", 4).go("worker", 2)
                .expect("modprobe", "fault=REFCOUNT");
    }

    @Test
    void aForcedUnloadAsksForNoReferencesAndLeavesThem() {
        ProtocolBuilder builder = module(body -> body.assign("got", tryModuleGet()).call(modulePutAndKthreadExit(0)))
                .init(RUN).exit(NOTHING).forcedUnload();
        play(builder).go("modprobe", 4).go("worker", 2)
                .expect("modprobe", "pc[modprobe]=sync module=going")
                .go("worker", 1)
                .expect("worker", "pc[worker]=2.exit refs=1");
        play(builder).go("modprobe", 4).go("worker", 3).go("modprobe", 3)
                .expect("worker", "fault=KASAN-UAF");
    }

    @Test
    void aCallThatPinsTheModuleReturnsAfterAForcedUnload() {
        play(module(NOTHING).init(RUN).exit(NOTHING).forcedUnload().fileOperations("reader", 1, Pinning.OWNER, NOTHING))
                .go("modprobe", 4).go("reader", 1).go("modprobe", 3)
                .expect("reader", "fault=KASAN-UAF");
    }

    @Test
    void withoutAnExitFunctionOnlyForceUnloads() {
        play(module(NOTHING).init(RUN)).go("modprobe", 4).refuse("modprobe");
        play(module(NOTHING).init(RUN).forcedUnload()).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=sync module=going")
                .go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=done module=freed");
    }

    @Test
    void theTaskThatUnloadsWasSentNoSignalYet() {
        ProtocolBuilder builder = module(body -> body.call(mutexLock("lock"))).mutex("lock")
                .init(init -> init.assign("task", kthreadRun("worker")).assign("ret", mutexLockInterruptible("lock")))
                .exit(exit -> exit.assign("ret", mutexLockInterruptible("lock")));
        play(builder).go("modprobe", 3).go("worker", 2)
                .expect("Signal", "signals[modprobe]=true")
                .expect("modprobe", "pc[modprobe]=5 ret[modprobe]=-4")
                .expect("modprobe", "pc[modprobe]=live module=live")
                .expect("modprobe", "pc[modprobe]=6 module=going signals[modprobe]=false")
                .refuse("modprobe");
    }

    private static ProtocolBuilder module(Consumer<Body> worker) {
        return Protocol.module("example").taskPointer("task").kthread("worker", worker);
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
