package org.quiesce.survey;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.survey.Surveyed.Outcome;

/** A survey as text: how many files got how far, what was not modelled, and each file. */
record SurveyTable(List<Surveyed> files) {

    /** Words of the file itself: what is left tells what kind of thing it was. */
    private static final String OF_FILE = "'[^']*'";

    String text() {
        StringBuilder out = new StringBuilder();
        out.append("| of ").append(files.size()).append(" files | |\n|---|---|\n");
        row(out, "parsed: contexts found", f -> f.outcome().isSliced() && f.contexts() > 0);
        row(out, "kernel threads found", f -> f.threads() > 0);
        row(out, "searched to the end, or violated", f -> f.outcome().isVerdict());
        for (Outcome outcome : Outcome.values()) {
            row(out, outcome.words(), f -> f.outcome() == outcome);
        }
        table(out, "not modelled", kinds());
        table(out, "no protocol, because", counted(files.stream().filter(f -> !f.outcome().isSliced())
                .map(f -> f.detail().replaceAll(OF_FILE, "…").replaceFirst("^line [0-9:]+: ", ""))));
        out.append("\n| file | contexts | threads | not modelled | outcome |\n|---|---|---|---|---|\n");
        files.forEach(f -> out.append(String.format(Locale.ROOT, "| %s | %d | %d | %d | %s |%n", f.file(), f.contexts(),
                f.threads(), f.unmodelled().size(), f.outcome().words() + (f.detail().isEmpty() ? "" : ": " + f.detail()))));
        return out.toString();
    }

    private void row(StringBuilder out, String what, Predicate<Surveyed> which) {
        out.append("| ").append(what).append(" | ").append(files.stream().filter(which).count()).append(" |\n");
    }

    /** What is not modelled, by kind; a kind counts once for a file. */
    private Map<String, Long> kinds() {
        return counted(files.stream().flatMap(f -> f.unmodelled().stream().map(SurveyTable::kind).distinct()));
    }

    private static String kind(String what) {
        return what.replaceAll(OF_FILE, "…").replaceFirst("^who calls \\w+\\(\\)", "who calls …")
                .replaceFirst("^\\w+\\(\\) (calls itself|is defined|is called in|has \\d)", "… $1");
    }

    private static Map<String, Long> counted(Stream<String> kinds) {
        return kinds.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static void table(StringBuilder out, String title, Map<String, Long> counted) {
        out.append("\n| ").append(title).append(" | files |\n|---|---|\n");
        counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()).thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> out.append("| ").append(e.getKey()).append(" | ").append(e.getValue()).append(" |\n"));
    }
}
