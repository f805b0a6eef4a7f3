package org.quiesce.kernel;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

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
 * @param model    how it is modelled
 * @param also     other names that a C file may use, of what does the same as far as a model can tell, and of which nothing
 *                 else is to be said
 * @param note     what else one should know
 */
public record Primitive(
        String name,
        String does,
        Optional<String> steps,
        String since,
        Optional<String> until,
        Callers callers,
        Model model,
        List<String> also,
        Optional<String> note) {

    public Primitive {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(does, "does");
        Objects.requireNonNull(steps, "steps");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(callers, "callers");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(note, "note");
        also = List.copyOf(also);
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

    /** How a function is modelled. */
    public sealed interface Model {

        /** By steps of its own. */
        record Own() implements Model {}

        /** As functions that do the same as far as a model can tell, each in one of its uses. */
        record SameAs(List<String> functions) implements Model {
            public SameAs {
                functions = List.copyOf(functions);
            }
        }

        /** As a part of a function that calls it, or that it is made for: protocols use that one. */
        record PartOf(String function) implements Model {}

        /** Whether protocols can use the function. */
        default boolean isCallable() {
            return !(this instanceof PartOf);
        }

        /** As a phrase; empty where there is nothing to say. */
        default Optional<String> phrase() {
            if (this instanceof SameAs same) {
                return Optional.of("as " + same.functions().stream().map(f -> f + "()").collect(Collectors.joining(" or ")));
            }
            return this instanceof PartOf part ? Optional.of("part of " + part.function() + "()") : Optional.empty();
        }
    }
}
