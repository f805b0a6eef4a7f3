package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;

/** Lists what there is, one line each. */
public final class Catalogue {

    private static final int LEFT = 2;

    private final int width;

    /** Lists whose lines are not longer than {@code width}. */
    public Catalogue(int width) {
        this.width = width;
    }

    /** A heading, and what stands under it. */
    public record Section(String heading, List<Item> items) {
        public Section {
            items = List.copyOf(items);
        }

        private int nameWidth() {
            return items.stream().mapToInt(i -> i.name().length()).max().orElse(0);
        }
    }

    /** A name and what it stands for. */
    public record Item(String name, String meaning) {}

    /** The sections; a single one needs no heading. */
    public List<Line> sections(List<Section> sections) {
        List<Line> lines = new ArrayList<>();
        for (Section section : sections) {
            if (!lines.isEmpty()) {
                lines.add(Line.BLANK);
            }
            if (sections.size() > 1) {
                lines.add(Line.of(section.heading(), Tone.STRONG));
            }
            int left = sections.size() > 1 ? LEFT : 0;
            section.items().forEach(item -> lines.addAll(item(item, section.nameWidth(), left)));
        }
        return lines;
    }

    private List<Line> item(Item item, int nameWidth, int left) {
        List<Line> lines = new ArrayList<>();
        int column = left + nameWidth + 2;
        for (Line meaning : Flow.of(item.meaning()).wrap(Math.max(20, width - column), 2)) {
            lines.add((lines.isEmpty() ? Line.of(item.name()).indent(left) : Line.BLANK).padTo(column).plus(meaning));
        }
        return lines;
    }
}
