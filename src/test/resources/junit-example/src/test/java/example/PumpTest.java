package example;

import static org.quiesce.junit.ProtocolAssertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;

import org.junit.jupiter.api.Test;

/** Single claims. */
class PumpTest {

    @Test
    void stopReturns() {
        assertThat(Pump.careful()).on(LINUX_5_10, LINUX_6_12).satisfies(STOP_TERMINATES, NO_USE_AFTER_FREE);
    }

    @Test
    void stopMayHangOnOldKernels() {
        assertThat(Pump.hasty()).on(LINUX_5_10).violates(STOP_TERMINATES).satisfies(NO_USE_AFTER_FREE);
    }

    @Test
    void allIsWell() {
        assertThat(Pump.careful()).on(LINUX_6_12).satisfiesAll();
    }
}
