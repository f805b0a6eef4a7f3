--------------------------- MODULE ScsiIscsiClose ---------------------------
(****************************************************************************)
(* Each of the two stops the other.                                         *)
(*                                                                          *)
(*   rx_thread   1  while (!failed) {                                       *)
(*               2      if (kthread_should_stop()) {                        *)
(*               3          return 0;                                       *)
(*               4      }                                                   *)
(*               5      msleep(100);                                        *)
(*               6  }                                                       *)
(*               7  kthread_stop(tx_task);                                  *)
(*               8  kthread_complete_and_exit(&closed, 0);                  *)
(*   tx_thread   9  while (!failed) {                                       *)
(*              10      if (kthread_should_stop()) {                        *)
(*              11          return 0;                                       *)
(*              12      }                                                   *)
(*              13      msleep(100);                                        *)
(*              14  }                                                       *)
(*              15  kthread_stop(rx_task);                                  *)
(*              16  kthread_complete_and_exit(&closed, 0);                  *)
(*   init       17  rx_task = kthread_create(rx_thread, NULL, "rx_thread"); *)
(*              18  if (IS_ERR(rx_task)) {                                  *)
(*              19      return -ENOMEM;                                     *)
(*              20  }                                                       *)
(*              21  tx_task = kthread_create(tx_thread, NULL, "tx_thread"); *)
(*              22  if (IS_ERR(tx_task)) {                                  *)
(*              23      kthread_stop(rx_task);                              *)
(*              24      return -ENOMEM;                                     *)
(*              25  }                                                       *)
(*              26  wake_up_process(rx_task);                               *)
(*              27  wake_up_process(tx_task);                               *)
(*              28  return 0;                                               *)
(*   exit       29  failed = true;                                          *)
(*              30  wait_for_completion(&closed);                           *)
(****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  rx_thread,        \* a kthread
  tx_thread,        \* a kthread
  modprobe,         \* the task that loads and unloads the module
  NULL,             \* no task
  ERR,              \* an error pointer
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
  rx_task,          \* struct task_struct *
  tx_task,          \* struct task_struct *
  failed,           \* bool
  closed,           \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task, tx_task,
    failed, closed, fault>>

Kthreads   == {rx_thread, tx_thread}
Contexts   == {rx_thread, tx_thread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "8.complete", "8.exit", "exited", "dead", "gone", "16.complete",
   "16.exit", "sync", "live", "free", "done"}
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
                 rx_task, tx_task, failed, closed>>

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
  /\ pc[c] \in {"7.wait", "15.wait", "23.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "30" => closed > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* rx_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
RxThreadBorn ==
  /\ At(rx_thread, "born")
  /\ IF shouldStop[rx_thread]
     THEN Goto(rx_thread, "exit") /\ result' = [result EXCEPT ![rx_thread] = -4]
     ELSE Goto(rx_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

RxThread1 ==                                     \* while (!failed)
  /\ Go(rx_thread, "1", IF failed THEN "7.load" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

RxThread2 ==                                     \* if (kthread_should_stop())
  /\ Go(rx_thread, "2", IF shouldStop[rx_thread] THEN "3" ELSE "5")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

RxThread3 ==                                     \* return 0
  /\ Go(rx_thread, "3", "exit")
  /\ result' = [result EXCEPT ![rx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

RxThread5 ==                                     \* msleep(100)
  /\ Go(rx_thread, "5", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

\* 7  kthread_stop(tx_task)
RxThread7Load ==                                 \* S0: reads tx_task
  /\ Go(rx_thread, "7.load", "7.get")
  /\ arg' = [arg EXCEPT ![rx_thread] = tx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, rx_task,
                 tx_task, failed, closed, fault>>

RxThread7Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(rx_thread, "7.get")
  /\ IF BadTask(arg[rx_thread]) # "none"
     THEN Crash(BadTask(arg[rx_thread]))
     ELSE /\ Goto(rx_thread, "7.set")
          /\ usage' = [usage EXCEPT ![arg[rx_thread]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         rx_task, tx_task, failed, closed, fault>>

RxThread7Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(rx_thread, "7.set", "7.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[rx_thread]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, rx_task, tx_task,
                 failed, closed, fault>>

RxThread7Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(rx_thread, "7.notify", "7.wake")
  /\ notified' = [notified EXCEPT ![arg[rx_thread]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, rx_task, tx_task,
                 failed, closed, fault>>

RxThread7Wake ==                                 \* S7: wakes the thread
  /\ Go(rx_thread, "7.wake", "7.wait")
  /\ Wake(arg[rx_thread])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rx_task, tx_task,
                 failed, closed, fault>>

RxThread7Wait ==                                 \* S8: waits for 'exited'
  /\ Go(rx_thread, "7.wait", "7.put")
  /\ exited[arg[rx_thread]] > 0
  /\ exited' = [exited EXCEPT ![arg[rx_thread]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

\* S9..S11: takes the result and drops its reference
RxThread7Put ==
  /\ At(rx_thread, "7.put")
  /\ IF Overput(arg[rx_thread])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(rx_thread, "8.call")
          /\ usage' = [usage EXCEPT ![arg[rx_thread]] = @ - 1]
          /\ arg' = [arg EXCEPT ![rx_thread] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, rx_task,
                         tx_task, failed, closed, fault>>

\* 8  kthread_complete_and_exit(&closed, 0)
\* X0: calls into core text; no module instruction follows
RxThread8Call ==
  /\ Go(rx_thread, "8.call", "8.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

RxThread8Complete ==                             \* completes closed
  /\ Go(rx_thread, "8.complete", "8.exit")
  /\ closed' = closed + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, fault>>

RxThread8Exit ==                                 \* X1: leaves the thread
  /\ Go(rx_thread, "8.exit", "exit")
  /\ result' = [result EXCEPT ![rx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

RxThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(rx_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![rx_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

RxThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(rx_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![rx_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
RxThreadDead ==
  /\ At(rx_thread, "dead")
  /\ IF usage[rx_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(rx_thread, "gone")
          /\ usage' = [usage EXCEPT ![rx_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         rx_task, tx_task, failed, closed, fault>>

RxThread ==
  \/ RxThreadBorn
  \/ RxThread1
  \/ RxThread2
  \/ RxThread3
  \/ RxThread5
  \/ RxThread7Load \/ RxThread7Get \/ RxThread7Set \/ RxThread7Notify
  \/ RxThread7Wake \/ RxThread7Wait \/ RxThread7Put
  \/ RxThread8Call \/ RxThread8Complete \/ RxThread8Exit
  \/ RxThreadExit \/ RxThreadExited \/ RxThreadDead

-----------------------------------------------------------------------------
(* tx_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
TxThreadBorn ==
  /\ At(tx_thread, "born")
  /\ IF shouldStop[tx_thread]
     THEN Goto(tx_thread, "exit") /\ result' = [result EXCEPT ![tx_thread] = -4]
     ELSE Goto(tx_thread, "9") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

TxThread9 ==                                     \* while (!failed)
  /\ Go(tx_thread, "9", IF failed THEN "15.load" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

TxThread10 ==                                    \* if (kthread_should_stop())
  /\ Go(tx_thread, "10", IF shouldStop[tx_thread] THEN "11" ELSE "13")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

TxThread11 ==                                    \* return 0
  /\ Go(tx_thread, "11", "exit")
  /\ result' = [result EXCEPT ![tx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

TxThread13 ==                                    \* msleep(100)
  /\ Go(tx_thread, "13", "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

\* 15  kthread_stop(rx_task)
TxThread15Load ==                                \* S0: reads rx_task
  /\ Go(tx_thread, "15.load", "15.get")
  /\ arg' = [arg EXCEPT ![tx_thread] = rx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, rx_task,
                 tx_task, failed, closed, fault>>

TxThread15Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(tx_thread, "15.get")
  /\ IF BadTask(arg[tx_thread]) # "none"
     THEN Crash(BadTask(arg[tx_thread]))
     ELSE /\ Goto(tx_thread, "15.set")
          /\ usage' = [usage EXCEPT ![arg[tx_thread]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         rx_task, tx_task, failed, closed, fault>>

TxThread15Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(tx_thread, "15.set", "15.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[tx_thread]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, rx_task, tx_task,
                 failed, closed, fault>>

TxThread15Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(tx_thread, "15.notify", "15.wake")
  /\ notified' = [notified EXCEPT ![arg[tx_thread]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, rx_task, tx_task,
                 failed, closed, fault>>

TxThread15Wake ==                                \* S7: wakes the thread
  /\ Go(tx_thread, "15.wake", "15.wait")
  /\ Wake(arg[tx_thread])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rx_task, tx_task,
                 failed, closed, fault>>

TxThread15Wait ==                                \* S8: waits for 'exited'
  /\ Go(tx_thread, "15.wait", "15.put")
  /\ exited[arg[tx_thread]] > 0
  /\ exited' = [exited EXCEPT ![arg[tx_thread]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

\* S9..S11: takes the result and drops its reference
TxThread15Put ==
  /\ At(tx_thread, "15.put")
  /\ IF Overput(arg[tx_thread])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(tx_thread, "16.call")
          /\ usage' = [usage EXCEPT ![arg[tx_thread]] = @ - 1]
          /\ arg' = [arg EXCEPT ![tx_thread] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, rx_task,
                         tx_task, failed, closed, fault>>

\* 16  kthread_complete_and_exit(&closed, 0)
\* X0: calls into core text; no module instruction follows
TxThread16Call ==
  /\ Go(tx_thread, "16.call", "16.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

TxThread16Complete ==                            \* completes closed
  /\ Go(tx_thread, "16.complete", "16.exit")
  /\ closed' = closed + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, fault>>

TxThread16Exit ==                                \* X1: leaves the thread
  /\ Go(tx_thread, "16.exit", "exit")
  /\ result' = [result EXCEPT ![tx_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

TxThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(tx_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![tx_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

TxThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(tx_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![tx_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
TxThreadDead ==
  /\ At(tx_thread, "dead")
  /\ IF usage[tx_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(tx_thread, "gone")
          /\ usage' = [usage EXCEPT ![tx_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         rx_task, tx_task, failed, closed, fault>>

TxThread ==
  \/ TxThreadBorn
  \/ TxThread9
  \/ TxThread10
  \/ TxThread11
  \/ TxThread13
  \/ TxThread15Load \/ TxThread15Get \/ TxThread15Set \/ TxThread15Notify
  \/ TxThread15Wake \/ TxThread15Wait \/ TxThread15Put
  \/ TxThread16Call \/ TxThread16Complete \/ TxThread16Exit
  \/ TxThreadExit \/ TxThreadExited \/ TxThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 17  rx_task = kthread_create(rx_thread, NULL, "rx_thread")
Modprobe17Create ==                              \* C1..C5: creates a thread of rx_thread
  /\ At(modprobe, "17.create")
  /\ \/ Create(modprobe, rx_thread, "17.store")
     \/ /\ Goto(modprobe, "17.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, rx_task, tx_task, failed, closed,
                 fault>>

Modprobe17Store ==                               \* stores the pointer in rx_task
  /\ Go(modprobe, "17.store", "18")
  /\ rx_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, tx_task,
                 failed, closed, fault>>

Modprobe18 ==                                    \* if (IS_ERR(rx_task))
  /\ Go(modprobe, "18", IF rx_task = ERR THEN "19" ELSE "21.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

Modprobe19 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "19", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rx_task,
                 tx_task, failed, closed, fault>>

\* 21  tx_task = kthread_create(tx_thread, NULL, "tx_thread")
Modprobe21Create ==                              \* C1..C5: creates a thread of tx_thread
  /\ At(modprobe, "21.create")
  /\ \/ Create(modprobe, tx_thread, "21.store")
     \/ /\ Goto(modprobe, "21.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, rx_task, tx_task, failed, closed,
                 fault>>

Modprobe21Store ==                               \* stores the pointer in tx_task
  /\ Go(modprobe, "21.store", "22")
  /\ tx_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, rx_task,
                 failed, closed, fault>>

Modprobe22 ==                                    \* if (IS_ERR(tx_task))
  /\ Go(modprobe, "22", IF tx_task = ERR THEN "23.load" ELSE "26.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

\* 23  kthread_stop(rx_task)
Modprobe23Load ==                                \* S0: reads rx_task
  /\ Go(modprobe, "23.load", "23.get")
  /\ arg' = [arg EXCEPT ![modprobe] = rx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, rx_task,
                 tx_task, failed, closed, fault>>

Modprobe23Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "23.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "23.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         rx_task, tx_task, failed, closed, fault>>

Modprobe23Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "23.set", "23.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, rx_task, tx_task,
                 failed, closed, fault>>

Modprobe23Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "23.notify", "23.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, rx_task, tx_task,
                 failed, closed, fault>>

Modprobe23Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "23.wake", "23.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rx_task, tx_task,
                 failed, closed, fault>>

Modprobe23Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "23.wait", "23.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe23Put ==
  /\ At(modprobe, "23.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "24")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, rx_task,
                         tx_task, failed, closed, fault>>

Modprobe24 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "24", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rx_task,
                 tx_task, failed, closed, fault>>

\* 26  wake_up_process(rx_task)
Modprobe26Load ==                                \* S0: reads rx_task
  /\ Go(modprobe, "26.load", "26.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = rx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, rx_task,
                 tx_task, failed, closed, fault>>

Modprobe26Wake ==                                \* wakes rx_task
  /\ At(modprobe, "26.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27.load")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, rx_task, tx_task,
                         failed, closed, fault>>

\* 27  wake_up_process(tx_task)
Modprobe27Load ==                                \* S0: reads tx_task
  /\ Go(modprobe, "27.load", "27.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = tx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, rx_task,
                 tx_task, failed, closed, fault>>

Modprobe27Wake ==                                \* wakes tx_task
  /\ At(modprobe, "27.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "28")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, rx_task, tx_task,
                         failed, closed, fault>>

Modprobe28 ==                                    \* return 0
  /\ Go(modprobe, "28", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rx_task,
                 tx_task, failed, closed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "29")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rx_task,
                 tx_task, failed, closed, fault>>

Modprobe29 ==                                    \* failed = true
  /\ Go(modprobe, "29", "30")
  /\ failed' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, closed, fault>>

Modprobe30 ==                                    \* wait_for_completion(&closed)
  /\ Go(modprobe, "30", "sync")
  /\ closed > 0
  /\ closed' = closed - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 tx_task, failed, closed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rx_task,
                 tx_task, failed, closed, fault>>

Modprobe ==
  \/ Modprobe17Create \/ Modprobe17Store
  \/ Modprobe18
  \/ Modprobe19
  \/ Modprobe21Create \/ Modprobe21Store
  \/ Modprobe22
  \/ Modprobe23Load \/ Modprobe23Get \/ Modprobe23Set \/ Modprobe23Notify
  \/ Modprobe23Wake \/ Modprobe23Wait \/ Modprobe23Put
  \/ Modprobe24
  \/ Modprobe26Load \/ Modprobe26Wake
  \/ Modprobe27Load \/ Modprobe27Wake
  \/ Modprobe28
  \/ Modprobe29
  \/ Modprobe30
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 rx_task, tx_task, failed, closed>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "17.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in Contexts |-> NULL]
  /\ module     = "coming"
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
  /\ SF_vars(RxThread7Wait)
  /\ WF_vars(TxThread \/ FetchFault(tx_thread))
  /\ SF_vars(TxThread15Wait)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe23Wait \/ Modprobe30)

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

NoDoubleStop == \A c \in Contexts : pc[c] \in {"7.set", "15.set", "23.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in Contexts : pc[c] \in {"7.set", "15.set", "23.set"} => arg[c] # c

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A c \in Contexts :
    \A t \in Kthreads :
      pc[c] \in {"7.put", "15.put", "23.put"} /\ arg[c] = t =>
        /\ pc[t] \in {"exited", "dead", "gone"}
        /\ t \in {rx_thread} => result[t] \in {-4, 0}
        /\ t \in {tx_thread} => result[t] \in {-4, 0}

StopPending(c) ==
  pc[c] \in {"7.notify", "7.wake", "7.wait", "15.notify", "15.wake", "15.wait", "23.notify",
             "23.wake", "23.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in Contexts : StopPending(c)) => \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in Contexts : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
