package org.quiesce.tlc;

/** The lexical rules of strings and names that printing and parsing share. */
final class TlcStrings {
    private TlcStrings() {}

    /** The text in quotes, escaped the way TLC does it. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = "\"\\\t\n\f\r".indexOf(c);
            if (escape < 0) {
                quoted.append(c);
            } else {
                quoted.append('\\').append("\"\\tnfr".charAt(escape));
            }
        }
        return quoted.append('"').toString();
    }

    /** The character that {@code \letter} stands for; the letter itself if it needs no escape. */
    static char unescaped(char letter) {
        int escape = "tnfr".indexOf(letter);
        return escape < 0 ? letter : "\t\n\f\r".charAt(escape);
    }

    /** Whether TLC would print a field of this name bare: letters, digits and underscores, at least one of them. */
    static boolean isWord(String text) {
        return !text.isEmpty() && text.chars().allMatch(TlcStrings::isWordPart);
    }

    static boolean isWordPart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
