package org.quiesce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.property.Property.LOCKS_RELEASED;
import static org.quiesce.protocol.property.Property.NOTHING_LEAKED;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_DOUBLE_STOP;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_SELF_STOP;
import static org.quiesce.protocol.property.Property.NO_SLEEP_IN_ATOMIC;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.NO_WRONG_VICTIM;
import static org.quiesce.protocol.property.Property.PARK_TERMINATES;
import static org.quiesce.protocol.property.Property.REQUESTS_ANSWERED;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;
import static org.quiesce.protocol.property.Property.UNLOAD_POSSIBLE;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.stream.Stream;
import org.quiesce.Checked;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Run;
import org.quiesce.sim.Verdict;
import org.quiesce.trace.Diagnosis.Account;

/** The sentences that name the faults of the atlas, and what a real kernel would show. */
class DiagnosisTest {

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("first-kthread/broken", LINUX_6_12, NO_CODE_AFTER_UNLOAD, Outcome.TEXT_FAULT,
                        "The text of the module is freed at step 9 while worker is about to execute line 2"
                                + " (set_current_state(TASK_INTERRUPTIBLE);)."),
                fault("state-set-after-check/broken", LINUX_5_10, STOP_TERMINATES, Outcome.HUNG_STOPPER,
                        "modprobe waits at line 11 (kthread_stop(task);) for worker to exit. worker went to sleep at"
                                + " line 3, at step 15; the last wake-up it will ever get was sent before, at step 13,"
                                + " when it was not asleep yet."),
                fault("wait-cond-omits-stop/broken", LINUX_5_10, STOP_TERMINATES, Outcome.HUNG_STOPPER,
                        "modprobe waits at line 14 (kthread_stop(task);) for worker to exit. worker sleeps at line 2"
                                + " (ret = wait_event_interruptible(queue, work);), whose condition does not look at"
                                + " kthread_should_stop(): the wake-up of the stop came at step 14, when it was not asleep"
                                + " yet, and it went to sleep all the same, at step 17."),
                fault("erestartsys-spin/broken", LINUX_6_12, STOP_TERMINATES, Outcome.SPIN,
                        "modprobe waits at line 13 (kthread_stop(task);) for worker to exit. worker never leaves its"
                                + " loop: steps 18 to 22 repeat for ever: its interruptible wait returns at once, as"
                                + " the stop left its pseudo-signal pending."),
                fault("stop-holding-lock/broken", LINUX_6_12, STOP_TERMINATES, Outcome.HUNG_STOPPER,
                        "modprobe waits at line 13 (kthread_stop(task);) for worker to exit. worker waits at line 2"
                                + " (mutex_lock(&lock);) for lock, which modprobe has held since step 7. So each waits for"
                                + " the other."),
                fault("double-stop-sequential/broken", LINUX_6_12, NO_DOUBLE_STOP, Outcome.HUNG_STOPPER,
                        "modprobe stops worker at line 10, and it was stopped before at step 10 by disable: 'exited' is"
                                + " completed only once."),
                fault("double-stop-sequential/broken", LINUX_6_12, STOP_TERMINATES, Outcome.HUNG_STOPPER,
                        "modprobe waits at line 10 (kthread_stop(task);) for worker to exit. worker has exited, but its"
                                + " 'exited' is completed only once, and disable took that at step 16."),
                fault("self-stop/broken", LINUX_6_12, NO_SELF_STOP, Outcome.HUNG_STOPPER,
                        "worker calls kthread_stop() on itself at line 3: it would wait for its own exit."),
                fault("stop-exited-no-ref/broken", LINUX_6_12, NO_USE_AFTER_FREE, Outcome.KASAN_UAF,
                        "modprobe executes line 13 (kthread_stop(task);) at step 15, and the task of worker was freed at"
                                + " step 14, as nobody held a reference on it."),
                fault("stop-error-pointer/broken", LINUX_6_12, NO_INVALID_TASK, Outcome.NULL_DEREF,
                        "modprobe executes line 8 (kthread_stop(task);) with an error pointer: creating the thread"
                                + " failed at step 1."),
                fault("stop-before-first-run/broken", LINUX_6_12, NOTHING_LEAKED, Outcome.LEAK,
                        "The module is gone, and buffer, allocated at step 1, was never freed."),
                fault("never-woken/broken", LINUX_6_12, NOTHING_LEAKED, Outcome.HUNG_KTHREAD,
                        "The module is gone, and worker, created at step 1, was never woken nor stopped."),
                fault("ksoftirqd-and-kworker/broken", LINUX_6_12, REQUESTS_ANSWERED, Outcome.HUNG_OTHER,
                        "request waits at line 38 (wait_for_completion(&done);) for done, which is for kworker to"
                                + " complete. kworker went to sleep at line 13, at step 19, and nothing will ever wake it."),
                fault("orphaned-request/broken", LINUX_6_12, REQUESTS_ANSWERED, Outcome.HUNG_OTHER,
                        "request waits at line 26 (wait_for_completion(&done);) for done, which nobody will complete any"
                                + " more."),
                fault("wrong-wake-mask/broken", LINUX_6_12, REQUESTS_ANSWERED, Outcome.HUNG_OTHER,
                        "request waits at line 19 (wait_for_completion(&done);) for done, which is for worker to"
                                + " complete. worker went to sleep at line 2, at step 12; the wake-up at step 16 is not"
                                + " for a sleeper in TASK_IDLE, and nothing else will ever wake it."),
                fault("exit-with-lock-held/broken", LINUX_6_12, UNLOAD_COMPLETES, Outcome.HUNG_OTHER,
                        "modprobe waits at line 15 (mutex_lock(&lock);) for lock, which worker has held since step 10: it"
                                + " has ended and will never release it."),
                fault("exit-with-lock-held/broken", LINUX_6_12, LOCKS_RELEASED, Outcome.LOCKDEP,
                        "worker has left the code of the module, and still holds lock, which it took at line 2"
                                + " (mutex_lock(&lock);) at step 10."),
                fault("kworker-flush-dead/broken-destroy", LINUX_6_12, NOTHING_LEAKED, Outcome.LEAK,
                        "The module is gone, and worker, created at step 2, was never destroyed."),
                fault("draining-queue-drop/broken", LINUX_5_10, NOTHING_LEAKED, Outcome.LEAK,
                        "The module is gone, and queue, allocated at step 1, was never destroyed."),
                fault("stop-exited-no-ref/broken", LINUX_6_12, NO_WRONG_VICTIM, Outcome.WRONG_VICTIM,
                        "modprobe executes line 13 (kthread_stop(task);) at step 16, and the task of worker was freed at"
                                + " step 14, as nobody held a reference on it; its memory is another task's since step 15."),
                fault("module-ref-leak/broken", LINUX_6_12, UNLOAD_POSSIBLE, Outcome.RMMOD_BUSY,
                        "Somebody holds a reference on the module for ever; the last one was taken at step 1 by modprobe:"
                                + " rmmod finds it in use at every try."),
                fault("stop-in-atomic/broken", LINUX_6_12, NO_SLEEP_IN_ATOMIC, Outcome.ATOMIC,
                        "modprobe at line 13 (kthread_stop(task);) at step 13: that may sleep, and it has held the"
                                + " spinlock lock since step 7."),
                fault("park-stop-race/broken-left-parked", LINUX_6_12, STOP_TERMINATES, Outcome.HUNG_STOPPER,
                        "disable waits at line 21 (kthread_stop(task);) for worker to exit. worker has been parked in"
                                + " kthread() since step 26: only kthread_unpark() wakes a PARKED thread, and nobody"
                                + " calls it any more; the stop looked for a request to park at step 16, and pause made"
                                + " it at step 23."),
                fault("parked-never-unparked/broken", LINUX_6_12, REQUESTS_ANSWERED, Outcome.HUNG_OTHER,
                        "request waits at line 37 (wait_for_completion(&done);) for done, which is for worker to"
                                + " complete. worker has been parked in kthread() since step 16: only kthread_unpark()"
                                + " wakes a PARKED thread, and nobody calls it any more."),
                fault("park-exit-race/broken", LINUX_6_12, PARK_TERMINATES, Outcome.HUNG_OTHER,
                        "reset waits at line 21 (kthread_park(task);) for worker to park. worker has ended at step 21,"
                                + " and parks no more."),
                fault("double-park/broken", LINUX_6_12, PARK_TERMINATES, Outcome.HUNG_OTHER,
                        "reset1 waits at line 14 (kthread_park(task);) for worker to park. reset2 took the request to"
                                + " park back at step 18: worker goes on and is not asked to park again."),
                fault("stop-frozen-thread/broken", LINUX_6_12, STOP_TERMINATES, Outcome.HUNG_STOPPER,
                        "modprobe waits at line 16 (kthread_stop(task);) for worker to exit. worker has been in the"
                                + " refrigerator at line 4 (stop = kthread_freezable_should_stop(NULL);) since step 17:"
                                + " only a thaw wakes a FROZEN thread, and none comes any more; the stop at step 18 came"
                                + " when it slept already."),
                fault("stop-frozen-thread/broken-try-to-freeze", LINUX_5_10, STOP_TERMINATES, Outcome.HUNG_STOPPER,
                        "modprobe waits at line 13 (kthread_stop(task);) for worker to exit. worker has been in the"
                                + " refrigerator at line 4 (try_to_freeze();) since step 21: a wake-up does not let it"
                                + " out, only a thaw does, and none comes any more."));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesTheFault(String what, Profile kernel, Property property, Outcome outcome, String sentence) {
        String[] name = what.split("/");
        Checked checked = Checked.check(
                Atlas.standard().entry(name[0]).orElseThrow().variant(name[1]).orElseThrow().protocol(), kernel);
        Verdict verdict = checked.result().verdicts().get(property.id());
        assertThat(verdict).isInstanceOf(Verdict.Violated.class);
        Run run = ((Verdict.Violated) verdict).run();
        Account account = Diagnosis.of(checked.lowered(), property, run);
        assertThat(account.sentence()).isEqualTo(sentence);
        int last = run.moves().size();
        List<Integer> spoken = spokenOf(sentence);
        assertThat(account.decisive()).isSorted().containsAll(spoken).isSubsetOf(
                Stream.concat(spoken.stream(), Stream.of(last)).toList());
        assertThat(account.decisive().contains(last)).isEqualTo(
                spoken.isEmpty() || spoken.contains(last) || run.ending() instanceof Ending.Finite);
        assertThat(Outcomes.of(checked.lowered(), kernel, property, run)).isEqualTo(outcome);
        assertThat(Story.of(checked.lowered(), run).scenes()).hasSameSizeAs(run.moves());
    }

    private static Arguments fault(
            String what, Profile kernel, Property property, Outcome outcome, String sentence) {
        return Arguments.of(what, kernel, property, outcome, sentence);
    }

    /** The words of the sentence, which a line of C could have, too, decide nothing; here they are the same. */
    private static List<Integer> spokenOf(String sentence) {
        return Pattern.compile("\\bstep ([0-9]+)(?! repeats)").matcher(sentence).results()
                .map(step -> Integer.parseInt(step.group(1))).distinct().sorted().toList();
    }
}
