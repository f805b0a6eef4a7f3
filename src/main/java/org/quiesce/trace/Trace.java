package org.quiesce.trace;

import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Run;

/**
 * A run that violates a property, with what it is a run of.
 *
 * @param protocol    name of the protocol
 * @param fingerprint {@link org.quiesce.protocol.step.LoweredProtocol#fingerprint()} of the protocol
 * @param kernel      name of the kernel profile
 * @param granularity what counted as one step
 * @param property    what is violated
 * @param engine      which engine found the run
 * @param run         the run
 */
public record Trace(
        String protocol,
        String fingerprint,
        String kernel,
        Granularity granularity,
        Property property,
        Engine engine,
        Run run) {

    /** The engines that find runs. */
    public enum Engine {
        TLC,
        SIMULATOR
    }
}
