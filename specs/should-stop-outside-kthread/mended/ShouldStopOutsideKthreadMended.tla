------------------- MODULE ShouldStopOutsideKthreadMended -------------------
(***************************************************************************)
(* The item polls until exit sets a flag.                                  *)
(*                                                                         *)
(*   init  1  schedule_work(&poll);                                        *)
(*         2  return 0;                                                    *)
(*   exit  3  stopping = true;                                             *)
(*         4  cancel_work_sync(&poll);                                     *)
(*   poll  5  while (!stopping) {                                          *)
(*         6      msleep(100);                                             *)
(*         7  }                                                            *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  poll              \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  stopping,         \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, stopping, fault>>

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
Ready(c) == pc[c] = "4.wait" => pc[poll] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* schedule_work(&poll)
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![poll] = @ \/ cancelling[poll] = 0]
  /\ UNCHANGED <<cancelling, module, stopping, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, cancelling, stopping, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, stopping, fault>>

Modprobe3 ==                                     \* stopping = true
  /\ Go(modprobe, "3", "4.steal")
  /\ stopping' = TRUE
  /\ UNCHANGED <<armed, cancelling, module, fault>>

\* 4  cancel_work_sync(&poll)
Modprobe4Steal ==                                \* takes poll off and forbids queueing
  /\ Go(modprobe, "4.steal", "4.wait")
  /\ armed' = [armed EXCEPT ![poll] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![poll] = @ + 1]
  /\ UNCHANGED <<module, stopping, fault>>

Modprobe4Wait ==                                 \* waits for a running instance of poll
  /\ Go(modprobe, "4.wait", "4.allow")
  /\ pc[poll] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, stopping, fault>>

Modprobe4Allow ==                                \* allows queueing again
  /\ Go(modprobe, "4.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![poll] = @ - 1]
  /\ UNCHANGED <<armed, module, stopping, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, stopping, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, stopping, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe4Steal \/ Modprobe4Wait \/ Modprobe4Allow
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* poll *)

PollIdle ==                                      \* a kworker takes the work item
  /\ Go(poll, "idle", "5")
  /\ armed[poll]
  /\ armed' = [armed EXCEPT ![poll] = FALSE]
  /\ UNCHANGED <<cancelling, module, stopping, fault>>

Poll5 ==                                         \* while (!stopping)
  /\ Go(poll, "5", IF stopping THEN "return" ELSE "6")
  /\ UNCHANGED <<armed, cancelling, module, stopping, fault>>

Poll6 ==                                         \* msleep(100)
  /\ Go(poll, "6", "5")
  /\ UNCHANGED <<armed, cancelling, module, stopping, fault>>

PollReturn ==                                    \* returns
  /\ Go(poll, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, stopping, fault>>

Poll ==
  \/ PollIdle
  \/ Poll5
  \/ Poll6
  \/ PollReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, stopping>>

Init ==
  /\ pc         = modprobe :> "1" @@ poll :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ stopping   = FALSE
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
  /\ SF_vars(Modprobe4Steal \/ Modprobe4Wait)
  /\ WF_vars(Poll \/ FetchFault(poll))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"4.steal", "4.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
