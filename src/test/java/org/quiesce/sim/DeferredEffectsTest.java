package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.CallbackOps.asyncSchedule;
import static org.quiesce.protocol.CallbackOps.asyncSynchronizeFull;
import static org.quiesce.protocol.CallbackOps.callSrcu;
import static org.quiesce.protocol.CallbackOps.disableIrq;
import static org.quiesce.protocol.CallbackOps.disableIrqNosync;
import static org.quiesce.protocol.CallbackOps.enableIrq;
import static org.quiesce.protocol.CallbackOps.hrtimerCancel;
import static org.quiesce.protocol.CallbackOps.hrtimerStart;
import static org.quiesce.protocol.CallbackOps.hrtimerTryToCancel;
import static org.quiesce.protocol.CallbackOps.kfreeRcu;
import static org.quiesce.protocol.CallbackOps.srcuBarrier;
import static org.quiesce.protocol.CallbackOps.srcuReadLock;
import static org.quiesce.protocol.CallbackOps.srcuReadUnlock;
import static org.quiesce.protocol.CallbackOps.synchronizeSrcu;
import static org.quiesce.protocol.CallbackOps.timerShutdown;
import static org.quiesce.protocol.CallbackOps.tryToDelTimerSync;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.rcuReadLock;
import static org.quiesce.protocol.Ops.rcuReadUnlock;
import static org.quiesce.protocol.Ops.registerNotifier;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.use;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.InterruptOperation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.StateVariable;

/** What each step of timers, interrupts, asynchronous calls and grace periods of callbacks changes. */
class DeferredEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> SETS = body -> body.call(set("ready"));

    @Test
    void aTimerThatRunsIsNotDeleted() {
        ProtocolBuilder driver = module().timer("expiry", SETS).init(init -> init.call(setLocal("ret", 7))
                .assign("ret", tryToDelTimerSync("expiry")).call(modTimer("expiry"))
                .assign("ret", tryToDelTimerSync("expiry")).call(modTimer("expiry"))
                .assign("ret", tryToDelTimerSync("expiry")).assign("ret", timerShutdown("expiry")).call(modTimer("expiry")));
        play(driver).go("modprobe", 1).does("modprobe", "ret[modprobe]=0").go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=1 armed[expiry]=false").go("modprobe", 1)
                .go("expiry", 1).does("modprobe", "ret[modprobe]=-1")
                .does("modprobe", "ret[modprobe]=0 shutdown[expiry]=true")
                .does("modprobe", "");
        play(driver).go("modprobe", 4).go("modprobe", 1).go("expiry", 2).does("modprobe", "ret[modprobe]=-1")
                .go("expiry", 1).does("modprobe", "ret[modprobe]=0 shutdown[expiry]=true");
    }

    @Test
    void aTimerIsShutDownWhileItRuns() {
        play(module().timer("expiry", body -> body.call(modTimer("expiry"))).init(init -> init.call(modTimer("expiry"))
                .assign("ret", timerShutdown("expiry")))).go("modprobe", 1).go("expiry", 2)
                .does("modprobe", "ret[modprobe]=1 armed[expiry]=false shutdown[expiry]=true");
    }

    @Test
    void aHighResolutionTimer() {
        ProtocolBuilder driver = module().hrtimer("tick", SETS).init(init -> init.call(hrtimerStart("tick"))
                .assign("ret", hrtimerTryToCancel("tick")).call(hrtimerCancel("tick")));
        play(driver).does("modprobe", "armed[tick]=true").go("tick", 1)
                .does("modprobe", "ret[modprobe]=-1").refuse("modprobe").go("tick", 2)
                .does("modprobe", "");
        play(driver).go("modprobe", 1).does("modprobe", "ret[modprobe]=1 armed[tick]=false").does("modprobe", "");
        play(module().hrtimer("tick", body -> body.call(msleep())).init(init -> init.call(hrtimerStart("tick"))))
                .go("modprobe", 1).go("tick", 1).does("tick", "fault=ATOMIC");
    }

    @Test
    void aDisabledInterruptDoesNotCome() {
        ProtocolBuilder driver = module().irqHandler("handler", SETS).init(init -> init.call(requestIrq("handler"))
                .call(disableIrqNosync("handler")).call(disableIrqNosync("handler")).call(enableIrq("handler"))
                .call(enableIrq("handler")).call(enableIrq("handler")));
        play(driver).go("modprobe", 1).does("modprobe", "disabled[handler]=1").refuse("handler")
                .does("modprobe", "disabled[handler]=2")
                .does("modprobe", "disabled[handler]=1").refuse("handler")
                .does("modprobe", "disabled[handler]=0")
                .does("modprobe", "warned=true")
                .does("handler", "");
        play(driver).go("modprobe", 1).go("handler", 1).go("modprobe", 1)
                .does("handler", "ready=true").does("handler", "").refuse("handler");
        play(module().irqHandler("handler", SETS).init(init -> {
            for (int i = 0; i <= Bounds.DISABLED_MAX; i++) {
                init.call(disableIrqNosync("handler"));
            }
        })).go("modprobe", Bounds.DISABLED_MAX).does("modprobe", "fault=BOUND");
    }

    @Test
    void disablingAnInterruptWaitsForItsHandler() {
        play(module().irqHandler("handler", SETS).init(init -> init.call(requestIrq("handler"))
                .call(disableIrq("handler")))).go("modprobe", 1).go("handler", 1)
                .does("modprobe", "disabled[handler]=1").refuse("modprobe").go("handler", 2)
                .does("modprobe", "");
    }

    @Test
    void anInterruptThatIsRequestedAnewIsNotDisabled() {
        ProtocolBuilder driver = module().irqHandler("handler", SETS).init(init -> init.call(requestIrq("handler").mayFail())
                .call(disableIrqNosync("handler")).call(freeIrq("handler")).call(requestIrq("handler").mayFail()));
        Played played = play(driver);
        assertThat(played.choices("modprobe")).containsExactlyInAnyOrder(Set.of("armed[handler]=true"), Set.of());
        played.go("modprobe", 4);
        assertThat(played.choices("modprobe")).containsExactlyInAnyOrder(
                Set.of("armed[handler]=true", "disabled[handler]=0"), Set.of());
    }

    @Test
    void anInterruptIsRequestedOnceAndFreedOnce() {
        for (boolean mayFail : new boolean[] {false, true}) {
            InterruptOperation.RequestIrq again = mayFail ? requestIrq("handler").mayFail() : requestIrq("handler");
            assertThat(play(module().irqHandler("handler", SETS).init(init -> init.call(requestIrq("handler")).call(again)))
                    .go("modprobe", 1).choices("modprobe")).containsExactly(Set.of("fault=BOUND"));
        }
        play(module().irqHandler("handler", SETS).irqThread("bottom", SETS).init(init -> init
                .call(requestThreadedIrq("handler", "bottom")).call(freeIrq("handler")).call(freeIrq("handler"))))
                .go("modprobe", 1).does("modprobe", "armed[handler]=false").go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=4 warned=true");
    }

    @Test
    void whoFreesAnInterruptThatIsBeingFreedWaits() {
        play(module().irqHandler("handler", body -> body.call(set("ready"))).init(init -> init.call(requestIrq("handler")))
                .fileOperations("reader", 2, Pinning.NONE, body -> body.call(freeIrq("handler"))))
                .until("modprobe", "module=live").go("reader1", 1).go("reader2", 1).go("handler", 1)
                .does("reader1", "armed[handler]=false").refuse("reader1").refuse("reader2")
                .go("handler", 2).go("reader1", 1).does("reader2", "warned=true");
    }

    @Test
    void aNotifierThatIsRegisteredTwiceIsWarnedOf() {
        play(module().notifier("event", SETS).init(init -> init.call(registerNotifier("event"))
                .call(registerNotifier("event")))).does("modprobe", "armed[event]=true").does("modprobe", "warned=true");
    }

    @Test
    void asynchronousCalls() {
        ProtocolBuilder driver = module().async("probes", body -> body.call(msleep())).init(init -> init
                .call(asyncSchedule("probes")).call(asyncSynchronizeFull()).call(asyncSchedule("probes")));
        play(driver).does("modprobe", "armed[probes]=true").refuse("modprobe")
                .does("probes", "armed[probes]=false").refuse("modprobe").go("probes", 2)
                .does("modprobe", "").does("modprobe", "armed[probes]=true");
        play(module().async("probes", NOTHING).init(init -> init.call(asyncSchedule("probes"))
                .call(asyncSchedule("probes")))).go("modprobe", 1).does("modprobe", "fault=BOUND");
    }

    @Test
    void aModuleThatIsLoadedWaitsForItsAsynchronousCalls() {
        play(module().async("probes", SETS).init(init -> init.call(asyncSchedule("probes"))).exit(NOTHING))
                .until("modprobe", "module=live").refuse("modprobe").go("probes", 3).does("modprobe", "")
                .does("modprobe", "module=going");
    }

    @Test
    void aModuleThatGoesWaitsForItsAsynchronousCalls() {
        Played played = play(module().async("probes", SETS).init(NOTHING).exit(exit -> exit.call(asyncSchedule("probes"))))
                .until("modprobe", "armed[probes]=true");
        played.refuse("modprobe").go("probes", 2).refuse("modprobe").go("probes", 1).finish("modprobe");
        assertThat(played.at.get("module", StateVariable.PLAIN)).hasValue(Datum.of("freed"));
    }

    // ---- grace periods of callbacks

    @Test
    void aCallbackOfRcuWaitsForThoseWhoRead() {
        ProtocolBuilder driver = module().rcuCallback("reclaim", SETS)
                .init(init -> init.call(rcuReadLock()).call(callRcu("reclaim")).call(callRcu("reclaim"))
                        .call(rcuReadUnlock()).call(callRcu("reclaim")))
                .fileOperation("reader", body -> body.call(rcuReadLock()).call(rcuReadUnlock()));
        play(driver).go("modprobe", 1)
                .does("modprobe", "armed[reclaim]=true gracePeriod[reclaim]={modprobe}")
                .refuse("reclaim")
                .does("modprobe", "warned=true")
                .does("modprobe", "nesting[modprobe]=0")
                .does("reclaim", "armed[reclaim]=false gracePeriod[reclaim]={}")
                .does("modprobe", "armed[reclaim]=true")
                .does("reclaim", "ready=true").does("reclaim", "")
                .does("reclaim", "armed[reclaim]=false");
    }

    @Test
    void readersLeaveAGracePeriodOneAfterTheOther() {
        ProtocolBuilder driver = module().rcuCallback("reclaim", SETS).init(NOTHING)
                .fileOperations("reader", 2, Pinning.NONE, body -> body.call(rcuReadLock()).call(rcuReadUnlock()))
                .fileOperation("closer", body -> body.call(callRcu("reclaim")));
        Played played = play(driver).until("modprobe", "module=live");
        for (String reader : List.of("reader1", "reader2")) {
            played.until(reader, "nesting[" + reader + "]=1");
        }
        played.until("closer", "gracePeriod[reclaim]={reader1, reader2}").refuse("reclaim")
                .until("reader1", "nesting[reader1]=0")
                .expect("reclaim", "gracePeriod[reclaim]={reader2}").refuse("reclaim")
                .until("reader2", "nesting[reader2]=0")
                .does("reclaim", "armed[reclaim]=false gracePeriod[reclaim]={}")
                .does("reclaim", "ready=true");
    }

    @Test
    void memoryIsFreedAfterAGracePeriod() {
        ProtocolBuilder driver = module().rcuMemory("entry").init(init -> init.call(allocate("entry")))
                .fileOperation("reader", body -> body.call(rcuReadLock()).call(use("entry")).call(rcuReadUnlock()))
                .fileOperation("closer", body -> body.call(kfreeRcu("entry")));
        Played played = play(driver).until("modprobe", "module=live").until("reader", "nesting[reader]=1");
        String callback = played.simulator.lowered().protocol().callbacks().get(0).name();
        played.until("closer", "gracePeriod[" + callback + "]={reader}").refuse(callback)
                .until("reader", "nesting[reader]=0").until(callback, "entry=freed");
    }

    @Test
    void whatIsGivenToRcuHasToBeThere() {
        ProtocolBuilder driver = module().memory("entry").rcuCallback("reclaim", SETS)
                .init(init -> init.call(allocate("entry")).call(callRcu("entry", "reclaim")).call(kfree("entry"))
                        .call(callRcu("entry", "reclaim")));
        play(driver).go("modprobe", 1).does("modprobe", "armed[reclaim]=true").go("modprobe", 1)
                .does("modprobe", "fault=KASAN-UAF");
        play(module().memory("entry").srcu("domain").srcuCallback("reclaim", "domain", SETS)
                .init(init -> init.call(callSrcu("domain", "entry", "reclaim"))))
                .does("modprobe", "fault=NULL-DEREF");
        ProtocolBuilder frees = module().rcuMemory("entry")
                .init(init -> init.call(kfreeRcu("entry")).call(allocate("entry")).call(kfree("entry")).call(kfreeRcu("entry")));
        Played played = play(frees);
        String callback = played.simulator.lowered().protocol().callbacks().get(0).name();
        played.does("modprobe", "armed[" + callback + "]=true").go("modprobe", 2).does("modprobe", "fault=KASAN-UAF");
    }

    // ---- sleepable RCU

    @Test
    void readersOfADomainMaySleep() {
        ProtocolBuilder driver = module().srcu("domain").init(init -> init.call(srcuReadLock("domain")).call(msleep())
                .call(srcuReadLock("domain")).call(srcuReadUnlock("domain")).call(srcuReadUnlock("domain"))
                .call(srcuReadUnlock("domain")));
        play(driver).does("modprobe", "domain[modprobe]=1").does("modprobe", "")
                .does("modprobe", "domain[modprobe]=2").does("modprobe", "domain[modprobe]=1")
                .does("modprobe", "domain[modprobe]=0").does("modprobe", "warned=true")
                .does("modprobe", "module=live");
        play(module().srcu("domain").init(init -> {
            for (int i = 0; i <= Bounds.NESTING_MAX; i++) {
                init.call(srcuReadLock("domain"));
            }
        })).go("modprobe", Bounds.NESTING_MAX).does("modprobe", "fault=BOUND");
    }

    @Test
    void whoWaitsForADomainWaitsForThoseWhoReadInIt() {
        ProtocolBuilder driver = module().srcu("domain").srcu("other").init(NOTHING)
                .fileOperations("reader", 2, Pinning.NONE, body -> body.call(srcuReadLock("domain")).call(srcuReadUnlock("domain"))
                        .call(srcuReadLock("domain")).call(srcuReadUnlock("domain")))
                .fileOperation("stranger", body -> body.call(srcuReadLock("other")).call(srcuReadUnlock("other")))
                .fileOperation("closer", body -> body.call(synchronizeSrcu("domain")).call(synchronizeSrcu("other")));
        Played played = play(driver).until("modprobe", "module=live").until("stranger", "other[stranger]=1");
        for (String reader : List.of("reader1", "reader2")) {
            played.until(reader, "domain[" + reader + "]=1");
        }
        played.until("closer", "srcuGrace[closer]={reader1, reader2}").refuse("closer")
                .until("reader1", "domain[reader1]=0")
                .does("closer", "srcuGrace[closer]={reader2}").refuse("closer")
                .until("reader1", "domain[reader1]=1").until("reader2", "domain[reader2]=0")
                .does("closer", "srcuGrace[closer]={}")
                .does("closer", "srcuGrace[closer]={stranger}").refuse("closer")
                .until("stranger", "other[stranger]=0")
                .does("closer", "srcuGrace[closer]={}");
    }

    @Test
    void insideOfItsOwnSectionAWaitNeverEnds() {
        play(module().srcu("domain").init(init -> init.call(srcuReadLock("domain")).call(synchronizeSrcu("domain"))
                .call(srcuReadUnlock("domain")))).go("modprobe", 1)
                .does("modprobe", "srcuGrace[modprobe]={modprobe}").refuse("modprobe");
    }

    @Test
    void aCallbackOfADomainWaitsForItsReaders() {
        ProtocolBuilder driver = module().srcu("domain").srcuCallback("reclaim", "domain", SETS)
                .init(init -> init.call(srcuReadLock("domain")).call(callSrcu("domain", "reclaim"))
                        .call(callSrcu("domain", "reclaim")).call(srcuReadUnlock("domain"))
                        .call(callSrcu("domain", "reclaim")).call(srcuBarrier("domain")));
        play(driver).go("modprobe", 1)
                .does("modprobe", "armed[reclaim]=true srcuGrace[reclaim]={modprobe}").refuse("reclaim")
                .does("modprobe", "warned=true")
                .does("modprobe", "domain[modprobe]=0")
                .does("reclaim", "armed[reclaim]=false srcuGrace[reclaim]={}")
                .does("modprobe", "armed[reclaim]=true")
                .does("modprobe", "behind[reclaim]={modprobe} behindRunning[reclaim]={modprobe}").refuse("modprobe")
                .finish("reclaim")
                .does("modprobe", "");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
