package org.quiesce.tlc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a child prints in one run, which ends with a mark on both streams, or with the child. */
final class RunOutput {
    /** What the child says when a run is over and it is not. */
    private record Closing(int status, boolean takesAnother) {}

    private final Consumer<String> lines;
    private final Tail output = new Tail();
    private final Tail errors = new Tail();
    private final CompletableFuture<Optional<Closing>> outputEnd = new CompletableFuture<>();
    private final CompletableFuture<Void> errorsEnd = new CompletableFuture<>();

    /** Tells each line of standard output to the consumer. */
    RunOutput(Consumer<String> lines) {
        this.lines = lines;
    }

    void printed(String line) {
        output.add(line);
        lines.accept(line);
    }

    void complained(String line) {
        errors.add(line);
    }

    /** The run is over. */
    void closed(int status, boolean takesAnother) {
        outputEnd.complete(Optional.of(new Closing(status, takesAnother)));
    }

    /** Nothing more will come on standard output. */
    void outputEnded() {
        outputEnd.complete(Optional.empty());
    }

    /** Nothing more will come on standard error, of this run. */
    void errorsEnded() {
        errorsEnd.complete(null);
    }

    /** Whether both streams end within this time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        try {
            CompletableFuture.allOf(outputEnd, errorsEnd).get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("ends only ever come to be", e);
        }
    }

    /** The exit status; empty if the child has ended with the run, or none of them has yet. */
    Optional<Integer> status() {
        return outputEnd.getNow(Optional.empty()).map(Closing::status);
    }

    /** Whether the run is over and the child takes another. */
    boolean leavesChildReady() {
        return outputEnd.getNow(Optional.empty()).filter(Closing::takesAnother).isPresent();
    }

    /** The last lines, those of standard error at the end. */
    List<String> tail() {
        return Stream.of(output, errors).flatMap(tail -> tail.lines().stream()).toList();
    }
}
