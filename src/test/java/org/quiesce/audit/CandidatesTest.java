package org.quiesce.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.set;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.CheckRequest;

/** Which assumptions mean something for a protocol, and that each of them is one. */
class CandidatesTest {

    private static final Profile KERNEL = Profiles.LINUX_6_12;
    private static final Consumer<Body> SETS = body -> body.call(set("ready"));

    @Test
    void whatIsNotThereIsNotAssumed() {
        assertThat(ids(module(), KERNEL)).containsExactly("modprobe-goes-on", "no-suspend", "no-preemption");
    }

    @Test
    void everyKindOfContextGoesOnAndWhoeverActsFromOutsideMayBeReliedOn() {
        ProtocolBuilder all = worker(module())
                .mutex("lock").memory("buffer")
                .timer("expiry", SETS).rcuCallback("reclaim", SETS).irqHandler("handler", SETS)
                .fileOperations("read", 2, Pinning.OWNER, body -> body.call(mutexLock("lock")).call(mutexUnlock("lock")))
                .environment("device", SETS)
                .init(init -> init
                        .assign("task", kthreadRun("worker").mayFail())
                        .when(isErr("task"), failed -> failed.returns(-12))
                        .call(allocate("buffer"))
                        .call(requestIrq("handler"))
                        .call(modTimer("expiry"))
                        .call(callRcu("reclaim")));
        assertThat(ids(all, KERNEL)).containsExactly(
                "worker-goes-on", "modprobe-goes-on", "read-goes-on", "expiry-goes-on", "reclaim-goes-on",
                "handler-goes-on", "fair-turns", "timers-expire", "grace-periods-end", "no-spurious-wake-ups",
                "no-oops-of-worker", "no-memory-reuse", "success-at-line-9", "success-at-line-10", "at-most-2-read",
                "no-suspend", "module-is-unloaded", "read-is-called", "handler-keeps-coming", "device-acts",
                "nothing-fails", "no-preemption");
    }

    /** What a protocol or a build already does without is taken on instead. */
    @Test
    void whatIsNotAssumedIsTakenOn() {
        ProtocolBuilder disturbed = worker(module()).spuriousWakeUps(2).oops("worker").memoryReuse()
                .init(init -> init.assign("task", kthreadRun("worker")));
        assertThat(of(disturbed, KERNEL).stream().filter(a -> a.standing() == Standing.NOT_MADE).map(Assumption::id))
                .containsExactly("module-is-unloaded", "no-spurious-wake-ups", "no-oops-of-worker", "no-memory-reuse",
                        "no-preemption");
        assertThat(of(disturbed, KERNEL.withClassicRcu())).filteredOn(a -> a.id().equals("no-preemption"))
                .extracting(Assumption::standing).containsExactly(Standing.MADE);
    }

    @Test
    void onlyProgressRestsOnFairness() {
        CheckRequest safety = CheckRequest.of(module().build(), KERNEL).with(Set.of(Property.NO_CODE_AFTER_UNLOAD));
        assertThat(Assumption.of(safety, List.of(KERNEL))).extracting(Assumption::id)
                .containsExactly("no-suspend", "no-preemption");
    }

    @Test
    void whatDependsOnTheBuildIsThereOnce() {
        List<Profile> builds = List.of(KERNEL, KERNEL.withClassicRcu());
        CheckRequest request = CheckRequest.of(worker(module())
                .init(init -> init.assign("task", kthreadRun("worker"))).build(), KERNEL);
        assertThat(Assumption.of(request, builds)).doesNotHaveDuplicates()
                .extracting(Assumption::id).contains("grace-periods-end").containsOnlyOnce("worker-goes-on");
        assertThat(Assumption.of(request, List.of(KERNEL))).extracting(Assumption::id).doesNotContain("grace-periods-end");
    }

    /** Names are distinct, and every assumption makes a difference to what is checked, in every protocol of the atlas. */
    @TestFactory
    Stream<DynamicTest> everyTurnChangesTheCheck() {
        return Atlas.standard().entries().stream().flatMap(entry -> entry.variants().stream().map(variant ->
                DynamicTest.dynamicTest(entry.id() + "/" + variant.name(), () -> {
                    CheckRequest request = CheckRequest.of(variant.protocol(), KERNEL);
                    List<Assumption> assumptions = Assumption.of(request, List.of(KERNEL));
                    assertThat(assumptions).extracting(Assumption::id).doesNotHaveDuplicates();
                    assertThat(assumptions).allSatisfy(assumption -> {
                        CheckRequest turned = assumption.turnedIn(request);
                        assertThat(List.of(turned.steps().fingerprint(), turned.profile())).as(assumption.id())
                                .isNotEqualTo(List.of(request.steps().fingerprint(), request.profile()));
                    });
                })));
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ready");
    }

    private static ProtocolBuilder worker(ProtocolBuilder module) {
        return module.taskPointer("task")
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop.call(set("ready"))).returns(0))
                .exit(exit -> exit.call(kthreadStop("task")));
    }

    private static List<String> ids(ProtocolBuilder builder, Profile kernel) {
        return of(builder, kernel).stream().map(Assumption::id).toList();
    }

    private static List<Assumption> of(ProtocolBuilder builder, Profile kernel) {
        return Assumption.of(CheckRequest.of(builder.build(), kernel), List.of(kernel));
    }
}
