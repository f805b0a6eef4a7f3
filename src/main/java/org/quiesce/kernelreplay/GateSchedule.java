package org.quiesce.kernelreplay;

import java.util.List;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Run;

/**
 * A way through gates that violates a property.
 *
 * @param property what is violated
 * @param outcome  what a kernel shows then
 * @param grants   in order; after the last of them all gates are open
 * @param run      the run of the model that comes of it
 */
public record GateSchedule(Property property, Outcome outcome, List<Grant> grants, Run run) {

    public GateSchedule {
        grants = List.copyOf(grants);
    }
}
