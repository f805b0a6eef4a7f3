package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.uncheckedModuleGet;
import static org.quiesce.protocol.Ops.waitEvent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.sim.Simulator;
import org.quiesce.spec.EmittedSpec;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.tlc.ClassArchives;
import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcJar;
import org.quiesce.trace.Trace;

class WorkbenchTest {

    private static final Workbench WORKBENCH = Workbench.standard();

    private static final Protocol STATE_SET_AFTER_CHECK = Protocol.module("state-set-after-check")
            .title("A kthread that tests kthread_should_stop() before it sets its sleep state.")
            .taskPointer("task")
            .kthread("worker", body -> body
                    .until(shouldStop(), loop -> loop
                            .call(setCurrentState(TaskState.INTERRUPTIBLE))
                            .call(schedule()))
                    .returns(0))
            .init(body -> body.assign("task", kthreadRun("worker")))
            .exit(body -> body.call(kthreadStop("task")))
            .build();

    @AfterAll
    static void close() {
        WORKBENCH.close();
    }

    @Test
    void sameCourseGivesTheSameRun() {
        Simulation one = Workbench.simulate(STATE_SET_AFTER_CHECK, Granularity.MICRO, Profiles.LINUX_5_10,
                new Course.Random(5, 12));
        assertThat(Workbench.simulate(STATE_SET_AFTER_CHECK, Granularity.MICRO, Profiles.LINUX_5_10,
                new Course.Random(5, 12))).isEqualTo(one);
        assertThat(one.story().scenes()).hasSize(12);
        assertThat(one.end()).isEqualTo(new Simulation.End.CutOff());

        Simulation refused = Workbench.simulate(STATE_SET_AFTER_CHECK, Granularity.MICRO, Profiles.LINUX_5_10,
                new Course.Guided(List.of("modprobe", "modprobe", "modprobe", "ModprobeLive")));
        assertThat(refused.end()).isEqualTo(new Simulation.End.Refused("ModprobeLive"));
        assertThat(refused.story().scenes()).hasSize(3);
        assertThat(refused.next()).containsExactly("worker:WorkerBorn", "modprobe:Modprobe7");
    }

    @Test
    void theSimulatorsRunIsShownAndTlcsIsReplayedBesides() {
        CheckRequest request = CheckRequest.of(STATE_SET_AFTER_CHECK, Profiles.LINUX_5_10)
                .with(Set.of(Property.STOP_TERMINATES));
        Counterexample both = counterexample(WORKBENCH.check(request));
        assertThat(both.trace().engine()).isEqualTo(Trace.Engine.SIMULATOR);
        assertThat(both.ofTlc()).hasValueSatisfying(report -> assertThat(report.confirmed()).isTrue());
        Counterexample sim = counterexample(WORKBENCH.check(request.with(Engines.SIM)));
        assertThat(sim).isEqualTo(both.besides(Optional.empty()));
        Counterexample tlc = counterexample(WORKBENCH.check(request.with(Engines.TLC)));
        assertThat(tlc.trace().engine()).isEqualTo(Trace.Engine.TLC);
        assertThat(tlc.replay()).isEqualTo(both.ofTlc());
        assertThat(tlc.ofTlc()).isEmpty();
    }

    /** Where nothing but the module could be freed, who drops a reference on it is what NoUseAfterFree speaks of. */
    @Test
    void whereOnlyAReferenceCouldFaultThePutCounts() {
        Protocol put = Protocol.module("puts")
                .init(body -> body.when(chance("probe()"), then -> then.call(uncheckedModuleGet()).call(modulePut())))
                .exit(body -> {})
                .build();
        assertThat(useAfterFree(put)).isEqualTo(Verdict.HOLDS);
        Protocol never = Protocol.module("never-puts")
                .flag("held")
                .init(body -> body.when(flag("held"), then -> then.call(modulePut())))
                .exit(body -> {})
                .build();
        assertThat(useAfterFree(never)).isEqualTo(Verdict.VACUOUS);
        Protocol frees = Protocol.module("never-frees")
                .memory("buf")
                .flag("held")
                .init(body -> body.call(uncheckedModuleGet()).call(modulePut()).when(flag("held"), then -> then.call(kfree("buf"))))
                .exit(body -> {})
                .build();
        assertThat(useAfterFree(frees)).isEqualTo(Verdict.VACUOUS);
    }

    private static Verdict useAfterFree(Protocol protocol) {
        return WORKBENCH.check(CheckRequest.of(protocol, Profiles.LINUX_6_12).with(Set.of(Property.NO_USE_AFTER_FREE)))
                .properties().get(0).verdict();
    }

    private static Counterexample counterexample(CheckResult result) {
        return result.properties().get(0).counterexample().orElseThrow();
    }

    @Test
    void aLostWakeUpHangsTheStopperBefore61() {
        CheckResult result = WORKBENCH.check(CheckRequest.of(STATE_SET_AFTER_CHECK, Profiles.LINUX_5_10));
        assertThat(verdicts(result)).containsEntry(Property.STOP_TERMINATES, Verdict.VIOLATED)
                .containsEntry(Property.NO_CODE_AFTER_UNLOAD, Verdict.HOLDS)
                .doesNotContainValue(Verdict.DISPUTED);
        assertThat(result.simStates()).isPresent().isEqualTo(result.tlcStates());
        Counterexample found = result.properties().stream()
                .filter(p -> p.property() == Property.STOP_TERMINATES)
                .findFirst().orElseThrow().counterexample().orElseThrow();
        assertThat(found.outcome()).isEqualTo(Outcome.HUNG_STOPPER);
        assertThat(found.replay().orElseThrow().message()).matches("confirmed, (\\d+) of \\1 steps, .*");
        assertThat(found.sentence()).contains("worker went to sleep at line 3",
                "the last wake-up it will ever get was sent before");
    }

    @Test
    void from61OnTheSameProtocolHolds() {
        CheckResult result = WORKBENCH.check(CheckRequest.of(STATE_SET_AFTER_CHECK, Profiles.LINUX_6_12));
        assertThat(verdicts(result).values()).containsOnly(Verdict.HOLDS);
    }

    @Test
    void whatThereIsNoRoomForIsInconclusive() {
        CheckResult result = WORKBENCH.check(waiters(10));
        assertThat(verdicts(result).values()).isNotEmpty().containsOnly(Verdict.INCONCLUSIVE);
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(CheckResult.Failure.Kind.LIMIT);
        assertThat(result.failure().orElseThrow().message())
                .startsWith("protocol crowd: any of 20 may wait for something, or be waited for (read")
                .endsWith("there is no room for as many sets of them; let fewer take part");
        // More than there are bits in a number.
        assertThat(WORKBENCH.checkEach(waiters(16), List.of(Profiles.LINUX_6_12)).get(Profiles.LINUX_6_12).failure()).isPresent();
        assertThat(WORKBENCH.check(waiters(1)).failure()).isEmpty();
    }

    @Test
    void whatUsesUpTheMemoryIsInconclusive() {
        assertThat(failing(() -> new OutOfMemoryError("of a test"))).startsWith(
                "the memory was used up before the states of protocol state-set-after-check were searched");
        assertThat(failing(() -> new StackOverflowError("of a test"))).startsWith(
                "something in protocol state-set-after-check is nested too deep");
    }

    /** Why nothing is decided where the simulator can't be made. */
    private static String failing(Supplier<Error> error) {
        Semantics genuine = Semantics.genuine();
        Semantics failing = new Semantics() {
            @Override
            public Simulator simulator(LoweredProtocol lowered, Profile profile) {
                throw error.get();
            }

            @Override
            public EmittedSpec spec(LoweredProtocol lowered) {
                return genuine.spec(lowered);
            }
        };
        try (Workbench bench = new Workbench(Tlc.using(TlcJar.bundled(), ClassArchives.inUserCache(), AnswerCache.none()), failing)) {
            CheckResult result = bench.check(STATE_SET_AFTER_CHECK, Profiles.LINUX_5_10);
            assertThat(verdicts(result).values()).isNotEmpty().containsOnly(Verdict.INCONCLUSIVE);
            return result.failure().orElseThrow().message();
        }
    }

    /** So many users call each of two functions, and wait there for the same. */
    private static CheckRequest waiters(int users) {
        return CheckRequest.of(Protocol.module("crowd")
                .title("Many wait for the same.")
                .flag("ready")
                .waitQueue("queue")
                .fileOperations("read", users, Pinning.OWNER, body -> body.call(waitEvent("queue", flag("ready"))))
                .fileOperations("write", users, Pinning.OWNER, body -> body.call(waitEvent("queue", flag("ready"))))
                .build(), Profiles.LINUX_6_12).with(Engines.SIM);
    }

    private static Map<Property, Verdict> verdicts(CheckResult result) {
        return result.properties().stream()
                .collect(Collectors.toMap(PropertyResult::property, PropertyResult::verdict));
    }
}
