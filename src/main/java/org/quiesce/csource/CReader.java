package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTProblem;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.ProtocolException;
import org.quiesce.protocol.Statement;

/** Reads the C of a module: finds its contexts, and translates what each of them does. */
public final class CReader {

    /** The sets of those who wait for something would not fit into memory. */
    private static final int MOST_CONTEXTS = 60;
    /** Nor would the orders in which more work items stand in a line. */
    private static final int MOST_ITEMS = 12;

    private final CModule file;
    private final ModuleReading module;
    private final Bounds bounds;
    private final String choice;
    private final ProtocolBuilder builder;
    private final Programs programs;
    private final StartedPrograms started;

    private CReader(CModule file, Bounds bounds, String choice, Set<IBinding> kept) {
        this.file = file;
        this.module = new ModuleReading(file, bounds, kept);
        this.bounds = bounds;
        this.builder = Protocol.module(Names.protocol(file.source().file(), choice));
        this.choice = choice;
        this.programs = new Programs(module);
        this.started = new StartedPrograms(module, programs);
    }

    /** Whether a C file may call that function of the kernel, or it makes a result inconclusive. */
    public static boolean understands(String function) {
        return function.equals(ThreadCalls.OF_WORKER) || new CallTable().meaning(function).isPresent() || Pointers.isCreation(function)
                || CParser.defines(function) || Allocations.allocates(function) || Tests.isOfErrors(function) || !Places.reads(function);
    }

    /**
     * The protocol of a C file. What an {@code #if} asks for is not defined; unless nothing is run then, and something
     * is if it is.
     *
     * @throws CSourceException if it is no C of a module
     */
    public static CReading read(CSource source, Bounds bounds) {
        Preprocessing usual = Preprocessing.usual();
        List<String> undecided = Conditionals.undecided(source, usual);
        try {
            return read(source, bounds, usual, notes(undecided, "is not defined"), "");
        } catch (NothingRunsException e) {
            if (undecided.isEmpty()) {
                throw e;
            }
            return read(source, bounds, usual.definingAll(undecided), notes(undecided, "is defined"), "");
        }
    }

    /** Macros of which nothing is given, though it matters, are taken for something. */
    private static List<String> notes(List<String> macros, String taken) {
        return macros.stream().map(m -> "'" + m + "' " + taken + ", which decides what is done to threads").toList();
    }

    /**
     * The protocols of a C file: one, unless an {@code #if} decides what is done to threads by a macro of which it is not
     * given whether it is defined; then one for each case in which something is run.
     *
     * @throws CSourceException if it is no C of a module
     */
    public static List<CReading> readEach(CSource source, Bounds bounds, Preprocessing given) {
        List<String> undecided = Conditionals.undecided(source, given);
        List<CReading> readings = new ArrayList<>();
        Optional<NothingRunsException> none = Optional.empty();
        List<String> notes = Conditionals.bound(undecided).map(List::of).orElse(List.of());
        for (Preprocessing choice : Conditionals.choices(given, undecided)) {
            try {
                readings.add(read(source, bounds, choice, notes, choice.options(undecided)));
            } catch (NothingRunsException e) {
                none = none.or(() -> Optional.of(e));
            }
        }
        if (readings.isEmpty()) {
            throw none.orElseThrow();
        }
        return readings;
    }

    /** @param notes what is assumed of macros */
    private static CReading read(
            CSource source, Bounds bounds, Preprocessing given, List<String> notes, String choice) {
        try {
            return DeepStack.call("reads " + source.file(), () -> readWhatMatters(source, bounds, given, notes, choice));
        } catch (StackOverflowError e) {
            throw new CSourceException(source.file()
                    + ": something is nested too deep to be read, such as a long chain of else-if; split it");
        } catch (OutOfMemoryError e) {
            throw new CSourceException(source.file() + ": the memory was used up before it was read; give more, as in"
                    + " QUIESCE_JAVA_OPTS=-Xmx4g, or check a part of it");
        }
    }

    /** Again, as long as something of which nothing was kept turns out to matter. */
    private static CReading readWhatMatters(
            CSource source, Bounds bounds, Preprocessing given, List<String> notes, String choice) {
        CModule file = new CModule(source, given);
        Set<IBinding> kept = new HashSet<>();
        while (true) {
            CReader reader = new CReader(file, bounds, choice, kept);
            notes.forEach(note -> reader.module.abstracted(Kind.ASSUMED, 1, note));
            CReading reading = reader.run();
            if (!kept.addAll(reader.module.missing())) {
                return reading;
            }
        }
    }

    private CReading run() {
        problems();
        new OutsidePrograms(module, programs).translate();
        started.translate();
        Orphans orphans = new Orphans(module, programs, started);
        orphans.functions();
        if (programs.isEmpty()) {
            throw new NothingRunsException(file.source().file() + ": nothing in it is run: it has neither module_init() nor"
                    + " file operations, nor does it do anything to threads\nname the file of the module that has them");
        }
        orphans.workers();
        programs.withoutNeedlessFiles();
        module.handed();
        module.foreignLocks().tell();
        module.elementsNotFollowed();
        new Publications(module, new Callers(module)).tell();
        uncounted();
        Copies.in(file.functions().values(), module.objects().tracked()).forEach((line, struct) ->
                module.abstracted(Kind.UNMODELLED, line, "what is stored to all of '" + struct + "' at once"));
        return new CReading(file.source(), choice, protocol(), List.copyOf(module.abstractions()));
    }

    private void problems() {
        for (IASTProblem problem : file.problems()) {
            module.abstracted(Kind.UNMODELLED, Ast.line(problem), "'" + Ast.text(problem) + "' is not understood");
        }
        file.entriesElsewhere().forEach(function -> module.abstracted(Kind.UNMODELLED, Ast.line(function),
                "what the function of " + Ast.text(function) + " does is not in the file"));
        file.definedAgain().forEach(function -> module.abstracted(Kind.UNMODELLED, Ast.line(function),
                Registrations.name(function) + "() is defined a second time, and only the first counts"));
        OwnHeaders.missing(file.source(), file.given()).forEach(header -> module.abstracted(Kind.UNMODELLED, header.line(),
                "what the macros and inline functions of \"" + header.name() + "\" do, which is not read: it is to stand beside"
                        + " the file, or to be named with --include"));
        Cleanups.in(file.source()).forEach(cleanup -> module.abstracted(Kind.UNMODELLED, cleanup.line(),
                "what " + cleanup.by() + "() does where its block ends"));
    }

    /** What users alone count is counted as often as they call, which may be too seldom to come to what it is compared with. */
    private void uncounted() {
        Set<String> own = Stream.concat(module.contexts().threads().stream(),
                module.contexts().callbacks().stream().map(Contexts.Callback::running)).map(Contexts.Running::name).collect(Collectors.toSet());
        Set<String> counted = own.stream().flatMap(name -> programs.statements(name).stream()).flatMap(Statement::calls).map(Statement.Call::operation)
                .filter(DataOperation.Increment.class::isInstance)
                .map(operation -> ((DataOperation.Increment) operation).counter())
                .collect(Collectors.toSet());
        module.objects().outOfReach(Users.mostCalls(bounds)).stream().filter(counter -> !counted.contains(counter))
                .forEach(counter -> module.abstracted(Kind.UNMODELLED, 1,
                        "that '" + counter + "' is counted to all that it is compared with, as users call more often than here"));
    }

    private Protocol protocol() {
        file.description().ifPresent(builder::title);
        module.objects().declare(builder, Users.mostCalls(bounds));
        module.drivers().declare(builder);
        module.bits().declare(builder);
        module.lists().declare(builder);
        module.sleep().declare(builder);
        programs.declareAll(builder);
        module.exchanges().byMany(programs).forEach(module::keep);
        unloading();
        if (bounds.outside().contains(Outside.REUSES_MEMORY)) {
            builder.memoryReuse();
        }
        if (bounds.outside().contains(Outside.OOPSES)) {
            module.contexts().threads().forEach(thread -> builder.oops(thread.name()));
            module.contexts().callbacks().stream().filter(callback -> callback.kind().runsInThread())
                    .forEach(callback -> module.abstracted(Kind.ASSUMED, Ast.line(callback.running().function()),
                            callback.running().name() + "() does not oops, which only a kernel thread of the file may"));
        }
        try {
            builder.from(new Origin(file.source().file(), file.source().parts(),
                    clauses(kind -> kind != Kind.UNMODELLED), module.outside(),
                    clauses(kind -> kind == Kind.UNGUARDED), clauses(kind -> kind == Kind.UNMODELLED),
                    clauses(kind -> kind == Kind.PASSED_OVER)));
            return ofSomeContexts(builder.build());
        } catch (ProtocolException e) {
            throw new CSourceException(file.source().file() + ": what it does can't be told as a protocol: "
                    + e.getMessage());
        }
    }

    private void unloading() {
        if (bounds.outside().contains(Outside.FORCES_UNLOAD)) {
            builder.forcedUnload();
        } else if (file.isBuiltIn()) {
            builder.builtIn();
            module.abstracted(Kind.ASSUMED, 1, "it is built into the kernel, and no module: it has no exit, "
                    + "and no MODULE_LICENSE() or several inits");
        }
    }

    private Protocol ofSomeContexts(Protocol protocol) {
        int contexts = protocol.programs().stream().mapToInt(program -> program.contexts().size()).sum();
        if (contexts > MOST_CONTEXTS) {
            throw new CSourceException(file.source().file() + ": " + contexts + " threads, callbacks and users take part in"
                    + " what it does, and more than " + MOST_CONTEXTS + " can't be checked\nleave out some of it,"
                    + " such as with -D and -U, or give fewer elements of arrays with --threads");
        }
        protocol.callbacks().stream().flatMap(callback -> callback.runner().stream())
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
                .forEach((runner, items) -> {
                    if (items > MOST_ITEMS) {
                        throw new CSourceException(file.source().file() + ": " + items + " work items are queued on '" + runner
                                + "', and more than " + MOST_ITEMS + " can't be checked\nleave out some of it, such as with"
                                + " -D and -U, or give fewer elements of arrays with --threads");
                    }
                });
        return protocol;
    }

    private List<String> clauses(Predicate<Kind> kind) {
        return module.abstractions().stream()
                .filter(a -> kind.test(a.kind()))
                .map(a -> file.source().at(a.line()) + ": " + a.what())
                .toList();
    }
}
