-------------------------- MODULE OrphanedRequest ---------------------------
(**********************************************************************************)
(* Who stops the thread leaves its queue as it is.                                *)
(*                                                                                *)
(*   worker    1  while (1) {                                                     *)
(*             2      wait_event_idle(queue, items > 0 || kthread_should_stop()); *)
(*             3      if (kthread_should_stop()) {                                *)
(*             4          break;                                                  *)
(*             5      }                                                           *)
(*             6      items--;                                                    *)
(*             7      complete(&done);                                            *)
(*             8  }                                                               *)
(*             9  return 0;                                                       *)
(*   init     10  task = kthread_run(worker, NULL, "worker");                     *)
(*            11  if (IS_ERR(task)) {                                             *)
(*            12      return -ENOMEM;                                             *)
(*            13  }                                                               *)
(*            14  return 0;                                                       *)
(*   exit     15  if (task) {                                                     *)
(*            16      kthread_stop(task);                                         *)
(*            17  }                                                               *)
(*   request  18  mutex_lock(&lock);                                              *)
(*            19  if (!task) {                                                    *)
(*            20      mutex_unlock(&lock);                                        *)
(*            21      return -ENODEV;                                             *)
(*            22  }                                                               *)
(*            23  items++;                                                        *)
(*            24  wake_up(&queue);                                                *)
(*            25  mutex_unlock(&lock);                                            *)
(*            26  wait_for_completion(&done);                                     *)
(*   disable  27  mutex_lock(&lock);                                              *)
(*            28  if (task) {                                                     *)
(*            29      kthread_stop(task);                                         *)
(*            30      task = NULL;                                                *)
(*            31  }                                                               *)
(*            32  mutex_unlock(&lock);                                            *)
(**********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  request,          \* a task that calls request()
  disable,          \* a task that calls disable()
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
  refs,             \* references on the module: one is its own, one more is held during init
  warned,           \* the kernel printed a warning
  task,             \* struct task_struct *
  lock,             \* struct mutex: its owner
  queue,            \* wait_queue_head_t: who is on it
  items,            \* counter, at most 2
  done,             \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    task, lock, queue, items, done, fault>>

Kthreads      == {worker}
Contexts      == {worker, modprobe, request, disable}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}
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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, queue, items, done>>

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
  /\ pc[c] \in {"16.wait", "29.wait"} => exited[arg[c]] > 0
  /\ pc[c] \in {"18", "27"} => lock = none
  /\ pc[c] = "26" => done > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "2.check.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, lock, queue, items, done, fault>>

\* 2  wait_event_idle(queue, items > 0 || kthread_should_stop())
Worker2CheckA ==                                 \* tests items > 0
  /\ Go(worker, "2.check.a", IF items > 0 THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

Worker2CheckB ==                                 \* tests kthread_should_stop()
  /\ Go(worker, "2.check.b", IF shouldStop[worker] THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

Worker2Prepare ==                                \* queues on queue, sets TASK_IDLE
  /\ Go(worker, "2.prepare", "2.test.a")
  /\ queue' = queue \cup {worker}
  /\ state' = [state EXCEPT ![worker] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, lock, items, done, fault>>

Worker2TestA ==                                  \* tests items > 0
  /\ Go(worker, "2.test.a", IF items > 0 THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

Worker2TestB ==                                  \* tests kthread_should_stop()
  /\ Go(worker, "2.test.b", IF shouldStop[worker] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

Worker2Sleep ==                                  \* calls schedule()
  /\ Go(worker, "2.sleep", "2.prepare")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 lock, queue, items, done, fault>>

Worker2Finish ==                                 \* leaves queue, sets TASK_RUNNING
  /\ Go(worker, "2.finish", "3")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ queue' = queue \ {worker}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, lock, items, done, fault>>

Worker3 ==                                       \* if (kthread_should_stop())
  /\ Go(worker, "3", IF shouldStop[worker] THEN "9" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

Worker6 ==                                       \* items--
  /\ At(worker, "6")
  /\ IF items = 0
     THEN Crash("BOUND")
     ELSE /\ Goto(worker, "7")
          /\ items' = items - 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, task, lock, queue, done, fault>>

Worker7 ==                                       \* complete(&done)
  /\ At(worker, "7")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(worker, "2.check.a")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, task, lock, queue, items, fault>>

Worker9 ==                                       \* return 0
  /\ Go(worker, "9", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, lock, queue, items, done, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, lock, queue, items, done, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, lock, queue, items, done, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, lock, queue, items, done, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker2CheckA \/ Worker2CheckB \/ Worker2Prepare \/ Worker2TestA \/ Worker2TestB
  \/ Worker2Sleep \/ Worker2Finish
  \/ Worker3
  \/ Worker6
  \/ Worker7
  \/ Worker9
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  task = kthread_run(worker, NULL, "worker")
Modprobe10Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, worker, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task, lock, queue,
                 items, done, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, lock, queue, items, done, fault>>

Modprobe10Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "10.store", "11")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 lock, queue, items, done, fault>>

Modprobe11 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "11", IF task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 lock, queue, items, done, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 lock, queue, items, done, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 lock, queue, items, done, fault>>

Modprobe15 ==                                    \* if (task)
  /\ Go(modprobe, "15", IF task = NULL THEN "sync" ELSE "16.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

\* 16  kthread_stop(task)
Modprobe16Load ==                                \* S0: reads task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, lock, queue, items, done, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, lock, queue, items, done, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 lock, queue, items, done, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, lock, queue, items, done, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 lock, queue, items, done, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, lock, queue, items, done, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, lock, queue, items, done, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 task, lock, queue, items, done, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ Go(request, "idle", "18")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, lock, queue, items, done, fault>>

Request18 ==                                     \* mutex_lock(&lock)
  /\ Go(request, "18", "19")
  /\ lock = none
  /\ lock' = request
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, items, done, fault>>

Request19 ==                                     \* if (!task)
  /\ Go(request, "19", IF task = NULL THEN "20" ELSE "23")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

Request20 ==                                     \* mutex_unlock(&lock)
  /\ Go(request, "20", "21")
  /\ lock' = none
  /\ warned' = (warned \/ lock # request)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, queue, items, done, fault>>

Request21 ==                                     \* return -ENODEV
  /\ Go(request, "21", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

Request23 ==                                     \* items++
  /\ Go(request, "23", "24")
  /\ items' = items + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, done, fault>>

Request24 ==                                     \* wake_up(&queue)
  /\ Go(request, "24", "25")
  /\ WakeQueue(queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 lock, queue, items, done, fault>>

Request25 ==                                     \* mutex_unlock(&lock)
  /\ Go(request, "25", "26")
  /\ lock' = none
  /\ warned' = (warned \/ lock # request)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, queue, items, done, fault>>

Request26 ==                                     \* wait_for_completion(&done)
  /\ Go(request, "26", "leave")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ Go(request, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, lock, queue, items, done, fault>>

Request ==
  \/ Request18
  \/ Request19
  \/ Request20
  \/ Request21
  \/ Request23
  \/ Request24
  \/ Request25
  \/ Request26
  \/ RequestLeave

-----------------------------------------------------------------------------
(* disable *)

DisableIdle ==                                   \* a user calls into the module
  /\ Go(disable, "idle", "27")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, lock, queue, items, done, fault>>

Disable27 ==                                     \* mutex_lock(&lock)
  /\ Go(disable, "27", "28")
  /\ lock = none
  /\ lock' = disable
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, items, done, fault>>

Disable28 ==                                     \* if (task)
  /\ Go(disable, "28", IF task = NULL THEN "32" ELSE "29.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, queue, items, done, fault>>

\* 29  kthread_stop(task)
Disable29Load ==                                 \* S0: reads task
  /\ Go(disable, "29.load", "29.get")
  /\ arg' = [arg EXCEPT ![disable] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, lock, queue, items, done, fault>>

Disable29Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(disable, "29.get")
  /\ IF BadTask(arg[disable]) # "none"
     THEN Crash(BadTask(arg[disable]))
     ELSE /\ Goto(disable, "29.set")
          /\ usage' = [usage EXCEPT ![arg[disable]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, lock, queue, items, done, fault>>

Disable29Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(disable, "29.set", "29.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[disable]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 lock, queue, items, done, fault>>

Disable29Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(disable, "29.notify", "29.wake")
  /\ notified' = [notified EXCEPT ![arg[disable]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, lock, queue, items, done, fault>>

Disable29Wake ==                                 \* S7: wakes the thread
  /\ Go(disable, "29.wake", "29.wait")
  /\ Wake(arg[disable])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 lock, queue, items, done, fault>>

Disable29Wait ==                                 \* S8: waits for 'exited'
  /\ Go(disable, "29.wait", "29.put")
  /\ exited[arg[disable]] > 0
  /\ exited' = [exited EXCEPT ![arg[disable]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, lock, queue, items, done, fault>>

\* S9..S11: takes the result and drops its reference
Disable29Put ==
  /\ At(disable, "29.put")
  /\ IF Overput(arg[disable])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(disable, "30")
          /\ usage' = [usage EXCEPT ![arg[disable]] = @ - 1]
          /\ arg' = [arg EXCEPT ![disable] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, lock, queue, items, done, fault>>

Disable30 ==                                     \* task = NULL
  /\ Go(disable, "30", "32")
  /\ task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lock, queue, items, done, fault>>

Disable32 ==                                     \* mutex_unlock(&lock)
  /\ Go(disable, "32", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # disable)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, queue, items, done, fault>>

DisableLeave ==                                  \* the call returns to user space
  /\ Go(disable, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, lock, queue, items, done, fault>>

Disable ==
  \/ Disable27
  \/ Disable28
  \/ Disable29Load \/ Disable29Get \/ Disable29Set \/ Disable29Notify
  \/ Disable29Wake \/ Disable29Wait \/ Disable29Put
  \/ Disable30
  \/ Disable32
  \/ DisableLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, queue, items, done>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "10.create"
                  @@ request :> "idle"
                  @@ disable :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, disable} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ lock       = none
  /\ queue      = {}
  /\ items      = 0
  /\ done       = 0
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Request
  \/ RequestIdle
  \/ Disable
  \/ DisableIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16Wait)
  /\ WF_vars(Request \/ FetchFault(request))
  /\ SF_vars(Request18 \/ Request26)
  /\ WF_vars(Disable \/ FetchFault(disable))
  /\ SF_vars(Disable27 \/ Disable29Wait)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live", "idle"}
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == \A c \in {modprobe, disable} : pc[c] \in {"16.set", "29.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, disable} : pc[c] \in {"16.set", "29.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ \A c \in {request, disable} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  \A c \in {modprobe, disable} :
    pc[c] \in {"16.put", "29.put"} /\ arg[c] = worker => /\ pc[worker] \in
                                                              {"exited", "dead", "gone"}
                                                         /\ result[worker] \in {-4, 0}

StopPending(c) == pc[c] \in {"16.notify", "16.wake", "16.wait", "29.notify", "29.wake", "29.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, disable} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, disable} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == \A c \in {request, disable} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
