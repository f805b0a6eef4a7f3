package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.StopModel;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Replay.Divergence;
import org.quiesce.sim.Replay.Outcome;

/** Replays, random and guided runs, the state graph, limits. */
class RunsTest {

    private static final Simulator SIMULATOR = Simulator.of(Lowering.lower(
            Protocol.module("state-set-after-check").taskPointer("task")
                    .kthreads("worker", 2, body -> body.until(shouldStop(), loop -> loop
                            .call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule())))
                    .init(body -> body.assign("task", kthreadRun("worker")))
                    .exit(body -> body.call(kthreadStop("task")))
                    .build(),
            Granularity.MICRO), Profiles.LINUX_5_10);
    private static final Replay REPLAY = Replay.of(SIMULATOR);
    private static final Run STUCK = violation();

    private static Run violation() {
        SearchResult result = Search.of(SIMULATOR).check(Property.of(SIMULATOR.lowered()));
        return ((Verdict.Violated) result.verdicts().get(Property.NO_STUCK_STOP)).run();
    }

    @Test
    void confirmsARunAndItsViolation() {
        int moves = STUCK.moves().size();
        assertThat(REPLAY.replay(STUCK)).isEqualTo(new Outcome.Confirmed(moves));
        assertThat(REPLAY.replay(STUCK, Property.NO_STUCK_STOP)).isEqualTo(new Outcome.Confirmed(moves));
        assertThat(REPLAY.replay(STUCK, "StopTerminates")).isEqualTo(new Outcome.Confirmed(moves));
        assertThat(REPLAY.replay(STUCK, "NoDoubleStop")).isEqualTo(new Outcome.NotViolated(moves, "NoDoubleStop"));
        assertThatThrownBy(() -> REPLAY.replay(STUCK, "NoSuchThing")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contextsTakeTurnsNoMoreOftenThanTheyMust() {
        List<String> turns = new ArrayList<>();
        STUCK.moves().forEach(move -> {
            if (turns.isEmpty() || !turns.get(turns.size() - 1).equals(move.context())) {
                turns.add(move.context());
            }
        });
        // The test of the stop comes before the stop, and the sleep after the wake.
        assertThat(turns).containsExactly("modprobe", "worker1", "modprobe", "worker1");
    }

    @Test
    void namesTheMoveThatCannotHappen() {
        Run run = withMove(0, new Run.Move("worker1", "Worker1", STUCK.state(1)));
        assertThat(REPLAY.replay(run)).isEqualTo(
                new Outcome.Diverged(1, new Divergence.NotEnabled("worker1", "Worker1")));
    }

    @Test
    void namesTheVariableThatDiffers() {
        Run.Move move = STUCK.moves().get(4);
        Run run = withMove(4, new Run.Move(move.context(), move.action(),
                with(move.after(), "usage", "worker1", Datum.of(3))));
        assertThat(REPLAY.replay(run)).isEqualTo(new Outcome.Diverged(5, new Divergence.Differs(
                "usage", "worker1", Optional.of(Datum.of(3)), Optional.of(Datum.of(1)))));
        Run start = new Run(with(STUCK.initial(), "nonsense", "", Datum.of(3)), List.of(), new Run.Ending.Finite());
        assertThat(REPLAY.replay(start)).isEqualTo(new Outcome.Diverged(0, new Divergence.Differs(
                "nonsense", "", Optional.of(Datum.of(3)), Optional.empty())));
    }

    @Test
    void checksHowARunGoesOn() {
        Run early = new Run(STUCK.initial(), STUCK.moves().subList(0, 5), new Run.Ending.Stuck());
        assertThat(REPLAY.replay(early)).isInstanceOf(Outcome.EndsOtherwise.class);
        Run noLoop = new Run(STUCK.initial(), STUCK.moves(), new Run.Ending.Loop(2));
        assertThat(REPLAY.replay(noLoop)).isInstanceOf(Outcome.EndsOtherwise.class);
        Run cut = new Run(STUCK.initial(), STUCK.moves(), new Run.Ending.Finite());
        assertThat(REPLAY.replay(cut, "StopTerminates")).isInstanceOf(Outcome.NotViolated.class);
    }

    @Test
    void findsWhoTookAnAction() {
        for (int i = 0; i < STUCK.moves().size(); i++) {
            Run.Move move = STUCK.moves().get(i);
            assertThat(SIMULATOR.contextsOf(STUCK.state(i), move.action(), move.after()))
                    .containsExactly(move.context());
        }
        assertThat(SIMULATOR.contextsOf(STUCK.initial(), "Worker1", STUCK.initial())).isEmpty();
    }

    @Test
    void statesOfOtherProtocolsAreRefused() {
        assertThatThrownBy(() -> SIMULATOR.successors(with(STUCK.initial(), "nonsense", "", Datum.of(3))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("nonsense");
        assertThatThrownBy(() -> SIMULATOR.successors(with(STUCK.initial(), "usage", "worker1", Datum.of(99))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("usage[worker1]");
        assertThatThrownBy(() -> SIMULATOR.successors(new Snapshot(new TreeMap<>())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("pc[worker1]");
    }

    @Test
    void randomRunsDependOnTheirSeedOnly() {
        assertThat(RandomRun.of(SIMULATOR, 5, 200)).isEqualTo(RandomRun.of(SIMULATOR, 5, 200));
        List<Integer> lengths = new ArrayList<>();
        for (long seed = 0; seed < 20; seed++) {
            RandomRun drawn = RandomRun.of(SIMULATOR, seed, 200);
            assertThat(drawn.seed()).isEqualTo(seed);
            assertThat(REPLAY.replay(drawn.run())).isEqualTo(new Outcome.Confirmed(drawn.run().moves().size()));
            lengths.add(drawn.run().moves().size());
        }
        assertThat(lengths.stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void schedulesAreFollowed() {
        GuidedRun contexts = GuidedRun.of(SIMULATOR, STUCK.moves().stream().map(Run.Move::context).toList());
        assertThat(contexts).isEqualTo(new GuidedRun(STUCK, Optional.empty()));
        GuidedRun both = GuidedRun.of(SIMULATOR,
                STUCK.moves().stream().map(m -> m.context() + ":" + m.action()).toList());
        assertThat(both).isEqualTo(contexts);
        GuidedRun refused = GuidedRun.of(SIMULATOR, List.of("modprobe", "modprobe", "worker2"));
        assertThat(refused.refused()).contains("worker2");
        assertThat(refused.run().moves()).hasSize(2);
    }

    @Test
    void graphHasEveryStateAndEveryMove() throws StateGraph.TooLarge {
        StateGraph graph = StateGraph.of(SIMULATOR, 100_000);
        SearchResult.Statistics size = Search.of(SIMULATOR).check(List.of()).statistics();
        assertThat(graph.states()).hasSize((int) size.states()).doesNotHaveDuplicates();
        assertThat(graph.edges()).hasSize((int) size.transitions());
        assertThat(graph.states().get(0)).isEqualTo(SIMULATOR.initial());
        for (StateGraph.Edge edge : graph.edges()) {
            assertThat(SIMULATOR.contextsOf(
                    graph.states().get(edge.from()), edge.action(), graph.states().get(edge.to())))
                    .contains(edge.context());
        }
        int states = graph.states().size();
        assertThat(StateGraph.of(SIMULATOR, states)).isEqualTo(graph);
        assertThatThrownBy(() -> StateGraph.of(SIMULATOR, states - 1)).isInstanceOf(StateGraph.TooLarge.class);
    }

    @Test
    void limitsAreNoVerdicts() {
        Simulator large = Simulator.of(
                Lowering.lower(StopModel.of(4), Granularity.MICRO), Profiles.LINUX_6_12);
        List<Property> properties = Property.of(large.lowered());
        List<Limits> limits = List.of(Limits.none().withStates(1000), Limits.none().withBytes(1000),
                Limits.none().withTime(Duration.ZERO));
        List<Completion.Limit> reached = List.of(
                Completion.Limit.STATES, Completion.Limit.MEMORY, Completion.Limit.TIME);
        for (int i = 0; i < limits.size(); i++) {
            SearchResult result = Search.of(large).within(limits.get(i)).check(properties);
            assertThat(result.completion()).isEqualTo(new Completion.Stopped(reached.get(i)));
            assertThat(result.verdicts().values()).allMatch(Verdict.Inconclusive.class::isInstance);
        }
    }

    @Test
    void interruptEndsTheSearch() {
        Simulator large = Simulator.of(
                Lowering.lower(StopModel.of(4), Granularity.MICRO), Profiles.LINUX_6_12);
        Thread.currentThread().interrupt();
        SearchResult result = Search.of(large).check(List.of());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.completion()).isEqualTo(new Completion.Stopped(Completion.Limit.INTERRUPTED));
    }

    private static Run withMove(int position, Run.Move move) {
        List<Run.Move> moves = new ArrayList<>(STUCK.moves());
        moves.set(position, move);
        return new Run(STUCK.initial(), moves, STUCK.ending());
    }

    private static Snapshot with(Snapshot state, String variable, String index, Datum value) {
        SortedMap<String, SortedMap<String, Datum>> values = new TreeMap<>(state.values());
        TreeMap<String, Datum> entries = new TreeMap<>(values.getOrDefault(variable, new TreeMap<>()));
        entries.put(index, value);
        values.put(variable, entries);
        return new Snapshot(values);
    }
}
