package org.quiesce.csource;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Contexts.Callback;
import org.quiesce.csource.Contexts.Running;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.FreezerOperation;
import org.quiesce.protocol.KthreadOperation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SmpbootOperation;

/** Translates what the programs that are translated already start: threads, callbacks, and what these start in turn. */
final class StartedPrograms {

    private final ModuleReading module;
    private final Contexts contexts;
    private final Programs programs;
    private final Set<Object> done = new HashSet<>();

    StartedPrograms(ModuleReading module, Programs programs) {
        this.module = module;
        this.contexts = module.contexts();
        this.programs = programs;
    }

    /** All that were named since the last time, too. */
    void translate() {
        boolean more = true;
        while (more) {
            more = false;
            for (Running thread : contexts.threads()) {
                more |= isNew(thread.name(), () -> thread(thread));
            }
            for (Callback callback : contexts.callbacks()) {
                more |= isNew(callback.running().name(), () -> callback(callback));
            }
            for (Contexts.DefaultHandler handler : contexts.defaultHandlers()) {
                more |= isNew(handler, () -> defaultHandler(handler));
            }
            for (Running offline : contexts.hotplug()) {
                more |= isNew(offline.name(), () -> hotplug(offline));
            }
            for (Running work : contexts.taskWorks()) {
                more |= isNew(work.name(), () -> taskWork(work));
            }
            for (Contexts.Smpboot threads : contexts.smpboots()) {
                more |= isNew(threads, () -> percpu(threads));
            }
        }
        if (contexts.smpboots().isEmpty() && programs.does(SmpbootOperation.CpusLock.class)) {
            isNew(SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK, () ->
                    programs.declare(b -> b.rwSemaphore(SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK)));
        }
        if (programs.does(FreezerOperation.SetFreezable.class)) {
            isNew(FreezerOperation.SetFreezable.class, this::suspend);
        }
    }

    private boolean isNew(Object started, Runnable translate) {
        boolean isNew = done.add(started);
        if (isNew) {
            translate.run();
        }
        return isNew;
    }

    // ---- threads

    private void thread(Running thread) {
        Consumer<Body> body = programs.function(thread.name(), Returns.NUMBER, ContextRules.Kind.KTHREAD,
                thread.function(), thread.argument());
        programs.declare(b -> {
            int threads = Math.min(Protocol.MAX_THREADS,
                    module.bounds().threads(thread.name(), contexts.threads(thread, programs::contexts)));
            b.kthreads(thread.name(), programs.several(thread.name(), threads, Ast.line(thread.function())), body);
            if (CModule.isInitText(thread.function())) {
                b.initText(thread.name());
            }
        });
    }

    private void percpu(Contexts.Smpboot threads) {
        PercpuFunctions functions = new PercpuFunctions(module, threads);
        programs.program(threads.thread(), functions.statements());
        String cpu = module.names().fresh("cpu_hotplug");
        module.abstracted(Kind.ASSUMED, threads.line(), "there is one CPU, which goes offline once at most");
        programs.declare(b -> b.smpbootThread(threads.thread(), threads.pointer(), functions::hooks)
                .cpuHotplug(cpu, threads.pointer()));
    }

    // ---- callbacks

    private void callback(Callback callback) {
        Running running = callback.running();
        Returns returns = switch (callback.kind()) {
            case IRQ -> Returns.IRQ;
            case IRQ_THREAD -> Returns.IRQ_THREAD;
            case HRTIMER -> Returns.HRTIMER;
            default -> Returns.NOTHING;
        };
        Consumer<Body> body = programs.callback(running, returns, kind(callback.kind()));
        programs.declare(b -> declare(b, callback, body));
    }

    private void defaultHandler(Contexts.DefaultHandler handler) {
        Consumer<Body> body = programs.program(handler.name(), Translation.made(module, handler.name(),
                ContextRules.Kind.INTERRUPT, in -> in.emit(handler.line(), Ops.irqWakeThread())));
        programs.declare(b -> b.irqHandler(handler.name(), body));
    }

    private static ContextRules.Kind kind(CallbackKind kind) {
        return kind == CallbackKind.WORK ? ContextRules.Kind.KWORKER
                : kind.sleeping() == Sleeping.FORBIDDEN ? ContextRules.Kind.INTERRUPT
                : ContextRules.Kind.CALLBACK;
    }

    private void declare(ProtocolBuilder to, Callback callback, Consumer<Body> body) {
        String name = callback.running().name();
        Optional<String> runner = contexts.runner(callback);
        boolean delayed = callback.timing() == Timing.DELAYED;
        switch (callback.kind()) {
            case TIMER -> to.timer(name, body);
            case HRTIMER -> to.hrtimer(name, body);
            case ASYNC -> to.async(name, body);
            case TASKLET -> to.tasklet(name, body);
            case RCU -> to.rcuCallback(name, body);
            case IRQ -> to.irqHandler(name, body);
            case IRQ_THREAD -> to.irqThread(name, body);
            case NOTIFIER -> to.notifier(name, body);
            case WORK -> {
                if (runner.isPresent()) {
                    work(name, runner.get(), delayed ? to::delayedWork : to::work, body);
                } else if (delayed) {
                    to.delayedWork(name, body);
                } else {
                    to.work(name, body);
                }
            }
            case KTHREAD_WORK -> work(name, runner.orElseGet(this::onlyWorker),
                    delayed ? to::kthreadDelayedWork : to::kthreadWork, body);
            default -> throw new AssertionError(callback.kind());
        }
    }

    /** Declares an item with what runs it. */
    private interface Runner {
        ProtocolBuilder declare(String name, String runner, Consumer<Body> body);
    }

    private static void work(String name, String runner, Runner declare, Consumer<Body> body) {
        declare.declare(name, runner, body);
    }

    /** A kthread work item that nobody queues belongs to whichever worker there is. */
    private String onlyWorker() {
        return module.objects().all(SharedObject.Kind.KTHREAD_WORKER).stream().findFirst()
                .orElseThrow(() -> new CSourceException(module.file().source().file()
                        + ": a kthread work item is used, and no kthread worker is in the file"));
    }

    // ---- the rest

    private void taskWork(Running work) {
        Consumer<Body> body = programs.function(work.name(), Returns.NOTHING, ContextRules.Kind.TASK, work.function(),
                work.argument());
        // What is given to a thread where that can't be is given to none.
        boolean isGiven = programs.operations().anyMatch(operation ->
                operation instanceof KthreadOperation.TaskWorkAdd add && add.work().equals(work.name()));
        if (isGiven) {
            programs.declare(b -> b.taskWork(work.name(), body));
        }
    }

    /** A CPU goes offline, with the lock of CPU hotplug held. */
    private void hotplug(Running offline) {
        int line = Ast.line(offline.function());
        Consumer<Body> body = programs.program(offline.name(), Translation.made(module, offline.name(), in -> {
            in.emit(line, Ops.cpusWriteLock());
            in.inline(offline.function(), line, List.of(), Optional.empty());
            in.emit(line, Ops.cpusWriteUnlock());
        }));
        module.abstracted(Kind.ASSUMED, line, offline.name() + "() is only run while the module is live");
        programs.declare(b ->
                b.fileOperations(offline.name(), module.bounds().users(offline.name(), 1), Pinning.OWNER, body));
    }

    /** Who makes a thread freezable expects the machine to be suspended. */
    private void suspend() {
        String name = module.names().fresh("suspend");
        boolean threadsOnly = module.bounds().outside().contains(Outside.FREEZES_THREADS);
        programs.declare(b -> b.environment(name, body -> body
                .call(threadsOnly ? Ops.freezeKernelThreads() : Ops.suspendFreezeProcesses())
                .call(threadsOnly ? Ops.thawKernelThreads() : Ops.thawProcesses())));
    }
}
