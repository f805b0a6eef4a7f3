package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Entry;
import org.quiesce.report.Ink.Colour;

/** What is made of the models and checked in is what would be made now. */
class BookIT {

    private static final Path BOOK = Path.of("docs/atlas");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

    @TempDir
    private Path directory;

    @Test
    void theBookIsThatOfTheModels() throws IOException {
        assertThat(Call.quiesce("atlas", "--out", directory.toString()).status()).isZero();
        assertThat(texts(directory)).as("make it anew: ./quiesce atlas --out " + BOOK).isEqualTo(texts(BOOK));
        for (Entry entry : Atlas.standard().entries()) {
            entry.faultClass().filter(fault -> entry.kind() == Entry.Kind.REAL).ifPresent(fault -> assertThat(
                    BOOK.resolve(fault.id() + ".md")).content().contains("* [" + entry.place() + "](../../models/" + entry.place()));
            assertThat(Files.exists(BOOK.resolve(entry.id() + ".md"))).isEqualTo(entry.kind() != Entry.Kind.REAL);
        }
        String page = Files.readString(BOOK.resolve("state-set-after-check.md"));
        assertThat(page).startsWith("<!-- ").contains("# The thread tests for the stop before it sets its sleep state\n",
                "| `broken` | StopTerminates | violated on linux-5.10, 5.15: HUNG-STOPPER; holds on linux-6.1 to 6.18 |\n",
                "| `mended` | all | none is violated on linux-5.10 to 6.18 |\n", "## Variant `broken-uninterruptible`\n",
                "\\_\\_set\\_current\\_state()", "```c\n" + Files.readString(Path.of("models/state-set-after-check/mended.c")) + "```\n");
    }

    @Test
    void linksOfTheBookLeadSomewhere() throws IOException {
        for (var page : texts(BOOK).entrySet()) {
            Matcher link = LINK.matcher(page.getValue().replaceAll("(?s)```.*?```", ""));
            while (link.find()) {
                assertThat(BOOK.resolve(link.group(1)).normalize()).as(page.getKey()).exists();
            }
        }
    }

    @Test
    void thePictureInTheReadmeIsOfTheRunInTheReadme() throws IOException {
        Path picture = Path.of("docs/lost-wake-up.svg");
        assertThat(Files.readString(Path.of("README.md"))).contains("<img src=\"" + picture + "\"");
        assertThat(Files.readString(picture)).isEqualTo(Call.quiesce("export", "svg", "state-set-after-check/broken", "--kernel", "5.10",
                "--property", "StopTerminates", "--engine", "sim").out());
    }

    @Test
    void withoutModelsThereIsNone() {
        Call call = Call.with(new Library(Atlas.standard(), Optional.empty()), new Terminal(Terminal.Kind.FILE,
                Terminal.Kind.FILE, 100, StandardCharsets.UTF_8, Colour.ON), "atlas", "--out",
                directory.resolve("x").toString());
        assertThat(call).isEqualTo(new Call(2, "", "quiesce: the models that Quiesce comes with are not found\nstart it by its launcher\n"));
    }

    private static SortedMap<String, String> texts(Path directory) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
