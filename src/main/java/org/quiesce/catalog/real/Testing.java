package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.BIND_AFTER_WAKE;
import static org.quiesce.catalog.FaultClass.COMPLETE_THEN_RETURN;
import static org.quiesce.catalog.FaultClass.MISSING_STOP_IN_EXIT;
import static org.quiesce.catalog.FaultClass.NEVER_WOKEN;
import static org.quiesce.catalog.FaultClass.STOP_EXITED_NO_REF;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.completeAll;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.TaskOps.kthreadSetPerCpu;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Test modules and teaching modules. */
final class Testing {

    private static final Worker SUSPEND = new Worker("suspend_test_thread", "suspend_task");

    private Testing() {}

    static List<Entry> entries() {
        return List.of(kunitTimeout(), dmaMapBenchmark(), preemptirqDelay(), lkmpgCompletions(), psciChecker());
    }

    // ---- test-kunit-timeout

    private static Entry kunitTimeout() {
        Worker test = new Worker("test_thread", "test_task");
        return Entry.real("test-kunit-timeout", STOP_EXITED_NO_REF, "KUnit stops a test that has just ended")
                .story("A test that takes too long is stopped. It may end between the timeout and the stop, and nobody"
                        + " has a reference on its thread.")
                .broken("A test that timed out is stopped.", module -> tried(module, test)
                        .init(body -> {
                            test.run(body);
                            await(body, test);
                        }))
                .mended("A reference is held from before the test begins until the end.", module -> tried(module, test)
                        .init(body -> {
                            test.runHeld(body);
                            await(body, test);
                            body.call(putTaskStruct(test.pointer()));
                        }))
                .build();
    }

    private static void await(Body body, Worker test) {
        body.assign("left", waitForCompletion("done").withTimeout())
                .when(equal("left", 0), test::stop);
    }

    private static ProtocolBuilder tried(ProtocolBuilder module, Worker test) {
        return module
                .taskPointer(test.pointer())
                .completion("done")
                .kthread(test.function(), body -> body
                        .call(msleep())
                        .call(kthreadCompleteAndExit("done", 0)))
                .exit(body -> {});
    }

    // ---- test-dma-map-benchmark

    private static Entry dmaMapBenchmark() {
        return Entry.real("test-dma-map-benchmark", NEVER_WOKEN, "The DMA mapping benchmark leaves threads that it"
                        + " has created")
                .story("The benchmark creates its threads, then wakes them. If one of them can't be created it returns,"
                        + " and those before it wait for a first wake that never comes.")
                .broken("A failed creation returns at once.", module -> benchmark(module, failed -> {}))
                .mended("A failed creation stops the threads before it.", module -> benchmark(module,
                        failed -> failed.call(kthreadStop("map_task0")).call(putTaskStruct("map_task0"))))
                .build();
    }

    private static ProtocolBuilder benchmark(ProtocolBuilder module, Consumer<Body> undo) {
        return module
                .taskPointer("map_task0")
                .taskPointer("map_task1")
                .kthreads("map_benchmark", 2, Idioms::pollUntilStopped)
                .fileOperation("do_map_benchmark", body -> body
                        .assign("map_task0", kthreadCreate("map_benchmark").mayFail())
                        .when(isErr("map_task0"), failed -> failed.returns(Errno.ENOMEM))
                        .call(getTaskStruct("map_task0"))
                        .assign("map_task1", kthreadCreate("map_benchmark").mayFail())
                        .when(isErr("map_task1"), failed -> {
                            undo.accept(failed);
                            failed.returns(Errno.ENOMEM);
                        })
                        .call(getTaskStruct("map_task1"))
                        .call(wakeUpProcess("map_task0"))
                        .call(wakeUpProcess("map_task1"))
                        .call(kthreadStop("map_task0"))
                        .call(putTaskStruct("map_task0"))
                        .call(kthreadStop("map_task1"))
                        .call(putTaskStruct("map_task1")))
                .exit(body -> {});
    }

    // ---- test-preemptirq-delay

    private static Entry preemptirqDelay() {
        Worker delay = new Worker("preemptirq_delay_run", "test_task");
        return Entry.real("test-preemptirq-delay", MISSING_STOP_IN_EXIT,
                        "A test thread is in a delay when its module goes")
                .story("Init starts a thread that ends by itself after its delay, and forgets it. The module may be"
                        + " gone by then.")
                .broken("Nobody waits for the thread.", module -> module
                        .taskPointer(delay.pointer())
                        .kthread(delay.function(), body -> body
                                .call(msleep())
                                .returns(0))
                        .init(delay::run)
                        .exit(body -> {}))
                .mended("The thread says that it is through and waits for its stop; init waits and stops it.",
                        module -> module
                                .taskPointer(delay.pointer())
                                .completion("done")
                                .kthread(delay.function(), body -> {
                                    body.call(msleep()).call(complete("done"));
                                    Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule());
                                })
                                .init(body -> {
                                    delay.run(body);
                                    body.call(waitForCompletion("done"));
                                    delay.stop(body);
                                })
                                .exit(body -> {}))
                .build();
    }

    // ---- test-lkmpg-completions

    private static Entry lkmpgCompletions() {
        Worker crank = new Worker("crank_thread", "crank_task");
        return Entry.real("test-lkmpg-completions", COMPLETE_THEN_RETURN, "A textbook module completes before it ends")
                .story("The thread completes, and then calls the function that completes and ends it. The call is"
                        + " module text, and exit waits for the completion.")
                .broken("The thread completes, and completes again when it ends.", module -> cranked(module, crank,
                        body -> body.call(completeAll("crank_comp"))))
                .mended("The thread completes when it ends.", module -> cranked(module, crank, body -> {}))
                .build();
    }

    private static ProtocolBuilder cranked(ProtocolBuilder module, Worker crank, Consumer<Body> turned) {
        return module
                .taskPointer(crank.pointer())
                .completion("crank_comp")
                .kthread(crank.function(), body -> {
                    turned.accept(body);
                    body.call(kthreadCompleteAndExit("crank_comp", 0));
                })
                .init(crank::run)
                .exit(body -> body.call(waitForCompletion("crank_comp")));
    }

    // ---- test-psci-checker

    private static Entry psciChecker() {
        return Entry.real("test-psci-checker", BIND_AFTER_WAKE, "psci_checker stops threads of CPUs that are not parked")
                .story("A thread that was created for a CPU is bound to that again whenever it is unparked, and a stop"
                        + " used to unpark whether it was parked or not: a thread that runs can't be bound.")
                .broken("The thread is stopped as any other.", module -> suspending(module)
                        .kthread(SUSPEND.function(), body -> {
                            body.call(complete("threads_done"));
                            Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule());
                        })
                        .exit(body -> {
                            body.call(waitForCompletion("threads_done"));
                            SUSPEND.stop(body);
                        }))
                .mended("The thread is parked, then stopped.", module -> suspending(module)
                        .kthread(SUSPEND.function(), body -> body
                                .call(complete("threads_done"))
                                .loop(always(), loop -> loop
                                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                        .when(shouldPark(), Body::leaveLoop)
                                        .call(schedule()))
                                .call(plainSetCurrentState(TaskState.RUNNING))
                                .call(kthreadParkme())
                                .returns(0))
                        .exit(body -> {
                            body.call(waitForCompletion("threads_done")).call(kthreadPark(SUSPEND.pointer()));
                            SUSPEND.stop(body);
                        }))
                .build();
    }

    private static ProtocolBuilder suspending(ProtocolBuilder module) {
        return module
                .taskPointer(SUSPEND.pointer())
                .completion("threads_done")
                .init(body -> {
                    body.assign(SUSPEND.pointer(),
                            kthreadCreate(SUSPEND.function()).placed(Placement.ON_CPU).mayFail());
                    SUSPEND.returnIfError(body);
                    body.call(kthreadSetPerCpu(SUSPEND.pointer()));
                    SUSPEND.wake(body);
                });
    }
}
