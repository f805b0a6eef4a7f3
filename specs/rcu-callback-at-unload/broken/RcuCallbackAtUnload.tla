------------------------ MODULE RcuCallbackAtUnload -------------------------
(***************************************************************************)
(* Exit calls call_rcu() and returns.                                      *)
(*                                                                         *)
(*   init     1  entry = kzalloc(sizeof( *entry), GFP_KERNEL);             *)
(*            2  if (!entry) {                                             *)
(*            3      return -ENOMEM;                                       *)
(*            4  }                                                         *)
(*            5  return 0;                                                 *)
(*   exit     6  call_rcu(&entry->rcu, release);                           *)
(*   release  7  kfree(entry);                                             *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  release           \* a function given to call_rcu()

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  warned,           \* the kernel printed a warning
  entry,            \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, readers, warned, entry, fault>>

Contexts  == {modprobe, release}
Callbacks == {release}
CoreText  == {"sync", "live", "grace", "free", "done", "idle"}

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
  /\ UNCHANGED <<pc, armed, module, readers, warned, entry>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* RCU waits for c: it is in module text, and neither sleeps nor is about to.
Reading(c) == InModuleText(c)

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* entry = kzalloc(sizeof(*entry), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ entry' = "valid" \/ entry' = "null"
  /\ UNCHANGED <<armed, module, readers, warned, fault>>

Modprobe2 ==                                     \* if (!entry)
  /\ Go(modprobe, "2", IF entry = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, module, readers, warned, entry, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, warned, entry, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, readers, warned, entry, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, warned, entry, fault>>

Modprobe6 ==                                     \* call_rcu(&entry->rcu, release)
  /\ At(modprobe, "6")
  /\ IF entry = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF entry = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(modprobe, "sync")
               /\ IF armed[release]
                  THEN warned' = TRUE /\ UNCHANGED armed
                  ELSE armed' = [armed EXCEPT ![release] = TRUE] /\ UNCHANGED warned
               /\ UNCHANGED <<module, readers, entry, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<armed, module, warned, entry, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, module, warned, entry, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, readers, warned, entry, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* release *)

ReleaseIdle ==                                   \* the grace period is over
  /\ At(release, "idle")
  /\ armed[release]
  /\ IF entry = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF entry = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(release, "7")
               /\ armed' = [armed EXCEPT ![release] = FALSE]
               /\ UNCHANGED <<module, readers, warned, entry, fault>>

Release7 ==                                      \* kfree(entry)
  /\ At(release, "7")
  /\ IF entry = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(release, "return")
          /\ entry' = IF entry = "valid" THEN "freed" ELSE entry
          /\ UNCHANGED <<armed, module, readers, warned, fault>>

ReleaseReturn ==                                 \* returns
  /\ Go(release, "return", "idle")
  /\ UNCHANGED <<armed, module, readers, warned, entry, fault>>

Release ==
  \/ ReleaseIdle
  \/ Release7
  \/ ReleaseReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, readers, warned, entry>>

Init ==
  /\ pc      = modprobe :> "1" @@ release :> "idle"
  /\ armed   = [c \in Callbacks |-> FALSE]
  /\ module  = "coming"
  /\ readers = {}
  /\ warned  = FALSE
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
  /\ SF_vars(ModprobeGrace)
  /\ WF_vars(Release \/ FetchFault(release))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => entry # "valid"
  /\ entry = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
