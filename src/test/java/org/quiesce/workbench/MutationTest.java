package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.Fate.Equivalent;
import org.quiesce.workbench.Fate.Killed;
import org.quiesce.workbench.Fate.Likeness;
import org.quiesce.workbench.Fate.Stillborn;
import org.quiesce.workbench.Fate.Survived;
import org.quiesce.workbench.Fate.Unbounded;
import org.quiesce.workbench.Fate.Undecided;

/** What becomes of mutants. */
class MutationTest {

    private static final Workbench BENCH = Workbench.standard();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    private static MutationResult mutate(String entry, String variant, Profile kernel) {
        Protocol protocol = Atlas.standard().entry(entry).orElseThrow().variant(variant).orElseThrow().protocol();
        return BENCH.mutation(CheckRequest.of(protocol, kernel).with(Engines.SIM)).result();
    }

    private static Map<String, Fate> fates(MutationResult result) {
        return result.mutants().stream().collect(Collectors.toMap(m -> m.mutant().id().toString(), MutantResult::fate));
    }

    /** The fault that the entry is about is a slip, and on the kernels that have it the stop kills it. */
    @Test
    void aSlipThatIsAFaultIsKilledWhereItIsOne() {
        MutationResult old = mutate("state-set-after-check", "mended", Profiles.LINUX_5_10);
        assertThat(fates(old).get("swap@2")).isEqualTo(new Killed(
                List.of(Property.STOP_TERMINATES, Property.THREAD_EXITS, Property.UNLOAD_COMPLETES)));
        MutationResult recent = mutate("state-set-after-check", "mended", Profiles.newest());
        assertThat(fates(recent).get("swap@2")).isInstanceOf(Survived.class);
    }

    @Test
    void countsEveryMutantOnce() {
        MutationResult result = mutate("state-set-after-check", "mended", Profiles.newest());
        assertThat(result.count(Killed.class) + result.count(Survived.class) + result.count(Equivalent.class)
                        + result.count(Stillborn.class) + result.count(Unbounded.class)
                        + result.count(Undecided.class))
                .isEqualTo(result.mutants().size());
        assertThat(result.judged()).isEqualTo(result.count(Killed.class) + result.count(Survived.class));
        assertThat(result.survivors()).hasSize((int) result.count(Survived.class));
        assertThat(result.count(Killed.class)).isPositive();
        assertThat(result.count(Stillborn.class)).isPositive();
    }

    /** A barrier behind TASK_RUNNING is in the C only; TASK_IDLE is for the load average, which nobody looks at. */
    @Test
    void whatNothingCanTellApartIsEquivalent() {
        Map<String, Fate> fates = fates(mutate("state-set-after-check", "mended", Profiles.LINUX_5_10));
        assertThat(fates).containsEntry("change-store@8", new Equivalent(Likeness.SAME_STEPS));
        assertThat(fates).containsEntry("change-state@2", new Equivalent(Likeness.SAME_GRAPH));
    }

    /** While init runs try_module_get() does not fail: what would be done then no run does. */
    @Test
    void whatNoRunComesToIsEquivalent() {
        Map<String, Fate> fates = fates(mutate("module-ref-leak", "mended", Profiles.newest()));
        assertThat(fates)
                .containsEntry("drop-branch@6", new Equivalent(Likeness.DEAD_CODE))
                .containsEntry("drop-jump@7", new Equivalent(Likeness.DEAD_CODE));
        assertThat(fates.get("drop-check@10")).isInstanceOf(Killed.class);
    }

    /** Its stop goes wrong without any slip: that a mutant's does as well says nothing. */
    @Test
    void whatDoesNotHoldOfTheOriginalKillsNobody() {
        MutationResult result = mutate("state-set-after-check", "broken", Profiles.LINUX_5_10);
        assertThat(result.held()).isNotEmpty().doesNotContain(Property.STOP_TERMINATES);
        assertThat(result.mutants()).noneSatisfy(m -> assertThat(m.fate()).isInstanceOfSatisfying(Killed.class,
                killed -> assertThat(killed.by()).contains(Property.STOP_TERMINATES)));
    }

    /** A counter that nobody counts down leaves its bound: no property is violated, and none holds for sure. */
    @Test
    void aMutantThatLeavesTheBoundsIsUndecided() {
        assertThat(fates(mutate("orphaned-request", "mended", Profiles.newest())).get("drop-call@6"))
                .isEqualTo(new Unbounded("complete(&done);"));
    }

    @Test
    void aSurvivorSaysWhatItMakesVacuousAndUnreachable() {
        assertThat(fates(mutate("timer-at-unload", "mended", Profiles.newest())).get("drop-call@2"))
                .isInstanceOfSatisfying(Survived.class, fate -> {
                    assertThat(fate.vacuous()).containsExactly(Property.NO_SLEEP_IN_ATOMIC);
                    assertThat(fate.neverTaken()).contains("late = true;");
                });
    }

    @Test
    void bothEnginesSayTheSameOfEveryMutant() {
        Protocol protocol = Protocol.module("sample")
                .taskPointer("task")
                .kthread("worker", body -> body.loop(not(shouldStop()), loop -> loop.call(msleep())))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
        CheckRequest request = CheckRequest.of(protocol, Profiles.newest());
        MutationResult both = BENCH.mutation(request).result();
        assertThat(both.mutants()).isEqualTo(BENCH.mutation(request.with(Engines.SIM)).result().mutants()).isNotEmpty();
        assertThat(both.original().tlcStates()).isPresent();
    }
}
