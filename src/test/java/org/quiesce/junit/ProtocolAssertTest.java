package org.quiesce.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.junit.ProtocolAssertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.property.Property.FREEZE_COMPLETES;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.THREAD_EXITS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.catalog.Atlas;
import org.quiesce.protocol.Protocol;
import org.quiesce.trace.TraceFile;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.Workbench;

class ProtocolAssertTest {

    private static final Protocol HASTY = protocol("state-set-after-check", "broken");
    private static final Protocol CAREFUL = protocol("state-set-after-check", "mended");

    @TempDir
    private Path directory;

    private static Protocol protocol(String entry, String variant) {
        return Atlas.standard().entry(entry).orElseThrow().variant(variant).orElseThrow().protocol();
    }

    private static ProtocolAssert that(Protocol protocol) {
        return assertThat(protocol).by(Engines.SIM);
    }

    @Test
    void whatIsSoPasses() {
        assertThatCode(() -> {
            that(CAREFUL).satisfiesAll();
            that(CAREFUL).satisfies(STOP_TERMINATES, THREAD_EXITS);
            that(HASTY).on(LINUX_5_10).violates(STOP_TERMINATES, THREAD_EXITS).satisfies(NO_CODE_AFTER_UNLOAD);
            that(HASTY).on(LINUX_6_12).satisfies(STOP_TERMINATES);
        }).doesNotThrowAnyException();
    }

    @Test
    void bothEnginesDecideUnlessOneIsNamed() {
        try (Workbench bench = Workbench.standard()) {
            assertThat(HASTY).using(bench).on(LINUX_5_10).violates(STOP_TERMINATES);
            assertThatThrownBy(() -> assertThat(HASTY).using(bench).on(LINUX_5_10).satisfies(STOP_TERMINATES))
                    .hasMessageContaining("states, TLC        110")
                    .hasMessageContaining("so is TLC's run");
        }
    }

    @Test
    void whatFailsShowsTheRun() {
        assertThatThrownBy(() -> that(HASTY).on(LINUX_5_10, LINUX_6_12).satisfies(STOP_TERMINATES, NO_CODE_AFTER_UNLOAD))
                .isInstanceOf(AssertionError.class)
                .message()
                .startsWith("state-set-after-check: ")
                .contains("not as expected StopTerminates: violated, expected: holds (only linux-5.10)")
                .contains("the last wake-up it will ever get was sent before")
                .contains("● 11 kthread_stop(task);")
                .doesNotContain("ThreadExits", "replay file");
    }

    @Test
    void whatIsNotViolatedOnEveryKernelFails() {
        assertThatThrownBy(() -> that(HASTY).on(LINUX_5_10, LINUX_6_12).violates(STOP_TERMINATES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("StopTerminates: holds, expected: violated (only linux-6.12)");
    }

    @Test
    void whatDoesNotApplyFails() {
        assertThatThrownBy(() -> that(HASTY).on(LINUX_6_12).violates(FREEZE_COMPLETES))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("FreezeCompletes does not apply to state-set-after-check on linux-6.12; these do: "
                        + "NoCodeAfterUnload, NoUseAfterFree, ");
        assertThatThrownBy(() -> that(HASTY).on(LINUX_6_12).satisfies(NO_USE_AFTER_FREE, FREEZE_COMPLETES))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("FreezeCompletes does not apply");
    }

    @Test
    void whatNothingPutsToTheTestFails() {
        assertThatThrownBy(() -> that(protocol("first-kthread", "broken")).on(LINUX_6_12).satisfies(NO_USE_AFTER_FREE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("NoUseAfterFree: vacuous, expected: holds");
    }

    @Test
    void whatIsNotDecidedFails() {
        assertThatThrownBy(() -> assertThat(CAREFUL).by(Engines.TLC).on(LINUX_6_12).within(Duration.ofMillis(1)).satisfies(STOP_TERMINATES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("StopTerminates: inconclusive, expected: holds");
    }

    @Test
    void counterexamplesAreKeptWhereTheTestSays() throws Exception {
        ProtocolAssert saving = that(HASTY).on(LINUX_5_10).savingTo(directory.resolve("traces"));
        saving.violates(STOP_TERMINATES);
        assertThat(directory).isEmptyDirectory();

        Path file = directory.resolve("traces/state-set-after-check-linux-5.10-StopTerminates.json");
        assertThatThrownBy(() -> saving.satisfies(STOP_TERMINATES)).hasMessageEndingWith("replay file     " + file + "\n");
        assertThat(Workbench.replay(TraceFile.read(Files.readString(file)), HASTY).confirmed()).isTrue();
    }
}
