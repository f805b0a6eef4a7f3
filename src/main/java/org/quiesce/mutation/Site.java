package org.quiesce.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Statement.Owner;

/**
 * A statement where it stands.
 *
 * @param protocol that it is part of
 * @param block    the statements of the block that it is in
 * @param index    which of them it is
 * @param depth    how many blocks are around that block, 0 for the function's own
 * @param repeated whether one of those is the body of a loop
 * @param around   the whole function, with other statements in place of that block
 */
record Site(
        Protocol protocol, List<Statement> block, int index, int depth, boolean repeated,
        UnaryOperator<List<Statement>> around) {

    /** Every statement of a function of a protocol, in the order of the listing. */
    static Stream<Site> in(Protocol protocol, List<Statement> body) {
        return sites(protocol, body, 0, false, UnaryOperator.identity(), Owner.MODULE);
    }

    /** Nobody makes a slip in the kernel's code. */
    private static Stream<Site> sites(
            Protocol protocol, List<Statement> block, int depth, boolean repeated, UnaryOperator<List<Statement>> around,
            Owner owner) {
        return IntStream.range(0, block.size())
                .mapToObj(index -> new Site(protocol, block, index, depth, repeated, around))
                .flatMap(site -> Stream.concat(
                        Stream.of(site).filter(s -> owner == Owner.MODULE && !(s.statement() instanceof Statement.Text)),
                        site.within(owner)));
    }

    private Stream<Site> within(Owner owner) {
        Statement statement = statement();
        if (statement instanceof Statement.If branch) {
            return Stream.concat(
                    inside(branch.then(), repeated, owner, then -> new Statement.If(
                            branch.line(), branch.condition(), then, branch.otherwise())),
                    inside(branch.otherwise(), repeated, owner, otherwise -> new Statement.If(
                            branch.line(), branch.condition(), branch.then(), otherwise)));
        } else if (statement instanceof Statement.While loop) {
            return inside(loop.body(), true, owner, body -> new Statement.While(loop.line(), loop.condition(), body));
        } else if (statement instanceof Statement.DoWhile loop) {
            return inside(loop.body(), true, owner, body -> new Statement.DoWhile(loop.line(), body, loop.condition()));
        } else if (statement instanceof Statement.Text text) {
            return inside(text.body(), repeated, text.owner(), body -> new Statement.Text(
                    text.owner(), text.function(), body));
        }
        return Stream.empty();
    }

    /** @param outer this statement with another such block */
    private Stream<Site> inside(
            List<Statement> inner, boolean repeated, Owner owner, Function<List<Statement>, Statement> outer) {
        return sites(protocol, inner, depth + 1, repeated, changed -> with(1, List.of(outer.apply(changed))), owner);
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
