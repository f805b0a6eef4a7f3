package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.protocol.step.InLine;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** How items come to be queued and leave their queue, where they are run in the order in which they came. */
final class Lines {

    private Lines() {}

    /** Puts an item behind the others on its queue or worker. */
    static Expr queued(String runner, Expr item, Facts facts, Kernel kernel) {
        List<String> line = InLine.of(facts.lowered().protocol(), runner);
        return line.isEmpty()
                ? Tla.assignAt("armed", item, Tla.TRUE)
                : kernel.call(Operator.ENQUEUE, item, Facts.literalSet(line));
    }

    /** Takes an item off, wherever it stands; whoever waited behind it goes on. */
    static List<Expr> left(CallbackView item, Kernel kernel) {
        List<Expr> writes = new ArrayList<>(List.of(item.has("ahead")
                ? kernel.call(Operator.DEQUEUE, Tla.name(item.name()))
                : item.set("armed", Tla.FALSE)));
        if (item.has("behind")) {
            writes.add(item.set("behind", Tla.set()));
        }
        return writes;
    }

    /** The item is on its queue, and none is there that was before it. */
    static Expr isFirst(CallbackView item) {
        return item.has("ahead")
                ? Tla.and(item.of("armed"), Tla.eq(item.of("ahead"), Tla.set()))
                : item.of("armed");
    }
}
