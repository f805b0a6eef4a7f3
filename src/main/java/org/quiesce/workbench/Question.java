package org.quiesce.workbench;

import java.time.Duration;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.spec.OwnFormula;

/**
 * Whether a formula of the user's own is true of a protocol on a kernel.
 *
 * @param timeout after which it is given up
 */
public record Question(
        Protocol protocol, Granularity granularity, Profile profile, OwnFormula formula, Duration timeout) {

    /** The formula as the user wrote it. */
    public String text() {
        return formula.text();
    }
}
