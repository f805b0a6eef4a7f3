package org.quiesce.tla;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks SANY and TLC, each time in a child JVM: they are the judges of what the printer writes. */
final class Sany {

    /** The end of a child JVM. */
    record Run(int status, String output) {}

    private Sany() {}

    /** What SANY has against each module, by name; nothing for a module that is in order. */
    static Map<String, String> complaints(List<Module> modules) {
        return in(directory -> {
            for (Module module : modules) {
                Files.writeString(directory.resolve(module.name() + ".tla"), module.toString());
            }
            List<String> answers = ask(directory, "modules", modules.stream().map(Module::name).toList());
            Map<String, String> complaints = new LinkedHashMap<>();
            for (int i = 0; i < answers.size(); i++) {
                if (!answers.get(i).isEmpty()) {
                    complaints.put(modules.get(i).name(), answers.get(i));
                }
            }
            return complaints;
        });
    }

    /** How SANY reads each expression, apart from parentheses; an empty answer for what it does not take. */
    static List<String> structures(List<String> expressions) {
        return in(directory -> ask(directory, "expressions", expressions));
    }

    /** A run of TLC on a module with a configuration. */
    static Run tlc(Module module, String configuration) {
        return in(directory -> {
            Files.writeString(directory.resolve(module.name() + ".tla"), module.toString());
            Files.writeString(directory.resolve(module.name() + ".cfg"), configuration);
            return java(directory, jar(), "tlc2.TLC", "-metadir", directory.resolve("states").toString(), "-workers",
                    "1", "-fp", "0", module.name() + ".tla");
        });
    }

    private static List<String> ask(Path directory, String mode, List<String> texts) throws IOException {
        Path questions = directory.resolve("questions");
        Path answers = directory.resolve("answers");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(questions))) {
            out.writeInt(texts.size());
            for (String text : texts) {
                out.writeUTF(text);
            }
        }
        String classPath = home(SanyChild.class) + File.pathSeparator + jar();
        Run run = java(directory, classPath, SanyChild.class.getName(), mode, questions.toString(), answers.toString());
        if (run.status() != 0) {
            throw new IllegalStateException("SANY's JVM ended with " + run.status() + ":\n" + run.output());
        }
        List<String> read = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(answers))) {
            for (int i = 0; i < texts.size(); i++) {
                read.add(in.readUTF());
            }
        }
        return read;
    }

    private static Run java(Path directory, String classPath, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss4m",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                classPath));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("no answer within a minute: " + command);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private static String jar() {
        return home(tla2sany.SANY.class);
    }

    private static String home(Class<?> type) {
        return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }

    private interface Work<T> {
        T in(Path directory) throws IOException;
    }

    private static <T> T in(Work<T> work) {
        try {
            Path directory = Files.createTempDirectory("quiesce-tla");
            try {
                return work.in(directory);
            } finally {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
