---------------------- MODULE BlockDrbdLateCloseMended ----------------------
(***************************************************************************************)
(* The worker is stopped when nothing can be queued and nothing is.                    *)
(*                                                                                     *)
(*   drbd_worker   1  while (!kthread_should_stop()) {                                 *)
(*                 2      wait_event_idle(work_wait, queued || kthread_should_stop()); *)
(*                 3      if (queued) {                                                *)
(*                 4          kfree(work);                                             *)
(*                 5          queued = false;                                          *)
(*                 6          wake_up(&flush_wait);                                    *)
(*                 7      }                                                            *)
(*                 8  }                                                                *)
(*                 9  return 0;                                                        *)
(*   init         10  worker_task = kthread_run(drbd_worker, NULL, "drbd_worker");     *)
(*                11  if (IS_ERR(worker_task)) {                                       *)
(*                12      return -ENOMEM;                                              *)
(*                13  }                                                                *)
(*                14  return 0;                                                        *)
(*   exit         15  mutex_lock(&resources);                                          *)
(*                16  registered = false;                                              *)
(*                17  mutex_unlock(&resources);                                        *)
(*                18  wait_event(flush_wait, !queued);                                 *)
(*                19  if (worker_task) {                                               *)
(*                20      kthread_stop(worker_task);                                   *)
(*                21  }                                                                *)
(*   close        22  mutex_lock(&resources);                                          *)
(*                23  if (registered) {                                                *)
(*                24      work = kzalloc(sizeof( *work), GFP_KERNEL);                  *)
(*                25      queued = true;                                               *)
(*                26      wake_up(&work_wait);                                         *)
(*                27  }                                                                *)
(*                28  mutex_unlock(&resources);                                        *)
(*   take_down    29  mutex_lock(&resources);                                          *)
(*                30  registered = false;                                              *)
(*                31  mutex_unlock(&resources);                                        *)
(*                32  wait_event(flush_wait, !queued);                                 *)
(*                33  if (worker_task) {                                               *)
(*                34      kthread_stop(worker_task);                                   *)
(*                35      worker_task = NULL;                                          *)
(*                36  }                                                                *)
(***************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  drbd_worker,      \* a kthread
  modprobe,         \* the task that loads and unloads the module
  close,            \* a task that calls close()
  take_down,        \* a task that calls take_down()
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
  resources,        \* struct mutex: its owner
  registered,       \* bool
  worker_task,      \* struct task_struct *
  work_wait,        \* wait_queue_head_t: who is on it
  flush_wait,       \* wait_queue_head_t: who is on it
  queued,           \* bool
  work,             \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Kthreads   == {drbd_worker}
Contexts   == {drbd_worker, modprobe, close, take_down}
Sleepers   == {drbd_worker, modprobe, take_down}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}
Out        == {"exit", "exited", "dead", "gone"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ c \in Sleepers => ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, resources, registered, worker_task, work_wait, flush_wait, queued,
                 work>>

\* signal_pending(): a real one, or the pseudo-signal of a stop.
Signalled(c) == c \in Kthreads /\ notified[c]

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
  IF state[c] = "INTERRUPTIBLE" /\ Signalled(c)
  THEN state' = [state EXCEPT ![c] = "RUNNING"] /\ UNCHANGED asleep
  ELSE asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"] /\ UNCHANGED state

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Sleepers |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Sleepers |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"15", "22", "29"} => resources = none
  /\ pc[c] \in {"20.wait", "34.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Sleepers => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* drbd_worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
DrbdWorkerBorn ==
  /\ At(drbd_worker, "born")
  /\ IF shouldStop[drbd_worker]
     THEN Goto(drbd_worker, "exit") /\ result' = [result EXCEPT ![drbd_worker] = -4]
     ELSE Goto(drbd_worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

DrbdWorker1 ==                                   \* while (!kthread_should_stop())
  /\ Go(drbd_worker, "1", IF shouldStop[drbd_worker] THEN "9" ELSE "2.check.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

\* 2  wait_event_idle(work_wait, queued || kthread_should_stop())
DrbdWorker2CheckA ==                             \* tests queued
  /\ Go(drbd_worker, "2.check.a", IF queued THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

DrbdWorker2CheckB ==                             \* tests kthread_should_stop()
  /\ Go(drbd_worker, "2.check.b", IF shouldStop[drbd_worker] THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

DrbdWorker2Prepare ==                            \* queues on work_wait, sets TASK_IDLE
  /\ Go(drbd_worker, "2.prepare", "2.test.a")
  /\ work_wait' = work_wait \cup {drbd_worker}
  /\ state' = [state EXCEPT ![drbd_worker] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, flush_wait, queued, work, fault>>

DrbdWorker2TestA ==                              \* tests queued
  /\ Go(drbd_worker, "2.test.a", IF queued THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

DrbdWorker2TestB ==                              \* tests kthread_should_stop()
  /\ Go(drbd_worker, "2.test.b", IF shouldStop[drbd_worker] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

DrbdWorker2Sleep ==                              \* calls schedule()
  /\ Go(drbd_worker, "2.sleep", "2.prepare")
  /\ Schedule(drbd_worker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

DrbdWorker2Finish ==                             \* leaves work_wait, sets TASK_RUNNING
  /\ Go(drbd_worker, "2.finish", "3")
  /\ state' = [state EXCEPT ![drbd_worker] = "RUNNING"]
  /\ work_wait' = work_wait \ {drbd_worker}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, flush_wait, queued, work, fault>>

DrbdWorker3 ==                                   \* if (queued)
  /\ Go(drbd_worker, "3", IF queued THEN "4" ELSE "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

DrbdWorker4 ==                                   \* kfree(work)
  /\ At(drbd_worker, "4")
  /\ IF work = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(drbd_worker, "5")
          /\ work' = IF work = "valid" THEN "freed" ELSE work
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, resources, registered, worker_task, work_wait, flush_wait,
                         queued, fault>>

DrbdWorker5 ==                                   \* queued = false
  /\ Go(drbd_worker, "5", "6")
  /\ queued' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, work, fault>>

DrbdWorker6 ==                                   \* wake_up(&flush_wait)
  /\ Go(drbd_worker, "6", "1")
  /\ WakeQueue(flush_wait, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

DrbdWorker9 ==                                   \* return 0
  /\ Go(drbd_worker, "9", "exit")
  /\ result' = [result EXCEPT ![drbd_worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

DrbdWorkerExit ==                                \* X4: completes 'exited'
  /\ Go(drbd_worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![drbd_worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

DrbdWorkerExited ==                              \* X7..X10: is reaped and leaves its CPU
  /\ Go(drbd_worker, "exited", "dead")
  /\ state' = [state EXCEPT ![drbd_worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
DrbdWorkerDead ==
  /\ At(drbd_worker, "dead")
  /\ IF usage[drbd_worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(drbd_worker, "gone")
          /\ usage' = [usage EXCEPT ![drbd_worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, resources, registered, worker_task, work_wait, flush_wait,
                         queued, work, fault>>

DrbdWorker ==
  \/ DrbdWorkerBorn
  \/ DrbdWorker1
  \/ DrbdWorker2CheckA \/ DrbdWorker2CheckB \/ DrbdWorker2Prepare \/ DrbdWorker2TestA
  \/ DrbdWorker2TestB \/ DrbdWorker2Sleep \/ DrbdWorker2Finish
  \/ DrbdWorker3
  \/ DrbdWorker4
  \/ DrbdWorker5
  \/ DrbdWorker6
  \/ DrbdWorker9
  \/ DrbdWorkerExit \/ DrbdWorkerExited \/ DrbdWorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  worker_task = kthread_run(drbd_worker, NULL, "drbd_worker")
Modprobe10Create ==                              \* C1..C5: creates a thread of drbd_worker
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, drbd_worker, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, resources,
                 registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         resources, registered, worker_task, work_wait, flush_wait, queued, work,
                         fault>>

Modprobe10Store ==                               \* stores the pointer in worker_task
  /\ Go(modprobe, "10.store", "11")
  /\ worker_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 resources, registered, work_wait, flush_wait, queued, work, fault>>

Modprobe11 ==                                    \* if (IS_ERR(worker_task))
  /\ Go(modprobe, "11", IF worker_task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe15 ==                                    \* mutex_lock(&resources)
  /\ Go(modprobe, "15", "16")
  /\ resources = none
  /\ resources' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe16 ==                                    \* registered = false
  /\ Go(modprobe, "16", "17")
  /\ registered' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe17 ==                                    \* mutex_unlock(&resources)
  /\ Go(modprobe, "17", "18.check")
  /\ resources' = none
  /\ warned' = (warned \/ resources # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 registered, worker_task, work_wait, flush_wait, queued, work, fault>>

\* 18  wait_event(flush_wait, !queued)
Modprobe18Check ==                               \* tests queued
  /\ Go(modprobe, "18.check", IF queued THEN "18.prepare" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

Modprobe18Prepare ==                             \* queues on flush_wait, sets TASK_UNINTERRUPTIBLE
  /\ Go(modprobe, "18.prepare", "18.test")
  /\ flush_wait' = flush_wait \cup {modprobe}
  /\ state' = [state EXCEPT ![modprobe] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, queued, work, fault>>

Modprobe18Test ==                                \* tests queued
  /\ Go(modprobe, "18.test", IF queued THEN "18.sleep" ELSE "18.finish")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

Modprobe18Sleep ==                               \* calls schedule()
  /\ Go(modprobe, "18.sleep", "18.prepare")
  /\ Schedule(modprobe)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe18Finish ==                              \* leaves flush_wait, sets TASK_RUNNING
  /\ Go(modprobe, "18.finish", "19")
  /\ state' = [state EXCEPT ![modprobe] = "RUNNING"]
  /\ flush_wait' = flush_wait \ {modprobe}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, queued, work, fault>>

Modprobe19 ==                                    \* if (worker_task)
  /\ Go(modprobe, "19", IF worker_task = NULL THEN "sync" ELSE "20.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

\* 20  kthread_stop(worker_task)
Modprobe20Load ==                                \* S0: reads worker_task
  /\ Go(modprobe, "20.load", "20.get")
  /\ arg' = [arg EXCEPT ![modprobe] = worker_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe20Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "20.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, resources, registered, worker_task, work_wait, flush_wait,
                         queued, work, fault>>

Modprobe20Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "20.set", "20.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe20Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "20.notify", "20.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe20Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "20.wake", "20.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe20Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "20.wait", "20.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe20Put ==
  /\ At(modprobe, "20.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, resources, registered, worker_task, work_wait, flush_wait,
                         queued, work, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe18Check \/ Modprobe18Prepare \/ Modprobe18Test \/ Modprobe18Sleep
  \/ Modprobe18Finish
  \/ Modprobe19
  \/ Modprobe20Load \/ Modprobe20Get \/ Modprobe20Set \/ Modprobe20Notify
  \/ Modprobe20Wake \/ Modprobe20Wait \/ Modprobe20Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* close *)

CloseIdle ==                                     \* a user calls into the module
  /\ Go(close, "idle", "22")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Close22 ==                                       \* mutex_lock(&resources)
  /\ Go(close, "22", "23")
  /\ resources = none
  /\ resources' = close
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Close23 ==                                       \* if (registered)
  /\ Go(close, "23", IF registered THEN "24" ELSE "28")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

Close24 ==                                       \* work = kzalloc(sizeof(*work), GFP_KERNEL)
  /\ Go(close, "24", "25")
  /\ work' = "valid"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, fault>>

Close25 ==                                       \* queued = true
  /\ Go(close, "25", "26")
  /\ queued' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, work, fault>>

Close26 ==                                       \* wake_up(&work_wait)
  /\ Go(close, "26", "28")
  /\ WakeQueue(work_wait, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Close28 ==                                       \* mutex_unlock(&resources)
  /\ Go(close, "28", "leave")
  /\ resources' = none
  /\ warned' = (warned \/ resources # close)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 registered, worker_task, work_wait, flush_wait, queued, work, fault>>

CloseLeave ==                                    \* the call returns to user space
  /\ Go(close, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

Close ==
  \/ Close22
  \/ Close23
  \/ Close24
  \/ Close25
  \/ Close26
  \/ Close28
  \/ CloseLeave

-----------------------------------------------------------------------------
(* take_down *)

TakeDownIdle ==                                  \* a user calls into the module
  /\ Go(take_down, "idle", "29")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

TakeDown29 ==                                    \* mutex_lock(&resources)
  /\ Go(take_down, "29", "30")
  /\ resources = none
  /\ resources' = take_down
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

TakeDown30 ==                                    \* registered = false
  /\ Go(take_down, "30", "31")
  /\ registered' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, worker_task, work_wait, flush_wait, queued, work, fault>>

TakeDown31 ==                                    \* mutex_unlock(&resources)
  /\ Go(take_down, "31", "32.check")
  /\ resources' = none
  /\ warned' = (warned \/ resources # take_down)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 registered, worker_task, work_wait, flush_wait, queued, work, fault>>

\* 32  wait_event(flush_wait, !queued)
TakeDown32Check ==                               \* tests queued
  /\ Go(take_down, "32.check", IF queued THEN "32.prepare" ELSE "33")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

TakeDown32Prepare ==                             \* queues on flush_wait, sets TASK_UNINTERRUPTIBLE
  /\ Go(take_down, "32.prepare", "32.test")
  /\ flush_wait' = flush_wait \cup {take_down}
  /\ state' = [state EXCEPT ![take_down] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, queued, work, fault>>

TakeDown32Test ==                                \* tests queued
  /\ Go(take_down, "32.test", IF queued THEN "32.sleep" ELSE "32.finish")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

TakeDown32Sleep ==                               \* calls schedule()
  /\ Go(take_down, "32.sleep", "32.prepare")
  /\ Schedule(take_down)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

TakeDown32Finish ==                              \* leaves flush_wait, sets TASK_RUNNING
  /\ Go(take_down, "32.finish", "33")
  /\ state' = [state EXCEPT ![take_down] = "RUNNING"]
  /\ flush_wait' = flush_wait \ {take_down}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, queued, work, fault>>

TakeDown33 ==                                    \* if (worker_task)
  /\ Go(take_down, "33", IF worker_task = NULL THEN "leave" ELSE "34.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, worker_task, work_wait, flush_wait, queued, work,
                 fault>>

\* 34  kthread_stop(worker_task)
TakeDown34Load ==                                \* S0: reads worker_task
  /\ Go(take_down, "34.load", "34.get")
  /\ arg' = [arg EXCEPT ![take_down] = worker_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

TakeDown34Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(take_down, "34.get")
  /\ IF BadTask(arg[take_down]) # "none"
     THEN Crash(BadTask(arg[take_down]))
     ELSE /\ Goto(take_down, "34.set")
          /\ usage' = [usage EXCEPT ![arg[take_down]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, resources, registered, worker_task, work_wait, flush_wait,
                         queued, work, fault>>

TakeDown34Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(take_down, "34.set", "34.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[take_down]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

TakeDown34Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(take_down, "34.notify", "34.wake")
  /\ notified' = [notified EXCEPT ![arg[take_down]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

TakeDown34Wake ==                                \* S7: wakes the thread
  /\ Go(take_down, "34.wake", "34.wait")
  /\ Wake(arg[take_down])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

TakeDown34Wait ==                                \* S8: waits for 'exited'
  /\ Go(take_down, "34.wait", "34.put")
  /\ exited[arg[take_down]] > 0
  /\ exited' = [exited EXCEPT ![arg[take_down]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

\* S9..S11: takes the result and drops its reference
TakeDown34Put ==
  /\ At(take_down, "34.put")
  /\ IF Overput(arg[take_down])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(take_down, "35")
          /\ usage' = [usage EXCEPT ![arg[take_down]] = @ - 1]
          /\ arg' = [arg EXCEPT ![take_down] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, resources, registered, worker_task, work_wait, flush_wait,
                         queued, work, fault>>

TakeDown35 ==                                    \* worker_task = NULL
  /\ Go(take_down, "35", "leave")
  /\ worker_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, resources, registered, work_wait, flush_wait, queued, work, fault>>

TakeDownLeave ==                                 \* the call returns to user space
  /\ Go(take_down, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 resources, registered, worker_task, work_wait, flush_wait, queued, work, fault>>

TakeDown ==
  \/ TakeDown29
  \/ TakeDown30
  \/ TakeDown31
  \/ TakeDown32Check \/ TakeDown32Prepare \/ TakeDown32Test \/ TakeDown32Sleep
  \/ TakeDown32Finish
  \/ TakeDown33
  \/ TakeDown34Load \/ TakeDown34Get \/ TakeDown34Set \/ TakeDown34Notify
  \/ TakeDown34Wake \/ TakeDown34Wait \/ TakeDown34Put
  \/ TakeDown35
  \/ TakeDownLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, resources, registered, worker_task, work_wait, flush_wait, queued,
                 work>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"]
                   @@ modprobe :> "10.create"
                   @@ close :> "idle"
                   @@ take_down :> "idle"
  /\ state       = [c \in Sleepers |-> IF c \in Kthreads THEN "NEW" ELSE "RUNNING"]
  /\ asleep      = [c \in Sleepers |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe, take_down} |-> NULL]
  /\ module      = "coming"
  /\ refs        = 2
  /\ warned      = FALSE
  /\ resources   = none
  /\ registered  = TRUE
  /\ worker_task = NULL
  /\ work_wait   = {}
  /\ flush_wait  = {}
  /\ queued      = FALSE
  /\ work        = "null"
  /\ fault       = "none"

Next ==
  \/ DrbdWorker
  \/ Modprobe
  \/ ModprobeLive
  \/ Close
  \/ CloseIdle
  \/ TakeDown
  \/ TakeDownIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(DrbdWorker \/ FetchFault(drbd_worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe15 \/ Modprobe20Wait)
  /\ WF_vars(Close \/ FetchFault(close))
  /\ SF_vars(Close22)
  /\ WF_vars(TakeDown \/ FetchFault(take_down))
  /\ SF_vars(TakeDown29 \/ TakeDown34Wait)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live", "idle"}
  /\ c \in Sleepers => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop ==
  \A c \in {modprobe, take_down} : pc[c] \in {"20.set", "34.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, take_down} : pc[c] \in {"20.set", "34.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[drbd_worker] \in {"none", "gone"}
  /\ \A c \in {close, take_down} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[drbd_worker] = "gone" => usage[drbd_worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[drbd_worker] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => work # "valid" /\ ~(pc[drbd_worker] = "born" /\ asleep[drbd_worker])
  /\ work = "valid" => pc[close] # "24"

LocksReleased == resources = none \/ InModuleText(resources)

StopResultCorrect ==
  \A c \in {modprobe, take_down} :
    pc[c] \in {"20.put", "34.put"} /\ arg[c] = drbd_worker =>
      pc[drbd_worker] \in {"exited", "dead", "gone"} /\ result[drbd_worker] \in {-4, 0}

StopPending(c) == pc[c] \in {"20.notify", "20.wake", "20.wait", "34.notify", "34.wake", "34.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, take_down} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, take_down} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[drbd_worker] => pc[drbd_worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == \A c \in {close, take_down} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
