package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.property.Property.THREAD_EXITS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.sim.Search;
import org.quiesce.sim.Simulator;
import org.quiesce.sim.Verdict;
import org.quiesce.spec.SpecEmitter;
import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcJar;
import org.quiesce.workbench.TlcFindings.TlcVerdict;

/** Whatever is guessed, TLC decides. */
class TlcEngineTest {

    private static final Profile KERNEL = Profiles.LINUX_5_10;
    private static final Tlc TLC = Tlc.using(TlcJar.bundled());
    private static final Claim THREAD_EXITS_ALWAYS = new Claim(THREAD_EXITS, Claim.Form.TEMPORAL);
    private static final Consumer<Body> BROKEN = body -> body
            .until(shouldStop(), loop -> loop
                    .call(setCurrentState(TaskState.INTERRUPTIBLE))
                    .call(schedule()))
            .returns(0);
    private static final Consumer<Body> MENDED = body -> body
            .call(setCurrentState(TaskState.INTERRUPTIBLE))
            .until(shouldStop(), loop -> loop
                    .call(schedule())
                    .call(setCurrentState(TaskState.INTERRUPTIBLE)))
            .call(setCurrentState(TaskState.RUNNING))
            .returns(0);

    @AfterAll
    static void close() {
        TLC.close();
    }

    @Test
    void rightGuessIsConfirmed() {
        TlcFindings findings = decide(protocol(BROKEN), Map.of(THREAD_EXITS_ALWAYS, violation()));
        assertThat(findings.verdicts().get(THREAD_EXITS)).isInstanceOf(TlcVerdict.Violated.class);
        assertThat(findings.failure()).isEmpty();
    }

    @Test
    void wrongRunIsNoReasonToThinkThatAPropertyHolds() {
        Run beginning = new Run(violation().initial(), List.of(), new Run.Ending.Stuck());
        TlcFindings findings = decide(protocol(BROKEN), Map.of(THREAD_EXITS_ALWAYS, beginning));
        assertThat(findings.verdicts().get(THREAD_EXITS)).isInstanceOf(TlcVerdict.Violated.class);
    }

    @Test
    void wrongGuessIsNoReasonToThinkThatAPropertyIsViolated() {
        Protocol mended = protocol(MENDED);
        Simulator simulator = Simulator.of(lowered(mended), KERNEL);
        List<Run.Move> anyMoves = new ArrayList<>();
        List<Run.Move> next = simulator.successors(simulator.initial());
        while (!next.isEmpty() && anyMoves.size() < 30) {
            anyMoves.add(next.get(next.size() - 1));
            next = simulator.successors(anyMoves.get(anyMoves.size() - 1).after());
        }
        Run some = new Run(simulator.initial(), anyMoves, new Run.Ending.Stuck());
        TlcFindings findings = decide(mended, Map.of(THREAD_EXITS_ALWAYS, some));
        assertThat(findings.verdicts().get(THREAD_EXITS)).isEqualTo(new TlcVerdict.Holds());
    }

    /** A run on which the thread never exits, by the simulator. */
    private static Run violation() {
        Verdict verdict = Search.of(Simulator.of(lowered(protocol(BROKEN)), KERNEL))
                .check(List.of(THREAD_EXITS)).verdicts().get(THREAD_EXITS.id());
        return ((Verdict.Violated) verdict).run();
    }

    private static TlcFindings decide(Protocol protocol, Map<Claim, Run> guess) {
        return new TlcEngine(TLC, Runnable::run, SpecEmitter.emit(lowered(protocol)), KERNEL, Effort.SMALL,
                OptionalLong.empty(), Instant.now().plus(Duration.ofMinutes(5))).decide(List.of(THREAD_EXITS), guess);
    }

    private static LoweredProtocol lowered(Protocol protocol) {
        return Lowering.lower(protocol, Granularity.MICRO, KERNEL);
    }

    private static Protocol protocol(Consumer<Body> worker) {
        return Protocol.module("sleeper")
                .title("A kthread that sleeps until it is stopped.")
                .taskPointer("task")
                .kthread("worker", worker)
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }
}
