package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.registerNotifier;
import static org.quiesce.protocol.Ops.unregisterNotifier;

import org.junit.jupiter.api.Test;
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
                  Modprobe1 CallbackArm NEXT>2
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

    private static LoweredProtocol lower(ProtocolBuilder builder) {
        return Lowering.lower(builder.build(), Granularity.MICRO);
    }
}
