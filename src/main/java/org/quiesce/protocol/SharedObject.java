package org.quiesce.protocol;

/** Something that the contexts of a protocol share. Its name is its name in the C, and in the specification. */
public sealed interface SharedObject {

    /** The C name: a lower-case identifier, unique in the protocol. */
    String name();

    Kind kind();

    /** A {@code struct task_struct *}; initially NULL. */
    record TaskPointer(String name) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.TASK_POINTER;
        }
    }

    /** A {@code bool} read and written by single accesses. */
    record Flag(String name, FlagValue initially) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.FLAG;
        }
    }

    /** A small counter, such as the length of a queue; stays within 0..max, where it saturates. */
    record Counter(String name, int initially, int max) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.COUNTER;
        }
    }

    /** A {@code struct completion}: a counting completion, initially not done. */
    record Completion(String name) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.COMPLETION;
        }
    }

    /** A {@code wait_queue_head_t}. */
    record WaitQueue(String name) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.WAIT_QUEUE;
        }
    }

    /** A {@code struct mutex}. */
    record Mutex(String name) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.MUTEX;
        }
    }

    /** A {@code spinlock_t}. */
    record Spinlock(String name) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.SPINLOCK;
        }
    }

    /** A pointer to memory that belongs to the module; initially NULL. */
    record Memory(String name) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.MEMORY;
        }
    }

    /** The kinds of object. */
    enum Kind {
        TASK_POINTER("task pointer"),
        FLAG("flag"),
        COUNTER("counter"),
        COMPLETION("completion"),
        WAIT_QUEUE("wait queue"),
        MUTEX("mutex"),
        SPINLOCK("spinlock"),
        MEMORY("memory pointer");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }

        /** What an object of this kind is called in messages. */
        String noun() {
            return noun;
        }
    }

    /** The value of a flag. */
    enum FlagValue {
        FALSE,
        TRUE;

        /** The C spelling. */
        public String c() {
            return this == TRUE ? "true" : "false";
        }
    }
}
