package org.quiesce.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.TaskMicro;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Signals. Where nobody gets one there is nothing to say about them. */
final class SignalMeanings {

    private SignalMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.AllowSignal m) {
            return Optional.of(set(m.signal() == Signal.SIGKILL ? "allowsKill" : "allowed", Tla.TRUE, site));
        } else if (micro instanceof Micro.SendSignal m) {
            Operator send = m.signal() == Signal.SIGKILL ? Operator.KILL_THREAD : Operator.SEND_SIGNAL;
            return Optional.of(sending(m.task(), send, site));
        } else if (micro instanceof Micro.KillProcess m) {
            return Optional.of(sending(m.task(), Operator.KILL_PROCESS, site));
        } else if (micro instanceof Micro.FlushSignals) {
            return Optional.of(forgetting(List.of("signals", "killPending", "sharedKill"), site));
        } else if (micro instanceof TaskMicro.DisallowSignal m) {
            return Optional.of(forgetting(
                    m.signal() == Signal.SIGKILL ? List.of("allowsKill", "killPending", "sharedKill") : List.of("allowed", "signals"),
                    site));
        } else if (micro instanceof TaskMicro.DequeueSignal m) {
            return Optional.of(dequeue(m, site));
        }
        return Optional.empty();
    }

    private static Meaning sending(TaskOperand operand, Operator send, Site site) {
        Expr task = site.task(operand);
        return Meaning.doing(site.kernel().call(send, task)).unless(StopMeanings.badTask(task, site));
    }

    private static Meaning set(String variable, Expr value, Site site) {
        return site.has(variable) ? Meaning.doing(site.setOwn(variable, value)) : Meaning.doing();
    }

    private static Meaning forgetting(List<String> flags, Site site) {
        return Meaning.doing(flags.stream().filter(site::has).map(flag -> site.setOwn(flag, Tla.FALSE)).toList());
    }

    /** The first that is pending is taken; of what comes later only that stays which something was taken before. */
    private static Meaning dequeue(TaskMicro.DequeueSignal micro, Site site) {
        Map<String, Signal> pending = new LinkedHashMap<>();
        pending.put("killPending", Signal.SIGKILL);
        pending.put("signals", Signal.SIGTERM);
        pending.put("sharedKill", Signal.SIGKILL);
        pending.keySet().removeIf(flag -> !site.has(flag));

        List<Expr> writes = new ArrayList<>();
        List<Expr> before = new ArrayList<>();
        Expr number = Tla.num(0);
        for (String flag : pending.keySet()) {
            writes.add(site.setOwn(flag, before.isEmpty() ? Tla.FALSE : Tla.and(Tla.OLD, Tla.parens(Tla.or(before)))));
            before.add(site.own(flag));
        }
        List<String> last = new ArrayList<>(pending.keySet());
        Collections.reverse(last);
        for (String flag : last) {
            number = Tla.ifThenElse(site.own(flag), Tla.num(pending.get(flag).number()), number);
        }
        writes.addAll(0, site.into(micro.into(), number));
        return Meaning.doing(writes);
    }
}
