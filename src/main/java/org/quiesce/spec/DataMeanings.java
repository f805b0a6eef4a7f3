package org.quiesce.spec;

import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Memory, flags, counters, pointers. */
final class DataMeanings {

    private DataMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.AllocateMemory m) {
            return Optional.of(allocate(m));
        } else if (micro instanceof Micro.FreeMemory m) {
            Expr memory = Tla.name(m.memory());
            Expr freed = Tla.ifThenElse(Tla.eq(memory, Tla.str("valid")), Tla.str("freed"), memory);
            return Optional.of(Meaning.doing(Tla.assign(m.memory(), freed)).unless(isFreed(memory)));
        } else if (micro instanceof Micro.UseMemory m) {
            Expr memory = Tla.name(m.memory());
            return Optional.of(Meaning.doing().unless(
                    Fault.when(Tla.eq(memory, Tla.str("null")), Outcome.NULL_DEREF.code()), isFreed(memory)));
        } else if (micro instanceof Micro.SetFlag m) {
            return Optional.of(Meaning.doing(Tla.assign(m.flag(), Tla.bool(m.value() == FlagValue.TRUE))));
        } else if (micro instanceof Micro.Increment m) {
            Expr counter = Tla.name(m.counter());
            Expr more = Tla.plus(counter, Tla.num(1));
            Fault full = Fault.when(Tla.eq(counter, Tla.num(maximum(m.counter(), site))), Bounds.BOUND_FAULT);
            return Optional.of(!site.facts().limits().counters(m.counter()) ? Meaning.doing(Tla.assign(m.counter(), more))
                    : site.facts().limits().isCountedDown(m.counter())
                            ? Meaning.doing(Tla.assign(m.counter(), more)).unless(full)
                            : Meaning.doing(Tla.assign(m.counter(), Tla.ifThenElse(full.condition(), counter, more))));
        } else if (micro instanceof Micro.Decrement m) {
            Expr counter = Tla.name(m.counter());
            return Optional.of(Meaning.doing(Tla.assign(m.counter(), Tla.minus(counter, Tla.num(1))))
                    .unless(Fault.when(Tla.eq(counter, Tla.num(0)), Bounds.BOUND_FAULT)));
        } else if (micro instanceof Micro.ResetCounter m) {
            return Optional.of(Meaning.doing(Tla.assign(m.counter(), Tla.num(0))));
        } else if (micro instanceof Micro.ClearPointer m) {
            return Optional.of(Meaning.doing(Tla.assign(m.pointer(), Tla.name(Vocabulary.NULL))));
        }
        return Optional.empty();
    }

    private static Meaning allocate(Micro.AllocateMemory micro) {
        Course got = Course.next(Tla.assign(micro.memory(), Tla.str("valid")));
        if (micro.failure() == Failure.ASSUMED_AWAY) {
            return Meaning.of(got);
        }
        Course failed = Course.way(Exit.FAILED, Tla.assign(micro.memory(), Tla.str("null")));
        return Meaning.of(new Course.Open(List.of(got, failed)));
    }

    /** What comes of touching freed memory. */
    static Fault isFreed(Expr memory) {
        return Fault.when(Tla.eq(memory, Tla.str("freed")), Outcome.KASAN_UAF.code());
    }

    private static int maximum(String counter, Site site) {
        return site.facts().lowered().protocol().objects(SharedObject.Counter.class).stream()
                .filter(c -> c.name().equals(counter))
                .findFirst()
                .orElseThrow()
                .max();
    }
}
