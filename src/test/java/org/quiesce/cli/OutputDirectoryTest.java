package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't be written as a whole is not written, and leaves everything as it was. */
class OutputDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void filesAreThereUnderTheirNamesAndNothingElse() throws IOException {
        Files.writeString(directory.resolve("a.tla"), "old");
        OutputDirectory.at(directory).write(new TreeMap<>(Map.of("a.tla", "new", "x/y/b.tla", "newer")));
        assertThat(directory.resolve("a.tla")).hasContent("new");
        assertThat(directory.resolve("x/y/b.tla")).hasContent("newer");
        assertThat(everything()).containsExactly("a.tla", "x", "x/y", "x/y/b.tla");
    }

    @Test
    void directoryInTheWayOfAFileLeavesWhatWasThere() throws IOException {
        Files.createDirectory(directory.resolve("b.tla"));
        Files.writeString(directory.resolve("a.tla"), "old");
        refusal(new TreeMap<>(Map.of("a.tla", "new", "b.tla", "new")), "b.tla");
        assertThat(directory.resolve("a.tla")).hasContent("old");
        assertThat(everything()).containsExactly("a.tla", "b.tla");
    }

    @Test
    void fileInTheWayOfADirectoryLeavesNothingOfTheOthers() throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve("model")).resolve("mended"), "a file");
        refusal(new TreeMap<>(Map.of("model/broken/linux-5.10/a.tla", "new", "model/mended/a.tla", "new")), "model/mended");
        assertThat(everything()).containsExactly("model", "model/mended");
    }

    private void refusal(SortedMap<String, String> files, String inTheWay) {
        assertThatThrownBy(() -> OutputDirectory.at(directory).write(files))
                .isInstanceOf(BadInput.class)
                .hasMessage("can't write to directory '" + directory + "': " + inTheWay
                        + ": something else of that name is in the way\nname a directory that can be written to");
    }

    @Test
    void aMoveThatFailsTakesBackThoseBeforeIt() throws IOException {
        Path old = Files.writeString(directory.resolve("a"), "old");
        try (Publication publication = new Publication()) {
            for (String name : List.of("a", "made/b", "c")) {
                publication.draft(directory.resolve(name), "new");
            }
            Files.createDirectory(directory.resolve("c"));
            assertThatThrownBy(publication::publish).isInstanceOf(IOException.class);
        }
        assertThat(old).hasContent("old");
        assertThat(everything()).containsExactly("a", "c");
    }

    @Test
    void whatIsNotPublishedLeavesNothingBehind() throws IOException {
        try (Publication publication = new Publication()) {
            publication.draft(directory.resolve("made/deep/a"), "new");
            assertThat(everything()).hasSize(3);
        }
        assertThat(everything()).isEmpty();
    }

    private List<String> everything() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.skip(1).map(f -> directory.relativize(f).toString()).sorted().toList();
        }
    }
}
