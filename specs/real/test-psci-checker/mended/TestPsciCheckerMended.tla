----------------------- MODULE TestPsciCheckerMended ------------------------
(**********************************************************************************************)
(* The thread is parked, then stopped.                                                        *)
(*                                                                                            *)
(*   suspend_test_thread   1  complete(&threads_done);                                        *)
(*                         2  while (1) {                                                     *)
(*                         3      set_current_state(TASK_INTERRUPTIBLE);                      *)
(*                         4      if (kthread_should_park()) {                                *)
(*                         5          break;                                                  *)
(*                         6      }                                                           *)
(*                         7      schedule();                                                 *)
(*                         8  }                                                               *)
(*                         9  __set_current_state(TASK_RUNNING);                              *)
(*                        10  kthread_parkme();                                               *)
(*                        11  return 0;                                                       *)
(*   init                 12  suspend_task = kthread_create_on_cpu(suspend_test_thread, NULL, *)
(*   cpu, "suspend_test_thread");                                                             *)
(*                        13  if (IS_ERR(suspend_task)) {                                     *)
(*                        14      return -ENOMEM;                                             *)
(*                        15  }                                                               *)
(*                        16  kthread_set_per_cpu(suspend_task, cpu);                         *)
(*                        17  wake_up_process(suspend_task);                                  *)
(*                        18  return 0;                                                       *)
(*   exit                 19  wait_for_completion(&threads_done);                             *)
(*                        20  kthread_park(suspend_task);                                     *)
(*                        21  kthread_stop(suspend_task);                                     *)
(**********************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  suspend_test_thread,  \* a kthread
  modprobe,             \* the task that loads and unloads the module
  NULL,                 \* no task
  ERR,                  \* an error pointer
  StopNotifies,         \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  UnparkOnlyIfParkBit,  \* kthread_unpark() returns at once when no park was requested
  \* kthread_bind() warns of every thread that was woken before, one that it can bind included
  BindWarnsOfStarted

VARIABLES
  pc,                   \* where each context is in its program
  state,                \* task state
  asleep,               \* off the run queue
  shouldStop,           \* KTHREAD_SHOULD_STOP
  shouldPark,           \* KTHREAD_SHOULD_PARK
  parked,               \* count of the completion that kthread_park() waits for
  notified,             \* TIF_NOTIFY_SIGNAL
  exited,               \* count of the completion that kthread_stop() waits for
  result,               \* what the thread function returned
  usage,                \* references on the task; 0 is no task, or a freed one
  cpuBound,             \* PF_NO_SETAFFINITY: bound to a CPU
  perCpu,               \* KTHREAD_IS_PER_CPU
  arg,                  \* the task that each context's call is about
  module,               \* "coming", "live", "going" or "freed"
  warned,               \* the kernel printed a warning
  suspend_task,         \* struct task_struct *
  threads_done,         \* struct completion
  fault                 \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, cpuBound,
    perCpu, arg, module, warned, suspend_task, threads_done, fault>>

Kthreads            == {suspend_test_thread}
Contexts            == {suspend_test_thread, modprobe}
TaskNormal          == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
TaskUninterruptible == {"UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText            ==
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run",
   "exited", "dead", "gone", "sync", "live", "free", "done"}
Out                 == {"exit", "exited", "dead", "gone"}
ParkedMax           == 3

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
                 usage, cpuBound, perCpu, arg, module, warned, suspend_task, threads_done>>

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

\* wait_task_inactive(): t is not about to sleep so, it does.
Inactive(t) == state[t] \in TaskUninterruptible => asleep[t]

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
  /\ pc[c] = "12.bind" => (BadTask(arg[c]) = "none" => Inactive(arg[c]))
  /\ pc[c] = "19" => threads_done > 0
  /\ pc[c] = "20.wait" => parked[arg[c]] > 0
  /\ pc[c] = "20.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])
  /\ pc[c] = "21.rebind" => (BadTask(arg[c]) = "none" => ((/\ /\ perCpu[arg[c]]
                                                              /\ (\/ ~UnparkOnlyIfParkBit
                                                                  \/ shouldPark[arg[c]])
                                                           /\ state[arg[c]] = "PARKED") =>
                                                            asleep[arg[c]]))
  /\ pc[c] = "21.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* suspend_test_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SuspendTestThreadBorn ==
  /\ At(suspend_test_thread, "born")
  /\ IF shouldStop[suspend_test_thread]
     THEN Goto(suspend_test_thread, "exit") /\ result' = [result EXCEPT ![suspend_test_thread] = -4]
     ELSE Goto(suspend_test_thread, "born.park") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThreadBornPark ==                     \* Q1: sets TASK_PARKED
  /\ Go(suspend_test_thread, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThreadBornParkTest ==                 \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(suspend_test_thread, "born.park.test")
  /\ IF shouldPark[suspend_test_thread]
     THEN IF parked[suspend_test_thread] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(suspend_test_thread, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![suspend_test_thread] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, cpuBound, perCpu, arg, module, warned, suspend_task,
                              threads_done, fault>>
     ELSE /\ Goto(suspend_test_thread, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, cpuBound, perCpu, arg, module, warned, suspend_task, threads_done,
                         fault>>

SuspendTestThreadBornParkSleep ==                \* Q4: calls schedule()
  /\ Go(suspend_test_thread, "born.park.sleep", "born.park")
  /\ Schedule(suspend_test_thread)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThreadBornParkRun ==                  \* Q5: sets TASK_RUNNING
  /\ Go(suspend_test_thread, "born.park.run", "1")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThread1 ==                            \* complete(&threads_done)
  /\ Go(suspend_test_thread, "1", "3")
  /\ threads_done' = threads_done + 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, fault>>

SuspendTestThread3 ==                            \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(suspend_test_thread, "3", "4")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThread4 ==                            \* if (kthread_should_park())
  /\ Go(suspend_test_thread, "4", IF shouldPark[suspend_test_thread] THEN "9" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThread7 ==                            \* schedule()
  /\ Go(suspend_test_thread, "7", "3")
  /\ Schedule(suspend_test_thread)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThread9 ==                            \* __set_current_state(TASK_RUNNING)
  /\ Go(suspend_test_thread, "9", "10.state")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

\* 10  kthread_parkme()
SuspendTestThread10State ==                      \* Q1: sets TASK_PARKED
  /\ Go(suspend_test_thread, "10.state", "10.test")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
SuspendTestThread10Test ==
  /\ At(suspend_test_thread, "10.test")
  /\ IF shouldPark[suspend_test_thread]
     THEN IF parked[suspend_test_thread] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(suspend_test_thread, "10.sleep")
               /\ parked' = [parked EXCEPT ![suspend_test_thread] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, cpuBound, perCpu, arg, module, warned, suspend_task,
                              threads_done, fault>>
     ELSE /\ Goto(suspend_test_thread, "10.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, cpuBound, perCpu, arg, module, warned, suspend_task, threads_done,
                         fault>>

SuspendTestThread10Sleep ==                      \* Q4: calls schedule()
  /\ Go(suspend_test_thread, "10.sleep", "10.state")
  /\ Schedule(suspend_test_thread)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThread10Run ==                        \* Q5: sets TASK_RUNNING
  /\ Go(suspend_test_thread, "10.run", "11")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThread11 ==                           \* return 0
  /\ Go(suspend_test_thread, "11", "exit")
  /\ result' = [result EXCEPT ![suspend_test_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThreadExit ==                         \* X4: completes 'exited'
  /\ Go(suspend_test_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![suspend_test_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThreadExited ==                       \* X7..X10: is reaped and leaves its CPU
  /\ Go(suspend_test_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SuspendTestThreadDead ==
  /\ At(suspend_test_thread, "dead")
  /\ IF usage[suspend_test_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(suspend_test_thread, "gone")
          /\ usage' = [usage EXCEPT ![suspend_test_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThread ==
  \/ SuspendTestThreadBorn \/ SuspendTestThreadBornPark
  \/ SuspendTestThreadBornParkTest \/ SuspendTestThreadBornParkSleep
  \/ SuspendTestThreadBornParkRun
  \/ SuspendTestThread1
  \/ SuspendTestThread3
  \/ SuspendTestThread4
  \/ SuspendTestThread7
  \/ SuspendTestThread9
  \/ SuspendTestThread10State \/ SuspendTestThread10Test \/ SuspendTestThread10Sleep
  \/ SuspendTestThread10Run
  \/ SuspendTestThread11
  \/ SuspendTestThreadExit \/ SuspendTestThreadExited \/ SuspendTestThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 12  suspend_task = kthread_create_on_cpu(suspend_test_thread, NULL, cpu, "suspend_test_thread")
Modprobe12Create ==                              \* C1..C5: creates a thread of suspend_test_thread
  /\ At(modprobe, "12.create")
  /\ \/ Create(modprobe, suspend_test_thread, "12.bind")
     \/ /\ Goto(modprobe, "12.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, cpuBound, perCpu,
                 module, warned, suspend_task, threads_done, fault>>

Modprobe12Bind ==                                \* binds the new thread to its CPU
  /\ At(modprobe, "12.bind")
  /\ BadTask(arg[modprobe]) = "none" => Inactive(arg[modprobe])
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.store")
          /\ warned' = (\/ warned
                        \/ state[arg[modprobe]] \notin TaskUninterruptible
                        \/ (BindWarnsOfStarted /\ pc[arg[modprobe]] # "born"))
          /\ cpuBound' = [cpuBound EXCEPT ![arg[modprobe]] =
                                            @ \/ ~(state[arg[modprobe]] \notin TaskUninterruptible)]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, perCpu, arg, module, suspend_task, threads_done, fault>>

Modprobe12Store ==                               \* stores the pointer in suspend_task
  /\ Go(modprobe, "12.store", "13")
  /\ suspend_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, module, warned, threads_done, fault>>

Modprobe13 ==                                    \* if (IS_ERR(suspend_task))
  /\ Go(modprobe, "13", IF suspend_task = ERR THEN "14" ELSE "16.load")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

Modprobe14 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "14", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, warned, suspend_task, threads_done, fault>>

\* 16  kthread_set_per_cpu(suspend_task, cpu)
Modprobe16Load ==                                \* S0: reads suspend_task
  /\ Go(modprobe, "16.load", "16.mark")
  /\ arg' = [arg EXCEPT ![modprobe] = suspend_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, module, warned, suspend_task, threads_done, fault>>

\* marks suspend_task as per-CPU, or takes the mark off
Modprobe16Mark ==
  /\ At(modprobe, "16.mark")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.load")
          /\ warned' = (warned \/ ~cpuBound[arg[modprobe]])
          /\ perCpu' = [perCpu EXCEPT ![arg[modprobe]] = TRUE]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, cpuBound, module, suspend_task, threads_done, fault>>

\* 17  wake_up_process(suspend_task)
Modprobe17Load ==                                \* S0: reads suspend_task
  /\ Go(modprobe, "17.load", "17.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = suspend_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, module, warned, suspend_task, threads_done, fault>>

Modprobe17Wake ==                                \* wakes suspend_task
  /\ At(modprobe, "17.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "18")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage,
                         cpuBound, perCpu, module, warned, suspend_task, threads_done, fault>>

Modprobe18 ==                                    \* return 0
  /\ Go(modprobe, "18", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, warned, suspend_task, threads_done, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "19")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, warned, suspend_task, threads_done, fault>>

Modprobe19 ==                                    \* wait_for_completion(&threads_done)
  /\ Go(modprobe, "19", "20.load")
  /\ threads_done > 0
  /\ threads_done' = threads_done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, fault>>

\* 20  kthread_park(suspend_task)
Modprobe20Load ==                                \* S0: reads suspend_task
  /\ Go(modprobe, "20.load", "20.exiting")
  /\ arg' = [arg EXCEPT ![modprobe] = suspend_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, module, warned, suspend_task, threads_done, fault>>

Modprobe20Exiting ==                             \* P1: tests PF_EXITING
  /\ At(modprobe, "20.exiting")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE IF pc[arg[modprobe]] \in Out
          THEN /\ Goto(modprobe, "20.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, cpuBound, perCpu, arg, module, suspend_task,
                              threads_done, fault>>
          ELSE /\ Goto(modprobe, "20.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, cpuBound, perCpu, arg, module, warned, suspend_task,
                              threads_done, fault>>

Modprobe20Busy ==                                \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(modprobe, "20.busy")
  /\ IF shouldPark[arg[modprobe]]
     THEN Goto(modprobe, "20.drop") /\ warned' = TRUE
     ELSE Goto(modprobe, "20.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, suspend_task, threads_done, fault>>

Modprobe20Set ==                                 \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(modprobe, "20.set", "20.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

Modprobe20Wake ==                                \* P4: wakes the thread
  /\ Go(modprobe, "20.wake", "20.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

Modprobe20Wait ==                                \* P5: waits for 'parked'
  /\ Go(modprobe, "20.wait", "20.verify")
  /\ parked[arg[modprobe]] > 0
  /\ parked' = [parked EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

\* P6: waits until the thread is off its CPU, parked
Modprobe20Verify ==
  /\ Go(modprobe, "20.verify", "20.drop")
  /\ state[arg[modprobe]] = "PARKED" => asleep[arg[modprobe]]
  /\ warned' = (warned \/ state[arg[modprobe]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, suspend_task, threads_done, fault>>

Modprobe20Drop ==                                \* returns
  /\ Go(modprobe, "20.drop", "21.load")
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, module, warned, suspend_task, threads_done, fault>>

\* 21  kthread_stop(suspend_task)
Modprobe21Load ==                                \* S0: reads suspend_task
  /\ Go(modprobe, "21.load", "21.get")
  /\ arg' = [arg EXCEPT ![modprobe] = suspend_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, module, warned, suspend_task, threads_done, fault>>

Modprobe21Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "21.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

Modprobe21Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "21.set", "21.rebind")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

\* S5: binds the thread to its CPU again, if it is marked as per-CPU
Modprobe21Rebind ==
  /\ At(modprobe, "21.rebind")
  /\ BadTask(arg[modprobe]) = "none" => ((/\ /\ perCpu[arg[modprobe]]
                                             /\ (\/ ~UnparkOnlyIfParkBit
                                                 \/ shouldPark[arg[modprobe]])
                                          /\ state[arg[modprobe]] = "PARKED") =>
                                           asleep[arg[modprobe]])
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.unpark")
          /\ warned' = (\/ warned
                        \/ (/\ /\ perCpu[arg[modprobe]]
                               /\ (~UnparkOnlyIfParkBit \/ shouldPark[arg[modprobe]])
                            /\ state[arg[modprobe]] # "PARKED"))
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, cpuBound, perCpu, arg, module, suspend_task, threads_done, fault>>

Modprobe21Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "21.unpark", "21.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, cpuBound, perCpu, arg,
                 module, warned, suspend_task, threads_done, fault>>

Modprobe21Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "21.notify", "21.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

Modprobe21Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "21.wake", "21.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

Modprobe21Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "21.wait", "21.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, cpuBound,
                 perCpu, arg, module, warned, suspend_task, threads_done, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe21Put ==
  /\ At(modprobe, "21.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         cpuBound, perCpu, module, warned, suspend_task, threads_done, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, module, warned, suspend_task, threads_done, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 cpuBound, perCpu, arg, warned, suspend_task, threads_done, fault>>

Modprobe ==
  \/ Modprobe12Create \/ Modprobe12Bind \/ Modprobe12Store
  \/ Modprobe13
  \/ Modprobe14
  \/ Modprobe16Load \/ Modprobe16Mark
  \/ Modprobe17Load \/ Modprobe17Wake
  \/ Modprobe18
  \/ Modprobe19
  \/ Modprobe20Load \/ Modprobe20Exiting \/ Modprobe20Busy \/ Modprobe20Set
  \/ Modprobe20Wake \/ Modprobe20Wait \/ Modprobe20Verify \/ Modprobe20Drop
  \/ Modprobe21Load \/ Modprobe21Get \/ Modprobe21Set \/ Modprobe21Rebind
  \/ Modprobe21Unpark \/ Modprobe21Notify \/ Modprobe21Wake \/ Modprobe21Wait
  \/ Modprobe21Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, cpuBound, perCpu, arg, module, warned, suspend_task, threads_done>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "12.create"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ shouldPark   = [t \in Kthreads |-> FALSE]
  /\ parked       = [t \in Kthreads |-> 0]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ cpuBound     = [t \in Kthreads |-> FALSE]
  /\ perCpu       = [t \in Kthreads |-> FALSE]
  /\ arg          = [c \in {modprobe} |-> NULL]
  /\ module       = "coming"
  /\ warned       = FALSE
  /\ suspend_task = NULL
  /\ threads_done = 0
  /\ fault        = "none"

Next ==
  \/ SuspendTestThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(SuspendTestThread \/ FetchFault(suspend_test_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe12Bind \/ Modprobe19 \/ Modprobe20Wait \/ Modprobe21Rebind \/ Modprobe21Wait)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "21.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "21.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[suspend_test_thread] = "gone" => usage[suspend_test_thread] = 0)

ExitedOnce == exited[suspend_test_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => /\ ~(pc[suspend_test_thread] = "born" /\ asleep[suspend_test_thread])
                      /\ pc[suspend_test_thread] \notin {"born.park", "born.park.test",
                                                         "born.park.sleep"}

StopResultCorrect ==
  pc[modprobe] = "21.put" /\ arg[modprobe] = suspend_test_thread =>
    /\ pc[suspend_test_thread] \in {"exited", "dead", "gone"}
    /\ result[suspend_test_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"21.unpark", "21.notify", "21.wake", "21.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[suspend_test_thread] => pc[suspend_test_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

ParkPending    == pc[modprobe] \in {"20.wake", "20.wait", "20.verify"}
ParkTerminates == []<>(~ParkPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
