package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a child that has served others has the outcome that it has in a child of its own. */
class RunAfterRunTest {

    @TempDir
    private static Path cache;

    private final List<Long> others = processes();

    /** Of different modules, with different variables, operators, strings and verdicts. */
    private static final Map<String, TlcRequest> REQUESTS = new LinkedHashMap<>();

    @BeforeAll
    static void collect() throws IOException {
        for (String specification : List.of("first-kthread/broken", "state-set-after-check/broken",
                "erestartsys-spin/broken", "late-module-get/broken")) {
            Path module = module(Path.of("specs", specification));
            String name = module.toString().replaceFirst("\\.tla$", "");
            TlcRequest.Builder safety = TlcRequest.files(module, Path.of(name + "Safety.cfg"));
            REQUESTS.put(specification + " safety", safety.build());
            REQUESTS.put(specification + " coverage", safety.with(TlcRequest.Option.COVERAGE).build());
            REQUESTS.put(specification + " liveness", TlcRequest.files(module, Path.of(name + "Liveness.cfg"))
                    .mode(TlcRequest.Mode.LIVENESS)
                    .build());
        }
        REQUESTS.put("lasso", Specs.worker("deaf", "SPECIFICATION Spec", "PROPERTY StopTerminates", "CHECK_DEADLOCK FALSE")
                .mode(TlcRequest.Mode.LIVENESS).heapMebibytes(1024).build());
        REQUESTS.put("false assumption", Specs.worker("loud", "SPECIFICATION Spec").heapMebibytes(1024).build());
        REQUESTS.put("no deadlock", Specs.worker("early", "SPECIFICATION Spec")
                .with(TlcRequest.Option.IGNORE_DEADLOCK).heapMebibytes(1024).build());
        try (Tlc tlc = tlc()) {
            // The child that writes the class-data archive serves no other run.
            tlc.run(REQUESTS.get("lasso"));
        }
    }

    private static Path module(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".tla")).findFirst().orElseThrow();
        }
    }

    @Test
    void whateverCameBeforeMakesNoDifference() {
        Map<String, TlcOutcome> alone = new LinkedHashMap<>();
        REQUESTS.forEach((name, request) -> {
            try (Tlc tlc = tlc()) {
                alone.put(name, tlc.run(request));
            }
        });
        assertThat(alone.values()).hasOnlyElementsOfType(TlcOutcome.Completed.class);

        List<String> names = new ArrayList<>(REQUESTS.keySet());
        try (Tlc tlc = tlc()) {
            for (int round = 0; round < 2; round++) {
                names.forEach(name -> assertThat(tlc.run(REQUESTS.get(name))).as(name).isEqualTo(alone.get(name)));
                Collections.reverse(names);
            }
            assertThat(children()).as("one child for each set of options").hasSize(3);
        }
        assertThat(children()).isEmpty();
    }

    @Test
    void aFailureEndsTheChildAndNothingElse() {
        TlcRequest good = REQUESTS.get("lasso");
        try (Tlc tlc = tlc()) {
            TlcOutcome outcome = tlc.run(good);
            List<Long> first = children();
            assertThat(tlc.run(good)).isEqualTo(outcome);
            assertThat(children()).isEqualTo(first).hasSize(1);

            assertThat(tlc.run(Specs.worker("late", "SPECIFICATION Spec", "INVARIANT BadSum").heapMebibytes(1024).build()))
                    .isInstanceOf(TlcOutcome.EvaluationFailed.class);
            assertThat(children()).isEmpty();

            assertThat(tlc.run(good)).isEqualTo(outcome);
            assertThat(children()).hasSize(1).isNotEqualTo(first);
        }
    }

    private static Tlc tlc() {
        return Tlc.using(TlcJar.bundled(), ClassArchives.in(cache), AnswerCache.none());
    }

    private List<Long> children() {
        return processes().stream().filter(process -> !others.contains(process)).toList();
    }

    private static List<Long> processes() {
        return ProcessHandle.current().children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .toList();
    }
}
