---------------------- MODULE SingleShotScheduleMended ----------------------
(***************************************************************************)
(* The thread looks whether there is work, and sleeps again if there is    *)
(* none.                                                                   *)
(*                                                                         *)
(*   worker   1  while (1) {                                               *)
(*            2      set_current_state(TASK_INTERRUPTIBLE);                *)
(*            3      if (kthread_should_stop()) {                          *)
(*            4          break;                                            *)
(*            5      }                                                     *)
(*            6      if (!work) {                                          *)
(*            7          schedule();                                       *)
(*            8          continue;                                         *)
(*            9      }                                                     *)
(*           10      __set_current_state(TASK_RUNNING);                    *)
(*           11      work = false;                                         *)
(*           12      use(item);                                            *)
(*           13  }                                                         *)
(*           14  __set_current_state(TASK_RUNNING);                        *)
(*           15  return 0;                                                 *)
(*   init    16  task = kthread_run(worker, NULL, "worker");               *)
(*           17  if (IS_ERR(task)) {                                       *)
(*           18      return -ENOMEM;                                       *)
(*           19  }                                                         *)
(*           20  return 0;                                                 *)
(*   exit    21  kthread_stop(task);                                       *)
(*           22  kfree(item);                                              *)
(*   submit  23  mutex_lock(&lock);                                        *)
(*           24  if (!item) {                                              *)
(*           25      item = kzalloc(sizeof( *item), GFP_KERNEL);           *)
(*           26      if (!item) {                                          *)
(*           27          mutex_unlock(&lock);                              *)
(*           28          return -ENOMEM;                                   *)
(*           29      }                                                     *)
(*           30  }                                                         *)
(*           31  work = true;                                              *)
(*           32  wake_up_process(task);                                    *)
(*           33  mutex_unlock(&lock);                                      *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  submit,           \* a task that calls submit()
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
  work,             \* bool
  item,             \* memory: "null", "valid" or "freed"
  lock,             \* struct mutex: its owner
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    task, work, item, lock, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, submit}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}
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
                 refs, warned, task, work, item, lock>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "21.wait" => exited[arg[c]] > 0
  /\ pc[c] = "23" => lock = none

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, work, item, lock, fault>>

Worker2 ==                                       \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(worker, "2", "3")
  /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, item, lock, fault>>

Worker3 ==                                       \* if (kthread_should_stop())
  /\ Go(worker, "3", IF shouldStop[worker] THEN "14" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, item, lock, fault>>

Worker6 ==                                       \* if (!work)
  /\ Go(worker, "6", IF work THEN "10" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, item, lock, fault>>

Worker7 ==                                       \* schedule()
  /\ Go(worker, "7", "2")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, item, lock, fault>>

Worker10 ==                                      \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "10", "11")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, item, lock, fault>>

Worker11 ==                                      \* work = false
  /\ Go(worker, "11", "12")
  /\ work' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, item, lock, fault>>

Worker12 ==                                      \* use(item)
  /\ At(worker, "12")
  /\ IF item = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF item = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(worker, "2")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, refs, warned, task, work, item, lock, fault>>

Worker14 ==                                      \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "14", "15")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, item, lock, fault>>

Worker15 ==                                      \* return 0
  /\ Go(worker, "15", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, work, item, lock, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, work, item, lock, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, item, lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, work, item, lock, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker2
  \/ Worker3
  \/ Worker6
  \/ Worker7
  \/ Worker10
  \/ Worker11
  \/ Worker12
  \/ Worker14
  \/ Worker15
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 16  task = kthread_run(worker, NULL, "worker")
Modprobe16Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "16.create")
  /\ \/ Create(modprobe, worker, "16.wake")
     \/ /\ Goto(modprobe, "16.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task, work, item,
                 lock, fault>>

Modprobe16Wake ==                                \* wakes the new thread
  /\ At(modprobe, "16.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, work, item, lock, fault>>

Modprobe16Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "16.store", "17")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 work, item, lock, fault>>

Modprobe17 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "17", IF task = ERR THEN "18" ELSE "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, item, lock, fault>>

Modprobe18 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "18", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, item, lock, fault>>

Modprobe20 ==                                    \* return 0
  /\ Go(modprobe, "20", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, item, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "21.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, item, lock, fault>>

\* 21  kthread_stop(task)
Modprobe21Load ==                                \* S0: reads task
  /\ Go(modprobe, "21.load", "21.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, work, item, lock, fault>>

Modprobe21Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "21.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, work, item, lock, fault>>

Modprobe21Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "21.set", "21.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, item, lock, fault>>

Modprobe21Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "21.notify", "21.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, work, item, lock, fault>>

Modprobe21Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "21.wake", "21.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, item, lock, fault>>

Modprobe21Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "21.wait", "21.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, work, item, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe21Put ==
  /\ At(modprobe, "21.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "22")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, work, item, lock, fault>>

Modprobe22 ==                                    \* kfree(item)
  /\ At(modprobe, "22")
  /\ IF item = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ item' = IF item = "valid" THEN "freed" ELSE item
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, task, work, lock, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, item, lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 task, work, item, lock, fault>>

Modprobe ==
  \/ Modprobe16Create \/ Modprobe16Wake \/ Modprobe16Store
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe20
  \/ Modprobe21Load \/ Modprobe21Get \/ Modprobe21Set \/ Modprobe21Notify
  \/ Modprobe21Wake \/ Modprobe21Wait \/ Modprobe21Put
  \/ Modprobe22
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* submit *)

SubmitIdle ==                                    \* a user calls into the module
  /\ Go(submit, "idle", "23")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, work, item, lock, fault>>

Submit23 ==                                      \* mutex_lock(&lock)
  /\ Go(submit, "23", "24")
  /\ lock = none
  /\ lock' = submit
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, item, fault>>

Submit24 ==                                      \* if (!item)
  /\ Go(submit, "24", IF item = "null" THEN "25" ELSE "31")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, item, lock, fault>>

Submit25 ==                                      \* item = kzalloc(sizeof(*item), GFP_KERNEL)
  /\ Go(submit, "25", "26")
  /\ item' = "valid" \/ item' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, lock, fault>>

Submit26 ==                                      \* if (!item)
  /\ Go(submit, "26", IF item = "null" THEN "27" ELSE "31")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, item, lock, fault>>

Submit27 ==                                      \* mutex_unlock(&lock)
  /\ Go(submit, "27", "28")
  /\ lock' = none
  /\ warned' = (warned \/ lock # submit)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, work, item, fault>>

Submit28 ==                                      \* return -ENOMEM
  /\ Go(submit, "28", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, item, lock, fault>>

Submit31 ==                                      \* work = true
  /\ Go(submit, "31", "32.load")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, item, lock, fault>>

\* 32  wake_up_process(task)
Submit32Load ==                                  \* S0: reads task
  /\ Go(submit, "32.load", "32.wake")
  /\ arg' = [arg EXCEPT ![submit] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, work, item, lock, fault>>

Submit32Wake ==                                  \* wakes task
  /\ At(submit, "32.wake")
  /\ IF BadTask(arg[submit]) # "none"
     THEN Crash(BadTask(arg[submit]))
     ELSE /\ Goto(submit, "33")
          /\ Wake(arg[submit])
          /\ arg' = [arg EXCEPT ![submit] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, warned, task,
                         work, item, lock, fault>>

Submit33 ==                                      \* mutex_unlock(&lock)
  /\ Go(submit, "33", "leave")
  /\ lock' = none
  /\ warned' = (warned \/ lock # submit)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, work, item, fault>>

SubmitLeave ==                                   \* the call returns to user space
  /\ Go(submit, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, work, item, lock, fault>>

Submit ==
  \/ Submit23
  \/ Submit24
  \/ Submit25
  \/ Submit26
  \/ Submit27
  \/ Submit28
  \/ Submit31
  \/ Submit32Load \/ Submit32Wake
  \/ Submit33
  \/ SubmitLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, item, lock>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "16.create" @@ submit :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, submit} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ work       = FALSE
  /\ item       = "null"
  /\ lock       = none
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Submit
  \/ SubmitIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe21Wait)
  /\ WF_vars(Submit \/ FetchFault(submit))
  /\ SF_vars(Submit23)

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

NoDoubleStop == pc[modprobe] = "21.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "21.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ pc[submit] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => item # "valid" /\ ~(pc[worker] = "born" /\ asleep[worker])
  /\ item = "valid" => pc[submit] # "25"

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  pc[modprobe] = "21.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"21.notify", "21.wake", "21.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[submit] \in {"idle", "done"} \/ fault # "none")
=============================================================================
