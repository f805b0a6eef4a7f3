package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;

/**
 * Memory that a local pointer gets, and a shared one from it later. In a protocol both are the memory, so that who reads the
 * shared one finds it from its allocation on. That is not so in the module: where somebody may look in between, it is said.
 */
final class Publications {

    private static final Pattern STARTING = Pattern.compile("kthread_run\\w*|\\w*request_\\w*irq\\w*|call_rcu"
            + "|(?:\\w+_)?register(?:_\\w+)?|(?:cdev|device)_(?:device_)?add\\w*|\\w+_create_\\w*(?:file|group)\\w*|(?:proc|device)_create\\w*"
            + "|(?:kthread_)?(?:queue|mod)_\\w*work\\w*|schedule_\\w*work\\w*|mod_timer\\w*|add_timer\\w*|hrtimer_start\\w*|tasklet_\\w*schedule"
            + "|wake_up_process|complete\\w*");

    /** New memory of the function that is looked at, until a shared pointer gets it. */
    private static final class Fresh {
        /** The functions that were started meanwhile. */
        private final Set<String> started = new HashSet<>();
        private boolean isFreed;
    }

    private final ModuleReading module;
    private final Callers callers;
    /** What runs once it is registered, queued or woken, where the call does not name it. */
    private final Set<String> calledBack;

    Publications(ModuleReading module, Callers callers) {
        this.module = module;
        this.callers = callers;
        this.calledBack = callers.reachable(Stream.of(
                        module.contexts().threads().stream().map(Contexts.Running::function),
                        module.contexts().callbacks().stream().map(callback -> callback.running().function()),
                        new Entries(module.file()).fileOperations().stream().map(Entries.User::function))
                .flatMap(functions -> functions).toList());
    }

    /** Says where others may look before a shared pointer is set. */
    void tell() {
        module.file().functions().values().stream().filter(this::publishes)
                .forEach(function -> function.accept(new OfFunction(function)));
    }

    /** Whether a function sets a shared pointer to a local one that leads to memory: few do, and only those are looked through. */
    private boolean publishes(IASTFunctionDefinition function) {
        boolean[] publishes = new boolean[1];
        Ast.expressions(function, e -> publishes[0] |= Ast.isBinary(e, IASTBinaryExpression.op_assign)
                && Ast.named(Ast.bare(((IASTBinaryExpression) e).getOperand2())).filter(Places::isLocal)
                        .flatMap(module.places()::memory).isPresent());
        return publishes[0];
    }

    /** The functions that a call lets run. */
    private Set<String> started(IASTFunctionCallExpression call) {
        Set<String> found = new HashSet<>(startedItself(call));
        callers.reachable(module.called(call)).stream().flatMap(name -> module.file().function(name).stream())
                .forEach(called -> Ast.expressions(called, e -> {
                    if (e instanceof IASTFunctionCallExpression inner) {
                        found.addAll(startedItself(inner));
                    }
                }));
        return found;
    }

    private Set<String> startedItself(IASTFunctionCallExpression call) {
        if (Ast.callee(call).filter(STARTING.asMatchPredicate()).isEmpty()) {
            return Set.of();
        }
        List<IASTFunctionDefinition> named = Ast.arguments(call).stream()
                .flatMap(argument -> module.file().functionNamedBy(argument).stream()).toList();
        return named.isEmpty() ? calledBack : callers.reachable(named);
    }

    /** Whether a function reads a shared pointer by its name. */
    private boolean isReadBy(String function, IBinding pointer) {
        boolean[] reads = new boolean[1];
        module.file().function(function).ifPresent(definition -> Ast.expressions(definition, e ->
                reads[0] |= !isSet(e) && module.places().direct(e).filter(pointer::equals).isPresent()));
        return reads[0];
    }

    private static boolean isSet(IASTExpression expression) {
        return expression.getParent() instanceof IASTBinaryExpression store
                && store.getOperator() == IASTBinaryExpression.op_assign && store.getOperand1() == expression;
    }

    /** What a function does, in the order of the file. */
    private final class OfFunction extends StoreVisitor {

        private final String name;
        private final Map<IBinding, Fresh> fresh = new HashMap<>();
        /** The functions that may run beside this one by now. */
        private final Set<String> beside = new HashSet<>();

        private OfFunction(IASTFunctionDefinition function) {
            this.name = Registrations.name(function);
            if (calledBack.contains(name)) {
                beside.addAll(calledBack);
            }
        }

        @Override
        void declared(IBinding variable, IASTExpression value) {
            stored(variable, value);
        }

        @Override
        void assigned(IASTExpression to, IASTExpression value) {
            module.places().direct(to).ifPresent(variable -> stored(variable, value));
        }

        @Override
        void called(IASTFunctionCallExpression call) {
            Allocations.freed(call).flatMap(Ast::named).map(fresh::get).ifPresent(memory -> memory.isFreed = true);
            Set<String> started = started(call);
            beside.addAll(started);
            fresh.values().forEach(memory -> memory.started.addAll(started));
        }

        private void stored(IBinding to, IASTExpression value) {
            Optional<Fresh> from = Ast.named(Ast.bare(value)).map(fresh::get);
            if (!Places.isLocal(to)) {
                from.ifPresent(memory -> published(memory, to, Ast.line(value)));
            } else if (from.isPresent()) {
                fresh.put(to, from.get());
            } else if (Yielded.values(module.file(), value).stream().anyMatch(this::isNew)) {
                fresh.put(to, new Fresh());
            }
        }

        /** Whether it is an allocation, or a local variable of a function of the file that gets one. */
        private boolean isNew(IASTExpression value) {
            return Allocations.isOne(value)
                    || Ast.named(value).filter(Places::isLocal).flatMap(module.places()::memory).isPresent();
        }

        private void published(Fresh memory, IBinding to, int line) {
            String what = "that '" + module.places().name(to) + "' leads to its memory from here on only, and not since that was allocated";
            if (isReadByOthers(memory.started, to)) {
                module.abstracted(Kind.UNMODELLED, line, what);
            } else if (memory.isFreed && isReadByOthers(beside, to)) {
                module.abstracted(Kind.UNGUARDED, line, what);
            }
        }

        private boolean isReadByOthers(Set<String> functions, IBinding pointer) {
            return functions.stream().anyMatch(function -> !function.equals(name) && isReadBy(function, pointer));
        }
    }
}
