------------------- MODULE SoundAicaTimerBrokenWorkFirst --------------------
(***************************************************************************)
(* The work is cancelled, then the timer deleted.                          *)
(*                                                                         *)
(*   init             1  channel = kzalloc(sizeof( *channel), GFP_KERNEL); *)
(*                    2  if (!channel) {                                   *)
(*                    3      return -ENOMEM;                               *)
(*                    4  }                                                 *)
(*                    5  mod_timer(&period_elapsed, jiffies + HZ);         *)
(*                    6  return 0;                                         *)
(*   exit             7  cancel_work_sync(&run_dma);                       *)
(*                    8  timer_delete_sync(&period_elapsed);               *)
(*                    9  kfree(channel);                                   *)
(*   period_elapsed  10  use(channel);                                     *)
(*                   11  if (1) {                                          *)
(*                   12      schedule_work(&run_dma);                      *)
(*                   13  }                                                 *)
(*   run_dma         14  use(channel);                                     *)
(*                   15  if (1) {                                          *)
(*                   16      mod_timer(&period_elapsed, jiffies + HZ);     *)
(*                   17  }                                                 *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  period_elapsed,   \* the function of a timer
  run_dma           \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  channel,          \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, readers, channel, fault>>

Contexts  == {modprobe, period_elapsed, run_dma}
Callbacks == {period_elapsed, run_dma}
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
  /\ UNCHANGED <<pc, armed, cancelling, module, readers, channel>>

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
  /\ pc[c] = "7.wait" => pc[run_dma] = "idle"
  /\ pc[c] = "8" => pc[period_elapsed] = "idle"
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* channel = kzalloc(sizeof(*channel), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ channel' = "valid" \/ channel' = "null"
  /\ UNCHANGED <<armed, cancelling, module, readers, fault>>

Modprobe2 ==                                     \* if (!channel)
  /\ Go(modprobe, "2", IF channel = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, cancelling, module, readers, channel, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, readers, channel, fault>>

Modprobe5 ==                                     \* mod_timer(&period_elapsed, jiffies + HZ)
  /\ Go(modprobe, "5", "6")
  /\ armed' = [armed EXCEPT ![period_elapsed] = TRUE]
  /\ UNCHANGED <<cancelling, module, readers, channel, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, cancelling, readers, channel, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7.steal")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, readers, channel, fault>>

\* 7  cancel_work_sync(&run_dma)
Modprobe7Steal ==                                \* takes run_dma off and forbids queueing
  /\ Go(modprobe, "7.steal", "7.wait")
  /\ armed' = [armed EXCEPT ![run_dma] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![run_dma] = @ + 1]
  /\ UNCHANGED <<module, readers, channel, fault>>

Modprobe7Wait ==                                 \* waits for a running instance of run_dma
  /\ Go(modprobe, "7.wait", "7.allow")
  /\ pc[run_dma] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, readers, channel, fault>>

Modprobe7Allow ==                                \* allows queueing again
  /\ Go(modprobe, "7.allow", "8")
  /\ cancelling' = [cancelling EXCEPT ![run_dma] = @ - 1]
  /\ UNCHANGED <<armed, module, readers, channel, fault>>

Modprobe8 ==                                     \* timer_delete_sync(&period_elapsed)
  /\ Go(modprobe, "8", "9")
  /\ pc[period_elapsed] = "idle"
  /\ armed' = [armed EXCEPT ![period_elapsed] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, channel, fault>>

Modprobe9 ==                                     \* kfree(channel)
  /\ At(modprobe, "9")
  /\ IF channel = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ channel' = IF channel = "valid" THEN "freed" ELSE channel
          /\ UNCHANGED <<armed, cancelling, module, readers, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in {period_elapsed} : Reading(c)}
  /\ UNCHANGED <<armed, cancelling, module, channel, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, cancelling, module, channel, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, readers, channel, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7Steal \/ Modprobe7Wait \/ Modprobe7Allow
  \/ Modprobe8
  \/ Modprobe9
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* period_elapsed *)

PeriodElapsedIdle ==                             \* the timer expires
  /\ Go(period_elapsed, "idle", "10")
  /\ armed[period_elapsed]
  /\ armed' = [armed EXCEPT ![period_elapsed] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, channel, fault>>

PeriodElapsed10 ==                               \* use(channel)
  /\ At(period_elapsed, "10")
  /\ IF channel = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF channel = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(period_elapsed, "12")
               /\ UNCHANGED <<armed, cancelling, module, readers, channel, fault>>

PeriodElapsed12 ==                               \* schedule_work(&run_dma)
  /\ Go(period_elapsed, "12", "return")
  /\ armed' = [armed EXCEPT ![run_dma] = @ \/ cancelling[run_dma] = 0]
  /\ UNCHANGED <<cancelling, module, readers, channel, fault>>

PeriodElapsedReturn ==                           \* returns
  /\ Go(period_elapsed, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, readers, channel, fault>>

PeriodElapsed ==
  \/ PeriodElapsedIdle
  \/ PeriodElapsed10
  \/ PeriodElapsed12
  \/ PeriodElapsedReturn

-----------------------------------------------------------------------------
(* run_dma *)

RunDmaIdle ==                                    \* a kworker takes the work item
  /\ Go(run_dma, "idle", "14")
  /\ armed[run_dma]
  /\ armed' = [armed EXCEPT ![run_dma] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, channel, fault>>

RunDma14 ==                                      \* use(channel)
  /\ At(run_dma, "14")
  /\ IF channel = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF channel = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(run_dma, "16")
               /\ UNCHANGED <<armed, cancelling, module, readers, channel, fault>>

RunDma16 ==                                      \* mod_timer(&period_elapsed, jiffies + HZ)
  /\ Go(run_dma, "16", "return")
  /\ armed' = [armed EXCEPT ![period_elapsed] = TRUE]
  /\ UNCHANGED <<cancelling, module, readers, channel, fault>>

RunDmaReturn ==                                  \* returns
  /\ Go(run_dma, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, readers, channel, fault>>

RunDma ==
  \/ RunDmaIdle
  \/ RunDma14
  \/ RunDma16
  \/ RunDmaReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, readers, channel>>

Init ==
  /\ pc         = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in {run_dma} |-> 0]
  /\ module     = "coming"
  /\ readers    = {}
  /\ channel    = "null"
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ PeriodElapsed
  \/ RunDma
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7Steal \/ Modprobe7Wait \/ Modprobe8 \/ ModprobeGrace)
  /\ WF_vars(PeriodElapsed \/ FetchFault(period_elapsed))
  /\ WF_vars(RunDma \/ FetchFault(run_dma))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked ==
  /\ module = "freed" => channel # "valid"
  /\ channel = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"7.steal", "7.wait", "8"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
