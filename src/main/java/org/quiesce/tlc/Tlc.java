package org.quiesce.tlc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Runs TLC and SANY, each time in a child JVM of its own: two runs in one JVM would disturb each other.
 *
 * <p>Any number of threads may run at the same time. A run is cancelled by interrupting its thread or by
 * {@link #close()}. Children die and temporary files go when a run ends, when this JVM ends, and when it is killed.
 */
public final class Tlc implements AutoCloseable {
    private final TlcJar jar;
    private final ClassArchives.Slot archive;
    private final Set<RunScope> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Tlc(TlcJar jar, ClassArchives.Slot archive) {
        this.jar = jar;
        this.archive = archive;
    }

    /** Runs the TLC in this jar, with class-data archives in the user's cache. */
    public static Tlc using(TlcJar jar) {
        return using(jar, ClassArchives.inUserCache());
    }

    /** Runs the TLC in this jar. */
    public static Tlc using(TlcJar jar, ClassArchives archives) {
        return new Tlc(jar, archives.slot(jar));
    }

    /** Runs TLC once. */
    public TlcOutcome run(TlcRequest request) {
        return run(request, progress -> {});
    }

    /** As {@link #run(TlcRequest)}, telling how far it has come. */
    public TlcOutcome run(TlcRequest request, TlcProgress.Listener listener) {
        return inScope(scope -> check(scope, request, listener), failure -> failure);
    }

    /** Runs SANY alone on the modules of the request, within its limits; the configuration plays no part. */
    public SanyOutcome parse(TlcRequest request) {
        return inScope(scope -> parse(scope, request), SanyOutcome.Failed::new);
    }

    /** Cancels all runs, now and in future; their children are dead when this returns. */
    @Override
    public void close() {
        closed = true;
        running.forEach(RunScope::release);
    }

    private interface Run<T> {
        T in(RunScope scope) throws IOException;
    }

    private <T> T inScope(Run<T> run, Function<TlcOutcome.Failure, T> failed) {
        try (RunScope scope = new RunScope()) {
            running.add(scope);
            try {
                // After joining the set, so that a close at this moment is missed by neither.
                return closed ? failed.apply(new TlcOutcome.Cancelled(List.of())) : run.in(scope);
            } finally {
                running.remove(scope);
            }
        } catch (IOException e) {
            return failed.apply(new TlcOutcome.NotStarted(e.getMessage()));
        }
    }

    private TlcOutcome check(RunScope scope, TlcRequest request, TlcProgress.Listener listener) throws IOException {
        Transcript said = new Transcript(listener);
        MessageReader messages = new MessageReader(said);
        ChildRun child = new ChildRun(scope, jar, archive, request);
        ChildRun.End end = child.run(arguments(scope, request), messages::line);
        Optional<TlcOutcome.Failure> stopped = stopped(end, request, child.tail());
        if (stopped.isPresent()) {
            return stopped.get();
        }
        messages.end();
        TlcOutcome outcome = new Judge(request, said, ((ChildRun.Exited) end).status(), child.tail()).outcome();
        if (!(outcome instanceof TlcOutcome.Completed completed)) {
            return outcome;
        }
        child.keepArchive();
        return request.mode() == TlcRequest.Mode.GRAPH && completed.verdict() instanceof Verdict.NoError
                ? withGraph(scope, completed, child.tail())
                : completed;
    }

    private static List<String> arguments(RunScope scope, TlcRequest request) {
        List<String> arguments = new ArrayList<>(List.of(
                "tlc2.TLC",
                "-tool",
                "-fp",
                "0",
                "-workers",
                Integer.toString(request.workers()),
                "-metadir",
                scope.path("meta").toString(),
                "-config",
                request.module() + ".cfg"));
        if (request.options().contains(TlcRequest.Option.COVERAGE)) {
            arguments.addAll(List.of("-coverage", "1"));
        }
        if (request.options().contains(TlcRequest.Option.IGNORE_DEADLOCK)) {
            arguments.add("-deadlock");
        }
        switch (request.mode()) {
            case SAFETY -> { }
            case LIVENESS -> arguments.addAll(List.of("-lncheck", "final"));
            case GRAPH -> arguments.addAll(List.of("-dump", "dot,actionlabels", scope.path("graph.dot").toString()));
        }
        arguments.add(request.module() + ".tla");
        return arguments;
    }

    private static TlcOutcome withGraph(RunScope scope, TlcOutcome.Completed completed, List<String> tail)
            throws IOException {
        try {
            StateGraph graph = StateGraph.read(scope.path("graph.dot"));
            long distinct = completed.counts().map(TlcOutcome.StateCounts::distinct).orElse(0L);
            return graph.states().size() == distinct
                    ? completed.with(graph)
                    : new TlcOutcome.Unparsable(
                            "the state graph has " + graph.states().size() + " states, TLC counts " + distinct, tail);
        } catch (StateGraphException e) {
            return new TlcOutcome.Unparsable(e.getMessage(), tail);
        }
    }

    private SanyOutcome parse(RunScope scope, TlcRequest request) throws IOException {
        List<String> lines = new ArrayList<>();
        ChildRun child = new ChildRun(scope, jar, archive, request);
        ChildRun.End end = child.run(List.of("tla2sany.SANY", request.module() + ".tla"), line -> {
            if (lines.size() < 10_000) {
                lines.add(line);
            }
        });
        Optional<TlcOutcome.Failure> stopped = stopped(end, request, child.tail());
        if (stopped.isPresent()) {
            return new SanyOutcome.Failed(stopped.get());
        }
        SanyOutput output = SanyOutput.of(lines);
        int status = ((ChildRun.Exited) end).status();
        if (!output.errors().isEmpty()) {
            return new SanyOutcome.Rejected(output.errors());
        } else if (status != 0) {
            return new SanyOutcome.Failed(new TlcOutcome.Crashed(status, child.tail()));
        } else if (!output.analysedModules().contains(request.module())) {
            return new SanyOutcome.Failed(
                    new TlcOutcome.Unparsable("SANY does not say that it analysed " + request.module(), child.tail()));
        }
        return new SanyOutcome.Accepted();
    }

    private static Optional<TlcOutcome.Failure> stopped(ChildRun.End end, TlcRequest request, List<String> tail) {
        if (end instanceof ChildRun.OutOfTime) {
            return Optional.of(new TlcOutcome.TimedOut(request.timeout(), tail));
        }
        return end instanceof ChildRun.Stopped ? Optional.of(new TlcOutcome.Cancelled(tail)) : Optional.empty();
    }
}
