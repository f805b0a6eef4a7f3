package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.quiesce.protocol.step.Run;

/** Turns numbers of states back into moves. */
final class Paths {

    private final Machine machine;
    private final StateTable table;

    Paths(Machine machine, StateTable table) {
        this.machine = machine;
        this.table = table;
    }

    /** The run to a state on which it was found: a shortest one, with few changes of the running context. */
    Run to(int number, Run.Ending ending) {
        List<Integer> numbers = new ArrayList<>();
        for (int at = number; at != StateTable.ROOT; at = table.parent(at)) {
            numbers.add(at);
        }
        Collections.reverse(numbers);
        List<Tidying.Hop> hops = new ArrayList<>();
        for (int i = 1; i < numbers.size(); i++) {
            hops.add(new Tidying.Hop(labelBetween(numbers.get(i - 1), numbers.get(i)), state(numbers.get(i))));
        }
        List<Run.Move> moves = new Tidying(machine, machine.initial()).tidied(hops).stream()
                .map(hop -> move(hop.label(), hop.after()))
                .toList();
        return new Run(machine.layout().decode(machine.initial()), moves, ending);
    }

    /** The move that leads from one state to the other with a certain label. */
    Run.Move move(int label, int to) {
        return move(label, state(to));
    }

    private Run.Move move(int label, long[] after) {
        return new Run.Move(machine.labels().context(label), machine.labels().action(label),
                machine.layout().decode(after));
    }

    /** The label of the first move that leads from one state to the other. */
    private int labelBetween(int from, int to) {
        long[] target = state(to);
        int[] found = {Labels.NONE};
        machine.moves(state(from), new long[target.length], (label, after) -> {
            if (found[0] == Labels.NONE && Arrays.equals(after, target)) {
                found[0] = label;
            }
        });
        return found[0];
    }

    private long[] state(int number) {
        long[] state = new long[machine.layout().words()];
        table.read(number, state);
        return state;
    }
}
