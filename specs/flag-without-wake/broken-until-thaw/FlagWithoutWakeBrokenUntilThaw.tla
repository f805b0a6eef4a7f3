------------------- MODULE FlagWithoutWakeBrokenUntilThaw -------------------
(***************************************************************************************)
(* The thread is told before a suspend, and left to be woken by the thaw.              *)
(*                                                                                     *)
(*   worker    1  set_freezable();                                                     *)
(*             2  while (!kthread_should_stop()) {                                     *)
(*             3      wait_event_freezable(queue, suspended || kthread_should_stop()); *)
(*             4      if (suspended) {                                                 *)
(*             5          suspended = false;                                           *)
(*             6          complete(&restored);                                         *)
(*             7      }                                                                *)
(*             8  }                                                                    *)
(*             9  return 0;                                                            *)
(*   watcher  10  set_freezable();                                                     *)
(*            11  while (!kthread_should_stop()) {                                     *)
(*            12      if (freezing(current)) {                                         *)
(*            13          suspended = true;                                            *)
(*            14          try_to_freeze();                                             *)
(*            15          wait_for_completion(&restored);                              *)
(*            16      }                                                                *)
(*            17      msleep(100);                                                     *)
(*            18  }                                                                    *)
(*            19  return 0;                                                            *)
(*   init     20  task = kthread_run(worker, NULL, "worker");                          *)
(*            21  if (IS_ERR(task)) {                                                  *)
(*            22      return -ENOMEM;                                                  *)
(*            23  }                                                                    *)
(*            24  watcher_task = kthread_run(watcher, NULL, "watcher");                *)
(*            25  if (IS_ERR(watcher_task)) {                                          *)
(*            26      kthread_stop(task);                                              *)
(*            27      return -ENOMEM;                                                  *)
(*            28  }                                                                    *)
(*            29  return 0;                                                            *)
(*   exit     30  kthread_stop(watcher_task);                                          *)
(*            31  kthread_stop(task);                                                  *)
(*   suspend  32  suspend_freeze_processes();                                          *)
(*            33  thaw_processes();                                                    *)
(***************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,                 \* a kthread
  watcher,                \* a kthread
  modprobe,               \* the task that loads and unloads the module
  suspend,                \* something outside of the module
  NULL,                   \* no task
  ERR,                    \* an error pointer
  StopNotifies,           \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  FreezerUsesTaskFrozen,  \* frozen threads sleep in TASK_FROZEN (Linux 6.1 and later)
  \* a thaw lets a sleeper frozen in place sleep on unless a wake was recorded
  ThawRestoresSleep

VARIABLES
  pc,                     \* where each context is in its program
  state,                  \* task state
  asleep,                 \* off the run queue
  shouldStop,             \* KTHREAD_SHOULD_STOP
  freezable,              \* takes part in freezing
  freezing,               \* a freeze is under way
  \* frozen in place: "none", "sleeping" so that it may be, "frozen", or "woken" since
  inPlace,
  usersFrozen,            \* user tasks are frozen, outside of the kernel
  notified,               \* TIF_NOTIFY_SIGNAL
  exited,                 \* count of the completion that kthread_stop() waits for
  result,                 \* what the thread function returned
  usage,                  \* references on the task; 0 is no task, or a freed one
  arg,                    \* the task that each context's call is about
  module,                 \* "coming", "live", "going" or "freed"
  task,                   \* struct task_struct *
  watcher_task,           \* struct task_struct *
  queue,                  \* wait_queue_head_t: who is on it
  suspended,              \* bool
  restored,               \* struct completion
  fault                   \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited,
    result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Kthreads      == {worker, watcher}
Contexts      == {worker, watcher, modprobe, suspend}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
Frozen        == IF FreezerUsesTaskFrozen THEN "FROZEN" ELSE "UNINTERRUPTIBLE"
CoreText      ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "32.begin",
   "32.users", "32.threads", "32.wait", "33"}
Refrigerator  ==
  {"1.freeze", "1.sleep", "3.freeze", "3.frozen", "10.freeze", "10.sleep", "14.freeze", "14.sleep"}
Out           == {"exit", "exited", "dead", "gone"}
CompletionMax == 7

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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                 notified, exited, result, usage, arg, module, task, watcher_task, queue,
                 suspended, restored>>

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

\* What a wake-up does to a thread that is frozen in place: the thaw will wake it.
NoteWake(t) ==
  IF ThawRestoresSleep /\ t \in DOMAIN inPlace /\ inPlace[t] = "frozen"
  THEN inPlace' = [inPlace EXCEPT ![t] = "woken"]
  ELSE UNCHANGED inPlace

\* try_to_wake_up(): atomic with respect to schedule().
Wake(t) ==
  IF state[t] \in TaskNormal
  THEN /\ state' = [state EXCEPT ![t] = "RUNNING"]
       /\ asleep' = [asleep EXCEPT ![t] = FALSE]
       /\ UNCHANGED inPlace
  ELSE NoteWake(t) /\ UNCHANGED <<state, asleep>>

\* An explicit schedule().
Schedule(c) ==
  IF state[c] = "INTERRUPTIBLE" /\ notified[c]
  THEN state' = [state EXCEPT ![c] = "RUNNING"] /\ UNCHANGED asleep
  ELSE asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"] /\ UNCHANGED state

\* An explicit schedule() in a state in which the freezer may freeze c.
ScheduleFreezable(c) ==
  /\ Schedule(c)
  /\ inPlace' = [inPlace EXCEPT ![c] = IF \/ state[c] = "RUNNING"
                                          \/ (state[c] = "INTERRUPTIBLE" /\ notified[c])
                                       THEN @
                                       ELSE "sleeping"]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

\* A freeze is under way, and c takes part.
Freezing(c) == freezing /\ freezable[c]

\* freeze_task() of the threads in s.
Tell(s) ==
  /\ state' = [t \in Kthreads |-> IF /\ t \in s
                                     /\ ~(\/ \/ (t \in DOMAIN inPlace /\ inPlace[t] = "frozen")
                                             \/ (t \in DOMAIN inPlace /\ inPlace[t] = "woken")
                                          \/ (/\ (t \in DOMAIN inPlace /\ inPlace[t] = "sleeping")
                                              /\ asleep[t]))
                                     /\ state[t] \in TaskNormal
                                  THEN "RUNNING"
                                  ELSE IF /\ FreezerUsesTaskFrozen
                                          /\ t \in s
                                          /\ (/\ (t \in DOMAIN inPlace /\ inPlace[t] = "sleeping")
                                              /\ asleep[t])
                                       THEN "FROZEN"
                                       ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> /\ asleep[t]
                                   /\ ~(/\ t \in s
                                        /\ ~(\/ \/ (t \in DOMAIN inPlace /\ inPlace[t] = "frozen")
                                                \/ (t \in DOMAIN inPlace /\ inPlace[t] = "woken")
                                             \/ (/\ (/\ t \in DOMAIN inPlace
                                                     /\ inPlace[t] = "sleeping")
                                                 /\ asleep[t]))
                                        /\ state[t] \in TaskNormal)]
  /\ inPlace' = [t \in DOMAIN inPlace |-> IF /\ FreezerUsesTaskFrozen
                                             /\ /\ t \in s
                                                /\ (/\ (/\ t \in DOMAIN inPlace
                                                        /\ inPlace[t] = "sleeping")
                                                    /\ asleep[t])
                                          THEN "frozen"
                                          ELSE inPlace[t]]

\* freeze_kernel_threads(): wakes those that take part, so that they notice.
Freeze == freezing' = TRUE /\ Tell({t \in Kthreads : freezable[t]})

\* thaw_kernel_threads(): wakes those in the refrigerator, whatever they sleep in.
Thaw ==
  /\ freezing' = FALSE
  /\ state' = [t \in Kthreads |-> IF \/ pc[t] \in Refrigerator
                                     \/ (t \in DOMAIN inPlace /\ inPlace[t] = "woken")
                                     \/ (/\ ~ThawRestoresSleep
                                         /\ (t \in DOMAIN inPlace /\ inPlace[t] = "frozen"))
                                  THEN "RUNNING"
                                  ELSE IF (/\ ThawRestoresSleep
                                           /\ (t \in DOMAIN inPlace /\ inPlace[t] = "frozen"))
                                       THEN "INTERRUPTIBLE"
                                       ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> /\ asleep[t]
                                   /\ ~(\/ pc[t] \in Refrigerator
                                        \/ (t \in DOMAIN inPlace /\ inPlace[t] = "woken")
                                        \/ (/\ ~ThawRestoresSleep
                                            /\ (t \in DOMAIN inPlace /\ inPlace[t] = "frozen")))]
  /\ inPlace' = [t \in DOMAIN inPlace |-> IF (/\ ThawRestoresSleep
                                              /\ (t \in DOMAIN inPlace /\ inPlace[t] = "frozen"))
                                          THEN "sleeping"
                                          ELSE IF inPlace[t] \in {"frozen", "woken"}
                                               THEN "none"
                                               ELSE inPlace[t]]

\* The user tasks that are in the kernel, and so not frozen.
InKernel == {c \in {modprobe} : pc[c] \notin {"live", "idle", "done"}}

\* The threads that a freeze still waits for.
Missing ==
  {t \in Kthreads : /\ freezable[t]
                    /\ ~(asleep[t] /\ pc[t] \in Refrigerator)
                    /\ ~(t \in DOMAIN inPlace /\ inPlace[t] = "frozen")
                    /\ ~(t \in DOMAIN inPlace /\ inPlace[t] = "woken")
                    /\ ~(/\ ~FreezerUsesTaskFrozen
                         /\ asleep[t]
                         /\ (t \in DOMAIN inPlace /\ inPlace[t] = "sleeping"))
                    /\ pc[t] \notin Out}

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "15" => restored > 0
  /\ pc[c] \in {"26.wait", "30.wait", "31.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "32.users" => InKernel = {}
  /\ pc[c] = "32.wait" => Missing = {} \/ \E t \in Missing : asleep[t] /\ state[t] \in TaskNormal

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1.set") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* 1  set_freezable()
Worker1Set ==                                    \* takes part in freezing from now on
  /\ Go(worker, "1.set", "1.freezing")
  /\ freezable' = [freezable EXCEPT ![worker] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Worker1Freezing ==                               \* tests whether a freeze is under way
  /\ Go(worker, "1.freezing", IF Freezing(worker) THEN "1.freeze" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

\* stays in the refrigerator while a freeze is under way
Worker1Freeze ==
  /\ At(worker, "1.freeze")
  /\ IF Freezing(worker)
     THEN Goto(worker, "1.sleep") /\ state' = [state EXCEPT ![worker] = Frozen]
     ELSE Goto(worker, "2") /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Worker1Sleep ==                                  \* calls schedule()
  /\ Go(worker, "1.sleep", "1.freeze")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited, result,
                 usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Worker2 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "2", IF shouldStop[worker] THEN "9" ELSE "3.check.a")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

\* 3  wait_event_freezable(queue, suspended || kthread_should_stop())
Worker3CheckA ==                                 \* tests suspended
  /\ Go(worker, "3.check.a", IF suspended THEN "4" ELSE "3.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Worker3CheckB ==                                 \* tests kthread_should_stop()
  /\ Go(worker, "3.check.b", IF shouldStop[worker] THEN "4" ELSE "3.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Worker3Prepare ==                                \* queues on queue, sets TASK_INTERRUPTIBLE
  /\ At(worker, "3.prepare")
  /\ IF notified[worker]
     THEN Goto(worker, "3.retest.a") /\ queue' = queue \ {worker} /\ UNCHANGED state
     ELSE /\ Goto(worker, "3.test.a")
          /\ queue' = queue \cup {worker}
          /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, suspended, restored, fault>>

Worker3TestA ==                                  \* tests suspended
  /\ Go(worker, "3.test.a", IF suspended THEN "3.finish" ELSE "3.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Worker3TestB ==                                  \* tests kthread_should_stop()
  /\ Go(worker, "3.test.b", IF shouldStop[worker] THEN "3.finish" ELSE "3.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Worker3Sleep ==                                  \* calls schedule(), and may be frozen meanwhile
  /\ Go(worker, "3.sleep", "3.slept")
  /\ ScheduleFreezable(worker)
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* tests whether it was counted as frozen, and still is to freeze
Worker3Slept ==
  /\ Go(worker, "3.slept",
        IF Freezing(worker) /\ ~FreezerUsesTaskFrozen THEN "3.freeze" ELSE "3.prepare")
  /\ inPlace' = [inPlace EXCEPT ![worker] = "none"]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* stays in the refrigerator while a freeze is under way
Worker3Freeze ==
  /\ At(worker, "3.freeze")
  /\ IF Freezing(worker)
     THEN Goto(worker, "3.frozen") /\ state' = [state EXCEPT ![worker] = Frozen]
     ELSE Goto(worker, "3.prepare") /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Worker3Frozen ==                                 \* calls schedule()
  /\ Go(worker, "3.frozen", "3.freeze")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited, result,
                 usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Worker3RetestA ==                                \* tests suspended
  /\ Go(worker, "3.retest.a", IF suspended THEN "3.finish" ELSE "3.retest.b")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Worker3RetestB ==                                \* tests kthread_should_stop()
  /\ Go(worker, "3.retest.b", IF shouldStop[worker] THEN "3.finish" ELSE "4")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Worker3Finish ==                                 \* leaves queue, sets TASK_RUNNING
  /\ Go(worker, "3.finish", "4")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ queue' = queue \ {worker}
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, suspended, restored, fault>>

Worker4 ==                                       \* if (suspended)
  /\ Go(worker, "4", IF suspended THEN "5" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Worker5 ==                                       \* suspended = false
  /\ Go(worker, "5", "6")
  /\ suspended' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, restored, fault>>

Worker6 ==                                       \* complete(&restored)
  /\ At(worker, "6")
  /\ IF restored = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(worker, "2")
          /\ restored' = restored + 1
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                         notified, exited, result, usage, arg, module, task, watcher_task, queue,
                         suspended, fault>>

Worker9 ==                                       \* return 0
  /\ Go(worker, "9", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                         notified, exited, result, arg, module, task, watcher_task, queue,
                         suspended, restored, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1Set \/ Worker1Freezing \/ Worker1Freeze \/ Worker1Sleep
  \/ Worker2
  \/ Worker3CheckA \/ Worker3CheckB \/ Worker3Prepare \/ Worker3TestA \/ Worker3TestB
  \/ Worker3Sleep \/ Worker3Slept \/ Worker3Freeze \/ Worker3Frozen \/ Worker3RetestA
  \/ Worker3RetestB \/ Worker3Finish
  \/ Worker4
  \/ Worker5
  \/ Worker6
  \/ Worker9
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* watcher *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WatcherBorn ==
  /\ At(watcher, "born")
  /\ IF shouldStop[watcher]
     THEN Goto(watcher, "exit") /\ result' = [result EXCEPT ![watcher] = -4]
     ELSE Goto(watcher, "10.set") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* 10  set_freezable()
Watcher10Set ==                                  \* takes part in freezing from now on
  /\ Go(watcher, "10.set", "10.freezing")
  /\ freezable' = [freezable EXCEPT ![watcher] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Watcher10Freezing ==                             \* tests whether a freeze is under way
  /\ Go(watcher, "10.freezing", IF Freezing(watcher) THEN "10.freeze" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

\* stays in the refrigerator while a freeze is under way
Watcher10Freeze ==
  /\ At(watcher, "10.freeze")
  /\ IF Freezing(watcher)
     THEN Goto(watcher, "10.sleep") /\ state' = [state EXCEPT ![watcher] = Frozen]
     ELSE Goto(watcher, "11") /\ state' = [state EXCEPT ![watcher] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Watcher10Sleep ==                                \* calls schedule()
  /\ Go(watcher, "10.sleep", "10.freeze")
  /\ Schedule(watcher)
  /\ UNCHANGED <<shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited, result,
                 usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Watcher11 ==                                     \* while (!kthread_should_stop())
  /\ Go(watcher, "11", IF shouldStop[watcher] THEN "19" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Watcher12 ==                                     \* if (freezing(current))
  /\ Go(watcher, "12", IF Freezing(watcher) THEN "13" ELSE "17")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Watcher13 ==                                     \* suspended = true
  /\ Go(watcher, "13", "14.freezing")
  /\ suspended' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, restored, fault>>

\* 14  try_to_freeze()
Watcher14Freezing ==                             \* tests whether a freeze is under way
  /\ Go(watcher, "14.freezing", IF Freezing(watcher) THEN "14.freeze" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

\* stays in the refrigerator while a freeze is under way
Watcher14Freeze ==
  /\ At(watcher, "14.freeze")
  /\ IF Freezing(watcher)
     THEN Goto(watcher, "14.sleep") /\ state' = [state EXCEPT ![watcher] = Frozen]
     ELSE Goto(watcher, "15") /\ state' = [state EXCEPT ![watcher] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Watcher14Sleep ==                                \* calls schedule()
  /\ Go(watcher, "14.sleep", "14.freeze")
  /\ Schedule(watcher)
  /\ UNCHANGED <<shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited, result,
                 usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Watcher15 ==                                     \* wait_for_completion(&restored)
  /\ Go(watcher, "15", "17")
  /\ restored > 0
  /\ restored' = restored - 1
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended, fault>>

Watcher17 ==                                     \* msleep(100)
  /\ Go(watcher, "17", "11")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Watcher19 ==                                     \* return 0
  /\ Go(watcher, "19", "exit")
  /\ result' = [result EXCEPT ![watcher] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

WatcherExit ==                                   \* X4: completes 'exited'
  /\ Go(watcher, "exit", "exited")
  /\ exited' = [exited EXCEPT ![watcher] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

WatcherExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(watcher, "exited", "dead")
  /\ state' = [state EXCEPT ![watcher] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WatcherDead ==
  /\ At(watcher, "dead")
  /\ IF usage[watcher] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(watcher, "gone")
          /\ usage' = [usage EXCEPT ![watcher] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                         notified, exited, result, arg, module, task, watcher_task, queue,
                         suspended, restored, fault>>

Watcher ==
  \/ WatcherBorn
  \/ Watcher10Set \/ Watcher10Freezing \/ Watcher10Freeze \/ Watcher10Sleep
  \/ Watcher11
  \/ Watcher12
  \/ Watcher13
  \/ Watcher14Freezing \/ Watcher14Freeze \/ Watcher14Sleep
  \/ Watcher15
  \/ Watcher17
  \/ Watcher19
  \/ WatcherExit \/ WatcherExited \/ WatcherDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 20  task = kthread_run(worker, NULL, "worker")
Modprobe20Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "20.create")
  /\ \/ Create(modprobe, worker, "20.wake")
     \/ /\ Goto(modprobe, "20.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited, result,
                 module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe20Wake ==                                \* wakes the new thread
  /\ At(modprobe, "20.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result,
                         usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe20Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "20.store", "21")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, module, watcher_task, queue, suspended, restored, fault>>

Modprobe21 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "21", IF task = ERR THEN "22" ELSE "24.create")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Modprobe22 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "22", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, task, watcher_task, queue, suspended, restored, fault>>

\* 24  watcher_task = kthread_run(watcher, NULL, "watcher")
Modprobe24Create ==                              \* C1..C5: creates a thread of watcher
  /\ At(modprobe, "24.create")
  /\ \/ Create(modprobe, watcher, "24.wake")
     \/ /\ Goto(modprobe, "24.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, freezable, freezing, inPlace, usersFrozen, notified, exited, result,
                 module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe24Wake ==                                \* wakes the new thread
  /\ At(modprobe, "24.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "24.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result,
                         usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe24Store ==                               \* stores the pointer in watcher_task
  /\ Go(modprobe, "24.store", "25")
  /\ watcher_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, module, task, queue, suspended, restored, fault>>

Modprobe25 ==                                    \* if (IS_ERR(watcher_task))
  /\ Go(modprobe, "25", IF watcher_task = ERR THEN "26.load" ELSE "29")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

\* 26  kthread_stop(task)
Modprobe26Load ==                                \* S0: reads task
  /\ Go(modprobe, "26.load", "26.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, module, task, watcher_task, queue, suspended, restored,
                 fault>>

Modprobe26Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "26.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                         notified, exited, result, arg, module, task, watcher_task, queue,
                         suspended, restored, fault>>

Modprobe26Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "26.set", "26.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe26Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "26.notify", "26.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe26Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "26.wake", "26.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe26Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "26.wait", "26.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe26Put ==
  /\ At(modprobe, "26.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "27")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                         notified, exited, result, module, task, watcher_task, queue, suspended,
                         restored, fault>>

Modprobe27 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "27", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, task, watcher_task, queue, suspended, restored, fault>>

Modprobe29 ==                                    \* return 0
  /\ Go(modprobe, "29", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, task, watcher_task, queue, suspended, restored, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "30.load")
  /\ module = "live" /\ ~usersFrozen
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, task, watcher_task, queue, suspended, restored, fault>>

\* 30  kthread_stop(watcher_task)
Modprobe30Load ==                                \* S0: reads watcher_task
  /\ Go(modprobe, "30.load", "30.get")
  /\ arg' = [arg EXCEPT ![modprobe] = watcher_task]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, module, task, watcher_task, queue, suspended, restored,
                 fault>>

Modprobe30Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "30.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "30.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                         notified, exited, result, arg, module, task, watcher_task, queue,
                         suspended, restored, fault>>

Modprobe30Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "30.set", "30.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe30Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "30.notify", "30.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe30Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "30.wake", "30.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe30Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "30.wait", "30.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe30Put ==
  /\ At(modprobe, "30.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "31.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                         notified, exited, result, module, task, watcher_task, queue, suspended,
                         restored, fault>>

\* 31  kthread_stop(task)
Modprobe31Load ==                                \* S0: reads task
  /\ Go(modprobe, "31.load", "31.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, module, task, watcher_task, queue, suspended, restored,
                 fault>>

Modprobe31Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "31.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "31.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                         notified, exited, result, arg, module, task, watcher_task, queue,
                         suspended, restored, fault>>

Modprobe31Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "31.set", "31.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, freezable, freezing, inPlace, usersFrozen, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe31Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "31.notify", "31.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe31Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "31.wake", "31.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, watcher_task, queue, suspended, restored, fault>>

Modprobe31Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "31.wait", "31.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe31Put ==
  /\ At(modprobe, "31.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                         notified, exited, result, module, task, watcher_task, queue, suspended,
                         restored, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, task, watcher_task, queue, suspended, restored, fault>>

Modprobe ==
  \/ Modprobe20Create \/ Modprobe20Wake \/ Modprobe20Store
  \/ Modprobe21
  \/ Modprobe22
  \/ Modprobe24Create \/ Modprobe24Wake \/ Modprobe24Store
  \/ Modprobe25
  \/ Modprobe26Load \/ Modprobe26Get \/ Modprobe26Set \/ Modprobe26Notify
  \/ Modprobe26Wake \/ Modprobe26Wait \/ Modprobe26Put
  \/ Modprobe27
  \/ Modprobe29
  \/ Modprobe30Load \/ Modprobe30Get \/ Modprobe30Set \/ Modprobe30Notify
  \/ Modprobe30Wake \/ Modprobe30Wait \/ Modprobe30Put
  \/ Modprobe31Load \/ Modprobe31Get \/ Modprobe31Set \/ Modprobe31Notify
  \/ Modprobe31Wake \/ Modprobe31Wait \/ Modprobe31Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* suspend *)

\* 32  suspend_freeze_processes()
Suspend32Begin ==                                \* freezing of user tasks begins
  /\ Go(suspend, "32.begin", "32.users")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen, notified,
                 exited, result, usage, arg, module, task, watcher_task, queue, suspended,
                 restored, fault>>

Suspend32Users ==                                \* waits until no user task is in the kernel
  /\ Go(suspend, "32.users", "32.threads")
  /\ InKernel = {}
  /\ usersFrozen' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, inPlace, notified, exited,
                 result, usage, arg, module, task, watcher_task, queue, suspended, restored, fault>>

\* freezing of kernel threads begins; freezable ones are woken
Suspend32Threads ==
  /\ Go(suspend, "32.threads", "32.wait")
  /\ Freeze
  /\ UNCHANGED <<shouldStop, freezable, usersFrozen, notified, exited, result, usage, arg, module,
                 task, watcher_task, queue, suspended, restored, fault>>

\* waits until every freezable thread is in the refrigerator
Suspend32Wait ==
  /\ At(suspend, "32.wait")
  /\ Missing = {} \/ \E t \in Missing : asleep[t] /\ state[t] \in TaskNormal
  /\ IF Missing = {}
     THEN Goto(suspend, "33") /\ UNCHANGED <<state, asleep, inPlace>>
     ELSE Goto(suspend, "32.wait") /\ Tell(Missing)
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, watcher_task, queue, suspended, restored, fault>>

Suspend33 ==                                     \* thaw_processes()
  /\ Go(suspend, "33", "done")
  /\ Thaw
  /\ usersFrozen' = FALSE
  /\ UNCHANGED <<shouldStop, freezable, notified, exited, result, usage, arg, module, task,
                 watcher_task, queue, suspended, restored, fault>>

Suspend ==
  \/ Suspend32Begin \/ Suspend32Users \/ Suspend32Threads \/ Suspend32Wait
  \/ Suspend33

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, freezable, freezing, inPlace, usersFrozen,
                 notified, exited, result, usage, arg, module, task, watcher_task, queue,
                 suspended, restored>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "20.create" @@ suspend :> "32.begin"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ freezable    = [t \in Kthreads |-> FALSE]
  /\ freezing     = FALSE
  /\ inPlace      = [t \in {worker} |-> "none"]
  /\ usersFrozen  = FALSE
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {modprobe} |-> NULL]
  /\ module       = "coming"
  /\ task         = NULL
  /\ watcher_task = NULL
  /\ queue        = {}
  /\ suspended    = FALSE
  /\ restored     = 0
  /\ fault        = "none"

Next ==
  \/ Worker
  \/ Watcher
  \/ Modprobe
  \/ ModprobeLive
  \/ Suspend
  \/ \E c \in {worker, watcher, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Watcher \/ FetchFault(watcher))
  /\ SF_vars(Watcher15)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe26Wait \/ Modprobe30Wait \/ Modprobe31Wait)
  /\ SF_vars(Suspend32Users \/ Suspend32Threads \/ Suspend32Wait)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live", "32.begin", "33"}
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] \in {"26.set", "30.set", "31.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"26.set", "30.set", "31.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"26.put", "30.put", "31.put"} /\ arg[modprobe] = t =>
      /\ pc[t] \in {"exited", "dead", "gone"}
      /\ t \in {worker} => result[t] \in {-4, 0}
      /\ t \in {watcher} => result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"26.notify", "26.wake", "26.wait", "30.notify", "30.wake", "30.wait",
                    "31.notify", "31.wake", "31.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

FreezingUsers   == pc[suspend] = "32.users"
FreezingThreads == pc[suspend] = "32.wait"
FreezeCompletes ==
  /\ []<>(~FreezingUsers \/ fault # "none")
  /\ []<>(~FreezingThreads \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
