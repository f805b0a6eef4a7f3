package org.quiesce.protocol;

import java.util.Optional;

/**
 * An operation called by another name: the kernel has a second function, or macro, that does the same as far as a model
 * can tell.
 *
 * @param operation what it does
 * @param c         the call as C, without the semicolon
 * @param yields    what this function yields where the operation yields nothing
 */
public record Spelling(Operation operation, String c, Optional<Value> yields) {

    /** Another name of an operation. */
    static Spelling of(Operation operation, String c) {
        return new Spelling(operation, c, Optional.empty());
    }

    /** The same, of a function that reports its success. */
    Spelling yielding(int number) {
        return new Spelling(operation, c, Optional.of(Value.of(number)));
    }

    /** Name of the kernel function that is called. */
    public String function() {
        return Listing.calledIn(c);
    }

    /** What the call yields. */
    public Operation.Result result() {
        return yields.isPresent() ? Operation.Result.NUMBER : operation.result();
    }
}
