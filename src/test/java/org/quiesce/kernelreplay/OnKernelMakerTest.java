package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quiesce.result.OnKernel;
import org.quiesce.result.OnKernel.Answer;
import org.quiesce.result.OnKernel.Gate;
import org.quiesce.result.OnKernel.Standing;
import org.quiesce.result.PlainRun;
import org.quiesce.result.ResultException;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results;

/** What came of replays, as plain values: from what a real kernel wrote, and from what is left of it otherwise. */
class OnKernelMakerTest {

    private static final String LOG = RecordedReplays.console();

    private static OnKernel ran(Results results) {
        return results.checks().get(0).properties().get(0).counterexample().orElseThrow().onKernel().orElseThrow();
    }

    private static List<Standing> standings(OnKernel ran) {
        return ran.gates().stream().map(Gate::standing).toList();
    }

    @Test
    void faultIsConfirmedGateByGate() {
        Results results = RecordedReplays.of(LOG);
        OnKernel ran = ran(results);
        assertThat(results.exitStatus()).isZero();
        assertThat(results.reasons()).isEmpty();
        assertThat(ran.answer()).isEqualTo(Answer.CONFIRMED);
        assertThat(standings(ran)).hasSize(9).containsOnly(Standing.AS_PREDICTED);
        assertThat(ran.end()).anyMatch(line -> line.contains("BUG: unable to handle page fault"));
        assertThat(ran.control()).contains(
                new OnKernel.Control("mended.c", Answer.CONFIRMED, "confirmed: ends well, along the whole schedule"));
    }

    /** The first step with an open gate is one of whom the gate has held. */
    @Test
    void gatesStandBesideTheStepsThatTheyHeld() {
        Results results = RecordedReplays.of(LOG);
        PlainRun run = results.checks().get(0).properties().get(0).counterexample().orElseThrow().run();
        OnKernel ran = ran(results);
        Gate load = ran.gates().get(0);
        assertThat(run.steps().get(load.step() - 1).line()).isEqualTo(load.line());
        Gate unload = ran.gates().stream().filter(gate -> gate.place().equals("before rmmod")).findFirst().orElseThrow();
        assertThat(unload.line()).isEmpty();
        assertThat(run.steps().get(unload.step() - 1).what()).contains("unloads the module");
        Gate complete = ran.gates().stream().filter(gate -> gate.place().equals("before complete()")).findFirst().orElseThrow();
        assertThat(run.steps().get(complete.step() - 1).line()).isEqualTo(complete.line());
        assertThat(run.steps().get(complete.step() - 1).context()).isEqualTo(complete.context()).isEqualTo("worker");
    }

    /** Nothing of a log after the first gate is lost, or is said twice. */
    @Test
    void everyLineIsWithTheGateAfterWhichItWasWritten() {
        OnKernel ran = ran(RecordedReplays.of(LOG));
        List<String> shown = Stream.concat(ran.gates().stream().flatMap(gate -> gate.log().stream()), ran.end().stream()).toList();
        List<String> lines = LOG.replace("\r", "").lines().toList();
        int first = lines.indexOf(shown.get(0));
        assertThat(shown.get(0)).contains("quiesce: step 1 M before kthread_run:23");
        assertThat(shown).isEqualTo(lines.subList(first, lines.size()));
    }

    @Test
    void afterWhatIsOtherwiseNothingIsCompared() {
        Results results = RecordedReplays.of(LOG.replace("step 6 A before msleep:15", "step 6 A before msleep:17"));
        OnKernel ran = ran(results);
        assertThat(ran.answer()).isEqualTo(Answer.DIVERGED);
        assertThat(standings(ran).subList(0, 5)).containsOnly(Standing.AS_PREDICTED);
        assertThat(standings(ran).get(5)).isEqualTo(Standing.OTHERWISE);
        assertThat(standings(ran).subList(6, 9)).containsOnly(Standing.NOT_COMPARED);
        assertThat(ran.control()).isEmpty();
        assertThat(results.reasons()).containsExactly("complete-then-return/broken on 6.1.0-56-cloud-amd64: diverged at step 6: the"
                + " model has worker before msleep:15, the kernel A before msleep:17");
    }

    /** A gate that nobody comes to is not opened, and the log says so before it would be. */
    @Test
    void whyAGateIsNotOpenedStandsBesideIt() {
        String parted = "quiesce: diverged 5 A waited for at a gate, but it is asleep, :0";
        int from = LOG.indexOf("quiesce: step 5 ");
        OnKernel ran = ran(RecordedReplays.of(LOG.substring(0, from) + parted + "\nquiesce: not followed\nquiesce: end\n"));
        assertThat(standings(ran).get(4)).isEqualTo(Standing.OTHERWISE);
        assertThat(ran.gates().get(4).log()).singleElement().asString().endsWith(parted);
        assertThat(ran.gates().get(5).log()).isEmpty();
        assertThat(ran.end()).containsExactly("quiesce: not followed", "quiesce: end");
    }

    @Test
    void ofALogThatIsCutOffTheRestIsNotCompared() {
        OnKernel ran = ran(RecordedReplays.of(LOG.substring(0, LOG.indexOf("quiesce: step 4 "))));
        assertThat(ran.answer()).isEqualTo(Answer.FAILED);
        assertThat(standings(ran).subList(0, 3)).containsOnly(Standing.AS_PREDICTED);
        assertThat(standings(ran).subList(3, 9)).containsOnly(Standing.NOT_COMPARED);
        OnKernel silent = ran(RecordedReplays.of(""));
        assertThat(silent.answer()).isEqualTo(Answer.FAILED);
        assertThat(standings(silent)).containsOnly(Standing.NOT_COMPARED);
        assertThat(silent.end()).isEmpty();
    }

    /** Who hangs is complained of for as long as the machine runs. */
    @Test
    void longEndsAreCutOffAndSaySo() {
        String much = Stream.generate(() -> "again\n").limit(1000).collect(Collectors.joining());
        OnKernel ran = ran(RecordedReplays.of(LOG + much));
        assertThat(ran.end()).hasSize(151);
        long written = LOG.substring(LOG.indexOf("quiesce: followed")).lines().count() + 1000;
        assertThat(ran.end().get(150)).isEqualTo("… and " + (written - 150) + " lines more");
    }

    @Test
    void resultIsReadAsItWasWritten() throws ResultException {
        for (String log : List.of(LOG, LOG.substring(0, LOG.indexOf("quiesce: step 4 ")), "")) {
            String written = ResultJson.write(RecordedReplays.of(log));
            assertThat(ResultJson.write(ResultJson.read(written))).isEqualTo(written);
        }
    }
}
