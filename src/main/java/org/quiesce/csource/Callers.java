package org.quiesce.csource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;

/** Which functions of a file call which, and which of them nobody in the file is known to call. */
final class Callers {

    private final CModule file;
    private final CallTable table;
    private final Set<String> matter;
    private final Map<String, Set<String>> callees = new HashMap<>();
    /** Functions that are given to some call: to that of a thread, or to one that sets up a callback. */
    private final Set<String> given = new HashSet<>();

    Callers(CModule file, CallTable table) {
        this.file = file;
        this.table = table;
        file.functions().forEach((name, function) -> {
            Set<String> called = new HashSet<>();
            Ast.expressions(function, e -> Ast.callee(e).ifPresent(called::add));
            callees.put(name, called);
        });
        this.matter = mattering();
        file.calls((name, call) -> Ast.arguments(call).forEach(argument ->
                file.functionNamedBy(argument).map(Registrations::name).ifPresent(given::add)));
    }

    /**
     * The functions that do something to threads and are not among those that run, but for those that only such ones
     * call.
     */
    List<IASTFunctionDefinition> unknown(Set<String> running) {
        List<String> left = file.functions().keySet().stream()
                .filter(name -> !running.contains(name))
                .filter(this::matters)
                .toList();
        Set<String> called = new HashSet<>();
        left.forEach(name -> callees.get(name).stream().filter(c -> !c.equals(name)).forEach(called::add));
        return left.stream()
                .filter(name -> !called.contains(name) && !given.contains(name))
                .map(file.functions()::get)
                .toList();
    }

    /** Whether a function, or one that it calls, does something to threads, or to what they wait for. */
    private boolean matters(String function) {
        return matter.contains(function);
    }

    /** The functions that call one that matters, those that call these, and so on. */
    private Set<String> mattering() {
        Map<String, Set<String>> callers = new HashMap<>();
        Set<String> found = new HashSet<>();
        callees.forEach((caller, called) -> {
            called.forEach(c -> callers.computeIfAbsent(c, n -> new HashSet<>()).add(caller));
            if (called.stream().anyMatch(table::matters)) {
                found.add(caller);
            }
        });
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            callers.getOrDefault(open.pop(), Set.of()).stream().filter(found::add).forEach(open::push);
        }
        return found;
    }

    /** Whether it does, or sets a variable that decides something. */
    boolean acts(String function, Predicate<IASTExpression> decides) {
        boolean[] sets = new boolean[1];
        Stream.concat(Stream.of(function), reachable(function).stream())
                .flatMap(name -> file.function(name).stream())
                .forEach(f -> Ast.expressions(f, e -> sets[0] |= Ast.isBinary(e, IASTBinaryExpression.op_assign)
                        && decides.test(((IASTBinaryExpression) e).getOperand1())));
        return sets[0] || matters(function);
    }

    /** The functions that one calls, those that these call, and so on. */
    private Set<String> reachable(String function) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(function));
        while (!open.isEmpty()) {
            callees.getOrDefault(open.pop(), Set.of()).stream().filter(found::add).forEach(open::push);
        }
        return found;
    }
}
