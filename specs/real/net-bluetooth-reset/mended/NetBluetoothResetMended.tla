---------------------- MODULE NetBluetoothResetMended -----------------------
(*****************************************************************************)
(* Unregistering cancels the reset, and then holds the last reference.       *)
(*                                                                           *)
(*   init         1  req_workqueue = alloc_workqueue("req_workqueue", 0, 0); *)
(*                2  if (!req_workqueue) {                                   *)
(*                3      return -ENOMEM;                                     *)
(*                4  }                                                       *)
(*                5  queue_work(req_workqueue, &error_reset);                *)
(*                6  return 0;                                               *)
(*   exit         7  cancel_work_sync(&error_reset);                         *)
(*                8  destroy_workqueue(req_workqueue);                       *)
(*   error_reset  9  reset_done = true;                                      *)
(*****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,             \* the task that loads and unloads the module
  error_reset,          \* the function of a work item
  \* queueing on a workqueue after the drain of destroy_workqueue() is rejected
  DrainedQueueRejects

VARIABLES
  pc,                   \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  dropped,              \* work that a draining workqueue has refused: pending, and on no list
  \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  cancelling,
  module,               \* "coming", "live", "going" or "freed"
  warned,               \* the kernel printed a warning
  reset_done,           \* bool
  req_workqueue,        \* struct workqueue_struct *: "null", "live", "draining" or "freed"
  fault                 \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, dropped, cancelling, module, warned, reset_done, req_workqueue, fault>>

Contexts  == {modprobe, error_reset}
Callbacks == {error_reset}
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
  /\ UNCHANGED <<pc, armed, dropped, cancelling, module, warned, reset_done, req_workqueue>>

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
  /\ pc[c] = "7.steal" => ~dropped[error_reset]
  /\ pc[c] = "7.wait" => pc[error_reset] = "idle"
  /\ pc[c] = "8.empty" => ~Busy(error_reset)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

\* req_workqueue = alloc_workqueue("req_workqueue", 0, 0)
Modprobe1 ==
  /\ Go(modprobe, "1", "2")
  /\ req_workqueue' = "live" \/ req_workqueue' = "null"
  /\ UNCHANGED <<armed, dropped, cancelling, module, warned, reset_done, fault>>

Modprobe2 ==                                     \* if (!req_workqueue)
  /\ Go(modprobe, "2", IF req_workqueue = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, dropped, cancelling, module, warned, reset_done, req_workqueue, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, dropped, cancelling, warned, reset_done, req_workqueue, fault>>

Modprobe5 ==                                     \* queue_work(req_workqueue, &error_reset)
  /\ At(modprobe, "5")
  /\ IF armed[error_reset] \/ dropped[error_reset] \/ cancelling[error_reset] > 0
     THEN /\ Goto(modprobe, "6")
          /\ UNCHANGED <<armed, dropped, cancelling, module, warned, reset_done, req_workqueue,
                         fault>>
     ELSE IF BadQueue(req_workqueue) # "none"
          THEN Crash(BadQueue(req_workqueue))
          ELSE /\ Goto(modprobe, "6")
               /\ InsertWork(req_workqueue, error_reset)
               /\ UNCHANGED <<cancelling, module, reset_done, req_workqueue, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, dropped, cancelling, warned, reset_done, req_workqueue, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7.steal")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, dropped, cancelling, warned, reset_done, req_workqueue, fault>>

\* 7  cancel_work_sync(&error_reset)
Modprobe7Steal ==                                \* takes error_reset off and forbids queueing
  /\ Go(modprobe, "7.steal", "7.wait")
  /\ ~dropped[error_reset]
  /\ armed' = [armed EXCEPT ![error_reset] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![error_reset] = @ + 1]
  /\ UNCHANGED <<dropped, module, warned, reset_done, req_workqueue, fault>>

Modprobe7Wait ==                                 \* waits for a running instance of error_reset
  /\ Go(modprobe, "7.wait", "7.allow")
  /\ pc[error_reset] = "idle"
  /\ UNCHANGED <<armed, dropped, cancelling, module, warned, reset_done, req_workqueue, fault>>

Modprobe7Allow ==                                \* allows queueing again
  /\ Go(modprobe, "7.allow", "8.drain")
  /\ cancelling' = [cancelling EXCEPT ![error_reset] = @ - 1]
  /\ UNCHANGED <<armed, dropped, module, warned, reset_done, req_workqueue, fault>>

\* 8  destroy_workqueue(req_workqueue)
Modprobe8Drain ==                                \* forbids queueing on req_workqueue from outside
  /\ At(modprobe, "8.drain")
  /\ IF BadQueue(req_workqueue) # "none"
     THEN Crash(BadQueue(req_workqueue))
     ELSE /\ Goto(modprobe, "8.empty")
          /\ req_workqueue' = "draining"
          /\ UNCHANGED <<armed, dropped, cancelling, module, warned, reset_done, fault>>

\* waits until nothing is queued on req_workqueue or running
Modprobe8Empty ==
  /\ Go(modprobe, "8.empty", "8.free")
  /\ ~Busy(error_reset)
  /\ req_workqueue' = IF DrainedQueueRejects THEN req_workqueue ELSE "live"
  /\ UNCHANGED <<armed, dropped, cancelling, module, warned, reset_done, fault>>

\* frees req_workqueue unless something was queued meanwhile
Modprobe8Free ==
  /\ Go(modprobe, "8.free", "sync")
  /\ IF Busy(error_reset)
     THEN warned' = TRUE /\ req_workqueue' = "live"
     ELSE req_workqueue' = "freed" /\ UNCHANGED warned
  /\ UNCHANGED <<armed, dropped, cancelling, module, reset_done, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, dropped, cancelling, module, warned, reset_done, req_workqueue, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, dropped, cancelling, warned, reset_done, req_workqueue, fault>>

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
(* error_reset *)

ErrorResetIdle ==                                \* a kworker takes the work item
  /\ Go(error_reset, "idle", "9")
  /\ armed[error_reset]
  /\ armed' = [armed EXCEPT ![error_reset] = FALSE]
  /\ UNCHANGED <<dropped, cancelling, module, warned, reset_done, req_workqueue, fault>>

ErrorReset9 ==                                   \* reset_done = true
  /\ Go(error_reset, "9", "return")
  /\ reset_done' = TRUE
  /\ UNCHANGED <<armed, dropped, cancelling, module, warned, req_workqueue, fault>>

ErrorResetReturn ==                              \* returns
  /\ Go(error_reset, "return", "idle")
  /\ UNCHANGED <<armed, dropped, cancelling, module, warned, reset_done, req_workqueue, fault>>

ErrorReset ==
  \/ ErrorResetIdle
  \/ ErrorReset9
  \/ ErrorResetReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, dropped, cancelling, module, warned, reset_done, req_workqueue>>

Init ==
  /\ pc            = modprobe :> "1" @@ error_reset :> "idle"
  /\ armed         = [c \in Callbacks |-> FALSE]
  /\ dropped       = [c \in Callbacks |-> FALSE]
  /\ cancelling    = [c \in Callbacks |-> 0]
  /\ module        = "coming"
  /\ warned        = FALSE
  /\ reset_done    = FALSE
  /\ req_workqueue = "null"
  /\ fault         = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ ErrorReset
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7Steal \/ Modprobe7Wait \/ Modprobe8Empty)
  /\ WF_vars(ErrorReset \/ FetchFault(error_reset))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => req_workqueue \notin {"live", "draining"}
  /\ req_workqueue = "live" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"7.steal", "7.wait", "8.empty"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
