---------------------------- MODULE LooksAtATask ----------------------------
(***************************************************************************)
(*   worker  1  dead = true;                                               *)
(*           2  return 0;                                                  *)
(*   init    3  task = kthread_run(worker, NULL, "worker");                *)
(*           4  return 0;                                                  *)
(*   read    5  rcu_read_lock();                                           *)
(*           6  if (!dead) {                                               *)
(*           7      wake_up_process(task);                                 *)
(*           8  }                                                          *)
(*           9  rcu_read_unlock();                                         *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  read,             \* a task that calls read()
  NULL              \* no task

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
  gracePeriod,      \* whom the grace period of each context still waits for
  nesting,          \* sections that must not sleep, one in the other
  warned,           \* the kernel printed a warning
  task,             \* struct task_struct *
  dead,             \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
    gracePeriod, nesting, warned, task, dead, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, read}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "live", "idle", "leave", "done"}

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
                 refs, gracePeriod, nesting, warned, task, dead>>

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

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* RCU waits for c: it is in a read section, or in another that must not sleep.
Reading(c) == nesting[c] > 0

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "dead" => gracePeriod[c] = {} \/ Quiet(gracePeriod[c]) # {}

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs,
                 gracePeriod, nesting, warned, task, dead, fault>>

Worker1 ==                                       \* dead = true
  /\ Go(worker, "1", "2")
  /\ dead' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gracePeriod, nesting, warned, task, fault>>

Worker2 ==                                       \* return 0
  /\ Go(worker, "2", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs,
                 gracePeriod, nesting, warned, task, dead, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs,
                 gracePeriod, nesting, warned, task, dead, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ gracePeriod' = [gracePeriod EXCEPT ![worker] = {c \in {read} : Reading(c)}]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, nesting,
                 warned, task, dead, fault>>

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
                              refs, nesting, warned, task, dead, fault>>
     ELSE /\ Goto(worker, "dead")
          /\ gracePeriod' = [gracePeriod EXCEPT ![worker] =
                                                  gracePeriod[worker] \ Quiet(gracePeriod[worker])]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, nesting, warned, task, dead, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 3  task = kthread_run(worker, NULL, "worker")
Modprobe3Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "3.create")
  /\ Create(modprobe, worker, "3.wake")
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, gracePeriod, nesting, warned,
                 task, dead, fault>>

Modprobe3Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "3.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "3.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs,
                         gracePeriod, nesting, warned, task, dead, fault>>

Modprobe3Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "3.store", "4")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 gracePeriod, nesting, warned, dead, fault>>

Modprobe4 ==                                     \* return 0
  /\ Go(modprobe, "4", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, gracePeriod,
                 nesting, warned, task, dead, fault>>

Modprobe ==
  \/ Modprobe3Create \/ Modprobe3Wake \/ Modprobe3Store
  \/ Modprobe4

-----------------------------------------------------------------------------
(* read *)

ReadIdle ==                                      \* a user calls into the module
  /\ Go(read, "idle", "5")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, nesting, warned, task, dead, fault>>

Read5 ==                                         \* rcu_read_lock()
  /\ Go(read, "5", "6")
  /\ nesting' = [nesting EXCEPT ![read] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gracePeriod, warned, task, dead, fault>>

Read6 ==                                         \* if (!dead)
  /\ Go(read, "6", IF dead THEN "9" ELSE "7.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gracePeriod, nesting, warned, task, dead, fault>>

\* 7  wake_up_process(task)
Read7Load ==                                     \* S0: reads task
  /\ Go(read, "7.load", "7.wake")
  /\ arg' = [arg EXCEPT ![read] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 gracePeriod, nesting, warned, task, dead, fault>>

Read7Wake ==                                     \* wakes task
  /\ At(read, "7.wake")
  /\ IF BadTask(arg[read]) # "none"
     THEN Crash(BadTask(arg[read]))
     ELSE /\ Goto(read, "9")
          /\ Wake(arg[read])
          /\ arg' = [arg EXCEPT ![read] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, gracePeriod,
                         nesting, warned, task, dead, fault>>

Read9 ==                                         \* rcu_read_unlock()
  /\ Go(read, "9", "leave")
  /\ nesting' = [nesting EXCEPT ![read] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gracePeriod, warned, task, dead, fault>>

ReadLeave ==                                     \* the call returns to user space
  /\ Go(read, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 gracePeriod, nesting, warned, task, dead, fault>>

Read ==
  \/ Read5
  \/ Read6
  \/ Read7Load \/ Read7Wake
  \/ Read9
  \/ ReadLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, gracePeriod, nesting, warned, task, dead>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "3.create" @@ read :> "idle"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe, read} |-> NULL]
  /\ module      = "coming"
  /\ refs        = 2
  /\ gracePeriod = [t \in Kthreads |-> {}]
  /\ nesting     = [c \in {read} |-> 0]
  /\ warned      = FALSE
  /\ task        = NULL
  /\ dead        = FALSE
  /\ fault       = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ Read
  \/ ReadIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ SF_vars(WorkerDead)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ WF_vars(Read \/ FetchFault(read))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ pc[read] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker]) /\ pc[worker] # "dead"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[read] \in {"idle", "done"} \/ fault # "none")
=============================================================================
