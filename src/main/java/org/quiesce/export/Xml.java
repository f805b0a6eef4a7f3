package org.quiesce.export;

/** Text as content or as the value of an attribute of XML. */
final class Xml {

    private Xml() {}

    /** The text; what XML can't hold is replaced. */
    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n' -> escaped.append("&#10;");
                case '\t' -> escaped.append("&#9;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : '?');
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int c) {
        return c >= 0x20 && c <= 0xD7FF && Character.getType(c) != Character.CONTROL
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
