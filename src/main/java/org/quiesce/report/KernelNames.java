package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;

/** Names kernels in few words: {@code linux-5.10, 5.15}; three neighbours or more are {@code linux-6.1 to 6.18}. */
final class KernelNames {

    private static final String FAMILY = "linux-";
    private static final int SHORTEST_RANGE = 3;

    private KernelNames() {}

    static String of(List<Profile> kernels) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from < kernels.size()) {
            int to = from + 1;
            while (to < kernels.size() && areNeighbours(kernels.get(to - 1), kernels.get(to))) {
                to++;
            }
            parts.addAll(named(kernels.subList(from, to).stream().map(Profile::name).toList()));
            from = to;
        }
        return shortened(String.join(", ", parts));
    }

    private static List<String> named(List<String> neighbours) {
        return neighbours.size() < SHORTEST_RANGE
                ? neighbours
                : List.of(neighbours.get(0) + " to " + neighbours.get(neighbours.size() - 1));
    }

    private static boolean areNeighbours(Profile older, Profile newer) {
        int at = Profiles.all().indexOf(older);
        return at >= 0 && Profiles.all().indexOf(newer) == at + 1;
    }

    /** The family is said once. */
    private static String shortened(String names) {
        return names.startsWith(FAMILY) ? FAMILY + names.substring(FAMILY.length()).replace(FAMILY, "") : names;
    }
}
