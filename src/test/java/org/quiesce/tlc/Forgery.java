package org.quiesce.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Changes kept answers so that their checksums are right again. */
public final class Forgery {
    private Forgery() {}

    /** The answers in a directory, which are files. */
    public static List<Path> answers(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /**
     * Changes the answers that have one exit status.
     *
     * @param becomes their exit status afterwards
     * @param lines   what TLC printed, changed
     * @return how many they are
     */
    public static int change(Path directory, int exitStatus, int becomes, UnaryOperator<List<String>> lines) throws IOException {
        int count = 0;
        for (Path file : answers(directory)) {
            String question = file.getFileName().toString().replaceFirst("\\..*", "");
            Answer answer = Answer.of(Files.readAllBytes(file), question).orElseThrow();
            if (answer.exitStatus() == exitStatus) {
                Files.write(file, new Answer(becomes, lines.apply(answer.lines())).toBytes(question));
                count++;
            }
        }
        return count;
    }
}
