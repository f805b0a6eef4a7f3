------------------------ MODULE TimerWorkMutualRearm ------------------------
(***************************************************************************)
(* A timer queues a work item, and the work item arms the timer.           *)
(*                                                                         *)
(*   init  1  mod_timer(&tick, jiffies + HZ);                              *)
(*         2  return 0;                                                    *)
(*   exit  3  timer_shutdown_sync(&tick);                                  *)
(*         4  cancel_work_sync(&item);                                     *)
(*   tick  5  schedule_work(&item);                                        *)
(*   item  6  mod_timer(&tick, jiffies + HZ);                              *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  tick,             \* the function of a timer
  item              \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  shutdown,         \* timers that can't be armed any more
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, shutdown, cancelling, module, readers, fault>>

Contexts  == {modprobe, tick, item}
Callbacks == {tick, item}
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
  /\ pc[c] = "3" => pc[tick] = "idle"
  /\ pc[c] = "4.wait" => pc[item] = "idle"
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* mod_timer(&tick, jiffies + HZ)
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![tick] = @ \/ ~shutdown[tick]]
  /\ UNCHANGED <<shutdown, cancelling, module, readers, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, shutdown, cancelling, readers, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, shutdown, cancelling, readers, fault>>

Modprobe3 ==                                     \* timer_shutdown_sync(&tick)
  /\ Go(modprobe, "3", "4.steal")
  /\ pc[tick] = "idle"
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ shutdown' = [shutdown EXCEPT ![tick] = TRUE]
  /\ UNCHANGED <<cancelling, module, readers, fault>>

\* 4  cancel_work_sync(&item)
Modprobe4Steal ==                                \* takes item off and forbids queueing
  /\ Go(modprobe, "4.steal", "4.wait")
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![item] = @ + 1]
  /\ UNCHANGED <<shutdown, module, readers, fault>>

Modprobe4Wait ==                                 \* waits for a running instance of item
  /\ Go(modprobe, "4.wait", "4.allow")
  /\ pc[item] = "idle"
  /\ UNCHANGED <<armed, shutdown, cancelling, module, readers, fault>>

Modprobe4Allow ==                                \* allows queueing again
  /\ Go(modprobe, "4.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![item] = @ - 1]
  /\ UNCHANGED <<armed, shutdown, module, readers, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in {tick} : Reading(c)}
  /\ UNCHANGED <<armed, shutdown, cancelling, module, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, shutdown, cancelling, module, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, shutdown, cancelling, readers, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe4Steal \/ Modprobe4Wait \/ Modprobe4Allow
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* tick *)

TickIdle ==                                      \* the timer expires
  /\ Go(tick, "idle", "5")
  /\ armed[tick]
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<shutdown, cancelling, module, readers, fault>>

Tick5 ==                                         \* schedule_work(&item)
  /\ Go(tick, "5", "return")
  /\ armed' = [armed EXCEPT ![item] = @ \/ cancelling[item] = 0]
  /\ UNCHANGED <<shutdown, cancelling, module, readers, fault>>

TickReturn ==                                    \* returns
  /\ Go(tick, "return", "idle")
  /\ UNCHANGED <<armed, shutdown, cancelling, module, readers, fault>>

Tick ==
  \/ TickIdle
  \/ Tick5
  \/ TickReturn

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* a kworker takes the work item
  /\ Go(item, "idle", "6")
  /\ armed[item]
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ UNCHANGED <<shutdown, cancelling, module, readers, fault>>

Item6 ==                                         \* mod_timer(&tick, jiffies + HZ)
  /\ Go(item, "6", "return")
  /\ armed' = [armed EXCEPT ![tick] = @ \/ ~shutdown[tick]]
  /\ UNCHANGED <<shutdown, cancelling, module, readers, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ UNCHANGED <<armed, shutdown, cancelling, module, readers, fault>>

Item ==
  \/ ItemIdle
  \/ Item6
  \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, shutdown, cancelling, module, readers>>

Init ==
  /\ pc         = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ shutdown   = [c \in {tick} |-> FALSE]
  /\ cancelling = [c \in {item} |-> 0]
  /\ module     = "coming"
  /\ readers    = {}
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Tick
  \/ Item
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe3 \/ Modprobe4Steal \/ Modprobe4Wait \/ ModprobeGrace)
  /\ WF_vars(Tick \/ FetchFault(tick))
  /\ WF_vars(Item \/ FetchFault(item))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"3", "4.steal", "4.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
