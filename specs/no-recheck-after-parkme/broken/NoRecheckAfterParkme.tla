------------------------ MODULE NoRecheckAfterParkme ------------------------
(***************************************************************************)
(* The thread goes on with its work after kthread_parkme().                *)
(*                                                                         *)
(*   worker    1  while (!kthread_should_stop()) {                         *)
(*             2      if (kthread_should_park()) {                         *)
(*             3          kthread_parkme();                                *)
(*             4      }                                                    *)
(*             5      use(buffer);                                         *)
(*             6      msleep(100);                                         *)
(*             7  }                                                        *)
(*             8  return 0;                                                *)
(*   init      9  buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);          *)
(*            10  if (!buffer) {                                           *)
(*            11      return -ENOMEM;                                      *)
(*            12  }                                                        *)
(*            13  task = kthread_run(worker, NULL, "worker");              *)
(*            14  if (IS_ERR(task)) {                                      *)
(*            15      kfree(buffer);                                       *)
(*            16      return -ENOMEM;                                      *)
(*            17  }                                                        *)
(*            18  return 0;                                                *)
(*   exit     19  kthread_stop(task);                                      *)
(*            20  if (!suspended) {                                        *)
(*            21      kfree(buffer);                                       *)
(*            22  }                                                        *)
(*   suspend  23  mutex_lock(&lock);                                       *)
(*            24  if (!suspended) {                                        *)
(*            25      kthread_park(task);                                  *)
(*            26      kfree(buffer);                                       *)
(*            27      suspended = true;                                    *)
(*            28  }                                                        *)
(*            29  mutex_unlock(&lock);                                     *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  suspend,          \* a task that calls suspend()
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
  buffer,           \* memory: "null", "valid" or "freed"
  suspended,        \* bool
  lock,             \* struct mutex: its owner
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
    module, refs, warned, task, buffer, suspended, lock, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, suspend}
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
                 usage, arg, module, refs, warned, task, buffer, suspended, lock>>

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
  /\ pc[c] = "19.wait" => exited[arg[c]] > 0
  /\ pc[c] = "23" => lock = none
  /\ pc[c] = "25.wait" => parked[arg[c]] > 0
  /\ pc[c] = "25.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])

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
                 module, refs, warned, task, buffer, suspended, lock, fault>>

WorkerBornPark ==                                \* Q1: sets TASK_PARKED
  /\ Go(worker, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

WorkerBornParkTest ==                            \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(worker, "born.park.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, buffer, suspended, lock,
                              fault>>
     ELSE /\ Goto(worker, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, buffer, suspended, lock, fault>>

WorkerBornParkSleep ==                           \* Q4: calls schedule()
  /\ Go(worker, "born.park.sleep", "born.park")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

WorkerBornParkRun ==                             \* Q5: sets TASK_RUNNING
  /\ Go(worker, "born.park.run", "1")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Worker1 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "1", IF shouldStop[worker] THEN "8" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Worker2 ==                                       \* if (kthread_should_park())
  /\ Go(worker, "2", IF shouldPark[worker] THEN "3.state" ELSE "5")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

\* 3  kthread_parkme()
Worker3State ==                                  \* Q1: sets TASK_PARKED
  /\ Go(worker, "3.state", "3.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Worker3Test ==
  /\ At(worker, "3.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "3.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, buffer, suspended, lock,
                              fault>>
     ELSE /\ Goto(worker, "3.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Worker3Sleep ==                                  \* Q4: calls schedule()
  /\ Go(worker, "3.sleep", "3.state")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

Worker3Run ==                                    \* Q5: sets TASK_RUNNING
  /\ Go(worker, "3.run", "5")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Worker5 ==                                       \* use(buffer)
  /\ At(worker, "5")
  /\ IF buffer = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF buffer = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(worker, "6")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, warned, task, buffer, suspended,
                              lock, fault>>

Worker6 ==                                       \* msleep(100)
  /\ Go(worker, "6", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Worker8 ==                                       \* return 0
  /\ Go(worker, "8", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Worker ==
  \/ WorkerBorn \/ WorkerBornPark \/ WorkerBornParkTest \/ WorkerBornParkSleep
  \/ WorkerBornParkRun
  \/ Worker1
  \/ Worker2
  \/ Worker3State \/ Worker3Test \/ Worker3Sleep \/ Worker3Run
  \/ Worker5
  \/ Worker6
  \/ Worker8
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe9 ==                                     \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(modprobe, "9", "10")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, suspended, lock, fault>>

Modprobe10 ==                                    \* if (!buffer)
  /\ Go(modprobe, "10", IF buffer = "null" THEN "11" ELSE "13.create")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe11 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "11", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, buffer, suspended, lock, fault>>

\* 13  task = kthread_run(worker, NULL, "worker")
Modprobe13Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "13.create")
  /\ \/ Create(modprobe, worker, "13.wake")
     \/ /\ Goto(modprobe, "13.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, refs, warned,
                 task, buffer, suspended, lock, fault>>

Modprobe13Wake ==                                \* wakes the new thread
  /\ At(modprobe, "13.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "13.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                         module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe13Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "13.store", "14")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, buffer, suspended, lock, fault>>

Modprobe14 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "14", IF task = ERR THEN "15" ELSE "18")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe15 ==                                    \* kfree(buffer)
  /\ At(modprobe, "15")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "16")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, suspended, lock, fault>>

Modprobe16 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "16", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, buffer, suspended, lock, fault>>

Modprobe18 ==                                    \* return 0
  /\ Go(modprobe, "18", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, buffer, suspended, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "19.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, buffer, suspended, lock, fault>>

\* 19  kthread_stop(task)
Modprobe19Load ==                                \* S0: reads task
  /\ Go(modprobe, "19.load", "19.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe19Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "19.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe19Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "19.set", "19.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

Modprobe19Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "19.unpark", "19.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, warned,
                 task, buffer, suspended, lock, fault>>

Modprobe19Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "19.notify", "19.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe19Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "19.wake", "19.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

Modprobe19Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "19.wait", "19.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe19Put ==
  /\ At(modprobe, "19.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "20")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe20 ==                                    \* if (!suspended)
  /\ Go(modprobe, "20", IF suspended THEN "sync" ELSE "21")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe21 ==                                    \* kfree(buffer)
  /\ At(modprobe, "21")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, suspended, lock, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe ==
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe13Create \/ Modprobe13Wake \/ Modprobe13Store
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe18
  \/ Modprobe19Load \/ Modprobe19Get \/ Modprobe19Set \/ Modprobe19Unpark
  \/ Modprobe19Notify \/ Modprobe19Wake \/ Modprobe19Wait \/ Modprobe19Put
  \/ Modprobe20
  \/ Modprobe21
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* suspend *)

SuspendIdle ==                                   \* a user calls into the module
  /\ Go(suspend, "idle", "23")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, buffer, suspended, lock, fault>>

Suspend23 ==                                     \* mutex_lock(&lock)
  /\ Go(suspend, "23", "24")
  /\ lock = none
  /\ lock' = suspend
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, fault>>

Suspend24 ==                                     \* if (!suspended)
  /\ Go(suspend, "24", IF suspended THEN "29" ELSE "25.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

\* 25  kthread_park(task)
Suspend25Load ==                                 \* S0: reads task
  /\ Go(suspend, "25.load", "25.exiting")
  /\ arg' = [arg EXCEPT ![suspend] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Suspend25Exiting ==                              \* P1: tests PF_EXITING
  /\ At(suspend, "25.exiting")
  /\ IF BadTask(arg[suspend]) # "none"
     THEN Crash(BadTask(arg[suspend]))
     ELSE IF pc[arg[suspend]] \in Out
          THEN /\ Goto(suspend, "25.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, task, buffer, suspended, lock,
                              fault>>
          ELSE /\ Goto(suspend, "25.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, warned, task, buffer, suspended,
                              lock, fault>>

Suspend25Busy ==                                 \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(suspend, "25.busy")
  /\ IF shouldPark[arg[suspend]]
     THEN Goto(suspend, "25.drop") /\ warned' = TRUE
     ELSE Goto(suspend, "25.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, buffer, suspended, lock, fault>>

Suspend25Set ==                                  \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(suspend, "25.set", "25.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[suspend]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

Suspend25Wake ==                                 \* P4: wakes the thread
  /\ Go(suspend, "25.wake", "25.wait")
  /\ Wake(arg[suspend])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

Suspend25Wait ==                                 \* P5: waits for 'parked'
  /\ Go(suspend, "25.wait", "25.verify")
  /\ parked[arg[suspend]] > 0
  /\ parked' = [parked EXCEPT ![arg[suspend]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

\* P6: waits until the thread is off its CPU, parked
Suspend25Verify ==
  /\ Go(suspend, "25.verify", "25.drop")
  /\ state[arg[suspend]] = "PARKED" => asleep[arg[suspend]]
  /\ warned' = (warned \/ state[arg[suspend]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, buffer, suspended, lock, fault>>

Suspend25Drop ==                                 \* returns
  /\ Go(suspend, "25.drop", "26")
  /\ arg' = [arg EXCEPT ![suspend] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Suspend26 ==                                     \* kfree(buffer)
  /\ At(suspend, "26")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(suspend, "27")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, suspended, lock, fault>>

Suspend27 ==                                     \* suspended = true
  /\ Go(suspend, "27", "29")
  /\ suspended' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, lock, fault>>

Suspend29 ==                                     \* mutex_unlock(&lock)
  /\ Go(suspend, "29", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # suspend)
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, buffer, suspended, fault>>

SuspendLeave ==                                  \* the call returns to user space
  /\ Go(suspend, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, buffer, suspended, lock, fault>>

Suspend ==
  \/ Suspend23
  \/ Suspend24
  \/ Suspend25Load \/ Suspend25Exiting \/ Suspend25Busy \/ Suspend25Set
  \/ Suspend25Wake \/ Suspend25Wait \/ Suspend25Verify \/ Suspend25Drop
  \/ Suspend26
  \/ Suspend27
  \/ Suspend29
  \/ SuspendLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, module, refs, warned, task, buffer, suspended, lock>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "9" @@ suspend :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ shouldPark = [t \in Kthreads |-> FALSE]
  /\ parked     = [t \in Kthreads |-> 0]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, suspend} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ buffer     = "null"
  /\ suspended  = FALSE
  /\ lock       = none
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Suspend
  \/ SuspendIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe19Wait)
  /\ WF_vars(Suspend \/ FetchFault(suspend))
  /\ SF_vars(Suspend23 \/ Suspend25Wait)

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
  /\ pc[suspend] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => /\ buffer # "valid"
                         /\ ~(pc[worker] = "born" /\ asleep[worker])
                         /\ pc[worker] \notin {"born.park", "born.park.test", "born.park.sleep"}
  /\ buffer = "valid" => pc[modprobe] # "9"

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  pc[modprobe] = "19.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"19.unpark", "19.notify", "19.wake", "19.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[suspend] \in {"idle", "done"} \/ fault # "none")

ParkPending    == pc[suspend] \in {"25.wake", "25.wait", "25.verify"}
ParkTerminates == []<>(~ParkPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
