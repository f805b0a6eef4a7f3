package org.quiesce.workbench;

import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;

/**
 * What is to be checked, and how.
 *
 * @param properties the properties asked for; empty means all that apply
 * @param timeout    for the whole check
 * @param reliance   what is changed about the fairness that is assumed of the steps
 */
public record CheckRequest(
        Protocol protocol,
        Profile profile,
        Granularity granularity,
        Set<Property> properties,
        Engines engines,
        Duration timeout,
        UnaryOperator<LoweredProtocol> reliance) {

    public CheckRequest {
        properties = Set.copyOf(properties);
    }

    /** A check under the fairness that is usually assumed. */
    public CheckRequest(
            Protocol protocol,
            Profile profile,
            Granularity granularity,
            Set<Property> properties,
            Engines engines,
            Duration timeout) {
        this(protocol, profile, granularity, properties, engines, timeout, UnaryOperator.identity());
    }

    /** A check of everything that applies, by both engines, one shared access per step, within ten minutes. */
    public static CheckRequest of(Protocol protocol, Profile profile) {
        return new CheckRequest(protocol, profile, Granularity.MICRO, Set.of(), Engines.BOTH, Duration.ofMinutes(10));
    }

    public CheckRequest with(Protocol other) {
        return new CheckRequest(other, profile, granularity, properties, engines, timeout, reliance);
    }

    public CheckRequest with(Profile other) {
        return new CheckRequest(protocol, other, granularity, properties, engines, timeout, reliance);
    }

    public CheckRequest with(Granularity other) {
        return new CheckRequest(protocol, profile, other, properties, engines, timeout, reliance);
    }

    public CheckRequest with(Engines other) {
        return new CheckRequest(protocol, profile, granularity, properties, other, timeout, reliance);
    }

    public CheckRequest with(Set<Property> other) {
        return new CheckRequest(protocol, profile, granularity, other, engines, timeout, reliance);
    }

    public CheckRequest with(Duration other) {
        return new CheckRequest(protocol, profile, granularity, properties, engines, other, reliance);
    }

    public CheckRequest relying(UnaryOperator<LoweredProtocol> other) {
        return new CheckRequest(protocol, profile, granularity, properties, engines, timeout, other);
    }

    /** The steps that are checked. */
    public LoweredProtocol steps() {
        return reliance.apply(Lowering.lower(protocol, granularity, profile));
    }
}
