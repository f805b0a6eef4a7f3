package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The atomic unit of interleaving.
 *
 * @param action   name of the step, unique in the protocol: the name of its TLA+ action, such as {@code Worker3}
 * @param label    where a context is that takes this step next: a line, or a line and a part, such as {@code 8.set}
 * @param number   number of its line in the protocol's listing, 0 for a step of core code that no line calls
 * @param line     the number that a reader knows that line by: the same, or the line of a file
 * @param text     the C of that line, or the name of the core function
 * @param what     what the step does, in kernel terms, as a short clause in the present tense
 * @param ids      micro-step ids of the reference, such as {@code S4}; empty for ordinary statements
 * @param frame    where the instruction is
 * @param fairness what is assumed of it, unless {@link LoweredProtocol#reliance()} says otherwise
 * @param micros   what it does, in order, at least one
 * @param exits    where each way out leads
 */
public record Step(
        String action,
        String label,
        int number,
        int line,
        String text,
        String what,
        List<String> ids,
        Frame frame,
        Fairness fairness,
        List<Micro> micros,
        SortedMap<Exit, String> exits) {

    public Step {
        ids = List.copyOf(ids);
        micros = List.copyOf(micros);
        exits = Collections.unmodifiableSortedMap(new TreeMap<>(exits));
    }

    /** The same step with other ways out. */
    Step withExits(SortedMap<Exit, String> others) {
        return new Step(action, label, number, line, text, what, ids, frame, fairness, micros, others);
    }

    /** The same step, each of whose ways leads where that says of its label. */
    Step led(UnaryOperator<String> elsewhere) {
        SortedMap<Exit, String> others = new TreeMap<>();
        exits.forEach((exit, target) -> others.put(exit, elsewhere.apply(target)));
        return withExits(others);
    }

    /** The same step, in core text. */
    Step inCore() {
        return new Step(action, label, number, line, text, what, ids, Frame.CORE, fairness, micros, exits);
    }

    /** The same step, with a micro before all others. */
    Step after(Micro first) {
        List<Micro> all = new ArrayList<>(List.of(first));
        all.addAll(micros);
        return new Step(action, label, number, line, text, what, ids, frame, fairness, all, exits);
    }

    /** Whether one of the step's micros is of that kind, or the first look of one that is. */
    public boolean does(Class<? extends Micro> kind) {
        return micros.stream().anyMatch(micro -> kind.isInstance(micro)
                || micro instanceof Micro.AtOnce look && kind.isInstance(look.call()));
    }
}
