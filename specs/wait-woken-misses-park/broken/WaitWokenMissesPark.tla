------------------------ MODULE WaitWokenMissesPark -------------------------
(*****************************************************************************)
(* The thread tests for parking outside of wait_woken().                     *)
(*                                                                           *)
(*   worker   1  add_wait_queue(&queue, &wait);                              *)
(*            2  while (!kthread_should_stop()) {                            *)
(*            3      if (kthread_should_park()) {                            *)
(*            4          kthread_parkme();                                   *)
(*            5      }                                                       *)
(*            6      if (work) {                                             *)
(*            7          work = false;                                       *)
(*            8      } else {                                                *)
(*            9          wait_woken(&wait, TASK_IDLE, MAX_SCHEDULE_TIMEOUT); *)
(*           10      }                                                       *)
(*           11  }                                                           *)
(*           12  remove_wait_queue(&queue, &wait);                           *)
(*           13  return 0;                                                   *)
(*   init    14  task = kthread_run(worker, NULL, "worker");                 *)
(*           15  if (IS_ERR(task)) {                                         *)
(*           16      return -ENOMEM;                                         *)
(*           17  }                                                           *)
(*           18  return 0;                                                   *)
(*   exit    19  kthread_stop(task);                                         *)
(*   reset   20  mutex_lock(&lock);                                          *)
(*           21  kthread_park(task);                                         *)
(*           22  kthread_unpark(task);                                       *)
(*           23  mutex_unlock(&lock);                                        *)
(*   device  24  work = true;                                                *)
(*           25  wake_up(&queue);                                            *)
(*****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,              \* a kthread
  modprobe,            \* the task that loads and unloads the module
  reset,               \* a task that calls reset()
  device,              \* something outside of the module
  NULL,                \* no task
  ERR,                 \* an error pointer
  none,                \* the owner of a lock that is free
  StopNotifies,        \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  WaitWokenTestsPark   \* wait_woken() does not sleep when a park was requested

VARIABLES
  pc,                  \* where each context is in its program
  state,               \* task state
  asleep,              \* off the run queue
  shouldStop,          \* KTHREAD_SHOULD_STOP
  shouldPark,          \* KTHREAD_SHOULD_PARK
  parked,              \* count of the completion that kthread_park() waits for
  notified,            \* TIF_NOTIFY_SIGNAL
  exited,              \* count of the completion that kthread_stop() waits for
  result,              \* what the thread function returned
  usage,               \* references on the task; 0 is no task, or a freed one
  woken,               \* WQ_FLAG_WOKEN of its wait queue entry
  arg,                 \* the task that each context's call is about
  module,              \* "coming", "live", "going" or "freed"
  refs,                \* references on the module: one is its own, one more is held during init
  warned,              \* the kernel printed a warning
  task,                \* struct task_struct *
  lock,                \* struct mutex: its owner
  queue,               \* wait_queue_head_t: who is on it
  work,                \* bool
  fault                \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, woken,
    arg, module, refs, warned, task, lock, queue, work, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, reset, device}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run",
   "exited", "dead", "gone", "sync", "live", "free", "done", "idle", "leave", "24", "25"}
Out        == {"exit", "exited", "dead", "gone"}
ParkedMax  == 3

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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, woken, arg, module, refs, warned, task, lock, queue, work>>

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

\* kthread_unpark(): wakes a parked thread, and no other sleeper.
Unpark(t) ==
  IF shouldPark[t]
  THEN /\ shouldPark' = [shouldPark EXCEPT ![t] = FALSE]
       /\ IF state[t] = "PARKED"
          THEN state' = [state EXCEPT ![t] = "RUNNING"] /\ asleep' = [asleep EXCEPT ![t] = FALSE]
          ELSE UNCHANGED <<state, asleep>>
  ELSE UNCHANGED <<state, asleep, shouldPark>>

\* An explicit schedule().
Schedule(c) ==
  IF state[c] = "INTERRUPTIBLE" /\ notified[c]
  THEN state' = [state EXCEPT ![c] = "RUNNING"] /\ UNCHANGED asleep
  ELSE asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"] /\ UNCHANGED state

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Kthreads |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

\* woken_wake_function(): who waits in wait_woken() is told, whatever its state.
WokenWake(q) == woken' = [t \in DOMAIN woken |-> woken[t] \/ t \in q]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "19.wait" => exited[arg[c]] > 0
  /\ pc[c] = "20" => lock = none
  /\ pc[c] = "21.wait" => parked[arg[c]] > 0
  /\ pc[c] = "21.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "born.park") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

WorkerBornPark ==                                \* Q1: sets TASK_PARKED
  /\ Go(worker, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

WorkerBornParkTest ==                            \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(worker, "born.park.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, woken, arg, module, refs, warned, task, lock, queue, work,
                              fault>>
     ELSE /\ Goto(worker, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, woken, arg, module, refs, warned, task, lock, queue, work, fault>>

WorkerBornParkSleep ==                           \* Q4: calls schedule()
  /\ Go(worker, "born.park.sleep", "born.park")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, woken, arg,
                 module, refs, warned, task, lock, queue, work, fault>>

WorkerBornParkRun ==                             \* Q5: sets TASK_RUNNING
  /\ Go(worker, "born.park.run", "1")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

Worker1 ==                                       \* add_wait_queue(&queue, &wait)
  /\ Go(worker, "1", "2")
  /\ warned' = (warned \/ worker \in queue)
  /\ queue' = queue \cup {worker}
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, task, lock, work, fault>>

Worker2 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "2", IF shouldStop[worker] THEN "12" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, warned, task, lock, queue, work, fault>>

Worker3 ==                                       \* if (kthread_should_park())
  /\ Go(worker, "3", IF shouldPark[worker] THEN "4.state" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, warned, task, lock, queue, work, fault>>

\* 4  kthread_parkme()
Worker4State ==                                  \* Q1: sets TASK_PARKED
  /\ Go(worker, "4.state", "4.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Worker4Test ==
  /\ At(worker, "4.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "4.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, woken, arg, module, refs, warned, task, lock, queue, work,
                              fault>>
     ELSE /\ Goto(worker, "4.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, woken, arg, module, refs, warned, task, lock, queue, work, fault>>

Worker4Sleep ==                                  \* Q4: calls schedule()
  /\ Go(worker, "4.sleep", "4.state")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, woken, arg,
                 module, refs, warned, task, lock, queue, work, fault>>

Worker4Run ==                                    \* Q5: sets TASK_RUNNING
  /\ Go(worker, "4.run", "6")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

Worker6 ==                                       \* if (work)
  /\ Go(worker, "6", IF work THEN "7" ELSE "9.state")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, warned, task, lock, queue, work, fault>>

Worker7 ==                                       \* work = false
  /\ Go(worker, "7", "2")
  /\ work' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, warned, task, lock, queue, fault>>

\* 9  wait_woken(&wait, TASK_IDLE, MAX_SCHEDULE_TIMEOUT)
Worker9State ==                                  \* sets TASK_IDLE
  /\ Go(worker, "9.state", "9.test")
  /\ state' = [state EXCEPT ![worker] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

\* tests whether it was woken, or shall stop or park
Worker9Test ==
  /\ Go(worker, "9.test",
        IF woken[worker] \/ shouldStop[worker] \/ (WaitWokenTestsPark /\ shouldPark[worker])
        THEN "9.run"
        ELSE "9.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, warned, task, lock, queue, work, fault>>

Worker9Sleep ==                                  \* calls schedule()
  /\ Go(worker, "9.sleep", "9.run")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, woken, arg,
                 module, refs, warned, task, lock, queue, work, fault>>

Worker9Run ==                                    \* sets TASK_RUNNING and forgets that it was woken
  /\ Go(worker, "9.run", "2")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ woken' = [woken EXCEPT ![worker] = FALSE]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, lock, queue, work, fault>>

Worker12 ==                                      \* remove_wait_queue(&queue, &wait)
  /\ Go(worker, "12", "13")
  /\ warned' = (warned \/ worker \notin queue)
  /\ queue' = queue \ {worker}
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, task, lock, work, fault>>

Worker13 ==                                      \* return 0
  /\ Go(worker, "13", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         woken, arg, module, refs, warned, task, lock, queue, work, fault>>

Worker ==
  \/ WorkerBorn \/ WorkerBornPark \/ WorkerBornParkTest \/ WorkerBornParkSleep
  \/ WorkerBornParkRun
  \/ Worker1
  \/ Worker2
  \/ Worker3
  \/ Worker4State \/ Worker4Test \/ Worker4Sleep \/ Worker4Run
  \/ Worker6
  \/ Worker7
  \/ Worker9State \/ Worker9Test \/ Worker9Sleep \/ Worker9Run
  \/ Worker12
  \/ Worker13
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 14  task = kthread_run(worker, NULL, "worker")
Modprobe14Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "14.create")
  /\ \/ Create(modprobe, worker, "14.wake")
     \/ /\ Goto(modprobe, "14.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, woken, module, refs,
                 warned, task, lock, queue, work, fault>>

Modprobe14Wake ==                                \* wakes the new thread
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, woken,
                         arg, module, refs, warned, task, lock, queue, work, fault>>

Modprobe14Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "14.store", "15")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, module, refs, warned, lock, queue, work, fault>>

Modprobe15 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "15", IF task = ERR THEN "16" ELSE "18")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, warned, task, lock, queue, work, fault>>

Modprobe16 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "16", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, warned, task, lock, queue, work, fault>>

Modprobe18 ==                                    \* return 0
  /\ Go(modprobe, "18", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, warned, task, lock, queue, work, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "19.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, warned, task, lock, queue, work, fault>>

\* 19  kthread_stop(task)
Modprobe19Load ==                                \* S0: reads task
  /\ Go(modprobe, "19.load", "19.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, module, refs, warned, task, lock, queue, work, fault>>

Modprobe19Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "19.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         woken, arg, module, refs, warned, task, lock, queue, work, fault>>

Modprobe19Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "19.set", "19.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, woken, arg,
                 module, refs, warned, task, lock, queue, work, fault>>

Modprobe19Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "19.unpark", "19.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, woken, arg, module, refs,
                 warned, task, lock, queue, work, fault>>

Modprobe19Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "19.notify", "19.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, woken, arg,
                 module, refs, warned, task, lock, queue, work, fault>>

Modprobe19Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "19.wake", "19.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, woken, arg,
                 module, refs, warned, task, lock, queue, work, fault>>

Modprobe19Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "19.wait", "19.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe19Put ==
  /\ At(modprobe, "19.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         woken, module, refs, warned, task, lock, queue, work, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, warned, task, lock, queue, work, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, refs, warned, task, lock, queue, work, fault>>

Modprobe ==
  \/ Modprobe14Create \/ Modprobe14Wake \/ Modprobe14Store
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe18
  \/ Modprobe19Load \/ Modprobe19Get \/ Modprobe19Set \/ Modprobe19Unpark
  \/ Modprobe19Notify \/ Modprobe19Wake \/ Modprobe19Wait \/ Modprobe19Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* reset *)

ResetIdle ==                                     \* a user calls into the module
  /\ Go(reset, "idle", "20")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, warned, task, lock, queue, work, fault>>

Reset20 ==                                       \* mutex_lock(&lock)
  /\ Go(reset, "20", "21.load")
  /\ lock = none
  /\ lock' = reset
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, warned, task, queue, work, fault>>

\* 21  kthread_park(task)
Reset21Load ==                                   \* S0: reads task
  /\ Go(reset, "21.load", "21.exiting")
  /\ arg' = [arg EXCEPT ![reset] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, module, refs, warned, task, lock, queue, work, fault>>

Reset21Exiting ==                                \* P1: tests PF_EXITING
  /\ At(reset, "21.exiting")
  /\ IF BadTask(arg[reset]) # "none"
     THEN Crash(BadTask(arg[reset]))
     ELSE IF pc[arg[reset]] \in Out
          THEN /\ Goto(reset, "21.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, woken, arg, module, refs, task, lock, queue, work,
                              fault>>
          ELSE /\ Goto(reset, "21.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, woken, arg, module, refs, warned, task, lock, queue,
                              work, fault>>

Reset21Busy ==                                   \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(reset, "21.busy")
  /\ IF shouldPark[arg[reset]]
     THEN Goto(reset, "21.drop") /\ warned' = TRUE
     ELSE Goto(reset, "21.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, task, lock, queue, work, fault>>

Reset21Set ==                                    \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(reset, "21.set", "21.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[reset]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, woken, arg,
                 module, refs, warned, task, lock, queue, work, fault>>

Reset21Wake ==                                   \* P4: wakes the thread
  /\ Go(reset, "21.wake", "21.wait")
  /\ Wake(arg[reset])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, woken, arg,
                 module, refs, warned, task, lock, queue, work, fault>>

Reset21Wait ==                                   \* P5: waits for 'parked'
  /\ Go(reset, "21.wait", "21.verify")
  /\ parked[arg[reset]] > 0
  /\ parked' = [parked EXCEPT ![arg[reset]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, woken,
                 arg, module, refs, warned, task, lock, queue, work, fault>>

\* P6: waits until the thread is off its CPU, parked
Reset21Verify ==
  /\ Go(reset, "21.verify", "21.drop")
  /\ state[arg[reset]] = "PARKED" => asleep[arg[reset]]
  /\ warned' = (warned \/ state[arg[reset]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, task, lock, queue, work, fault>>

Reset21Drop ==                                   \* returns
  /\ Go(reset, "21.drop", "22.load")
  /\ arg' = [arg EXCEPT ![reset] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, module, refs, warned, task, lock, queue, work, fault>>

\* 22  kthread_unpark(task)
Reset22Load ==                                   \* S0: reads task
  /\ Go(reset, "22.load", "22.unpark")
  /\ arg' = [arg EXCEPT ![reset] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, module, refs, warned, task, lock, queue, work, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
Reset22Unpark ==
  /\ At(reset, "22.unpark")
  /\ IF BadTask(arg[reset]) # "none"
     THEN Crash(BadTask(arg[reset]))
     ELSE /\ Goto(reset, "23")
          /\ Unpark(arg[reset])
          /\ arg' = [arg EXCEPT ![reset] = NULL]
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, woken, module, refs,
                         warned, task, lock, queue, work, fault>>

Reset23 ==                                       \* mutex_unlock(&lock)
  /\ Go(reset, "23", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # reset)
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, task, queue, work, fault>>

ResetLeave ==                                    \* the call returns to user space
  /\ Go(reset, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, warned, task, lock, queue, work, fault>>

Reset ==
  \/ Reset20
  \/ Reset21Load \/ Reset21Exiting \/ Reset21Busy \/ Reset21Set \/ Reset21Wake
  \/ Reset21Wait \/ Reset21Verify \/ Reset21Drop
  \/ Reset22Load \/ Reset22Unpark
  \/ Reset23
  \/ ResetLeave

-----------------------------------------------------------------------------
(* device *)

Device24 ==                                      \* work = true
  /\ Go(device, "24", "25")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 woken, arg, module, refs, warned, task, lock, queue, fault>>

Device25 ==                                      \* wake_up(&queue)
  /\ At(device, "25")
  /\ IF {t \in Kthreads : t \in queue /\ state[t] = "DEAD"} # {}
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(device, "done")
          /\ WakeQueue(queue, TaskNormal)
          /\ WokenWake(queue)
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                         module, refs, warned, task, lock, queue, work, fault>>

Device ==
  \/ Device24
  \/ Device25

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, woken, arg, module, refs, warned, task, lock, queue, work>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "14.create"
                  @@ reset :> "idle"
                  @@ device :> "24"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ shouldPark = [t \in Kthreads |-> FALSE]
  /\ parked     = [t \in Kthreads |-> 0]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ woken      = [t \in Kthreads |-> FALSE]
  /\ arg        = [c \in {modprobe, reset} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ lock       = none
  /\ queue      = {}
  /\ work       = FALSE
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Reset
  \/ ResetIdle
  \/ Device
  \/ \E c \in {worker, modprobe, reset} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe19Wait)
  /\ WF_vars(Reset \/ FetchFault(reset))
  /\ SF_vars(Reset20 \/ Reset21Wait)

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

NoDoubleStop == pc[modprobe] = "19.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "19.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ pc[reset] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => /\ ~(pc[worker] = "born" /\ asleep[worker])
                      /\ pc[worker] \notin {"born.park", "born.park.test", "born.park.sleep"}

LocksReleased == lock = none \/ lock \in {device} \/ InModuleText(lock)

StopResultCorrect ==
  pc[modprobe] = "19.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"19.unpark", "19.notify", "19.wake", "19.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {worker, modprobe, reset} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[reset] \in {"idle", "done"} \/ fault # "none")

ParkPending    == pc[reset] \in {"21.wake", "21.wait", "21.verify"}
ParkTerminates == []<>(~ParkPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
