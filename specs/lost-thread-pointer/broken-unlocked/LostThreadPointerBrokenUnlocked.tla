------------------ MODULE LostThreadPointerBrokenUnlocked -------------------
(***************************************************************************)
(* A start looks whether a thread is running, but not under a lock.        *)
(*                                                                         *)
(*   worker   1  while (!kthread_should_stop()) {                          *)
(*            2      msleep(100);                                          *)
(*            3  }                                                         *)
(*            4  return 0;                                                 *)
(*   init     5  return 0;                                                 *)
(*   exit     6  if (task) {                                               *)
(*            7      kthread_stop(task);                                   *)
(*            8  }                                                         *)
(*   start    9  if (!task) {                                              *)
(*           10      task = kthread_run(worker, NULL, "worker");           *)
(*           11      if (IS_ERR(task)) {                                   *)
(*           12          task = NULL;                                      *)
(*           13      }                                                     *)
(*           14  }                                                         *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker1,          \* a kthread
  worker2,          \* a kthread
  modprobe,         \* the task that loads and unloads the module
  start1,           \* a task that calls start()
  start2,           \* a task that calls start()
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
  refs,             \* references on the module: one is its own, one more is held during init
  task,             \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, task, fault>>

Starts     == {start1, start2}
Kthreads   == {worker1, worker2}
Contexts   == {worker1, worker2, modprobe, start1, start2}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "live", "sync", "free", "done", "idle",
   "leave"}
Out        == {"exit", "exited", "dead", "gone"}

\* The next thread of worker() to be created.
FreeWorker ==
  CASE pc[worker1] = "none" -> worker1 [] pc[worker2] = "none" -> worker2 [] OTHER -> NULL

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
                 refs, task>>

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
Ready(c) == pc[c] = "7.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, task,
                 fault>>

Worker1(self) ==                                 \* while (!kthread_should_stop())
  /\ Go(self, "1", IF shouldStop[self] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, fault>>

Worker2(self) ==                                 \* msleep(100)
  /\ Go(self, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, fault>>

Worker4(self) ==                                 \* return 0
  /\ Go(self, "4", "exit")
  /\ result' = [result EXCEPT ![self] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, task,
                 fault>>

WorkerExit(self) ==                              \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, task,
                 fault>>

WorkerExited(self) ==                            \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, task,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         task, fault>>

Worker(self) ==
  \/ WorkerBorn(self)
  \/ Worker1(self)
  \/ Worker2(self)
  \/ Worker4(self)
  \/ WorkerExit(self) \/ WorkerExited(self) \/ WorkerDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, fault>>

Modprobe6 ==                                     \* if (task)
  /\ Go(modprobe, "6", IF task = NULL THEN "sync" ELSE "7.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, fault>>

\* 7  kthread_stop(task)
Modprobe7Load ==                                 \* S0: reads task
  /\ Go(modprobe, "7.load", "7.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, task,
                 fault>>

Modprobe7Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "7.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "7.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         task, fault>>

Modprobe7Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "7.set", "7.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, task, fault>>

Modprobe7Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "7.notify", "7.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, task, fault>>

Modprobe7Wake ==                                 \* S7: wakes the thread
  /\ Go(modprobe, "7.wake", "7.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, task, fault>>

Modprobe7Wait ==                                 \* S8: waits for 'exited'
  /\ Go(modprobe, "7.wait", "7.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, task,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe7Put ==
  /\ At(modprobe, "7.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs, task,
                         fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, task,
                 fault>>

Modprobe ==
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7Load \/ Modprobe7Get \/ Modprobe7Set \/ Modprobe7Notify
  \/ Modprobe7Wake \/ Modprobe7Wait \/ Modprobe7Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* start *)

StartIdle(self) ==                               \* a user calls into the module
  /\ Go(self, "idle", "9")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 fault>>

Start9(self) ==                                  \* if (!task)
  /\ Go(self, "9", IF task = NULL THEN "10.create" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, fault>>

\* 10  task = kthread_run(worker, NULL, "worker")
Start10Create(self) ==                           \* C1..C5: creates a thread of worker
  /\ At(self, "10.create")
  /\ \/ Create(self, FreeWorker, "10.wake")
     \/ /\ Goto(self, "10.store")
        /\ arg' = [arg EXCEPT ![self] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, task, fault>>

Start10Wake(self) ==                             \* wakes the new thread
  /\ At(self, "10.wake")
  /\ IF BadTask(arg[self]) # "none"
     THEN Crash(BadTask(arg[self]))
     ELSE /\ Goto(self, "10.store")
          /\ Wake(arg[self])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, task,
                         fault>>

Start10Store(self) ==                            \* stores the pointer in task
  /\ Go(self, "10.store", "11")
  /\ task' = arg[self]
  /\ arg' = [arg EXCEPT ![self] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, fault>>

Start11(self) ==                                 \* if (IS_ERR(task))
  /\ Go(self, "11", IF task = ERR THEN "12" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, fault>>

Start12(self) ==                                 \* task = NULL
  /\ Go(self, "12", "leave")
  /\ task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 fault>>

StartLeave(self) ==                              \* the call returns to user space
  /\ Go(self, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 fault>>

Start(self) ==
  \/ Start9(self)
  \/ Start10Create(self) \/ Start10Wake(self) \/ Start10Store(self)
  \/ Start11(self)
  \/ Start12(self)
  \/ StartLeave(self)

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, task>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "5" @@ [c \in Starts |-> "idle"]
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, start1, start2} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ task       = NULL
  /\ fault      = "none"

Next ==
  \/ \E self \in Kthreads : Worker(self)
  \/ Modprobe
  \/ ModprobeLive
  \/ \E self \in Starts : Start(self)
  \/ \E self \in Starts : StartIdle(self)
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A self \in Kthreads : WF_vars(Worker(self) \/ FetchFault(self))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7Wait)
  /\ \A self \in Starts : WF_vars(Start(self) \/ FetchFault(self))

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

NoDoubleStop == pc[modprobe] = "7.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "7.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ \A t \in Kthreads : pc[t] \in {"none", "gone"}
  /\ \A c \in Starts : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0
  /\ AtRest => refs = 1

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] = "7.put" /\ arg[modprobe] = t => /\ pc[t] \in {"exited", "dead", "gone"}
                                                   /\ result[t] \in {-4, 0}

StopPending    == pc[modprobe] \in {"7.notify", "7.wake", "7.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == \A c \in Starts : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
