--------------------------- MODULE DrainNeverEnds ---------------------------
(***************************************************************************)
(* Exit destroys the queue.                                                *)
(*                                                                         *)
(*   init  1  queue = alloc_workqueue("queue", 0, 0);                      *)
(*         2  if (!queue) {                                                *)
(*         3      return -ENOMEM;                                          *)
(*         4  }                                                            *)
(*         5  queue_work(queue, &poll);                                    *)
(*         6  return 0;                                                    *)
(*   exit  7  destroy_workqueue(queue);                                    *)
(*   poll  8  queue_work(queue, &poll);                                    *)
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
  dropped,              \* work that a draining workqueue has refused: pending, and on no list
  module,               \* "coming", "live", "going" or "freed"
  warned,               \* the kernel printed a warning
  queue,                \* struct workqueue_struct *: "null", "live", "draining" or "freed"
  fault                 \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, dropped, module, warned, queue, fault>>

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
  /\ UNCHANGED <<pc, armed, dropped, module, warned, queue>>

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
Ready(c) == pc[c] = "7.empty" => ~Busy(poll)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* queue = alloc_workqueue("queue", 0, 0)
  /\ Go(modprobe, "1", "2")
  /\ queue' = "live" \/ queue' = "null"
  /\ UNCHANGED <<armed, dropped, module, warned, fault>>

Modprobe2 ==                                     \* if (!queue)
  /\ Go(modprobe, "2", IF queue = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, dropped, module, warned, queue, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, dropped, warned, queue, fault>>

Modprobe5 ==                                     \* queue_work(queue, &poll)
  /\ At(modprobe, "5")
  /\ IF armed[poll] \/ dropped[poll]
     THEN Goto(modprobe, "6") /\ UNCHANGED <<armed, dropped, module, warned, queue, fault>>
     ELSE IF BadQueue(queue) # "none"
          THEN Crash(BadQueue(queue))
          ELSE Goto(modprobe, "6") /\ InsertWork(queue, poll) /\ UNCHANGED <<module, queue, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, dropped, warned, queue, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7.drain")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, dropped, warned, queue, fault>>

\* 7  destroy_workqueue(queue)
Modprobe7Drain ==                                \* forbids queueing on queue from outside
  /\ At(modprobe, "7.drain")
  /\ IF BadQueue(queue) # "none"
     THEN Crash(BadQueue(queue))
     ELSE /\ Goto(modprobe, "7.empty")
          /\ queue' = "draining"
          /\ UNCHANGED <<armed, dropped, module, warned, fault>>

\* waits until nothing is queued on queue or running
Modprobe7Empty ==
  /\ Go(modprobe, "7.empty", "7.free")
  /\ ~Busy(poll)
  /\ queue' = IF DrainedQueueRejects THEN queue ELSE "live"
  /\ UNCHANGED <<armed, dropped, module, warned, fault>>

\* frees queue unless something was queued meanwhile
Modprobe7Free ==
  /\ Go(modprobe, "7.free", "sync")
  /\ IF Busy(poll) THEN warned' = TRUE /\ queue' = "live" ELSE queue' = "freed" /\ UNCHANGED warned
  /\ UNCHANGED <<armed, dropped, module, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, dropped, module, warned, queue, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, dropped, warned, queue, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7Drain \/ Modprobe7Empty \/ Modprobe7Free
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* poll *)

PollIdle ==                                      \* a kworker takes the work item
  /\ Go(poll, "idle", "8")
  /\ armed[poll]
  /\ armed' = [armed EXCEPT ![poll] = FALSE]
  /\ UNCHANGED <<dropped, module, warned, queue, fault>>

Poll8 ==                                         \* queue_work(queue, &poll)
  /\ At(poll, "8")
  /\ IF armed[poll] \/ dropped[poll]
     THEN Goto(poll, "return") /\ UNCHANGED <<armed, dropped, module, warned, queue, fault>>
     ELSE IF BadQueue(queue) # "none"
          THEN Crash(BadQueue(queue))
          ELSE /\ Goto(poll, "return")
               /\ armed' = [armed EXCEPT ![poll] = TRUE]
               /\ UNCHANGED <<dropped, module, warned, queue, fault>>

PollReturn ==                                    \* returns
  /\ Go(poll, "return", "idle")
  /\ UNCHANGED <<armed, dropped, module, warned, queue, fault>>

Poll ==
  \/ PollIdle
  \/ Poll8
  \/ PollReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, dropped, module, warned, queue>>

Init ==
  /\ pc      = modprobe :> "1" @@ poll :> "idle"
  /\ armed   = [c \in Callbacks |-> FALSE]
  /\ dropped = [c \in Callbacks |-> FALSE]
  /\ module  = "coming"
  /\ warned  = FALSE
  /\ queue   = "null"
  /\ fault   = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Poll
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7Empty)
  /\ WF_vars(Poll \/ FetchFault(poll))

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

FlushPending    == pc[modprobe] = "7.empty"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
