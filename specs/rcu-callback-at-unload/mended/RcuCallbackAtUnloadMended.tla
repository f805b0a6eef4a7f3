--------------------- MODULE RcuCallbackAtUnloadMended ----------------------
(***************************************************************************)
(* Exit waits for the callbacks with rcu_barrier().                        *)
(*                                                                         *)
(*   init     1  entry = kzalloc(sizeof( *entry), GFP_KERNEL);             *)
(*            2  if (!entry) {                                             *)
(*            3      return -ENOMEM;                                       *)
(*            4  }                                                         *)
(*            5  return 0;                                                 *)
(*   exit     6  call_rcu(&rcu, release);                                  *)
(*            7  rcu_barrier();                                            *)
(*   release  8  kfree(entry);                                             *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  release           \* a function given to call_rcu()

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  awaited,          \* instances that a flush or rcu_barrier() waits for
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  entry,            \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, awaited, module, readers, entry, fault>>

Contexts  == {modprobe, release}
Callbacks == {release}
CoreText  == {"sync", "live", "grace", "free", "done", "idle"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ fault = "none"
  /\ pc[c] = label
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, armed, awaited, module, readers, entry>>

\* The calls of c that are on their way: one is due if it is armed, another may run.
Instances(c) == (IF armed[c] THEN 1 ELSE 0) + (IF pc[c] = "idle" THEN 0 ELSE 1)

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
  /\ pc[c] = "7.wait" => awaited[release] = 0
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* entry = kzalloc(sizeof(*entry), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ entry' = "valid" \/ entry' = "null"
  /\ UNCHANGED <<armed, awaited, module, readers, fault>>

Modprobe2 ==                                     \* if (!entry)
  /\ Go(modprobe, "2", IF entry = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, awaited, module, readers, entry, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, awaited, readers, entry, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, awaited, readers, entry, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, awaited, readers, entry, fault>>

Modprobe6 ==                                     \* call_rcu(&rcu, release)
  /\ Go(modprobe, "6", "7.begin")
  /\ armed' = [armed EXCEPT ![release] = TRUE]
  /\ UNCHANGED <<awaited, module, readers, entry, fault>>

\* 7  rcu_barrier()
Modprobe7Begin ==                                \* notes which callbacks are pending
  /\ Go(modprobe, "7.begin", "7.wait")
  /\ awaited' = [awaited EXCEPT ![release] = Instances(release)]
  /\ UNCHANGED <<armed, module, readers, entry, fault>>

Modprobe7Wait ==                                 \* waits for those callbacks
  /\ Go(modprobe, "7.wait", "sync")
  /\ awaited[release] = 0
  /\ UNCHANGED <<armed, awaited, module, readers, entry, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<armed, awaited, module, entry, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, awaited, module, entry, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, awaited, readers, entry, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7Begin \/ Modprobe7Wait
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* release *)

ReleaseIdle ==                                   \* the grace period is over
  /\ Go(release, "idle", "8")
  /\ armed[release]
  /\ armed' = [armed EXCEPT ![release] = FALSE]
  /\ UNCHANGED <<awaited, module, readers, entry, fault>>

Release8 ==                                      \* kfree(entry)
  /\ At(release, "8")
  /\ IF entry = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(release, "return")
          /\ entry' = IF entry = "valid" THEN "freed" ELSE entry
          /\ UNCHANGED <<armed, awaited, module, readers, fault>>

ReleaseReturn ==                                 \* returns
  /\ Go(release, "return", "idle")
  /\ awaited' = [awaited EXCEPT ![release] = IF @ > 0 THEN @ - 1 ELSE 0]
  /\ UNCHANGED <<armed, module, readers, entry, fault>>

Release ==
  \/ ReleaseIdle
  \/ Release8
  \/ ReleaseReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ fault = "none"
  /\ module = "freed"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, awaited, module, readers, entry>>

Init ==
  /\ pc      = modprobe :> "1" @@ release :> "idle"
  /\ armed   = [c \in Callbacks |-> FALSE]
  /\ awaited = [c \in Callbacks |-> 0]
  /\ module  = "coming"
  /\ readers = {}
  /\ entry   = "null"
  /\ fault   = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Release
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7Wait \/ ModprobeGrace)
  /\ WF_vars(Release \/ FetchFault(release))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked ==
  /\ module = "freed" => entry # "valid"
  /\ entry = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] = "7.wait"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
