package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;

/** Lists what there is, one line each. */
public final class Catalogue {

    private static final int LEFT = 2;
    /** With less room beside the names, what they stand for goes below them. */
    private static final int NARROWEST = 30;

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
                lines.addAll(Flow.EMPTY.words(section.heading(), Tone.STRONG).wrap(width, 0));
            }
            int left = sections.size() > 1 ? LEFT : 0;
            section.items().forEach(item -> lines.addAll(item(item, section.nameWidth(), left)));
        }
        return lines;
    }

    private List<Line> item(Item item, int nameWidth, int left) {
        int column = left + nameWidth + 2;
        if (width - column < NARROWEST) {
            return stacked(item, left);
        }
        List<Line> lines = new ArrayList<>();
        for (Line meaning : Flow.of(item.meaning()).wrap(width - column, 2)) {
            lines.add((lines.isEmpty() ? Line.of(item.name()).indent(left) : Line.BLANK).padTo(column).plus(meaning));
        }
        return lines;
    }

    /** The meaning below the name. */
    private List<Line> stacked(Item item, int left) {
        List<Line> lines = new ArrayList<>(List.of(Line.of(item.name()).indent(left)));
        Flow.of(item.meaning()).wrap(width - left - LEFT, 0).forEach(l -> lines.add(l.indent(left + LEFT)));
        return lines;
    }
}
