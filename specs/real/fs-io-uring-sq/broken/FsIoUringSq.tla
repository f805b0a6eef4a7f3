---------------------------- MODULE FsIoUringSq -----------------------------
(***************************************************************************)
(* The thread is parked and stopped as soon as it is there.                *)
(*                                                                         *)
(*   sq_thread   1  while (1) {                                            *)
(*               2      set_current_state(TASK_INTERRUPTIBLE);             *)
(*               3      if (kthread_should_park()) {                       *)
(*               4          break;                                         *)
(*               5      }                                                  *)
(*               6      schedule();                                        *)
(*               7  }                                                      *)
(*               8  __set_current_state(TASK_RUNNING);                     *)
(*               9  kthread_parkme();                                      *)
(*              10  return 0;                                              *)
(*   init       11  sq_task = kthread_run(sq_thread, NULL, "sq_thread");   *)
(*              12  if (IS_ERR(sq_task)) {                                 *)
(*              13      return -ENOMEM;                                    *)
(*              14  }                                                      *)
(*              15  return 0;                                              *)
(*   exit       16  kthread_park(sq_task);                                 *)
(*              17  kthread_stop(sq_task);                                 *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  sq_thread,        \* a kthread
  modprobe,         \* the task that loads and unloads the module
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
  module,           \* "coming", "live", "going" or "freed"
  warned,           \* the kernel printed a warning
  sq_task,          \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
    module, warned, sq_task, fault>>

Kthreads   == {sq_thread}
Contexts   == {sq_thread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "born.park", "exit", "born.park.test", "born.park.sleep", "born.park.run",
   "exited", "dead", "gone", "sync", "live", "free", "done"}
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
                 usage, arg, module, warned, sq_task>>

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
  /\ pc[c] = "16.wait" => parked[arg[c]] > 0
  /\ pc[c] = "16.verify" => (state[arg[c]] = "PARKED" => asleep[arg[c]])
  /\ pc[c] = "17.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* sq_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SqThreadBorn ==
  /\ At(sq_thread, "born")
  /\ IF shouldStop[sq_thread]
     THEN Goto(sq_thread, "exit") /\ result' = [result EXCEPT ![sq_thread] = -4]
     ELSE Goto(sq_thread, "born.park") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, warned, sq_task, fault>>

SqThreadBornPark ==                              \* Q1: sets TASK_PARKED
  /\ Go(sq_thread, "born.park", "born.park.test")
  /\ state' = [state EXCEPT ![sq_thread] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, warned, sq_task, fault>>

SqThreadBornParkTest ==                          \* Q2, Q3: tests KTHREAD_SHOULD_PARK
  /\ At(sq_thread, "born.park.test")
  /\ IF shouldPark[sq_thread]
     THEN IF parked[sq_thread] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(sq_thread, "born.park.sleep")
               /\ parked' = [parked EXCEPT ![sq_thread] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, warned, sq_task, fault>>
     ELSE /\ Goto(sq_thread, "born.park.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, warned, sq_task, fault>>

SqThreadBornParkSleep ==                         \* Q4: calls schedule()
  /\ Go(sq_thread, "born.park.sleep", "born.park")
  /\ Schedule(sq_thread)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 warned, sq_task, fault>>

SqThreadBornParkRun ==                           \* Q5: sets TASK_RUNNING
  /\ Go(sq_thread, "born.park.run", "2")
  /\ state' = [state EXCEPT ![sq_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, warned, sq_task, fault>>

SqThread2 ==                                     \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(sq_thread, "2", "3")
  /\ state' = [state EXCEPT ![sq_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, warned, sq_task, fault>>

SqThread3 ==                                     \* if (kthread_should_park())
  /\ Go(sq_thread, "3", IF shouldPark[sq_thread] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, sq_task, fault>>

SqThread6 ==                                     \* schedule()
  /\ Go(sq_thread, "6", "2")
  /\ Schedule(sq_thread)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 warned, sq_task, fault>>

SqThread8 ==                                     \* __set_current_state(TASK_RUNNING)
  /\ Go(sq_thread, "8", "9.state")
  /\ state' = [state EXCEPT ![sq_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, warned, sq_task, fault>>

\* 9  kthread_parkme()
SqThread9State ==                                \* Q1: sets TASK_PARKED
  /\ Go(sq_thread, "9.state", "9.test")
  /\ state' = [state EXCEPT ![sq_thread] = "PARKED"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, warned, sq_task, fault>>

\* Q2, Q3: tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'
SqThread9Test ==
  /\ At(sq_thread, "9.test")
  /\ IF shouldPark[sq_thread]
     THEN IF parked[sq_thread] = ParkedMax
          THEN Crash("BOUND")
          ELSE /\ Goto(sq_thread, "9.sleep")
               /\ parked' = [parked EXCEPT ![sq_thread] = @ + 1]
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result,
                              usage, arg, module, warned, sq_task, fault>>
     ELSE /\ Goto(sq_thread, "9.run")
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         usage, arg, module, warned, sq_task, fault>>

SqThread9Sleep ==                                \* Q4: calls schedule()
  /\ Go(sq_thread, "9.sleep", "9.state")
  /\ Schedule(sq_thread)
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 warned, sq_task, fault>>

SqThread9Run ==                                  \* Q5: sets TASK_RUNNING
  /\ Go(sq_thread, "9.run", "10")
  /\ state' = [state EXCEPT ![sq_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, warned, sq_task, fault>>

SqThread10 ==                                    \* return 0
  /\ Go(sq_thread, "10", "exit")
  /\ result' = [result EXCEPT ![sq_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, usage, arg,
                 module, warned, sq_task, fault>>

SqThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(sq_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![sq_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, warned, sq_task, fault>>

SqThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(sq_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![sq_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                 module, warned, sq_task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SqThreadDead ==
  /\ At(sq_thread, "dead")
  /\ IF usage[sq_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(sq_thread, "gone")
          /\ usage' = [usage EXCEPT ![sq_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, warned, sq_task, fault>>

SqThread ==
  \/ SqThreadBorn \/ SqThreadBornPark \/ SqThreadBornParkTest
  \/ SqThreadBornParkSleep \/ SqThreadBornParkRun
  \/ SqThread2
  \/ SqThread3
  \/ SqThread6
  \/ SqThread8
  \/ SqThread9State \/ SqThread9Test \/ SqThread9Sleep \/ SqThread9Run
  \/ SqThread10
  \/ SqThreadExit \/ SqThreadExited \/ SqThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 11  sq_task = kthread_run(sq_thread, NULL, "sq_thread")
Modprobe11Create ==                              \* C1..C5: creates a thread of sq_thread
  /\ At(modprobe, "11.create")
  /\ \/ Create(modprobe, sq_thread, "11.wake")
     \/ /\ Goto(modprobe, "11.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, module, warned,
                 sq_task, fault>>

Modprobe11Wake ==                                \* wakes the new thread
  /\ At(modprobe, "11.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg,
                         module, warned, sq_task, fault>>

Modprobe11Store ==                               \* stores the pointer in sq_task
  /\ Go(modprobe, "11.store", "12")
  /\ sq_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, warned, fault>>

Modprobe12 ==                                    \* if (IS_ERR(sq_task))
  /\ Go(modprobe, "12", IF sq_task = ERR THEN "13" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, sq_task, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, sq_task, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, sq_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, sq_task, fault>>

\* 16  kthread_park(sq_task)
Modprobe16Load ==                                \* S0: reads sq_task
  /\ Go(modprobe, "16.load", "16.exiting")
  /\ arg' = [arg EXCEPT ![modprobe] = sq_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, warned, sq_task, fault>>

Modprobe16Exiting ==                             \* P1: tests PF_EXITING
  /\ At(modprobe, "16.exiting")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE IF pc[arg[modprobe]] \in Out
          THEN /\ Goto(modprobe, "16.drop")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, sq_task, fault>>
          ELSE /\ Goto(modprobe, "16.busy")
               /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited,
                              result, usage, arg, module, warned, sq_task, fault>>

Modprobe16Busy ==                                \* P2: tests KTHREAD_SHOULD_PARK
  /\ At(modprobe, "16.busy")
  /\ IF shouldPark[arg[modprobe]]
     THEN Goto(modprobe, "16.drop") /\ warned' = TRUE
     ELSE Goto(modprobe, "16.set") /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, sq_task, fault>>

Modprobe16Set ==                                 \* P3: sets KTHREAD_SHOULD_PARK
  /\ Go(modprobe, "16.set", "16.wake")
  /\ shouldPark' = [shouldPark EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, parked, notified, exited, result, usage, arg, module,
                 warned, sq_task, fault>>

Modprobe16Wake ==                                \* P4: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 warned, sq_task, fault>>

Modprobe16Wait ==                                \* P5: waits for 'parked'
  /\ Go(modprobe, "16.wait", "16.verify")
  /\ parked[arg[modprobe]] > 0
  /\ parked' = [parked EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, notified, exited, result, usage, arg,
                 module, warned, sq_task, fault>>

\* P6: waits until the thread is off its CPU, parked
Modprobe16Verify ==
  /\ Go(modprobe, "16.verify", "16.drop")
  /\ state[arg[modprobe]] = "PARKED" => asleep[arg[modprobe]]
  /\ warned' = (warned \/ state[arg[modprobe]] # "PARKED")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, sq_task, fault>>

Modprobe16Drop ==                                \* returns
  /\ Go(modprobe, "16.drop", "17.load")
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, warned, sq_task, fault>>

\* 17  kthread_stop(sq_task)
Modprobe17Load ==                                \* S0: reads sq_task
  /\ Go(modprobe, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![modprobe] = sq_task]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 module, warned, sq_task, fault>>

Modprobe17Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "17.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         arg, module, warned, sq_task, fault>>

Modprobe17Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "17.set", "17.unpark")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldPark, parked, notified, exited, result, usage, arg, module,
                 warned, sq_task, fault>>

Modprobe17Unpark ==                              \* S5: unparks the thread if it was asked to park
  /\ Go(modprobe, "17.unpark", "17.notify")
  /\ Unpark(arg[modprobe])
  /\ UNCHANGED <<shouldStop, parked, notified, exited, result, usage, arg, module, warned,
                 sq_task, fault>>

Modprobe17Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, exited, result, usage, arg,
                 module, warned, sq_task, fault>>

Modprobe17Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "17.wake", "17.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, shouldPark, parked, notified, exited, result, usage, arg, module,
                 warned, sq_task, fault>>

Modprobe17Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "17.wait", "17.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, result, usage, arg,
                 module, warned, sq_task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe17Put ==
  /\ At(modprobe, "17.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                         module, warned, sq_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, module, warned, sq_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, shouldPark, parked, notified, exited, result, usage,
                 arg, warned, sq_task, fault>>

Modprobe ==
  \/ Modprobe11Create \/ Modprobe11Wake \/ Modprobe11Store
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Exiting \/ Modprobe16Busy \/ Modprobe16Set
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Verify \/ Modprobe16Drop
  \/ Modprobe17Load \/ Modprobe17Get \/ Modprobe17Set \/ Modprobe17Unpark
  \/ Modprobe17Notify \/ Modprobe17Wake \/ Modprobe17Wait \/ Modprobe17Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, shouldPark, parked, notified, exited, result,
                 usage, arg, module, warned, sq_task>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "11.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ shouldPark = [t \in Kthreads |-> FALSE]
  /\ parked     = [t \in Kthreads |-> 0]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ warned     = FALSE
  /\ sq_task    = NULL
  /\ fault      = "none"

Next ==
  \/ SqThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(SqThread \/ FetchFault(sq_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16Wait \/ Modprobe17Wait)

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

NoDoubleStop == pc[modprobe] = "17.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "17.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[sq_thread] = "gone" => usage[sq_thread] = 0)

ExitedOnce == exited[sq_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => /\ ~(pc[sq_thread] = "born" /\ asleep[sq_thread])
                      /\ pc[sq_thread] \notin {"born.park", "born.park.test", "born.park.sleep"}

StopResultCorrect ==
  pc[modprobe] = "17.put" /\ arg[modprobe] = sq_thread => /\ pc[sq_thread] \in
                                                               {"exited", "dead", "gone"}
                                                          /\ result[sq_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"17.unpark", "17.notify", "17.wake", "17.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[sq_thread] => pc[sq_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

ParkPending    == pc[modprobe] \in {"16.wake", "16.wait", "16.verify"}
ParkTerminates == []<>(~ParkPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
