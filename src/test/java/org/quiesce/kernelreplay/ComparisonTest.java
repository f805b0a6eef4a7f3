package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.quiesce.kernel.Outcome;

/** What real kernels wrote, and what is left of it when something is missing or otherwise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonTest {

    private static final String WHAT = "complete-then-return/broken";
    private static final long SEED = 8;

    private static final String TITLE = "BUG: unable to handle page fault for address: ffffffffc020b085";

    private List<Grant> grants;
    private Expected expected;
    private Cast cast;
    private String log;
    private String mended;

    @BeforeAll
    void read() {
        GateSchedule schedule = Samples.schedule(WHAT, "linux-6.1").orElseThrow();
        grants = schedule.grants();
        expected = Expected.of(Samples.steps(WHAT, "linux-6.1"), schedule);
        cast = Samples.cast(WHAT);
        log = Samples.log("complete-then-return-6.1.log");
        mended = Samples.log("complete-then-return-mended-6.1.log");
    }

    private Finding found(String text) {
        return new Comparison(cast, GuestLog.read(text)).finding(grants, expected);
    }

    @Test
    void faultIsConfirmed() {
        assertThat(found(log)).isEqualTo(new Finding.Confirmed(TITLE));
    }

    @Test
    void otherWritingsOfTheSameLogAreTheSame() {
        assertThat(found(log.replace("\n", "\r\n"))).isEqualTo(found(log));
    }

    /** Of a schedule that was followed without a sign of the outcome nothing is confirmed. */
    @Test
    void anotherOutcomeIsNotConfirmed() {
        assertThat(new Comparison(cast, GuestLog.read(log)).finding(grants, new Expected(Outcome.HUNG_STOPPER, expected.contexts(), expected.calls())))
                .isEqualTo(new Finding.NotConfirmed("the schedule was followed, and the kernel shows something else: " + TITLE));
        String quiet = log.lines().filter(line -> !line.contains("BUG:") && !line.contains("#PF:"))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(found(quiet)).isEqualTo(new Finding.NotConfirmed("the schedule was followed, and the kernel shows nothing"));
    }

    /** A fault of another task, or elsewhere than in the module's text, is not the one that was predicted. */
    @Test
    void faultOfAnotherTaskOrPlaceIsNotConfirmed() {
        assertThat(found(log.replace("PID: 91 Comm", "PID: 12 Comm"))).isInstanceOf(Finding.NotConfirmed.class);
        assertThat(found(log.replace("RIP: 0010:0xffffffffc020b085", "RIP: 0010:0xffffffffc0300000")))
                .isInstanceOf(Finding.NotConfirmed.class);
    }

    @Test
    void anotherGateOrActorDiverges() {
        assertThat(found(log.replace("step 8 A before complete:16", "step 8 A before complete:17"))).isEqualTo(new Finding.Diverged(8,
                "the model has worker before complete:16, the kernel A before complete:17"));
        assertThat(found(log.replace("step 6 A", "step 6 M"))).isEqualTo(new Finding.Diverged(6,
                "the model has worker before msleep:15, the kernel M before msleep:15"));
    }

    @Test
    void whatTheKernelSaysOfAStepThatItCannotDoIsHandedOn() {
        String parted = log.replaceFirst("(?m)^.*settled 4 M asleep$",
                "quiesce: diverged 4 M waited for asleep, but it is at a gate, wait_for_completion:31");
        assertThat(found(parted)).isEqualTo(new Finding.Diverged(4,
                "modprobe, waited for asleep, but it is at a gate, wait_for_completion:31"));
    }

    /** A log that ends before the sign is a failure of the machine, never a verdict. */
    @Test
    void noBeginningOfALogIsAVerdict() {
        int sign = log.indexOf("RIP: 0010");
        for (int end = 0; end < sign; end++) {
            assertThat(found(log.substring(0, end))).isInstanceOf(Finding.Failed.class);
        }
    }

    @Test
    void withoutOneOfItsStepsNothingIsConfirmed() {
        List<String> lines = log.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("quiesce: step") || lines.get(i).contains("quiesce: followed")) {
                String missing = lines.get(i);
                assertThat(found(lines.stream().filter(line -> !line.equals(missing)).collect(Collectors.joining("\n"))))
                        .as(missing).isInstanceOf(Finding.Failed.class);
            }
        }
    }

    @Test
    void noiseIsNoVerdict() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            StringBuilder noise = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                noise.append(random.nextInt(4) == 0 ? "quiesce: step " : "").append((char) random.nextInt(0x250));
            }
            assertThat(found(noise.toString())).isInstanceOf(Finding.Failed.class);
        }
    }

    private Finding control(String text) {
        return new Comparison(cast, GuestLog.read(text)).control(Unload.of(grants, expected.outcome()));
    }

    private static String without(String text, String pattern) {
        return text.lines().filter(line -> !line.matches(".*" + pattern + ".*")).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void controlThatFaultsIsNone() {
        assertThat(control(log)).isEqualTo(new Finding.NotConfirmed("the mended module goes wrong, too: " + TITLE));
        assertThat(control("")).isInstanceOf(Finding.Failed.class);
        assertThat(control(mended.replace("quiesce: rmmod ended with 0", "quiesce: rmmod 93 hangs")))
                .isEqualTo(new Finding.NotConfirmed("the mended module goes wrong, too: quiesce: rmmod 93 hangs"));
    }

    @Test
    void controlEndsWell() {
        assertThat(control(mended)).isEqualTo(new Finding.Confirmed("ends well, and leaves the schedule at step 8"));
        assertThat(control(without(mended, "quiesce: diverged").replace("quiesce: not followed", "quiesce: followed")))
                .isEqualTo(new Finding.Confirmed("ends well, along the whole schedule"));
    }

    /** What was not loaded, or not unloaded, or knows no gates, can't go wrong. */
    @Test
    void controlThatDoesNothingProvesNothing() {
        assertThat(control(mended.replace("insmod ended with 0", "insmod ended with 1")))
                .isEqualTo(new Finding.NotConfirmed("the mended module proves nothing: insmod ended with 1"));
        assertThat(control(mended.replace("rmmod ended with 0", "rmmod ended with 1")))
                .isEqualTo(new Finding.NotConfirmed("the mended module proves nothing: rmmod ended with 1"));
        assertThat(control(without(mended, "quiesce: rmmod ended")))
                .isEqualTo(new Finding.NotConfirmed("the mended module proves nothing: rmmod did not end"));
        assertThat(control(without(mended, "quiesce: (step|settled)")))
                .isEqualTo(new Finding.NotConfirmed("the mended module proves nothing: nobody was let through a gate"));
        assertThat(control(mended.replace("quiesce: end", "quiesce: no gates\nquiesce: end"))).isInstanceOf(Finding.Failed.class);
        assertThat(control(without(mended, "quiesce: (diverged|not followed)"))).isInstanceOf(Finding.Failed.class);
    }

    @Test
    void controlIsUnloadedWhereTheScheduleUnloads() {
        assertThat(Unload.of(grants, Outcome.TEXT_FAULT)).isEqualTo(Unload.SCHEDULED);
        assertThat(Unload.of(List.of(), Outcome.RMMOD_BUSY)).isEqualTo(Unload.LATE);
        assertThat(Unload.of(List.of(), Outcome.TEXT_FAULT)).isEqualTo(Unload.NEVER);
        assertThat(new Comparison(cast, GuestLog.read(without(mended, "quiesce: rmmod ended"))).control(Unload.NEVER))
                .isInstanceOf(Finding.Confirmed.class);
    }
}
