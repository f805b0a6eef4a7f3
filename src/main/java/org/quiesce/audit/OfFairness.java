package org.quiesce.audit;

import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Reliance;
import org.quiesce.workbench.CheckRequest;

/** That something happens, if it can, in the end. Only progress can rest on that, so only progress is asked about. */
record OfFairness(String id, String clause, Standing standing) implements Assumption, UnaryOperator<LoweredProtocol> {

    static OfFairness of(Reliance reliance, LoweredProtocol lowered) {
        return new OfFairness(reliance.id(), reliance.clause(),
                reliance.isMadeIn(lowered) ? Standing.MADE : Standing.NOT_MADE);
    }

    @Override
    public CheckRequest turnedIn(CheckRequest request) {
        return request.with(progress(request)).relying(this);
    }

    /** The properties asked for that are about progress; empty if there are none. */
    static Set<Property> progress(CheckRequest request) {
        return Arrays.stream(Property.values())
                .filter(p -> p.kind() == Property.Kind.PROGRESS)
                .filter(p -> request.properties().isEmpty() || request.properties().contains(p))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Which steps it is about depends on how the protocol was lowered. */
    @Override
    public LoweredProtocol apply(LoweredProtocol lowered) {
        return Reliance.of(lowered).stream()
                .filter(reliance -> reliance.id().equals(id))
                .findFirst()
                .map(reliance -> reliance.turnedIn(lowered))
                .orElse(lowered);
    }
}
