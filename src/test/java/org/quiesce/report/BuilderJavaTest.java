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
import org.quiesce.protocol.Protocol;
import org.quiesce.spec.InterfaceSink;

/** The Java of a protocol builds that protocol. */
class BuilderJavaTest {

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
