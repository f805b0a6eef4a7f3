package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lines of text that are moved about as one. Comments at the end of lines are kept apart from the text, so that
 * what is appended to a line lands before its comment and not inside it.
 */
record Block(List<Line> lines) {

    /** A line, and its comment (empty if it has none). */
    record Line(String text, List<String> comment) {

        Line prepend(String prefix) {
            return new Line(prefix + text, comment);
        }
    }

    Block {
        lines = List.copyOf(lines);
    }

    static Block of(String text) {
        return new Block(List.of(new Line(text, List.of())));
    }

    /** The blocks one below the other. */
    static Block stack(List<Block> blocks) {
        return new Block(blocks.stream().flatMap(block -> block.lines.stream()).toList());
    }

    /** This block above another. */
    Block above(Block below) {
        return stack(List.of(this, below));
    }

    /** This block after a text, with all its lines beginning in the column where the text ends. */
    Block after(String text) {
        String indent = " ".repeat(text.length());
        List<Line> moved = new ArrayList<>();
        for (Line line : lines) {
            moved.add(line.prepend(moved.isEmpty() ? text : indent));
        }
        return new Block(moved);
    }

    Block indent(int columns) {
        return after(" ".repeat(columns));
    }

    /** This block with a text at the end of its last line. */
    Block append(String text) {
        Line last = last();
        return new Block(Stream.concat(
                        lines.stream().limit(lines.size() - 1), Stream.of(new Line(last.text + text, last.comment)))
                .toList());
    }

    /** This block with another one that begins at the end of its last line. */
    Block append(Block next) {
        Block moved = next.after(" ".repeat(lastWidth()));
        Line first = moved.lines.get(0);
        List<String> comment = Stream.concat(last().comment.stream(), first.comment.stream()).toList();
        Line seam = new Line(last().text + first.text.substring(lastWidth()), comment);
        return new Block(Stream.of(lines.stream().limit(lines.size() - 1), Stream.of(seam), moved.lines.stream().skip(1))
                .flatMap(part -> part)
                .toList());
    }

    /** This block with a comment at the end of its first line. */
    Block comment(List<String> text) {
        List<Line> commented = new ArrayList<>(lines);
        commented.set(0, new Line(lines.get(0).text, text));
        return new Block(commented);
    }

    boolean isOneLine() {
        return lines.size() == 1 && lines.get(0).comment.isEmpty();
    }

    int lastWidth() {
        return last().text.length();
    }

    private Line last() {
        return lines.get(lines.size() - 1);
    }

    /**
     * The lines as text. Comments begin in a common column; one that finds no room there is put above its line.
     *
     * @param column where comments begin, if the text before leaves room
     * @param width  where lines should end
     */
    List<String> render(int column, int width) {
        List<String> text = new ArrayList<>();
        for (Line line : lines) {
            if (line.comment.isEmpty()) {
                text.add(line.text);
                continue;
            }
            String padded = line.text + " ".repeat(Math.max(column - line.text.length(), 2));
            boolean fits = line.comment.size() == 1 && padded.length() + 3 + line.comment.get(0).length() <= width;
            if (fits) {
                text.add(padded + lineComment(line.comment.get(0)));
            } else {
                String indent = line.text.substring(0, line.text.length() - line.text.stripLeading().length());
                Text.wrap(line.comment, width - indent.length() - 3)
                        .forEach(comment -> text.add(indent + lineComment(comment)));
                text.add(line.text);
            }
        }
        return text;
    }

    static String lineComment(String text) {
        return ("\\* " + text).stripTrailing();
    }
}
