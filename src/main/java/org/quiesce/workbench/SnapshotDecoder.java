package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tlc.TlcTrace;
import org.quiesce.tlc.TlcValue;

/** Reads the states that TLC prints as states of the protocol. */
final class SnapshotDecoder {

    private final List<StateVariable> variables;

    SnapshotDecoder(LoweredProtocol lowered) {
        this.variables = Vocabulary.of(lowered);
    }

    /** The states of a trace, in order; see {@link #decode(Map)}. */
    List<Snapshot> states(TlcTrace trace) throws UndecodableException {
        List<Snapshot> states = new ArrayList<>();
        for (TlcTrace.State state : trace.states()) {
            states.add(decode(state.values()));
        }
        return states;
    }

    /**
     * The state.
     *
     * @throws UndecodableException if a variable is missing or has a value that it can't have: then the specification
     *                              and the vocabulary are not of one mind, and nothing that TLC said can be relied on
     */
    Snapshot decode(Map<String, TlcValue> values) throws UndecodableException {
        if (values.size() != variables.size()) {
            throw new UndecodableException("a state has the variables " + values.keySet() + " instead of "
                    + variables.stream().map(StateVariable::name).toList());
        }
        TreeMap<String, SortedMap<String, Datum>> state = new TreeMap<>();
        for (StateVariable variable : variables) {
            TlcValue value = values.get(variable.name());
            if (value == null) {
                throw new UndecodableException("a state has no variable " + variable.name());
            }
            state.put(variable.name(), entries(variable, value));
        }
        return new Snapshot(state);
    }

    private static SortedMap<String, Datum> entries(StateVariable variable, TlcValue value)
            throws UndecodableException {
        TreeMap<String, Datum> entries = new TreeMap<>();
        if (variable.isPlain()) {
            entries.put(StateVariable.PLAIN, datum(variable.name(), value));
        } else {
            Map<String, TlcValue> function = function(variable.name(), value);
            if (!function.keySet().equals(variable.domains().keySet())) {
                throw new UndecodableException(
                        variable.name() + " is a function of " + function.keySet() + " instead of "
                                + variable.indices());
            }
            for (Map.Entry<String, TlcValue> entry : function.entrySet()) {
                entries.put(entry.getKey(), datum(variable.name(), entry.getValue()));
            }
        }
        for (Map.Entry<String, Datum> entry : entries.entrySet()) {
            if (!variable.domains().get(entry.getKey()).contains(entry.getValue())) {
                throw new UndecodableException(variable.name() + " has the value " + entry.getValue()
                        + ", which is not in its domain");
            }
        }
        return entries;
    }

    private static Map<String, TlcValue> function(String name, TlcValue value) throws UndecodableException {
        if (value instanceof TlcValue.Record fields) {
            return fields.fields();
        } else if (value instanceof TlcValue.Function function) {
            return function.entries().entrySet().stream()
                    .collect(Collectors.toMap(e -> word(e.getKey()), Map.Entry::getValue));
        }
        throw new UndecodableException(name + " is " + value + " instead of a function");
    }

    private static Datum datum(String name, TlcValue value) throws UndecodableException {
        if (value instanceof TlcValue.Int number) {
            return Datum.of(number.value());
        } else if (value instanceof TlcValue.Bool truth) {
            return Datum.of(truth.value());
        } else if (value instanceof TlcValue.Str || value instanceof TlcValue.Model) {
            return Datum.of(word(value));
        } else if (value instanceof TlcValue.SetOf set) {
            return Datum.of(set.elements().stream().map(SnapshotDecoder::word).toList());
        }
        throw new UndecodableException(name + " has the value " + value + ", which no variable can have");
    }

    private static String word(TlcValue value) {
        return value instanceof TlcValue.Str string ? string.text() : value.toString();
    }

    /** A state that is none of the protocol. */
    static final class UndecodableException extends Exception {

        private static final long serialVersionUID = 1L;

        UndecodableException(String message) {
            super(message);
        }
    }
}
