package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A parent JVM to be killed while its TLC hangs, or while a child waits for the next run. */
public final class Orphans {
    /** How the parent dies. */
    enum Death {
        KILLED("KILL"),
        TERMINATED("TERM"),
        INTERRUPTED("INT");

        private final String signal;

        Death(String signal) {
            this.signal = signal;
        }
    }

    private Orphans() {}

    /**
     * The parent: runs a fake TLC that leaves its process id and directory in a file and hangs; or the real one, and
     * writes the same of its child when that waits for more.
     */
    public static void main(String[] args) throws Exception {
        TlcJar jar = new TlcJar(Path.of(args[0]));
        Path pid = Path.of(args[1]);
        try (Tlc tlc = Tlc.using(jar, ClassArchives.none(), AnswerCache.none())) {
            if (!jar.equals(TlcJar.bundled())) {
                tlc.run(TlcRequest.module("Fake", "pid " + pid + "\nhang").heapMebibytes(32).build());
            } else if (tlc.run(Specs.worker("early", "SPECIFICATION Spec").build()) instanceof TlcOutcome.Completed) {
                ProcessHandle child = ProcessHandle.current().children().findFirst().orElseThrow();
                String directory = Stream.of(child.info().arguments().orElseThrow())
                        .filter(argument -> argument.startsWith("-Dquiesce.run="))
                        .findFirst()
                        .orElseThrow();
                Files.writeString(pid, child.pid() + " " + directory.replaceFirst(".*=", ""));
                Thread.sleep(TimeUnit.HOURS.toMillis(1));
            }
        }
    }

    static void runAndKillParent(TlcJar jar, Path pid, Death death) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        location(Tlc.class) + java.io.File.pathSeparator + location(Orphans.class)
                                + java.io.File.pathSeparator + TlcJar.bundled().path(),
                        Orphans.class.getName(),
                        jar.path().toString(),
                        pid.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await(pid);
        new ProcessBuilder("kill", "-" + death.signal, Long.toString(parent.pid())).start().waitFor();
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
