package org.quiesce.csource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTProblem;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.ProtocolException;

/** Reads the C of a module: finds its contexts, and translates what each of them does. */
public final class CReader {

    /** More functions that anybody may call at any time can't be checked. */
    private static final int MOST_OTHERS = 6;

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

    /**
     * The protocol of a C file. What an {@code #if} asks for is not defined.
     *
     * @throws CSourceException if it is no C of a module
     */
    public static CReading read(CSource source, Bounds bounds) {
        Preprocessing usual = Preprocessing.usual();
        return read(source, bounds, usual, Conditionals.undecided(source, usual), "");
    }

    /**
     * The protocols of a C file: one, unless an {@code #if} decides what is done to threads by a macro of which it is not
     * given whether it is defined; then one for each case.
     *
     * @throws CSourceException if it is no C of a module, or if there are too many cases
     */
    public static List<CReading> readEach(CSource source, Bounds bounds, Preprocessing given) {
        List<String> undecided = Conditionals.undecided(source, given);
        return Conditionals.choices(source, given, undecided).stream()
                .map(choice -> read(source, bounds, choice, List.of(), choice.options(undecided)))
                .toList();
    }

    /** @param undecided macros of which nothing is given, though it matters: they are taken for not defined */
    private static CReading read(
            CSource source, Bounds bounds, Preprocessing given, List<String> undecided, String choice) {
        try {
            CModule file = new CModule(source, given);
            Set<IBinding> kept = new HashSet<>();
            while (true) {
                CReader reader = new CReader(file, bounds, choice, kept);
                undecided.forEach(reader::notDefined);
                CReading reading = reader.run();
                if (!kept.addAll(reader.module.missing())) {
                    return reading;
                }
            }
        } catch (StackOverflowError e) {
            throw new CSourceException(source.file()
                    + ": something is nested too deep to be read, such as a long chain of else-if; split it");
        }
    }

    private void notDefined(String macro) {
        module.abstracted(Kind.ASSUMED, 1, "'" + macro + "' is not defined, which decides what is done to threads");
    }

    private CReading run() {
        problems();
        new OutsidePrograms(module, programs).translate();
        started.translate();
        others();
        if (programs.isEmpty()) {
            throw new CSourceException(file.source().file() + ": nothing in it is run: it has neither module_init() nor"
                    + " file operations, nor does it do anything to threads\nname the file of the module that has them");
        }
        started.orphanedWorkers();
        module.handed();
        return new CReading(file.source(), choice, protocol(), List.copyOf(module.abstractions()));
    }

    private void problems() {
        for (IASTProblem problem : file.problems()) {
            module.abstracted(Kind.UNMODELLED, Ast.line(problem), "'" + Ast.text(problem) + "' is not understood");
        }
        file.definedAgain().forEach(function -> module.abstracted(Kind.UNMODELLED, Ast.line(function),
                Registrations.name(function) + "() is defined a second time, and only the first counts"));
    }

    /** Functions that others call, nobody in the file: when they do is unknown. */
    private void others() {
        Callers callers = new Callers(module);
        List<IASTFunctionDefinition> unknown = callers.unknown(module.running());
        unknown.forEach(function -> module.abstracted(Kind.UNMODELLED, Ast.line(function),
                "who calls " + Registrations.name(function) + "(), and when, is not in the file"));
        callers.harmless(module.running()).stream().findFirst().ifPresent(function -> module.abstracted(Kind.ASSUMED, 1,
                "functions that are called from outside and do nothing to what is tracked, such as " + function
                        + "(), are not called once the module is gone"));
        if (programs.isEmpty()) {
            unknown.stream().limit(MOST_OTHERS).forEach(function -> programs.fileOperation(function, Pinning.OWNER));
            started.translate();
        }
    }

    private Protocol protocol() {
        file.description().ifPresent(builder::title);
        module.objects().declare(builder);
        module.drivers().declare(builder);
        programs.declareAll(builder);
        if (bounds.outside().contains(Outside.FORCES_UNLOAD)) {
            builder.forcedUnload();
        }
        if (bounds.outside().contains(Outside.REUSES_MEMORY)) {
            builder.memoryReuse();
        }
        if (bounds.outside().contains(Outside.OOPSES)) {
            module.contexts().threads().forEach(thread -> builder.oops(thread.name()));
        }
        try {
            builder.from(new Origin(file.source().file(), file.source().parts(),
                    clauses(kind -> kind != Kind.UNMODELLED), module.outside(), clauses(kind -> kind == Kind.UNMODELLED)));
            return builder.build();
        } catch (ProtocolException e) {
            throw new CSourceException(file.source().file() + ": what it does can't be told as a protocol: "
                    + e.getMessage());
        }
    }

    private List<String> clauses(Predicate<Kind> kind) {
        return module.abstractions().stream()
                .filter(a -> kind.test(a.kind()))
                .map(a -> file.source().at(a.line()) + ": " + a.what())
                .toList();
    }
}
