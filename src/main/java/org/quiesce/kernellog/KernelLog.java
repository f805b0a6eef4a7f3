package org.quiesce.kernellog;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A log, in the order in which things happened.
 *
 * @param entries events and gaps
 * @param clock   what its times count
 */
public record KernelLog(List<LogEntry> entries, Clock clock) {

    public KernelLog {
        entries = List.copyOf(entries);
    }

    /** What times count. */
    public enum Clock {
        /** Nanoseconds. */
        NANOSECONDS,
        /** Something that is no time, such as cycles or a counter. */
        TICKS
    }

    /** Its events, without gaps. */
    public Stream<LogEntry.Event> events() {
        return entries.stream().filter(LogEntry.Event.class::isInstance).map(LogEntry.Event.class::cast);
    }

    /** Whether events were lost. */
    public boolean hasGaps() {
        return entries.stream().anyMatch(LogEntry.Gap.class::isInstance);
    }

    /** The names of the events that occur. */
    public Set<String> names() {
        return events().map(LogEntry.Event::name).collect(Collectors.toUnmodifiableSet());
    }

    /** These, and those of events that were recorded, although none may occur. */
    public Set<String> namesBeside(Set<String> recorded) {
        return Stream.concat(names().stream(), recorded.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
