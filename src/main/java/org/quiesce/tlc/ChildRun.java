package org.quiesce.tlc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One main class of a TLC jar, run in a child JVM until it ends, its time is up, or it is cancelled. */
final class ChildRun {
    /** How a child ended. */
    sealed interface End permits Exited, OutOfTime, Stopped {}

    /** By itself. */
    record Exited(int status) implements End {}

    /** Killed after the time limit. */
    record OutOfTime() implements End {}

    /** Killed because the run was cancelled. */
    record Stopped() implements End {}

    private static final String JVM_FAULT = "A fatal error has been detected by the Java Runtime Environment";

    private final RunScope scope;
    private final TlcJar jar;
    private final ClassArchives.Slot archive;
    private final TlcRequest request;
    private final Tail output = new Tail();
    private final Tail errors = new Tail();

    ChildRun(RunScope scope, TlcJar jar, ClassArchives.Slot archive, TlcRequest request) {
        this.scope = scope;
        this.jar = jar;
        this.archive = archive;
        this.request = request;
    }

    /**
     * Writes the files of the request and runs the main class in their directory.
     *
     * @param lines told each line of standard output, on another thread
     * @throws IOException if a file can't be written or the JVM not be started
     */
    End run(List<String> mainAndArguments, Consumer<String> lines) throws IOException {
        writeFiles();
        End end = start(mainAndArguments, lines);
        boolean jvmFault = output.lines().stream().anyMatch(line -> line.contains(JVM_FAULT));
        // The JVM trusts an archive: one that was damaged on disk would make every run crash from now on.
        return end instanceof Exited && jvmFault && archive.discard() ? start(mainAndArguments, lines) : end;
    }

    private End start(List<String> mainAndArguments, Consumer<String> lines) throws IOException {
        Optional<Process> started = scope.start(command(mainAndArguments), scope.path("spec"));
        if (started.isEmpty()) {
            return new Stopped();
        }
        Process child = started.get();
        LinePump out = new LinePump("quiesce-tlc-out", child.getInputStream(), output(lines), scope::release);
        LinePump err = new LinePump("quiesce-tlc-err", child.getErrorStream(), errors::add, scope::release);
        out.start();
        err.start();
        End end = await(child, List.of(out, err));
        out.failure().ifPresent(failure -> {
            throw failure;
        });
        return scope.isReleased() ? new Stopped() : end;
    }

    /** The end of both streams. */
    List<String> tail() {
        return Stream.of(output, errors).flatMap(tail -> tail.lines().stream()).toList();
    }

    /** Shares the class-data archive that this run has written, if it has. */
    void keepArchive() {
        archive.keep(freshArchive());
    }

    private Consumer<String> output(Consumer<String> lines) {
        return line -> {
            output.add(line);
            lines.accept(line);
        };
    }

    private End await(Process child, List<LinePump> pumps) {
        try {
            if (!child.waitFor(request.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                RunScope.kill(child);
                join(pumps);
                return new OutOfTime();
            }
            return join(pumps) ? new Exited(child.exitValue()) : new OutOfTime();
        } catch (InterruptedException e) {
            RunScope.kill(child);
            Thread.currentThread().interrupt();
            return new Stopped();
        }
    }

    /** Whether all was read: pumps end with the child, as nobody else holds the other end of the pipe. */
    private static boolean join(List<LinePump> pumps) throws InterruptedException {
        for (LinePump pump : pumps) {
            pump.join(Duration.ofSeconds(30).toMillis());
        }
        return pumps.stream().noneMatch(Thread::isAlive);
    }

    private void writeFiles() throws IOException {
        for (var module : request.modules().entrySet()) {
            scope.write(scope.path("spec", module.getKey() + ".tla"), module.getValue());
        }
        scope.write(scope.path("spec", request.module() + ".cfg"), request.config());
        // TLC unpacks its standard modules to the temporary directory under fixed names: it must not be shared.
        scope.createDirectory(scope.path("tmp"));
    }

    private List<String> command(List<String> mainAndArguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(tuning());
        command.addAll(List.of(
                "-Xmx" + request.heapMebibytes() + "m",
                "-Xss8m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                // The JVM's own warnings would go to standard output, between TLC's messages.
                "-Xlog:disable",
                "-Dfile.encoding=UTF-8",
                "-Dsun.stdout.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + scope.path("tmp"),
                "-D" + ChildMain.RUN_DIRECTORY + "=" + scope.path("")));
        command.add("-cp");
        command.add(archive.launcher(scope.path("launcher.jar")) + File.pathSeparator + jar.path());
        command.add(ChildMain.class.getName());
        command.addAll(mainAndArguments);
        return command;
    }

    private List<String> tuning() {
        return switch (request.jvm()) {
            case LARGE -> List.of("-XX:+UseParallelGC");
            case SMALL -> Stream.concat(
                            Stream.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                            archive.options(freshArchive()).stream())
                    .toList();
        };
    }

    private Path freshArchive() {
        return scope.path("classes.jsa");
    }
}
