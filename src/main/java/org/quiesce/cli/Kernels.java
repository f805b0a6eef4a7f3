package org.quiesce.cli;

import java.util.List;
import org.quiesce.kernel.Profile;

/** What one value of the option {@code --kernel} names. */
record Kernels(List<Profile> profiles) {

    Kernels {
        profiles = List.copyOf(profiles);
    }
}
