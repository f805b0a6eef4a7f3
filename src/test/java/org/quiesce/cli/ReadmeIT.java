package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.tlc.AnswerCache;

/** What the README shows is what is printed: every console block with a command and its output is run. */
class ReadmeIT {

    private static final Pattern BLOCK =
            Pattern.compile("```console\n\\$ \\./quiesce ([^\n]*)\n(?!\\$)(.+?)```", Pattern.DOTALL);

    @TempDir
    private static Path cache;

    @TestFactory
    Stream<DynamicTest> outputIsReal() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
        while (block.find()) {
            String command = block.group(1);
            String output = block.group(2);
            tests.add(DynamicTest.dynamicTest(command,
                    () -> assertThat(Call.with(AnswerCache.in(cache), command.split(" ")).out()).isEqualTo(output)));
        }
        assertThat(tests).as("examples in the README").isNotEmpty();
        return tests.stream();
    }
}
