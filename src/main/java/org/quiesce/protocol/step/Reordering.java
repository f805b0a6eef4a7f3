package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.SleepOperation;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskState;

/**
 * Lowers what a missing barrier permits: a load that comes directly after a plain store may be performed before it, by
 * the compiler or the CPU (x86 included). Both orders are steps, and a free choice leads to either; where the load is
 * the first of several in one condition, the store may also be later than the next ones.
 *
 * <p>{@code __set_current_state()} of a sleeping state may be passed by every load of a test; a store to a flag or a
 * counter by {@code waitqueue_active()} alone, the one lockless test for which that order is known to lose wake-ups.
 * Other reorderings are not explored.
 */
final class Reordering {

    /** What the choice stands for, as the reason of its {@link Condition.Chance}. */
    static final String REASON = "the CPU or compiler lets the load pass the store";

    private final StepFactory factory;
    private final Map<Integer, Operation> stores;
    private final Map<String, Step> byLabel = new HashMap<>();

    private Reordering(Program program, StepFactory factory, Code code) {
        this.factory = factory;
        this.stores = program.calls()
                .filter(call -> isPlainStore(call.operation()))
                .collect(Collectors.toMap(Statement.Call::line, Statement.Call::operation));
        code.steps().forEach(step -> byLabel.put(step.label(), step));
    }

    /** The code with both orders wherever a load may pass the store before it. */
    static Code explored(Program program, StepFactory factory, Code code) {
        return new Reordering(program, factory, code).explore(code);
    }

    private Code explore(Code code) {
        List<Step> steps = new ArrayList<>();
        Map<String, String> renamed = new HashMap<>();
        for (Step step : code.steps()) {
            Operation store = stores.get(step.number());
            String target = step.exits().get(Exit.NEXT);
            if (store == null || target == null || !mayPass(store, target)) {
                steps.add(step);
            } else {
                Pair pair = new Pair(step, store);
                renamed.put(step.label(), pair.from(target, Set.of()));
                steps.addAll(pair.steps);
            }
        }
        return new Code(
                renamed.getOrDefault(code.entry(), code.entry()),
                steps.stream().map(step -> step.led(target -> renamed.getOrDefault(target, target))).toList());
    }

    private static boolean isPlainStore(Operation operation) {
        return operation instanceof SleepOperation.PlainSetCurrentState set && set.state() != TaskState.RUNNING
                || operation instanceof DataOperation.SetFlag
                || operation instanceof DataOperation.Increment
                || operation instanceof DataOperation.Decrement
                || operation instanceof DataOperation.ResetCounter;
    }

    /** Whether the step at a label is a test that does a load which the store does not hold back. */
    private boolean mayPass(Operation store, String label) {
        Step step = byLabel.get(label);
        if (step == null || step.micros().size() != 1 || !(step.micros().get(0) instanceof Micro.Test test)) {
            return false;
        }
        Condition.Atom atom = test.atom();
        if (atom instanceof Condition.WaitqueueActive active) {
            return active.barrier() == Condition.Barrier.NONE;
        }
        return store instanceof SleepOperation.PlainSetCurrentState
                && !(atom instanceof Condition.LocalCompare)
                && !(atom instanceof Condition.Chance);
    }

    /** The steps of one store and the loads that may pass it. */
    private final class Pair {

        private final Step store;
        private final Operation operation;
        private final List<Step> steps = new ArrayList<>();
        private final Map<String, String> stored = new HashMap<>();
        private int choices;

        Pair(Step store, Operation operation) {
            this.store = store;
            this.operation = operation;
        }

        /** Where to go on with the store still to come before the step at that label: a label. */
        String from(String label, Set<String> passed) {
            if (passed.contains(label) || !mayPass(operation, label)) {
                return storing(label);
            }
            String letter = letter(choices++);
            String order = label("order", letter);
            String load = label("load", letter);
            Step test = byLabel.get(label);
            int place = steps.size();
            Set<String> further = new HashSet<>(passed);
            further.add(label);
            SortedMap<Exit, String> choice = new TreeMap<>();
            choice.put(Exit.TRUE, load);
            choice.put(Exit.FALSE, storing(label));
            SortedMap<Exit, String> early = new TreeMap<>();
            test.exits().forEach((exit, target) -> early.put(exit, from(target, further)));
            steps.add(place, factory.step(order, store.number(), store.text(), "either way: " + REASON, List.of(),
                    store.frame(), store.fairness(), List.of(new Micro.Test(new Condition.Chance(REASON))), choice));
            steps.add(place + 1, factory.step(load, test.number(), test.text(), test.what() + ", early", List.of(),
                    test.frame(), test.fairness(), test.micros(), early));
            return order;
        }

        private String storing(String label) {
            return stored.computeIfAbsent(label, l -> {
                String name = label("store", letter(stored.size()));
                steps.add(factory.step(name, store.number(), store.text(), store.what(), store.ids(), store.frame(),
                        store.fairness(), store.micros(), new TreeMap<>(Map.of(Exit.NEXT, l))));
                return name;
            });
        }

        private String label(String part, String letter) {
            return store.label() + "." + part + "." + letter;
        }

        private static String letter(int index) {
            return Character.toString('a' + index);
        }
    }
}
