package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.kernel.Primitive;
import org.quiesce.kernel.Primitive.Callers;

/** The functions of the kernel, what is known of each, and which protocols use it. */
public record PrimitiveTable(List<Section> sections) {

    private static final int LEFT = 2;
    private static final int GAP = 2;
    /** What else is known of a function is seldom longer. */
    private static final int FACTS = 80;

    public PrimitiveTable {
        sections = List.copyOf(sections);
    }

    /** The functions about one thing. */
    public record Section(String title, List<Row> rows) {
        public Section {
            rows = List.copyOf(rows);
        }

        private List<Line> draw(int width) {
            int column = Math.min(LEFT + longest(Primitive::name) + GAP, width / 2);
            int facts = column + longest(Primitive::does) + GAP;
            return rows.stream().flatMap(row -> row.draw(column, facts, width).stream()).toList();
        }

        private int longest(Function<Primitive, String> text) {
            return rows.stream().mapToInt(row -> text.apply(row.primitive()).length()).max().orElse(0);
        }
    }

    /** Who can call a function. */
    public enum Usable {
        /** Nobody: a call of another stands for it. */
        AS_A_PART,
        /** Protocols that builders make. */
        BY_BUILDERS,
        /** These, and C files. */
        BY_BUILDERS_AND_C
    }

    /**
     * A function.
     *
     * @param entries the entries of the atlas that use it
     */
    public record Row(Primitive primitive, Usable usable, List<String> entries) {
        public Row {
            entries = List.copyOf(entries);
        }

        private List<Line> draw(int column, int factsColumn, int width) {
            List<Line> right = right(factsColumn - column, width - column);
            List<Line> lines = new ArrayList<>();
            Line name = Line.of(primitive.name()).indent(LEFT);
            // A name that is too long for its column stands above.
            if (name.length() + GAP > column) {
                Flow.of(primitive.name()).wrap(width - LEFT, GAP).forEach(l -> lines.add(l.indent(LEFT)));
            }
            for (Line line : right) {
                lines.add((lines.isEmpty() ? name : Line.BLANK).padTo(column).plus(line));
            }
            return lines;
        }

        /** What it does, and below, or where there is room for it to the right, what else is known. */
        private List<Line> right(int facts, int room) {
            if (room - facts >= FACTS) {
                return List.of(Line.of(primitive.does()).padTo(facts).plus(facts(), Tone.QUIET));
            }
            List<Line> lines = new ArrayList<>(Flow.of(primitive.does()).wrap(room, GAP));
            lines.addAll(Flow.EMPTY.words(facts(), Tone.QUIET).wrap(room, GAP));
            return lines;
        }

        private String facts() {
            List<String> facts = new ArrayList<>();
            primitive.steps().ifPresent(facts::add);
            facts.add(primitive.releases());
            if (primitive.callers() == Callers.CORE) {
                facts.add("not for modules");
            }
            primitive.model().phrase().ifPresent(facts::add);
            if (usable == Usable.BY_BUILDERS) {
                facts.add("not in C");
            }
            if (!entries.isEmpty()) {
                facts.add(entries.size() == 1 ? "1 entry" : entries.size() + " entries");
            }
            return String.join("; ", facts);
        }
    }

    /** The table, not wider than {@code width} unless a single word is. */
    public List<Line> draw(int width) {
        List<Line> lines = new ArrayList<>();
        for (Section section : sections) {
            lines.add(Line.of(section.title(), Tone.STRONG));
            lines.addAll(section.draw(width));
            lines.add(Line.BLANK);
        }
        lines.addAll(legend(width));
        return lines;
    }

    private List<Line> legend(int width) {
        return Flow.of("All are modelled: by steps of their own, 'as' another that does the same, or as 'part of' one that"
                + " is; where it says 'not in C', for protocols that builders make, and a C file that calls it is"
                + " inconclusive. Of 'or before' the first release was not looked for, 'about' is from memory. What comes last is"
                + " how many entries of the atlas use it; --explain names them.")
                .wrap(width, 0);
    }

    Stream<Row> rows() {
        return sections.stream().flatMap(section -> section.rows().stream());
    }
}
