------------------------- MODULE FreezeFailsMended --------------------------
(***************************************************************************)
(* A freezable thread calls try_to_freeze() at every turn.                 *)
(*                                                                         *)
(*   worker    1  set_freezable();                                         *)
(*             2  while (!kthread_should_stop()) {                         *)
(*             3      try_to_freeze();                                     *)
(*             4      msleep(100);                                         *)
(*             5  }                                                        *)
(*             6  return 0;                                                *)
(*   init      7  task = kthread_run(worker, NULL, "worker");              *)
(*             8  if (IS_ERR(task)) {                                      *)
(*             9      return -ENOMEM;                                      *)
(*            10  }                                                        *)
(*            11  return 0;                                                *)
(*   exit     12  kthread_stop(task);                                      *)
(*   suspend  13  suspend_freeze_processes();                              *)
(*            14  thaw_processes();                                        *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,                 \* a kthread
  modprobe,               \* the task that loads and unloads the module
  suspend,                \* something outside of the module
  NULL,                   \* no task
  ERR,                    \* an error pointer
  StopNotifies,           \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  FreezerUsesTaskFrozen   \* frozen threads sleep in TASK_FROZEN (Linux 6.1 and later)

VARIABLES
  pc,                     \* where each context is in its program
  state,                  \* task state
  asleep,                 \* off the run queue
  shouldStop,             \* KTHREAD_SHOULD_STOP
  freezable,              \* takes part in freezing
  freezing,               \* a freeze is under way
  usersFrozen,            \* user tasks are frozen, outside of the kernel
  notified,               \* TIF_NOTIFY_SIGNAL
  exited,                 \* count of the completion that kthread_stop() waits for
  result,                 \* what the thread function returned
  usage,                  \* references on the task; 0 is no task, or a freed one
  arg,                    \* the task that each context's call is about
  module,                 \* "coming", "live", "going" or "freed"
  task,                   \* struct task_struct *
  fault                   \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited, result,
    usage, arg, module, task, fault>>

Kthreads     == {worker}
Contexts     == {worker, modprobe, suspend}
TaskNormal   == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
Frozen       == IF FreezerUsesTaskFrozen THEN "FROZEN" ELSE "UNINTERRUPTIBLE"
CoreText     ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "13.begin",
   "13.users", "13.threads", "13.wait", "14"}
Refrigerator == {"1.freeze", "1.sleep", "3.freeze", "3.sleep"}
Out          == {"exit", "exited", "dead", "gone"}

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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, freezable, freezing, usersFrozen, notified,
                 exited, result, usage, arg, module, task>>

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

\* An explicit schedule().
Schedule(c) ==
  IF state[c] = "INTERRUPTIBLE" /\ notified[c]
  THEN state' = [state EXCEPT ![c] = "RUNNING"] /\ UNCHANGED asleep
  ELSE asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"] /\ UNCHANGED state

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Kthreads |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

\* A freeze is under way, and c takes part.
Freezing(c) == freezing /\ freezable[c]

\* freeze_kernel_threads(): wakes those that take part, so that they notice.
Freeze == freezing' = TRUE /\ WakeQueue({t \in Kthreads : freezable[t]}, TaskNormal)

\* thaw_kernel_threads(): wakes those in the refrigerator, whatever they sleep in.
Thaw ==
  /\ freezing' = FALSE
  /\ state' = [t \in Kthreads |-> IF pc[t] \in Refrigerator THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> asleep[t] /\ pc[t] \notin Refrigerator]

\* The user tasks that are in the kernel, and so not frozen.
InKernel == {c \in {modprobe} : pc[c] \notin {"live", "idle", "done"}}

\* The threads that a freeze still waits for.
Missing ==
  {t \in Kthreads : freezable[t] /\ ~(asleep[t] /\ pc[t] \in Refrigerator) /\ pc[t] \notin Out}

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "12.wait" => exited[arg[c]] > 0
  /\ pc[c] = "13.users" => InKernel = {}
  /\ pc[c] = "13.wait" => Missing = {} \/ \E t \in Missing : asleep[t] /\ state[t] \in TaskNormal

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1.set") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 usage, arg, module, task, fault>>

\* 1  set_freezable()
Worker1Set ==                                    \* takes part in freezing from now on
  /\ Go(worker, "1.set", "1.freezing")
  /\ freezable' = [freezable EXCEPT ![worker] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, freezing, usersFrozen, notified, exited, result,
                 usage, arg, module, task, fault>>

Worker1Freezing ==                               \* tests whether a freeze is under way
  /\ Go(worker, "1.freezing", IF Freezing(worker) THEN "1.freeze" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, module, task, fault>>

\* stays in the refrigerator while a freeze is under way
Worker1Freeze ==
  /\ At(worker, "1.freeze")
  /\ IF Freezing(worker)
     THEN Goto(worker, "1.sleep") /\ state' = [state EXCEPT ![worker] = Frozen]
     ELSE Goto(worker, "2") /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited, result,
                 usage, arg, module, task, fault>>

Worker1Sleep ==                                  \* calls schedule()
  /\ Go(worker, "1.sleep", "1.freeze")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, fault>>

Worker2 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "2", IF shouldStop[worker] THEN "6" ELSE "3.freezing")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, module, task, fault>>

\* 3  try_to_freeze()
Worker3Freezing ==                               \* tests whether a freeze is under way
  /\ Go(worker, "3.freezing", IF Freezing(worker) THEN "3.freeze" ELSE "4")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, module, task, fault>>

\* stays in the refrigerator while a freeze is under way
Worker3Freeze ==
  /\ At(worker, "3.freeze")
  /\ IF Freezing(worker)
     THEN Goto(worker, "3.sleep") /\ state' = [state EXCEPT ![worker] = Frozen]
     ELSE Goto(worker, "4") /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited, result,
                 usage, arg, module, task, fault>>

Worker3Sleep ==                                  \* calls schedule()
  /\ Go(worker, "3.sleep", "3.freeze")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, fault>>

Worker4 ==                                       \* msleep(100)
  /\ Go(worker, "4", "2")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, module, task, fault>>

Worker6 ==                                       \* return 0
  /\ Go(worker, "6", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 usage, arg, module, task, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, result,
                 usage, arg, module, task, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited, result,
                 usage, arg, module, task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified,
                         exited, result, arg, module, task, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1Set \/ Worker1Freezing \/ Worker1Freeze \/ Worker1Sleep
  \/ Worker2
  \/ Worker3Freezing \/ Worker3Freeze \/ Worker3Sleep
  \/ Worker4
  \/ Worker6
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 7  task = kthread_run(worker, NULL, "worker")
Modprobe7Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "7.create")
  /\ \/ Create(modprobe, worker, "7.wake")
     \/ /\ Goto(modprobe, "7.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, module,
                 task, fault>>

Modprobe7Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "7.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "7.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result,
                         usage, arg, module, task, fault>>

Modprobe7Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "7.store", "8")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, module, fault>>

Modprobe8 ==                                     \* if (IS_ERR(task))
  /\ Go(modprobe, "8", IF task = ERR THEN "9" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, module, task, fault>>

Modprobe9 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "9", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, task, fault>>

Modprobe11 ==                                    \* return 0
  /\ Go(modprobe, "11", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "12.load")
  /\ module = "live" /\ ~usersFrozen
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, task, fault>>

\* 12  kthread_stop(task)
Modprobe12Load ==                                \* S0: reads task
  /\ Go(modprobe, "12.load", "12.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, module, task, fault>>

Modprobe12Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "12.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified,
                         exited, result, arg, module, task, fault>>

Modprobe12Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "12.set", "12.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, fault>>

Modprobe12Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "12.notify", "12.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, exited, result,
                 usage, arg, module, task, fault>>

Modprobe12Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "12.wake", "12.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, fault>>

Modprobe12Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "12.wait", "12.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, result,
                 usage, arg, module, task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe12Put ==
  /\ At(modprobe, "12.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified,
                         exited, result, module, task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, module, task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, task, fault>>

Modprobe ==
  \/ Modprobe7Create \/ Modprobe7Wake \/ Modprobe7Store
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe11
  \/ Modprobe12Load \/ Modprobe12Get \/ Modprobe12Set \/ Modprobe12Notify
  \/ Modprobe12Wake \/ Modprobe12Wait \/ Modprobe12Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* suspend *)

\* 13  suspend_freeze_processes()
Suspend13Begin ==                                \* freezing of user tasks begins
  /\ Go(suspend, "13.begin", "13.users")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, usersFrozen, notified, exited,
                 result, usage, arg, module, task, fault>>

Suspend13Users ==                                \* waits until no user task is in the kernel
  /\ Go(suspend, "13.users", "13.threads")
  /\ InKernel = {}
  /\ usersFrozen' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, task, fault>>

\* freezing of kernel threads begins; freezable ones are woken
Suspend13Threads ==
  /\ Go(suspend, "13.threads", "13.wait")
  /\ Freeze
  /\ UNCHANGED <<shouldStop, freezable, usersFrozen, notified, exited, result, usage, arg, module,
                 task, fault>>

\* waits until every freezable thread is in the refrigerator
Suspend13Wait ==
  /\ At(suspend, "13.wait")
  /\ Missing = {} \/ \E t \in Missing : asleep[t] /\ state[t] \in TaskNormal
  /\ IF Missing = {}
     THEN Goto(suspend, "14") /\ UNCHANGED <<state, asleep>>
     ELSE Goto(suspend, "13.wait") /\ WakeQueue(Missing, TaskNormal)
  /\ UNCHANGED <<shouldStop, freezable, freezing, usersFrozen, notified, exited, result, usage,
                 arg, module, task, fault>>

Suspend14 ==                                     \* thaw_processes()
  /\ Go(suspend, "14", "done")
  /\ Thaw
  /\ usersFrozen' = FALSE
  /\ UNCHANGED <<shouldStop, freezable, notified, exited, result, usage, arg, module, task, fault>>

Suspend ==
  \/ Suspend13Begin \/ Suspend13Users \/ Suspend13Threads \/ Suspend13Wait
  \/ Suspend14

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, freezable, freezing, usersFrozen, notified,
                 exited, result, usage, arg, module, task>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "7.create" @@ suspend :> "13.begin"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ freezable   = [t \in Kthreads |-> FALSE]
  /\ freezing    = FALSE
  /\ usersFrozen = FALSE
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe} |-> NULL]
  /\ module      = "coming"
  /\ task        = NULL
  /\ fault       = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Suspend
  \/ \E c \in {worker, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe12Wait)
  /\ SF_vars(Suspend13Users \/ Suspend13Threads \/ Suspend13Wait)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live", "13.begin", "14"}
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "12.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "12.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

ExitedOnce == exited[worker] <= 1

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

StopResultCorrect ==
  pc[modprobe] = "12.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"12.notify", "12.wake", "12.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FreezingUsers   == pc[suspend] = "13.users"
FreezingThreads == pc[suspend] = "13.wait"
FreezeCompletes ==
  /\ []<>(~FreezingUsers \/ fault # "none")
  /\ []<>(~FreezingThreads \/ fault # "none")
=============================================================================
