------------------------ MODULE NetTempestaRcuMended ------------------------
(***************************************************************************)
(* Exit waits for pending callbacks.                                       *)
(*                                                                         *)
(*   init           1  group = kzalloc(sizeof( *group), GFP_KERNEL);       *)
(*                  2  if (!group) {                                       *)
(*                  3      return -ENOMEM;                                 *)
(*                  4  }                                                   *)
(*                  5  return 0;                                           *)
(*   exit           6  if (!removed) {                                     *)
(*                  7      kfree(group);                                   *)
(*                  8  }                                                   *)
(*                  9  rcu_barrier();                                      *)
(*   remove_group  10  removed = true;                                     *)
(*                 11  call_rcu(&rcu, free_rcu);                           *)
(*   free_rcu      12  kfree(group);                                       *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  remove_group,     \* a task that calls remove_group()
  free_rcu          \* a function given to call_rcu()

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  behind,           \* who waits behind the instance that is queued, in a flush or rcu_barrier()
  behindRunning,    \* who waits behind the instance that runs
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  readers,          \* whom synchronize_rcu() still waits for
  warned,           \* the kernel printed a warning
  group,            \* memory: "null", "valid" or "freed"
  removed,          \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, behind, behindRunning, module, refs, readers, warned, group, removed, fault>>

Contexts  == {modprobe, remove_group, free_rcu}
Callbacks == {free_rcu}
CoreText  == {"sync", "live", "grace", "free", "done", "idle", "leave"}

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
  /\ UNCHANGED <<pc, armed, behind, behindRunning, module, refs, readers, warned, group, removed>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* RCU waits for c: it is in module text, and neither sleeps nor is about to.
Reading(c) == InModuleText(c)

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "9.wait" => c \notin behind[free_rcu] /\ c \notin behindRunning[free_rcu]
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* group = kzalloc(sizeof(*group), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ group' = "valid" \/ group' = "null"
  /\ UNCHANGED <<armed, behind, behindRunning, module, refs, readers, warned, removed, fault>>

Modprobe2 ==                                     \* if (!group)
  /\ Go(modprobe, "2", IF group = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, behind, behindRunning, module, refs, readers, warned, group, removed,
                 fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, behind, behindRunning, readers, warned, group, removed, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, behind, behindRunning, readers, warned, group, removed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, behind, behindRunning, readers, warned, group, removed, fault>>

Modprobe6 ==                                     \* if (!removed)
  /\ Go(modprobe, "6", IF removed THEN "9.begin" ELSE "7")
  /\ UNCHANGED <<armed, behind, behindRunning, module, refs, readers, warned, group, removed,
                 fault>>

Modprobe7 ==                                     \* kfree(group)
  /\ At(modprobe, "7")
  /\ IF group = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "9.begin")
          /\ group' = IF group = "valid" THEN "freed" ELSE group
          /\ UNCHANGED <<armed, behind, behindRunning, module, refs, readers, warned, removed,
                         fault>>

\* 9  rcu_barrier()
Modprobe9Begin ==                                \* notes which callbacks are pending
  /\ Go(modprobe, "9.begin", "9.wait")
  /\ behind' = [behind EXCEPT ![free_rcu] = IF armed[free_rcu] THEN @ \cup {modprobe} ELSE @]
  /\ behindRunning' = [behindRunning EXCEPT ![free_rcu] = IF pc[free_rcu] # "idle"
                                                          THEN @ \cup {modprobe}
                                                          ELSE @]
  /\ UNCHANGED <<armed, module, refs, readers, warned, group, removed, fault>>

Modprobe9Wait ==                                 \* waits for those callbacks
  /\ Go(modprobe, "9.wait", "sync")
  /\ modprobe \notin behind[free_rcu] /\ modprobe \notin behindRunning[free_rcu]
  /\ UNCHANGED <<armed, behind, behindRunning, module, refs, readers, warned, group, removed,
                 fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<armed, behind, behindRunning, module, refs, warned, group, removed, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, behind, behindRunning, module, refs, warned, group, removed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, behind, behindRunning, refs, readers, warned, group, removed, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe9Begin \/ Modprobe9Wait
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* remove_group *)

RemoveGroupIdle ==                               \* a user calls into the module
  /\ Go(remove_group, "idle", "10")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, behind, behindRunning, module, readers, warned, group, removed, fault>>

RemoveGroup10 ==                                 \* removed = true
  /\ Go(remove_group, "10", "11")
  /\ removed' = TRUE
  /\ UNCHANGED <<armed, behind, behindRunning, module, refs, readers, warned, group, fault>>

RemoveGroup11 ==                                 \* call_rcu(&rcu, free_rcu)
  /\ Go(remove_group, "11", "leave")
  /\ IF armed[free_rcu]
     THEN warned' = TRUE /\ UNCHANGED armed
     ELSE armed' = [armed EXCEPT ![free_rcu] = TRUE] /\ UNCHANGED warned
  /\ UNCHANGED <<behind, behindRunning, module, refs, readers, group, removed, fault>>

RemoveGroupLeave ==                              \* the call returns to user space
  /\ Go(remove_group, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, behind, behindRunning, module, readers, warned, group, removed, fault>>

RemoveGroup ==
  \/ RemoveGroup10
  \/ RemoveGroup11
  \/ RemoveGroupLeave

-----------------------------------------------------------------------------
(* free_rcu *)

FreeRcuIdle ==                                   \* the grace period is over
  /\ Go(free_rcu, "idle", "12")
  /\ armed[free_rcu]
  /\ armed' = [armed EXCEPT ![free_rcu] = FALSE]
  /\ behind' = [behind EXCEPT ![free_rcu] = {}]
  /\ behindRunning' = [behindRunning EXCEPT ![free_rcu] = behind[free_rcu]]
  /\ UNCHANGED <<module, refs, readers, warned, group, removed, fault>>

FreeRcu12 ==                                     \* kfree(group)
  /\ At(free_rcu, "12")
  /\ IF group = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(free_rcu, "return")
          /\ group' = IF group = "valid" THEN "freed" ELSE group
          /\ UNCHANGED <<armed, behind, behindRunning, module, refs, readers, warned, removed,
                         fault>>

FreeRcuReturn ==                                 \* returns
  /\ Go(free_rcu, "return", "idle")
  /\ behindRunning' = [behindRunning EXCEPT ![free_rcu] = {}]
  /\ UNCHANGED <<armed, behind, module, refs, readers, warned, group, removed, fault>>

FreeRcu ==
  \/ FreeRcuIdle
  \/ FreeRcu12
  \/ FreeRcuReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, behind, behindRunning, module, refs, readers, warned, group, removed>>

Init ==
  /\ pc            = modprobe :> "1" @@ remove_group :> "idle" @@ free_rcu :> "idle"
  /\ armed         = [c \in Callbacks |-> FALSE]
  /\ behind        = [c \in Callbacks |-> {}]
  /\ behindRunning = [c \in Callbacks |-> {}]
  /\ module        = "coming"
  /\ refs          = 2
  /\ readers       = {}
  /\ warned        = FALSE
  /\ group         = "null"
  /\ removed       = FALSE
  /\ fault         = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ RemoveGroup
  \/ RemoveGroupIdle
  \/ FreeRcu
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe9Wait \/ ModprobeGrace)
  /\ WF_vars(RemoveGroup \/ FetchFault(remove_group))
  /\ WF_vars(FreeRcu \/ FetchFault(free_rcu))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ pc[remove_group] \in {"idle", "done"}
  /\ pc[free_rcu] = "idle" /\ ~armed[free_rcu]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => group # "valid"
  /\ group = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[remove_group] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] = "9.wait"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
