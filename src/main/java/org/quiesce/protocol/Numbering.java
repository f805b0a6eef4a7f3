package org.quiesce.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.quiesce.protocol.Listing.Line;

/**
 * Gives every statement its line, and writes the listing that has it there. Statements that come from a file bring their
 * line in it along: they are shown as they stand there.
 */
final class Numbering {

    private final Optional<Origin> origin;
    private final IntUnaryOperator lineInFile;
    private final List<Line> lines = new ArrayList<>();
    /** How many statements come from a line of the file, by line: a function may be in several places. */
    private final Map<Integer, Integer> shared = new HashMap<>();
    /** The lines of the file that are shown already, by function. */
    private final Set<List<Object>> seen = new HashSet<>();

    /** @param lineInFile the line in the file for the line that a statement has now; 0 if it has none */
    Numbering(Optional<Origin> origin, IntUnaryOperator lineInFile) {
        this.origin = origin;
        this.lineInFile = lineInFile;
    }

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
            return new Statement.Call(line(function, depth, call), call.operation(), call.into(), call.spelling());
        }
        if (statement instanceof Statement.If branch) {
            int at = line(function, depth, branch);
            List<Statement> then = block(function, branch.then(), depth + 1);
            if (branch.otherwise().isEmpty()) {
                bracket(function, depth, "}");
                return new Statement.If(at, branch.condition(), then, List.of());
            }
            otherwise(function, depth);
            List<Statement> otherwise = block(function, branch.otherwise(), depth + 1);
            bracket(function, depth, "}");
            return new Statement.If(at, branch.condition(), then, otherwise);
        }
        if (statement instanceof Statement.While loop) {
            int at = line(function, depth, loop);
            List<Statement> body = block(function, loop.body(), depth + 1);
            bracket(function, depth, "}");
            return new Statement.While(at, loop.condition(), body);
        }
        if (statement instanceof Statement.DoWhile loop) {
            bracket(function, depth, "do {");
            List<Statement> body = block(function, loop.body(), depth + 1);
            return new Statement.DoWhile(lastLine(function, depth, loop), body, loop.condition());
        }
        if (statement instanceof Statement.Text text) {
            return new Statement.Text(text.owner(), text.function(), block(function, text.body(), depth));
        }
        if (statement instanceof Statement.Break jump) {
            return new Statement.Break(line(function, depth, jump));
        }
        if (statement instanceof Statement.Continue jump) {
            return new Statement.Continue(line(function, depth, jump));
        }
        if (statement instanceof Statement.Return exit) {
            return new Statement.Return(line(function, depth, exit), exit.value());
        }
        throw new AssertionError(statement);
    }

    /** The line of a statement: as it stands in the file, or what else is done on that line. */
    private int line(String function, int depth, Statement statement) {
        int inFile = lineInFile.applyAsInt(statement.line());
        return origin.isPresent() && inFile > 0
                ? add(function, depth, seen.add(List.of(function, inFile)) ? origin.get().text(inFile) : statement.c(), inFile)
                : add(function, depth, statement.c(), origin.isPresent() ? 0 : lines.size() + 1);
    }

    /** The test of a loop at its end; of one that is none in the file nothing is shown. */
    private int lastLine(String function, int depth, Statement.DoWhile loop) {
        boolean isBlock = origin.isPresent() && loop.condition().decided().equals(Optional.of(false));
        return isBlock ? add(function, depth, "", 0) : line(function, depth, loop);
    }

    private void otherwise(String function, int depth) {
        add(function, depth, origin.isPresent() ? "else" : "} else {", origin.isPresent() ? 0 : lines.size() + 1);
    }

    /** A line that ends a block, or begins another: the file says where in its own way. */
    private void bracket(String function, int depth, String text) {
        if (origin.isEmpty()) {
            add(function, depth, text, lines.size() + 1);
        }
    }

    private int add(String function, int depth, String text, int source) {
        int number = lines.size() + 1;
        String label = Integer.toString(source == 0 ? number : source);
        int before = origin.isEmpty() ? 0 : shared.merge(source, 1, Integer::sum) - 1;
        int shown = source == 0 ? 0 : origin.map(o -> o.numberInFile(source)).orElse(source);
        lines.add(new Line(function, number, depth, text, shown, source,
                source == 0 ? "0_" + number : before == 0 ? label : label + "_" + (before + 1)));
        return number;
    }
}
