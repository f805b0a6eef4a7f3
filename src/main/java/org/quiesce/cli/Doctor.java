package org.quiesce.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quiesce.catalog.ModelReader;
import org.quiesce.kernel.Profiles;
import org.quiesce.report.Health;
import org.quiesce.report.Health.Finding;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.tlc.TlcJar;
import org.quiesce.tlc.TlcJarException;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Verdict;
import org.quiesce.workbench.Workbench;

/** Looks at what Quiesce needs of a machine. */
final class Doctor {

    private static final long MEBI = 1024 * 1024;
    /** With less even protocols of the atlas end without a verdict. */
    private static final long LEAST_MEMORY = 256 * MEBI;
    private static final String ENGINES = "engines: ";
    private static final String PROBE = "first-kthread";

    private final Environment environment;

    Doctor(Environment environment) {
        this.environment = environment;
    }

    Health examine() {
        return new Health(List.of(java(), memory(), tlc(), engines(), models(), cache(), temporary(),
                tool("Graphviz", List.of("dot"), "draws what export dot writes"),
                tool("browser", List.of("chromium", "chromium-browser", "google-chrome"),
                        "the tests of the report page need it; any browser shows the page"),
                terminal()));
    }

    /** Older ones do not get this far. */
    private static Finding java() {
        Path home = Path.of(System.getProperty("java.home"));
        String found = Runtime.version() + " in " + home;
        return Files.isExecutable(home.resolve("bin").resolve("javac"))
                ? Finding.fine("Java", found)
                : Finding.optional("Java", found + ", without a compiler", "install a JDK to build Quiesce anew");
    }

    private static Finding memory() {
        long most = Runtime.getRuntime().maxMemory();
        String found = most / MEBI + " MiB for the simulator, on " + Runtime.getRuntime().availableProcessors() + " processors";
        return most >= LEAST_MEMORY
                ? Finding.fine("memory", found)
                : Finding.wrong("memory", found, "give more, as in QUIESCE_JAVA_OPTS=-Xmx1g");
    }

    private static Finding tlc() {
        try {
            return Finding.fine("TLC", TlcJar.bundled().path().toString());
        } catch (TlcJarException e) {
            return Finding.wrong("TLC", e.getMessage(), "remove target and start quiesce again, which builds it");
        }
    }

    /** TLC runs in a JVM of its own: whether it can is known when it did. */
    private Finding engines() {
        try (Workbench bench = Workbench.using(TlcJar.bundled(), AnswerCache.none())) {
            CheckResult result = bench.check(environment.library().protocols(List.of(PROBE + "/broken")).get(0), Profiles.newest());
            if (result.failure().isEmpty() && result.properties().stream().noneMatch(p -> p.verdict() == Verdict.DISPUTED)) {
                return Finding.fine("engines", result.restsOn().stream().filter(clause -> clause.startsWith(ENGINES)).findFirst()
                        .map(clause -> clause.substring(ENGINES.length())).orElse("both") + " agree on " + PROBE + "/broken");
            }
            return Finding.wrong("engines", result.failure().map(CheckResult.Failure::message)
                    .orElse("they do not agree on " + PROBE + "/broken"), "quiesce check " + PROBE + " --no-cache says more");
        } catch (TlcJarException e) {
            return Finding.wrong("engines", "without TLC there is one only", "see above");
        }
    }

    private Finding models() {
        String advice = "start Quiesce by its launcher, else of ids nothing is expected";
        Optional<Path> place = environment.library().models().filter(Files::isDirectory);
        if (place.isEmpty()) {
            return Finding.optional("models", "none are found", advice);
        }
        try {
            return Finding.fine("models", ModelReader.files(place.get()).size() + " in " + place.get());
        } catch (IOException e) {
            return Finding.optional("models", place.get() + " can't be read: " + Reason.of(e), advice);
        }
    }

    private Finding cache() {
        Optional<Path> place = environment.answers().directory();
        if (place.isEmpty()) {
            return Finding.optional("cache", "none", "TLC runs again for what it has answered");
        }
        Path existing = place.get();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Finding.optional("cache", existing + " can't be written to",
                    "TLC runs again for what it has answered; set XDG_CACHE_HOME to a directory");
        }
        return Finding.fine("cache", place.get() + ", " + size(place.get()));
    }

    private static String size(Path directory) {
        if (!Files.isDirectory(directory)) {
            return "which is made when it is needed";
        }
        try (Stream<Path> files = Files.list(directory)) {
            LongSummaryStatistics sizes = files.mapToLong(file -> file.toFile().length()).summaryStatistics();
            return String.format(Locale.ROOT, "%d answers, %.1f MB", sizes.getCount(), sizes.getSum() / 1e6);
        } catch (IOException | UncheckedIOException e) {
            return "which can't be looked through";
        }
    }

    private static Finding temporary() {
        Path place = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            Files.delete(Files.createTempFile(place, "quiesce", ".tmp"));
            return Finding.fine("temporary", place + ", " + place.toFile().getUsableSpace() / MEBI + " MiB free");
        } catch (IOException e) {
            return Finding.wrong("temporary", "no file can be made in " + place + ": " + Reason.of(e),
                    "TLC needs it; set QUIESCE_JAVA_OPTS=-Djava.io.tmpdir=DIR");
        }
    }

    private static Finding tool(String name, List<String> programs, String without) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .filter(directory -> !directory.isBlank())
                .flatMap(directory -> programs.stream().map(program -> Path.of(directory).resolve(program)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> Finding.fine(name, program.toString()))
                .orElse(Finding.optional(name, "no " + programs.get(0) + " on the PATH", without));
    }

    private Finding terminal() {
        Terminal terminal = environment.console().terminal();
        String found = terminal.charset() + ", " + terminal.width() + " columns";
        return terminal.charset().equals(StandardCharsets.UTF_8)
                ? Finding.fine("terminal", found)
                : Finding.optional("terminal", found, "lanes are drawn in ASCII; set LC_ALL=C.UTF-8");
    }
}
