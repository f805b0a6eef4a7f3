package org.quiesce.experiment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.workbench.Engines;

/**
 * What is swept: everything with everything else.
 *
 * @param what          what is checked, as {@code check} takes it
 * @param threads       for thread functions by their name: how many threads run it; what has no such function is left
 *                      as it is
 * @param granularities what is a step: every shared access, or what is left of them when they are merged
 * @param repetitions   how often each is measured
 * @param timeout       for one check
 */
public record Experiment(
        List<String> what,
        List<Profile> kernels,
        Map<String, List<Integer>> threads,
        List<Granularity> granularities,
        List<Engines> engines,
        int repetitions,
        Duration timeout) {

    public Experiment {
        what = List.copyOf(what);
        kernels = List.copyOf(kernels);
        threads = Collections.unmodifiableMap(new LinkedHashMap<>(threads));
        granularities = List.copyOf(granularities);
        engines = List.copyOf(engines);
    }

    /** Every choice of how many threads run each of some functions; one, of nothing, if there are none. */
    public List<Map<String, Integer>> threadCounts(List<String> functions) {
        List<Map<String, Integer>> counts = new ArrayList<>(List.of(Map.of()));
        for (Map.Entry<String, List<Integer>> swept : threads.entrySet()) {
            if (functions.contains(swept.getKey())) {
                List<Map<String, Integer>> more = new ArrayList<>();
                for (Map<String, Integer> before : counts) {
                    swept.getValue().forEach(count -> {
                        Map<String, Integer> with = new LinkedHashMap<>(before);
                        with.put(swept.getKey(), count);
                        more.add(with);
                    });
                }
                counts = more;
            }
        }
        return counts;
    }
}
