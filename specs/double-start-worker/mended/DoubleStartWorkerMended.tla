---------------------- MODULE DoubleStartWorkerMended -----------------------
(**********************************************************************************)
(* One thread runs it.                                                            *)
(*                                                                                *)
(*   worker_thread   1  kthread_worker_fn(worker);                                *)
(*   init            2  kthread_init_worker(worker);                              *)
(*                   3  task = kthread_run(worker_thread, NULL, "worker_thread"); *)
(*                   4  if (IS_ERR(task)) {                                       *)
(*                   5      return -ENOMEM;                                       *)
(*                   6  }                                                         *)
(*                   7  return 0;                                                 *)
(*   exit            8  kthread_queue_work(worker, &item);                        *)
(*                   9  kthread_flush_worker(worker);                             *)
(*                  10  kthread_stop(task);                                       *)
(**********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker_thread1,   \* a kthread
  worker_thread2,   \* a kthread
  modprobe,         \* the task that loads and unloads the module
  item,             \* a kthread work item
  NULL,             \* no task
  ERR,              \* an error pointer
  none,             \* no work, and the owner of a lock that is free
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
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  behind,           \* who waits behind the instance that is queued, in a flush or rcu_barrier()
  \* what the flush item of each context stands behind, if it is on the list of a kthread worker
  flushing,
  module,           \* "coming", "live", "going" or "freed"
  warned,           \* the kernel printed a warning
  worker,           \* struct kthread_worker *: "null", "error", "live" or "freed"
  worker_task,      \* worker->task
  worker_current,   \* worker->current_work: what its thread took last
  worker_running,   \* the work that the thread of worker runs
  task,             \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind, flushing,
    module, warned, worker, worker_task, worker_current, worker_running, task, fault>>

Kthreads   == {worker_thread1, worker_thread2}
Contexts   == {worker_thread1, worker_thread2, modprobe, item}
Callbacks  == {item}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "1.enter", "exit", "1.set", "1.stop", "1.take", "1.run", "1.sleep", "exited",
   "dead", "gone", "sync", "live", "free", "done", "idle"}
Out        == {"exit", "exited", "dead", "gone"}

\* The next thread of worker_thread() to be created.
FreeWorkerThread ==
  CASE pc[worker_thread1] = "none" -> worker_thread1
    [] pc[worker_thread2] = "none" -> worker_thread2
    [] OTHER -> NULL

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
                 behind, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, task>>

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
  /\ pc[c] = "9.flush" => flushing[c] = "none"
  /\ pc[c] = "10.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerThreadBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "1.enter") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, behind, flushing,
                 module, warned, worker, worker_task, worker_current, worker_running, task, fault>>

\* 1  kthread_worker_fn(worker)
WorkerThread1Enter(self) ==                      \* makes itself worker->task
  /\ At(self, "1.enter")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE /\ Goto(self, "1.set")
          /\ warned' = (warned \/ worker_task \notin {NULL, self})
          /\ worker_task' = self
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         behind, flushing, module, worker, worker_current, worker_running, task,
                         fault>>

WorkerThread1Set(self) ==                        \* W1: sets TASK_INTERRUPTIBLE
  /\ Go(self, "1.set", "1.stop")
  /\ state' = [state EXCEPT ![self] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 task, fault>>

WorkerThread1Stop(self) ==                       \* W2: tests kthread_should_stop()
  /\ At(self, "1.stop")
  /\ IF shouldStop[self]
     THEN IF BadWorker(worker) # "none"
          THEN Crash(BadWorker(worker))
          ELSE /\ Goto(self, "exit")
               /\ worker_task' = NULL
               /\ state' = [state EXCEPT ![self] = "RUNNING"]
               /\ result' = [result EXCEPT ![self] = 0]
               /\ UNCHANGED <<asleep, shouldStop, notified, exited, usage, arg, armed, behind,
                              flushing, module, warned, worker, worker_current, worker_running,
                              task, fault>>
     ELSE /\ Goto(self, "1.take")
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         behind, flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, task, fault>>

WorkerThread1Take(self) ==                       \* W3, W4: takes the next item off the queue
  /\ At(self, "1.take")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE IF flushing[modprobe] = "worker" /\ modprobe \notin behind[item]
          THEN /\ Goto(self, "1.run")
               /\ worker_current' = modprobe
               /\ flushing' = [flushing EXCEPT ![modprobe] = "none"]
               /\ state' = [state EXCEPT ![self] = "RUNNING"]
               /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed,
                              behind, module, warned, worker, worker_task, worker_running, task,
                              fault>>
          ELSE IF armed[item]
               THEN /\ Goto(self, "1.run")
                    /\ worker_current' = item
                    /\ worker_running' = item
                    /\ state' = [state EXCEPT ![self] = "RUNNING"]
                    /\ armed' = [armed EXCEPT ![item] = FALSE]
                    /\ behind' = [behind EXCEPT ![item] = {}]
                    /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg,
                                   flushing, module, warned, worker, worker_task, task, fault>>
               ELSE /\ Goto(self, "1.sleep")
                    /\ worker_current' = none
                    /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage,
                                   arg, armed, behind, flushing, module, warned, worker,
                                   worker_task, worker_running, task, fault>>

WorkerThread1Run(self) ==                        \* W4: runs the item
  /\ Go(self, "1.run", "1.set")
  /\ worker_running = none
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 task, fault>>

WorkerThread1Sleep(self) ==                      \* W5: calls schedule()
  /\ Go(self, "1.sleep", "1.set")
  /\ Schedule(self)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind, flushing,
                 module, warned, worker, worker_task, worker_current, worker_running, task, fault>>

WorkerThreadExit(self) ==                        \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind, flushing,
                 module, warned, worker, worker_task, worker_current, worker_running, task, fault>>

WorkerThreadExited(self) ==                      \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerThreadDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, task, fault>>

WorkerThread(self) ==
  \/ WorkerThreadBorn(self)
  \/ WorkerThread1Enter(self) \/ WorkerThread1Set(self) \/ WorkerThread1Stop(self)
  \/ WorkerThread1Take(self) \/ WorkerThread1Run(self) \/ WorkerThread1Sleep(self)
  \/ WorkerThreadExit(self) \/ WorkerThreadExited(self) \/ WorkerThreadDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe2 ==                                     \* kthread_init_worker(worker)
  /\ Go(modprobe, "2", "3.create")
  /\ worker' = "live"
  /\ worker_task' = NULL
  /\ worker_current' = none
  /\ worker_running' = none
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, task, fault>>

\* 3  task = kthread_run(worker_thread, NULL, "worker_thread")
Modprobe3Create ==                               \* C1..C5: creates a thread of worker_thread
  /\ At(modprobe, "3.create")
  /\ \/ Create(modprobe, FreeWorkerThread, "3.wake")
     \/ /\ Goto(modprobe, "3.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, behind, flushing, module, warned,
                 worker, worker_task, worker_current, worker_running, task, fault>>

Modprobe3Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "3.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "3.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind,
                         flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, task, fault>>

Modprobe3Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "3.store", "4")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 fault>>

Modprobe4 ==                                     \* if (IS_ERR(task))
  /\ Go(modprobe, "4", IF task = ERR THEN "5" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 task, fault>>

Modprobe5 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "5", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, warned, worker, worker_task, worker_current, worker_running, task,
                 fault>>

Modprobe7 ==                                     \* return 0
  /\ Go(modprobe, "7", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, warned, worker, worker_task, worker_current, worker_running, task,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "8")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, warned, worker, worker_task, worker_current, worker_running, task,
                 fault>>

Modprobe8 ==                                     \* kthread_queue_work(worker, &item)
  /\ At(modprobe, "8")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE IF armed[item]
          THEN /\ Goto(modprobe, "9.note")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              armed, behind, flushing, module, warned, worker, worker_task,
                              worker_current, worker_running, task, fault>>
          ELSE IF WakesFreed(worker_task, worker_current)
               THEN Crash("KASAN-UAF")
               ELSE /\ Goto(modprobe, "9.note")
                    /\ InsertKthreadWork(worker_task, worker_current, item)
                    /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, behind,
                                   flushing, module, warned, worker, worker_task, worker_current,
                                   worker_running, task, fault>>

\* 9  kthread_flush_worker(worker)
\* Y2: puts a flush item behind what is queued on worker
Modprobe9Note ==
  /\ At(modprobe, "9.note")
  /\ IF BadWorker(worker) # "none"
     THEN Crash(BadWorker(worker))
     ELSE IF WakesFreed(worker_task, worker_current)
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(modprobe, "9.flush")
               /\ behind' = [behind EXCEPT ![item] = IF armed[item] THEN @ \cup {modprobe} ELSE @]
               /\ flushing' = [flushing EXCEPT ![modprobe] = "worker"]
               /\ WakeWorker(worker_task, worker_current)
               /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module,
                              warned, worker, worker_task, worker_current, worker_running, task,
                              fault>>

Modprobe9Flush ==                                \* waits for the flush item
  /\ Go(modprobe, "9.flush", "10.load")
  /\ flushing[modprobe] = "none"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 task, fault>>

\* 10  kthread_stop(task)
Modprobe10Load ==                                \* S0: reads task
  /\ Go(modprobe, "10.load", "10.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 task, fault>>

Modprobe10Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "10.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, task, fault>>

Modprobe10Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "10.set", "10.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, behind, flushing,
                 module, warned, worker, worker_task, worker_current, worker_running, task, fault>>

Modprobe10Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "10.notify", "10.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, behind, flushing,
                 module, warned, worker, worker_task, worker_current, worker_running, task, fault>>

Modprobe10Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "10.wake", "10.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind, flushing,
                 module, warned, worker, worker_task, worker_current, worker_running, task, fault>>

Modprobe10Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "10.wait", "10.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind, flushing,
                 module, warned, worker, worker_task, worker_current, worker_running, task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe10Put ==
  /\ At(modprobe, "10.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, behind,
                         flushing, module, warned, worker, worker_task, worker_current,
                         worker_running, task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, warned, worker, worker_task, worker_current, worker_running, task,
                 fault>>

Modprobe ==
  \/ Modprobe2
  \/ Modprobe3Create \/ Modprobe3Wake \/ Modprobe3Store
  \/ Modprobe4
  \/ Modprobe5
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe9Note \/ Modprobe9Flush
  \/ Modprobe10Load \/ Modprobe10Get \/ Modprobe10Set \/ Modprobe10Notify
  \/ Modprobe10Wake \/ Modprobe10Wait \/ Modprobe10Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* the worker's thread calls it
  /\ Go(item, "idle", "return")
  /\ worker_running = item
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, worker_running,
                 task, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ worker_running' = none
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, worker, worker_task, worker_current, task, fault>>

Item == ItemIdle \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 behind, flushing, module, warned, worker, worker_task, worker_current,
                 worker_running, task>>

Init ==
  /\ pc             = [t \in Kthreads |-> "none"] @@ modprobe :> "2" @@ item :> "idle"
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
  /\ flushing       = [c \in {modprobe} |-> "none"]
  /\ module         = "coming"
  /\ warned         = FALSE
  /\ worker         = "null"
  /\ worker_task    = NULL
  /\ worker_current = none
  /\ worker_running = none
  /\ task           = NULL
  /\ fault          = "none"

Next ==
  \/ \E self \in Kthreads : WorkerThread(self)
  \/ Modprobe
  \/ ModprobeLive
  \/ Item
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A self \in Kthreads : WF_vars(WorkerThread(self) \/ FetchFault(self))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe9Flush \/ Modprobe10Wait)
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

NoDoubleStop == pc[modprobe] = "10.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "10.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => /\ \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])
                      /\ \A t \in Kthreads :
                           pc[t] \notin {"1.set", "1.stop", "1.take", "1.run", "1.sleep"}

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] = "10.put" /\ arg[modprobe] = t => /\ pc[t] \in {"exited", "dead", "gone"}
                                                    /\ result[t] \in {-4, 0}

StopPending    == pc[modprobe] \in {"10.notify", "10.wake", "10.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] = "9.flush"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
