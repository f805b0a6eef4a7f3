-------------------------- MODULE FlagWithoutWake ---------------------------
(***************************************************************************)
(* Exit sets the flag and waits.                                           *)
(*                                                                         *)
(*   worker   1  while (!stopping) {                                       *)
(*            2      wait_event_idle(queue, work || stopping);             *)
(*            3      work = false;                                         *)
(*            4  }                                                         *)
(*            5  kthread_complete_and_exit(&done, 0);                      *)
(*   init     6  task = kthread_run(worker, NULL, "worker");               *)
(*            7  if (IS_ERR(task)) {                                       *)
(*            8      return -ENOMEM;                                       *)
(*            9  }                                                         *)
(*           10  return 0;                                                 *)
(*   exit    11  stopping = true;                                          *)
(*           12  wait_for_completion(&done);                               *)
(*   device  13  work = true;                                              *)
(*           14  wake_up(&queue);                                          *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  device,           \* something outside of the module
  NULL,             \* no task
  ERR               \* an error pointer

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
  queue,            \* wait_queue_head_t: who is on it
  work,             \* bool
  stopping,         \* bool
  done,             \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, task, queue,
    work, stopping, done, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, device}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "5.complete", "5.exit", "exited", "dead", "gone", "sync", "live",
   "free", "done", "13", "14"}

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
                 task, queue, work, stopping, done>>

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

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Kthreads |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "12" => done > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task, queue,
                 work, stopping, done, fault>>

Worker1 ==                                       \* while (!stopping)
  /\ Go(worker, "1", IF stopping THEN "5.call" ELSE "2.check.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, done, fault>>

\* 2  wait_event_idle(queue, work || stopping)
Worker2CheckA ==                                 \* tests work
  /\ Go(worker, "2.check.a", IF work THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, done, fault>>

Worker2CheckB ==                                 \* tests stopping
  /\ Go(worker, "2.check.b", IF stopping THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, done, fault>>

Worker2Prepare ==                                \* queues on queue, sets TASK_IDLE
  /\ Go(worker, "2.prepare", "2.test.a")
  /\ queue' = queue \cup {worker}
  /\ state' = [state EXCEPT ![worker] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, task, work,
                 stopping, done, fault>>

Worker2TestA ==                                  \* tests work
  /\ Go(worker, "2.test.a", IF work THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, done, fault>>

Worker2TestB ==                                  \* tests stopping
  /\ Go(worker, "2.test.b", IF stopping THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, done, fault>>

Worker2Sleep ==                                  \* calls schedule()
  /\ Go(worker, "2.sleep", "2.prepare")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, queue, work,
                 stopping, done, fault>>

Worker2Finish ==                                 \* leaves queue, sets TASK_RUNNING
  /\ Go(worker, "2.finish", "3")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ queue' = queue \ {worker}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, task, work,
                 stopping, done, fault>>

Worker3 ==                                       \* work = false
  /\ Go(worker, "3", "1")
  /\ work' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, stopping, done, fault>>

\* 5  kthread_complete_and_exit(&done, 0)
\* X0: calls into core text; no module instruction follows
Worker5Call ==
  /\ Go(worker, "5.call", "5.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, done, fault>>

Worker5Complete ==                               \* completes done
  /\ Go(worker, "5.complete", "5.exit")
  /\ done' = done + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, fault>>

Worker5Exit ==                                   \* X1: leaves the thread
  /\ Go(worker, "5.exit", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, task, queue,
                 work, stopping, done, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, task, queue,
                 work, stopping, done, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, task, queue,
                 work, stopping, done, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, task,
                         queue, work, stopping, done, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2CheckA \/ Worker2CheckB \/ Worker2Prepare \/ Worker2TestA \/ Worker2TestB
  \/ Worker2Sleep \/ Worker2Finish
  \/ Worker3
  \/ Worker5Call \/ Worker5Complete \/ Worker5Exit
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 6  task = kthread_run(worker, NULL, "worker")
Modprobe6Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "6.create")
  /\ \/ Create(modprobe, worker, "6.wake")
     \/ /\ Goto(modprobe, "6.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, task, queue, work, stopping, done,
                 fault>>

Modprobe6Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "6.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "6.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, queue,
                         work, stopping, done, fault>>

Modprobe6Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "6.store", "7")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, queue, work,
                 stopping, done, fault>>

Modprobe7 ==                                     \* if (IS_ERR(task))
  /\ Go(modprobe, "7", IF task = ERR THEN "8" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, done, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, queue,
                 work, stopping, done, fault>>

Modprobe10 ==                                    \* return 0
  /\ Go(modprobe, "10", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, queue,
                 work, stopping, done, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "11")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, queue,
                 work, stopping, done, fault>>

Modprobe11 ==                                    \* stopping = true
  /\ Go(modprobe, "11", "12")
  /\ stopping' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, done, fault>>

Modprobe12 ==                                    \* wait_for_completion(&done)
  /\ Go(modprobe, "12", "sync")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, work, stopping, done, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, queue,
                 work, stopping, done, fault>>

Modprobe ==
  \/ Modprobe6Create \/ Modprobe6Wake \/ Modprobe6Store
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* device *)

Device13 ==                                      \* work = true
  /\ Go(device, "13", "14")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 queue, stopping, done, fault>>

Device14 ==                                      \* wake_up(&queue)
  /\ Go(device, "14", "done")
  /\ WakeQueue(queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, task, queue, work,
                 stopping, done, fault>>

Device ==
  \/ Device13
  \/ Device14

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 task, queue, work, stopping, done>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "6.create" @@ device :> "13"
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
  /\ queue      = {}
  /\ work       = FALSE
  /\ stopping   = FALSE
  /\ done       = 0
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
  /\ SF_vars(Modprobe12)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
