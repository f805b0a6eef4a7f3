package org.quiesce.tlc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Recursive descent over one text; white space, line ends included, separates and means nothing else. */
final class TlcValueParser {
    /** Deeper nesting is refused, so that garbage can't overflow the stack. */
    private static final int DEEPEST = 400;

    private final String text;
    private int at;
    private int depth;

    TlcValueParser(String text) {
        this.text = text;
    }

    TlcValue wholeText() {
        TlcValue value = value();
        skipSpace();
        if (at < text.length()) {
            throw expected("the end");
        }
        return value;
    }

    /** Reads a state as TLC prints it, {@code /\ x = 1} per variable, or a bare {@code x = 1} if there is only one. */
    Map<String, TlcValue> wholeState() {
        Map<String, TlcValue> values = new LinkedHashMap<>();
        skipSpace();
        boolean conjunction = take("/\\");
        do {
            String variable = word("the name of a variable");
            require("=");
            if (values.put(variable, value()) != null) {
                throw error("the variable " + variable + " occurs twice");
            }
            skipSpace();
        } while (conjunction && take("/\\"));
        if (at < text.length()) {
            throw expected("the end");
        }
        return values;
    }

    private TlcValue value() {
        if (++depth > DEEPEST) {
            throw error("values are nested more than " + DEEPEST + " deep");
        }
        skipSpace();
        TlcValue value;
        if (take("<<")) {
            value = tuple();
        } else if (take("{")) {
            value = set();
        } else if (take("[")) {
            value = record();
        } else if (take("(")) {
            value = function();
        } else if (take("\"")) {
            value = new TlcValue.Str(string());
        } else {
            value = atom();
        }
        depth--;
        return value;
    }

    private TlcValue tuple() {
        List<TlcValue> elements = new ArrayList<>();
        if (!takeAfterSpace(">>")) {
            do {
                elements.add(value());
            } while (takeAfterSpace(","));
            require(">>");
        }
        return new TlcValue.Tuple(elements);
    }

    private TlcValue set() {
        LinkedHashSet<TlcValue> elements = new LinkedHashSet<>();
        if (!takeAfterSpace("}")) {
            do {
                elements.add(value());
            } while (takeAfterSpace(","));
            require("}");
        }
        return new TlcValue.SetOf(elements);
    }

    private TlcValue record() {
        Map<String, TlcValue> fields = new LinkedHashMap<>();
        do {
            String name = word("the name of a field");
            require("|->");
            if (fields.put(name, value()) != null) {
                throw error("the field " + name + " occurs twice");
            }
        } while (takeAfterSpace(","));
        require("]");
        return new TlcValue.Record(fields);
    }

    private TlcValue function() {
        Map<TlcValue, TlcValue> entries = new LinkedHashMap<>();
        do {
            TlcValue key = value();
            require(":>");
            if (entries.put(key, value()) != null) {
                throw error("the argument " + key + " occurs twice");
            }
        } while (takeAfterSpace("@@"));
        require(")");
        return new TlcValue.Function(entries);
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            } else if (c == '\\' && at < text.length()) {
                string.append(TlcStrings.unescaped(text.charAt(at++)));
            } else {
                string.append(c);
            }
        }
        throw expected("the closing quote of a string");
    }

    private TlcValue atom() {
        int start = at;
        boolean negative = take("-");
        String word = word("a value");
        if (negative || word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int low = integer(start);
            return takeAfterSpace("..") ? new TlcValue.Interval(low, highEnd()) : new TlcValue.Int(low);
        }
        return switch (word) {
            case "TRUE" -> new TlcValue.Bool(true);
            case "FALSE" -> new TlcValue.Bool(false);
            default -> new TlcValue.Model(word);
        };
    }

    private int highEnd() {
        skipSpace();
        int start = at;
        take("-");
        word("an integer");
        return integer(start);
    }

    private int integer(int start) {
        try {
            return Integer.parseInt(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw errorAt(start, "\"" + text.substring(start, at) + "\" is not a 32-bit integer");
        }
    }

    private String word(String what) {
        skipSpace();
        int start = at;
        while (at < text.length() && TlcStrings.isWordPart(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw expected(what);
        }
        return text.substring(start, at);
    }

    private void require(String token) {
        if (!takeAfterSpace(token)) {
            throw expected("\"" + token + "\"");
        }
    }

    private boolean takeAfterSpace(String token) {
        skipSpace();
        return take(token);
    }

    private boolean take(String token) {
        boolean there = text.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private TlcValueException expected(String what) {
        int end = Math.min(at + 12, text.length());
        String found = at < end ? "\"" + text.substring(at, end) + "\"" : "the end";
        return error("expected " + what + ", found " + found);
    }

    private TlcValueException error(String problem) {
        return errorAt(at, problem);
    }

    private TlcValueException errorAt(int offset, String problem) {
        String before = text.substring(0, offset);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new TlcValueException(problem, line, offset - before.lastIndexOf('\n'));
    }
}
