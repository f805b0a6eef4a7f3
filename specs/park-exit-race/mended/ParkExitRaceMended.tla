------------------------- MODULE ParkExitRaceMended -------------------------
(***************************************************************************)
(* A thread whose device fails waits for its stop, and parks meanwhile.    *)
(*                                                                         *)
(*   worker   1  while (!kthread_should_stop()) {                          *)
(*            2      if (kthread_should_park()) {                          *)
(*            3          kthread_parkme();                                 *)
(*            4      }                                                     *)
(*            5      if (device_failed()) {                                *)
(*            6          break;                                            *)
(*            7      }                                                     *)
(*            8      msleep(100);                                          *)
(*            9  }                                                         *)
(*           10  while (!kthread_should_stop()) {                          *)
(*           11      if (kthread_should_park()) {                          *)
(*           12          kthread_parkme();                                 *)
(*           13      }                                                     *)
(*           14      msleep(100);                                          *)
(*           15  }                                                         *)
(*           16  return 0;                                                 *)
(*   init    17  task = kthread_create(worker, NULL, "worker");            *)
(*           18  if (IS_ERR(task)) {                                       *)
(*           19      return -ENOMEM;                                       *)
(*           20  }                                                         *)
(*           21  get_task_struct(task);                                    *)
(*           22  wake_up_process(task);                                    *)
(*           23  return 0;                                                 *)
(*   exit    24  kthread_stop(task);                                       *)
(*           25  put_task_struct(task);                                    *)
(*   reset   26  mutex_lock(&lock);                                        *)
(*           27  kthread_park(task);                                       *)
(*           28  kthread_unpark(task);                                     *)
(*           29  mutex_unlock(&lock);                                      *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  reset,            \* a task that calls reset()
  NULL,             \* no task
  ERR,              \* an error pointer
  none,             \* the owner of a lock that is free
  StopNotifies      \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,               \* where each context is in its program
  state,            \* task state
  asleep,           \* off the run queue
  shouldStop,       \* KTHREAD_SHOULD_STOP
  shouldPark,       \* KTHREAD_SHOULD_PARK
  parked,           \* count of the completion that kthread_park() waits for
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
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
    module, refs, warned, task, lock, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, reset}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run",
   "exited", "dead", "gone", "sync", "live", "free", "done", "idle", "leave"}
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
                 usage, arg, module, refs, warned, task, lock>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "24.wait" => exited[arg[c]] > 0
  /\ pc[c] = "26" => lock = none
  /\ pc[c] = "27.wait" => parked[arg[c]] > 0
  /\ pc[c] = "27.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "born.park") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, refs, warned, task, lock, fault>>

WorkerBornPark ==                                \* Q1: sets TASK_PARKED
  /\ Go(worker, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

WorkerBornParkTest ==                            \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(worker, "born.park.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, lock, fault>>
     ELSE /\ Goto(worker, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, lock, fault>>

WorkerBornParkSleep ==                           \* Q4: calls schedule()
  /\ Go(worker, "born.park.sleep", "born.park")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, fault>>

WorkerBornParkRun ==                             \* Q5: sets TASK_RUNNING
  /\ Go(worker, "born.park.run", "1")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

Worker1 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "1", IF shouldStop[worker] THEN "10" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, lock, fault>>

Worker2 ==                                       \* if (kthread_should_park())
  /\ Go(worker, "2", IF shouldPark[worker] THEN "3.state" ELSE "5")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, lock, fault>>

\* 3  kthread_parkme()
Worker3State ==                                  \* Q1: sets TASK_PARKED
  /\ Go(worker, "3.state", "3.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Worker3Test ==
  /\ At(worker, "3.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "3.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, lock, fault>>
     ELSE /\ Goto(worker, "3.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, lock, fault>>

Worker3Sleep ==                                  \* Q4: calls schedule()
  /\ Go(worker, "3.sleep", "3.state")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, fault>>

Worker3Run ==                                    \* Q5: sets TASK_RUNNING
  /\ Go(worker, "3.run", "5")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

Worker5 ==                                       \* if (device_failed())
  /\ At(worker, "5")
  /\ Goto(worker, "10") \/ Goto(worker, "8")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, lock, fault>>

Worker8 ==                                       \* msleep(100)
  /\ Go(worker, "8", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, lock, fault>>

Worker10 ==                                      \* while (!kthread_should_stop())
  /\ Go(worker, "10", IF shouldStop[worker] THEN "16" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, lock, fault>>

Worker11 ==                                      \* if (kthread_should_park())
  /\ Go(worker, "11", IF shouldPark[worker] THEN "12.state" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, lock, fault>>

\* 12  kthread_parkme()
Worker12State ==                                 \* Q1: sets TASK_PARKED
  /\ Go(worker, "12.state", "12.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Worker12Test ==
  /\ At(worker, "12.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "12.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, lock, fault>>
     ELSE /\ Goto(worker, "12.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, lock, fault>>

Worker12Sleep ==                                 \* Q4: calls schedule()
  /\ Go(worker, "12.sleep", "12.state")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, fault>>

Worker12Run ==                                   \* Q5: sets TASK_RUNNING
  /\ Go(worker, "12.run", "14")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

Worker14 ==                                      \* msleep(100)
  /\ Go(worker, "14", "10")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, lock, fault>>

Worker16 ==                                      \* return 0
  /\ Go(worker, "16", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, refs, warned, task, lock, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, lock, fault>>

Worker ==
  \/ WorkerBorn \/ WorkerBornPark \/ WorkerBornParkTest \/ WorkerBornParkSleep
  \/ WorkerBornParkRun
  \/ Worker1
  \/ Worker2
  \/ Worker3State \/ Worker3Test \/ Worker3Sleep \/ Worker3Run
  \/ Worker5
  \/ Worker8
  \/ Worker10
  \/ Worker11
  \/ Worker12State \/ Worker12Test \/ Worker12Sleep \/ Worker12Run
  \/ Worker14
  \/ Worker16
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 17  task = kthread_create(worker, NULL, "worker")
Modprobe17Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "17.create")
  /\ \/ Create(modprobe, worker, "17.store")
     \/ /\ Goto(modprobe, "17.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, refs, warned,
                 task, lock, fault>>

Modprobe17Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "17.store", "18")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, lock, fault>>

Modprobe18 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "18", IF task = ERR THEN "19" ELSE "21.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, lock, fault>>

Modprobe19 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "19", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, lock, fault>>

\* 21  get_task_struct(task)
Modprobe21Load ==                                \* S0: reads task
  /\ Go(modprobe, "21.load", "21.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, lock, fault>>

Modprobe21Get ==                                 \* takes a reference on task
  /\ At(modprobe, "21.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "22.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, warned, task, lock, fault>>

\* 22  wake_up_process(task)
Modprobe22Load ==                                \* S0: reads task
  /\ Go(modprobe, "22.load", "22.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, lock, fault>>

Modprobe22Wake ==                                \* wakes task
  /\ At(modprobe, "22.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "23")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, module,
                         refs, warned, task, lock, fault>>

Modprobe23 ==                                    \* return 0
  /\ Go(modprobe, "23", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "24.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, lock, fault>>

\* 24  kthread_stop(task)
Modprobe24Load ==                                \* S0: reads task
  /\ Go(modprobe, "24.load", "24.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, lock, fault>>

Modprobe24Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "24.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "24.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, lock, fault>>

Modprobe24Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "24.set", "24.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, fault>>

Modprobe24Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "24.unpark", "24.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, warned,
                 task, lock, fault>>

Modprobe24Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "24.notify", "24.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

Modprobe24Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "24.wake", "24.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, fault>>

Modprobe24Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "24.wait", "24.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe24Put ==
  /\ At(modprobe, "24.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "25.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, warned, task, lock, fault>>

\* 25  put_task_struct(task)
Modprobe25Load ==                                \* S0: reads task
  /\ Go(modprobe, "25.load", "25.put")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, lock, fault>>

Modprobe25Put ==                                 \* drops a reference on task
  /\ At(modprobe, "25.put")
  /\ IF arg[modprobe] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[modprobe])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "sync")
               /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
               /\ arg' = [arg EXCEPT ![modprobe] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, module, refs, warned, task, lock, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, refs, warned, task, lock, fault>>

Modprobe ==
  \/ Modprobe17Create \/ Modprobe17Store
  \/ Modprobe18
  \/ Modprobe19
  \/ Modprobe21Load \/ Modprobe21Get
  \/ Modprobe22Load \/ Modprobe22Wake
  \/ Modprobe23
  \/ Modprobe24Load \/ Modprobe24Get \/ Modprobe24Set \/ Modprobe24Unpark
  \/ Modprobe24Notify \/ Modprobe24Wake \/ Modprobe24Wait \/ Modprobe24Put
  \/ Modprobe25Load \/ Modprobe25Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* reset *)

ResetIdle ==                                     \* a user calls into the module
  /\ Go(reset, "idle", "26")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, lock, fault>>

Reset26 ==                                       \* mutex_lock(&lock)
  /\ Go(reset, "26", "27.load")
  /\ lock = none
  /\ lock' = reset
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, fault>>

\* 27  kthread_park(task)
Reset27Load ==                                   \* S0: reads task
  /\ Go(reset, "27.load", "27.exiting")
  /\ arg' = [arg EXCEPT ![reset] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, lock, fault>>

Reset27Exiting ==                                \* P1: tests PF_EXITING
  /\ At(reset, "27.exiting")
  /\ IF BadTask(arg[reset]) # "none"
     THEN Crash(BadTask(arg[reset]))
     ELSE IF pc[arg[reset]] \in Out
          THEN /\ Goto(reset, "27.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, task, lock, fault>>
          ELSE /\ Goto(reset, "27.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, warned, task, lock, fault>>

Reset27Busy ==                                   \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(reset, "27.busy")
  /\ IF shouldPark[arg[reset]]
     THEN Goto(reset, "27.drop") /\ warned' = TRUE
     ELSE Goto(reset, "27.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, lock, fault>>

Reset27Set ==                                    \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(reset, "27.set", "27.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[reset]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, fault>>

Reset27Wake ==                                   \* P4: wakes the thread
  /\ Go(reset, "27.wake", "27.wait")
  /\ Wake(arg[reset])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, fault>>

Reset27Wait ==                                   \* P5: waits for 'parked'
  /\ Go(reset, "27.wait", "27.verify")
  /\ parked[arg[reset]] > 0
  /\ parked' = [parked EXCEPT ![arg[reset]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, warned, task, lock, fault>>

\* P6: waits until the thread is off its CPU, parked
Reset27Verify ==
  /\ Go(reset, "27.verify", "27.drop")
  /\ state[arg[reset]] = "PARKED" => asleep[arg[reset]]
  /\ warned' = (warned \/ state[arg[reset]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, lock, fault>>

Reset27Drop ==                                   \* returns
  /\ Go(reset, "27.drop", "28.load")
  /\ arg' = [arg EXCEPT ![reset] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, lock, fault>>

\* 28  kthread_unpark(task)
Reset28Load ==                                   \* S0: reads task
  /\ Go(reset, "28.load", "28.unpark")
  /\ arg' = [arg EXCEPT ![reset] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, lock, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
Reset28Unpark ==
  /\ At(reset, "28.unpark")
  /\ IF BadTask(arg[reset]) # "none"
     THEN Crash(BadTask(arg[reset]))
     ELSE /\ Goto(reset, "29")
          /\ Unpark(arg[reset])
          /\ arg' = [arg EXCEPT ![reset] = NULL]
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, module, refs,
                         warned, task, lock, fault>>

Reset29 ==                                       \* mutex_unlock(&lock)
  /\ Go(reset, "29", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # reset)
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

ResetLeave ==                                    \* the call returns to user space
  /\ Go(reset, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, lock, fault>>

Reset ==
  \/ Reset26
  \/ Reset27Load \/ Reset27Exiting \/ Reset27Busy \/ Reset27Set \/ Reset27Wake
  \/ Reset27Wait \/ Reset27Verify \/ Reset27Drop
  \/ Reset28Load \/ Reset28Unpark
  \/ Reset29
  \/ ResetLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, module, refs, warned, task, lock>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "17.create" @@ reset :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ shouldPark = [t \in Kthreads |-> FALSE]
  /\ parked     = [t \in Kthreads |-> 0]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, reset} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ lock       = none
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Reset
  \/ ResetIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe24Wait)
  /\ WF_vars(Reset \/ FetchFault(reset))
  /\ SF_vars(Reset26 \/ Reset27Wait)

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

NoDoubleStop == pc[modprobe] = "24.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "24.set" => arg[modprobe] # modprobe

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

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  pc[modprobe] = "24.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"24.unpark", "24.notify", "24.wake", "24.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[reset] \in {"idle", "done"} \/ fault # "none")

ParkPending    == pc[reset] \in {"27.wake", "27.wait", "27.verify"}
ParkTerminates == []<>(~ParkPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
