---------------------- MODULE StopAbortsCleanupMended -----------------------
(***************************************************************************)
(* The thread cleans up under an uninterruptible lock.                     *)
(*                                                                         *)
(*   worker    1  buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);          *)
(*             2  while (!kthread_should_stop()) {                         *)
(*             3      if (buffer) {                                        *)
(*             4          use(buffer);                                     *)
(*             5      }                                                    *)
(*             6      msleep(100);                                         *)
(*             7  }                                                        *)
(*             8  mutex_lock(&lock);                                       *)
(*             9  kfree(buffer);                                           *)
(*            10  mutex_unlock(&lock);                                     *)
(*            11  return 0;                                                *)
(*   flusher  12  while (!kthread_should_stop()) {                         *)
(*            13      mutex_lock(&lock);                                   *)
(*            14      mutex_unlock(&lock);                                 *)
(*            15      msleep(100);                                         *)
(*            16  }                                                        *)
(*            17  return 0;                                                *)
(*   init     18  task = kthread_run(worker, NULL, "worker");              *)
(*            19  if (IS_ERR(task)) {                                      *)
(*            20      return -ENOMEM;                                      *)
(*            21  }                                                        *)
(*            22  flusher_task = kthread_run(flusher, NULL, "flusher");    *)
(*            23  if (IS_ERR(flusher_task)) {                              *)
(*            24      kthread_stop(task);                                  *)
(*            25      return -ENOMEM;                                      *)
(*            26  }                                                        *)
(*            27  return 0;                                                *)
(*   exit     28  kthread_stop(task);                                      *)
(*            29  kthread_stop(flusher_task);                              *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  flusher,          \* a kthread
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
  task,             \* struct task_struct *
  flusher_task,     \* struct task_struct *
  lock,             \* struct mutex: its owner
  buffer,           \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned, task,
    flusher_task, lock, buffer, fault>>

Kthreads   == {worker, flusher}
Contexts   == {worker, flusher, modprobe}
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
                 warned, task, flusher_task, lock, buffer>>

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
  /\ pc[c] \in {"8", "13"} => lock = none
  /\ pc[c] \in {"24.wait", "28.wait", "29.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Worker1 ==                                       \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(worker, "1", "2")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, fault>>

Worker2 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "2", IF shouldStop[worker] THEN "8" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, fault>>

Worker3 ==                                       \* if (buffer)
  /\ Go(worker, "3", IF buffer = "null" THEN "6" ELSE "4")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, fault>>

Worker4 ==                                       \* use(buffer)
  /\ At(worker, "4")
  /\ IF buffer = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF buffer = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(worker, "6")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, warned, task, flusher_task, lock, buffer, fault>>

Worker6 ==                                       \* msleep(100)
  /\ Go(worker, "6", "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, fault>>

Worker8 ==                                       \* mutex_lock(&lock)
  /\ Go(worker, "8", "9")
  /\ lock = none
  /\ lock' = worker
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, buffer, fault>>

Worker9 ==                                       \* kfree(buffer)
  /\ At(worker, "9")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(worker, "10")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         warned, task, flusher_task, lock, fault>>

Worker10 ==                                      \* mutex_unlock(&lock)
  /\ Go(worker, "10", "11")
  /\ lock' = none
  /\ warned' = (warned \/ lock # worker)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 flusher_task, buffer, fault>>

Worker11 ==                                      \* return 0
  /\ Go(worker, "11", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ Worker3
  \/ Worker4
  \/ Worker6
  \/ Worker8
  \/ Worker9
  \/ Worker10
  \/ Worker11
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* flusher *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
FlusherBorn ==
  /\ At(flusher, "born")
  /\ IF shouldStop[flusher]
     THEN Goto(flusher, "exit") /\ result' = [result EXCEPT ![flusher] = -4]
     ELSE Goto(flusher, "12") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Flusher12 ==                                     \* while (!kthread_should_stop())
  /\ Go(flusher, "12", IF shouldStop[flusher] THEN "17" ELSE "13")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, fault>>

Flusher13 ==                                     \* mutex_lock(&lock)
  /\ Go(flusher, "13", "14")
  /\ lock = none
  /\ lock' = flusher
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, buffer, fault>>

Flusher14 ==                                     \* mutex_unlock(&lock)
  /\ Go(flusher, "14", "15")
  /\ lock' = none
  /\ warned' = (warned \/ lock # flusher)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 flusher_task, buffer, fault>>

Flusher15 ==                                     \* msleep(100)
  /\ Go(flusher, "15", "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, fault>>

Flusher17 ==                                     \* return 0
  /\ Go(flusher, "17", "exit")
  /\ result' = [result EXCEPT ![flusher] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

FlusherExit ==                                   \* X4: completes 'exited'
  /\ Go(flusher, "exit", "exited")
  /\ exited' = [exited EXCEPT ![flusher] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

FlusherExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(flusher, "exited", "dead")
  /\ state' = [state EXCEPT ![flusher] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
FlusherDead ==
  /\ At(flusher, "dead")
  /\ IF usage[flusher] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(flusher, "gone")
          /\ usage' = [usage EXCEPT ![flusher] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, fault>>

Flusher ==
  \/ FlusherBorn
  \/ Flusher12
  \/ Flusher13
  \/ Flusher14
  \/ Flusher15
  \/ Flusher17
  \/ FlusherExit \/ FlusherExited \/ FlusherDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 18  task = kthread_run(worker, NULL, "worker")
Modprobe18Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "18.create")
  /\ \/ Create(modprobe, worker, "18.wake")
     \/ /\ Goto(modprobe, "18.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, task, flusher_task, lock,
                 buffer, fault>>

Modprobe18Wake ==                                \* wakes the new thread
  /\ At(modprobe, "18.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "18.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                         flusher_task, lock, buffer, fault>>

Modprobe18Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "18.store", "19")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 flusher_task, lock, buffer, fault>>

Modprobe19 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "19", IF task = ERR THEN "20" ELSE "22.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, fault>>

Modprobe20 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "20", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, fault>>

\* 22  flusher_task = kthread_run(flusher, NULL, "flusher")
Modprobe22Create ==                              \* C1..C5: creates a thread of flusher
  /\ At(modprobe, "22.create")
  /\ \/ Create(modprobe, flusher, "22.wake")
     \/ /\ Goto(modprobe, "22.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, task, flusher_task, lock,
                 buffer, fault>>

Modprobe22Wake ==                                \* wakes the new thread
  /\ At(modprobe, "22.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "22.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                         flusher_task, lock, buffer, fault>>

Modprobe22Store ==                               \* stores the pointer in flusher_task
  /\ Go(modprobe, "22.store", "23")
  /\ flusher_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned, task,
                 lock, buffer, fault>>

Modprobe23 ==                                    \* if (IS_ERR(flusher_task))
  /\ Go(modprobe, "23", IF flusher_task = ERR THEN "24.load" ELSE "27")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, fault>>

\* 24  kthread_stop(task)
Modprobe24Load ==                                \* S0: reads task
  /\ Go(modprobe, "24.load", "24.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe24Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "24.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "24.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, fault>>

Modprobe24Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "24.set", "24.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe24Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "24.notify", "24.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe24Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "24.wake", "24.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe24Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "24.wait", "24.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe24Put ==
  /\ At(modprobe, "24.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "25")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         task, flusher_task, lock, buffer, fault>>

Modprobe25 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "25", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe27 ==                                    \* return 0
  /\ Go(modprobe, "27", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "28.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, fault>>

\* 28  kthread_stop(task)
Modprobe28Load ==                                \* S0: reads task
  /\ Go(modprobe, "28.load", "28.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe28Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "28.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "28.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, fault>>

Modprobe28Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "28.set", "28.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe28Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "28.notify", "28.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe28Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "28.wake", "28.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe28Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "28.wait", "28.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe28Put ==
  /\ At(modprobe, "28.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "29.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         task, flusher_task, lock, buffer, fault>>

\* 29  kthread_stop(flusher_task)
Modprobe29Load ==                                \* S0: reads flusher_task
  /\ Go(modprobe, "29.load", "29.get")
  /\ arg' = [arg EXCEPT ![modprobe] = flusher_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe29Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "29.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "29.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, fault>>

Modprobe29Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "29.set", "29.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe29Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "29.notify", "29.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe29Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "29.wake", "29.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe29Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "29.wait", "29.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe29Put ==
  /\ At(modprobe, "29.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         task, flusher_task, lock, buffer, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, fault>>

Modprobe ==
  \/ Modprobe18Create \/ Modprobe18Wake \/ Modprobe18Store
  \/ Modprobe19
  \/ Modprobe20
  \/ Modprobe22Create \/ Modprobe22Wake \/ Modprobe22Store
  \/ Modprobe23
  \/ Modprobe24Load \/ Modprobe24Get \/ Modprobe24Set \/ Modprobe24Notify
  \/ Modprobe24Wake \/ Modprobe24Wait \/ Modprobe24Put
  \/ Modprobe25
  \/ Modprobe27
  \/ Modprobe28Load \/ Modprobe28Get \/ Modprobe28Set \/ Modprobe28Notify
  \/ Modprobe28Wake \/ Modprobe28Wait \/ Modprobe28Put
  \/ Modprobe29Load \/ Modprobe29Get \/ Modprobe29Set \/ Modprobe29Notify
  \/ Modprobe29Wake \/ Modprobe29Wait \/ Modprobe29Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, task, flusher_task, lock, buffer>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "18.create"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {modprobe} |-> NULL]
  /\ module       = "coming"
  /\ warned       = FALSE
  /\ task         = NULL
  /\ flusher_task = NULL
  /\ lock         = none
  /\ buffer       = "null"
  /\ fault        = "none"

Next ==
  \/ Worker
  \/ Flusher
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ SF_vars(Worker8)
  /\ WF_vars(Flusher \/ FetchFault(flusher))
  /\ SF_vars(Flusher13)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe24Wait \/ Modprobe28Wait \/ Modprobe29Wait)

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

NoDoubleStop == pc[modprobe] \in {"24.set", "28.set", "29.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"24.set", "28.set", "29.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => buffer # "valid" /\ \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])
  /\ buffer = "valid" => pc[worker] # "1"

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"24.put", "28.put", "29.put"} /\ arg[modprobe] = t =>
      /\ pc[t] \in {"exited", "dead", "gone"}
      /\ t \in {worker} => result[t] \in {-4, 0}
      /\ t \in {flusher} => result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"24.notify", "24.wake", "24.wait", "28.notify", "28.wake", "28.wait",
                    "29.notify", "29.wake", "29.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
