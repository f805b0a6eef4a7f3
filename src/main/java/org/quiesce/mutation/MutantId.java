package org.quiesce.mutation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mutant is called, such as {@code drop-wake@12}: it stays the same as long as its function and those before it
 * in the listing do.
 *
 * @param line   in the listing of the original, as it is shown there
 * @param number from 1; where an operator can do several things to a line they are numbered: {@code swap@12.2}
 */
public record MutantId(Operator operator, int line, int number) {

    private static final Pattern FORM = Pattern.compile("([a-z-]+)@([1-9][0-9]{0,5})(?:\\.([1-9][0-9]{0,5}))?");

    /** The id that is spelled so; empty if none is. */
    public static Optional<MutantId> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int number = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
        return Operator.named(form.group(1))
                .map(operator -> new MutantId(operator, Integer.parseInt(form.group(2)), number))
                .filter(id -> id.toString().equals(text));
    }

    @Override
    public String toString() {
        return operator.id() + "@" + line + (number == 1 ? "" : "." + number);
    }
}
