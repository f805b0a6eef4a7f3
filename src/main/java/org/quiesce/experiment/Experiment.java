package org.quiesce.experiment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.workbench.Engines;

/**
 * What is swept: everything with everything else.
 *
 * @param what          what is checked, as {@code check} takes it
 * @param threads       for thread functions by their name: how many threads run it; what has no such function is left
 *                      as it is
 * @param elements      how many elements arrays of threads in C files have; none if it is as in a check
 * @param source        how C files are read
 * @param granularities what is a step: every shared access, or what is left of them when they are merged; none if it is
 *                      as in a check
 * @param repetitions   how often each is measured
 * @param timeout       for one check
 */
public record Experiment(
        List<String> what,
        List<Profile> kernels,
        Map<String, List<Integer>> threads,
        List<Integer> elements,
        Source source,
        List<Granularity> granularities,
        List<Engines> engines,
        int repetitions,
        Duration timeout) {

    public Experiment {
        what = List.copyOf(what);
        kernels = List.copyOf(kernels);
        threads = Collections.unmodifiableMap(new LinkedHashMap<>(threads));
        elements = List.copyOf(elements);
        granularities = List.copyOf(granularities);
        engines = List.copyOf(engines);
    }

    /**
     * How C files are read, as the options of a check say it.
     *
     * @param module   the name of the module that all files make together
     * @param define   macros, each perhaps with {@code =} and a value
     * @param undefine macros
     * @param include  files that are read first
     * @param users    how many tasks are in each file operation
     * @param outside  what may happen outside of the module
     */
    public record Source(Optional<String> module, List<String> define, List<String> undefine, List<String> include,
            Optional<Long> users, List<String> outside) {

        /** As it is read if nothing is said. */
        static final Source USUAL = new Source(Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), List.of());

        public Source {
            define = List.copyOf(define);
            undefine = List.copyOf(undefine);
            include = List.copyOf(include);
            outside = List.copyOf(outside);
        }
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
