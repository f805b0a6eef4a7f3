package org.quiesce.mutation;

import org.quiesce.protocol.Protocol;

/**
 * A protocol with one slip in it.
 *
 * @param function that the slip is in, as the listing of the original names it
 * @param role     who calls that function
 * @param before   the C that the slip is in, on one line
 * @param after    the C that is there instead; may be empty
 * @param birth    what came of building it
 */
public record Mutant(MutantId id, String function, Role role, String before, String after, Birth birth) {

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

    /** The slip in one line. */
    public String description() {
        return before + " → " + (after.isEmpty() ? "nothing" : after);
    }
}
