-------------------------- MODULE StopCycleMended ---------------------------
(***************************************************************************)
(* A helper whose device fails returns; the manager alone stops threads.   *)
(*                                                                         *)
(*   helper    1  while (!kthread_should_stop()) {                         *)
(*             2      if (device_failed()) {                               *)
(*             3          return -ENODEV;                                  *)
(*             4      }                                                    *)
(*             5      msleep(100);                                         *)
(*             6  }                                                        *)
(*             7  return 0;                                                *)
(*   manager   8  helper_task = kthread_create(helper, NULL, "helper");    *)
(*             9  if (IS_ERR(helper_task)) {                               *)
(*            10      return -ENOMEM;                                      *)
(*            11  }                                                        *)
(*            12  get_task_struct(helper_task);                            *)
(*            13  wake_up_process(helper_task);                            *)
(*            14  while (!kthread_should_stop()) {                         *)
(*            15      msleep(100);                                         *)
(*            16  }                                                        *)
(*            17  kthread_stop(helper_task);                               *)
(*            18  put_task_struct(helper_task);                            *)
(*            19  return 0;                                                *)
(*   init     20  task = kthread_create(manager, NULL, "manager");         *)
(*            21  if (IS_ERR(task)) {                                      *)
(*            22      return -ENOMEM;                                      *)
(*            23  }                                                        *)
(*            24  get_task_struct(task);                                   *)
(*            25  wake_up_process(task);                                   *)
(*            26  return 0;                                                *)
(*   exit     27  kthread_stop(task);                                      *)
(*            28  put_task_struct(task);                                   *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  helper,           \* a kthread
  manager,          \* a kthread
  modprobe,         \* the task that loads and unloads the module
  NULL,             \* no task
  ERR,              \* an error pointer
  StopNotifies      \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,               \* where each context is in its program
  state,            \* task state
  asleep,           \* off the run queue
  shouldStop,       \* KTHREAD_SHOULD_STOP
  notified,         \* TIF_NOTIFY_SIGNAL
  exited,           \* count of the completion that kthread_stop() waits for
  result,           \* what the thread function returned
  usage,            \* references on the task; 0 is no task, or a freed one
  arg,              \* the task that each context's call is about
  module,           \* "coming", "live", "going" or "freed"
  task,             \* struct task_struct *
  helper_task,      \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
    helper_task, fault>>

Kthreads   == {helper, manager}
Contexts   == {helper, manager, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
Out        == {"exit", "exited", "dead", "gone"}

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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 task, helper_task>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] \in {"17.wait", "27.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* helper *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
HelperBorn ==
  /\ At(helper, "born")
  /\ IF shouldStop[helper]
     THEN Goto(helper, "exit") /\ result' = [result EXCEPT ![helper] = -4]
     ELSE Goto(helper, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task,
                 helper_task, fault>>

Helper1 ==                                       \* while (!kthread_should_stop())
  /\ Go(helper, "1", IF shouldStop[helper] THEN "7" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Helper2 ==                                       \* if (device_failed())
  /\ At(helper, "2")
  /\ Goto(helper, "3") \/ Goto(helper, "5")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Helper3 ==                                       \* return -ENODEV
  /\ Go(helper, "3", "exit")
  /\ result' = [result EXCEPT ![helper] = -19]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task,
                 helper_task, fault>>

Helper5 ==                                       \* msleep(100)
  /\ Go(helper, "5", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Helper7 ==                                       \* return 0
  /\ Go(helper, "7", "exit")
  /\ result' = [result EXCEPT ![helper] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task,
                 helper_task, fault>>

HelperExit ==                                    \* X4: completes 'exited'
  /\ Go(helper, "exit", "exited")
  /\ exited' = [exited EXCEPT ![helper] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task,
                 helper_task, fault>>

HelperExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(helper, "exited", "dead")
  /\ state' = [state EXCEPT ![helper] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
HelperDead ==
  /\ At(helper, "dead")
  /\ IF usage[helper] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(helper, "gone")
          /\ usage' = [usage EXCEPT ![helper] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         helper_task, fault>>

Helper ==
  \/ HelperBorn
  \/ Helper1
  \/ Helper2
  \/ Helper3
  \/ Helper5
  \/ Helper7
  \/ HelperExit \/ HelperExited \/ HelperDead

-----------------------------------------------------------------------------
(* manager *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ManagerBorn ==
  /\ At(manager, "born")
  /\ IF shouldStop[manager]
     THEN Goto(manager, "exit") /\ result' = [result EXCEPT ![manager] = -4]
     ELSE Goto(manager, "8.create") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task,
                 helper_task, fault>>

\* 8  helper_task = kthread_create(helper, NULL, "helper")
Manager8Create ==                                \* C1..C5: creates a thread of helper
  /\ At(manager, "8.create")
  /\ \/ Create(manager, helper, "8.store")
     \/ /\ Goto(manager, "8.store")
        /\ arg' = [arg EXCEPT ![manager] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, helper_task, fault>>

Manager8Store ==                                 \* stores the pointer in helper_task
  /\ Go(manager, "8.store", "9")
  /\ helper_task' = arg[manager]
  /\ arg' = [arg EXCEPT ![manager] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, fault>>

Manager9 ==                                      \* if (IS_ERR(helper_task))
  /\ Go(manager, "9", IF helper_task = ERR THEN "10" ELSE "12.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Manager10 ==                                     \* return -ENOMEM
  /\ Go(manager, "10", "exit")
  /\ result' = [result EXCEPT ![manager] = -12]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task,
                 helper_task, fault>>

\* 12  get_task_struct(helper_task)
Manager12Load ==                                 \* S0: reads helper_task
  /\ Go(manager, "12.load", "12.get")
  /\ arg' = [arg EXCEPT ![manager] = helper_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Manager12Get ==                                  \* takes a reference on helper_task
  /\ At(manager, "12.get")
  /\ IF BadTask(arg[manager]) # "none"
     THEN Crash(BadTask(arg[manager]))
     ELSE /\ Goto(manager, "13.load")
          /\ usage' = [usage EXCEPT ![arg[manager]] = @ + 1]
          /\ arg' = [arg EXCEPT ![manager] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         helper_task, fault>>

\* 13  wake_up_process(helper_task)
Manager13Load ==                                 \* S0: reads helper_task
  /\ Go(manager, "13.load", "13.wake")
  /\ arg' = [arg EXCEPT ![manager] = helper_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Manager13Wake ==                                 \* wakes helper_task
  /\ At(manager, "13.wake")
  /\ IF BadTask(arg[manager]) # "none"
     THEN Crash(BadTask(arg[manager]))
     ELSE /\ Goto(manager, "14")
          /\ Wake(arg[manager])
          /\ arg' = [arg EXCEPT ![manager] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, task, helper_task,
                         fault>>

Manager14 ==                                     \* while (!kthread_should_stop())
  /\ Go(manager, "14", IF shouldStop[manager] THEN "17.load" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Manager15 ==                                     \* msleep(100)
  /\ Go(manager, "15", "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

\* 17  kthread_stop(helper_task)
Manager17Load ==                                 \* S0: reads helper_task
  /\ Go(manager, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![manager] = helper_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Manager17Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(manager, "17.get")
  /\ IF BadTask(arg[manager]) # "none"
     THEN Crash(BadTask(arg[manager]))
     ELSE /\ Goto(manager, "17.set")
          /\ usage' = [usage EXCEPT ![arg[manager]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         helper_task, fault>>

Manager17Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(manager, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[manager]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Manager17Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(manager, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[manager]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Manager17Wake ==                                 \* S7: wakes the thread
  /\ Go(manager, "17.wake", "17.wait")
  /\ Wake(arg[manager])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Manager17Wait ==                                 \* S8: waits for 'exited'
  /\ Go(manager, "17.wait", "17.put")
  /\ exited[arg[manager]] > 0
  /\ exited' = [exited EXCEPT ![arg[manager]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task,
                 helper_task, fault>>

\* S9..S11: takes the result and drops its reference
Manager17Put ==
  /\ At(manager, "17.put")
  /\ IF Overput(arg[manager])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(manager, "18.load")
          /\ usage' = [usage EXCEPT ![arg[manager]] = @ - 1]
          /\ arg' = [arg EXCEPT ![manager] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         helper_task, fault>>

\* 18  put_task_struct(helper_task)
Manager18Load ==                                 \* S0: reads helper_task
  /\ Go(manager, "18.load", "18.put")
  /\ arg' = [arg EXCEPT ![manager] = helper_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Manager18Put ==                                  \* drops a reference on helper_task
  /\ At(manager, "18.put")
  /\ IF arg[manager] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[manager])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(manager, "19")
               /\ usage' = [usage EXCEPT ![arg[manager]] = @ - 1]
               /\ arg' = [arg EXCEPT ![manager] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                              helper_task, fault>>

Manager19 ==                                     \* return 0
  /\ Go(manager, "19", "exit")
  /\ result' = [result EXCEPT ![manager] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task,
                 helper_task, fault>>

ManagerExit ==                                   \* X4: completes 'exited'
  /\ Go(manager, "exit", "exited")
  /\ exited' = [exited EXCEPT ![manager] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task,
                 helper_task, fault>>

ManagerExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(manager, "exited", "dead")
  /\ state' = [state EXCEPT ![manager] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ManagerDead ==
  /\ At(manager, "dead")
  /\ IF usage[manager] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(manager, "gone")
          /\ usage' = [usage EXCEPT ![manager] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         helper_task, fault>>

Manager ==
  \/ ManagerBorn
  \/ Manager8Create \/ Manager8Store
  \/ Manager9
  \/ Manager10
  \/ Manager12Load \/ Manager12Get
  \/ Manager13Load \/ Manager13Wake
  \/ Manager14
  \/ Manager15
  \/ Manager17Load \/ Manager17Get \/ Manager17Set \/ Manager17Notify
  \/ Manager17Wake \/ Manager17Wait \/ Manager17Put
  \/ Manager18Load \/ Manager18Put
  \/ Manager19
  \/ ManagerExit \/ ManagerExited \/ ManagerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 20  task = kthread_create(manager, NULL, "manager")
Modprobe20Create ==                              \* C1..C5: creates a thread of manager
  /\ At(modprobe, "20.create")
  /\ \/ Create(modprobe, manager, "20.store")
     \/ /\ Goto(modprobe, "20.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, helper_task, fault>>

Modprobe20Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "20.store", "21")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, helper_task,
                 fault>>

Modprobe21 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "21", IF task = ERR THEN "22" ELSE "24.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Modprobe22 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "22", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 helper_task, fault>>

\* 24  get_task_struct(task)
Modprobe24Load ==                                \* S0: reads task
  /\ Go(modprobe, "24.load", "24.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Modprobe24Get ==                                 \* takes a reference on task
  /\ At(modprobe, "24.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "25.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         helper_task, fault>>

\* 25  wake_up_process(task)
Modprobe25Load ==                                \* S0: reads task
  /\ Go(modprobe, "25.load", "25.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Modprobe25Wake ==                                \* wakes task
  /\ At(modprobe, "25.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, task, helper_task,
                         fault>>

Modprobe26 ==                                    \* return 0
  /\ Go(modprobe, "26", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 helper_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "27.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 helper_task, fault>>

\* 27  kthread_stop(task)
Modprobe27Load ==                                \* S0: reads task
  /\ Go(modprobe, "27.load", "27.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Modprobe27Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "27.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         helper_task, fault>>

Modprobe27Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "27.set", "27.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Modprobe27Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "27.notify", "27.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Modprobe27Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "27.wake", "27.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Modprobe27Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "27.wait", "27.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task,
                 helper_task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe27Put ==
  /\ At(modprobe, "27.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "28.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         helper_task, fault>>

\* 28  put_task_struct(task)
Modprobe28Load ==                                \* S0: reads task
  /\ Go(modprobe, "28.load", "28.put")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Modprobe28Put ==                                 \* drops a reference on task
  /\ At(modprobe, "28.put")
  /\ IF arg[modprobe] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[modprobe])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "sync")
               /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
               /\ arg' = [arg EXCEPT ![modprobe] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                              helper_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 helper_task, fault>>

Modprobe ==
  \/ Modprobe20Create \/ Modprobe20Store
  \/ Modprobe21
  \/ Modprobe22
  \/ Modprobe24Load \/ Modprobe24Get
  \/ Modprobe25Load \/ Modprobe25Wake
  \/ Modprobe26
  \/ Modprobe27Load \/ Modprobe27Get \/ Modprobe27Set \/ Modprobe27Notify
  \/ Modprobe27Wake \/ Modprobe27Wait \/ Modprobe27Put
  \/ Modprobe28Load \/ Modprobe28Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 task, helper_task>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "20.create"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {manager, modprobe} |-> NULL]
  /\ module      = "coming"
  /\ task        = NULL
  /\ helper_task = NULL
  /\ fault       = "none"

Next ==
  \/ Helper
  \/ Manager
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Helper \/ FetchFault(helper))
  /\ WF_vars(Manager \/ FetchFault(manager))
  /\ SF_vars(Manager17Wait)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe27Wait)

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

NoDoubleStop == \A c \in {manager, modprobe} : pc[c] \in {"17.set", "27.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {manager, modprobe} : pc[c] \in {"17.set", "27.set"} => arg[c] # c

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A c \in {manager, modprobe} :
    \A t \in Kthreads :
      pc[c] \in {"17.put", "27.put"} /\ arg[c] = t => /\ pc[t] \in {"exited", "dead", "gone"}
                                                      /\ t \in {helper} =>
                                                           result[t] \in {-19, -4, 0}
                                                      /\ t \in {manager} =>
                                                           result[t] \in {-12, -4, 0}

StopPending(c) == pc[c] \in {"17.notify", "17.wake", "17.wait", "27.notify", "27.wake", "27.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {manager, modprobe} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {manager, modprobe} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
