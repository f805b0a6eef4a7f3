----------------------- MODULE PartialCreateRollback ------------------------
(***************************************************************************)
(* Init returns the error and leaves its first thread running.             *)
(*                                                                         *)
(*   worker   1  while (!kthread_should_stop()) {                          *)
(*            2      msleep(100);                                          *)
(*            3  }                                                         *)
(*            4  return 0;                                                 *)
(*   init     5  first = kthread_run(worker, NULL, "worker");              *)
(*            6  if (IS_ERR(first)) {                                      *)
(*            7      return -ENOMEM;                                       *)
(*            8  }                                                         *)
(*            9  second = kthread_run(worker, NULL, "worker");             *)
(*           10  if (IS_ERR(second)) {                                     *)
(*           11      return -ENOMEM;                                       *)
(*           12  }                                                         *)
(*           13  return 0;                                                 *)
(*   exit    14  kthread_stop(first);                                      *)
(*           15  kthread_stop(second);                                     *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker1,          \* a kthread
  worker2,          \* a kthread
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
  first,            \* struct task_struct *
  second,           \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, first, second,
    fault>>

Kthreads   == {worker1, worker2}
Contexts   == {worker1, worker2, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
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
                 first, second>>

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
Ready(c) == pc[c] \in {"14.wait", "15.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, first, second,
                 fault>>

Worker1(self) ==                                 \* while (!kthread_should_stop())
  /\ Go(self, "1", IF shouldStop[self] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, first,
                 second, fault>>

Worker2(self) ==                                 \* msleep(100)
  /\ Go(self, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, first,
                 second, fault>>

Worker4(self) ==                                 \* return 0
  /\ Go(self, "4", "exit")
  /\ result' = [result EXCEPT ![self] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, first, second,
                 fault>>

WorkerExit(self) ==                              \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, first, second,
                 fault>>

WorkerExited(self) ==                            \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, first, second,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, first,
                         second, fault>>

Worker(self) ==
  \/ WorkerBorn(self)
  \/ Worker1(self)
  \/ Worker2(self)
  \/ Worker4(self)
  \/ WorkerExit(self) \/ WorkerExited(self) \/ WorkerDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

\* 5  first = kthread_run(worker, NULL, "worker")
Modprobe5Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "5.create")
  /\ \/ Create(modprobe, FreeWorker, "5.wake")
     \/ /\ Goto(modprobe, "5.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, first, second, fault>>

Modprobe5Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "5.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "5.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, first, second,
                         fault>>

Modprobe5Store ==                                \* stores the pointer in first
  /\ Go(modprobe, "5.store", "6")
  /\ first' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, second, fault>>

Modprobe6 ==                                     \* if (IS_ERR(first))
  /\ Go(modprobe, "6", IF first = ERR THEN "7" ELSE "9.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, first,
                 second, fault>>

Modprobe7 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "7", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, first, second,
                 fault>>

\* 9  second = kthread_run(worker, NULL, "worker")
Modprobe9Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "9.create")
  /\ \/ Create(modprobe, FreeWorker, "9.wake")
     \/ /\ Goto(modprobe, "9.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, first, second, fault>>

Modprobe9Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "9.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "9.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, first, second,
                         fault>>

Modprobe9Store ==                                \* stores the pointer in second
  /\ Go(modprobe, "9.store", "10")
  /\ second' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, first, fault>>

Modprobe10 ==                                    \* if (IS_ERR(second))
  /\ Go(modprobe, "10", IF second = ERR THEN "11" ELSE "13")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, first,
                 second, fault>>

Modprobe11 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "11", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, first, second,
                 fault>>

Modprobe13 ==                                    \* return 0
  /\ Go(modprobe, "13", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, first, second,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "14.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, first, second,
                 fault>>

\* 14  kthread_stop(first)
Modprobe14Load ==                                \* S0: reads first
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = first]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, first,
                 second, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, first,
                         second, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, first, second, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, first, second,
                 fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, first, second, fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, first, second,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "15.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, first,
                         second, fault>>

\* 15  kthread_stop(second)
Modprobe15Load ==                                \* S0: reads second
  /\ Go(modprobe, "15.load", "15.get")
  /\ arg' = [arg EXCEPT ![modprobe] = second]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, first,
                 second, fault>>

Modprobe15Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "15.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, first,
                         second, fault>>

Modprobe15Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "15.set", "15.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, first, second, fault>>

Modprobe15Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "15.notify", "15.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, first, second,
                 fault>>

Modprobe15Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "15.wake", "15.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, first, second, fault>>

Modprobe15Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "15.wait", "15.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, first, second,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe15Put ==
  /\ At(modprobe, "15.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, first,
                         second, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, first,
                 second, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, first, second,
                 fault>>

Modprobe ==
  \/ Modprobe5Create \/ Modprobe5Wake \/ Modprobe5Store
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe9Create \/ Modprobe9Wake \/ Modprobe9Store
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Get \/ Modprobe14Set \/ Modprobe14Notify
  \/ Modprobe14Wake \/ Modprobe14Wait \/ Modprobe14Put
  \/ Modprobe15Load \/ Modprobe15Get \/ Modprobe15Set \/ Modprobe15Notify
  \/ Modprobe15Wake \/ Modprobe15Wait \/ Modprobe15Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 first, second>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "5.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ first      = NULL
  /\ second     = NULL
  /\ fault      = "none"

Next ==
  \/ \E self \in Kthreads : Worker(self)
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A self \in Kthreads : WF_vars(Worker(self) \/ FetchFault(self))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Wait \/ Modprobe15Wait)

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

NoDoubleStop == pc[modprobe] \in {"14.set", "15.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"14.set", "15.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"14.put", "15.put"} /\ arg[modprobe] = t =>
      pc[t] \in {"exited", "dead", "gone"} /\ result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"14.notify", "14.wake", "14.wait", "15.notify", "15.wake", "15.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
