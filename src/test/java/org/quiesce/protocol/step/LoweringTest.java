package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.set;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;

class LoweringTest {

    private static final Protocol STATE_SET_AFTER_CHECK = Protocol.module("state-set-after-check")
            .title("A kthread that tests kthread_should_stop() before it sets its sleep state.")
            .taskPointer("task")
            .kthread("worker", body -> body
                    .until(shouldStop(), loop -> loop
                            .call(setCurrentState(TaskState.INTERRUPTIBLE))
                            .call(schedule()))
                    .returns(0))
            .init(body -> body
                    .assign("task", kthreadRun("worker").mayFail())
                    .when(isErr("task"), then -> then.returns(Errno.ENOMEM)))
            .exit(body -> body.call(kthreadStop("task")))
            .build();

    @Test
    void listingNumbersTheLinesOfAllFunctions() {
        assertThat(STATE_SET_AFTER_CHECK.listing().toString()).isEqualTo("""
                worker   1  while (!kthread_should_stop()) {
                         2      set_current_state(TASK_INTERRUPTIBLE);
                         3      schedule();
                         4  }
                         5  return 0;
                init     6  task = kthread_run(worker, NULL, "worker");
                         7  if (IS_ERR(task)) {
                         8      return -ENOMEM;
                         9  }
                        10  return 0;
                exit    11  kthread_stop(task);""");
    }

    @Test
    void aFingerprintTellsHowManySpuriousWakeUpsThereMayBe() {
        List<String> fingerprints = IntStream.range(0, 3)
                .mapToObj(most -> Protocol.module("example").spuriousWakeUps(most).build())
                .map(protocol -> Lowering.lower(protocol, Granularity.MICRO).fingerprint())
                .toList();
        assertThat(fingerprints).doesNotHaveDuplicates();
    }

    @Test
    void everySharedAccessIsAStep() {
        assertThat(describe(Lowering.lower(STATE_SET_AFTER_CHECK, Granularity.MICRO))).isEqualTo("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 Test TRUE>5 FALSE>2
                  Worker2 SetState NEXT>3
                  Worker3 Schedule NEXT>1
                  Worker5 ThreadReturn NEXT>exit
                  WorkerExit ExitComplete NEXT>exited
                  WorkerExited ExitReap NEXT>dead
                  WorkerDead TaskFree NEXT>gone
                modprobe 6.create
                  Modprobe6Create CreateThread NEXT>6.wake FAILED>6.store
                  Modprobe6Wake WakeNew NEXT>6.store
                  Modprobe6Store StorePointer NEXT>7
                  Modprobe7 Test TRUE>8 FALSE>10
                  Modprobe8 InitReturn FALSE>sync
                  Modprobe10 InitReturn TRUE>live
                  ModprobeLive UnloadRequest NEXT>11.load
                  Modprobe11Load LoadArg NEXT>11.get
                  Modprobe11Get StopGet NEXT>11.set
                  Modprobe11Set StopSet NEXT>11.notify
                  Modprobe11Notify StopNotify NEXT>11.wake
                  Modprobe11Wake StopWake NEXT>11.wait
                  Modprobe11Wait StopWait NEXT>11.put
                  Modprobe11Put StopReturn+DropArg NEXT>sync
                  ModprobeSync Nop NEXT>free
                  ModprobeFree FreeText NEXT>done
                """);
    }

    @Test
    void mergedStopReadsItsPointerInTheStepThatUsesItWhenNobodyElseWritesIt() {
        assertThat(describe(Lowering.lower(STATE_SET_AFTER_CHECK, Granularity.MERGED)))
                .contains("Modprobe11Set LoadArg+StopGet+StopSet NEXT>11.notify")
                .doesNotContain("Modprobe11Load");
    }

    @Test
    void interruptibleWaitTestsItsConditionBeforeItLooksAtTheSignal() {
        Protocol protocol = Protocol.module("waiter")
                .taskPointer("task")
                .flag("ready")
                .waitQueue("queue")
                .kthread("worker", body -> body
                        .assign("ret", waitEventInterruptible("queue", or(flag("ready"), shouldStop()))))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(set("ready")).call(wakeUp("queue")).call(kthreadStop("task")))
                .build();
        assertThat(describe(Lowering.lower(protocol, Granularity.MICRO))).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1.check.a FAILED>exit
                  Worker1CheckA MightSleep+Test TRUE>1.skip FALSE>1.check.b
                  Worker1CheckB Test TRUE>1.skip FALSE>1.prepare
                  Worker1Skip SetLocal NEXT>2
                  Worker1Prepare WaitPrepare NEXT>1.test.a SIGNALLED>1.retest.a
                  Worker1TestA Test TRUE>1.finish FALSE>1.test.b
                  Worker1TestB Test TRUE>1.finish FALSE>1.sleep
                  Worker1Sleep Schedule NEXT>1.prepare
                  Worker1RetestA Test TRUE>1.finish FALSE>1.retest.b
                  Worker1RetestB Test TRUE>1.finish FALSE>1.restart
                  Worker1Restart SetLocal NEXT>2
                  Worker1Finish WaitFinish+SetLocal NEXT>2
                  Worker2 ThreadReturn NEXT>exit
                """);
    }

    /** Who sets his state by hand keeps it where a call finds that it need not wait. */
    @Test
    void lookingWhetherThereIsSomethingToWaitForIsAStepOfItsOwnWhereTheStateMatters() {
        Protocol protocol = Protocol.module("waiter")
                .taskPointer("task")
                .completion("done")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.IDLE))
                        .assign("ret", waitForCompletion("done").withTimeout()))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(waitForCompletion("done")).call(kthreadStop("task")))
                .build();
        assertThat(describe(Lowering.lower(protocol, Granularity.MICRO)))
                .contains("Worker2Try AtOnce TRUE>3 FALSE>2.wait\n")
                .contains("Worker2Wait WaitDone+SetState NEXT>3 TIMED_OUT>3\n")
                .contains("Modprobe6 WaitDone NEXT>7.load\n");
    }

    @Test
    void aLineWithMoreAtomsThanLettersGoesOnWithTwo() {
        Condition many = flag("ready");
        for (int i = 1; i < 26 * 27 + 1; i++) {
            many = or(many, flag("ready"));
        }
        Condition atoms = many;
        Protocol protocol = Protocol.module("long").flag("ready")
                .init(body -> body.when(atoms, then -> then.call(set("ready")))).build();
        assertThat(describe(Lowering.lower(protocol, Granularity.MICRO)))
                .contains("Modprobe1A Test TRUE>2 FALSE>1.b\n")
                .contains("Modprobe1Z Test TRUE>2 FALSE>1.aa\n")
                .contains("Modprobe1Az Test TRUE>2 FALSE>1.ba\n")
                .contains("Modprobe1Zz Test TRUE>2 FALSE>1.aaa\n");
    }

    @Test
    void aTestSaysWhatItAsksSoThatTrueMeansTrue() {
        Protocol protocol = Protocol.module("asks").taskPointer("task").memory("buffer").flag("ready")
                .init(body -> body.call(setLocal("ret", 0))
                        .when(and(and(not(isNull("task")), memoryNull("buffer")), and(equal("ret", 0), flag("ready"))),
                                then -> then.call(set("ready")))).build();
        assertThat(Lowering.lower(protocol, Granularity.MICRO).steps().map(Step::what)).containsSubsequence(
                "tests whether task is NULL", "tests whether buffer is NULL", "tests whether ret is 0", "tests ready");
    }

    /** However it is written, an endless loop that does nothing is one step that leads to itself. */
    @Test
    void emptyEndlessLoopsExecute() {
        List<Consumer<Body>> loops = List.of(
                body -> body.loop(always(), loop -> { }),
                body -> body.loop(always(), Body::nextTurn),
                body -> body.doWhile(loop -> { }, always()),
                body -> body.doWhile(Body::nextTurn, always()));
        for (Consumer<Body> loop : loops) {
            Protocol protocol = Protocol.module("endless").taskPointer("task").kthread("worker", loop)
                    .init(body -> body.assign("task", kthreadRun("worker"))).build();
            assertThat(Lowering.lower(protocol, Granularity.MICRO).programOf("worker").steps())
                    .filteredOn(step -> step.does(Micro.Nop.class))
                    .singleElement()
                    .satisfies(step -> assertThat(step.exits()).containsEntry(Exit.NEXT, step.label()));
        }
    }

    static String describe(LoweredProtocol lowered) {
        return lowered.programs().stream()
                .map(p -> p.program().name() + " " + p.start() + "\n" + steps(p.steps()))
                .collect(Collectors.joining());
    }

    private static String steps(List<Step> steps) {
        return steps.stream()
                .map(s -> "  " + s.action() + " "
                        + s.micros().stream().map(m -> m.getClass().getSimpleName()).collect(Collectors.joining("+"))
                        + s.exits().entrySet().stream()
                                .map(e -> " " + e.getKey() + ">" + e.getValue())
                                .collect(Collectors.joining())
                        + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void inAWorkItemTheStopBitIsThatOfTheKworker() {
        Protocol protocol = Protocol.module("polling")
                .work("item", body -> body.until(shouldStop(), loop -> loop.call(msleep())))
                .init(body -> body.call(scheduleWork("item")))
                .exit(body -> body.call(cancelWorkSync("item")))
                .build();
        for (Granularity granularity : Granularity.values()) {
            LoweredProgram item = Lowering.lower(protocol, granularity).programOf("item");
            Step test = item.at("4").orElseThrow();
            assertThat(test.micros()).containsExactly(new Micro.Nop());
            assertThat(test.exits()).containsOnly(Map.entry(Exit.NEXT, "5"));
            assertThat(item.at("5").orElseThrow().does(Micro.Delay.class)).isTrue();
        }
    }
}
