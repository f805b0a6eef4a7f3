--------------------- MODULE CancelSyncSelfBrokenTimer ----------------------
(***************************************************************************)
(* A timer function calls timer_delete_sync() on its timer.                *)
(*                                                                         *)
(*   init  1  mod_timer(&tick, jiffies + HZ);                              *)
(*         2  return 0;                                                    *)
(*   exit  3  timer_delete_sync(&tick);                                    *)
(*   tick  4  if (device_failed()) {                                       *)
(*         5      timer_delete_sync(&tick);                                *)
(*         6  } else {                                                     *)
(*         7      mod_timer(&tick, jiffies + HZ);                          *)
(*         8  }                                                            *)
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
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, readers, fault>>

Contexts  == {modprobe, tick}
Callbacks == {tick}
CoreText  == {"live", "sync", "grace", "free", "done", "idle"}

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

\* RCU waits for c: it is in module text, and neither sleeps nor is about to.
Reading(c) == InModuleText(c)

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"3", "5"} => pc[tick] = "idle"
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* mod_timer(&tick, jiffies + HZ)
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![tick] = TRUE]
  /\ UNCHANGED <<module, readers, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, readers, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, fault>>

Modprobe3 ==                                     \* timer_delete_sync(&tick)
  /\ Go(modprobe, "3", "sync")
  /\ pc[tick] = "idle"
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<module, readers, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<armed, module, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, module, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, readers, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* tick *)

TickIdle ==                                      \* the timer expires
  /\ Go(tick, "idle", "4")
  /\ armed[tick]
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<module, readers, fault>>

Tick4 ==                                         \* if (device_failed())
  /\ At(tick, "4")
  /\ Goto(tick, "5") \/ Goto(tick, "7")
  /\ UNCHANGED <<armed, module, readers, fault>>

Tick5 ==                                         \* timer_delete_sync(&tick)
  /\ Go(tick, "5", "return")
  /\ pc[tick] = "idle"
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<module, readers, fault>>

Tick7 ==                                         \* mod_timer(&tick, jiffies + HZ)
  /\ Go(tick, "7", "return")
  /\ armed' = [armed EXCEPT ![tick] = TRUE]
  /\ UNCHANGED <<module, readers, fault>>

TickReturn ==                                    \* returns
  /\ Go(tick, "return", "idle")
  /\ UNCHANGED <<armed, module, readers, fault>>

Tick ==
  \/ TickIdle
  \/ Tick4
  \/ Tick5
  \/ Tick7
  \/ TickReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, readers>>

Init ==
  /\ pc      = modprobe :> "1" @@ tick :> "idle"
  /\ armed   = [c \in Callbacks |-> FALSE]
  /\ module  = "coming"
  /\ readers = {}
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
  /\ SF_vars(Modprobe3 \/ ModprobeGrace)
  /\ WF_vars(Tick \/ FetchFault(tick))
  /\ SF_vars(Tick5)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending(c) == pc[c] \in {"3", "5"}
FlushTerminates == \A c \in Contexts : []<>(~FlushPending(c) \/ fault # "none")
=============================================================================
