package org.quiesce.protocol.step;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskRef;

/** Which programs write which task pointers, and which read them. */
final class PointerWriters {

    private final Map<String, Set<Program>> writers = new HashMap<>();
    private final Map<String, Set<Program>> readers = new HashMap<>();

    private PointerWriters() {}

    static PointerWriters of(Protocol protocol) {
        PointerWriters result = new PointerWriters();
        for (Program program : protocol.programs()) {
            program.calls().forEach(call -> {
                written(call).forEach(pointer -> add(result.writers, pointer, program));
                read(call.operation()).forEach(pointer -> add(result.readers, pointer, program));
            });
            program.body().stream().flatMap(Statement::all).flatMap(s -> s.tested().stream())
                    .flatMap(PointerWriters::read)
                    .forEach(pointer -> add(result.readers, pointer, program));
        }
        return result;
    }

    private static Stream<String> written(Statement.Call call) {
        Operation operation = call.operation();
        if (operation instanceof DataOperation.ClearPointer clear) {
            return Stream.of(clear.pointer());
        } else if (operation instanceof DataOperation.CopyPointer copy) {
            return Stream.of(copy.pointer());
        } else if (operation instanceof DataOperation.TakePointer take) {
            return Stream.of(take.pointer(), take.from());
        }
        return operation.result() == Operation.Result.TASK ? call.into().stream() : Stream.empty();
    }

    private static Stream<String> read(Operation operation) {
        if (operation instanceof DataOperation.CopyPointer copy) {
            return Stream.of(copy.from());
        } else if (operation instanceof OperationTrait.AboutTask about && about.task() instanceof TaskRef.Pointer pointer) {
            return Stream.of(pointer.name());
        } else if (operation instanceof OperationTrait.AwaitsCondition wait) {
            return read(wait.condition());
        }
        return Stream.empty();
    }

    private static Stream<String> read(Condition condition) {
        return condition.atoms().flatMap(atom -> atom instanceof Condition.PointerNull test ? Stream.of(test.pointer())
                : atom instanceof Condition.PointerError test ? Stream.of(test.pointer())
                : Stream.empty());
    }

    /** Whether no context but the one that runs the program ever writes the pointer. */
    boolean isPrivate(String pointer, Program program) {
        Set<Program> all = writers.getOrDefault(pointer, Set.of());
        return all.stream().allMatch(program::equals) && (all.isEmpty() || program.count() == 1);
    }

    /** Whether no context but the one that runs the program ever looks at the pointer, or writes it. */
    boolean isOwn(String pointer, Program program) {
        return program.count() == 1 && isPrivate(pointer, program)
                && readers.getOrDefault(pointer, Set.of()).stream().allMatch(program::equals);
    }

    private static void add(Map<String, Set<Program>> to, String pointer, Program program) {
        to.computeIfAbsent(pointer, p -> new HashSet<>()).add(program);
    }
}
