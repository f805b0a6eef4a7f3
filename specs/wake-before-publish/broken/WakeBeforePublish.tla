------------------------- MODULE WakeBeforePublish --------------------------
(*****************************************************************************)
(* The request wakes the thread, then sets 'work'.                           *)
(*                                                                           *)
(*   worker    1  while (1) {                                                *)
(*             2      wait_event_idle(queue, work || kthread_should_stop()); *)
(*             3      if (kthread_should_stop()) {                           *)
(*             4          break;                                             *)
(*             5      }                                                      *)
(*             6      work = false;                                          *)
(*             7      complete(&done);                                       *)
(*             8  }                                                          *)
(*             9  return 0;                                                  *)
(*   init     10  task = kthread_run(worker, NULL, "worker");                *)
(*            11  if (IS_ERR(task)) {                                        *)
(*            12      return -ENOMEM;                                        *)
(*            13  }                                                          *)
(*            14  return 0;                                                  *)
(*   exit     15  kthread_stop(task);                                        *)
(*   request  16  mutex_lock(&lock);                                         *)
(*            17  wake_up(&queue);                                           *)
(*            18  work = true;                                               *)
(*            19  wait_for_completion(&done);                                *)
(*            20  mutex_unlock(&lock);                                       *)
(*****************************************************************************)
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
  queue,            \* wait_queue_head_t: who is on it
  work,             \* bool
  done,             \* struct completion
  lock,             \* struct mutex: its owner
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    task, queue, work, done, lock, fault>>

Kthreads      == {worker}
Contexts      == {worker, modprobe, request}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}
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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, queue, work, done, lock>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "15.wait" => exited[arg[c]] > 0
  /\ pc[c] = "16" => lock = none
  /\ pc[c] = "19" => done > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "2.check.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, queue, work, done, lock, fault>>

\* 2  wait_event_idle(queue, work || kthread_should_stop())
Worker2CheckA ==                                 \* tests work
  /\ Go(worker, "2.check.a", IF work THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, work, done, lock, fault>>

Worker2CheckB ==                                 \* tests kthread_should_stop()
  /\ Go(worker, "2.check.b", IF shouldStop[worker] THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, work, done, lock, fault>>

Worker2Prepare ==                                \* queues on queue, sets TASK_IDLE
  /\ Go(worker, "2.prepare", "2.test.a")
  /\ queue' = queue \cup {worker}
  /\ state' = [state EXCEPT ![worker] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, done, lock, fault>>

Worker2TestA ==                                  \* tests work
  /\ Go(worker, "2.test.a", IF work THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, work, done, lock, fault>>

Worker2TestB ==                                  \* tests kthread_should_stop()
  /\ Go(worker, "2.test.b", IF shouldStop[worker] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, work, done, lock, fault>>

Worker2Sleep ==                                  \* calls schedule()
  /\ Go(worker, "2.sleep", "2.prepare")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 queue, work, done, lock, fault>>

Worker2Finish ==                                 \* leaves queue, sets TASK_RUNNING
  /\ Go(worker, "2.finish", "3")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ queue' = queue \ {worker}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, done, lock, fault>>

Worker3 ==                                       \* if (kthread_should_stop())
  /\ Go(worker, "3", IF shouldStop[worker] THEN "9" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, work, done, lock, fault>>

Worker6 ==                                       \* work = false
  /\ Go(worker, "6", "7")
  /\ work' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, done, lock, fault>>

Worker7 ==                                       \* complete(&done)
  /\ At(worker, "7")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(worker, "2.check.a")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, task, queue, work, lock, fault>>

Worker9 ==                                       \* return 0
  /\ Go(worker, "9", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, queue, work, done, lock, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, queue, work, done, lock, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, queue, work, done, lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, queue, work, done, lock, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker2CheckA \/ Worker2CheckB \/ Worker2Prepare \/ Worker2TestA \/ Worker2TestB
  \/ Worker2Sleep \/ Worker2Finish
  \/ Worker3
  \/ Worker6
  \/ Worker7
  \/ Worker9
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  task = kthread_run(worker, NULL, "worker")
Modprobe10Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, worker, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task, queue, work,
                 done, lock, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, queue, work, done, lock, fault>>

Modprobe10Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "10.store", "11")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 queue, work, done, lock, fault>>

Modprobe11 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "11", IF task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, work, done, lock, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 queue, work, done, lock, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 queue, work, done, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 queue, work, done, lock, fault>>

\* 15  kthread_stop(task)
Modprobe15Load ==                                \* S0: reads task
  /\ Go(modprobe, "15.load", "15.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, queue, work, done, lock, fault>>

Modprobe15Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "15.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, queue, work, done, lock, fault>>

Modprobe15Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "15.set", "15.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 queue, work, done, lock, fault>>

Modprobe15Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "15.notify", "15.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, queue, work, done, lock, fault>>

Modprobe15Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "15.wake", "15.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 queue, work, done, lock, fault>>

Modprobe15Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "15.wait", "15.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, queue, work, done, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe15Put ==
  /\ At(modprobe, "15.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, queue, work, done, lock, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, work, done, lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 task, queue, work, done, lock, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15Load \/ Modprobe15Get \/ Modprobe15Set \/ Modprobe15Notify
  \/ Modprobe15Wake \/ Modprobe15Wait \/ Modprobe15Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ Go(request, "idle", "16")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, queue, work, done, lock, fault>>

Request16 ==                                     \* mutex_lock(&lock)
  /\ Go(request, "16", "17")
  /\ lock = none
  /\ lock' = request
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, work, done, fault>>

Request17 ==                                     \* wake_up(&queue)
  /\ Go(request, "17", "18")
  /\ WakeQueue(queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 queue, work, done, lock, fault>>

Request18 ==                                     \* work = true
  /\ Go(request, "18", "19")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, done, lock, fault>>

Request19 ==                                     \* wait_for_completion(&done)
  /\ Go(request, "19", "20")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, queue, work, lock, fault>>

Request20 ==                                     \* mutex_unlock(&lock)
  /\ Go(request, "20", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # request)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, queue, work, done, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ Go(request, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, queue, work, done, lock, fault>>

Request ==
  \/ Request16
  \/ Request17
  \/ Request18
  \/ Request19
  \/ Request20
  \/ RequestLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, queue, work, done, lock>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "10.create" @@ request :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ queue      = {}
  /\ work       = FALSE
  /\ done       = 0
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
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe15Wait)
  /\ WF_vars(Request \/ FetchFault(request))
  /\ SF_vars(Request16 \/ Request19)

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

NoDoubleStop == pc[modprobe] = "15.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "15.set" => arg[modprobe] # modprobe

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
  pc[modprobe] = "15.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"15.notify", "15.wake", "15.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[request] \in {"idle", "done"} \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
