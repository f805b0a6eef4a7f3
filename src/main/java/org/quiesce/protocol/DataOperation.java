package org.quiesce.protocol;

import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutCounter;
import org.quiesce.protocol.OperationTrait.AboutFlag;
import org.quiesce.protocol.OperationTrait.AboutMemory;
import org.quiesce.protocol.OperationTrait.AboutPointer;
import org.quiesce.protocol.OperationTrait.Assigns;
import org.quiesce.protocol.OperationTrait.MayFail;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.PlainAccess;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.SharedObject.FlagValue;

/** Memory of the module, and accesses to variables of the protocol. */
public sealed interface DataOperation extends Operation {

    /**
     * An allocation into a memory pointer, NULL on failure.
     *
     * @param sleeping whether it may sleep until there is memory, as its flags say (include/linux/gfp_types.h)
     */
    record Allocate(String memory, Failure failure, Sleeping sleeping) implements DataOperation, AboutMemory, MayFail {
        @Override
        public String c() {
            String flags = sleeping == Sleeping.ALLOWED ? "GFP_KERNEL" : "GFP_ATOMIC";
            return memory + " = kzalloc(sizeof(*" + memory + "), " + flags + ")";
        }

        /** The same call, with its failure explored. */
        public Allocate mayFail() {
            return with(Failure.POSSIBLE);
        }

        @Override
        public Allocate with(Failure other) {
            return new Allocate(memory, other, sleeping);
        }

        /** The same call with {@code GFP_ATOMIC}: it never sleeps. */
        public Allocate atomic() {
            return new Allocate(memory, failure, Sleeping.FORBIDDEN);
        }
    }

    /** {@code kfree()}; the pointer keeps its value, as in C. Freeing NULL does nothing. */
    record Free(String memory) implements DataOperation, AboutMemory, TearsDown {
        @Override
        public String c() {
            return "kfree(" + memory + ")";
        }
    }

    /** A read or write through a memory pointer. */
    record Use(String memory) implements DataOperation, AboutMemory, PlainAccess {
        @Override
        public String c() {
            return "use(" + memory + ")";
        }
    }

    /** A store to a flag. */
    record SetFlag(String flag, FlagValue value) implements DataOperation, AboutFlag, NeedsNoTask {
        @Override
        public String c() {
            return flag + " = " + value.c();
        }
    }

    /** One more, up to the counter's maximum. */
    record Increment(String counter) implements DataOperation, AboutCounter, NeedsNoTask {
        @Override
        public String c() {
            return counter + "++";
        }
    }

    /** One less, down to zero. */
    record Decrement(String counter) implements DataOperation, AboutCounter, NeedsNoTask {
        @Override
        public String c() {
            return counter + "--";
        }
    }

    /** A store of zero to a counter. */
    record ResetCounter(String counter) implements DataOperation, AboutCounter, NeedsNoTask {
        @Override
        public String c() {
            return counter + " = 0";
        }
    }

    /** A store of NULL to a task pointer. */
    record ClearPointer(String pointer) implements DataOperation, AboutPointer, Assigns {
        @Override
        public String variable() {
            return pointer;
        }

        @Override
        public String c() {
            return pointer + " = NULL";
        }
    }

    /** A copy of a task pointer: the two name the same thread, or are both NULL or an error pointer. */
    record CopyPointer(String pointer, String from) implements DataOperation, AboutPointer, Assigns {
        @Override
        public String variable() {
            return pointer;
        }

        @Override
        public String c() {
            return pointer + " = " + from;
        }
    }

    /** {@code xchg()} with NULL: whoever comes first gets the task, and all others get NULL. */
    record TakePointer(String pointer, String from) implements DataOperation, AboutPointer, Assigns {
        @Override
        public String variable() {
            return pointer;
        }

        @Override
        public String c() {
            return pointer + " = xchg(&" + from + ", NULL)";
        }
    }

    /** A store to a local variable of the running context. */
    record SetLocal(String local, Value value) implements DataOperation, Assigns, NeedsNoTask {
        @Override
        public String variable() {
            return local;
        }

        @Override
        public String c() {
            return local + " = " + value.c();
        }
    }
}
