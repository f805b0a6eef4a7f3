-------------------------- MODULE LustreHsmRestart --------------------------
(************************************************************************************************)
(* The state is set, then the thread is stopped.                                                *)
(*                                                                                              *)
(*   mdt_coordinator   1  agents = kzalloc(sizeof( *agents), GFP_KERNEL);                       *)
(*                     2  while (!kthread_should_stop()) {                                      *)
(*                     3      use(agents);                                                      *)
(*                     4      msleep(100);                                                      *)
(*                     5  }                                                                     *)
(*                     6  kfree(agents);                                                        *)
(*                     7  return 0;                                                             *)
(*   init              8  cdt_task = kthread_run(mdt_coordinator, NULL, "mdt_coordinator");     *)
(*                     9  if (IS_ERR(cdt_task)) {                                               *)
(*                    10      return -ENOMEM;                                                   *)
(*                    11  }                                                                     *)
(*                    12  return 0;                                                             *)
(*   exit             13  if (!stopped) {                                                       *)
(*                    14      kthread_stop(cdt_task);                                           *)
(*                    15  }                                                                     *)
(*   disable_hsm      16  stopped = true;                                                       *)
(*                    17  kthread_stop(cdt_task);                                               *)
(*   enable_hsm       18  if (stopped) {                                                        *)
(*                    19      stopped = false;                                                  *)
(*                    20      cdt_task = kthread_run(mdt_coordinator, NULL, "mdt_coordinator"); *)
(*                    21      if (IS_ERR(cdt_task)) {                                           *)
(*                    22          stopped = true;                                               *)
(*                    23          return -ENOMEM;                                               *)
(*                    24      }                                                                 *)
(*                    25  }                                                                     *)
(************************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  mdt_coordinator1,  \* a kthread
  mdt_coordinator2,  \* a kthread
  modprobe,          \* the task that loads and unloads the module
  disable_hsm,       \* a task that calls disable_hsm()
  enable_hsm,        \* a task that calls enable_hsm()
  NULL,              \* no task
  ERR,               \* an error pointer
  StopNotifies       \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                \* where each context is in its program
  state,             \* task state
  asleep,            \* off the run queue
  shouldStop,        \* KTHREAD_SHOULD_STOP
  notified,          \* TIF_NOTIFY_SIGNAL
  exited,            \* count of the completion that kthread_stop() waits for
  result,            \* what the thread function returned
  usage,             \* references on the task; 0 is no task, or a freed one
  arg,               \* the task that each context's call is about
  module,            \* "coming", "live", "going" or "freed"
  refs,              \* references on the module: one is its own, one more is held during init
  cdt_task,          \* struct task_struct *
  stopped,           \* bool
  agents,            \* memory: "null", "valid" or "freed"
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, cdt_task,
    stopped, agents, fault>>

Kthreads   == {mdt_coordinator1, mdt_coordinator2}
Contexts   == {mdt_coordinator1, mdt_coordinator2, modprobe, disable_hsm, enable_hsm}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}
Out        == {"exit", "exited", "dead", "gone"}

\* The next thread of mdt_coordinator() to be created.
FreeMdtCoordinator ==
  CASE pc[mdt_coordinator1] = "none" -> mdt_coordinator1
    [] pc[mdt_coordinator2] = "none" -> mdt_coordinator2
    [] OTHER -> NULL

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
                 refs, cdt_task, stopped, agents>>

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
Ready(c) == pc[c] \in {"14.wait", "17.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* mdt_coordinator *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
MdtCoordinatorBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

MdtCoordinator1(self) ==                         \* agents = kzalloc(sizeof(*agents), GFP_KERNEL)
  /\ Go(self, "1", "2")
  /\ agents' = "valid"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, stopped, fault>>

MdtCoordinator2(self) ==                         \* while (!kthread_should_stop())
  /\ Go(self, "2", IF shouldStop[self] THEN "6" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, stopped, agents, fault>>

MdtCoordinator3(self) ==                         \* use(agents)
  /\ At(self, "3")
  /\ IF agents = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF agents = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(self, "4")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, refs, cdt_task, stopped, agents, fault>>

MdtCoordinator4(self) ==                         \* msleep(100)
  /\ Go(self, "4", "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, stopped, agents, fault>>

MdtCoordinator6(self) ==                         \* kfree(agents)
  /\ At(self, "6")
  /\ IF agents = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(self, "7")
          /\ agents' = IF agents = "valid" THEN "freed" ELSE agents
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, cdt_task, stopped, fault>>

MdtCoordinator7(self) ==                         \* return 0
  /\ Go(self, "7", "exit")
  /\ result' = [result EXCEPT ![self] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

MdtCoordinatorExit(self) ==                      \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

MdtCoordinatorExited(self) ==                    \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
MdtCoordinatorDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         cdt_task, stopped, agents, fault>>

MdtCoordinator(self) ==
  \/ MdtCoordinatorBorn(self)
  \/ MdtCoordinator1(self)
  \/ MdtCoordinator2(self)
  \/ MdtCoordinator3(self)
  \/ MdtCoordinator4(self)
  \/ MdtCoordinator6(self)
  \/ MdtCoordinator7(self)
  \/ MdtCoordinatorExit(self) \/ MdtCoordinatorExited(self)
  \/ MdtCoordinatorDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

\* 8  cdt_task = kthread_run(mdt_coordinator, NULL, "mdt_coordinator")
Modprobe8Create ==                               \* C1..C5: creates a thread of mdt_coordinator
  /\ At(modprobe, "8.create")
  /\ \/ Create(modprobe, FreeMdtCoordinator, "8.wake")
     \/ /\ Goto(modprobe, "8.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, cdt_task, stopped, agents,
                 fault>>

Modprobe8Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "8.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "8.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, cdt_task,
                         stopped, agents, fault>>

Modprobe8Store ==                                \* stores the pointer in cdt_task
  /\ Go(modprobe, "8.store", "9")
  /\ cdt_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 stopped, agents, fault>>

Modprobe9 ==                                     \* if (IS_ERR(cdt_task))
  /\ Go(modprobe, "9", IF cdt_task = ERR THEN "10" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, stopped, agents, fault>>

Modprobe10 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "10", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, cdt_task,
                 stopped, agents, fault>>

Modprobe12 ==                                    \* return 0
  /\ Go(modprobe, "12", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, cdt_task,
                 stopped, agents, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "13")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, cdt_task,
                 stopped, agents, fault>>

Modprobe13 ==                                    \* if (!stopped)
  /\ Go(modprobe, "13", IF stopped THEN "sync" ELSE "14.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, stopped, agents, fault>>

\* 14  kthread_stop(cdt_task)
Modprobe14Load ==                                \* S0: reads cdt_task
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = cdt_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 cdt_task, stopped, agents, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         cdt_task, stopped, agents, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         cdt_task, stopped, agents, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, stopped, agents, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, cdt_task,
                 stopped, agents, fault>>

Modprobe ==
  \/ Modprobe8Create \/ Modprobe8Wake \/ Modprobe8Store
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Get \/ Modprobe14Set \/ Modprobe14Notify
  \/ Modprobe14Wake \/ Modprobe14Wait \/ Modprobe14Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* disable_hsm *)

DisableHsmIdle ==                                \* a user calls into the module
  /\ Go(disable_hsm, "idle", "16")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 cdt_task, stopped, agents, fault>>

DisableHsm16 ==                                  \* stopped = true
  /\ Go(disable_hsm, "16", "17.load")
  /\ stopped' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, agents, fault>>

\* 17  kthread_stop(cdt_task)
DisableHsm17Load ==                              \* S0: reads cdt_task
  /\ Go(disable_hsm, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![disable_hsm] = cdt_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 cdt_task, stopped, agents, fault>>

DisableHsm17Get ==                               \* S2, S3: takes a reference on the thread
  /\ At(disable_hsm, "17.get")
  /\ IF BadTask(arg[disable_hsm]) # "none"
     THEN Crash(BadTask(arg[disable_hsm]))
     ELSE /\ Goto(disable_hsm, "17.set")
          /\ usage' = [usage EXCEPT ![arg[disable_hsm]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         cdt_task, stopped, agents, fault>>

DisableHsm17Set ==                               \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(disable_hsm, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[disable_hsm]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

DisableHsm17Notify ==                            \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(disable_hsm, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[disable_hsm]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

DisableHsm17Wake ==                              \* S7: wakes the thread
  /\ Go(disable_hsm, "17.wake", "17.wait")
  /\ Wake(arg[disable_hsm])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

DisableHsm17Wait ==                              \* S8: waits for 'exited'
  /\ Go(disable_hsm, "17.wait", "17.put")
  /\ exited[arg[disable_hsm]] > 0
  /\ exited' = [exited EXCEPT ![arg[disable_hsm]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, cdt_task,
                 stopped, agents, fault>>

\* S9..S11: takes the result and drops its reference
DisableHsm17Put ==
  /\ At(disable_hsm, "17.put")
  /\ IF Overput(arg[disable_hsm])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(disable_hsm, "leave")
          /\ usage' = [usage EXCEPT ![arg[disable_hsm]] = @ - 1]
          /\ arg' = [arg EXCEPT ![disable_hsm] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         cdt_task, stopped, agents, fault>>

DisableHsmLeave ==                               \* the call returns to user space
  /\ Go(disable_hsm, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 cdt_task, stopped, agents, fault>>

DisableHsm ==
  \/ DisableHsm16
  \/ DisableHsm17Load \/ DisableHsm17Get \/ DisableHsm17Set \/ DisableHsm17Notify
  \/ DisableHsm17Wake \/ DisableHsm17Wait \/ DisableHsm17Put
  \/ DisableHsmLeave

-----------------------------------------------------------------------------
(* enable_hsm *)

EnableHsmIdle ==                                 \* a user calls into the module
  /\ Go(enable_hsm, "idle", "18")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 cdt_task, stopped, agents, fault>>

EnableHsm18 ==                                   \* if (stopped)
  /\ Go(enable_hsm, "18", IF stopped THEN "19" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, stopped, agents, fault>>

EnableHsm19 ==                                   \* stopped = false
  /\ Go(enable_hsm, "19", "20.create")
  /\ stopped' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, agents, fault>>

\* 20  cdt_task = kthread_run(mdt_coordinator, NULL, "mdt_coordinator")
EnableHsm20Create ==                             \* C1..C5: creates a thread of mdt_coordinator
  /\ At(enable_hsm, "20.create")
  /\ \/ Create(enable_hsm, FreeMdtCoordinator, "20.wake")
     \/ /\ Goto(enable_hsm, "20.store")
        /\ arg' = [arg EXCEPT ![enable_hsm] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, cdt_task, stopped, agents,
                 fault>>

EnableHsm20Wake ==                               \* wakes the new thread
  /\ At(enable_hsm, "20.wake")
  /\ IF BadTask(arg[enable_hsm]) # "none"
     THEN Crash(BadTask(arg[enable_hsm]))
     ELSE /\ Goto(enable_hsm, "20.store")
          /\ Wake(arg[enable_hsm])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, cdt_task,
                         stopped, agents, fault>>

EnableHsm20Store ==                              \* stores the pointer in cdt_task
  /\ Go(enable_hsm, "20.store", "21")
  /\ cdt_task' = arg[enable_hsm]
  /\ arg' = [arg EXCEPT ![enable_hsm] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 stopped, agents, fault>>

EnableHsm21 ==                                   \* if (IS_ERR(cdt_task))
  /\ Go(enable_hsm, "21", IF cdt_task = ERR THEN "22" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, stopped, agents, fault>>

EnableHsm22 ==                                   \* stopped = true
  /\ Go(enable_hsm, "22", "23")
  /\ stopped' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, agents, fault>>

EnableHsm23 ==                                   \* return -ENOMEM
  /\ Go(enable_hsm, "23", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cdt_task, stopped, agents, fault>>

EnableHsmLeave ==                                \* the call returns to user space
  /\ Go(enable_hsm, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 cdt_task, stopped, agents, fault>>

EnableHsm ==
  \/ EnableHsm18
  \/ EnableHsm19
  \/ EnableHsm20Create \/ EnableHsm20Wake \/ EnableHsm20Store
  \/ EnableHsm21
  \/ EnableHsm22
  \/ EnableHsm23
  \/ EnableHsmLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, cdt_task, stopped, agents>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "8.create"
                  @@ disable_hsm :> "idle"
                  @@ enable_hsm :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, disable_hsm, enable_hsm} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ cdt_task   = NULL
  /\ stopped    = FALSE
  /\ agents     = "null"
  /\ fault      = "none"

Next ==
  \/ \E self \in Kthreads : MdtCoordinator(self)
  \/ Modprobe
  \/ ModprobeLive
  \/ DisableHsm
  \/ DisableHsmIdle
  \/ EnableHsm
  \/ EnableHsmIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A self \in Kthreads : WF_vars(MdtCoordinator(self) \/ FetchFault(self))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Wait)
  /\ WF_vars(DisableHsm \/ FetchFault(disable_hsm))
  /\ SF_vars(DisableHsm17Wait)
  /\ WF_vars(EnableHsm \/ FetchFault(enable_hsm))

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

NoDoubleStop ==
  \A c \in {modprobe, disable_hsm} : pc[c] \in {"14.set", "17.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, disable_hsm} : pc[c] \in {"14.set", "17.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ \A t \in Kthreads : pc[t] \in {"none", "gone"}
  /\ \A c \in {disable_hsm, enable_hsm} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0
  /\ AtRest => refs = 1

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked ==
  /\ module = "freed" => agents # "valid" /\ \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])
  /\ agents = "valid" => \A c \in Kthreads : pc[c] # "1"

StopResultCorrect ==
  \A c \in {modprobe, disable_hsm} :
    \A t \in Kthreads :
      pc[c] \in {"14.put", "17.put"} /\ arg[c] = t => /\ pc[t] \in {"exited", "dead", "gone"}
                                                      /\ result[t] \in {-4, 0}

StopPending(c) == pc[c] \in {"14.notify", "14.wake", "14.wait", "17.notify", "17.wake", "17.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, disable_hsm} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, disable_hsm} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {disable_hsm, enable_hsm} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
