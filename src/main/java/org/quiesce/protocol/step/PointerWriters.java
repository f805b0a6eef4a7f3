package org.quiesce.protocol.step;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;

/** Which programs write which task pointers. */
final class PointerWriters {

    private final Map<String, Set<Program>> writers = new HashMap<>();

    private PointerWriters() {}

    static PointerWriters of(Protocol protocol) {
        PointerWriters result = new PointerWriters();
        for (Program program : protocol.programs()) {
            program.calls().forEach(call -> {
                if (call.operation() instanceof DataOperation.ClearPointer clear) {
                    result.add(clear.pointer(), program);
                } else if (call.operation() instanceof DataOperation.CopyPointer copy) {
                    result.add(copy.pointer(), program);
                } else if (call.operation() instanceof DataOperation.TakePointer take) {
                    result.add(take.pointer(), program);
                    result.add(take.from(), program);
                } else if (call.operation().result() == Operation.Result.TASK) {
                    call.into().ifPresent(pointer -> result.add(pointer, program));
                }
            });
        }
        return result;
    }

    /** Whether no context but the one that runs the program ever writes the pointer. */
    boolean isPrivate(String pointer, Program program) {
        Set<Program> all = writers.getOrDefault(pointer, Set.of());
        return all.stream().allMatch(program::equals) && (all.isEmpty() || program.count() == 1);
    }

    private void add(String pointer, Program program) {
        writers.computeIfAbsent(pointer, p -> new HashSet<>()).add(program);
    }
}
