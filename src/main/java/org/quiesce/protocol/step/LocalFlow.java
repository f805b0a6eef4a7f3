package org.quiesce.protocol.step;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Value;

/** What is known of the local variables of a program at each of its steps: their numbers, and which are still read. */
final class LocalFlow {

    private final Map<String, Step> steps = new HashMap<>();
    /** The numbers that local variables have whenever a step is next; nothing for a step that is never next. */
    private final Map<String, Map<String, Integer>> known = new HashMap<>();
    /** The local variables that are read before they are assigned, from a step on. */
    private final Map<String, Set<String>> read = new HashMap<>();

    private final Set<String> assigned;

    LocalFlow(String entry, List<Step> steps) {
        steps.forEach(step -> this.steps.put(step.label(), step));
        this.assigned = steps.stream().flatMap(step -> step.micros().stream()).flatMap(micro -> micro.into().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        ask(steps);
        spread(entry);
    }

    // ---- numbers

    private void spread(String entry) {
        known.put(entry, assigned.stream().collect(Collectors.toMap(local -> local, local -> 0)));
        Deque<String> open = new ArrayDeque<>(List.of(entry));
        while (!open.isEmpty()) {
            Step step = steps.get(open.pop());
            if (step != null) {
                step.exits().forEach((exit, target) -> {
                    Map<String, Integer> before = known.get(target);
                    Map<String, Integer> after = before == null ? after(step, exit) : common(before, after(step, exit));
                    if (!after.equals(before)) {
                        known.put(target, after);
                        open.push(target);
                    }
                });
            }
        }
    }

    private static Map<String, Integer> common(Map<String, Integer> one, Map<String, Integer> other) {
        Map<String, Integer> both = new HashMap<>(one);
        both.entrySet().retainAll(other.entrySet());
        return both;
    }

    /** The local variables that nobody reads any more when a step is next, and that may have several numbers there. */
    List<String> forgotten(Step step) {
        Map<String, Integer> numbers = known.getOrDefault(step.label(), Map.of());
        return !mayForget(step) ? List.of() : assigned.stream()
                .filter(local -> !numbers.containsKey(local) && !read(step.label()).contains(local))
                .filter(local -> step.micros().stream().noneMatch(micro -> micro.into().filter(local::equals).isPresent()))
                .toList();
    }

    /** Only what a context does for itself forgets what it does not need any more. */
    private static boolean mayForget(Step step) {
        return step.number() > 0 && step.micros().size() == 1
                && (step.micros().get(0) instanceof Micro.Test || step.micros().get(0) instanceof Micro.SetLocal);
    }

    /** What is known once a step has left by an exit. */
    Map<String, Integer> after(Step step, Exit exit) {
        Map<String, Integer> numbers = new HashMap<>(known.getOrDefault(step.label(), Map.of()));
        forgotten(step).forEach(local -> numbers.put(local, 0));
        for (Micro micro : step.micros()) {
            if (micro instanceof Micro.SetLocal set && set.value() instanceof Value.LocalVariable from) {
                assign(numbers, set.local(), Optional.ofNullable(numbers.get(from.name())));
            } else if (micro.into().isPresent()) {
                OptionalInt number = LocalTests.number(micro, exit);
                assign(numbers, micro.into().get(),
                        number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty());
            } else if (micro instanceof Micro.Test test && test.atom() instanceof Condition.LocalCompare compare
                    && isEqual(compare, exit)) {
                numbers.put(compare.local(), compare.number());
            }
        }
        return numbers;
    }

    private static void assign(Map<String, Integer> numbers, String local, Optional<Integer> number) {
        number.ifPresentOrElse(n -> numbers.put(local, n), () -> numbers.remove(local));
    }

    private static boolean isEqual(Condition.LocalCompare compare, Exit exit) {
        return compare.relation() == Condition.Relation.EQUAL && exit == Exit.TRUE
                || compare.relation() == Condition.Relation.NOT_EQUAL && exit == Exit.FALSE;
    }

    // ---- reads

    private void ask(List<Step> all) {
        boolean grows = true;
        while (grows) {
            grows = false;
            for (int i = all.size() - 1; i >= 0; i--) {
                Step step = all.get(i);
                Set<String> before = before(step);
                grows |= !before.equals(read.put(step.label(), before));
            }
        }
    }

    private Set<String> before(Step step) {
        Set<String> live = new HashSet<>();
        step.exits().values().forEach(target -> live.addAll(read(target)));
        for (int i = step.micros().size() - 1; i >= 0; i--) {
            Micro micro = step.micros().get(i);
            // What a call yields it may not yield on every way out.
            if (micro instanceof Micro.SetLocal set) {
                live.remove(set.local());
            }
            live.addAll(reads(micro));
        }
        return live;
    }

    /** The local variables that are read before they are assigned, by what begins with that step. */
    Set<String> read(String label) {
        return read.getOrDefault(label, Set.of());
    }

    /** Whether a local variable is read once a step is done. */
    boolean isReadAfter(Step step, String local) {
        return step.exits().values().stream().anyMatch(target -> read(target).contains(local));
    }

    private static Set<String> reads(Micro micro) {
        Optional<Value> value = micro instanceof Micro.SetLocal set ? Optional.of(set.value())
                : micro instanceof Micro.ThreadReturn exit ? Optional.of(exit.code())
                : micro instanceof Micro.InitReturn exit ? Optional.of(exit.code())
                : Optional.empty();
        if (value.isPresent()) {
            return value.get() instanceof Value.LocalVariable local ? Set.of(local.name()) : Set.of();
        }
        return micro instanceof Micro.Test test && test.atom() instanceof Condition.LocalCompare compare
                ? Set.of(compare.local())
                : Set.of();
    }
}
