----------------------------- MODULE StopCycle ------------------------------
(***************************************************************************)
(* A helper whose device fails stops the manager, which stops it in turn.  *)
(*                                                                         *)
(*   helper    1  while (!kthread_should_stop()) {                         *)
(*             2      if (device_failed()) {                               *)
(*             3          kthread_stop(task);                              *)
(*             4          return -ENODEV;                                  *)
(*             5      }                                                    *)
(*             6      msleep(100);                                         *)
(*             7  }                                                        *)
(*             8  return 0;                                                *)
(*   manager   9  helper_task = kthread_create(helper, NULL, "helper");    *)
(*            10  if (IS_ERR(helper_task)) {                               *)
(*            11      return -ENOMEM;                                      *)
(*            12  }                                                        *)
(*            13  get_task_struct(helper_task);                            *)
(*            14  wake_up_process(helper_task);                            *)
(*            15  while (!kthread_should_stop()) {                         *)
(*            16      msleep(100);                                         *)
(*            17  }                                                        *)
(*            18  kthread_stop(helper_task);                               *)
(*            19  put_task_struct(helper_task);                            *)
(*            20  return 0;                                                *)
(*   init     21  task = kthread_create(manager, NULL, "manager");         *)
(*            22  if (IS_ERR(task)) {                                      *)
(*            23      return -ENOMEM;                                      *)
(*            24  }                                                        *)
(*            25  get_task_struct(task);                                   *)
(*            26  wake_up_process(task);                                   *)
(*            27  return 0;                                                *)
(*   exit     28  kthread_stop(task);                                      *)
(*            29  put_task_struct(task);                                   *)
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
Ready(c) == pc[c] \in {"3.wait", "18.wait", "28.wait"} => exited[arg[c]] > 0

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
  /\ Go(helper, "1", IF shouldStop[helper] THEN "8" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Helper2 ==                                       \* if (device_failed())
  /\ At(helper, "2")
  /\ Goto(helper, "3.load") \/ Goto(helper, "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

\* 3  kthread_stop(task)
Helper3Load ==                                   \* S0: reads task
  /\ Go(helper, "3.load", "3.get")
  /\ arg' = [arg EXCEPT ![helper] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Helper3Get ==                                    \* S2, S3: takes a reference on the thread
  /\ At(helper, "3.get")
  /\ IF BadTask(arg[helper]) # "none"
     THEN Crash(BadTask(arg[helper]))
     ELSE /\ Goto(helper, "3.set")
          /\ usage' = [usage EXCEPT ![arg[helper]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         helper_task, fault>>

Helper3Set ==                                    \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(helper, "3.set", "3.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[helper]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Helper3Notify ==                                 \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(helper, "3.notify", "3.wake")
  /\ notified' = [notified EXCEPT ![arg[helper]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Helper3Wake ==                                   \* S7: wakes the thread
  /\ Go(helper, "3.wake", "3.wait")
  /\ Wake(arg[helper])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Helper3Wait ==                                   \* S8: waits for 'exited'
  /\ Go(helper, "3.wait", "3.put")
  /\ exited[arg[helper]] > 0
  /\ exited' = [exited EXCEPT ![arg[helper]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task,
                 helper_task, fault>>

\* S9..S11: takes the result and drops its reference
Helper3Put ==
  /\ At(helper, "3.put")
  /\ IF Overput(arg[helper])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(helper, "4")
          /\ usage' = [usage EXCEPT ![arg[helper]] = @ - 1]
          /\ arg' = [arg EXCEPT ![helper] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         helper_task, fault>>

Helper4 ==                                       \* return -ENODEV
  /\ Go(helper, "4", "exit")
  /\ result' = [result EXCEPT ![helper] = -19]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task,
                 helper_task, fault>>

Helper6 ==                                       \* msleep(100)
  /\ Go(helper, "6", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Helper8 ==                                       \* return 0
  /\ Go(helper, "8", "exit")
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
  \/ Helper3Load \/ Helper3Get \/ Helper3Set \/ Helper3Notify \/ Helper3Wake
  \/ Helper3Wait \/ Helper3Put
  \/ Helper4
  \/ Helper6
  \/ Helper8
  \/ HelperExit \/ HelperExited \/ HelperDead

-----------------------------------------------------------------------------
(* manager *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ManagerBorn ==
  /\ At(manager, "born")
  /\ IF shouldStop[manager]
     THEN Goto(manager, "exit") /\ result' = [result EXCEPT ![manager] = -4]
     ELSE Goto(manager, "9.create") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task,
                 helper_task, fault>>

\* 9  helper_task = kthread_create(helper, NULL, "helper")
Manager9Create ==                                \* C1..C5: creates a thread of helper
  /\ At(manager, "9.create")
  /\ \/ Create(manager, helper, "9.store")
     \/ /\ Goto(manager, "9.store")
        /\ arg' = [arg EXCEPT ![manager] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, helper_task, fault>>

Manager9Store ==                                 \* stores the pointer in helper_task
  /\ Go(manager, "9.store", "10")
  /\ helper_task' = arg[manager]
  /\ arg' = [arg EXCEPT ![manager] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task, fault>>

Manager10 ==                                     \* if (IS_ERR(helper_task))
  /\ Go(manager, "10", IF helper_task = ERR THEN "11" ELSE "13.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Manager11 ==                                     \* return -ENOMEM
  /\ Go(manager, "11", "exit")
  /\ result' = [result EXCEPT ![manager] = -12]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task,
                 helper_task, fault>>

\* 13  get_task_struct(helper_task)
Manager13Load ==                                 \* S0: reads helper_task
  /\ Go(manager, "13.load", "13.get")
  /\ arg' = [arg EXCEPT ![manager] = helper_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Manager13Get ==                                  \* takes a reference on helper_task
  /\ At(manager, "13.get")
  /\ IF BadTask(arg[manager]) # "none"
     THEN Crash(BadTask(arg[manager]))
     ELSE /\ Goto(manager, "14.load")
          /\ usage' = [usage EXCEPT ![arg[manager]] = @ + 1]
          /\ arg' = [arg EXCEPT ![manager] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         helper_task, fault>>

\* 14  wake_up_process(helper_task)
Manager14Load ==                                 \* S0: reads helper_task
  /\ Go(manager, "14.load", "14.wake")
  /\ arg' = [arg EXCEPT ![manager] = helper_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Manager14Wake ==                                 \* wakes helper_task
  /\ At(manager, "14.wake")
  /\ IF BadTask(arg[manager]) # "none"
     THEN Crash(BadTask(arg[manager]))
     ELSE /\ Goto(manager, "15")
          /\ Wake(arg[manager])
          /\ arg' = [arg EXCEPT ![manager] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, task, helper_task,
                         fault>>

Manager15 ==                                     \* while (!kthread_should_stop())
  /\ Go(manager, "15", IF shouldStop[manager] THEN "18.load" ELSE "16")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Manager16 ==                                     \* msleep(100)
  /\ Go(manager, "16", "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

\* 18  kthread_stop(helper_task)
Manager18Load ==                                 \* S0: reads helper_task
  /\ Go(manager, "18.load", "18.get")
  /\ arg' = [arg EXCEPT ![manager] = helper_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Manager18Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(manager, "18.get")
  /\ IF BadTask(arg[manager]) # "none"
     THEN Crash(BadTask(arg[manager]))
     ELSE /\ Goto(manager, "18.set")
          /\ usage' = [usage EXCEPT ![arg[manager]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         helper_task, fault>>

Manager18Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(manager, "18.set", "18.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[manager]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Manager18Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(manager, "18.notify", "18.wake")
  /\ notified' = [notified EXCEPT ![arg[manager]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Manager18Wake ==                                 \* S7: wakes the thread
  /\ Go(manager, "18.wake", "18.wait")
  /\ Wake(arg[manager])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Manager18Wait ==                                 \* S8: waits for 'exited'
  /\ Go(manager, "18.wait", "18.put")
  /\ exited[arg[manager]] > 0
  /\ exited' = [exited EXCEPT ![arg[manager]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task,
                 helper_task, fault>>

\* S9..S11: takes the result and drops its reference
Manager18Put ==
  /\ At(manager, "18.put")
  /\ IF Overput(arg[manager])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(manager, "19.load")
          /\ usage' = [usage EXCEPT ![arg[manager]] = @ - 1]
          /\ arg' = [arg EXCEPT ![manager] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         helper_task, fault>>

\* 19  put_task_struct(helper_task)
Manager19Load ==                                 \* S0: reads helper_task
  /\ Go(manager, "19.load", "19.put")
  /\ arg' = [arg EXCEPT ![manager] = helper_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Manager19Put ==                                  \* drops a reference on helper_task
  /\ At(manager, "19.put")
  /\ IF arg[manager] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[manager])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(manager, "20")
               /\ usage' = [usage EXCEPT ![arg[manager]] = @ - 1]
               /\ arg' = [arg EXCEPT ![manager] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                              helper_task, fault>>

Manager20 ==                                     \* return 0
  /\ Go(manager, "20", "exit")
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
  \/ Manager9Create \/ Manager9Store
  \/ Manager10
  \/ Manager11
  \/ Manager13Load \/ Manager13Get
  \/ Manager14Load \/ Manager14Wake
  \/ Manager15
  \/ Manager16
  \/ Manager18Load \/ Manager18Get \/ Manager18Set \/ Manager18Notify
  \/ Manager18Wake \/ Manager18Wait \/ Manager18Put
  \/ Manager19Load \/ Manager19Put
  \/ Manager20
  \/ ManagerExit \/ ManagerExited \/ ManagerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 21  task = kthread_create(manager, NULL, "manager")
Modprobe21Create ==                              \* C1..C5: creates a thread of manager
  /\ At(modprobe, "21.create")
  /\ \/ Create(modprobe, manager, "21.store")
     \/ /\ Goto(modprobe, "21.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, helper_task, fault>>

Modprobe21Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "21.store", "22")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, helper_task,
                 fault>>

Modprobe22 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "22", IF task = ERR THEN "23" ELSE "25.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 helper_task, fault>>

Modprobe23 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "23", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 helper_task, fault>>

\* 25  get_task_struct(task)
Modprobe25Load ==                                \* S0: reads task
  /\ Go(modprobe, "25.load", "25.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Modprobe25Get ==                                 \* takes a reference on task
  /\ At(modprobe, "25.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         helper_task, fault>>

\* 26  wake_up_process(task)
Modprobe26Load ==                                \* S0: reads task
  /\ Go(modprobe, "26.load", "26.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Modprobe26Wake ==                                \* wakes task
  /\ At(modprobe, "26.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, task, helper_task,
                         fault>>

Modprobe27 ==                                    \* return 0
  /\ Go(modprobe, "27", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 helper_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "28.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 helper_task, fault>>

\* 28  kthread_stop(task)
Modprobe28Load ==                                \* S0: reads task
  /\ Go(modprobe, "28.load", "28.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Modprobe28Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "28.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "28.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         helper_task, fault>>

Modprobe28Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "28.set", "28.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Modprobe28Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "28.notify", "28.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Modprobe28Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "28.wake", "28.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, helper_task,
                 fault>>

Modprobe28Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "28.wait", "28.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task,
                 helper_task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe28Put ==
  /\ At(modprobe, "28.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "29.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         helper_task, fault>>

\* 29  put_task_struct(task)
Modprobe29Load ==                                \* S0: reads task
  /\ Go(modprobe, "29.load", "29.put")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 helper_task, fault>>

Modprobe29Put ==                                 \* drops a reference on task
  /\ At(modprobe, "29.put")
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
  \/ Modprobe21Create \/ Modprobe21Store
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe25Load \/ Modprobe25Get
  \/ Modprobe26Load \/ Modprobe26Wake
  \/ Modprobe27
  \/ Modprobe28Load \/ Modprobe28Get \/ Modprobe28Set \/ Modprobe28Notify
  \/ Modprobe28Wake \/ Modprobe28Wait \/ Modprobe28Put
  \/ Modprobe29Load \/ Modprobe29Put
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
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "21.create"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in Contexts |-> NULL]
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
  /\ SF_vars(Helper3Wait)
  /\ WF_vars(Manager \/ FetchFault(manager))
  /\ SF_vars(Manager18Wait)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe28Wait)

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

NoDoubleStop == \A c \in Contexts : pc[c] \in {"3.set", "18.set", "28.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in Contexts : pc[c] \in {"3.set", "18.set", "28.set"} => arg[c] # c

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A c \in Contexts :
    \A t \in Kthreads :
      pc[c] \in {"3.put", "18.put", "28.put"} /\ arg[c] = t =>
        /\ pc[t] \in {"exited", "dead", "gone"}
        /\ t \in {helper} => result[t] \in {-19, -4, 0}
        /\ t \in {manager} => result[t] \in {-12, -4, 0}

StopPending(c) ==
  pc[c] \in {"3.notify", "3.wake", "3.wait", "18.notify", "18.wake", "18.wait", "28.notify",
             "28.wake", "28.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in Contexts : StopPending(c)) => \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in Contexts : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
