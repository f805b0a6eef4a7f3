----------------------- MODULE NetNicstarTimerMended ------------------------
(***************************************************************************)
(* The timer is deleted and its function waited for.                       *)
(*                                                                         *)
(*   init      1  card = kzalloc(sizeof( *card), GFP_KERNEL);              *)
(*             2  if (!card) {                                             *)
(*             3      return -ENOMEM;                                      *)
(*             4  }                                                        *)
(*             5  mod_timer(&ns_poll, jiffies + HZ);                       *)
(*             6  return 0;                                                *)
(*   exit      7  timer_delete_sync(&ns_poll);                             *)
(*             8  kfree(card);                                             *)
(*   ns_poll   9  use(card);                                               *)
(*            10  mod_timer(&ns_poll, jiffies + HZ);                       *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  ns_poll           \* the function of a timer

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  card,             \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, readers, card, fault>>

Contexts  == {modprobe, ns_poll}
Callbacks == {ns_poll}
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
  /\ UNCHANGED <<pc, armed, module, readers, card>>

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
  /\ pc[c] = "7" => pc[ns_poll] = "idle"
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* card = kzalloc(sizeof(*card), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ card' = "valid" \/ card' = "null"
  /\ UNCHANGED <<armed, module, readers, fault>>

Modprobe2 ==                                     \* if (!card)
  /\ Go(modprobe, "2", IF card = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, module, readers, card, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, card, fault>>

Modprobe5 ==                                     \* mod_timer(&ns_poll, jiffies + HZ)
  /\ Go(modprobe, "5", "6")
  /\ armed' = [armed EXCEPT ![ns_poll] = TRUE]
  /\ UNCHANGED <<module, readers, card, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, readers, card, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, card, fault>>

Modprobe7 ==                                     \* timer_delete_sync(&ns_poll)
  /\ Go(modprobe, "7", "8")
  /\ pc[ns_poll] = "idle"
  /\ armed' = [armed EXCEPT ![ns_poll] = FALSE]
  /\ UNCHANGED <<module, readers, card, fault>>

Modprobe8 ==                                     \* kfree(card)
  /\ At(modprobe, "8")
  /\ IF card = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ card' = IF card = "valid" THEN "freed" ELSE card
          /\ UNCHANGED <<armed, module, readers, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<armed, module, card, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, module, card, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, readers, card, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* ns_poll *)

NsPollIdle ==                                    \* the timer expires
  /\ Go(ns_poll, "idle", "9")
  /\ armed[ns_poll]
  /\ armed' = [armed EXCEPT ![ns_poll] = FALSE]
  /\ UNCHANGED <<module, readers, card, fault>>

NsPoll9 ==                                       \* use(card)
  /\ At(ns_poll, "9")
  /\ IF card = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF card = "freed"
          THEN Crash("KASAN-UAF")
          ELSE Goto(ns_poll, "10") /\ UNCHANGED <<armed, module, readers, card, fault>>

NsPoll10 ==                                      \* mod_timer(&ns_poll, jiffies + HZ)
  /\ Go(ns_poll, "10", "return")
  /\ armed' = [armed EXCEPT ![ns_poll] = TRUE]
  /\ UNCHANGED <<module, readers, card, fault>>

NsPollReturn ==                                  \* returns
  /\ Go(ns_poll, "return", "idle")
  /\ UNCHANGED <<armed, module, readers, card, fault>>

NsPoll ==
  \/ NsPollIdle
  \/ NsPoll9
  \/ NsPoll10
  \/ NsPollReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, readers, card>>

Init ==
  /\ pc      = modprobe :> "1" @@ ns_poll :> "idle"
  /\ armed   = [c \in Callbacks |-> FALSE]
  /\ module  = "coming"
  /\ readers = {}
  /\ card    = "null"
  /\ fault   = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ NsPoll
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7 \/ ModprobeGrace)
  /\ WF_vars(NsPoll \/ FetchFault(ns_poll))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked ==
  /\ module = "freed" => card # "valid"
  /\ card = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] = "7"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
