package org.quiesce.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Statement.Owner;

/**
 * A statement where it stands.
 *
 * @param block    the statements of the block that it is in
 * @param index    which of them it is
 * @param depth    how many blocks are around that block, 0 for the function's own
 * @param repeated whether one of those is the body of a loop
 * @param around   the whole function, with other statements in place of that block
 */
record Site(List<Statement> block, int index, int depth, boolean repeated, UnaryOperator<List<Statement>> around) {

    /** Every statement of a function, in the order of the listing. */
    static Stream<Site> in(List<Statement> body) {
        return sites(body, 0, false, UnaryOperator.identity(), Owner.MODULE);
    }

    /** Nobody makes a slip in the kernel's code. */
    private static Stream<Site> sites(
            List<Statement> block, int depth, boolean repeated, UnaryOperator<List<Statement>> around, Owner owner) {
        return IntStream.range(0, block.size())
                .mapToObj(index -> new Site(block, index, depth, repeated, around))
                .flatMap(site -> Stream.concat(
                        Stream.of(site).filter(s -> owner == Owner.MODULE && !(s.statement() instanceof Statement.Text)),
                        site.within(owner)));
    }

    private Stream<Site> within(Owner owner) {
        Statement statement = statement();
        if (statement instanceof Statement.If branch) {
            return Stream.concat(
                    sites(branch.then(), depth + 1, repeated, then -> with(1, List.of(
                            new Statement.If(branch.line(), branch.condition(), then, branch.otherwise()))), owner),
                    sites(branch.otherwise(), depth + 1, repeated, otherwise -> with(1, List.of(
                            new Statement.If(branch.line(), branch.condition(), branch.then(), otherwise))), owner));
        } else if (statement instanceof Statement.While loop) {
            return sites(loop.body(), depth + 1, true, body -> with(1, List.of(
                    new Statement.While(loop.line(), loop.condition(), body))), owner);
        } else if (statement instanceof Statement.DoWhile loop) {
            return sites(loop.body(), depth + 1, true, body -> with(1, List.of(
                    new Statement.DoWhile(loop.line(), body, loop.condition()))), owner);
        } else if (statement instanceof Statement.Text text) {
            return sites(text.body(), depth + 1, repeated, body -> with(1, List.of(
                    new Statement.Text(text.owner(), text.function(), body))), text.owner());
        }
        return Stream.empty();
    }

    /** Whether it is the first statement of the function. */
    boolean isFirst() {
        return depth == 0 && index == 0;
    }

    Statement statement() {
        return block.get(index);
    }

    /** The statement behind it in its block. */
    Optional<Statement> next() {
        return index + 1 < block.size() ? Optional.of(block.get(index + 1)) : Optional.empty();
    }

    /** How many statements there are from this one to the end of its block. */
    int remaining() {
        return block.size() - index;
    }

    /** The whole function, with others in place of this statement and those behind it, {@code replaced} in all. */
    List<Statement> with(int replaced, List<Statement> instead) {
        List<Statement> changed = new ArrayList<>(block.subList(0, index));
        changed.addAll(instead);
        changed.addAll(block.subList(index + replaced, block.size()));
        return around.apply(changed);
    }

    /** So many statements from this one on. */
    List<Statement> first(int count) {
        return block.subList(index, index + count);
    }
}
