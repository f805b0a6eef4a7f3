package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;

import java.io.IOException;
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
    void theResultIsThatOfARun() {
        CheckResult first = check();
        CheckResult second = check();

        assertThat(first.tlcAnswers().afresh()).isGreaterThan(2);
        assertThat(first.tlcAnswers().cached()).isZero();
        assertThat(second.tlcAnswers()).isEqualTo(new TlcAnswers(0, first.tlcAnswers().afresh()));
        assertThat(second.properties()).isEqualTo(first.properties());
        assertThat(second.tlcStates()).isPresent().isEqualTo(first.tlcStates());
        assertThat(first.restsOn()).noneMatch(basis -> basis.contains("cached"));
        assertThat(second.restsOn()).last().asString().endsWith("; TLC's answers are cached");
    }

    @Test
    void someAnswersMayBeCached() throws IOException {
        CheckResult whole = check();
        java.nio.file.Files.delete(Forgery.answers(directory).get(0));
        CheckResult partly = check();

        assertThat(partly.tlcAnswers()).isEqualTo(new TlcAnswers(1, whole.tlcAnswers().afresh() - 1));
        assertThat(partly.restsOn()).last().asString().endsWith("; some of TLC's answers are cached");
        assertThat(partly.properties()).isEqualTo(whole.properties());
    }

    @Test
    void anAnswerThatDeniesAViolationIsDisputed() throws IOException {
        check();
        List<String> noError = new ArrayList<>();
        Forgery.change(directory, 0, 0, lines -> {
            noError.addAll(noError.isEmpty() && lines.toString().contains("@!@!@STARTMSG 2201") ? lines : List.of());
            return lines;
        });
        assertThat(Forgery.change(directory, 12, 0, lines -> noError)).isPositive();

        assertDisputed(check());
    }

    @Test
    void anAnswerWithOtherCountsIsDisputed() throws IOException {
        check();
        assertThat(Forgery.change(directory, 0, 0, lines -> lines.stream()
                .map(line -> line.replaceFirst("\\d+ distinct states found", "7 distinct states found"))
                .toList())).isPositive();

        assertDisputed(check());
    }

    @Test
    void anAnswerWithAnotherTraceIsDisputed() throws IOException {
        check();
        assertThat(Forgery.change(directory, 12, 12, lines -> lines.stream()
                .map(line -> line.replace("\"UNINTERRUPTIBLE\"", "\"IDLE\""))
                .toList())).isPositive();

        CheckResult result = check();
        assertDisputed(result);
        assertThat(result.properties())
                .filteredOn(p -> p.property() == Property.STOP_TERMINATES)
                .singleElement()
                .satisfies(p -> assertThat(p.note()).contains("could not be replayed"));
    }

    private static void assertDisputed(CheckResult result) {
        assertThat(result.tlcAnswers().cached()).isPositive();
        assertThat(result.properties()).extracting(PropertyResult::verdict).containsOnly(Verdict.DISPUTED);
    }

    private CheckResult check() {
        try (Workbench workbench = Workbench.using(TlcJar.bundled(), AnswerCache.in(directory))) {
            return workbench.check(WRONG, Profiles.LINUX_6_12);
        }
    }
}
