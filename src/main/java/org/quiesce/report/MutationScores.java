package org.quiesce.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quiesce.mutation.Operator;
import org.quiesce.protocol.property.Property;
import org.quiesce.report.Mutated.Explained;
import org.quiesce.workbench.Fate;
import org.quiesce.workbench.MutantResult;

/** How many mutants each property kills, and how many of each kind of slip are killed, over many protocols. */
final class MutationScores {

    private final List<Mutated> all;

    MutationScores(List<Mutated> all) {
        this.all = all;
    }

    /**
     * What a property does.
     *
     * @param asked  mutants that some property killed or none, of protocols of which this one holds
     * @param killed those of them that violate it
     * @param alone  those that violate nothing else
     */
    record OfProperty(Property property, long asked, long killed, long alone) {}

    /**
     * What comes of a kind of slip, or of all.
     *
     * @param mutants  all of that kind
     * @param killed   some property is violated
     * @param survived none is
     */
    record OfSlips(
            String id, long mutants, long killed, long survived, long undecided, long equivalent, long stillborn) {

        /** How many of those that were decided are killed, in thousandths. */
        long share() {
            return thousandths(killed, killed + survived);
        }
    }

    /** The properties that were asked about any mutant. */
    List<OfProperty> properties() {
        return Arrays.stream(Property.values()).map(this::of).filter(score -> score.asked() > 0).toList();
    }

    private OfProperty of(Property property) {
        long asked = all.stream()
                .filter(m -> m.result().held().contains(property))
                .mapToLong(m -> m.result().judged())
                .sum();
        return new OfProperty(property, asked,
                killed().filter(k -> k.by().contains(property)).count(),
                killed().filter(k -> k.by().equals(List.of(property))).count());
    }

    private Stream<Fate.Killed> killed() {
        return mutants().map(MutantResult::fate).filter(Fate.Killed.class::isInstance).map(Fate.Killed.class::cast);
    }

    private Stream<MutantResult> mutants() {
        return all.stream().flatMap(m -> m.result().mutants().stream());
    }

    /** The kinds of slip that were made. */
    List<OfSlips> operators() {
        return Arrays.stream(Operator.values())
                .map(operator -> of(operator.id(), mutants().filter(m -> m.mutant().operator() == operator).toList()))
                .filter(score -> score.mutants() > 0)
                .toList();
    }

    OfSlips total() {
        return of("all", mutants().toList());
    }

    static OfSlips of(String id, List<MutantResult> mutants) {
        return new OfSlips(id, mutants.size(), count(mutants, Fate.Killed.class), count(mutants, Fate.Survived.class),
                count(mutants, Fate.Unbounded.class) + count(mutants, Fate.Undecided.class),
                count(mutants, Fate.Equivalent.class),
                count(mutants, Fate.Stillborn.class));
    }

    private static long count(List<MutantResult> mutants, Class<? extends Fate> fate) {
        return mutants.stream().filter(m -> fate.isInstance(m.fate())).count();
    }

    /** How many mutants each reason keeps alive; those that a model names itself are together. */
    Map<String, Long> reasons() {
        Map<String, Long> counts = new TreeMap<>();
        all.stream().flatMap(m -> m.alive().stream())
                .filter(Explained::wantsReason)
                .forEach(explained -> counts.merge(MutationText.reason(explained), 1L, Long::sum));
        return counts;
    }

    /** A share of a whole, in thousandths, rounded down; of nothing it is all. */
    static long thousandths(long part, long whole) {
        return whole == 0 ? 1000 : part * 1000 / whole;
    }
}
