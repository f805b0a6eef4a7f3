package org.quiesce.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Errno.ENOMEM;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.downRead;
import static org.quiesce.protocol.Ops.downTrylock;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.rcuReadLock;
import static org.quiesce.protocol.Ops.rcuReadUnlock;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.up;
import static org.quiesce.protocol.Ops.upRead;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.TaskState.INTERRUPTIBLE;
import static org.quiesce.protocol.TaskState.RUNNING;
import static org.quiesce.protocol.WaitOps.clearAndWakeUpBit;
import static org.quiesce.protocol.WaitOps.swaitEventExclusive;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quiesce.catalog.Atlas;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Listing;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;

/** Each kind of slip, by what it makes of a thread function. */
class MutantsTest {

    /** A module with that thread function. */
    private static Protocol module(Consumer<Body> worker) {
        return with(Protocol.module("sample").taskPointer("task"), worker).build();
    }

    private static ProtocolBuilder with(ProtocolBuilder module, Consumer<Body> worker) {
        return module
                .flag("work")
                .waitQueue("queue")
                .mutex("lock")
                .completion("done")
                .kthread("worker", worker)
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")));
    }

    /** What the operator makes of the worker: the C of the function by the id of the mutant. */
    private static Map<String, String> made(Operator operator, Consumer<Body> worker) {
        return made(operator, module(worker));
    }

    private static Map<String, String> made(Operator operator, Protocol protocol) {
        return of(protocol, operator).stream()
                .filter(mutant -> mutant.function().equals("worker"))
                .collect(Collectors.toMap(mutant -> mutant.id().toString(), mutant -> worker(((Mutant.Alive) mutant.birth()).protocol())));
    }

    private static List<Mutant> of(Protocol protocol, Operator operator) {
        return Mutants.of(protocol).stream().filter(m -> m.operator() == operator).toList();
    }

    private static String worker(Protocol protocol) {
        return protocol.listing().lines().stream()
                .filter(line -> line.function().equals("worker"))
                .map(Listing.Line::text)
                .collect(Collectors.joining(" "));
    }

    @Test
    void dropsWakes() {
        assertThat(made(Operator.DROP_WAKE, body -> body.call(set("work")).call(wakeUp("queue")).call(complete("done"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "drop-wake@2", "work = true; complete(&done); return 0;",
                        "drop-wake@3", "work = true; wake_up(&queue); return 0;"));
    }

    @Test
    void dropsLocksAndUnlocks() {
        Consumer<Body> worker = body -> body.call(mutexLock("lock")).call(set("work")).call(mutexUnlock("lock"));
        assertThat(made(Operator.DROP_LOCK, worker)).containsExactly(
                Map.entry("drop-lock@1", "work = true; mutex_unlock(&lock); return 0;"));
        assertThat(made(Operator.DROP_UNLOCK, worker)).containsExactly(
                Map.entry("drop-unlock@3", "mutex_lock(&lock); work = true; return 0;"));
    }

    /** What the code goes by is there, as if the call had gone well. */
    @Test
    void dropsReferences() {
        assertThat(made(Operator.DROP_REFERENCE, body -> body
                .assign("got", tryModuleGet())
                .when(equal("got", 0), failed -> failed.returns(0))
                .call(modulePut()))).containsExactlyInAnyOrderEntriesOf(Map.of(
                        "drop-reference@1", "got = 1; if (!got) { return 0; } module_put(THIS_MODULE); return 0;",
                        "drop-reference@5", "got = try_module_get(THIS_MODULE); if (!got) { return 0; } return 0;"));
    }

    /** A call that does something else as well still does that. */
    @Test
    void dropsWakesAndReferencesOutOfCalls() {
        assertThat(made(Operator.DROP_WAKE, body -> body
                .call(clearAndWakeUpBit("work", "queue"))
                .call(kthreadCompleteAndExit("done", 0))).values()).containsExactlyInAnyOrder(
                        "work = false; kthread_complete_and_exit(&done, 0);",
                        "clear_and_wake_up_bit(0, &work); kthread_exit(0);");
        assertThat(made(Operator.DROP_REFERENCE, body -> body
                .call(modulePutAndKthreadExit(0))).values()).containsExactly("kthread_exit(0);");
    }

    @Test
    void dropsLocksOfEveryKind() {
        Protocol protocol = with(Protocol.module("sample").taskPointer("task").rwSemaphore("rwsem").semaphore("sem", 1),
                body -> body.call(downRead("rwsem")).call(downTrylock("sem")).call(rcuReadLock())
                        .call(rcuReadUnlock()).call(up("sem")).call(upRead("rwsem"))).build();
        assertThat(made(Operator.DROP_LOCK, protocol)).hasSize(3);
        assertThat(made(Operator.DROP_UNLOCK, protocol)).hasSize(3);
        assertThat(made(Operator.DROP_CALL, protocol)).isEmpty();
    }

    @Test
    void dropsStatesAndOtherCalls() {
        Consumer<Body> worker = body -> body.call(setCurrentState(INTERRUPTIBLE)).call(schedule());
        assertThat(made(Operator.DROP_STATE, worker))
                .containsExactly(Map.entry("drop-state@1", "schedule(); return 0;"));
        assertThat(made(Operator.DROP_CALL, worker))
                .containsExactly(Map.entry("drop-call@2", "set_current_state(TASK_INTERRUPTIBLE); return 0;"));
    }

    @Test
    void dropsChecksAndOtherBranches() {
        Consumer<Body> worker = body -> body
                .when(isErr("task"), failed -> failed.returns(ENOMEM))
                .when(flag("work"), busy -> busy.call(clear("work")), idle -> idle.call(msleep()));
        assertThat(made(Operator.DROP_CHECK, worker)).containsExactly(
                Map.entry("drop-check@1", "if (work) { work = false; } else { msleep(100); } return 0;"));
        assertThat(made(Operator.DROP_BRANCH, worker)).containsExactly(
                Map.entry("drop-branch@4", "if (IS_ERR(task)) { return -ENOMEM; } return 0;"));
    }

    /** The return at the end of a function is there also if nobody wrote it. */
    @Test
    void dropsJumps() {
        assertThat(made(Operator.DROP_JUMP, body -> body
                .loop(not(shouldStop()), loop -> loop.when(flag("work"), Body::nextTurn).call(msleep()))))
                .containsExactly(Map.entry("drop-jump@3",
                        "while (!kthread_should_stop()) { if (work) { } msleep(100); } return 0;"));
    }

    @Test
    void returnsEarly() {
        assertThat(made(Operator.RETURN_EARLY, body -> body.call(set("work")).call(msleep()).call(wakeUp("queue"))))
                .containsExactly(Map.entry("return-early@2", "work = true; return 0;"));
    }

    @Test
    void swapsNeighbours() {
        assertThat(made(Operator.SWAP, body -> body
                .call(setCurrentState(INTERRUPTIBLE))
                .when(shouldStop(), stop -> stop.returns(0))
                .call(schedule()))).containsExactlyInAnyOrderEntriesOf(Map.of(
                        "swap@1", "if (kthread_should_stop()) { return 0; } set_current_state(TASK_INTERRUPTIBLE);"
                                + " schedule(); return 0;",
                        "swap@2", "set_current_state(TASK_INTERRUPTIBLE); schedule();"
                                + " if (kthread_should_stop()) { return 0; } return 0;"));
    }

    @Test
    void makesTestsOfLoops() {
        Consumer<Body> worker = body -> body.loop(not(shouldStop()), loop -> loop.call(msleep()));
        assertThat(made(Operator.LOOP_ONCE, worker)).containsExactly(
                Map.entry("loop-once@1", "if (!kthread_should_stop()) { msleep(100); } return 0;"));
        assertThat(of(module(body -> body.loop(always(), loop -> loop.when(shouldStop(), stop -> stop.returns(0)))),
                Operator.LOOP_ONCE)).isEmpty();
    }

    @Test
    void weakensConditions() {
        assertThat(made(Operator.WEAKEN_CONDITION, body -> body
                .call(waitEventInterruptible("queue", or(flag("work"), shouldStop())))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "weaken-condition@1",
                        "wait_event_interruptible(queue, kthread_should_stop()); return 0;",
                        "weaken-condition@1.2", "wait_event_interruptible(queue, work); return 0;"));
        assertThat(made(Operator.WEAKEN_CONDITION, body -> body
                .call(swaitEventExclusive("queue", or(flag("work"), shouldStop())))).values())
                .containsExactlyInAnyOrder(
                        "swait_event_exclusive(queue, kthread_should_stop()); return 0;",
                        "swait_event_exclusive(queue, work); return 0;");
        assertThat(made(Operator.WEAKEN_CONDITION, body -> body
                .when(not(and(flag("work"), not(shouldStop()))), then -> then.call(msleep()))).values())
                .containsExactlyInAnyOrder(
                        "if (kthread_should_stop()) { msleep(100); } return 0;",
                        "if (!work) { msleep(100); } return 0;");
    }

    /** Nothing gets behind a loop that nothing ends. */
    @Test
    void makesLoopsEndless() {
        assertThat(made(Operator.WEAKEN_CONDITION, body -> body
                .loop(not(shouldStop()), loop -> loop.call(msleep()))
                .call(set("work")))).containsExactly(Map.entry("weaken-condition@1", "while (1) { msleep(100); }"));
        assertThat(made(Operator.WEAKEN_CONDITION, body -> body
                .loop(not(shouldStop()), loop -> loop.when(flag("work"), Body::leaveLoop))
                .call(set("work")))).containsExactly(
                        Map.entry("weaken-condition@1", "while (1) { if (work) { break; } } work = true; return 0;"));
    }

    /** The slip that a compiler lets pass is not refused for what stands behind the loop that it makes endless. */
    @Test
    void whatIsNeverReachedIsLeftOut() {
        assertThat(made(Operator.DROP_BRANCH, body -> body
                .loop(always(), loop -> loop.call(msleep()).when(shouldStop(), Body::leaveLoop))
                .call(set("work")))).containsExactly(Map.entry("drop-branch@3", "while (1) { msleep(100); }"));
    }

    @Test
    void changesStatesAndStores() {
        Consumer<Body> worker = body -> body.call(setCurrentState(INTERRUPTIBLE)).call(plainSetCurrentState(RUNNING));
        assertThat(made(Operator.CHANGE_STATE, worker)).containsExactlyInAnyOrderEntriesOf(Map.of(
                "change-state@1",
                "set_current_state(TASK_UNINTERRUPTIBLE); __set_current_state(TASK_RUNNING); return 0;",
                "change-state@1.2", "set_current_state(TASK_IDLE); __set_current_state(TASK_RUNNING); return 0;"));
        assertThat(made(Operator.CHANGE_STORE, worker)).containsExactlyInAnyOrderEntriesOf(Map.of(
                "change-store@1", "__set_current_state(TASK_INTERRUPTIBLE); __set_current_state(TASK_RUNNING); return 0;",
                "change-store@2", "set_current_state(TASK_INTERRUPTIBLE); set_current_state(TASK_RUNNING); return 0;"));
        assertThat(made(Operator.CHANGE_STATE, body -> body.call(waitForCompletion("done")).call(msleep())).values())
                .containsExactlyInAnyOrder(
                        "wait_for_completion_interruptible(&done); msleep(100); return 0;",
                        "wait_for_completion(&done); msleep_interruptible(100); return 0;");
    }

    @Test
    void changesWakes() {
        assertThat(made(Operator.CHANGE_WAKE, body -> body.call(wakeUp("queue")).call(complete("done"))).values())
                .containsExactlyInAnyOrder(
                        "wake_up_interruptible(&queue); complete(&done); return 0;",
                        "wake_up_all(&queue); complete(&done); return 0;",
                        "wake_up(&queue); complete_all(&done); return 0;");
    }

    @Test
    void changesTeardowns() {
        Protocol protocol = with(
                Protocol.module("sample").taskPointer("task").work("item", body -> body.call(msleep())),
                body -> body.call(scheduleWork("item")).call(cancelWorkSync("item"))).build();
        assertThat(made(Operator.CHANGE_TEARDOWN, protocol).values()).containsExactlyInAnyOrder(
                "schedule_work(&item); cancel_work(&item); return 0;",
                "schedule_work(&item); flush_work(&item); return 0;");
    }

    @Test
    void aMutantSaysWhereAndWhatTheSlipIs() {
        Mutant mutant = of(module(body -> body.call(set("work")).call(wakeUp("queue"))), Operator.SWAP).get(0);
        assertThat(mutant.function()).isEqualTo("worker");
        assertThat(mutant.id()).hasToString("swap@1");
        assertThat(mutant.role()).isEqualTo(Role.THREAD);
        assertThat(mutant.description()).isEqualTo("work = true; wake_up(&queue); → wake_up(&queue); work = true;");
    }

    /** A thread that nobody creates, a local variable without value: the builder refuses it, and says why. */
    @Test
    void whatTheBuilderRefusesIsStillborn() {
        List<Mutant> mutants = Mutants.of(module(body -> body.call(msleep())));
        assertThat(mutants).filteredOn(m -> m.birth() instanceof Mutant.Stillborn).singleElement()
                .satisfies(mutant -> {
                    assertThat(mutant.id()).hasToString("drop-call@3");
                    assertThat(((Mutant.Stillborn) mutant.birth()).why()).contains("no program ever creates a thread");
                });
    }

    /** Nobody makes a slip in what a device does. */
    @Test
    void theEnvironmentIsLeftAlone() {
        Protocol protocol = with(Protocol.module("sample").taskPointer("task")
                .environment("device", body -> body.call(set("work")).call(wakeUp("queue"))), body -> body.call(msleep()))
                .build();
        assertThat(Mutants.of(protocol)).extracting(Mutant::function).doesNotContain("device");
    }

    @Test
    void mutantsOfTheAtlasDifferFromTheirOriginalAndEachOther() {
        Atlas.standard().entries().forEach(entry -> entry.variants().forEach(variant -> {
            List<Mutant> mutants = Mutants.of(variant.protocol());
            assertThat(mutants).as(variant.protocol().name()).isNotEmpty();
            assertThat(mutants).extracting(Mutant::id).doesNotHaveDuplicates();
            assertThat(mutants.stream()
                            .filter(m -> m.birth() instanceof Mutant.Alive)
                            .map(m -> ((Mutant.Alive) m.birth()).protocol()))
                    .doesNotContain(variant.protocol())
                    .doesNotHaveDuplicates();
        }));
    }

    /** A copied line that still names what the first one named. */
    @Test
    void changesTasks() {
        Protocol protocol = with(Protocol.module("sample").taskPointer("task").taskPointer("other"),
                body -> body.call(wakeUpProcess("other"))).build();
        assertThat(made(Operator.CHANGE_TASK, protocol)).containsExactly(
                Map.entry("change-task@1", "wake_up_process(task); return 0;"));
        assertThat(of(protocol, Operator.CHANGE_TASK)).extracting(mutant -> mutant.id().toString())
                .containsExactly("change-task@1", "change-task@5");
        assertThat(of(module(body -> body.call(wakeUp("queue"))), Operator.CHANGE_TASK)).isEmpty();
    }
}
