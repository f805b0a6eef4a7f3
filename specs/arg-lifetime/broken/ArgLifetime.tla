---------------------------- MODULE ArgLifetime -----------------------------
(***************************************************************************)
(* Init frees the argument once the thread is created.                     *)
(*                                                                         *)
(*   worker   1  use(settings);                                            *)
(*            2  while (!kthread_should_stop()) {                          *)
(*            3      msleep(100);                                          *)
(*            4  }                                                         *)
(*            5  return 0;                                                 *)
(*   init     6  settings = kzalloc(sizeof( *settings), GFP_KERNEL);       *)
(*            7  if (!settings) {                                          *)
(*            8      return -ENOMEM;                                       *)
(*            9  }                                                         *)
(*           10  task = kthread_run(worker, NULL, "worker");               *)
(*           11  if (IS_ERR(task)) {                                       *)
(*           12      kfree(settings);                                      *)
(*           13      return -ENOMEM;                                       *)
(*           14  }                                                         *)
(*           15  kfree(settings);                                          *)
(*           16  return 0;                                                 *)
(*   exit    17  kthread_stop(task);                                       *)
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
  notified,         \* TIF_NOTIFY_SIGNAL
  exited,           \* count of the completion that kthread_stop() waits for
  result,           \* what the thread function returned
  usage,            \* references on the task; 0 is no task, or a freed one
  arg,              \* the task that each context's call is about
  module,           \* "coming", "live", "going" or "freed"
  task,             \* struct task_struct *
  settings,         \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, task, settings,
    fault>>

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
                 task, settings>>

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
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task, settings,
                 fault>>

Worker1 ==                                       \* use(settings)
  /\ At(worker, "1")
  /\ IF settings = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF settings = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(worker, "2")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, task, settings, fault>>

Worker2 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "2", IF shouldStop[worker] THEN "5" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 settings, fault>>

Worker3 ==                                       \* msleep(100)
  /\ Go(worker, "3", "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 settings, fault>>

Worker5 ==                                       \* return 0
  /\ Go(worker, "5", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task, settings,
                 fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, settings,
                 fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, task, settings,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         settings, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ Worker3
  \/ Worker5
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* settings = kzalloc(sizeof(*settings), GFP_KERNEL)
Modprobe6 ==
  /\ Go(modprobe, "6", "7")
  /\ settings' = "valid" \/ settings' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 fault>>

Modprobe7 ==                                     \* if (!settings)
  /\ Go(modprobe, "7", IF settings = "null" THEN "8" ELSE "10.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 settings, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, settings,
                 fault>>

\* 10  task = kthread_run(worker, NULL, "worker")
Modprobe10Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, worker, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, settings, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, settings,
                         fault>>

Modprobe10Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "10.store", "11")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, settings,
                 fault>>

Modprobe11 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "11", IF task = ERR THEN "12" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 settings, fault>>

Modprobe12 ==                                    \* kfree(settings)
  /\ At(modprobe, "12")
  /\ IF settings = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "13")
          /\ settings' = IF settings = "valid" THEN "freed" ELSE settings
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         task, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, settings,
                 fault>>

Modprobe15 ==                                    \* kfree(settings)
  /\ At(modprobe, "15")
  /\ IF settings = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "16")
          /\ settings' = IF settings = "valid" THEN "freed" ELSE settings
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         task, fault>>

Modprobe16 ==                                    \* return 0
  /\ Go(modprobe, "16", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, settings,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "17.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, settings,
                 fault>>

\* 17  kthread_stop(task)
Modprobe17Load ==                                \* S0: reads task
  /\ Go(modprobe, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                 settings, fault>>

Modprobe17Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "17.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         settings, fault>>

Modprobe17Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, task, settings,
                 fault>>

Modprobe17Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, task, settings,
                 fault>>

Modprobe17Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "17.wake", "17.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, settings, fault>>

Modprobe17Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "17.wait", "17.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, settings,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe17Put ==
  /\ At(modprobe, "17.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, task,
                         settings, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 settings, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, settings,
                 fault>>

Modprobe ==
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe17Load \/ Modprobe17Get \/ Modprobe17Set \/ Modprobe17Notify
  \/ Modprobe17Wake \/ Modprobe17Wait \/ Modprobe17Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 task, settings>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "6"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ task       = NULL
  /\ settings   = "null"
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
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

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "17.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "17.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

ExitedOnce == exited[worker] <= 1

NothingLeaked ==
  /\ module = "freed" => settings # "valid" /\ ~(pc[worker] = "born" /\ asleep[worker])
  /\ settings = "valid" => pc[modprobe] # "6"

StopResultCorrect ==
  pc[modprobe] = "17.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"17.notify", "17.wake", "17.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
