-------------------- MODULE ErestartsysSpinBrokenSignal ---------------------
(***************************************************************************)
(* The thread allows a signal, which exit sends, and never takes it off.   *)
(*                                                                         *)
(*   worker   1  allow_signal(SIGTERM);                                    *)
(*            2  while (!kthread_should_stop()) {                          *)
(*            3      do {                                                  *)
(*            4          ret = wait_event_interruptible(queue, work);      *)
(*            5      } while (ret);                                        *)
(*            6      work = false;                                         *)
(*            7  }                                                         *)
(*            8  return 0;                                                 *)
(*   init     9  task = kthread_run(worker, NULL, "worker");               *)
(*           10  if (IS_ERR(task)) {                                       *)
(*           11      return -ENOMEM;                                       *)
(*           12  }                                                         *)
(*           13  return 0;                                                 *)
(*   exit    14  send_sig(SIGTERM, task, 1);                               *)
(*           15  kthread_stop(task);                                       *)
(*   device  16  work = true;                                              *)
(*           17  wake_up(&queue);                                          *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  device,           \* something outside of the module
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
  arg,              \* the task that each context's call is about
  module,           \* "coming", "live", "going" or "freed"
  task,             \* struct task_struct *
  queue,            \* wait_queue_head_t: who is on it
  work,             \* bool
  ret,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg, module,
    task, queue, work, ret, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, device}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "16", "17"}
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
                 arg, module, task, queue, work, ret>>

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

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Kthreads |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

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
Ready(c) == pc[c] = "15.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, usage, arg,
                 module, task, queue, work, ret, fault>>

Worker1 ==                                       \* allow_signal(SIGTERM)
  /\ Go(worker, "1", "2")
  /\ allowed' = [allowed EXCEPT ![worker] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, signals, notified, exited, result, usage, arg, module,
                 task, queue, work, ret, fault>>

Worker2 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "2", IF shouldStop[worker] THEN "8" ELSE "4.check")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, ret, fault>>

\* 4  ret = wait_event_interruptible(queue, work)
Worker4Check ==                                  \* tests work
  /\ Go(worker, "4.check", IF work THEN "4.skip" ELSE "4.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, ret, fault>>

Worker4Skip ==                                   \* does not wait
  /\ Go(worker, "4.skip", "5")
  /\ ret' = [ret EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, fault>>

Worker4Prepare ==                                \* queues on queue, sets TASK_INTERRUPTIBLE
  /\ At(worker, "4.prepare")
  /\ IF Signalled(worker)
     THEN Goto(worker, "4.retest") /\ queue' = queue \ {worker} /\ UNCHANGED state
     ELSE /\ Goto(worker, "4.test")
          /\ queue' = queue \cup {worker}
          /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg,
                 module, task, work, ret, fault>>

Worker4Test ==                                   \* tests work
  /\ Go(worker, "4.test", IF work THEN "4.finish" ELSE "4.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, ret, fault>>

Worker4Sleep ==                                  \* calls schedule()
  /\ Go(worker, "4.sleep", "4.prepare")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, arg, module, task,
                 queue, work, ret, fault>>

Worker4Retest ==                                 \* tests work
  /\ Go(worker, "4.retest", IF work THEN "4.finish" ELSE "4.restart")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, ret, fault>>

Worker4Restart ==                                \* leaves with -ERESTARTSYS
  /\ Go(worker, "4.restart", "5")
  /\ ret' = [ret EXCEPT ![worker] = -512]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, fault>>

Worker4Finish ==                                 \* leaves queue, sets TASK_RUNNING
  /\ Go(worker, "4.finish", "5")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ queue' = queue \ {worker}
  /\ ret' = [ret EXCEPT ![worker] = 0]
  /\ UNCHANGED <<asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg,
                 module, task, work, fault>>

Worker5 ==                                       \* while (ret)
  /\ Go(worker, "5", IF ret[worker] # 0 THEN "4.check" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, ret, fault>>

Worker6 ==                                       \* work = false
  /\ Go(worker, "6", "2")
  /\ work' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, ret, fault>>

Worker8 ==                                       \* return 0
  /\ Go(worker, "8", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, usage, arg,
                 module, task, queue, work, ret, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, result, usage, arg,
                 module, task, queue, work, ret, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg,
                 module, task, queue, work, ret, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         arg, module, task, queue, work, ret, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ Worker4Check \/ Worker4Skip \/ Worker4Prepare \/ Worker4Test \/ Worker4Sleep
  \/ Worker4Retest \/ Worker4Restart \/ Worker4Finish
  \/ Worker5
  \/ Worker6
  \/ Worker8
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 9  task = kthread_run(worker, NULL, "worker")
Modprobe9Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "9.create")
  /\ \/ Create(modprobe, worker, "9.wake")
     \/ /\ Goto(modprobe, "9.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, module, task, queue,
                 work, ret, fault>>

Modprobe9Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "9.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "9.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, arg,
                         module, task, queue, work, ret, fault>>

Modprobe9Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "9.store", "10")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, queue, work, ret, fault>>

Modprobe10 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "10", IF task = ERR THEN "11" ELSE "13")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, ret, fault>>

Modprobe11 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "11", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, task, queue, work, ret, fault>>

Modprobe13 ==                                    \* return 0
  /\ Go(modprobe, "13", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, task, queue, work, ret, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "14.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, task, queue, work, ret, fault>>

\* 14  send_sig(SIGTERM, task, 1)
Modprobe14Load ==                                \* S0: reads task
  /\ Go(modprobe, "14.load", "14.send")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, task, queue, work, ret, fault>>

Modprobe14Send ==                                \* sends task a signal
  /\ At(modprobe, "14.send")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.load")
          /\ SendSignal(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, allowed, notified, exited, result, usage, module, task,
                         queue, work, ret, fault>>

\* 15  kthread_stop(task)
Modprobe15Load ==                                \* S0: reads task
  /\ Go(modprobe, "15.load", "15.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, task, queue, work, ret, fault>>

Modprobe15Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "15.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         arg, module, task, queue, work, ret, fault>>

Modprobe15Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "15.set", "15.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, allowed, signals, notified, exited, result, usage, arg, module,
                 task, queue, work, ret, fault>>

Modprobe15Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "15.notify", "15.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, exited, result, usage, arg, module,
                 task, queue, work, ret, fault>>

Modprobe15Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "15.wake", "15.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, arg, module, task,
                 queue, work, ret, fault>>

Modprobe15Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "15.wait", "15.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, result, usage, arg,
                 module, task, queue, work, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe15Put ==
  /\ At(modprobe, "15.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         module, task, queue, work, ret, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, ret, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, task, queue, work, ret, fault>>

Modprobe ==
  \/ Modprobe9Create \/ Modprobe9Wake \/ Modprobe9Store
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Send
  \/ Modprobe15Load \/ Modprobe15Get \/ Modprobe15Set \/ Modprobe15Notify
  \/ Modprobe15Wake \/ Modprobe15Wait \/ Modprobe15Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* device *)

Device16 ==                                      \* work = true
  /\ Go(device, "16", "17")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, ret, fault>>

Device17 ==                                      \* wake_up(&queue)
  /\ Go(device, "17", "done")
  /\ WakeQueue(queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, arg, module, task,
                 queue, work, ret, fault>>

Device ==
  \/ Device16
  \/ Device17

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, task, queue, work, ret>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "9.create" @@ device :> "16"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ allowed    = [t \in Kthreads |-> FALSE]
  /\ signals    = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ task       = NULL
  /\ queue      = {}
  /\ work       = FALSE
  /\ ret        = [t \in Kthreads |-> 0]
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Device
  \/ \E c \in {worker, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe15Wait)

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

NoDoubleStop == pc[modprobe] = "15.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "15.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

ExitedOnce == exited[worker] <= 1

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

StopResultCorrect ==
  pc[modprobe] = "15.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"15.notify", "15.wake", "15.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {worker, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
