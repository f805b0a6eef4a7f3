package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.tlc.Forgery;
import org.quiesce.tlc.TlcJar;

/** A check with cached answers of TLC has the result of one without, says so, and believes no forgery. */
class CachedAnswersTest {

    /** A stop is lost on every kernel. */
    private static final Protocol WRONG = Protocol.module("wrong")
            .taskPointer("task")
            .kthread("worker", body -> body
                    .until(shouldStop(), loop -> loop
                            .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                            .call(schedule()))
                    .returns(7))
            .init(body -> body.assign("task", kthreadRun("worker")))
            .exit(body -> body.call(kthreadStop("task")))
            .build();

    @TempDir
    private Path directory;

    @Test
    void theResultIsThatOfARunAndSaysWhatMayBe() {
        CheckResult first = check(0);
        CheckResult second = check(4);
        assertThat(second).isEqualTo(first);
        assertThat(first.tlcAnswers()).isEqualTo(TlcAnswers.AFRESH_OR_CACHED);
        assertThat(first.restsOn()).last().asString().endsWith("; TLC's answers may be those of an earlier run");

        try (Workbench workbench = Workbench.standard()) {
            CheckResult afresh = workbench.check(WRONG, Profiles.LINUX_6_12);
            assertThat(afresh.properties()).isEqualTo(first.properties());
            assertThat(afresh.tlcStates()).isPresent().isEqualTo(first.tlcStates());
            assertThat(afresh.tlcAnswers()).isEqualTo(TlcAnswers.AFRESH);
            assertThat(afresh.restsOn()).last().asString().doesNotContain("earlier");
            assertThat(workbench.cachedAnswers()).isZero();
        }
    }

    @Test
    void someAnswersMayBeCached() throws IOException {
        CheckResult whole = check(0);
        Files.delete(Forgery.answers(directory).get(0));
        assertThat(check(3)).isEqualTo(whole);
        assertThat(check(4)).isEqualTo(whole);
    }

    @Test
    void anAnswerThatDeniesAViolationIsDisputed() throws IOException {
        check(0);
        List<String> noError = new ArrayList<>();
        Forgery.change(directory, 0, 0, lines -> {
            noError.addAll(noError.isEmpty() && lines.toString().contains("@!@!@STARTMSG 2193") ? lines : List.of());
            return lines;
        });
        assertThat(Forgery.change(directory, 12, 0, lines -> noError)).isPositive();

        assertDisputed(check(4));
    }

    @Test
    void anAnswerWithOtherCountsIsDisputed() throws IOException {
        check(0);
        assertThat(Forgery.change(directory, 0, 0, lines -> lines.stream()
                .map(line -> line.replaceFirst("\\d+ distinct states found", "7 distinct states found"))
                .toList())).isPositive();

        assertDisputed(check(4));
    }

    @Test
    void anAnswerWithAnotherTraceIsDisputed() throws IOException {
        check(0);
        assertThat(Forgery.change(directory, 12, 12, lines -> lines.stream()
                .map(line -> line.replace("\"UNINTERRUPTIBLE\"", "\"IDLE\""))
                .toList())).isPositive();

        CheckResult result = check(4);
        assertDisputed(result);
        assertThat(result.properties())
                .filteredOn(p -> p.property() == Property.STOP_TERMINATES)
                .singleElement()
                .satisfies(p -> assertThat(p.note()).contains("could not be replayed"));
    }

    private static void assertDisputed(CheckResult result) {
        assertThat(result.properties()).extracting(PropertyResult::verdict).containsOnly(Verdict.DISPUTED);
    }

    private CheckResult check(int cached) {
        try (Workbench workbench = Workbench.using(TlcJar.bundled(), AnswerCache.in(directory))) {
            CheckResult result = workbench.check(WRONG, Profiles.LINUX_6_12);
            assertThat(workbench.cachedAnswers()).isEqualTo(cached);
            return result;
        }
    }
}
