------------------------ MODULE NfsLockdGraceMended -------------------------
(**********************************************************************************************)
(* The thread ends the grace period when it has left its loop.                                *)
(*                                                                                            *)
(*   lockd    1  while (!kthread_should_stop()) {                                             *)
(*            2      wait_event_interruptible(svc_queue, signalled || kthread_should_stop()); *)
(*            3      if (signalled) {                                                         *)
(*            4          signalled = false;                                                   *)
(*            5          grace_entry = kzalloc(sizeof( *grace_entry), GFP_KERNEL);            *)
(*            6          if (!grace_entry) {                                                  *)
(*            7              return -ENOMEM;                                                  *)
(*            8          }                                                                    *)
(*            9      }                                                                        *)
(*           10  }                                                                            *)
(*           11  kfree(grace_entry);                                                          *)
(*           12  return 0;                                                                    *)
(*   init    13  nlmsvc_task = kthread_create(lockd, NULL, "lockd");                          *)
(*           14  if (IS_ERR(nlmsvc_task)) {                                                   *)
(*           15      return -ENOMEM;                                                          *)
(*           16  }                                                                            *)
(*           17  get_task_struct(nlmsvc_task);                                                *)
(*           18  wake_up_process(nlmsvc_task);                                                *)
(*           19  return 0;                                                                    *)
(*   exit    20  kthread_stop(nlmsvc_task);                                                   *)
(*           21  put_task_struct(nlmsvc_task);                                                *)
(*   killer  22  signalled = true;                                                            *)
(*           23  wake_up(&svc_queue);                                                         *)
(**********************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  lockd,            \* a kthread
  modprobe,         \* the task that loads and unloads the module
  killer,           \* something outside of the module
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
  nlmsvc_task,      \* struct task_struct *
  svc_queue,        \* wait_queue_head_t: who is on it
  signalled,        \* bool
  grace_entry,      \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, nlmsvc_task,
    svc_queue, signalled, grace_entry, fault>>

Kthreads   == {lockd}
Contexts   == {lockd, modprobe, killer}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "22", "23"}
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
                 nlmsvc_task, svc_queue, signalled, grace_entry>>

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
Ready(c) == pc[c] = "20.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* lockd *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
LockdBorn ==
  /\ At(lockd, "born")
  /\ IF shouldStop[lockd]
     THEN Goto(lockd, "exit") /\ result' = [result EXCEPT ![lockd] = -4]
     ELSE Goto(lockd, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

Lockd1 ==                                        \* while (!kthread_should_stop())
  /\ Go(lockd, "1", IF shouldStop[lockd] THEN "11" ELSE "2.check.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

\* 2  wait_event_interruptible(svc_queue, signalled || kthread_should_stop())
Lockd2CheckA ==                                  \* tests signalled
  /\ Go(lockd, "2.check.a", IF signalled THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Lockd2CheckB ==                                  \* tests kthread_should_stop()
  /\ Go(lockd, "2.check.b", IF shouldStop[lockd] THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Lockd2Prepare ==                                 \* queues on svc_queue, sets TASK_INTERRUPTIBLE
  /\ At(lockd, "2.prepare")
  /\ IF notified[lockd]
     THEN Goto(lockd, "2.retest.a") /\ svc_queue' = svc_queue \ {lockd} /\ UNCHANGED state
     ELSE /\ Goto(lockd, "2.test.a")
          /\ svc_queue' = svc_queue \cup {lockd}
          /\ state' = [state EXCEPT ![lockd] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, nlmsvc_task,
                 signalled, grace_entry, fault>>

Lockd2TestA ==                                   \* tests signalled
  /\ Go(lockd, "2.test.a", IF signalled THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Lockd2TestB ==                                   \* tests kthread_should_stop()
  /\ Go(lockd, "2.test.b", IF shouldStop[lockd] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Lockd2Sleep ==                                   \* calls schedule()
  /\ Go(lockd, "2.sleep", "2.prepare")
  /\ Schedule(lockd)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, nlmsvc_task, svc_queue,
                 signalled, grace_entry, fault>>

Lockd2RetestA ==                                 \* tests signalled
  /\ Go(lockd, "2.retest.a", IF signalled THEN "2.finish" ELSE "2.retest.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Lockd2RetestB ==                                 \* tests kthread_should_stop()
  /\ Go(lockd, "2.retest.b", IF shouldStop[lockd] THEN "2.finish" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Lockd2Finish ==                                  \* leaves svc_queue, sets TASK_RUNNING
  /\ Go(lockd, "2.finish", "3")
  /\ state' = [state EXCEPT ![lockd] = "RUNNING"]
  /\ svc_queue' = svc_queue \ {lockd}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, nlmsvc_task,
                 signalled, grace_entry, fault>>

Lockd3 ==                                        \* if (signalled)
  /\ Go(lockd, "3", IF signalled THEN "4" ELSE "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Lockd4 ==                                        \* signalled = false
  /\ Go(lockd, "4", "5")
  /\ signalled' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, grace_entry, fault>>

\* grace_entry = kzalloc(sizeof(*grace_entry), GFP_KERNEL)
Lockd5 ==
  /\ Go(lockd, "5", "6")
  /\ grace_entry' = "valid" \/ grace_entry' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, fault>>

Lockd6 ==                                        \* if (!grace_entry)
  /\ Go(lockd, "6", IF grace_entry = "null" THEN "7" ELSE "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Lockd7 ==                                        \* return -ENOMEM
  /\ Go(lockd, "7", "exit")
  /\ result' = [result EXCEPT ![lockd] = -12]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

Lockd11 ==                                       \* kfree(grace_entry)
  /\ At(lockd, "11")
  /\ IF grace_entry = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(lockd, "12")
          /\ grace_entry' = IF grace_entry = "valid" THEN "freed" ELSE grace_entry
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         nlmsvc_task, svc_queue, signalled, fault>>

Lockd12 ==                                       \* return 0
  /\ Go(lockd, "12", "exit")
  /\ result' = [result EXCEPT ![lockd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

LockdExit ==                                     \* X4: completes 'exited'
  /\ Go(lockd, "exit", "exited")
  /\ exited' = [exited EXCEPT ![lockd] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

LockdExited ==                                   \* X7..X10: is reaped and leaves its CPU
  /\ Go(lockd, "exited", "dead")
  /\ state' = [state EXCEPT ![lockd] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
LockdDead ==
  /\ At(lockd, "dead")
  /\ IF usage[lockd] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(lockd, "gone")
          /\ usage' = [usage EXCEPT ![lockd] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Lockd ==
  \/ LockdBorn
  \/ Lockd1
  \/ Lockd2CheckA \/ Lockd2CheckB \/ Lockd2Prepare \/ Lockd2TestA \/ Lockd2TestB
  \/ Lockd2Sleep \/ Lockd2RetestA \/ Lockd2RetestB \/ Lockd2Finish
  \/ Lockd3
  \/ Lockd4
  \/ Lockd5
  \/ Lockd6
  \/ Lockd7
  \/ Lockd11
  \/ Lockd12
  \/ LockdExit \/ LockdExited \/ LockdDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 13  nlmsvc_task = kthread_create(lockd, NULL, "lockd")
Modprobe13Create ==                              \* C1..C5: creates a thread of lockd
  /\ At(modprobe, "13.create")
  /\ \/ Create(modprobe, lockd, "13.store")
     \/ /\ Goto(modprobe, "13.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, nlmsvc_task, svc_queue, signalled,
                 grace_entry, fault>>

Modprobe13Store ==                               \* stores the pointer in nlmsvc_task
  /\ Go(modprobe, "13.store", "14")
  /\ nlmsvc_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, svc_queue,
                 signalled, grace_entry, fault>>

Modprobe14 ==                                    \* if (IS_ERR(nlmsvc_task))
  /\ Go(modprobe, "14", IF nlmsvc_task = ERR THEN "15" ELSE "17.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Modprobe15 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "15", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

\* 17  get_task_struct(nlmsvc_task)
Modprobe17Load ==                                \* S0: reads nlmsvc_task
  /\ Go(modprobe, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![modprobe] = nlmsvc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

Modprobe17Get ==                                 \* takes a reference on nlmsvc_task
  /\ At(modprobe, "17.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "18.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, nlmsvc_task,
                         svc_queue, signalled, grace_entry, fault>>

\* 18  wake_up_process(nlmsvc_task)
Modprobe18Load ==                                \* S0: reads nlmsvc_task
  /\ Go(modprobe, "18.load", "18.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = nlmsvc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

Modprobe18Wake ==                                \* wakes nlmsvc_task
  /\ At(modprobe, "18.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, nlmsvc_task,
                         svc_queue, signalled, grace_entry, fault>>

Modprobe19 ==                                    \* return 0
  /\ Go(modprobe, "19", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "20.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

\* 20  kthread_stop(nlmsvc_task)
Modprobe20Load ==                                \* S0: reads nlmsvc_task
  /\ Go(modprobe, "20.load", "20.get")
  /\ arg' = [arg EXCEPT ![modprobe] = nlmsvc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

Modprobe20Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "20.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

Modprobe20Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "20.set", "20.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

Modprobe20Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "20.notify", "20.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

Modprobe20Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "20.wake", "20.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, nlmsvc_task, svc_queue,
                 signalled, grace_entry, fault>>

Modprobe20Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "20.wait", "20.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe20Put ==
  /\ At(modprobe, "20.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "21.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, nlmsvc_task,
                         svc_queue, signalled, grace_entry, fault>>

\* 21  put_task_struct(nlmsvc_task)
Modprobe21Load ==                                \* S0: reads nlmsvc_task
  /\ Go(modprobe, "21.load", "21.put")
  /\ arg' = [arg EXCEPT ![modprobe] = nlmsvc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

Modprobe21Put ==                                 \* drops a reference on nlmsvc_task
  /\ At(modprobe, "21.put")
  /\ IF arg[modprobe] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[modprobe])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "sync")
               /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
               /\ arg' = [arg EXCEPT ![modprobe] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                              nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, nlmsvc_task,
                 svc_queue, signalled, grace_entry, fault>>

Modprobe ==
  \/ Modprobe13Create \/ Modprobe13Store
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe17Load \/ Modprobe17Get
  \/ Modprobe18Load \/ Modprobe18Wake
  \/ Modprobe19
  \/ Modprobe20Load \/ Modprobe20Get \/ Modprobe20Set \/ Modprobe20Notify
  \/ Modprobe20Wake \/ Modprobe20Wait \/ Modprobe20Put
  \/ Modprobe21Load \/ Modprobe21Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* killer *)

Killer22 ==                                      \* signalled = true
  /\ Go(killer, "22", "23")
  /\ signalled' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, grace_entry, fault>>

Killer23 ==                                      \* wake_up(&svc_queue)
  /\ Go(killer, "23", "done")
  /\ WakeQueue(svc_queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, nlmsvc_task, svc_queue,
                 signalled, grace_entry, fault>>

Killer ==
  \/ Killer22
  \/ Killer23

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 nlmsvc_task, svc_queue, signalled, grace_entry>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "13.create" @@ killer :> "22"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe} |-> NULL]
  /\ module      = "coming"
  /\ nlmsvc_task = NULL
  /\ svc_queue   = {}
  /\ signalled   = FALSE
  /\ grace_entry = "null"
  /\ fault       = "none"

Next ==
  \/ Lockd
  \/ Modprobe
  \/ ModprobeLive
  \/ Killer
  \/ \E c \in {lockd, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Lockd \/ FetchFault(lockd))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe20Wait)

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

NoDoubleStop == pc[modprobe] = "20.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "20.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[lockd] = "gone" => usage[lockd] = 0)

ExitedOnce == exited[lockd] <= 1

NothingLeaked ==
  /\ module = "freed" => grace_entry # "valid" /\ ~(pc[lockd] = "born" /\ asleep[lockd])
  /\ grace_entry = "valid" => pc[lockd] # "5"

StopResultCorrect ==
  pc[modprobe] = "20.put" /\ arg[modprobe] = lockd => /\ pc[lockd] \in {"exited", "dead", "gone"}
                                                      /\ result[lockd] \in {-12, -4, 0}

StopPending    == pc[modprobe] \in {"20.notify", "20.wake", "20.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {lockd, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[lockd] => pc[lockd] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
