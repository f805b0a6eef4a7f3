package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Variant;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CSource;
import org.quiesce.protocol.Protocol;
import org.quiesce.spec.InterfaceSink;

/** The Java of a protocol builds that protocol. */
class BuilderJavaTest {

    /** Javac reads a backslash and a u as one character, also in a comment. */
    private static final String ODD = """
            static struct task_struct *task;
            static int worker(void *data)
            { if (odd("\\users")) odd_stop(task); return 0; }
            static int __init odd_init(void)
            {
                task = kthread_run(worker, NULL, "odd");
                return PTR_ERR_OR_ZERO(task);
            }
            module_init(odd_init);
            """;

    @TempDir
    private Path directory;

    @Test
    void javaOfTheAtlasBuildsTheAtlas() throws IOException, ReflectiveOperationException {
        List<Protocol> protocols = Stream.of(
                        Atlas.standard().entries().stream().flatMap(e -> e.variants().stream()).map(Variant::protocol),
                        InterfaceSink.all().stream(),
                        InterfaceSink.otherNames().stream())
                .flatMap(all -> all)
                .toList();
        compile(protocols);
        try (URLClassLoader compiled = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            for (Protocol protocol : protocols) {
                Method method = compiled.loadClass(new BuilderJava(protocol).className()).getDeclaredMethod("protocol");
                method.setAccessible(true);
                assertThat(method.invoke(null)).isEqualTo(protocol);
            }
        }
    }

    /** A protocol that is built does not know from which lines of C it is, which is all that it lacks. */
    @Test
    void javaOfWhatIsReadInCBuildsTheSame() throws IOException, ReflectiveOperationException {
        List<Protocol> protocols = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "org", "quiesce", "csource", "modules"))) {
            files.sorted().forEach(file -> protocols.add(CReader.read(CSource.read(file), Bounds.usual()).protocol()));
        }
        protocols.add(CReader.read(new CSource("odd.c", ODD), Bounds.usual()).protocol());
        compile(protocols);
        try (URLClassLoader compiled = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            for (Protocol protocol : protocols) {
                Method method = compiled.loadClass(new BuilderJava(protocol).className()).getDeclaredMethod("protocol");
                method.setAccessible(true);
                assertThat(new BuilderJava((Protocol) method.invoke(null)).text())
                        .isEqualTo(new BuilderJava(protocol).text().replaceAll("(?m)^//.*\\R", ""));
            }
        }
    }

    @Test
    void whatIsNotModelledIsSaidBesideIt() {
        assertThat(new BuilderJava(CReader.read(new CSource("odd.c", ODD), Bounds.usual()).protocol()).text())
                .contains("\n// Read from odd.c.\n",
                        "\n// Not modelled, so that nothing is known to hold: odd.c:3: what odd_stop() does to 'task' is unknown\n",
                        "'odd(\"\\\\users\")'");
    }

    private void compile(List<Protocol> protocols) throws IOException {
        List<String> sources = new ArrayList<>();
        for (Protocol protocol : protocols) {
            BuilderJava java = new BuilderJava(protocol);
            sources.add(Files.writeString(directory.resolve(java.className() + ".java"), java.text()).toString());
        }
        List<String> options = List.of("-proc:none", "-d", directory.toString(),
                "-cp", Path.of("target", "classes").toString());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean works = compiler.getTask(complaints, files, null, options, null,
                    files.getJavaFileObjectsFromStrings(sources)).call();
            assertThat(works).as(complaints.toString()).isTrue();
        }
    }
}
