package org.quiesce.protocol;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operation is for, where the kernel has others that are for the same: they differ from it in one respect, and
 * whoever takes one for the other, or leaves one out, makes a slip.
 */
public interface OperationFamily extends OperationTrait {

    /** A call that lets somebody go on who sleeps or waits. */
    interface Wakes extends OperationFamily {
        /** What else the call does; empty if that is nothing. */
        default Optional<Operation> withoutWake() {
            return Optional.empty();
        }

        /** The calls that wake who sleeps in other states, or more of them, or fewer. */
        default Stream<Operation> wakingOthers() {
            return Stream.empty();
        }
    }

    /** A call that takes a lock, or begins a section. */
    interface TakesLock extends OperationFamily {}

    /** A call that gives a lock back, or ends a section. */
    interface GivesBackLock extends OperationFamily {}

    /** A call that takes a reference on a task or on the module, or drops one. */
    interface CountsReference extends OperationFamily {
        /** What else the call does; empty if that is nothing. */
        default Optional<Operation> withoutReference() {
            return Optional.empty();
        }
    }

    /** A call that sleeps, or sets the state of a sleep, where there is the same for other states. */
    interface SleepsInState extends OperationFamily {
        /** The same for each of the other states. */
        Stream<Operation> inOtherStates();
    }

    /** A call that takes back what was started, armed, queued, registered or allocated, or waits for its end. */
    interface TearsDown extends OperationFamily {
        /** The calls that promise a little less: not to wait, or not to keep it from coming back. */
        default Stream<Operation> lesser() {
            return Stream.empty();
        }
    }
}
