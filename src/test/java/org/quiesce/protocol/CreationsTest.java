package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.scheduleWork;

import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Creations.Function;
import org.quiesce.protocol.Program.Pinning;

class CreationsTest {

    @Test
    void everyFunctionThatIsRunOnceCounts() {
        Creations creations = draft()
                .kthreads("parent", 2, b -> b.assign("task", kthreadCreate("worker")))
                .fileOperations("open", 3, Pinning.OWNER, b -> b.assign("task", kthreadRun("worker")))
                .init(b -> b.assign("other", kthreadRun("parent"))
                        .when(chance("debug"), then -> then.assign("task", kthreadRun("worker"))))
                .exit(b -> b.assign("task", kthreadRun("worker")).assign("task", kthreadRun("worker")))
                .build().creations("worker").orElseThrow();
        assertThat(creations.functions()).containsExactlyInAnyOrder(new Function("parent", 2, 1), new Function("init", 1, 1),
                new Function("exit", 1, 2), new Function("open", 3, 1));
        assertThat(creations.most()).isEqualTo(8);
    }

    @Test
    void threadsOfAnotherFunctionDoNotCount() {
        Protocol protocol = draft()
                .kthread("parent", b -> b.assign("task", kthreadRun("worker")))
                .init(b -> b.assign("other", kthreadRun("parent")))
                .build();
        assertThat(protocol.creations("parent").orElseThrow().functions()).containsExactly(new Function("init", 1, 1));
        assertThat(protocol.creations("worker").orElseThrow().functions()).containsExactly(new Function("parent", 1, 1));
    }

    @Test
    void whatMayHappenAgainAndAgainBoundsNothing() {
        assertThat(draft().init(b -> b.loop(chance("more"), loop -> loop.assign("task", kthreadRun("worker"))))
                .build().creations("worker")).isEmpty();
        assertThat(draft().init(b -> b.when(chance("many"), then -> then
                        .doWhile(loop -> loop.assign("task", kthreadRun("worker")), chance("more"))))
                .build().creations("worker")).isEmpty();
        assertThat(draft().work("spawn", b -> b.assign("task", kthreadRun("worker")))
                .init(b -> b.assign("task", kthreadRun("worker")).call(scheduleWork("spawn")))
                .build().creations("worker")).isEmpty();
    }

    private static ProtocolBuilder draft() {
        return Protocol.module("p").taskPointer("task").taskPointer("other").kthread("worker", b -> { });
    }
}
