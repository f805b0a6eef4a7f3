package org.quiesce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.audit.Assumption;
import org.quiesce.audit.Examined;
import org.quiesce.audit.Standing;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/**
 * On which assumptions the verdict on a property rests on a kernel.
 *
 * @param asItIs what is found with every assumption as it is; empty if the property means nothing then
 * @param turns  the assumptions of which each, turned alone, leads to another verdict
 */
record Dependence(Optional<Verdict> asItIs, List<Turn> turns) {

    Dependence {
        turns = List.copyOf(turns);
    }

    /** An assumption, and what is found when it is turned. */
    record Turn(Assumption assumption, Verdict to) {}

    /** Properties of which the same is true on the same kernels. */
    private record Saying(Dependence dependence, String on) {}

    /** A sentence for every property of an audit; properties of which the same is true share one. */
    static List<Sentence> sentences(Audited audited) {
        Map<Saying, List<Property>> sayings = new LinkedHashMap<>();
        for (Property property : Property.values()) {
            sayings(audited, property).forEach(s -> sayings.computeIfAbsent(s, p -> new ArrayList<>()).add(property));
        }
        return sayings.entrySet().stream()
                .map(e -> new Sentence(e.getValue(),
                        e.getKey().dependence().predicate(e.getValue().size()) + e.getKey().on()))
                .toList();
    }

    /** @param predicate without full stop */
    record Sentence(List<Property> properties, String predicate) {
        String subject() {
            return Phrases.and(properties.stream().map(Property::id).toList());
        }
    }

    private static List<Saying> sayings(Audited audited, Property property) {
        List<Saying> sayings = new ArrayList<>();
        audited.sheet().sayings(check -> Stream.of(of(audited, check.result(), property))
                        .filter(d -> d.asItIs().isPresent() || !d.turns().isEmpty())
                        .toList())
                .forEach((dependence, on) -> sayings.add(new Saying(dependence, audited.sheet().onlyKernels(on))));
        return sayings;
    }

    private static Dependence of(Audited audited, CheckResult asItIs, Property property) {
        List<Turn> turns = new ArrayList<>();
        for (Examined examined : audited.examined()) {
            examined.flips(asItIs).stream()
                    .filter(flip -> flip.property() == property)
                    .forEach(flip -> turns.add(new Turn(examined.assumption(), flip.to())));
        }
        return new Dependence(
                asItIs.properties().stream().filter(p -> p.property() == property).map(PropertyResult::verdict).findFirst(),
                turns);
    }

    // ---- in words

    private String predicate(int properties) {
        List<String> clauses = new ArrayList<>();
        Verbs verbs = properties == 1 ? Verbs.ONE : Verbs.SEVERAL;
        String without = turns.isEmpty() ? " whichever of these is dropped or taken on" : "";
        clauses.add(asItIs.map(verdict -> switch (verdict) {
            case HOLDS -> holds(verbs, without);
            case VIOLATED -> violated(verbs, without);
            case VACUOUS -> verbs.say() + " nothing" + without;
            case INCONCLUSIVE -> verbs.are() + " not decided as it is";
            case DISPUTED -> verbs.are() + " disputed as it is";
        }).orElse(verbs.mean() + " nothing as it is"));
        rest(verbs).forEach(clauses::add);
        return String.join("; ", clauses);
    }

    private String holds(Verbs verbs, String without) {
        List<String> needs = clauses(Verdict.VIOLATED, Standing.MADE);
        return verbs.hold() + (needs.isEmpty() ? without : " only as long as " + Phrases.and(needs));
    }

    private String violated(Verbs verbs, String without) {
        List<String> helps = clauses(Verdict.HOLDS, Standing.NOT_MADE);
        return helps.isEmpty()
                ? verbs.are() + " violated" + without
                : verbs.hold() + " only if " + Phrases.or(helps);
    }

    /** What the first clause has not said. */
    private List<String> rest(Verbs verbs) {
        List<String> rest = new ArrayList<>();
        for (Verdict to : Verdict.values()) {
            for (Standing standing : Standing.values()) {
                List<String> clauses = clauses(to, standing);
                if (!clauses.isEmpty() && !isSaidFirst(to, standing)) {
                    rest.add(verbs.found(to) + (standing == Standing.MADE ? " if it is not assumed that " : " if ")
                            + Phrases.or(clauses));
                }
            }
        }
        return rest;
    }

    private boolean isSaidFirst(Verdict to, Standing standing) {
        return standing == Standing.MADE
                ? asItIs.equals(Optional.of(Verdict.HOLDS)) && to == Verdict.VIOLATED
                : asItIs.equals(Optional.of(Verdict.VIOLATED)) && to == Verdict.HOLDS;
    }

    private List<String> clauses(Verdict to, Standing standing) {
        return turns.stream()
                .filter(turn -> turn.to() == to && turn.assumption().standing() == standing)
                .map(turn -> turn.assumption().clause())
                .toList();
    }

    /** The verbs of a sentence. */
    private enum Verbs {
        ONE("holds", "is", "says", "means"),
        SEVERAL("hold", "are", "say", "mean");

        private final String hold;
        private final String are;
        private final String say;
        private final String mean;

        Verbs(String hold, String are, String say, String mean) {
            this.hold = hold;
            this.are = are;
            this.say = say;
            this.mean = mean;
        }

        String hold() {
            return hold;
        }

        String are() {
            return are;
        }

        String say() {
            return say;
        }

        String mean() {
            return mean;
        }

        String found(Verdict verdict) {
            return switch (verdict) {
                case HOLDS -> hold;
                case VIOLATED -> are + " violated";
                case VACUOUS -> say + " nothing";
                case INCONCLUSIVE -> are + " not decided";
                case DISPUTED -> are + " disputed";
            };
        }
    }
}
