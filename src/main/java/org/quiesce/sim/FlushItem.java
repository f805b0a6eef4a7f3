package org.quiesce.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Vocabulary;

/**
 * The flush item of a context.
 *
 * @param flushing what it stands behind, on the list of a kthread worker
 * @param behind   the value of that for every work and worker that it ever stands behind, by name
 */
record FlushItem(String context, Field flushing, int none, Map<String, Integer> behind) {

    private static final String FLUSHING = "flushing";

    static FlushItem of(String context, Scope scope) {
        List<Datum> domain = scope.layout().domain(FLUSHING, context);
        Map<String, Integer> behind = new HashMap<>();
        for (int code = 0; code < domain.size(); code++) {
            behind.put(domain.get(code).toString(), code);
        }
        int none = behind.remove(Vocabulary.NONE);
        return new FlushItem(context, scope.layout().field(FLUSHING, context), none, Map.copyOf(behind));
    }

    /** The items of some contexts. */
    static List<FlushItem> of(List<String> contexts, Scope scope) {
        return contexts.stream().map(context -> of(context, scope)).toList();
    }

    boolean isWaiting(long[] state) {
        return flushing.get(state) != none;
    }

    /** Whether it stands behind that work or, with the name of a worker, behind all work of that. */
    StateTest isBehind(String name) {
        Integer code = behind.get(name);
        return code == null ? state -> false : state -> flushing.get(state) == code;
    }

    /** It is put there. */
    void put(String name, long[] after) {
        flushing.set(after, behind.get(name));
    }

    /** It was run. */
    void leave(long[] after) {
        flushing.set(after, none);
    }
}
