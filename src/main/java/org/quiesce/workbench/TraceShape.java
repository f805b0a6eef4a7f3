package org.quiesce.workbench;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.SystemEvent;

/**
 * The variables, contexts and actions of a protocol. A trace with others was never one of it, and replaying it would
 * say nothing.
 */
record TraceShape(LoweredProtocol lowered, Snapshot initial) {

    private static final int LONGEST_NAME = 60;

    /** @throws TraceMismatchException if the run has other variables, contexts or actions */
    void check(Run run) throws TraceMismatchException {
        Optional<String> lacking = lacking(run.initial(), initial);
        if (lacking.isPresent()) {
            throw refuse("its initial state lacks " + lacking.get());
        }
        Optional<String> strange = lacking(initial, run.initial());
        if (strange.isPresent()) {
            throw refuse("its initial state has " + strange.get() + ", and the protocol has not");
        }
        for (int i = 0; i < run.moves().size(); i++) {
            Run.Move move = run.moves().get(i);
            String where = "move " + (i + 1) + ": ";
            if (!lowered.contexts().contains(move.context())) {
                throw refuse(where + "there is no context " + quoted(move.context()) + "; there are "
                        + String.join(", ", lowered.contexts()));
            } else if (!hasAction(move.context(), move.action())) {
                throw refuse(where + move.context() + " has no action " + quoted(move.action()));
            }
        }
    }

    private boolean hasAction(String context, String action) {
        return SystemEvent.named(action).isPresent()
                || lowered.programOf(context).steps().stream().anyMatch(step -> step.action().equals(action));
    }

    /** A variable, or the entry of one, that the other state has. */
    private static Optional<String> lacking(Snapshot state, Snapshot other) {
        for (Map.Entry<String, SortedMap<String, Datum>> variable : other.values().entrySet()) {
            if (!state.values().containsKey(variable.getKey())) {
                return Optional.of("the variable " + quoted(variable.getKey()));
            }
            Optional<String> index = variable.getValue().keySet().stream()
                    .filter(i -> state.get(variable.getKey(), i).isEmpty())
                    .findFirst();
            if (index.isPresent()) {
                return Optional.of("the entry " + quoted(index.get()) + " of " + quoted(variable.getKey()));
            }
        }
        return Optional.empty();
    }

    private TraceMismatchException refuse(String why) {
        return new TraceMismatchException("the trace is none of " + lowered.protocol().name() + ": " + why
                + "\nsave it again with check --save");
    }

    private static String quoted(String name) {
        String plain = name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return "'" + (plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) + "…" : plain) + "'";
    }
}
