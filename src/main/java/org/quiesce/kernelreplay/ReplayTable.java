package org.quiesce.kernelreplay;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of schedules on real kernels, as a table in Markdown, which is read again so that a series goes on where it was.
 *
 * @param rows in the order of variants and kernels
 */
public record ReplayTable(List<Row> rows) {

    private static final List<String> TITLES =
            List.of("variant", "kernel", "property", "the model predicts", "gates", "the kernel", "mended");
    private static final String CONFIRMED = "confirmed: ";
    /** The version with fewer digits is the older one. */
    private static final Comparator<String> KERNELS =
            Comparator.<String>comparingInt(kernel -> kernel.indexOf('.', kernel.indexOf('.') + 1))
                    .thenComparing(Comparator.naturalOrder());
    private static final Comparator<Row> ORDER = Comparator.comparing(Row::variant).thenComparing(Row::kernel, KERNELS);

    public ReplayTable {
        rows = rows.stream().sorted(ORDER).toList();
    }

    /**
     * One schedule on one kernel.
     *
     * @param kernel    as it calls itself
     * @param predicted code of the outcome
     * @param gates     how many there are in the schedule
     * @param shown     what was found
     * @param control   what was found of the mended module; "-" if it was not asked
     */
    public record Row(String variant, String kernel, String property, String predicted, int gates, String shown, String control) {

        private String markdown() {
            return line(List.of(variant, kernel, property, predicted, String.valueOf(gates), cell(shown), cell(control)));
        }

        /** Whether the kernel shows what is predicted, and the mended module ends well. */
        public boolean isConfirmed() {
            return shown.startsWith(CONFIRMED) && control.startsWith(CONFIRMED);
        }

        /** In two or three words. */
        private String summary() {
            if (!shown.startsWith(CONFIRMED)) {
                return shown.replaceFirst(": .*", "");
            }
            if (control.equals("-")) {
                return "confirmed, without a control";
            }
            return isConfirmed() ? "confirmed" : "confirmed; the control: " + control.replaceFirst(": .*", "");
        }

        private static String cell(String text) {
            return text.lines().collect(Collectors.joining(" ")).replace("|", "/");
        }

        private static Optional<Row> read(String line) {
            String[] cells = line.split(" *\\| *", -1);
            boolean isRow = cells.length == TITLES.size() + 2 && cells[1].contains("/") && cells[5].matches("\\d{1,4}");
            return isRow
                    ? Optional.of(new Row(cells[1], cells[2], cells[3], cells[4], Integer.parseInt(cells[5]), cells[6], cells[7]))
                    : Optional.empty();
        }
    }

    /** The table in a text; without one, an empty one. */
    public static ReplayTable read(String markdown) {
        return new ReplayTable(markdown.lines().flatMap(line -> Row.read(line).stream()).toList());
    }

    /** Whether that variant was replayed on that kernel, and something was found out, of the mended module, too. */
    public boolean has(String variant, String kernel) {
        return rows.stream().anyMatch(row -> isOf(row, variant, kernel)
                && Stream.of(row.shown(), row.control()).noneMatch(finding -> finding.startsWith("infrastructure failed")));
    }

    /** The table with one more row, which takes the place of one about the same. */
    public ReplayTable with(Row row) {
        return new ReplayTable(Stream.concat(rows.stream().filter(old -> !isOf(old, row.variant(), row.kernel())), Stream.of(row))
                .toList());
    }

    private static boolean isOf(Row row, String variant, String kernel) {
        return row.variant().equals(variant) && row.kernel().equals(kernel);
    }

    /** The table, and only that. */
    public String markdown() {
        return Stream.concat(Stream.of(line(TITLES), "|---".repeat(TITLES.size()) + "|"), rows.stream().map(Row::markdown))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The kernels in it. */
    public List<String> kernels() {
        return rows.stream().map(Row::kernel).distinct().sorted(KERNELS).toList();
    }

    /** The variants that are confirmed on all kernels in it. */
    public List<String> confirmed() {
        return variants().stream()
                .filter(variant -> kernels().stream()
                        .allMatch(kernel -> row(variant, kernel).filter(Row::isConfirmed).isPresent()))
                .toList();
    }

    /** A line for each variant, and a column for each kernel. */
    public String summary() {
        List<String> titles = Stream.concat(Stream.of("variant", "the model predicts"), kernels().stream()).toList();
        return Stream.concat(Stream.of(line(titles), "|---".repeat(titles.size()) + "|"),
                        variants().stream().map(variant -> line(Stream.concat(
                                Stream.of("`" + variant + "`", predicted(variant)),
                                kernels().stream().map(kernel -> row(variant, kernel).map(Row::summary).orElse(""))).toList())))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private List<String> variants() {
        return rows.stream().map(Row::variant).distinct().toList();
    }

    private String predicted(String variant) {
        return rows.stream().filter(row -> row.variant().equals(variant)).map(Row::predicted).distinct()
                .collect(Collectors.joining(", "));
    }

    private Optional<Row> row(String variant, String kernel) {
        return rows.stream().filter(row -> isOf(row, variant, kernel)).findFirst();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
