package org.quiesce.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

    private static final Comparator<String> BY_VERSION = Comparator
            .<String>comparingInt(v -> Integer.parseInt(v.split("\\.")[0]))
            .thenComparing(v -> Integer.parseInt(v.split("\\.")[1]));

    @Test
    void whatIsKnownOfAFunction() {
        Availability stopPut = Availability.of("kthread_stop_put").orElseThrow();
        assertThat(stopPut.since()).isEqualTo("6.7");
        assertThat(stopPut.isIn(Profiles.LINUX_6_1)).isFalse();
        assertThat(stopPut.isIn(Profiles.LINUX_6_1.withClassicRcu())).isFalse();
        assertThat(stopPut.isIn(Profiles.LINUX_6_6)).isTrue();
        assertThat(stopPut.note()).isEqualTo("kthread_stop_put() is there for modules since Linux 6.7; kthread_stop() and"
                + " put_task_struct() do the same");
        assertThat(Availability.of("kthread_stop")).isEmpty();
    }

    @Test
    void whatIsGone() {
        Availability delTimer = Availability.of("del_timer").orElseThrow();
        assertThat(delTimer.note())
                .isEqualTo("del_timer() is there for modules until Linux 6.14; since 6.2 it is called timer_delete()");
        for (Availability gone : Availability.all().stream().filter(a -> a.until().isPresent()).toList()) {
            assertThat(Profiles.all()).as(gone.function()).allSatisfy(profile -> assertThat(gone.isIn(profile))
                    .isEqualTo(BY_VERSION.compare(profile.name().replace("linux-", ""), gone.until().get()) <= 0));
        }
    }

    /** What came with a version is in every later one, and what a version lacks, so do the older ones. */
    @Test
    void factsAgreeWithVersions() {
        for (Availability availability : Availability.all().stream().filter(a -> a.until().isEmpty()).toList()) {
            assertThat(availability.missing())
                    .as(availability.function())
                    .isEqualTo(Profiles.all().subList(0, availability.missing().size()));
            assertThat(Profiles.all())
                    .filteredOn(p -> BY_VERSION.compare(p.name().replace("linux-", ""), availability.since()) >= 0)
                    .as(availability.function())
                    .isNotEmpty()
                    .allMatch(availability::isIn);
            assertThat(availability.source()).isNotBlank();
        }
    }
}
