package org.quiesce.kernellog;

import java.util.Optional;

/** A line of a log that says something: an event, or that events were lost. */
public sealed interface LogEntry {

    /** The number of the line, from 1. */
    int line();

    /** The CPU. */
    int cpu();

    /**
     * An event.
     *
     * @param line   number of its line
     * @param task   who ran when it happened; in an interrupt he has nothing to do with it
     * @param cpu    where
     * @param within in what kind of code
     * @param time   when, in the units of the log's clock
     * @param name   of the event
     * @param what   what happened
     */
    record Event(int line, KernelTask task, int cpu, Within within, long time, String name, Happening what)
            implements LogEntry {}

    /**
     * Events of a CPU that nobody had room for.
     *
     * @param count how many, if that is known
     */
    record Gap(int line, int cpu, Optional<Long> count) implements LogEntry {}

    /** In what kind of code an event happened, by the column of flags. */
    enum Within {
        /** The task itself did it. */
        TASK,
        /** An interrupt or a softirq did, on the back of the task. */
        INTERRUPT,
        /** The log has no flags. */
        UNKNOWN
    }
}
