package org.quiesce.cli;

import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;

/** What one value of the option {@code --kernel} names. */
record Kernels(List<Profile> profiles) {

    Kernels {
        profiles = List.copyOf(profiles);
    }

    /**
     * The kernel of a single run.
     *
     * @throws BadInput if there are several
     */
    Profile single() {
        if (profiles.size() > 1) {
            throw new BadInput("--kernel all: a run is of one kernel; name one, such as " + Profiles.newest().name());
        }
        return profiles.get(0);
    }
}
