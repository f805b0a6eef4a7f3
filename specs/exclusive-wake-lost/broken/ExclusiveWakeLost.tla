------------------------- MODULE ExclusiveWakeLost --------------------------
(**************************************************************************************)
(* A thread that is stopped leaves at once.                                           *)
(*                                                                                    *)
(*   worker   1  while (1) {                                                          *)
(*            2      wait_event_idle_exclusive(queue, work || kthread_should_stop()); *)
(*            3      if (kthread_should_stop()) {                                     *)
(*            4          break;                                                       *)
(*            5      }                                                                *)
(*            6      work = false;                                                    *)
(*            7      complete(&done);                                                 *)
(*            8  }                                                                    *)
(*            9  return 0;                                                            *)
(*   init    10  task = kthread_run(worker, NULL, "worker");                          *)
(*           11  if (IS_ERR(task)) {                                                  *)
(*           12      return -ENOMEM;                                                  *)
(*           13  }                                                                    *)
(*           14  other = kthread_run(worker, NULL, "worker");                         *)
(*           15  if (IS_ERR(other)) {                                                 *)
(*           16      kthread_stop(task);                                              *)
(*           17      return -ENOMEM;                                                  *)
(*           18  }                                                                    *)
(*           19  return 0;                                                            *)
(*   exit    20  work = true;                                                         *)
(*           21  wake_up(&queue);                                                     *)
(*           22  kthread_stop(task);                                                  *)
(*           23  wait_for_completion(&done);                                          *)
(*           24  kthread_stop(other);                                                 *)
(**************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker1,          \* a kthread
  worker2,          \* a kthread
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
  task,             \* struct task_struct *
  other,            \* struct task_struct *
  queue,            \* wait_queue_head_t: who is on it
  work,             \* bool
  done,             \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, task, other,
    queue, work, done, fault>>

Kthreads      == {worker1, worker2}
Contexts      == {worker1, worker2, modprobe}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
Out           == {"exit", "exited", "dead", "gone"}
CompletionMax == 7

\* The next thread of worker() to be created.
FreeWorker ==
  CASE pc[worker1] = "none" -> worker1 [] pc[worker2] = "none" -> worker2 [] OTHER -> NULL

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
                 task, other, queue, work, done>>

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

\* wake_up() where some wait exclusively: of those whose state matches, s, any one.
WakeUp(q, s, mask) ==
  IF s = {} THEN WakeQueue(q, mask) ELSE \E t \in s : WakeQueue((q \ s) \cup {t}, mask)

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"16.wait", "22.wait", "24.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "23" => done > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "2.check.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task, other,
                 queue, work, done, fault>>

\* 2  wait_event_idle_exclusive(queue, work || kthread_should_stop())
Worker2CheckA(self) ==                           \* tests work
  /\ Go(self, "2.check.a", IF work THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

Worker2CheckB(self) ==                           \* tests kthread_should_stop()
  /\ Go(self, "2.check.b", IF shouldStop[self] THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

Worker2Prepare(self) ==                          \* queues on queue, sets TASK_IDLE
  /\ Go(self, "2.prepare", "2.test.a")
  /\ queue' = queue \cup {self}
  /\ state' = [state EXCEPT ![self] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, task, other,
                 work, done, fault>>

Worker2TestA(self) ==                            \* tests work
  /\ Go(self, "2.test.a", IF work THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

Worker2TestB(self) ==                            \* tests kthread_should_stop()
  /\ Go(self, "2.test.b", IF shouldStop[self] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

Worker2Sleep(self) ==                            \* calls schedule()
  /\ Go(self, "2.sleep", "2.prepare")
  /\ Schedule(self)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Worker2Finish(self) ==                           \* leaves queue, sets TASK_RUNNING
  /\ Go(self, "2.finish", "3")
  /\ state' = [state EXCEPT ![self] = "RUNNING"]
  /\ queue' = queue \ {self}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, task, other,
                 work, done, fault>>

Worker3(self) ==                                 \* if (kthread_should_stop())
  /\ Go(self, "3", IF shouldStop[self] THEN "9" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

Worker6(self) ==                                 \* work = false
  /\ Go(self, "6", "7")
  /\ work' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, done, fault>>

Worker7(self) ==                                 \* complete(&done)
  /\ At(self, "7")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(self, "2.check.a")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         task, other, queue, work, fault>>

Worker9(self) ==                                 \* return 0
  /\ Go(self, "9", "exit")
  /\ result' = [result EXCEPT ![self] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task, other,
                 queue, work, done, fault>>

WorkerExit(self) ==                              \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

WorkerExited(self) ==                            \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         other, queue, work, done, fault>>

Worker(self) ==
  \/ WorkerBorn(self)
  \/ Worker2CheckA(self) \/ Worker2CheckB(self) \/ Worker2Prepare(self)
  \/ Worker2TestA(self) \/ Worker2TestB(self) \/ Worker2Sleep(self)
  \/ Worker2Finish(self)
  \/ Worker3(self)
  \/ Worker6(self)
  \/ Worker7(self)
  \/ Worker9(self)
  \/ WorkerExit(self) \/ WorkerExited(self) \/ WorkerDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  task = kthread_run(worker, NULL, "worker")
Modprobe10Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, FreeWorker, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, other, queue, work, done,
                 fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other,
                         queue, work, done, fault>>

Modprobe10Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "10.store", "11")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, other, queue,
                 work, done, fault>>

Modprobe11 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "11", IF task = ERR THEN "12" ELSE "14.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, other,
                 queue, work, done, fault>>

\* 14  other = kthread_run(worker, NULL, "worker")
Modprobe14Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "14.create")
  /\ \/ Create(modprobe, FreeWorker, "14.wake")
     \/ /\ Goto(modprobe, "14.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, other, queue, work, done,
                 fault>>

Modprobe14Wake ==                                \* wakes the new thread
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other,
                         queue, work, done, fault>>

Modprobe14Store ==                               \* stores the pointer in other
  /\ Go(modprobe, "14.store", "15")
  /\ other' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, queue,
                 work, done, fault>>

Modprobe15 ==                                    \* if (IS_ERR(other))
  /\ Go(modprobe, "15", IF other = ERR THEN "16.load" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

\* 16  kthread_stop(task)
Modprobe16Load ==                                \* S0: reads task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, other,
                 queue, work, done, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         other, queue, work, done, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "17")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task, other,
                         queue, work, done, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, other,
                 queue, work, done, fault>>

Modprobe19 ==                                    \* return 0
  /\ Go(modprobe, "19", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, other,
                 queue, work, done, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "20")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, other,
                 queue, work, done, fault>>

Modprobe20 ==                                    \* work = true
  /\ Go(modprobe, "20", "21")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, done, fault>>

Modprobe21 ==                                    \* wake_up(&queue)
  /\ Go(modprobe, "21", "22.load")
  /\ WakeUp(queue, {t \in Kthreads : t \in queue /\ state[t] \in TaskNormal}, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

\* 22  kthread_stop(task)
Modprobe22Load ==                                \* S0: reads task
  /\ Go(modprobe, "22.load", "22.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, other,
                 queue, work, done, fault>>

Modprobe22Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "22.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "22.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         other, queue, work, done, fault>>

Modprobe22Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "22.set", "22.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe22Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "22.notify", "22.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

Modprobe22Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "22.wake", "22.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe22Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "22.wait", "22.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe22Put ==
  /\ At(modprobe, "22.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "23")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task, other,
                         queue, work, done, fault>>

Modprobe23 ==                                    \* wait_for_completion(&done)
  /\ Go(modprobe, "23", "24.load")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, fault>>

\* 24  kthread_stop(other)
Modprobe24Load ==                                \* S0: reads other
  /\ Go(modprobe, "24.load", "24.get")
  /\ arg' = [arg EXCEPT ![modprobe] = other]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, other,
                 queue, work, done, fault>>

Modprobe24Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "24.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "24.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         other, queue, work, done, fault>>

Modprobe24Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "24.set", "24.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe24Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "24.notify", "24.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

Modprobe24Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "24.wake", "24.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe24Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "24.wait", "24.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe24Put ==
  /\ At(modprobe, "24.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task, other,
                         queue, work, done, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, other,
                 queue, work, done, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14Create \/ Modprobe14Wake \/ Modprobe14Store
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ Modprobe17
  \/ Modprobe19
  \/ Modprobe20
  \/ Modprobe21
  \/ Modprobe22Load \/ Modprobe22Get \/ Modprobe22Set \/ Modprobe22Notify
  \/ Modprobe22Wake \/ Modprobe22Wait \/ Modprobe22Put
  \/ Modprobe23
  \/ Modprobe24Load \/ Modprobe24Get \/ Modprobe24Set \/ Modprobe24Notify
  \/ Modprobe24Wake \/ Modprobe24Wait \/ Modprobe24Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 task, other, queue, work, done>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "10.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ task       = NULL
  /\ other      = NULL
  /\ queue      = {}
  /\ work       = FALSE
  /\ done       = 0
  /\ fault      = "none"

Next ==
  \/ \E self \in Kthreads : Worker(self)
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A self \in Kthreads : WF_vars(Worker(self) \/ FetchFault(self))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16Wait \/ Modprobe22Wait \/ Modprobe23 \/ Modprobe24Wait)

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

NoDoubleStop == pc[modprobe] \in {"16.set", "22.set", "24.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"16.set", "22.set", "24.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"16.put", "22.put", "24.put"} /\ arg[modprobe] = t =>
      pc[t] \in {"exited", "dead", "gone"} /\ result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"16.notify", "16.wake", "16.wait", "22.notify", "22.wake", "22.wait",
                    "24.notify", "24.wake", "24.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
