--------------------- MODULE RcuCallbackAtUnloadMended ----------------------
(***************************************************************************)
(* Exit waits for the callbacks with rcu_barrier().                        *)
(*                                                                         *)
(*   init     1  entry = kzalloc(sizeof( *entry), GFP_KERNEL);             *)
(*            2  if (!entry) {                                             *)
(*            3      return -ENOMEM;                                       *)
(*            4  }                                                         *)
(*            5  return 0;                                                 *)
(*   exit     6  call_rcu(&entry->rcu, release);                           *)
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
  behind,           \* who waits behind the instance that is queued, in a flush or rcu_barrier()
  behindRunning,    \* who waits behind the instance that runs
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  warned,           \* the kernel printed a warning
  entry,            \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, behind, behindRunning, module, readers, warned, entry, fault>>

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
  /\ UNCHANGED <<pc, armed, behind, behindRunning, module, readers, warned, entry>>

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
  /\ pc[c] = "7.wait" => c \notin behind[release] /\ c \notin behindRunning[release]
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* entry = kzalloc(sizeof(*entry), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ entry' = "valid" \/ entry' = "null"
  /\ UNCHANGED <<armed, behind, behindRunning, module, readers, warned, fault>>

Modprobe2 ==                                     \* if (!entry)
  /\ Go(modprobe, "2", IF entry = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, behind, behindRunning, module, readers, warned, entry, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, behind, behindRunning, readers, warned, entry, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, behind, behindRunning, readers, warned, entry, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, behind, behindRunning, readers, warned, entry, fault>>

Modprobe6 ==                                     \* call_rcu(&entry->rcu, release)
  /\ At(modprobe, "6")
  /\ IF entry = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF entry = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(modprobe, "7.begin")
               /\ IF armed[release]
                  THEN warned' = TRUE /\ UNCHANGED armed
                  ELSE armed' = [armed EXCEPT ![release] = TRUE] /\ UNCHANGED warned
               /\ UNCHANGED <<behind, behindRunning, module, readers, entry, fault>>

\* 7  rcu_barrier()
Modprobe7Begin ==                                \* notes which callbacks are pending
  /\ Go(modprobe, "7.begin", "7.wait")
  /\ behind' = [behind EXCEPT ![release] = IF armed[release] THEN @ \cup {modprobe} ELSE @]
  /\ behindRunning' = [behindRunning EXCEPT ![release] = IF pc[release] # "idle"
                                                         THEN @ \cup {modprobe}
                                                         ELSE @]
  /\ UNCHANGED <<armed, module, readers, warned, entry, fault>>

Modprobe7Wait ==                                 \* waits for those callbacks
  /\ Go(modprobe, "7.wait", "sync")
  /\ modprobe \notin behind[release] /\ modprobe \notin behindRunning[release]
  /\ UNCHANGED <<armed, behind, behindRunning, module, readers, warned, entry, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<armed, behind, behindRunning, module, warned, entry, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, behind, behindRunning, module, warned, entry, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, behind, behindRunning, readers, warned, entry, fault>>

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
  /\ At(release, "idle")
  /\ armed[release]
  /\ IF entry = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF entry = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(release, "8")
               /\ armed' = [armed EXCEPT ![release] = FALSE]
               /\ behind' = [behind EXCEPT ![release] = {}]
               /\ behindRunning' = [behindRunning EXCEPT ![release] = behind[release]]
               /\ UNCHANGED <<module, readers, warned, entry, fault>>

Release8 ==                                      \* kfree(entry)
  /\ At(release, "8")
  /\ IF entry = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(release, "return")
          /\ entry' = IF entry = "valid" THEN "freed" ELSE entry
          /\ UNCHANGED <<armed, behind, behindRunning, module, readers, warned, fault>>

ReleaseReturn ==                                 \* returns
  /\ Go(release, "return", "idle")
  /\ behindRunning' = [behindRunning EXCEPT ![release] = {}]
  /\ UNCHANGED <<armed, behind, module, readers, warned, entry, fault>>

Release ==
  \/ ReleaseIdle
  \/ Release8
  \/ ReleaseReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, behind, behindRunning, module, readers, warned, entry>>

Init ==
  /\ pc            = modprobe :> "1" @@ release :> "idle"
  /\ armed         = [c \in Callbacks |-> FALSE]
  /\ behind        = [c \in Callbacks |-> {}]
  /\ behindRunning = [c \in Callbacks |-> {}]
  /\ module        = "coming"
  /\ readers       = {}
  /\ warned        = FALSE
  /\ entry         = "null"
  /\ fault         = "none"

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

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => entry # "valid"
  /\ entry = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] = "7.wait"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
