--------------------- MODULE StopInAtomicBrokenIrqsOff ----------------------
(***************************************************************************)
(* Exit calls kthread_stop() with interrupts off.                          *)
(*                                                                         *)
(*   worker   1  while (!kthread_should_stop()) {                          *)
(*            2      spin_lock(&lock);                                     *)
(*            3      spin_unlock(&lock);                                   *)
(*            4      msleep(100);                                          *)
(*            5  }                                                         *)
(*            6  return 0;                                                 *)
(*   init     7  task = kthread_run(worker, NULL, "worker");               *)
(*            8  if (IS_ERR(task)) {                                       *)
(*            9      return -ENOMEM;                                       *)
(*           10  }                                                         *)
(*           11  return 0;                                                 *)
(*   exit    12  local_irq_save(flags);                                    *)
(*           13  kthread_stop(task);                                       *)
(*           14  local_irq_restore(flags);                                 *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
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
  gracePeriod,      \* whom the grace period of each context still waits for
  nesting,          \* sections that must not sleep, one in the other
  warned,           \* the kernel printed a warning
  task,             \* struct task_struct *
  lock,             \* spinlock_t: its owner
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, gracePeriod,
    nesting, warned, task, lock, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe}
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
                 gracePeriod, nesting, warned, task, lock>>

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

\* RCU waits for c: it is in a read section, or in another that must not sleep.
Reading(c) == nesting[c] > 0

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "2" => lock = none
  /\ pc[c] = "dead" => gracePeriod[c] = {} \/ Quiet(gracePeriod[c]) # {}
  /\ pc[c] = "13.wait" => nesting[c] > 0 \/ exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, gracePeriod,
                 nesting, warned, task, lock, fault>>

Worker1 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "1", IF shouldStop[worker] THEN "6" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, nesting, warned, task, lock, fault>>

Worker2 ==                                       \* spin_lock(&lock)
  /\ Go(worker, "2", "3")
  /\ lock = none
  /\ lock' = worker
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, nesting, warned, task, fault>>

Worker3 ==                                       \* spin_unlock(&lock)
  /\ Go(worker, "3", "4")
  /\ lock' = none
  /\ warned' = (warned \/ lock # worker)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, nesting, task, fault>>

Worker4 ==                                       \* msleep(100)
  /\ Go(worker, "4", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, nesting, warned, task, lock, fault>>

Worker6 ==                                       \* return 0
  /\ Go(worker, "6", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, gracePeriod,
                 nesting, warned, task, lock, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, gracePeriod,
                 nesting, warned, task, lock, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ gracePeriod' = [gracePeriod EXCEPT ![worker] = {c \in {modprobe} : Reading(c)}]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, nesting,
                 warned, task, lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task, or some have ended to
\* read
WorkerDead ==
  /\ At(worker, "dead")
  /\ gracePeriod[worker] = {} \/ Quiet(gracePeriod[worker]) # {}
  /\ IF gracePeriod[worker] = Quiet(gracePeriod[worker])
     THEN IF usage[worker] = 0
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(worker, "gone")
               /\ usage' = [usage EXCEPT ![worker] = @ - 1]
               /\ gracePeriod' = [gracePeriod EXCEPT ![worker] = {}]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                              nesting, warned, task, lock, fault>>
     ELSE /\ Goto(worker, "dead")
          /\ gracePeriod' = [gracePeriod EXCEPT ![worker] =
                                                  gracePeriod[worker] \ Quiet(gracePeriod[worker])]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         nesting, warned, task, lock, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ Worker3
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
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, gracePeriod, nesting, warned, task,
                 lock, fault>>

Modprobe7Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "7.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "7.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, gracePeriod,
                         nesting, warned, task, lock, fault>>

Modprobe7Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "7.store", "8")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, gracePeriod,
                 nesting, warned, lock, fault>>

Modprobe8 ==                                     \* if (IS_ERR(task))
  /\ Go(modprobe, "8", IF task = ERR THEN "9" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, nesting, warned, task, lock, fault>>

Modprobe9 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "9", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, gracePeriod,
                 nesting, warned, task, lock, fault>>

Modprobe11 ==                                    \* return 0
  /\ Go(modprobe, "11", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, gracePeriod,
                 nesting, warned, task, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "12")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, gracePeriod,
                 nesting, warned, task, lock, fault>>

Modprobe12 ==                                    \* local_irq_save(flags)
  /\ Go(modprobe, "12", "13.load")
  /\ nesting' = [nesting EXCEPT ![modprobe] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, warned, task, lock, fault>>

\* 13  kthread_stop(task)
Modprobe13Load ==                                \* S0: reads task
  /\ Go(modprobe, "13.load", "13.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, gracePeriod,
                 nesting, warned, task, lock, fault>>

Modprobe13Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "13.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "13.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         gracePeriod, nesting, warned, task, lock, fault>>

Modprobe13Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "13.set", "13.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, gracePeriod,
                 nesting, warned, task, lock, fault>>

Modprobe13Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "13.notify", "13.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, gracePeriod,
                 nesting, warned, task, lock, fault>>

Modprobe13Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "13.wake", "13.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, gracePeriod, nesting,
                 warned, task, lock, fault>>

Modprobe13Wait ==                                \* S8: waits for 'exited'
  /\ At(modprobe, "13.wait")
  /\ IF nesting[modprobe] > 0
     THEN Crash("ATOMIC")
     ELSE /\ exited[arg[modprobe]] > 0
          /\ Goto(modprobe, "13.put")
          /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module,
                         gracePeriod, nesting, warned, task, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe13Put ==
  /\ At(modprobe, "13.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "14")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, gracePeriod,
                         nesting, warned, task, lock, fault>>

Modprobe14 ==                                    \* local_irq_restore(flags)
  /\ Go(modprobe, "14", "sync")
  /\ nesting' = [nesting EXCEPT ![modprobe] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, warned, task, lock, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, nesting, warned, task, lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, gracePeriod,
                 nesting, warned, task, lock, fault>>

Modprobe ==
  \/ Modprobe7Create \/ Modprobe7Wake \/ Modprobe7Store
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13Load \/ Modprobe13Get \/ Modprobe13Set \/ Modprobe13Notify
  \/ Modprobe13Wake \/ Modprobe13Wait \/ Modprobe13Put
  \/ Modprobe14
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, nesting, warned, task, lock>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "7.create"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe} |-> NULL]
  /\ module      = "coming"
  /\ gracePeriod = [t \in Kthreads |-> {}]
  /\ nesting     = [c \in {modprobe} |-> 0]
  /\ warned      = FALSE
  /\ task        = NULL
  /\ lock        = none
  /\ fault       = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ SF_vars(Worker2 \/ WorkerDead)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe13Wait)

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

NoDoubleStop == pc[modprobe] = "13.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "13.set" => arg[modprobe] # modprobe

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker]) /\ pc[worker] # "dead"

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  pc[modprobe] = "13.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"13.notify", "13.wake", "13.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
