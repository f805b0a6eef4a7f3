package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Held;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.protocol.CallbackOps;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.WaitOps;

/** Calls that take and release locks, and that begin and end sections that must not sleep. */
final class LockCalls {

    private LockCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("mutex_lock", site -> new Does(Ops.mutexLock(site.object(0, Kind.MUTEX))));
        table.put("mutex_lock_nested", table.get("mutex_lock"));
        table.put("mutex_lock_killable", site -> new Does(Ops.mutexLockKillable(site.object(0, Kind.MUTEX))));
        table.put("mutex_lock_io", table.get("mutex_lock"));
        table.put("rt_mutex_lock", table.get("mutex_lock"));
        table.put("mutex_is_locked", site -> new Nothing());
        table.put("mutex_unlock", site -> new Does(mutexUnlock(site, 0)));
        table.put("mutex_lock_interruptible", site -> new Does(Ops.mutexLockInterruptible(site.object(0, Kind.MUTEX))));
        // It is released with its inner spinlock, after which nothing is looked at (kernel/locking/rtmutex.c).
        table.put("rt_mutex_unlock", site -> new Does(Ops.mutexUnlock(site.object(0, Kind.MUTEX))));
        table.put("rt_mutex_lock_interruptible", table.get("mutex_lock_interruptible"));
        table.put("mutex_trylock", site -> new Does(Ops.mutexTrylock(site.object(0, Kind.MUTEX))));
        for (String prefix : new String[] {"", "raw_"}) {
            for (String suffix : new String[] {"", "_bh", "_irq", "_irqsave"}) {
                table.put(prefix + "spin_lock" + suffix, site -> new Does(Ops.spinLock(site.object(0, Kind.SPINLOCK))));
            }
            for (String suffix : new String[] {"", "_bh", "_irq", "_irqrestore"}) {
                table.put(prefix + "spin_unlock" + suffix,
                        site -> new Does(Ops.spinUnlock(site.object(0, Kind.SPINLOCK))));
            }
        }
        table.put("sema_init", site -> {
            site.beginsWith(0);
            return new Nothing();
        });
        table.put("down", site -> new Does(Ops.down(site.semaphore(0))));
        table.put("down_interruptible", site -> new Does(Ops.downInterruptible(site.semaphore(0))));
        table.put("down_trylock", site -> new Does(Ops.downTrylock(site.semaphore(0))));
        table.put("down_killable", site -> new Does(Ops.downKillable(site.semaphore(0))));
        table.put("down_timeout", site -> new Does(WaitOps.downTimeout(site.semaphore(0))));
        table.put("up", site -> new Does(Ops.up(site.semaphore(0))));
        table.put("down_read", site -> new Does(Ops.downRead(site.object(0, Kind.RW_SEMAPHORE))));
        table.put("down_read_nested", table.get("down_read"));
        table.put("down_read_interruptible",
                site -> new Does(WaitOps.downReadInterruptible(site.object(0, Kind.RW_SEMAPHORE))));
        table.put("down_read_trylock", site -> new Does(WaitOps.downReadTrylock(site.object(0, Kind.RW_SEMAPHORE))));
        table.put("down_write_trylock", site -> new Does(WaitOps.downWriteTrylock(site.object(0, Kind.RW_SEMAPHORE))));
        table.put("down_read_killable", site -> new Does(WaitOps.downReadKillable(site.object(0, Kind.RW_SEMAPHORE))));
        table.put("up_read", site -> new Does(released(site, 0, Kind.RW_SEMAPHORE, Ops::upRead, Ops::upRead)));
        table.put("down_write", site -> new Does(Ops.downWrite(site.object(0, Kind.RW_SEMAPHORE))));
        table.put("down_write_nested", table.get("down_write"));
        table.put("down_write_killable",
                site -> new Does(WaitOps.downWriteKillable(site.object(0, Kind.RW_SEMAPHORE))));
        table.put("up_write", site -> new Does(released(site, 0, Kind.RW_SEMAPHORE, Ops::upWrite, Ops::upWrite)));
        for (String name : List.of("down_read", "up_read", "down_write", "up_write")) {
            table.put("percpu_" + name, table.get(name));
        }
        rwlocks(table);
        for (String suffix : new String[] {"", "_bh", "_irq", "_irqsave"}) {
            for (String lock : new String[] {"spin_", "raw_spin_", "read_", "write_"}) {
                tries(table, lock + "trylock" + suffix, lock + "lock" + suffix);
            }
        }
        table.put("srcu_read_lock", site -> new Does(CallbackOps.srcuReadLock(site.object(0, Kind.SRCU_DOMAIN))));
        table.put("srcu_read_unlock", site -> new Does(CallbackOps.srcuReadUnlock(site.object(0, Kind.SRCU_DOMAIN))));
        table.put("synchronize_srcu", site -> new Does(CallbackOps.synchronizeSrcu(site.object(0, Kind.SRCU_DOMAIN))));
        table.put("rcu_read_lock", site -> new Does(Ops.rcuReadLock()));
        table.put("rcu_read_unlock", site -> new Does(Ops.rcuReadUnlock()));
        table.put("preempt_disable", site -> new Does(Ops.preemptDisable()));
        table.put("preempt_enable", site -> new Does(Ops.preemptEnable()));
        table.put("local_irq_save", site -> new Does(Ops.localIrqSave()));
        table.put("local_irq_restore", site -> new Does(Ops.localIrqRestore()));
        table.put("local_irq_disable", site -> new Does(Ops.localIrqSave()));
        table.put("local_irq_enable", site -> new Does(Ops.localIrqRestore()));
        table.put("synchronize_rcu", site -> new Does(Ops.synchronizeRcu()));
        table.put("synchronize_net", table.get("synchronize_rcu"));
        table.put("get_cpu", table.get("preempt_disable"));
        table.put("put_cpu", table.get("preempt_enable"));
        table.put("cpus_read_lock", site -> new Does(Ops.cpusReadLock()));
        table.put("cpus_read_unlock", site -> new Does(Ops.cpusReadUnlock()));
    }

    /** The release of the mutex that an argument is. */
    static Operation mutexUnlock(CallSite site, int position) {
        return released(site, position, Kind.MUTEX, Ops::mutexUnlock, Ops::mutexUnlock);
    }

    /** The release of a lock, which lies in data of the module or in memory of it. */
    private static Operation released(CallSite site, int position, Kind kind, Function<String, Operation> there,
            BiFunction<String, String, Operation> inMemory) {
        String lock = site.object(position, kind);
        return site.memoryAround(position).map(memory -> inMemory.apply(lock, memory)).orElseGet(() -> there.apply(lock));
    }

    /**
     * A lock that readers share is a spinlock, which a reader has while he comes in, and a writer all the time, and the number
     * of readers, which a writer waits for: who comes after him waits behind him (kernel/locking/qrwlock.c).
     */
    private static void rwlocks(Map<String, Function<CallSite, Meaning>> table) {
        for (String suffix : new String[] {"", "_bh", "_irq", "_irqsave"}) {
            table.put("read_lock" + suffix, site -> {
                String lock = site.object(0, Kind.SPINLOCK);
                site.in().emit(site.line(), Ops.spinLock(lock));
                site.in().emit(site.line(), Ops.increment(readers(site, lock)));
                site.in().emit(site.line(), Ops.spinUnlock(lock));
                return new Does(Ops.preemptDisable());
            });
            table.put("write_lock" + suffix, site -> {
                String lock = site.object(0, Kind.SPINLOCK);
                site.in().emit(site.line(), Ops.spinLock(lock));
                site.in().out().loop(site.line(), Conditions.above(readers(site, lock), 0), () -> { }, () -> { });
                return new Nothing();
            });
        }
        for (String suffix : new String[] {"", "_bh", "_irq", "_irqrestore"}) {
            table.put("read_unlock" + suffix, site -> {
                site.in().emit(site.line(), Ops.decrement(readers(site, site.object(0, Kind.SPINLOCK))));
                return new Does(Ops.preemptEnable());
            });
            table.put("write_unlock" + suffix, site -> new Does(Ops.spinUnlock(site.object(0, Kind.SPINLOCK))));
        }
    }

    /**
     * It takes the lock, or it does not: a choice that whoever finds it free has, too. He who is to take it waits until he
     * can, which nobody tells from a call that comes later.
     */
    private static void tries(Map<String, Function<CallSite, Meaning>> table, String name, String takes) {
        Function<CallSite, Meaning> lock = table.get(takes);
        table.put(name, site -> {
            Translation in = site.in();
            String taken = in.temporary("taken");
            in.out().branch(site.line(), site.fails(), () -> in.out().set(site.line(), taken, 0), () -> {
                in.effects().done(lock.apply(site), site.line(), Optional.empty());
                in.out().set(site.line(), taken, 1);
            });
            return new Held(taken);
        });
    }

    private static String readers(CallSite site, String lock) {
        return site.in().module().objects().readers(lock);
    }
}
