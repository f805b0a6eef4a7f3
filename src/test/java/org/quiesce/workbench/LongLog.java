package org.quiesce.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The log of a real kernel, in which a thread is woken and goes to sleep again many times more than it was.
 *
 * @param lines as ftrace prints them
 * @param from  number of the first line that was added, from 0
 */
public record LongLog(List<String> lines, int from) {

    private static final Path RECORDED = Path.of("src/test/resources/org/quiesce/kernellog/first-kthread-mended-6.1.txt");
    /** How many events are added for a turn. */
    static final int TURN = 3;

    public LongLog {
        lines = List.copyOf(lines);
    }

    /** A log with about so many events, or a few more. */
    public static LongLog of(int events) throws IOException {
        List<String> lines = Files.readAllLines(RECORDED);
        int asleep = indexOf("prev_comm=worker prev_pid=98 prev_prio=120 prev_state=S", lines, 0);
        String time = lines.get(asleep).replaceFirst(".* (\\d+\\.\\d+): .*", "$1");
        int from = indexOf("next_comm=init", lines, asleep) + 1;
        String current = lines.get(from).strip().split("\\s+")[0];
        String pid = current.substring(current.lastIndexOf('-') + 1);
        List<String> turn = List.of(
                String.format("%16s-%-7s [000] d.h3.     %s: sched_waking: comm=worker pid=98 prio=120 target_cpu=000", "x", pid, time),
                String.format("%16s-%-7s [000] d..2.     %s: sched_switch: prev_comm=x prev_pid=%s prev_prio=120 prev_state=R+ ==>"
                        + " next_comm=worker next_pid=98 next_prio=120", "x", pid, time, pid),
                String.format("%16s-%-7s [000] d..2.     %s: sched_switch: prev_comm=worker prev_pid=98 prev_prio=120 prev_state=S ==>"
                        + " next_comm=x next_pid=%s next_prio=120", "worker", "98", time, pid));
        List<String> longer = new ArrayList<>(lines.subList(0, from));
        Collections.nCopies(events / TURN, turn).forEach(longer::addAll);
        longer.addAll(lines.subList(from, lines.size()));
        return new LongLog(longer, from);
    }

    private static int indexOf(String part, List<String> lines, int start) {
        return IntStream.range(start, lines.size()).filter(i -> lines.get(i).contains(part)).findFirst().orElseThrow();
    }
}
