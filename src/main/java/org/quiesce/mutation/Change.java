package org.quiesce.mutation;

import java.util.List;
import java.util.stream.Collectors;
import org.quiesce.protocol.Statement;

/**
 * What a slip does to a site.
 *
 * @param replaced how many statements, from that of the site on, are replaced
 * @param instead  by what
 */
record Change(int replaced, List<Statement> instead) {

    /** More statements than these are not shown. */
    private static final int SHOWN = 2;

    Change {
        instead = List.copyOf(instead);
    }

    static Change drop() {
        return new Change(1, List.of());
    }

    static Change to(Statement other) {
        return new Change(1, List.of(other));
    }

    /** The C of statements on one line, shortened. */
    static String c(List<Statement> statements) {
        String first = statements.stream().limit(SHOWN).map(Change::c).collect(Collectors.joining(" "));
        return statements.size() > SHOWN ? first + " …" : first;
    }

    private static String c(Statement statement) {
        if (statement instanceof Statement.DoWhile) {
            return "do { … " + statement.c();
        } else if (statement instanceof Statement.If branch && !branch.otherwise().isEmpty()) {
            return statement.c() + " … } else { … }";
        }
        return statement instanceof Statement.If || statement instanceof Statement.While
                ? statement.c() + " … }"
                : statement.c();
    }
}
