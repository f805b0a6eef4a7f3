--------------------- MODULE NoRecheckAfterParkmeMended ---------------------
(***************************************************************************)
(* The thread begins its loop anew after kthread_parkme().                 *)
(*                                                                         *)
(*   worker    1  while (!kthread_should_stop()) {                         *)
(*             2      if (kthread_should_park()) {                         *)
(*             3          kthread_parkme();                                *)
(*             4          continue;                                        *)
(*             5      }                                                    *)
(*             6      use(buffer);                                         *)
(*             7      msleep(100);                                         *)
(*             8  }                                                        *)
(*             9  return 0;                                                *)
(*   init     10  buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);          *)
(*            11  if (!buffer) {                                           *)
(*            12      return -ENOMEM;                                      *)
(*            13  }                                                        *)
(*            14  task = kthread_run(worker, NULL, "worker");              *)
(*            15  if (IS_ERR(task)) {                                      *)
(*            16      kfree(buffer);                                       *)
(*            17      return -ENOMEM;                                      *)
(*            18  }                                                        *)
(*            19  return 0;                                                *)
(*   exit     20  kthread_stop(task);                                      *)
(*            21  if (!suspended) {                                        *)
(*            22      kfree(buffer);                                       *)
(*            23  }                                                        *)
(*   suspend  24  mutex_lock(&lock);                                       *)
(*            25  if (!suspended) {                                        *)
(*            26      kthread_park(task);                                  *)
(*            27      kfree(buffer);                                       *)
(*            28      suspended = true;                                    *)
(*            29  }                                                        *)
(*            30  mutex_unlock(&lock);                                     *)
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
  /\ pc[c] = "20.wait" => exited[arg[c]] > 0
  /\ pc[c] = "24" => lock = none
  /\ pc[c] = "26.wait" => parked[arg[c]] > 0
  /\ pc[c] = "26.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])

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
  /\ Go(worker, "1", IF shouldStop[worker] THEN "9" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Worker2 ==                                       \* if (kthread_should_park())
  /\ Go(worker, "2", IF shouldPark[worker] THEN "3.state" ELSE "6")
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
  /\ Go(worker, "3.run", "1")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Worker6 ==                                       \* use(buffer)
  /\ At(worker, "6")
  /\ IF buffer = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF buffer = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(worker, "7")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, warned, task, buffer, suspended,
                              lock, fault>>

Worker7 ==                                       \* msleep(100)
  /\ Go(worker, "7", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Worker9 ==                                       \* return 0
  /\ Go(worker, "9", "exit")
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
  \/ Worker6
  \/ Worker7
  \/ Worker9
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe10 ==                                    \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(modprobe, "10", "11")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, suspended, lock, fault>>

Modprobe11 ==                                    \* if (!buffer)
  /\ Go(modprobe, "11", IF buffer = "null" THEN "12" ELSE "14.create")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, buffer, suspended, lock, fault>>

\* 14  task = kthread_run(worker, NULL, "worker")
Modprobe14Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "14.create")
  /\ \/ Create(modprobe, worker, "14.wake")
     \/ /\ Goto(modprobe, "14.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, refs, warned,
                 task, buffer, suspended, lock, fault>>

Modprobe14Wake ==                                \* wakes the new thread
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                         module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe14Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "14.store", "15")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, buffer, suspended, lock, fault>>

Modprobe15 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "15", IF task = ERR THEN "16" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe16 ==                                    \* kfree(buffer)
  /\ At(modprobe, "16")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "17")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, suspended, lock, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, buffer, suspended, lock, fault>>

Modprobe19 ==                                    \* return 0
  /\ Go(modprobe, "19", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, buffer, suspended, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "20.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, buffer, suspended, lock, fault>>

\* 20  kthread_stop(task)
Modprobe20Load ==                                \* S0: reads task
  /\ Go(modprobe, "20.load", "20.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe20Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "20.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe20Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "20.set", "20.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

Modprobe20Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "20.unpark", "20.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, warned,
                 task, buffer, suspended, lock, fault>>

Modprobe20Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "20.notify", "20.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe20Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "20.wake", "20.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

Modprobe20Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "20.wait", "20.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe20Put ==
  /\ At(modprobe, "20.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "21")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe21 ==                                    \* if (!suspended)
  /\ Go(modprobe, "21", IF suspended THEN "sync" ELSE "22")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

Modprobe22 ==                                    \* kfree(buffer)
  /\ At(modprobe, "22")
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
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14Create \/ Modprobe14Wake \/ Modprobe14Store
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe19
  \/ Modprobe20Load \/ Modprobe20Get \/ Modprobe20Set \/ Modprobe20Unpark
  \/ Modprobe20Notify \/ Modprobe20Wake \/ Modprobe20Wait \/ Modprobe20Put
  \/ Modprobe21
  \/ Modprobe22
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* suspend *)

SuspendIdle ==                                   \* a user calls into the module
  /\ Go(suspend, "idle", "24")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, buffer, suspended, lock, fault>>

Suspend24 ==                                     \* mutex_lock(&lock)
  /\ Go(suspend, "24", "25")
  /\ lock = none
  /\ lock' = suspend
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, fault>>

Suspend25 ==                                     \* if (!suspended)
  /\ Go(suspend, "25", IF suspended THEN "30" ELSE "26.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, suspended, lock, fault>>

\* 26  kthread_park(task)
Suspend26Load ==                                 \* S0: reads task
  /\ Go(suspend, "26.load", "26.exiting")
  /\ arg' = [arg EXCEPT ![suspend] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Suspend26Exiting ==                              \* P1: tests PF_EXITING
  /\ At(suspend, "26.exiting")
  /\ IF BadTask(arg[suspend]) # "none"
     THEN Crash(BadTask(arg[suspend]))
     ELSE IF pc[arg[suspend]] \in Out
          THEN /\ Goto(suspend, "26.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, task, buffer, suspended, lock,
                              fault>>
          ELSE /\ Goto(suspend, "26.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, warned, task, buffer, suspended,
                              lock, fault>>

Suspend26Busy ==                                 \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(suspend, "26.busy")
  /\ IF shouldPark[arg[suspend]]
     THEN Goto(suspend, "26.drop") /\ warned' = TRUE
     ELSE Goto(suspend, "26.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, buffer, suspended, lock, fault>>

Suspend26Set ==                                  \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(suspend, "26.set", "26.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[suspend]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

Suspend26Wake ==                                 \* P4: wakes the thread
  /\ Go(suspend, "26.wake", "26.wait")
  /\ Wake(arg[suspend])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, buffer, suspended, lock, fault>>

Suspend26Wait ==                                 \* P5: waits for 'parked'
  /\ Go(suspend, "26.wait", "26.verify")
  /\ parked[arg[suspend]] > 0
  /\ parked' = [parked EXCEPT ![arg[suspend]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

\* P6: waits until the thread is off its CPU, parked
Suspend26Verify ==
  /\ Go(suspend, "26.verify", "26.drop")
  /\ state[arg[suspend]] = "PARKED" => asleep[arg[suspend]]
  /\ warned' = (warned \/ state[arg[suspend]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, buffer, suspended, lock, fault>>

Suspend26Drop ==                                 \* returns
  /\ Go(suspend, "26.drop", "27")
  /\ arg' = [arg EXCEPT ![suspend] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, buffer, suspended, lock, fault>>

Suspend27 ==                                     \* kfree(buffer)
  /\ At(suspend, "27")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(suspend, "28")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, suspended, lock, fault>>

Suspend28 ==                                     \* suspended = true
  /\ Go(suspend, "28", "30")
  /\ suspended' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, buffer, lock, fault>>

Suspend30 ==                                     \* mutex_unlock(&lock)
  /\ Go(suspend, "30", "leave")
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
  \/ Suspend24
  \/ Suspend25
  \/ Suspend26Load \/ Suspend26Exiting \/ Suspend26Busy \/ Suspend26Set
  \/ Suspend26Wake \/ Suspend26Wait \/ Suspend26Verify \/ Suspend26Drop
  \/ Suspend27
  \/ Suspend28
  \/ Suspend30
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
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "10" @@ suspend :> "idle"
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
  /\ SF_vars(Modprobe20Wait)
  /\ WF_vars(Suspend \/ FetchFault(suspend))
  /\ SF_vars(Suspend24 \/ Suspend26Wait)

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

NoDoubleStop == pc[modprobe] = "20.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "20.set" => arg[modprobe] # modprobe

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
  /\ buffer = "valid" => pc[modprobe] # "10"

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  pc[modprobe] = "20.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"20.unpark", "20.notify", "20.wake", "20.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[suspend] \in {"idle", "done"} \/ fault # "none")

ParkPending    == pc[suspend] \in {"26.wake", "26.wait", "26.verify"}
ParkTerminates == []<>(~ParkPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
