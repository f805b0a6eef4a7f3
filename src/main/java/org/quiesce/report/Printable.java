package org.quiesce.report;

/** Text of unknown origin, made safe to show on one line of a terminal. */
public final class Printable {

    private static final int LONGEST_ECHO = 80;

    private Printable() {}

    /** The text with every control and formatting character replaced by {@code ?}. */
    public static String of(String text) {
        return text.codePoints().allMatch(Printable::isHarmless)
                ? text
                : text.codePoints()
                        .map(c -> isHarmless(c) ? c : '?')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** The same, cut to a length that fits a message. */
    public static String echo(String text) {
        String safe = of(text.length() > LONGEST_ECHO ? text.substring(0, LONGEST_ECHO) : text);
        return text.length() > LONGEST_ECHO ? safe + "…" : safe;
    }

    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return !Character.isISOControl(c)
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
