package example;

import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.THREAD_EXITS;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import org.quiesce.junit.CheckedSource;
import org.quiesce.junit.PropertyTests;

/** A driver, of which it is known on which kernels it does not stop. */
@CheckedSource(value = "driver.c", kernels = "5.10", violated = {STOP_TERMINATES, THREAD_EXITS, UNLOAD_COMPLETES})
@CheckedSource(value = "driver.c", kernels = "6.12")
class DriverTest implements PropertyTests {}
