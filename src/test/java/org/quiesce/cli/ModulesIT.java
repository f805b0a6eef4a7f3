package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules in C that do what none of the atlas does: TLC decides as the simulator does, and finds as many states. */
class ModulesIT {

    private static final Path MODULES = Path.of("src", "test", "resources", "org", "quiesce", "csource", "modules");

    @ParameterizedTest
    @ValueSource(strings = {"rwlock", "rwlock-late", "rwlock-start", "rwlock-try", "rwlock-try-late", "mutex-last-owner-tried", "rwsem-last-owner", "suspend-resume-fails",
            "session-thread", "start-once-unlocked", "tasklet-disabled", "user-memory-locked", "irq-threaded-fails",
            "worker-run-timer-late", "atomic-exchanged-late", "flag-copied-late", "goto-into-branch", "irq-completion",
            "irq-completion-freed", "list-drained", "managed-thread-unreset", "reboot-notifier-late", "static-flag-late",
            "tasklet-disabled-ever", "thread-unkept-late", "completion-unheard", "function-chosen", "helper-null",
            "helper-error-taken-for-null", "macro-starts"})
    void bothEnginesSayWhatTheFileSays(String module) throws IOException {
        Path file = MODULES.resolve(module + ".c");
        boolean holds = Files.readAllLines(file).get(0).equals("/* expected: holds */");
        Call call = Call.quiesce("check", file.toString());
        assertThat(call.err()).isEmpty();
        assertThat(call.status()).isEqualTo(holds ? 0 : 1);
        assertThat(call.out()).contains(file + ": " + (holds ? "holds" : "violated") + " on linux-6.18\n");
    }
}
