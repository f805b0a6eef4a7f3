package org.quiesce.protocol;

import java.util.Optional;
import org.quiesce.protocol.LockOperation.LockKind;
import org.quiesce.protocol.Program.CallbackKind;

/**
 * What several operations have in common: what they name, who may make them, what they yield. An operation has any
 * number of traits beside the topic that it belongs to.
 */
public non-sealed interface OperationTrait extends Operation {

    /** A plain access to a variable of the program: no kernel function is called. */
    interface PlainAccess extends OperationTrait {
        @Override
        default Optional<String> function() {
            return Optional.empty();
        }
    }

    /** A plain store to a local variable or a task pointer. */
    interface Assigns extends PlainAccess {
        /** The variable. */
        String variable();
    }

    /** A call that yields a number. */
    interface YieldsNumber extends OperationTrait {
        @Override
        default Result result() {
            return Result.NUMBER;
        }

        /** What it yields when it goes well. */
        default int success() {
            return 0;
        }
    }

    /** A call that a real kernel may answer with an error. */
    interface MayFail extends OperationTrait {
        Failure failure();

        /** The same call, with its failure explored or assumed away. */
        MayFail with(Failure other);
    }

    /** The creation of a thread. */
    interface Creation extends MayFail {
        /** Name of the thread function. */
        String thread();

        @Override
        default Result result() {
            return Result.TASK;
        }
    }

    /** A call that waits for a condition of the program. */
    interface AwaitsCondition extends OperationTrait {
        Condition condition();

        /** The same call that waits for another condition. */
        AwaitsCondition with(Condition other);
    }

    /** A call that gets a task. */
    interface AboutTask extends OperationTrait {
        TaskRef task();

        /** The same call that gets another task. */
        AboutTask about(TaskRef other);
    }

    /** A call that only a kernel thread can make, about itself. */
    interface OfKthread extends OperationTrait {}

    /** A call that no statement follows. */
    interface NeverReturns extends OperationTrait {}

    /** A call that ends the thread. */
    interface LeavesThread extends OfKthread, NeverReturns {
        /** What a stop of the thread returns. */
        Value code();
    }

    /** What interrupts and devices can do as well: it neither sleeps nor speaks of the running task. */
    interface NeedsNoTask extends OperationTrait {}

    /** A store to the state of the running task. */
    interface SetsState extends OperationTrait {
        TaskState state();
    }

    /** A call, or an access, that names a shared object. */
    interface AboutObject extends OperationTrait {
        /** Name of the object. */
        String object();

        /** What kind of object it must be. */
        SharedObject.Kind objectKind();
    }

    /** A call about a task pointer, or an access to it. */
    interface AboutPointer extends AboutObject {
        String pointer();

        @Override
        default String object() {
            return pointer();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.TASK_POINTER;
        }
    }

    /** A call about a wait queue. */
    interface AboutQueue extends AboutObject {
        String queue();

        @Override
        default String object() {
            return queue();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.WAIT_QUEUE;
        }
    }

    /** A call about a completion. */
    interface AboutCompletion extends AboutObject {
        String completion();

        @Override
        default String object() {
            return completion();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.COMPLETION;
        }
    }

    /** A call about a lock; about a mutex, if nothing else is said. */
    interface AboutLock extends AboutObject {
        String lock();

        default LockKind kind() {
            return LockKind.MUTEX;
        }

        @Override
        default String object() {
            return lock();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return kind() == LockKind.MUTEX ? SharedObject.Kind.MUTEX : SharedObject.Kind.SPINLOCK;
        }
    }

    /** A call about a semaphore. */
    interface AboutSemaphore extends AboutObject {
        String semaphore();

        @Override
        default String object() {
            return semaphore();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.SEMAPHORE;
        }
    }

    /** A call about a {@code rwlock_t}. */
    interface AboutRwlock extends AboutObject {
        String lock();

        @Override
        default String object() {
            return lock();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.RWLOCK;
        }
    }

    /** A call that begins a section in which the caller must not sleep, and for which a grace period of RCU waits. */
    interface BeginsSection extends OperationTrait {}

    /** A call about a {@code struct rw_semaphore}. */
    interface AboutRwSemaphore extends AboutObject {
        String semaphore();

        @Override
        default String object() {
            return semaphore();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.RW_SEMAPHORE;
        }
    }

    /** A call about the lock of CPU hotplug. */
    interface AboutCpuHotplug extends AboutRwSemaphore {
        @Override
        default String semaphore() {
            return SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK;
        }
    }

    /** A call about a workqueue. */
    interface AboutWorkqueue extends AboutObject {
        String queue();

        @Override
        default String object() {
            return queue();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.WORKQUEUE;
        }
    }

    /** A call about a kthread worker. */
    interface AboutWorker extends AboutObject {
        String worker();

        @Override
        default String object() {
            return worker();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.KTHREAD_WORKER;
        }
    }

    /** A call about memory of the module, or an access to it. */
    interface AboutMemory extends AboutObject {
        String memory();

        @Override
        default String object() {
            return memory();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.MEMORY;
        }
    }

    /** An access to a flag. */
    interface AboutFlag extends AboutObject, PlainAccess {
        String flag();

        @Override
        default String object() {
            return flag();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.FLAG;
        }
    }

    /** An access to a counter. */
    interface AboutCounter extends AboutObject, PlainAccess {
        String counter();

        @Override
        default String object() {
            return counter();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.COUNTER;
        }
    }

    /** A call about a function of the module that the kernel calls back. */
    interface AboutCallback extends OperationTrait {
        /** Name of the function. */
        String callback();

        /** What kind of callback it must be. */
        CallbackKind callbackKind();
    }

    /** A call about a timer. */
    interface AboutTimer extends AboutCallback {
        String timer();

        @Override
        default String callback() {
            return timer();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.TIMER;
        }
    }

    /** A call about a work item. */
    interface AboutWork extends AboutCallback {
        String work();

        @Override
        default String callback() {
            return work();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.WORK;
        }
    }

    /** A call about an item of a kthread worker. */
    interface AboutKthreadWork extends AboutCallback {
        String work();

        @Override
        default String callback() {
            return work();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.KTHREAD_WORK;
        }
    }

    /** A call about the timer of an item: the item must be declared as delayed work. */
    interface AboutDelay extends AboutCallback {}

    /** A call that hands an item to what runs it. */
    interface Queues extends AboutCallback, YieldsNumber {
        /** Name of the workqueue or kthread worker; empty for a system workqueue. */
        Optional<String> runner();

        @Override
        default int success() {
            return 1;
        }
    }

    /** A call about a tasklet. */
    interface AboutTasklet extends AboutCallback {
        String tasklet();

        @Override
        default String callback() {
            return tasklet();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.TASKLET;
        }
    }

    /** A call about RCU callbacks. */
    interface AboutRcu extends AboutCallback {
        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.RCU;
        }
    }

    /** A call that reads or writes something that may lie in memory of the module. */
    interface LiesInMemory extends OperationTrait {
        /** The memory in which it lies, if it does not lie in the data of the module. */
        Optional<String> memory();
    }

    /** A call that gets a {@code rcu_head}, which it writes to. */
    interface WithHead extends LiesInMemory {
        /** How C names the head. */
        default String head() {
            return memory().map(m -> m + "->rcu").orElse("rcu");
        }
    }

    /** A call about an interrupt. */
    interface AboutIrq extends AboutCallback {
        String handler();

        @Override
        default String callback() {
            return handler();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.IRQ;
        }
    }

    /** A call about a notifier. */
    interface AboutNotifier extends AboutCallback {
        String notifier();

        @Override
        default String callback() {
            return notifier();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.NOTIFIER;
        }
    }
}
