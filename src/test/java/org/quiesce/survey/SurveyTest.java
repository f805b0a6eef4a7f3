package org.quiesce.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.survey.Surveyed.Outcome;

/** The survey that {@code bench/survey} makes of the kernel, of the modules that stand beside the tests. */
class SurveyTest {

    private static final Path MODULES = Path.of("src", "test", "resources", "org", "quiesce", "csource", "modules");

    @TempDir
    private Path tree;

    @Test
    void everyModuleGetsAVerdict() throws IOException {
        Survey survey = Survey.of(MODULES);
        assertThat(survey.files()).isNotEmpty().allSatisfy(file -> {
            assertThat(file.contexts()).as(file.file()).isPositive();
            assertThat(file.outcome()).as(file.file()).isIn(Outcome.HOLDS, Outcome.CERTAIN, Outcome.CONDITIONAL);
        });
    }

    @Test
    void failuresAreCountedByKind() throws IOException {
        file("a/cut.c", "static int f(void)\n{\n\tkthread_run(f);\n");
        file("b/other.c", "int kthread;\n");
        file("b/nothing.c", "static int f(void)\n{\n\treturn kthread_foo();\n}\n");
        Survey survey = Survey.of(tree);
        assertThat(survey.files()).extracting(Surveyed::file).containsExactly("a/cut.c", "b/nothing.c");
        assertThat(survey.files()).extracting(Surveyed::outcome).containsOnly(Outcome.REFUSED);
        assertThat(new SurveyTable(survey.files()).text()).contains("| of 2 files | |", "| refused | 2 |",
                "| this … is never closed; the file may be cut off | 1 |",
                "| a/cut.c | 0 | 0 | 0 | refused: line 2:1: this '{' is never closed; the file may be cut off |");
    }

    private void file(String name, String text) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
