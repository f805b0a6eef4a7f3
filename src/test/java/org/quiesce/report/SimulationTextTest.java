package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.trace.Story;
import org.quiesce.workbench.Course;
import org.quiesce.workbench.Simulation;
import org.quiesce.workbench.Simulation.End;
import org.quiesce.workbench.Simulation.Violation;

class SimulationTextTest {

    private static final Story TWO_STEPS = Story.of(Samples.LOWERED, Samples.twoSteps());

    @Test
    void runEndsWithWhatItViolatesAndWhatCouldHappenNext() {
        assertThat(text(new Simulation(Profiles.LINUX_6_12, Samples.LOWERED,
                new Course.Guided(List.of("modprobe", "modprobe")), TWO_STEPS, new End.Fault(Outcome.NULL_DEREF),
                List.of(new Violation(Property.NO_INVALID_TASK, Outcome.NULL_DEREF, "It is an error pointer."),
                        new Violation(Property.NOTHING_LEAKED, Outcome.LEAK, "It is never freed.")),
                List.of("modprobe:Modprobe7")))).isEqualTo("""
                x/broken on linux-6.12: NULL-DEREF after 2 steps
                  A run along a schedule.

                       modprobe
                       │
                    1  ● 6 task = kthread_run(worker, NULL, "worker");
                       │   creates a thread of worker
                    2  ◆   stores the pointer in task → task = ERR

                  signs           ◆ decided it
                  at the end      worker    was never created
                                  modprobe  about to go on at line 7 in if (IS_ERR(task))
                  violated        NoInvalidTask: It is an error pointer.
                                  NothingLeaked: It is never freed.
                  a kernel shows  NULL-DEREF: BUG: kernel NULL pointer dereference at a small address; a module
                                    whose exit dies so stays in state "going" for ever
                                  LEAK: nothing, or kmemleak: … new suspected memory leaks
                  possible next   modprobe:Modprobe7
                  learn more      quiesce list --explain NoInvalidTask (or NothingLeaked)
                """);
    }

    @Test
    void headlineSaysHowItEnded() {
        assertThat(headline(new End.CutOff())).isEqualTo("x/broken on linux-6.12: cut off after 2 steps");
        assertThat(headline(new End.OutOfBounds()))
                .isEqualTo("x/broken on linux-6.12: out of the bounds of the model after 2 steps");
        assertThat(headline(new End.NothingToDo())).isEqualTo("x/broken on linux-6.12: nothing more to do after 2 steps");
        assertThat(headline(new End.NothingToDo(), new Violation(Property.STOP_TERMINATES, Outcome.HUNG_STOPPER, "It waits.")))
                .isEqualTo("x/broken on linux-6.12: stuck after 2 steps");
        assertThat(headline(new End.Refused("worker")))
                .isEqualTo("x/broken on linux-6.12: the schedule can't go on after 2 steps: its entry 3, worker, is not possible");
    }

    private static String headline(End end, Violation... violations) {
        return text(new Simulation(Profiles.LINUX_6_12, Samples.LOWERED, new Course.Random(7, 50), TWO_STEPS, end,
                List.of(violations), List.of())).lines().findFirst().orElseThrow();
    }

    private static String text(Simulation simulation) {
        return Ink.PLAIN.write(new SimulationText(100).draw("x/broken", simulation));
    }
}
