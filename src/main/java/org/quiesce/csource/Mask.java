package org.quiesce.csource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites what looks like no C until its macros are expanded into C that does the same as far as control goes. The
 * text keeps its length and its lines, so that every place in it is one of the file.
 */
final class Mask {

    /** Deeper than anybody writes, and less than what overflows the stack of the parser. */
    private static final int DEEPEST = 200;

    /** Loops of the kernel: {@code list_for_each_entry(…) {}} and hundreds like it. */
    private static final Pattern ITERATOR = Pattern.compile("\\b\\w*for_each\\w*(?=\\s*\\()");
    /** Macros that open a block: what follows is done once, or not at all. */
    private static final Pattern BLOCK = Pattern.compile("\\bscoped_(?:cond_)?guard(?=\\s*\\()");
    /** A call that a block follows where a statement may stand is a loop of some subsystem. */
    private static final Pattern CALL = Pattern.compile("\\b([A-Za-z_]\\w{4,})\\s*(\\()");
    /** The macros of a file, which the parser expands. */
    private static final Pattern MACRO = Pattern.compile("(?m)^\\s*#\\s*define\\s+(\\w+)");
    /** A macro that stands for a string, before another. */
    private static final Pattern BEFORE_STRING = Pattern.compile("(?<!\\w)([A-Za-z_]\\w+)\\s*(?=\")");
    /** The same, after another. */
    private static final Pattern AFTER_STRING = Pattern.compile("(?<=\")\\s*([A-Za-z_]\\w+)(?!\\w|\\s*\\()");
    /** Words that a string may follow. */
    private static final Set<String> BEFORE_STRINGS = Set.of("return", "else", "case", "do", "extern", "asm", "u8");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b__attribute__\\s*\\(\\(");
    /** A type as an argument of an iterator. */
    private static final Pattern TYPE_ARGUMENT = Pattern.compile("\\b(?:struct|union|enum)\\s+\\w+\\s*\\*?\\s*(?=[,)])");
    /** A type that needs no struct, or none that is written, as an argument. */
    private static final Pattern PLAIN_TYPE_ARGUMENT = Pattern.compile(
            "\\b(?:(?:unsigned|signed|long|short|int|char)\\s*)+(?=,)|\\b(?:__)?typeof(?:__)?\\s*\\([^()]*\\)\\s*(?=[,)])");
    /** Words before a bracket that is no argument list. */
    private static final Set<String> NO_CALLEES =
            Set.of("", "sizeof", "typeof", "__typeof__", "if", "while", "for", "switch", "return", "alignof");
    /** Macros that declare a variable of the type that they get. */
    private static final Pattern WITH_DECLARED_TYPE = Pattern.compile("(?:DEFINE|DECLARE)_PER_CPU\\w*");
    /** Macros that get a plain type; elsewhere it may be a parameter. */
    private static final Pattern WITH_PLAIN_TYPE =
            Pattern.compile("\\w*(?:min_t|max_t|clamp_t|va_arg|container_of\\w*|list_\\w+|entry\\w*|offsetof)");

    /** Macros whose second argument is a type. */
    private static final Pattern AROUND = Pattern.compile("container_of\\w*|\\w*_entry");

    /** A question about an option of the kernel's build. */
    private static final Pattern OPTION =
            Pattern.compile("\\bIS_(?:ENABLED|BUILTIN|MODULE|REACHABLE)\\s*\\(\\s*(\\w+)\\s*\\)");

    private final CSource source;
    private final Preprocessing given;
    private final StringBuilder text;

    private Mask(CSource source, Preprocessing given) {
        this.source = source;
        this.given = given;
        this.text = new StringBuilder(source.text());
    }

    /**
     * The masked text.
     *
     * @throws CSourceException if its brackets do not match, or are nested too deep
     */
    static String of(CSource source, Preprocessing given) {
        return new Mask(source, given).run();
    }

    /** A file without its comments, and without what is in its strings. */
    static String code(CSource source) {
        return new Mask(source, Preprocessing.usual()).blanked();
    }

    private String run() {
        // Comments and strings hold what looks like code; the parser gets them as they are.
        String code = blanked();
        checkBrackets(code);
        replaceAll(ITERATOR, code, "while");
        loops(code);
        replaceAll(BLOCK, code, "if");
        blankStringMacros(code);
        options(code);
        blankAttributes(code);
        blankTypeArguments(code);
        return text.toString();
    }

    // ---- comments and strings

    private String blanked() {
        StringBuilder code = new StringBuilder(source.text());
        int i = 0;
        while (i < code.length()) {
            char c = code.charAt(i);
            int end = i + 1;
            if (source.text().startsWith("/*", i)) {
                int close = code.indexOf("*/", i + 2);
                if (close < 0) {
                    throw new CSourceException(place(i) + ": this comment is never closed; the file may be cut off");
                }
                end = close + 2;
                blank(code, i, end);
            } else if (source.text().startsWith("//", i)) {
                int close = code.indexOf("\n", i);
                end = close < 0 ? code.length() : close;
                blank(code, i, end);
            } else if (c == '"' || c == '\'') {
                end = literalEnd(code, i);
                blank(code, i + 1, end - 1);
            }
            i = end;
        }
        return code.toString();
    }

    private static int literalEnd(CharSequence code, int start) {
        char quote = code.charAt(start);
        for (int i = start + 1; i < code.length() && code.charAt(i) != '\n'; i++) {
            if (code.charAt(i) == '\\') {
                i++;
            } else if (code.charAt(i) == quote) {
                return i + 1;
            }
        }
        // An apostrophe in an #error or in assembler: no literal at all.
        return start + 1;
    }

    private static void blank(StringBuilder from, int start, int end) {
        for (int i = start; i < end; i++) {
            if (from.charAt(i) != '\n') {
                from.setCharAt(i, ' ');
            }
        }
    }

    // ---- brackets

    /** With conditional compilation a bracket may be there twice: then nothing can be said before it is parsed. */
    private void checkBrackets(String code) {
        boolean conditional = Pattern.compile("(?m)^\\s*#\\s*(?:if|else|elif)").matcher(code).find();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                open.push(i);
                if (open.size() > DEEPEST) {
                    throw new CSourceException(place(i) + ": brackets are nested more than " + DEEPEST
                            + " deep, which is not read; split the function");
                }
            } else if (c == ')' || c == ']' || c == '}') {
                if (!conditional && (open.isEmpty() || "([{".indexOf(code.charAt(open.peek())) != ")]}".indexOf(c))) {
                    throw new CSourceException(place(i) + ": '" + c + "' closes "
                            + (open.isEmpty() ? "nothing" : "the '" + code.charAt(open.peek()) + "' of line "
                            + source.line(open.peek())) + "; the file is no C, or damaged");
                }
                open.poll();
            }
        }
        if (!conditional && !open.isEmpty()) {
            throw new CSourceException(place(open.peek()) + ": this '" + code.charAt(open.peek())
                    + "' is never closed; the file may be cut off");
        }
    }

    private String place(int offset) {
        int start = source.text().lastIndexOf('\n', offset - 1) + 1;
        return source.at(source.line(offset)) + ":" + (offset - start + 1);
    }

    // ---- rewriting

    private void replaceAll(Pattern pattern, String code, String word) {
        Matcher found = pattern.matcher(code);
        while (found.find()) {
            // A #define of an iterator names it, and must keep its name.
            if (found.end() - found.start() >= word.length() && !defines(code, found.start())
                    && isStatement(code, found.start())) {
                replace(found.start(), found.end(), word);
            }
        }
    }

    private void replace(int start, int end, String word) {
        blank(text, start, end);
        text.replace(start, start + word.length(), word);
    }

    /** Whether a statement may begin there. */
    private static boolean isStatement(String code, int at) {
        int before = at - 1;
        while (before >= 0 && (Character.isWhitespace(code.charAt(before)) || code.charAt(before) == '\\')) {
            before--;
        }
        return before < 0 || ";{}):".indexOf(code.charAt(before)) >= 0
                || code.substring(Math.max(0, before - 4), before + 1).matches("(?s).*\\b(?:else|do)");
    }

    /** Blocks that follow a call inside of a function. */
    private void loops(String code) {
        Set<String> own = new HashSet<>();
        Matcher macros = MACRO.matcher(code);
        while (macros.find()) {
            own.add(macros.group(1));
        }
        int[] depths = depths(code);
        Matcher call = CALL.matcher(code);
        while (call.find()) {
            int start = call.start();
            if (depths[start] > 0 && !NO_CALLEES.contains(call.group(1)) && !own.contains(call.group(1))
                    && !call.group(1).startsWith("scoped_") && isStatement(code, start) && opensBlock(code, call.start(2))) {
                replace(start, start + call.group(1).length(), "while");
            }
        }
    }

    /** In how many braces each character is. */
    private static int[] depths(String code) {
        int[] depths = new int[code.length()];
        int depth = 0;
        for (int i = 0; i < depths.length; i++) {
            depth += code.charAt(i) == '{' ? 1 : code.charAt(i) == '}' ? -1 : 0;
            depths[i] = depth;
        }
        return depths;
    }

    /** Whether a block follows the brackets that open there. */
    private static boolean opensBlock(String code, int bracket) {
        int depth = 0;
        for (int i = bracket; i < code.length(); i++) {
            char c = code.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                String rest = code.substring(i + 1, Math.min(code.length(), i + 80)).stripLeading();
                return rest.startsWith("{");
            } else if (c == ';' || c == '}') {
                return false;
            }
        }
        return false;
    }

    private void blankStringMacros(String code) {
        Matcher before = BEFORE_STRING.matcher(code);
        while (before.find()) {
            if (!BEFORE_STRINGS.contains(before.group(1)) && !isOfDirective(code, before.start(), before.end())) {
                blank(text, before.start(), before.end(1));
            }
        }
        Matcher after = AFTER_STRING.matcher(code);
        while (after.find()) {
            if (!isOfDirective(code, after.start(), after.end())) {
                blank(text, after.start(1), after.end());
            }
        }
    }

    /** Whether a directive ends between the two, or names the first of them. */
    private static boolean isOfDirective(String code, int from, int to) {
        int start = code.lastIndexOf('\n', from - 1) + 1;
        String head = code.substring(start, from).strip();
        return head.startsWith("#") && (code.substring(from, to).contains("\n") || head.matches("#\\s*(?:define|include)?"));
    }

    /** In a directive it asks for a macro; elsewhere it is a number, if that is known. */
    private void options(String code) {
        Matcher option = OPTION.matcher(code);
        while (option.find()) {
            if (defines(code, option.start())) {
                replace(option.start(), code.indexOf('(', option.start()), "defined");
            } else if (given.knows(option.group(1))) {
                replace(option.start(), option.end(), given.undefined().contains(option.group(1)) ? "0" : "1");
            }
        }
    }

    private static boolean defines(String code, int at) {
        int start = code.lastIndexOf('\n', at - 1) + 1;
        return code.substring(start, at).strip().startsWith("#");
    }

    private void blankAttributes(String code) {
        Matcher found = ATTRIBUTE.matcher(code);
        while (found.find()) {
            int depth = 0;
            int end = code.indexOf('(', found.start());
            do {
                depth += code.charAt(end) == '(' ? 1 : code.charAt(end) == ')' ? -1 : 0;
                end++;
            } while (depth > 0 && end < code.length());
            blank(text, found.start(), end);
        }
    }

    private void blankTypeArguments(String code) {
        Matcher found = TYPE_ARGUMENT.matcher(code);
        while (found.find()) {
            String callee = calleeAround(code, found.start());
            if (callee.contains("for_each")) {
                zero(found.start(), found.end());
            } else if (!NO_CALLEES.contains(callee) && !WITH_DECLARED_TYPE.matcher(callee).matches()) {
                asName(found.start(), found.end());
                if (AROUND.matcher(callee).matches()) {
                    asExpression(found.start());
                }
            }
        }
        Matcher plain = PLAIN_TYPE_ARGUMENT.matcher(code);
        while (plain.find()) {
            if (WITH_PLAIN_TYPE.matcher(calleeAround(code, plain.start())).matches()) {
                zero(plain.start(), plain.end());
            }
        }
    }

    private void zero(int start, int end) {
        blank(text, start, end);
        text.setCharAt(start, '0');
    }

    /** A call within a call, both of names only, could be the declaration of a function in the style of old C. */
    private void asExpression(int start) {
        if (text.charAt(start - 1) == ' ' || text.charAt(start - 1) == '\t') {
            text.setCharAt(start - 1, '+');
        }
    }

    /** {@code struct item *} becomes {@code struct_item}, a name that says which type it was. */
    private void asName(int start, int end) {
        boolean inName = true;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '*') {
                text.setCharAt(i, ' ');
            } else if (c == ' ' && inName) {
                text.setCharAt(i, '_');
                inName = false;
            }
        }
    }

    /** The function in whose argument list an offset is; empty if it is in none. */
    private static String calleeAround(String code, int offset) {
        int depth = 0;
        for (int i = offset - 1; i >= 0 && "{};".indexOf(code.charAt(i)) < 0; i--) {
            char c = code.charAt(i);
            if (c == ')') {
                depth++;
            } else if (c == '(' && depth-- == 0) {
                String before = code.substring(0, i).stripTrailing();
                int start = before.length();
                while (start > 0 && Character.isJavaIdentifierPart(before.charAt(start - 1))) {
                    start--;
                }
                return before.substring(start);
            }
        }
        return "";
    }
}
