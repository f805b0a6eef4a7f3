----------------------------- MODULE Ksoftirqd ------------------------------
(********************************************************************************)
(* What is pending is dropped when the CPU goes offline.                        *)
(*                                                                              *)
(*   ksoftirqd     1  status = 0;                                               *)
(*                 2  while (1) {                                               *)
(*                 3      set_current_state(TASK_INTERRUPTIBLE);                *)
(*                 4      if (kthread_should_stop()) {                          *)
(*                 5          __set_current_state(TASK_RUNNING);                *)
(*                 6          return 0;                                         *)
(*                 7      }                                                     *)
(*                 8      if (kthread_should_park()) {                          *)
(*                 9          __set_current_state(TASK_RUNNING);                *)
(*                10          if (status == 1) {                                *)
(*                11              pending = false;                              *)
(*                12              status = 2;                                   *)
(*                13          }                                                 *)
(*                14          kthread_parkme();                                 *)
(*                15          continue;                                         *)
(*                16      }                                                     *)
(*                17      if (!status) {                                        *)
(*                18          __set_current_state(TASK_RUNNING);                *)
(*                19          status = 1;                                       *)
(*                20          continue;                                         *)
(*                21      }                                                     *)
(*                22      if (status == 2) {                                    *)
(*                23          __set_current_state(TASK_RUNNING);                *)
(*                24          status = 1;                                       *)
(*                25          continue;                                         *)
(*                26      }                                                     *)
(*                27      preempt_disable();                                    *)
(*                28      if (pending) {                                        *)
(*                29          should_run = 1;                                   *)
(*                30      } else {                                              *)
(*                31          should_run = 0;                                   *)
(*                32      }                                                     *)
(*                33      preempt_enable();                                     *)
(*                34      if (should_run) {                                     *)
(*                35          __set_current_state(TASK_RUNNING);                *)
(*                36          if (pending) {                                    *)
(*                37              pending = false;                              *)
(*                38              complete(&done);                              *)
(*                39          }                                                 *)
(*                40      } else {                                              *)
(*                41          schedule();                                       *)
(*                42      }                                                     *)
(*                43  }                                                         *)
(*   init         44  ret = smpboot_register_percpu_thread(&ksoftirqd_threads); *)
(*                45  if (ret) {                                                *)
(*                46      return ret;                                           *)
(*                47  }                                                         *)
(*                48  return 0;                                                 *)
(*   exit         49  smpboot_unregister_percpu_thread(&ksoftirqd_threads);     *)
(*   cpu_hotplug  50  cpus_write_lock();                                        *)
(*                51  if (ksoftirqd_task) {                                     *)
(*                52      kthread_park(ksoftirqd_task);                         *)
(*                53  }                                                         *)
(*                54  cpus_write_unlock();                                      *)
(*                55  cpus_write_lock();                                        *)
(*                56  if (ksoftirqd_task) {                                     *)
(*                57      kthread_unpark(ksoftirqd_task);                       *)
(*                58  }                                                         *)
(*                59  cpus_write_unlock();                                      *)
(*   request      60  mutex_lock(&lock);                                        *)
(*                61  pending = true;                                           *)
(*                62  wake_up_process(ksoftirqd_task);                          *)
(*                63  wait_for_completion(&done);                               *)
(*                64  mutex_unlock(&lock);                                      *)
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
  status,            \* local variable
  ret,               \* local variable
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
    module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task, cpu_hotplug_lock,
    should_run, status, ret, fault>>

Kthreads      == {ksoftirqd}
Contexts      == {ksoftirqd, modprobe, cpu_hotplug, request}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run", "1",
   "3", "4", "5", "8", "6", "9", "17", "10", "14.state", "12", "14.test", "14.sleep", "14.run",
   "18", "22", "19", "23", "27", "24", "33", "34", "35", "41", "exited", "dead", "gone", "live",
   "sync", "grace", "free", "done", "idle", "50", "51", "54", "52.load", "52.exiting", "52.busy",
   "52.drop", "52.set", "52.wake", "52.wait", "52.verify", "55", "56", "59", "57.load",
   "57.unpark", "leave"}
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
                 ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret>>

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
  /\ pc[c] \in {"44.lock", "49.lock"} => Readable(cpu_hotplug_lock)
  /\ pc[c] \in {"44.parked", "52.wait"} => parked[arg[c]] > 0
  /\ pc[c] \in {"44.verify", "52.verify"} => (state[arg[c]] = "PARKED" => asleep[arg[c]])
  /\ pc[c] = "49.wait" => exited[arg[c]] > 0
  /\ pc[c] = "grace" => readers = Quiet(readers)
  /\ pc[c] \in {"50", "55"} => Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[c] = "none"
  /\ pc[c] = "60" => lock = none
  /\ pc[c] = "63" => done > 0

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
                 cpu_hotplug_lock, should_run, status, ret, fault>>

KsoftirqdBornPark ==                             \* Q1: sets TASK_PARKED
  /\ Go(ksoftirqd, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![ksoftirqd] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

KsoftirqdBornParkTest ==                         \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(ksoftirqd, "born.park.test")
  /\ IF shouldPark[ksoftirqd]
     THEN IF parked[ksoftirqd] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(ksoftirqd, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![ksoftirqd] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, readers, nesting, warned, pending, done,
                              lock, ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret,
                              fault>>
     ELSE /\ Goto(ksoftirqd, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret, fault>>

KsoftirqdBornParkSleep ==                        \* Q4: calls schedule()
  /\ Go(ksoftirqd, "born.park.sleep", "born.park")
  /\ Schedule(ksoftirqd)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

KsoftirqdBornParkRun ==                          \* Q5: sets TASK_RUNNING
  /\ Go(ksoftirqd, "born.park.run", "1")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd1 ==                                    \* status = 0
  /\ Go(ksoftirqd, "1", "3")
  /\ status' = [status EXCEPT ![ksoftirqd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd3 ==                                    \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(ksoftirqd, "3", "4")
  /\ state' = [state EXCEPT ![ksoftirqd] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd4 ==                                    \* if (kthread_should_stop())
  /\ Go(ksoftirqd, "4", IF shouldStop[ksoftirqd] THEN "5" ELSE "8")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd5 ==                                    \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "5", "6")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd6 ==                                    \* return 0
  /\ Go(ksoftirqd, "6", "exit")
  /\ result' = [result EXCEPT ![ksoftirqd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd8 ==                                    \* if (kthread_should_park())
  /\ Go(ksoftirqd, "8", IF shouldPark[ksoftirqd] THEN "9" ELSE "17")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd9 ==                                    \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "9", "10")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd10 ==                                   \* if (status == 1)
  /\ Go(ksoftirqd, "10", IF status[ksoftirqd] = 1 THEN "11" ELSE "14.state")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd11 ==                                   \* pending = false
  /\ Go(ksoftirqd, "11", "12")
  /\ pending' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd12 ==                                   \* status = 2
  /\ Go(ksoftirqd, "12", "14.state")
  /\ status' = [status EXCEPT ![ksoftirqd] = 2]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

\* 14  kthread_parkme()
Ksoftirqd14State ==                              \* Q1: sets TASK_PARKED
  /\ Go(ksoftirqd, "14.state", "14.test")
  /\ state' = [state EXCEPT ![ksoftirqd] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
Ksoftirqd14Test ==
  /\ At(ksoftirqd, "14.test")
  /\ IF shouldPark[ksoftirqd]
     THEN IF parked[ksoftirqd] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(ksoftirqd, "14.sleep")
               /\ parked' = [parked EXCEPT ![ksoftirqd] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, refs, readers, nesting, warned, pending, done,
                              lock, ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret,
                              fault>>
     ELSE /\ Goto(ksoftirqd, "14.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd14Sleep ==                              \* Q4: calls schedule()
  /\ Go(ksoftirqd, "14.sleep", "14.state")
  /\ Schedule(ksoftirqd)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd14Run ==                                \* Q5: sets TASK_RUNNING
  /\ Go(ksoftirqd, "14.run", "3")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd17 ==                                   \* if (!status)
  /\ Go(ksoftirqd, "17", IF status[ksoftirqd] = 0 THEN "18" ELSE "22")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd18 ==                                   \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "18", "19")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd19 ==                                   \* status = 1
  /\ Go(ksoftirqd, "19", "3")
  /\ status' = [status EXCEPT ![ksoftirqd] = 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd22 ==                                   \* if (status == 2)
  /\ Go(ksoftirqd, "22", IF status[ksoftirqd] = 2 THEN "23" ELSE "27")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd23 ==                                   \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "23", "24")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd24 ==                                   \* status = 1
  /\ Go(ksoftirqd, "24", "3")
  /\ status' = [status EXCEPT ![ksoftirqd] = 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, ret, fault>>

Ksoftirqd27 ==                                   \* preempt_disable()
  /\ Go(ksoftirqd, "27", "28")
  /\ nesting' = [nesting EXCEPT ![ksoftirqd] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd28 ==                                   \* if (pending)
  /\ Go(ksoftirqd, "28", IF pending THEN "29" ELSE "31")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd29 ==                                   \* should_run = 1
  /\ Go(ksoftirqd, "29", "33")
  /\ should_run' = [should_run EXCEPT ![ksoftirqd] = 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, status, ret, fault>>

Ksoftirqd31 ==                                   \* should_run = 0
  /\ Go(ksoftirqd, "31", "33")
  /\ should_run' = [should_run EXCEPT ![ksoftirqd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, status, ret, fault>>

Ksoftirqd33 ==                                   \* preempt_enable()
  /\ Go(ksoftirqd, "33", "34")
  /\ nesting' = [nesting EXCEPT ![ksoftirqd] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd34 ==                                   \* if (should_run)
  /\ Go(ksoftirqd, "34", IF should_run[ksoftirqd] # 0 THEN "35" ELSE "41")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd35 ==                                   \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "35", "36")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd36 ==                                   \* if (pending)
  /\ Go(ksoftirqd, "36", IF pending THEN "37" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd37 ==                                   \* pending = false
  /\ Go(ksoftirqd, "37", "38")
  /\ pending' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd38 ==                                   \* complete(&done)
  /\ At(ksoftirqd, "38")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(ksoftirqd, "3")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, refs, readers, nesting, warned, pending, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd41 ==                                   \* schedule()
  /\ Go(ksoftirqd, "41", "3")
  /\ Schedule(ksoftirqd)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

KsoftirqdExit ==                                 \* X4: completes 'exited'
  /\ Go(ksoftirqd, "exit", "exited")
  /\ exited' = [exited EXCEPT ![ksoftirqd] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

KsoftirqdExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(ksoftirqd, "exited", "dead")
  /\ state' = [state EXCEPT ![ksoftirqd] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
KsoftirqdDead ==
  /\ At(ksoftirqd, "dead")
  /\ IF usage[ksoftirqd] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(ksoftirqd, "gone")
          /\ usage' = [usage EXCEPT ![ksoftirqd] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret, fault>>

Ksoftirqd ==
  \/ KsoftirqdBorn \/ KsoftirqdBornPark \/ KsoftirqdBornParkTest
  \/ KsoftirqdBornParkSleep \/ KsoftirqdBornParkRun
  \/ Ksoftirqd1
  \/ Ksoftirqd3
  \/ Ksoftirqd4
  \/ Ksoftirqd5
  \/ Ksoftirqd6
  \/ Ksoftirqd8
  \/ Ksoftirqd9
  \/ Ksoftirqd10
  \/ Ksoftirqd11
  \/ Ksoftirqd12
  \/ Ksoftirqd14State \/ Ksoftirqd14Test \/ Ksoftirqd14Sleep \/ Ksoftirqd14Run
  \/ Ksoftirqd17
  \/ Ksoftirqd18
  \/ Ksoftirqd19
  \/ Ksoftirqd22
  \/ Ksoftirqd23
  \/ Ksoftirqd24
  \/ Ksoftirqd27
  \/ Ksoftirqd28
  \/ Ksoftirqd29
  \/ Ksoftirqd31
  \/ Ksoftirqd33
  \/ Ksoftirqd34
  \/ Ksoftirqd35
  \/ Ksoftirqd36
  \/ Ksoftirqd37
  \/ Ksoftirqd38
  \/ Ksoftirqd41
  \/ KsoftirqdExit \/ KsoftirqdExited \/ KsoftirqdDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 44  ret = smpboot_register_percpu_thread(&ksoftirqd_threads)
Modprobe44Lock ==                                \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "44.lock", "44.create")
  /\ Readable(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, status, ret, fault>>

Modprobe44Create ==                              \* C1..C5: creates a thread of ksoftirqd
  /\ At(modprobe, "44.create")
  /\ \/ Create(modprobe, ksoftirqd, "44.park")
     \/ /\ Goto(modprobe, "44.failed")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, refs, readers,
                 nesting, warned, pending, done, lock, ksoftirqd_task, cpu_hotplug_lock,
                 should_run, status, ret, fault>>

Modprobe44Park ==                                \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(modprobe, "44.park", "44.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe44Wake ==                                \* P4: wakes the new thread
  /\ Go(modprobe, "44.wake", "44.parked")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe44Parked ==                              \* P5: waits for 'parked'
  /\ Go(modprobe, "44.parked", "44.verify")
  /\ parked[arg[modprobe]] > 0
  /\ parked' = [parked EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* P6: waits until the thread is off its CPU, parked
Modprobe44Verify ==
  /\ Go(modprobe, "44.verify", "44.get")
  /\ state[arg[modprobe]] = "PARKED" => asleep[arg[modprobe]]
  /\ warned' = (warned \/ state[arg[modprobe]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe44Get ==                                 \* takes a reference on the thread
  /\ At(modprobe, "44.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "44.store")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe44Store ==                               \* stores the pointer in ksoftirqd_task
  /\ Go(modprobe, "44.store", "44.unpark")
  /\ ksoftirqd_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, cpu_hotplug_lock,
                 should_run, status, ret, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
Modprobe44Unpark ==
  /\ At(modprobe, "44.unpark")
  /\ IF BadTask(ksoftirqd_task) # "none"
     THEN Crash(BadTask(ksoftirqd_task))
     ELSE /\ Goto(modprobe, "44.unlock")
          /\ Unpark(ksoftirqd_task)
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs,
                         readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                         cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe44Unlock ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "44.unlock", "45")
  /\ ret' = [ret EXCEPT ![modprobe] = 0]
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, status, fault>>

Modprobe44Failed ==                              \* forgets the error pointer
  /\ Go(modprobe, "44.failed", "44.undone")
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe44Undone ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "44.undone", "45")
  /\ ret' = [ret EXCEPT ![modprobe] = -12]
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, status, fault>>

Modprobe45 ==                                    \* if (ret)
  /\ Go(modprobe, "45", IF ret[modprobe] # 0 THEN "46" ELSE "48")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe46 ==                                    \* return ret
  /\ At(modprobe, "46")
  /\ IF ret[modprobe] >= 0
     THEN Goto(modprobe, "live") /\ module' = "live" /\ refs' = refs - 1
     ELSE Goto(modprobe, "sync") /\ module' = "going" /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe48 ==                                    \* return 0
  /\ Go(modprobe, "48", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "49.lock")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* 49  smpboot_unregister_percpu_thread(&ksoftirqd_threads)
Modprobe49Lock ==                                \* takes cpu_hotplug_lock to read
  /\ Go(modprobe, "49.lock", "49.any")
  /\ Readable(cpu_hotplug_lock)
  /\ warned' = (warned \/ cpu_hotplug_lock[modprobe] = "read")
  /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "read"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, status, ret, fault>>

Modprobe49Any ==                                 \* tests whether the CPU has a thread
  /\ Go(modprobe, "49.any", IF ksoftirqd_task = NULL THEN "49.unlock" ELSE "49.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe49Load ==                                \* S0: reads ksoftirqd_task
  /\ Go(modprobe, "49.load", "49.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe49Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "49.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "49.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe49Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "49.set", "49.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe49Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "49.unpark", "49.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, refs, readers,
                 nesting, warned, pending, done, lock, ksoftirqd_task, cpu_hotplug_lock,
                 should_run, status, ret, fault>>

Modprobe49Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "49.notify", "49.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe49Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "49.wake", "49.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe49Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "49.wait", "49.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe49Put ==
  /\ At(modprobe, "49.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "49.drop")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, refs, readers, nesting, warned, pending, done, lock,
                         ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe49Drop ==                                \* drops the reference on the thread
  /\ At(modprobe, "49.drop")
  /\ IF ksoftirqd_task \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(ksoftirqd_task)
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "49.clear")
               /\ usage' = [usage EXCEPT ![ksoftirqd_task] = @ - 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, arg, module, refs, readers, nesting, warned, pending, done,
                              lock, ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret,
                              fault>>

Modprobe49Clear ==                               \* clears ksoftirqd_task
  /\ Go(modprobe, "49.clear", "49.unlock")
  /\ ksoftirqd_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe49Unlock ==                              \* releases cpu_hotplug_lock
  /\ Go(modprobe, "49.unlock", "sync")
  /\ IF cpu_hotplug_lock[modprobe] = "read"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![modprobe] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, status, ret, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Kthreads : Reading(c)}
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Modprobe ==
  \/ Modprobe44Lock \/ Modprobe44Create \/ Modprobe44Park \/ Modprobe44Wake
  \/ Modprobe44Parked \/ Modprobe44Verify \/ Modprobe44Get \/ Modprobe44Store
  \/ Modprobe44Unpark \/ Modprobe44Unlock \/ Modprobe44Failed \/ Modprobe44Undone
  \/ Modprobe45
  \/ Modprobe46
  \/ Modprobe48
  \/ Modprobe49Lock \/ Modprobe49Any \/ Modprobe49Load \/ Modprobe49Get
  \/ Modprobe49Set \/ Modprobe49Unpark \/ Modprobe49Notify \/ Modprobe49Wake
  \/ Modprobe49Wait \/ Modprobe49Put \/ Modprobe49Drop \/ Modprobe49Clear
  \/ Modprobe49Unlock
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* cpu_hotplug *)

CpuHotplugIdle ==                                \* a user calls into the kernel
  /\ Go(cpu_hotplug, "idle", "50")
  /\ module = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

CpuHotplug50 ==                                  \* cpus_write_lock()
  /\ At(cpu_hotplug, "50")
  /\ Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[cpu_hotplug] = "none"
  /\ IF Unheld(cpu_hotplug_lock)
     THEN /\ Goto(cpu_hotplug, "51")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "write"]
     ELSE /\ Goto(cpu_hotplug, "50")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "wait"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 should_run, status, ret, fault>>

CpuHotplug51 ==                                  \* if (ksoftirqd_task)
  /\ Go(cpu_hotplug, "51", IF ksoftirqd_task = NULL THEN "54" ELSE "52.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* 52  kthread_park(ksoftirqd_task)
CpuHotplug52Load ==                              \* S0: reads ksoftirqd_task
  /\ Go(cpu_hotplug, "52.load", "52.exiting")
  /\ arg' = [arg EXCEPT ![cpu_hotplug] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

CpuHotplug52Exiting ==                           \* P1: tests PF_EXITING
  /\ At(cpu_hotplug, "52.exiting")
  /\ IF BadTask(arg[cpu_hotplug]) # "none"
     THEN Crash(BadTask(arg[cpu_hotplug]))
     ELSE IF pc[arg[cpu_hotplug]] \in Out
          THEN /\ Goto(cpu_hotplug, "52.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, readers, nesting, pending, done,
                              lock, ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret,
                              fault>>
          ELSE /\ Goto(cpu_hotplug, "52.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, refs, readers, nesting, warned, pending,
                              done, lock, ksoftirqd_task, cpu_hotplug_lock, should_run, status,
                              ret, fault>>

CpuHotplug52Busy ==                              \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(cpu_hotplug, "52.busy")
  /\ IF shouldPark[arg[cpu_hotplug]]
     THEN Goto(cpu_hotplug, "52.drop") /\ warned' = TRUE
     ELSE Goto(cpu_hotplug, "52.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

CpuHotplug52Set ==                               \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(cpu_hotplug, "52.set", "52.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[cpu_hotplug]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

CpuHotplug52Wake ==                              \* P4: wakes the thread
  /\ Go(cpu_hotplug, "52.wake", "52.wait")
  /\ Wake(arg[cpu_hotplug])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

CpuHotplug52Wait ==                              \* P5: waits for 'parked'
  /\ Go(cpu_hotplug, "52.wait", "52.verify")
  /\ parked[arg[cpu_hotplug]] > 0
  /\ parked' = [parked EXCEPT ![arg[cpu_hotplug]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* P6: waits until the thread is off its CPU, parked
CpuHotplug52Verify ==
  /\ Go(cpu_hotplug, "52.verify", "52.drop")
  /\ state[arg[cpu_hotplug]] = "PARKED" => asleep[arg[cpu_hotplug]]
  /\ warned' = (warned \/ state[arg[cpu_hotplug]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

CpuHotplug52Drop ==                              \* returns
  /\ Go(cpu_hotplug, "52.drop", "54")
  /\ arg' = [arg EXCEPT ![cpu_hotplug] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

CpuHotplug54 ==                                  \* cpus_write_unlock()
  /\ Go(cpu_hotplug, "54", "55")
  /\ IF cpu_hotplug_lock[cpu_hotplug] = "write"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, status, ret, fault>>

CpuHotplug55 ==                                  \* cpus_write_lock()
  /\ At(cpu_hotplug, "55")
  /\ Unheld(cpu_hotplug_lock) \/ cpu_hotplug_lock[cpu_hotplug] = "none"
  /\ IF Unheld(cpu_hotplug_lock)
     THEN /\ Goto(cpu_hotplug, "56")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "write"]
     ELSE /\ Goto(cpu_hotplug, "55")
          /\ cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "wait"]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 should_run, status, ret, fault>>

CpuHotplug56 ==                                  \* if (ksoftirqd_task)
  /\ Go(cpu_hotplug, "56", IF ksoftirqd_task = NULL THEN "59" ELSE "57.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* 57  kthread_unpark(ksoftirqd_task)
CpuHotplug57Load ==                              \* S0: reads ksoftirqd_task
  /\ Go(cpu_hotplug, "57.load", "57.unpark")
  /\ arg' = [arg EXCEPT ![cpu_hotplug] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* clears KTHREAD_SHOULD_PARK and wakes the parked thread
CpuHotplug57Unpark ==
  /\ At(cpu_hotplug, "57.unpark")
  /\ IF BadTask(arg[cpu_hotplug]) # "none"
     THEN Crash(BadTask(arg[cpu_hotplug]))
     ELSE /\ Goto(cpu_hotplug, "59")
          /\ Unpark(arg[cpu_hotplug])
          /\ arg' = [arg EXCEPT ![cpu_hotplug] = NULL]
          /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, module, refs,
                         readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                         cpu_hotplug_lock, should_run, status, ret, fault>>

CpuHotplug59 ==                                  \* cpus_write_unlock()
  /\ Go(cpu_hotplug, "59", "leave")
  /\ IF cpu_hotplug_lock[cpu_hotplug] = "write"
     THEN cpu_hotplug_lock' = [cpu_hotplug_lock EXCEPT ![cpu_hotplug] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED cpu_hotplug_lock
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, lock, ksoftirqd_task,
                 should_run, status, ret, fault>>

CpuHotplugLeave ==                               \* the call returns to user space
  /\ Go(cpu_hotplug, "leave", "done")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

CpuHotplug ==
  \/ CpuHotplug50
  \/ CpuHotplug51
  \/ CpuHotplug52Load \/ CpuHotplug52Exiting \/ CpuHotplug52Busy \/ CpuHotplug52Set
  \/ CpuHotplug52Wake \/ CpuHotplug52Wait \/ CpuHotplug52Verify \/ CpuHotplug52Drop
  \/ CpuHotplug54
  \/ CpuHotplug55
  \/ CpuHotplug56
  \/ CpuHotplug57Load \/ CpuHotplug57Unpark
  \/ CpuHotplug59
  \/ CpuHotplugLeave

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ Go(request, "idle", "60")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Request60 ==                                     \* mutex_lock(&lock)
  /\ Go(request, "60", "61")
  /\ lock = none
  /\ lock' = request
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, done, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Request61 ==                                     \* pending = true
  /\ Go(request, "61", "62.load")
  /\ pending' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

\* 62  wake_up_process(ksoftirqd_task)
Request62Load ==                                 \* S0: reads ksoftirqd_task
  /\ Go(request, "62.load", "62.wake")
  /\ arg' = [arg EXCEPT ![request] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Request62Wake ==                                 \* wakes ksoftirqd_task
  /\ At(request, "62.wake")
  /\ IF BadTask(arg[request]) # "none"
     THEN Crash(BadTask(arg[request]))
     ELSE /\ Goto(request, "63")
          /\ Wake(arg[request])
          /\ arg' = [arg EXCEPT ![request] = NULL]
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, module,
                         refs, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                         cpu_hotplug_lock, should_run, status, ret, fault>>

Request63 ==                                     \* wait_for_completion(&done)
  /\ Go(request, "63", "64")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, warned, pending, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Request64 ==                                     \* mutex_unlock(&lock)
  /\ Go(request, "64", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # request)
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, readers, nesting, pending, done, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ Go(request, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, readers, nesting, warned, pending, done, lock, ksoftirqd_task,
                 cpu_hotplug_lock, should_run, status, ret, fault>>

Request ==
  \/ Request60
  \/ Request61
  \/ Request62Load \/ Request62Wake
  \/ Request63
  \/ Request64
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
                 ksoftirqd_task, cpu_hotplug_lock, should_run, status, ret>>

Init ==
  /\ pc               = [t \in Kthreads |-> "none"]
                        @@ modprobe :> "44.lock"
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
  /\ status           = [t \in Kthreads |-> 0]
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
  /\ SF_vars(\/ Modprobe44Lock
             \/ Modprobe44Parked
             \/ Modprobe49Lock
             \/ Modprobe49Wait
             \/ ModprobeGrace)
  /\ WF_vars(CpuHotplug \/ FetchFault(cpu_hotplug))
  /\ SF_vars(CpuHotplug50 \/ CpuHotplug52Wait \/ CpuHotplug55)
  /\ WF_vars(Request \/ FetchFault(request))
  /\ SF_vars(Request60 \/ Request63)

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

NoDoubleStop == pc[modprobe] = "49.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "49.set" => arg[modprobe] # modprobe

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
                                               "3", "4", "8", "9", "10", "14.state", "14.test",
                                               "14.sleep", "14.run", "17", "18", "19", "22", "23",
                                               "24"}

LocksReleased ==
  /\ lock = none \/ lock \in {cpu_hotplug} \/ InModuleText(lock)
  /\ cpu_hotplug_lock[modprobe] = "none" \/ InModuleText(modprobe)

StopResultCorrect ==
  pc[modprobe] = "49.put" /\ arg[modprobe] = ksoftirqd => /\ pc[ksoftirqd] \in
                                                               {"exited", "dead", "gone"}
                                                          /\ result[ksoftirqd] \in {-4, 0}

StopPending    == pc[modprobe] \in {"49.unpark", "49.notify", "49.wake", "49.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[ksoftirqd] => pc[ksoftirqd] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

RequestsAnswered ==
  \A c \in {cpu_hotplug, request} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

ParkPending(c) == pc[c] \in {"44.wake", "44.parked", "44.verify", "52.wake", "52.wait", "52.verify"}
ParkTerminates == \A c \in {modprobe, cpu_hotplug} : []<>(~ParkPending(c) \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
