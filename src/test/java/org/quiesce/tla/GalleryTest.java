package org.quiesce.tla;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How it looks, and that SANY takes it. */
class GalleryTest {

    @Test
    void longThings() {
        assertThat(Gallery.module().toString())
                .isEqualTo(
                        """
                        ------------------------------ MODULE Gallery -------------------------------
                        (***************************************************************************)
                        (* What does not fit on a line.                                            *)
                        (***************************************************************************)
                        EXTENDS Integers, Sequences, TLC

                        CONSTANTS
                          Threads,                     \\* the kthreads
                          \\* the task in a read() of the device, which sleeps until data comes or the device is gone
                          waiter,
                          aConstantWithAVeryLongName

                        VARIABLES
                          pc,
                          state,                       \\* task state
                          queue,                       \\* wait queue of the device
                          pendingNotifications,
                          completionOfTheWorker,
                          referencesHeld,
                          moduleText

                        vars ==
                          <<pc, state, queue, pendingNotifications, completionOfTheWorker, referencesHeld, moduleText>>

                        -----------------------------------------------------------------------------
                        (* Sets and functions *)

                        TaskStates == {"RUNNING", "INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE", "PARKED", "DEAD"}
                        Two        == 2

                        Messages ==
                          [sender : Threads, receiver : {t \\in Threads : pc[t] # "dead"}, content : [Threads -> -1 .. 1]]

                        Empty ==
                          [sender |-> CHOOSE t \\in Threads : pc[t] = "start" /\\ ~t = waiter,
                           receiver |-> waiter,
                           content |-> [t \\in Threads |-> 0]]

                        \\* How much a thread is worth.
                        \\* Two lines of it.
                        Score(t) ==
                          LET alive == state[t] # "DEAD"
                              Bonus(x) == x + 1                          \\* only for those that live
                          IN  CASE alive /\\ t = waiter -> Bonus(3) [] alive -> Bonus(referencesHeld[t]) [] OTHER -> 0

                        -----------------------------------------------------------------------------
                        (* Actions *)

                        Init ==
                          /\\ pc                    = waiter :> "the waiter's first step"
                                                     @@ "timer" :> "the timer's first step"
                                                     @@ "rmmod" :> "loaded, and the module is live"
                          /\\ state                 = [t \\in Threads |-> "RUNNING"]  \\* all run
                          /\\ queue                 = <<>>
                          /\\ pendingNotifications  = 0
                          /\\ completionOfTheWorker \\in {0, 1}
                          \\* a long story of which references are held by whom, and for how long they are
                          /\\ referencesHeld        = [t \\in Threads |-> 0]
                          /\\ moduleText            = "live"

                        Wake(t) ==                                       \\* wake_up(&dev->queue)
                          /\\ t \\in DOMAIN state
                          /\\ state[t] = "INTERRUPTIBLE" \\/ t = waiter    \\* as it says
                          /\\ IF queue = <<>>
                             THEN completionOfTheWorker' = completionOfTheWorker + 1 /\\ UNCHANGED <<state, queue>>
                             ELSE IF Head(queue) = t
                                  THEN /\\ queue' = Tail(queue)
                                       /\\ state' = [state EXCEPT ![t] = "RUNNING"]
                                       /\\ UNCHANGED completionOfTheWorker
                                  ELSE UNCHANGED <<state, queue, completionOfTheWorker>>
                          /\\ UNCHANGED <<pc, pendingNotifications, referencesHeld, moduleText>>

                        \\* a remark that is much too long to stand behind the name of the action, so goes above it
                        Deliver(t) ==
                          /\\ \\E m \\in Messages :
                               /\\ pc[m.sender] = "send"
                               /\\ \\/ pc' = [pc EXCEPT ![m.sender] = "sent"] /\\ UNCHANGED queue
                                  \\/ queue' = Append(queue, t) /\\ t = waiter /\\ UNCHANGED pc
                          /\\ UNCHANGED <<state, pendingNotifications, completionOfTheWorker, referencesHeld, moduleText>>

                        -----------------------------------------------------------------------------
                        (* Properties *)

                        NothingIsLost ==
                          \\A t \\in Threads :
                            state[t] = "UNINTERRUPTIBLE" /\\ pc[t] # "waiting for the completion" =>
                              t \\in {queue[1], queue[2]} \\/ (\\E u \\in Threads : pc[u] = "about to wake") \\/ FALSE

                        Update ==
                          state' = [state EXCEPT ![waiter].wakeups[1, 2] = @ + 1,
                                                 ![aConstantWithAVeryLongName] = IF moduleText[waiter]
                                                                                 THEN "RUNNING"
                                                                                 ELSE @]
                        =============================================================================
                        """);
    }

    @Test
    void sanyTakesAllModules() {
        assertThat(Sany.complaints(List.of(StateSetAfterCheck.module(), Gallery.module(), Hostile.module())))
                .isEmpty();
    }

    @Test
    void sanyRefusesWhatIsNoModule() {
        Module broken = new Module(
                "Broken",
                java.util.Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Module.Assumption(Tla.name("Unknown"))));
        assertThat(Sany.complaints(List.of(broken, Gallery.module()))).containsOnlyKeys("Broken");
    }

    @Test
    void sameTreeSameText() {
        assertThat(Gallery.module().toString()).isEqualTo(Gallery.module().toString());
        assertThat(Gallery.module()).isEqualTo(Gallery.module());
    }
}
