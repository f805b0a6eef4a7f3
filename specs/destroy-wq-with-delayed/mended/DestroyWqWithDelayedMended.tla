--------------------- MODULE DestroyWqWithDelayedMended ---------------------
(***************************************************************************)
(* Exit cancels the item, then destroys the queue.                         *)
(*                                                                         *)
(*   init  1  queue = alloc_workqueue("queue", 0, 0);                      *)
(*         2  if (!queue) {                                                *)
(*         3      return -ENOMEM;                                          *)
(*         4  }                                                            *)
(*         5  queue_delayed_work(queue, &poll, HZ);                        *)
(*         6  return 0;                                                    *)
(*   exit  7  cancel_delayed_work_sync(&poll);                             *)
(*         8  destroy_workqueue(queue);                                    *)
(*   poll  9  queue_delayed_work(queue, &poll, HZ);                        *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,             \* the task that loads and unloads the module
  poll,                 \* the function of a work item
  \* queueing on a workqueue after the drain of destroy_workqueue() is rejected
  DrainedQueueRejects

VARIABLES
  pc,                   \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  timed,                \* the timers of delayed work: "off", "on", or "unlinked" from the item
  dropped,              \* work that a draining workqueue has refused: pending, and on no list
  \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  cancelling,
  module,               \* "coming", "live", "going" or "freed"
  warned,               \* the kernel printed a warning
  queue,                \* struct workqueue_struct *: "null", "live", "draining" or "freed"
  fault                 \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, timed, dropped, cancelling, module, warned, queue, fault>>

Contexts  == {modprobe, poll}
Callbacks == {poll}
CoreText  == {"sync", "live", "free", "done", "idle"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, armed, timed, dropped, cancelling, module, warned, queue>>

\* What comes of following a pointer to a workqueue: "none" is well.
BadQueue(q) == IF q = "null" THEN "NULL-DEREF" ELSE IF q = "freed" THEN "KASAN-UAF" ELSE "none"

\* The work item is queued or running.
Busy(c) == armed[c] \/ pc[c] # "idle"

\* Queues a work item from outside, which a workqueue that is being drained refuses.
InsertWork(q, c) ==
  IF q = "draining"
  THEN dropped' = [dropped EXCEPT ![c] = TRUE] /\ warned' = TRUE /\ UNCHANGED armed
  ELSE armed' = [armed EXCEPT ![c] = TRUE] /\ UNCHANGED <<dropped, warned>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "7.steal" => ~dropped[poll]
  /\ pc[c] = "7.wait" => pc[poll] = "idle"
  /\ pc[c] = "8.empty" => ~Busy(poll)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* queue = alloc_workqueue("queue", 0, 0)
  /\ Go(modprobe, "1", "2")
  /\ queue' = "live" \/ queue' = "null"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, fault>>

Modprobe2 ==                                     \* if (!queue)
  /\ Go(modprobe, "2", IF queue = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, queue, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, warned, queue, fault>>

Modprobe5 ==                                     \* queue_delayed_work(queue, &poll, HZ)
  /\ Go(modprobe, "5", "6")
  /\ IF armed[poll] \/ timed[poll] = "on" \/ dropped[poll] \/ cancelling[poll] > 0
     THEN UNCHANGED timed
     ELSE timed' = [timed EXCEPT ![poll] = "on"]
  /\ UNCHANGED <<armed, dropped, cancelling, module, warned, queue, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, warned, queue, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7.steal")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, warned, queue, fault>>

\* 7  cancel_delayed_work_sync(&poll)
Modprobe7Steal ==                                \* takes poll off and forbids queueing
  /\ Go(modprobe, "7.steal", "7.wait")
  /\ ~dropped[poll]
  /\ armed' = [armed EXCEPT ![poll] = FALSE]
  /\ timed' = [timed EXCEPT ![poll] = "off"]
  /\ cancelling' = [cancelling EXCEPT ![poll] = @ + 1]
  /\ UNCHANGED <<dropped, module, warned, queue, fault>>

Modprobe7Wait ==                                 \* waits for a running instance of poll
  /\ Go(modprobe, "7.wait", "7.allow")
  /\ pc[poll] = "idle"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, queue, fault>>

Modprobe7Allow ==                                \* allows queueing again
  /\ Go(modprobe, "7.allow", "8.drain")
  /\ cancelling' = [cancelling EXCEPT ![poll] = @ - 1]
  /\ UNCHANGED <<armed, timed, dropped, module, warned, queue, fault>>

\* 8  destroy_workqueue(queue)
Modprobe8Drain ==                                \* forbids queueing on queue from outside
  /\ At(modprobe, "8.drain")
  /\ IF BadQueue(queue) # "none"
     THEN Crash(BadQueue(queue))
     ELSE /\ Goto(modprobe, "8.empty")
          /\ queue' = "draining"
          /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, fault>>

\* waits until nothing is queued on queue or running
Modprobe8Empty ==
  /\ Go(modprobe, "8.empty", "8.free")
  /\ ~Busy(poll)
  /\ queue' = IF DrainedQueueRejects THEN queue ELSE "live"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, fault>>

\* frees queue unless something was queued meanwhile
Modprobe8Free ==
  /\ Go(modprobe, "8.free", "sync")
  /\ IF Busy(poll) THEN warned' = TRUE /\ queue' = "live" ELSE queue' = "freed" /\ UNCHANGED warned
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, queue, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, warned, queue, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7Steal \/ Modprobe7Wait \/ Modprobe7Allow
  \/ Modprobe8Drain \/ Modprobe8Empty \/ Modprobe8Free
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* poll *)

PollIdle ==                                      \* a kworker takes the work item
  /\ Go(poll, "idle", "9")
  /\ armed[poll]
  /\ armed' = [armed EXCEPT ![poll] = FALSE]
  /\ UNCHANGED <<timed, dropped, cancelling, module, warned, queue, fault>>

Poll9 ==                                         \* queue_delayed_work(queue, &poll, HZ)
  /\ Go(poll, "9", "return")
  /\ IF armed[poll] \/ timed[poll] = "on" \/ dropped[poll] \/ cancelling[poll] > 0
     THEN UNCHANGED timed
     ELSE timed' = [timed EXCEPT ![poll] = "on"]
  /\ UNCHANGED <<armed, dropped, cancelling, module, warned, queue, fault>>

PollReturn ==                                    \* returns
  /\ Go(poll, "return", "idle")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, queue, fault>>

Poll ==
  \/ PollIdle
  \/ Poll9
  \/ PollReturn

-----------------------------------------------------------------------------
(* The whole system *)

DelayExpires(c) ==                               \* the timer of delayed work expires
  /\ fault = "none"
  /\ timed[c] # "off"
  /\ IF cancelling[c] > 0
     THEN /\ timed' = [timed EXCEPT ![c] = "off"]
          /\ UNCHANGED <<pc, armed, dropped, cancelling, module, warned, queue, fault>>
     ELSE IF BadQueue(queue) # "none"
          THEN Crash(BadQueue(queue))
          ELSE /\ timed' = [timed EXCEPT ![c] = "off"]
               /\ InsertWork(queue, c)
               /\ UNCHANGED <<pc, cancelling, module, queue, fault>>

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, timed, dropped, cancelling, module, warned, queue>>

Init ==
  /\ pc         = modprobe :> "1" @@ poll :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ timed      = [c \in Callbacks |-> "off"]
  /\ dropped    = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ warned     = FALSE
  /\ queue      = "null"
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Poll
  \/ \E c \in Callbacks : DelayExpires(c)
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7Steal \/ Modprobe7Wait \/ Modprobe8Empty)
  /\ WF_vars(Poll \/ FetchFault(poll))
  /\ \A c \in Callbacks : WF_vars(DelayExpires(c))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => queue \notin {"live", "draining"}
  /\ queue = "live" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"7.steal", "7.wait", "8.empty"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
