package org.quiesce.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects the messages that make up one trace, and finds fault with them. */
final class TraceReader {
    private static final Pattern HEAD = Pattern.compile("(\\d{1,9}): <(.*)>");
    private static final Pattern BACK = Pattern.compile("(\\d{1,9}): Back to state:?\\s*(?:<(.*)>)?");
    private static final Pattern STUTTERING = Pattern.compile("(\\d{1,9}): Stuttering");
    private static final long LARGEST = 256L << 20;

    private final List<TlcTrace.State> states = new ArrayList<>();
    private Optional<TlcTrace.Ending> ending = Optional.empty();
    private Optional<String> fault = Optional.empty();
    private long size;

    void state(String text) {
        String[] parts = text.split("\n", 2);
        Matcher head = HEAD.matcher(parts[0]);
        if (parts.length != 2 || !head.matches()) {
            fault("a state without number or values: " + parts[0]);
            return;
        }
        size += text.length();
        int number = Integer.parseInt(head.group(1));
        if (number != states.size() + 1 || ending.isPresent()) {
            fault("state " + number + " of the trace follows state " + states.size());
        } else if (size > LARGEST) {
            fault("the trace is longer than " + LARGEST + " characters");
        } else {
            Optional<TlcTrace.Step> step =
                    Optional.of(head.group(2)).filter(action -> number > 1).map(TlcTrace.Step::parse);
            values(parts[1]).ifPresent(values -> states.add(new TlcTrace.State(number, step, values)));
        }
    }

    /** A state that TLC prints without number, in the message that it is wrong. */
    void initialState(String text) {
        values(text).ifPresent(values -> states.add(new TlcTrace.State(1, Optional.empty(), values)));
    }

    void stuttering(String text) {
        Matcher m = STUTTERING.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(1)) != states.size() + 1 || ending.isPresent()) {
            fault("stuttering after state " + states.size() + " is announced as: " + text);
        } else {
            ending = Optional.of(new TlcTrace.Stuttering());
        }
    }

    void backTo(String text) {
        Matcher m = BACK.matcher(text);
        if (!m.matches() || ending.isPresent()) {
            fault("the way back is announced as: " + text);
            return;
        }
        int state = Integer.parseInt(m.group(1));
        if (state < 1 || state > states.size()) {
            fault("the trace of " + states.size() + " states goes back to state " + state);
        } else {
            ending = Optional.of(new TlcTrace.BackTo(state, Optional.ofNullable(m.group(2)).map(TlcTrace.Step::parse)));
        }
    }

    Optional<String> fault() {
        return fault;
    }

    /** The trace; empty if there is none or it is faulty. */
    Optional<TlcTrace> trace() {
        return states.isEmpty() || fault.isPresent()
                ? Optional.empty()
                : Optional.of(new TlcTrace(states, ending.orElse(new TlcTrace.Finite())));
    }

    private Optional<Map<String, TlcValue>> values(String text) {
        try {
            return Optional.of(new TlcValueParser(text).wholeState());
        } catch (TlcValueException e) {
            fault("state " + (states.size() + 1) + " of the trace: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void fault(String problem) {
        fault = fault.or(() -> Optional.of(problem));
    }
}
