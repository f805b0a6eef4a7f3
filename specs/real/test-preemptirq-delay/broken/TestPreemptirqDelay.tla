------------------------ MODULE TestPreemptirqDelay -------------------------
(**********************************************************************************)
(* Nobody waits for the thread.                                                   *)
(*                                                                                *)
(*   preemptirq_delay_run  1  msleep(100);                                        *)
(*                         2  return 0;                                           *)
(*   init                  3  test_task = kthread_run(preemptirq_delay_run, NULL, *)
(*   "preemptirq_delay_run");                                                     *)
(*                         4  if (IS_ERR(test_task)) {                            *)
(*                         5      return -ENOMEM;                                 *)
(*                         6  }                                                   *)
(*                         7  return 0;                                           *)
(**********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  preemptirq_delay_run,  \* a kthread
  modprobe,              \* the task that loads and unloads the module
  NULL,                  \* no task
  ERR                    \* an error pointer

VARIABLES
  pc,                    \* where each context is in its program
  state,                 \* task state
  asleep,                \* off the run queue
  shouldStop,            \* KTHREAD_SHOULD_STOP
  notified,              \* TIF_NOTIFY_SIGNAL
  exited,                \* count of the completion that kthread_stop() waits for
  result,                \* what the thread function returned
  usage,                 \* references on the task; 0 is no task, or a freed one
  arg,                   \* the task that each context's call is about
  module,                \* "coming", "live", "going" or "freed"
  test_task,             \* struct task_struct *
  fault                  \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, test_task, fault>>

Kthreads   == {preemptirq_delay_run}
Contexts   == {preemptirq_delay_run, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ c \in Kthreads => ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task>>

\* What comes of following a pointer to a task: "none" is well.
BadTask(t) ==
  IF t \notin Kthreads THEN "NULL-DEREF" ELSE IF usage[t] = 0 THEN "KASAN-UAF" ELSE "none"

\* kthread_create(): t is there, asleep until its first wake.
Create(c, t, to) ==
  /\ pc' = [pc EXCEPT ![c] = to, ![t] = "born"]
  /\ state' = [state EXCEPT ![t] = "UNINTERRUPTIBLE"]
  /\ asleep' = [asleep EXCEPT ![t] = TRUE]
  /\ usage' = [usage EXCEPT ![t] = 1]
  /\ arg' = [arg EXCEPT ![c] = t]

\* try_to_wake_up(): atomic with respect to schedule().
Wake(t) ==
  IF state[t] \in TaskNormal
  THEN state' = [state EXCEPT ![t] = "RUNNING"] /\ asleep' = [asleep EXCEPT ![t] = FALSE]
  ELSE UNCHANGED <<state, asleep>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == TRUE

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* preemptirq_delay_run *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
PreemptirqDelayRunBorn ==
  /\ At(preemptirq_delay_run, "born")
  /\ IF shouldStop[preemptirq_delay_run]
     THEN /\ Goto(preemptirq_delay_run, "exit")
          /\ result' = [result EXCEPT ![preemptirq_delay_run] = -4]
     ELSE Goto(preemptirq_delay_run, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, test_task, fault>>

PreemptirqDelayRun1 ==                           \* msleep(100)
  /\ Go(preemptirq_delay_run, "1", "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, fault>>

PreemptirqDelayRun2 ==                           \* return 0
  /\ Go(preemptirq_delay_run, "2", "exit")
  /\ result' = [result EXCEPT ![preemptirq_delay_run] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, test_task, fault>>

PreemptirqDelayRunExit ==                        \* X4: completes 'exited'
  /\ Go(preemptirq_delay_run, "exit", "exited")
  /\ exited' = [exited EXCEPT ![preemptirq_delay_run] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, test_task, fault>>

PreemptirqDelayRunExited ==                      \* X7..X10: is reaped and leaves its CPU
  /\ Go(preemptirq_delay_run, "exited", "dead")
  /\ state' = [state EXCEPT ![preemptirq_delay_run] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, test_task,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
PreemptirqDelayRunDead ==
  /\ At(preemptirq_delay_run, "dead")
  /\ IF usage[preemptirq_delay_run] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(preemptirq_delay_run, "gone")
          /\ usage' = [usage EXCEPT ![preemptirq_delay_run] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         test_task, fault>>

PreemptirqDelayRun ==
  \/ PreemptirqDelayRunBorn
  \/ PreemptirqDelayRun1
  \/ PreemptirqDelayRun2
  \/ PreemptirqDelayRunExit \/ PreemptirqDelayRunExited \/ PreemptirqDelayRunDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 3  test_task = kthread_run(preemptirq_delay_run, NULL, "preemptirq_delay_run")
Modprobe3Create ==                               \* C1..C5: creates a thread of preemptirq_delay_run
  /\ At(modprobe, "3.create")
  /\ \/ Create(modprobe, preemptirq_delay_run, "3.wake")
     \/ /\ Goto(modprobe, "3.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, test_task, fault>>

Modprobe3Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "3.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "3.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, test_task,
                         fault>>

Modprobe3Store ==                                \* stores the pointer in test_task
  /\ Go(modprobe, "3.store", "4")
  /\ test_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, fault>>

Modprobe4 ==                                     \* if (IS_ERR(test_task))
  /\ Go(modprobe, "4", IF test_task = ERR THEN "5" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, fault>>

Modprobe5 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "5", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, fault>>

Modprobe7 ==                                     \* return 0
  /\ Go(modprobe, "7", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "sync")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, fault>>

Modprobe ==
  \/ Modprobe3Create \/ Modprobe3Wake \/ Modprobe3Store
  \/ Modprobe4
  \/ Modprobe5
  \/ Modprobe7
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "3.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ test_task  = NULL
  /\ fault      = "none"

Next ==
  \/ PreemptirqDelayRun
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(PreemptirqDelayRun \/ FetchFault(preemptirq_delay_run))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[preemptirq_delay_run] = "gone" => usage[preemptirq_delay_run] = 0)

NothingLeaked ==
  module = "freed" => ~(pc[preemptirq_delay_run] = "born" /\ asleep[preemptirq_delay_run])

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
