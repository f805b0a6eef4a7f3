package org.quiesce.csource;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.SignalOperation;
import org.quiesce.protocol.SignalOperation.KillProcess;
import org.quiesce.protocol.SignalOperation.SendSignal;
import org.quiesce.protocol.TaskOps;
import org.quiesce.protocol.TaskRef;

/** Calls about signals of kernel threads. */
final class SignalCalls {

    private static final String SENDS = "send_sig";

    private SignalCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("allow_signal", SignalCalls::allowed);
        // Nobody but the kernel sends it one then.
        table.put("allow_kernel_signal", site -> new Does(Ops.allowSignal(signal(site))));
        table.put("disallow_signal", site -> new Does(TaskOps.disallowSignal(signal(site))));
        table.put("kernel_dequeue_signal", site -> new Does(TaskOps.kernelDequeueSignal()));
        table.put(SENDS, site -> new Does(new SendSignal(site.task(1), signal(site))));
        table.put("flush_signals", site -> new Does(Ops.flushSignals()));
    }

    /** Besides SIGKILL one signal is like another. */
    private static Signal signal(CallSite site) {
        return Ast.text(site.argument(0)).matches("SIGKILL|9") ? Signal.SIGKILL : Signal.SIGTERM;
    }

    /**
     * A signal that is allowed comes from whoever may kill the thread (kernel/signal.c, sig_task_ignored()). Where the
     * file sends none itself, one may be there at once, and it is said that later ones are not looked at.
     */
    private static Meaning allowed(CallSite site) {
        Signal signal = signal(site);
        Does allows = new Does(Ops.allowSignal(signal));
        if (site.in().kind() != ContextRules.Kind.KTHREAD || isSent(site.in().module().file())) {
            return allows;
        }
        Translation in = site.in();
        in.effects().done(allows, site.line(), Optional.empty());
        in.out().branch(site.line(), in.module().outside("a user sends " + signal + " to the thread"),
                () -> in.emit(site.line(), sent(signal)), () -> { });
        in.abstracted(Kind.UNMODELLED, site.line(), "that a user sends " + signal
                + ", which the thread allows, later than as soon as it does");
        return new Nothing();
    }

    private static SignalOperation sent(Signal signal) {
        return signal == Signal.SIGKILL ? new KillProcess(new TaskRef.Current()) : new SendSignal(new TaskRef.Current(), signal);
    }

    private static boolean isSent(CModule file) {
        return file.anyCall((name, call) -> name.equals(SENDS));
    }
}
