package org.quiesce.kernelreplay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a machine wrote to its console, read. Lines of the kernel that are no one's concern are kept only as text. A last
 * line that was not ended may be a part of one, and is left out.
 *
 * @param text      all of it, without time stamps
 * @param release   of the kernel, if it got that far
 * @param steps     who was let through which gate, in order
 * @param values    what tests yielded, in order
 * @param tasks     who played whom
 * @param threads   all that the module has created
 * @param texts     where the text of the module was
 * @param diverged  the step that could not be followed, and why
 * @param followed  whether the schedule was followed to its end
 * @param complete  whether the machine came to its end
 */
record GuestLog(String text, Optional<String> release, List<Taken> steps, List<Value> values,
        List<Task> tasks, List<Integer> threads, List<Text> texts, Optional<Divergence> diverged, boolean followed, boolean complete) {

    /** @param gate as {@link Gate#toString()} writes it */
    record Taken(int number, char actor, String gate, boolean settled) {}

    /** What a call returned to an actor, and after which step that was said. */
    record Value(int step, char actor, String call, long value) {}

    /** A task that has come to a gate. */
    record Task(char actor, int pid) {}

    /** A part of the module that had functions in it. */
    record Text(long base, long size) {}

    /** A step that could not be done. */
    record Divergence(int number, char actor, String reason) {}

    /** What stands at the end of the log of a machine that was ended because it had taken too long. */
    static final String LATE = "quiesce: the time of the machine was over";

    private static final String FOLLOWED = "quiesce: followed";
    private static final Pattern STAMP = Pattern.compile("(?m)^\\[ *\\d+\\.\\d+\\] ");
    private static final Pattern STEP = Pattern.compile("quiesce: step (\\d{1,6}) ([A-Z]) ((?:before|after) \\w+:\\d+)");
    private static final Pattern SETTLED = Pattern.compile("quiesce: settled (\\d{1,6}) ([A-Z]) .*");
    private static final Pattern VALUE = Pattern.compile("quiesce: value ([A-Z]) (\\w+:\\d+) (-?\\d{1,18})");
    private static final Pattern TASK = Pattern.compile("quiesce: task ([A-Z]) (\\d{1,9}) .*");
    private static final Pattern THREAD = Pattern.compile("quiesce: thread \\S* (\\d{1,9})");
    private static final Pattern TEXT = Pattern.compile("quiesce: text ([0-9a-f]{16}) (\\d{1,9})");
    private static final Pattern DIVERGED = Pattern.compile("quiesce: diverged (\\d{1,6}) ([A-Z]) (.*)");
    private static final Pattern KERNEL = Pattern.compile("quiesce: kernel (\\S+)");

    GuestLog {
        steps = List.copyOf(steps);
        values = List.copyOf(values);
        tasks = List.copyOf(tasks);
        threads = List.copyOf(threads);
        texts = List.copyOf(texts);
    }

    /** Whether an address is, or was, in text of the module. */
    boolean isText(long address) {
        return texts.stream().anyMatch(text -> address - text.base() >= 0 && address - text.base() < text.size());
    }

    /** Whether the module could not be unloaded, long after all that was to be done was done. */
    boolean isInUse() {
        return text.lines().anyMatch("quiesce: in use for good"::equals);
    }

    /** The status with which a task of that name ended, if it did while somebody waited for that. */
    OptionalInt ended(String name) {
        Pattern ended = Pattern.compile("quiesce: " + Pattern.quote(name) + " ended with (\\d{1,9})");
        return text.lines().map(ended::matcher).filter(Matcher::matches).mapToInt(found -> Integer.parseInt(found.group(1))).findFirst();
    }

    /** Whether a task waits from a line on and for ever: at the end it is said to be there still, and it has come nowhere since. */
    boolean isStuckSince(String line, int pid) {
        List<String> lines = text.lines().toList();
        List<String> later = lines.subList(lines.lastIndexOf(line) + 1, lines.size());
        String letters = tasks.stream().filter(task -> task.pid() == pid).map(task -> "" + task.actor()).collect(Collectors.joining());
        Pattern moved = Pattern.compile("quiesce: (?:over after all " + pid
                + (letters.isEmpty() ? "" : "|(?:step \\d+|settled \\d+|value|task) [" + letters + "] .*") + ")");
        Pattern still = Pattern.compile("quiesce: (?:\\S+ " + pid + " hangs|still " + pid + ")");
        return lines.stream().anyMatch(l -> still.matcher(l).matches()) && later.stream().noneMatch(l -> moved.matcher(l).matches());
    }

    /** Whether nobody but the kernel wrote anything after a line. */
    boolean isSilentSince(String line) {
        List<String> lines = text.lines().toList();
        return lines.subList(lines.lastIndexOf(line) + 1, lines.size()).stream()
                .noneMatch(l -> l.startsWith("quiesce: ") && !l.equals(LATE));
    }

    /** Lines as they are without the time at which they were written. */
    static String unstamped(String lines) {
        return STAMP.matcher(lines).replaceAll("");
    }

    /** The number of the step that begins with a line, or that it says can't be done. */
    static OptionalInt step(String line) {
        return Stream.of(STEP, DIVERGED)
                .map(pattern -> pattern.matcher(line))
                .filter(Matcher::matches)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .findFirst();
    }

    /** Whether a line says that all gates are open. */
    static boolean isOver(String line) {
        return line.equals(FOLLOWED) || line.equals("quiesce: not followed");
    }

    static GuestLog read(String console) {
        String whole = console.substring(0, console.lastIndexOf('\n') + 1);
        String text = unstamped(whole.replace("\r", ""));
        List<Taken> steps = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        List<Integer> threads = new ArrayList<>();
        List<Text> texts = new ArrayList<>();
        Optional<Divergence> diverged = Optional.empty();
        for (String line : text.lines().toList()) {
            Matcher step = STEP.matcher(line);
            Matcher settled = SETTLED.matcher(line);
            Matcher value = VALUE.matcher(line);
            Matcher parted = DIVERGED.matcher(line);
            Matcher task = TASK.matcher(line);
            Matcher thread = THREAD.matcher(line);
            Matcher place = TEXT.matcher(line);
            if (step.matches()) {
                steps.add(new Taken(Integer.parseInt(step.group(1)), step.group(2).charAt(0), step.group(3), false));
            } else if (settled.matches() && !steps.isEmpty()) {
                Taken last = steps.remove(steps.size() - 1);
                boolean same = last.number() == Integer.parseInt(settled.group(1));
                steps.add(new Taken(last.number(), last.actor(), last.gate(), last.settled() || same));
            } else if (value.matches()) {
                values.add(new Value(steps.isEmpty() ? 0 : steps.get(steps.size() - 1).number(), value.group(1).charAt(0),
                        value.group(2), Long.parseLong(value.group(3))));
            } else if (task.matches()) {
                tasks.add(new Task(task.group(1).charAt(0), Integer.parseInt(task.group(2))));
            } else if (thread.matches()) {
                threads.add(Integer.parseInt(thread.group(1)));
            } else if (place.matches()) {
                texts.add(new Text(Long.parseUnsignedLong(place.group(1), 16), Long.parseLong(place.group(2))));
            } else if (parted.matches()) {
                diverged = diverged.or(() -> Optional.of(new Divergence(Integer.parseInt(parted.group(1)),
                        parted.group(2).charAt(0), parted.group(3))));
            }
        }
        Matcher kernel = KERNEL.matcher(text);
        List<String> lines = text.lines().toList();
        return new GuestLog(text, kernel.find() ? Optional.of(kernel.group(1)) : Optional.empty(), steps, values, tasks, threads, texts, diverged,
                lines.contains(FOLLOWED), lines.contains("quiesce: end"));
    }
}
