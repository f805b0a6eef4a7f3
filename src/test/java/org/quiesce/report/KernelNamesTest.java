package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_5_15;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_6;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;

class KernelNamesTest {

    @Test
    void neighboursAreARangeAndTheFamilyIsSaidOnce() {
        assertThat(names(LINUX_6_12)).isEqualTo("linux-6.12");
        assertThat(names(LINUX_5_10, LINUX_5_15)).isEqualTo("linux-5.10, 5.15");
        assertThat(KernelNames.of(Profiles.all())).isEqualTo("linux-5.10 to 6.18");
        assertThat(names(LINUX_5_10, LINUX_6_1, LINUX_6_6, LINUX_6_12)).isEqualTo("linux-5.10, 6.1 to 6.12");
    }

    @Test
    void otherBuildsAndOtherOrdersAreNoRange() {
        assertThat(names(LINUX_5_15, LINUX_6_1, LINUX_6_1.withClassicRcu())).isEqualTo("linux-5.15, 6.1, 6.1+classic-rcu");
        assertThat(names(LINUX_6_6, LINUX_6_1, LINUX_5_15)).isEqualTo("linux-6.6, 6.1, 5.15");
    }

    private static String names(Profile... kernels) {
        return KernelNames.of(List.of(kernels));
    }
}
