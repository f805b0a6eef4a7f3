--------------------- MODULE SelfRearmingNonsyncMended ----------------------
(***************************************************************************)
(* Exit calls timer_delete_sync(), which does.                             *)
(*                                                                         *)
(*   init   1  buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);             *)
(*          2  if (!buffer) {                                              *)
(*          3      return -ENOMEM;                                         *)
(*          4  }                                                           *)
(*          5  mod_timer(&tick, jiffies + HZ);                             *)
(*          6  return 0;                                                   *)
(*   exit   7  timer_delete_sync(&tick);                                   *)
(*          8  kfree(buffer);                                              *)
(*   tick   9  use(buffer);                                                *)
(*         10  mod_timer(&tick, jiffies + HZ);                             *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  tick              \* the function of a timer

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  buffer,           \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, readers, buffer, fault>>

Contexts  == {modprobe, tick}
Callbacks == {tick}
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
  /\ UNCHANGED <<pc, armed, module, readers, buffer>>

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
  /\ pc[c] = "7" => pc[tick] = "idle"
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<armed, module, readers, fault>>

Modprobe2 ==                                     \* if (!buffer)
  /\ Go(modprobe, "2", IF buffer = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, module, readers, buffer, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, buffer, fault>>

Modprobe5 ==                                     \* mod_timer(&tick, jiffies + HZ)
  /\ Go(modprobe, "5", "6")
  /\ armed' = [armed EXCEPT ![tick] = TRUE]
  /\ UNCHANGED <<module, readers, buffer, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, readers, buffer, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, buffer, fault>>

Modprobe7 ==                                     \* timer_delete_sync(&tick)
  /\ Go(modprobe, "7", "8")
  /\ pc[tick] = "idle"
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<module, readers, buffer, fault>>

Modprobe8 ==                                     \* kfree(buffer)
  /\ At(modprobe, "8")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<armed, module, readers, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<armed, module, buffer, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, module, buffer, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, readers, buffer, fault>>

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
(* tick *)

TickIdle ==                                      \* the timer expires
  /\ Go(tick, "idle", "9")
  /\ armed[tick]
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<module, readers, buffer, fault>>

Tick9 ==                                         \* use(buffer)
  /\ At(tick, "9")
  /\ IF buffer = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF buffer = "freed"
          THEN Crash("KASAN-UAF")
          ELSE Goto(tick, "10") /\ UNCHANGED <<armed, module, readers, buffer, fault>>

Tick10 ==                                        \* mod_timer(&tick, jiffies + HZ)
  /\ Go(tick, "10", "return")
  /\ armed' = [armed EXCEPT ![tick] = TRUE]
  /\ UNCHANGED <<module, readers, buffer, fault>>

TickReturn ==                                    \* returns
  /\ Go(tick, "return", "idle")
  /\ UNCHANGED <<armed, module, readers, buffer, fault>>

Tick ==
  \/ TickIdle
  \/ Tick9
  \/ Tick10
  \/ TickReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, readers, buffer>>

Init ==
  /\ pc      = modprobe :> "1" @@ tick :> "idle"
  /\ armed   = [c \in Callbacks |-> FALSE]
  /\ module  = "coming"
  /\ readers = {}
  /\ buffer  = "null"
  /\ fault   = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Tick
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7 \/ ModprobeGrace)
  /\ WF_vars(Tick \/ FetchFault(tick))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked ==
  /\ module = "freed" => buffer # "valid"
  /\ buffer = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] = "7"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
