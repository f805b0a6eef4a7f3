package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.SanyOutcome;

/** Users name programs, objects and locals as they like; no name means anything to TLA+ or to us. */
@Execution(ExecutionMode.CONCURRENT)
class HostileNamesTest {

    private static final TlcRuns TLC = new TlcRuns();

    /** A protocol with these names for its threads, a second program, a queue and a lock. */
    private static Protocol named(String protocol, String thread, String task, String queue, String lock) {
        return Protocol.module(protocol)
                .title("*) /\\ \\* ==== \" ---- MODULE")
                .taskPointer("pointer")
                .flag(task + "_flag")
                .waitQueue(queue)
                .mutex(lock)
                .kthreads(thread, 2, body -> body
                        .call(setLocal("local_x", 1))
                        .until(shouldStop(), loop -> loop
                                .call(mutexLock(lock))
                                .call(mutexUnlock(lock)))
                        .when(equal("local_x", 0), then -> then.call(waitEvent(queue, flag(task + "_flag")))))
                .init(body -> body.assign("pointer", kthreadRun(thread)))
                .exit(body -> body.call(kthreadStop("pointer")))
                .fileOperations(task, 2, Pinning.NONE, body -> body.call(set(task + "_flag")).call(wakeUp(queue)))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "naturals sleep next at in",
        "tlc wake spec subset let",
        "t-l-c nat i_f extends enabled",
        "i-f kthreads contexts domain unchanged",
        "integers schedule goto_ then except",
        "worker worker workers choose lambda",
        "a-1 a1 a_2 tlc_get assume",
        "kthreads free_worker no_stuck_stop ready_ module_",
        "next init_ vars_ model instance",
        "frozen freeze thaw refrigerator frozen",
        "quiet reading signal instances awaited_by",
        "signal quiet signal_wake_up grace sync",
        "oops missing wake_up in_kernel text_gone",
    })
    void namesMeanNothing(String names) {
        String[] each = names.split(" ");
        Protocol protocol = named(each[0], each[1], each[2], each[3], each[4]);
        EmittedSpec spec = TlcRuns.emit(protocol, Granularity.MERGED, Profiles.LINUX_6_1.withClassicRcu());
        assertThat(TLC.parse(spec)).isEqualTo(new SanyOutcome.Accepted());
    }

    @Test
    void hostileProtocolRuns() {
        Protocol protocol = named("naturals", "next", "i_f", "in", "let");
        EmittedSpec spec = TlcRuns.emit(protocol, Granularity.MICRO);
        assertThat(spec.moduleName()).isEqualTo("NaturalsProtocol");
        assertThat(TLC.graph(spec, Profiles.LINUX_6_1, Optional.empty()).states()).hasSizeGreaterThan(100);
        assertThat(TLC.liveness(protocol, Granularity.MERGED, Profiles.LINUX_6_1, Property.UNLOAD_COMPLETES)).isNotNull();
    }

    @Test
    void namesOfCallbacksMeanNothing() {
        EmittedSpec spec = TlcRuns.emit(Protocol.module("callbacks")
                .timer("spurious_wake", body -> body.call(modTimer("spurious_wake")))
                .work("callbacks", body -> body.call(scheduleWork("callback")))
                .work("callback", body -> body.call(cancelWorkSync("callbacks")))
                .init(body -> body.call(modTimer("spurious_wake")).call(scheduleWork("callbacks")))
                .build(), Granularity.MICRO);
        assertThat(TLC.parse(spec)).isEqualTo(new SanyOutcome.Accepted());
    }

    @Test
    void programsWhoseStepsMeetKeepTheirNames() {
        Protocol protocol = Protocol.module("meeting")
                .taskPointer("pointer")
                .kthread("worker", body -> body.call(setLocal("a", 1)).returns(0))
                .kthread("worker1", body -> body.returns(0))
                .init(body -> body.assign("pointer", kthreadRun("worker")).assign("pointer", kthreadRun("worker1")))
                .build();
        EmittedSpec spec = TlcRuns.emit(protocol, Granularity.MICRO);
        assertThat(spec.text()).contains("Worker1 ==", "Worker1Steps ==");
        assertThat(TLC.parse(spec)).isEqualTo(new SanyOutcome.Accepted());
    }

    @Test
    void progressOfNobodyIsNoError() {
        assertThat(TlcRuns.emit(KitchenSink.threadless(), Granularity.MICRO).invariants(List.of())).isEmpty();
        assertThat(TLC.liveness(KitchenSink.threadless(), Granularity.MICRO, Profiles.LINUX_6_1, Property.THREAD_EXITS))
                .isNotNull();
    }
}
