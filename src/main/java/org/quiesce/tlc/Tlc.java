package org.quiesce.tlc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs TLC and SANY in child JVMs.
 *
 * <p>Any number of threads may run at the same time, each in a child of its own. A child serves many runs, one after
 * the other, each of which begins as if it were the first; what does not come to a verdict ends its child. A run is
 * cancelled by interrupting its thread or by {@link #close()}. Temporary files go when a run ends, children when this
 * is closed, and both when this JVM ends, and when it is killed.
 */
public final class Tlc implements AutoCloseable {
    /** In a directory of a run, beside that of the specification. */
    static final String GRAPH = "graph/states.dot";

    private final Children children;
    private final Optional<AnswerCache.Shelf> answers;
    private final AtomicInteger cached = new AtomicInteger();

    private Tlc(Children children, Optional<AnswerCache.Shelf> answers) {
        this.children = children;
        this.answers = answers;
    }

    /** Runs the TLC in this jar, with class-data archives in the user's cache, and always afresh. */
    public static Tlc using(TlcJar jar) {
        return using(jar, ClassArchives.inUserCache(), AnswerCache.none());
    }

    /** Runs the TLC in this jar. */
    public static Tlc using(TlcJar jar, ClassArchives archives, AnswerCache answers) {
        return new Tlc(new Children(jar, archives.slot(jar)), answers.shelf(jar));
    }

    /** The outcome of TLC for this request. */
    public TlcOutcome run(TlcRequest request) {
        return run(request, progress -> {});
    }

    /** As {@link #run(TlcRequest)}, telling how far it has come. */
    public TlcOutcome run(TlcRequest request, TlcProgress.Listener listener) {
        Optional<TlcOutcome> kept = children.areClosed() ? Optional.empty() : kept(request);
        if (kept.isPresent()) {
            cached.incrementAndGet();
            return kept.get();
        }
        try (ChildRun run = new ChildRun(children, request, options(request))) {
            return check(run, request, listener);
        } catch (IOException e) {
            return new TlcOutcome.NotStarted(e.getMessage());
        }
    }

    /** Runs SANY alone on the modules of the request, within its limits; the configuration plays no part. */
    public SanyOutcome parse(TlcRequest request) {
        try (ChildRun run = new ChildRun(children, request, List.of())) {
            return parse(run, request);
        } catch (IOException e) {
            return new SanyOutcome.Failed(new TlcOutcome.NotStarted(e.getMessage()));
        }
    }

    /** Whether an outcome may be that of an earlier run. */
    public boolean keepsAnswers() {
        return answers.isPresent();
    }

    /** How many outcomes were those of earlier runs, up to now. */
    public int cachedAnswers() {
        return cached.get();
    }

    /** Cancels all runs, now and in future; their children are dead when this returns. */
    @Override
    public void close() {
        children.close();
    }

    /** What an earlier run says, if that is a verdict. */
    private Optional<TlcOutcome> kept(TlcRequest request) {
        return answersTo(request)
                .flatMap(shelf -> shelf.find(request, arguments(request)))
                .map(answer -> {
                    Transcript said = new Transcript(progress -> {});
                    MessageReader messages = new MessageReader(said);
                    answer.lines().forEach(messages::line);
                    messages.end();
                    return new Judge(request, said, answer.exitStatus(), List.of()).outcome();
                })
                .filter(TlcOutcome.Completed.class::isInstance)
                .map(outcome -> ((TlcOutcome.Completed) outcome).from(TlcOutcome.Source.CACHE));
    }

    /** Graphs are in files of their own, which are not kept. */
    private Optional<AnswerCache.Shelf> answersTo(TlcRequest request) {
        return answers.filter(shelf -> request.mode() != TlcRequest.Mode.GRAPH);
    }

    private TlcOutcome check(ChildRun run, TlcRequest request, TlcProgress.Listener listener) throws IOException {
        Transcript said = new Transcript(listener);
        MessageReader messages = new MessageReader(said);
        Recorder recorder = new Recorder();
        Child.End end = run.perform(arguments(request), line -> {
            recorder.line(line);
            messages.line(line);
        });
        Optional<TlcOutcome.Failure> stopped = stopped(end, request, run.tail());
        if (stopped.isPresent()) {
            return stopped.get();
        }
        messages.end();
        int status = ((Child.Exited) end).status();
        TlcOutcome outcome = new Judge(request, said, status, run.tail()).outcome();
        if (!(outcome instanceof TlcOutcome.Completed completed)) {
            return outcome;
        }
        run.cameToVerdict();
        answersTo(request).ifPresent(shelf ->
                recorder.lines().ifPresent(lines -> shelf.keep(request, arguments(request), new Answer(status, lines))));
        return request.mode() == TlcRequest.Mode.GRAPH && completed.verdict() instanceof Verdict.NoError
                ? withGraph(run.path(GRAPH), completed, run.tail())
                : completed;
    }

    /** The options that do not depend on where files are. */
    static List<String> options(TlcRequest request) {
        List<String> options = new ArrayList<>(List.of(
                "-tool",
                "-fp",
                "0",
                "-workers",
                Integer.toString(request.workers()),
                // Nobody ever takes up a run that was broken off.
                "-checkpoint",
                "0",
                // Where there is no temporal property, it makes no difference.
                "-lncheck",
                "final"));
        if (request.options().contains(TlcRequest.Option.COVERAGE)) {
            options.addAll(List.of("-coverage", "1"));
        }
        if (request.options().contains(TlcRequest.Option.IGNORE_DEADLOCK)) {
            options.add("-deadlock");
        }
        return options;
    }

    static List<String> arguments(TlcRequest request) {
        List<String> arguments = new ArrayList<>(List.of("tlc2.TLC"));
        arguments.addAll(options(request));
        arguments.addAll(List.of("-metadir", "../meta", "-config", request.module() + ".cfg"));
        if (request.mode() == TlcRequest.Mode.GRAPH) {
            arguments.addAll(List.of("-dump", "dot,actionlabels", "../" + GRAPH));
        }
        arguments.add(request.module() + ".tla");
        return arguments;
    }

    private static TlcOutcome withGraph(Path file, TlcOutcome.Completed completed, List<String> tail)
            throws IOException {
        try {
            StateGraph graph = StateGraph.read(file);
            long distinct = completed.counts().map(TlcOutcome.StateCounts::distinct).orElse(0L);
            return graph.states().size() == distinct
                    ? completed.with(graph)
                    : new TlcOutcome.Unparsable(
                            "the state graph has " + graph.states().size() + " states, TLC counts " + distinct, tail);
        } catch (StateGraphException e) {
            return new TlcOutcome.Unparsable(e.getMessage(), tail);
        }
    }

    private static SanyOutcome parse(ChildRun run, TlcRequest request) throws IOException {
        List<String> lines = new ArrayList<>();
        Child.End end = run.perform(List.of("tla2sany.SANY", request.module() + ".tla"), line -> {
            if (lines.size() < 10_000) {
                lines.add(line);
            }
        });
        Optional<TlcOutcome.Failure> stopped = stopped(end, request, run.tail());
        if (stopped.isPresent()) {
            return new SanyOutcome.Failed(stopped.get());
        }
        SanyOutput output = SanyOutput.of(lines);
        int status = ((Child.Exited) end).status();
        if (!output.errors().isEmpty()) {
            return new SanyOutcome.Rejected(output.errors());
        } else if (status != 0) {
            return new SanyOutcome.Failed(new TlcOutcome.Crashed(status, run.tail()));
        } else if (!output.analysedModules().contains(request.module())) {
            return new SanyOutcome.Failed(
                    new TlcOutcome.Unparsable("SANY does not say that it analysed " + request.module(), run.tail()));
        }
        return new SanyOutcome.Accepted();
    }

    private static Optional<TlcOutcome.Failure> stopped(Child.End end, TlcRequest request, List<String> tail) {
        if (end instanceof Child.OutOfTime) {
            return Optional.of(new TlcOutcome.TimedOut(request.timeout(), tail));
        }
        return end instanceof Child.Stopped ? Optional.of(new TlcOutcome.Cancelled(tail)) : Optional.empty();
    }
}
