package org.quiesce.tlc;

import java.util.List;
import java.util.Optional;

/** What SANY says of a module. */
public sealed interface SanyOutcome {

    /** The module and all it extends are syntactically and semantically correct. */
    record Accepted() implements SanyOutcome {}

    /** SANY refuses it; at least one error. */
    record Rejected(List<Error> errors) implements SanyOutcome {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }

    /** SANY came to no conclusion. */
    record Failed(TlcOutcome.Failure failure) implements SanyOutcome {}

    /**
     * One error.
     *
     * @param message SANY's words, on one line
     * @param span its place, where SANY gives it; a parse error has only a beginning, which is its end too
     */
    record Error(String message, Optional<SourceSpan> span) {}
}
