package org.quiesce.tla;

import java.util.List;
import java.util.Optional;

/**
 * The definition of an operator: {@code Name(parameters) == body}.
 *
 * @param name        its name
 * @param parameters  its parameters; none for a constant operator
 * @param body        what it stands for
 * @param remark      a comment above it
 * @param comment     a comment at the end of its first line; the body then begins on the next one
 */
public record Definition(
        String name, List<String> parameters, Expr body, Optional<String> remark, Optional<String> comment) {

    /** @throws IllegalArgumentException if a name can't be written in TLA+ or a parameter is given twice */
    public Definition {
        Identifiers.require("definition", name);
        parameters = List.copyOf(parameters);
        parameters.forEach(parameter -> Identifiers.require("parameter", parameter));
        Lists.requireDistinct("parameter", parameters);
    }

    /** {@code name == body}. */
    public static Definition of(String name, Expr body) {
        return of(name, List.of(), body);
    }

    /** {@code name(parameters) == body}. */
    public static Definition of(String name, List<String> parameters, Expr body) {
        return new Definition(name, parameters, body, Optional.empty(), Optional.empty());
    }

    /** This definition with a comment above it. */
    public Definition remark(String text) {
        return new Definition(name, parameters, body, Optional.of(text), comment);
    }

    /** This definition with a comment at the end of its first line. */
    public Definition comment(String text) {
        return new Definition(name, parameters, body, remark, Optional.of(text));
    }

    /** This definition with another body. */
    Definition withBody(Expr other) {
        return new Definition(name, parameters, other, remark, comment);
    }

    /** The left-hand side: {@code Name(a, b)}. */
    String head() {
        return parameters.isEmpty() ? name : name + "(" + String.join(", ", parameters) + ")";
    }

    @Override
    public String toString() {
        return String.join("\n", Layout.definition(this));
    }
}
