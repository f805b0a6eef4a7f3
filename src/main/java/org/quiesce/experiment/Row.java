package org.quiesce.experiment;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One measurement.
 *
 * @param what        what was checked
 * @param protocol    fingerprint of its steps: what was changed since is measured anew
 * @param threads     as {@code name=number}, with blanks between, or the number of elements of arrays of threads; empty if it is left as
 *                    it is
 * @param repetition  from 1
 * @param timeout     seconds after which it would have been given up
 * @param verdict     the worst of all properties
 * @param violated    the properties that are violated
 * @param states      distinct ones, of the simulator if it took part, else of TLC
 * @param depth       steps to the farthest state, if the simulator took part
 * @param seconds     from the beginning of the check to its end
 * @param memory      peak of resident memory in MiB, the JVMs of TLC included, as far as it was seen; empty where the
 *                    system does not tell
 * @param tlc         which TLC took part
 * @param failure     why there is no verdict
 */
public record Row(
        String what,
        String protocol,
        String kernel,
        String threads,
        String granularity,
        String engines,
        int repetition,
        long timeout,
        String verdict,
        List<String> violated,
        OptionalLong states,
        OptionalInt depth,
        double seconds,
        OptionalDouble memory,
        Optional<String> tlc,
        Optional<String> failure) {

    public Row {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(verdict, "verdict");
        violated = List.copyOf(violated);
    }

    /** What was measured, by which it is known again. */
    public List<Object> key() {
        return List.of(what, protocol, kernel, threads, granularity, engines, repetition);
    }

    /** The same, but for the repetition. */
    List<Object> series() {
        return List.of(what, kernel, threads, granularity, engines);
    }

    /** How many threads were asked for in all; 0 if none were. */
    int threadCount() {
        return threads.isEmpty() ? 0 : List.of(threads.split(" ")).stream()
                .mapToInt(t -> Integer.parseInt(t.substring(t.indexOf('=') + 1))).sum();
    }
}
