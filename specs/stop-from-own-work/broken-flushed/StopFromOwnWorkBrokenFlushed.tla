-------------------- MODULE StopFromOwnWorkBrokenFlushed --------------------
(***************************************************************************)
(* The item stops the thread that waits for it in flush_work().            *)
(*                                                                         *)
(*   worker   1  while (!kthread_should_stop()) {                          *)
(*            2      schedule_work(&item);                                 *)
(*            3      flush_work(&item);                                    *)
(*            4      msleep(100);                                          *)
(*            5  }                                                         *)
(*            6  return 0;                                                 *)
(*   init     7  task = kthread_create(worker, NULL, "worker");            *)
(*            8  if (IS_ERR(task)) {                                       *)
(*            9      return -ENOMEM;                                       *)
(*           10  }                                                         *)
(*           11  wake_up_process(task);                                    *)
(*           12  return 0;                                                 *)
(*   exit    13  kthread_stop(task);                                       *)
(*   item    14  if (device_failed()) {                                    *)
(*           15      kthread_stop(task);                                   *)
(*           16  }                                                         *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  item,             \* the function of a work item
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
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  behind,           \* who waits behind the instance that is queued, in a flush or rcu_barrier()
  behindRunning,    \* who waits behind the instance that runs
  module,           \* "coming", "live", "going" or "freed"
  task,             \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
    behindRunning, module, task, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, item}
Callbacks  == {item}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle"}
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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 behind, behindRunning, module, task>>

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
Ready(c) ==
  /\ pc[c] = "3.wait" => c \notin behind[item] /\ c \notin behindRunning[item]
  /\ pc[c] \in {"13.wait", "15.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

Worker1 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "1", IF shouldStop[worker] THEN "6" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

Worker2 ==                                       \* schedule_work(&item)
  /\ Go(worker, "2", "3.note")
  /\ armed' = [armed EXCEPT ![item] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, behind,
                 behindRunning, module, task, fault>>

\* 3  flush_work(&item)
Worker3Note ==                                   \* notes whether item is queued or running
  /\ Go(worker, "3.note", "3.wait")
  /\ IF armed[item]
     THEN behind' = [behind EXCEPT ![item] = @ \cup {worker}] /\ UNCHANGED behindRunning
     ELSE IF pc[item] # "idle"
          THEN behindRunning' = [behindRunning EXCEPT ![item] = @ \cup {worker}] /\ UNCHANGED behind
          ELSE UNCHANGED <<behind, behindRunning>>
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 task, fault>>

Worker3Wait ==                                   \* waits for those instances
  /\ Go(worker, "3.wait", "4")
  /\ worker \notin behind[item] /\ worker \notin behindRunning[item]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

Worker4 ==                                       \* msleep(100)
  /\ Go(worker, "4", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

Worker6 ==                                       \* return 0
  /\ Go(worker, "6", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         behindRunning, module, task, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ Worker3Note \/ Worker3Wait
  \/ Worker4
  \/ Worker6
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 7  task = kthread_create(worker, NULL, "worker")
Modprobe7Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "7.create")
  /\ \/ Create(modprobe, worker, "7.store")
     \/ /\ Goto(modprobe, "7.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, behind, behindRunning, module, task,
                 fault>>

Modprobe7Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "7.store", "8")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, behind,
                 behindRunning, module, fault>>

Modprobe8 ==                                     \* if (IS_ERR(task))
  /\ Go(modprobe, "8", IF task = ERR THEN "9" ELSE "11.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

Modprobe9 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "9", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, task, fault>>

\* 11  wake_up_process(task)
Modprobe11Load ==                                \* S0: reads task
  /\ Go(modprobe, "11.load", "11.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, behind,
                 behindRunning, module, task, fault>>

Modprobe11Wake ==                                \* wakes task
  /\ At(modprobe, "11.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, armed, behind,
                         behindRunning, module, task, fault>>

Modprobe12 ==                                    \* return 0
  /\ Go(modprobe, "12", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "13.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, task, fault>>

\* 13  kthread_stop(task)
Modprobe13Load ==                                \* S0: reads task
  /\ Go(modprobe, "13.load", "13.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, behind,
                 behindRunning, module, task, fault>>

Modprobe13Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "13.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "13.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         behindRunning, module, task, fault>>

Modprobe13Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "13.set", "13.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

Modprobe13Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "13.notify", "13.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

Modprobe13Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "13.wake", "13.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind, behindRunning,
                 module, task, fault>>

Modprobe13Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "13.wait", "13.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe13Put ==
  /\ At(modprobe, "13.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, behind,
                         behindRunning, module, task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, task, fault>>

Modprobe ==
  \/ Modprobe7Create \/ Modprobe7Store
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe11Load \/ Modprobe11Wake
  \/ Modprobe12
  \/ Modprobe13Load \/ Modprobe13Get \/ Modprobe13Set \/ Modprobe13Notify
  \/ Modprobe13Wake \/ Modprobe13Wait \/ Modprobe13Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* a kworker takes the work item
  /\ Go(item, "idle", "14")
  /\ armed[item]
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ behind' = [behind EXCEPT ![item] = {}]
  /\ behindRunning' = [behindRunning EXCEPT ![item] = behind[item]]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 fault>>

Item14 ==                                        \* if (device_failed())
  /\ At(item, "14")
  /\ Goto(item, "15.load") \/ Goto(item, "return")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

\* 15  kthread_stop(task)
Item15Load ==                                    \* S0: reads task
  /\ Go(item, "15.load", "15.get")
  /\ arg' = [arg EXCEPT ![item] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, behind,
                 behindRunning, module, task, fault>>

Item15Get ==                                     \* S2, S3: takes a reference on the thread
  /\ At(item, "15.get")
  /\ IF BadTask(arg[item]) # "none"
     THEN Crash(BadTask(arg[item]))
     ELSE /\ Goto(item, "15.set")
          /\ usage' = [usage EXCEPT ![arg[item]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         behindRunning, module, task, fault>>

Item15Set ==                                     \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(item, "15.set", "15.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[item]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

Item15Notify ==                                  \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(item, "15.notify", "15.wake")
  /\ notified' = [notified EXCEPT ![arg[item]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

Item15Wake ==                                    \* S7: wakes the thread
  /\ Go(item, "15.wake", "15.wait")
  /\ Wake(arg[item])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind, behindRunning,
                 module, task, fault>>

Item15Wait ==                                    \* S8: waits for 'exited'
  /\ Go(item, "15.wait", "15.put")
  /\ exited[arg[item]] > 0
  /\ exited' = [exited EXCEPT ![arg[item]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind,
                 behindRunning, module, task, fault>>

\* S9..S11: takes the result and drops its reference
Item15Put ==
  /\ At(item, "15.put")
  /\ IF Overput(arg[item])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(item, "return")
          /\ usage' = [usage EXCEPT ![arg[item]] = @ - 1]
          /\ arg' = [arg EXCEPT ![item] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, behind,
                         behindRunning, module, task, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ behindRunning' = [behindRunning EXCEPT ![item] = {}]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 module, task, fault>>

Item ==
  \/ ItemIdle
  \/ Item14
  \/ Item15Load \/ Item15Get \/ Item15Set \/ Item15Notify \/ Item15Wake \/ Item15Wait
  \/ Item15Put
  \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 behind, behindRunning, module, task>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"] @@ modprobe :> "7.create" @@ item :> "idle"
  /\ state         = [t \in Kthreads |-> "NEW"]
  /\ asleep        = [t \in Kthreads |-> FALSE]
  /\ shouldStop    = [t \in Kthreads |-> FALSE]
  /\ notified      = [t \in Kthreads |-> FALSE]
  /\ exited        = [t \in Kthreads |-> 0]
  /\ result        = [t \in Kthreads |-> 0]
  /\ usage         = [t \in Kthreads |-> 0]
  /\ arg           = [c \in {modprobe, item} |-> NULL]
  /\ armed         = [c \in Callbacks |-> FALSE]
  /\ behind        = [c \in Callbacks |-> {}]
  /\ behindRunning = [c \in Callbacks |-> {}]
  /\ module        = "coming"
  /\ task          = NULL
  /\ fault         = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Item
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ SF_vars(Worker3Wait)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe13Wait)
  /\ WF_vars(Item \/ FetchFault(item))
  /\ SF_vars(Item15Wait)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ pc[c] = "idle" => armed[c]
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == \A c \in {modprobe, item} : pc[c] \in {"13.set", "15.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, item} : pc[c] \in {"13.set", "15.set"} => arg[c] # c

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

ExitedOnce == exited[worker] <= 1

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

StopResultCorrect ==
  \A c \in {modprobe, item} :
    pc[c] \in {"13.put", "15.put"} /\ arg[c] = worker => /\ pc[worker] \in
                                                              {"exited", "dead", "gone"}
                                                         /\ result[worker] \in {-4, 0}

StopPending(c) == pc[c] \in {"13.notify", "13.wake", "13.wait", "15.notify", "15.wake", "15.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, item} : StopPending(c)) => \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, item} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[worker] = "3.wait"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
