---------------- MODULE TimerWorkMutualRearmBrokenFlagInItem ----------------
(***************************************************************************)
(* Only the item looks at the flag; exit ends timer, item, timer.          *)
(*                                                                         *)
(*   init   1  buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);             *)
(*          2  if (!buffer) {                                              *)
(*          3      return -ENOMEM;                                         *)
(*          4  }                                                           *)
(*          5  mod_timer(&tick, jiffies + HZ);                             *)
(*          6  return 0;                                                   *)
(*   exit   7  dead = true;                                                *)
(*          8  timer_delete_sync(&tick);                                   *)
(*          9  cancel_work_sync(&item);                                    *)
(*         10  timer_delete_sync(&tick);                                   *)
(*         11  kfree(buffer);                                              *)
(*   tick  12  schedule_work(&item);                                       *)
(*   item  13  use(buffer);                                                *)
(*         14  if (!dead) {                                                *)
(*         15      mod_timer(&tick, jiffies + HZ);                         *)
(*         16  }                                                           *)
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
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  dead,             \* bool
  buffer,           \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, readers, dead, buffer, fault>>

Contexts  == {modprobe, tick, item}
Callbacks == {tick, item}
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
  /\ UNCHANGED <<pc, armed, cancelling, module, readers, dead, buffer>>

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
  /\ pc[c] \in {"8", "10"} => pc[tick] = "idle"
  /\ pc[c] = "9.wait" => pc[item] = "idle"
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<armed, cancelling, module, readers, dead, fault>>

Modprobe2 ==                                     \* if (!buffer)
  /\ Go(modprobe, "2", IF buffer = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, cancelling, module, readers, dead, buffer, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, readers, dead, buffer, fault>>

Modprobe5 ==                                     \* mod_timer(&tick, jiffies + HZ)
  /\ Go(modprobe, "5", "6")
  /\ armed' = [armed EXCEPT ![tick] = TRUE]
  /\ UNCHANGED <<cancelling, module, readers, dead, buffer, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, cancelling, readers, dead, buffer, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, readers, dead, buffer, fault>>

Modprobe7 ==                                     \* dead = true
  /\ Go(modprobe, "7", "8")
  /\ dead' = TRUE
  /\ UNCHANGED <<armed, cancelling, module, readers, buffer, fault>>

Modprobe8 ==                                     \* timer_delete_sync(&tick)
  /\ Go(modprobe, "8", "9.steal")
  /\ pc[tick] = "idle"
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, dead, buffer, fault>>

\* 9  cancel_work_sync(&item)
Modprobe9Steal ==                                \* takes item off and forbids queueing
  /\ Go(modprobe, "9.steal", "9.wait")
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![item] = @ + 1]
  /\ UNCHANGED <<module, readers, dead, buffer, fault>>

Modprobe9Wait ==                                 \* waits for a running instance of item
  /\ Go(modprobe, "9.wait", "9.allow")
  /\ pc[item] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, readers, dead, buffer, fault>>

Modprobe9Allow ==                                \* allows queueing again
  /\ Go(modprobe, "9.allow", "10")
  /\ cancelling' = [cancelling EXCEPT ![item] = @ - 1]
  /\ UNCHANGED <<armed, module, readers, dead, buffer, fault>>

Modprobe10 ==                                    \* timer_delete_sync(&tick)
  /\ Go(modprobe, "10", "11")
  /\ pc[tick] = "idle"
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, dead, buffer, fault>>

Modprobe11 ==                                    \* kfree(buffer)
  /\ At(modprobe, "11")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<armed, cancelling, module, readers, dead, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in {tick} : Reading(c)}
  /\ UNCHANGED <<armed, cancelling, module, dead, buffer, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, cancelling, module, dead, buffer, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, readers, dead, buffer, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe9Steal \/ Modprobe9Wait \/ Modprobe9Allow
  \/ Modprobe10
  \/ Modprobe11
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* tick *)

TickIdle ==                                      \* the timer expires
  /\ Go(tick, "idle", "12")
  /\ armed[tick]
  /\ armed' = [armed EXCEPT ![tick] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, dead, buffer, fault>>

Tick12 ==                                        \* schedule_work(&item)
  /\ Go(tick, "12", "return")
  /\ armed' = [armed EXCEPT ![item] = @ \/ cancelling[item] = 0]
  /\ UNCHANGED <<cancelling, module, readers, dead, buffer, fault>>

TickReturn ==                                    \* returns
  /\ Go(tick, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, readers, dead, buffer, fault>>

Tick ==
  \/ TickIdle
  \/ Tick12
  \/ TickReturn

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* a kworker takes the work item
  /\ Go(item, "idle", "13")
  /\ armed[item]
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, dead, buffer, fault>>

Item13 ==                                        \* use(buffer)
  /\ At(item, "13")
  /\ IF buffer = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF buffer = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(item, "14")
               /\ UNCHANGED <<armed, cancelling, module, readers, dead, buffer, fault>>

Item14 ==                                        \* if (!dead)
  /\ Go(item, "14", IF dead THEN "return" ELSE "15")
  /\ UNCHANGED <<armed, cancelling, module, readers, dead, buffer, fault>>

Item15 ==                                        \* mod_timer(&tick, jiffies + HZ)
  /\ Go(item, "15", "return")
  /\ armed' = [armed EXCEPT ![tick] = TRUE]
  /\ UNCHANGED <<cancelling, module, readers, dead, buffer, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, readers, dead, buffer, fault>>

Item ==
  \/ ItemIdle
  \/ Item13
  \/ Item14
  \/ Item15
  \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, readers, dead, buffer>>

Init ==
  /\ pc         = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in {item} |-> 0]
  /\ module     = "coming"
  /\ readers    = {}
  /\ dead       = FALSE
  /\ buffer     = "null"
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
  /\ SF_vars(Modprobe8 \/ Modprobe9Steal \/ Modprobe9Wait \/ Modprobe10 \/ ModprobeGrace)
  /\ WF_vars(Tick \/ FetchFault(tick))
  /\ WF_vars(Item \/ FetchFault(item))

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

FlushPending    == pc[modprobe] \in {"8", "9.steal", "9.wait", "10"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
