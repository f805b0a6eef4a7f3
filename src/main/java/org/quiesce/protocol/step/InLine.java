package org.quiesce.protocol.step;

import java.util.List;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SharedObject.Ordering;

/** Items that are run one after the other, in the order in which they were queued. */
public final class InLine {

    private InLine() {}

    /**
     * The items that an ordered workqueue or a kthread worker has, in the order of their declaration; none of a runner of
     * another kind, and none if there is but one, which nobody can be before.
     */
    public static List<String> of(Protocol protocol, String runner) {
        List<String> items = isOrdered(protocol, runner) ? protocol.callbacks().stream()
                .filter(c -> c.runner().filter(runner::equals).isPresent())
                .map(Program::name)
                .toList() : List.of();
        return items.size() > 1 ? items : List.of();
    }

    /** The other items of the line of a callback; none if it is in none. */
    static List<String> others(Protocol protocol, Program.Callback callback) {
        return callback.runner().stream()
                .flatMap(runner -> of(protocol, runner).stream())
                .filter(item -> !item.equals(callback.name()))
                .toList();
    }

    private static boolean isOrdered(Protocol protocol, String runner) {
        return protocol.object(runner)
                .filter(o -> o instanceof SharedObject.KthreadWorker
                        || o instanceof SharedObject.Workqueue queue && queue.ordering() == Ordering.ORDERED)
                .isPresent();
    }
}
