package example;

import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.THREAD_EXITS;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import org.quiesce.junit.CheckedProtocol;
import org.quiesce.junit.PropertyTests;
import org.quiesce.protocol.Protocol;

/** A test for each property that applies, on each kernel. */
class PumpPropertiesTest implements PropertyTests {

    @CheckedProtocol(kernels = {"5.10", "6.12"})
    static final Protocol CAREFUL = Pump.careful();

    @CheckedProtocol(kernels = "5.10", violated = {STOP_TERMINATES, THREAD_EXITS, UNLOAD_COMPLETES})
    static Protocol hasty() {
        return Pump.hasty();
    }
}
