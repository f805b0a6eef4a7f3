package org.quiesce.mutation;

import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;

/** Who calls a function, and so what a slip in it can lead to. */
public enum Role {
    INIT,
    EXIT,
    /** A kernel thread runs it. */
    THREAD,
    /** A user task calls it, or never does. */
    OPERATION,
    /** The kernel calls it: a timer, a work item, an interrupt, … */
    CALLBACK;

    /** A task work is a callback. */
    static Role of(Protocol protocol, String function) {
        if (protocol.programs().stream().noneMatch(program -> program.name().equals(function))) {
            return function.equals("init") ? INIT : function.equals("exit") ? EXIT : CALLBACK;
        }
        Program program = protocol.programs().stream().filter(p -> p.name().equals(function)).findFirst().orElseThrow();
        return program instanceof Program.Kthread ? THREAD
                : program instanceof Program.FileOperation ? OPERATION : CALLBACK;
    }
}
