package org.quiesce.kernellog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quiesce.kernellog.KernelLog.Clock;
import org.quiesce.kernellog.LogEntry.Event;
import org.quiesce.kernellog.LogEntry.Gap;

/**
 * Reads what ftrace ({@code /sys/kernel/tracing/trace}), {@code trace-cmd report} or {@code perf script} prints. All lines of
 * a log are laid out alike, as the first event is. What these programs print besides is passed over: comments, headers, call
 * traces. Any other line that is no event is an error, and so is an event that is known and does not say what it must.
 */
public final class LogReader {

    private static final int LONGEST_LINE = 10_000;
    private static final int LONGEST_ECHO = 60;
    private static final int NANOSECOND_DIGITS = 9;
    private static final int MOST_DIGITS = 18;
    /** "CPU:2 [LOST 123 EVENTS]" of ftrace, "CPU:2 [123 EVENTS DROPPED]" of trace-cmd. */
    private static final Pattern LOST = Pattern.compile(
            "\\s*CPU:\\s?(\\d{1,5}) \\[(?:LOST )?(?:(\\d{1,18}) )?EVENTS(?: DROPPED)?\\]\\s*");
    /** What ftrace prints, of a log of which something was overwritten, before the first event of a CPU. */
    private static final Pattern BEGINS_LATE = Pattern.compile("##### CPU (\\d{1,5}) buffer started ####");
    /** What is passed over: comments, call traces, what trace-cmd and ftrace print before the first event. */
    private static final Pattern NO_EVENT = Pattern.compile("\\s*|#.*|\\s*=> .*|\\s+[0-9a-f]{8,16} .*|cpus=\\d+|version = \\d+"
            + "|CPU \\d+ is empty|\\s*<stack trace>\\s*");

    private final List<LogEntry> entries = new ArrayList<>();
    private Optional<LineLayout> layout = Optional.empty();
    private Optional<Clock> clock = Optional.empty();
    /** Who runs on each CPU, as far as the log says. */
    private final Map<Integer, KernelTask> running = new HashMap<>();
    private long now = Long.MIN_VALUE;
    private String nowAsWritten = "";

    private LogReader() {}

    /**
     * The log that the text holds.
     *
     * @throws LogException if it holds none, or a line of it can't be read
     */
    public static KernelLog read(String text) throws LogException {
        LogReader reader = new LogReader();
        int number = 0;
        Iterator<String> lines = text.lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            number++;
            reader.line(number, line, !lines.hasNext() && !text.endsWith("\n"));
        }
        if (reader.entries.stream().noneMatch(Event.class::isInstance)) {
            throw new LogException("there is no event in it");
        }
        return new KernelLog(reader.entries, reader.clock.orElse(Clock.NANOSECONDS));
    }

    private void line(int number, String line, boolean cutOff) throws LogException {
        if (line.indexOf('\0') >= 0 || line.length() > LONGEST_LINE) {
            throw new LogException(number, "no text that a tracer prints; give the text, not the file that was recorded");
        }
        Matcher lost = LOST.matcher(line);
        Matcher late = BEGINS_LATE.matcher(line);
        if (late.matches()) {
            gap(new Gap(number, Integer.parseInt(late.group(1)), Optional.empty()));
        } else if (lost.matches()) {
            gap(new Gap(number, Integer.parseInt(lost.group(1)), Optional.ofNullable(lost.group(2)).map(Long::valueOf)));
        } else if (!NO_EVENT.matcher(line).matches()) {
            entries.add(event(number, line, cutOff));
        }
    }

    private void gap(Gap gap) {
        entries.add(gap);
        running.remove(gap.cpu());
    }

    private Event event(int number, String line, boolean cutOff) throws LogException {
        Optional<LineLayout.Parts> found = parts(line);
        Optional<Happening> what = found.flatMap(parts -> new Payload(parts.payload()).of(parts.event()));
        if (what.isEmpty() && cutOff) {
            throw new LogException(number, "the log ends in the middle of a line; remove the rest of it, or record again");
        } else if (found.isEmpty()) {
            throw new LogException(number, "no event: " + echo(line.strip()));
        } else if (what.isEmpty()) {
            throw new LogException(number, found.get().event() + " does not say what it must: "
                    + echo(found.get().payload()));
        }
        LineLayout.Parts parts = found.get();
        advance(number, parts.time());
        KernelTask task = parts.task().isKnown() ? parts.task() : ended(number, parts.cpu(), what.get());
        running.put(parts.cpu(), what.get() instanceof Happening.Switch change ? change.next() : task);
        return new Event(number, task, parts.cpu(), parts.within(), now, parts.event(), what.get());
    }

    /** Who it is that runs and has no number any more: who is switched out, or whom the log shows there before. */
    private KernelTask ended(int number, int cpu, Happening what) throws LogException {
        KernelTask task = what instanceof Happening.Switch change ? change.previous() : running.get(cpu);
        if (task == null) {
            throw new LogException(number, "the event of a task that has no number any more, and nothing shows which runs on CPU " + cpu
                    + "; begin the log before that");
        }
        return task;
    }

    private Optional<LineLayout.Parts> parts(String line) {
        if (layout.isPresent()) {
            return layout.get().parts(line);
        }
        for (LineLayout candidate : LineLayout.values()) {
            Optional<LineLayout.Parts> parts = candidate.parts(line);
            if (parts.isPresent()) {
                layout = Optional.of(candidate);
                return parts;
            }
        }
        return Optional.empty();
    }

    private void advance(int number, String written) throws LogException {
        int point = written.indexOf('.');
        Clock counts = point < 0 ? Clock.TICKS : Clock.NANOSECONDS;
        String fraction = point < 0 ? "" : written.substring(point + 1);
        String digits = point < 0 ? written : written.substring(0, point) + fraction
                + "0".repeat(Math.max(0, NANOSECOND_DIGITS - fraction.length()));
        if (fraction.length() > NANOSECOND_DIGITS || digits.length() > MOST_DIGITS) {
            throw new LogException(number, "no time: " + echo(written));
        } else if (clock.isPresent() && clock.get() != counts) {
            throw new LogException(number, "the time " + written + " is of another clock than those before it");
        }
        clock = Optional.of(counts);
        long time = Long.parseLong(digits);
        if (time < now) {
            throw new LogException(number, "the clock goes back, from " + nowAsWritten + " to " + written
                    + "; record with a clock that all CPUs share (trace_clock global)");
        }
        now = time;
        nowAsWritten = written;
    }

    private static String echo(String text) {
        return text.length() > LONGEST_ECHO ? text.substring(0, LONGEST_ECHO) + "…" : text;
    }
}
