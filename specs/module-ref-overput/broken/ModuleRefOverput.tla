-------------------------- MODULE ModuleRefOverput --------------------------
(***************************************************************************)
(* The thread and who stops it drop the same reference.                    *)
(*                                                                         *)
(*   worker    1  while (!kthread_should_stop()) {                         *)
(*             2      msleep(100);                                         *)
(*             3  }                                                        *)
(*             4  module_put_and_kthread_exit(0);                          *)
(*   init      5  got = try_module_get(THIS_MODULE);                       *)
(*             6  if (!got) {                                              *)
(*             7      return -ENODEV;                                      *)
(*             8  }                                                        *)
(*             9  task = kthread_run(worker, NULL, "worker");              *)
(*            10  if (IS_ERR(task)) {                                      *)
(*            11      module_put(THIS_MODULE);                             *)
(*            12      return -ENOMEM;                                      *)
(*            13  }                                                        *)
(*            14  return 0;                                                *)
(*   disable  15  mutex_lock(&lock);                                       *)
(*            16  if (task) {                                              *)
(*            17      kthread_stop(task);                                  *)
(*            18      module_put(THIS_MODULE);                             *)
(*            19      task = NULL;                                         *)
(*            20  }                                                        *)
(*            21  mutex_unlock(&lock);                                     *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  disable1,         \* a task that calls disable()
  disable2,         \* a task that calls disable()
  NULL,             \* no task
  ERR,              \* an error pointer
  none,             \* the owner of a lock that is free
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
  refs,             \* references on the module: one is its own, one more is held during init
  warned,           \* the kernel printed a warning
  task,             \* struct task_struct *
  lock,             \* struct mutex: its owner
  got,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    task, lock, got, fault>>

Disables   == {disable1, disable2}
Kthreads   == {worker}
Contexts   == {worker, modprobe, disable1, disable2}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "4.put", "4.exit", "exited", "dead", "gone", "sync", "live", "free",
   "done", "idle", "leave"}
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
                 refs, warned, task, lock, got>>

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
Ready(c) ==
  /\ pc[c] = "15" => lock = none
  /\ pc[c] = "17.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, lock, got, fault>>

Worker1 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "1", IF shouldStop[worker] THEN "4.call" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, got, fault>>

Worker2 ==                                       \* msleep(100)
  /\ Go(worker, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, got, fault>>

\* 4  module_put_and_kthread_exit(0)
\* X0: calls into core text; no module instruction follows
Worker4Call ==
  /\ Go(worker, "4.call", "4.put")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, got, fault>>

Worker4Put ==                                    \* drops a reference on the module
  /\ At(worker, "4.put")
  /\ IF module = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(worker, "4.exit")
          /\ IF refs > 0
             THEN refs' = refs - 1 /\ UNCHANGED warned
             ELSE warned' = TRUE /\ UNCHANGED refs
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         task, lock, got, fault>>

Worker4Exit ==                                   \* X1: leaves the thread
  /\ Go(worker, "4.exit", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, lock, got, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, lock, got, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, lock, got, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, lock, got, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ Worker4Call \/ Worker4Put \/ Worker4Exit
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe5 ==                                     \* got = try_module_get(THIS_MODULE)
  /\ Go(modprobe, "5", "6")
  /\ IF module \in {"coming", "live"} /\ refs > 0
     THEN refs' = refs + 1 /\ got' = [got EXCEPT ![modprobe] = 1]
     ELSE got' = [got EXCEPT ![modprobe] = 0] /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, lock, fault>>

Modprobe6 ==                                     \* if (!got)
  /\ Go(modprobe, "6", IF got[modprobe] = 0 THEN "7" ELSE "9.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, got, fault>>

Modprobe7 ==                                     \* return -ENODEV
  /\ Go(modprobe, "7", "sync")
  /\ module' = "going"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, lock, got,
                 fault>>

\* 9  task = kthread_run(worker, NULL, "worker")
Modprobe9Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "9.create")
  /\ \/ Create(modprobe, worker, "9.wake")
     \/ /\ Goto(modprobe, "9.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task, lock, got,
                 fault>>

Modprobe9Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "9.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "9.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, lock, got, fault>>

Modprobe9Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "9.store", "10")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 lock, got, fault>>

Modprobe10 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "10", IF task = ERR THEN "11" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, got, fault>>

Modprobe11 ==                                    \* module_put(THIS_MODULE)
  /\ Go(modprobe, "11", "12")
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 lock, got, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, lock, got,
                 fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, lock, got,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ At(modprobe, "live")
  /\ module = "live" /\ refs <= 1
  /\ IF refs = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ module' = "going"
          /\ refs' = 0
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                         task, lock, got, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, got, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 task, lock, got, fault>>

Modprobe ==
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe9Create \/ Modprobe9Wake \/ Modprobe9Store
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* disable *)

DisableIdle(self) ==                             \* a user calls into the module
  /\ Go(self, "idle", "15")
  /\ module = "live" /\ refs > 0
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, lock, got, fault>>

Disable15(self) ==                               \* mutex_lock(&lock)
  /\ Go(self, "15", "16")
  /\ lock = none
  /\ lock' = self
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, got, fault>>

Disable16(self) ==                               \* if (task)
  /\ Go(self, "16", IF task = NULL THEN "21" ELSE "17.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, got, fault>>

\* 17  kthread_stop(task)
Disable17Load(self) ==                           \* S0: reads task
  /\ Go(self, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![self] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, lock, got, fault>>

Disable17Get(self) ==                            \* S2, S3: takes a reference on the thread
  /\ At(self, "17.get")
  /\ IF BadTask(arg[self]) # "none"
     THEN Crash(BadTask(arg[self]))
     ELSE /\ Goto(self, "17.set")
          /\ usage' = [usage EXCEPT ![arg[self]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, lock, got, fault>>

Disable17Set(self) ==                            \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(self, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[self]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 lock, got, fault>>

Disable17Notify(self) ==                         \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(self, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[self]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, lock, got, fault>>

Disable17Wake(self) ==                           \* S7: wakes the thread
  /\ Go(self, "17.wake", "17.wait")
  /\ Wake(arg[self])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 lock, got, fault>>

Disable17Wait(self) ==                           \* S8: waits for 'exited'
  /\ Go(self, "17.wait", "17.put")
  /\ exited[arg[self]] > 0
  /\ exited' = [exited EXCEPT ![arg[self]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, lock, got, fault>>

\* S9..S11: takes the result and drops its reference
Disable17Put(self) ==
  /\ At(self, "17.put")
  /\ IF Overput(arg[self])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "18")
          /\ usage' = [usage EXCEPT ![arg[self]] = @ - 1]
          /\ arg' = [arg EXCEPT ![self] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, lock, got, fault>>

Disable18(self) ==                               \* module_put(THIS_MODULE)
  /\ Go(self, "18", "19")
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 lock, got, fault>>

Disable19(self) ==                               \* task = NULL
  /\ Go(self, "19", "21")
  /\ task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lock, got, fault>>

Disable21(self) ==                               \* mutex_unlock(&lock)
  /\ Go(self, "21", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # self)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, got, fault>>

DisableLeave(self) ==                            \* the call returns to user space
  /\ At(self, "leave")
  /\ IF module = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(self, "done")
          /\ IF refs > 0
             THEN refs' = refs - 1 /\ UNCHANGED warned
             ELSE warned' = TRUE /\ UNCHANGED refs
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         task, lock, got, fault>>

Disable(self) ==
  \/ Disable15(self)
  \/ Disable16(self)
  \/ Disable17Load(self) \/ Disable17Get(self) \/ Disable17Set(self)
  \/ Disable17Notify(self) \/ Disable17Wake(self) \/ Disable17Wait(self)
  \/ Disable17Put(self)
  \/ Disable18(self)
  \/ Disable19(self)
  \/ Disable21(self)
  \/ DisableLeave(self)

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, lock, got>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "5" @@ [c \in Disables |-> "idle"]
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, disable1, disable2} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ lock       = none
  /\ got        = [c \in {modprobe} |-> 0]
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ \E self \in Disables : Disable(self)
  \/ \E self \in Disables : DisableIdle(self)
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ \A self \in Disables : WF_vars(Disable(self) \/ FetchFault(self))
  /\ \A self \in Disables : SF_vars(Disable15(self) \/ Disable17Wait(self))

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

NoDoubleStop == \A c \in Disables : pc[c] = "17.set" => ~shouldStop[arg[c]]

NoSelfStop == \A c \in Disables : pc[c] = "17.set" => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ \A c \in Disables : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  \A c \in Disables :
    pc[c] = "17.put" /\ arg[c] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                           /\ result[worker] \in {-4, 0}

StopPending(c) == pc[c] \in {"17.notify", "17.wake", "17.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in Disables : StopPending(c)) => \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in Disables : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == \A c \in Disables : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
