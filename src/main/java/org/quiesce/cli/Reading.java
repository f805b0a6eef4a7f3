package org.quiesce.cli;

import java.util.Optional;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.Preprocessing;

/**
 * How C files are read.
 *
 * @param bounds what the C does not say
 * @param module the name of the module that all files make together; each is one by itself, if there is none
 */
record Reading(Preprocessing preprocessing, Bounds bounds, Optional<String> module) {

    static Reading usual() {
        return new Reading(Preprocessing.usual(), Bounds.usual(), Optional.empty());
    }
}
