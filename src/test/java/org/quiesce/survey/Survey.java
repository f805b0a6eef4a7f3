package org.quiesce.survey;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quiesce.csource.CSource;
import org.quiesce.csource.CSourceException;
import org.quiesce.csource.Preprocessing;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Origin;
import org.quiesce.sim.Limits;
import org.quiesce.survey.Surveyed.Outcome;

/**
 * Reads all C files of a source tree that call functions of kernel threads, and says how far each gets. What it prints
 * is the same on every run, as the search of a file ends after a number of states and not after a time; how long it took
 * goes to the error stream.
 */
final class Survey {

    private static final Pattern OF_KTHREADS = Pattern.compile("\\bkthread_\\w+\\s*\\(");
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");

    /** The time of a processor that a file gets before it counts as one without an answer. */
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** How much is searched: what takes less than that time, and fits into a quarter of a gigabyte. */
    private static final Limits LIMITS = Limits.none().withStates(2_000_000).withBytes(256 << 20);

    private final List<Surveyed> files = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private final SurveyBar bar;

    private Survey(SurveyBar bar) {
        this.bar = bar;
    }

    /** {@code DIR [COLUMNS]}: the tree that is surveyed, and the width of the terminal that standard error is, if it is one. */
    public static void main(String[] args) throws IOException {
        Path tree = Path.of(args[0]);
        List<Path> files = files(tree);
        Survey survey = of(tree, files, args.length > 1 ? SurveyBar.of(files.size(), Integer.parseInt(args[1])) : SurveyBar.none());
        System.out.print(new SurveyTable(survey.files).text());
        System.err.print(survey.times());
        // A thread that was given up may still run.
        System.exit(0);
    }

    /** Every file under a directory that calls a function of kernel threads, in the order of their names. */
    static Survey of(Path tree) throws IOException {
        return of(tree, files(tree), SurveyBar.none());
    }

    private static Survey of(Path tree, List<Path> files, SurveyBar bar) {
        Survey survey = new Survey(bar);
        try (bar) {
            for (Path file : files) {
                survey.add(tree, file);
            }
        }
        return survey;
    }

    private static List<Path> files(Path tree) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (OF_KTHREADS.matcher(text).find() && OF_KTHREADS.matcher(COMMENT.matcher(text).replaceAll("")).find()) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    List<Surveyed> files() {
        return files;
    }

    private void add(Path tree, Path file) {
        String name = tree.relativize(file).toString();
        CSource source = new CSource(name, "");
        bar.next(name);
        try {
            CSource whole = CSource.alone(file, Preprocessing.usual());
            files.add(inTime(new CSource(name, whole.text(), whole.parts().stream().map(part -> below(tree, part)).toList())));
        } catch (CSourceException e) {
            files.add(Surveyed.failed(source, Outcome.REFUSED, e.getMessage().replace(file.toString(), name)));
            seconds.add(0.0);
        }
        bar.done();
    }

    private static Origin.File below(Path tree, Origin.File part) {
        return new Origin.File(tree.relativize(Path.of(part.name())).toString(), part.before(), part.lines());
    }

    private Surveyed inTime(CSource source) {
        AtomicReference<Duration> used = new AtomicReference<>();
        FutureTask<Surveyed> task = new FutureTask<>(() -> {
            try {
                return Surveyed.of(source, Profiles.newest(), LIMITS, bar::searched);
            } finally {
                used.set(Duration.ofNanos(CLOCK.getCurrentThreadCpuTime()));
            }
        });
        Thread thread = new Thread(task, source.file());
        thread.setDaemon(true);
        thread.start();
        try {
            while (!task.isDone() && CLOCK.getThreadCpuTime(thread.getId()) < LONGEST.toNanos()) {
                thread.join(LOOK_EVERY.toMillis());
            }
            if (task.isDone()) {
                return task.get();
            }
            task.cancel(true);
            return Surveyed.failed(source, Outcome.TIMED_OUT, "more than " + LONGEST.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Surveyed.failed(source, Outcome.CRASHED, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            seconds.add(Optional.ofNullable(used.get()).orElse(LONGEST).toNanos() / 1e9);
        }
    }

    private String times() {
        List<Double> sorted = seconds.stream().sorted().toList();
        double all = sorted.stream().mapToDouble(s -> s).sum();
        return sorted.isEmpty() ? "" : String.format(Locale.ROOT, "%d files in %.0f s of CPU; the median file took %.2f s, the slowest %.1f s%n",
                sorted.size(), all, sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
}
