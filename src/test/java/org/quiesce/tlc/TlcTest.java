package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real TLC, on specifications that break in every way. */
class TlcTest {
    private static final String SPEC = "SPECIFICATION Spec";
    private static final String NO_DEADLOCK = "CHECK_DEADLOCK FALSE";

    @TempDir
    static Path cache;

    private static Tlc tlc;

    @BeforeAll
    static void open() {
        tlc = Tlc.using(TlcJar.bundled(), ClassArchives.in(cache), AnswerCache.none());
    }

    @AfterAll
    static void close() {
        tlc.close();
    }

    @Test
    void everythingHolds() {
        TlcRequest request = Specs.worker("early", SPEC, "INVARIANT NoStuckStop", "PROPERTY StopTerminates", NO_DEADLOCK)
                .mode(TlcRequest.Mode.LIVENESS)
                .build();
        List<TlcProgress> progress = new ArrayList<>();

        TlcOutcome.Completed outcome = completed(tlc.run(request, progress::add));

        assertThat(outcome.verdict()).isEqualTo(new Verdict.NoError());
        assertThat(outcome.counts()).contains(new TlcOutcome.StateCounts(22, 17, 0, OptionalInt.of(6)));
        assertThat(outcome.trace()).isEmpty();
        assertThat(outcome.coverage()).isEmpty();
        assertThat(outcome.graph()).isEmpty();
        assertThat(outcome.exitStatus()).isZero();
        assertThat(outcome.version()).startsWith("TLC2 Version");
        assertThat(progress).last().isEqualTo(new TlcProgress(22, 17, 0));
    }

    @Test
    void anInvariantIsViolated() {
        TlcOutcome.Completed outcome =
                completed(tlc.run(Specs.worker("late", "INIT Init", "NEXT Next", "INVARIANT NoStuckStop").build()));

        assertThat(outcome.verdict()).isEqualTo(new Verdict.InvariantViolated("NoStuckStop"));
        assertThat(outcome.exitStatus()).isEqualTo(12);
        TlcTrace trace = outcome.trace().orElseThrow();
        assertThat(trace.ending()).isEqualTo(new TlcTrace.Finite());
        assertThat(actions(trace)).containsExactly("Test", "Set", "Wake", "Sleep");
        assertThat(trace.states().get(4)).isEqualTo(new TlcTrace.State(
                5,
                Optional.of(new TlcTrace.Step("Sleep", Optional.empty(), Optional.of(new SourceSpan("Worker", 40, 3, 43, 19)))),
                Map.of(
                        "pc", TlcValue.parse("[worker |-> \"test\", stopper |-> \"wait\"]"),
                        "state", TlcValue.parse("(worker :> \"asleep\")"),
                        "stop", new TlcValue.Bool(true))));
        assertThat(trace.states().get(0).step()).isEmpty();
        assertThat(trace.states().get(0).values().keySet()).containsExactlyInAnyOrder("pc", "state", "stop");
    }

    @Test
    void aLivenessPropertyIsViolatedByStuttering() {
        TlcOutcome.Completed outcome = completed(tlc.run(Specs.worker("late", SPEC, "PROPERTY StopTerminates", NO_DEADLOCK)
                .mode(TlcRequest.Mode.LIVENESS)
                .build()));

        assertThat(outcome.verdict()).isEqualTo(new Verdict.PropertyViolated(List.of()));
        assertThat(outcome.exitStatus()).isEqualTo(13);
        assertThat(outcome.trace().orElseThrow().ending()).isEqualTo(new TlcTrace.Stuttering());
        assertThat(outcome.trace().orElseThrow().states()).hasSize(5);
        assertThat(outcome.counts().orElseThrow().depth()).isEmpty();
    }

    @Test
    void aLivenessPropertyIsViolatedByALasso() {
        TlcOutcome.Completed outcome = completed(tlc.run(Specs.worker("deaf", SPEC, "PROPERTY StopTerminates", NO_DEADLOCK)
                .mode(TlcRequest.Mode.LIVENESS)
                .build()));

        TlcTrace trace = outcome.trace().orElseThrow();
        assertThat(trace.ending()).isInstanceOfSatisfying(TlcTrace.BackTo.class, loop -> {
            assertThat(loop.state()).isBetween(1, trace.states().size());
            assertThat(loop.step()).map(TlcTrace.Step::action).contains("Spin");
        });
        assertThat(trace.states()).last().satisfies(state ->
                assertThat(state.values().get("pc")).hasToString("[worker |-> \"spin\", stopper |-> \"wait\"]"));
    }

    @Test
    void aDeadlockIsReached() {
        TlcOutcome.Completed outcome = completed(tlc.run(Specs.worker("early", SPEC).build()));

        assertThat(outcome.verdict()).isEqualTo(new Verdict.Deadlock());
        assertThat(actions(outcome.trace().orElseThrow())).last().isEqualTo("Join");
    }

    @Test
    void aDeadlockMayBeIgnored() {
        TlcRequest request =
                Specs.worker("early", SPEC).with(TlcRequest.Option.IGNORE_DEADLOCK).build();

        assertThat(completed(tlc.run(request)).verdict()).isEqualTo(new Verdict.NoError());
    }

    @Test
    void anInitialStateIsWrong() {
        TlcOutcome.Completed outcome =
                completed(tlc.run(Specs.worker("late", "INIT Init", "NEXT Next", "INVARIANT NotAtTest").build()));

        assertThat(outcome.verdict()).isEqualTo(new Verdict.InvariantViolated("NotAtTest"));
        assertThat(outcome.counts()).isEmpty();
        assertThat(outcome.trace().orElseThrow().states()).singleElement().satisfies(state ->
                assertThat(state.values().get("stop")).isEqualTo(new TlcValue.Bool(false)));
    }

    @Test
    void anActionPropertyIsViolated() {
        TlcOutcome.Completed outcome = completed(
                tlc.run(Specs.worker("late", SPEC, "PROPERTIES StopStays StopNeverSet", NO_DEADLOCK).build()));

        assertThat(outcome.verdict()).isEqualTo(new Verdict.PropertyViolated(List.of("StopNeverSet")));
        assertThat(actions(outcome.trace().orElseThrow())).containsExactly("Set");
    }

    @Test
    void anAssumptionIsFalse() {
        TlcOutcome.Completed outcome = completed(tlc.run(Specs.worker("loud", SPEC).build()));

        assertThat(outcome.verdict())
                .isEqualTo(new Verdict.AssumptionFalse("line 12, col 22 to line 12, col 56 of module Worker"));
    }

    @Test
    void aSpecificationThatFailsInEvaluationHasNoVerdict() {
        assertThat(tlc.run(Specs.worker("late", SPEC, "INVARIANT BadSum").build()))
                .isInstanceOfSatisfying(TlcOutcome.EvaluationFailed.class, failure -> {
                    assertThat(failure.message())
                            .startsWith("TLC could not evaluate the specification: Attempted to apply")
                            .contains("Plus")
                            .doesNotContain("\n");
                    assertThat(failure.tail()).isNotEmpty();
                });
    }

    @Test
    void aSyntaxErrorIsRejected() {
        String broken = Specs.text("Worker.tla").replace("Spin ==", "Spin == ==");
        TlcRequest request = TlcRequest.module("Worker", broken).heapMebibytes(256).build();

        assertThat(tlc.run(request)).isInstanceOfSatisfying(TlcOutcome.SpecRejected.class, failure ->
                assertThat(failure.reason()).startsWith("line 45, col 9 to line 45, col 9 of module Worker: "
                        + "Was expecting \"Expression or Instance\" Encountered \"==\""));
        assertThat(tlc.parse(request)).isInstanceOfSatisfying(SanyOutcome.Rejected.class, rejected ->
                assertThat(rejected.errors()).singleElement().satisfies(error ->
                        assertThat(error.span()).contains(new SourceSpan("Worker", 45, 9, 45, 9))));
    }

    @Test
    void semanticErrorsAreRejected() {
        String broken = Specs.text("Worker.tla").replace("Style = \"deaf\"", "Stile = \"deaf\"").replace("~stop'", "~halt'");
        TlcRequest request = TlcRequest.module("Worker", broken).heapMebibytes(256).build();

        assertThat(tlc.run(request)).isInstanceOfSatisfying(TlcOutcome.SpecRejected.class, failure ->
                assertThat(failure.reason()).contains("Unknown operator: `Stile'.", "; ", "Unknown operator: `halt'."));
        assertThat(tlc.parse(request)).isInstanceOfSatisfying(SanyOutcome.Rejected.class, rejected -> {
            assertThat(rejected.errors()).extracting(SanyOutcome.Error::message)
                    .containsExactly("Unknown operator: `Stile'.", "Unknown operator: `halt'.");
            assertThat(rejected.errors().get(0).span()).contains(new SourceSpan("Worker", 46, 6, 46, 10));
        });
    }

    @Test
    void aCorrectModuleIsAccepted() {
        assertThat(tlc.parse(Specs.worker("late").build())).isEqualTo(new SanyOutcome.Accepted());
    }

    @Test
    void aModuleIsFoundByTheOneThatExtendsIt() {
        String both = Specs.text("Worker.tla").replace("EXTENDS Naturals, TLC", "EXTENDS Naturals, TLC, Extra");
        TlcRequest request = TlcRequest.module("Worker", both)
                .alsoModule("Extra", "---- MODULE Extra ----\nTwo == 2\n====\n")
                .heapMebibytes(256)
                .build();

        assertThat(tlc.parse(request)).isEqualTo(new SanyOutcome.Accepted());
    }

    @Test
    void aConfigurationIsRejectedForItsNamesAndForItsSyntax() {
        assertThat(tlc.run(Specs.worker("late", SPEC, "INVARIANT Nobody").build()))
                .isInstanceOfSatisfying(TlcOutcome.SpecRejected.class, failure ->
                        assertThat(failure.reason()).contains("Nobody", "not defined in the specification"));
        assertThat(tlc.run(Specs.worker("late", "= SPECIFICATION Spec").build()))
                .isInstanceOfSatisfying(TlcOutcome.SpecRejected.class, failure ->
                        assertThat(failure.reason()).contains("configuration file at line 3"));
    }

    @Test
    void aLivenessCheckWithoutATemporalPropertyIsNoSuccess() {
        TlcRequest request = Specs.worker("early", SPEC, "INVARIANT NoStuckStop", NO_DEADLOCK)
                .mode(TlcRequest.Mode.LIVENESS)
                .build();

        assertThat(tlc.run(request)).isInstanceOf(TlcOutcome.SpecRejected.class);
    }

    @Test
    void coverageTellsWhichActionsWereNeverTaken() {
        TlcOutcome.Completed outcome =
                completed(tlc.run(Specs.loops().with(TlcRequest.Option.COVERAGE).build()));

        TlcCoverage coverage = outcome.coverage().orElseThrow();
        assertThat(coverage.initial()).singleElement().satisfies(init -> {
            assertThat(init.name()).isEqualTo("Init");
            assertThat(init.taken()).isEqualTo(2);
        });
        assertThat(coverage.actions())
                .extracting(count -> count.name() + " " + count.distinct() + ":" + count.taken())
                .containsExactly("Up 0:2", "Jump 0:1", "Stay 0:1", "Pick 0:2", "Never 0:0", "Next 1:1");
        assertThat(coverage.actions().get(5).disjunct()).isPresent();
        assertThat(coverage.neverTaken()).extracting(TlcCoverage.Count::name).containsExactly("Never");
    }

    @Test
    void theStateGraphHoldsEveryTransition() {
        TlcOutcome.Completed outcome =
                completed(tlc.run(Specs.loops().mode(TlcRequest.Mode.GRAPH).build()));

        StateGraph graph = outcome.graph().orElseThrow();
        assertThat(graph.states())
                .extracting(state -> state.get("x"))
                .containsExactly(new TlcValue.Int(0), new TlcValue.Int(1), new TlcValue.Int(2));
        assertThat(graph.states()).allSatisfy(state ->
                assertThat(state.get("note")).isEqualTo(new TlcValue.Str("a \"quoted\" \\ text")));
        assertThat(graph.initial()).containsExactly(0, 1);
        assertThat(graph.edges())
                .containsExactlyInAnyOrder(
                        new StateGraph.Edge(0, "Up", 1),
                        new StateGraph.Edge(0, "Next", 2),
                        new StateGraph.Edge(1, "Up", 2),
                        new StateGraph.Edge(1, "Jump", 2),
                        new StateGraph.Edge(2, "Stay", 2),
                        new StateGraph.Edge(2, "Pick", 0),
                        new StateGraph.Edge(2, "Pick", 0));
        assertThat(outcome.counts().orElseThrow().generated())
                .isEqualTo(graph.initial().size() + graph.edges().size());
    }

    @Test
    void theLargeJvmGivesTheSameOutcome() {
        TlcRequest.Builder request = Specs.worker("late", "INIT Init", "NEXT Next", "INVARIANT NoStuckStop");

        assertThat(tlc.run(request.jvm(TlcRequest.Jvm.LARGE).build()))
                .isEqualTo(tlc.run(request.jvm(TlcRequest.Jvm.SMALL).build()));
    }

    @Test
    void runsInParallelDoNotDisturbEachOtherAndLeaveNothing() throws Exception {
        TlcRequest request = Specs.worker("late", "INIT Init", "NEXT Next", "INVARIANT NoStuckStop").build();
        TlcOutcome alone = tlc.run(request);

        List<CompletableFuture<TlcOutcome>> runs = Stream.generate(() -> CompletableFuture.supplyAsync(() -> tlc.run(request)))
                .limit(3)
                .toList();

        assertThat(runs).extracting(CompletableFuture::join).containsOnly(alone);
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceAll("-[0-9a-f]+", "")))
                    .containsExactlyInAnyOrder("launcher.jar", "tlc.jsa");
        }
    }

    private static TlcOutcome.Completed completed(TlcOutcome outcome) {
        assertThat(outcome).isInstanceOf(TlcOutcome.Completed.class);
        return (TlcOutcome.Completed) outcome;
    }

    private static List<String> actions(TlcTrace trace) {
        return trace.states().stream().flatMap(state -> state.step().stream()).map(TlcTrace.Step::action).toList();
    }
}
