package org.quiesce.csource;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.protocol.Statement;

/** Statements as plain text, for comparison. */
final class Printed {

    private Printed() {}

    static Stream<String> of(Statement statement, int depth) {
        String indent = "  ".repeat(depth);
        if (statement instanceof Statement.If branch) {
            Stream<String> otherwise = branch.otherwise().isEmpty()
                    ? Stream.empty()
                    : Stream.concat(Stream.of(indent + "else"), all(branch.otherwise(), depth + 1));
            return Stream.of(Stream.of(indent + "if (" + branch.condition().c() + ")"), all(branch.then(), depth + 1), otherwise)
                    .flatMap(s -> s);
        } else if (statement instanceof Statement.While loop) {
            return Stream.concat(Stream.of(indent + "while (" + loop.condition().c() + ")"), all(loop.body(), depth + 1));
        } else if (statement instanceof Statement.DoWhile loop) {
            return Stream.of(Stream.of(indent + "do"), all(loop.body(), depth + 1),
                    Stream.of(indent + "while (" + loop.condition().c() + ")")).flatMap(s -> s);
        }
        return Stream.of(indent + statement.c());
    }

    private static Stream<String> all(List<Statement> statements, int depth) {
        return statements.stream().flatMap(s -> of(s, depth));
    }
}
