package org.quiesce.protocol.step;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A variable of the state of a protocol.
 *
 * @param name    name in specifications, traces and results
 * @param meaning one clause for a reader
 * @param domains the values that each entry can have, by index, in order; a plain variable has the one index {@code ""}
 */
public record StateVariable(String name, String meaning, Map<String, List<Datum>> domains) {

    /** The index of a plain variable. */
    public static final String PLAIN = "";

    public StateVariable {
        domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
    }

    /** Whether it is one value and not a function of contexts. */
    public boolean isPlain() {
        return domains.containsKey(PLAIN);
    }

    /** What it is a function of, in order; {@code [""]} for a plain variable. */
    public List<String> indices() {
        return List.copyOf(domains.keySet());
    }
}
