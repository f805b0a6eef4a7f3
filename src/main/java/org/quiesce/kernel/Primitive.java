package org.quiesce.kernel;

import java.util.Objects;
import java.util.Optional;

/**
 * A function, macro or flag of the kernel that kernel threads, those who stop them or their modules use.
 *
 * @param name     its C name
 * @param does     what it does, as one clause without a subject
 * @param steps    the numbered micro-steps that it consists of, such as {@code S1-S11}; most have none
 * @param since    the first release that has it; {@code about} one if only from memory, {@code by} one if it was read
 *                 there and the first was not looked for, {@code after} one if it was not found there
 * @param until    the last release that has it, if it is gone
 * @param callers  who can call it
 * @param coverage whether protocols can use it
 * @param note     what else one should know
 */
public record Primitive(
        String name,
        String does,
        Optional<String> steps,
        String since,
        Optional<String> until,
        Callers callers,
        Coverage coverage,
        Optional<String> note) {

    public Primitive {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(does, "does");
        Objects.requireNonNull(steps, "steps");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(callers, "callers");
        Objects.requireNonNull(coverage, "coverage");
        Objects.requireNonNull(note, "note");
    }

    /** The releases that have it, as a phrase. */
    public String releases() {
        String first = since.startsWith("by ") ? "since " + since.substring("by ".length()) + " or before"
                : since.startsWith("after ") ? since
                : "since " + since;
        return first + until.map(last -> ", until " + last).orElse("");
    }

    /** Who can call a function. */
    public enum Callers {
        /** It is exported to modules, or needs no export. */
        MODULES,
        /** The kernel itself alone. */
        CORE
    }

    /** Whether Quiesce knows what a function does. */
    public enum Coverage {
        MODELLED,
        NOT_YET
    }
}
