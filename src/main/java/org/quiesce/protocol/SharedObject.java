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

    /**
     * A small counter, such as the length of a queue. A run in which it leaves 0..max leaves the bounds of the model; where
     * nothing counts it down its maximum stands for more, too.
     */
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

    /** A {@code struct semaphore}: a count that starts at {@code initially}. */
    record Semaphore(String name, int initially) implements SharedObject {

        /** A semaphore counts to this in a model; one more makes verdicts inconclusive. */
        public static final int MAX = 7;

        @Override
        public Kind kind() {
            return Kind.SEMAPHORE;
        }
    }

    /** A {@code struct rw_semaphore}. */
    record RwSemaphore(String name) implements SharedObject {

        /** The lock of the kernel that keeps CPUs from coming and going. */
        public static final String CPU_HOTPLUG_LOCK = "cpu_hotplug_lock";

        @Override
        public Kind kind() {
            return Kind.RW_SEMAPHORE;
        }
    }

    /** A pointer to memory that belongs to the module; initially NULL. */
    record Memory(String name) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.MEMORY;
        }
    }

    /** A {@code struct srcu_struct}. */
    record SrcuDomain(String name) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.SRCU_DOMAIN;
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
        SEMAPHORE("semaphore"),
        RW_SEMAPHORE("rw_semaphore"),
        SRCU_DOMAIN("SRCU domain"),
        MEMORY("memory pointer"),
        WORKQUEUE("workqueue"),
        KTHREAD_WORKER("kthread worker");

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

    /** A {@code struct workqueue_struct *}; initially NULL. */
    record Workqueue(String name, Ordering ordering) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.WORKQUEUE;
        }
    }

    /** How many items of a workqueue run at a time. */
    enum Ordering {
        CONCURRENT,
        /** {@code alloc_ordered_workqueue()}: one. */
        ORDERED,
        /** {@code WQ_BH}: as many as there are CPUs, in softirq. */
        BOTTOM_HALF
    }

    /** A {@code struct kthread_worker *}; initially NULL. Its thread function is {@code kthread_worker_fn()}. */
    record KthreadWorker(String name) implements SharedObject {
        @Override
        public Kind kind() {
            return Kind.KTHREAD_WORKER;
        }

        /** Name of the program that its thread runs. */
        public String thread() {
            return name + "_thread";
        }

        /** Name of the task pointer in it. */
        public String task() {
            return name + "_task";
        }

        /** Name of what it keeps of what its thread took last. */
        public String current() {
            return name + "_current";
        }

        /** Name of what says which work its thread runs. */
        public String running() {
            return name + "_running";
        }
    }
}
