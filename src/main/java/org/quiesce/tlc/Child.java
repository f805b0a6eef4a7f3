package org.quiesce.tlc;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.quiesce.tlc.child.ChildMain;

/** A child JVM, which performs runs one after the other. One thread at a time may use it. */
final class Child {
    /** How a run ended. */
    sealed interface End permits Exited, OutOfTime, Stopped {}

    /** By itself. */
    record Exited(int status) implements End {}

    /** The child was killed after the time limit. */
    record OutOfTime() implements End {}

    /** The child was killed because the run was cancelled. */
    record Stopped() implements End {}

    /**
     * What a child is made for.
     *
     * @param options those that TLC has in all runs; none if it is not to run TLC
     * @param writesArchive it exits after its first run, and writes a class-data archive then
     */
    record Kind(TlcRequest.Jvm jvm, int heapMebibytes, List<String> options, boolean writesArchive) {
        private boolean isForMany() {
            return jvm == TlcRequest.Jvm.SMALL && !writesArchive;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Kind kind;
    private final ChildScope scope;
    private final Process process;
    private final String mark;
    private final DataOutputStream requests;
    private final LinePump out;
    private final LinePump err;
    private volatile RunOutput output = new RunOutput(line -> {});

    private Child(Kind kind, ChildScope scope, Process process, String mark) {
        this.kind = kind;
        this.scope = scope;
        this.process = process;
        this.mark = mark;
        requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        out = new LinePump("quiesce-tlc-out", process.getInputStream(), this::printed, scope::release,
                () -> output.outputEnded());
        err = new LinePump("quiesce-tlc-err", process.getErrorStream(), this::complained, scope::release,
                () -> output.errorsEnded());
        out.start();
        err.start();
    }

    /** What a child may print at the end of its runs: no specification can know it. */
    static String newMark() {
        return "quiesce-" + UUID.randomUUID() + " ";
    }

    /**
     * Starts one; empty if the scope has ended already.
     *
     * @param mark the child was told to print it at the end of its runs
     * @throws IOException if the JVM can't be started
     */
    static Optional<Child> start(Kind kind, ChildScope scope, List<String> command, String mark) throws IOException {
        Path directory = scope.path("spec");
        scope.emptyDirectories(List.of(directory));
        return scope.start(command, directory).map(process -> new Child(kind, scope, process, mark));
    }

    /** What the child was made for. */
    Kind kind() {
        return kind;
    }

    /** What the child owns. */
    ChildScope scope() {
        return scope;
    }

    /** Whether it can perform another run. */
    boolean isReady() {
        return kind.isForMany() && output.leavesChildReady() && process.isAlive() && !scope.isReleased();
    }

    /**
     * Runs a main class in the directory {@code spec} of the scope.
     *
     * @param lines told each line of standard output, on another thread
     */
    End perform(List<String> mainAndArguments, Duration timeout, Consumer<String> lines) {
        RunOutput now = new RunOutput(lines);
        output = now;
        End end;
        try {
            end = send(mainAndArguments) ? await(now, timeout) : exited();
        } catch (InterruptedException e) {
            scope.release();
            Thread.currentThread().interrupt();
            return new Stopped();
        }
        out.failure().ifPresent(failure -> {
            throw failure;
        });
        return scope.isReleased() ? new Stopped() : end;
    }

    /** The end of what the last run printed. */
    List<String> tail() {
        return output.tail();
    }

    /** Lets the child exit, so that the JVM writes what it was told to write then. */
    void exit() {
        try {
            if (send(List.of())) {
                process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private End await(RunOutput now, Duration timeout) throws InterruptedException {
        if (now.endsWithin(timeout)) {
            return now.status().isPresent() ? new Exited(now.status().get()) : exited();
        }
        ChildScope.kill(process);
        now.endsWithin(PATIENCE);
        return new OutOfTime();
    }

    /** After the end of its output, which nobody else holds. */
    private End exited() throws InterruptedException {
        return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                ? new Exited(process.exitValue())
                : new OutOfTime();
    }

    /** Whether the child could still be told. */
    private boolean send(List<String> words) {
        try {
            requests.writeInt(words.size());
            for (String word : words) {
                requests.writeUTF(word);
            }
            requests.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    // ---- called by the pumps

    private void printed(String line) {
        if (line.startsWith(mark)) {
            String[] words = line.substring(mark.length()).split(" ");
            output.closed(Integer.parseInt(words[0]), words[1].equals(ChildMain.READY));
        } else {
            output.printed(line);
        }
    }

    private void complained(String line) {
        if (line.startsWith(mark)) {
            output.errorsEnded();
        } else {
            output.complained(line);
        }
    }
}
