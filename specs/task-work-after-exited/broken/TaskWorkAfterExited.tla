------------------------ MODULE TaskWorkAfterExited -------------------------
(***************************************************************************)
(* The thread's buffer is freed by a task work.                            *)
(*                                                                         *)
(*   worker    1  while (!kthread_should_stop()) {                         *)
(*             2      use(buffer);                                         *)
(*             3      msleep(100);                                         *)
(*             4  }                                                        *)
(*             5  return 0;                                                *)
(*   cleanup   6  kfree(buffer);                                           *)
(*   init      7  buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);          *)
(*             8  if (!buffer) {                                           *)
(*             9      return -ENOMEM;                                      *)
(*            10  }                                                        *)
(*            11  task = kthread_run(worker, NULL, "worker");              *)
(*            12  if (IS_ERR(task)) {                                      *)
(*            13      kfree(buffer);                                       *)
(*            14      return -ENOMEM;                                      *)
(*            15  }                                                        *)
(*            16  task_work_add(task, &cleanup, TWA_NONE);                 *)
(*            17  return 0;                                                *)
(*   exit     18  kthread_stop(task);                                      *)
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
  taskWork,         \* its task work: "none", "queued", or "closed" when it takes no more
  arg,              \* the task that each context's call is about
  module,           \* "coming", "live", "going" or "freed"
  task,             \* struct task_struct *
  buffer,           \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg, module, task,
    buffer, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "reap", "dead", "gone", "sync", "live", "free", "done"}
Out        == {"exit", "exited", "6", "reap", "return", "dead", "gone"}

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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg,
                 module, task, buffer>>

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
Ready(c) == pc[c] = "18.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, taskWork, arg, module, task,
                 buffer, fault>>

Worker1 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "1", IF shouldStop[worker] THEN "5" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg,
                 module, task, buffer, fault>>

Worker2 ==                                       \* use(buffer)
  /\ At(worker, "2")
  /\ IF buffer = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF buffer = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(worker, "3")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage,
                              taskWork, arg, module, task, buffer, fault>>

Worker3 ==                                       \* msleep(100)
  /\ Go(worker, "3", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg,
                 module, task, buffer, fault>>

Worker5 ==                                       \* return 0
  /\ Go(worker, "5", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, taskWork, arg, module, task,
                 buffer, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, taskWork, arg, module, task,
                 buffer, fault>>

WorkerExited ==                                  \* X6: runs its task work, if it has any
  /\ At(worker, "exited")
  /\ IF taskWork[worker] = "queued"
     THEN Goto(worker, "6") /\ taskWork' = [taskWork EXCEPT ![worker] = "none"]
     ELSE Goto(worker, "reap") /\ taskWork' = [taskWork EXCEPT ![worker] = "closed"]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 buffer, fault>>

Worker6 ==                                       \* kfree(buffer)
  /\ At(worker, "6")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(worker, "return")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork,
                         arg, module, task, fault>>

WorkerReturn ==                                  \* returns
  /\ Go(worker, "return", "exited")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg,
                 module, task, buffer, fault>>

WorkerReap ==                                    \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "reap", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, taskWork, arg, module, task,
                 buffer, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, taskWork, arg,
                         module, task, buffer, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ Worker3
  \/ Worker5
  \/ WorkerExit \/ WorkerExited
  \/ Worker6
  \/ WorkerReturn \/ WorkerReap \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe7 ==                                     \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(modprobe, "7", "8")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg,
                 module, task, fault>>

Modprobe8 ==                                     \* if (!buffer)
  /\ Go(modprobe, "8", IF buffer = "null" THEN "9" ELSE "11.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg,
                 module, task, buffer, fault>>

Modprobe9 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "9", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg, task,
                 buffer, fault>>

\* 11  task = kthread_run(worker, NULL, "worker")
Modprobe11Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "11.create")
  /\ \/ Create(modprobe, worker, "11.wake")
     \/ /\ Goto(modprobe, "11.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, taskWork, module, task, buffer, fault>>

Modprobe11Wake ==                                \* wakes the new thread
  /\ At(modprobe, "11.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, taskWork, arg, module, task,
                         buffer, fault>>

Modprobe11Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "11.store", "12")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, module,
                 buffer, fault>>

Modprobe12 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "12", IF task = ERR THEN "13" ELSE "16.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg,
                 module, task, buffer, fault>>

Modprobe13 ==                                    \* kfree(buffer)
  /\ At(modprobe, "13")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "14")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork,
                         arg, module, task, fault>>

Modprobe14 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "14", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg, task,
                 buffer, fault>>

\* 16  task_work_add(task, &cleanup, TWA_NONE)
Modprobe16Load ==                                \* S0: reads task
  /\ Go(modprobe, "16.load", "16.add")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, module,
                 task, buffer, fault>>

Modprobe16Add ==                                 \* gives task work to do when it exits
  /\ At(modprobe, "16.add")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17")
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ IF taskWork[arg[modprobe]] = "closed"
             THEN UNCHANGED taskWork
             ELSE taskWork' = [taskWork EXCEPT ![arg[modprobe]] = "queued"]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, task,
                         buffer, fault>>

Modprobe17 ==                                    \* return 0
  /\ Go(modprobe, "17", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg, task,
                 buffer, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "18.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg, task,
                 buffer, fault>>

\* 18  kthread_stop(task)
Modprobe18Load ==                                \* S0: reads task
  /\ Go(modprobe, "18.load", "18.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, module,
                 task, buffer, fault>>

Modprobe18Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "18.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "18.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, taskWork, arg,
                         module, task, buffer, fault>>

Modprobe18Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "18.set", "18.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, taskWork, arg, module, task,
                 buffer, fault>>

Modprobe18Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "18.notify", "18.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, taskWork, arg, module, task,
                 buffer, fault>>

Modprobe18Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "18.wake", "18.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, taskWork, arg, module, task, buffer,
                 fault>>

Modprobe18Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "18.wait", "18.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, taskWork, arg, module, task,
                 buffer, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe18Put ==
  /\ At(modprobe, "18.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, taskWork, module,
                         task, buffer, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg,
                 module, task, buffer, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg, task,
                 buffer, fault>>

Modprobe ==
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe11Create \/ Modprobe11Wake \/ Modprobe11Store
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14
  \/ Modprobe16Load \/ Modprobe16Add
  \/ Modprobe17
  \/ Modprobe18Load \/ Modprobe18Get \/ Modprobe18Set \/ Modprobe18Notify
  \/ Modprobe18Wake \/ Modprobe18Wait \/ Modprobe18Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, taskWork, arg,
                 module, task, buffer>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "7"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ taskWork   = [t \in Kthreads |-> "none"]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ task       = NULL
  /\ buffer     = "null"
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
  /\ SF_vars(Modprobe18Wait)

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

NoDoubleStop == pc[modprobe] = "18.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "18.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

ExitedOnce == exited[worker] <= 1

NothingLeaked ==
  /\ module = "freed" => buffer # "valid" /\ ~(pc[worker] = "born" /\ asleep[worker])
  /\ buffer = "valid" => pc[modprobe] # "7"

StopResultCorrect ==
  pc[modprobe] = "18.put" /\ arg[modprobe] = worker => /\ pc[worker] \in
                                                            {"exited", "6", "reap", "return",
                                                             "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"18.notify", "18.wake", "18.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
