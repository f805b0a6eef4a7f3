package org.quiesce.csource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Statement;

/** The programs of a module that are translated, and how a protocol declares them. */
final class Programs {

    private final ModuleReading module;
    /** What was translated, by program; in an order of its own, as contexts are found on the way. */
    private final Map<String, List<Statement>> translated = new LinkedHashMap<>();
    private final List<Consumer<ProtocolBuilder>> declarations = new ArrayList<>();

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
        return program(program, Translation.of(module, program, returns, kind, function, argument));
    }

    Consumer<Body> program(String name, List<Statement> statements) {
        translated.put(name, statements);
        return all(statements);
    }

    /** A function that a user calls. */
    void fileOperation(IASTFunctionDefinition function, Pinning pinning) {
        String c = Registrations.name(function);
        String name = module.names().of("function " + c, c);
        Consumer<Body> body = function(name, Returns.NUMBER, ContextRules.Kind.TASK, function, Optional.empty());
        int users = users(name, Ast.line(function));
        declare(b -> b.fileOperations(name, users, pinning, body));
    }

    /** How many users are in a program that is translated. */
    int users(String name, int line) {
        return several(name, module.bounds().users(name), line);
    }

    /** So many contexts run a program that is translated: a protocol has one of each pointer to a task. */
    int several(String name, int contexts, int line) {
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
