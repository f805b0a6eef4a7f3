package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import java.util.List;
import java.util.Set;

/**
 * The C of a module that a protocol was read from: one file, or several one after the other, whose lines are counted through.
 *
 * @param name       of the file, as the user gave it, or of the module
 * @param files      its files, in that order
 * @param assumed    what is taken to be so though the files do not say it, one clause each, with its line
 * @param outside    reasons of choices that stand for what somebody outside of the files does, not for what is unknown of
 *                   them
 * @param unguarded  what in the files keeps somebody out or waiting and in the protocol does not: a run of it may be none
 *                   of them
 * @param unmodelled what the files do that the protocol does not: while there is such a thing, nothing is known to hold
 * @param passedOver those of what is assumed that say of a call that it does nothing to what is tracked
 */
public record Origin(String name, List<File> files, List<String> assumed, Set<String> outside, List<String> unguarded,
        List<String> unmodelled, List<String> passedOver) {

    /**
     * One file.
     *
     * @param name   as the user gave it
     * @param before how many lines are counted before its first
     * @param lines  its text, by line
     */
    public record File(String name, int before, List<String> lines) {

        public File {
            given("name", name);
            lines = List.copyOf(lines);
        }

        /** The one of several files, in their order, in which a line is. */
        public static File of(List<File> files, int line) {
            return files.stream().filter(f -> f.before() < line).reduce((a, b) -> b).orElse(files.get(0));
        }

        private String shortName() {
            return name.substring(name.lastIndexOf('/') + 1);
        }
    }

    /** A statement that goes on for longer is shown by its beginning. */
    private static final int MOST_LINES = 4;

    public Origin {
        given("name", name);
        files = List.copyOf(files);
        assumed = List.copyOf(assumed);
        outside = Set.copyOf(outside);
        unguarded = List.copyOf(unguarded);
        unmodelled = List.copyOf(unmodelled);
        passedOver = List.copyOf(passedOver);
    }

    /** The number of a line in its own file. */
    int numberInFile(int line) {
        return line - File.of(files, line).before();
    }

    /** A line, with the ones that it goes on in, and without indentation and comments; of several files it is said which. */
    String text(int line) {
        File file = File.of(files, line);
        String text = text(file, line - file.before());
        return files.size() == 1 ? text : file.shortName() + ": " + text;
    }

    private static String text(File file, int line) {
        List<String> lines = file.lines();
        StringBuilder text = new StringBuilder();
        for (int i = line; i <= lines.size() && i < line + MOST_LINES; i++) {
            String next = lines.get(i - 1).replaceAll("/\\*.*?(\\*/|$)|//.*$", " ").replaceAll("[\\p{C}\\s]+", " ").strip();
            text.append(text.length() == 0 || next.isEmpty() ? "" : " ").append(next);
            if (opened(text) <= 0) {
                break;
            }
        }
        return text.toString();
    }

    private static int opened(CharSequence text) {
        return text.chars().map(c -> c == '(' ? 1 : c == ')' ? -1 : 0).sum();
    }
}
