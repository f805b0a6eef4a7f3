package org.quiesce.spec;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;

/** What micros mean: asks the topics, one after the other. */
final class Meanings {

    private static final List<BiFunction<Micro, Site, Optional<Meaning>>> TOPICS = List.of(
            ThreadlessMeanings::of,
            TestMeanings::of,
            LifeMeanings::of,
            TaskWorkMeanings::of,
            StopMeanings::of,
            SignalMeanings::of,
            TaskMeanings::of,
            ParkMeanings::of,
            FreezerMeanings::of,
            SleepMeanings::of,
            FreezableMeanings::of,
            QueueMeanings::of,
            EntryMeanings::of,
            CallbackMeanings::of,
            FlushMeanings::of,
            InterruptMeanings::of,
            WorkMeanings::of,
            ItemMeanings::of,
            WorkerMeanings::of,
            LockMeanings::of,
            SemaphoreMeanings::of,
            AttemptMeanings::of,
            RcuMeanings::of,
            GraceMeanings::of,
            ModuleMeanings::of,
            FileMeanings::of,
            DataMeanings::of);

    private Meanings() {}

    static Meaning of(Micro micro, Site site) {
        if (micro instanceof Micro.AtOnce look) {
            return atOnce(of(look.call(), site));
        }
        return TOPICS.stream()
                .flatMap(topic -> topic.apply(micro, site).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no topic knows " + micro));
    }

    /** A wait either decides whether there is anything to wait for, or has a guard that says so. */
    private static Meaning atOnce(Meaning wait) {
        Optional<Expr> there = wait.guard();
        Course course = wait.course();
        if (course instanceof Course.Decided decided) {
            there = Optional.of(decided.condition());
            course = decided.yes();
        }
        Course taken = Course.way(Exit.TRUE, ((Course.Way) course).writes());
        return Meaning.of(there
                        .<Course>map(condition -> new Course.Decided(condition, taken, Course.way(Exit.FALSE)))
                        .orElse(taken))
                .unless(wait.faults());
    }
}
