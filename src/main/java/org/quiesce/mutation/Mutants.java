package org.quiesce.mutation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.mutation.Mutant.Alive;
import org.quiesce.mutation.Mutant.Birth;
import org.quiesce.mutation.Mutant.Stillborn;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolException;
import org.quiesce.protocol.Statement;

/** Makes every mutant of a protocol. */
public final class Mutants {

    private final Protocol original;
    private final List<Mutant> mutants = new ArrayList<>();
    private final Map<MutantId, Integer> numbers = new HashMap<>();
    /** What two slips make is one mutant, and what changes nothing is none. */
    private final Set<Map<String, List<Statement>>> seen = new HashSet<>();

    private Mutants(Protocol original) {
        this.original = original;
        seen.add(original.bodies());
    }

    /**
     * The mutants of a protocol, in the order of its listing. What acts in the environment is no code of the module, and
     * so nobody makes a slip there.
     */
    public static List<Mutant> of(Protocol original) {
        Mutants mutants = new Mutants(original);
        Set<String> outside = original.environments().stream().map(Program::name).collect(Collectors.toSet());
        original.bodies().forEach((function, body) -> {
            if (!outside.contains(function)) {
                Site.in(original, body).forEach(site -> mutants.addAt(function, site));
            }
        });
        return List.copyOf(mutants.mutants);
    }

    private void addAt(String function, Site site) {
        for (Operator operator : Operator.values()) {
            operator.at(site).forEach(change -> add(operator, function, site, change));
        }
    }

    private void add(Operator operator, String function, Site site, Change change) {
        Birth birth = birth(function, site.with(change.replaced(), change.instead()));
        if (birth instanceof Alive alive && !seen.add(alive.protocol().bodies())) {
            return;
        }
        int number = site.statement().line();
        int shown = original.listing().at(number).shown();
        mutants.add(new Mutant(
                id(operator, shown == 0 ? number : shown),
                Role.of(original, function),
                new Slip(original, function, site.repeated(), site.first(change.replaced()), change.instead()),
                birth));
    }

    private MutantId id(Operator operator, int line) {
        return new MutantId(operator, line, numbers.merge(new MutantId(operator, line, 1), 1, Integer::sum));
    }

    private Birth birth(String function, List<Statement> body) {
        try {
            return new Alive(original.withBody(function, Reach.reached(body)));
        } catch (ProtocolException e) {
            return new Stillborn(e.getMessage());
        }
    }
}
