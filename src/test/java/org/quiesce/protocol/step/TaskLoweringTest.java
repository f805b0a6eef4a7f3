package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.uncheckedModuleGet;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;

class TaskLoweringTest {

    @Test
    void anUncheckedReferenceOnTheModuleIsCounted() {
        LoweredProtocol lowered = lower(worker(b -> b.call(uncheckedModuleGet()).call(modulePut())));
        assertThat(LoweringTest.describe(lowered)).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 UncheckedModuleGet NEXT>2
                  Worker2 ModulePut NEXT>3
                  Worker3 ThreadReturn NEXT>exit
                """);
        assertThat(Vocabulary.countsModuleReferences(lower(worker(b -> b.call(uncheckedModuleGet()))))).isTrue();
    }

    private static ProtocolBuilder worker(Consumer<Body> body) {
        return Protocol.module("example")
                .taskPointer("task")
                .kthread("worker", body)
                .init(b -> b.assign("task", kthreadRun("worker")));
    }

    private static LoweredProtocol lower(ProtocolBuilder builder) {
        return Lowering.lower(builder.build(), Granularity.MICRO);
    }
}
