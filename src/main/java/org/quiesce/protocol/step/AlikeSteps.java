package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes one step of several of the same line that do the same and lead to the same: what follows a {@code goto} is
 * written once, and stands in a program once for each way to it.
 */
final class AlikeSteps {

    /** What a step does, and the classes of steps to which it leads. */
    private record Shape(int line, String text, String what, List<String> ids, Frame frame, Fairness fairness,
            List<Micro> micros, SortedMap<Exit, Object> exits) {}

    private final List<Step> steps;
    private final Set<String> labels;
    /** What the step at a label is like, as far as it is looked at by now. */
    private Map<String, Object> classes = new HashMap<>();

    private AlikeSteps(List<Step> steps) {
        this.steps = steps;
        this.labels = steps.stream().map(Step::label).collect(Collectors.toSet());
    }

    /** The steps, of those that are alike one: the first, unless it is where the program begins. */
    static List<Step> merged(String entry, List<Step> steps) {
        return new AlikeSteps(steps).merge(entry);
    }

    private List<Step> merge(String entry) {
        int before = 0;
        int after = refine();
        while (after > before) {
            before = after;
            after = refine();
        }
        Map<Object, String> first = new HashMap<>();
        first.put(classes.get(entry), entry);
        steps.forEach(step -> first.putIfAbsent(classes.get(step.label()), step.label()));
        List<Step> kept = new ArrayList<>();
        for (Step step : steps) {
            if (first.get(classes.get(step.label())).equals(step.label())) {
                kept.add(step.led(target -> classes.containsKey(target) ? first.get(classes.get(target)) : target));
            }
        }
        return List.copyOf(kept);
    }

    /** Tells apart steps that lead to steps that are told apart; how many kinds there are then. */
    private int refine() {
        Map<Object, Integer> numbers = new HashMap<>();
        Map<String, Object> finer = new HashMap<>();
        for (Step step : steps) {
            finer.put(step.label(), numbers.computeIfAbsent(shape(step), s -> numbers.size()));
        }
        classes = finer;
        return numbers.size();
    }

    /** A step of the kernel that no line calls has a label with a meaning of its own. */
    private Object shape(Step step) {
        if (step.number() == 0) {
            return step.label();
        }
        SortedMap<Exit, Object> exits = new TreeMap<>();
        step.exits().forEach((exit, target) -> exits.put(exit, kind(target)));
        return new Shape(step.line(), step.text(), step.what(), step.ids(), step.frame(), step.fairness(),
                step.micros(), exits);
    }

    private Object kind(String target) {
        return labels.contains(target) ? classes.getOrDefault(target, 0) : target;
    }
}
