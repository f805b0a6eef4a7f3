---------------------- MODULE FsBtrfsReclaimParkMended ----------------------
(************************************************************************************************)
(* Who has parked the cleaner does what is left of its work.                                    *)
(*                                                                                              *)
(*   cleaner_kthread   1  while (!kthread_should_stop()) {                                      *)
(*                     2      if (kthread_should_park()) {                                      *)
(*                     3          kthread_parkme();                                             *)
(*                     4          continue;                                                     *)
(*                     5      }                                                                 *)
(*                     6      delayed_iputs = false;                                            *)
(*                     7      wake_up(&iputs_wait);                                             *)
(*                     8      msleep(100);                                                      *)
(*                     9  }                                                                     *)
(*                    10  return 0;                                                             *)
(*   init             11  cleaner_task = kthread_run(cleaner_kthread, NULL, "cleaner_kthread"); *)
(*                    12  if (IS_ERR(cleaner_task)) {                                           *)
(*                    13      return -ENOMEM;                                                   *)
(*                    14  }                                                                     *)
(*                    15  return 0;                                                             *)
(*   exit             16  kthread_park(cleaner_task);                                           *)
(*                    17  delayed_iputs = false;                                                *)
(*                    18  wake_up(&iputs_wait);                                                 *)
(*                    19  cancel_work_sync(&reclaim_work);                                      *)
(*                    20  kthread_stop(cleaner_task);                                           *)
(*   ordered_extent   21  delayed_iputs = true;                                                 *)
(*                    22  schedule_work(&reclaim_work);                                         *)
(*   reclaim_work     23  wait_event(iputs_wait, !delayed_iputs);                               *)
(************************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  cleaner_kthread,  \* a kthread
  modprobe,         \* the task that loads and unloads the module
  ordered_extent,   \* a task that calls ordered_extent()
  reclaim_work,     \* the function of a work item
  NULL,             \* no task
  ERR,              \* an error pointer
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
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  warned,           \* the kernel printed a warning
  cleaner_task,     \* struct task_struct *
  iputs_wait,       \* wait_queue_head_t: who is on it
  delayed_iputs,    \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
    armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Kthreads   == {cleaner_kthread}
Contexts   == {cleaner_kthread, modprobe, ordered_extent, reclaim_work}
Sleepers   == {cleaner_kthread, reclaim_work}
Callbacks  == {reclaim_work}
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
  /\ c \in Sleepers => ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs>>

\* signal_pending(): a real one, or the pseudo-signal of a stop.
Signalled(c) == c \in Kthreads /\ notified[c]

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
  IF state[c] = "INTERRUPTIBLE" /\ Signalled(c)
  THEN state' = [state EXCEPT ![c] = "RUNNING"] /\ UNCHANGED asleep
  ELSE asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"] /\ UNCHANGED state

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Sleepers |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Sleepers |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "16.wait" => parked[arg[c]] > 0
  /\ pc[c] = "16.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])
  /\ pc[c] = "19.wait" => pc[reclaim_work] = "idle"
  /\ pc[c] = "20.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Sleepers => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* cleaner_kthread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
CleanerKthreadBorn ==
  /\ At(cleaner_kthread, "born")
  /\ IF shouldStop[cleaner_kthread]
     THEN Goto(cleaner_kthread, "exit") /\ result' = [result EXCEPT ![cleaner_kthread] = -4]
     ELSE Goto(cleaner_kthread, "born.park") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

CleanerKthreadBornPark ==                        \* Q1: sets TASK_PARKED
  /\ Go(cleaner_kthread, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![cleaner_kthread] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

CleanerKthreadBornParkTest ==                    \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(cleaner_kthread, "born.park.test")
  /\ IF shouldPark[cleaner_kthread]
     THEN IF parked[cleaner_kthread] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(cleaner_kthread, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![cleaner_kthread] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, armed, cancelling, module, refs, warned, cleaner_task,
                              iputs_wait, delayed_iputs, fault>>
     ELSE /\ Goto(cleaner_kthread, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, armed, cancelling, module, refs, warned, cleaner_task,
                         iputs_wait, delayed_iputs, fault>>

CleanerKthreadBornParkSleep ==                   \* Q4: calls schedule()
  /\ Go(cleaner_kthread, "born.park.sleep", "born.park")
  /\ Schedule(cleaner_kthread)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

CleanerKthreadBornParkRun ==                     \* Q5: sets TASK_RUNNING
  /\ Go(cleaner_kthread, "born.park.run", "1")
  /\ state' = [state EXCEPT ![cleaner_kthread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

CleanerKthread1 ==                               \* while (!kthread_should_stop())
  /\ Go(cleaner_kthread, "1", IF shouldStop[cleaner_kthread] THEN "10" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs, fault>>

CleanerKthread2 ==                               \* if (kthread_should_park())
  /\ Go(cleaner_kthread, "2", IF shouldPark[cleaner_kthread] THEN "3.state" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs, fault>>

\* 3  kthread_parkme()
CleanerKthread3State ==                          \* Q1: sets TASK_PARKED
  /\ Go(cleaner_kthread, "3.state", "3.test")
  /\ state' = [state EXCEPT ![cleaner_kthread] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
CleanerKthread3Test ==
  /\ At(cleaner_kthread, "3.test")
  /\ IF shouldPark[cleaner_kthread]
     THEN IF parked[cleaner_kthread] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(cleaner_kthread, "3.sleep")
               /\ parked' = [parked EXCEPT ![cleaner_kthread] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, armed, cancelling, module, refs, warned, cleaner_task,
                              iputs_wait, delayed_iputs, fault>>
     ELSE /\ Goto(cleaner_kthread, "3.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, armed, cancelling, module, refs, warned, cleaner_task,
                         iputs_wait, delayed_iputs, fault>>

CleanerKthread3Sleep ==                          \* Q4: calls schedule()
  /\ Go(cleaner_kthread, "3.sleep", "3.state")
  /\ Schedule(cleaner_kthread)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

CleanerKthread3Run ==                            \* Q5: sets TASK_RUNNING
  /\ Go(cleaner_kthread, "3.run", "1")
  /\ state' = [state EXCEPT ![cleaner_kthread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

CleanerKthread6 ==                               \* delayed_iputs = false
  /\ Go(cleaner_kthread, "6", "7")
  /\ delayed_iputs' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, fault>>

CleanerKthread7 ==                               \* wake_up(&iputs_wait)
  /\ Go(cleaner_kthread, "7", "8")
  /\ WakeQueue(iputs_wait, TaskNormal)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

CleanerKthread8 ==                               \* msleep(100)
  /\ Go(cleaner_kthread, "8", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs, fault>>

CleanerKthread10 ==                              \* return 0
  /\ Go(cleaner_kthread, "10", "exit")
  /\ result' = [result EXCEPT ![cleaner_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

CleanerKthreadExit ==                            \* X4: completes 'exited'
  /\ Go(cleaner_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![cleaner_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

CleanerKthreadExited ==                          \* X7..X10: is reaped and leaves its CPU
  /\ Go(cleaner_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![cleaner_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
CleanerKthreadDead ==
  /\ At(cleaner_kthread, "dead")
  /\ IF usage[cleaner_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(cleaner_kthread, "gone")
          /\ usage' = [usage EXCEPT ![cleaner_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                         delayed_iputs, fault>>

CleanerKthread ==
  \/ CleanerKthreadBorn \/ CleanerKthreadBornPark \/ CleanerKthreadBornParkTest
  \/ CleanerKthreadBornParkSleep \/ CleanerKthreadBornParkRun
  \/ CleanerKthread1
  \/ CleanerKthread2
  \/ CleanerKthread3State \/ CleanerKthread3Test \/ CleanerKthread3Sleep
  \/ CleanerKthread3Run
  \/ CleanerKthread6
  \/ CleanerKthread7
  \/ CleanerKthread8
  \/ CleanerKthread10
  \/ CleanerKthreadExit \/ CleanerKthreadExited \/ CleanerKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 11  cleaner_task = kthread_run(cleaner_kthread, NULL, "cleaner_kthread")
Modprobe11Create ==                              \* C1..C5: creates a thread of cleaner_kthread
  /\ At(modprobe, "11.create")
  /\ \/ Create(modprobe, cleaner_kthread, "11.wake")
     \/ /\ Goto(modprobe, "11.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, armed, cancelling,
                 module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe11Wake ==                                \* wakes the new thread
  /\ At(modprobe, "11.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                         armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                         delayed_iputs, fault>>

Modprobe11Store ==                               \* stores the pointer in cleaner_task
  /\ Go(modprobe, "11.store", "12")
  /\ cleaner_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 armed, cancelling, module, refs, warned, iputs_wait, delayed_iputs, fault>>

Modprobe12 ==                                    \* if (IS_ERR(cleaner_task))
  /\ Go(modprobe, "12", IF cleaner_task = ERR THEN "13" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

\* 16  kthread_park(cleaner_task)
Modprobe16Load ==                                \* S0: reads cleaner_task
  /\ Go(modprobe, "16.load", "16.exiting")
  /\ arg' = [arg EXCEPT ![modprobe] = cleaner_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

Modprobe16Exiting ==                             \* P1: tests PF_EXITING
  /\ At(modprobe, "16.exiting")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE IF pc[arg[modprobe]] \in Out
          THEN /\ Goto(modprobe, "16.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, armed, cancelling, module, refs, cleaner_task,
                              iputs_wait, delayed_iputs, fault>>
          ELSE /\ Goto(modprobe, "16.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, armed, cancelling, module, refs, warned,
                              cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe16Busy ==                                \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(modprobe, "16.busy")
  /\ IF shouldPark[arg[modprobe]]
     THEN Goto(modprobe, "16.drop") /\ warned' = TRUE
     ELSE Goto(modprobe, "16.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

Modprobe16Set ==                                 \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(modprobe, "16.set", "16.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe16Wake ==                                \* P4: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe16Wait ==                                \* P5: waits for 'parked'
  /\ Go(modprobe, "16.wait", "16.verify")
  /\ parked[arg[modprobe]] > 0
  /\ parked' = [parked EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

\* P6: waits until the thread is off its CPU, parked
Modprobe16Verify ==
  /\ Go(modprobe, "16.verify", "16.drop")
  /\ state[arg[modprobe]] = "PARKED" => asleep[arg[modprobe]]
  /\ warned' = (warned \/ state[arg[modprobe]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

Modprobe16Drop ==                                \* returns
  /\ Go(modprobe, "16.drop", "17")
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

Modprobe17 ==                                    \* delayed_iputs = false
  /\ Go(modprobe, "17", "18")
  /\ delayed_iputs' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, fault>>

Modprobe18 ==                                    \* wake_up(&iputs_wait)
  /\ Go(modprobe, "18", "19.steal")
  /\ WakeQueue(iputs_wait, TaskNormal)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

\* 19  cancel_work_sync(&reclaim_work)
Modprobe19Steal ==                               \* takes reclaim_work off and forbids queueing
  /\ Go(modprobe, "19.steal", "19.wait")
  /\ armed' = [armed EXCEPT ![reclaim_work] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![reclaim_work] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe19Wait ==                                \* waits for a running instance of reclaim_work
  /\ Go(modprobe, "19.wait", "19.allow")
  /\ pc[reclaim_work] = "idle"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs, fault>>

Modprobe19Allow ==                               \* allows queueing again
  /\ Go(modprobe, "19.allow", "20.load")
  /\ cancelling' = [cancelling EXCEPT ![reclaim_work] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

\* 20  kthread_stop(cleaner_task)
Modprobe20Load ==                                \* S0: reads cleaner_task
  /\ Go(modprobe, "20.load", "20.get")
  /\ arg' = [arg EXCEPT ![modprobe] = cleaner_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

Modprobe20Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "20.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                         delayed_iputs, fault>>

Modprobe20Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "20.set", "20.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe20Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "20.unpark", "20.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, armed, cancelling,
                 module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe20Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "20.notify", "20.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe20Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "20.wake", "20.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

Modprobe20Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "20.wait", "20.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe20Put ==
  /\ At(modprobe, "20.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                         delayed_iputs, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

Modprobe ==
  \/ Modprobe11Create \/ Modprobe11Wake \/ Modprobe11Store
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Exiting \/ Modprobe16Busy \/ Modprobe16Set
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Verify \/ Modprobe16Drop
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe19Steal \/ Modprobe19Wait \/ Modprobe19Allow
  \/ Modprobe20Load \/ Modprobe20Get \/ Modprobe20Set \/ Modprobe20Unpark
  \/ Modprobe20Notify \/ Modprobe20Wake \/ Modprobe20Wait \/ Modprobe20Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* ordered_extent *)

OrderedExtentIdle ==                             \* a user calls into the module
  /\ Go(ordered_extent, "idle", "21")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

OrderedExtent21 ==                               \* delayed_iputs = true
  /\ Go(ordered_extent, "21", "22")
  /\ delayed_iputs' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait, fault>>

OrderedExtent22 ==                               \* schedule_work(&reclaim_work)
  /\ Go(ordered_extent, "22", "leave")
  /\ armed' = [armed EXCEPT ![reclaim_work] = @ \/ cancelling[reclaim_work] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

OrderedExtentLeave ==                            \* the call returns to user space
  /\ Go(ordered_extent, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

OrderedExtent ==
  \/ OrderedExtent21
  \/ OrderedExtent22
  \/ OrderedExtentLeave

-----------------------------------------------------------------------------
(* reclaim_work *)

ReclaimWorkIdle ==                               \* a kworker takes the work item
  /\ Go(reclaim_work, "idle", "23.check")
  /\ armed[reclaim_work]
  /\ armed' = [armed EXCEPT ![reclaim_work] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs,
                 fault>>

\* 23  wait_event(iputs_wait, !delayed_iputs)
ReclaimWork23Check ==                            \* tests delayed_iputs
  /\ Go(reclaim_work, "23.check", IF delayed_iputs THEN "23.prepare" ELSE "return")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs, fault>>

ReclaimWork23Prepare ==                          \* queues on iputs_wait, sets TASK_UNINTERRUPTIBLE
  /\ Go(reclaim_work, "23.prepare", "23.test")
  /\ iputs_wait' = iputs_wait \cup {reclaim_work}
  /\ state' = [state EXCEPT ![reclaim_work] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, delayed_iputs, fault>>

ReclaimWork23Test ==                             \* tests delayed_iputs
  /\ Go(reclaim_work, "23.test", IF delayed_iputs THEN "23.sleep" ELSE "23.finish")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs, fault>>

ReclaimWork23Sleep ==                            \* calls schedule()
  /\ Go(reclaim_work, "23.sleep", "23.prepare")
  /\ Schedule(reclaim_work)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, cleaner_task, iputs_wait, delayed_iputs, fault>>

ReclaimWork23Finish ==                           \* leaves iputs_wait, sets TASK_RUNNING
  /\ Go(reclaim_work, "23.finish", "return")
  /\ state' = [state EXCEPT ![reclaim_work] = "RUNNING"]
  /\ iputs_wait' = iputs_wait \ {reclaim_work}
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 armed, cancelling, module, refs, warned, cleaner_task, delayed_iputs, fault>>

ReclaimWorkReturn ==                             \* returns
  /\ Go(reclaim_work, "return", "idle")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs, fault>>

ReclaimWork ==
  \/ ReclaimWorkIdle
  \/ ReclaimWork23Check \/ ReclaimWork23Prepare \/ ReclaimWork23Test
  \/ ReclaimWork23Sleep \/ ReclaimWork23Finish
  \/ ReclaimWorkReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, armed, cancelling, module, refs, warned, cleaner_task, iputs_wait,
                 delayed_iputs>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"]
                     @@ modprobe :> "11.create"
                     @@ ordered_extent :> "idle"
                     @@ reclaim_work :> "idle"
  /\ state         = [c \in Sleepers |-> IF c \in Kthreads THEN "NEW" ELSE "RUNNING"]
  /\ asleep        = [c \in Sleepers |-> FALSE]
  /\ shouldStop    = [t \in Kthreads |-> FALSE]
  /\ shouldPark    = [t \in Kthreads |-> FALSE]
  /\ parked        = [t \in Kthreads |-> 0]
  /\ notified      = [t \in Kthreads |-> FALSE]
  /\ exited        = [t \in Kthreads |-> 0]
  /\ result        = [t \in Kthreads |-> 0]
  /\ usage         = [t \in Kthreads |-> 0]
  /\ arg           = [c \in {modprobe} |-> NULL]
  /\ armed         = [c \in Callbacks |-> FALSE]
  /\ cancelling    = [c \in Callbacks |-> 0]
  /\ module        = "coming"
  /\ refs          = 2
  /\ warned        = FALSE
  /\ cleaner_task  = NULL
  /\ iputs_wait    = {}
  /\ delayed_iputs = FALSE
  /\ fault         = "none"

Next ==
  \/ CleanerKthread
  \/ Modprobe
  \/ ModprobeLive
  \/ OrderedExtent
  \/ OrderedExtentIdle
  \/ ReclaimWork
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(CleanerKthread \/ FetchFault(cleaner_kthread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16Wait \/ Modprobe19Steal \/ Modprobe19Wait \/ Modprobe20Wait)
  /\ WF_vars(OrderedExtent \/ FetchFault(ordered_extent))
  /\ WF_vars(ReclaimWork \/ FetchFault(reclaim_work))

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ pc[c] = "idle" => c \in Callbacks /\ armed[c]
  /\ c \in Sleepers => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "20.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "20.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[cleaner_kthread] \in {"none", "gone"}
  /\ pc[ordered_extent] \in {"idle", "done"}
  /\ pc[reclaim_work] = "idle" /\ ~armed[reclaim_work]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[cleaner_kthread] = "gone" => usage[cleaner_kthread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[cleaner_kthread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => /\ ~(pc[cleaner_kthread] = "born" /\ asleep[cleaner_kthread])
                      /\ pc[cleaner_kthread] \notin {"born.park", "born.park.test",
                                                     "born.park.sleep"}

StopResultCorrect ==
  pc[modprobe] = "20.put" /\ arg[modprobe] = cleaner_kthread =>
    pc[cleaner_kthread] \in {"exited", "dead", "gone"} /\ result[cleaner_kthread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"20.unpark", "20.notify", "20.wake", "20.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[cleaner_kthread] => pc[cleaner_kthread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[ordered_extent] \in {"idle", "done"} \/ fault # "none")

ParkPending    == pc[modprobe] \in {"16.wake", "16.wait", "16.verify"}
ParkTerminates == []<>(~ParkPending \/ fault # "none")

FlushPending    == pc[modprobe] \in {"19.steal", "19.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
