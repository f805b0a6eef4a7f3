package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quiesce.kernel.Primitive;
import org.quiesce.kernel.Primitive.Callers;
import org.quiesce.kernel.Primitive.Coverage;

/** The functions of the kernel, what is known of each, and which protocols use it. */
public record PrimitiveTable(List<Section> sections) {

    private static final int LEFT = 2;
    private static final int GAP = 2;

    public PrimitiveTable {
        sections = List.copyOf(sections);
    }

    /** The functions about one thing. */
    public record Section(String title, List<Row> rows) {
        public Section {
            rows = List.copyOf(rows);
        }

        /** Where the second column begins; a name that is longer stands on a line of its own. */
        private int column(int width) {
            int longest = rows.stream().mapToInt(row -> row.primitive().name().length()).max().orElse(0);
            return Math.min(LEFT + longest + GAP, width / 2);
        }
    }

    /**
     * A function.
     *
     * @param entries the entries of the atlas that use it
     */
    public record Row(Primitive primitive, List<String> entries) {
        public Row {
            entries = List.copyOf(entries);
        }

        private List<Line> draw(int column, int width) {
            List<Line> right = new ArrayList<>(Flow.of(primitive.does()).wrap(width - column, GAP));
            right.addAll(Flow.EMPTY.words(facts(width - column), Tone.QUIET).wrap(width - column, GAP));
            List<Line> lines = new ArrayList<>();
            Line name = Line.of(primitive.name()).indent(LEFT);
            if (name.length() + GAP > column) {
                lines.add(name);
            }
            for (Line line : right) {
                lines.add((lines.isEmpty() ? name : Line.BLANK).padTo(column).plus(line));
            }
            return lines;
        }

        private String facts(int room) {
            List<String> facts = new ArrayList<>();
            primitive.steps().ifPresent(facts::add);
            facts.add(primitive.releases());
            if (primitive.callers() == Callers.CORE) {
                facts.add("not for modules");
            }
            if (primitive.coverage() == Coverage.NOT_YET) {
                facts.add("not modelled");
            } else if (!entries.isEmpty()) {
                facts.add(firstEntries(room - String.join("; ", facts).length() - "; ".length()));
            }
            return String.join("; ", facts);
        }

        /** As many of the entries as there is room for, one at least; a page about the function names all. */
        private String firstEntries(int room) {
            return IntStream.range(0, entries.size())
                    .mapToObj(this::firstEntriesBut)
                    .filter(text -> text.length() <= room)
                    .findFirst()
                    .orElseGet(() -> firstEntriesBut(entries.size() - 1));
        }

        private String firstEntriesBut(int left) {
            return String.join(", ", entries.subList(0, entries.size() - left))
                    + (left == 0 ? "" : " and " + left + " more");
        }
    }

    /** The table, not wider than {@code width} unless a single word is. */
    public List<Line> draw(int width) {
        List<Line> lines = new ArrayList<>();
        for (Section section : sections) {
            lines.add(Line.of(section.title(), Tone.STRONG));
            section.rows().forEach(row -> lines.addAll(row.draw(section.column(width), width)));
            lines.add(Line.BLANK);
        }
        lines.addAll(legend(width));
        return lines;
    }

    private List<Line> legend(int width) {
        long modelled = rows().filter(row -> row.primitive().coverage() == Coverage.MODELLED).count();
        return Flow.of("Modelled: " + modelled + " of " + rows().count() + ". Of 'or before' the first release was not"
                + " looked for, 'about' is from memory. What comes last are entries of the atlas that use it.")
                .wrap(width, 0);
    }

    Stream<Row> rows() {
        return sections.stream().flatMap(section -> section.rows().stream());
    }
}
