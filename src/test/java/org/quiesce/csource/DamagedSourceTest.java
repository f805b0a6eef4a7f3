package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Modules that are damaged at random: each is read, or refused with a message that names the file; nothing else. */
class DamagedSourceTest {

    private static final Path MODULES = Path.of("src", "test", "resources", "org", "quiesce", "csource", "modules");
    private static final List<String> PIECES = List.of("{", "}", "(", ")", ";", ",", "*", "&", "->", "#if 0\n", "#endif\n",
            "#define x(", "/*", "*/", "\"", "'", "\\\n", "goto out;", "out:", "case 1:", "default:", "break;", "return",
            "kthread_stop(", "kthread_run(f, NULL, \"\")", "wait_event(q, ", "while (1)", "do", "else", "if (", "static ",
            "struct ", "[0]", "= {", ".owner = ", "sizeof", "->task", "current", "0x", "\u00e9", "\u0001", "?", ":", "...");

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isReadOrRefused(long seed) throws IOException {
        CSource source = new CSource("test.c", damaged(seed));
        try {
            CReader.readEach(source, Bounds.usual(), Preprocessing.usual());
        } catch (CSourceException e) {
            assertThat(e.getMessage()).startsWith("test.c:");
            assertThat(e.getMessage().lines()).as(e.getMessage()).hasSizeLessThanOrEqualTo(3);
        }
    }

    private static String damaged(long seed) throws IOException {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        List<Path> modules;
        try (Stream<Path> files = Files.list(MODULES)) {
            modules = files.sorted().toList();
        }
        StringBuilder text = new StringBuilder(Files.readString(modules.get(random.nextInt(modules.size()))));
        int slips = 1 + random.nextInt(4);
        for (int i = 0; i < slips; i++) {
            damage(text, random);
        }
        return text.toString();
    }

    private static void damage(StringBuilder text, Random random) {
        int at = random.nextInt(Math.max(1, text.length()));
        int end = Math.min(text.length(), at + 1 + random.nextInt(60));
        switch (random.nextInt(5)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, text.substring(at, end));
            case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            case 3 -> {
                String cut = text.substring(at, end);
                text.delete(at, end).insert(random.nextInt(text.length() + 1), cut);
            }
            default -> {
                if (random.nextInt(8) == 0) {
                    text.setLength(at);
                } else {
                    text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                }
            }
        }
    }
}
