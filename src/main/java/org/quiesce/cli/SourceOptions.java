package org.quiesce.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CSourceException;
import org.quiesce.csource.Preprocessing;
import org.quiesce.protocol.Outside;
import org.quiesce.experiment.Experiment;
import org.quiesce.protocol.Protocol;
import org.quiesce.report.Printable;
import picocli.CommandLine.Option;

/** The options that say how C files are read, and how many contexts there are. */
final class SourceOptions {

    @Option(names = "-D", paramLabel = "MACRO[=VALUE]",
            description = "Of C files: this macro is defined, as 1 if no value is given, such as -DCONFIG_PM. An #if that"
                    + " decides what is done to threads is read both ways unless it is said.")
    private List<String> defined = List.of();

    @Option(names = "-U", paramLabel = "MACRO", description = "Of C files: this macro is not defined.")
    private List<String> undefined = List.of();

    @Option(names = "--include", paramLabel = "FILE", converter = Converters.Name.class,
            description = "Of C files: read this file first, for its macros, types and declarations. It adds to what Quiesce"
                    + " knows of the kernel's headers, of which it reads none.")
    private List<String> headers = List.of();

    @Option(names = "--module", paramLabel = "NAME", converter = Converters.Name.class,
            description = "The C files are those of one module, which is called so. The headers of its own that they include"
                    + " are read as well.")
    private Optional<String> module = Optional.empty();

    @Option(names = "--threads", paramLabel = "[NAME=]N",
            description = "Run N threads of thread function NAME; state counts of a model are then not compared. Without a"
                    + " name, of C files: arrays of threads have N elements at most, and there are N CPUs (default: 2).")
    private List<String> threads = List.of();

    @Option(names = "--users", paramLabel = "N",
            description = "Of C files: so many user tasks are in each file operation at the same time (default: 2 in what starts"
                    + " or stops a thread or queues work, 1 in others).")
    private Optional<String> users = Optional.empty();

    @Option(names = "--outside", paramLabel = "WHAT", split = ",", splitSynopsisLabel = ",",
            description = "Of C files: what may happen outside of the module besides, and the C does not say: freezes-threads"
                    + " (kernel threads are frozen, and user tasks go on), forces-unload, oopses (threads may die),"
                    + " reuses-memory (of freed tasks).")
    private List<String> outside = List.of();

    /** Whether any of them is. */
    boolean areGiven() {
        return module.isPresent() || users.isPresent()
                || Stream.of(defined, undefined, headers, threads, outside).anyMatch(values -> !values.isEmpty());
    }

    /**
     * The options that say what the file of an experiment says.
     *
     * @param elements how many elements arrays of threads have, if that is said
     */
    static SourceOptions of(Experiment.Source source, Optional<Integer> elements) {
        SourceOptions options = new SourceOptions();
        options.defined = source.define();
        options.undefined = source.undefine();
        options.headers = source.include();
        options.module = source.module();
        options.threads = elements.stream().map(Object::toString).toList();
        options.users = source.users().map(Object::toString);
        options.outside = source.outside();
        return options;
    }

    /** The files that are read before each C file. */
    List<String> headers() {
        return headers;
    }

    /** How C files are read; others that the options name are where the library has its own. */
    Reading reading(Library library) {
        Bounds bounds = Bounds.usual().with(outside.stream().map(SourceOptions::outside).collect(Collectors.toSet()));
        List<String> elements = threads.stream().filter(SourceOptions::isNumber).toList();
        if (elements.size() > 1) {
            throw new BadInput("--threads: two numbers without a name; leave one out");
        } else if (!elements.isEmpty()) {
            bounds = bounds.withInstances(number("--threads", elements.get(0)));
        }
        return new Reading(preprocessing(library),
                users.isPresent() ? bounds.withUsers(number("--users", users.get())) : bounds, module);
    }

    /** Whether a number of threads comes without the name of their function. */
    private static boolean isNumber(String threads) {
        return threads.matches("[0-9]+");
    }

    private static int number(String option, String text) {
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > Protocol.MAX_THREADS) {
            throw new BadInput(option + " " + Printable.echo(text) + ": write a number from 1 to " + Protocol.MAX_THREADS);
        }
        return number;
    }

    private static Outside outside(String word) {
        return Outside.of(word).orElseThrow(() -> new BadInput("--outside: there is no '" + Printable.echo(word) + "'; write "
                + Arrays.stream(Outside.values()).map(Outside::word).collect(Collectors.joining(", "))));
    }

    /** The targets as the options change them. */
    List<Target> adapt(List<Target> targets) {
        boolean isAboutC = users.isPresent() || !outside.isEmpty() || threads.stream().anyMatch(SourceOptions::isNumber);
        if (isAboutC && targets.stream().noneMatch(t -> t.protocol().origin().isPresent())) {
            throw new BadInput("--users, --outside, and --threads without a name are about C files\nname one, such as driver.c");
        }
        List<Target> adapted = targets;
        List<ThreadCount> counts = threads.stream().filter(t -> !isNumber(t)).map(ThreadCount::parse).toList();
        for (ThreadCount threads : Once.each("--threads", counts, ThreadCount::thread)) {
            adapted = withThreads(adapted, threads);
        }
        // Not before all are adapted: threads of one function may create those of another.
        adapted.forEach(target -> counts.stream().filter(c -> target.has(c.thread())).forEach(target::needs));
        return adapted;
    }

    /**
     * The only target of that name.
     *
     * @param done what is done to one at a time
     * @throws BadInput if there are several
     */
    Target single(Library library, String what, String done) {
        List<Target> targets = adapt(library.find(List.of(what), reading(library)));
        if (targets.size() > 1) {
            throw new BadInput("one protocol is " + done + " at a time\nname one of "
                    + String.join(", ", targets.stream().map(Target::name).toList()));
        }
        return targets.get(0);
    }

    private static List<Target> withThreads(List<Target> targets, ThreadCount threads) {
        if (targets.stream().noneMatch(t -> t.has(threads.thread()))) {
            targets.get(0).with(threads);
        }
        return targets.stream().map(t -> t.has(threads.thread()) ? t.with(threads) : t).toList();
    }

    private Preprocessing preprocessing(Library library) {
        Preprocessing given = Preprocessing.usual();
        for (String macro : defined) {
            given = said("-D", macro, given::defining);
        }
        for (String macro : undefined) {
            given = said("-U", macro, given::undefining);
        }
        for (String header : headers) {
            given = given.including(CFiles.source(library.path(header)));
        }
        return given;
    }

    private static Preprocessing said(String option, String macro, Function<String, Preprocessing> said) {
        try {
            return said.apply(macro);
        } catch (CSourceException e) {
            throw new BadInput(option + ": " + Printable.of(e.getMessage()));
        }
    }
}
