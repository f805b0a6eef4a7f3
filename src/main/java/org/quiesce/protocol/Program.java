package org.quiesce.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A context of a protocol, and what it runs. */
public sealed interface Program {

    /** Name of the function, lower case; unique in the protocol. */
    String name();

    /** How many contexts run this program, at least 1. */
    int count();

    /** The ids of its contexts: its name, with a number behind it if there are several. */
    default List<String> contexts() {
        return count() == 1 ? List.of(name()) : IntStream.rangeClosed(1, count()).mapToObj(i -> name() + i).toList();
    }

    /** Its statements; those of init before those of exit. */
    List<Statement> body();

    /** Every call in it, in the order of the listing. */
    default Stream<Statement.Call> calls() {
        return body().stream().flatMap(Statement::calls);
    }

    /** Whether the module has a part in it: what the world outside does, or the kernel's own code, is nothing of it. */
    default boolean isOfModule() {
        return true;
    }

    /** What it calls of one kind, in the order of the listing. */
    default <T extends Operation> Stream<T> operations(Class<T> kind) {
        return calls().map(Statement.Call::operation).filter(kind::isInstance).map(kind::cast);
    }

    /**
     * A thread function. Its threads do not exist until a creation call of another context makes them.
     *
     * @param text     where its code is
     * @param taskWork what a thread may have to run when it exits; empty if there is no such thing
     */
    record Kthread(String name, int count, Text text, List<Statement> body, Optional<TaskWork> taskWork)
            implements Program {
        public Kthread {
            body = List.copyOf(body);
        }

        @Override
        public Stream<Statement.Call> calls() {
            return Stream.concat(body.stream(), taskWork.stream().flatMap(w -> w.body().stream()))
                    .flatMap(Statement::calls);
        }

        Kthread with(int threads) {
            return new Kthread(name, threads, text, body, taskWork);
        }

        Kthread with(Text where) {
            return new Kthread(name, count, where, body, taskWork);
        }
    }

    /**
     * The task that loads and unloads the module: init, live, exit, free.
     *
     * @param exit      the exit function; a module without one can only be unloaded by force (delete_module() says -EBUSY)
     * @param unloading how somebody may unload it; what is built in has no exit function
     */
    record Loader(String name, List<Statement> init, Optional<List<Statement>> exit, Unloading unloading)
            implements Program {
        public Loader {
            init = List.copyOf(init);
            exit = exit.map(List::copyOf);
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public List<Statement> body() {
            return Stream.concat(init.stream(), exit.stream().flatMap(List::stream)).toList();
        }
    }

    /**
     * A user task that calls into the module, once, at any time or never.
     *
     * @param file through which it calls, and so from when on: while the file is registered; empty if that is not told, and
     *             it calls only while the module is live
     */
    record FileOperation(String name, int count, Pinning pinning, Optional<String> file, List<Statement> body)
            implements Program {
        public FileOperation {
            body = List.copyOf(body);
        }

        FileOperation with(int tasks) {
            return new FileOperation(name, tasks, pinning, file, body);
        }

        FileOperation with(List<Statement> statements) {
            return new FileOperation(name, count, pinning, file, statements);
        }

        /** Not if it is the kernel's own code, such as what takes a CPU offline. */
        @Override
        public boolean isOfModule() {
            return body.stream().noneMatch(s -> s instanceof Statement.Text text && text.owner() == Statement.Owner.KERNEL);
        }
    }

    /** Something outside of the module that may act at any time, or never: a device, a user. It never sleeps. */
    record Environment(String name, List<Statement> body) implements Program {
        public Environment {
            body = List.copyOf(body);
        }

        @Override
        public boolean isOfModule() {
            return false;
        }

        @Override
        public int count() {
            return 1;
        }
    }

    /**
     * A function of the module that the kernel calls back: at most one instance runs at a time.
     *
     * @param kind   when it is called, and in which context it runs
     * @param runner the workqueue or kthread worker that runs it; empty for work on a system workqueue and for all other
     *               kinds
     * @param timing whether it may be queued with a delay
     */
    record Callback(String name, CallbackKind kind, Optional<String> runner, Timing timing, List<Statement> body)
            implements Program {
        public Callback {
            body = List.copyOf(body);
        }

        @Override
        public int count() {
            return 1;
        }
    }

    /** Which part of a module a function is in. */
    enum Text {
        /** Mapped until the module is freed. */
        MODULE,
        /** {@code __init}: freed some time after init has succeeded. */
        INIT
    }

    /** What calls a callback. */
    enum CallbackKind {
        /** A {@code struct timer_list}: runs once in softirq when it expires. */
        TIMER(Sleeping.FORBIDDEN),
        /** A {@code struct hrtimer}: runs in hard interrupt context when it expires. */
        HRTIMER(Sleeping.FORBIDDEN),
        /** A {@code struct work_struct} or {@code struct delayed_work}: runs once in a kworker. */
        WORK(Sleeping.ALLOWED),
        /** A {@code struct work_struct} on a workqueue with WQ_BH: runs once in softirq. */
        BH_WORK(Sleeping.FORBIDDEN),
        /** A {@code struct kthread_work} or {@code struct kthread_delayed_work}: runs once in its worker's thread. */
        KTHREAD_WORK(Sleeping.ALLOWED),
        /** A {@code struct tasklet_struct}: runs once in softirq. */
        TASKLET(Sleeping.FORBIDDEN),
        /** A {@code struct rcu_head} given to call_rcu(): runs once in softirq, after a grace period. */
        RCU(Sleeping.FORBIDDEN),
        /** A {@code struct rcu_head} given to call_srcu(): runs once, after a grace period of its domain. */
        SRCU(Sleeping.FORBIDDEN),
        /** A function given to async_schedule(): runs once in a kworker. */
        ASYNC(Sleeping.ALLOWED),
        /** An interrupt handler: while it is requested the device may raise it, again and again or never. */
        IRQ(Sleeping.FORBIDDEN),
        /** A {@code struct notifier_block}: while it is registered the kernel may call it, again and again or never. */
        NOTIFIER(Sleeping.ALLOWED),
        /**
         * The thread function of a threaded interrupt: runs in a kernel thread of its own when the handler woke that.
         */
        IRQ_THREAD(Sleeping.ALLOWED);

        private final Sleeping sleeping;

        CallbackKind(Sleeping sleeping) {
            this.sleeping = sleeping;
        }

        /** Whether it is an item of a workqueue. */
        public boolean isWork() {
            return this == WORK || this == BH_WORK;
        }

        /** Whether it is called again and again, or never, for as long as it is registered: no call uses that up. */
        public boolean staysRegistered() {
            return this == IRQ || this == NOTIFIER;
        }

        /** Whether its function may sleep. */
        public Sleeping sleeping() {
            return sleeping;
        }

        /** Whether a thread of the kernel runs its function, which an oops there ends. */
        public boolean runsInThread() {
            return sleeping == Sleeping.ALLOWED && this != NOTIFIER;
        }
    }

    /** How a module is unloaded. */
    enum Unloading {
        /** {@code rmmod}: only while nobody holds a reference on the module. */
        ORDERLY,
        /** {@code rmmod -f}, with CONFIG_MODULE_FORCE_UNLOAD: whoever holds one, and without an exit function, too. */
        FORCED,
        /**
         * Not at all, as the code is built into the kernel: nobody asks whether its init fails (init/main.c,
         * do_one_initcall()), and its text is never freed.
         */
        NEVER
    }

    /** Whether an item is queued at once, or has a timer that queues it later. */
    enum Timing {
        AT_ONCE,
        DELAYED
    }

    /** Whether a context may sleep. */
    enum Sleeping {
        ALLOWED,
        FORBIDDEN
    }

    /** Whether a call into the module holds a reference on it. */
    enum Pinning {
        /** The file is opened through {@code .owner = THIS_MODULE}: the module cannot be unloaded meanwhile. */
        OWNER,
        /** Nothing pins the module while the call runs; the removal of the file may wait for it. */
        NONE
    }
}
