package org.quiesce.mutation;

import org.quiesce.protocol.Protocol;

/**
 * A protocol with one slip in it.
 *
 * @param role  who calls the function that the slip is in
 * @param birth what came of building it
 */
public record Mutant(MutantId id, Role role, Slip slip, Birth birth) {

    /** What the builder said. */
    public sealed interface Birth {}

    /** It is a protocol. */
    public record Alive(Protocol protocol) implements Birth {}

    /** It can't mean anything, and the builder says why: what a compiler or a first look would find is no test. */
    public record Stillborn(String why) implements Birth {}

    /** The kind of slip. */
    public Operator operator() {
        return id.operator();
    }

    /** The function that the slip is in, as the listing of the original names it. */
    public String function() {
        return slip.function();
    }

    /** The C that the slip is in, on one line. */
    public String before() {
        return Change.c(slip.before());
    }

    /** The C that is there instead; may be empty. */
    public String after() {
        return Change.c(slip.after());
    }

    /** The slip in one line. */
    public String description() {
        return before() + " → " + (after().isEmpty() ? "nothing" : after());
    }
}
