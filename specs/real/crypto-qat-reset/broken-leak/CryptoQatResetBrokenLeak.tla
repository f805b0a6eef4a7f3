---------------------- MODULE CryptoQatResetBrokenLeak ----------------------
(*********************************************************************************)
(* Who waited in vain leaves the request to the work item, which does not        *)
(* notice.                                                                       *)
(*                                                                               *)
(*   init             1  return 0;                                               *)
(*   exit             2  cancel_work_sync(&reset_work);                          *)
(*   schedule_reset   3  reset_data = kzalloc(sizeof( *reset_data), GFP_KERNEL); *)
(*                    4  if (!reset_data) {                                      *)
(*                    5      return -ENOMEM;                                     *)
(*                    6  }                                                       *)
(*                    7  schedule_work(&reset_work);                             *)
(*                    8  left = wait_for_completion_timeout(&reset_done, HZ);    *)
(*                    9  if (left) {                                             *)
(*                   10      kfree(reset_data);                                  *)
(*                   11  }                                                       *)
(*   reset_work      12  use(reset_data);                                        *)
(*                   13  complete(&reset_done);                                  *)
(*********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  schedule_reset,   \* a task that calls schedule_reset()
  reset_work        \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  reset_data,       \* memory: "null", "valid" or "freed"
  reset_done,       \* struct completion
  left,             \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, refs, reset_data, reset_done, left, fault>>

Contexts      == {modprobe, schedule_reset, reset_work}
Callbacks     == {reset_work}
CoreText      == {"live", "sync", "free", "done", "idle", "leave"}
CompletionMax == 7

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
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, reset_data, reset_done, left>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "2.wait" => pc[reset_work] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* return 0
  /\ Go(modprobe, "1", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, reset_data, reset_done, left, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "2.steal")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, cancelling, reset_data, reset_done, left, fault>>

\* 2  cancel_work_sync(&reset_work)
Modprobe2Steal ==                                \* takes reset_work off and forbids queueing
  /\ Go(modprobe, "2.steal", "2.wait")
  /\ armed' = [armed EXCEPT ![reset_work] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![reset_work] = @ + 1]
  /\ UNCHANGED <<module, refs, reset_data, reset_done, left, fault>>

Modprobe2Wait ==                                 \* waits for a running instance of reset_work
  /\ Go(modprobe, "2.wait", "2.allow")
  /\ pc[reset_work] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, reset_data, reset_done, left, fault>>

Modprobe2Allow ==                                \* allows queueing again
  /\ Go(modprobe, "2.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![reset_work] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, reset_data, reset_done, left, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, refs, reset_data, reset_done, left, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, refs, reset_data, reset_done, left, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2Steal \/ Modprobe2Wait \/ Modprobe2Allow
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* schedule_reset *)

ScheduleResetIdle ==                             \* a user calls into the module
  /\ Go(schedule_reset, "idle", "3")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, reset_data, reset_done, left, fault>>

\* reset_data = kzalloc(sizeof(*reset_data), GFP_KERNEL)
ScheduleReset3 ==
  /\ Go(schedule_reset, "3", "4")
  /\ reset_data' = "valid" \/ reset_data' = "null"
  /\ UNCHANGED <<armed, cancelling, module, refs, reset_done, left, fault>>

ScheduleReset4 ==                                \* if (!reset_data)
  /\ Go(schedule_reset, "4", IF reset_data = "null" THEN "5" ELSE "7")
  /\ UNCHANGED <<armed, cancelling, module, refs, reset_data, reset_done, left, fault>>

ScheduleReset5 ==                                \* return -ENOMEM
  /\ Go(schedule_reset, "5", "leave")
  /\ UNCHANGED <<armed, cancelling, module, refs, reset_data, reset_done, left, fault>>

ScheduleReset7 ==                                \* schedule_work(&reset_work)
  /\ Go(schedule_reset, "7", "8")
  /\ armed' = [armed EXCEPT ![reset_work] = @ \/ cancelling[reset_work] = 0]
  /\ UNCHANGED <<cancelling, module, refs, reset_data, reset_done, left, fault>>

\* left = wait_for_completion_timeout(&reset_done, HZ)
ScheduleReset8 ==
  /\ Go(schedule_reset, "8", "9")
  /\ IF reset_done > 0
     THEN reset_done' = reset_done - 1 /\ left' = [left EXCEPT ![schedule_reset] = 1]
     ELSE left' = [left EXCEPT ![schedule_reset] = 0] /\ UNCHANGED reset_done
  /\ UNCHANGED <<armed, cancelling, module, refs, reset_data, fault>>

ScheduleReset9 ==                                \* if (left)
  /\ Go(schedule_reset, "9", IF left[schedule_reset] # 0 THEN "10" ELSE "leave")
  /\ UNCHANGED <<armed, cancelling, module, refs, reset_data, reset_done, left, fault>>

ScheduleReset10 ==                               \* kfree(reset_data)
  /\ At(schedule_reset, "10")
  /\ IF reset_data = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(schedule_reset, "leave")
          /\ reset_data' = IF reset_data = "valid" THEN "freed" ELSE reset_data
          /\ UNCHANGED <<armed, cancelling, module, refs, reset_done, left, fault>>

ScheduleResetLeave ==                            \* the call returns to user space
  /\ Go(schedule_reset, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, reset_data, reset_done, left, fault>>

ScheduleReset ==
  \/ ScheduleReset3
  \/ ScheduleReset4
  \/ ScheduleReset5
  \/ ScheduleReset7
  \/ ScheduleReset8
  \/ ScheduleReset9
  \/ ScheduleReset10
  \/ ScheduleResetLeave

-----------------------------------------------------------------------------
(* reset_work *)

ResetWorkIdle ==                                 \* a kworker takes the work item
  /\ Go(reset_work, "idle", "12")
  /\ armed[reset_work]
  /\ armed' = [armed EXCEPT ![reset_work] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, reset_data, reset_done, left, fault>>

ResetWork12 ==                                   \* use(reset_data)
  /\ At(reset_work, "12")
  /\ IF reset_data = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF reset_data = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(reset_work, "13")
               /\ UNCHANGED <<armed, cancelling, module, refs, reset_data, reset_done, left, fault>>

ResetWork13 ==                                   \* complete(&reset_done)
  /\ At(reset_work, "13")
  /\ IF reset_done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(reset_work, "return")
          /\ reset_done' = reset_done + 1
          /\ UNCHANGED <<armed, cancelling, module, refs, reset_data, left, fault>>

ResetWorkReturn ==                               \* returns
  /\ Go(reset_work, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, reset_data, reset_done, left, fault>>

ResetWork ==
  \/ ResetWorkIdle
  \/ ResetWork12
  \/ ResetWork13
  \/ ResetWorkReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, reset_data, reset_done, left>>

Init ==
  /\ pc         = modprobe :> "1" @@ schedule_reset :> "idle" @@ reset_work :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ refs       = 2
  /\ reset_data = "null"
  /\ reset_done = 0
  /\ left       = [c \in {schedule_reset} |-> 0]
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ ScheduleReset
  \/ ScheduleResetIdle
  \/ ResetWork
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe2Steal \/ Modprobe2Wait)
  /\ WF_vars(ScheduleReset \/ FetchFault(schedule_reset))
  /\ SF_vars(ScheduleReset8)
  /\ WF_vars(ResetWork \/ FetchFault(reset_work))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

AtRest ==
  /\ module = "live"
  /\ pc[schedule_reset] \in {"idle", "done"}
  /\ pc[reset_work] = "idle" /\ ~armed[reset_work]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked ==
  /\ module = "freed" => reset_data # "valid"
  /\ reset_data = "valid" => pc[schedule_reset] # "3"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[schedule_reset] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"2.steal", "2.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
