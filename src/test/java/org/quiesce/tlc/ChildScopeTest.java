package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody deletes the directory of a child that is killed together with who started it; so whoever comes next does. */
class ChildScopeTest {

    private final List<ChildScope> scopes = new ArrayList<>();

    /** Another JVM, which owns a directory until its end. */
    public static final class Owner {
        public static void main(String[] args) throws Exception {
            ChildScope scope = new ChildScope();
            scope.write(scope.path("spec", "A.tla"), "left");
            System.out.println(scope.path(""));
            System.in.read();
            scope.close();
        }
    }

    @AfterEach
    void close() {
        scopes.forEach(ChildScope::close);
    }

    private Path scope() throws IOException {
        scopes.add(new ChildScope());
        return scopes.get(scopes.size() - 1).path("");
    }

    private static Process owner() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp", System.getProperty("java.class.path"), Owner.class.getName()).start();
    }

    @Test
    void directoryGoesWithItsOwnerAndNotBefore() throws Exception {
        Process process = owner();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            Path others = Path.of(said.readLine());
            Path first = scope();
            assertThat(others.getParent()).isEqualTo(first.getParent());
            assertThat(scope()).isDirectory();
            assertThat(first).isDirectory();
            assertThat(others.resolve("spec/A.tla")).exists();

            Process second = owner();
            try (BufferedReader saidBySecond = second.inputReader(StandardCharsets.UTF_8)) {
                assertThat(Path.of(saidBySecond.readLine())).isDirectory();
                assertThat(first).as("seen by another JVM").isDirectory();
                assertThat(others.resolve("spec/A.tla")).as("seen by another JVM").exists();
            } finally {
                second.getOutputStream().close();
                assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }

            process.destroyForcibly();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(others.resolve("spec/A.tla")).exists();
            scope();
            assertThat(others).doesNotExist();
            assertThat(first).isDirectory();
        } finally {
            process.destroyForcibly();
        }
    }

    /** It may be about to get its owner. */
    @Test
    void directoryThatNeverHadAnOwnerStays() throws IOException {
        Path beginning = Files.createTempDirectory("quiesce-tlc-");
        try {
            scope();
            assertThat(beginning).isDirectory();
        } finally {
            Files.delete(beginning);
        }
    }
}
