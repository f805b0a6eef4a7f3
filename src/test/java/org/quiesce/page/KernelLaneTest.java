package org.quiesce.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.quiesce.export.Exports;
import org.quiesce.kernel.Profiles;
import org.quiesce.kernelreplay.RecordedReplays;
import org.quiesce.result.Evidence;
import org.quiesce.result.OnKernel;
import org.quiesce.result.Results;

/** What a real kernel did, beside the lanes of the run that was forced on it. */
class KernelLaneTest {

    private static final String LOG = RecordedReplays.console();

    private static Evidence evidence(Results results) {
        return results.checks().get(0).properties().get(0).counterexample().orElseThrow();
    }

    private static Document page(Results results) {
        return Jsoup.parse(Page.of(results));
    }

    @Test
    void everyGateStandsBesideItsStepWithWhatTheKernelWrote() {
        Results results = RecordedReplays.of(LOG);
        OnKernel ran = evidence(results).onKernel().orElseThrow();
        Document page = page(results);
        assertThat(page.select(".lanes thead th").last().text()).isEqualTo("Linux 6.1.0-56-cloud-amd64");
        assertThat(page.select(".gate")).hasSameSizeAs(ran.gates());
        for (OnKernel.Gate gate : ran.gates()) {
            Element row = page.selectFirst("tr[data-step=" + gate.step() + "]");
            Element shown = row.select("td.on-kernel .gate").stream()
                    .filter(g -> g.selectFirst("code").text().startsWith("gate " + gate.number() + ":")).findFirst().orElseThrow();
            assertThat(shown.selectFirst("code").text()).contains(gate.context() + " " + gate.place());
            assertThat(shown.selectFirst(".standing").text()).isEqualTo("as the model says");
            assertThat(shown.select(".log li").eachText()).containsExactlyElementsOf(gate.log().stream().map(this::once).toList());
        }
        assertThat(page.selectFirst("tr.last td.on-kernel").text()).endsWith(ran.sentence());
    }

    /** As a parser of HTML hands on spaces. */
    private String once(String line) {
        return line.replaceAll(" +", " ").strip();
    }

    @Test
    void allRowsHaveAsManyCells() {
        Elements rows = page(RecordedReplays.of(LOG)).select(".lanes tr");
        int lanes = rows.first().childrenSize();
        assertThat(rows).hasSizeGreaterThan(10).allSatisfy(row -> assertThat(row.children().stream()
                .mapToInt(cell -> cell.hasAttr("colspan") ? Integer.parseInt(cell.attr("colspan")) : 1).sum()).isEqualTo(lanes));
    }

    @Test
    void endAndControlAreSaid() {
        Element real = page(RecordedReplays.of(LOG)).selectFirst(".real.confirmed");
        assertThat(real.text()).contains("9 of 9 as the model says", "confirmed: BUG: unable to handle page fault for address:",
                "mended.c under the same schedule: confirmed: ends well, along the whole schedule");
        assertThat(real.selectFirst("details pre").text()).contains("#PF: supervisor instruction fetch in kernel mode")
                .contains("---[ end trace 0000000000000000 ]---");
    }

    @Test
    void whatIsOtherwiseIsMarkedAndWhatComesAfterItIsNotSaidToBeRight() {
        Document page = page(RecordedReplays.of(LOG.replace("step 6 A before msleep:15", "step 6 A before msleep:17")));
        assertThat(page.select(".gate .standing").eachText()).containsExactlyElementsOf(Stream.of(
                        Stream.generate(() -> "as the model says").limit(5), Stream.of("otherwise than the model says"),
                        Stream.generate(() -> "not compared").limit(3))
                .flatMap(part -> part).toList());
        assertThat(page.selectFirst(".real.diverged").text()).contains("5 of 9 as the model says", "diverged at step 6", "none: it is asked");
        assertThat(page.selectFirst("header").text()).contains("Exit status 1");
    }

    /** A console has what the module printed, too. */
    @Test
    void whatIsWrittenThereStaysText() {
        String line = "<b onclick=x>&amp;</b> \u202e\u0007 ]]>";
        Document page = page(RecordedReplays.of(LOG.replace("quiesce: insmod ended", line + "\nquiesce: insmod ended") + line + "\n"));
        assertThat(page.select("b")).isEmpty();
        assertThat(page.select(".log li").eachText()).contains("<b onclick=x>&amp;</b> \ufffd\ufffd ]]>");
        assertThat(page.selectFirst(".real pre").text()).endsWith("<b onclick=x>&amp;</b> \ufffd\ufffd ]]>");
    }

    @Test
    void runThatWasForcedOnNoKernelHasNoSuchLane() {
        assertThat(page(RecordedReplays.of(LOG)).select(".on-kernel, .real")).hasSizeGreaterThan(10);
        assertThat(page(Exports.one("first-kthread/broken", Profiles.LINUX_6_12)).select(".on-kernel, .real")).isEmpty();
    }
}
