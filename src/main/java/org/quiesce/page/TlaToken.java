package org.quiesce.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of TLA+ that looks the same throughout. The texts of all tokens, one after the other, are the text itself. */
record TlaToken(Kind kind, String text) {

    enum Kind {
        COMMENT, STRING, KEYWORD, NUMBER, DEFINED, OPERATOR, PLAIN;

        Html.Css style() {
            return new Html.Css("tla-" + name().toLowerCase(Locale.ROOT));
        }
    }

    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>\\\\\\*[^\\n]*|\\(\\*(?s:.*?)(?:\\*\\)|$))"
                    + "|(?<string>\"(?:[^\"\\\\\\n]++|\\\\.)*+\"?)"
                    + "|(?<keyword>\\b(?:MODULE|EXTENDS|CONSTANTS?|VARIABLES?|ASSUME|INSTANCE|LOCAL|LET|IN|IF|THEN|ELSE|CASE|OTHER"
                    + "|CHOOSE|EXCEPT|UNCHANGED|DOMAIN|SUBSET|UNION|ENABLED|TRUE|FALSE|BOOLEAN|SPECIFICATION|INVARIANTS?"
                    + "|PROPERTY|PROPERTIES|CHECK_DEADLOCK|SYMMETRY|VIEW|CONSTRAINT|[SW]F_\\w+)\\b|[SW]F_)"
                    + "|(?<defined>(?m:^)\\w+(?=(?:\\([^)\\n]*\\))?\\s*==))"
                    + "|(?<number>\\b\\d+\\b)"
                    + "|(?<operator>/\\\\|\\\\/|\\\\[a-zA-Z]+|==|=>|<=>|\\[\\]|<>|~>|[~=#<>'+*|:@-]+)"
                    + "|(?<plain>\\w+|\\s+|(?s:.))");

    /** The tokens of a text; what is no TLA+ is plain. */
    static List<TlaToken> of(String text) {
        List<TlaToken> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            for (Kind kind : Kind.values()) {
                if (token.group(kind.name().toLowerCase(Locale.ROOT)) != null) {
                    add(tokens, new TlaToken(kind, token.group()));
                }
            }
        }
        return tokens;
    }

    private static void add(List<TlaToken> tokens, TlaToken token) {
        int last = tokens.size() - 1;
        if (last >= 0 && tokens.get(last).kind() == token.kind()) {
            tokens.set(last, new TlaToken(token.kind(), tokens.get(last).text() + token.text()));
        } else {
            tokens.add(token);
        }
    }
}
