package org.quiesce.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Primitive.Callers;
import org.quiesce.kernel.Primitive.Model;
import org.quiesce.kernel.Primitives.Topic;

/** The table says what it has to, once. */
class PrimitivesTest {

    private static final String RELEASE = "[2-9]\\.[0-9]+(\\.[0-9]+)?";
    private static final String STEP = "[A-Z][0-9]+(-[A-Z][0-9]+)?";

    private final Primitives table = Primitives.read();

    @Test
    void eachFunctionStandsThereOnce() {
        assertThat(table.all().flatMap(primitive -> Stream.concat(Stream.of(primitive.name()), primitive.also().stream())))
                .doesNotHaveDuplicates().hasSizeGreaterThan(250)
                .allSatisfy(name -> assertThat(name).matches("[A-Za-z_][A-Za-z0-9_]*"));
        assertThat(table.topics()).extracting(Topic::title).doesNotHaveDuplicates();
    }

    @Test
    void eachIsSaidInOneLine() {
        assertThat(table.all()).allSatisfy(primitive ->
                assertThat(primitive.does()).as(primitive.name()).matches("[a-z][^\n]{9,117}[^.\n]"));
    }

    @Test
    void releasesAndStepsHaveTheirForm() {
        assertThat(table.all()).allSatisfy(primitive -> {
            assertThat(primitive.since()).as(primitive.name()).matches("((about|by|after) )?" + RELEASE);
            primitive.until().ifPresent(until -> assertThat(until).matches("(about )?" + RELEASE));
            primitive.steps().ifPresent(steps -> assertThat(steps).matches(STEP + "( " + STEP + ")*"));
        });
        assertThat(table.topics()).extracting(Topic::source)
                .allSatisfy(source -> assertThat(source).containsAnyOf("read in 6.1.192 and 6.12.117", "from memory"));
    }

    @Test
    void whatIsKnownOfOne() {
        Primitive stop = table.named("kthread_stop").orElseThrow();
        assertThat(stop.steps()).contains("S1-S11");
        assertThat(stop.model()).isEqualTo(new Model.Own());
        assertThat(stop.callers()).isEqualTo(Callers.MODULES);
        assertThat(table.named("del_timer").orElseThrow().releases())
                .isEqualTo("since 2.4, until 6.14");
        Primitive bind = table.named("kthread_bind_mask").orElseThrow();
        assertThat(bind.callers()).isEqualTo(Callers.CORE);
        assertThat(bind.model()).isEqualTo(new Model.SameAs(List.of("kthread_bind")));
        assertThat(table.named("kthreadd").orElseThrow().model()).isEqualTo(new Model.PartOf("kthread_create"));
        assertThat(table.topicOf(bind).orElseThrow().title()).isEqualTo("Creating threads");
        assertThat(table.named("schedule_thread")).isEmpty();
        assertThat(table.spelled("spin_lock_irqsave")).isEqualTo(table.named("spin_lock")).isPresent();
    }

    /** What modules have not always had is known in one place. */
    @Test
    void releasesAreThoseOfAvailabilities() {
        assertThat(Availability.all()).allSatisfy(known ->
                assertThat(table.named(known.function()).map(Primitive::since)).contains(known.since()));
    }
}
