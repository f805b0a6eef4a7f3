----------------------- MODULE BlockingOpInWaitWindow -----------------------
(***************************************************************************)
(* The thread sets its state, then takes the lock and looks for work.      *)
(*                                                                         *)
(*   worker    1  while (1) {                                              *)
(*             2      set_current_state(TASK_INTERRUPTIBLE);               *)
(*             3      if (kthread_should_stop()) {                         *)
(*             4          break;                                           *)
(*             5      }                                                    *)
(*             6      mutex_lock(&lock);                                   *)
(*             7      if (!work) {                                         *)
(*             8          mutex_unlock(&lock);                             *)
(*             9          schedule();                                      *)
(*            10          continue;                                        *)
(*            11      }                                                    *)
(*            12      work = false;                                        *)
(*            13      mutex_unlock(&lock);                                 *)
(*            14      __set_current_state(TASK_RUNNING);                   *)
(*            15  }                                                        *)
(*            16  __set_current_state(TASK_RUNNING);                       *)
(*            17  return 0;                                                *)
(*   init     18  task = kthread_run(worker, NULL, "worker");              *)
(*            19  if (IS_ERR(task)) {                                      *)
(*            20      return -ENOMEM;                                      *)
(*            21  }                                                        *)
(*            22  return 0;                                                *)
(*   exit     23  kthread_stop(task);                                      *)
(*   request  24  mutex_lock(&lock);                                       *)
(*            25  work = true;                                             *)
(*            26  mutex_unlock(&lock);                                     *)
(*            27  wake_up_process(task);                                   *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  request,          \* a task that calls request()
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
  work,             \* bool
  lock,             \* struct mutex: its owner
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    task, work, lock, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, request}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}
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
                 refs, warned, task, work, lock>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"6.wait", "24"} => lock = none
  /\ pc[c] = "23.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, work, lock, fault>>

Worker2 ==                                       \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(worker, "2", "3")
  /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, lock, fault>>

Worker3 ==                                       \* if (kthread_should_stop())
  /\ Go(worker, "3", IF shouldStop[worker] THEN "16" ELSE "6.try")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, lock, fault>>

\* 6  mutex_lock(&lock)
Worker6Try ==                                    \* takes lock if it is free
  /\ At(worker, "6.try")
  /\ IF lock = none
     THEN Goto(worker, "7") /\ lock' = worker
     ELSE Goto(worker, "6.wait") /\ UNCHANGED lock
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, fault>>

Worker6Wait ==                                   \* takes lock
  /\ Go(worker, "6.wait", "7")
  /\ lock = none
  /\ lock' = worker
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, fault>>

Worker7 ==                                       \* if (!work)
  /\ Go(worker, "7", IF work THEN "12" ELSE "8")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, lock, fault>>

Worker8 ==                                       \* mutex_unlock(&lock)
  /\ Go(worker, "8", "9")
  /\ lock' = none
  /\ warned' = (warned \/ lock # worker)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, work, fault>>

Worker9 ==                                       \* schedule()
  /\ Go(worker, "9", "2")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, lock, fault>>

Worker12 ==                                      \* work = false
  /\ Go(worker, "12", "13")
  /\ work' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, fault>>

Worker13 ==                                      \* mutex_unlock(&lock)
  /\ Go(worker, "13", "14")
  /\ lock' = none
  /\ warned' = (warned \/ lock # worker)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, work, fault>>

Worker14 ==                                      \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "14", "2")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, lock, fault>>

Worker16 ==                                      \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "16", "17")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, lock, fault>>

Worker17 ==                                      \* return 0
  /\ Go(worker, "17", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, work, lock, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, work, lock, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, work, lock, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker2
  \/ Worker3
  \/ Worker6Try \/ Worker6Wait
  \/ Worker7
  \/ Worker8
  \/ Worker9
  \/ Worker12
  \/ Worker13
  \/ Worker14
  \/ Worker16
  \/ Worker17
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 18  task = kthread_run(worker, NULL, "worker")
Modprobe18Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "18.create")
  /\ \/ Create(modprobe, worker, "18.wake")
     \/ /\ Goto(modprobe, "18.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task, work, lock,
                 fault>>

Modprobe18Wake ==                                \* wakes the new thread
  /\ At(modprobe, "18.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "18.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, work, lock, fault>>

Modprobe18Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "18.store", "19")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 work, lock, fault>>

Modprobe19 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "19", IF task = ERR THEN "20" ELSE "22")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, lock, fault>>

Modprobe20 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "20", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, lock, fault>>

Modprobe22 ==                                    \* return 0
  /\ Go(modprobe, "22", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "23.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, lock, fault>>

\* 23  kthread_stop(task)
Modprobe23Load ==                                \* S0: reads task
  /\ Go(modprobe, "23.load", "23.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, work, lock, fault>>

Modprobe23Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "23.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "23.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, work, lock, fault>>

Modprobe23Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "23.set", "23.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, lock, fault>>

Modprobe23Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "23.notify", "23.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, work, lock, fault>>

Modprobe23Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "23.wake", "23.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, lock, fault>>

Modprobe23Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "23.wait", "23.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, work, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe23Put ==
  /\ At(modprobe, "23.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, work, lock, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 task, work, lock, fault>>

Modprobe ==
  \/ Modprobe18Create \/ Modprobe18Wake \/ Modprobe18Store
  \/ Modprobe19
  \/ Modprobe20
  \/ Modprobe22
  \/ Modprobe23Load \/ Modprobe23Get \/ Modprobe23Set \/ Modprobe23Notify
  \/ Modprobe23Wake \/ Modprobe23Wait \/ Modprobe23Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ Go(request, "idle", "24")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, work, lock, fault>>

Request24 ==                                     \* mutex_lock(&lock)
  /\ Go(request, "24", "25")
  /\ lock = none
  /\ lock' = request
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, fault>>

Request25 ==                                     \* work = true
  /\ Go(request, "25", "26")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, lock, fault>>

Request26 ==                                     \* mutex_unlock(&lock)
  /\ Go(request, "26", "27.load")
  /\ lock' = none
  /\ warned' = (warned \/ lock # request)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, work, fault>>

\* 27  wake_up_process(task)
Request27Load ==                                 \* S0: reads task
  /\ Go(request, "27.load", "27.wake")
  /\ arg' = [arg EXCEPT ![request] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, work, lock, fault>>

Request27Wake ==                                 \* wakes task
  /\ At(request, "27.wake")
  /\ IF BadTask(arg[request]) # "none"
     THEN Crash(BadTask(arg[request]))
     ELSE /\ Goto(request, "leave")
          /\ Wake(arg[request])
          /\ arg' = [arg EXCEPT ![request] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, warned, task,
                         work, lock, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ Go(request, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, work, lock, fault>>

Request ==
  \/ Request24
  \/ Request25
  \/ Request26
  \/ Request27Load \/ Request27Wake
  \/ RequestLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, lock>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "18.create" @@ request :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, request} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ work       = FALSE
  /\ lock       = none
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Request
  \/ RequestIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ SF_vars(Worker6Wait)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe23Wait)
  /\ WF_vars(Request \/ FetchFault(request))
  /\ SF_vars(Request24)

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

NoDoubleStop == pc[modprobe] = "23.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "23.set" => arg[modprobe] # modprobe

NoBlockingInWaitWindow ==
  pc[worker] \in {"6.try", "6.wait"} /\ ~asleep[worker] => state[worker] = "RUNNING"

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ pc[request] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  pc[modprobe] = "23.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"23.notify", "23.wake", "23.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[request] \in {"idle", "done"} \/ fault # "none")
=============================================================================
