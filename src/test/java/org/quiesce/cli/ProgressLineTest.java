package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.cli.Terminal.Kind;
import org.quiesce.report.Ink.Colour;
import org.quiesce.sim.ProgressListener.Progress;

class ProgressLineTest {

    private static final String ERASE_LINE = "\r\u001b[K";
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void aBarOfChecksFitsAndSaysHowFastItGoes(int width) throws InterruptedException {
        try (ProgressLine progress = ProgressLine.goingOn("experiment", 40, 10, console(Kind.INTERACTIVE, width))) {
            progress.next("a-protocol-of-a-rather-long-name/mended-in-a-way");
            progress.of("another").progress(new Progress(7, 7, 7));
            progress.of("a-protocol-of-a-rather-long-name/mended-in-a-way").progress(new Progress(5000, 1234, 60));
            await("10/40");
            progress.done(5000);
            await("11/40");
        }
        assertThat(text()).contains("experiment", "25%").endsWith(ERASE_LINE).doesNotContain("\n");
        assertThat(lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(width))
                .allSatisfy(line -> assertThat(line).doesNotContain("7 states/s"));
        if (width >= 80) {
            assertThat(text()).contains("1,234 states/s");
        }
    }

    @Test
    void theBarOfACheckThatIsAloneIsOfItsStates() throws InterruptedException {
        try (ProgressLine progress = ProgressLine.of("check", 1, console(Kind.INTERACTIVE, 100))) {
            progress.next("pump");
            progress.of("pump").progress(new Progress(300, 100, 100));
            await("300/400");
            progress.of("pump").progress(new Progress(400, 100, 0));
            await("waiting for TLC");
        }
        assertThat(text()).contains("75%", "pump, 100 states/s", "pump, waiting for TLC");
    }

    @Test
    void whatIsPrintedMeanwhileIsNotDisturbed() throws InterruptedException {
        try (ProgressLine progress = ProgressLine.of("check", 2, console(Kind.INTERACTIVE, 100))) {
            progress.next("first");
            await("0/2");
            progress.pause();
            int before = drawn.size();
            Thread.sleep(1000);
            assertThat(drawn.size()).isEqualTo(before);
        }
        assertThat(text()).endsWith(ERASE_LINE);
    }

    @Test
    void nothingIsDrawnWhereNobodyLooks() throws InterruptedException {
        try (ProgressLine progress = ProgressLine.of("check", 2, console(Kind.FILE, 100))) {
            progress.next("first");
            Thread.sleep(1500);
        }
        try (ProgressLine progress = ProgressLine.of("check", 2, console(Kind.INTERACTIVE, 100).saying(Console.Talk.QUIET))) {
            progress.next("first");
            Thread.sleep(1500);
        }
        assertThat(text()).isEmpty();
    }

    private Console console(Kind err, int width) {
        return new Console(DataStream.to(new ByteArrayOutputStream(), StandardCharsets.UTF_8),
                new PrintStream(drawn, true, StandardCharsets.UTF_8),
                new Terminal(Kind.FILE, err, width, StandardCharsets.UTF_8, Colour.OFF));
    }

    private void await(String text) throws InterruptedException {
        Instant deadline = Instant.now().plus(LONGEST);
        while (!text().contains(text) && Instant.now().isBefore(deadline)) {
            Thread.sleep(20);
        }
        assertThat(text()).contains(text);
    }

    private String text() {
        return drawn.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return Stream.of(text().split("\r")).map(line -> line.replace("\u001b[K", "")).toList();
    }
}
