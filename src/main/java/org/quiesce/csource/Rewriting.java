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
        return leaves(program, leaf -> leaf instanceof Statement.Call call ? calls.apply(call) : Stream.of(leaf));
    }

    /** @param leaves what stands for each statement that has none within it */
    static List<Statement> leaves(List<Statement> program, Function<Statement, Stream<Statement>> leaves) {
        return program.stream().flatMap(statement -> of(statement, leaves)).toList();
    }

    private static Stream<Statement> of(Statement statement, Function<Statement, Stream<Statement>> leaves) {
        if (statement instanceof Statement.If branch) {
            return Stream.of(new Statement.If(branch.line(), branch.condition(), leaves(branch.then(), leaves),
                    leaves(branch.otherwise(), leaves)));
        } else if (statement instanceof Statement.While loop) {
            return Stream.of(new Statement.While(loop.line(), loop.condition(), leaves(loop.body(), leaves)));
        } else if (statement instanceof Statement.DoWhile loop) {
            return Stream.of(new Statement.DoWhile(loop.line(), leaves(loop.body(), leaves), loop.condition()));
        }
        return leaves.apply(statement);
    }
}
