package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadUnpark;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;

/** Births whose outcome is taken for another (family E of the reference). */
final class UncheckedBirths {

    private UncheckedBirths() {}

    static List<Entry> entries() {
        return List.of(parkedBirthRunsFn(), createErrorAsNull());
    }

    private static Entry parkedBirthRunsFn() {
        return Entry.fault("parked-birth-runs-fn", "A thread parked at birth runs when it is stopped")
                .story("A thread that is stopped before its first wake never enters its thread function. One that is"
                        + " parked then and stopped does: it takes the stop for an unpark.")
                .broken("The thread uses its buffer before it tests for the stop.", module -> parked(module)
                        .kthread(WORKER, body -> body
                                .doWhile(UncheckedBirths::useBuffer, not(shouldStop()))
                                .returns(0)))
                .mended("The thread tests for the stop before it uses its buffer.", module -> parked(module)
                        .kthread(WORKER, body -> body
                                .until(shouldStop(), UncheckedBirths::useBuffer)
                                .returns(0)))
                .build();
    }

    private static void useBuffer(Body loop) {
        loop.call(use("buffer")).call(msleep());
    }

    private static ProtocolBuilder parked(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .memory("buffer")
                .init(body -> {
                    body.assign(TASK, kthreadCreate(WORKER).mayFail());
                    Idioms.returnIfError(body);
                    body.call(kthreadPark(TASK))
                            .call(allocate("buffer").mayFail())
                            .when(memoryNull("buffer"), then -> then
                                    .call(kthreadStop(TASK))
                                    .returns(Errno.ENOMEM))
                            .call(kthreadUnpark(TASK));
                })
                .exit(body -> body
                        .call(kthreadStop(TASK))
                        .call(kfree("buffer")));
    }

    private static Entry createErrorAsNull() {
        return Entry.fault("create-error-as-null", "Init takes an error pointer for a thread")
                .story("Init compares the result of kthread_create() with NULL, which it never is. A failed creation"
                        + " passes the test, and its error pointer is woken.")
                .broken("The result of kthread_create() is compared with NULL.", module -> created(module)
                        .init(body -> body
                                .assign(TASK, kthreadCreate(WORKER).mayFail())
                                .when(isNull(TASK), then -> then.returns(Errno.ENOMEM))
                                .call(wakeUpProcess(TASK))))
                .mended("The result of kthread_create() is tested with IS_ERR().", module -> created(module)
                        .init(body -> {
                            body.assign(TASK, kthreadCreate(WORKER).mayFail());
                            Idioms.returnIfError(body);
                            body.call(wakeUpProcess(TASK));
                        }))
                .build();
    }

    private static ProtocolBuilder created(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, Idioms::pollUntilStopped)
                .exit(Idioms::stopWorker);
    }
}
