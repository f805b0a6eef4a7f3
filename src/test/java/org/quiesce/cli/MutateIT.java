package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.catalog.SurvivorClass;
import org.quiesce.catalog.Survivors;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;

/** What {@code quiesce mutate} says, of single protocols and of all. */
class MutateIT {

    private static final Path MODEL = Path.of("models/double-start-worker");
    private static final Path SCORES = Path.of("models/README.md");

    @TempDir
    private Path directory;

    @Test
    void everySurvivorIsShownWithItsReason() {
        Call call = Call.quiesce("mutate", "state-set-after-check");
        assertThat(call.status()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out())
                .startsWith("state-set-after-check/mended on linux-6.18: ")
                .contains("    state-running: A thread that comes from schedule() is in TASK_RUNNING already.")
                .contains("  drop-state@8 in worker: __set_current_state(TASK_RUNNING); → nothing\n"
                        + "    state-running: as above\n")
                .doesNotContain("/broken", "nobody says");
        assertThat(call.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    /** Of a C file lines are those that its author knows. */
    @Test
    void aCFileIsMutatedAsItStands() {
        Call call = Call.quiesce("mutate", "models/state-set-after-check/mended.c");
        assertThat(call.status()).isZero();
        assertThat(call.out()).contains("  change-store@14 in worker: set_current_state(TASK_INTERRUPTIBLE); →");
    }

    /** A broken one is mutated only if it alone is asked for; there is nothing to say why its survivors survive. */
    @Test
    void whatIsBrokenIsMutatedIfItIsNamed() {
        Call call = Call.quiesce("mutate", "first-kthread/broken", "--kernel", "5.10", "--verbose");
        assertThat(call.out()).startsWith("first-kthread/broken on linux-5.10: ");
    }

    /** On that kernel the store without barrier is a fault, and so some other property has to be left out for it to live. */
    @Test
    void aSurvivorThatNobodyExplainsIsSaid() {
        Call call = Call.quiesce("mutate", "state-set-after-check", "--kernel", "5.10", "--property", "NoUseAfterFree",
                "--format", "json");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.out()).contains("state-set-after-check/mended on linux-5.10: change-store@2 is killed by nothing, and"
                + " nobody says why: set_current_state(TASK_INTERRUPTIBLE); → __set_current_state(TASK_INTERRUPTIBLE);");
        Call text = Call.quiesce("mutate", "state-set-after-check", "--kernel", "5.10", "--property", "NoUseAfterFree");
        assertThat(text.status()).isEqualTo(1);
        assertThat(text.out()).contains("of them are killed by nothing, and nobody says why\n");
    }

    /** What a model says of its survivors has to be true. */
    @Test
    void aModelThatIsMistakenIsToldSo() throws IOException {
        String model = Files.readString(MODEL.resolve("model.yaml"));
        assertThat(model).contains("[drop-call@9]");
        Files.writeString(directory.resolve("model.yaml"),
                model.replace("[drop-call@9]", "[drop-call@9, swap@1, loop-once@2]"));
        for (String source : List.of("broken.c", "mended.c")) {
            Files.copy(MODEL.resolve(source), directory.resolve(source));
        }
        Call call = Call.quiesce("mutate", directory.toString());
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.out().replaceAll("\\s+", " ")).contains(
                "the model says of swap@1, loop-once@2 why it survives: it is killed, equal to the original, or not there");
        assertThat(Call.quiesce("mutate", directory.toString(), "--property", "StopTerminates").out())
                .doesNotContain("the model says of");
    }

    /**
     * Of the whole atlas every survivor is explained, and every class explains one; and what the page about models shows
     * is what comes out.
     */
    @Test
    void allSurvivorsOfTheAtlasAreExplained() throws IOException {
        Call call = Call.quiesce("mutate", "models", "--quiet");
        assertThat(call.status()).as(call.out()).isZero();
        assertThat(Survivors.read().classes())
                .filteredOn(known -> known.needs().stream().allMatch(Profiles.newest()::has))
                .extracting(SurvivorClass::id)
                .allSatisfy(id -> assertThat(call.out()).contains("\n  " + id + " "));
        assertThat(shown()).as("the scores in %s; quiesce mutate models --quiet prints them", SCORES)
                .contains(call.out());
    }

    @Tag("sweep")
    @Test
    void allSurvivorsAreExplainedOnOlderKernels() {
        Call call = Call.quiesce("mutate", "models", "--quiet", "--kernel", Profiles.all().stream()
                .filter(kernel -> !kernel.equals(Profiles.newest()))
                .map(Profile::name)
                .collect(Collectors.joining(",")));
        assertThat(call.status()).as(call.out()).isZero();
    }

    /** The block of the page that shows what the command prints. */
    private static Optional<String> shown() throws IOException {
        String command = "```console\n$ ./quiesce mutate models --quiet\n";
        return Stream.of(Files.readString(SCORES))
                .filter(page -> page.contains(command))
                .map(page -> page.substring(page.indexOf(command) + command.length()))
                .map(rest -> rest.substring(0, rest.indexOf("```")))
                .findFirst();
    }
}
