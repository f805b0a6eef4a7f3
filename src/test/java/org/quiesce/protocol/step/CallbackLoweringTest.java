package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.registerNotifier;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.unregisterNotifier;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventInterruptible;

import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;

class CallbackLoweringTest {

    @Test
    void aNotifierIsCalledAtAnyTimeWhileItIsRegistered() {
        LoweredProtocol lowered = lower(Protocol.module("example")
                .notifier("event", b -> b.call(msleep()))
                .init(b -> b.call(registerNotifier("event")))
                .exit(b -> b.call(unregisterNotifier("event"))));
        assertThat(LoweringTest.describe(lowered)).isEqualTo("""
                modprobe 1
                  Modprobe1 NotifierRegister NEXT>2
                  Modprobe2 InitReturn TRUE>live
                  ModprobeLive UnloadRequest NEXT>3.off
                  Modprobe3Off CallbackDisarm NEXT>3.wait
                  Modprobe3Wait CallbackWait NEXT>sync
                  ModprobeSync Nop NEXT>free
                  ModprobeFree FreeText NEXT>done
                event idle
                  EventIdle CallRegistered NEXT>4
                  Event4 Delay NEXT>return
                  EventReturn CallbackReturn NEXT>idle
                """);
        assertThat(lowered.step("EventIdle")).get().extracting(Step::fairness).isEqualTo(Fairness.NONE);
    }

    private static final ProtocolBuilder THREADED = Protocol.module("example")
            .irqHandler("handler", b -> b.when(chance("ours"), then -> then.call(irqWakeThread())))
            .irqThread("thread_fn", b -> b.call(msleep()))
            .init(b -> b.call(requestThreadedIrq("handler", "thread_fn")))
            .exit(b -> b.call(freeIrq("handler")));

    @Test
    void theHandlerOfAThreadedInterruptWakesAThreadThatFreeIrqStops() {
        assertThat(THREADED.build().listing().toString()).contains("return IRQ_WAKE_THREAD;");
        assertThat(LoweringTest.describe(lower(THREADED))).isEqualTo("""
                modprobe 1
                  Modprobe1 RequestIrq NEXT>2
                  Modprobe2 InitReturn TRUE>live
                  ModprobeLive UnloadRequest NEXT>3.off
                  Modprobe3Off IrqFree NEXT>3.wait FALSE>sync
                  Modprobe3Wait CallbackWait NEXT>3.stop
                  Modprobe3Stop IrqThreadStop NEXT>sync
                  ModprobeSync RcuBegin NEXT>grace
                  ModprobeGrace RcuWait NEXT>free TRUE>grace
                  ModprobeFree FreeText NEXT>done
                handler idle
                  HandlerIdle CallbackStart NEXT>4
                  Handler4 Test TRUE>5.return FALSE>return
                  Handler5Return Nop NEXT>5.wake
                  Handler5Wake CallbackArm+CallbackReturn NEXT>idle
                  HandlerReturn CallbackReturn NEXT>idle
                thread_fn idle
                  ThreadFnIdle CallbackStart NEXT>7
                  ThreadFn7 Delay NEXT>return
                  ThreadFnReturn CallbackReturn NEXT>idle
                """);
    }

    /** What no function can notice is not done to any. */
    @Test
    void freeIrqTellsTheThreadOfTheInterruptOfItsStopWhereItHears() {
        assertThat(describedStop(b -> b.assign("ret", waitEventInterruptible("queue", flag("ready")))))
                .contains("Wait CallbackWait NEXT>2.notify", "IrqThreadNotify NEXT>2.wake", "IrqThreadWake NEXT>2.stop");
        assertThat(describedStop(b -> b.call(waitEvent("queue", flag("ready")))))
                .contains("Wait CallbackWait NEXT>2.wake", "IrqThreadWake NEXT>2.stop")
                .doesNotContain("IrqThreadNotify");
        assertThat(describedStop(b -> b.when(signalPending(), then -> then.call(set("ready")))))
                .contains("Wait CallbackWait NEXT>2.notify", "IrqThreadNotify NEXT>2.stop")
                .doesNotContain("IrqThreadWake");
    }

    private static String describedStop(Consumer<Body> function) {
        return LoweringTest.describe(lower(Protocol.module("example").waitQueue("queue").flag("ready")
                .irqHandler("handler", b -> b.call(irqWakeThread()))
                .irqThread("thread_fn", function)
                .init(b -> b.call(requestThreadedIrq("handler", "thread_fn")).call(freeIrq("handler")))));
    }

    @Test
    void mergedTheHandlerReturnsAndWakesInOneStep() {
        LoweredProtocol lowered = Lowering.lower(THREADED.build(), Granularity.MERGED);
        assertThat(lowered.programOf("handler").at("5").orElseThrow().micros()).containsExactly(
                new Micro.CallbackArm("thread_fn", Optional.empty()), new Micro.CallbackReturn());
    }

    private static LoweredProtocol lower(ProtocolBuilder builder) {
        return Lowering.lower(builder.build(), Granularity.MICRO);
    }
}
