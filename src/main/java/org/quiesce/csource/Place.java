package org.quiesce.csource;

import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.protocol.Program.Sleeping;

/**
 * What an expression names. A struct and a pointer to it are the same place, and a field is the same place in every
 * struct of its type, unless it is an element of an array: those are told apart.
 */
sealed interface Place {

    /** A variable, or a field of a struct. */
    record Variable(IBinding binding) implements Place {}

    /** The task of a kthread worker. */
    record WorkerTask(Variable worker) implements Place {}

    /** No place, but a number that is given as a pointer. */
    record Number(int value) implements Place {}

    /**
     * No place, but flags of an allocation.
     *
     * @param sleeping whether it may sleep; empty if that is unknown
     */
    record Flags(Optional<Sleeping> sleeping) implements Place {}

    /** {@code current}. */
    record CurrentTask() implements Place {}
}
