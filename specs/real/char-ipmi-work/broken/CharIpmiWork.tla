---------------------------- MODULE CharIpmiWork ----------------------------
(***************************************************************************)
(* Exit leaves the item where it is.                                       *)
(*                                                                         *)
(*   init          1  return 0;                                            *)
(*   release_user  2  schedule_work(&remove_work);                         *)
(*   remove_work   3  msleep(100);                                         *)
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
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, refs, fault>>

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
Ready(c) == TRUE

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* return 0
  /\ Go(modprobe, "1", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "sync")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, module, refs, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, refs, fault>>

Modprobe ==
  \/ Modprobe1
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* release_user *)

ReleaseUserIdle ==                               \* a user calls into the module
  /\ Go(release_user, "idle", "2")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, module, fault>>

ReleaseUser2 ==                                  \* schedule_work(&remove_work)
  /\ Go(release_user, "2", "leave")
  /\ armed' = [armed EXCEPT ![remove_work] = TRUE]
  /\ UNCHANGED <<module, refs, fault>>

ReleaseUserLeave ==                              \* the call returns to user space
  /\ Go(release_user, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, module, fault>>

ReleaseUser ==
  \/ ReleaseUser2
  \/ ReleaseUserLeave

-----------------------------------------------------------------------------
(* remove_work *)

RemoveWorkIdle ==                                \* a kworker takes the work item
  /\ Go(remove_work, "idle", "3")
  /\ armed[remove_work]
  /\ armed' = [armed EXCEPT ![remove_work] = FALSE]
  /\ UNCHANGED <<module, refs, fault>>

RemoveWork3 ==                                   \* msleep(100)
  /\ Go(remove_work, "3", "return")
  /\ UNCHANGED <<armed, module, refs, fault>>

RemoveWorkReturn ==                              \* returns
  /\ Go(remove_work, "return", "idle")
  /\ UNCHANGED <<armed, module, refs, fault>>

RemoveWork ==
  \/ RemoveWorkIdle
  \/ RemoveWork3
  \/ RemoveWorkReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, refs>>

Init ==
  /\ pc     = modprobe :> "1" @@ release_user :> "idle" @@ remove_work :> "idle"
  /\ armed  = [c \in Callbacks |-> FALSE]
  /\ module = "coming"
  /\ refs   = 2
  /\ fault  = "none"

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
=============================================================================
