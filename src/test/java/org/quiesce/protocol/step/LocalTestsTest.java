package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setLocal;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Value;

/** What a context does for itself alone takes no step where it changes nothing, if steps are merged. */
class LocalTestsTest {

    private static List<Step> worker(Granularity granularity, Consumer<Body> body) {
        Protocol protocol = Protocol.module("test").taskPointer("task").kthread("worker", body)
                .init(init -> init.assign("task", kthreadRun("worker")))
                .exit(exit -> exit.call(kthreadStop("task")))
                .build();
        return Lowering.lower(protocol, granularity).programs().stream()
                .filter(LoweredProgram::isKthread).findFirst().orElseThrow().steps().stream()
                .filter(step -> step.number() > 0).toList();
    }

    private static List<String> whats(List<Step> steps) {
        return steps.stream().map(Step::text).distinct().toList();
    }

    @Test
    void aTestOfWhatIsKnownOnTheWayToItIsNoStep() {
        Consumer<Body> body = b -> b
                .call(setLocal("failed", 1))
                .call(schedule())
                .when(notEqual("failed", 0), then -> then.call(schedule()));
        assertThat(whats(worker(Granularity.MICRO, body))).contains("failed = 1;", "if (failed) {");
        assertThat(whats(worker(Granularity.MERGED, body))).doesNotContain("failed = 1;", "if (failed) {");
    }

    @Test
    void whatIsKnownOnOneWayOnlyIsTestedOnTheOther() {
        List<Step> steps = worker(Granularity.MERGED, b -> b
                .call(setLocal("failed", 0))
                .loop(always(), loop -> loop
                        .when(notEqual("failed", 0), Body::leaveLoop)
                        .call(schedule())
                        .when(chance("broken"), then -> then.call(setLocal("failed", 1)))));
        // Whoever comes to the test has just set what is tested, or has not.
        assertThat(whats(steps)).contains("schedule();", "if (broken) {").doesNotContain("failed = 0;");
    }

    @Test
    void whatIsReadNoMoreIsForgotten() {
        List<Step> steps = worker(Granularity.MERGED, b -> b
                .when(chance("broken"), then -> then.call(setLocal("failed", 1)), otherwise -> otherwise
                        .call(setLocal("failed", 2)))
                .call(schedule())
                .when(notEqual("failed", 1), then -> then.call(schedule()))
                .when(shouldStop(), then -> then.call(schedule())));
        Step question = steps.stream().filter(step -> step.text().equals("if (kthread_should_stop()) {"))
                .findFirst().orElseThrow();
        assertThat(question.micros()).hasSize(2).first()
                .isEqualTo(new Micro.SetLocal("failed", Value.of(0)));
        Step asked = steps.stream().filter(step -> step.text().startsWith("if (failed")).findFirst().orElseThrow();
        assertThat(asked.micros()).hasSize(1);
    }
}
