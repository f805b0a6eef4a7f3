package org.quiesce.spec;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.quiesce.protocol.step.Micro;

/** What micros mean: asks the topics, one after the other. */
final class Meanings {

    private static final List<BiFunction<Micro, Site, Optional<Meaning>>> TOPICS = List.of(
            ThreadlessMeanings::of,
            TestMeanings::of,
            LifeMeanings::of,
            TaskWorkMeanings::of,
            StopMeanings::of,
            ParkMeanings::of,
            FreezerMeanings::of,
            SleepMeanings::of,
            QueueMeanings::of,
            CallbackMeanings::of,
            WorkMeanings::of,
            WorkerMeanings::of,
            SignalMeanings::of,
            LockMeanings::of,
            SemaphoreMeanings::of,
            RcuMeanings::of,
            ModuleMeanings::of,
            DataMeanings::of);

    private Meanings() {}

    static Meaning of(Micro micro, Site site) {
        return TOPICS.stream()
                .flatMap(topic -> topic.apply(micro, site).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no topic knows " + micro));
    }
}
