package org.quiesce.workbench;

import java.time.Duration;
import java.util.Set;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;

/**
 * What is to be checked, and how.
 *
 * @param properties the properties asked for; empty means all that apply
 * @param timeout    for the whole check
 */
public record CheckRequest(
        Protocol protocol,
        Profile profile,
        Granularity granularity,
        Set<Property> properties,
        Engines engines,
        Duration timeout) {

    public CheckRequest {
        properties = Set.copyOf(properties);
    }

    /** A check of everything that applies, by both engines, one shared access per step, within ten minutes. */
    public static CheckRequest of(Protocol protocol, Profile profile) {
        return new CheckRequest(protocol, profile, Granularity.MICRO, Set.of(), Engines.BOTH, Duration.ofMinutes(10));
    }

    public CheckRequest with(Protocol other) {
        return new CheckRequest(other, profile, granularity, properties, engines, timeout);
    }

    public CheckRequest with(Profile other) {
        return new CheckRequest(protocol, other, granularity, properties, engines, timeout);
    }

    public CheckRequest with(Granularity other) {
        return new CheckRequest(protocol, profile, other, properties, engines, timeout);
    }

    public CheckRequest with(Engines other) {
        return new CheckRequest(protocol, profile, granularity, properties, other, timeout);
    }

    public CheckRequest with(Set<Property> other) {
        return new CheckRequest(protocol, profile, granularity, other, engines, timeout);
    }

    public CheckRequest with(Duration other) {
        return new CheckRequest(protocol, profile, granularity, properties, engines, other);
    }
}
