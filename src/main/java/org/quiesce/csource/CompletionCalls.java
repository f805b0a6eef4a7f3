package org.quiesce.csource;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Held;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.csource.Meaning.Tests;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.protocol.CompletionOperation.WaitForCompletion;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.WaitOps;

/**
 * Calls about completions. How often an interrupt has completed one is not counted, as nothing bounds it: that it was
 * completed stands for any number of times, and whoever takes one may leave some. The one completion that stands for them
 * is then given back, which is what all others see of it.
 */
final class CompletionCalls {

    private static final Pattern WAIT =
            Pattern.compile("wait_for_completion(?:_io)?(|_interruptible|_killable)(_timeout)?");

    private CompletionCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("complete", CompletionCalls::complete);
        table.put("complete_on_current_cpu", CompletionCalls::complete);
        table.put("complete_all", site -> new Does(Ops.completeAll(completion(site))));
        table.put("reinit_completion", site -> new Does(Ops.reinitCompletion(completion(site))));
        table.put("completion_done", site -> new Tests(Conditions.completionDone(completion(site))));
        table.put("try_wait_for_completion",
                site -> taking(site, WaitOps.tryWaitForCompletion(completion(site)), 1));
        table.put("wait_for_completion_state",
                site -> waits(site, new WaitForCompletion(completion(site), site.sleepMode(1), Timeout.NEVER)));
        for (String how : new String[] {"", "_io", "_interruptible", "_killable"}) {
            table.put("wait_for_completion" + how, CompletionCalls::waitAsNamed);
            table.put("wait_for_completion" + how + "_timeout", CompletionCalls::waitAsNamed);
        }
    }

    private static String completion(CallSite site) {
        return site.object(0, SharedObject.Kind.COMPLETION);
    }

    private static boolean isUncounted(CallSite site) {
        return site.in().module().isUncounted(site.variable(0));
    }

    private static Meaning complete(CallSite site) {
        String completion = completion(site);
        if (site.in().returns() == Returns.IRQ || site.in().returns() == Returns.IRQ_THREAD) {
            site.in().module().keep(site.variable(0));
        }
        // What nobody takes any of would be counted without end.
        boolean isOverAndOver = site.in().isInLoop() && site.in().module().isUnheard(site.variable(0));
        if (!isUncounted(site) && !isOverAndOver) {
            return new Does(Ops.complete(completion));
        }
        site.in().out().branch(site.line(), Conditions.not(Conditions.completionDone(completion)),
                () -> site.in().emit(site.line(), Ops.complete(completion)), () -> { });
        return new Nothing();
    }

    private static Meaning waitAsNamed(CallSite site) {
        Matcher name = WAIT.matcher(site.name());
        if (!name.matches()) {
            throw new AssertionError(site.name());
        }
        return waits(site, new WaitForCompletion(completion(site), SleepMode.suffixed(name.group(1)),
                name.group(2) == null ? Timeout.NEVER : Timeout.FINITE));
    }

    private static Meaning waits(CallSite site, WaitForCompletion wait) {
        if (wait.mode() != SleepMode.UNINTERRUPTIBLE || wait.timeout() != Timeout.NEVER || !isUncounted(site)) {
            return taking(site, wait, wait.success());
        }
        site.in().emit(site.line(), wait);
        giveBack(site);
        return new Nothing();
    }

    /** @param success what it yields if it has taken one */
    private static Meaning taking(CallSite site, Operation operation, int success) {
        // Where it is not meant it is refused, which needs to know what it is.
        if (!isUncounted(site) || site.in().kind() == ContextRules.Kind.INTERRUPT) {
            return new Does(operation);
        }
        String taken = site.in().temporary("taken");
        site.in().out().assign(site.line(), taken, operation);
        site.in().out().branch(site.line(), Conditions.equal(taken, success), () -> giveBack(site), () -> { });
        return new Held(taken);
    }

    private static void giveBack(CallSite site) {
        String completion = completion(site);
        site.in().abstracted(Kind.CHOICE, site.line(), "how often an interrupt has completed '" + completion
                + "' is not counted: after this wait it may be completed still, or not");
        site.in().out().branch(site.line(), Conditions.chance("'" + completion + "' was completed more than once"),
                () -> site.in().emit(site.line(), Ops.complete(completion)), () -> { });
    }
}
