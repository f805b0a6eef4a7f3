package org.quiesce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.SignalOperation;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.sim.Search;
import org.quiesce.sim.Simulator;
import org.quiesce.sim.Verdict;

/** What is told of runs with callbacks, signals and spurious wake-ups. */
class CallbackStoriesTest {

    @Test
    void aTimerThatIsCalledWhenItsTextIsGone() {
        Told told = tell(module().flag("ready").timer("expiry", body -> body.call(set("ready")))
                .init(calls(modTimer("expiry"))).exit(calls()), Property.NO_CODE_AFTER_UNLOAD);
        assertThat(told.diagnosis()).isEqualTo("expiry(), armed at step 1 by modprobe, is called at step 7, and the"
                + " text of the module was freed at step 6: it is about to execute line 3 (ready = true;).");
        assertThat(told.outcome()).isEqualTo(Outcome.TEXT_FAULT);
    }

    @Test
    void aWorkItemThatRunsWhileItsTextIsFreed() {
        Told told = tell(module().flag("ready").work("job", body -> body.call(set("ready")))
                .init(calls(scheduleWork("job"))).exit(calls(cancelWork("job"))), Property.NO_CODE_AFTER_UNLOAD);
        assertThat(told.diagnosis()).matches("The text of the module is freed at step \\d+ while job is about to"
                + " execute line 4 \\(ready = true;\\)\\.");
    }

    @Test
    void aWorkItemThatHasDoneEverythingButReturn() {
        Told told = tell(module().completion("done").work("job", calls(complete("done")))
                .init(calls(scheduleWork("job"))).exit(calls(waitForCompletion("done"))),
                Property.NO_CODE_AFTER_UNLOAD);
        assertThat(told.diagnosis()).matches(
                "The text of the module is freed at step \\d+ while job is about to return from job\\(\\)\\.");
    }

    @Test
    void aWorkItemThatWaitsForItself() {
        Told told = tell(module().work("job", body -> body.call(cancelWorkSync("job"))).init(calls(scheduleWork("job")))
                .exit(calls(cancelWorkSync("job"))), Property.UNLOAD_COMPLETES);
        assertThat(told.diagnosis()).isEqualTo("modprobe waits at line 3 (cancel_work_sync(&job);) for job() to end."
                + " job waits at line 4 (cancel_work_sync(&job);) for job() to end, and that is itself.");
        assertThat(told.outcome()).isEqualTo(Outcome.HUNG_OTHER);
    }

    @Test
    void aTimerThatWaitsForItselfKeepsACpuBusy() {
        Told told = tell(module().timer("expiry", body -> body.call(timerDeleteSync("expiry")))
                .init(calls(modTimer("expiry"))).exit(calls(timerDeleteSync("expiry"))), Property.UNLOAD_COMPLETES);
        assertThat(told.diagnosis()).isEqualTo("modprobe waits at line 3 (timer_delete_sync(&expiry);) for expiry() to"
                + " end. expiry waits at line 4 (timer_delete_sync(&expiry);) for expiry() to end, and that is"
                + " itself.");
        assertThat(told.outcome()).isEqualTo(Outcome.SPIN);
    }

    @Test
    void aWorkItemThatWaitsForTheLockOfWhoCancelsIt() {
        Told told = tell(module().mutex("lock")
                .work("job", calls(mutexLock("lock"), mutexUnlock("lock"))).init(calls(scheduleWork("job")))
                .exit(calls(mutexLock("lock"), cancelWorkSync("job"), mutexUnlock("lock"))),
                Property.UNLOAD_COMPLETES);
        assertThat(told.diagnosis()).matches("modprobe waits at line 4 \\(cancel_work_sync\\(&job\\);\\) for job\\(\\)"
                + " to end\\. job waits at line 6 \\(mutex_lock\\(&lock\\);\\) for lock, which modprobe has held since"
                + " step \\d+\\. So each waits for the other\\.");
    }

    @Test
    void aWorkItemThatKeepsALock() {
        Told told = tell(module().mutex("lock").work("job", calls(mutexLock("lock"))).init(calls(scheduleWork("job")))
                .exit(calls(cancelWorkSync("job"), mutexLock("lock"), mutexUnlock("lock"))),
                Property.UNLOAD_COMPLETES);
        assertThat(told.diagnosis()).matches("modprobe waits at line 4 \\(mutex_lock\\(&lock\\);\\) for lock, which job"
                + " has held since step \\d+: it has ended and will never release it\\.");
    }

    @Test
    void aWorkItemThatNeverEnds() {
        Told told = tell(module().flag("ready").work("job", body -> body.loop(always(), loop -> loop
                        .call(set("ready")).call(clear("ready"))))
                .init(calls(scheduleWork("job"))).exit(calls(cancelWorkSync("job"))), Property.UNLOAD_COMPLETES);
        assertThat(told.diagnosis()).matches("modprobe waits at line 3 \\(cancel_work_sync\\(&job\\);\\) for job\\(\\)"
                + " to end\\. job\\(\\) never ends: steps \\d+ to \\d+ repeat for ever\\.");
    }

    @Test
    void anRcuCallbackThatIsArmedAgainByItself() {
        Told told = tell(module().rcuCallback("reclaim", calls(callRcu("reclaim"))).init(calls(callRcu("reclaim")))
                .exit(calls(rcuBarrier("reclaim"))), Property.NO_CODE_AFTER_UNLOAD);
        assertThat(told.diagnosis()).matches("reclaim\\(\\), armed at step \\d+ by reclaim, is called at step \\d+, and"
                + " the text of the module was freed at step \\d+: it is about to execute line 4 \\(.*\\)\\.");
        assertThat(told.outcome()).isEqualTo(Outcome.TEXT_FAULT);
    }

    @Test
    void anInterruptHandlerThatSleeps() {
        Told told = tell(module().irqHandler("handler", calls(msleep())).init(calls(requestIrq("handler")))
                .exit(calls()), Property.NO_SLEEP_IN_ATOMIC);
        assertThat(told.diagnosis()).isEqualTo("handler at line 3 (msleep(100);) at step 3: that may sleep, and an"
                + " interrupt handler must not.");
    }

    @Test
    void aSpuriousWakeUpThatASingleShotSleepTakesForTheRealOne() {
        Told told = tell(module().memory("buffer").spuriousWakeUps(1).taskPointer("task")
                .kthread("worker", calls(setCurrentState(TaskState.IDLE), schedule(), use("buffer")))
                .init(init -> init.assign("task", kthreadRun("worker"))), Property.NO_INVALID_TASK);
        assertThat(told.story().scenes())
                .filteredOn(scene -> scene.action().equals("SpuriousWake"))
                .singleElement()
                .satisfies(scene -> {
                    assertThat(scene.context()).isEqualTo("worker");
                    assertThat(scene.line()).isZero();
                    assertThat(scene.what()).isEqualTo("a wake-up that nobody meant for it");
                    assertThat(scene.changes()).extracting(Story.Change::text).contains("state[worker] = RUNNING", "spurious = 1");
                });
        assertThat(told.outcome()).isEqualTo(Outcome.NULL_DEREF);
    }

    @Test
    void aSignalThatIsNeverTakenAway() {
        Told told = tell(module().flag("ready").taskPointer("task").waitQueue("queue")
                .kthread("worker", body -> body.call(allowSignal())
                        .call(new SignalOperation.SendSignal(new TaskRef.Current(), Signal.SIGTERM))
                        .loop(not(flag("ready")), loop -> loop.call(waitEventInterruptible("queue", flag("ready")))))
                .init(init -> init.assign("task", kthreadRun("worker")))
                .exit(exit -> exit.call(kthreadStop("task"))), Profiles.LINUX_5_10, Property.THREAD_EXITS);
        assertThat(told.diagnosis()).matches("worker never leaves its loop: steps \\d+ to \\d+ repeat for ever: its"
                + " interruptible wait returns at once, as it never takes its pending signal away\\.");
    }

    @Test
    void aSignalToNobody() {
        Told told = tell(module().taskPointer("task").exit(calls(sendSignal("task"))), Property.NO_INVALID_TASK);
        assertThat(told.diagnosis()).isEqualTo("modprobe executes line 2 (send_sig(SIGTERM, task, 1);) with NULL.");
    }

    @Test
    void aSignalThatAThreadDoesNotReceiveIsNoWakeUp() {
        Told told = tell(module().taskPointer("task")
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(schedule())))
                .init(init -> init.assign("task", kthreadRun("worker")))
                .exit(exit -> exit.call(kthreadStop("task"))).environment("user",
                        body -> body.call(sendSignal("task"))), Property.STOP_TERMINATES);
        assertThat(told.diagnosis()).contains("the last wake-up it will ever get was sent before");
    }

    // ---- words of the tests

    private static ProtocolBuilder module() {
        return Protocol.module("example");
    }

    private static Consumer<Body> calls(Operation... operations) {
        return body -> List.of(operations).forEach(body::call);
    }

    private static Told tell(ProtocolBuilder builder, Property property) {
        return tell(builder, Profiles.LINUX_6_12, property);
    }

    private static Told tell(ProtocolBuilder builder, Profile profile, Property property) {
        LoweredProtocol lowered = Lowering.lower(builder.build(), Granularity.MICRO);
        Verdict verdict = Search.of(Simulator.of(lowered, profile)).check(List.of(property)).verdicts()
                .get(property.id());
        assertThat(verdict).isInstanceOf(Verdict.Violated.class);
        return new Told(lowered, profile, property, ((Verdict.Violated) verdict).run());
    }

    private record Told(LoweredProtocol lowered, Profile profile, Property property, Run run) {

        String diagnosis() {
            return Diagnosis.of(lowered, property, run).sentence();
        }

        Story story() {
            return Story.of(lowered, run);
        }

        Outcome outcome() {
            return Outcomes.of(lowered, profile, property, run);
        }
    }
}
