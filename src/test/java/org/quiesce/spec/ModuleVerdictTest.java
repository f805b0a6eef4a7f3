package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.property.Property.LOAD_COMPLETES;
import static org.quiesce.protocol.property.Property.NOTHING_LEAKED;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.REFERENCES_BALANCED;
import static org.quiesce.protocol.property.Property.UNLOAD_POSSIBLE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/** What is known of loading, unloading, unloading by force, and references on a module, found again by TLC. */
@Execution(ExecutionMode.CONCURRENT)
class ModuleVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();
    private static final Verdict FALSIFIED = new Verdict.InvariantViolated("Holds");

    private static final TlcRuns TLC = new TlcRuns();

    /** G12: delete_module() refuses a module without exit; rmmod -f frees the text under its threads. */
    @Test
    void moduleWithoutExitIsUnloadedByForceOnly() {
        Protocol orderly = ModuleSample.withoutExit().build();
        assertThat(progress(orderly, UNLOAD_POSSIBLE)).isInstanceOf(Verdict.PropertyViolated.class);
        assertThat(safety(orderly, NO_CODE_AFTER_UNLOAD)).isEqualTo(HOLDS);
        Protocol forced = ModuleSample.withoutExit().forcedUnload().build();
        assertThat(UNLOAD_POSSIBLE.appliesTo(TlcRuns.emit(forced, Granularity.MICRO).lowered())).isFalse();
        assertThat(safety(forced, NO_CODE_AFTER_UNLOAD)).isEqualTo(violates(NO_CODE_AFTER_UNLOAD));
    }

    /** Nobody asks whether the init of what is built in fails (init/main.c, do_one_initcall()), and nobody unloads it. */
    @Test
    void whatIsBuiltInGoesOnWhereItsInitFails() {
        String goesOn = "module \\in {\"coming\", \"live\"}";
        assertThat(holds(ModuleSample.failing().build(), goesOn)).isEqualTo(FALSIFIED);
        Protocol builtIn = ModuleSample.failing().builtIn().build();
        assertThat(holds(builtIn, goesOn)).isEqualTo(HOLDS);
        assertThat(holds(builtIn, "module # \"live\"")).isEqualTo(FALSIFIED);
        assertThat(Property.of(TlcRuns.emit(builtIn, Granularity.MICRO).lowered())).containsExactly(NO_USE_AFTER_FREE);
    }

    @Test
    void referencesHoldUpRmmodAndNotRmmodByForce() {
        Protocol orderly = ModuleSample.pinned().build();
        assertThat(safety(orderly, NO_CODE_AFTER_UNLOAD)).isEqualTo(HOLDS);
        Protocol forced = ModuleSample.pinned().forcedUnload().build();
        assertThat(safety(forced, NO_CODE_AFTER_UNLOAD)).isEqualTo(violates(NO_CODE_AFTER_UNLOAD));
        // The call is over, and its reference on the module is dropped when there is no module.
        assertThat(safety(forced, NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
    }

    @Test
    void threadThatPutsTheModuleAsItLeavesIsUnharmedUnlessTheUnloadIsForced() {
        Protocol orderly = ModuleSample.putByAThread().build();
        assertThat(safety(orderly, NO_CODE_AFTER_UNLOAD)).isEqualTo(HOLDS);
        assertThat(safety(orderly, NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
        Protocol forced = ModuleSample.putByAThread().forcedUnload().build();
        assertThat(safety(forced, NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
    }

    /** With no reference left delete_module() would take the count below 0, which is a BUG(); no file can be opened. */
    @Test
    void moduleWithoutReferencesIsNeitherEnteredNorUnloaded() {
        Protocol tooMany = ModuleSample.putInInit();
        assertThat(TLC.invariant(tooMany, Granularity.MICRO, LINUX_6_1, "fault # \"REFCOUNT\""))
                .isEqualTo(new Verdict.InvariantViolated("Holds"));
        assertThat(TLC.invariant(tooMany, Granularity.MICRO, LINUX_6_1, "module \\in {\"coming\", \"live\"}"))
                .isEqualTo(HOLDS);
        assertThat(safety(tooMany, NO_INVALID_TASK)).isEqualTo(HOLDS);
        Protocol balanced = ModuleSample.putInInit(tryModuleGet());
        assertThat(TLC.invariant(balanced, Granularity.MICRO, LINUX_6_1, "fault # \"REFCOUNT\"")).isEqualTo(HOLDS);
        assertThat(safety(balanced, NO_INVALID_TASK)).isEqualTo(violates(NO_INVALID_TASK));
    }

    /** try_release_module_ref() is asked before force is: so the module's own reference goes, if it is the last. */
    @Test
    void forcedUnloadTakesTheLastReferenceBackAndLeavesOthers() {
        String going = "pc[modprobe] = \"sync\" /\\ pc[ioctl] ";
        assertThat(holds(ModuleSample.pinned().build(), "module = \"going\" => refs = 0")).isEqualTo(HOLDS);
        Protocol forced = ModuleSample.pinned().forcedUnload().build();
        assertThat(holds(forced, going + "= \"idle\" => refs = 0")).isEqualTo(HOLDS);
        assertThat(holds(forced, going + "\\notin {\"idle\", \"done\"} => refs = 2")).isEqualTo(HOLDS);
        assertThat(holds(forced, "~ (" + going + "\\notin {\"idle\", \"done\"})")).isEqualTo(FALSIFIED);
        assertThat(holds(ModuleSample.putByATimer().forcedUnload().build(), "fault # \"REFCOUNT\"")).isEqualTo(FALSIFIED);
    }

    private static Verdict holds(Protocol protocol, String invariant) {
        return TLC.invariant(protocol, Granularity.MICRO, LINUX_6_1, invariant);
    }

    @Test
    void referenceThatIsKeptMakesRmmodImpossible() {
        assertThat(progress(ModuleSample.referenceThatIsKept(), UNLOAD_POSSIBLE))
                .isInstanceOf(Verdict.PropertyViolated.class);
        assertThat(progress(ModuleSample.referenceThatATimerDrops(), UNLOAD_POSSIBLE)).isEqualTo(HOLDS);
        assertThat(progress(ModuleSample.referenceThatAnInterruptMayDrop(), UNLOAD_POSSIBLE))
                .isInstanceOf(Verdict.PropertyViolated.class);
        // A user may keep a file open as long as he likes.
        assertThat(UNLOAD_POSSIBLE.appliesTo(TlcRuns.emit(ModuleSample.pinned().build(), Granularity.MICRO).lowered()))
                .isFalse();
    }

    @Test
    void referenceThatATimerWillDropIsBalanced() {
        assertThat(safety(ModuleSample.referenceThatATimerDrops(), REFERENCES_BALANCED)).isEqualTo(HOLDS);
        for (Protocol protocol : List.of(
                ModuleSample.referenceThatIsKept(), ModuleSample.referenceThatAnInterruptMayDrop())) {
            assertThat(safety(protocol, REFERENCES_BALANCED)).isEqualTo(violates(REFERENCES_BALANCED));
        }
    }

    @Test
    void initComesToItsEndIfWhatItWaitsForComes() {
        assertThat(progress(ModuleSample.initThatWaits(complete("up")), LOAD_COMPLETES)).isEqualTo(HOLDS);
        for (Protocol protocol : List.of(ModuleSample.initThatWaits(set("ready")), ModuleSample.initThatPolls())) {
            assertThat(progress(protocol, LOAD_COMPLETES)).isInstanceOf(Verdict.PropertyViolated.class);
        }
    }

    @Test
    void memoryWhosePointerIsOverwrittenIsLeaked() {
        assertThat(safety(ModuleSample.allocatedTwice(), NOTHING_LEAKED)).isEqualTo(violates(NOTHING_LEAKED));
        assertThat(safety(ModuleSample.allocatedTwice(kfree("buffer")), NOTHING_LEAKED)).isEqualTo(HOLDS);
    }

    @Test
    void completionCountsToItsBoundAndNoFurther() {
        assertThat(TlcRuns.emit(ModuleSample.completedTimes(7), Granularity.MICRO).invariants(List.of())).isEmpty();
        assertThat(TLC.invariant(ModuleSample.completedTimes(7), Granularity.MICRO, LINUX_6_1, "up < 7"))
                .isEqualTo(new Verdict.InvariantViolated("Holds"));
        assertThat(TlcRuns.emit(ModuleSample.completedTimes(8), Granularity.MICRO).invariants(List.of()))
                .containsExactly(EmittedSpec.WITHIN_BOUNDS);
        assertThat(safety(ModuleSample.completedTimes(8), NO_CODE_AFTER_UNLOAD))
                .isEqualTo(new Verdict.InvariantViolated(EmittedSpec.WITHIN_BOUNDS));
    }

    private static Verdict violates(Property property) {
        return new Verdict.InvariantViolated(property.id());
    }

    private static Verdict safety(Protocol protocol, Property property) {
        return TLC.safety(protocol, Granularity.MICRO, LINUX_6_1, property);
    }

    private static Verdict progress(Protocol protocol, Property property) {
        return TLC.liveness(protocol, Granularity.MICRO, LINUX_6_1, property);
    }
}
