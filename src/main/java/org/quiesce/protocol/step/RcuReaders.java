package org.quiesce.protocol.step;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whom a grace period of RCU may have to wait for. A context is <em>reading</em> if it is inside a section, or if it is
 * one of {@code running} and is running code that delays RCU; {@link Micro} says what these two mean.
 *
 * @param running  the contexts that can delay it by running at all, in order
 * @param sections the other contexts that can do so, which have sections: in them only, in order
 */
public record RcuReaders(List<String> running, List<String> sections) {

    public RcuReaders {
        running = List.copyOf(running);
        sections = List.copyOf(sections);
    }

    /** All of them. */
    public List<String> contexts() {
        return Stream.concat(running.stream(), sections.stream()).toList();
    }
}
