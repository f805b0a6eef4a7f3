package org.quiesce.sim;

import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;

import java.util.List;
import java.util.Locale;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;

/** Measures the search on a module that runs and stops some threads with the canonical loop; no test. */
final class SearchBenchmark {

    private SearchBenchmark() {}

    /** Arguments: threads, rounds, {@code safety} or {@code all}, {@code micro} or {@code merged}. */
    public static void main(String[] args) {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 6;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        boolean safetyOnly = args.length <= 2 || args[2].equals("safety");
        Granularity granularity = args.length > 3 ? Granularity.valueOf(args[3].toUpperCase(Locale.ROOT))
                : Granularity.MICRO;
        Simulator simulator = Simulator.of(Lowering.lower(canonical(threads), granularity), Profiles.LINUX_6_12);
        List<Property> properties = Property.of(simulator.lowered()).stream()
                .filter(p -> !safetyOnly || p.kind() == Property.Kind.SAFETY)
                .toList();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            SearchResult result = Search.of(simulator).check(properties);
            double seconds = (System.nanoTime() - start) / 1e9;
            SearchResult.Statistics size = result.statistics();
            System.out.printf(Locale.ROOT, "%d states, %d transitions, depth %d: "
                            + "%.2f s, %.0f states/s, %.1f bytes/state%n",
                    size.states(), size.transitions(), size.depth(), seconds, size.states() / seconds,
                    size.bytesPerState());
            System.out.println(result.completion() + " "
                    + result.verdicts().entrySet().stream().map(e -> e.getKey() + "="
                            + e.getValue().getClass().getSimpleName()).toList());
        }
    }

    static Protocol canonical(int threads) {
        ProtocolBuilder builder = Protocol.module("canonical");
        for (int i = 1; i <= threads; i++) {
            builder.taskPointer("task" + i);
        }
        return builder
                .kthreads("worker", threads, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .when(not(shouldStop()), then -> then.call(schedule()))))
                .init(body -> {
                    for (int i = 1; i <= threads; i++) {
                        body.assign("task" + i, kthreadRun("worker"));
                    }
                })
                .exit(body -> {
                    for (int i = 1; i <= threads; i++) {
                        body.call(kthreadStop("task" + i));
                    }
                })
                .build();
    }
}
