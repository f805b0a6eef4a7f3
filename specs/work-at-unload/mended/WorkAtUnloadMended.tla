------------------------- MODULE WorkAtUnloadMended -------------------------
(***************************************************************************)
(* Exit cancels the item and waits for a running instance.                 *)
(*                                                                         *)
(*   init    1  return 0;                                                  *)
(*   exit    2  cancel_work_sync(&item);                                   *)
(*   submit  3  schedule_work(&item);                                      *)
(*   item    4  msleep(100);                                               *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  submit,           \* a task that calls submit()
  item              \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, refs, fault>>

Contexts  == {modprobe, submit, item}
Callbacks == {item}
CoreText  == {"live", "sync", "free", "done", "idle", "leave"}

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
Ready(c) == pc[c] = "2.wait" => pc[item] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* return 0
  /\ Go(modprobe, "1", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "2.steal")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, cancelling, fault>>

\* 2  cancel_work_sync(&item)
Modprobe2Steal ==                                \* takes item off and forbids queueing
  /\ Go(modprobe, "2.steal", "2.wait")
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![item] = @ + 1]
  /\ UNCHANGED <<module, refs, fault>>

Modprobe2Wait ==                                 \* waits for a running instance of item
  /\ Go(modprobe, "2.wait", "2.allow")
  /\ pc[item] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

Modprobe2Allow ==                                \* allows queueing again
  /\ Go(modprobe, "2.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![item] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, refs, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2Steal \/ Modprobe2Wait \/ Modprobe2Allow
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* submit *)

SubmitIdle ==                                    \* a user calls into the module
  /\ Go(submit, "idle", "3")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, fault>>

Submit3 ==                                       \* schedule_work(&item)
  /\ Go(submit, "3", "leave")
  /\ armed' = [armed EXCEPT ![item] = @ \/ cancelling[item] = 0]
  /\ UNCHANGED <<cancelling, module, refs, fault>>

SubmitLeave ==                                   \* the call returns to user space
  /\ Go(submit, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, fault>>

Submit ==
  \/ Submit3
  \/ SubmitLeave

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* a kworker takes the work item
  /\ Go(item, "idle", "4")
  /\ armed[item]
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, fault>>

Item4 ==                                         \* msleep(100)
  /\ Go(item, "4", "return")
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

Item ==
  \/ ItemIdle
  \/ Item4
  \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs>>

Init ==
  /\ pc         = modprobe :> "1" @@ submit :> "idle" @@ item :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ refs       = 2
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Submit
  \/ SubmitIdle
  \/ Item
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe2Steal \/ Modprobe2Wait)
  /\ WF_vars(Submit \/ FetchFault(submit))
  /\ WF_vars(Item \/ FetchFault(item))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

AtRest ==
  /\ module = "live"
  /\ pc[submit] \in {"idle", "done"}
  /\ pc[item] = "idle" /\ ~armed[item]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[submit] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"2.steal", "2.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
