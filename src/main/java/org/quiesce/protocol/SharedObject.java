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

    /** A lock that readers share and that a writer has alone: its variable tells how each context has it. */
    sealed interface ReadersAndWriter extends SharedObject {}

    /** A {@code rwlock_t}. */
    record Rwlock(String name) implements ReadersAndWriter {
        @Override
        public Kind kind() {
            return Kind.RWLOCK;
        }
    }

    /** A {@code struct rw_semaphore}. */
    record RwSemaphore(String name) implements ReadersAndWriter {

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

    /**
     * A file by which users call into the module, such as a device node: there from its registration on, until it is
     * withdrawn.
     */
    record UserFile(String name, FileType type) implements SharedObject {
        @Override
        public Kind kind() {
            return type.kind();
        }
    }

    /** What registers a file, and so what its removal promises. */
    enum FileType {
        /** A {@code struct miscdevice}. */
        MISC_DEVICE(Kind.MISC_DEVICE, Removal.AT_ONCE, Absence.WARNED_OF),
        /** A {@code struct cdev}. */
        CHARACTER_DEVICE(Kind.CHARACTER_DEVICE, Removal.AT_ONCE, Absence.WARNED_OF),
        /** A {@code struct device_attribute}, or another file in sysfs. */
        DEVICE_ATTRIBUTE(Kind.DEVICE_ATTRIBUTE, Removal.AFTER_CALLS, Absence.NOTHING),
        /** A {@code struct proc_dir_entry *}. */
        PROC_ENTRY(Kind.PROC_ENTRY, Removal.AFTER_CALLS, Absence.DANGLING),
        /** A {@code struct dentry *} in debugfs. */
        DEBUGFS_FILE(Kind.DEBUGFS_FILE, Removal.AFTER_CALLS, Absence.DANGLING);

        private final Kind kind;
        private final Removal removal;
        private final Absence absence;

        FileType(Kind kind, Removal removal, Absence absence) {
            this.kind = kind;
            this.removal = removal;
            this.absence = absence;
        }

        Kind kind() {
            return kind;
        }

        public Removal removal() {
            return removal;
        }

        public Absence absence() {
            return absence;
        }

        /** Whether a file of this type can keep the module loaded while somebody has it open: it has an owner. */
        public boolean canPin() {
            return this != DEVICE_ATTRIBUTE && this != PROC_ENTRY;
        }
    }

    /** What the removal of a file does about calls that are under way. */
    enum Removal {
        /** Nothing: only new ones are kept out ({@code misc_deregister()}, {@code cdev_del()}). */
        AT_ONCE,
        /**
         * It waits for them ({@code kernfs_drain()}, {@code proc_entry_rundown()}, {@code __debugfs_file_removed()}).
         */
        AFTER_CALLS
    }

    /** What becomes of the removal of a file that is not there. */
    enum Absence {
        /** The kernel warns, or worse (a list that it is not on, a reference too many). */
        WARNED_OF,
        /** The file is looked for by its name, and not found; one that somebody is removing still is. */
        NOTHING,
        /** The pointer is NULL before the first registration, which is fine, and to freed memory after a removal. */
        DANGLING
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
        RWLOCK("rwlock"),
        RW_SEMAPHORE("rw_semaphore"),
        SRCU_DOMAIN("SRCU domain"),
        MEMORY("memory pointer"),
        WORKQUEUE("workqueue"),
        KTHREAD_WORKER("kthread worker"),
        MISC_DEVICE("misc device"),
        CHARACTER_DEVICE("character device"),
        DEVICE_ATTRIBUTE("device attribute"),
        PROC_ENTRY("entry of /proc"),
        DEBUGFS_FILE("file in debugfs");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }

        /** What an object of this kind is called in messages. */
        public String noun() {
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
