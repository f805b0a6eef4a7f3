package org.quiesce.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.catalog.ModelFile.Excuse;
import org.quiesce.catalog.Survivors.Reason;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.mutation.Mutant;
import org.quiesce.mutation.MutantId;
import org.quiesce.mutation.Mutants;
import org.quiesce.protocol.Protocol;

/** Who says why a mutant survives. */
class SurvivorsTest {

    private static final Survivors SURVIVORS = Survivors.read();
    /** A stop of this one does less. */
    private static final Profile KILLING = Profiles.newest().without(Axis.STOP_SETS_NOTIFY_SIGNAL);
    private static final Protocol PROTOCOL =
            Atlas.standard().entry("state-set-after-check").orElseThrow().variant("mended").orElseThrow().protocol();

    private static Mutant mutant(String id) {
        return Mutants.of(PROTOCOL).stream().filter(m -> m.id().toString().equals(id)).findFirst().orElseThrow();
    }

    private static Optional<Reason> reason(String id, Profile kernel, Optional<Case> model) {
        return SURVIVORS.reason(mutant(id), Optional.empty(), kernel, model,
                other -> id.equals("change-store@2") && other.equals(KILLING));
    }

    private static Optional<String> ofClass(String id, Profile kernel) {
        return reason(id, kernel, Optional.empty()).flatMap(Reason::of).map(SurvivorClass::id);
    }

    @Test
    void namesOfClassesAreUniqueAndArgumentsAreGiven() {
        assertThat(SURVIVORS.classes()).isNotEmpty();
        assertThat(SURVIVORS.classes()).extracting(SurvivorClass::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)*"));
        assertThat(SURVIVORS.classes()).extracting(SurvivorClass::because).allMatch(text -> text.length() > 40);
    }

    @Test
    void aClassSpeaksOfItsOperatorsAndItsC() {
        assertThat(ofClass("drop-state@8", Profiles.newest())).contains("state-running");
        assertThat(ofClass("drop-call@6", Profiles.newest())).contains("busy-thread");
        assertThat(ofClass("drop-check@11", Profiles.newest())).isEmpty();
    }

    /** What a stop does to a sleep of its own accord it does on newer kernels only. */
    @Test
    void aClassMaySpeakOfSomeKernelsOnly() {
        assertThat(ofClass("change-store@2", Profiles.newest())).contains("stop-ends-interruptible-sleep");
        assertThat(ofClass("change-store@2", Profiles.LINUX_5_10)).isEmpty();
    }

    /** That a kernel makes good what is wrong is believed only of what is killed where it does not. */
    @Test
    void whatRestsOnAKernelIsLookedAtWithoutIt() {
        Mutant mutant = mutant("change-store@2");
        assertThat(SURVIVORS.reason(mutant, Optional.empty(), Profiles.newest(), Optional.empty(), other -> other.equals(KILLING))
                .flatMap(Reason::of).map(SurvivorClass::id)).contains("stop-ends-interruptible-sleep");
        assertThat(SURVIVORS.reason(mutant, Optional.empty(), Profiles.newest(), Optional.empty(), other -> false)).isEmpty();
    }

    /** That a run leaves the bounds is another thing to explain, by the step with which it does. */
    @Test
    void whatLeavesTheBoundsHasClassesOfItsOwn() {
        assertThat(left("drop-state@8", "complete(&done);")).contains("answers-again-and-again");
        assertThat(left("drop-state@8", "items--;")).contains("counts-below-zero");
        assertThat(left("drop-state@8", "get_task_struct(task);")).isEmpty();
    }

    private static Optional<String> left(String id, String with) {
        return SURVIVORS.reason(mutant(id), Optional.of(with), Profiles.newest(), Optional.empty(), other -> false)
                .flatMap(Reason::of)
                .map(SurvivorClass::id);
    }

    @Test
    void whatTheModelSaysGoesFirst() {
        MutantId id = MutantId.parse("drop-state@8").orElseThrow();
        Case model = new Case("mended", "mended.c", PROTOCOL, List.of(), List.of(new Excuse<>(List.of(id), "so it is")), Set.of(),
                Optional.empty());
        assertThat(reason("drop-state@8", Profiles.newest(), Optional.of(model)))
                .contains(new Reason(Optional.empty(), "so it is"));
        assertThat(reason("drop-call@6", Profiles.newest(), Optional.of(model)).flatMap(Reason::of)).isPresent();
    }
}
