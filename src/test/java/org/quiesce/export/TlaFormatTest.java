package org.quiesce.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.WarmTlc;
import org.quiesce.kernel.Profiles;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results;
import org.quiesce.tlc.TlcOutcome;
import org.quiesce.tlc.TlcRequest;
import org.quiesce.tlc.Verdict;

/** TLC follows the runs. */
class TlaFormatTest {

    @ParameterizedTest
    @CsvSource({
        "state-set-after-check/broken, linux-5.10",
        "first-kthread/broken, linux-6.12",
        "erestartsys-spin/broken, linux-6.1",
        "orphaned-request/broken, linux-6.12",
        "park-stop-race/broken, linux-5.10"})
    void tlcFollowsTheRunToItsEnd(String name, String kernel) {
        Results results = Exports.one(name, Profiles.named(kernel).orElseThrow());
        List<Document> documents = Exports.documents(ExportFormat.TLA, results);
        assertThat(documents).isNotEmpty();
        for (int i = 0; i < documents.size(); i += 3) {
            assertThat(verdict(documents.subList(i, i + 3))).as(documents.get(i).file()).isEqualTo(new Verdict.NoError());
        }
    }

    @Test
    void hostileTextsStayComments() {
        Results results = Exports.hostile(Exports.one("state-set-after-check/broken", Profiles.LINUX_5_10));
        assertThat(verdict(Exports.documents(ExportFormat.TLA, results).subList(0, 3))).isEqualTo(new Verdict.NoError());
    }

    @Test
    void tlcRefusesARunThatIsNone() {
        List<Document> documents = Exports.documents(
                ExportFormat.TLA, Exports.one("state-set-after-check/broken", Profiles.LINUX_5_10)).subList(0, 3);
        assertThat(verdict(List.of(changed(documents.get(0), "![worker] = \"3\"", "![worker] = \"5\""),
                documents.get(1), documents.get(2)))).isEqualTo(new Verdict.Deadlock());
        assertThat(verdict(List.of(changed(documents.get(0), "~StopTerminates", "~NoDoubleStop"),
                documents.get(1), documents.get(2)))).isNotEqualTo(new Verdict.NoError());
    }

    /** Without its last step the run stays where the worker could go on. */
    @Test
    void tlcRefusesARunThatIsNotFair() {
        List<Document> documents = Exports.documents(
                ExportFormat.TLA, Exports.one("state-set-after-check/broken", Profiles.LINUX_5_10)).subList(0, 3);
        String shortened = documents.get(0).text()
                .replaceFirst("(?m)^  \\\\/ Trace_Step1\\d\\R(?=\\R)", "\n");
        assertThat(shortened).isNotEqualTo(documents.get(0).text());
        Document stopsEarly = new Document(documents.get(0).file(), shortened.replace("Trace_At = 15 /\\ UNCHANGED",
                "Trace_At = 14 /\\ UNCHANGED"));
        assertThat(verdict(List.of(stopsEarly, documents.get(1), documents.get(2)))).isNotEqualTo(new Verdict.NoError());
    }

    @Test
    void resultWithoutSpecificationIsRefused() throws Exception {
        Results results = Exports.one("state-set-after-check/broken", Profiles.LINUX_5_10);
        String brief = ResultJson.write(results).replace("\"material\"", "\"immaterial\"");
        assertThatThrownBy(() -> ExportFormat.TLA.documents(ResultJson.read(brief)))
                .isInstanceOf(ExportException.class).hasMessageContaining("does not hold the specification");
    }

    private static Document changed(Document document, String part, String other) {
        assertThat(document.text()).contains(part);
        return new Document(document.file(), document.text().replace(part, other));
    }

    private static Verdict verdict(List<Document> documents) {
        String config = documents.stream().filter(d -> d.file().endsWith(".cfg")).findFirst().orElseThrow().text();
        List<Document> modules = documents.stream().filter(d -> d.file().endsWith(".tla")).toList();
        TlcRequest request = TlcRequest.module(module(modules.get(0)), modules.get(0).text())
                .alsoModule(module(modules.get(1)), modules.get(1).text())
                .config(config)
                .mode(config.contains("PROPERTY Trace_Violates") ? TlcRequest.Mode.LIVENESS : TlcRequest.Mode.SAFETY)
                .timeout(Duration.ofMinutes(1))
                .build();
        TlcOutcome outcome = WarmTlc.TLC.run(request);
        assertThat(outcome).as("%s", outcome).isInstanceOf(TlcOutcome.Completed.class);
        return ((TlcOutcome.Completed) outcome).verdict();
    }

    private static String module(Document document) {
        return document.file().replaceFirst(".*/", "").replaceFirst("\\.tla$", "");
    }
}
