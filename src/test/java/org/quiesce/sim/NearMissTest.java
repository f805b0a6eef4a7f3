package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_12;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.SystemEvent;

/** The closest run that ends well, against a search that knows nothing of how it is found. */
class NearMissTest {

    private static final int PLENTY = 1_000_000;

    /** On these an unload that does not complete is stuck, or somebody goes round for ever. */
    @ParameterizedTest
    @CsvSource({"state-set-after-check", "stop-without-exit-function", "plain-state-store", "busy-poll-no-stop-check",
        "stop-holding-lock", "complete-then-return", "uninterruptible-external-wait", "break-without-running", "wrong-wake-mask"})
    void noRunThatUnloadsIsLikeTheBadOneForLonger(String id) {
        for (Profile kernel : List.of(LINUX_5_10, LINUX_6_12)) {
            Simulator simulator = simulator(id, kernel);
            Optional<Run> bad = violation(simulator, Property.UNLOAD_COMPLETES);
            if (bad.isEmpty()) {
                continue;
            }
            Optional<NearMiss.Outcome> outcome = NearMiss.of(simulator, Property.UNLOAD_COMPLETES, bad.get(), PLENTY);
            if (outcome.orElseThrow() instanceof NearMiss.Outcome.Found found) {
                int common = found.common();
                assertThat(found.run().moves().subList(0, common)).isEqualTo(bad.get().moves().subList(0, common));
                assertThat(Replay.of(simulator).replay(found.run())).isInstanceOf(Replay.Outcome.Confirmed.class);
                assertThat(isUnloaded(found.run().state(found.run().moves().size()))).isTrue();
                for (int i = 0; i < found.run().moves().size(); i++) {
                    assertThat(isUnloaded(found.run().state(i))).isFalse();
                }
                if (common < bad.get().moves().size()) {
                    assertThat(found.run().moves().get(common)).isNotEqualTo(bad.get().moves().get(common));
                }
                // Who goes round may leave at several places.
                if (common < (bad.get().ending() instanceof Run.Ending.Loop loop ? loop.back() : bad.get().moves().size())) {
                    assertThat(reaches(simulator, bad.get().state(common + 1), NearMissTest::isUnloaded)).isFalse();
                }
            } else {
                assertThat(outcome.orElseThrow()).isInstanceOf(NearMiss.Outcome.None.class);
                assertThat(reaches(simulator, simulator.initial(), NearMissTest::isUnloaded)).isFalse();
            }
        }
    }

    @Test
    void bothOutcomesOccur() {
        assertThat(near("state-set-after-check", Property.UNLOAD_COMPLETES, PLENTY)).isInstanceOf(NearMiss.Outcome.Found.class);
        assertThat(near("stop-cycle", Property.STOP_TERMINATES, PLENTY)).isEqualTo(new NearMiss.Outcome.None());
    }

    /** The wake-up of the stop comes a little later, and finds the thread asleep. */
    @Test
    void lostWakeUpIsMissedByAStep() {
        NearMiss.Outcome.Found found = (NearMiss.Outcome.Found) near("state-set-after-check", Property.STOP_TERMINATES, PLENTY);
        assertThat(found.common()).isEqualTo(12);
        assertThat(found.run().moves().subList(12, 15).stream().map(Run.Move::context)).containsExactly("worker", "worker", "modprobe");
        assertThat(found.run().moves()).hasSize(19);
    }

    @Test
    void boundIsKeptAndSaid() {
        assertThat(near("state-set-after-check", Property.STOP_TERMINATES, 3)).isEqualTo(new NearMiss.Outcome.OutOfBound(3));
    }

    @Test
    void whatIsCutOffHasNone() {
        Simulator simulator = simulator("first-kthread", LINUX_6_12);
        Run bad = violation(simulator, Property.NO_CODE_AFTER_UNLOAD).orElseThrow();
        assertThat(NearMiss.of(simulator, Property.NO_CODE_AFTER_UNLOAD, bad, PLENTY)).isEmpty();
    }

    private static NearMiss.Outcome near(String id, Property property, int mostStates) {
        Simulator simulator = simulator(id, LINUX_5_10);
        return NearMiss.of(simulator, property, violation(simulator, property).orElseThrow(), mostStates).orElseThrow();
    }

    private static Simulator simulator(String id, Profile kernel) {
        return Simulator.of(Lowering.lower(Atlas.standard().entry(id).orElseThrow().variant("broken").orElseThrow().protocol(),
                Granularity.MICRO, kernel), kernel);
    }

    private static Optional<Run> violation(Simulator simulator, Property property) {
        return Search.of(simulator).check(List.of(property)).verdicts().get(property.id()) instanceof Verdict.Violated violated
                ? Optional.of(violated.run())
                : Optional.empty();
    }

    private static boolean isUnloaded(Snapshot state) {
        return state.get("module", StateVariable.PLAIN).equals(Optional.of(Datum.of("freed")));
    }

    /** Without what the kernel does out of the blue, and nothing goes wrong after a fault anyway. */
    private static boolean reaches(Simulator simulator, Snapshot from, Predicate<Snapshot> goal) {
        Set<Snapshot> seen = new HashSet<>(Set.of(from));
        List<Snapshot> open = new ArrayList<>(seen);
        for (int i = 0; i < open.size(); i++) {
            for (Run.Move move : simulator.successors(open.get(i))) {
                if (!isAccident(move) && seen.add(move.after())) {
                    open.add(move.after());
                }
            }
        }
        return open.stream().anyMatch(goal);
    }

    private static boolean isAccident(Run.Move move) {
        return move.action().equals(SystemEvent.SPURIOUS_WAKE.action()) || move.action().equals(SystemEvent.SIGNAL.action())
                || move.action().equals(SystemEvent.OOPS.action()) || move.action().equals(SystemEvent.REUSE.action());
    }
}
