package org.quiesce.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.console.ConsoleLauncher;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;
import org.opentest4j.AssertionFailedError;
import org.quiesce.protocol.property.Property;
import org.quiesce.trace.Trace;
import org.quiesce.trace.TraceFile;

/** The example project, compiled and run as a stranger would: with the built jar and what its pom declares, in a JVM of its own. */
class ExampleProjectIT {

    private static final Path EXAMPLE = Path.of("src/test/resources/junit-example");
    private static final Path JAR = Path.of("target/quiesce.jar");
    private static final List<Class<?>> OF_JUNIT = List.of(Test.class, ParameterizedTest.class, JupiterTestEngine.class,
            TestEngine.class, JUnitException.class, Launcher.class, AssertionFailedError.class, API.class);
    private static final List<Class<?>> OF_RUNNER = List.of(ConsoleLauncher.class, LegacyXmlReportGeneratingListener.class);
    private static final String EXPECTED_VIOLATIONS = ", violated = {STOP_TERMINATES, THREAD_EXITS, UNLOAD_COMPLETES}";

    @TempDir
    private Path project;

    /** @param output of both streams */
    private record Course(int status, String output) {}

    @Test
    void itsTestsPass() throws Exception {
        Course course = run(UnaryOperator.identity());
        assertThat(course.output()).contains(
                "pump on linux-5.10: StopTerminates",
                "pump on linux-6.12: UnloadCompletes",
                "hasty-pump on linux-5.10: ThreadExits",
                "driver.c on linux-5.10: StopTerminates",
                "driver.c on linux-6.12: StopTerminates",
                "my-pump/broken on linux-5.10: StopTerminates",
                "first-kthread/broken on linux-5.10: NoCodeAfterUnload",
                "first-kthread/mended on linux-6.18: states and steps",
                "[         0 tests failed          ]",
                "[         0 containers failed     ]");
        assertThat(course.status()).isZero();
    }

    @Test
    void whoFailsShowsTheCounterexampleAndAttachesIt() throws Exception {
        Course course = run(source -> source.replace(EXPECTED_VIOLATIONS, ""));
        assertThat(course.status()).isNotZero();
        assertThat(course.output()).contains(
                "[         6 tests failed          ]",
                "driver.c: violated on linux-5.10, not as expected",
                "hasty-pump: violated on linux-5.10, not as expected",
                "not as expected StopTerminates: violated, expected: holds",
                "modprobe waits at line 11 (kthread_stop(task);) for worker to exit.",
                "a kernel shows  HUNG-STOPPER");
        Path file = attached(course, "hasty-pump-linux-5.10-StopTerminates.json");
        Trace trace = TraceFile.read(Files.readString(file));
        assertThat(trace.protocol()).isEqualTo("hasty-pump");
        assertThat(trace.kernel()).isEqualTo("linux-5.10");
        assertThat(trace.property()).isEqualTo(Property.STOP_TERMINATES);
    }

    @Test
    void itsPomDeclaresWhatIsBuiltHere() throws IOException {
        String ours = Files.readString(Path.of("pom.xml"));
        String theirs = Files.readString(EXAMPLE.resolve("pom.xml"));
        assertThat(theirs)
                .contains("<artifactId>quiesce</artifactId>\n      <version>"
                        + found("<artifactId>quiesce</artifactId>\\s*<version>(.*?)<", ours) + "<")
                .contains("<artifactId>junit-jupiter</artifactId>\n      <version>"
                        + found("<junit.version>(.*?)<", ours) + "<");
    }

    /** Who copies it has what the command would make. */
    @Test
    void itsModelIsThatOfTheTemplate() throws IOException {
        for (String file : List.of("model.yaml", "broken.c", "mended.c")) {
            assertThat(EXAMPLE.resolve("models/my-pump").resolve(file)).content().isEqualTo(Files.readString(
                    Path.of("src/main/resources/org/quiesce/cli/template").resolve(file))
                    .replace("my-driver", "my-pump").replace("my_driver", "my_pump"));
        }
    }

    @Test
    void whoOnlyRunsQuiesceGetsNoJUnit() {
        assertThat(JAR.resolveSibling("lib")).isDirectoryNotContaining(
                file -> file.getFileName().toString().matches("(junit|opentest4j|apiguardian).*"));
    }

    // ---- as a build tool does it

    private Course run(UnaryOperator<String> edit) throws Exception {
        copy(EXAMPLE, project, edit);
        copy(Path.of("models/first-kthread"), project.resolve("models/first-kthread"), UnaryOperator.identity());
        compile();
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8", "-cp", classPath(Stream.concat(OF_JUNIT.stream(), OF_RUNNER.stream()))
                        + File.pathSeparator + project.resolve("classes"),
                ConsoleLauncher.class.getName(), "execute", "--disable-banner", "--disable-ansi-colors", "--details=tree",
                "--scan-classpath", project.resolve("classes").toString())
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(project.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended").isTrue();
        return new Course(process.exitValue(), Files.readString(project.resolve("output"), StandardCharsets.UTF_8));
    }

    private static void copy(Path from, Path to, UnaryOperator<String> edit) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, edit.apply(Files.readString(file)));
            }
        }
    }

    private void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> sources = Files.walk(project.resolve("src"))) {
            StringWriter said = new StringWriter();
            boolean compiled = compiler.getTask(said, null, null,
                    List.of("-d", project.resolve("classes").toString(), "-cp", classPath(OF_JUNIT.stream()), "-Xlint:all",
                            "-Werror"),
                    null,
                    compiler.getStandardFileManager(null, null, null)
                            .getJavaFileObjectsFromPaths(sources.filter(Files::isRegularFile).toList())).call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    /** The jar, whose manifest names what it needs, and those that have these classes. */
    private static String classPath(Stream<Class<?>> classes) {
        return Stream.concat(Stream.of(JAR.toAbsolutePath()), classes.map(ExampleProjectIT::jar))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file that the output names. */
    private Path attached(Course course, String name) {
        Path file = Path.of(found("replay file +(.*" + Pattern.quote(name) + ")", course.output()));
        return project.resolve(file);
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
