package org.quiesce.kernelreplay;

import java.util.List;

/**
 * A run as a result has it, whose lines may be those of another listing of the same module.
 *
 * @param property that it violates
 * @param steps    in order
 */
public record GivenRun(String property, List<Step> steps) {

    public GivenRun {
        steps = List.copyOf(steps);
    }

    /**
     * Who did what.
     *
     * @param text the C of the line, or a function of the kernel
     */
    public record Step(String context, String text) {
        /** Whether a call begins with it that has that gate before it. */
        boolean calls(Gate gate) {
            return gate.phase() == Gate.Phase.BEFORE && text.matches("(?s)(.*\\W)?" + gate.call() + "\\(.*");
        }
    }
}
