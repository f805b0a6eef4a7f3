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

    /** What came with a version is in every later one, and what a version lacks, so do the older ones. */
    @Test
    void factsAgreeWithVersions() {
        for (Availability availability : Availability.all()) {
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
