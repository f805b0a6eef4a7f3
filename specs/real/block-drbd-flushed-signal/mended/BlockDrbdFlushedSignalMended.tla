-------------------- MODULE BlockDrbdFlushedSignalMended --------------------
(**************************************************************************************)
(* The worker sends, looks at its state, and sleeps.                                  *)
(*                                                                                    *)
(*   drbd_worker   1  allow_signal(SIGTERM);                                          *)
(*                 2  complete(&started);                                             *)
(*                 3  while (!exiting) {                                              *)
(*                 4      set_current_state(TASK_INTERRUPTIBLE);                      *)
(*                 5      if (barrier_due()) {                                        *)
(*                 6          flush_signals(current);                                 *)
(*                 7      }                                                           *)
(*                 8      if (exiting) {                                              *)
(*                 9          break;                                                  *)
(*                10      }                                                           *)
(*                11      schedule();                                                 *)
(*                12  }                                                               *)
(*                13  __set_current_state(TASK_RUNNING);                              *)
(*                14  kthread_complete_and_exit(&stopped, 0);                         *)
(*   init         15  worker_task = kthread_create(drbd_worker, NULL, "drbd_worker"); *)
(*                16  if (IS_ERR(worker_task)) {                                      *)
(*                17      return -ENOMEM;                                             *)
(*                18  }                                                               *)
(*                19  get_task_struct(worker_task);                                   *)
(*                20  wake_up_process(worker_task);                                   *)
(*                21  wait_for_completion(&started);                                  *)
(*                22  return 0;                                                       *)
(*   exit         23  exiting = true;                                                 *)
(*                24  send_sig(SIGTERM, worker_task, 1);                              *)
(*                25  wait_for_completion(&stopped);                                  *)
(*                26  put_task_struct(worker_task);                                   *)
(**************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  drbd_worker,      \* a kthread
  modprobe,         \* the task that loads and unloads the module
  NULL,             \* no task
  ERR               \* an error pointer

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
  arg,              \* the task that each context's call is about
  module,           \* "coming", "live", "going" or "freed"
  worker_task,      \* struct task_struct *
  exiting,          \* bool
  started,          \* struct completion
  stopped,          \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg, module,
    worker_task, exiting, started, stopped, fault>>

Kthreads   == {drbd_worker}
Contexts   == {drbd_worker, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "14.complete", "14.exit", "exited", "dead", "gone", "sync", "live",
   "free", "done"}

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
                 arg, module, worker_task, exiting, started, stopped>>

\* signal_pending(): a real one, or the pseudo-signal of a stop.
Signalled(c) == notified[c] \/ signals[c]

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

\* signal_wake_up(): ends an interruptible sleep, and no other.
SignalWakeUp(t) ==
  IF state[t] = "INTERRUPTIBLE"
  THEN state' = [state EXCEPT ![t] = "RUNNING"] /\ asleep' = [asleep EXCEPT ![t] = FALSE]
  ELSE UNCHANGED <<state, asleep>>

\* An explicit schedule().
Schedule(c) ==
  IF state[c] = "INTERRUPTIBLE" /\ Signalled(c)
  THEN state' = [state EXCEPT ![c] = "RUNNING"] /\ UNCHANGED asleep
  ELSE asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"] /\ UNCHANGED state

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
Ready(c) ==
  /\ pc[c] = "21" => started > 0
  /\ pc[c] = "25" => stopped > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* drbd_worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
DrbdWorkerBorn ==
  /\ At(drbd_worker, "born")
  /\ IF shouldStop[drbd_worker]
     THEN Goto(drbd_worker, "exit") /\ result' = [result EXCEPT ![drbd_worker] = -4]
     ELSE Goto(drbd_worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, usage, arg,
                 module, worker_task, exiting, started, stopped, fault>>

DrbdWorker1 ==                                   \* allow_signal(SIGTERM)
  /\ Go(drbd_worker, "1", "2")
  /\ allowed' = [allowed EXCEPT ![drbd_worker] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, signals, notified, exited, result, usage, arg, module,
                 worker_task, exiting, started, stopped, fault>>

DrbdWorker2 ==                                   \* complete(&started)
  /\ Go(drbd_worker, "2", "3")
  /\ started' = started + 1
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, stopped, fault>>

DrbdWorker3 ==                                   \* while (!exiting)
  /\ Go(drbd_worker, "3", IF exiting THEN "13" ELSE "4")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, started, stopped, fault>>

DrbdWorker4 ==                                   \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(drbd_worker, "4", "5")
  /\ state' = [state EXCEPT ![drbd_worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg,
                 module, worker_task, exiting, started, stopped, fault>>

DrbdWorker5 ==                                   \* if (barrier_due())
  /\ At(drbd_worker, "5")
  /\ Goto(drbd_worker, "6") \/ Goto(drbd_worker, "8")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, started, stopped, fault>>

DrbdWorker6 ==                                   \* flush_signals(current)
  /\ Go(drbd_worker, "6", "8")
  /\ signals' = [signals EXCEPT ![drbd_worker] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, notified, exited, result, usage, arg, module,
                 worker_task, exiting, started, stopped, fault>>

DrbdWorker8 ==                                   \* if (exiting)
  /\ Go(drbd_worker, "8", IF exiting THEN "13" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, started, stopped, fault>>

DrbdWorker11 ==                                  \* schedule()
  /\ Go(drbd_worker, "11", "3")
  /\ Schedule(drbd_worker)
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, arg, module,
                 worker_task, exiting, started, stopped, fault>>

DrbdWorker13 ==                                  \* __set_current_state(TASK_RUNNING)
  /\ Go(drbd_worker, "13", "14.call")
  /\ state' = [state EXCEPT ![drbd_worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg,
                 module, worker_task, exiting, started, stopped, fault>>

\* 14  kthread_complete_and_exit(&stopped, 0)
\* X0: calls into core text; no module instruction follows
DrbdWorker14Call ==
  /\ Go(drbd_worker, "14.call", "14.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, started, stopped, fault>>

DrbdWorker14Complete ==                          \* completes stopped
  /\ Go(drbd_worker, "14.complete", "14.exit")
  /\ stopped' = stopped + 1
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, started, fault>>

DrbdWorker14Exit ==                              \* X1: leaves the thread
  /\ Go(drbd_worker, "14.exit", "exit")
  /\ result' = [result EXCEPT ![drbd_worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, usage, arg,
                 module, worker_task, exiting, started, stopped, fault>>

DrbdWorkerExit ==                                \* X4: completes 'exited'
  /\ Go(drbd_worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![drbd_worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, result, usage, arg,
                 module, worker_task, exiting, started, stopped, fault>>

DrbdWorkerExited ==                              \* X7..X10: is reaped and leaves its CPU
  /\ Go(drbd_worker, "exited", "dead")
  /\ state' = [state EXCEPT ![drbd_worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg,
                 module, worker_task, exiting, started, stopped, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
DrbdWorkerDead ==
  /\ At(drbd_worker, "dead")
  /\ IF usage[drbd_worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(drbd_worker, "gone")
          /\ usage' = [usage EXCEPT ![drbd_worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         arg, module, worker_task, exiting, started, stopped, fault>>

DrbdWorker ==
  \/ DrbdWorkerBorn
  \/ DrbdWorker1
  \/ DrbdWorker2
  \/ DrbdWorker3
  \/ DrbdWorker4
  \/ DrbdWorker5
  \/ DrbdWorker6
  \/ DrbdWorker8
  \/ DrbdWorker11
  \/ DrbdWorker13
  \/ DrbdWorker14Call \/ DrbdWorker14Complete \/ DrbdWorker14Exit
  \/ DrbdWorkerExit \/ DrbdWorkerExited \/ DrbdWorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 15  worker_task = kthread_create(drbd_worker, NULL, "drbd_worker")
Modprobe15Create ==                              \* C1..C5: creates a thread of drbd_worker
  /\ At(modprobe, "15.create")
  /\ \/ Create(modprobe, drbd_worker, "15.store")
     \/ /\ Goto(modprobe, "15.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, module, worker_task,
                 exiting, started, stopped, fault>>

Modprobe15Store ==                               \* stores the pointer in worker_task
  /\ Go(modprobe, "15.store", "16")
  /\ worker_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, exiting, started, stopped, fault>>

Modprobe16 ==                                    \* if (IS_ERR(worker_task))
  /\ Go(modprobe, "16", IF worker_task = ERR THEN "17" ELSE "19.load")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, started, stopped, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, worker_task, exiting, started, stopped, fault>>

\* 19  get_task_struct(worker_task)
Modprobe19Load ==                                \* S0: reads worker_task
  /\ Go(modprobe, "19.load", "19.get")
  /\ arg' = [arg EXCEPT ![modprobe] = worker_task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, worker_task, exiting, started, stopped, fault>>

Modprobe19Get ==                                 \* takes a reference on worker_task
  /\ At(modprobe, "19.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         module, worker_task, exiting, started, stopped, fault>>

\* 20  wake_up_process(worker_task)
Modprobe20Load ==                                \* S0: reads worker_task
  /\ Go(modprobe, "20.load", "20.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = worker_task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, worker_task, exiting, started, stopped, fault>>

Modprobe20Wake ==                                \* wakes worker_task
  /\ At(modprobe, "20.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, module,
                         worker_task, exiting, started, stopped, fault>>

Modprobe21 ==                                    \* wait_for_completion(&started)
  /\ Go(modprobe, "21", "22")
  /\ started > 0
  /\ started' = started - 1
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, stopped, fault>>

Modprobe22 ==                                    \* return 0
  /\ Go(modprobe, "22", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, worker_task, exiting, started, stopped, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "23")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, worker_task, exiting, started, stopped, fault>>

Modprobe23 ==                                    \* exiting = true
  /\ Go(modprobe, "23", "24.load")
  /\ exiting' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, started, stopped, fault>>

\* 24  send_sig(SIGTERM, worker_task, 1)
Modprobe24Load ==                                \* S0: reads worker_task
  /\ Go(modprobe, "24.load", "24.send")
  /\ arg' = [arg EXCEPT ![modprobe] = worker_task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, worker_task, exiting, started, stopped, fault>>

Modprobe24Send ==                                \* sends worker_task a signal
  /\ At(modprobe, "24.send")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "25")
          /\ SendSignal(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, allowed, notified, exited, result, usage, module,
                         worker_task, exiting, started, stopped, fault>>

Modprobe25 ==                                    \* wait_for_completion(&stopped)
  /\ Go(modprobe, "25", "26.load")
  /\ stopped > 0
  /\ stopped' = stopped - 1
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, started, fault>>

\* 26  put_task_struct(worker_task)
Modprobe26Load ==                                \* S0: reads worker_task
  /\ Go(modprobe, "26.load", "26.put")
  /\ arg' = [arg EXCEPT ![modprobe] = worker_task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, worker_task, exiting, started, stopped, fault>>

Modprobe26Put ==                                 \* drops a reference on worker_task
  /\ At(modprobe, "26.put")
  /\ IF arg[modprobe] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[modprobe])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "sync")
               /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
               /\ arg' = [arg EXCEPT ![modprobe] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited,
                              result, module, worker_task, exiting, started, stopped, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, started, stopped, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, worker_task, exiting, started, stopped, fault>>

Modprobe ==
  \/ Modprobe15Create \/ Modprobe15Store
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe19Load \/ Modprobe19Get
  \/ Modprobe20Load \/ Modprobe20Wake
  \/ Modprobe21
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe24Load \/ Modprobe24Send
  \/ Modprobe25
  \/ Modprobe26Load \/ Modprobe26Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, worker_task, exiting, started, stopped>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "15.create"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ allowed     = [t \in Kthreads |-> FALSE]
  /\ signals     = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe} |-> NULL]
  /\ module      = "coming"
  /\ worker_task = NULL
  /\ exiting     = FALSE
  /\ started     = 0
  /\ stopped     = 0
  /\ fault       = "none"

Next ==
  \/ DrbdWorker
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(DrbdWorker \/ FetchFault(drbd_worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe21 \/ Modprobe25)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[drbd_worker] = "gone" => usage[drbd_worker] = 0)

NothingLeaked == module = "freed" => ~(pc[drbd_worker] = "born" /\ asleep[drbd_worker])

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
