------------------------ MODULE SoundAicaTimerMended ------------------------
(***************************************************************************)
(* Both look at a flag that is set before either is ended.                 *)
(*                                                                         *)
(*   init             1  channel = kzalloc(sizeof( *channel), GFP_KERNEL); *)
(*                    2  if (!channel) {                                   *)
(*                    3      return -ENOMEM;                               *)
(*                    4  }                                                 *)
(*                    5  mod_timer(&period_elapsed, jiffies + HZ);         *)
(*                    6  return 0;                                         *)
(*   exit             7  closing = true;                                   *)
(*                    8  timer_delete_sync(&period_elapsed);               *)
(*                    9  cancel_work_sync(&run_dma);                       *)
(*                   10  timer_delete_sync(&period_elapsed);               *)
(*                   11  kfree(channel);                                   *)
(*   period_elapsed  12  use(channel);                                     *)
(*                   13  if (!closing) {                                   *)
(*                   14      schedule_work(&run_dma);                      *)
(*                   15  }                                                 *)
(*   run_dma         16  use(channel);                                     *)
(*                   17  if (!closing) {                                   *)
(*                   18      mod_timer(&period_elapsed, jiffies + HZ);     *)
(*                   19  }                                                 *)
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
  closing,          \* bool
  channel,          \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, readers, closing, channel, fault>>

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
  /\ UNCHANGED <<pc, armed, cancelling, module, readers, closing, channel>>

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
  /\ pc[c] \in {"8", "10"} => pc[period_elapsed] = "idle"
  /\ pc[c] = "9.wait" => pc[run_dma] = "idle"
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* channel = kzalloc(sizeof(*channel), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ channel' = "valid" \/ channel' = "null"
  /\ UNCHANGED <<armed, cancelling, module, readers, closing, fault>>

Modprobe2 ==                                     \* if (!channel)
  /\ Go(modprobe, "2", IF channel = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, cancelling, module, readers, closing, channel, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, readers, closing, channel, fault>>

Modprobe5 ==                                     \* mod_timer(&period_elapsed, jiffies + HZ)
  /\ Go(modprobe, "5", "6")
  /\ armed' = [armed EXCEPT ![period_elapsed] = TRUE]
  /\ UNCHANGED <<cancelling, module, readers, closing, channel, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, cancelling, readers, closing, channel, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, readers, closing, channel, fault>>

Modprobe7 ==                                     \* closing = true
  /\ Go(modprobe, "7", "8")
  /\ closing' = TRUE
  /\ UNCHANGED <<armed, cancelling, module, readers, channel, fault>>

Modprobe8 ==                                     \* timer_delete_sync(&period_elapsed)
  /\ Go(modprobe, "8", "9.steal")
  /\ pc[period_elapsed] = "idle"
  /\ armed' = [armed EXCEPT ![period_elapsed] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, closing, channel, fault>>

\* 9  cancel_work_sync(&run_dma)
Modprobe9Steal ==                                \* takes run_dma off and forbids queueing
  /\ Go(modprobe, "9.steal", "9.wait")
  /\ armed' = [armed EXCEPT ![run_dma] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![run_dma] = @ + 1]
  /\ UNCHANGED <<module, readers, closing, channel, fault>>

Modprobe9Wait ==                                 \* waits for a running instance of run_dma
  /\ Go(modprobe, "9.wait", "9.allow")
  /\ pc[run_dma] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, readers, closing, channel, fault>>

Modprobe9Allow ==                                \* allows queueing again
  /\ Go(modprobe, "9.allow", "10")
  /\ cancelling' = [cancelling EXCEPT ![run_dma] = @ - 1]
  /\ UNCHANGED <<armed, module, readers, closing, channel, fault>>

Modprobe10 ==                                    \* timer_delete_sync(&period_elapsed)
  /\ Go(modprobe, "10", "11")
  /\ pc[period_elapsed] = "idle"
  /\ armed' = [armed EXCEPT ![period_elapsed] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, closing, channel, fault>>

Modprobe11 ==                                    \* kfree(channel)
  /\ At(modprobe, "11")
  /\ IF channel = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ channel' = IF channel = "valid" THEN "freed" ELSE channel
          /\ UNCHANGED <<armed, cancelling, module, readers, closing, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in {period_elapsed} : Reading(c)}
  /\ UNCHANGED <<armed, cancelling, module, closing, channel, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, cancelling, module, closing, channel, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, readers, closing, channel, fault>>

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
(* period_elapsed *)

PeriodElapsedIdle ==                             \* the timer expires
  /\ Go(period_elapsed, "idle", "12")
  /\ armed[period_elapsed]
  /\ armed' = [armed EXCEPT ![period_elapsed] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, closing, channel, fault>>

PeriodElapsed12 ==                               \* use(channel)
  /\ At(period_elapsed, "12")
  /\ IF channel = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF channel = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(period_elapsed, "13")
               /\ UNCHANGED <<armed, cancelling, module, readers, closing, channel, fault>>

PeriodElapsed13 ==                               \* if (!closing)
  /\ Go(period_elapsed, "13", IF closing THEN "return" ELSE "14")
  /\ UNCHANGED <<armed, cancelling, module, readers, closing, channel, fault>>

PeriodElapsed14 ==                               \* schedule_work(&run_dma)
  /\ Go(period_elapsed, "14", "return")
  /\ armed' = [armed EXCEPT ![run_dma] = @ \/ cancelling[run_dma] = 0]
  /\ UNCHANGED <<cancelling, module, readers, closing, channel, fault>>

PeriodElapsedReturn ==                           \* returns
  /\ Go(period_elapsed, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, readers, closing, channel, fault>>

PeriodElapsed ==
  \/ PeriodElapsedIdle
  \/ PeriodElapsed12
  \/ PeriodElapsed13
  \/ PeriodElapsed14
  \/ PeriodElapsedReturn

-----------------------------------------------------------------------------
(* run_dma *)

RunDmaIdle ==                                    \* a kworker takes the work item
  /\ Go(run_dma, "idle", "16")
  /\ armed[run_dma]
  /\ armed' = [armed EXCEPT ![run_dma] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, closing, channel, fault>>

RunDma16 ==                                      \* use(channel)
  /\ At(run_dma, "16")
  /\ IF channel = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF channel = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(run_dma, "17")
               /\ UNCHANGED <<armed, cancelling, module, readers, closing, channel, fault>>

RunDma17 ==                                      \* if (!closing)
  /\ Go(run_dma, "17", IF closing THEN "return" ELSE "18")
  /\ UNCHANGED <<armed, cancelling, module, readers, closing, channel, fault>>

RunDma18 ==                                      \* mod_timer(&period_elapsed, jiffies + HZ)
  /\ Go(run_dma, "18", "return")
  /\ armed' = [armed EXCEPT ![period_elapsed] = TRUE]
  /\ UNCHANGED <<cancelling, module, readers, closing, channel, fault>>

RunDmaReturn ==                                  \* returns
  /\ Go(run_dma, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, readers, closing, channel, fault>>

RunDma ==
  \/ RunDmaIdle
  \/ RunDma16
  \/ RunDma17
  \/ RunDma18
  \/ RunDmaReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, readers, closing, channel>>

Init ==
  /\ pc         = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in {run_dma} |-> 0]
  /\ module     = "coming"
  /\ readers    = {}
  /\ closing    = FALSE
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
  /\ SF_vars(Modprobe8 \/ Modprobe9Steal \/ Modprobe9Wait \/ Modprobe10 \/ ModprobeGrace)
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

FlushPending    == pc[modprobe] \in {"8", "9.steal", "9.wait", "10"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
