package org.quiesce.csource;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Tests;
import org.quiesce.csource.Meaning.Yields;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.KthreadOperation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.TaskOperation;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WakeMask;

/** Calls that create, stop, park, freeze and end threads, and those about their tasks and their module. */
final class ThreadCalls {

    /** The function of the threads that run the loop of a kthread worker. */
    static final String OF_WORKER = "kthread_worker_fn";

    private ThreadCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("kthread_run", site -> run(site, Placement.ANYWHERE));
        table.put("kthread_run_on_cpu", site -> run(site, Placement.ON_CPU));
        table.put("kthread_create", site -> create(site, Placement.ANYWHERE));
        table.put("kthread_create_on_node", site -> create(site, Placement.ON_NODE));
        table.put("kthread_create_on_cpu", site -> create(site, Placement.ON_CPU));
        table.put("kthread_bind", site -> new Does(new KthreadOperation.KthreadBind(site.task(0))));
        table.put("kthread_bind_mask", table.get("kthread_bind"));
        table.put("kthread_set_per_cpu", site -> new Does(new TaskOperation.KthreadSetPerCpu(site.task(0),
                site.argument(1).getRawSignature().startsWith("-") ? FlagValue.FALSE : FlagValue.TRUE)));
        table.put("wake_up_process", site -> new Does(new KthreadOperation.WakeUpProcess(site.task(0))));
        table.put("kthread_stop", site -> new Does(new KthreadOperation.KthreadStop(site.task(0))));
        table.put("kthread_stop_put", site -> new Does(new KthreadOperation.KthreadStopPut(site.task(0))));
        table.put("kthread_park", site -> new Does(new KthreadOperation.KthreadPark(site.task(0))));
        table.put("kthread_unpark", site -> new Does(new KthreadOperation.KthreadUnpark(site.task(0))));
        table.put("kthread_parkme", site -> new Does(Ops.kthreadParkme()));
        table.put("get_task_struct", site -> new Does(new KthreadOperation.GetTaskStruct(site.task(0))));
        table.put("tryget_task_struct", ThreadCalls::tryGet);
        table.put("put_task_struct", site -> new Does(new KthreadOperation.PutTaskStruct(site.task(0))));
        table.put("kthread_exit", site -> new Does(Ops.kthreadExit(code(site, 0))));
        table.put("do_exit", site -> new Does(Ops.kthreadExit(code(site, 0))));
        table.put("kthread_complete_and_exit", ThreadCalls::completeAndExit);
        table.put("complete_and_exit", ThreadCalls::completeAndExit);
        table.put("module_put_and_kthread_exit", site -> new Does(Ops.modulePutAndKthreadExit(code(site, 0))));
        table.put("module_put_and_exit", site -> new Does(Ops.modulePutAndKthreadExit(code(site, 0))));
        table.put("task_work_add", site -> new Does(new KthreadOperation.TaskWorkAdd(
                site.task(0), site.in().module().contexts().taskWork(site.place(1)))));

        table.put("kthread_should_stop", site -> new Tests(Conditions.shouldStop()));
        table.put("kthread_should_stop_or_park", site -> new Tests(Conditions.shouldStopOrPark()));
        table.put("freezing", ThreadCalls::freezing);
        table.put("kthread_should_park", site -> new Tests(Conditions.shouldPark()));
        table.put("signal_pending", site -> new Tests(ofCurrent(site, Conditions.signalPending())));
        table.put("fatal_signal_pending", site -> new Tests(ofCurrent(site, Conditions.fatalSignalPending())));
        table.put("kthread_freezable_should_stop", site -> new Does(Ops.kthreadFreezableShouldStop()));
        table.put("set_freezable", site -> new Does(Ops.setFreezable()));
        table.put("try_to_freeze", site -> new Does(Ops.tryToFreeze()));
        table.put("wake_up_state", ThreadCalls::wakeUpState);
        table.put("kthread_affine_preferred",
                site -> new Does(new TaskOperation.KthreadAffinePreferred(site.task(0))));
        table.put("kthread_use_mm", site -> new Does(Ops.kthreadUseMm()));
        table.put("kthread_unuse_mm", site -> new Does(Ops.kthreadUnuseMm()));

        table.put("try_module_get", site -> new Does(Ops.tryModuleGet()));
        table.put("__module_get", site -> new Does(Ops.uncheckedModuleGet()));
        table.put("module_put", site -> new Does(Ops.modulePut()));

        table.put("smpboot_register_percpu_thread", site -> new Does(Ops.smpbootRegisterPercpuThread(
                smpboot(site).thread(), smpboot(site).pointer()).mayFail()));
        table.put("smpboot_unregister_percpu_thread", site -> new Does(Ops.smpbootUnregisterPercpuThread(
                smpboot(site).thread(), smpboot(site).pointer())));
    }

    private static Meaning run(CallSite site, Placement placement) {
        return new Does(new KthreadOperation.KthreadRun(thread(site), Failure.POSSIBLE, placement));
    }

    private static Meaning create(CallSite site, Placement placement) {
        return new Does(new KthreadOperation.KthreadCreate(thread(site), Failure.POSSIBLE, placement));
    }

    private static String thread(CallSite site) {
        Contexts contexts = site.in().module().contexts();
        return site.word(0).equals(OF_WORKER)
                ? contexts.workerThread(site.place(1), site)
                : contexts.thread(site.function(0), argument(site), site);
    }

    /** What the thread gets: a place, or a number that is given as a pointer. */
    private static Optional<Place> argument(CallSite site) {
        IASTExpression argument = site.argument(1);
        onStack(site, argument).ifPresent(local -> site.in().abstracted(Abstraction.Kind.UNMODELLED, site.line(),
                "whether '" + local.getName() + "', which is on the stack of who creates the thread, is there as long as the"
                        + " thread"));
        Optional<Place> number = Ast.isNull(argument) ? Optional.empty()
                : site.in().running().scope().number(argument).map(Place.Number::new);
        return number.or(() -> site.in().place(argument));
    }

    /** The local variable in which an object lies that an argument points to. */
    private static Optional<IBinding> onStack(CallSite site, IASTExpression argument) {
        IASTExpression object = Ast.bare(CModule.withoutAddress(argument));
        while (object instanceof IASTFieldReference field && !field.isPointerDereference()) {
            object = Ast.bare(field.getFieldOwner());
        }
        boolean isAddress = Ast.isUnary(Ast.bare(argument), IASTUnaryExpression.op_amper);
        return site.in().variable(object)
                .filter(Places::isLocal)
                .map(b -> Map.entry(b, CType.of(b)))
                .filter(e -> e.getValue().pointers() == 0 && (isAddress || !e.getValue().isScalar())
                        && !e.getValue().is(CType.UNKNOWN))
                .map(Map.Entry::getKey);
    }

    private static Contexts.Smpboot smpboot(CallSite site) {
        return site.in().module().contexts().smpboot(site.place(0));
    }

    private static Meaning completeAndExit(CallSite site) {
        return new Does(new KthreadOperation.KthreadCompleteAndExit(completed(site), code(site, 1)));
    }

    /** It leaves the thread, even if it is unknown what it completes. */
    private static Optional<String> completed(CallSite site) {
        if (Ast.isNull(site.argument(0))) {
            return Optional.empty();
        }
        try {
            return Optional.of(site.object(0, Kind.COMPLETION));
        } catch (Unresolved e) {
            site.in().abstracted(Abstraction.Kind.UNMODELLED, site.line(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Value code(CallSite site, int position) {
        return site.number(position)
                .map(Value::of)
                .or(() -> site.in().localNumber(site.argument(position)).map(Value::of))
                .orElse(Value.of(0));
    }

    /** The count of a task that is there is not 0. */
    private static Meaning tryGet(CallSite site) {
        site.in().emit(site.line(), new KthreadOperation.GetTaskStruct(site.task(0)));
        return new Yields(1);
    }

    private static Meaning freezing(CallSite site) {
        if (site.place(0) instanceof Place.CurrentTask) {
            return new Tests(Conditions.freezing());
        }
        throw new Unresolved("freezing() of another task is not modelled");
    }

    private static Meaning wakeUpState(CallSite site) {
        return switch (Ast.text(site.argument(1))) {
            case "TASK_NORMAL" -> new Does(new TaskOperation.WakeUpState(site.task(0), WakeMask.NORMAL));
            case "TASK_INTERRUPTIBLE" -> new Does(new TaskOperation.WakeUpState(site.task(0), WakeMask.INTERRUPTIBLE));
            default -> throw new Unresolved("wake_up_state() of '" + Ast.text(site.argument(1)) + "' is not modelled");
        };
    }

    private static Condition ofCurrent(CallSite site, Condition condition) {
        if (site.place(0) instanceof Place.CurrentTask) {
            return condition;
        }
        throw new Unresolved(site.name() + "() of another task is not modelled");
    }

    /** {@code -ENOMEM}: why the creation of a thread fails in a protocol. */
    static int creationError() {
        return Errno.ENOMEM.negative();
    }
}
