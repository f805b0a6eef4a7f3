package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;

/** Sums up in a sentence what a protocol does on one kernel after the other. */
final class AcrossKernels {

    private final Sheet sheet;

    AcrossKernels(Sheet sheet) {
        this.sheet = sheet;
    }

    /** "x/broken: hangs up to linux-5.15, spins from linux-6.1". */
    List<Line> sentence(int width) {
        Line line = Line.of(sheet.name(), Tone.STRONG).plus(": " + summary());
        return Flow.of(sheet.conformance() instanceof Conformance.Differs differs
                ? line.plus("; ").plus(differs.words() + ": " + differs.brief(), Tone.BAD)
                : line).wrap(width, 2);
    }

    /** "hangs up to linux-5.15, spins from linux-6.1". */
    String summary() {
        return String.join(", ", clauses());
    }

    private List<String> clauses() {
        List<Checked> versions = sheet.checks().stream().filter(c -> age(c) >= 0).toList();
        List<Neighbours<Checked, String>> all = behaviours(sheet.checks());
        List<Neighbours<Checked, String>> byAge = behaviours(versions);
        if (all.size() == 1 || byAge.size() < 2 || !isOldestFirst(versions)) {
            return all.stream().map(AcrossKernels::on).toList();
        }
        List<String> clauses = new ArrayList<>();
        clauses.add(byAge.get(0).saying() + " up to " + kernel(last(byAge.get(0).members())).name());
        byAge.subList(1, byAge.size() - 1).forEach(b -> clauses.add(on(b)));
        clauses.add(last(byAge).saying() + " from " + kernel(last(byAge).members().get(0)).name());
        behaviours(sheet.checks().stream().filter(c -> age(c) < 0).toList()).forEach(b -> clauses.add(on(b)));
        return clauses;
    }

    private static List<Neighbours<Checked, String>> behaviours(List<Checked> checks) {
        return Neighbours.of(checks, c -> Behaviour.of(c).does());
    }

    private static String on(Neighbours<Checked, String> behaviour) {
        return behaviour.saying() + " on " + Sheet.kernels(behaviour.members());
    }

    private static boolean isOldestFirst(List<Checked> checks) {
        return IntStream.range(1, checks.size()).allMatch(i -> age(checks.get(i - 1)) < age(checks.get(i)));
    }

    /** The place among the versions; that of another build is -1. */
    private static int age(Checked check) {
        return Profiles.all().indexOf(kernel(check));
    }

    private static Profile kernel(Checked check) {
        return check.result().profile();
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
