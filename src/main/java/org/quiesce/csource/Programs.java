package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.csource.UserFiles.UserFile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.UserFileOperation.RegisterFile;

/** The programs of a module that are translated, and how a protocol declares them. */
final class Programs {

    private final ModuleReading module;
    /** What was translated, by program; in an order of its own, as contexts are found on the way. */
    private final Map<String, List<Statement>> translated = new LinkedHashMap<>();
    private final List<Consumer<ProtocolBuilder>> declarations = new ArrayList<>();
    /** How many contexts run a program, if that is more than one. */
    private final Map<String, Integer> counts = new HashMap<>();
    /** How those pin the module who call in through a file. */
    private final Map<UserFile, Set<Pinning>> callers = new LinkedHashMap<>();
    /** Where those are in the C that call in through a file. */
    private final Map<UserFile, Integer> lines = new HashMap<>();
    private final Set<UserFile> unneeded = new HashSet<>();

    Programs(ModuleReading module) {
        this.module = module;
    }

    boolean isEmpty() {
        return translated.isEmpty();
    }

    void declare(Consumer<ProtocolBuilder> declaration) {
        declarations.add(declaration);
    }

    void declareAll(ProtocolBuilder builder) {
        declarations.forEach(declare -> declare.accept(builder));
    }

    /** The program that runs a function of the file. */
    Consumer<Body> function(String program, Returns returns, ContextRules.Kind kind, IASTFunctionDefinition function,
            Optional<Place> argument) {
        return program(program, Translation.of(module, program, returns, kind, function, argument, 0));
    }

    /** The program of a callback. */
    Consumer<Body> callback(Contexts.Running running, Returns returns, ContextRules.Kind kind) {
        return program(running.name(), Translation.of(
                module, running.name(), returns, kind, running.function(), running.argument(), running.position()));
    }

    Consumer<Body> program(String name, List<Statement> statements) {
        translated.put(name, statements);
        return body(name);
    }

    /** What a program that is translated does, as it is when the protocol is made. */
    private Consumer<Body> body(String name) {
        return body -> translated.get(name).forEach(body::statement);
    }

    /** How many contexts run a program. */
    int contexts(String program) {
        return counts.getOrDefault(program, 1);
    }

    /** The statements of a program; none if there is no such. */
    List<Statement> statements(String program) {
        return translated.getOrDefault(program, List.of());
    }

    /** A program that so many users run, through a file if that is known. */
    void users(String name, int users, int line, Pinning pinning, Optional<UserFile> file) {
        several(name, users, line);
        Consumer<Body> body = body(name);
        file.ifPresent(f -> callers.computeIfAbsent(f, x -> new HashSet<>()).add(pinning));
        file.ifPresent(f -> lines.putIfAbsent(f, line));
        declare(b -> file.filter(f -> !unneeded.contains(f)).ifPresentOrElse(
                f -> b.fileOperations(name, users, pinning, module.objects().name(f.described(), f.kind()), body),
                () -> b.fileOperations(name, users, pinning, body)));
    }

    /**
     * Leaves out files of which it makes no difference when users call in through them: all that do keep the module loaded,
     * and init registers it last. Users then call in while the module is live.
     */
    void withoutNeedlessFiles() {
        callers.keySet().forEach(this::withoutUnregistered);
        boolean more = true;
        while (more) {
            // Without the last, the one before it is.
            more = callers.entrySet().stream()
                    .filter(e -> e.getValue().equals(Set.of(Pinning.OWNER)) && !unneeded.contains(e.getKey()))
                    .map(e -> withoutNeedless(e.getKey()))
                    .toList().contains(true);
        }
        unneeded.forEach(file -> module.objects().forget(file.described()));
    }

    /** A file that no program registers, as that is done somewhere that is not followed. */
    private void withoutUnregistered(UserFile file) {
        String name = module.objects().name(file.described(), file.kind());
        if (operations().noneMatch(o -> o instanceof RegisterFile r && r.file().equals(name))) {
            unneeded.add(file);
            translated.replaceAll((program, statements) -> LastRegistration.without(name, module, statements));
            module.abstracted(Kind.UNMODELLED, lines.get(file), "who registers '" + name + "', and when, is not followed");
        }
    }

    private boolean withoutNeedless(UserFile file) {
        String name = module.objects().name(file.described(), file.kind());
        boolean isLast = LastRegistration.isSo(name, this);
        if (isLast) {
            unneeded.add(file);
            translated.replaceAll((program, statements) -> LastRegistration.without(name, module, statements));
        }
        return isLast;
    }

    /** So many contexts run a program that is translated: a protocol has one of each pointer to a task. */
    int several(String name, int contexts, int line) {
        counts.put(name, contexts);
        if (contexts > 1 && module.objects().hasOwnPointers(name)) {
            module.abstracted(Kind.UNMODELLED, line, "that each of those who run " + name
                    + "() has task pointers of its own");
        }
        return contexts;
    }

    /** What the programs do, all of it. */
    Stream<Operation> operations() {
        return translated.keySet().stream().flatMap(this::operations);
    }

    Stream<Operation> operations(String program) {
        return translated.get(program).stream().flatMap(Statement::calls).map(Statement.Call::operation);
    }

    boolean does(Class<? extends Operation> kind) {
        return operations().anyMatch(kind::isInstance);
    }

    static Consumer<Body> all(List<Statement> statements) {
        return body -> statements.forEach(body::statement);
    }
}
