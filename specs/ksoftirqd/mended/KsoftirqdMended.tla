-------------------------- MODULE KsoftirqdMended ---------------------------
(********************************************************************************)
(* What is pending is handled when the CPU is online again.                     *)
(*                                                                              *)
(*   ksoftirqd     1  while (1) {                                               *)
(*                 2      set_current_state(TASK_INTERRUPTIBLE);                *)
(*                 3      if (kthread_should_stop()) {                          *)
(*                 4          __set_current_state(TASK_RUNNING);                *)
(*                 5          return 0;                                         *)
(*                 6      }                                                     *)
(*                 7      if (kthread_should_park()) {                          *)
(*                 8          __set_current_state(TASK_RUNNING);                *)
(*                 9          kthread_parkme();                                 *)
(*                10          continue;                                         *)
(*                11      }                                                     *)
(*                12      preempt_disable();                                    *)
(*                13      if (pending) {                                        *)
(*                14          should_run = 1;                                   *)
(*                15      } else {                                              *)
(*                16          should_run = 0;                                   *)
(*                17      }                                                     *)
(*                18      preempt_enable();                                     *)
(*                19      if (should_run) {                                     *)
(*                20          __set_current_state(TASK_RUNNING);                *)
(*                21          if (pending) {                                    *)
(*                22              pending = false;                              *)
(*                23              complete(&done);                              *)
(*                24          }                                                 *)
(*                25      } else {                                              *)
(*                26          schedule();                                       *)
(*                27      }                                                     *)
(*                28  }                                                         *)
(*   init         29  ret = smpboot_register_percpu_thread(&ksoftirqd_threads); *)
(*                30  if (ret) {                                                *)
(*                31      return ret;                                           *)
(*                32  }                                                         *)
(*                33  return 0;                                                 *)
(*   exit         34  smpboot_unregister_percpu_thread(&ksoftirqd_threads);     *)
(*   cpu_hotplug  35  cpus_write_lock();                                        *)
(*                36  if (ksoftirqd_task) {                                     *)
(*                37      kthread_park(ksoftirqd_task);                         *)
(*                38  }                                                         *)
(*                39  cpus_write_unlock();                                      *)
(*                40  cpus_write_lock();                                        *)
(*                41  if (ksoftirqd_task) {                                     *)
(*                42      kthread_unpark(ksoftirqd_task);                       *)
(*                43  }                                                         *)
(*                44  cpus_write_unlock();                                      *)
(*   request      45  mutex_lock(&lock);                                        *)
(*                46  pending = true;                                           *)
(*                47  wake_up_process(ksoftirqd_task);                          *)
(*                48  wait_for_completion(&done);                               *)
(*                49  mutex_unlock(&lock);                                      *)
(********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  ksoftirqd,         \* a kthread
  modprobe,          \* the task that loads and unloads the module
  cpu_hotplug,       \* a task that calls cpu_hotplug()
  request,           \* a task that calls request()
  NULL,              \* no task
  ERR,               \* an error pointer
  none,              \* the owner of a lock that is free
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
  pending,           \* bool
  done,              \* struct completion
  lock,              \* struct mutex: its owner
  ksoftirqd_task,    \* struct task_struct *
  cpu_hotplug_lock,  \* struct rw_semaphore: how each context holds it
  should_run,        \* local variable
  ret,               \* local variable
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
    module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task, cpu_hotplug_lock,
    should_run, ret, fault>>

Kthreads      == {ksoftirqd}
Contexts      == {ksoftirqd, modprobe, cpu_hotplug, request}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run", "2",
   "3", "4", "7", "5", "8", "12", "9.state", "9.test", "9.sleep", "9.run", "18", "19", "20", "26",
   "exited", "dead", "gone", "live", "sync", "grace", "free", "done", "idle", "35", "36", "39",
   "37.load", "37.exiting", "37.busy", "37.drop", "37.set", "37.wake", "37.wait", "37.verify",
   "40", "41", "44", "42.load", "42.unpark", "leave"}
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
                 usage, arg, module, refs, readers, nesting, warned, pending, done, lock,
                 ksoftirqd_task, cpu_hotplug_lock, should_run, ret>>

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
  /\ pc[c] \in {"29.lock", "34.lock"} => Readable(cpu_hotplug_lock)
  /\ pc[c] \in {"29.parked", "37.wait"} => parked[arg[c]] > 0
  /\ pc[c] \in {"29.verify", "37.verify"} => (state[arg[c]] = "PARKED" => asleep[arg[c]])
  /\ pc[c] = "34.wait" => exited[arg[c]] > 0
  /\ pc[c] = "grace" => readers = Quiet(readers)
  /\ pc[c] \in {"35", "40"} => Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[c] = "none"
  /\ pc[c] = "45" => lock = none
  /\ pc[c] = "48" => done > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* ksoftirqd *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
KsoftirqdBorn ==
  /\ At(ksoftirqd, "born")
  /\ IF shouldStop[ksoftirqd]
     THEN Goto(ksoftirqd, "exit") /\ result' = [result EXCEPT ![ksoftirqd] = -4]
     ELSE Goto(ksoftirqd, "born.park") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

KsoftirqdBornPark ==                             \* Q1: sets TASK_PARKED
  /\ Go(ksoftirqd, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![ksoftirqd] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

KsoftirqdBornParkTest ==                         \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(ksoftirqd, "born.park.test")
  /\ IF shouldPark[ksoftirqd]
     THEN IF parked[ksoftirqd] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(ksoftirqd, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![ksoftirqd] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, readers, nesting, warned, pending, done,
                              lock, ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>
     ELSE /\ Goto(ksoftirqd, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>

KsoftirqdBornParkSleep ==                        \* Q4: calls schedule()
  /\ Go(ksoftirqd, "born.park.sleep", "born.park")
  /\ Schedule(ksoftirqd)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

KsoftirqdBornParkRun ==                          \* Q5: sets TASK_RUNNING
  /\ Go(ksoftirqd, "born.park.run", "2")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd2 ==                                    \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(ksoftirqd, "2", "3")
  /\ state' = [state EXCEPT ![ksoftirqd] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd3 ==                                    \* if (kthread_should_stop())
  /\ Go(ksoftirqd, "3", IF shouldStop[ksoftirqd] THEN "4" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd4 ==                                    \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "4", "5")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd5 ==                                    \* return 0
  /\ Go(ksoftirqd, "5", "exit")
  /\ result' = [result EXCEPT ![ksoftirqd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd7 ==                                    \* if (kthread_should_park())
  /\ Go(ksoftirqd, "7", IF shouldPark[ksoftirqd] THEN "8" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd8 ==                                    \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "8", "9.state")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* 9  kthread_parkme()
Ksoftirqd9State ==                               \* Q1: sets TASK_PARKED
  /\ Go(ksoftirqd, "9.state", "9.test")
  /\ state' = [state EXCEPT ![ksoftirqd] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Ksoftirqd9Test ==
  /\ At(ksoftirqd, "9.test")
  /\ IF shouldPark[ksoftirqd]
     THEN IF parked[ksoftirqd] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(ksoftirqd, "9.sleep")
               /\ parked' = [parked EXCEPT ![ksoftirqd] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, readers, nesting, warned, pending, done,
                              lock, ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>
     ELSE /\ Goto(ksoftirqd, "9.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd9Sleep ==                               \* Q4: calls schedule()
  /\ Go(ksoftirqd, "9.sleep", "9.state")
  /\ Schedule(ksoftirqd)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd9Run ==                                 \* Q5: sets TASK_RUNNING
  /\ Go(ksoftirqd, "9.run", "2")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd12 ==                                   \* preempt_disable()
  /\ Go(ksoftirqd, "12", "13")
  /\ nesting' = [nesting EXCEPT ![ksoftirqd] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd13 ==                                   \* if (pending)
  /\ Go(ksoftirqd, "13", IF pending THEN "14" ELSE "16")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd14 ==                                   \* should_run = 1
  /\ Go(ksoftirqd, "14", "18")
  /\ should_run' = [should_run EXCEPT ![ksoftirqd] = 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, ret, fault>>

Ksoftirqd16 ==                                   \* should_run = 0
  /\ Go(ksoftirqd, "16", "18")
  /\ should_run' = [should_run EXCEPT ![ksoftirqd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, ret, fault>>

Ksoftirqd18 ==                                   \* preempt_enable()
  /\ Go(ksoftirqd, "18", "19")
  /\ nesting' = [nesting EXCEPT ![ksoftirqd] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd19 ==                                   \* if (should_run)
  /\ Go(ksoftirqd, "19", IF should_run[ksoftirqd] # 0 THEN "20" ELSE "26")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd20 ==                                   \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "20", "21")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd21 ==                                   \* if (pending)
  /\ Go(ksoftirqd, "21", IF pending THEN "22" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd22 ==                                   \* pending = false
  /\ Go(ksoftirqd, "22", "23")
  /\ pending' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd23 ==                                   \* complete(&done)
  /\ At(ksoftirqd, "23")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(ksoftirqd, "2")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, readers, nesting, warned, pending, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd26 ==                                   \* schedule()
  /\ Go(ksoftirqd, "26", "2")
  /\ Schedule(ksoftirqd)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

KsoftirqdExit ==                                 \* X4: completes 'exited'
  /\ Go(ksoftirqd, "exit", "exited")
  /\ exited' = [exited EXCEPT ![ksoftirqd] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

KsoftirqdExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(ksoftirqd, "exited", "dead")
  /\ state' = [state EXCEPT ![ksoftirqd] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
KsoftirqdDead ==
  /\ At(ksoftirqd, "dead")
  /\ IF usage[ksoftirqd] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(ksoftirqd, "gone")
          /\ usage' = [usage EXCEPT ![ksoftirqd] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd ==
  \/ KsoftirqdBorn \/ KsoftirqdBornPark \/ KsoftirqdBornParkTest
  \/ KsoftirqdBornParkSleep \/ KsoftirqdBornParkRun
  \/ Ksoftirqd2
  \/ Ksoftirqd3
  \/ Ksoftirqd4
  \/ Ksoftirqd5
  \/ Ksoftirqd7
  \/ Ksoftirqd8
  \/ Ksoftirqd9State \/ Ksoftirqd9Test \/ Ksoftirqd9Sleep \/ Ksoftirqd9Run
  \/ Ksoftirqd12
  \/ Ksoftirqd13
  \/ Ksoftirqd14
  \/ Ksoftirqd16
  \/ Ksoftirqd18
  \/ Ksoftirqd19
  \/ Ksoftirqd20
  \/ Ksoftirqd21
  \/ Ksoftirqd22
  \/ Ksoftirqd23
  \/ Ksoftirqd26
  \/ KsoftirqdExit \/ KsoftirqdExited \/ KsoftirqdDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 29  ret = smpboot_register_percpu_thread(&ksoftirqd_threads)
Modprobe29Lock ==                                \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "29.lock", "29.create")
  /\ Readable(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, ret, fault>>

Modprobe29Create ==                              \* C1..C5: creates a thread of ksoftirqd
  /\ At(modprobe, "29.create")
  /\ \/ Create(modprobe, ksoftirqd, "29.park")
     \/ /\ Goto(modprobe, "29.failed")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, refs, readers,
                 nesting, warned, pending, done, lock, ksoftirqd_task, cpu_hotplug_lock,
                 should_run, ret, fault>>

Modprobe29Park ==                                \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(modprobe, "29.park", "29.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe29Wake ==                                \* P4: wakes the new thread
  /\ Go(modprobe, "29.wake", "29.parked")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe29Parked ==                              \* P5: waits for 'parked'
  /\ Go(modprobe, "29.parked", "29.verify")
  /\ parked[arg[modprobe]] > 0
  /\ parked' = [parked EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* P6: waits until the thread is off its CPU, parked
Modprobe29Verify ==
  /\ Go(modprobe, "29.verify", "29.get")
  /\ state[arg[modprobe]] = "PARKED" => asleep[arg[modprobe]]
  /\ warned' = (warned \/ state[arg[modprobe]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe29Get ==                                 \* takes a reference on the thread
  /\ At(modprobe, "29.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "29.store")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>

Modprobe29Store ==                               \* stores the pointer in ksoftirqd_task
  /\ Go(modprobe, "29.store", "29.unpark")
  /\ ksoftirqd_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, cpu_hotplug_lock,
                 should_run, ret, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
Modprobe29Unpark ==
  /\ At(modprobe, "29.unpark")
  /\ IF BadTask(ksoftirqd_task) # "none"
     THEN Crash(BadTask(ksoftirqd_task))
     ELSE /\ Goto(modprobe, "29.unlock")
          /\ Unpark(ksoftirqd_task)
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs,
                         readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                         cpu_hotplug_lock, should_run, ret, fault>>

Modprobe29Unlock ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "29.unlock", "30")
  /\ ret' = [ret EXCEPT ![modprobe] = 0]
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, fault>>

Modprobe29Failed ==                              \* forgets the error pointer
  /\ Go(modprobe, "29.failed", "29.undone")
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe29Undone ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "29.undone", "30")
  /\ ret' = [ret EXCEPT ![modprobe] = -12]
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, fault>>

Modprobe30 ==                                    \* if (ret)
  /\ Go(modprobe, "30", IF ret[modprobe] # 0 THEN "31" ELSE "33")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe31 ==                                    \* return ret
  /\ At(modprobe, "31")
  /\ IF ret[modprobe] >= 0
     THEN Goto(modprobe, "live") /\ module' = "live" /\ refs' = refs - 1
     ELSE Goto(modprobe, "sync") /\ module' = "going" /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe33 ==                                    \* return 0
  /\ Go(modprobe, "33", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "34.lock")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* 34  smpboot_unregister_percpu_thread(&ksoftirqd_threads)
Modprobe34Lock ==                                \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "34.lock", "34.any")
  /\ Readable(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, ret, fault>>

Modprobe34Any ==                                 \* tests whether the CPU has a thread
  /\ Go(modprobe, "34.any", IF ksoftirqd_task = NULL THEN "34.unlock" ELSE "34.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe34Load ==                                \* S0: reads ksoftirqd_task
  /\ Go(modprobe, "34.load", "34.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe34Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "34.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "34.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>

Modprobe34Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "34.set", "34.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe34Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "34.unpark", "34.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, readers,
                 nesting, warned, pending, done, lock, ksoftirqd_task, cpu_hotplug_lock,
                 should_run, ret, fault>>

Modprobe34Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "34.notify", "34.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe34Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "34.wake", "34.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe34Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "34.wait", "34.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe34Put ==
  /\ At(modprobe, "34.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "34.drop")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>

Modprobe34Drop ==                                \* drops the reference on the thread
  /\ At(modprobe, "34.drop")
  /\ IF ksoftirqd_task \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(ksoftirqd_task)
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "34.clear")
               /\ usage' = [usage EXCEPT ![ksoftirqd_task] = @ - 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, arg, module, refs, readers, nesting, warned, pending, done,
                              lock, ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>

Modprobe34Clear ==                               \* clears ksoftirqd_task
  /\ Go(modprobe, "34.clear", "34.unlock")
  /\ ksoftirqd_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe34Unlock ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "34.unlock", "sync")
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, ret, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Kthreads : Reading(c)}
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Modprobe ==
  \/ Modprobe29Lock \/ Modprobe29Create \/ Modprobe29Park \/ Modprobe29Wake
  \/ Modprobe29Parked \/ Modprobe29Verify \/ Modprobe29Get \/ Modprobe29Store
  \/ Modprobe29Unpark \/ Modprobe29Unlock \/ Modprobe29Failed \/ Modprobe29Undone
  \/ Modprobe30
  \/ Modprobe31
  \/ Modprobe33
  \/ Modprobe34Lock \/ Modprobe34Any \/ Modprobe34Load \/ Modprobe34Get
  \/ Modprobe34Set \/ Modprobe34Unpark \/ Modprobe34Notify \/ Modprobe34Wake
  \/ Modprobe34Wait \/ Modprobe34Put \/ Modprobe34Drop \/ Modprobe34Clear
  \/ Modprobe34Unlock
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* cpu_hotplug *)

CpuHotplugIdle ==                                \* a user calls into the kernel
  /\ Go(cpu_hotplug, "idle", "35")
  /\ module = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug35 ==                                  \* cpus_write_lock()
  /\ At(cpu_hotplug, "35")
  /\ Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[cpu_hotplug] = "none"
  /\ IF Unheld(cpu_hotplug_lock)
     THEN /\ Goto(cpu_hotplug, "36")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "write"]
     ELSE /\ Goto(cpu_hotplug, "35")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "wait"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 should_run, ret, fault>>

CpuHotplug36 ==                                  \* if (ksoftirqd_task)
  /\ Go(cpu_hotplug, "36", IF ksoftirqd_task = NULL THEN "39" ELSE "37.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* 37  kthread_park(ksoftirqd_task)
CpuHotplug37Load ==                              \* S0: reads ksoftirqd_task
  /\ Go(cpu_hotplug, "37.load", "37.exiting")
  /\ arg' = [arg EXCEPT ![cpu_hotplug] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug37Exiting ==                           \* P1: tests PF_EXITING
  /\ At(cpu_hotplug, "37.exiting")
  /\ IF BadTask(arg[cpu_hotplug]) # "none"
     THEN Crash(BadTask(arg[cpu_hotplug]))
     ELSE IF pc[arg[cpu_hotplug]] \in Out
          THEN /\ Goto(cpu_hotplug, "37.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, readers, nesting, pending, done,
                              lock, ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>
          ELSE /\ Goto(cpu_hotplug, "37.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, readers, nesting, warned, pending,
                              done, lock, ksoftirqd_task, cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug37Busy ==                              \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(cpu_hotplug, "37.busy")
  /\ IF shouldPark[arg[cpu_hotplug]]
     THEN Goto(cpu_hotplug, "37.drop") /\ warned' = TRUE
     ELSE Goto(cpu_hotplug, "37.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug37Set ==                               \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(cpu_hotplug, "37.set", "37.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[cpu_hotplug]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug37Wake ==                              \* P4: wakes the thread
  /\ Go(cpu_hotplug, "37.wake", "37.wait")
  /\ Wake(arg[cpu_hotplug])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug37Wait ==                              \* P5: waits for 'parked'
  /\ Go(cpu_hotplug, "37.wait", "37.verify")
  /\ parked[arg[cpu_hotplug]] > 0
  /\ parked' = [parked EXCEPT ![arg[cpu_hotplug]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* P6: waits until the thread is off its CPU, parked
CpuHotplug37Verify ==
  /\ Go(cpu_hotplug, "37.verify", "37.drop")
  /\ state[arg[cpu_hotplug]] = "PARKED" => asleep[arg[cpu_hotplug]]
  /\ warned' = (warned \/ state[arg[cpu_hotplug]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug37Drop ==                              \* returns
  /\ Go(cpu_hotplug, "37.drop", "39")
  /\ arg' = [arg EXCEPT ![cpu_hotplug] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug39 ==                                  \* cpus_write_unlock()
  /\ Go(cpu_hotplug, "39", "40")
  /\ IF cpu_hotplug_lock[cpu_hotplug] = "write"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, ret, fault>>

CpuHotplug40 ==                                  \* cpus_write_lock()
  /\ At(cpu_hotplug, "40")
  /\ Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[cpu_hotplug] = "none"
  /\ IF Unheld(cpu_hotplug_lock)
     THEN /\ Goto(cpu_hotplug, "41")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "write"]
     ELSE /\ Goto(cpu_hotplug, "40")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "wait"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 should_run, ret, fault>>

CpuHotplug41 ==                                  \* if (ksoftirqd_task)
  /\ Go(cpu_hotplug, "41", IF ksoftirqd_task = NULL THEN "44" ELSE "42.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* 42  kthread_unpark(ksoftirqd_task)
CpuHotplug42Load ==                              \* S0: reads ksoftirqd_task
  /\ Go(cpu_hotplug, "42.load", "42.unpark")
  /\ arg' = [arg EXCEPT ![cpu_hotplug] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
CpuHotplug42Unpark ==
  /\ At(cpu_hotplug, "42.unpark")
  /\ IF BadTask(arg[cpu_hotplug]) # "none"
     THEN Crash(BadTask(arg[cpu_hotplug]))
     ELSE /\ Goto(cpu_hotplug, "44")
          /\ Unpark(arg[cpu_hotplug])
          /\ arg' = [arg EXCEPT ![cpu_hotplug] = NULL]
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, module, refs,
                         readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                         cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug44 ==                                  \* cpus_write_unlock()
  /\ Go(cpu_hotplug, "44", "leave")
  /\ IF cpu_hotplug_lock[cpu_hotplug] = "write"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, ret, fault>>

CpuHotplugLeave ==                               \* the call returns to user space
  /\ Go(cpu_hotplug, "leave", "done")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

CpuHotplug ==
  \/ CpuHotplug35
  \/ CpuHotplug36
  \/ CpuHotplug37Load \/ CpuHotplug37Exiting \/ CpuHotplug37Busy \/ CpuHotplug37Set
  \/ CpuHotplug37Wake \/ CpuHotplug37Wait \/ CpuHotplug37Verify \/ CpuHotplug37Drop
  \/ CpuHotplug39
  \/ CpuHotplug40
  \/ CpuHotplug41
  \/ CpuHotplug42Load \/ CpuHotplug42Unpark
  \/ CpuHotplug44
  \/ CpuHotplugLeave

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ Go(request, "idle", "45")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Request45 ==                                     \* mutex_lock(&lock)
  /\ Go(request, "45", "46")
  /\ lock = none
  /\ lock' = request
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Request46 ==                                     \* pending = true
  /\ Go(request, "46", "47.load")
  /\ pending' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* 47  wake_up_process(ksoftirqd_task)
Request47Load ==                                 \* S0: reads ksoftirqd_task
  /\ Go(request, "47.load", "47.wake")
  /\ arg' = [arg EXCEPT ![request] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Request47Wake ==                                 \* wakes ksoftirqd_task
  /\ At(request, "47.wake")
  /\ IF BadTask(arg[request]) # "none"
     THEN Crash(BadTask(arg[request]))
     ELSE /\ Goto(request, "48")
          /\ Wake(arg[request])
          /\ arg' = [arg EXCEPT ![request] = NULL]
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, module,
                         refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                         cpu_hotplug_lock, should_run, ret, fault>>

Request48 ==                                     \* wait_for_completion(&done)
  /\ Go(request, "48", "49")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Request49 ==                                     \* mutex_unlock(&lock)
  /\ Go(request, "49", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # request)
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ Go(request, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Request ==
  \/ Request45
  \/ Request46
  \/ Request47Load \/ Request47Wake
  \/ Request48
  \/ Request49
  \/ RequestLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, module, refs, readers, nesting, warned, pending, done, lock,
                 ksoftirqd_task, cpu_hotplug_lock, should_run, ret>>

Init ==
  /\ pc               = [t \in Kthreads |-> "none"]
                        @@ modprobe :> "29.lock"
                        @@ cpu_hotplug :> "idle"
                        @@ request :> "idle"
  /\ state            = [t \in Kthreads |-> "NEW"]
  /\ asleep           = [t \in Kthreads |-> FALSE]
  /\ shouldStop       = [t \in Kthreads |-> FALSE]
  /\ shouldPark       = [t \in Kthreads |-> FALSE]
  /\ parked           = [t \in Kthreads |-> 0]
  /\ notified         = [t \in Kthreads |-> FALSE]
  /\ exited           = [t \in Kthreads |-> 0]
  /\ result           = [t \in Kthreads |-> 0]
  /\ usage            = [t \in Kthreads |-> 0]
  /\ arg              = [c \in {modprobe, cpu_hotplug, request} |-> NULL]
  /\ module           = "coming"
  /\ refs             = 2
  /\ readers          = {}
  /\ nesting          = [t \in Kthreads |-> 0]
  /\ warned           = FALSE
  /\ pending          = FALSE
  /\ done             = 0
  /\ lock             = none
  /\ ksoftirqd_task   = NULL
  /\ cpu_hotplug_lock = [c \in {modprobe, cpu_hotplug} |-> "none"]
  /\ should_run       = [t \in Kthreads |-> 0]
  /\ ret              = [c \in {modprobe} |-> 0]
  /\ fault            = "none"

Next ==
  \/ Ksoftirqd
  \/ Modprobe
  \/ ModprobeLive
  \/ CpuHotplug
  \/ CpuHotplugIdle
  \/ Request
  \/ RequestIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Ksoftirqd \/ FetchFault(ksoftirqd))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(\/ Modprobe29Lock
             \/ Modprobe29Parked
             \/ Modprobe34Lock
             \/ Modprobe34Wait
             \/ ModprobeGrace)
  /\ WF_vars(CpuHotplug \/ FetchFault(cpu_hotplug))
  /\ SF_vars(CpuHotplug35 \/ CpuHotplug37Wait \/ CpuHotplug40)
  /\ WF_vars(Request \/ FetchFault(request))
  /\ SF_vars(Request45 \/ Request48)

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

NoDoubleStop == pc[modprobe] = "34.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "34.set" => arg[modprobe] # modprobe

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ pc[ksoftirqd] \in {"none", "gone"}
  /\ \A c \in {cpu_hotplug, request} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[ksoftirqd] = "gone" => usage[ksoftirqd] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[ksoftirqd] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => /\ ~(pc[ksoftirqd] = "born" /\ asleep[ksoftirqd])
                      /\ pc[ksoftirqd] \notin {"born.park", "born.park.test", "born.park.sleep",
                                               "2", "3", "7", "8", "9.state", "9.test", "9.sleep",
                                               "9.run"}

LocksReleased ==
  /\ lock = none \/ lock \in {cpu_hotplug} \/ InModuleText(lock)
  /\ cpu_hotplug_lock[modprobe] = "none" \/ InModuleText(modprobe)

StopResultCorrect ==
  pc[modprobe] = "34.put" /\ arg[modprobe] = ksoftirqd => /\ pc[ksoftirqd] \in
                                                               {"exited", "dead", "gone"}
                                                          /\ result[ksoftirqd] \in {-4, 0}

StopPending    == pc[modprobe] \in {"34.unpark", "34.notify", "34.wake", "34.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[ksoftirqd] => pc[ksoftirqd] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

RequestsAnswered ==
  \A c \in {cpu_hotplug, request} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

ParkPending(c) == pc[c] \in {"29.wake", "29.parked", "29.verify", "37.wake", "37.wait", "37.verify"}
ParkTerminates == \A c \in {modprobe, cpu_hotplug} : []<>(~ParkPending(c) \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
