package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Operation.Result;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/**
 * What is left of a program without what decides nothing: local variables that nobody asks for any more, choices between
 * the same, and blocks that nobody leaves. Whoever goes through it does the same to all that is shared, in the same order.
 */
final class Slice {

    /**
     * Where the ends of a loop lead: the local variables that matter there.
     *
     * @param left  behind the loop
     * @param again where the next turn begins
     */
    private record Loop(Set<String> left, Set<String> again) {}

    /** Some statements, and the local variables that matter before them. */
    private record Sliced(List<Statement> statements, Set<String> before) {}

    /** What becomes of the number that a program returns. */
    enum Returned {
        TAKEN,
        LOST
    }

    private final Returned returned;

    private Slice(Returned returned) {
        this.returned = returned;
    }

    /** @param asked local variables that somebody asks for after the program */
    static List<Statement> of(List<Statement> program, Set<String> asked, Returned returned) {
        Slice slice = new Slice(returned);
        List<Statement> before = program;
        List<Statement> after = slice.whole(before, asked);
        while (!after.equals(before)) {
            before = after;
            after = slice.whole(before, asked);
        }
        return after;
    }

    private List<Statement> whole(List<Statement> program, Set<String> asked) {
        return block(program, asked, new Loop(Set.of(), Set.of())).statements();
    }

    private Sliced block(List<Statement> statements, Set<String> after, Loop loop) {
        List<Statement> kept = new ArrayList<>();
        Set<String> live = after;
        for (int i = statements.size() - 1; i >= 0; i--) {
            Sliced sliced = statement(statements.get(i), live, loop);
            kept.addAll(0, sliced.statements());
            live = sliced.before();
        }
        return new Sliced(List.copyOf(kept), live);
    }

    private Sliced statement(Statement statement, Set<String> after, Loop loop) {
        if (statement instanceof Statement.Call call) {
            return call(call, after);
        } else if (statement instanceof Statement.If branch) {
            return branch(branch, after, loop);
        } else if (statement instanceof Statement.While inner) {
            return whileLoop(inner, after);
        } else if (statement instanceof Statement.DoWhile inner) {
            return doWhile(inner, after, loop);
        } else if (statement instanceof Statement.Text text) {
            Sliced body = block(text.body(), after, loop);
            return one(new Statement.Text(text.owner(), text.function(), body.statements()), body.before());
        } else if (statement instanceof Statement.Return exit) {
            return returned == Returned.TAKEN ? one(exit, read(exit.value()))
                    : one(new Statement.Return(exit.line(), Value.of(0)), Set.of());
        }
        return one(statement, statement instanceof Statement.Break ? loop.left() : loop.again());
    }

    private static Sliced one(Statement statement, Set<String> before) {
        return new Sliced(List.of(statement), before);
    }

    // ---- calls

    private static Sliced call(Statement.Call call, Set<String> after) {
        Set<String> live = call.operation().neverReturns() ? new HashSet<>() : new HashSet<>(after);
        Optional<String> stored = call.assigned();
        boolean isLost = stored.isPresent() && !live.contains(stored.get());
        if (call.operation() instanceof DataOperation.SetLocal set) {
            boolean isItself = set.value().equals(Value.of(set.local()));
            if (isLost || isItself) {
                return new Sliced(List.of(), after);
            }
            live.remove(set.local());
            live.addAll(read(set.value()));
            return one(call, live);
        }
        stored.ifPresent(live::remove);
        call.tested().ifPresent(condition -> live.addAll(read(condition)));
        if (call.operation() instanceof OperationTrait.LeavesThread leave) {
            live.addAll(read(leave.code()));
        }
        boolean isNumber = call.into().isPresent() && call.result() == Result.NUMBER;
        return one(isLost && isNumber ? new Statement.Call(call.line(), call.operation(), Optional.empty()) : call, live);
    }

    private static Set<String> read(Value value) {
        return value instanceof Value.LocalVariable local ? Set.of(local.name()) : Set.of();
    }

    private static Set<String> read(Condition condition) {
        Set<String> locals = new HashSet<>();
        condition.atoms().filter(Condition.LocalCompare.class::isInstance)
                .forEach(atom -> locals.add(((Condition.LocalCompare) atom).local()));
        return locals;
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    // ---- branches

    private Sliced branch(Statement.If branch, Set<String> after, Loop loop) {
        Sliced then = block(branch.then(), after, loop);
        Sliced otherwise = block(branch.otherwise(), after, loop);
        List<Statement> same = commonEnd(then.statements(), otherwise.statements());
        List<Statement> first = without(then.statements(), same);
        List<Statement> second = without(otherwise.statements(), same);
        if (first.isEmpty() && second.isEmpty()) {
            return new Sliced(same, then.before());
        }
        Statement.If left = first.isEmpty()
                ? new Statement.If(branch.line(), Tests.not(branch.condition()), second, List.of())
                : new Statement.If(branch.line(), branch.condition(), first, second);
        List<Statement> all = new ArrayList<>(List.of(left));
        all.addAll(same);
        return new Sliced(all, both(read(branch.condition()), both(then.before(), otherwise.before())));
    }

    /** What two blocks end with, both. */
    private static List<Statement> commonEnd(List<Statement> one, List<Statement> other) {
        int length = 0;
        while (length < Math.min(one.size(), other.size())
                && one.get(one.size() - 1 - length).equals(other.get(other.size() - 1 - length))) {
            length++;
        }
        return one.subList(one.size() - length, one.size());
    }

    private static List<Statement> without(List<Statement> block, List<Statement> end) {
        return block.subList(0, block.size() - end.size());
    }

    // ---- loops

    private Sliced whileLoop(Statement.While loop, Set<String> after) {
        boolean ends = !loop.condition().decided().equals(Optional.of(true));
        Set<String> head = both(read(loop.condition()), ends ? after : Set.of());
        while (true) {
            Sliced body = block(loop.body(), head, new Loop(after, head));
            Set<String> whole = both(head, body.before());
            if (whole.equals(head)) {
                return one(new Statement.While(loop.line(), loop.condition(), body.statements()), head);
            }
            head = whole;
        }
    }

    private Sliced doWhile(Statement.DoWhile loop, Set<String> after, Loop around) {
        if (loop.condition().equals(Tests.NEVER) && !isLeft(loop.body())) {
            return block(loop.body(), after, around);
        }
        boolean ends = !loop.condition().decided().equals(Optional.of(true));
        boolean again = !loop.condition().decided().equals(Optional.of(false));
        Set<String> test = both(read(loop.condition()), ends ? after : Set.of());
        while (true) {
            Sliced body = block(loop.body(), test, new Loop(after, test));
            Set<String> whole = again ? both(test, body.before()) : test;
            if (whole.equals(test)) {
                return one(new Statement.DoWhile(loop.line(), body.statements(), loop.condition()), body.before());
            }
            test = whole;
        }
    }

    /** Whether some statement of a loop's body leaves the loop or its turn. */
    private static boolean isLeft(List<Statement> body) {
        return body.stream().anyMatch(statement -> statement instanceof Statement.Break
                || statement instanceof Statement.Continue
                || statement instanceof Statement.If branch && (isLeft(branch.then()) || isLeft(branch.otherwise()))
                || statement instanceof Statement.Text text && isLeft(text.body()));
    }
}
