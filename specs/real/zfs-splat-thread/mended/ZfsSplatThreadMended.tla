------------------------ MODULE ZfsSplatThreadMended ------------------------
(****************************************************************************************)
(* The queue is woken under the lock, which the waiter takes before it                  *)
(* returns.                                                                             *)
(*                                                                                      *)
(*   splat_thread   1  spin_lock(&tp_lock);                                             *)
(*                  2  done = true;                                                     *)
(*                  3  use(tp);                                                         *)
(*                  4  wake_up(&tp_waitq);                                              *)
(*                  5  spin_unlock(&tp_lock);                                           *)
(*                  6  return 0;                                                        *)
(*   init           7  tp = kzalloc(sizeof( *tp), GFP_KERNEL);                          *)
(*                  8  if (!tp) {                                                       *)
(*                  9      return -ENOMEM;                                              *)
(*                 10  }                                                                *)
(*                 11  splat_task = kthread_create(splat_thread, NULL, "splat_thread"); *)
(*                 12  if (IS_ERR(splat_task)) {                                        *)
(*                 13      kfree(tp);                                                   *)
(*                 14      return -ENOMEM;                                              *)
(*                 15  }                                                                *)
(*                 16  get_task_struct(splat_task);                                     *)
(*                 17  wake_up_process(splat_task);                                     *)
(*                 18  wait_event(tp_waitq, done);                                      *)
(*                 19  spin_lock(&tp_lock);                                             *)
(*                 20  seen = true;                                                     *)
(*                 21  spin_unlock(&tp_lock);                                           *)
(*                 22  kfree(tp);                                                       *)
(*                 23  return 0;                                                        *)
(*   exit          24  kthread_stop(splat_task);                                        *)
(*                 25  put_task_struct(splat_task);                                     *)
(****************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  splat_thread,     \* a kthread
  modprobe,         \* the task that loads and unloads the module
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
  warned,           \* the kernel printed a warning
  splat_task,       \* struct task_struct *
  tp_lock,          \* spinlock_t: its owner
  tp_waitq,         \* wait_queue_head_t: who is on it
  done,             \* bool
  seen,             \* bool
  tp,               \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
    splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Kthreads   == {splat_thread}
Contexts   == {splat_thread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
Out        == {"exit", "exited", "dead", "gone"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, splat_task, tp_lock, tp_waitq, done, seen, tp>>

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
Schedule(c) == asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"]

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Contexts |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Contexts |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"1", "19"} => tp_lock = none
  /\ pc[c] = "24.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ ~asleep[c] /\ Ready(c)

-----------------------------------------------------------------------------
(* splat_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SplatThreadBorn ==
  /\ At(splat_thread, "born")
  /\ IF shouldStop[splat_thread]
     THEN Goto(splat_thread, "exit") /\ result' = [result EXCEPT ![splat_thread] = -4]
     ELSE Goto(splat_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

SplatThread1 ==                                  \* spin_lock(&tp_lock)
  /\ Go(splat_thread, "1", "2")
  /\ tp_lock = none
  /\ tp_lock' = splat_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_waitq, done, seen, tp, fault>>

SplatThread2 ==                                  \* done = true
  /\ Go(splat_thread, "2", "3")
  /\ done' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, seen, tp, fault>>

SplatThread3 ==                                  \* use(tp)
  /\ At(splat_thread, "3")
  /\ IF tp = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF tp = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(splat_thread, "4")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, warned, splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

SplatThread4 ==                                  \* wake_up(&tp_waitq)
  /\ Go(splat_thread, "4", "5")
  /\ WakeQueue(tp_waitq, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, splat_task,
                 tp_lock, tp_waitq, done, seen, tp, fault>>

SplatThread5 ==                                  \* spin_unlock(&tp_lock)
  /\ Go(splat_thread, "5", "6")
  /\ tp_lock' = none
  /\ warned' = (warned \/ tp_lock # splat_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 splat_task, tp_waitq, done, seen, tp, fault>>

SplatThread6 ==                                  \* return 0
  /\ Go(splat_thread, "6", "exit")
  /\ result' = [result EXCEPT ![splat_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

SplatThreadExit ==                               \* X4: completes 'exited'
  /\ Go(splat_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![splat_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

SplatThreadExited ==                             \* X7..X10: is reaped and leaves its CPU
  /\ Go(splat_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![splat_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SplatThreadDead ==
  /\ At(splat_thread, "dead")
  /\ IF usage[splat_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(splat_thread, "gone")
          /\ usage' = [usage EXCEPT ![splat_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

SplatThread ==
  \/ SplatThreadBorn
  \/ SplatThread1
  \/ SplatThread2
  \/ SplatThread3
  \/ SplatThread4
  \/ SplatThread5
  \/ SplatThread6
  \/ SplatThreadExit \/ SplatThreadExited \/ SplatThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe7 ==                                     \* tp = kzalloc(sizeof(*tp), GFP_KERNEL)
  /\ Go(modprobe, "7", "8")
  /\ tp' = "valid" \/ tp' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, fault>>

Modprobe8 ==                                     \* if (!tp)
  /\ Go(modprobe, "8", IF tp = "null" THEN "9" ELSE "11.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe9 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "9", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

\* 11  splat_task = kthread_create(splat_thread, NULL, "splat_thread")
Modprobe11Create ==                              \* C1..C5: creates a thread of splat_thread
  /\ At(modprobe, "11.create")
  /\ \/ Create(modprobe, splat_thread, "11.store")
     \/ /\ Goto(modprobe, "11.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, splat_task, tp_lock,
                 tp_waitq, done, seen, tp, fault>>

Modprobe11Store ==                               \* stores the pointer in splat_task
  /\ Go(modprobe, "11.store", "12")
  /\ splat_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe12 ==                                    \* if (IS_ERR(splat_task))
  /\ Go(modprobe, "12", IF splat_task = ERR THEN "13" ELSE "16.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe13 ==                                    \* kfree(tp)
  /\ At(modprobe, "13")
  /\ IF tp = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "14")
          /\ tp' = IF tp = "valid" THEN "freed" ELSE tp
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         warned, splat_task, tp_lock, tp_waitq, done, seen, fault>>

Modprobe14 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "14", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

\* 16  get_task_struct(splat_task)
Modprobe16Load ==                                \* S0: reads splat_task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = splat_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe16Get ==                                 \* takes a reference on splat_task
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

\* 17  wake_up_process(splat_task)
Modprobe17Load ==                                \* S0: reads splat_task
  /\ Go(modprobe, "17.load", "17.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = splat_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe17Wake ==                                \* wakes splat_task
  /\ At(modprobe, "17.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "18.check")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, warned, splat_task,
                         tp_lock, tp_waitq, done, seen, tp, fault>>

\* 18  wait_event(tp_waitq, done)
Modprobe18Check ==                               \* tests done
  /\ Go(modprobe, "18.check", IF done THEN "19" ELSE "18.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe18Prepare ==                             \* queues on tp_waitq, sets TASK_UNINTERRUPTIBLE
  /\ Go(modprobe, "18.prepare", "18.test")
  /\ tp_waitq' = tp_waitq \cup {modprobe}
  /\ state' = [state EXCEPT ![modprobe] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, done, seen, tp, fault>>

Modprobe18Test ==                                \* tests done
  /\ Go(modprobe, "18.test", IF done THEN "18.finish" ELSE "18.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe18Sleep ==                               \* calls schedule()
  /\ Go(modprobe, "18.sleep", "18.prepare")
  /\ Schedule(modprobe)
  /\ UNCHANGED <<state, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe18Finish ==                              \* leaves tp_waitq, sets TASK_RUNNING
  /\ Go(modprobe, "18.finish", "19")
  /\ state' = [state EXCEPT ![modprobe] = "RUNNING"]
  /\ tp_waitq' = tp_waitq \ {modprobe}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, done, seen, tp, fault>>

Modprobe19 ==                                    \* spin_lock(&tp_lock)
  /\ Go(modprobe, "19", "20")
  /\ tp_lock = none
  /\ tp_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_waitq, done, seen, tp, fault>>

Modprobe20 ==                                    \* seen = true
  /\ Go(modprobe, "20", "21")
  /\ seen' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, tp, fault>>

Modprobe21 ==                                    \* spin_unlock(&tp_lock)
  /\ Go(modprobe, "21", "22")
  /\ tp_lock' = none
  /\ warned' = (warned \/ tp_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 splat_task, tp_waitq, done, seen, tp, fault>>

Modprobe22 ==                                    \* kfree(tp)
  /\ At(modprobe, "22")
  /\ IF tp = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "23")
          /\ tp' = IF tp = "valid" THEN "freed" ELSE tp
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         warned, splat_task, tp_lock, tp_waitq, done, seen, fault>>

Modprobe23 ==                                    \* return 0
  /\ Go(modprobe, "23", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "24.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

\* 24  kthread_stop(splat_task)
Modprobe24Load ==                                \* S0: reads splat_task
  /\ Go(modprobe, "24.load", "24.get")
  /\ arg' = [arg EXCEPT ![modprobe] = splat_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe24Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "24.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "24.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe24Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "24.set", "24.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, splat_task,
                 tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe24Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "24.notify", "24.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe24Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "24.wake", "24.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, splat_task,
                 tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe24Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "24.wait", "24.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe24Put ==
  /\ At(modprobe, "24.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "25.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

\* 25  put_task_struct(splat_task)
Modprobe25Load ==                                \* S0: reads splat_task
  /\ Go(modprobe, "25.load", "25.put")
  /\ arg' = [arg EXCEPT ![modprobe] = splat_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe25Put ==                                 \* drops a reference on splat_task
  /\ At(modprobe, "25.put")
  /\ IF arg[modprobe] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[modprobe])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "sync")
               /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
               /\ arg' = [arg EXCEPT ![modprobe] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                              splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 splat_task, tp_lock, tp_waitq, done, seen, tp, fault>>

Modprobe ==
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe11Create \/ Modprobe11Store
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14
  \/ Modprobe16Load \/ Modprobe16Get
  \/ Modprobe17Load \/ Modprobe17Wake
  \/ Modprobe18Check \/ Modprobe18Prepare \/ Modprobe18Test \/ Modprobe18Sleep
  \/ Modprobe18Finish
  \/ Modprobe19
  \/ Modprobe20
  \/ Modprobe21
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe24Load \/ Modprobe24Get \/ Modprobe24Set \/ Modprobe24Notify
  \/ Modprobe24Wake \/ Modprobe24Wait \/ Modprobe24Put
  \/ Modprobe25Load \/ Modprobe25Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, splat_task, tp_lock, tp_waitq, done, seen, tp>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "7"
  /\ state      = [c \in Contexts |-> IF c \in Kthreads THEN "NEW" ELSE "RUNNING"]
  /\ asleep     = [c \in Contexts |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ warned     = FALSE
  /\ splat_task = NULL
  /\ tp_lock    = none
  /\ tp_waitq   = {}
  /\ done       = FALSE
  /\ seen       = FALSE
  /\ tp         = "null"
  /\ fault      = "none"

Next ==
  \/ SplatThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(SplatThread \/ FetchFault(splat_thread))
  /\ SF_vars(SplatThread1)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe19 \/ Modprobe24Wait)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "24.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "24.set" => arg[modprobe] # modprobe

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[splat_thread] = "gone" => usage[splat_thread] = 0)

ExitedOnce == exited[splat_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => tp # "valid" /\ ~(pc[splat_thread] = "born" /\ asleep[splat_thread])
  /\ tp = "valid" => pc[modprobe] # "7"

LocksReleased == tp_lock = none \/ InModuleText(tp_lock)

StopResultCorrect ==
  pc[modprobe] = "24.put" /\ arg[modprobe] = splat_thread =>
    pc[splat_thread] \in {"exited", "dead", "gone"} /\ result[splat_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"24.notify", "24.wake", "24.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[splat_thread] => pc[splat_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
