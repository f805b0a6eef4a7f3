------------------------- MODULE RdmaIbSrptSession --------------------------
(*******************************************************************************)
(* The thread takes itself off the list, and exit waits for that.              *)
(*                                                                             *)
(*   srpt_thread   1  while (!closing) {                                       *)
(*                 2      msleep(100);                                         *)
(*                 3  }                                                        *)
(*                 4  listed = false;                                          *)
(*                 5  wake_up(&release_wq);                                    *)
(*                 6  return 0;                                                *)
(*   init          7  ch_task = kthread_run(srpt_thread, NULL, "srpt_thread"); *)
(*                 8  if (IS_ERR(ch_task)) {                                   *)
(*                 9      return -ENOMEM;                                      *)
(*                10  }                                                        *)
(*                11  return 0;                                                *)
(*   exit         12  closing = true;                                          *)
(*                13  wait_event(release_wq, !listed);                         *)
(*******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  srpt_thread,      \* a kthread
  modprobe,         \* the task that loads and unloads the module
  NULL,             \* no task
  ERR               \* an error pointer

VARIABLES
  pc,               \* where each context is in its program
  state,            \* task state
  asleep,           \* off the run queue
  shouldStop,       \* KTHREAD_SHOULD_STOP
  notified,         \* TIF_NOTIFY_SIGNAL
  exited,           \* count of the completion that kthread_stop() waits for
  result,           \* what the thread function returned
  usage,            \* references on the task; 0 is no task, or a freed one
  arg,              \* the task that each context's call is about
  module,           \* "coming", "live", "going" or "freed"
  ch_task,          \* struct task_struct *
  release_wq,       \* wait_queue_head_t: who is on it
  closing,          \* bool
  listed,           \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
    release_wq, closing, listed, fault>>

Kthreads   == {srpt_thread}
Contexts   == {srpt_thread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ch_task, release_wq, closing, listed>>

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

\* An explicit schedule().
Schedule(c) == asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"]

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Contexts |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Contexts |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == TRUE

RunsModuleText(c) == InModuleText(c) /\ ~asleep[c] /\ Ready(c)

-----------------------------------------------------------------------------
(* srpt_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SrptThreadBorn ==
  /\ At(srpt_thread, "born")
  /\ IF shouldStop[srpt_thread]
     THEN Goto(srpt_thread, "exit") /\ result' = [result EXCEPT ![srpt_thread] = -4]
     ELSE Goto(srpt_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThread1 ==                                   \* while (!closing)
  /\ Go(srpt_thread, "1", IF closing THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThread2 ==                                   \* msleep(100)
  /\ Go(srpt_thread, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThread4 ==                                   \* listed = false
  /\ Go(srpt_thread, "4", "5")
  /\ listed' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, fault>>

SrptThread5 ==                                   \* wake_up(&release_wq)
  /\ Go(srpt_thread, "5", "6")
  /\ WakeQueue(release_wq, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, ch_task, release_wq,
                 closing, listed, fault>>

SrptThread6 ==                                   \* return 0
  /\ Go(srpt_thread, "6", "exit")
  /\ result' = [result EXCEPT ![srpt_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThreadExit ==                                \* X4: completes 'exited'
  /\ Go(srpt_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![srpt_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThreadExited ==                              \* X7..X10: is reaped and leaves its CPU
  /\ Go(srpt_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![srpt_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SrptThreadDead ==
  /\ At(srpt_thread, "dead")
  /\ IF usage[srpt_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(srpt_thread, "gone")
          /\ usage' = [usage EXCEPT ![srpt_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         ch_task, release_wq, closing, listed, fault>>

SrptThread ==
  \/ SrptThreadBorn
  \/ SrptThread1
  \/ SrptThread2
  \/ SrptThread4
  \/ SrptThread5
  \/ SrptThread6
  \/ SrptThreadExit \/ SrptThreadExited \/ SrptThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 7  ch_task = kthread_run(srpt_thread, NULL, "srpt_thread")
Modprobe7Create ==                               \* C1..C5: creates a thread of srpt_thread
  /\ At(modprobe, "7.create")
  /\ \/ Create(modprobe, srpt_thread, "7.wake")
     \/ /\ Goto(modprobe, "7.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, ch_task, release_wq, closing,
                 listed, fault>>

Modprobe7Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "7.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "7.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, ch_task,
                         release_wq, closing, listed, fault>>

Modprobe7Store ==                                \* stores the pointer in ch_task
  /\ Go(modprobe, "7.store", "8")
  /\ ch_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, release_wq,
                 closing, listed, fault>>

Modprobe8 ==                                     \* if (IS_ERR(ch_task))
  /\ Go(modprobe, "8", IF ch_task = ERR THEN "9" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe9 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "9", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe11 ==                                    \* return 0
  /\ Go(modprobe, "11", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ch_task,
                 release_wq, closing, listed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "12")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe12 ==                                    \* closing = true
  /\ Go(modprobe, "12", "13.check")
  /\ closing' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, listed, fault>>

\* 13  wait_event(release_wq, !listed)
Modprobe13Check ==                               \* tests listed
  /\ Go(modprobe, "13.check", IF listed THEN "13.prepare" ELSE "sync")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe13Prepare ==                             \* queues on release_wq, sets TASK_UNINTERRUPTIBLE
  /\ Go(modprobe, "13.prepare", "13.test")
  /\ release_wq' = release_wq \cup {modprobe}
  /\ state' = [state EXCEPT ![modprobe] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 closing, listed, fault>>

Modprobe13Test ==                                \* tests listed
  /\ Go(modprobe, "13.test", IF listed THEN "13.sleep" ELSE "13.finish")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe13Sleep ==                               \* calls schedule()
  /\ Go(modprobe, "13.sleep", "13.prepare")
  /\ Schedule(modprobe)
  /\ UNCHANGED <<state, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe13Finish ==                              \* leaves release_wq, sets TASK_RUNNING
  /\ Go(modprobe, "13.finish", "sync")
  /\ state' = [state EXCEPT ![modprobe] = "RUNNING"]
  /\ release_wq' = release_wq \ {modprobe}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 closing, listed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe ==
  \/ Modprobe7Create \/ Modprobe7Wake \/ Modprobe7Store
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13Check \/ Modprobe13Prepare \/ Modprobe13Test \/ Modprobe13Sleep
  \/ Modprobe13Finish
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ch_task, release_wq, closing, listed>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "7.create"
  /\ state      = [c \in Contexts |-> IF c \in Kthreads THEN "NEW" ELSE "RUNNING"]
  /\ asleep     = [c \in Contexts |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ ch_task    = NULL
  /\ release_wq = {}
  /\ closing    = FALSE
  /\ listed     = TRUE
  /\ fault      = "none"

Next ==
  \/ SrptThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(SrptThread \/ FetchFault(srpt_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[srpt_thread] = "gone" => usage[srpt_thread] = 0)

NothingLeaked == module = "freed" => ~(pc[srpt_thread] = "born" /\ asleep[srpt_thread])

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
