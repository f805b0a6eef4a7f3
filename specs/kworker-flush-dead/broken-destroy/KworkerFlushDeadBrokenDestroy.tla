------------------- MODULE KworkerFlushDeadBrokenDestroy --------------------
(***************************************************************************)
(* Exit stops the worker's thread, then destroys the worker.               *)
(*                                                                         *)
(*   worker_thread   1  kthread_worker_fn(worker);                         *)
(*   init            2  worker = kthread_create_worker(0, "worker");       *)
(*                   3  if (IS_ERR(worker)) {                              *)
(*                   4      return -ENOMEM;                                *)
(*                   5  }                                                  *)
(*                   6  kthread_queue_work(worker, &item);                 *)
(*                   7  kthread_flush_work(&item);                         *)
(*                   8  return 0;                                          *)
(*   exit            9  kthread_stop(worker->task);                        *)
(*                  10  kthread_destroy_worker(worker);                    *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker_thread,      \* a kthread
  modprobe,           \* the task that loads and unloads the module
  item,               \* a kthread work item
  NULL,               \* no task
  ERR,                \* an error pointer
  none,               \* no work, and the owner of a lock that is free
  StopNotifies,       \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  CreateWorkerWakes   \* kthread_create_worker() also starts the thread

VARIABLES
  pc,                 \* where each context is in its program
  state,              \* task state
  asleep,             \* off the run queue
  shouldStop,         \* KTHREAD_SHOULD_STOP
  notified,           \* TIF_NOTIFY_SIGNAL
  exited,             \* count of the completion that kthread_stop() waits for
  result,             \* what the thread function returned
  usage,              \* references on the task; 0 is no task, or a freed one
  arg,                \* the task that each context's call is about
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  behind,             \* who waits behind the instance that is queued, in a flush or rcu_barrier()
  hasWorker,          \* work->worker: kthread work that was queued at some time
  \* what the flush item of each context stands behind, if it is on the list of a kthread worker
  flushing,
  module,             \* "coming", "live", "going" or "freed"
  warned,             \* the kernel printed a warning
  worker,             \* struct kthread_worker *: "null", "error", "live" or "freed"
  worker_task,        \* worker->task
  worker_current,     \* worker->current_work: what its thread took last
  worker_running,     \* the work that the thread of worker runs
  fault               \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind, hasWorker,
    flushing, module, warned, worker, worker_task, worker_current, worker_running, fault>>

Kthreads   == {worker_thread}
Contexts   == {worker_thread, modprobe, item}
Callbacks  == {item}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "1.enter", "exit", "1.set", "1.stop", "1.take", "1.run", "1.sleep", "exited",
   "dead", "gone", "sync", "live", "free", "done", "idle"}
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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 behind, hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

\* What comes of following a pointer to a kthread worker: "none" is well.
BadWorker(p) ==
  IF p \in {"null", "error"} THEN "NULL-DEREF" ELSE IF p = "freed" THEN "KASAN-UAF" ELSE "none"

\* Something is queued for a thread t of a worker that has taken nothing, m, last; and t is freed.
WakesFreed(t, m) == m = none /\ t # NULL /\ usage[t] = 0

\* Something is queued: wakes the worker's thread t, if there is one and nothing, m, was taken last.
WakeWorker(t, m) == IF m = none /\ t # NULL THEN Wake(t) ELSE UNCHANGED <<state, asleep>>

\* Queues kthread work.
InsertKthreadWork(t, m, c) == armed' = [armed EXCEPT ![c] = TRUE] /\ WakeWorker(t, m)

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "1.run" => worker_running = none
  /\ pc[c] \in {"7.wait", "10.flush"} => flushing[c] = "none"
  /\ pc[c] \in {"9.wait", "10.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerThreadBorn ==
  /\ At(worker_thread, "born")
  /\ IF shouldStop[worker_thread]
     THEN Goto(worker_thread, "exit") /\ result' = [result EXCEPT ![worker_thread] = -4]
     ELSE Goto(worker_thread, "1.enter") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

\* 1  kthread_worker_fn(worker)
WorkerThread1Enter ==                            \* makes itself worker->task
  /\ At(worker_thread, "1.enter")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE /\ Goto(worker_thread, "1.set")
          /\ warned' = (warned \/ worker_task \notin {NULL, worker_thread})
          /\ worker_task' = worker_thread
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         behind, hasWorker, flushing, module, worker, worker_current,
                         worker_running, fault>>

WorkerThread1Set ==                              \* W1: sets TASK_INTERRUPTIBLE
  /\ Go(worker_thread, "1.set", "1.stop")
  /\ state' = [state EXCEPT ![worker_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

WorkerThread1Stop ==                             \* W2: tests kthread_should_stop()
  /\ At(worker_thread, "1.stop")
  /\ IF shouldStop[worker_thread]
     THEN IF BadWorker(worker) # "none"
          THEN Crash(BadWorker(worker))
          ELSE /\ Goto(worker_thread, "exit")
               /\ worker_task' = NULL
               /\ state' = [state EXCEPT ![worker_thread] = "RUNNING"]
               /\ result' = [result EXCEPT ![worker_thread] = 0]
               /\ UNCHANGED <<asleep, shouldStop, notified, exited, usage, arg, armed, behind,
                              hasWorker, flushing, module, warned, worker, worker_current,
                              worker_running, fault>>
     ELSE /\ Goto(worker_thread, "1.take")
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         behind, hasWorker, flushing, module, warned, worker, worker_task,
                         worker_current, worker_running, fault>>

WorkerThread1Take ==                             \* W3, W4: takes the next item off the queue
  /\ At(worker_thread, "1.take")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE IF \/ (flushing[modprobe] = "worker" /\ modprobe \notin behind[item])
             \/ (flushing[modprobe] = "item" /\ modprobe \notin behind[item])
          THEN /\ Goto(worker_thread, "1.run")
               /\ worker_current' = modprobe
               /\ flushing' = [flushing EXCEPT ![modprobe] = "none"]
               /\ state' = [state EXCEPT ![worker_thread] = "RUNNING"]
               /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed,
                              behind, hasWorker, module, warned, worker, worker_task,
                              worker_running, fault>>
          ELSE IF armed[item]
               THEN /\ Goto(worker_thread, "1.run")
                    /\ worker_current' = item
                    /\ worker_running' = item
                    /\ state' = [state EXCEPT ![worker_thread] = "RUNNING"]
                    /\ armed' = [armed EXCEPT ![item] = FALSE]
                    /\ behind' = [behind EXCEPT ![item] = {}]
                    /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg,
                                   hasWorker, flushing, module, warned, worker, worker_task, fault>>
               ELSE /\ Goto(worker_thread, "1.sleep")
                    /\ worker_current' = none
                    /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage,
                                   arg, armed, behind, hasWorker, flushing, module, warned,
                                   worker, worker_task, worker_running, fault>>

WorkerThread1Run ==                              \* W4: runs the item
  /\ Go(worker_thread, "1.run", "1.set")
  /\ worker_running = none
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

WorkerThread1Sleep ==                            \* W5: calls schedule()
  /\ Go(worker_thread, "1.sleep", "1.set")
  /\ Schedule(worker_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind, hasWorker,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

WorkerThreadExit ==                              \* X4: completes 'exited'
  /\ Go(worker_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

WorkerThreadExited ==                            \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![worker_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerThreadDead ==
  /\ At(worker_thread, "dead")
  /\ IF usage[worker_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker_thread, "gone")
          /\ usage' = [usage EXCEPT ![worker_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, fault>>

WorkerThread ==
  \/ WorkerThreadBorn
  \/ WorkerThread1Enter \/ WorkerThread1Set \/ WorkerThread1Stop \/ WorkerThread1Take
  \/ WorkerThread1Run \/ WorkerThread1Sleep
  \/ WorkerThreadExit \/ WorkerThreadExited \/ WorkerThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 2  worker = kthread_create_worker(0, "worker")
Modprobe2Create ==                               \* C1..C5: creates the thread of worker
  /\ At(modprobe, "2.create")
  /\ \/ Create(modprobe, worker_thread, "2.task")
     \/ /\ Goto(modprobe, "2.failed")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, behind, hasWorker, flushing, module,
                 warned, worker, worker_task, worker_current, worker_running, fault>>

Modprobe2Task ==                                 \* stores the thread in worker->task
  /\ Go(modprobe, "2.task", "2.wake")
  /\ worker' = "live"
  /\ worker_task' = arg[modprobe]
  /\ worker_current' = none
  /\ worker_running' = none
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, fault>>

Modprobe2Wake ==                                 \* wakes the new thread, on kernels that do
  /\ Go(modprobe, "2.wake", "3")
  /\ IF CreateWorkerWakes THEN Wake(arg[modprobe]) ELSE UNCHANGED <<state, asleep>>
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, armed, behind, hasWorker, flushing,
                 module, warned, worker, worker_task, worker_current, worker_running, fault>>

Modprobe2Failed ==                               \* makes worker an error pointer
  /\ Go(modprobe, "2.failed", "3")
  /\ worker' = "error"
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, behind,
                 hasWorker, flushing, module, warned, worker_task, worker_current, worker_running,
                 fault>>

Modprobe3 ==                                     \* if (IS_ERR(worker))
  /\ Go(modprobe, "3", IF worker = "error" THEN "4" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

Modprobe4 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "4", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

Modprobe6 ==                                     \* kthread_queue_work(worker, &item)
  /\ At(modprobe, "6")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE IF armed[item]
          THEN /\ Goto(modprobe, "7.note")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              armed, behind, hasWorker, flushing, module, warned, worker,
                              worker_task, worker_current, worker_running, fault>>
          ELSE IF WakesFreed(worker_task, worker_current)
               THEN Crash("KASAN-UAF")
               ELSE /\ Goto(modprobe, "7.note")
                    /\ InsertKthreadWork(worker_task, worker_current, item)
                    /\ hasWorker' = [hasWorker EXCEPT ![item] = TRUE]
                    /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, behind,
                                   flushing, module, warned, worker, worker_task, worker_current,
                                   worker_running, fault>>

\* 7  kthread_flush_work(&item)
\* puts a flush item behind item if it is queued or was taken last
Modprobe7Note ==
  /\ At(modprobe, "7.note")
  /\ IF hasWorker[item]
     THEN IF BadWorker(worker) # "none"
          THEN Crash(BadWorker(worker))
          ELSE IF armed[item] \/ worker_current = item
               THEN IF WakesFreed(worker_task, worker_current)
                    THEN Crash("KASAN-UAF")
                    ELSE /\ Goto(modprobe, "7.wait")
                         /\ behind' = [behind EXCEPT ![item] =
                                                       IF armed[item] THEN @ \cup {modprobe} ELSE @]
                         /\ flushing' = [flushing EXCEPT ![modprobe] = "item"]
                         /\ WakeWorker(worker_task, worker_current)
                         /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed,
                                        hasWorker, module, warned, worker, worker_task,
                                        worker_current, worker_running, fault>>
               ELSE /\ Goto(modprobe, "8")
                    /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage,
                                   arg, armed, behind, hasWorker, flushing, module, warned,
                                   worker, worker_task, worker_current, worker_running, fault>>
     ELSE /\ Goto(modprobe, "8")
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         behind, hasWorker, flushing, module, warned, worker, worker_task,
                         worker_current, worker_running, fault>>

Modprobe7Wait ==                                 \* waits for the flush item
  /\ Go(modprobe, "7.wait", "8")
  /\ flushing[modprobe] = "none"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

Modprobe8 ==                                     \* return 0
  /\ Go(modprobe, "8", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "9.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

\* 9  kthread_stop(worker->task)
Modprobe9Load ==                                 \* S0: reads worker->task
  /\ At(modprobe, "9.load")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE /\ Goto(modprobe, "9.get")
          /\ arg' = [arg EXCEPT ![modprobe] = worker_task]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed,
                         behind, hasWorker, flushing, module, warned, worker, worker_task,
                         worker_current, worker_running, fault>>

Modprobe9Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "9.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "9.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, fault>>

Modprobe9Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "9.set", "9.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, behind, hasWorker,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

Modprobe9Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "9.notify", "9.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, behind, hasWorker,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

Modprobe9Wake ==                                 \* S7: wakes the thread
  /\ Go(modprobe, "9.wake", "9.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind, hasWorker,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

Modprobe9Wait ==                                 \* S8: waits for 'exited'
  /\ Go(modprobe, "9.wait", "9.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe9Put ==
  /\ At(modprobe, "9.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "10.task")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, behind,
                         hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, fault>>

\* 10  kthread_destroy_worker(worker)
Modprobe10Task ==                                \* Y1: reads worker->task
  /\ At(modprobe, "10.task")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE IF worker_task = NULL
          THEN /\ Goto(modprobe, "sync")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              armed, behind, hasWorker, flushing, module, worker, worker_task,
                              worker_current, worker_running, fault>>
          ELSE /\ Goto(modprobe, "10.note")
               /\ arg' = [arg EXCEPT ![modprobe] = worker_task]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed,
                              behind, hasWorker, flushing, module, warned, worker, worker_task,
                              worker_current, worker_running, fault>>

\* Y2: puts a flush item behind what is queued on worker
Modprobe10Note ==
  /\ At(modprobe, "10.note")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE IF WakesFreed(worker_task, worker_current)
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(modprobe, "10.flush")
               /\ behind' = [behind EXCEPT ![item] = IF armed[item] THEN @ \cup {modprobe} ELSE @]
               /\ flushing' = [flushing EXCEPT ![modprobe] = "worker"]
               /\ WakeWorker(worker_task, worker_current)
               /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, hasWorker,
                              module, warned, worker, worker_task, worker_current, worker_running,
                              fault>>

Modprobe10Flush ==                               \* waits for the flush item
  /\ Go(modprobe, "10.flush", "10.get")
  /\ flushing[modprobe] = "none"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

Modprobe10Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "10.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, fault>>

Modprobe10Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "10.set", "10.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, behind, hasWorker,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

Modprobe10Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "10.notify", "10.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, behind, hasWorker,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

Modprobe10Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "10.wake", "10.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind, hasWorker,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

Modprobe10Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "10.wait", "10.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe10Put ==
  /\ At(modprobe, "10.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "10.free")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, behind,
                         hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, fault>>

Modprobe10Free ==                                \* Y4..Y6: frees worker
  /\ Go(modprobe, "10.free", "sync")
  /\ warned' = (warned \/ armed[item] \/ flushing[modprobe] \in {"worker", "item"})
  /\ worker' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, worker_task, worker_current, worker_running, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

Modprobe ==
  \/ Modprobe2Create \/ Modprobe2Task \/ Modprobe2Wake \/ Modprobe2Failed
  \/ Modprobe3
  \/ Modprobe4
  \/ Modprobe6
  \/ Modprobe7Note \/ Modprobe7Wait
  \/ Modprobe8
  \/ Modprobe9Load \/ Modprobe9Get \/ Modprobe9Set \/ Modprobe9Notify
  \/ Modprobe9Wake \/ Modprobe9Wait \/ Modprobe9Put
  \/ Modprobe10Task \/ Modprobe10Note \/ Modprobe10Flush \/ Modprobe10Get
  \/ Modprobe10Set \/ Modprobe10Notify \/ Modprobe10Wake \/ Modprobe10Wait
  \/ Modprobe10Put \/ Modprobe10Free
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* the worker's thread calls it
  /\ Go(item, "idle", "return")
  /\ worker_running = item
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ worker_running' = none
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 hasWorker, flushing, module, warned, worker, worker_task, worker_current, fault>>

Item == ItemIdle \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 behind, hasWorker, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running>>

Init ==
  /\ pc             = [t \in Kthreads |-> "none"] @@ modprobe :> "2.create" @@ item :> "idle"
  /\ state          = [t \in Kthreads |-> "NEW"]
  /\ asleep         = [t \in Kthreads |-> FALSE]
  /\ shouldStop     = [t \in Kthreads |-> FALSE]
  /\ notified       = [t \in Kthreads |-> FALSE]
  /\ exited         = [t \in Kthreads |-> 0]
  /\ result         = [t \in Kthreads |-> 0]
  /\ usage          = [t \in Kthreads |-> 0]
  /\ arg            = [c \in {modprobe} |-> NULL]
  /\ armed          = [c \in Callbacks |-> FALSE]
  /\ behind         = [c \in Callbacks |-> {}]
  /\ hasWorker      = [c \in Callbacks |-> FALSE]
  /\ flushing       = [c \in {modprobe} |-> "none"]
  /\ module         = "coming"
  /\ warned         = FALSE
  /\ worker         = "null"
  /\ worker_task    = NULL
  /\ worker_current = none
  /\ worker_running = none
  /\ fault          = "none"

Next ==
  \/ WorkerThread
  \/ Modprobe
  \/ ModprobeLive
  \/ Item
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(WorkerThread \/ FetchFault(worker_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7Wait \/ Modprobe9Wait \/ Modprobe10Flush \/ Modprobe10Wait)
  /\ WF_vars(Item \/ FetchFault(item))

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ pc[c] = "idle" => worker_running = c
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] \in {"9.set", "10.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"9.set", "10.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker_thread] = "gone" => usage[worker_thread] = 0)

ExitedOnce == exited[worker_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => /\ worker # "live"
                         /\ ~(pc[worker_thread] = "born" /\ asleep[worker_thread])
                         /\ pc[worker_thread] \notin {"1.set", "1.stop", "1.take", "1.run",
                                                      "1.sleep"}
  /\ worker = "live" => pc[modprobe] # "2.task"

StopResultCorrect ==
  pc[modprobe] \in {"9.put", "10.put"} /\ arg[modprobe] = worker_thread =>
    pc[worker_thread] \in {"exited", "dead", "gone"} /\ result[worker_thread] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"9.notify", "9.wake", "9.wait", "10.notify", "10.wake", "10.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker_thread] => pc[worker_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"7.wait", "10.flush"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
