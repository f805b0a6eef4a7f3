package org.quiesce.tlc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a module. Lines and columns count from 1 and both ends are included. */
public record SourceSpan(String module, int beginLine, int beginColumn, int endLine, int endColumn) {
    private static final Pattern NAMED = Pattern.compile(
            "(.*?)\\s*line (\\d{1,9}), col (\\d{1,9}) to line (\\d{1,9}), col (\\d{1,9}) of module (\\w+)");

    /** A name followed by TLC's {@code line .. of module M}, both optional. */
    record Named(String name, Optional<SourceSpan> span) {
        static Named parse(String text) {
            Matcher m = NAMED.matcher(text);
            if (!m.matches()) {
                return new Named(text, Optional.empty());
            }
            return new Named(
                    m.group(1),
                    Optional.of(new SourceSpan(m.group(6), number(m, 2), number(m, 3), number(m, 4), number(m, 5))));
        }

        private static int number(Matcher m, int group) {
            return Integer.parseInt(m.group(group));
        }
    }

    /** The place in TLC's own words. */
    @Override
    public String toString() {
        return "line " + beginLine + ", col " + beginColumn + " to line " + endLine + ", col " + endColumn
                + " of module " + module;
    }
}
