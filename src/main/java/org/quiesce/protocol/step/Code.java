package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.List;

/**
 * Lowered statements: where to enter them, and their steps in the order of the listing.
 *
 * @param entry label of the first step, or of what follows if there is none
 */
record Code(String entry, List<Step> steps) {

    Code {
        steps = List.copyOf(steps);
    }

    /** These steps, then those of {@code later}; entered here. */
    Code then(Code later) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(later.steps);
        return new Code(entry, all);
    }
}
