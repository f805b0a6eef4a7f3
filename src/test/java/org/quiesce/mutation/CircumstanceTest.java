package org.quiesce.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;

/** What can be seen of a slip, each by a mutant of which it is so and one of which it is not. */
class CircumstanceTest {

    private static ProtocolBuilder module() {
        return Protocol.module("sample")
                .taskPointer("task")
                .flag("mine")
                .flag("shared")
                .waitQueue("queue")
                .mutex("lock")
                .completion("done")
                .memory("buffer")
                .memory("other")
                .timer("tick", body -> body.call(use("buffer")))
                .work("item", body -> body.call(use("other")))
                .kthread("worker", body -> body.loop(not(shouldStop()),
                        loop -> loop.when(flag("shared"), then -> then.call(clear("shared"))).call(schedule())))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(timerDeleteSync("tick")).call(kthreadStop("task")));
    }

    /** What is seen of a mutant of a file operation. */
    private static Set<Circumstance> seen(String mutant, Consumer<Body> operation) {
        return seen(mutant, module().fileOperation("operation", operation), "operation");
    }

    private static Set<Circumstance> seen(String mutant, ProtocolBuilder module, String function) {
        Mutant found = Mutants.of(module.build()).stream()
                .filter(m -> m.function().equals(function) && m.id().toString().startsWith(mutant))
                .findFirst().orElseThrow();
        return Stream.of(Circumstance.values())
                .filter(circumstance -> circumstance.of(found))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Circumstance.class)));
    }

    @Test
    void whatNobodyElseTouchesMayComeFirstOrLast() {
        assertThat(seen("swap", body -> body.call(set("mine")).call(set("shared"))))
                .contains(Circumstance.ORDER_IS_PRIVATE, Circumstance.APART);
        assertThat(seen("swap", body -> body.call(set("shared")).call(clear("shared"))))
                .doesNotContain(Circumstance.ORDER_IS_PRIVATE, Circumstance.APART);
        assertThat(seen("swap", module().fileOperations("operation", 2, Pinning.OWNER,
                body -> body.call(set("mine")).call(set("shared"))), "operation"))
                .doesNotContain(Circumstance.ORDER_IS_PRIVATE);
    }

    /** A timer is apart from the memory that its function does not touch; so is a thread. */
    @Test
    void whatDoesNotMeetIsApart() {
        assertThat(seen("swap", body -> body.call(timerDeleteSync("tick")).call(kfree("other"))))
                .contains(Circumstance.APART);
        assertThat(seen("swap", body -> body.call(timerDeleteSync("tick")).call(kfree("buffer"))))
                .doesNotContain(Circumstance.APART);
        assertThat(seen("swap", body -> body.call(kthreadStop("task")).call(set("shared"))))
                .doesNotContain(Circumstance.APART);
    }

    @Test
    void aLockMayBeNobodyElses() {
        Consumer<Body> locked = body -> body.call(mutexLock("lock")).call(set("shared")).call(mutexUnlock("lock"));
        assertThat(seen("swap", locked)).contains(Circumstance.LOCK_OF_NOBODY_ELSE)
                .doesNotContain(Circumstance.PRIVATE_AT_EDGE);
        assertThat(seen("drop-unlock", locked)).contains(Circumstance.LOCK_OF_NOBODY_ELSE)
                .doesNotContain(Circumstance.NOTHING_IS_TAKEN_BACK);
        assertThat(seen("return-early", body -> locked.accept(body.call(set("mine")))))
                .contains(Circumstance.NOTHING_IS_TAKEN_BACK);
        assertThat(seen("swap", module().fileOperation("rival", locked).fileOperation("operation", locked), "operation"))
                .doesNotContain(Circumstance.LOCK_OF_NOBODY_ELSE);
        assertThat(seen("swap", body -> body.call(mutexLock("lock")).call(set("mine")).call(mutexUnlock("lock"))))
                .contains(Circumstance.PRIVATE_AT_EDGE);
    }

    @Test
    void statementsStartOrTearDown() {
        assertThat(seen("swap", body -> body.call(modTimer("tick")).call(scheduleWork("item"))))
                .contains(Circumstance.BOTH_START).doesNotContain(Circumstance.BOTH_TEAR_DOWN);
        assertThat(seen("swap", body -> body.call(timerDeleteSync("tick")).call(kthreadStop("task"))))
                .contains(Circumstance.BOTH_TEAR_DOWN).doesNotContain(Circumstance.BOTH_START);
        assertThat(seen("swap", body -> body.call(set("shared")).call(wakeUp("queue"))))
                .contains(Circumstance.WOKEN_BEFORE_THE_STORE);
        assertThat(seen("swap", body -> body.call(wakeUp("queue")).call(set("shared"))))
                .doesNotContain(Circumstance.WOKEN_BEFORE_THE_STORE);
    }

    @Test
    void aWaitMayBeInALoop() {
        assertThat(seen("swap", module(), "worker")).contains(Circumstance.TURN_OF_A_LOOP);
        assertThat(seen("swap", body -> body.call(set("shared")).call(waitForCompletion("done"))))
                .doesNotContain(Circumstance.TURN_OF_A_LOOP);
    }

    @Test
    void whatIsLeftOutTakesBackOrNot() {
        assertThat(seen("drop-call", body -> body.call(scheduleWork("item"))))
                .contains(Circumstance.NOTHING_IS_TAKEN_BACK).doesNotContain(Circumstance.LEFT_TO_EXIT);
        assertThat(seen("drop-call", body -> body.call(kthreadStop("task"))))
                .contains(Circumstance.LEFT_TO_EXIT).doesNotContain(Circumstance.NOTHING_IS_TAKEN_BACK);
        assertThat(seen("drop-call", body -> body.call(kfree("buffer"))))
                .doesNotContain(Circumstance.LEFT_TO_EXIT, Circumstance.NOTHING_IS_TAKEN_BACK);
        assertThat(seen("drop-call", body -> body.call(waitForCompletion("done"))))
                .contains(Circumstance.WAITS_NO_MORE).doesNotContain(Circumstance.NOTHING_IS_TAKEN_BACK);
        assertThat(seen("drop-wake", body -> body.call(wakeUp("queue"))))
                .contains(Circumstance.WAKES_NO_MORE).doesNotContain(Circumstance.NOTHING_IS_TAKEN_BACK);
    }

    @Test
    void aThreadMayEndIfSomebodyHoldsIt() {
        assertThat(seen("drop-call", body -> body.call(msleep()))).doesNotContain(Circumstance.THREAD_MAY_END);
        assertThat(seen("drop-call", module().fileOperation("hold", body -> body.call(getTaskStruct("task")))
                .fileOperation("operation", body -> body.call(msleep())), "operation"))
                .contains(Circumstance.THREAD_MAY_END);
    }
}
