package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.protocol.FileOps.*;
import static org.quiesce.protocol.Ops.*;
import static org.quiesce.protocol.property.Property.FLUSH_TERMINATES;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/** What is known of files by which users call in, found again by TLC. */
@Execution(ExecutionMode.CONCURRENT)
class FileVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();

    private static final TlcRuns TLC = new TlcRuns();

    /** A device can be opened as soon as it is registered: init still runs. */
    @Test
    void whatADeviceNeedsComesBeforeIt() {
        fails(FileSample.device(Pinning.OWNER, miscRegister("node"), kthreadRun("worker"), miscDeregister("node"),
                kthreadStop("task")), NO_INVALID_TASK);
        succeeds(FileSample.device(Pinning.OWNER, kthreadRun("worker"), miscRegister("node"), miscDeregister("node"),
                kthreadStop("task")), NO_INVALID_TASK, NO_USE_AFTER_FREE, NO_CODE_AFTER_UNLOAD, UNLOAD_COMPLETES);
    }

    /** Nothing but an owner keeps a call through a device and the teardown apart. */
    @Test
    void theRemovalOfADeviceWaitsForNoCall() {
        fails(FileSample.device(Pinning.NONE, kthreadRun("worker"), miscRegister("node"), miscDeregister("node"),
                kthreadStop("task")), NO_USE_AFTER_FREE);
    }

    @Test
    void theRemovalOfAnAttributeWaitsForCalls() {
        succeeds(FileSample.attribute(wakeUpProcess("task"), deviceRemoveFile("node"), kthreadStop("task")),
                NO_USE_AFTER_FREE, NO_CODE_AFTER_UNLOAD, UNLOAD_COMPLETES);
        fails(FileSample.attribute(wakeUpProcess("task"), kthreadStop("task"), deviceRemoveFile("node")),
                NO_USE_AFTER_FREE);
    }

    @Test
    void anAttributeCanNotRemoveItself() {
        fails(FileSample.attribute(deviceRemoveFile("node"), kthreadStop("task")), FLUSH_TERMINATES);
    }

    /** Two remove it: both wait for its calls, of which one is such a removal. */
    @Test
    void whoeverRemovesAnAttributeWaitsForCalls() {
        Protocol protocol = FileSample.attribute(deviceRemoveFile("node"), deviceRemoveFile("node"), kthreadStop("task"));
        succeeds(protocol, NO_CODE_AFTER_UNLOAD);
        fails(protocol, UNLOAD_COMPLETES);
    }

    /** A file that nobody removes leads to freed memory. */
    @Test
    void aFileIsNotLeftBehind() {
        fails(FileSample.registered(Pinning.NONE, 0), NO_CODE_AFTER_UNLOAD);
        fails(FileSample.registered(Pinning.OWNER, 0), NO_USE_AFTER_FREE);
        succeeds(FileSample.registered(Pinning.OWNER, 0, miscDeregister("node")), NO_CODE_AFTER_UNLOAD, NO_USE_AFTER_FREE);
        fails(FileSample.registered(Pinning.NONE, 0, miscDeregister("node")), NO_CODE_AFTER_UNLOAD);
    }

    /** A module whose init fails is freed, whoever has it open. */
    @Test
    void aReferenceTakenDuringInitKeepsNothingIfInitFails() {
        fails(FileSample.registered(Pinning.OWNER, -12), NO_CODE_AFTER_UNLOAD);
    }

    @Test
    void aFileIsRemovedOnce() {
        fails(FileSample.registered(Pinning.NONE, 0, miscDeregister("node"), miscDeregister("node")), NO_KERNEL_WARNING);
        fails(FileSample.entry(procRemove("node"), procRemove("node")), NO_USE_AFTER_FREE);
        succeeds(FileSample.entry(procRemove("node")), NO_USE_AFTER_FREE, NO_CODE_AFTER_UNLOAD);
    }

    private static void fails(Protocol protocol, Property property) {
        assertThat(verdict(protocol, property)).isEqualTo(property.kind() == Property.Kind.SAFETY
                ? new Verdict.InvariantViolated(property.id())
                : new Verdict.PropertyViolated(List.of()));
    }

    private static void succeeds(Protocol protocol, Property... properties) {
        for (Property property : properties) {
            assertThat(verdict(protocol, property)).isEqualTo(HOLDS);
        }
    }

    private static Verdict verdict(Protocol protocol, Property property) {
        return property.kind() == Property.Kind.SAFETY
                ? TLC.safety(protocol, Granularity.MICRO, LINUX_6_1, property)
                : TLC.liveness(protocol, Granularity.MICRO, LINUX_6_1, property);
    }
}
