-------------------- MODULE CancelWrongVariantWorkqueue ---------------------
(***************************************************************************)
(* cancel_work_sync() spins until the timer has expired, and no longer.    *)
(*                                                                         *)
(*   init  1  schedule_delayed_work(&item, HZ);                            *)
(*         2  return 0;                                                    *)
(*   exit  3  cancel_work_sync(&item);                                     *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  item              \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  timed,            \* the timers of delayed work: "off", "on", or "unlinked" from the item
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, timed, cancelling, module, fault>>

Contexts  == {modprobe, item}
Callbacks == {item}
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
  /\ pc[c] = "3.steal" => timed[item] # "on"
  /\ pc[c] = "3.wait" => pc[item] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* schedule_delayed_work(&item, HZ)
  /\ Go(modprobe, "1", "2")
  /\ IF armed[item] \/ timed[item] = "on" \/ cancelling[item] > 0
     THEN UNCHANGED timed
     ELSE timed' = [timed EXCEPT ![item] = "on"]
  /\ UNCHANGED <<armed, cancelling, module, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, timed, cancelling, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3.steal")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, timed, cancelling, fault>>

\* 3  cancel_work_sync(&item)
Modprobe3Steal ==                                \* takes item off and forbids queueing
  /\ Go(modprobe, "3.steal", "3.wait")
  /\ timed[item] # "on"
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ timed' = [timed EXCEPT ![item] = "off"]
  /\ cancelling' = [cancelling EXCEPT ![item] = @ + 1]
  /\ UNCHANGED <<module, fault>>

Modprobe3Wait ==                                 \* waits for a running instance of item
  /\ Go(modprobe, "3.wait", "3.allow")
  /\ pc[item] = "idle"
  /\ UNCHANGED <<armed, timed, cancelling, module, fault>>

Modprobe3Allow ==                                \* allows queueing again
  /\ Go(modprobe, "3.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![item] = @ - 1]
  /\ UNCHANGED <<armed, timed, module, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, timed, cancelling, module, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, timed, cancelling, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3Steal \/ Modprobe3Wait \/ Modprobe3Allow
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* a kworker takes the work item
  /\ Go(item, "idle", "return")
  /\ armed[item]
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ UNCHANGED <<timed, cancelling, module, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ UNCHANGED <<armed, timed, cancelling, module, fault>>

Item == ItemIdle \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

DelayExpires(c) ==                               \* the timer of delayed work expires
  /\ fault = "none"
  /\ timed[c] # "off"
  /\ /\ timed' = [timed EXCEPT ![c] = "off"]
     /\ IF cancelling[c] > 0 THEN UNCHANGED armed ELSE armed' = [armed EXCEPT ![c] = TRUE]
  /\ UNCHANGED <<pc, cancelling, module, fault>>

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, timed, cancelling, module>>

Init ==
  /\ pc         = modprobe :> "1" @@ item :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ timed      = [c \in Callbacks |-> "off"]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Item
  \/ \E c \in Callbacks : DelayExpires(c)
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe3Steal \/ Modprobe3Wait)
  /\ WF_vars(Item \/ FetchFault(item))
  /\ \A c \in Callbacks : WF_vars(DelayExpires(c))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"3.steal", "3.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
