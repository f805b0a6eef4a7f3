------------------------- MODULE BlockNvmeKeepAlive -------------------------
(***************************************************************************)
(* A failed connect frees the controller.                                  *)
(*                                                                         *)
(*   init         1  ctrl = kzalloc(sizeof( *ctrl), GFP_KERNEL);           *)
(*                2  if (!ctrl) {                                          *)
(*                3      return -ENOMEM;                                   *)
(*                4  }                                                     *)
(*                5  schedule_work(&keep_alive);                           *)
(*                6  if (connect_fails()) {                                *)
(*                7      kfree(ctrl);                                      *)
(*                8      return -ENODEV;                                   *)
(*                9  }                                                     *)
(*               10  return 0;                                             *)
(*   exit        11  cancel_work_sync(&keep_alive);                        *)
(*               12  kfree(ctrl);                                          *)
(*   keep_alive  13  use(ctrl);                                            *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  keep_alive        \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  ctrl,             \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, ctrl, fault>>

Contexts  == {modprobe, keep_alive}
Callbacks == {keep_alive}
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
  /\ UNCHANGED <<pc, armed, cancelling, module, ctrl>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "11.wait" => pc[keep_alive] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* ctrl = kzalloc(sizeof(*ctrl), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ ctrl' = "valid" \/ ctrl' = "null"
  /\ UNCHANGED <<armed, cancelling, module, fault>>

Modprobe2 ==                                     \* if (!ctrl)
  /\ Go(modprobe, "2", IF ctrl = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, cancelling, module, ctrl, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, ctrl, fault>>

Modprobe5 ==                                     \* schedule_work(&keep_alive)
  /\ Go(modprobe, "5", "6")
  /\ armed' = [armed EXCEPT ![keep_alive] = @ \/ cancelling[keep_alive] = 0]
  /\ UNCHANGED <<cancelling, module, ctrl, fault>>

Modprobe6 ==                                     \* if (connect_fails())
  /\ At(modprobe, "6")
  /\ Goto(modprobe, "7") \/ Goto(modprobe, "10")
  /\ UNCHANGED <<armed, cancelling, module, ctrl, fault>>

Modprobe7 ==                                     \* kfree(ctrl)
  /\ At(modprobe, "7")
  /\ IF ctrl = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "8")
          /\ ctrl' = IF ctrl = "valid" THEN "freed" ELSE ctrl
          /\ UNCHANGED <<armed, cancelling, module, fault>>

Modprobe8 ==                                     \* return -ENODEV
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, ctrl, fault>>

Modprobe10 ==                                    \* return 0
  /\ Go(modprobe, "10", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, cancelling, ctrl, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "11.steal")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, ctrl, fault>>

\* 11  cancel_work_sync(&keep_alive)
Modprobe11Steal ==                               \* takes keep_alive off and forbids queueing
  /\ Go(modprobe, "11.steal", "11.wait")
  /\ armed' = [armed EXCEPT ![keep_alive] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![keep_alive] = @ + 1]
  /\ UNCHANGED <<module, ctrl, fault>>

Modprobe11Wait ==                                \* waits for a running instance of keep_alive
  /\ Go(modprobe, "11.wait", "11.allow")
  /\ pc[keep_alive] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, ctrl, fault>>

Modprobe11Allow ==                               \* allows queueing again
  /\ Go(modprobe, "11.allow", "12")
  /\ cancelling' = [cancelling EXCEPT ![keep_alive] = @ - 1]
  /\ UNCHANGED <<armed, module, ctrl, fault>>

Modprobe12 ==                                    \* kfree(ctrl)
  /\ At(modprobe, "12")
  /\ IF ctrl = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ ctrl' = IF ctrl = "valid" THEN "freed" ELSE ctrl
          /\ UNCHANGED <<armed, cancelling, module, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, ctrl, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, ctrl, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10
  \/ Modprobe11Steal \/ Modprobe11Wait \/ Modprobe11Allow
  \/ Modprobe12
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* keep_alive *)

KeepAliveIdle ==                                 \* a kworker takes the work item
  /\ Go(keep_alive, "idle", "13")
  /\ armed[keep_alive]
  /\ armed' = [armed EXCEPT ![keep_alive] = FALSE]
  /\ UNCHANGED <<cancelling, module, ctrl, fault>>

KeepAlive13 ==                                   \* use(ctrl)
  /\ At(keep_alive, "13")
  /\ IF ctrl = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF ctrl = "freed"
          THEN Crash("KASAN-UAF")
          ELSE Goto(keep_alive, "return") /\ UNCHANGED <<armed, cancelling, module, ctrl, fault>>

KeepAliveReturn ==                               \* returns
  /\ Go(keep_alive, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, ctrl, fault>>

KeepAlive ==
  \/ KeepAliveIdle
  \/ KeepAlive13
  \/ KeepAliveReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, ctrl>>

Init ==
  /\ pc         = modprobe :> "1" @@ keep_alive :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ ctrl       = "null"
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ KeepAlive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe11Steal \/ Modprobe11Wait)
  /\ WF_vars(KeepAlive \/ FetchFault(keep_alive))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked ==
  /\ module = "freed" => ctrl # "valid"
  /\ ctrl = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"11.steal", "11.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
