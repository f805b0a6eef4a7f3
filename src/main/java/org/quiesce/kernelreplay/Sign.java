package org.quiesce.kernelreplay;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quiesce.kernel.Outcome;

/** What a kernel writes when something has gone wrong, and of which outcome of the model it is the sign. */
enum Sign {
    INSTRUCTION_FETCH("#PF: supervisor instruction fetch in kernel mode", List.of(Outcome.TEXT_FAULT)),
    HUNG_STOPPER("INFO: task \\S+:\\d+ blocked for more than \\d+ seconds(?:(?!INFO: task)[\\s\\S])*?\\bkthread_stop\\+0x",
            List.of(Outcome.HUNG_STOPPER)),
    NEVER_WOKEN("INFO: task \\S+:\\d+ blocked for more than \\d+ seconds(?:(?!INFO: task)[\\s\\S])*?schedule\\+0x\\S+\\s+"
            + "(?:\\? \\S+\\s+)*kthread\\+0x", List.of(Outcome.HUNG_KTHREAD)),
    HUNG("INFO: task \\S+:\\d+ blocked for more than \\d+ seconds", List.of(Outcome.HUNG_OTHER)),
    NULL_POINTER("BUG: kernel NULL pointer dereference", List.of(Outcome.NULL_DEREF, Outcome.KASAN_UAF, Outcome.WRONG_VICTIM)),
    BAD_POINTER("BUG: unable to handle page fault for address|general protection fault", List.of(Outcome.KASAN_UAF, Outcome.NULL_DEREF)),
    REFCOUNT("refcount_t: ", List.of(Outcome.REFCOUNT, Outcome.KASAN_UAF)),
    ATOMIC("BUG: scheduling while atomic", List.of(Outcome.ATOMIC)),
    LOCKUP("watchdog: BUG: soft lockup|rcu: INFO: \\S+ (?:detected stalls|self-detected stall)", List.of(Outcome.SPIN)),
    BUSY("rmmod: can't unload module 'driver': Resource temporarily unavailable", List.of(Outcome.RMMOD_BUSY)),
    WARNING("WARNING: CPU: \\d+ PID: \\d+ at ", List.of(Outcome.WARN));

    private final Pattern pattern;
    private final List<Outcome> of;

    Sign(String pattern, List<Outcome> of) {
        this.pattern = Pattern.compile(pattern);
        this.of = of;
    }

    /** The first line of what is a sign of that outcome. */
    static Optional<String> of(Outcome outcome, String text) {
        return Arrays.stream(values())
                .filter(sign -> sign.of.contains(outcome))
                .flatMap(sign -> sign.in(text).stream())
                .findFirst();
    }

    /** The first line of whatever went wrong. */
    static Optional<String> any(String text) {
        return Arrays.stream(values()).flatMap(sign -> sign.in(text).stream()).findFirst();
    }

    /** Whether there are signs of that outcome in what a kernel writes: many outcomes are not seen. */
    static boolean isKnown(Outcome outcome) {
        return Arrays.stream(values()).anyMatch(sign -> sign.of.contains(outcome));
    }

    private Optional<String> in(String text) {
        var found = pattern.matcher(text);
        return found.find() ? found.group().lines().findFirst() : Optional.empty();
    }
}
