package org.quiesce.protocol;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition.LocalCompare;
import org.quiesce.protocol.PathCheck.Known;
import org.quiesce.protocol.Statement.Call;
import org.quiesce.protocol.Statement.Return;

/**
 * Refuses what can't mean anything on some path through a function: a statement that nothing ever reaches, a local
 * variable read before it is assigned, user memory that is not there.
 *
 * <p>The paths of a function are all that its statements allow: that two conditions may never be true together is not
 * seen.
 */
final class PathCheck extends Paths<Known> {

    /**
     * What holds at a place.
     *
     * @param assigned the local variables that have a value, on every path
     * @param memory   the user memory that the context may have, each on some path
     */
    record Known(Set<String> assigned, Set<UserMemory> memory) {
        Known {
            assigned = Set.copyOf(assigned);
            memory = Set.copyOf(memory);
        }

        private boolean may(UserMemory have) {
            return memory.contains(have);
        }

        private Known having(UserMemory now) {
            return new Known(assigned, Set.of(now));
        }
    }

    /** Whose user memory a context can reach. */
    private enum UserMemory {
        NONE,
        /** By {@code kthread_use_mm()}. */
        ADOPTED,
        /** A user task has its own. */
        OWN
    }

    private final Place place;
    private final Program program;
    private final Set<String> everAssigned;

    PathCheck(Place place, Program program, List<Statement> body) {
        this.place = place;
        this.program = program;
        this.everAssigned = body.stream()
                .flatMap(Statement::calls)
                .flatMap(call -> call.assigned().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    void run(List<Statement> body) {
        boolean userTask = program instanceof Program.Loader || program instanceof Program.FileOperation;
        follow(body, new Known(Set.of(), Set.of(userTask ? UserMemory.OWN : UserMemory.NONE)));
    }

    @Override
    Known join(Known one, Known other) {
        Set<String> assigned = new HashSet<>(one.assigned());
        assigned.retainAll(other.assigned());
        Set<UserMemory> memory = EnumSet.copyOf(one.memory());
        memory.addAll(other.memory());
        return new Known(assigned, memory);
    }

    @Override
    void unreached(Statement statement) {
        throw place.refuse(statement.line(), "nothing ever gets here; remove it, or what keeps control from it");
    }

    // ---- what is read

    @Override
    Known call(Call call, Known before) {
        Operation operation = call.operation();
        call.tested().ifPresent(condition -> test(call.line(), condition, before));
        if (operation instanceof DataOperation.SetLocal set) {
            reads(call.line(), set.value(), before);
        } else if (operation instanceof OperationTrait.LeavesThread leave) {
            reads(call.line(), leave.code(), before);
        }
        Known after = memory(call.line(), operation, before);
        return new Known(
                Stream.concat(before.assigned().stream(), call.assigned().stream()).collect(Collectors.toSet()),
                after.memory());
    }

    @Override
    void test(int line, Condition condition, Known known) {
        condition.atoms()
                .filter(LocalCompare.class::isInstance)
                .forEach(atom -> reads(line, ((LocalCompare) atom).local(), known));
    }

    @Override
    void returns(Return exit, Known known) {
        reads(exit.line(), exit.value(), known);
    }

    private void reads(int line, Value value, Known known) {
        if (value instanceof Value.LocalVariable local) {
            reads(line, local.name(), known);
        }
    }

    private void reads(int line, String local, Known known) {
        if (!everAssigned.contains(local)) {
            throw place.refuse(line, "local variable '" + local + "' is never assigned in " + place.function());
        } else if (!known.assigned().contains(local)) {
            throw place.refuse(line, "local variable '" + local
                    + "' has no value here on some path; assign it before, with setLocal(\"" + local
                    + "\", …) or a call");
        }
    }

    // ---- user memory

    /** What a kernel thread does with an address space. The kernel warns of one too many, and so does the model. */
    private Known memory(int line, Operation operation, Known known) {
        if (operation instanceof KthreadOperation.KthreadUseMm) {
            return known.having(UserMemory.ADOPTED);
        } else if (operation instanceof KthreadOperation.KthreadUnuseMm) {
            return known.having(UserMemory.NONE);
        } else if (operation instanceof KthreadOperation.CopyToUser && known.may(UserMemory.NONE)) {
            throw place.refuse(line, program instanceof Program.Kthread
                    ? "there is no user memory to reach in a kernel thread: its mm is NULL" + onSomePath(known)
                            + "; adopt an address space with kthread_use_mm() first, or copy in the task that asked"
                    : "a callback has no user memory to reach, it runs in whatever context there is; copy in the task"
                            + " that asked");
        }
        return known;
    }

    private static String onSomePath(Known known) {
        return known.memory().size() > 1 ? ", on some path" : "";
    }
}
