------------------------- MODULE CharIpmiWorkMended -------------------------
(***************************************************************************)
(* Exit waits until the item is neither queued nor running.                *)
(*                                                                         *)
(*   init          1  return 0;                                            *)
(*   exit          2  cancel_work_sync(&remove_work);                      *)
(*   release_user  3  schedule_work(&remove_work);                         *)
(*   remove_work   4  msleep(100);                                         *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  release_user,     \* a task that calls release_user()
  remove_work       \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, refs, fault>>

Contexts  == {modprobe, release_user, remove_work}
Callbacks == {remove_work}
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
Ready(c) == pc[c] = "2.wait" => pc[remove_work] = "idle"

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

\* 2  cancel_work_sync(&remove_work)
Modprobe2Steal ==                                \* takes remove_work off and forbids queueing
  /\ Go(modprobe, "2.steal", "2.wait")
  /\ armed' = [armed EXCEPT ![remove_work] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![remove_work] = @ + 1]
  /\ UNCHANGED <<module, refs, fault>>

Modprobe2Wait ==                                 \* waits for a running instance of remove_work
  /\ Go(modprobe, "2.wait", "2.allow")
  /\ pc[remove_work] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

Modprobe2Allow ==                                \* allows queueing again
  /\ Go(modprobe, "2.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![remove_work] = @ - 1]
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
(* release_user *)

ReleaseUserIdle ==                               \* a user calls into the module
  /\ Go(release_user, "idle", "3")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, fault>>

ReleaseUser3 ==                                  \* schedule_work(&remove_work)
  /\ Go(release_user, "3", "leave")
  /\ armed' = [armed EXCEPT ![remove_work] = @ \/ cancelling[remove_work] = 0]
  /\ UNCHANGED <<cancelling, module, refs, fault>>

ReleaseUserLeave ==                              \* the call returns to user space
  /\ Go(release_user, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, fault>>

ReleaseUser ==
  \/ ReleaseUser3
  \/ ReleaseUserLeave

-----------------------------------------------------------------------------
(* remove_work *)

RemoveWorkIdle ==                                \* a kworker takes the work item
  /\ Go(remove_work, "idle", "4")
  /\ armed[remove_work]
  /\ armed' = [armed EXCEPT ![remove_work] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, fault>>

RemoveWork4 ==                                   \* msleep(100)
  /\ Go(remove_work, "4", "return")
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

RemoveWorkReturn ==                              \* returns
  /\ Go(remove_work, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

RemoveWork ==
  \/ RemoveWorkIdle
  \/ RemoveWork4
  \/ RemoveWorkReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs>>

Init ==
  /\ pc         = modprobe :> "1" @@ release_user :> "idle" @@ remove_work :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ refs       = 2
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ ReleaseUser
  \/ ReleaseUserIdle
  \/ RemoveWork
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe2Steal \/ Modprobe2Wait)
  /\ WF_vars(ReleaseUser \/ FetchFault(release_user))
  /\ WF_vars(RemoveWork \/ FetchFault(remove_work))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

AtRest ==
  /\ module = "live"
  /\ pc[release_user] \in {"idle", "done"}
  /\ pc[remove_work] = "idle" /\ ~armed[remove_work]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[release_user] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"2.steal", "2.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
