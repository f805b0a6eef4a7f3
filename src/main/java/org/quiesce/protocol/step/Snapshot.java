package org.quiesce.protocol.step;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A state of a protocol, value by value.
 *
 * @param values by variable, then by index ({@link StateVariable#PLAIN} for a plain variable)
 */
public record Snapshot(SortedMap<String, SortedMap<String, Datum>> values) {

    public Snapshot {
        TreeMap<String, SortedMap<String, Datum>> copy = new TreeMap<>();
        values.forEach((name, entries) -> copy.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(entries))));
        values = Collections.unmodifiableSortedMap(copy);
    }

    /** The value of one entry, if the state has that variable and index. */
    public Optional<Datum> get(String variable, String index) {
        return Optional.ofNullable(values.getOrDefault(variable, Collections.emptySortedMap()).get(index));
    }

    /** The value of a plain variable, if the state has it. */
    public Optional<Datum> get(String variable) {
        return get(variable, StateVariable.PLAIN);
    }

    /** The entries that differ in {@code next}, with their values there; both states are of one protocol. */
    public SortedMap<String, SortedMap<String, Datum>> changesTo(Snapshot next) {
        TreeMap<String, SortedMap<String, Datum>> changes = new TreeMap<>();
        for (Map.Entry<String, SortedMap<String, Datum>> variable : next.values.entrySet()) {
            TreeMap<String, Datum> changed = new TreeMap<>();
            variable.getValue().forEach((index, datum) -> {
                if (!get(variable.getKey(), index).equals(Optional.of(datum))) {
                    changed.put(index, datum);
                }
            });
            if (!changed.isEmpty()) {
                changes.put(variable.getKey(), changed);
            }
        }
        return changes;
    }
}
