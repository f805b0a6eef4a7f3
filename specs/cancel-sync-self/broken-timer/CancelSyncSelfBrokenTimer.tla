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
  tick,             \* the function of a timer
  RcuMasks          \* synchronize_rcu() waits for module code that runs without sleeping

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,           \* "coming", "live", "going" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, fault>>

Contexts  == {modprobe, tick}
Callbacks == {tick}
CoreText  == {"live", "sync", "free", "done", "idle"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ fault = "none"
  /\ pc[c] = label
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] \in {"3", "5"} => pc[tick] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

\* synchronize_rcu(): where RCU masks, nobody is running module text.
RcuQuiet == RcuMasks => \A c \in Contexts : ~RunsModuleText(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* mod_timer(&tick, jiffies + HZ)
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![tick] = TRUE]
  /\ UNCHANGED <<module, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, fault>>

Modprobe3 ==                                     \* timer_delete_sync(&tick)
  /\ Go(modprobe, "3", "sync")
  /\ pc[tick] = "idle"
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<module, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ RcuQuiet
  /\ UNCHANGED <<armed, module, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* tick *)

TickIdle ==                                      \* the timer expires
  /\ Go(tick, "idle", "4")
  /\ armed[tick]
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<module, fault>>

Tick4 ==                                         \* if (device_failed())
  /\ At(tick, "4")
  /\ Goto(tick, "5") \/ Goto(tick, "7")
  /\ UNCHANGED <<armed, module, fault>>

Tick5 ==                                         \* timer_delete_sync(&tick)
  /\ Go(tick, "5", "return")
  /\ pc[tick] = "idle"
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<module, fault>>

Tick7 ==                                         \* mod_timer(&tick, jiffies + HZ)
  /\ Go(tick, "7", "return")
  /\ armed' = [armed EXCEPT ![tick] = TRUE]
  /\ UNCHANGED <<module, fault>>

TickReturn ==                                    \* returns
  /\ Go(tick, "return", "idle")
  /\ UNCHANGED <<armed, module, fault>>

Tick ==
  \/ TickIdle
  \/ Tick4
  \/ Tick5
  \/ Tick7
  \/ TickReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ fault = "none"
  /\ module = "freed"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module>>

Init ==
  /\ pc     = modprobe :> "1" @@ tick :> "idle"
  /\ armed  = [c \in Callbacks |-> FALSE]
  /\ module = "coming"
  /\ fault  = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Tick
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe3 \/ ModprobeSync)
  /\ WF_vars(Tick \/ FetchFault(tick))
  /\ SF_vars(Tick5)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked == module = "freed" => TRUE

UnloadCompletes == module = "going" ~> module = "freed" \/ fault # "none"
=============================================================================
