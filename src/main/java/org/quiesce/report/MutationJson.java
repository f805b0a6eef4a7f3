package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.quiesce.mutation.Mutant;
import org.quiesce.report.Mutated.Explained;
import org.quiesce.report.MutationScores.OfSlips;
import org.quiesce.workbench.Fate;
import org.quiesce.workbench.MutantResult;

/** What came of mutants, as JSON. */
final class MutationJson {

    private MutationJson() {}

    static void put(ObjectNode node, List<Mutated> all) {
        ArrayNode protocols = node.putArray("protocols");
        all.forEach(mutated -> protocol(protocols.addObject(), mutated));
        MutationScores scores = new MutationScores(all);
        ArrayNode properties = node.putArray("properties");
        scores.properties().forEach(p -> properties.addObject()
                .put("name", p.property().id())
                .put("asked", p.asked())
                .put("killed", p.killed())
                .put("alone", p.alone()));
        ArrayNode slips = node.putArray("operators");
        scores.operators().forEach(s -> counts(slips.addObject().put("name", s.id()), s));
        counts(node.putObject("total"), scores.total());
    }

    private static void counts(ObjectNode node, OfSlips counts) {
        node.put("mutants", counts.mutants())
                .put("killed", counts.killed())
                .put("survived", counts.survived())
                .put("undecided", counts.undecided())
                .put("equivalent", counts.equivalent())
                .put("stillborn", counts.stillborn());
    }

    private static void protocol(ObjectNode node, Mutated mutated) {
        node.put("name", mutated.name());
        node.put("kernel", mutated.result().profile().name());
        node.put("granularity", mutated.result().original().granularity().id());
        node.put("engines", mutated.result().original().engines().name().toLowerCase(Locale.ROOT));
        ArrayNode mutants = node.putArray("mutants");
        mutated.result().mutants().forEach(m -> mutant(mutants.addObject(), mutated, m));
        if (!mutated.mistold().isEmpty()) {
            ArrayNode mistold = node.putArray("mistold");
            mutated.mistold().forEach(id -> mistold.add(id.toString()));
        }
    }

    private static void mutant(ObjectNode node, Mutated mutated, MutantResult result) {
        Mutant mutant = result.mutant();
        node.put("id", mutant.id().toString());
        node.put("operator", mutant.operator().id());
        node.put("function", mutant.function());
        node.put("line", mutant.id().line());
        node.put("before", mutant.before());
        node.put("after", mutant.after());
        fate(node, result.fate());
        mutated.alive().stream()
                .filter(explained -> explained.mutant().equals(result))
                .flatMap(explained -> explained.reason().stream())
                .forEach(reason -> {
                    reason.of().ifPresent(known -> node.put("reasonClass", known.id()));
                    node.put("because", reason.because());
                });
    }

    private static void fate(ObjectNode node, Fate fate) {
        if (fate instanceof Fate.Killed killed) {
            node.put("fate", "killed");
            killed.by().forEach(property -> node.withArray("by").add(property.id()));
        } else if (fate instanceof Fate.Survived survived) {
            node.put("fate", "survived");
            survived.vacuous().forEach(property -> node.withArray("vacuous").add(property.id()));
            survived.neverTaken().forEach(node.withArray("neverExecuted")::add);
        } else if (fate instanceof Fate.Unbounded unbounded) {
            node.put("fate", "undecided").put("why", "a run leaves the bounds of the model").put("leavesWith", unbounded.with());
        } else if (fate instanceof Fate.Undecided undecided) {
            node.put("fate", "undecided").put("why", undecided.why());
        } else if (fate instanceof Fate.Equivalent equivalent) {
            node.put("fate", "equivalent").put("why", why(equivalent.likeness()));
        } else if (fate instanceof Fate.Stillborn stillborn) {
            node.put("fate", "stillborn").put("why", stillborn.why());
        }
    }

    private static String why(Fate.Likeness likeness) {
        return switch (likeness) {
            case SAME_STEPS -> "its steps do the same";
            case DEAD_CODE -> "no run comes there";
            case SAME_GRAPH -> "its state graph has the same shape";
        };
    }

    /** Why the exit status is not 0. */
    static List<String> reasons(List<Mutated> all) {
        return all.stream().flatMap(mutated -> Stream.concat(
                        mutated.unexplained().stream().map(MutationJson::reason),
                        mutated.mistold().stream().map(id -> "the model says why " + id + " survives, and it does not"))
                .map(why -> mutated.name() + " on " + mutated.result().profile().name() + ": " + why)).toList();
    }

    private static String reason(Explained explained) {
        Mutant mutant = explained.mutant().mutant();
        return mutant.id() + " is killed by nothing, and nobody says why: " + mutant.description();
    }
}
