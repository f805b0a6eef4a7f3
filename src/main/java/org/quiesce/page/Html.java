package org.quiesce.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A piece of HTML, or of SVG within it. Texts stay texts, whatever is in them: only elements are markup, and no element
 * carries code or style.
 */
sealed interface Html {

    /** Adds it to a page. */
    void write(StringBuilder page);

    /** A text. */
    static Html text(String text) {
        return new Text(text);
    }

    /** An element of that name, as yet empty. */
    static Element element(String name) {
        return new Element(name, Map.of(), List.of());
    }

    /** An element of that name that holds a text. */
    static Element element(String name, String text) {
        return element(name).with(text);
    }

    /** An element of that name and class. */
    static Element element(String name, Css style) {
        return element(name).is(style);
    }

    /** A class of the style sheet. */
    record Css(String name) {}

    /** Text; characters that control how others are shown, or are none, are shown as such. */
    record Text(String text) implements Html {
        @Override
        public void write(StringBuilder page) {
            escape(text, page);
        }

        static void escape(String text, StringBuilder page) {
            text.codePoints().forEach(c -> {
                switch (c) {
                    case '&' -> page.append("&amp;");
                    case '<' -> page.append("&lt;");
                    case '>' -> page.append("&gt;");
                    case '"' -> page.append("&quot;");
                    case '\n', '\t' -> page.appendCodePoint(c);
                    default -> page.appendCodePoint(isShown(c) ? c : 0xFFFD);
                }
            });
        }

        private static boolean isShown(int c) {
            return switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
                        Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
        }
    }

    /** An element. */
    record Element(String name, Map<String, String> attributes, List<Html> content) implements Html {

        private static final Set<String> EMPTY = Set.of("meta", "br", "col");
        private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");

        public Element {
            if (!NAME.matcher(name).matches() || name.equals("script") || name.equals("style")) {
                throw new IllegalArgumentException("no element: " + name);
            }
            content = List.copyOf(content);
        }

        /** The same with an attribute more. */
        Element set(String attribute, String value) {
            if (!NAME.matcher(attribute).matches() || attribute.startsWith("on") || attribute.equals("style")) {
                throw new IllegalArgumentException("no attribute: " + attribute);
            }
            Map<String, String> more = new LinkedHashMap<>(attributes);
            more.put(attribute, value);
            return new Element(name, more, content);
        }

        Element set(String attribute, int value) {
            return set(attribute, Integer.toString(value));
        }

        Element set(String attribute, Optional<String> value) {
            return value.map(v -> set(attribute, v)).orElse(this);
        }

        /** The same in a class more. */
        Element is(Css style) {
            return set("class", attributes.containsKey("class") ? attributes.get("class") + " " + style.name() : style.name());
        }

        Element with(String text) {
            return with(new Text(text));
        }

        Element with(Html... more) {
            return with(List.of(more));
        }

        Element with(Optional<? extends Html> more) {
            return with(more.stream().toList());
        }

        /** The same with more in it. */
        Element with(List<? extends Html> more) {
            List<Html> all = new ArrayList<>(content);
            all.addAll(more);
            return new Element(name, attributes, all);
        }

        @Override
        public void write(StringBuilder page) {
            page.append('<').append(name);
            attributes.forEach((attribute, value) -> {
                page.append(' ').append(attribute).append("=\"");
                Text.escape(value, page);
                page.append('"');
            });
            page.append('>');
            content.forEach(c -> c.write(page));
            if (!EMPTY.contains(name)) {
                page.append("</").append(name).append('>');
            }
        }
    }

    /** A style sheet or a program of the page's own, as it is. */
    record Inlined(Kind kind, String text) implements Html {

        enum Kind { STYLE, SCRIPT }

        public Inlined {
            if (text.contains("</")) {
                throw new IllegalArgumentException("it would end itself");
            }
        }

        @Override
        public void write(StringBuilder page) {
            String name = kind == Kind.STYLE ? "style" : "script";
            page.append('<').append(name).append('>').append(text).append("</").append(name).append('>');
        }
    }
}
