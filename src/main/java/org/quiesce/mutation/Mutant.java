package org.quiesce.mutation;

import org.quiesce.protocol.Protocol;

/**
 * A protocol with one slip in it.
 *
 * @param id       the operator and the line, such as {@code drop-wake@12}; where an operator can do several things to a
 *                 line they are numbered from the second on: {@code swap@12.2}
 * @param function as the listing of the original names it
 * @param line     in the listing of the original
 * @param before   the C that the slip is in, on one line
 * @param after    the C that is there instead; may be empty
 * @param birth    what came of building it
 */
public record Mutant(
        String id, Operator operator, String function, int line, String before, String after, Birth birth) {

    /** What the builder said. */
    public sealed interface Birth {}

    /** It is a protocol. */
    public record Alive(Protocol protocol) implements Birth {}

    /** It can't mean anything, and the builder says why: what a compiler or a first look would find is no test. */
    public record Stillborn(String why) implements Birth {}

    /** The slip in one line. */
    public String description() {
        return before + " → " + (after.isEmpty() ? "nothing" : after);
    }
}
