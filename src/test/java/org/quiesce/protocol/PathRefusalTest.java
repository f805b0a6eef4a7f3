package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Drafts.one;
import static org.quiesce.protocol.Drafts.refuses;
import static org.quiesce.protocol.Drafts.worker;
import static org.quiesce.protocol.Ops.copyToUser;
import static org.quiesce.protocol.Ops.kthreadExit;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadUnuseMm;
import static org.quiesce.protocol.Ops.kthreadUseMm;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.waitEvent;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** build() refuses what can't mean anything on some path through a function. */
class PathRefusalTest {

    private static final Condition MAYBE = chance("device_is_there()");

    private static void accepts(Consumer<Body> body) {
        assertThatCode(() -> worker(body).build()).doesNotThrowAnyException();
    }

    @Nested
    class WhatIsNeverReached {

        private static final String NEVER = "nothing ever gets here; remove it, or what keeps control from it";

        @Test
        void behindAStatementThatLeaves() {
            refuses(worker(b -> b.returns(0).call(msleep())), "protocol p, worker, line 2 'msleep(100);': " + NEVER);
            refuses(worker(b -> b.call(kthreadExit(0)).returns(0)), "worker, line 2 'return 0;': " + NEVER);
            refuses(worker(b -> b.loop(shouldStop(), loop -> loop.leaveLoop().call(msleep()))),
                    "line 3 'msleep(100);': " + NEVER);
        }

        @Test
        void behindBranchesThatBothLeave() {
            refuses(worker(b -> b.when(MAYBE, then -> then.returns(0), otherwise -> otherwise.call(kthreadExit(1)))
                            .call(msleep())),
                    "line 6 'msleep(100);': " + NEVER);
            accepts(b -> b.when(MAYBE, then -> then.returns(0), otherwise -> otherwise.call(msleep())).call(msleep()));
        }

        @Test
        void behindALoopWithoutEnd() {
            refuses(worker(b -> b.loop(always(), loop -> loop.call(msleep())).returns(0)),
                    "line 4 'return 0;': " + NEVER);
            refuses(worker(b -> b.doWhile(loop -> loop.call(msleep()), or(MAYBE, always())).returns(0)),
                    "line 4 'return 0;': " + NEVER);
            accepts(b -> b.loop(always(), loop -> loop.when(shouldStop(), Body::leaveLoop)).returns(0));
            accepts(b -> b.loop(always(), loop -> loop
                    .loop(always(), inner -> inner.when(shouldStop(), then -> then.returns(0)))));
        }

        @Test
        void underAConditionThatIsDecided() {
            refuses(worker(b -> b.when(not(always()), then -> then.call(msleep()))), "line 2 'msleep(100);': " + NEVER);
            refuses(worker(b -> b.when(always(), then -> then.call(msleep()), otherwise -> otherwise.returns(1))),
                    "line 4 'return 1;': " + NEVER);
            refuses(worker(b -> b.until(always(), loop -> loop.call(msleep()))), "line 2 'msleep(100);': " + NEVER);
            refuses(worker(b -> b.when(and(MAYBE, not(always())), then -> then.call(msleep()))),
                    "line 2 'msleep(100);': " + NEVER);
        }

        /** Each condition is looked at once, however many it is made of. */
        @Test
        void underAConditionOfManyParts() {
            Condition many = IntStream.range(0, 200).mapToObj(i -> MAYBE).reduce(MAYBE, Conditions::and);
            refuses(worker(b -> b.when(and(many, not(always())), then -> then.call(msleep()))),
                    "line 2 'msleep(100);': " + NEVER);
            accepts(b -> b.when(or(many, many), then -> then.call(msleep())));
        }

        @Test
        void theTestOfALoop() {
            refuses(worker(b -> b.doWhile(loop -> loop.returns(0), shouldStop())),
                    "line 3 '} while (kthread_should_stop());': " + NEVER);
            accepts(b -> b.doWhile(loop -> loop.when(shouldStop(), Body::leaveLoop).returns(0), not(always())).returns(1));
            accepts(b -> b.doWhile(loop -> loop.when(MAYBE, Body::nextTurn).returns(0), shouldStop()));
        }

        /** Where no path leads to the end of a function it gets no return of its own. */
        @Test
        void theReturnThatIsLeftOut() {
            Consumer<Body> bothLeave = b -> b
                    .when(MAYBE, then -> then.returns(1), otherwise -> otherwise.returns(2));
            assertThat(worker(bothLeave).build().listing().render()).noneMatch(line -> line.startsWith("worker")
                    && line.contains("return 0"));
            assertThat(worker(bothLeave).build().listing().text(6)).hasValueSatisfying(
                    line -> assertThat(line).contains("kthread_run"));
            assertThat(worker(b -> b.when(MAYBE, then -> then.returns(1))).build().listing().text(4))
                    .contains("return 0;");
        }
    }

    @Nested
    class LocalVariables {

        @Test
        void neverAssigned() {
            refuses(worker(b -> b.when(notEqual("ret", 0), then -> then.returns(1))),
                    "protocol p, worker, line 1 'if (ret) {': local variable 'ret' is never assigned in worker");
            refuses(one().init(b -> b.call(setLocal("ret", 0)).assign("task", Ops.kthreadRun("worker")))
                    .exit(b -> b.when(equal("ret", 0), then -> then.call(msleep()))), "'ret' is never assigned in exit");
        }

        @Test
        void readBeforeItIsAssigned() {
            refuses(worker(b -> b.returns(Value.of("ret")).call(setLocal("ret", 1))),
                    "protocol p, worker, line 1 'return ret;': local variable 'ret' has no value here on some path;"
                            + " assign it before, with setLocal(\"ret\", …) or a call");
            refuses(one().waitQueue("queue").exit(b -> b.assign("ret", waitEvent("queue", equal("ret", 0)))),
                    "local variable 'ret' has no value here");
            refuses(worker(b -> b.call(Ops.kthreadExit(Value.of("ret")))), "'ret' is never assigned");
        }

        @Test
        void assignedInOneBranchOnly() {
            refuses(worker(b -> b.when(MAYBE, then -> then.call(setLocal("ret", 1))).returns(Value.of("ret"))),
                    "line 4 'return ret;': local variable 'ret' has no value here on some path");
            accepts(b -> b.when(MAYBE, then -> then.call(setLocal("ret", 1)), o -> o.call(setLocal("ret", 2)))
                    .returns(Value.of("ret")));
            accepts(b -> b.when(MAYBE, then -> then.call(setLocal("ret", 1)), o -> o.returns(0))
                    .returns(Value.of("ret")));
        }

        @Test
        void assignedInALoopThatMayNotTurn() {
            refuses(worker(b -> b.until(shouldStop(), loop -> loop.call(setLocal("ret", 1))).returns(Value.of("ret"))),
                    "line 4 'return ret;': local variable 'ret' has no value here on some path");
            accepts(b -> b.doWhile(loop -> loop.call(setLocal("ret", 1)), not(shouldStop())).returns(Value.of("ret")));
            accepts(b -> b.loop(always(), loop -> loop
                            .call(setLocal("ret", 1)).when(shouldStop(), Body::leaveLoop))
                    .returns(Value.of("ret")));
        }

        @Test
        void pathsThatSkipTheAssignment() {
            refuses(worker(b -> b.loop(always(), loop -> loop
                            .when(shouldStop(), Body::leaveLoop)
                            .call(setLocal("ret", 1)))
                    .returns(Value.of("ret"))), "'ret' has no value here on some path");
            refuses(worker(b -> b.doWhile(loop -> loop
                            .when(MAYBE, Body::nextTurn)
                            .call(setLocal("ret", 1)), equal("ret", 0))
                    .returns(0)), "'ret' has no value here on some path");
        }

        @Test
        void resultsOfCalls() {
            assertThatCode(() -> one().exit(b -> b.assign("ret", kthreadStop("task"))
                    .when(equal("ret", 0), then -> then.call(msleep()))).build()).doesNotThrowAnyException();
        }
    }

    /** Kernel threads have no mm unless they adopt one. */
    @Nested
    class UserMemory {

        @Test
        void inAKernelThread() {
            refuses(worker(b -> b.call(copyToUser())),
                    "protocol p, worker, line 1 'copy_to_user(buf, data, len);': there is no user memory to reach in a"
                            + " kernel thread: its mm is NULL; adopt an address space with kthread_use_mm() first");
            refuses(worker(b -> b.call(kthreadUseMm()).call(kthreadUnuseMm()).call(copyToUser())), "its mm is NULL;");
            accepts(b -> b.call(kthreadUseMm()).call(copyToUser()).call(kthreadUnuseMm()));
            accepts(b -> b.until(shouldStop(),
                    loop -> loop.call(kthreadUseMm()).call(copyToUser()).call(kthreadUnuseMm())));
        }

        @Test
        void adoptedOnSomePathsOnly() {
            refuses(worker(b -> b.when(MAYBE, then -> then.call(kthreadUseMm())).call(copyToUser())),
                    "its mm is NULL, on some path; adopt");
            accepts(b -> b.when(MAYBE, then -> then.call(kthreadUseMm()), otherwise -> otherwise.returns(0))
                    .call(copyToUser()).call(kthreadUnuseMm()));
        }

        @Test
        void droppedInALoop() {
            refuses(worker(b -> b.call(kthreadUseMm())
                            .until(shouldStop(), loop -> loop.call(copyToUser()).call(kthreadUnuseMm()))),
                    "line 3 'copy_to_user(buf, data, len);': there is no user memory");
        }

        @Test
        void otherwiseItIsForTheCheckToSay() {
            accepts(b -> b.call(kthreadUnuseMm()));
            accepts(b -> b.call(kthreadUseMm()).call(kthreadUseMm()).call(kthreadUnuseMm()));
            accepts(b -> b.call(kthreadUseMm()));
            accepts(b -> b.call(kthreadUseMm()).loop(always(), loop -> loop.call(copyToUser())));
        }

        @Test
        void inOtherContexts() {
            assertThatCode(() -> one().fileOperation("read", b -> b.call(copyToUser())).build())
                    .doesNotThrowAnyException();
            refuses(one().exit(b -> b.call(modTimer("tick"))).timer("tick", b -> b.call(copyToUser())),
                    "a callback has no user memory to reach");
            refuses(one().exit(b -> b.call(scheduleWork("refill"))).work("refill", b -> b.call(copyToUser())),
                    "a callback has no user memory to reach");
        }
    }
}
