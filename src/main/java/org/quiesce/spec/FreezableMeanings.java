package org.quiesce.spec;

import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.FreezableMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Sleeps in which a thread may be frozen in place. */
final class FreezableMeanings {

    private FreezableMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof FreezableMicro.ScheduleFreezable) {
            return Optional.of(Meaning.doing(site.kernel().call(Operator.SCHEDULE_FREEZABLE, site.self())));
        } else if (micro instanceof FreezableMicro.SleptFreezable) {
            Expr awake = site.setOwn("inPlace", Tla.str("none"));
            Expr skipped = Tla.and(
                    site.kernel().call(Operator.FREEZING, site.self()),
                    Tla.not(Tla.name(Axis.FREEZER_USES_TASK_FROZEN.constant())));
            return Optional.of(Meaning.of(new Course.Decided(
                    skipped, Course.way(Exit.TRUE, awake), Course.way(Exit.FALSE, awake))));
        }
        return Optional.empty();
    }
}
