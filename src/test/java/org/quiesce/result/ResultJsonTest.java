package org.quiesce.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CSource;
import org.quiesce.csource.Preprocessing;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.result.Results.Extent;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.Workbench;

class ResultJsonTest {

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Results results = Results.of(1, List.of(
                checked("state-set-after-check", "broken", Profiles.LINUX_5_10),
                checked("first-kthread", "broken", Profiles.LINUX_6_12),
                checked("orphaned-request", "broken", Profiles.LINUX_6_12),
                checked("park-stop-race", "broken", Profiles.LINUX_5_10)), Extent.WHOLE);
        assertThat(results.checks()).allMatch(c -> c.properties().stream().anyMatch(p -> p.counterexample().isPresent()));
        String text = ResultJson.write(results);
        assertThat(ResultJson.read(text)).isEqualTo(results);
        assertThat(ResultJson.write(ResultJson.read(text))).isEqualTo(text);
    }

    @Test
    void stateAfterEachStepIsThatOfTheRun() {
        Checked checked = checked("state-set-after-check", "broken", Profiles.LINUX_5_10);
        Check check = Results.of(1, List.of(checked), Extent.FINDINGS).checks().get(0);
        assertThat(check.material()).isEmpty();
        checked.result().properties().forEach(property -> property.counterexample().ifPresent(c -> {
            PlainRun run = check.properties().stream()
                    .filter(p -> p.name().equals(property.property().id()))
                    .findFirst().orElseThrow().counterexample().orElseThrow().run();
            assertThat(run.states()).hasSize(c.trace().run().moves().size() + 1);
            for (int i = 0; i < run.states().size(); i++) {
                assertThat(run.states().get(i)).isEqualTo(c.trace().run().state(i));
            }
        }));
    }

    @Test
    void linesOfSeveralFilesSayInWhich(@TempDir Path directory) throws Exception {
        Path main = directory.resolve("main.c");
        Path thread = directory.resolve("thread.c");
        Files.writeString(main, """
                extern int pump(void *data);
                static struct task_struct *task;
                static int __init pump_init(void)
                {
                	task = kthread_run(pump, NULL, "pump");
                	return 0;
                }
                static void __exit pump_exit(void)
                {
                }
                module_init(pump_init);
                module_exit(pump_exit);
                """);
        Files.writeString(thread, """
                int pump(void *data)
                {
                	while (!kthread_should_stop())
                		msleep(10);
                	return 0;
                }
                """);
        CSource source = CSource.together("pump", List.of(main, thread),
                Preprocessing.usual());
        Protocol protocol = CReader.readEach(source, Bounds.usual(),
                Preprocessing.usual()).get(0).protocol();
        Check check = Results.of(1, List.of(checked(protocol, Profiles.LINUX_6_12)), Extent.WHOLE).checks().get(0);
        assertThat(check.files()).containsExactly(main.toString(), thread.toString());
        assertThat(check.material().orElseThrow().sources()).extracting(Material.Source::kind)
                .containsExactly("file", "file");
        assertThat(check.material().orElseThrow().programs()).filteredOn(p -> p.name().equals("pump"))
                .flatExtracting(Material.Program::steps).filteredOn(node -> node.line().isPresent()).isNotEmpty()
                .allMatch(node -> node.file().orElseThrow().equals(thread.toString()));
        PlainRun run = check.properties().stream().flatMap(p -> p.counterexample().stream()).findFirst().orElseThrow().run();
        assertThat(run.steps()).filteredOn(s -> s.text().contains("kthread_run")).isNotEmpty()
                .allMatch(s -> s.file().orElseThrow().equals(main.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{|line 1",
        "[]|no result of Quiesce",
        "`{\"schema\": \"quiesce-result/9\"}`|its schema is 'quiesce-result/9'",
        "`{\"schema\": \"quiesce-result/2\", \"list\": {}}`|another command than check",
        "`{\"schema\": \"quiesce-result/2\", \"exitStatus\": 0, \"reasons\": [], \"checks\": [{}]}`|checks[0]",
        "`{\"schema\": \"quiesce-result/2\", \"exitStatus\": 0, \"reasons\": [], \"checks\": []} x`|line 1"})
    void whatIsNoResultIsRefused(String text, String why) {
        assertThatThrownBy(() -> ResultJson.read(text)).isInstanceOf(ResultException.class).hasMessageContaining(why);
    }

    @Test
    void whatIsNestedWithoutEndIsRefused() {
        assertThatThrownBy(() -> ResultJson.read("[".repeat(100_000))).isInstanceOf(ResultException.class)
                .hasMessageContaining("nested deeper");
    }

    /** A file from somewhere may say anything. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`\"number\" : 1,`|`\"number\" : 7,`|has the number 7",
        "`\"context\" : \"modprobe\",`|`\"context\" : \"nobody\",`|does not rest anywhere",
        "`\"variable\" : \"pc\",`|`\"variable\" : \"none of these\",`|changes what the first state has not",
        "`\"kind\" : \"stuck\"`|`\"kind\" : \"loop\", \"firstStep\" : 99`|can't repeat from the step",
        "`\"verdict\" : \"violated\",`|``|something is missing"})
    void whatDoesNotFitTogetherIsRefused(String part, String other, String why) {
        String text = ResultJson.write(Results.of(1,
                List.of(checked("state-set-after-check", "broken", Profiles.LINUX_5_10)), Extent.FINDINGS));
        assertThat(text).contains(part);
        String wrong = text.replaceFirst(Pattern.quote(part), other == null ? "" : other);
        assertThatThrownBy(() -> ResultJson.read(wrong)).isInstanceOf(ResultException.class).hasMessageContaining(why);
    }

    static Checked checked(String id, String variant, Profile kernel) {
        return checked(Atlas.standard().entry(id).orElseThrow().variant(variant).orElseThrow().protocol(), kernel);
    }

    static Checked checked(Protocol protocol, Profile kernel) {
        try (Workbench bench = Workbench.standard()) {
            return new Checked(protocol.name(),
                    bench.check(CheckRequest.of(protocol, kernel).with(Engines.SIM)), new Conformance.Unstated());
        }
    }
}
