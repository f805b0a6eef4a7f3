package org.quiesce.tlc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.tlc.child.ChildMain;

/**
 * The child JVMs of one {@link Tlc}. A run borrows one; a child of which more runs can be had then waits for them, as
 * code that a JVM has compiled already is most of what makes a small run fast.
 */
final class Children implements AutoCloseable {

    /** Each takes a quarter of a gigabyte, whether it works or waits. */
    private static final int MOST_WAITING = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final TlcJar jar;
    private final ClassArchives.Slot archive;
    private final Set<ChildScope> scopes = new HashSet<>();
    private final List<Child> waiting = new ArrayList<>();
    private boolean closed;

    Children(TlcJar jar, ClassArchives.Slot archive) {
        this.jar = jar;
        this.archive = archive;
    }

    /**
     * A child for this request, to be given back or discarded; empty after {@link #close()}.
     *
     * @param options those that TLC has in all runs of the child
     * @throws IOException if none can be started
     */
    Optional<Child> borrow(TlcRequest request, List<String> options) throws IOException {
        boolean small = request.jvm() == TlcRequest.Jvm.SMALL;
        Child.Kind kind =
                new Child.Kind(request.jvm(), request.heapMebibytes(), options, small && archive.isOpen());
        Optional<Child> warm = warm(kind);
        return warm.isPresent() ? warm : start(kind);
    }

    /** Takes back a child whose run came to a verdict. */
    void giveBack(Child child) {
        if (child.kind().writesArchive()) {
            child.exit();
            archive.keep(freshArchive(child.scope()));
        }
        if (!child.isReady() || !await(child)) {
            discard(child);
        }
        surplus().ifPresent(this::discard);
    }

    /** Ends a child. */
    void discard(Child child) {
        end(child.scope());
    }

    /** Ends a child whose JVM has crashed, and deletes the archive that it used; whether there was one. */
    boolean discardWithArchive(Child child) throws IOException {
        discard(child);
        return archive.discard();
    }

    /** Whether no more are lent. */
    synchronized boolean areClosed() {
        return closed;
    }

    /** Ends all children, and lends no more. */
    @Override
    public void close() {
        List<ChildScope> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(scopes);
        }
        last.forEach(this::end);
    }

    private void end(ChildScope scope) {
        scope.close();
        synchronized (this) {
            scopes.remove(scope);
        }
    }

    private synchronized Optional<Child> warm(Child.Kind kind) {
        Optional<Child> fit =
                waiting.stream().filter(child -> child.kind().equals(kind) && child.isReady()).findFirst();
        fit.ifPresent(waiting::remove);
        return fit;
    }

    private synchronized boolean await(Child child) {
        return !closed && waiting.add(child);
    }

    /** Of too many children that wait, the one that has waited longest. */
    private synchronized Optional<Child> surplus() {
        return waiting.size() > MOST_WAITING ? Optional.of(waiting.remove(0)) : Optional.empty();
    }

    private Optional<Child> start(Child.Kind kind) throws IOException {
        ChildScope scope = new ChildScope();
        // Before there is a child, so that a close at this moment does not miss it.
        if (!join(scope)) {
            scope.close();
            return Optional.empty();
        }
        try {
            String mark = Child.newMark();
            return Child.start(kind, scope, command(kind, scope, mark), mark);
        } catch (IOException e) {
            end(scope);
            throw e;
        }
    }

    private synchronized boolean join(ChildScope scope) {
        return !closed && scopes.add(scope);
    }

    // ---- the command line

    private List<String> command(Child.Kind kind, ChildScope scope, String mark) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(tuning(kind, scope));
        command.addAll(List.of(
                "-Xmx" + kind.heapMebibytes() + "m",
                "-Xss8m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                // The JVM's own warnings would go to standard output, between TLC's messages.
                "-Xlog:disable",
                "-Dfile.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + scope.path("tmp"),
                "-D" + ChildMain.RUN_DIRECTORY + "=" + scope.path(""),
                "-jar",
                archive.launcher(scope.path("launcher.jar")).toString(),
                mark,
                jar.path().toString()));
        command.addAll(kind.options());
        return command;
    }

    private List<String> tuning(Child.Kind kind, ChildScope scope) {
        List<String> tuning = new ArrayList<>();
        switch (kind.jvm()) {
            case LARGE -> tuning.add("-XX:+UseParallelGC");
            case SMALL -> {
                // The JDK's pool for parallel streams would keep threads from one run to the next.
                tuning.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0"));
                tuning.addAll(kind.writesArchive() ? archive.write(freshArchive(scope)) : archive.use());
            }
        }
        return tuning;
    }

    private static Path freshArchive(ChildScope scope) {
        return scope.path("classes.jsa");
    }
}
