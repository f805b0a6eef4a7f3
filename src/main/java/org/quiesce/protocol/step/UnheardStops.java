package org.quiesce.protocol.step;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quiesce.protocol.Program;

/**
 * Leaves out how free_irq() tells the thread of an interrupt that it is stopped, where the function that it runs can't
 * make a difference of it: nearly everywhere.
 *
 * @param heeding  the functions to which a signal makes a difference
 * @param sleeping the functions that a wake-up can reach
 */
record UnheardStops(Set<String> heeding, Set<String> sleeping) {

    /** Of the programs of one protocol, each with its code. */
    static UnheardStops of(Map<Program, Code> programs) {
        return new UnheardStops(
                names(programs, Vocabulary::heedsSignals),
                names(programs, Vocabulary::sleeps));
    }

    private static Set<String> names(Map<Program, Code> programs, Predicate<Step> which) {
        return programs.entrySet().stream()
                .filter(entry -> entry.getValue().steps().stream().anyMatch(which))
                .map(entry -> entry.getKey().name())
                .collect(Collectors.toSet());
    }

    /** The code without the steps that nobody hears; what led to one leads past it. None of them is the first. */
    Code leftOutOf(Code code) {
        Map<String, String> past = new HashMap<>();
        code.steps().stream().filter(this::isUnheard).forEach(s -> past.put(s.label(), s.exits().get(Exit.NEXT)));
        return past.isEmpty() ? code : new Code(code.entry(), code.steps().stream()
                .filter(step -> !past.containsKey(step.label()))
                .map(step -> step.led(label -> past(label, past)))
                .toList());
    }

    private boolean isUnheard(Step step) {
        Micro micro = step.micros().get(0);
        return micro instanceof CallbackMicro.IrqThreadNotify notify && !heeding.contains(notify.callback())
                || micro instanceof CallbackMicro.IrqThreadWake wake && !sleeping.contains(wake.callback());
    }

    private static String past(String label, Map<String, String> past) {
        return Optional.ofNullable(past.get(label)).map(next -> past(next, past)).orElse(label);
    }
}
