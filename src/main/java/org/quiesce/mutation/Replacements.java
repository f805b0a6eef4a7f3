package org.quiesce.mutation;

import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationFamily.SleepsInState;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutTask;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SleepOperation.PlainSetCurrentState;
import org.quiesce.protocol.SleepOperation.SetCurrentState;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskRef;

/** Another call of the same family. */
final class Replacements {

    private Replacements() {}

    static Stream<Change> state(Site site) {
        return calls(site, SleepsInState.class, SleepsInState::inOtherStates);
    }

    static Stream<Change> store(Site site) {
        return Stream.concat(
                calls(site, SetCurrentState.class, set -> Stream.of(new PlainSetCurrentState(set.state()))),
                calls(site, PlainSetCurrentState.class, set -> Stream.of(new SetCurrentState(set.state()))));
    }

    static Stream<Change> wake(Site site) {
        return calls(site, Wakes.class, Wakes::wakingOthers);
    }

    static Stream<Change> teardown(Site site) {
        return calls(site, TearsDown.class, TearsDown::lesser);
    }

    /** The name of another pointer, as it is left by whoever copies a line. */
    static Stream<Change> task(Site site) {
        return calls(site, AboutTask.class, call -> call.task() instanceof TaskRef.Pointer pointer
                ? site.protocol().objects(SharedObject.TaskPointer.class).stream()
                        .filter(other -> !other.name().equals(pointer.name()))
                        .map(other -> call.about(new TaskRef.Pointer(other.name())))
                : Stream.empty());
    }

    private static <T> Stream<Change> calls(Site site, Class<T> kind, Function<T, Stream<? extends Operation>> others) {
        return site.statement() instanceof Statement.Call call && kind.isInstance(call.operation())
                ? others.apply(kind.cast(call.operation())).map(other -> Change.to(call.with(any -> other)))
                : Stream.empty();
    }
}
