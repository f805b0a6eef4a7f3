--------------------- MODULE ScsiIscsiCloseBrokenFlags ----------------------
(****************************************************************************)
(* Each stops the other if that is still active: there are two flags for    *)
(* one question.                                                            *)
(*                                                                          *)
(*   rx_thread   1  while (!failed) {                                       *)
(*               2      if (kthread_should_stop()) {                        *)
(*               3          return 0;                                       *)
(*               4      }                                                   *)
(*               5      msleep(100);                                        *)
(*               6  }                                                       *)
(*               7  spin_lock(&conn_lock);                                  *)
(*               8  if (!tx_active) {                                       *)
(*               9      spin_unlock(&conn_lock);                            *)
(*              10      while (!kthread_should_stop()) {                    *)
(*              11          msleep(100);                                    *)
(*              12      }                                                   *)
(*              13      return 0;                                           *)
(*              14  }                                                       *)
(*              15  tx_active = false;                                      *)
(*              16  spin_unlock(&conn_lock);                                *)
(*              17  kthread_stop(tx_task);                                  *)
(*              18  kthread_complete_and_exit(&closed, 0);                  *)
(*   tx_thread  19  while (!failed) {                                       *)
(*              20      if (kthread_should_stop()) {                        *)
(*              21          return 0;                                       *)
(*              22      }                                                   *)
(*              23      msleep(100);                                        *)
(*              24  }                                                       *)
(*              25  spin_lock(&conn_lock);                                  *)
(*              26  if (!rx_active) {                                       *)
(*              27      spin_unlock(&conn_lock);                            *)
(*              28      while (!kthread_should_stop()) {                    *)
(*              29          msleep(100);                                    *)
(*              30      }                                                   *)
(*              31      return 0;                                           *)
(*              32  }                                                       *)
(*              33  rx_active = false;                                      *)
(*              34  spin_unlock(&conn_lock);                                *)
(*              35  kthread_stop(rx_task);                                  *)
(*              36  kthread_complete_and_exit(&closed, 0);                  *)
(*   init       37  rx_task = kthread_create(rx_thread, NULL, "rx_thread"); *)
(*              38  tx_task = kthread_create(tx_thread, NULL, "tx_thread"); *)
(*              39  wake_up_process(rx_task);                               *)
(*              40  wake_up_process(tx_task);                               *)
(*              41  return 0;                                               *)
(*   exit       42  failed = true;                                          *)
(*              43  wait_for_completion(&closed);                           *)
(****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  rx_thread,        \* a kthread
  tx_thread,        \* a kthread
  modprobe,         \* the task that loads and unloads the module
  NULL,             \* no task
  none,             \* the owner of a lock that is free
  StopNotifies      \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

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
  warned,           \* the kernel printed a warning
  conn_lock,        \* spinlock_t: its owner
  rx_active,        \* bool
  tx_active,        \* bool
  rx_task,          \* struct task_struct *
  tx_task,          \* struct task_struct *
  failed,           \* bool
  closed,           \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
    conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

Kthreads   == {rx_thread, tx_thread}
Contexts   == {rx_thread, tx_thread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "18.complete", "18.exit", "exited", "dead", "gone", "36.complete",
   "36.exit", "live", "sync", "free", "done"}
Out        == {"exit", "exited", "dead", "gone"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ fault = "none"
  /\ pc[c] = label
  /\ c \in Kthreads => ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"7", "25"} => conn_lock = none
  /\ pc[c] \in {"17.wait", "35.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "43" => closed > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* rx_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
RxThreadBorn ==
  /\ At(rx_thread, "born")
  /\ IF shouldStop[rx_thread]
     THEN Goto(rx_thread, "exit") /\ result' = [result EXCEPT ![rx_thread] = -4]
     ELSE Goto(rx_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread1 ==                                     \* while (!failed)
  /\ Go(rx_thread, "1", IF failed THEN "7" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread2 ==                                     \* if (kthread_should_stop())
  /\ Go(rx_thread, "2", IF shouldStop[rx_thread] THEN "3" ELSE "5")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread3 ==                                     \* return 0
  /\ Go(rx_thread, "3", "exit")
  /\ result' = [result EXCEPT ![rx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread5 ==                                     \* msleep(100)
  /\ Go(rx_thread, "5", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread7 ==                                     \* spin_lock(&conn_lock)
  /\ Go(rx_thread, "7", "8")
  /\ conn_lock = none
  /\ conn_lock' = rx_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread8 ==                                     \* if (!tx_active)
  /\ Go(rx_thread, "8", IF tx_active THEN "15" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread9 ==                                     \* spin_unlock(&conn_lock)
  /\ Go(rx_thread, "9", "10")
  /\ conn_lock' = none
  /\ warned' = (warned \/ conn_lock # rx_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread10 ==                                    \* while (!kthread_should_stop())
  /\ Go(rx_thread, "10", IF shouldStop[rx_thread] THEN "13" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread11 ==                                    \* msleep(100)
  /\ Go(rx_thread, "11", "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread13 ==                                    \* return 0
  /\ Go(rx_thread, "13", "exit")
  /\ result' = [result EXCEPT ![rx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread15 ==                                    \* tx_active = false
  /\ Go(rx_thread, "15", "16")
  /\ tx_active' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, rx_task, tx_task, failed, closed, fault>>

RxThread16 ==                                    \* spin_unlock(&conn_lock)
  /\ Go(rx_thread, "16", "17.load")
  /\ conn_lock' = none
  /\ warned' = (warned \/ conn_lock # rx_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* 17  kthread_stop(tx_task)
RxThread17Load ==                                \* S0: reads tx_task
  /\ Go(rx_thread, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![rx_thread] = tx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread17Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(rx_thread, "17.get")
  /\ IF BadTask(arg[rx_thread]) # "none"
     THEN Crash(BadTask(arg[rx_thread]))
     ELSE /\ Goto(rx_thread, "17.set")
          /\ usage' = [usage EXCEPT ![arg[rx_thread]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread17Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(rx_thread, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[rx_thread]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, conn_lock,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread17Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(rx_thread, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[rx_thread]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, conn_lock,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread17Wake ==                                \* S7: wakes the thread
  /\ Go(rx_thread, "17.wake", "17.wait")
  /\ Wake(arg[rx_thread])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, conn_lock,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread17Wait ==                                \* S8: waits for 'exited'
  /\ Go(rx_thread, "17.wait", "17.put")
  /\ exited[arg[rx_thread]] > 0
  /\ exited' = [exited EXCEPT ![arg[rx_thread]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* S9..S11: takes the result and drops its reference
RxThread17Put ==
  /\ At(rx_thread, "17.put")
  /\ IF Overput(arg[rx_thread])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(rx_thread, "18.call")
          /\ usage' = [usage EXCEPT ![arg[rx_thread]] = @ - 1]
          /\ arg' = [arg EXCEPT ![rx_thread] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* 18  kthread_complete_and_exit(&closed, 0)
\* X0: calls into core text; no module instruction follows
RxThread18Call ==
  /\ Go(rx_thread, "18.call", "18.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread18Complete ==                            \* completes closed
  /\ Go(rx_thread, "18.complete", "18.exit")
  /\ closed' = closed + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, fault>>

RxThread18Exit ==                                \* X1: leaves the thread
  /\ Go(rx_thread, "18.exit", "exit")
  /\ result' = [result EXCEPT ![rx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(rx_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![rx_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(rx_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![rx_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
RxThreadDead ==
  /\ At(rx_thread, "dead")
  /\ IF usage[rx_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(rx_thread, "gone")
          /\ usage' = [usage EXCEPT ![rx_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

RxThread ==
  \/ RxThreadBorn
  \/ RxThread1
  \/ RxThread2
  \/ RxThread3
  \/ RxThread5
  \/ RxThread7
  \/ RxThread8
  \/ RxThread9
  \/ RxThread10
  \/ RxThread11
  \/ RxThread13
  \/ RxThread15
  \/ RxThread16
  \/ RxThread17Load \/ RxThread17Get \/ RxThread17Set \/ RxThread17Notify
  \/ RxThread17Wake \/ RxThread17Wait \/ RxThread17Put
  \/ RxThread18Call \/ RxThread18Complete \/ RxThread18Exit
  \/ RxThreadExit \/ RxThreadExited \/ RxThreadDead

-----------------------------------------------------------------------------
(* tx_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
TxThreadBorn ==
  /\ At(tx_thread, "born")
  /\ IF shouldStop[tx_thread]
     THEN Goto(tx_thread, "exit") /\ result' = [result EXCEPT ![tx_thread] = -4]
     ELSE Goto(tx_thread, "19") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread19 ==                                    \* while (!failed)
  /\ Go(tx_thread, "19", IF failed THEN "25" ELSE "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread20 ==                                    \* if (kthread_should_stop())
  /\ Go(tx_thread, "20", IF shouldStop[tx_thread] THEN "21" ELSE "23")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread21 ==                                    \* return 0
  /\ Go(tx_thread, "21", "exit")
  /\ result' = [result EXCEPT ![tx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread23 ==                                    \* msleep(100)
  /\ Go(tx_thread, "23", "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread25 ==                                    \* spin_lock(&conn_lock)
  /\ Go(tx_thread, "25", "26")
  /\ conn_lock = none
  /\ conn_lock' = tx_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread26 ==                                    \* if (!rx_active)
  /\ Go(tx_thread, "26", IF rx_active THEN "33" ELSE "27")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread27 ==                                    \* spin_unlock(&conn_lock)
  /\ Go(tx_thread, "27", "28")
  /\ conn_lock' = none
  /\ warned' = (warned \/ conn_lock # tx_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread28 ==                                    \* while (!kthread_should_stop())
  /\ Go(tx_thread, "28", IF shouldStop[tx_thread] THEN "31" ELSE "29")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread29 ==                                    \* msleep(100)
  /\ Go(tx_thread, "29", "28")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread31 ==                                    \* return 0
  /\ Go(tx_thread, "31", "exit")
  /\ result' = [result EXCEPT ![tx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread33 ==                                    \* rx_active = false
  /\ Go(tx_thread, "33", "34")
  /\ rx_active' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread34 ==                                    \* spin_unlock(&conn_lock)
  /\ Go(tx_thread, "34", "35.load")
  /\ conn_lock' = none
  /\ warned' = (warned \/ conn_lock # tx_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* 35  kthread_stop(rx_task)
TxThread35Load ==                                \* S0: reads rx_task
  /\ Go(tx_thread, "35.load", "35.get")
  /\ arg' = [arg EXCEPT ![tx_thread] = rx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread35Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(tx_thread, "35.get")
  /\ IF BadTask(arg[tx_thread]) # "none"
     THEN Crash(BadTask(arg[tx_thread]))
     ELSE /\ Goto(tx_thread, "35.set")
          /\ usage' = [usage EXCEPT ![arg[tx_thread]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread35Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(tx_thread, "35.set", "35.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[tx_thread]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, conn_lock,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread35Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(tx_thread, "35.notify", "35.wake")
  /\ notified' = [notified EXCEPT ![arg[tx_thread]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, conn_lock,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread35Wake ==                                \* S7: wakes the thread
  /\ Go(tx_thread, "35.wake", "35.wait")
  /\ Wake(arg[tx_thread])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, conn_lock,
                 rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread35Wait ==                                \* S8: waits for 'exited'
  /\ Go(tx_thread, "35.wait", "35.put")
  /\ exited[arg[tx_thread]] > 0
  /\ exited' = [exited EXCEPT ![arg[tx_thread]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* S9..S11: takes the result and drops its reference
TxThread35Put ==
  /\ At(tx_thread, "35.put")
  /\ IF Overput(arg[tx_thread])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(tx_thread, "36.call")
          /\ usage' = [usage EXCEPT ![arg[tx_thread]] = @ - 1]
          /\ arg' = [arg EXCEPT ![tx_thread] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* 36  kthread_complete_and_exit(&closed, 0)
\* X0: calls into core text; no module instruction follows
TxThread36Call ==
  /\ Go(tx_thread, "36.call", "36.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread36Complete ==                            \* completes closed
  /\ Go(tx_thread, "36.complete", "36.exit")
  /\ closed' = closed + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, fault>>

TxThread36Exit ==                                \* X1: leaves the thread
  /\ Go(tx_thread, "36.exit", "exit")
  /\ result' = [result EXCEPT ![tx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(tx_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![tx_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(tx_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![tx_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
TxThreadDead ==
  /\ At(tx_thread, "dead")
  /\ IF usage[tx_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(tx_thread, "gone")
          /\ usage' = [usage EXCEPT ![tx_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

TxThread ==
  \/ TxThreadBorn
  \/ TxThread19
  \/ TxThread20
  \/ TxThread21
  \/ TxThread23
  \/ TxThread25
  \/ TxThread26
  \/ TxThread27
  \/ TxThread28
  \/ TxThread29
  \/ TxThread31
  \/ TxThread33
  \/ TxThread34
  \/ TxThread35Load \/ TxThread35Get \/ TxThread35Set \/ TxThread35Notify
  \/ TxThread35Wake \/ TxThread35Wait \/ TxThread35Put
  \/ TxThread36Call \/ TxThread36Complete \/ TxThread36Exit
  \/ TxThreadExit \/ TxThreadExited \/ TxThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 37  rx_task = kthread_create(rx_thread, NULL, "rx_thread")
Modprobe37Create ==                              \* C1..C5: creates a thread of rx_thread
  /\ At(modprobe, "37.create")
  /\ Create(modprobe, rx_thread, "37.store")
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, conn_lock, rx_active,
                 tx_active, rx_task, tx_task, failed, closed, fault>>

Modprobe37Store ==                               \* stores the pointer in rx_task
  /\ Go(modprobe, "37.store", "38.create")
  /\ rx_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, rx_active, tx_active, tx_task, failed, closed, fault>>

\* 38  tx_task = kthread_create(tx_thread, NULL, "tx_thread")
Modprobe38Create ==                              \* C1..C5: creates a thread of tx_thread
  /\ At(modprobe, "38.create")
  /\ Create(modprobe, tx_thread, "38.store")
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, conn_lock, rx_active,
                 tx_active, rx_task, tx_task, failed, closed, fault>>

Modprobe38Store ==                               \* stores the pointer in tx_task
  /\ Go(modprobe, "38.store", "39.load")
  /\ tx_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, failed, closed, fault>>

\* 39  wake_up_process(rx_task)
Modprobe39Load ==                                \* S0: reads rx_task
  /\ Go(modprobe, "39.load", "39.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = rx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

Modprobe39Wake ==                                \* wakes rx_task
  /\ At(modprobe, "39.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "40.load")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, warned, conn_lock,
                         rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* 40  wake_up_process(tx_task)
Modprobe40Load ==                                \* S0: reads tx_task
  /\ Go(modprobe, "40.load", "40.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = tx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

Modprobe40Wake ==                                \* wakes tx_task
  /\ At(modprobe, "40.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "41")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, warned, conn_lock,
                         rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

Modprobe41 ==                                    \* return 0
  /\ Go(modprobe, "41", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "42")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

Modprobe42 ==                                    \* failed = true
  /\ Go(modprobe, "42", "43")
  /\ failed' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, closed, fault>>

Modprobe43 ==                                    \* wait_for_completion(&closed)
  /\ Go(modprobe, "43", "sync")
  /\ closed > 0
  /\ closed' = closed - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed, fault>>

Modprobe ==
  \/ Modprobe37Create \/ Modprobe37Store
  \/ Modprobe38Create \/ Modprobe38Store
  \/ Modprobe39Load \/ Modprobe39Wake
  \/ Modprobe40Load \/ Modprobe40Wake
  \/ Modprobe41
  \/ Modprobe42
  \/ Modprobe43
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ fault = "none"
  /\ module = "freed"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, conn_lock, rx_active, tx_active, rx_task, tx_task, failed, closed>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "37.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in Contexts |-> NULL]
  /\ module     = "coming"
  /\ warned     = FALSE
  /\ conn_lock  = none
  /\ rx_active  = TRUE
  /\ tx_active  = TRUE
  /\ rx_task    = NULL
  /\ tx_task    = NULL
  /\ failed     = FALSE
  /\ closed     = 0
  /\ fault      = "none"

Next ==
  \/ RxThread
  \/ TxThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(RxThread \/ FetchFault(rx_thread))
  /\ SF_vars(RxThread7 \/ RxThread17Wait)
  /\ WF_vars(TxThread \/ FetchFault(tx_thread))
  /\ SF_vars(TxThread25 \/ TxThread35Wait)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe43)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == \A c \in Kthreads : pc[c] \in {"17.set", "35.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in Kthreads : pc[c] \in {"17.set", "35.set"} => arg[c] # c

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A c \in Kthreads :
    \A t \in Kthreads :
      pc[c] \in {"17.put", "35.put"} /\ arg[c] = t => /\ pc[t] \in {"exited", "dead", "gone"}
                                                      /\ t \in {rx_thread} => result[t] \in {-4, 0}
                                                      /\ t \in {tx_thread} => result[t] \in {-4, 0}

StopPending(c) == pc[c] \in {"17.notify", "17.wake", "17.wait", "35.notify", "35.wake", "35.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in Kthreads : StopPending(c)) => \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in Kthreads : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
