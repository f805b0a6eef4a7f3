package org.quiesce.csource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.SmpbootHooks;
import org.quiesce.protocol.Statement;

/** What the threads of CPUs call: the functions in a {@code struct smp_hotplug_thread}. */
final class PercpuFunctions {

    private static final String SHOULD_RUN = "thread_should_run";

    private static final Map<String, BiFunction<SmpbootHooks, Consumer<Body>, SmpbootHooks>> FIELDS = Map.of(
            "setup", SmpbootHooks::setup,
            "cleanup", SmpbootHooks::cleanup,
            "park", SmpbootHooks::park,
            "unpark", SmpbootHooks::unpark,
            SHOULD_RUN, SmpbootHooks::shouldRun,
            "thread_fn", SmpbootHooks::threadFn);

    private static final List<String> NOT_MODELLED = List.of("create", "pre_unpark", "selfparking");

    private final ModuleReading module;
    private final Contexts.Smpboot threads;
    private final Map<String, List<Statement>> functions = new LinkedHashMap<>();

    PercpuFunctions(ModuleReading module, Contexts.Smpboot threads) {
        this.module = module;
        this.threads = threads;
        FIELDS.keySet().stream().sorted().forEach(field -> function(field).ifPresent(f -> functions.put(field, of(field, f))));
        NOT_MODELLED.forEach(field -> function(field).ifPresent(f -> module.abstracted(
                Kind.UNMODELLED, Ast.line(f), "when " + Registrations.name(f) + "() is called, the ." + field + " of '"
                        + threads.description() + "'")));
    }

    private Optional<IASTFunctionDefinition> function(String field) {
        return module.contexts().function(threads, field);
    }

    private List<Statement> of(String field, IASTFunctionDefinition function) {
        Optional<String> result = field.equals(SHOULD_RUN) ? Optional.of(SmpbootHooks.SHOULD_RUN) : Optional.empty();
        return Translation.made(module, threads.thread(), ContextRules.Kind.KTHREAD, in ->
                in.inline(function, Ast.line(function), List.of(), result.map(Target::of)));
    }

    /** The statements of all of them. */
    List<Statement> statements() {
        return functions.values().stream().flatMap(List::stream).toList();
    }

    /** Gives them to the thread. */
    void hooks(SmpbootHooks hooks) {
        functions.forEach((field, statements) ->
                FIELDS.get(field).apply(hooks, body -> statements.forEach(body::statement)));
    }
}
