----------------------- MODULE MdRaid5ReconfigMended ------------------------
(***************************************************************************)
(* The sync thread is stopped, then the mutex taken.                       *)
(*                                                                         *)
(*   md_thread   1  while (!kthread_should_stop()) {                       *)
(*               2      wait_event(wait_for_stripe, superblock_written);   *)
(*               3      msleep(100);                                       *)
(*               4  }                                                      *)
(*               5  return 0;                                              *)
(*   raid5d      6  while (!kthread_should_stop()) {                       *)
(*               7      mutex_lock(&reconfig_mutex);                       *)
(*               8      superblock_written = true;                         *)
(*               9      wake_up(&wait_for_stripe);                         *)
(*              10      mutex_unlock(&reconfig_mutex);                     *)
(*              11      msleep(100);                                       *)
(*              12  }                                                      *)
(*              13  return 0;                                              *)
(*   init       14  raid_task = kthread_run(raid5d, NULL, "raid5d");       *)
(*              15  if (IS_ERR(raid_task)) {                               *)
(*              16      return -ENOMEM;                                    *)
(*              17  }                                                      *)
(*              18  sync_task = kthread_run(md_thread, NULL, "md_thread"); *)
(*              19  if (IS_ERR(sync_task)) {                               *)
(*              20      kthread_stop(raid_task);                           *)
(*              21      return -ENOMEM;                                    *)
(*              22  }                                                      *)
(*              23  return 0;                                              *)
(*   exit       24  kthread_stop(sync_task);                               *)
(*              25  mutex_lock(&reconfig_mutex);                           *)
(*              26  reaped = true;                                         *)
(*              27  mutex_unlock(&reconfig_mutex);                         *)
(*              28  kthread_stop(raid_task);                               *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  md_thread,           \* a kthread
  raid5d,              \* a kthread
  modprobe,            \* the task that loads and unloads the module
  NULL,                \* no task
  ERR,                 \* an error pointer
  none,                \* the owner of a lock that is free
  StopNotifies         \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                  \* where each context is in its program
  state,               \* task state
  asleep,              \* off the run queue
  shouldStop,          \* KTHREAD_SHOULD_STOP
  notified,            \* TIF_NOTIFY_SIGNAL
  exited,              \* count of the completion that kthread_stop() waits for
  result,              \* what the thread function returned
  usage,               \* references on the task; 0 is no task, or a freed one
  arg,                 \* the task that each context's call is about
  module,              \* "coming", "live", "going" or "freed"
  warned,              \* the kernel printed a warning
  reaped,              \* bool
  sync_task,           \* struct task_struct *
  raid_task,           \* struct task_struct *
  reconfig_mutex,      \* struct mutex: its owner
  wait_for_stripe,     \* wait_queue_head_t: who is on it
  superblock_written,  \* bool
  fault                \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
    sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Kthreads   == {md_thread, raid5d}
Contexts   == {md_thread, raid5d, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
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
                 warned, reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written>>

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
Schedule(c) ==
  IF state[c] = "INTERRUPTIBLE" /\ notified[c]
  THEN state' = [state EXCEPT ![c] = "RUNNING"] /\ UNCHANGED asleep
  ELSE asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"] /\ UNCHANGED state

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Kthreads |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"7", "25"} => reconfig_mutex = none
  /\ pc[c] \in {"20.wait", "24.wait", "28.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* md_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
MdThreadBorn ==
  /\ At(md_thread, "born")
  /\ IF shouldStop[md_thread]
     THEN Goto(md_thread, "exit") /\ result' = [result EXCEPT ![md_thread] = -4]
     ELSE Goto(md_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

MdThread1 ==                                     \* while (!kthread_should_stop())
  /\ Go(md_thread, "1", IF shouldStop[md_thread] THEN "5" ELSE "2.check")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

\* 2  wait_event(wait_for_stripe, superblock_written)
MdThread2Check ==                                \* tests superblock_written
  /\ Go(md_thread, "2.check", IF superblock_written THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

\* queues on wait_for_stripe, sets TASK_UNINTERRUPTIBLE
MdThread2Prepare ==
  /\ Go(md_thread, "2.prepare", "2.test")
  /\ wait_for_stripe' = wait_for_stripe \cup {md_thread}
  /\ state' = [state EXCEPT ![md_thread] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, superblock_written, fault>>

MdThread2Test ==                                 \* tests superblock_written
  /\ Go(md_thread, "2.test", IF superblock_written THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

MdThread2Sleep ==                                \* calls schedule()
  /\ Go(md_thread, "2.sleep", "2.prepare")
  /\ Schedule(md_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

MdThread2Finish ==                               \* leaves wait_for_stripe, sets TASK_RUNNING
  /\ Go(md_thread, "2.finish", "3")
  /\ state' = [state EXCEPT ![md_thread] = "RUNNING"]
  /\ wait_for_stripe' = wait_for_stripe \ {md_thread}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, superblock_written, fault>>

MdThread3 ==                                     \* msleep(100)
  /\ Go(md_thread, "3", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

MdThread5 ==                                     \* return 0
  /\ Go(md_thread, "5", "exit")
  /\ result' = [result EXCEPT ![md_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

MdThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(md_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![md_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

MdThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(md_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![md_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
MdThreadDead ==
  /\ At(md_thread, "dead")
  /\ IF usage[md_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(md_thread, "gone")
          /\ usage' = [usage EXCEPT ![md_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

MdThread ==
  \/ MdThreadBorn
  \/ MdThread1
  \/ MdThread2Check \/ MdThread2Prepare \/ MdThread2Test \/ MdThread2Sleep
  \/ MdThread2Finish
  \/ MdThread3
  \/ MdThread5
  \/ MdThreadExit \/ MdThreadExited \/ MdThreadDead

-----------------------------------------------------------------------------
(* raid5d *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
Raid5dBorn ==
  /\ At(raid5d, "born")
  /\ IF shouldStop[raid5d]
     THEN Goto(raid5d, "exit") /\ result' = [result EXCEPT ![raid5d] = -4]
     ELSE Goto(raid5d, "6") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Raid5d6 ==                                       \* while (!kthread_should_stop())
  /\ Go(raid5d, "6", IF shouldStop[raid5d] THEN "13" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

Raid5d7 ==                                       \* mutex_lock(&reconfig_mutex)
  /\ Go(raid5d, "7", "8")
  /\ reconfig_mutex = none
  /\ reconfig_mutex' = raid5d
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, wait_for_stripe, superblock_written, fault>>

Raid5d8 ==                                       \* superblock_written = true
  /\ Go(raid5d, "8", "9")
  /\ superblock_written' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe, fault>>

Raid5d9 ==                                       \* wake_up(&wait_for_stripe)
  /\ Go(raid5d, "9", "10")
  /\ WakeQueue(wait_for_stripe, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Raid5d10 ==                                      \* mutex_unlock(&reconfig_mutex)
  /\ Go(raid5d, "10", "11")
  /\ reconfig_mutex' = none
  /\ warned' = (warned \/ reconfig_mutex # raid5d)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, reaped,
                 sync_task, raid_task, wait_for_stripe, superblock_written, fault>>

Raid5d11 ==                                      \* msleep(100)
  /\ Go(raid5d, "11", "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

Raid5d13 ==                                      \* return 0
  /\ Go(raid5d, "13", "exit")
  /\ result' = [result EXCEPT ![raid5d] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Raid5dExit ==                                    \* X4: completes 'exited'
  /\ Go(raid5d, "exit", "exited")
  /\ exited' = [exited EXCEPT ![raid5d] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Raid5dExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(raid5d, "exited", "dead")
  /\ state' = [state EXCEPT ![raid5d] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
Raid5dDead ==
  /\ At(raid5d, "dead")
  /\ IF usage[raid5d] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(raid5d, "gone")
          /\ usage' = [usage EXCEPT ![raid5d] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

Raid5d ==
  \/ Raid5dBorn
  \/ Raid5d6
  \/ Raid5d7
  \/ Raid5d8
  \/ Raid5d9
  \/ Raid5d10
  \/ Raid5d11
  \/ Raid5d13
  \/ Raid5dExit \/ Raid5dExited \/ Raid5dDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 14  raid_task = kthread_run(raid5d, NULL, "raid5d")
Modprobe14Create ==                              \* C1..C5: creates a thread of raid5d
  /\ At(modprobe, "14.create")
  /\ \/ Create(modprobe, raid5d, "14.wake")
     \/ /\ Goto(modprobe, "14.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, reaped, sync_task,
                 raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe14Wake ==                                \* wakes the new thread
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                         sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

Modprobe14Store ==                               \* stores the pointer in raid_task
  /\ Go(modprobe, "14.store", "15")
  /\ raid_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 reaped, sync_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe15 ==                                    \* if (IS_ERR(raid_task))
  /\ Go(modprobe, "15", IF raid_task = ERR THEN "16" ELSE "18.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

Modprobe16 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "16", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

\* 18  sync_task = kthread_run(md_thread, NULL, "md_thread")
Modprobe18Create ==                              \* C1..C5: creates a thread of md_thread
  /\ At(modprobe, "18.create")
  /\ \/ Create(modprobe, md_thread, "18.wake")
     \/ /\ Goto(modprobe, "18.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, reaped, sync_task,
                 raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe18Wake ==                                \* wakes the new thread
  /\ At(modprobe, "18.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "18.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                         sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

Modprobe18Store ==                               \* stores the pointer in sync_task
  /\ Go(modprobe, "18.store", "19")
  /\ sync_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 reaped, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe19 ==                                    \* if (IS_ERR(sync_task))
  /\ Go(modprobe, "19", IF sync_task = ERR THEN "20.load" ELSE "23")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

\* 20  kthread_stop(raid_task)
Modprobe20Load ==                                \* S0: reads raid_task
  /\ Go(modprobe, "20.load", "20.get")
  /\ arg' = [arg EXCEPT ![modprobe] = raid_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

Modprobe20Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "20.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

Modprobe20Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "20.set", "20.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe20Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "20.notify", "20.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe20Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "20.wake", "20.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe20Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "20.wait", "20.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe20Put ==
  /\ At(modprobe, "20.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "21")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

Modprobe21 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "21", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe23 ==                                    \* return 0
  /\ Go(modprobe, "23", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "24.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

\* 24  kthread_stop(sync_task)
Modprobe24Load ==                                \* S0: reads sync_task
  /\ Go(modprobe, "24.load", "24.get")
  /\ arg' = [arg EXCEPT ![modprobe] = sync_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

Modprobe24Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "24.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "24.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

Modprobe24Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "24.set", "24.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe24Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "24.notify", "24.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe24Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "24.wake", "24.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe24Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "24.wait", "24.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe24Put ==
  /\ At(modprobe, "24.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "25")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

Modprobe25 ==                                    \* mutex_lock(&reconfig_mutex)
  /\ Go(modprobe, "25", "26")
  /\ reconfig_mutex = none
  /\ reconfig_mutex' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, wait_for_stripe, superblock_written, fault>>

Modprobe26 ==                                    \* reaped = true
  /\ Go(modprobe, "26", "27")
  /\ reaped' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe27 ==                                    \* mutex_unlock(&reconfig_mutex)
  /\ Go(modprobe, "27", "28.load")
  /\ reconfig_mutex' = none
  /\ warned' = (warned \/ reconfig_mutex # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, reaped,
                 sync_task, raid_task, wait_for_stripe, superblock_written, fault>>

\* 28  kthread_stop(raid_task)
Modprobe28Load ==                                \* S0: reads raid_task
  /\ Go(modprobe, "28.load", "28.get")
  /\ arg' = [arg EXCEPT ![modprobe] = raid_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

Modprobe28Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "28.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "28.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

Modprobe28Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "28.set", "28.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe28Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "28.notify", "28.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe28Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "28.wake", "28.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe28Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "28.wait", "28.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe28Put ==
  /\ At(modprobe, "28.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                         superblock_written, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, reaped,
                 sync_task, raid_task, reconfig_mutex, wait_for_stripe, superblock_written, fault>>

Modprobe ==
  \/ Modprobe14Create \/ Modprobe14Wake \/ Modprobe14Store
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe18Create \/ Modprobe18Wake \/ Modprobe18Store
  \/ Modprobe19
  \/ Modprobe20Load \/ Modprobe20Get \/ Modprobe20Set \/ Modprobe20Notify
  \/ Modprobe20Wake \/ Modprobe20Wait \/ Modprobe20Put
  \/ Modprobe21
  \/ Modprobe23
  \/ Modprobe24Load \/ Modprobe24Get \/ Modprobe24Set \/ Modprobe24Notify
  \/ Modprobe24Wake \/ Modprobe24Wait \/ Modprobe24Put
  \/ Modprobe25
  \/ Modprobe26
  \/ Modprobe27
  \/ Modprobe28Load \/ Modprobe28Get \/ Modprobe28Set \/ Modprobe28Notify
  \/ Modprobe28Wake \/ Modprobe28Wait \/ Modprobe28Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, reaped, sync_task, raid_task, reconfig_mutex, wait_for_stripe,
                 superblock_written>>

Init ==
  /\ pc                 = [t \in Kthreads |-> "none"] @@ modprobe :> "14.create"
  /\ state              = [t \in Kthreads |-> "NEW"]
  /\ asleep             = [t \in Kthreads |-> FALSE]
  /\ shouldStop         = [t \in Kthreads |-> FALSE]
  /\ notified           = [t \in Kthreads |-> FALSE]
  /\ exited             = [t \in Kthreads |-> 0]
  /\ result             = [t \in Kthreads |-> 0]
  /\ usage              = [t \in Kthreads |-> 0]
  /\ arg                = [c \in {modprobe} |-> NULL]
  /\ module             = "coming"
  /\ warned             = FALSE
  /\ reaped             = FALSE
  /\ sync_task          = NULL
  /\ raid_task          = NULL
  /\ reconfig_mutex     = none
  /\ wait_for_stripe    = {}
  /\ superblock_written = FALSE
  /\ fault              = "none"

Next ==
  \/ MdThread
  \/ Raid5d
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(MdThread \/ FetchFault(md_thread))
  /\ WF_vars(Raid5d \/ FetchFault(raid5d))
  /\ SF_vars(Raid5d7)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe20Wait \/ Modprobe24Wait \/ Modprobe25 \/ Modprobe28Wait)

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

NoDoubleStop == pc[modprobe] \in {"20.set", "24.set", "28.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"20.set", "24.set", "28.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

LocksReleased == reconfig_mutex = none \/ InModuleText(reconfig_mutex)

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"20.put", "24.put", "28.put"} /\ arg[modprobe] = t =>
      /\ pc[t] \in {"exited", "dead", "gone"}
      /\ t \in {md_thread} => result[t] \in {-4, 0}
      /\ t \in {raid5d} => result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"20.notify", "20.wake", "20.wait", "24.notify", "24.wake", "24.wait",
                    "28.notify", "28.wake", "28.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
