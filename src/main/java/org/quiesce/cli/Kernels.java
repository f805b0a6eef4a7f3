package org.quiesce.cli;

import java.util.List;
import org.quiesce.kernel.Profile;

/** What one name of the option {@code --kernel} stands for: a profile, or all of them. */
record Kernels(List<Profile> profiles) {

    Kernels {
        profiles = List.copyOf(profiles);
    }
}
