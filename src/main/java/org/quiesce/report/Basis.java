package org.quiesce.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.kernel.Profile;
import org.quiesce.result.Checked;

/** What the results of one call rest on: what is the same for all protocols is said once. */
final class Basis {

    private static final String KERNEL = "{kernel}";

    private final List<Sheet> sheets;
    private final Abstractions abstractions;
    private final Map<String, Set<String>> names = new LinkedHashMap<>();
    private final Map<String, Set<Profile>> kernels = new LinkedHashMap<>();

    /** The whole basis. */
    Basis(List<Sheet> sheets) {
        this(sheets, Abstractions.LISTED);
    }

    Basis(List<Sheet> sheets, Abstractions abstractions) {
        this.sheets = sheets;
        this.abstractions = abstractions;
        sheets.forEach(this::collect);
    }

    private void collect(Sheet sheet) {
        sheet.sayings(this::clauses).forEach((clause, on) -> {
            if (clause.contains(KERNEL)) {
                on.forEach(c -> kernels.computeIfAbsent(clause, k -> new LinkedHashSet<>()).add(c.result().profile()));
            } else {
                names.computeIfAbsent(clause + sheet.onlyKernels(on), k -> new LinkedHashSet<>()).add(sheet.name());
            }
        });
    }

    private List<String> clauses(Checked check) {
        return abstractions.shown(check.result().restsOn()).stream().map(b -> b.replace(check.result().profile().name(), KERNEL)).toList();
    }

    /** What all rest on, then what some of them rest on besides. */
    List<Line> full(int width) {
        List<Line> lines = new ArrayList<>(shared(width));
        peculiar().forEach((of, clauses) -> {
            lines.addAll(Flow.EMPTY.words("and in " + String.join(", ", of), Tone.QUIET).wrap(width - 2, 2).stream()
                    .map(l -> l.indent(2))
                    .toList());
            clauses.forEach(clause -> lines.addAll(Facts.fact("", clause, width)));
        });
        return lines;
    }

    /** What all rest on, and that there is more. */
    List<Line> common(int width) {
        List<Line> lines = new ArrayList<>(shared(width));
        if (!peculiar().isEmpty()) {
            lines.addAll(Facts.fact("",
                    "and each protocol on its contexts and bounds, which check --verbose shows", width));
        }
        return lines;
    }

    private List<Line> shared(int width) {
        return Facts.facts("this rests on", sharedClauses(), width);
    }

    /** What all rest on, the kernels first. */
    List<String> sharedClauses() {
        return Stream.concat(
                        kernels.entrySet().stream()
                                .map(e -> e.getKey().replace(KERNEL, KernelNames.of(List.copyOf(e.getValue())))),
                        names.entrySet().stream()
                                .filter(e -> e.getValue().size() == sheets.size())
                                .map(Map.Entry::getKey))
                .toList();
    }

    /** The clauses that are not true of all, by the protocols of which they are; each topic stands together. */
    private Map<Set<String>, List<String>> peculiar() {
        List<String> topics = names.keySet().stream().map(Basis::topic).distinct().toList();
        Map<Set<String>, List<String>> peculiar = new LinkedHashMap<>();
        names.entrySet().stream()
                .filter(e -> e.getValue().size() < sheets.size())
                .sorted(Comparator.comparingInt(e -> topics.indexOf(topic(e.getKey()))))
                .forEach(e -> peculiar.computeIfAbsent(e.getValue(), n -> new ArrayList<>()).add(e.getKey()));
        return peculiar;
    }

    private static String topic(String clause) {
        return clause.substring(0, Math.max(0, clause.indexOf(':')));
    }
}
