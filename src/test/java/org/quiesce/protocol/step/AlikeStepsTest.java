package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Steps that nobody can tell apart are one. */
class AlikeStepsTest {

    private static Step step(String label, int line, Micro micro, Map<Exit, String> exits) {
        return new Step("Worker" + label, label, 1, line, "line " + line, "", List.of(), Frame.MODULE, Fairness.WEAK,
                List.of(micro), new TreeMap<>(exits));
    }

    private static Step nop(String label, int line, String next) {
        return step(label, line, new Micro.Nop(), Map.of(Exit.NEXT, next));
    }

    private static List<String> merged(Step... steps) {
        return AlikeSteps.merged(steps[0].label(), List.of(steps)).stream()
                .map(step -> step.label() + ">" + String.join(",", step.exits().values())).toList();
    }

    private static Step fork(String one, String other) {
        return step("fork", 1, new Micro.TestTimer(), Map.of(Exit.TRUE, one, Exit.FALSE, other));
    }

    @Test
    void theSameTailOfTwoWaysIsWrittenOnce() {
        assertThat(merged(fork("a", "c"), nop("a", 7, "b"), nop("b", 8, "exit"), nop("c", 7, "d"), nop("d", 8, "exit")))
                .containsExactly("fork>a,a", "a>b", "b>exit");
    }

    @Test
    void anotherLineOrAnotherWayOnIsAnotherStep() {
        assertThat(merged(fork("a", "c"), nop("a", 7, "exit"), nop("c", 8, "exit"))).hasSize(3);
        assertThat(merged(fork("a", "c"), nop("a", 7, "exit"), nop("c", 7, "undo"))).hasSize(3);
    }

    @Test
    void loopsThatDoTheSameAreOne() {
        assertThat(merged(fork("a", "c"), nop("a", 7, "b"), nop("b", 8, "a"), nop("c", 7, "d"), nop("d", 8, "c")))
                .containsExactly("fork>a,a", "a>b", "b>a");
    }

    @Test
    void whereAProgramBeginsStays() {
        List<Step> steps = List.of(nop("a", 7, "exit"), nop("b", 7, "exit"));
        assertThat(AlikeSteps.merged("b", steps)).extracting(Step::label).containsExactly("b");
    }

    @Test
    void whatNoLineCallsHasALabelOfItsOwn() {
        Step one = new Step("WorkerDead", "dead", 0, 0, "core", "", List.of(), Frame.CORE, Fairness.WEAK,
                List.of(new Micro.Nop()), new TreeMap<>(Map.of(Exit.NEXT, "gone")));
        Step other = new Step("WorkerIdle", "idle", 0, 0, "core", "", List.of(), Frame.CORE, Fairness.WEAK,
                List.of(new Micro.Nop()), new TreeMap<>(Map.of(Exit.NEXT, "gone")));
        assertThat(AlikeSteps.merged("dead", List.of(one, other))).hasSize(2);
    }
}
