------------------- MODULE SignalExitStaleStopReferenced --------------------
(***************************************************************************)
(* The thread returns on a signal, and init holds a reference on it.       *)
(*                                                                         *)
(*   worker   1  allow_signal(SIGTERM);                                    *)
(*            2  while (!kthread_should_stop()) {                          *)
(*            3      if (signal_pending(current)) {                        *)
(*            4          return -EINTR;                                    *)
(*            5      }                                                     *)
(*            6      msleep_interruptible(100);                            *)
(*            7  }                                                         *)
(*            8  return 0;                                                 *)
(*   init     9  task = kthread_create(worker, NULL, "worker");            *)
(*           10  if (IS_ERR(task)) {                                       *)
(*           11      return -ENOMEM;                                       *)
(*           12  }                                                         *)
(*           13  get_task_struct(task);                                    *)
(*           14  wake_up_process(task);                                    *)
(*           15  return 0;                                                 *)
(*   exit    16  send_sig(SIGTERM, task, 1);                               *)
(*           17  kthread_stop(task);                                       *)
(*           18  put_task_struct(task);                                    *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  NULL,             \* no task
  ERR,              \* an error pointer
  StopNotifies      \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,               \* where each context is in its program
  state,            \* task state
  asleep,           \* off the run queue
  shouldStop,       \* KTHREAD_SHOULD_STOP
  allowed,          \* receives signals
  signals,          \* TIF_SIGPENDING
  notified,         \* TIF_NOTIFY_SIGNAL
  exited,           \* count of the completion that kthread_stop() waits for
  result,           \* what the thread function returned
  usage,            \* references on the task; 0 is no task, or a freed one
  reused,           \* its memory is another task's
  arg,              \* the task that each context's call is about
  module,           \* "coming", "live", "going" or "freed"
  task,             \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage, reused, arg,
    module, task, fault>>

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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, module, task>>

\* signal_pending(): a real one, or the pseudo-signal of a stop.
Signalled(c) == notified[c] \/ signals[c]

\* What comes of following a pointer to a task: "none" is well.
BadTask(t) ==
  IF t \notin Kthreads
  THEN "NULL-DEREF"
  ELSE IF usage[t] = 0 THEN IF reused[t] THEN "WRONG-VICTIM" ELSE "KASAN-UAF" ELSE "none"

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

\* signal_wake_up(): ends an interruptible sleep, and no other.
SignalWakeUp(t) ==
  IF state[t] = "INTERRUPTIBLE"
  THEN state' = [state EXCEPT ![t] = "RUNNING"] /\ asleep' = [asleep EXCEPT ![t] = FALSE]
  ELSE UNCHANGED <<state, asleep>>

\* send_sig(): does nothing to a thread that did not allow the signal.
SendSignal(t) ==
  IF allowed[t]
  THEN signals' = [signals EXCEPT ![t] = TRUE] /\ SignalWakeUp(t)
  ELSE UNCHANGED <<state, asleep, signals>>

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "17.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, usage, reused,
                 arg, module, task, fault>>

Worker1 ==                                       \* allow_signal(SIGTERM)
  /\ Go(worker, "1", "2")
  /\ allowed' = [allowed EXCEPT ![worker] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, signals, notified, exited, result, usage, reused, arg,
                 module, task, fault>>

Worker2 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "2", IF shouldStop[worker] THEN "8" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, module, task, fault>>

Worker3 ==                                       \* if (signal_pending(current))
  /\ Go(worker, "3", IF Signalled(worker) THEN "4" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, module, task, fault>>

Worker4 ==                                       \* return -EINTR
  /\ Go(worker, "4", "exit")
  /\ result' = [result EXCEPT ![worker] = -4]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, usage, reused,
                 arg, module, task, fault>>

Worker6 ==                                       \* msleep_interruptible(100)
  /\ Go(worker, "6", "2")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, module, task, fault>>

Worker8 ==                                       \* return 0
  /\ Go(worker, "8", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, usage, reused,
                 arg, module, task, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, result, usage, reused,
                 arg, module, task, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, allowed, signals, notified, exited, result, usage, reused,
                 arg, module, task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         reused, arg, module, task, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ Worker3
  \/ Worker4
  \/ Worker6
  \/ Worker8
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 9  task = kthread_create(worker, NULL, "worker")
Modprobe9Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "9.create")
  /\ \/ Create(modprobe, worker, "9.store")
     \/ /\ Goto(modprobe, "9.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, reused, module, task,
                 fault>>

Modprobe9Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "9.store", "10")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, module, fault>>

Modprobe10 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "10", IF task = ERR THEN "11" ELSE "13.load")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, module, task, fault>>

Modprobe11 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "11", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, task, fault>>

\* 13  get_task_struct(task)
Modprobe13Load ==                                \* S0: reads task
  /\ Go(modprobe, "13.load", "13.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, module, task, fault>>

Modprobe13Get ==                                 \* takes a reference on task
  /\ At(modprobe, "13.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         reused, module, task, fault>>

\* 14  wake_up_process(task)
Modprobe14Load ==                                \* S0: reads task
  /\ Go(modprobe, "14.load", "14.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, module, task, fault>>

Modprobe14Wake ==                                \* wakes task
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, reused,
                         module, task, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, task, fault>>

\* 16  send_sig(SIGTERM, task, 1)
Modprobe16Load ==                                \* S0: reads task
  /\ Go(modprobe, "16.load", "16.send")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, module, task, fault>>

Modprobe16Send ==                                \* sends task a signal
  /\ At(modprobe, "16.send")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.load")
          /\ SendSignal(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, allowed, notified, exited, result, usage, reused, module,
                         task, fault>>

\* 17  kthread_stop(task)
Modprobe17Load ==                                \* S0: reads task
  /\ Go(modprobe, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, module, task, fault>>

Modprobe17Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "17.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         reused, arg, module, task, fault>>

Modprobe17Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, allowed, signals, notified, exited, result, usage, reused, arg,
                 module, task, fault>>

Modprobe17Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, exited, result, usage, reused, arg,
                 module, task, fault>>

Modprobe17Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "17.wake", "17.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, reused, arg,
                 module, task, fault>>

Modprobe17Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "17.wait", "17.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, result, usage, reused,
                 arg, module, task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe17Put ==
  /\ At(modprobe, "17.put")
  /\ IF reused[arg[modprobe]]
     THEN Crash("WRONG-VICTIM")
     ELSE IF Overput(arg[modprobe])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "18.load")
               /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
               /\ arg' = [arg EXCEPT ![modprobe] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited,
                              result, reused, module, task, fault>>

\* 18  put_task_struct(task)
Modprobe18Load ==                                \* S0: reads task
  /\ Go(modprobe, "18.load", "18.put")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, module, task, fault>>

Modprobe18Put ==                                 \* drops a reference on task
  /\ At(modprobe, "18.put")
  /\ IF arg[modprobe] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF reused[arg[modprobe]]
          THEN Crash("WRONG-VICTIM")
          ELSE IF Overput(arg[modprobe])
               THEN Crash("REFCOUNT")
               ELSE /\ Goto(modprobe, "sync")
                    /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
                    /\ arg' = [arg EXCEPT ![modprobe] = NULL]
                    /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited,
                                   result, reused, module, task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, module, task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, task, fault>>

Modprobe ==
  \/ Modprobe9Create \/ Modprobe9Store
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe13Load \/ Modprobe13Get
  \/ Modprobe14Load \/ Modprobe14Wake
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Send
  \/ Modprobe17Load \/ Modprobe17Get \/ Modprobe17Set \/ Modprobe17Notify
  \/ Modprobe17Wake \/ Modprobe17Wait \/ Modprobe17Put
  \/ Modprobe18Load \/ Modprobe18Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

\* the memory of c, which is freed, becomes another task's
Reuse(c) ==
  /\ fault = "none"
  /\ pc[c] = "gone"
  /\ usage[c] = 0
  /\ ~reused[c]
  /\ reused' = [reused EXCEPT ![c] = TRUE]
  /\ UNCHANGED <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, fault>>

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 reused, arg, module, task>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "9.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ allowed    = [t \in Kthreads |-> FALSE]
  /\ signals    = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ reused     = [t \in Kthreads |-> FALSE]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ task       = NULL
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Kthreads : Reuse(c)
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe17Wait)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault \notin {"KASAN-UAF", "WRONG-VICTIM"}

NoWrongVictim == fault # "WRONG-VICTIM"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "17.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "17.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

ExitedOnce == exited[worker] <= 1

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

StopResultCorrect ==
  pc[modprobe] = "17.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"17.notify", "17.wake", "17.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
