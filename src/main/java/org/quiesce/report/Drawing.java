package org.quiesce.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Checked;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.ReplayReport;
import org.quiesce.workbench.Verdict;

/**
 * A counterexample that is drawn, and those that are so much like it that they need no drawing of their own.
 *
 * @param lead the one that is drawn
 * @param on   the checks in which the same run refutes the same property
 * @param like the others
 */
record Drawing(Found lead, List<Checked> on, List<Alike> like) {

    Drawing {
        on = List.copyOf(on);
        like = List.copyOf(like);
    }

    /** A counterexample, what it refutes, and where. */
    record Found(Checked check, Property property, Verdict verdict, Counterexample counterexample) {

        private static Optional<Found> of(Checked check, PropertyResult result) {
            return result.counterexample().map(c -> new Found(check, result.property(), result.verdict(), c));
        }

        /** What the replay said, apart from the number of steps; empty if there was none. */
        private Optional<Boolean> confirmed() {
            return counterexample.replay().map(ReplayReport::confirmed);
        }

        private boolean isReliable() {
            return verdict == Verdict.VIOLATED && confirmed().orElse(true);
        }

        /** How much like another it is; what can't be relied on is like nothing else. */
        private Optional<Likeness> likeness(Found other) {
            return isReliable() && other.isReliable() && confirmed().equals(other.confirmed())
                    ? Likeness.between(counterexample.story(), other.counterexample.story())
                    : Optional.empty();
        }
    }

    /**
     * Properties that are refuted on the same kernels by runs like the one that is drawn.
     *
     * @param likeness of the least like of them
     */
    record Alike(List<Property> properties, List<Checked> on, Likeness likeness, Outcome outcome) {
        Alike {
            properties = List.copyOf(properties);
            on = List.copyOf(on);
        }
    }

    /** The drawings that show every counterexample of a sheet. */
    static List<Drawing> of(Sheet sheet) {
        Map<Found, List<Found>> groups = new LinkedHashMap<>();
        for (Checked check : sheet.checks()) {
            for (PropertyResult result : check.result().properties()) {
                Found.of(check, result).ifPresent(found -> groups.keySet().stream()
                        .filter(lead -> lead.likeness(found).isPresent())
                        .findFirst()
                        .ifPresentOrElse(lead -> groups.get(lead).add(found),
                                () -> groups.put(found, new ArrayList<>())));
            }
        }
        return groups.entrySet().stream().map(g -> of(g.getKey(), g.getValue())).toList();
    }

    private static Drawing of(Found lead, List<Found> others) {
        List<Checked> on = new ArrayList<>(List.of(lead.check()));
        Map<Map.Entry<Property, Outcome>, List<Found>> rest = new LinkedHashMap<>();
        others.stream().sorted(Comparator.comparing(o -> o.property() != lead.property())).forEach(other -> {
            if (other.property() == lead.property() && lead.likeness(other).equals(Optional.of(Likeness.SAME_RUN))) {
                on.add(other.check());
            } else {
                rest.computeIfAbsent(Map.entry(other.property(), other.counterexample().outcome()),
                        k -> new ArrayList<>()).add(other);
            }
        });
        return new Drawing(lead, on, alike(lead, rest));
    }

    private static List<Alike> alike(Found lead, Map<Map.Entry<Property, Outcome>, List<Found>> rest) {
        List<Alike> all = new ArrayList<>();
        rest.forEach((what, found) -> {
            Alike next = new Alike(List.of(what.getKey()), found.stream().map(Found::check).toList(),
                    found.stream().map(f -> lead.likeness(f).orElseThrow()).max(Likeness::compareTo).orElseThrow(),
                    what.getValue());
            int last = all.size() - 1;
            if (last >= 0 && isOneSentence(lead, all.get(last), next)) {
                all.set(last, join(all.get(last), next));
            } else {
                all.add(next);
            }
        });
        return all;
    }

    /** The property that is drawn is told from the others, as the drawing has said already that it is violated. */
    private static boolean isOneSentence(Found lead, Alike one, Alike other) {
        return !one.properties().contains(lead.property())
                && !other.properties().contains(lead.property())
                && one.on().equals(other.on())
                && one.outcome() == other.outcome();
    }

    private static Alike join(Alike one, Alike other) {
        List<Property> properties = new ArrayList<>(one.properties());
        properties.addAll(other.properties());
        return new Alike(properties, one.on(),
                one.likeness().compareTo(other.likeness()) >= 0 ? one.likeness() : other.likeness(), one.outcome());
    }
}
