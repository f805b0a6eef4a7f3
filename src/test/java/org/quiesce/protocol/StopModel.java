package org.quiesce.protocol;

import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;

import java.util.stream.IntStream;

/** A module that runs and stops some threads with the canonical loop: it grows with the number of threads. */
public final class StopModel {

    private StopModel() {}

    public static Protocol of(int threads) {
        ProtocolBuilder builder = Protocol.module("stop-" + threads + "-threads");
        IntStream.rangeClosed(1, threads).forEach(i -> builder.taskPointer("task" + i));
        return builder
                .kthreads("worker", threads, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .when(not(shouldStop()), then -> then.call(schedule()))))
                .init(body -> IntStream.rangeClosed(1, threads)
                        .forEach(i -> body.assign("task" + i, kthreadRun("worker"))))
                .exit(body -> IntStream.rangeClosed(1, threads).forEach(i -> body.call(kthreadStop("task" + i))))
                .build();
    }
}
