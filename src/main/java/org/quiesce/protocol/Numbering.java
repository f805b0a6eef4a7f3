package org.quiesce.protocol;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.protocol.Listing.Line;

/** Gives every statement its line, and writes the listing that has it there. */
final class Numbering {

    private final List<Line> lines = new ArrayList<>();

    /** The statements of a function with their lines; the function is appended to the listing. */
    List<Statement> number(String function, List<Statement> body) {
        return block(function, body, 0);
    }

    Listing listing() {
        return new Listing(lines);
    }

    private List<Statement> block(String function, List<Statement> statements, int depth) {
        return statements.stream().map(s -> statement(function, s, depth)).toList();
    }

    private Statement statement(String function, Statement statement, int depth) {
        if (statement instanceof Statement.Call call) {
            return new Statement.Call(line(function, depth, call.c()), call.operation(), call.into());
        }
        if (statement instanceof Statement.If branch) {
            int at = line(function, depth, branch.c());
            List<Statement> then = block(function, branch.then(), depth + 1);
            if (branch.otherwise().isEmpty()) {
                line(function, depth, "}");
                return new Statement.If(at, branch.condition(), then, List.of());
            }
            line(function, depth, "} else {");
            List<Statement> otherwise = block(function, branch.otherwise(), depth + 1);
            line(function, depth, "}");
            return new Statement.If(at, branch.condition(), then, otherwise);
        }
        if (statement instanceof Statement.While loop) {
            int at = line(function, depth, loop.c());
            List<Statement> body = block(function, loop.body(), depth + 1);
            line(function, depth, "}");
            return new Statement.While(at, loop.condition(), body);
        }
        if (statement instanceof Statement.DoWhile loop) {
            line(function, depth, "do {");
            List<Statement> body = block(function, loop.body(), depth + 1);
            return new Statement.DoWhile(line(function, depth, loop.c()), body, loop.condition());
        }
        if (statement instanceof Statement.Break jump) {
            return new Statement.Break(line(function, depth, jump.c()));
        }
        if (statement instanceof Statement.Continue jump) {
            return new Statement.Continue(line(function, depth, jump.c()));
        }
        if (statement instanceof Statement.Return exit) {
            return new Statement.Return(line(function, depth, exit.c()), exit.value());
        }
        throw new AssertionError(statement);
    }

    private int line(String function, int depth, String text) {
        lines.add(new Line(function, lines.size() + 1, depth, text));
        return lines.size();
    }
}
