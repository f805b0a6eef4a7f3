-------------------- MODULE SmpbootHotplugDeadlockMended --------------------
(*****************************************************************************)
(* The callback notes that a CPU is gone; exit unregisters the threads.      *)
(*                                                                           *)
(*   worker        1  while (1) {                                            *)
(*                 2      set_current_state(TASK_INTERRUPTIBLE);             *)
(*                 3      if (kthread_should_stop()) {                       *)
(*                 4          __set_current_state(TASK_RUNNING);             *)
(*                 5          return 0;                                      *)
(*                 6      }                                                  *)
(*                 7      if (kthread_should_park()) {                       *)
(*                 8          __set_current_state(TASK_RUNNING);             *)
(*                 9          kthread_parkme();                              *)
(*                10          continue;                                      *)
(*                11      }                                                  *)
(*                12      preempt_disable();                                 *)
(*                13      should_run = 0;                                    *)
(*                14      preempt_enable();                                  *)
(*                15      if (should_run) {                                  *)
(*                16          __set_current_state(TASK_RUNNING);             *)
(*                17      } else {                                           *)
(*                18          schedule();                                    *)
(*                19      }                                                  *)
(*                20  }                                                      *)
(*   init         21  ret = smpboot_register_percpu_thread(&worker_threads); *)
(*                22  if (ret) {                                             *)
(*                23      return ret;                                        *)
(*                24  }                                                      *)
(*                25  return 0;                                              *)
(*   exit         26  smpboot_unregister_percpu_thread(&worker_threads);     *)
(*   cpu_hotplug  27  cpus_write_lock();                                     *)
(*                28  if (task) {                                            *)
(*                29      kthread_park(task);                                *)
(*                30  }                                                      *)
(*                31  cpus_write_unlock();                                   *)
(*                32  cpus_write_lock();                                     *)
(*                33  if (task) {                                            *)
(*                34      kthread_unpark(task);                              *)
(*                35  }                                                      *)
(*                36  cpus_write_unlock();                                   *)
(*   offline      37  cpus_write_lock();                                     *)
(*                38  gone = true;                                           *)
(*                39  cpus_write_unlock();                                   *)
(*****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,            \* a kthread
  modprobe,          \* the task that loads and unloads the module
  cpu_hotplug,       \* a task that calls cpu_hotplug()
  offline,           \* a task that calls offline()
  NULL,              \* no task
  ERR,               \* an error pointer
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
  readers,           \* whom synchronize_rcu() still waits for
  nesting,           \* sections that must not sleep, one in the other
  warned,            \* the kernel printed a warning
  task,              \* struct task_struct *
  cpu_hotplug_lock,  \* struct rw_semaphore: how each context holds it
  gone,              \* bool
  should_run,        \* local variable
  ret,               \* local variable
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
    module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, cpu_hotplug, offline}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run", "2",
   "3", "4", "7", "5", "8", "12", "9.state", "9.test", "9.sleep", "9.run", "14", "15", "16", "18",
   "exited", "dead", "gone", "live", "sync", "grace", "free", "done", "idle", "27", "28", "31",
   "29.load", "29.exiting", "29.busy", "29.drop", "29.set", "29.wake", "29.wait", "29.verify",
   "32", "33", "36", "34.load", "34.unpark", "leave"}
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
                 usage, arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret>>

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
Unheld(m) == \A t \in DOMAIN m : m[t] \notin {"read", "write"}

\* The rw_semaphore m can be taken to read: beside other readers only while no writer waits.
Readable(m) == Unwritten(m) /\ (Unheld(m) \/ \A t \in DOMAIN m : m[t] # "wait")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* RCU waits for c: it is in a read section, or in another that must not sleep.
Reading(c) == nesting[c] > 0

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"21.lock", "26.lock"} => Readable(cpu_hotplug_lock)
  /\ pc[c] \in {"21.parked", "29.wait"} => parked[arg[c]] > 0
  /\ pc[c] \in {"21.verify", "29.verify"} => (state[arg[c]] = "PARKED" => asleep[arg[c]])
  /\ pc[c] = "26.wait" => exited[arg[c]] > 0
  /\ pc[c] = "grace" => readers = Quiet(readers)
  /\ pc[c] \in {"27", "32", "37"} => Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[c] = "none"

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
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

WorkerBornPark ==                                \* Q1: sets TASK_PARKED
  /\ Go(worker, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

WorkerBornParkTest ==                            \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(worker, "born.park.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, readers, nesting, warned, task,
                              cpu_hotplug_lock, gone, should_run, ret, fault>>
     ELSE /\ Goto(worker, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, readers, nesting, warned, task,
                         cpu_hotplug_lock, gone, should_run, ret, fault>>

WorkerBornParkSleep ==                           \* Q4: calls schedule()
  /\ Go(worker, "born.park.sleep", "born.park")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

WorkerBornParkRun ==                             \* Q5: sets TASK_RUNNING
  /\ Go(worker, "born.park.run", "2")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Worker2 ==                                       \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(worker, "2", "3")
  /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Worker3 ==                                       \* if (kthread_should_stop())
  /\ Go(worker, "3", IF shouldStop[worker] THEN "4" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret, fault>>

Worker4 ==                                       \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "4", "5")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Worker5 ==                                       \* return 0
  /\ Go(worker, "5", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Worker7 ==                                       \* if (kthread_should_park())
  /\ Go(worker, "7", IF shouldPark[worker] THEN "8" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret, fault>>

Worker8 ==                                       \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "8", "9.state")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

\* 9  kthread_parkme()
Worker9State ==                                  \* Q1: sets TASK_PARKED
  /\ Go(worker, "9.state", "9.test")
  /\ state' = [state EXCEPT ![worker] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Worker9Test ==
  /\ At(worker, "9.test")
  /\ IF shouldPark[worker]
     THEN IF parked[worker] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(worker, "9.sleep")
               /\ parked' = [parked EXCEPT ![worker] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, readers, nesting, warned, task,
                              cpu_hotplug_lock, gone, should_run, ret, fault>>
     ELSE /\ Goto(worker, "9.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, readers, nesting, warned, task,
                         cpu_hotplug_lock, gone, should_run, ret, fault>>

Worker9Sleep ==                                  \* Q4: calls schedule()
  /\ Go(worker, "9.sleep", "9.state")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

Worker9Run ==                                    \* Q5: sets TASK_RUNNING
  /\ Go(worker, "9.run", "2")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Worker12 ==                                      \* preempt_disable()
  /\ Go(worker, "12", "13")
  /\ nesting' = [nesting EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Worker13 ==                                      \* should_run = 0
  /\ Go(worker, "13", "14")
  /\ should_run' = [should_run EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, ret,
                 fault>>

Worker14 ==                                      \* preempt_enable()
  /\ Go(worker, "14", "15")
  /\ nesting' = [nesting EXCEPT ![worker] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Worker15 ==                                      \* if (should_run)
  /\ Go(worker, "15", IF should_run[worker] # 0 THEN "16" ELSE "18")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret, fault>>

Worker16 ==                                      \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "16", "2")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Worker18 ==                                      \* schedule()
  /\ Go(worker, "18", "2")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock,
                         gone, should_run, ret, fault>>

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
  \/ Worker13
  \/ Worker14
  \/ Worker15
  \/ Worker16
  \/ Worker18
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 21  ret = smpboot_register_percpu_thread(&worker_threads)
Modprobe21Lock ==                                \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "21.lock", "21.create")
  /\ Readable(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, gone, should_run, ret, fault>>

Modprobe21Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "21.create")
  /\ \/ Create(modprobe, worker, "21.park")
     \/ /\ Goto(modprobe, "21.failed")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, refs, readers,
                 nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret, fault>>

Modprobe21Park ==                                \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(modprobe, "21.park", "21.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

Modprobe21Wake ==                                \* P4: wakes the new thread
  /\ Go(modprobe, "21.wake", "21.parked")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

Modprobe21Parked ==                              \* P5: waits for 'parked'
  /\ Go(modprobe, "21.parked", "21.verify")
  /\ parked[arg[modprobe]] > 0
  /\ parked' = [parked EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

\* P6: waits until the thread is off its CPU, parked
Modprobe21Verify ==
  /\ Go(modprobe, "21.verify", "21.get")
  /\ state[arg[modprobe]] = "PARKED" => asleep[arg[modprobe]]
  /\ warned' = (warned \/ state[arg[modprobe]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Modprobe21Get ==                                 \* takes a reference on the thread
  /\ At(modprobe, "21.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.store")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock,
                         gone, should_run, ret, fault>>

Modprobe21Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "21.store", "21.unpark")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
Modprobe21Unpark ==
  /\ At(modprobe, "21.unpark")
  /\ IF BadTask(task) # "none"
     THEN Crash(BadTask(task))
     ELSE /\ Goto(modprobe, "21.unlock")
          /\ Unpark(task)
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs,
                         readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                         fault>>

Modprobe21Unlock ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "21.unlock", "22")
  /\ ret' = [ret EXCEPT ![modprobe] = 0]
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, gone, should_run, fault>>

Modprobe21Failed ==                              \* forgets the error pointer
  /\ Go(modprobe, "21.failed", "21.undone")
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Modprobe21Undone ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "21.undone", "22")
  /\ ret' = [ret EXCEPT ![modprobe] = -12]
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, gone, should_run, fault>>

Modprobe22 ==                                    \* if (ret)
  /\ Go(modprobe, "22", IF ret[modprobe] # 0 THEN "23" ELSE "25")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret, fault>>

Modprobe23 ==                                    \* return ret
  /\ At(modprobe, "23")
  /\ IF ret[modprobe] >= 0
     THEN Goto(modprobe, "live") /\ module' = "live" /\ refs' = refs - 1
     ELSE Goto(modprobe, "sync") /\ module' = "going" /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

Modprobe25 ==                                    \* return 0
  /\ Go(modprobe, "25", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "26.lock")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

\* 26  smpboot_unregister_percpu_thread(&worker_threads)
Modprobe26Lock ==                                \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "26.lock", "26.any")
  /\ Readable(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, gone, should_run, ret, fault>>

Modprobe26Any ==                                 \* tests whether the CPU has a thread
  /\ Go(modprobe, "26.any", IF task = NULL THEN "26.unlock" ELSE "26.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret, fault>>

Modprobe26Load ==                                \* S0: reads task
  /\ Go(modprobe, "26.load", "26.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Modprobe26Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "26.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock,
                         gone, should_run, ret, fault>>

Modprobe26Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "26.set", "26.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

Modprobe26Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "26.unpark", "26.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, readers,
                 nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret, fault>>

Modprobe26Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "26.notify", "26.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Modprobe26Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "26.wake", "26.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

Modprobe26Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "26.wait", "26.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe26Put ==
  /\ At(modprobe, "26.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "26.drop")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                         should_run, ret, fault>>

Modprobe26Drop ==                                \* drops the reference on the thread
  /\ At(modprobe, "26.drop")
  /\ IF task \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(task)
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "26.clear")
               /\ usage' = [usage EXCEPT ![task] = @ - 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, arg, module, refs, readers, nesting, warned, task,
                              cpu_hotplug_lock, gone, should_run, ret, fault>>

Modprobe26Clear ==                               \* clears task
  /\ Go(modprobe, "26.clear", "26.unlock")
  /\ task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Modprobe26Unlock ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "26.unlock", "sync")
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, gone, should_run, ret, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Kthreads : Reading(c)}
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Modprobe ==
  \/ Modprobe21Lock \/ Modprobe21Create \/ Modprobe21Park \/ Modprobe21Wake
  \/ Modprobe21Parked \/ Modprobe21Verify \/ Modprobe21Get \/ Modprobe21Store
  \/ Modprobe21Unpark \/ Modprobe21Unlock \/ Modprobe21Failed \/ Modprobe21Undone
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe25
  \/ Modprobe26Lock \/ Modprobe26Any \/ Modprobe26Load \/ Modprobe26Get
  \/ Modprobe26Set \/ Modprobe26Unpark \/ Modprobe26Notify \/ Modprobe26Wake
  \/ Modprobe26Wait \/ Modprobe26Put \/ Modprobe26Drop \/ Modprobe26Clear
  \/ Modprobe26Unlock
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* cpu_hotplug *)

CpuHotplugIdle ==                                \* a user calls into the kernel
  /\ Go(cpu_hotplug, "idle", "27")
  /\ module = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret, fault>>

CpuHotplug27 ==                                  \* cpus_write_lock()
  /\ At(cpu_hotplug, "27")
  /\ Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[cpu_hotplug] = "none"
  /\ IF Unheld(cpu_hotplug_lock)
     THEN /\ Goto(cpu_hotplug, "28")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "write"]
     ELSE /\ Goto(cpu_hotplug, "27")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "wait"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, gone, should_run, ret, fault>>

CpuHotplug28 ==                                  \* if (task)
  /\ Go(cpu_hotplug, "28", IF task = NULL THEN "31" ELSE "29.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret, fault>>

\* 29  kthread_park(task)
CpuHotplug29Load ==                              \* S0: reads task
  /\ Go(cpu_hotplug, "29.load", "29.exiting")
  /\ arg' = [arg EXCEPT ![cpu_hotplug] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

CpuHotplug29Exiting ==                           \* P1: tests PF_EXITING
  /\ At(cpu_hotplug, "29.exiting")
  /\ IF BadTask(arg[cpu_hotplug]) # "none"
     THEN Crash(BadTask(arg[cpu_hotplug]))
     ELSE IF pc[arg[cpu_hotplug]] \in Out
          THEN /\ Goto(cpu_hotplug, "29.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, readers, nesting, task,
                              cpu_hotplug_lock, gone, should_run, ret, fault>>
          ELSE /\ Goto(cpu_hotplug, "29.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, readers, nesting, warned, task,
                              cpu_hotplug_lock, gone, should_run, ret, fault>>

CpuHotplug29Busy ==                              \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(cpu_hotplug, "29.busy")
  /\ IF shouldPark[arg[cpu_hotplug]]
     THEN Goto(cpu_hotplug, "29.drop") /\ warned' = TRUE
     ELSE Goto(cpu_hotplug, "29.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

CpuHotplug29Set ==                               \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(cpu_hotplug, "29.set", "29.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[cpu_hotplug]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

CpuHotplug29Wake ==                              \* P4: wakes the thread
  /\ Go(cpu_hotplug, "29.wake", "29.wait")
  /\ Wake(arg[cpu_hotplug])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                 fault>>

CpuHotplug29Wait ==                              \* P5: waits for 'parked'
  /\ Go(cpu_hotplug, "29.wait", "29.verify")
  /\ parked[arg[cpu_hotplug]] > 0
  /\ parked' = [parked EXCEPT ![arg[cpu_hotplug]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

\* P6: waits until the thread is off its CPU, parked
CpuHotplug29Verify ==
  /\ Go(cpu_hotplug, "29.verify", "29.drop")
  /\ state[arg[cpu_hotplug]] = "PARKED" => asleep[arg[cpu_hotplug]]
  /\ warned' = (warned \/ state[arg[cpu_hotplug]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

CpuHotplug29Drop ==                              \* returns
  /\ Go(cpu_hotplug, "29.drop", "31")
  /\ arg' = [arg EXCEPT ![cpu_hotplug] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

CpuHotplug31 ==                                  \* cpus_write_unlock()
  /\ Go(cpu_hotplug, "31", "32")
  /\ IF cpu_hotplug_lock[cpu_hotplug] = "write"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, gone, should_run, ret, fault>>

CpuHotplug32 ==                                  \* cpus_write_lock()
  /\ At(cpu_hotplug, "32")
  /\ Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[cpu_hotplug] = "none"
  /\ IF Unheld(cpu_hotplug_lock)
     THEN /\ Goto(cpu_hotplug, "33")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "write"]
     ELSE /\ Goto(cpu_hotplug, "32")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "wait"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, gone, should_run, ret, fault>>

CpuHotplug33 ==                                  \* if (task)
  /\ Go(cpu_hotplug, "33", IF task = NULL THEN "36" ELSE "34.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret, fault>>

\* 34  kthread_unpark(task)
CpuHotplug34Load ==                              \* S0: reads task
  /\ Go(cpu_hotplug, "34.load", "34.unpark")
  /\ arg' = [arg EXCEPT ![cpu_hotplug] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
CpuHotplug34Unpark ==
  /\ At(cpu_hotplug, "34.unpark")
  /\ IF BadTask(arg[cpu_hotplug]) # "none"
     THEN Crash(BadTask(arg[cpu_hotplug]))
     ELSE /\ Goto(cpu_hotplug, "36")
          /\ Unpark(arg[cpu_hotplug])
          /\ arg' = [arg EXCEPT ![cpu_hotplug] = NULL]
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, module, refs,
                         readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run, ret,
                         fault>>

CpuHotplug36 ==                                  \* cpus_write_unlock()
  /\ Go(cpu_hotplug, "36", "leave")
  /\ IF cpu_hotplug_lock[cpu_hotplug] = "write"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, gone, should_run, ret, fault>>

CpuHotplugLeave ==                               \* the call returns to user space
  /\ Go(cpu_hotplug, "leave", "done")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret, fault>>

CpuHotplug ==
  \/ CpuHotplug27
  \/ CpuHotplug28
  \/ CpuHotplug29Load \/ CpuHotplug29Exiting \/ CpuHotplug29Busy \/ CpuHotplug29Set
  \/ CpuHotplug29Wake \/ CpuHotplug29Wait \/ CpuHotplug29Verify \/ CpuHotplug29Drop
  \/ CpuHotplug31
  \/ CpuHotplug32
  \/ CpuHotplug33
  \/ CpuHotplug34Load \/ CpuHotplug34Unpark
  \/ CpuHotplug36
  \/ CpuHotplugLeave

-----------------------------------------------------------------------------
(* offline *)

OfflineIdle ==                                   \* a user calls into the module
  /\ Go(offline, "idle", "37")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Offline37 ==                                     \* cpus_write_lock()
  /\ At(offline, "37")
  /\ Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[offline] = "none"
  /\ IF Unheld(cpu_hotplug_lock)
     THEN Goto(offline, "38") /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "write"]
     ELSE Goto(offline, "37") /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "wait"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, gone, should_run, ret, fault>>

Offline38 ==                                     \* gone = true
  /\ Go(offline, "38", "39")
  /\ gone' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, should_run,
                 ret, fault>>

Offline39 ==                                     \* cpus_write_unlock()
  /\ Go(offline, "39", "leave")
  /\ IF cpu_hotplug_lock[offline] = "write"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![offline] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, task, gone, should_run, ret, fault>>

OfflineLeave ==                                  \* the call returns to user space
  /\ Go(offline, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, readers, nesting, warned, task, cpu_hotplug_lock, gone, should_run,
                 ret, fault>>

Offline ==
  \/ Offline37
  \/ Offline38
  \/ Offline39
  \/ OfflineLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, module, refs, readers, nesting, warned, task, cpu_hotplug_lock, gone,
                 should_run, ret>>

Init ==
  /\ pc               = [t \in Kthreads |-> "none"]
                        @@ modprobe :> "21.lock"
                        @@ cpu_hotplug :> "idle"
                        @@ offline :> "idle"
  /\ state            = [t \in Kthreads |-> "NEW"]
  /\ asleep           = [t \in Kthreads |-> FALSE]
  /\ shouldStop       = [t \in Kthreads |-> FALSE]
  /\ shouldPark       = [t \in Kthreads |-> FALSE]
  /\ parked           = [t \in Kthreads |-> 0]
  /\ notified         = [t \in Kthreads |-> FALSE]
  /\ exited           = [t \in Kthreads |-> 0]
  /\ result           = [t \in Kthreads |-> 0]
  /\ usage            = [t \in Kthreads |-> 0]
  /\ arg              = [c \in {modprobe, cpu_hotplug} |-> NULL]
  /\ module           = "coming"
  /\ refs             = 2
  /\ readers          = {}
  /\ nesting          = [t \in Kthreads |-> 0]
  /\ warned           = FALSE
  /\ task             = NULL
  /\ cpu_hotplug_lock = [c \in {modprobe, cpu_hotplug, offline} |-> "none"]
  /\ gone             = FALSE
  /\ should_run       = [t \in Kthreads |-> 0]
  /\ ret              = [c \in {modprobe} |-> 0]
  /\ fault            = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ CpuHotplug
  \/ CpuHotplugIdle
  \/ Offline
  \/ OfflineIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(\/ Modprobe21Lock
             \/ Modprobe21Parked
             \/ Modprobe26Lock
             \/ Modprobe26Wait
             \/ ModprobeGrace)
  /\ WF_vars(CpuHotplug \/ FetchFault(cpu_hotplug))
  /\ SF_vars(CpuHotplug27 \/ CpuHotplug29Wait \/ CpuHotplug32)
  /\ WF_vars(Offline \/ FetchFault(offline))
  /\ SF_vars(Offline37)

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

NoDoubleStop == pc[modprobe] = "26.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "26.set" => arg[modprobe] # modprobe

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ \A c \in {cpu_hotplug, offline} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => /\ ~(pc[worker] = "born" /\ asleep[worker])
                      /\ pc[worker] \notin {"born.park", "born.park.test", "born.park.sleep", "2",
                                            "3", "7", "8", "9.state", "9.test", "9.sleep", "9.run"}

LocksReleased == \A c \in {modprobe, offline} : cpu_hotplug_lock[c] = "none" \/ InModuleText(c)

StopResultCorrect ==
  pc[modprobe] = "26.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"26.unpark", "26.notify", "26.wake", "26.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

RequestsAnswered ==
  \A c \in {cpu_hotplug, offline} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

ParkPending(c) == pc[c] \in {"21.wake", "21.parked", "21.verify", "29.wake", "29.wait", "29.verify"}
ParkTerminates == \A c \in {modprobe, cpu_hotplug} : []<>(~ParkPending(c) \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
