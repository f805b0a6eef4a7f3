package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A parent JVM to be killed while its TLC hangs. */
public final class Orphans {
    /** How the parent dies. */
    enum Death {
        KILLED,
        TERMINATED
    }

    private Orphans() {}

    /** The parent: runs a fake TLC that leaves its process id in a file and hangs. */
    public static void main(String[] args) {
        try (Tlc tlc = Tlc.using(new TlcJar(Path.of(args[0])), ClassArchives.none(), AnswerCache.none())) {
            tlc.run(TlcRequest.module("Fake", "pid " + args[1] + "\nhang").heapMebibytes(32).build());
        }
    }

    static void runAndKillParent(TlcJar jar, Path pid, Death death) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        location(Tlc.class) + java.io.File.pathSeparator + location(Orphans.class),
                        Orphans.class.getName(),
                        jar.path().toString(),
                        pid.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await(pid);
        switch (death) {
            case KILLED -> parent.destroyForcibly();
            case TERMINATED -> parent.destroy();
        }
        assertThat(parent.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    /** What the child wrote, once it has. */
    static String await(Path pid) throws Exception {
        for (long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1); System.nanoTime() < deadline; ) {
            if (Files.exists(pid) && Files.size(pid) > 0) {
                return Files.readString(pid);
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no child has written " + pid);
    }

    private static Path location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
