package org.quiesce.mutation;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/** Statements come in another order, or fewer times. */
final class Orders {

    private Orders() {}

    /** Whoever jumps, or does not return, has to be the last. */
    static Stream<Change> swap(Site site) {
        Statement first = site.statement();
        return site.next().stream()
                .filter(second -> Reach.goesOn(first) && Reach.goesOn(second))
                .map(second -> new Change(2, List.of(second, first)));
    }

    /** All that comes behind in the block is left out. A function that does nothing is no slip. */
    static Stream<Change> returnEarly(Site site) {
        Statement exit = new Statement.Return(site.statement().line(), Value.of(0));
        return !Drops.isJump(site.statement()) && !site.isFirst()
                ? Stream.of(new Change(site.remaining(), List.of(exit)))
                : Stream.empty();
    }

    /** A test where a loop was. */
    static Stream<Change> once(Site site) {
        return site.statement() instanceof Statement.While loop && !(loop.condition() instanceof Condition.Always)
                ? Stream.of(Change.to(new Statement.If(loop.line(), loop.condition(), loop.body(), List.of())))
                : Stream.empty();
    }
}
