package org.quiesce.tlc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What TLC said in one run, as far as it matters; its size is bounded but for the trace. */
final class Transcript implements MessageReader.Handler {
    private static final Pattern COUNTS = Pattern.compile(
            "(?s).*?([\\d,]{1,24}) states generated.*? ([\\d,]{1,24}) distinct states found"
                    + ".*? ([\\d,]{1,24}) states left.*");
    private static final Pattern DEPTH = Pattern.compile("(?s).*search is (\\d{1,9})\\.");
    private static final Pattern INITIALLY = Pattern.compile("(?s)(.*?) by the initial state:?\\s*\n(.*)");
    private static final Pattern ACTION = Pattern.compile("<(.*?)(?: \\(([\\d ]+)\\))?>: (\\d{1,18}):(\\d{1,18})");
    private static final int MOST_ERRORS = 20;
    private static final int MOST_STRAY_LINES = 200;
    private static final int MOST_ACTIONS = 100_000;
    private static final int LONGEST_EXCERPT = 4_000;

    /** A message of level error or bug. */
    record ErrorMessage(int code, String text) {}

    private final TlcProgress.Listener listener;
    private final Map<Integer, Integer> occurrences = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private final List<ErrorMessage> errors = new ArrayList<>();
    private final List<String> strayLines = new ArrayList<>();
    private final TraceReader trace = new TraceReader();
    private final List<TlcCoverage.Count> initial = new ArrayList<>();
    private final List<TlcCoverage.Count> actions = new ArrayList<>();
    private Optional<TlcOutcome.StateCounts> counts = Optional.empty();
    private Optional<TlcCoverage> coverage = Optional.empty();
    private Optional<String> fault = Optional.empty();
    private OptionalInt depth = OptionalInt.empty();

    Transcript(TlcProgress.Listener listener) {
        this.listener = listener;
    }

    @Override
    public void message(int code, int level, String text) {
        occurrences.merge(code, 1, Integer::sum);
        if ((level == 1 || level == 2) && errors.size() < MOST_ERRORS) {
            errors.add(new ErrorMessage(code, excerpt(text)));
        }
        switch (code) {
            case MessageCode.STATE -> trace.state(text);
            case MessageCode.STUTTERING -> trace.stuttering(text);
            case MessageCode.BACK_TO_STATE -> trace.backTo(text);
            case MessageCode.INVARIANT_VIOLATED_INITIALLY,
                    MessageCode.PROPERTY_VIOLATED_INITIALLY -> initially(code, text);
            case MessageCode.COUNTS -> counts(text);
            case MessageCode.DEPTH -> depth(text);
            case MessageCode.PROGRESS -> progress(text);
            case MessageCode.COVERAGE_START -> {
                initial.clear();
                actions.clear();
            }
            case MessageCode.COVERAGE_INITIAL -> covered(text, initial);
            case MessageCode.COVERAGE_ACTION -> covered(text, actions);
            case MessageCode.COVERAGE_END -> coverage = Optional.of(new TlcCoverage(initial, actions));
            case MessageCode.VERSION -> texts.putIfAbsent(code, excerpt(text));
            default -> {
                if (ViolationKind.isAnnouncedBy(code) || MessageCode.isConfigurationError(code)) {
                    texts.putIfAbsent(code, excerpt(text));
                }
            }
        }
    }

    @Override
    public void stray(String line) {
        if (strayLines.size() < MOST_STRAY_LINES && !line.isBlank()) {
            strayLines.add(excerpt(line));
        }
    }

    @Override
    public void malformed(String problem) {
        fault = fault.or(() -> Optional.of(problem));
    }

    boolean has(int code) {
        return occurrences.containsKey(code);
    }

    int occurrences(int code) {
        return occurrences.getOrDefault(code, 0);
    }

    boolean ranOutOfMemory() {
        return occurrences.keySet().stream().anyMatch(MessageCode::isOutOfMemory);
    }

    /** What is wrong with the configuration, if anything is. */
    Optional<String> configurationError() {
        return texts.entrySet().stream()
                .filter(entry -> MessageCode.isConfigurationError(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Text of the first message with this code, if it is the version or a violation. */
    String text(int code) {
        return texts.getOrDefault(code, "");
    }

    List<ErrorMessage> errors() {
        return errors;
    }

    /** The first lines outside of all messages: SANY's, and those that the specification prints. */
    List<String> strayLines() {
        return strayLines;
    }

    Optional<TlcTrace> trace() {
        return trace.trace();
    }

    Optional<TlcOutcome.StateCounts> counts() {
        return counts.map(c -> new TlcOutcome.StateCounts(c.generated(), c.distinct(), c.queued(), depth));
    }

    Optional<TlcCoverage> coverage() {
        return coverage;
    }

    /** The first thing that breaks the format. */
    Optional<String> fault() {
        return fault.or(trace::fault);
    }

    private void initially(int code, String text) {
        Matcher m = INITIALLY.matcher(text);
        if (m.matches()) {
            texts.putIfAbsent(code, excerpt(m.group(1)));
            trace.initialState(m.group(2));
        } else {
            malformed("a broken initial state is announced as: " + firstLine(text));
        }
    }

    private void counts(String text) {
        Matcher m = COUNTS.matcher(text);
        if (m.matches()) {
            counts = Optional.of(new TlcOutcome.StateCounts(number(m, 1), number(m, 2), number(m, 3), depth));
        } else {
            malformed("the state counts are announced as: " + firstLine(text));
        }
    }

    private void depth(String text) {
        Matcher m = DEPTH.matcher(text);
        if (m.matches()) {
            depth = OptionalInt.of(Integer.parseInt(m.group(1)));
        } else {
            malformed("the depth is announced as: " + firstLine(text));
        }
    }

    private void progress(String text) {
        Matcher m = COUNTS.matcher(text);
        if (m.matches()) {
            listener.progress(new TlcProgress(number(m, 1), number(m, 2), number(m, 3)));
        }
    }

    private void covered(String text, List<TlcCoverage.Count> counts) {
        Matcher m = ACTION.matcher(text);
        if (!m.matches() || counts.size() == MOST_ACTIONS) {
            malformed("coverage of an action is announced as: " + firstLine(text));
            return;
        }
        SourceSpan.Named named = SourceSpan.Named.parse(m.group(1));
        counts.add(new TlcCoverage.Count(
                named.name(),
                named.span(),
                Optional.ofNullable(m.group(2)),
                Long.parseLong(m.group(3)),
                Long.parseLong(m.group(4))));
    }

    private static long number(Matcher m, int group) {
        String digits = m.group(group).replace(",", "");
        return digits.isEmpty() || digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static String firstLine(String text) {
        return excerpt(text.lines().findFirst().orElse(""));
    }

    private static String excerpt(String text) {
        return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + " ...";
    }
}
