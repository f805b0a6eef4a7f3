---------------------- MODULE DrainingQueueDropMended -----------------------
(***************************************************************************)
(* Exit stops the thread, then destroys the queue.                         *)
(*                                                                         *)
(*   worker   1  while (!kthread_should_stop()) {                          *)
(*            2      queue_work(queue, &item);                             *)
(*            3      wait_for_completion(&done);                           *)
(*            4  }                                                         *)
(*            5  return 0;                                                 *)
(*   init     6  queue = alloc_workqueue("queue", 0, 0);                   *)
(*            7  if (!queue) {                                             *)
(*            8      return -ENOMEM;                                       *)
(*            9  }                                                         *)
(*           10  task = kthread_run(worker, NULL, "worker");               *)
(*           11  if (IS_ERR(task)) {                                       *)
(*           12      destroy_workqueue(queue);                             *)
(*           13      return -ENOMEM;                                       *)
(*           14  }                                                         *)
(*           15  return 0;                                                 *)
(*   exit    16  kthread_stop(task);                                       *)
(*           17  destroy_workqueue(queue);                                 *)
(*   item    18  complete(&done);                                          *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,               \* a kthread
  modprobe,             \* the task that loads and unloads the module
  item,                 \* the function of a work item
  NULL,                 \* no task
  ERR,                  \* an error pointer
  StopNotifies,         \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  \* queueing on a workqueue after the drain of destroy_workqueue() is rejected
  DrainedQueueRejects

VARIABLES
  pc,                   \* where each context is in its program
  state,                \* task state
  asleep,               \* off the run queue
  shouldStop,           \* KTHREAD_SHOULD_STOP
  notified,             \* TIF_NOTIFY_SIGNAL
  exited,               \* count of the completion that kthread_stop() waits for
  result,               \* what the thread function returned
  usage,                \* references on the task; 0 is no task, or a freed one
  arg,                  \* the task that each context's call is about
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  dropped,              \* work that a draining workqueue has refused: pending, and on no list
  module,               \* "coming", "live", "going" or "freed"
  warned,               \* the kernel printed a warning
  done,                 \* struct completion
  task,                 \* struct task_struct *
  queue,                \* struct workqueue_struct *: "null", "live", "draining" or "freed"
  fault                 \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped, module,
    warned, done, task, queue, fault>>

Kthreads      == {worker}
Contexts      == {worker, modprobe, item}
Callbacks     == {item}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle"}
Out           == {"exit", "exited", "dead", "gone"}
CompletionMax == 7

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
                 dropped, module, warned, done, task, queue>>

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

\* What comes of following a pointer to a workqueue: "none" is well.
BadQueue(q) == IF q = "null" THEN "NULL-DEREF" ELSE IF q = "freed" THEN "KASAN-UAF" ELSE "none"

\* The work item is queued or running.
Busy(c) == armed[c] \/ pc[c] # "idle"

\* Queues a work item from outside, which a workqueue that is being drained refuses.
InsertWork(q, c) ==
  IF q = "draining"
  THEN dropped' = [dropped EXCEPT ![c] = TRUE] /\ warned' = TRUE /\ UNCHANGED armed
  ELSE armed' = [armed EXCEPT ![c] = TRUE] /\ UNCHANGED <<dropped, warned>>

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "3" => done > 0
  /\ pc[c] \in {"12.empty", "17.empty"} => ~Busy(item)
  /\ pc[c] = "16.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, dropped, module,
                 warned, done, task, queue, fault>>

Worker1 ==                                       \* while (!kthread_should_stop())
  /\ Go(worker, "1", IF shouldStop[worker] THEN "5" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, warned, done, task, queue, fault>>

Worker2 ==                                       \* queue_work(queue, &item)
  /\ At(worker, "2")
  /\ IF armed[item] \/ dropped[item]
     THEN /\ Goto(worker, "3")
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         dropped, module, warned, done, task, queue, fault>>
     ELSE IF BadQueue(queue) # "none"
          THEN Crash(BadQueue(queue))
          ELSE /\ Goto(worker, "3")
               /\ InsertWork(queue, item)
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, done, task, queue, fault>>

Worker3 ==                                       \* wait_for_completion(&done)
  /\ Go(worker, "3", "1")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, warned, task, queue, fault>>

Worker5 ==                                       \* return 0
  /\ Go(worker, "5", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, dropped, module,
                 warned, done, task, queue, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, dropped, module,
                 warned, done, task, queue, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped, module,
                 warned, done, task, queue, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, dropped,
                         module, warned, done, task, queue, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2
  \/ Worker3
  \/ Worker5
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe6 ==                                     \* queue = alloc_workqueue("queue", 0, 0)
  /\ Go(modprobe, "6", "7")
  /\ queue' = "live" \/ queue' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, warned, done, task, fault>>

Modprobe7 ==                                     \* if (!queue)
  /\ Go(modprobe, "7", IF queue = "null" THEN "8" ELSE "10.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, warned, done, task, queue, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 warned, done, task, queue, fault>>

\* 10  task = kthread_run(worker, NULL, "worker")
Modprobe10Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, worker, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, dropped, module, warned, done, task,
                 queue, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, dropped, module,
                         warned, done, task, queue, fault>>

Modprobe10Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "10.store", "11")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, dropped,
                 module, warned, done, queue, fault>>

Modprobe11 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "11", IF task = ERR THEN "12.drain" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, warned, done, task, queue, fault>>

\* 12  destroy_workqueue(queue)
Modprobe12Drain ==                               \* forbids queueing on queue from outside
  /\ At(modprobe, "12.drain")
  /\ IF BadQueue(queue) # "none"
     THEN Crash(BadQueue(queue))
     ELSE /\ Goto(modprobe, "12.empty")
          /\ queue' = "draining"
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         dropped, module, warned, done, task, fault>>

\* waits until nothing is queued on queue or running
Modprobe12Empty ==
  /\ Go(modprobe, "12.empty", "12.free")
  /\ ~Busy(item)
  /\ queue' = IF DrainedQueueRejects THEN queue ELSE "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, warned, done, task, fault>>

\* frees queue unless something was queued meanwhile
Modprobe12Free ==
  /\ Go(modprobe, "12.free", "13")
  /\ IF Busy(item) THEN warned' = TRUE /\ queue' = "live" ELSE queue' = "freed" /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, done, task, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 warned, done, task, queue, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 warned, done, task, queue, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 warned, done, task, queue, fault>>

\* 16  kthread_stop(task)
Modprobe16Load ==                                \* S0: reads task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, dropped,
                 module, warned, done, task, queue, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, dropped,
                         module, warned, done, task, queue, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, dropped, module,
                 warned, done, task, queue, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, dropped, module,
                 warned, done, task, queue, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, dropped, module, warned,
                 done, task, queue, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, dropped, module,
                 warned, done, task, queue, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "17.drain")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, dropped,
                         module, warned, done, task, queue, fault>>

\* 17  destroy_workqueue(queue)
Modprobe17Drain ==                               \* forbids queueing on queue from outside
  /\ At(modprobe, "17.drain")
  /\ IF BadQueue(queue) # "none"
     THEN Crash(BadQueue(queue))
     ELSE /\ Goto(modprobe, "17.empty")
          /\ queue' = "draining"
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         dropped, module, warned, done, task, fault>>

\* waits until nothing is queued on queue or running
Modprobe17Empty ==
  /\ Go(modprobe, "17.empty", "17.free")
  /\ ~Busy(item)
  /\ queue' = IF DrainedQueueRejects THEN queue ELSE "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, warned, done, task, fault>>

\* frees queue unless something was queued meanwhile
Modprobe17Free ==
  /\ Go(modprobe, "17.free", "sync")
  /\ IF Busy(item) THEN warned' = TRUE /\ queue' = "live" ELSE queue' = "freed" /\ UNCHANGED warned
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, done, task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, warned, done, task, queue, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 warned, done, task, queue, fault>>

Modprobe ==
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12Drain \/ Modprobe12Empty \/ Modprobe12Free
  \/ Modprobe13
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ Modprobe17Drain \/ Modprobe17Empty \/ Modprobe17Free
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* a kworker takes the work item
  /\ Go(item, "idle", "18")
  /\ armed[item]
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dropped, module,
                 warned, done, task, queue, fault>>

Item18 ==                                        \* complete(&done)
  /\ At(item, "18")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(item, "return")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         dropped, module, warned, task, queue, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, dropped,
                 module, warned, done, task, queue, fault>>

Item ==
  \/ ItemIdle
  \/ Item18
  \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 dropped, module, warned, done, task, queue>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "6" @@ item :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ dropped    = [c \in Callbacks |-> FALSE]
  /\ module     = "coming"
  /\ warned     = FALSE
  /\ done       = 0
  /\ task       = NULL
  /\ queue      = "null"
  /\ fault      = "none"

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
  /\ SF_vars(Worker3)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe12Empty \/ Modprobe16Wait \/ Modprobe17Empty)
  /\ WF_vars(Item \/ FetchFault(item))

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

NoDoubleStop == pc[modprobe] = "16.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "16.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => /\ queue \notin {"live", "draining"}
                         /\ ~(pc[worker] = "born" /\ asleep[worker])
  /\ queue = "live" => pc[modprobe] # "6"

StopResultCorrect ==
  pc[modprobe] = "16.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"16.notify", "16.wake", "16.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"12.empty", "17.empty"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
