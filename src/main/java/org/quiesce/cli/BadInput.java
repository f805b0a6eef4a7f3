package org.quiesce.cli;

import java.util.Collection;
import org.quiesce.catalog.Suggestion;

/** Something that the user gave can't be used; the message says what, where and what to do, in at most three lines. */
final class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message);
    }

    /** "; did you mean 'x'?", or nothing if no known name is near. */
    static String suggestion(String written, Collection<String> known) {
        return Suggestion.nearest(written, known).map(name -> "; did you mean '" + name + "'?").orElse("");
    }
}
