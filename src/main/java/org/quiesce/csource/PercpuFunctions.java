package org.quiesce.csource;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.SmpbootHooks;
import org.quiesce.protocol.Statement;

/** What the threads of CPUs call: the functions in a {@code struct smp_hotplug_thread}. */
final class PercpuFunctions {

    private static final List<String> NOT_MODELLED = List.of("create", "pre_unpark", "selfparking");

    private final ModuleReading module;
    private final Contexts.Smpboot threads;
    private final Map<SmpbootHooks.Field, List<Statement>> functions = new EnumMap<>(SmpbootHooks.Field.class);

    PercpuFunctions(ModuleReading module, Contexts.Smpboot threads) {
        this.module = module;
        this.threads = threads;
        Stream.of(SmpbootHooks.Field.values()).forEach(field ->
                function(field.c()).ifPresent(f -> functions.put(field, of(field, f))));
        NOT_MODELLED.forEach(field -> function(field).ifPresent(f -> module.abstracted(
                Kind.UNMODELLED, Ast.line(f), "when " + Registrations.name(f) + "() is called, the ." + field + " of '"
                        + threads.description() + "'")));
    }

    private Optional<IASTFunctionDefinition> function(String field) {
        return module.contexts().function(threads, field);
    }

    private List<Statement> of(SmpbootHooks.Field field, IASTFunctionDefinition function) {
        Optional<Target> result = field == SmpbootHooks.Field.THREAD_SHOULD_RUN
                ? Optional.of(Target.of(SmpbootHooks.SHOULD_RUN))
                : Optional.empty();
        return Translation.made(module, threads.thread(), ContextRules.Kind.KTHREAD, in ->
                in.inline(function, Ast.line(function), List.of(), result));
    }

    /** The statements of all of them. */
    List<Statement> statements() {
        return functions.values().stream().flatMap(List::stream).toList();
    }

    /** Gives them to the thread. */
    void hooks(SmpbootHooks hooks) {
        functions.forEach((field, statements) -> hooks.function(field, body -> statements.forEach(body::statement)));
    }
}
