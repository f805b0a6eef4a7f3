package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.protocol.property.Property;

/** What is forced on a kernel is a run of the model, whole. */
class GateSearchTest {

    /** The wake-up of the stop comes between the test and the state. */
    @Test
    void wakeUpIsLost() {
        GateSchedule schedule = Samples.schedule("state-set-after-check/broken-uninterruptible", "linux-6.1").orElseThrow();
        assertThat(schedule.property()).isEqualTo(Property.STOP_TERMINATES);
        assertThat(written(schedule)).isEqualTo("""
                modprobe before kthread_run:22 AT_GATE
                modprobe after kthread_run:22 ANYHOW
                modprobe before rmmod:0 AT_GATE
                worker before worker:0 AT_GATE
                worker before kthread_should_stop:12 AT_GATE false
                modprobe before kthread_stop:30 ASLEEP
                worker after kthread_should_stop:12 AT_GATE
                worker before set_current_state:14 AT_GATE
                worker after set_current_state:14 AT_GATE
                worker before schedule:15 ASLEEP""");
    }

    /** The thread is held after its last call, and so in text that goes. */
    @Test
    void textGoesUnderAThread() {
        GateSchedule schedule = Samples.schedule("complete-then-return/broken", "linux-6.12").orElseThrow();
        assertThat(schedule.property()).isEqualTo(Property.NO_CODE_AFTER_UNLOAD);
        assertThat(written(schedule)).isEqualTo("""
                modprobe before kthread_run:23 AT_GATE
                modprobe after kthread_run:23 ANYHOW
                modprobe before rmmod:0 AT_GATE
                modprobe before wait_for_completion:31 ASLEEP
                worker before worker:0 AT_GATE
                worker before msleep:15 AT_GATE
                worker after msleep:15 AT_GATE
                worker before complete:16 AT_GATE
                modprobe after wait_for_completion:31 ENDED""");
        assertThat(Samples.cast("complete-then-return/broken").schedule(schedule.grants()))
                .isEqualTo("Mg,Mx,Mg,Ms,Ag,Ag,Ag,Ag,Me");
    }

    /** From 6.1 on an interruptible sleep does not begin once the stop was asked for: that fault of the atlas is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"complete-then-return/mended", "missing-stop-in-exit/mended", "state-set-after-check/mended",
        "state-set-after-check/broken"})
    void thereIsNoneWhereNothingGoesWrong(String variant) {
        assertThat(Samples.schedule(variant, "linux-6.1")).isEmpty();
    }

    /** Its texts may be those of another listing. */
    @Test
    void runThatIsGivenIsFollowed() {
        GateSchedule schedule = Samples.search("complete-then-return/broken", "linux-6.12").along(new GivenRun("NoCodeAfterUnload",
                steps("modprobe kthread_run(worker)", "modprobe return 0", "worker kthread()", "worker msleep(100)", "worker complete(&done)",
                        "modprobe delete_module()", "modprobe wait_for_completion(&done)", "modprobe free_module()"))).orElseThrow();
        assertThat(written(schedule)).isEqualTo("""
                modprobe before kthread_run:23 AT_GATE
                modprobe after kthread_run:23 ANYHOW
                worker before worker:0 AT_GATE
                worker before msleep:15 AT_GATE
                worker after msleep:15 AT_GATE
                worker before complete:16 AT_GATE
                modprobe before rmmod:0 AT_GATE
                modprobe before wait_for_completion:31 AT_GATE
                modprobe after wait_for_completion:31 ENDED""");
    }

    /** The same calls in an order that harms nobody, another property, a run that stops too early. */
    @Test
    void runThatViolatesNothingAlongGatesIsNone() {
        GateSearch search = Samples.search("complete-then-return/broken", "linux-6.12");
        List<GivenRun.Step> start = steps("modprobe kthread_run(worker)", "modprobe return 0", "worker kthread()");
        assertThat(search.along(new GivenRun("NoCodeAfterUnload", start))).isEmpty();
        assertThat(search.along(new GivenRun("NoCodeAfterUnload", List.of()))).isEmpty();
        assertThat(search.along(new GivenRun("NoCodeAfterUnload", steps("nobody kthread_run(worker)")))).isEmpty();
        assertThat(search.along(new GivenRun("StopTerminates", steps("modprobe kthread_run(worker)", "modprobe return 0",
                "worker kthread()", "worker msleep(100)", "worker complete(&done)", "modprobe delete_module()",
                "modprobe wait_for_completion(&done)", "modprobe free_module()")))).isEmpty();
    }

    private static List<GivenRun.Step> steps(String... said) {
        return Arrays.stream(said)
                .map(step -> step.split(" ", 2))
                .map(parts -> new GivenRun.Step(parts[0], parts[1]))
                .toList();
    }

    private static String written(GateSchedule schedule) {
        return schedule.grants().stream()
                .map(g -> String.join(" ", List.of(g.context(), g.gate().toString(), g.then().toString()))
                        + g.value().map(v -> " " + v).orElse(""))
                .collect(Collectors.joining("\n"));
    }
}
