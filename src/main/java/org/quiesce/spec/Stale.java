package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.StaleEntries;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Entries that are left on a wait queue when the stack that they lie on is gone. */
final class Stale {

    private static final Expr T = Tla.name("t");

    private Stale() {}

    /** What comes of walking a queue; nothing if no entry is ever left there. */
    static List<Fault> faults(String queue, Site site) {
        return faults(queue, site.facts().lowered().contexts(), site);
    }

    /** What comes of looking at the entries of some contexts. */
    static List<Fault> faults(String queue, List<String> contexts, Site site) {
        List<String> left = StaleEntries.on(site.facts().lowered(), queue).stream().filter(contexts::contains).toList();
        List<Expr> ways = new ArrayList<>();
        List<String> threads = left.stream().filter(site.facts().lowered().kthreads()::contains).toList();
        if (!threads.isEmpty()) {
            ways.add(some(queue, threads, Tla.eq(Tla.at("state", T), Tla.str(TaskState.DEAD.name())), site));
        }
        for (LoweredProgram program : site.facts().lowered().programs()) {
            List<String> returned = StaleEntries.returned(program);
            if (!program.isKthread() && !returned.isEmpty() && left.containsAll(program.contexts())) {
                ways.add(some(queue, program.contexts(), Facts.isOneOf(Tla.at("pc", T), returned), site));
            }
        }
        return ways.isEmpty() ? List.of() : List.of(Fault.when(Tla.or(ways), Outcome.KASAN_UAF.code()));
    }

    private static Expr some(String queue, List<String> contexts, Expr gone, Site site) {
        return Tla.neq(
                Tla.filter("t", site.facts().setOf(contexts, site.kernel()), Tla.and(Tla.in(T, Tla.name(queue)), gone)),
                Tla.set());
    }
}
