package org.quiesce.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.THREAD_EXITS;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.sim.ProgressListener;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;
import org.quiesce.workbench.Workbench;

/** Both engines read what is assumed: with any assumption turned they agree, on every verdict and every count. */
@Execution(ExecutionMode.CONCURRENT)
class AuditedVerdictsTest {

    private static final Workbench BENCH = Workbench.standard();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    @TestFactory
    Stream<DynamicTest> enginesAgree() {
        return agree(Turned.samples());
    }

    @Tag("sweep")
    @TestFactory
    Stream<DynamicTest> enginesAgreeOnTheWholeAtlas() {
        return agree(Turned.atlas());
    }

    private static Stream<DynamicTest> agree(Stream<Turned> all) {
        return all.map(turned -> DynamicTest.dynamicTest(turned.name(), () -> {
            CheckResult result = BENCH.check(turned.request());
            assertThat(result.failure()).isEmpty();
            assertThat(result.properties()).isNotEmpty()
                    .allSatisfy(p -> assertThat(p.verdict()).as(p.property() + ": " + p.note())
                            .isNotIn(Verdict.DISPUTED, Verdict.INCONCLUSIVE));
        }));
    }

    /** A stop waits for its thread and for whoever stops; who is not asked to stop need not be scheduled. */
    @Test
    void stopsRestOnTheThreadAndOnWhoStops() {
        assertThat(flips("first-kthread/mended", "worker-goes-on")).containsExactly(
                STOP_TERMINATES, THREAD_EXITS, UNLOAD_COMPLETES);
        assertThat(flips("first-kthread/mended", "modprobe-goes-on")).containsExactly(STOP_TERMINATES, UNLOAD_COMPLETES);
        assertThat(flips("first-kthread/mended", "timers-expire")).isEmpty();
    }

    /** A thread that waits for a device is stopped only if that acts; nobody else will do. */
    @Test
    void aDeviceThatCompletesLetsAStopEnd() {
        assertThat(flips(Turned.crowd(), "device-acts"))
                .containsExactly(STOP_TERMINATES, THREAD_EXITS, UNLOAD_COMPLETES);
        assertThat(flips(Turned.crowd(), "read-is-called")).isEmpty();
        assertThat(flips(Turned.crowd(), "event-keeps-coming")).isEmpty();
    }

    /** A thread in the refrigerator is stopped only if whoever suspended the machine resumes it. */
    @Test
    void aThawLetsAStopEnd() {
        assertThat(flips("stop-frozen-thread/broken", "suspend-acts"))
                .contains(STOP_TERMINATES, THREAD_EXITS, UNLOAD_COMPLETES);
    }

    /** A thread that died is gone, and the pointer to it is stale. */
    @Test
    void aThreadThatDiesIsStoppedTooLate() {
        assertThat(flips("first-kthread/mended", "no-oops-of-worker")).containsExactly(NO_USE_AFTER_FREE);
    }

    /** The grace period of an unload waits for a thread that is about to return. */
    @Test
    void classicRcuHidesALateReturn() {
        assertThat(flips("complete-then-return/broken", "no-preemption")).containsExactly(NO_CODE_AFTER_UNLOAD);
    }

    private static List<Property> flips(String name, String id) {
        return flips(Turned.protocol(name), id);
    }

    private static List<Property> flips(Protocol protocol, String id) {
        Profile kernel = Profiles.LINUX_6_12;
        CheckRequest request = CheckRequest.of(protocol, kernel).with(Engines.SIM);
        Audit audit = new Audit(
                (changed, kernels) -> BENCH.checkEach(changed, kernels, ProgressListener.silent()), request,
                List.of(kernel));
        Assumption assumption =
                audit.assumptions().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow();
        CheckResult asItIs = audit.asItIs().get(kernel);
        assertThat(asItIs.properties()).extracting(PropertyResult::verdict).isNotEmpty();
        return audit.examine(assumption).flips(asItIs).stream().map(Flip::property).toList();
    }
}
