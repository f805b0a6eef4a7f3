--------------------------- MODULE CancelSyncSelf ---------------------------
(***************************************************************************)
(* The item calls cancel_work_sync() on itself.                            *)
(*                                                                         *)
(*   init  1  schedule_work(&poll);                                        *)
(*         2  return 0;                                                    *)
(*   exit  3  cancel_work_sync(&poll);                                     *)
(*   poll  4  if (device_failed()) {                                       *)
(*         5      cancel_work_sync(&poll);                                 *)
(*         6  } else {                                                     *)
(*         7      schedule_work(&poll);                                    *)
(*         8  }                                                            *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,            \* the task that loads and unloads the module
  poll,                \* the function of a work item
  \* work that cancel_work_sync() or a relative waits for is pending until that returns, and nobody
  \* else can take it
  CancelledWorkPends

VARIABLES
  pc,                  \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,          \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,              \* "coming", "live", "going" or "freed"
  fault                \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, fault>>

Contexts  == {modprobe, poll}
Callbacks == {poll}
CoreText  == {"live", "sync", "free", "done", "idle"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"3.steal", "5.steal"} => (CancelledWorkPends => cancelling[poll] = 0)
  /\ pc[c] \in {"3.wait", "5.wait"} => pc[poll] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* schedule_work(&poll)
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![poll] = @ \/ cancelling[poll] = 0]
  /\ UNCHANGED <<cancelling, module, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, cancelling, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3.steal")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, fault>>

\* 3  cancel_work_sync(&poll)
Modprobe3Steal ==                                \* takes poll off and forbids queueing
  /\ Go(modprobe, "3.steal", "3.wait")
  /\ (CancelledWorkPends => cancelling[poll] = 0)
  /\ armed' = [armed EXCEPT ![poll] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![poll] = @ + 1]
  /\ UNCHANGED <<module, fault>>

Modprobe3Wait ==                                 \* waits for a running instance of poll
  /\ Go(modprobe, "3.wait", "3.allow")
  /\ pc[poll] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, fault>>

Modprobe3Allow ==                                \* allows queueing again
  /\ Go(modprobe, "3.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![poll] = @ - 1]
  /\ UNCHANGED <<armed, module, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3Steal \/ Modprobe3Wait \/ Modprobe3Allow
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* poll *)

PollIdle ==                                      \* a kworker takes the work item
  /\ Go(poll, "idle", "4")
  /\ armed[poll]
  /\ armed' = [armed EXCEPT ![poll] = FALSE]
  /\ UNCHANGED <<cancelling, module, fault>>

Poll4 ==                                         \* if (device_failed())
  /\ At(poll, "4")
  /\ Goto(poll, "5.steal") \/ Goto(poll, "7")
  /\ UNCHANGED <<armed, cancelling, module, fault>>

\* 5  cancel_work_sync(&poll)
Poll5Steal ==                                    \* takes poll off and forbids queueing
  /\ Go(poll, "5.steal", "5.wait")
  /\ (CancelledWorkPends => cancelling[poll] = 0)
  /\ armed' = [armed EXCEPT ![poll] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![poll] = @ + 1]
  /\ UNCHANGED <<module, fault>>

Poll5Wait ==                                     \* waits for a running instance of poll
  /\ Go(poll, "5.wait", "5.allow")
  /\ pc[poll] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, fault>>

Poll5Allow ==                                    \* allows queueing again
  /\ Go(poll, "5.allow", "return")
  /\ cancelling' = [cancelling EXCEPT ![poll] = @ - 1]
  /\ UNCHANGED <<armed, module, fault>>

Poll7 ==                                         \* schedule_work(&poll)
  /\ Go(poll, "7", "return")
  /\ armed' = [armed EXCEPT ![poll] = @ \/ cancelling[poll] = 0]
  /\ UNCHANGED <<cancelling, module, fault>>

PollReturn ==                                    \* returns
  /\ Go(poll, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, fault>>

Poll ==
  \/ PollIdle
  \/ Poll4
  \/ Poll5Steal \/ Poll5Wait \/ Poll5Allow
  \/ Poll7
  \/ PollReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module>>

Init ==
  /\ pc         = modprobe :> "1" @@ poll :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Poll
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe3Steal \/ Modprobe3Wait)
  /\ WF_vars(Poll \/ FetchFault(poll))
  /\ SF_vars(Poll5Steal \/ Poll5Wait)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending(c) == pc[c] \in {"3.steal", "3.wait", "5.steal", "5.wait"}
FlushTerminates == \A c \in Contexts : []<>(~FlushPending(c) \/ fault # "none")
=============================================================================
