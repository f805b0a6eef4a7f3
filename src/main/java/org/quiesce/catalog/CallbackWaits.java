package org.quiesce.catalog;

import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;

import java.util.List;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.ProtocolBuilder;

/** Waits for a callback that can't end while somebody waits for it (families B and C of the reference). */
final class CallbackWaits {

    private CallbackWaits() {}

    static List<Entry> entries() {
        return List.of(shouldStopOutsideKthread());
    }

    // ---- should-stop-outside-kthread

    private static Entry shouldStopOutsideKthread() {
        return Entry.fault("should-stop-outside-kthread", "A work item tests kthread_should_stop()")
                .story("A work item polls until kthread_should_stop(). The thread that runs it is a kworker, which"
                        + " nobody stops; exit waits for the item, and the item for a stop.")
                .broken("The item polls until the kworker is to stop.", module -> polling(module, shouldStop())
                        .exit(body -> body.call(cancelWorkSync("poll"))))
                .mended("The item polls until exit sets a flag.",
                        module -> polling(module.flag("stopping"), flag("stopping"))
                                .exit(body -> body
                                        .call(set("stopping"))
                                        .call(cancelWorkSync("poll"))))
                .build();
    }

    private static ProtocolBuilder polling(ProtocolBuilder module, Condition enough) {
        return module
                .work("poll", body -> body.loop(not(enough), loop -> loop.call(msleep())))
                .init(body -> body.call(scheduleWork("poll")));
    }
}
