package org.quiesce.kernelreplay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that the kernel complains of, with all that it says about it.
 *
 * @param title its first line
 * @param body  all of its lines, in order
 */
record KernelMessage(String title, List<String> body) {

    private static final Pattern BEGINNING = Pattern.compile("BUG: .*|BUG \\S+ \\(.*\\): .*|WARNING: .*|INFO: task .*|watchdog: BUG: .*|rcu: INFO: .*stall.*"
            + "|Oops: general protection fault.*|general protection fault.*|quiesce: \\w+ \\d+ hangs|=+\\[? ?cut here.*");
    private static final Pattern END = Pattern.compile("---\\[ end trace.*|quiesce: so far|NMI backtrace.*");
    private static final Pattern TASK = Pattern.compile("\\bPID: (\\d+)\\b|^INFO: task .*?:(\\d+) blocked|\\[[^\\[\\]]*:(\\d+)\\]$"
            + "|^BUG: scheduling while atomic: .*?/(\\d+)/|^quiesce: \\w+ (\\d+) hangs");
    private static final Pattern PLACE = Pattern.compile("RIP: \\w+:0x([0-9a-f]+)$");
    private static final Pattern OWNER = Pattern.compile("(?:Allocated|Freed) in 0x([0-9a-f]{1,16})\\b");
    private static final Pattern FUNCTION = Pattern.compile("(?<![?] )\\b([\\w.]+)\\+0x[0-9a-f]+/0x[0-9a-f]+");

    KernelMessage {
        body = List.copyOf(body);
    }

    /** All that a kernel complains of, in order; lines of others between its own are left out. */
    static List<KernelMessage> in(String text) {
        List<KernelMessage> messages = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String line : text.lines().toList()) {
            boolean begins = BEGINNING.matcher(line).matches();
            boolean ends = END.matcher(line).matches();
            if ((begins || ends) && !open.isEmpty()) {
                messages.add(new KernelMessage(open.get(0), open));
                open.clear();
            }
            if (begins || !open.isEmpty() && !line.startsWith("quiesce: ")) {
                open.add(line);
            }
        }
        if (!open.isEmpty()) {
            messages.add(new KernelMessage(open.get(0), open));
        }
        return messages;
    }

    /** The task that it is about, if it names one. */
    OptionalInt task() {
        for (String line : body) {
            Matcher task = TASK.matcher(line);
            if (task.find()) {
                for (int i = 1; i <= task.groupCount(); i++) {
                    if (task.group(i) != null) {
                        return OptionalInt.of(Integer.parseInt(task.group(i)));
                    }
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The address at which it happened, where that is in no function. */
    Optional<Long> place() {
        return body.stream()
                .map(PLACE::matcher)
                .filter(Matcher::find)
                .map(found -> Long.parseUnsignedLong(found.group(1), 16))
                .findFirst();
    }

    /** The addresses in it of which the kernel knows no function any more, where it says who had memory. */
    List<Long> addresses() {
        return body.stream()
                .flatMap(line -> OWNER.matcher(line).results())
                .map(found -> Long.parseUnsignedLong(found.group(1), 16))
                .toList();
    }

    /** Whether a line of it has such a part. */
    boolean says(String pattern) {
        return body.stream().anyMatch(line -> Pattern.compile(pattern).matcher(line).find());
    }

    /** The functions in it, the innermost first; what the kernel itself is not sure of is left out. */
    List<String> functions() {
        return body.stream().flatMap(line -> FUNCTION.matcher(line).results()).map(found -> found.group(1)).toList();
    }

    /** Whether the module is in its call trace. */
    boolean isInModule() {
        return says("\\[driver\\]");
    }
}
