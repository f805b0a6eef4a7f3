----------------------- MODULE SmpbootHotplugDeadlock -----------------------
(***************************************************************************)
(* The callback of CPU hotplug unregisters the threads.                    *)
(*                                                                         *)
(*   worker   1  smpboot_thread_fn(td);                                    *)
(*   init     2  smpboot_register_percpu_thread(&worker_threads);          *)
(*            3  return 0;                                                 *)
(*   exit     4  smpboot_unregister_percpu_thread(&worker_threads);        *)
(*   offline  5  cpus_write_lock();                                        *)
(*            6  smpboot_unregister_percpu_thread(&worker_threads);        *)
(*            7  cpus_write_unlock();                                      *)
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
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run",
   "1.set", "1.stop", "1.leave", "1.park", "1.parkme", "1.sleep", "1.parking", "1.parked", "1.run",
   "exited", "dead", "gone", "live", "sync", "free", "done", "idle", "leave"}
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
  /\ pc[c] \in {"2.lock", "4.lock", "6.lock"} => Unwritten(cpu_hotplug_lock)
  /\ pc[c] = "2.parked" => parked[arg[c]] > 0
  /\ pc[c] = "2.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])
  /\ pc[c] \in {"4.wait", "6.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "5" => Unheld(cpu_hotplug_lock)

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
  /\ Go(worker, "born.park.run", "1.set")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* 1  smpboot_thread_fn(td)
Worker1Set ==                                    \* sets TASK_INTERRUPTIBLE
  /\ Go(worker, "1.set", "1.stop")
  /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker1Stop ==                                   \* tests kthread_should_stop()
  /\ Go(worker, "1.stop", IF shouldStop[worker] THEN "1.leave" ELSE "1.park")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker1Park ==                                   \* tests kthread_should_park()
  /\ Go(worker, "1.park", IF shouldPark[worker] THEN "1.parkme" ELSE "1.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker1Sleep ==                                  \* calls schedule()
  /\ Go(worker, "1.sleep", "1.set")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Worker1Parkme ==                                 \* Q1: sets TASK_PARKED
  /\ Go(worker, "1.parkme", "1.parking")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Worker1Parking ==
  /\ At(worker, "1.parking")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "1.parked")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>
     ELSE /\ Goto(worker, "1.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker1Parked ==                                 \* Q4: calls schedule()
  /\ Go(worker, "1.parked", "1.parkme")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Worker1Run ==                                    \* Q5: sets TASK_RUNNING
  /\ Go(worker, "1.run", "1.set")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Worker1Leave ==                                  \* X1: sets TASK_RUNNING and returns
  /\ Go(worker, "1.leave", "exit")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg, module,
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
  \/ Worker1Set \/ Worker1Stop \/ Worker1Park \/ Worker1Sleep \/ Worker1Parkme
  \/ Worker1Parking \/ Worker1Parked \/ Worker1Run \/ Worker1Leave
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 2  smpboot_register_percpu_thread(&worker_threads)
Modprobe2Lock ==                                 \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "2.lock", "2.create")
  /\ Unwritten(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Modprobe2Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "2.create")
  /\ Create(modprobe, worker, "2.park")
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, refs, warned,
                 task, cpu_hotplug_lock, fault>>

Modprobe2Park ==                                 \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(modprobe, "2.park", "2.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe2Wake ==                                 \* P4: wakes the new thread
  /\ Go(modprobe, "2.wake", "2.parked")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe2Parked ==                               \* P5: waits for 'parked'
  /\ Go(modprobe, "2.parked", "2.verify")
  /\ parked[arg[modprobe]] > 0
  /\ parked' = [parked EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* P6: waits until the thread is off its CPU, parked
Modprobe2Verify ==
  /\ Go(modprobe, "2.verify", "2.get")
  /\ state[arg[modprobe]] = "PARKED" => asleep[arg[modprobe]]
  /\ warned' = (warned \/ state[arg[modprobe]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, cpu_hotplug_lock, fault>>

Modprobe2Get ==                                  \* takes a reference on the thread
  /\ At(modprobe, "2.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "2.store")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe2Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "2.store", "2.unpark")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, cpu_hotplug_lock, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
Modprobe2Unpark ==
  /\ At(modprobe, "2.unpark")
  /\ IF BadTask(task) # "none"
     THEN Crash(BadTask(task))
     ELSE /\ Goto(modprobe, "2.unlock")
          /\ Unpark(task)
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs,
                         warned, task, cpu_hotplug_lock, fault>>

Modprobe2Unlock ==                               \* releases cpu_hotplug_lock
  /\ Go(modprobe, "2.unlock", "3")
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Modprobe3 ==                                     \* return 0
  /\ Go(modprobe, "3", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, cpu_hotplug_lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "4.lock")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, task, cpu_hotplug_lock, fault>>

\* 4  smpboot_unregister_percpu_thread(&worker_threads)
Modprobe4Lock ==                                 \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "4.lock", "4.any")
  /\ Unwritten(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Modprobe4Any ==                                  \* tests whether the CPU has a thread
  /\ Go(modprobe, "4.any", IF task = NULL THEN "4.unlock" ELSE "4.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe4Load ==                                 \* S0: reads task
  /\ Go(modprobe, "4.load", "4.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe4Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "4.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "4.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe4Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "4.set", "4.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe4Unpark ==                               \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "4.unpark", "4.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, warned,
                 task, cpu_hotplug_lock, fault>>

Modprobe4Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "4.notify", "4.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe4Wake ==                                 \* S7: wakes the thread
  /\ Go(modprobe, "4.wake", "4.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe4Wait ==                                 \* S8: waits for 'exited'
  /\ Go(modprobe, "4.wait", "4.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe4Put ==
  /\ At(modprobe, "4.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "4.drop")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe4Drop ==                                 \* drops the reference on the thread
  /\ At(modprobe, "4.drop")
  /\ IF task \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(task)
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "4.clear")
               /\ usage' = [usage EXCEPT ![task] = @ - 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Modprobe4Clear ==                                \* clears task
  /\ Go(modprobe, "4.clear", "4.unlock")
  /\ task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, cpu_hotplug_lock, fault>>

Modprobe4Unlock ==                               \* releases cpu_hotplug_lock
  /\ Go(modprobe, "4.unlock", "sync")
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
  \/ Modprobe2Lock \/ Modprobe2Create \/ Modprobe2Park \/ Modprobe2Wake
  \/ Modprobe2Parked \/ Modprobe2Verify \/ Modprobe2Get \/ Modprobe2Store
  \/ Modprobe2Unpark \/ Modprobe2Unlock
  \/ Modprobe3
  \/ Modprobe4Lock \/ Modprobe4Any \/ Modprobe4Load \/ Modprobe4Get \/ Modprobe4Set
  \/ Modprobe4Unpark \/ Modprobe4Notify \/ Modprobe4Wake \/ Modprobe4Wait
  \/ Modprobe4Put \/ Modprobe4Drop \/ Modprobe4Clear \/ Modprobe4Unlock
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* offline *)

OfflineIdle ==                                   \* a user calls into the module
  /\ Go(offline, "idle", "5")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, task, cpu_hotplug_lock, fault>>

Offline5 ==                                      \* cpus_write_lock()
  /\ Go(offline, "5", "6.lock")
  /\ Unheld(cpu_hotplug_lock)
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "write"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, fault>>

\* 6  smpboot_unregister_percpu_thread(&worker_threads)
Offline6Lock ==                                  \* takes cpu_hotplug_lock to read
  /\ Go(offline, "6.lock", "6.any")
  /\ Unwritten(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[offline] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Offline6Any ==                                   \* tests whether the CPU has a thread
  /\ Go(offline, "6.any", IF task = NULL THEN "6.unlock" ELSE "6.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline6Load ==                                  \* S0: reads task
  /\ Go(offline, "6.load", "6.get")
  /\ arg' = [arg EXCEPT ![offline] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline6Get ==                                   \* S2, S3: takes a reference on the thread
  /\ At(offline, "6.get")
  /\ IF BadTask(arg[offline]) # "none"
     THEN Crash(BadTask(arg[offline]))
     ELSE /\ Goto(offline, "6.set")
          /\ usage' = [usage EXCEPT ![arg[offline]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline6Set ==                                   \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(offline, "6.set", "6.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[offline]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Offline6Unpark ==                                \* S5: unparks the thread if it was asked to park
  /\ Go(offline, "6.unpark", "6.notify")
  /\ Unpark(arg[offline])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, warned,
                 task, cpu_hotplug_lock, fault>>

Offline6Notify ==                                \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(offline, "6.notify", "6.wake")
  /\ notified' = [notified EXCEPT ![arg[offline]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline6Wake ==                                  \* S7: wakes the thread
  /\ Go(offline, "6.wake", "6.wait")
  /\ Wake(arg[offline])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, warned, task, cpu_hotplug_lock, fault>>

Offline6Wait ==                                  \* S8: waits for 'exited'
  /\ Go(offline, "6.wait", "6.put")
  /\ exited[arg[offline]] > 0
  /\ exited' = [exited EXCEPT ![arg[offline]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, warned, task, cpu_hotplug_lock, fault>>

\* S9..S11: takes the result and drops its reference
Offline6Put ==
  /\ At(offline, "6.put")
  /\ IF Overput(arg[offline])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(offline, "6.drop")
          /\ usage' = [usage EXCEPT ![arg[offline]] = @ - 1]
          /\ arg' = [arg EXCEPT ![offline] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline6Drop ==                                  \* drops the reference on the thread
  /\ At(offline, "6.drop")
  /\ IF task \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(task)
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(offline, "6.clear")
               /\ usage' = [usage EXCEPT ![task] = @ - 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, arg, module, refs, warned, task, cpu_hotplug_lock, fault>>

Offline6Clear ==                                 \* clears task
  /\ Go(offline, "6.clear", "6.unlock")
  /\ task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, cpu_hotplug_lock, fault>>

Offline6Unlock ==                                \* releases cpu_hotplug_lock
  /\ Go(offline, "6.unlock", "7")
  /\ IF cpu_hotplug_lock[offline] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, task, fault>>

Offline7 ==                                      \* cpus_write_unlock()
  /\ Go(offline, "7", "leave")
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
  \/ Offline5
  \/ Offline6Lock \/ Offline6Any \/ Offline6Load \/ Offline6Get \/ Offline6Set
  \/ Offline6Unpark \/ Offline6Notify \/ Offline6Wake \/ Offline6Wait \/ Offline6Put
  \/ Offline6Drop \/ Offline6Clear \/ Offline6Unlock
  \/ Offline7
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
  /\ pc               = [t \in Kthreads |-> "none"] @@ modprobe :> "2.lock" @@ offline :> "idle"
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
  /\ SF_vars(Modprobe2Lock \/ Modprobe2Parked \/ Modprobe4Lock \/ Modprobe4Wait)
  /\ WF_vars(Offline \/ FetchFault(offline))
  /\ SF_vars(Offline5 \/ Offline6Lock \/ Offline6Wait)

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

NoDoubleStop == \A c \in {modprobe, offline} : pc[c] \in {"4.set", "6.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, offline} : pc[c] \in {"4.set", "6.set"} => arg[c] # c

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
                      /\ pc[worker] \notin {"born.park", "born.park.test", "born.park.sleep",
                                            "1.set", "1.stop", "1.park", "1.sleep", "1.parkme",
                                            "1.parking", "1.parked", "1.run"}

LocksReleased == \A c \in {modprobe, offline} : cpu_hotplug_lock[c] = "none" \/ InModuleText(c)

StopResultCorrect ==
  \A c \in {modprobe, offline} :
    pc[c] \in {"4.put", "6.put"} /\ arg[c] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending(c) ==
  pc[c] \in {"4.unpark", "4.notify", "4.wake", "4.wait", "6.unpark", "6.notify", "6.wake", "6.wait"}
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
