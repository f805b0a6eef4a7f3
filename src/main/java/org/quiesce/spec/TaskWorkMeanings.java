package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** What others give a thread to run when it exits. */
final class TaskWorkMeanings {

    private static final Expr QUEUED = Tla.str("queued");
    private static final Expr CLOSED = Tla.str("closed");

    private TaskWorkMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.TaskWorkAdd m) {
            return Optional.of(add(m, site));
        } else if (micro instanceof Micro.TaskWorkRun) {
            return Optional.of(Meaning.of(new Course.Decided(
                    Tla.eq(site.own("taskWork"), QUEUED),
                    Course.way(Exit.TRUE, site.setOwn("taskWork", Tla.str("none"))),
                    Course.way(Exit.FALSE, site.setOwn("taskWork", CLOSED)))));
        } else if (micro instanceof Micro.TaskWorkReturn) {
            return Optional.of(Meaning.doing());
        }
        return Optional.empty();
    }

    /** There is one work, which can be on one list; where it is given once only, it is on none before. */
    private static Meaning add(Micro.TaskWorkAdd micro, Site site) {
        Expr task = site.task(micro.task());
        List<Expr> writes = new ArrayList<>(List.of(Tla.assignAt("taskWork", task, QUEUED)));
        writes.addAll(site.into(micro.into(), Tla.num(0)));
        Course added = Course.way(Exit.NEXT, writes);
        Course refused = Course.way(Exit.NEXT, site.into(micro.into(), Tla.num(Errno.ESRCH.negative())));
        Expr closed = Tla.eq(Tla.at("taskWork", task), CLOSED);
        List<Fault> faults = new ArrayList<>(List.of(StopMeanings.badTask(task, site)));
        if (site.facts().limits().taskWorks()) {
            Expr queued = Tla.exists("t", site.kernel().name(Operator.KTHREADS),
                    Tla.eq(Tla.at("taskWork", Tla.name("t")), QUEUED));
            faults.add(Fault.when(Tla.and(Tla.neq(Tla.at("taskWork", task), CLOSED), queued), Bounds.BOUND_FAULT));
        }
        return Meaning.of(new Course.Decided(closed, refused, added)).unless(faults);
    }
}
