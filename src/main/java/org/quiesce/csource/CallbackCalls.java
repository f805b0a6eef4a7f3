package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.protocol.CallbackOps;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.SharedObject.Kind;

/** Calls about timers, tasklets, RCU callbacks and notifiers, and about memory. */
final class CallbackCalls {

    private CallbackCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("mod_timer", site -> new Does(Ops.modTimer(site.callback(0, CallbackKind.TIMER))));
        table.put("add_timer", table.get("mod_timer"));
        for (String name : List.of("timer_delete", "del_timer")) {
            table.put(name, site -> new Does(Ops.timerDelete(site.callback(0, CallbackKind.TIMER))));
        }
        for (String name : List.of("timer_delete_sync", "del_timer_sync")) {
            table.put(name, site -> new Does(Ops.timerDeleteSync(site.callback(0, CallbackKind.TIMER))));
        }
        table.put("try_to_del_timer_sync",
                site -> new Does(CallbackOps.tryToDelTimerSync(site.callback(0, CallbackKind.TIMER))));
        table.put("timer_shutdown", site -> new Does(CallbackOps.timerShutdown(site.callback(0, CallbackKind.TIMER))));
        // Whether somebody is about to be called is as unknown as when.
        for (String asks : List.of("timer_pending", "hrtimer_active", "hrtimer_is_queued", "hrtimer_callback_running")) {
            table.put(asks, site -> new Nothing());
        }
        table.put("timer_shutdown_sync", site -> new Does(Ops.timerShutdownSync(site.callback(0, CallbackKind.TIMER))));

        table.put("hrtimer_start",
                site -> new Does(CallbackOps.hrtimerStart(site.callback(0, CallbackKind.HRTIMER))));
        table.put("hrtimer_cancel",
                site -> new Does(CallbackOps.hrtimerCancel(site.callback(0, CallbackKind.HRTIMER))));
        table.put("hrtimer_try_to_cancel",
                site -> new Does(CallbackOps.hrtimerTryToCancel(site.callback(0, CallbackKind.HRTIMER))));

        table.put("async_schedule",
                site -> new Does(CallbackOps.asyncSchedule(site.callbackFunction(0, CallbackKind.ASYNC, 1))));
        table.put("async_synchronize_full", site -> new Does(CallbackOps.asyncSynchronizeFull()));

        table.put("tasklet_schedule", site -> new Does(Ops.taskletSchedule(site.callback(0, CallbackKind.TASKLET))));
        table.put("tasklet_kill", site -> new Does(Ops.taskletKill(site.callback(0, CallbackKind.TASKLET))));

        table.put("tasklet_disable", site -> new Does(CallbackOps.taskletDisable(site.callback(0, CallbackKind.TASKLET))));
        table.put("tasklet_disable_nosync",
                site -> new Does(CallbackOps.taskletDisableNosync(site.callback(0, CallbackKind.TASKLET))));
        table.put("tasklet_enable", site -> new Does(CallbackOps.taskletEnable(site.callback(0, CallbackKind.TASKLET))));

        table.put("call_rcu", CallbackCalls::callRcu);
        table.put("rcu_barrier", CallbackCalls::rcuBarrier);

        for (String chain : List.of("reboot", "pm", "netdevice", "inetaddr", "module", "oom", "die")) {
            table.put("register_" + chain + "_notifier", site -> register(site, 0));
            table.put("unregister_" + chain + "_notifier", site -> unregister(site, 0));
        }
        table.put("blocking_notifier_chain_register", site -> register(site, 1));
        table.put("blocking_notifier_chain_unregister", site -> unregister(site, 1));

        Drivers.REGISTER.forEach(name -> table.put(name, CallbackCalls::registerDriver));
        Drivers.UNREGISTER.forEach(name -> table.put(name, CallbackCalls::unregisterDriver));
        for (String name : List.of("cpuhp_setup_state", "cpuhp_setup_state_nocalls")) {
            table.put(name, CallbackCalls::hotplug);
        }
        table.put("cpuhp_remove_state", CallbackCalls::removeHotplug);
        Allocations.freeing().forEach((name, position) -> table.put(name, site -> free(site, position)));
        Allocations.freeingLater().forEach(name -> table.put(name, CallbackCalls::freeLater));
    }

    private static Meaning register(CallSite site, int position) {
        return new Does(Ops.registerNotifier(site.callback(position, CallbackKind.NOTIFIER)));
    }

    private static Meaning unregister(CallSite site, int position) {
        return new Does(Ops.unregisterNotifier(site.callback(position, CallbackKind.NOTIFIER)));
    }

    private static Meaning callRcu(CallSite site) {
        String callback = site.callbackFunction(1, CallbackKind.RCU);
        return new Does(site.memoryAround(0)
                .map(memory -> Ops.callRcu(memory, callback))
                .orElseGet(() -> Ops.callRcu(callback)));
    }

    /** It waits for all callbacks; a protocol says for which. */
    private static Meaning rcuBarrier(CallSite site) {
        for (String callback : site.in().module().contexts().rcuCallbacks()) {
            site.in().emit(site.line(), Ops.rcuBarrier(callback));
        }
        return new Nothing();
    }

    /** Going offline is what threads have to do with; a CPU that comes online does what init does. */
    private static Meaning hotplug(CallSite site) {
        if (!Ast.isNull(site.argument(2))) {
            throw new Unresolved(site.name() + "() for CPUs that come online is not modelled");
        }
        site.in().module().contexts().hotplug(site.function(3));
        return new Meaning.Yields(0);
    }

    /** It calls for each CPU that is there what is called when one goes (kernel/cpu.c, __cpuhp_remove_state_cpuslocked()). */
    private static Meaning removeHotplug(CallSite site) {
        List<Contexts.Running> offline = site.in().module().contexts().hotplug();
        if (offline.size() != 1) {
            throw new Unresolved("which function " + site.name() + "() calls is unknown");
        }
        site.in().emit(site.line(), Ops.cpusReadLock());
        site.in().inline(offline.get(0).function(), site.line(), List.of(), Optional.empty());
        site.in().emit(site.line(), Ops.cpusReadUnlock());
        return new Nothing();
    }

    /** Where it fails no device is probed (drivers/base/driver.c, driver_register()). */
    private static Meaning registerDriver(CallSite site) {
        Translation in = site.in();
        String failed = in.temporary("failed");
        in.out().branch(site.line(), in.module().outside(site.name() + "() fails"),
                () -> in.out().set(site.line(), failed, Errno.ENODEV.negative()), () -> {
                    in.module().drivers().register(in, site.name(0), site.line());
                    in.out().set(site.line(), failed, 0);
                });
        return new Meaning.Held(failed);
    }

    private static Meaning unregisterDriver(CallSite site) {
        site.in().module().drivers().unregister(site.in(), site.name(0), site.line());
        return new Nothing();
    }

    /** Freeing what the file never allocates, or NULL, is no business of the protocol. */
    private static Meaning free(CallSite site, int position) {
        return freed(site, position, memory -> {
            if (Allocations.isManaged(site.name())) {
                site.in().module().drivers().all().forEach(device -> device.freed(site.in(), memory, site.line()));
            }
            return Ops.kfree(memory);
        });
    }

    /** The memory is freed after a grace period. */
    private static Meaning freeLater(CallSite site) {
        if (site.arguments().size() < 2) {
            throw new Unresolved(site.name() + "() that may wait for readers is not modelled");
        }
        return freed(site, 0, memory -> {
            site.in().module().objects().freedLater(memory);
            return CallbackOps.kfreeRcu(memory);
        });
    }

    private static Meaning freed(CallSite site, int position, Function<String, Operation> frees) {
        IASTExpression pointer = site.argument(position);
        Optional<String> memory = site.in().pointee(pointer)
                .map(m -> site.in().module().objects().name(m, Kind.MEMORY));
        if (memory.isEmpty()) {
            if (Ast.callee(Ast.bare(pointer)).filter(name -> !Places.reads(name)).isPresent()) {
                throw new Unresolved("which memory '" + Ast.text(pointer) + "' is, of which there may be several");
            }
            if (CType.of(pointer.getExpressionType()).isScalar()) {
                throw new Unresolved("'" + Ast.text(pointer) + "', an address that is kept as a number");
            }
            return new Nothing();
        }
        Optional<Condition> nulled = site.in().nulled(pointer);
        if (nulled.isPresent()) {
            site.in().out().branch(site.line(), nulled.get(), () -> { },
                    () -> site.in().emit(site.line(), frees.apply(memory.get())));
            return new Nothing();
        }
        return new Does(frees.apply(memory.get()));
    }
}
