package org.quiesce.protocol.step;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A sight, and who was running up to it.
 *
 * @param running of the observed contexts those that are on a CPU
 * @param sight   what is seen then
 */
public record Sighting(SortedSet<String> running, Sight sight) {

    public Sighting {
        running = Collections.unmodifiableSortedSet(new TreeSet<>(running));
    }

    public Sighting(Set<String> running, Sight sight) {
        this(new TreeSet<>(running), sight);
    }
}
