------------------------- MODULE StopAbortsCleanup --------------------------
(***************************************************************************)
(* The thread cleans up under an interruptible lock.                       *)
(*                                                                         *)
(*   worker    1  buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);          *)
(*             2  while (!kthread_should_stop()) {                         *)
(*             3      if (buffer) {                                        *)
(*             4          use(buffer);                                     *)
(*             5      }                                                    *)
(*             6      msleep(100);                                         *)
(*             7  }                                                        *)
(*             8  ret = mutex_lock_interruptible(&lock);                   *)
(*             9  if (ret) {                                               *)
(*            10      return ret;                                          *)
(*            11  }                                                        *)
(*            12  kfree(buffer);                                           *)
(*            13  mutex_unlock(&lock);                                     *)
(*            14  return 0;                                                *)
(*   flusher  15  while (!kthread_should_stop()) {                         *)
(*            16      mutex_lock(&lock);                                   *)
(*            17      mutex_unlock(&lock);                                 *)
(*            18      msleep(100);                                         *)
(*            19  }                                                        *)
(*            20  return 0;                                                *)
(*   init     21  task = kthread_run(worker, NULL, "worker");              *)
(*            22  if (IS_ERR(task)) {                                      *)
(*            23      return -ENOMEM;                                      *)
(*            24  }                                                        *)
(*            25  flusher_task = kthread_run(flusher, NULL, "flusher");    *)
(*            26  if (IS_ERR(flusher_task)) {                              *)
(*            27      kthread_stop(task);                                  *)
(*            28      return -ENOMEM;                                      *)
(*            29  }                                                        *)
(*            30  return 0;                                                *)
(*   exit     31  kthread_stop(task);                                      *)
(*            32  kthread_stop(flusher_task);                              *)
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
  ret,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned, task,
    flusher_task, lock, buffer, ret, fault>>

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
                 warned, task, flusher_task, lock, buffer, ret>>

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
  /\ pc[c] = "8" => lock = none \/ notified[c]
  /\ pc[c] = "16" => lock = none
  /\ pc[c] \in {"27.wait", "31.wait", "32.wait"} => exited[arg[c]] > 0

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
                 flusher_task, lock, buffer, ret, fault>>

Worker1 ==                                       \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(worker, "1", "2")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, ret, fault>>

Worker2 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "2", IF shouldStop[worker] THEN "8" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, ret, fault>>

Worker3 ==                                       \* if (buffer)
  /\ Go(worker, "3", IF buffer = "null" THEN "6" ELSE "4")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, ret, fault>>

Worker4 ==                                       \* use(buffer)
  /\ At(worker, "4")
  /\ IF buffer = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF buffer = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(worker, "6")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, warned, task, flusher_task, lock, buffer, ret, fault>>

Worker6 ==                                       \* msleep(100)
  /\ Go(worker, "6", "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, ret, fault>>

Worker8 ==                                       \* ret = mutex_lock_interruptible(&lock)
  /\ Go(worker, "8", "9")
  /\ lock = none \/ notified[worker]
  /\ IF lock = none
     THEN lock' = worker /\ ret' = [ret EXCEPT ![worker] = 0]
     ELSE ret' = [ret EXCEPT ![worker] = -4] /\ UNCHANGED lock
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, buffer, fault>>

Worker9 ==                                       \* if (ret)
  /\ Go(worker, "9", IF ret[worker] # 0 THEN "10" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, ret, fault>>

Worker10 ==                                      \* return ret
  /\ Go(worker, "10", "exit")
  /\ result' = [result EXCEPT ![worker] = ret[worker]]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Worker12 ==                                      \* kfree(buffer)
  /\ At(worker, "12")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(worker, "13")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         warned, task, flusher_task, lock, ret, fault>>

Worker13 ==                                      \* mutex_unlock(&lock)
  /\ Go(worker, "13", "14")
  /\ lock' = none
  /\ warned' = (warned \/ lock # worker)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 flusher_task, buffer, ret, fault>>

Worker14 ==                                      \* return 0
  /\ Go(worker, "14", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, ret, fault>>

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
  \/ Worker12
  \/ Worker13
  \/ Worker14
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* flusher *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
FlusherBorn ==
  /\ At(flusher, "born")
  /\ IF shouldStop[flusher]
     THEN Goto(flusher, "exit") /\ result' = [result EXCEPT ![flusher] = -4]
     ELSE Goto(flusher, "15") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Flusher15 ==                                     \* while (!kthread_should_stop())
  /\ Go(flusher, "15", IF shouldStop[flusher] THEN "20" ELSE "16")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, ret, fault>>

Flusher16 ==                                     \* mutex_lock(&lock)
  /\ Go(flusher, "16", "17")
  /\ lock = none
  /\ lock' = flusher
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, buffer, ret, fault>>

Flusher17 ==                                     \* mutex_unlock(&lock)
  /\ Go(flusher, "17", "18")
  /\ lock' = none
  /\ warned' = (warned \/ lock # flusher)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 flusher_task, buffer, ret, fault>>

Flusher18 ==                                     \* msleep(100)
  /\ Go(flusher, "18", "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, ret, fault>>

Flusher20 ==                                     \* return 0
  /\ Go(flusher, "20", "exit")
  /\ result' = [result EXCEPT ![flusher] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

FlusherExit ==                                   \* X4: completes 'exited'
  /\ Go(flusher, "exit", "exited")
  /\ exited' = [exited EXCEPT ![flusher] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

FlusherExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(flusher, "exited", "dead")
  /\ state' = [state EXCEPT ![flusher] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
FlusherDead ==
  /\ At(flusher, "dead")
  /\ IF usage[flusher] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(flusher, "gone")
          /\ usage' = [usage EXCEPT ![flusher] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, ret, fault>>

Flusher ==
  \/ FlusherBorn
  \/ Flusher15
  \/ Flusher16
  \/ Flusher17
  \/ Flusher18
  \/ Flusher20
  \/ FlusherExit \/ FlusherExited \/ FlusherDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 21  task = kthread_run(worker, NULL, "worker")
Modprobe21Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "21.create")
  /\ \/ Create(modprobe, worker, "21.wake")
     \/ /\ Goto(modprobe, "21.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, task, flusher_task, lock,
                 buffer, ret, fault>>

Modprobe21Wake ==                                \* wakes the new thread
  /\ At(modprobe, "21.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                         flusher_task, lock, buffer, ret, fault>>

Modprobe21Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "21.store", "22")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe22 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "22", IF task = ERR THEN "23" ELSE "25.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, ret, fault>>

Modprobe23 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "23", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

\* 25  flusher_task = kthread_run(flusher, NULL, "flusher")
Modprobe25Create ==                              \* C1..C5: creates a thread of flusher
  /\ At(modprobe, "25.create")
  /\ \/ Create(modprobe, flusher, "25.wake")
     \/ /\ Goto(modprobe, "25.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, task, flusher_task, lock,
                 buffer, ret, fault>>

Modprobe25Wake ==                                \* wakes the new thread
  /\ At(modprobe, "25.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "25.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                         flusher_task, lock, buffer, ret, fault>>

Modprobe25Store ==                               \* stores the pointer in flusher_task
  /\ Go(modprobe, "25.store", "26")
  /\ flusher_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned, task,
                 lock, buffer, ret, fault>>

Modprobe26 ==                                    \* if (IS_ERR(flusher_task))
  /\ Go(modprobe, "26", IF flusher_task = ERR THEN "27.load" ELSE "30")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, ret, fault>>

\* 27  kthread_stop(task)
Modprobe27Load ==                                \* S0: reads task
  /\ Go(modprobe, "27.load", "27.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe27Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "27.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, ret, fault>>

Modprobe27Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "27.set", "27.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe27Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "27.notify", "27.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe27Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "27.wake", "27.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe27Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "27.wait", "27.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe27Put ==
  /\ At(modprobe, "27.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "28")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         task, flusher_task, lock, buffer, ret, fault>>

Modprobe28 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "28", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe30 ==                                    \* return 0
  /\ Go(modprobe, "30", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "31.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

\* 31  kthread_stop(task)
Modprobe31Load ==                                \* S0: reads task
  /\ Go(modprobe, "31.load", "31.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe31Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "31.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "31.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, ret, fault>>

Modprobe31Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "31.set", "31.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe31Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "31.notify", "31.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe31Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "31.wake", "31.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe31Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "31.wait", "31.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe31Put ==
  /\ At(modprobe, "31.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "32.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         task, flusher_task, lock, buffer, ret, fault>>

\* 32  kthread_stop(flusher_task)
Modprobe32Load ==                                \* S0: reads flusher_task
  /\ Go(modprobe, "32.load", "32.get")
  /\ arg' = [arg EXCEPT ![modprobe] = flusher_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe32Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "32.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "32.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         task, flusher_task, lock, buffer, ret, fault>>

Modprobe32Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "32.set", "32.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe32Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "32.notify", "32.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe32Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "32.wake", "32.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe32Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "32.wait", "32.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe32Put ==
  /\ At(modprobe, "32.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         task, flusher_task, lock, buffer, ret, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, flusher_task, lock, buffer, ret, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 flusher_task, lock, buffer, ret, fault>>

Modprobe ==
  \/ Modprobe21Create \/ Modprobe21Wake \/ Modprobe21Store
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe25Create \/ Modprobe25Wake \/ Modprobe25Store
  \/ Modprobe26
  \/ Modprobe27Load \/ Modprobe27Get \/ Modprobe27Set \/ Modprobe27Notify
  \/ Modprobe27Wake \/ Modprobe27Wait \/ Modprobe27Put
  \/ Modprobe28
  \/ Modprobe30
  \/ Modprobe31Load \/ Modprobe31Get \/ Modprobe31Set \/ Modprobe31Notify
  \/ Modprobe31Wake \/ Modprobe31Wait \/ Modprobe31Put
  \/ Modprobe32Load \/ Modprobe32Get \/ Modprobe32Set \/ Modprobe32Notify
  \/ Modprobe32Wake \/ Modprobe32Wait \/ Modprobe32Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, task, flusher_task, lock, buffer, ret>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "21.create"
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
  /\ ret          = [t \in {worker} |-> 0]
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
  /\ SF_vars(Flusher16)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe27Wait \/ Modprobe31Wait \/ Modprobe32Wait)

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

NoDoubleStop == pc[modprobe] \in {"27.set", "31.set", "32.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"27.set", "31.set", "32.set"} => arg[modprobe] # modprobe

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
    pc[modprobe] \in {"27.put", "31.put", "32.put"} /\ arg[modprobe] = t =>
      pc[t] \in {"exited", "dead", "gone"} /\ (t \in {flusher} => result[t] \in {-4, 0})

StopPending    ==
  pc[modprobe] \in {"27.notify", "27.wake", "27.wait", "31.notify", "31.wake", "31.wait",
                    "32.notify", "32.wake", "32.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
