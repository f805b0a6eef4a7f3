package org.quiesce.spec;

import java.util.Optional;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Signals. Where nobody gets one there is nothing to say about them. */
final class SignalMeanings {

    private SignalMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.AllowSignal) {
            return Optional.of(set("allowed", Tla.TRUE, site));
        } else if (micro instanceof Micro.SendSignal m) {
            Expr task = site.task(m.task());
            return Optional.of(Meaning.doing(site.kernel().call(Operator.SEND_SIGNAL, task))
                    .unless(StopMeanings.badTask(task, site)));
        } else if (micro instanceof Micro.FlushSignals) {
            return Optional.of(set("signals", Tla.FALSE, site));
        }
        return Optional.empty();
    }

    private static Meaning set(String variable, Expr value, Site site) {
        return site.has(variable) ? Meaning.doing(site.setOwn(variable, value)) : Meaning.doing();
    }
}
