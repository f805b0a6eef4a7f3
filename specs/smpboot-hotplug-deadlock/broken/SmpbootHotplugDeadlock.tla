----------------------- MODULE SmpbootHotplugDeadlock -----------------------
(***************************************************************************)
(* The callback of CPU hotplug unregisters the threads.                    *)
(*                                                                         *)
(*   worker    1  while (1) {                                              *)
(*             2      set_current_state(TASK_INTERRUPTIBLE);               *)
(*             3      if (kthread_should_stop()) {                         *)
(*             4          __set_current_state(TASK_RUNNING);               *)
(*             5          return 0;                                        *)
(*             6      }                                                    *)
(*             7      if (kthread_should_park()) {                         *)
(*             8          __set_current_state(TASK_RUNNING);               *)
(*             9          kthread_parkme();                                *)
(*            10          continue;                                        *)
(*            11      }                                                    *)
(*            12      schedule();                                          *)
(*            13  }                                                        *)
(*   init     14  smpboot_register_percpu_thread(&worker_threads);         *)
(*            15  return 0;                                                *)
(*   exit     16  smpboot_unregister_percpu_thread(&worker_threads);       *)
(*   offline  17  cpus_write_lock();                                       *)
(*            18  smpboot_unregister_percpu_thread(&worker_threads);       *)
(*            19  cpus_write_unlock();                                     *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,            \* a kthread
  modprobe,          \* the task that loads and unloads the module
  offline,           \* a task that calls offline()
  NULL,              \* no task
  StopNotifies       \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                \* where each context is in its program
  state,             \* task state
  asleep,            \* off the run queue
  shouldStop,        \* KTHREAD_SHOULD_STOP
  shouldPark,        \* KTHREAD_SHOULD_PARK
  parked,            \* count of the completion that kthread_park() waits for
  notified,          \* TIF_NOTIFY_SIGNAL
  exited,            \* count of the completion that kthread_stop() waits for
  result,            \* what the thread function returned
  usage,             \* references on the task; 0 is no task, or a freed one
  arg,               \* the task that each context's call is about
  module,            \* "coming", "live", "going" or "freed"
  refs,              \* references on the module: one is its own, one more is held during init
  warned,            \* the kernel printed a warning
  task,              \* struct task_struct *
  cpu_hotplug_lock,  \* struct rw_semaphore: how each context holds it
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
    module, refs, warned, task, cpu_hotplug_lock, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, offline}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run", "2",
   "3", "4", "7", "5", "8", "12", "9.state", "9.test", "9.sleep", "9.run", "exited", "dead",
   "gone", "live", "sync", "free", "done", "idle", "leave"}
Out        == {"exit", "exited", "dead", "gone"}
ParkedMax  == 3

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ fault = "none"
  /\ pc[c] = label
  /\ c \in Kthreads => ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, module, refs, warned, task, cpu_hotplug_lock>>

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

\* Nobody holds the rw_semaphore m to write.
Unwritten(m) == \A t \in DOMAIN m : m[t] # "write"

\* Nobody holds the rw_semaphore m at all.
Unheld(m) == \A t \in DOMAIN m : m[t] = "none"

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"14.lock", "16.lock", "18.lock"} => Unwritten(cpu_hotplug_lock)
  /\ pc[c] = "14.parked" => parked[arg[c]] > 0
  /\ pc[c] = "14.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])
  /\ pc[c] \in {"16.wait", "18.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "17" => Unheld(cpu_hotplug_lock)

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
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

WorkerBornPark ==                                \* Q1: sets TASK_PARKED
  /\ Go(worker, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

WorkerBornParkTest ==                            \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(worker, "born.park.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>
     ELSE /\ Goto(worker, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

WorkerBornParkSleep ==                           \* Q4: calls schedule()
  /\ Go(worker, "born.park.sleep", "born.park")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

WorkerBornParkRun ==                             \* Q5: sets TASK_RUNNING
  /\ Go(worker, "born.park.run", "2")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker2 ==                                       \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(worker, "2", "3")
  /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker3 ==                                       \* if (kthread_should_stop())
  /\ Go(worker, "3", IF shouldStop[worker] THEN "4" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker4 ==                                       \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "4", "5")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker5 ==                                       \* return 0
  /\ Go(worker, "5", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker7 ==                                       \* if (kthread_should_park())
  /\ Go(worker, "7", IF shouldPark[worker] THEN "8" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker8 ==                                       \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "8", "9.state")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* 9  kthread_parkme()
Worker9State ==                                  \* Q1: sets TASK_PARKED
  /\ Go(worker, "9.state", "9.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Worker9Test ==
  /\ At(worker, "9.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "9.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>
     ELSE /\ Goto(worker, "9.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker9Sleep ==                                  \* Q4: calls schedule()
  /\ Go(worker, "9.sleep", "9.state")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Worker9Run ==                                    \* Q5: sets TASK_RUNNING
  /\ Go(worker, "9.run", "2")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker12 ==                                      \* schedule()
  /\ Go(worker, "12", "2")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker ==
  \/ WorkerBorn \/ WorkerBornPark \/ WorkerBornParkTest \/ WorkerBornParkSleep
  \/ WorkerBornParkRun
  \/ Worker2
  \/ Worker3
  \/ Worker4
  \/ Worker5
  \/ Worker7
  \/ Worker8
  \/ Worker9State \/ Worker9Test \/ Worker9Sleep \/ Worker9Run
  \/ Worker12
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 14  smpboot_register_percpu_thread(&worker_threads)
Modprobe14Lock ==                                \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "14.lock", "14.create")
  /\ Unwritten(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Modprobe14Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "14.create")
  /\ Create(modprobe, worker, "14.park")
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, refs, warned,
                 task, cpu_hotplug_lock, fault>>

Modprobe14Park ==                                \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(modprobe, "14.park", "14.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe14Wake ==                                \* P4: wakes the new thread
  /\ Go(modprobe, "14.wake", "14.parked")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe14Parked ==                              \* P5: waits for 'parked'
  /\ Go(modprobe, "14.parked", "14.verify")
  /\ parked[arg[modprobe]] > 0
  /\ parked' = [parked EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* P6: waits until the thread is off its CPU, parked
Modprobe14Verify ==
  /\ Go(modprobe, "14.verify", "14.get")
  /\ state[arg[modprobe]] = "PARKED" => asleep[arg[modprobe]]
  /\ warned' = (warned \/ state[arg[modprobe]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, cpu_hotplug_lock, fault>>

Modprobe14Get ==                                 \* takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe14Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "14.store", "14.unpark")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, cpu_hotplug_lock, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
Modprobe14Unpark ==
  /\ At(modprobe, "14.unpark")
  /\ IF BadTask(task) # "none"
     THEN Crash(BadTask(task))
     ELSE /\ Goto(modprobe, "14.unlock")
          /\ Unpark(task)
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs,
                         warned, task, cpu_hotplug_lock, fault>>

Modprobe14Unlock ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "14.unlock", "15")
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, cpu_hotplug_lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.lock")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, cpu_hotplug_lock, fault>>

\* 16  smpboot_unregister_percpu_thread(&worker_threads)
Modprobe16Lock ==                                \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "16.lock", "16.any")
  /\ Unwritten(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Modprobe16Any ==                                 \* tests whether the CPU has a thread
  /\ Go(modprobe, "16.any", IF task = NULL THEN "16.unlock" ELSE "16.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe16Load ==                                \* S0: reads task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe16Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "16.unpark", "16.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, warned,
                 task, cpu_hotplug_lock, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "16.drop")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe16Drop ==                                \* drops the reference on the thread
  /\ At(modprobe, "16.drop")
  /\ IF task \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(task)
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "16.clear")
               /\ usage' = [usage EXCEPT ![task] = @ - 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe16Clear ==                               \* clears task
  /\ Go(modprobe, "16.clear", "16.unlock")
  /\ task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, cpu_hotplug_lock, fault>>

Modprobe16Unlock ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "16.unlock", "sync")
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe ==
  \/ Modprobe14Lock \/ Modprobe14Create \/ Modprobe14Park \/ Modprobe14Wake
  \/ Modprobe14Parked \/ Modprobe14Verify \/ Modprobe14Get \/ Modprobe14Store
  \/ Modprobe14Unpark \/ Modprobe14Unlock
  \/ Modprobe15
  \/ Modprobe16Lock \/ Modprobe16Any \/ Modprobe16Load \/ Modprobe16Get
  \/ Modprobe16Set \/ Modprobe16Unpark \/ Modprobe16Notify \/ Modprobe16Wake
  \/ Modprobe16Wait \/ Modprobe16Put \/ Modprobe16Drop \/ Modprobe16Clear
  \/ Modprobe16Unlock
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* offline *)

OfflineIdle ==                                   \* a user calls into the module
  /\ Go(offline, "idle", "17")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, cpu_hotplug_lock, fault>>

Offline17 ==                                     \* cpus_write_lock()
  /\ Go(offline, "17", "18.lock")
  /\ Unheld(cpu_hotplug_lock)
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "write"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, fault>>

\* 18  smpboot_unregister_percpu_thread(&worker_threads)
Offline18Lock ==                                 \* takes cpu_hotplug_lock to read
  /\ Go(offline, "18.lock", "18.any")
  /\ Unwritten(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[offline] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Offline18Any ==                                  \* tests whether the CPU has a thread
  /\ Go(offline, "18.any", IF task = NULL THEN "18.unlock" ELSE "18.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline18Load ==                                 \* S0: reads task
  /\ Go(offline, "18.load", "18.get")
  /\ arg' = [arg EXCEPT ![offline] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline18Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(offline, "18.get")
  /\ IF BadTask(arg[offline]) # "none"
     THEN Crash(BadTask(arg[offline]))
     ELSE /\ Goto(offline, "18.set")
          /\ usage' = [usage EXCEPT ![arg[offline]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline18Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(offline, "18.set", "18.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[offline]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Offline18Unpark ==                               \* S5: unparks the thread if it was asked to park
  /\ Go(offline, "18.unpark", "18.notify")
  /\ Unpark(arg[offline])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, warned,
                 task, cpu_hotplug_lock, fault>>

Offline18Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(offline, "18.notify", "18.wake")
  /\ notified' = [notified EXCEPT ![arg[offline]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline18Wake ==                                 \* S7: wakes the thread
  /\ Go(offline, "18.wake", "18.wait")
  /\ Wake(arg[offline])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Offline18Wait ==                                 \* S8: waits for 'exited'
  /\ Go(offline, "18.wait", "18.put")
  /\ exited[arg[offline]] > 0
  /\ exited' = [exited EXCEPT ![arg[offline]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* S9..S11: takes the result and drops its reference
Offline18Put ==
  /\ At(offline, "18.put")
  /\ IF Overput(arg[offline])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(offline, "18.drop")
          /\ usage' = [usage EXCEPT ![arg[offline]] = @ - 1]
          /\ arg' = [arg EXCEPT ![offline] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline18Drop ==                                 \* drops the reference on the thread
  /\ At(offline, "18.drop")
  /\ IF task \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(task)
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(offline, "18.clear")
               /\ usage' = [usage EXCEPT ![task] = @ - 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline18Clear ==                                \* clears task
  /\ Go(offline, "18.clear", "18.unlock")
  /\ task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, cpu_hotplug_lock, fault>>

Offline18Unlock ==                               \* releases cpu_hotplug_lock
  /\ Go(offline, "18.unlock", "19")
  /\ IF cpu_hotplug_lock[offline] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Offline19 ==                                     \* cpus_write_unlock()
  /\ Go(offline, "19", "leave")
  /\ IF cpu_hotplug_lock[offline] = "write"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

OfflineLeave ==                                  \* the call returns to user space
  /\ Go(offline, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, cpu_hotplug_lock, fault>>

Offline ==
  \/ Offline17
  \/ Offline18Lock \/ Offline18Any \/ Offline18Load \/ Offline18Get \/ Offline18Set
  \/ Offline18Unpark \/ Offline18Notify \/ Offline18Wake \/ Offline18Wait
  \/ Offline18Put \/ Offline18Drop \/ Offline18Clear \/ Offline18Unlock
  \/ Offline19
  \/ OfflineLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ fault = "none"
  /\ module = "freed"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, module, refs, warned, task, cpu_hotplug_lock>>

Init ==
  /\ pc               = [t \in Kthreads |-> "none"] @@ modprobe :> "14.lock" @@ offline :> "idle"
  /\ state            = [t \in Kthreads |-> "NEW"]
  /\ asleep           = [t \in Kthreads |-> FALSE]
  /\ shouldStop       = [t \in Kthreads |-> FALSE]
  /\ shouldPark       = [t \in Kthreads |-> FALSE]
  /\ parked           = [t \in Kthreads |-> 0]
  /\ notified         = [t \in Kthreads |-> FALSE]
  /\ exited           = [t \in Kthreads |-> 0]
  /\ result           = [t \in Kthreads |-> 0]
  /\ usage            = [t \in Kthreads |-> 0]
  /\ arg              = [c \in {modprobe, offline} |-> NULL]
  /\ module           = "coming"
  /\ refs             = 2
  /\ warned           = FALSE
  /\ task             = NULL
  /\ cpu_hotplug_lock = [c \in {modprobe, offline} |-> "none"]
  /\ fault            = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Offline
  \/ OfflineIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Lock \/ Modprobe14Parked \/ Modprobe16Lock \/ Modprobe16Wait)
  /\ WF_vars(Offline \/ FetchFault(offline))
  /\ SF_vars(Offline17 \/ Offline18Lock \/ Offline18Wait)

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

NoDoubleStop == \A c \in {modprobe, offline} : pc[c] \in {"16.set", "18.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, offline} : pc[c] \in {"16.set", "18.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ pc[offline] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => /\ ~(pc[worker] = "born" /\ asleep[worker])
                      /\ pc[worker] \notin {"born.park", "born.park.test", "born.park.sleep", "2",
                                            "3", "7", "8", "9.state", "9.test", "9.sleep", "9.run",
                                            "12"}

LocksReleased == \A c \in {modprobe, offline} : cpu_hotplug_lock[c] = "none" \/ InModuleText(c)

StopResultCorrect ==
  \A c \in {modprobe, offline} :
    pc[c] \in {"16.put", "18.put"} /\ arg[c] = worker => /\ pc[worker] \in
                                                              {"exited", "dead", "gone"}
                                                         /\ result[worker] \in {-4, 0}

StopPending(c) ==
  pc[c] \in {"16.unpark", "16.notify", "16.wake", "16.wait", "18.unpark", "18.notify", "18.wake",
             "18.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, offline} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, offline} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

RequestsAnswered == []<>(pc[offline] \in {"idle", "done"} \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
