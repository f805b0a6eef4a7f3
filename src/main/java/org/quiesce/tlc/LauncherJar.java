package org.quiesce.tlc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.quiesce.tlc.child.ChildMain;

/** The jar that starts a child: {@link org.quiesce.tlc.child}, which takes TLC's jar to its class path. */
final class LauncherJar {
    /** The JVM refuses a class-data archive when the time of a jar differs, and two processes may write it at once. */
    static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);

    /** The packages whose fields the child sets. As options of the JVM they would make its start slower. */
    private static final String OPENED = "java.base/java.lang java.base/java.util java.base/java.util.concurrent"
            + " java.base/java.util.concurrent.atomic java.base/java.util.concurrent.locks";

    private LauncherJar() {}

    /** The bytes of the file; always the same for TLC's jar at one path. */
    static byte[] of(TlcJar tlc) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            jar.putNextEntry(entry(JarFile.MANIFEST_NAME));
            manifest(tlc).write(jar);
            for (String name : classFiles()) {
                jar.putNextEntry(entry(name));
                copy(name, jar);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the class files of the child can't be read", e);
        }
        return bytes.toByteArray();
    }

    private static List<String> classFiles() {
        return ChildMain.classes().stream()
                .map(type -> type.getName().replace('.', '/') + ".class")
                .sorted()
                .toList();
    }

    private static void copy(String classFile, OutputStream to) throws IOException {
        try (InputStream file = ChildMain.class.getClassLoader().getResourceAsStream(classFile)) {
            if (file == null) {
                throw new IOException(classFile + " is missing");
            }
            file.transferTo(to);
        }
    }

    private static Manifest manifest(TlcJar tlc) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, ChildMain.class.getName());
        main.put(Attributes.Name.CLASS_PATH, tlc.path().toUri().toString());
        main.put(new Attributes.Name("Add-Opens"), OPENED);
        return manifest;
    }

    /** A checksum of the program that runs TLC in a child. */
    static String programChecksum() {
        Sha256 sum = new Sha256();
        try {
            for (String name : classFiles()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                copy(name, bytes);
                sum.add(name).add(bytes.toByteArray());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the class files of the child can't be read", e);
        }
        return sum.hex();
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(TIME.toMillis());
        return entry;
    }
}
