---------------------- MODULE ExclusiveWakeLostMended -----------------------
(**************************************************************************************)
(* A thread that is stopped passes the wake-up on if there is work.                   *)
(*                                                                                    *)
(*   worker   1  while (1) {                                                          *)
(*            2      wait_event_idle_exclusive(queue, work || kthread_should_stop()); *)
(*            3      if (kthread_should_stop()) {                                     *)
(*            4          break;                                                       *)
(*            5      }                                                                *)
(*            6      work = false;                                                    *)
(*            7      complete(&done);                                                 *)
(*            8  }                                                                    *)
(*            9  if (work) {                                                          *)
(*           10      wake_up(&queue);                                                 *)
(*           11  }                                                                    *)
(*           12  return 0;                                                            *)
(*   init    13  task = kthread_run(worker, NULL, "worker");                          *)
(*           14  if (IS_ERR(task)) {                                                  *)
(*           15      return -ENOMEM;                                                  *)
(*           16  }                                                                    *)
(*           17  other = kthread_run(worker, NULL, "worker");                         *)
(*           18  if (IS_ERR(other)) {                                                 *)
(*           19      kthread_stop(task);                                              *)
(*           20      return -ENOMEM;                                                  *)
(*           21  }                                                                    *)
(*           22  return 0;                                                            *)
(*   exit    23  work = true;                                                         *)
(*           24  wake_up(&queue);                                                     *)
(*           25  kthread_stop(task);                                                  *)
(*           26  wait_for_completion(&done);                                          *)
(*           27  kthread_stop(other);                                                 *)
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
  /\ pc[c] \in {"19.wait", "25.wait", "27.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "26" => done > 0

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

Worker9(self) ==                                 \* if (work)
  /\ Go(self, "9", IF work THEN "10" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

Worker10(self) ==                                \* wake_up(&queue)
  /\ Go(self, "10", "12")
  /\ WakeUp(queue, {t \in Kthreads : t \in queue /\ state[t] \in TaskNormal}, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Worker12(self) ==                                \* return 0
  /\ Go(self, "12", "exit")
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
  \/ Worker10(self)
  \/ Worker12(self)
  \/ WorkerExit(self) \/ WorkerExited(self) \/ WorkerDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

\* 13  task = kthread_run(worker, NULL, "worker")
Modprobe13Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "13.create")
  /\ \/ Create(modprobe, FreeWorker, "13.wake")
     \/ /\ Goto(modprobe, "13.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, other, queue, work, done,
                 fault>>

Modprobe13Wake ==                                \* wakes the new thread
  /\ At(modprobe, "13.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "13.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other,
                         queue, work, done, fault>>

Modprobe13Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "13.store", "14")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, other, queue,
                 work, done, fault>>

Modprobe14 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "14", IF task = ERR THEN "15" ELSE "17.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

Modprobe15 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "15", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, other,
                 queue, work, done, fault>>

\* 17  other = kthread_run(worker, NULL, "worker")
Modprobe17Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "17.create")
  /\ \/ Create(modprobe, FreeWorker, "17.wake")
     \/ /\ Goto(modprobe, "17.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, other, queue, work, done,
                 fault>>

Modprobe17Wake ==                                \* wakes the new thread
  /\ At(modprobe, "17.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other,
                         queue, work, done, fault>>

Modprobe17Store ==                               \* stores the pointer in other
  /\ Go(modprobe, "17.store", "18")
  /\ other' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, queue,
                 work, done, fault>>

Modprobe18 ==                                    \* if (IS_ERR(other))
  /\ Go(modprobe, "18", IF other = ERR THEN "19.load" ELSE "22")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, done, fault>>

\* 19  kthread_stop(task)
Modprobe19Load ==                                \* S0: reads task
  /\ Go(modprobe, "19.load", "19.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, other,
                 queue, work, done, fault>>

Modprobe19Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "19.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         other, queue, work, done, fault>>

Modprobe19Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "19.set", "19.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe19Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "19.notify", "19.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

Modprobe19Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "19.wake", "19.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe19Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "19.wait", "19.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe19Put ==
  /\ At(modprobe, "19.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "20")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task, other,
                         queue, work, done, fault>>

Modprobe20 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "20", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, other,
                 queue, work, done, fault>>

Modprobe22 ==                                    \* return 0
  /\ Go(modprobe, "22", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, other,
                 queue, work, done, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "23")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, other,
                 queue, work, done, fault>>

Modprobe23 ==                                    \* work = true
  /\ Go(modprobe, "23", "24")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, done, fault>>

Modprobe24 ==                                    \* wake_up(&queue)
  /\ Go(modprobe, "24", "25.load")
  /\ WakeUp(queue, {t \in Kthreads : t \in queue /\ state[t] \in TaskNormal}, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

\* 25  kthread_stop(task)
Modprobe25Load ==                                \* S0: reads task
  /\ Go(modprobe, "25.load", "25.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, other,
                 queue, work, done, fault>>

Modprobe25Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "25.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "25.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         other, queue, work, done, fault>>

Modprobe25Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "25.set", "25.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe25Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "25.notify", "25.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

Modprobe25Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "25.wake", "25.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe25Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "25.wait", "25.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe25Put ==
  /\ At(modprobe, "25.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "26")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task, other,
                         queue, work, done, fault>>

Modprobe26 ==                                    \* wait_for_completion(&done)
  /\ Go(modprobe, "26", "27.load")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 other, queue, work, fault>>

\* 27  kthread_stop(other)
Modprobe27Load ==                                \* S0: reads other
  /\ Go(modprobe, "27.load", "27.get")
  /\ arg' = [arg EXCEPT ![modprobe] = other]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, other,
                 queue, work, done, fault>>

Modprobe27Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "27.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         other, queue, work, done, fault>>

Modprobe27Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "27.set", "27.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe27Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "27.notify", "27.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

Modprobe27Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "27.wake", "27.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, other, queue,
                 work, done, fault>>

Modprobe27Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "27.wait", "27.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, other,
                 queue, work, done, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe27Put ==
  /\ At(modprobe, "27.put")
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
  \/ Modprobe13Create \/ Modprobe13Wake \/ Modprobe13Store
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe17Create \/ Modprobe17Wake \/ Modprobe17Store
  \/ Modprobe18
  \/ Modprobe19Load \/ Modprobe19Get \/ Modprobe19Set \/ Modprobe19Notify
  \/ Modprobe19Wake \/ Modprobe19Wait \/ Modprobe19Put
  \/ Modprobe20
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe24
  \/ Modprobe25Load \/ Modprobe25Get \/ Modprobe25Set \/ Modprobe25Notify
  \/ Modprobe25Wake \/ Modprobe25Wait \/ Modprobe25Put
  \/ Modprobe26
  \/ Modprobe27Load \/ Modprobe27Get \/ Modprobe27Set \/ Modprobe27Notify
  \/ Modprobe27Wake \/ Modprobe27Wait \/ Modprobe27Put
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
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "13.create"
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
  /\ SF_vars(Modprobe19Wait \/ Modprobe25Wait \/ Modprobe26 \/ Modprobe27Wait)

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

NoDoubleStop == pc[modprobe] \in {"19.set", "25.set", "27.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"19.set", "25.set", "27.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"19.put", "25.put", "27.put"} /\ arg[modprobe] = t =>
      pc[t] \in {"exited", "dead", "gone"} /\ result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"19.notify", "19.wake", "19.wait", "25.notify", "25.wake", "25.wait",
                    "27.notify", "27.wake", "27.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
