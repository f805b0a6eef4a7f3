package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Memory, flags, counters, pointers. */
final class DataActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.AllocateMemory allocate) {
            Act succeeds = store(allocate.memory(), "valid", Act.NEXT, scope);
            Act fails = store(allocate.memory(), "null", Act.FAILED, scope);
            return Optional.of(
                    allocate.failure() == Failure.POSSIBLE ? List.of(succeeds, fails) : List.of(succeeds));
        }
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.FreeMemory free) {
            return Optional.of(free(free.memory(), scope));
        } else if (micro instanceof GraceMicro.KfreeGiven given) {
            return Optional.of(given(given.memory(), scope));
        } else if (micro instanceof Micro.UseMemory use) {
            return Optional.of(scope.checked(use.memory(), (before, after) -> Act.NEXT));
        } else if (micro instanceof Micro.SetFlag set) {
            return Optional.of(store(scope.plain(set.flag()), set.value() == FlagValue.TRUE ? 1 : 0, Act.NEXT));
        } else if (micro instanceof Micro.Increment increment) {
            return Optional.of(increment(increment.counter(), scope));
        } else if (micro instanceof Micro.Decrement decrement) {
            Field counter = scope.plain(decrement.counter());
            int bound = scope.faults().bound();
            return Optional.of((before, after) -> TaskActs.drop(counter, before, after, bound));
        } else if (micro instanceof Micro.ResetCounter reset) {
            return Optional.of(store(scope.plain(reset.counter()), 0, Act.NEXT));
        } else if (micro instanceof Micro.ClearPointer clear) {
            return Optional.of(store(scope.plain(clear.pointer()), Threads.NULL, Act.NEXT));
        }
        return Optional.empty();
    }

    private static Act free(String memory, Scope scope) {
        Field field = scope.plain(memory);
        int valid = scope.code(memory, "valid");
        int freed = scope.code(memory, "freed");
        return (before, after) -> {
            if (field.get(before) == freed) {
                return scope.faults().kasanUaf();
            }
            if (field.get(before) == valid) {
                field.set(after, freed);
            }
            return Act.NEXT;
        };
    }

    /** What will be freed after a grace period is written to before. */
    private static Act given(String memory, Scope scope) {
        Field field = scope.plain(memory);
        int freed = scope.code(memory, "freed");
        return (before, after) -> field.get(before) == freed ? scope.faults().kasanUaf() : Act.NEXT;
    }

    private static Act increment(String counter, Scope scope) {
        Field field = scope.plain(counter);
        int max = scope.lowered().protocol().objects(SharedObject.Counter.class).stream()
                .filter(c -> c.name().equals(counter))
                .mapToInt(SharedObject.Counter::max)
                .findFirst()
                .orElseThrow();
        int aboveMax = isCountedDown(counter, scope) ? scope.faults().bound() : Act.NEXT;
        return (before, after) -> TaskActs.countUp(field, max, before, after, aboveMax);
    }

    /** Where nothing counts it down, no test tells the maximum of a counter from more. */
    private static boolean isCountedDown(String counter, Scope scope) {
        return scope.lowered().steps()
                .flatMap(step -> step.micros().stream())
                .anyMatch(new Micro.Decrement(counter)::equals);
    }

    private static Act store(String memory, String word, int exit, Scope scope) {
        return store(scope.plain(memory), scope.code(memory, word), exit);
    }

    private static Act store(Field field, int code, int exit) {
        return (before, after) -> {
            field.set(after, code);
            return exit;
        };
    }
}
