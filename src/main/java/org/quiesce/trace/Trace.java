package org.quiesce.trace;

import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
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

    /**
     * The steps of a protocol as the trace's kernel and granularity make them.
     *
     * @throws IllegalArgumentException if there is no kernel profile of that name
     */
    public LoweredProtocol lower(Protocol of) {
        return Lowering.lower(of, granularity, profile());
    }

    /**
     * The kernel profile on which the run happens.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Profile profile() {
        return Profiles.named(kernel).orElseThrow(() -> new IllegalArgumentException("no kernel profile '" + kernel + "'"));
    }

    /** The engines that find runs. */
    public enum Engine {
        TLC,
        SIMULATOR
    }
}
