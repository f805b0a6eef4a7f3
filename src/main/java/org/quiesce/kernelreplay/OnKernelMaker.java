package org.quiesce.kernelreplay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.quiesce.result.OnKernel;
import org.quiesce.result.OnKernel.Answer;
import org.quiesce.result.OnKernel.Standing;

/** Makes plain values of what came of a schedule. */
public final class OnKernelMaker {

    /** Who hangs is complained of again and again. */
    private static final int MOST_LINES = 150;
    private static final int END = Integer.MAX_VALUE;

    private final ReplaySeries.Result result;
    private final SortedMap<Integer, List<String>> log;

    private OnKernelMaker(ReplaySeries.Result result) {
        this.result = result;
        this.log = log(result.broken().log());
    }

    /**
     * The result as plain values.
     *
     * @param release of the kernel
     */
    public static OnKernel of(ReplaySeries.Result result, String release, Mode mode) {
        return new OnKernelMaker(result).of(release, mode);
    }

    private OnKernel of(String release, Mode mode) {
        Finding finding = result.broken().finding();
        List<Grant> grants = result.item().part().schedule().grants();
        return new OnKernel(release, mode.description(), answer(finding), finding.sentence(),
                IntStream.rangeClosed(1, grants.size()).mapToObj(number -> gate(number, grants.get(number - 1))).toList(),
                written(END),
                result.control().map(control -> new OnKernel.Control(
                        Path.of(result.item().control().orElseThrow().name()).getFileName().toString(),
                        answer(control.finding()), control.finding().sentence())));
    }

    private static Answer answer(Finding finding) {
        if (finding instanceof Finding.Confirmed) {
            return Answer.CONFIRMED;
        } else if (finding instanceof Finding.NotConfirmed) {
            return Answer.NOT_CONFIRMED;
        }
        return finding instanceof Finding.Diverged ? Answer.DIVERGED : Answer.FAILED;
    }

    private OnKernel.Gate gate(int number, Grant grant) {
        Gate gate = grant.gate();
        return new OnKernel.Gate(number, grant.moves() + 1, grant.context(),
                gate.phase().word() + " " + gate.call() + (gate.isBeginning() ? "" : "()"),
                gate.isBeginning() ? OptionalInt.empty() : OptionalInt.of(gate.line()),
                grant.value(),
                switch (grant.then()) {
                    case AT_GATE -> "is at its next gate";
                    case ASLEEP -> "sleeps";
                    case ENDED -> "has ended";
                    case ANYHOW -> "may do anything";
                },
                standing(number),
                written(number));
    }

    /** Steps are compared in order, and no more after the first that is otherwise. */
    private Standing standing(int number) {
        Finding finding = result.broken().finding();
        if (finding instanceof Finding.Diverged diverged && diverged.step() <= number) {
            return diverged.step() == number ? Standing.OTHERWISE : Standing.NOT_COMPARED;
        }
        return finding instanceof Finding.Failed && !log.containsKey(number) ? Standing.NOT_COMPARED : Standing.AS_PREDICTED;
    }

    private List<String> written(int part) {
        List<String> lines = log.getOrDefault(part, List.of());
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, MOST_LINES));
        shown.add("… and " + (lines.size() - MOST_LINES) + " lines more");
        return shown;
    }

    /** What was written after each gate was opened, by its number, and after all were. */
    private static SortedMap<Integer, List<String>> log(String console) {
        SortedMap<Integer, List<String>> parts = new TreeMap<>();
        int part = 0;
        for (String line : console.replace("\r", "").lines().toList()) {
            String plain = GuestLog.unstamped(line);
            int before = part;
            part = GuestLog.isOver(plain) ? END : GuestLog.step(plain).orElse(before);
            parts.computeIfAbsent(part, p -> new ArrayList<>()).add(line);
        }
        return parts;
    }
}
