------------------------ MODULE ScsiIscsiCloseMended ------------------------
(****************************************************************************)
(* One of the two closes; the other waits until it is stopped.              *)
(*                                                                          *)
(*   rx_thread   1  while (!(failed || kthread_should_stop())) {            *)
(*               2      msleep(100);                                        *)
(*               3  }                                                       *)
(*               4  spin_lock(&conn_lock);                                  *)
(*               5  if (closing) {                                          *)
(*               6      spin_unlock(&conn_lock);                            *)
(*               7      while (!kthread_should_stop()) {                    *)
(*               8          msleep(100);                                    *)
(*               9      }                                                   *)
(*              10      return 0;                                           *)
(*              11  }                                                       *)
(*              12  closing = true;                                         *)
(*              13  spin_unlock(&conn_lock);                                *)
(*              14  kthread_stop(tx_task);                                  *)
(*              15  kthread_complete_and_exit(&closed, 0);                  *)
(*   tx_thread  16  while (!(failed || kthread_should_stop())) {            *)
(*              17      msleep(100);                                        *)
(*              18  }                                                       *)
(*              19  spin_lock(&conn_lock);                                  *)
(*              20  if (closing) {                                          *)
(*              21      spin_unlock(&conn_lock);                            *)
(*              22      while (!kthread_should_stop()) {                    *)
(*              23          msleep(100);                                    *)
(*              24      }                                                   *)
(*              25      return 0;                                           *)
(*              26  }                                                       *)
(*              27  closing = true;                                         *)
(*              28  spin_unlock(&conn_lock);                                *)
(*              29  kthread_stop(rx_task);                                  *)
(*              30  kthread_complete_and_exit(&closed, 0);                  *)
(*   init       31  rx_task = kthread_create(rx_thread, NULL, "rx_thread"); *)
(*              32  if (IS_ERR(rx_task)) {                                  *)
(*              33      return -ENOMEM;                                     *)
(*              34  }                                                       *)
(*              35  tx_task = kthread_create(tx_thread, NULL, "tx_thread"); *)
(*              36  if (IS_ERR(tx_task)) {                                  *)
(*              37      kthread_stop(rx_task);                              *)
(*              38      return -ENOMEM;                                     *)
(*              39  }                                                       *)
(*              40  wake_up_process(rx_task);                               *)
(*              41  wake_up_process(tx_task);                               *)
(*              42  return 0;                                               *)
(*   exit       43  failed = true;                                          *)
(*              44  wait_for_completion(&closed);                           *)
(****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  rx_thread,        \* a kthread
  tx_thread,        \* a kthread
  modprobe,         \* the task that loads and unloads the module
  NULL,             \* no task
  ERR,              \* an error pointer
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
  closing,          \* bool
  rx_task,          \* struct task_struct *
  tx_task,          \* struct task_struct *
  failed,           \* bool
  closed,           \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
    conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

Kthreads   == {rx_thread, tx_thread}
Contexts   == {rx_thread, tx_thread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "15.complete", "15.exit", "exited", "dead", "gone", "30.complete",
   "30.exit", "sync", "live", "free", "done"}
Out        == {"exit", "exited", "dead", "gone"}

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
                 warned, conn_lock, closing, rx_task, tx_task, failed, closed>>

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
  /\ pc[c] \in {"4", "19"} => conn_lock = none
  /\ pc[c] \in {"14.wait", "29.wait", "37.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "44" => closed > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* rx_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
RxThreadBorn ==
  /\ At(rx_thread, "born")
  /\ IF shouldStop[rx_thread]
     THEN Goto(rx_thread, "exit") /\ result' = [result EXCEPT ![rx_thread] = -4]
     ELSE Goto(rx_thread, "1.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* 1  while (!(failed || kthread_should_stop()))
RxThread1A ==                                    \* tests failed
  /\ Go(rx_thread, "1.a", IF failed THEN "4" ELSE "1.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread1B ==                                    \* tests kthread_should_stop()
  /\ Go(rx_thread, "1.b", IF shouldStop[rx_thread] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread2 ==                                     \* msleep(100)
  /\ Go(rx_thread, "2", "1.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread4 ==                                     \* spin_lock(&conn_lock)
  /\ Go(rx_thread, "4", "5")
  /\ conn_lock = none
  /\ conn_lock' = rx_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 closing, rx_task, tx_task, failed, closed, fault>>

RxThread5 ==                                     \* if (closing)
  /\ Go(rx_thread, "5", IF closing THEN "6" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread6 ==                                     \* spin_unlock(&conn_lock)
  /\ Go(rx_thread, "6", "7")
  /\ conn_lock' = none
  /\ warned' = (warned \/ conn_lock # rx_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, closing,
                 rx_task, tx_task, failed, closed, fault>>

RxThread7 ==                                     \* while (!kthread_should_stop())
  /\ Go(rx_thread, "7", IF shouldStop[rx_thread] THEN "10" ELSE "8")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread8 ==                                     \* msleep(100)
  /\ Go(rx_thread, "8", "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread10 ==                                    \* return 0
  /\ Go(rx_thread, "10", "exit")
  /\ result' = [result EXCEPT ![rx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread12 ==                                    \* closing = true
  /\ Go(rx_thread, "12", "13")
  /\ closing' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_task, tx_task, failed, closed, fault>>

RxThread13 ==                                    \* spin_unlock(&conn_lock)
  /\ Go(rx_thread, "13", "14.load")
  /\ conn_lock' = none
  /\ warned' = (warned \/ conn_lock # rx_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, closing,
                 rx_task, tx_task, failed, closed, fault>>

\* 14  kthread_stop(tx_task)
RxThread14Load ==                                \* S0: reads tx_task
  /\ Go(rx_thread, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![rx_thread] = tx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(rx_thread, "14.get")
  /\ IF BadTask(arg[rx_thread]) # "none"
     THEN Crash(BadTask(arg[rx_thread]))
     ELSE /\ Goto(rx_thread, "14.set")
          /\ usage' = [usage EXCEPT ![arg[rx_thread]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(rx_thread, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[rx_thread]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, conn_lock,
                 closing, rx_task, tx_task, failed, closed, fault>>

RxThread14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(rx_thread, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[rx_thread]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, conn_lock,
                 closing, rx_task, tx_task, failed, closed, fault>>

RxThread14Wake ==                                \* S7: wakes the thread
  /\ Go(rx_thread, "14.wake", "14.wait")
  /\ Wake(arg[rx_thread])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, conn_lock,
                 closing, rx_task, tx_task, failed, closed, fault>>

RxThread14Wait ==                                \* S8: waits for 'exited'
  /\ Go(rx_thread, "14.wait", "14.put")
  /\ exited[arg[rx_thread]] > 0
  /\ exited' = [exited EXCEPT ![arg[rx_thread]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* S9..S11: takes the result and drops its reference
RxThread14Put ==
  /\ At(rx_thread, "14.put")
  /\ IF Overput(arg[rx_thread])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(rx_thread, "15.call")
          /\ usage' = [usage EXCEPT ![arg[rx_thread]] = @ - 1]
          /\ arg' = [arg EXCEPT ![rx_thread] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* 15  kthread_complete_and_exit(&closed, 0)
\* X0: calls into core text; no module instruction follows
RxThread15Call ==
  /\ Go(rx_thread, "15.call", "15.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread15Complete ==                            \* completes closed
  /\ Go(rx_thread, "15.complete", "15.exit")
  /\ closed' = closed + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, fault>>

RxThread15Exit ==                                \* X1: leaves the thread
  /\ Go(rx_thread, "15.exit", "exit")
  /\ result' = [result EXCEPT ![rx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(rx_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![rx_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(rx_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![rx_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
RxThreadDead ==
  /\ At(rx_thread, "dead")
  /\ IF usage[rx_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(rx_thread, "gone")
          /\ usage' = [usage EXCEPT ![rx_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

RxThread ==
  \/ RxThreadBorn
  \/ RxThread1A \/ RxThread1B
  \/ RxThread2
  \/ RxThread4
  \/ RxThread5
  \/ RxThread6
  \/ RxThread7
  \/ RxThread8
  \/ RxThread10
  \/ RxThread12
  \/ RxThread13
  \/ RxThread14Load \/ RxThread14Get \/ RxThread14Set \/ RxThread14Notify
  \/ RxThread14Wake \/ RxThread14Wait \/ RxThread14Put
  \/ RxThread15Call \/ RxThread15Complete \/ RxThread15Exit
  \/ RxThreadExit \/ RxThreadExited \/ RxThreadDead

-----------------------------------------------------------------------------
(* tx_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
TxThreadBorn ==
  /\ At(tx_thread, "born")
  /\ IF shouldStop[tx_thread]
     THEN Goto(tx_thread, "exit") /\ result' = [result EXCEPT ![tx_thread] = -4]
     ELSE Goto(tx_thread, "16.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* 16  while (!(failed || kthread_should_stop()))
TxThread16A ==                                   \* tests failed
  /\ Go(tx_thread, "16.a", IF failed THEN "19" ELSE "16.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread16B ==                                   \* tests kthread_should_stop()
  /\ Go(tx_thread, "16.b", IF shouldStop[tx_thread] THEN "19" ELSE "17")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread17 ==                                    \* msleep(100)
  /\ Go(tx_thread, "17", "16.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread19 ==                                    \* spin_lock(&conn_lock)
  /\ Go(tx_thread, "19", "20")
  /\ conn_lock = none
  /\ conn_lock' = tx_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 closing, rx_task, tx_task, failed, closed, fault>>

TxThread20 ==                                    \* if (closing)
  /\ Go(tx_thread, "20", IF closing THEN "21" ELSE "27")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread21 ==                                    \* spin_unlock(&conn_lock)
  /\ Go(tx_thread, "21", "22")
  /\ conn_lock' = none
  /\ warned' = (warned \/ conn_lock # tx_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, closing,
                 rx_task, tx_task, failed, closed, fault>>

TxThread22 ==                                    \* while (!kthread_should_stop())
  /\ Go(tx_thread, "22", IF shouldStop[tx_thread] THEN "25" ELSE "23")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread23 ==                                    \* msleep(100)
  /\ Go(tx_thread, "23", "22")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread25 ==                                    \* return 0
  /\ Go(tx_thread, "25", "exit")
  /\ result' = [result EXCEPT ![tx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread27 ==                                    \* closing = true
  /\ Go(tx_thread, "27", "28")
  /\ closing' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, rx_task, tx_task, failed, closed, fault>>

TxThread28 ==                                    \* spin_unlock(&conn_lock)
  /\ Go(tx_thread, "28", "29.load")
  /\ conn_lock' = none
  /\ warned' = (warned \/ conn_lock # tx_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, closing,
                 rx_task, tx_task, failed, closed, fault>>

\* 29  kthread_stop(rx_task)
TxThread29Load ==                                \* S0: reads rx_task
  /\ Go(tx_thread, "29.load", "29.get")
  /\ arg' = [arg EXCEPT ![tx_thread] = rx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread29Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(tx_thread, "29.get")
  /\ IF BadTask(arg[tx_thread]) # "none"
     THEN Crash(BadTask(arg[tx_thread]))
     ELSE /\ Goto(tx_thread, "29.set")
          /\ usage' = [usage EXCEPT ![arg[tx_thread]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread29Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(tx_thread, "29.set", "29.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[tx_thread]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, conn_lock,
                 closing, rx_task, tx_task, failed, closed, fault>>

TxThread29Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(tx_thread, "29.notify", "29.wake")
  /\ notified' = [notified EXCEPT ![arg[tx_thread]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, conn_lock,
                 closing, rx_task, tx_task, failed, closed, fault>>

TxThread29Wake ==                                \* S7: wakes the thread
  /\ Go(tx_thread, "29.wake", "29.wait")
  /\ Wake(arg[tx_thread])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, conn_lock,
                 closing, rx_task, tx_task, failed, closed, fault>>

TxThread29Wait ==                                \* S8: waits for 'exited'
  /\ Go(tx_thread, "29.wait", "29.put")
  /\ exited[arg[tx_thread]] > 0
  /\ exited' = [exited EXCEPT ![arg[tx_thread]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* S9..S11: takes the result and drops its reference
TxThread29Put ==
  /\ At(tx_thread, "29.put")
  /\ IF Overput(arg[tx_thread])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(tx_thread, "30.call")
          /\ usage' = [usage EXCEPT ![arg[tx_thread]] = @ - 1]
          /\ arg' = [arg EXCEPT ![tx_thread] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* 30  kthread_complete_and_exit(&closed, 0)
\* X0: calls into core text; no module instruction follows
TxThread30Call ==
  /\ Go(tx_thread, "30.call", "30.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread30Complete ==                            \* completes closed
  /\ Go(tx_thread, "30.complete", "30.exit")
  /\ closed' = closed + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, fault>>

TxThread30Exit ==                                \* X1: leaves the thread
  /\ Go(tx_thread, "30.exit", "exit")
  /\ result' = [result EXCEPT ![tx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(tx_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![tx_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(tx_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![tx_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
TxThreadDead ==
  /\ At(tx_thread, "dead")
  /\ IF usage[tx_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(tx_thread, "gone")
          /\ usage' = [usage EXCEPT ![tx_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

TxThread ==
  \/ TxThreadBorn
  \/ TxThread16A \/ TxThread16B
  \/ TxThread17
  \/ TxThread19
  \/ TxThread20
  \/ TxThread21
  \/ TxThread22
  \/ TxThread23
  \/ TxThread25
  \/ TxThread27
  \/ TxThread28
  \/ TxThread29Load \/ TxThread29Get \/ TxThread29Set \/ TxThread29Notify
  \/ TxThread29Wake \/ TxThread29Wait \/ TxThread29Put
  \/ TxThread30Call \/ TxThread30Complete \/ TxThread30Exit
  \/ TxThreadExit \/ TxThreadExited \/ TxThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 31  rx_task = kthread_create(rx_thread, NULL, "rx_thread")
Modprobe31Create ==                              \* C1..C5: creates a thread of rx_thread
  /\ At(modprobe, "31.create")
  /\ \/ Create(modprobe, rx_thread, "31.store")
     \/ /\ Goto(modprobe, "31.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, conn_lock, closing,
                 rx_task, tx_task, failed, closed, fault>>

Modprobe31Store ==                               \* stores the pointer in rx_task
  /\ Go(modprobe, "31.store", "32")
  /\ rx_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, closing, tx_task, failed, closed, fault>>

Modprobe32 ==                                    \* if (IS_ERR(rx_task))
  /\ Go(modprobe, "32", IF rx_task = ERR THEN "33" ELSE "35.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

Modprobe33 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "33", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* 35  tx_task = kthread_create(tx_thread, NULL, "tx_thread")
Modprobe35Create ==                              \* C1..C5: creates a thread of tx_thread
  /\ At(modprobe, "35.create")
  /\ \/ Create(modprobe, tx_thread, "35.store")
     \/ /\ Goto(modprobe, "35.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, conn_lock, closing,
                 rx_task, tx_task, failed, closed, fault>>

Modprobe35Store ==                               \* stores the pointer in tx_task
  /\ Go(modprobe, "35.store", "36")
  /\ tx_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, closing, rx_task, failed, closed, fault>>

Modprobe36 ==                                    \* if (IS_ERR(tx_task))
  /\ Go(modprobe, "36", IF tx_task = ERR THEN "37.load" ELSE "40.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* 37  kthread_stop(rx_task)
Modprobe37Load ==                                \* S0: reads rx_task
  /\ Go(modprobe, "37.load", "37.get")
  /\ arg' = [arg EXCEPT ![modprobe] = rx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

Modprobe37Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "37.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "37.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

Modprobe37Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "37.set", "37.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, conn_lock,
                 closing, rx_task, tx_task, failed, closed, fault>>

Modprobe37Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "37.notify", "37.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, conn_lock,
                 closing, rx_task, tx_task, failed, closed, fault>>

Modprobe37Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "37.wake", "37.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, conn_lock,
                 closing, rx_task, tx_task, failed, closed, fault>>

Modprobe37Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "37.wait", "37.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe37Put ==
  /\ At(modprobe, "37.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "38")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

Modprobe38 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "38", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* 40  wake_up_process(rx_task)
Modprobe40Load ==                                \* S0: reads rx_task
  /\ Go(modprobe, "40.load", "40.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = rx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

Modprobe40Wake ==                                \* wakes rx_task
  /\ At(modprobe, "40.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "41.load")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, warned, conn_lock,
                         closing, rx_task, tx_task, failed, closed, fault>>

\* 41  wake_up_process(tx_task)
Modprobe41Load ==                                \* S0: reads tx_task
  /\ Go(modprobe, "41.load", "41.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = tx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

Modprobe41Wake ==                                \* wakes tx_task
  /\ At(modprobe, "41.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "42")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, warned, conn_lock,
                         closing, rx_task, tx_task, failed, closed, fault>>

Modprobe42 ==                                    \* return 0
  /\ Go(modprobe, "42", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "43")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

Modprobe43 ==                                    \* failed = true
  /\ Go(modprobe, "43", "44")
  /\ failed' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, closed, fault>>

Modprobe44 ==                                    \* wait_for_completion(&closed)
  /\ Go(modprobe, "44", "sync")
  /\ closed > 0
  /\ closed' = closed - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 conn_lock, closing, rx_task, tx_task, failed, closed, fault>>

Modprobe ==
  \/ Modprobe31Create \/ Modprobe31Store
  \/ Modprobe32
  \/ Modprobe33
  \/ Modprobe35Create \/ Modprobe35Store
  \/ Modprobe36
  \/ Modprobe37Load \/ Modprobe37Get \/ Modprobe37Set \/ Modprobe37Notify
  \/ Modprobe37Wake \/ Modprobe37Wait \/ Modprobe37Put
  \/ Modprobe38
  \/ Modprobe40Load \/ Modprobe40Wake
  \/ Modprobe41Load \/ Modprobe41Wake
  \/ Modprobe42
  \/ Modprobe43
  \/ Modprobe44
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, conn_lock, closing, rx_task, tx_task, failed, closed>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "31.create"
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
  /\ closing    = FALSE
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
  /\ SF_vars(RxThread4 \/ RxThread14Wait)
  /\ WF_vars(TxThread \/ FetchFault(tx_thread))
  /\ SF_vars(TxThread19 \/ TxThread29Wait)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe37Wait \/ Modprobe44)

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

NoDoubleStop == \A c \in Contexts : pc[c] \in {"14.set", "29.set", "37.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in Contexts : pc[c] \in {"14.set", "29.set", "37.set"} => arg[c] # c

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

LocksReleased == conn_lock = none \/ InModuleText(conn_lock)

StopResultCorrect ==
  \A c \in Contexts :
    \A t \in Kthreads :
      pc[c] \in {"14.put", "29.put", "37.put"} /\ arg[c] = t =>
        /\ pc[t] \in {"exited", "dead", "gone"}
        /\ t \in {rx_thread} => result[t] \in {-4, 0}
        /\ t \in {tx_thread} => result[t] \in {-4, 0}

StopPending(c) ==
  pc[c] \in {"14.notify", "14.wake", "14.wait", "29.notify", "29.wake", "29.wait", "37.notify",
             "37.wake", "37.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in Contexts : StopPending(c)) => \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in Contexts : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
