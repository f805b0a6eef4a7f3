package org.quiesce.csource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;

/** Which functions of a file call which, and which of them nobody in the file is known to call. */
final class Callers {

    private static final Set<String> ASKING_TO_STOP = Set.of("kthread_should_stop", "kthread_should_stop_or_park",
            "kthread_freezable_should_stop");
    private static final Set<String> OF_THREADS = Stream.concat(ASKING_TO_STOP.stream(), Stream.of("kthread_should_park",
            "kthread_parkme", "kthread_exit", "kthread_complete_and_exit", "module_put_and_kthread_exit"))
            .collect(Collectors.toUnmodifiableSet());

    /** What stores to a number that it gets a pointer to. */
    private static final Pattern STORES = Pattern.compile("(?:atomic|refcount)\\w*_(?!read)\\w+|(?:cmp)?xchg\\w*");
    private static final Pattern CREATING_THREADS = Pattern.compile("kthread_(?:run|create)\\w*");
    private static final Pattern CREATING = Pattern.compile(CREATING_THREADS.pattern()
            + "|alloc_(?:ordered_)?workqueue|create_\\w*workqueue|(?:devm_)?request_(?:threaded_)?irq");
    private static final Pattern ENDING =
            Pattern.compile("kthread_stop(?:_put)?|kthread_destroy_worker|destroy_workqueue|free_irq|smpboot_unregister\\w*");

    private static final Pattern STARTING = Pattern.compile(CREATING_THREADS.pattern() + "|kthread_unpark|kthread_mod_delayed_work"
            + "|(?:kthread_)?queue_\\w*work\\w*|schedule_\\w*work\\w*|mod_delayed_work\\w*|(?:alloc|create)_\\w*workqueue");
    private static final Pattern STOPPING = Pattern.compile("kthread_(?:stop\\w*|park|destroy_worker)|(?:kthread_)?cancel_\\w*work\\w*"
            + "|destroy_workqueue");

    /** What a function does to what others of the file use: it comes before them, among them, or after them. */
    enum Part { ALLOCATES, CREATES, USES, ENDS }

    private final CModule file;
    private final ModuleReading module;
    /** Those that do something to threads, or to what they wait for. */
    private final Set<String> act;
    /** These, and those that use memory that is freed somewhere. */
    private final Set<String> matter;
    /** Those that set a variable that decides something. */
    private final Set<String> set;
    private final Map<String, Set<String>> callees = new HashMap<>();
    /** The functions that each names: to call them, to create a thread, to set up a callback or to give them away. */
    private final Map<String, Set<String>> names = new HashMap<>();

    Callers(ModuleReading module) {
        this.file = module.file();
        this.module = module;
        file.functions().forEach((name, function) -> {
            Set<String> called = new HashSet<>();
            Set<String> named = new HashSet<>();
            Ast.expressions(function, e -> {
                Ast.callee(e).ifPresent(called::add);
                if (e instanceof IASTFunctionCallExpression call) {
                    module.called(call).forEach(f -> called.add(Registrations.name(f)));
                }
                file.functionNamedBy(e).map(Registrations::name).filter(n -> !n.equals(name)).ifPresent(named::add);
            });
            named.addAll(called);
            callees.put(name, called);
            names.put(name, named);
        });
        this.act = leadingTo(name -> callees.get(name).stream().anyMatch(module.calls()::matters));
        this.matter = leadingTo(name -> act.contains(name) || module.touchesFreed(file.functions().get(name)));
        this.set = leadingTo(name -> setsDeciding(file.functions().get(name)));
    }

    /**
     * The functions that matter and are not among those that run, but for those that only such ones name; those that do
     * something to threads first.
     */
    List<IASTFunctionDefinition> unknown(Set<String> running) {
        Set<String> left = new LinkedHashSet<>(file.functions().keySet());
        left.removeIf(name -> running.contains(name) || !acts(name));
        leaveOutUnused(left);
        Set<String> named = new HashSet<>();
        left.forEach(name -> names.get(name).stream().filter(n -> !n.equals(name)).forEach(named::add));
        List<String> first = left.stream().filter(name -> !named.contains(name)).toList();
        List<String> found = new ArrayList<>(first);
        Set<String> covered = new HashSet<>(first);
        first.forEach(name -> covered.addAll(reachable(name, names)));
        // Of those that name each other only, the first stands for all.
        for (String name : left) {
            if (covered.add(name)) {
                found.add(name);
                covered.addAll(reachable(name, names));
            }
        }
        found.sort(Comparator.comparing(name -> !act.contains(name)));
        return found.stream().map(file.functions()::get).toList();
    }

    /** Functions that are static and inline, as headers have them, and that nobody names but such ones, are never called. */
    private void leaveOutUnused(Set<String> left) {
        boolean fewer = true;
        while (fewer) {
            Set<String> named = new HashSet<>();
            names.forEach((name, others) -> others.stream()
                    .filter(other -> !other.equals(name) && (left.contains(name) || !matters(name)))
                    .forEach(named::add));
            fewer = left.removeIf(name -> CModule.isStaticInline(file.functions().get(name)) && !named.contains(name));
        }
    }

    /** The functions that others may call, and that are left out as they do nothing that matters. */
    List<String> harmless(Set<String> running) {
        Set<String> called = new HashSet<>();
        callees.values().forEach(called::addAll);
        return file.functions().keySet().stream()
                .filter(name -> !running.contains(name) && !acts(name) && !called.contains(name))
                .toList();
    }

    /** Whether a function, or one that it calls, does something that matters. */
    private boolean matters(String function) {
        return matter.contains(function);
    }

    /** The functions of which that is true, those that call these, and so on. */
    private Set<String> leadingTo(Predicate<String> is) {
        Map<String, Set<String>> callers = new HashMap<>();
        callees.forEach((caller, called) ->
                called.forEach(c -> callers.computeIfAbsent(c, n -> new HashSet<>()).add(caller)));
        Set<String> found = callees.keySet().stream().filter(is).collect(Collectors.toSet());
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            callers.getOrDefault(open.pop(), Set.of()).stream().filter(found::add).forEach(open::push);
        }
        return found;
    }

    /** Whether only a kernel thread may call a function, as it does by itself what only a thread does. */
    boolean isOfThread(IASTFunctionDefinition function) {
        return reachable(Registrations.name(function), callees).stream().anyMatch(OF_THREADS::contains);
    }

    /** Whether a function asks whether the thread that runs it is to stop. */
    boolean asksToStop(IASTFunctionDefinition function) {
        return reachable(Registrations.name(function), callees).stream().anyMatch(ASKING_TO_STOP::contains);
    }

    Part part(IASTFunctionDefinition function) {
        Set<String> called = reachable(Registrations.name(function), callees);
        boolean frees = called.stream().anyMatch(Allocations::frees);
        return called.stream().anyMatch(CREATING.asMatchPredicate()) ? Part.CREATES
                : called.stream().anyMatch(ENDING.asMatchPredicate()) ? Part.ENDS
                : called.stream().noneMatch(Allocations::allocates) ? frees ? Part.ENDS : Part.USES
                : frees ? Part.USES : Part.ALLOCATES;
    }

    /** Whether a function, or one that it calls, starts, stops or parks a thread, or queues or cancels work. */
    boolean startsOrStops(IASTFunctionDefinition function) {
        return calls(function, STARTING) || stops(function);
    }

    boolean stops(IASTFunctionDefinition function) {
        return calls(function, STOPPING);
    }

    /** Whether a function does both: then it may start again what it has stopped. */
    boolean restarts(IASTFunctionDefinition function) {
        return calls(function, CREATING_THREADS) && stops(function);
    }

    private boolean calls(IASTFunctionDefinition function, Pattern names) {
        return reachable(Registrations.name(function), callees).stream().anyMatch(names.asMatchPredicate());
    }

    /** Whether it does, or sets a variable that decides something. */
    boolean acts(String function) {
        return set.contains(function) || matters(function);
    }

    private boolean setsDeciding(IASTFunctionDefinition function) {
        boolean[] sets = new boolean[1];
        Ast.expressions(function, e -> sets[0] |= set(e).filter(module::decides).isPresent());
        return sets[0];
    }

    /** What an expression stores to, or counts. */
    private static Optional<IASTExpression> set(IASTExpression expression) {
        if (expression instanceof IASTUnaryExpression unary && Ast.isCount(unary.getOperator())) {
            return Optional.of(unary.getOperand());
        }
        if (Ast.callee(expression).filter(STORES.asMatchPredicate()).isPresent()) {
            List<IASTExpression> arguments = Ast.arguments((IASTFunctionCallExpression) expression);
            return arguments.stream().filter(a -> Ast.isUnary(a, IASTUnaryExpression.op_amper)).findFirst().map(CModule::withoutAddress);
        }
        return expression instanceof IASTBinaryExpression binary && Ast.isStore(binary.getOperator())
                ? Optional.of(binary.getOperand1())
                : Optional.empty();
    }

    /** Some functions, those that they call, and so on. */
    Set<String> reachable(List<IASTFunctionDefinition> functions) {
        Set<String> found = new LinkedHashSet<>();
        functions.stream().map(Registrations::name).forEach(name -> {
            found.add(name);
            found.addAll(reachable(name, callees));
        });
        return found;
    }

    /** What leads from one function to others, to those that these lead to, and so on. */
    private static Set<String> reachable(String function, Map<String, Set<String>> leads) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(function));
        while (!open.isEmpty()) {
            leads.getOrDefault(open.pop(), Set.of()).stream().filter(found::add).forEach(open::push);
        }
        return found;
    }
}
