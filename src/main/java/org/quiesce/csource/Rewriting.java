package org.quiesce.csource;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.protocol.Statement;

/** The statements of a program with others in place of its calls. */
final class Rewriting {

    private Rewriting() {}

    /** @param calls what stands for each call; nothing, if it is left out */
    static List<Statement> calls(List<Statement> program, Function<Statement.Call, Stream<Statement>> calls) {
        return program.stream().flatMap(statement -> of(statement, calls)).toList();
    }

    private static Stream<Statement> of(Statement statement, Function<Statement.Call, Stream<Statement>> calls) {
        if (statement instanceof Statement.Call call) {
            return calls.apply(call);
        } else if (statement instanceof Statement.If branch) {
            return Stream.of(new Statement.If(branch.line(), branch.condition(), calls(branch.then(), calls),
                    calls(branch.otherwise(), calls)));
        } else if (statement instanceof Statement.While loop) {
            return Stream.of(new Statement.While(loop.line(), loop.condition(), calls(loop.body(), calls)));
        } else if (statement instanceof Statement.DoWhile loop) {
            return Stream.of(new Statement.DoWhile(loop.line(), calls(loop.body(), calls), loop.condition()));
        }
        return Stream.of(statement);
    }
}
