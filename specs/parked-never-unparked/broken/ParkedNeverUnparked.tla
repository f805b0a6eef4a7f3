------------------------ MODULE ParkedNeverUnparked -------------------------
(***************************************************************************)
(* A reset that fails leaves the thread parked.                            *)
(*                                                                         *)
(*   worker    1  while (1) {                                              *)
(*             2      set_current_state(TASK_INTERRUPTIBLE);               *)
(*             3      if (kthread_should_stop()) {                         *)
(*             4          break;                                           *)
(*             5      }                                                    *)
(*             6      if (kthread_should_park()) {                         *)
(*             7          kthread_parkme();                                *)
(*             8          continue;                                        *)
(*             9      }                                                    *)
(*            10      if (!work) {                                         *)
(*            11          schedule();                                      *)
(*            12          continue;                                        *)
(*            13      }                                                    *)
(*            14      __set_current_state(TASK_RUNNING);                   *)
(*            15      work = false;                                        *)
(*            16      complete(&done);                                     *)
(*            17  }                                                        *)
(*            18  __set_current_state(TASK_RUNNING);                       *)
(*            19  return 0;                                                *)
(*   init     20  task = kthread_run(worker, NULL, "worker");              *)
(*            21  if (IS_ERR(task)) {                                      *)
(*            22      return -ENOMEM;                                      *)
(*            23  }                                                        *)
(*            24  return 0;                                                *)
(*   exit     25  kthread_stop(task);                                      *)
(*   reset    26  mutex_lock(&lock);                                       *)
(*            27  kthread_park(task);                                      *)
(*            28  if (device_failed()) {                                   *)
(*            29      mutex_unlock(&lock);                                 *)
(*            30      return -ENODEV;                                      *)
(*            31  }                                                        *)
(*            32  kthread_unpark(task);                                    *)
(*            33  mutex_unlock(&lock);                                     *)
(*   request  34  mutex_lock(&request_lock);                               *)
(*            35  work = true;                                             *)
(*            36  wake_up_process(task);                                   *)
(*            37  wait_for_completion(&done);                              *)
(*            38  mutex_unlock(&request_lock);                             *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  reset,            \* a task that calls reset()
  request,          \* a task that calls request()
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
  work,             \* bool
  done,             \* struct completion
  lock,             \* struct mutex: its owner
  request_lock,     \* struct mutex: its owner
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
    module, refs, warned, task, work, done, lock, request_lock, fault>>

Kthreads      == {worker}
Contexts      == {worker, modprobe, reset, request}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run",
   "exited", "dead", "gone", "sync", "live", "free", "done", "idle", "leave"}
Out           == {"exit", "exited", "dead", "gone"}
ParkedMax     == 3
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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, module, refs, warned, task, work, done, lock, request_lock>>

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
  /\ pc[c] = "25.wait" => exited[arg[c]] > 0
  /\ pc[c] = "26" => lock = none
  /\ pc[c] = "27.wait" => parked[arg[c]] > 0
  /\ pc[c] = "27.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])
  /\ pc[c] = "34" => request_lock = none
  /\ pc[c] = "37" => done > 0

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
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

WorkerBornPark ==                                \* Q1: sets TASK_PARKED
  /\ Go(worker, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

WorkerBornParkTest ==                            \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(worker, "born.park.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, work, done, lock,
                              request_lock, fault>>
     ELSE /\ Goto(worker, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, work, done, lock, request_lock,
                         fault>>

WorkerBornParkSleep ==                           \* Q4: calls schedule()
  /\ Go(worker, "born.park.sleep", "born.park")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, done, lock, request_lock, fault>>

WorkerBornParkRun ==                             \* Q5: sets TASK_RUNNING
  /\ Go(worker, "born.park.run", "2")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Worker2 ==                                       \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(worker, "2", "3")
  /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Worker3 ==                                       \* if (kthread_should_stop())
  /\ Go(worker, "3", IF shouldStop[worker] THEN "18" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, done, lock, request_lock, fault>>

Worker6 ==                                       \* if (kthread_should_park())
  /\ Go(worker, "6", IF shouldPark[worker] THEN "7.state" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, done, lock, request_lock, fault>>

\* 7  kthread_parkme()
Worker7State ==                                  \* Q1: sets TASK_PARKED
  /\ Go(worker, "7.state", "7.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Worker7Test ==
  /\ At(worker, "7.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "7.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, work, done, lock,
                              request_lock, fault>>
     ELSE /\ Goto(worker, "7.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, work, done, lock, request_lock,
                         fault>>

Worker7Sleep ==                                  \* Q4: calls schedule()
  /\ Go(worker, "7.sleep", "7.state")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, done, lock, request_lock, fault>>

Worker7Run ==                                    \* Q5: sets TASK_RUNNING
  /\ Go(worker, "7.run", "2")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Worker10 ==                                      \* if (!work)
  /\ Go(worker, "10", IF work THEN "14" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, done, lock, request_lock, fault>>

Worker11 ==                                      \* schedule()
  /\ Go(worker, "11", "2")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, done, lock, request_lock, fault>>

Worker14 ==                                      \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "14", "15")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Worker15 ==                                      \* work = false
  /\ Go(worker, "15", "16")
  /\ work' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, done, lock, request_lock, fault>>

Worker16 ==                                      \* complete(&done)
  /\ At(worker, "16")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(worker, "2")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, work, lock, request_lock, fault>>

Worker18 ==                                      \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "18", "19")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Worker19 ==                                      \* return 0
  /\ Go(worker, "19", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, work, done, lock, request_lock, fault>>

Worker ==
  \/ WorkerBorn \/ WorkerBornPark \/ WorkerBornParkTest \/ WorkerBornParkSleep
  \/ WorkerBornParkRun
  \/ Worker2
  \/ Worker3
  \/ Worker6
  \/ Worker7State \/ Worker7Test \/ Worker7Sleep \/ Worker7Run
  \/ Worker10
  \/ Worker11
  \/ Worker14
  \/ Worker15
  \/ Worker16
  \/ Worker18
  \/ Worker19
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 20  task = kthread_run(worker, NULL, "worker")
Modprobe20Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "20.create")
  /\ \/ Create(modprobe, worker, "20.wake")
     \/ /\ Goto(modprobe, "20.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, refs, warned,
                 task, work, done, lock, request_lock, fault>>

Modprobe20Wake ==                                \* wakes the new thread
  /\ At(modprobe, "20.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                         module, refs, warned, task, work, done, lock, request_lock, fault>>

Modprobe20Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "20.store", "21")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, work, done, lock, request_lock, fault>>

Modprobe21 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "21", IF task = ERR THEN "22" ELSE "24")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, done, lock, request_lock, fault>>

Modprobe22 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "22", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, work, done, lock, request_lock, fault>>

Modprobe24 ==                                    \* return 0
  /\ Go(modprobe, "24", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, work, done, lock, request_lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "25.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, work, done, lock, request_lock, fault>>

\* 25  kthread_stop(task)
Modprobe25Load ==                                \* S0: reads task
  /\ Go(modprobe, "25.load", "25.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Modprobe25Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "25.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "25.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, work, done, lock, request_lock, fault>>

Modprobe25Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "25.set", "25.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, done, lock, request_lock, fault>>

Modprobe25Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "25.unpark", "25.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, done, lock, request_lock, fault>>

Modprobe25Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "25.notify", "25.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Modprobe25Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "25.wake", "25.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, done, lock, request_lock, fault>>

Modprobe25Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "25.wait", "25.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe25Put ==
  /\ At(modprobe, "25.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, warned, task, work, done, lock, request_lock, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, done, lock, request_lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, refs, warned, task, work, done, lock, request_lock, fault>>

Modprobe ==
  \/ Modprobe20Create \/ Modprobe20Wake \/ Modprobe20Store
  \/ Modprobe21
  \/ Modprobe22
  \/ Modprobe24
  \/ Modprobe25Load \/ Modprobe25Get \/ Modprobe25Set \/ Modprobe25Unpark
  \/ Modprobe25Notify \/ Modprobe25Wake \/ Modprobe25Wait \/ Modprobe25Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* reset *)

ResetIdle ==                                     \* a user calls into the module
  /\ Go(reset, "idle", "26")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, work, done, lock, request_lock, fault>>

Reset26 ==                                       \* mutex_lock(&lock)
  /\ Go(reset, "26", "27.load")
  /\ lock = none
  /\ lock' = reset
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, done, request_lock, fault>>

\* 27  kthread_park(task)
Reset27Load ==                                   \* S0: reads task
  /\ Go(reset, "27.load", "27.exiting")
  /\ arg' = [arg EXCEPT ![reset] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Reset27Exiting ==                                \* P1: tests PF_EXITING
  /\ At(reset, "27.exiting")
  /\ IF BadTask(arg[reset]) # "none"
     THEN Crash(BadTask(arg[reset]))
     ELSE IF pc[arg[reset]] \in Out
          THEN /\ Goto(reset, "27.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, task, work, done, lock,
                              request_lock, fault>>
          ELSE /\ Goto(reset, "27.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, warned, task, work, done, lock,
                              request_lock, fault>>

Reset27Busy ==                                   \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(reset, "27.busy")
  /\ IF shouldPark[arg[reset]]
     THEN Goto(reset, "27.drop") /\ warned' = TRUE
     ELSE Goto(reset, "27.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, work, done, lock, request_lock, fault>>

Reset27Set ==                                    \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(reset, "27.set", "27.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[reset]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, done, lock, request_lock, fault>>

Reset27Wake ==                                   \* P4: wakes the thread
  /\ Go(reset, "27.wake", "27.wait")
  /\ Wake(arg[reset])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, done, lock, request_lock, fault>>

Reset27Wait ==                                   \* P5: waits for 'parked'
  /\ Go(reset, "27.wait", "27.verify")
  /\ parked[arg[reset]] > 0
  /\ parked' = [parked EXCEPT ![arg[reset]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

\* P6: waits until the thread is off its CPU, parked
Reset27Verify ==
  /\ Go(reset, "27.verify", "27.drop")
  /\ state[arg[reset]] = "PARKED" => asleep[arg[reset]]
  /\ warned' = (warned \/ state[arg[reset]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, work, done, lock, request_lock, fault>>

Reset27Drop ==                                   \* returns
  /\ Go(reset, "27.drop", "28")
  /\ arg' = [arg EXCEPT ![reset] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Reset28 ==                                       \* if (device_failed())
  /\ At(reset, "28")
  /\ Goto(reset, "29") \/ Goto(reset, "32.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, done, lock, request_lock, fault>>

Reset29 ==                                       \* mutex_unlock(&lock)
  /\ Go(reset, "29", "30")
  /\ lock' = none
  /\ warned' = (warned \/ lock # reset)
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, work, done, request_lock, fault>>

Reset30 ==                                       \* return -ENODEV
  /\ Go(reset, "30", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, done, lock, request_lock, fault>>

\* 32  kthread_unpark(task)
Reset32Load ==                                   \* S0: reads task
  /\ Go(reset, "32.load", "32.unpark")
  /\ arg' = [arg EXCEPT ![reset] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
Reset32Unpark ==
  /\ At(reset, "32.unpark")
  /\ IF BadTask(arg[reset]) # "none"
     THEN Crash(BadTask(arg[reset]))
     ELSE /\ Goto(reset, "33")
          /\ Unpark(arg[reset])
          /\ arg' = [arg EXCEPT ![reset] = NULL]
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, module, refs,
                         warned, task, work, done, lock, request_lock, fault>>

Reset33 ==                                       \* mutex_unlock(&lock)
  /\ Go(reset, "33", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # reset)
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, work, done, request_lock, fault>>

ResetLeave ==                                    \* the call returns to user space
  /\ Go(reset, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, work, done, lock, request_lock, fault>>

Reset ==
  \/ Reset26
  \/ Reset27Load \/ Reset27Exiting \/ Reset27Busy \/ Reset27Set \/ Reset27Wake
  \/ Reset27Wait \/ Reset27Verify \/ Reset27Drop
  \/ Reset28
  \/ Reset29
  \/ Reset30
  \/ Reset32Load \/ Reset32Unpark
  \/ Reset33
  \/ ResetLeave

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ Go(request, "idle", "34")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, work, done, lock, request_lock, fault>>

Request34 ==                                     \* mutex_lock(&request_lock)
  /\ Go(request, "34", "35")
  /\ request_lock = none
  /\ request_lock' = request
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, done, lock, fault>>

Request35 ==                                     \* work = true
  /\ Go(request, "35", "36.load")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, done, lock, request_lock, fault>>

\* 36  wake_up_process(task)
Request36Load ==                                 \* S0: reads task
  /\ Go(request, "36.load", "36.wake")
  /\ arg' = [arg EXCEPT ![request] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, work, done, lock, request_lock, fault>>

Request36Wake ==                                 \* wakes task
  /\ At(request, "36.wake")
  /\ IF BadTask(arg[request]) # "none"
     THEN Crash(BadTask(arg[request]))
     ELSE /\ Goto(request, "37")
          /\ Wake(arg[request])
          /\ arg' = [arg EXCEPT ![request] = NULL]
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, module,
                         refs, warned, task, work, done, lock, request_lock, fault>>

Request37 ==                                     \* wait_for_completion(&done)
  /\ Go(request, "37", "38")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, work, lock, request_lock, fault>>

Request38 ==                                     \* mutex_unlock(&request_lock)
  /\ Go(request, "38", "leave")
  /\ request_lock' = none
  /\ warned' = (warned \/ request_lock # request)
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, work, done, lock, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ Go(request, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, work, done, lock, request_lock, fault>>

Request ==
  \/ Request34
  \/ Request35
  \/ Request36Load \/ Request36Wake
  \/ Request37
  \/ Request38
  \/ RequestLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, module, refs, warned, task, work, done, lock, request_lock>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"]
                    @@ modprobe :> "20.create"
                    @@ reset :> "idle"
                    @@ request :> "idle"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ shouldPark   = [t \in Kthreads |-> FALSE]
  /\ parked       = [t \in Kthreads |-> 0]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {modprobe, reset, request} |-> NULL]
  /\ module       = "coming"
  /\ refs         = 2
  /\ warned       = FALSE
  /\ task         = NULL
  /\ work         = FALSE
  /\ done         = 0
  /\ lock         = none
  /\ request_lock = none
  /\ fault        = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Reset
  \/ ResetIdle
  \/ Request
  \/ RequestIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe25Wait)
  /\ WF_vars(Reset \/ FetchFault(reset))
  /\ SF_vars(Reset26 \/ Reset27Wait)
  /\ WF_vars(Request \/ FetchFault(request))
  /\ SF_vars(Request34 \/ Request37)

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

NoDoubleStop == pc[modprobe] = "25.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "25.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ \A c \in {reset, request} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => /\ ~(pc[worker] = "born" /\ asleep[worker])
                      /\ pc[worker] \notin {"born.park", "born.park.test", "born.park.sleep"}

LocksReleased ==
  /\ lock = none \/ InModuleText(lock)
  /\ request_lock = none \/ InModuleText(request_lock)

StopResultCorrect ==
  pc[modprobe] = "25.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"25.unpark", "25.notify", "25.wake", "25.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == \A c \in {reset, request} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

ParkPending    == pc[reset] \in {"27.wake", "27.wait", "27.verify"}
ParkTerminates == []<>(~ParkPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
