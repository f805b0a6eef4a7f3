--------------------- MODULE KsoftirqdAndKworkerMended ----------------------
(*********************************************************************************************)
(* ksoftirqd sets its sleep state, then tests for stop and softirqs.                         *)
(*                                                                                           *)
(*   ksoftirqd   1  while (1) {                                                              *)
(*               2      set_current_state(TASK_INTERRUPTIBLE);                               *)
(*               3      if (kthread_should_stop()) {                                         *)
(*               4          break;                                                           *)
(*               5      }                                                                    *)
(*               6      if (!softirq) {                                                      *)
(*               7          schedule();                                                      *)
(*               8          continue;                                                        *)
(*               9      }                                                                    *)
(*              10      __set_current_state(TASK_RUNNING);                                   *)
(*              11      softirq = false;                                                     *)
(*              12      items++;                                                             *)
(*              13      wake_up(&queue);                                                     *)
(*              14  }                                                                        *)
(*              15  __set_current_state(TASK_RUNNING);                                       *)
(*              16  return 0;                                                                *)
(*   kworker    17  while (1) {                                                              *)
(*              18      wait_event_interruptible(queue, items > 0 || kthread_should_stop()); *)
(*              19      if (!(items > 0)) {                                                  *)
(*              20          break;                                                           *)
(*              21      }                                                                    *)
(*              22      items--;                                                             *)
(*              23      complete(&done);                                                     *)
(*              24  }                                                                        *)
(*              25  return 0;                                                                *)
(*   init       26  ksoftirqd_task = kthread_create(ksoftirqd, NULL, "ksoftirqd");           *)
(*              27  if (IS_ERR(ksoftirqd_task)) {                                            *)
(*              28      return -ENOMEM;                                                      *)
(*              29  }                                                                        *)
(*              30  kthread_bind(ksoftirqd_task, cpu);                                       *)
(*              31  kworker_task = kthread_run(kworker, NULL, "kworker");                    *)
(*              32  if (IS_ERR(kworker_task)) {                                              *)
(*              33      kthread_stop(ksoftirqd_task);                                        *)
(*              34      return -ENOMEM;                                                      *)
(*              35  }                                                                        *)
(*              36  wake_up_process(ksoftirqd_task);                                         *)
(*              37  return 0;                                                                *)
(*   exit       38  kthread_stop(ksoftirqd_task);                                            *)
(*              39  kthread_stop(kworker_task);                                              *)
(*   request    40  mutex_lock(&lock);                                                       *)
(*              41  softirq = true;                                                          *)
(*              42  wake_up_process(ksoftirqd_task);                                         *)
(*              43  wait_for_completion(&done);                                              *)
(*              44  mutex_unlock(&lock);                                                     *)
(*              45  copy_to_user(buf, data, len);                                            *)
(*********************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  ksoftirqd,           \* a kthread
  kworker,             \* a kthread
  modprobe,            \* the task that loads and unloads the module
  request,             \* a task that calls request()
  NULL,                \* no task
  ERR,                 \* an error pointer
  none,                \* the owner of a lock that is free
  StopNotifies,        \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  \* kthread_bind() warns of every thread that was woken before, one that it can bind included
  BindWarnsOfStarted

VARIABLES
  pc,                  \* where each context is in its program
  state,               \* task state
  asleep,              \* off the run queue
  shouldStop,          \* KTHREAD_SHOULD_STOP
  notified,            \* TIF_NOTIFY_SIGNAL
  exited,              \* count of the completion that kthread_stop() waits for
  result,              \* what the thread function returned
  usage,               \* references on the task; 0 is no task, or a freed one
  arg,                 \* the task that each context's call is about
  module,              \* "coming", "live", "going" or "freed"
  refs,                \* references on the module: one is its own, one more is held during init
  warned,              \* the kernel printed a warning
  ksoftirqd_task,      \* struct task_struct *
  kworker_task,        \* struct task_struct *
  softirq,             \* bool
  items,               \* counter, at most 2
  queue,               \* wait_queue_head_t: who is on it
  done,                \* struct completion
  lock,                \* struct mutex: its owner
  fault                \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kthreads            == {ksoftirqd, kworker}
Contexts            == {ksoftirqd, kworker, modprobe, request}
TaskNormal          == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
TaskUninterruptible == {"UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText            ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}
Out                 == {"exit", "exited", "dead", "gone"}
CompletionMax       == 7

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
                 refs, warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock>>

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

\* wait_task_inactive(): t is not about to sleep so, it does.
Inactive(t) == state[t] \in TaskUninterruptible => asleep[t]

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
  /\ pc[c] = "30.bind" => (BadTask(arg[c]) = "none" => Inactive(arg[c]))
  /\ pc[c] \in {"33.wait", "38.wait", "39.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "40" => lock = none
  /\ pc[c] = "43" => done > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* ksoftirqd *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
KsoftirqdBorn ==
  /\ At(ksoftirqd, "born")
  /\ IF shouldStop[ksoftirqd]
     THEN Goto(ksoftirqd, "exit") /\ result' = [result EXCEPT ![ksoftirqd] = -4]
     ELSE Goto(ksoftirqd, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd2 ==                                    \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(ksoftirqd, "2", "3")
  /\ state' = [state EXCEPT ![ksoftirqd] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd3 ==                                    \* if (kthread_should_stop())
  /\ Go(ksoftirqd, "3", IF shouldStop[ksoftirqd] THEN "15" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd6 ==                                    \* if (!softirq)
  /\ Go(ksoftirqd, "6", IF softirq THEN "10" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd7 ==                                    \* schedule()
  /\ Go(ksoftirqd, "7", "2")
  /\ Schedule(ksoftirqd)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd10 ==                                   \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "10", "11")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd11 ==                                   \* softirq = false
  /\ Go(ksoftirqd, "11", "12")
  /\ softirq' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, items, queue, done, lock, fault>>

Ksoftirqd12 ==                                   \* items++
  /\ At(ksoftirqd, "12")
  /\ IF items = 2
     THEN Crash("BOUND")
     ELSE /\ Goto(ksoftirqd, "13")
          /\ items' = items + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, ksoftirqd_task, kworker_task, softirq, queue, done, lock,
                         fault>>

Ksoftirqd13 ==                                   \* wake_up(&queue)
  /\ Go(ksoftirqd, "13", "2")
  /\ WakeQueue(queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd15 ==                                   \* __set_current_state(TASK_RUNNING)
  /\ Go(ksoftirqd, "15", "16")
  /\ state' = [state EXCEPT ![ksoftirqd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd16 ==                                   \* return 0
  /\ Go(ksoftirqd, "16", "exit")
  /\ result' = [result EXCEPT ![ksoftirqd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

KsoftirqdExit ==                                 \* X4: completes 'exited'
  /\ Go(ksoftirqd, "exit", "exited")
  /\ exited' = [exited EXCEPT ![ksoftirqd] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

KsoftirqdExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(ksoftirqd, "exited", "dead")
  /\ state' = [state EXCEPT ![ksoftirqd] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
KsoftirqdDead ==
  /\ At(ksoftirqd, "dead")
  /\ IF usage[ksoftirqd] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(ksoftirqd, "gone")
          /\ usage' = [usage EXCEPT ![ksoftirqd] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

Ksoftirqd ==
  \/ KsoftirqdBorn
  \/ Ksoftirqd2
  \/ Ksoftirqd3
  \/ Ksoftirqd6
  \/ Ksoftirqd7
  \/ Ksoftirqd10
  \/ Ksoftirqd11
  \/ Ksoftirqd12
  \/ Ksoftirqd13
  \/ Ksoftirqd15
  \/ Ksoftirqd16
  \/ KsoftirqdExit \/ KsoftirqdExited \/ KsoftirqdDead

-----------------------------------------------------------------------------
(* kworker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
KworkerBorn ==
  /\ At(kworker, "born")
  /\ IF shouldStop[kworker]
     THEN Goto(kworker, "exit") /\ result' = [result EXCEPT ![kworker] = -4]
     ELSE Goto(kworker, "18.check.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 18  wait_event_interruptible(queue, items > 0 || kthread_should_stop())
Kworker18CheckA ==                               \* tests items > 0
  /\ Go(kworker, "18.check.a", IF items > 0 THEN "19" ELSE "18.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker18CheckB ==                               \* tests kthread_should_stop()
  /\ Go(kworker, "18.check.b", IF shouldStop[kworker] THEN "19" ELSE "18.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker18Prepare ==                              \* queues on queue, sets TASK_INTERRUPTIBLE
  /\ At(kworker, "18.prepare")
  /\ IF notified[kworker]
     THEN Goto(kworker, "18.retest.a") /\ queue' = queue \ {kworker} /\ UNCHANGED state
     ELSE /\ Goto(kworker, "18.test.a")
          /\ queue' = queue \cup {kworker}
          /\ state' = [state EXCEPT ![kworker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, done, lock, fault>>

Kworker18TestA ==                                \* tests items > 0
  /\ Go(kworker, "18.test.a", IF items > 0 THEN "18.finish" ELSE "18.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker18TestB ==                                \* tests kthread_should_stop()
  /\ Go(kworker, "18.test.b", IF shouldStop[kworker] THEN "18.finish" ELSE "18.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker18Sleep ==                                \* calls schedule()
  /\ Go(kworker, "18.sleep", "18.prepare")
  /\ Schedule(kworker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker18RetestA ==                              \* tests items > 0
  /\ Go(kworker, "18.retest.a", IF items > 0 THEN "18.finish" ELSE "18.retest.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker18RetestB ==                              \* tests kthread_should_stop()
  /\ Go(kworker, "18.retest.b", IF shouldStop[kworker] THEN "18.finish" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker18Finish ==                               \* leaves queue, sets TASK_RUNNING
  /\ Go(kworker, "18.finish", "19")
  /\ state' = [state EXCEPT ![kworker] = "RUNNING"]
  /\ queue' = queue \ {kworker}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, done, lock, fault>>

Kworker19 ==                                     \* if (!(items > 0))
  /\ Go(kworker, "19", IF items > 0 THEN "22" ELSE "25")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker22 ==                                     \* items--
  /\ At(kworker, "22")
  /\ IF items = 0
     THEN Crash("BOUND")
     ELSE /\ Goto(kworker, "23")
          /\ items' = items - 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, ksoftirqd_task, kworker_task, softirq, queue, done, lock,
                         fault>>

Kworker23 ==                                     \* complete(&done)
  /\ At(kworker, "23")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(kworker, "18.check.a")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, ksoftirqd_task, kworker_task, softirq, items, queue, lock,
                         fault>>

Kworker25 ==                                     \* return 0
  /\ Go(kworker, "25", "exit")
  /\ result' = [result EXCEPT ![kworker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

KworkerExit ==                                   \* X4: completes 'exited'
  /\ Go(kworker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![kworker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

KworkerExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(kworker, "exited", "dead")
  /\ state' = [state EXCEPT ![kworker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
KworkerDead ==
  /\ At(kworker, "dead")
  /\ IF usage[kworker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(kworker, "gone")
          /\ usage' = [usage EXCEPT ![kworker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

Kworker ==
  \/ KworkerBorn
  \/ Kworker18CheckA \/ Kworker18CheckB \/ Kworker18Prepare \/ Kworker18TestA
  \/ Kworker18TestB \/ Kworker18Sleep \/ Kworker18RetestA \/ Kworker18RetestB
  \/ Kworker18Finish
  \/ Kworker19
  \/ Kworker22
  \/ Kworker23
  \/ Kworker25
  \/ KworkerExit \/ KworkerExited \/ KworkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 26  ksoftirqd_task = kthread_create(ksoftirqd, NULL, "ksoftirqd")
Modprobe26Create ==                              \* C1..C5: creates a thread of ksoftirqd
  /\ At(modprobe, "26.create")
  /\ \/ Create(modprobe, ksoftirqd, "26.store")
     \/ /\ Goto(modprobe, "26.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, ksoftirqd_task,
                 kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe26Store ==                               \* stores the pointer in ksoftirqd_task
  /\ Go(modprobe, "26.store", "27")
  /\ ksoftirqd_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe27 ==                                    \* if (IS_ERR(ksoftirqd_task))
  /\ Go(modprobe, "27", IF ksoftirqd_task = ERR THEN "28" ELSE "30.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe28 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "28", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 30  kthread_bind(ksoftirqd_task, cpu)
Modprobe30Load ==                                \* S0: reads ksoftirqd_task
  /\ Go(modprobe, "30.load", "30.bind")
  /\ arg' = [arg EXCEPT ![modprobe] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* binds ksoftirqd_task to a CPU once it is off its own
Modprobe30Bind ==
  /\ At(modprobe, "30.bind")
  /\ BadTask(arg[modprobe]) = "none" => Inactive(arg[modprobe])
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "31.create")
          /\ warned' = (\/ warned
                        \/ state[arg[modprobe]] \notin TaskUninterruptible
                        \/ (BindWarnsOfStarted /\ pc[arg[modprobe]] # "born"))
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                         ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 31  kworker_task = kthread_run(kworker, NULL, "kworker")
Modprobe31Create ==                              \* C1..C5: creates a thread of kworker
  /\ At(modprobe, "31.create")
  /\ \/ Create(modprobe, kworker, "31.wake")
     \/ /\ Goto(modprobe, "31.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, ksoftirqd_task,
                 kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe31Wake ==                                \* wakes the new thread
  /\ At(modprobe, "31.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "31.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe31Store ==                               \* stores the pointer in kworker_task
  /\ Go(modprobe, "31.store", "32")
  /\ kworker_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, softirq, items, queue, done, lock, fault>>

Modprobe32 ==                                    \* if (IS_ERR(kworker_task))
  /\ Go(modprobe, "32", IF kworker_task = ERR THEN "33.load" ELSE "36.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 33  kthread_stop(ksoftirqd_task)
Modprobe33Load ==                                \* S0: reads ksoftirqd_task
  /\ Go(modprobe, "33.load", "33.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe33Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "33.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "33.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

Modprobe33Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "33.set", "33.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe33Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "33.notify", "33.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe33Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "33.wake", "33.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe33Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "33.wait", "33.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe33Put ==
  /\ At(modprobe, "33.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "34")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

Modprobe34 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "34", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 36  wake_up_process(ksoftirqd_task)
Modprobe36Load ==                                \* S0: reads ksoftirqd_task
  /\ Go(modprobe, "36.load", "36.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe36Wake ==                                \* wakes ksoftirqd_task
  /\ At(modprobe, "36.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "37")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, warned,
                         ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe37 ==                                    \* return 0
  /\ Go(modprobe, "37", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "38.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 38  kthread_stop(ksoftirqd_task)
Modprobe38Load ==                                \* S0: reads ksoftirqd_task
  /\ Go(modprobe, "38.load", "38.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe38Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "38.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "38.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

Modprobe38Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "38.set", "38.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe38Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "38.notify", "38.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe38Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "38.wake", "38.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe38Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "38.wait", "38.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe38Put ==
  /\ At(modprobe, "38.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "39.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

\* 39  kthread_stop(kworker_task)
Modprobe39Load ==                                \* S0: reads kworker_task
  /\ Go(modprobe, "39.load", "39.get")
  /\ arg' = [arg EXCEPT ![modprobe] = kworker_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe39Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "39.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "39.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

Modprobe39Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "39.set", "39.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe39Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "39.notify", "39.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe39Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "39.wake", "39.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe39Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "39.wait", "39.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe39Put ==
  /\ At(modprobe, "39.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe ==
  \/ Modprobe26Create \/ Modprobe26Store
  \/ Modprobe27
  \/ Modprobe28
  \/ Modprobe30Load \/ Modprobe30Bind
  \/ Modprobe31Create \/ Modprobe31Wake \/ Modprobe31Store
  \/ Modprobe32
  \/ Modprobe33Load \/ Modprobe33Get \/ Modprobe33Set \/ Modprobe33Notify
  \/ Modprobe33Wake \/ Modprobe33Wait \/ Modprobe33Put
  \/ Modprobe34
  \/ Modprobe36Load \/ Modprobe36Wake
  \/ Modprobe37
  \/ Modprobe38Load \/ Modprobe38Get \/ Modprobe38Set \/ Modprobe38Notify
  \/ Modprobe38Wake \/ Modprobe38Wait \/ Modprobe38Put
  \/ Modprobe39Load \/ Modprobe39Get \/ Modprobe39Set \/ Modprobe39Notify
  \/ Modprobe39Wake \/ Modprobe39Wait \/ Modprobe39Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ Go(request, "idle", "40")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Request40 ==                                     \* mutex_lock(&lock)
  /\ Go(request, "40", "41")
  /\ lock = none
  /\ lock' = request
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, fault>>

Request41 ==                                     \* softirq = true
  /\ Go(request, "41", "42.load")
  /\ softirq' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, items, queue, done, lock, fault>>

\* 42  wake_up_process(ksoftirqd_task)
Request42Load ==                                 \* S0: reads ksoftirqd_task
  /\ Go(request, "42.load", "42.wake")
  /\ arg' = [arg EXCEPT ![request] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Request42Wake ==                                 \* wakes ksoftirqd_task
  /\ At(request, "42.wake")
  /\ IF BadTask(arg[request]) # "none"
     THEN Crash(BadTask(arg[request]))
     ELSE /\ Goto(request, "43")
          /\ Wake(arg[request])
          /\ arg' = [arg EXCEPT ![request] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, warned,
                         ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Request43 ==                                     \* wait_for_completion(&done)
  /\ Go(request, "43", "44")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, lock, fault>>

Request44 ==                                     \* mutex_unlock(&lock)
  /\ Go(request, "44", "45")
  /\ lock' = none
  /\ warned' = (warned \/ lock # request)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, fault>>

Request45 ==                                     \* copy_to_user(buf, data, len)
  /\ Go(request, "45", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ Go(request, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Request ==
  \/ Request40
  \/ Request41
  \/ Request42Load \/ Request42Wake
  \/ Request43
  \/ Request44
  \/ Request45
  \/ RequestLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock>>

Init ==
  /\ pc             = [t \in Kthreads |-> "none"] @@ modprobe :> "26.create" @@ request :> "idle"
  /\ state          = [t \in Kthreads |-> "NEW"]
  /\ asleep         = [t \in Kthreads |-> FALSE]
  /\ shouldStop     = [t \in Kthreads |-> FALSE]
  /\ notified       = [t \in Kthreads |-> FALSE]
  /\ exited         = [t \in Kthreads |-> 0]
  /\ result         = [t \in Kthreads |-> 0]
  /\ usage          = [t \in Kthreads |-> 0]
  /\ arg            = [c \in {modprobe, request} |-> NULL]
  /\ module         = "coming"
  /\ refs           = 2
  /\ warned         = FALSE
  /\ ksoftirqd_task = NULL
  /\ kworker_task   = NULL
  /\ softirq        = FALSE
  /\ items          = 0
  /\ queue          = {}
  /\ done           = 0
  /\ lock           = none
  /\ fault          = "none"

Next ==
  \/ Ksoftirqd
  \/ Kworker
  \/ Modprobe
  \/ ModprobeLive
  \/ Request
  \/ RequestIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Ksoftirqd \/ FetchFault(ksoftirqd))
  /\ WF_vars(Kworker \/ FetchFault(kworker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe30Bind \/ Modprobe33Wait \/ Modprobe38Wait \/ Modprobe39Wait)
  /\ WF_vars(Request \/ FetchFault(request))
  /\ SF_vars(Request40 \/ Request43)

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

NoDoubleStop == pc[modprobe] \in {"33.set", "38.set", "39.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"33.set", "38.set", "39.set"} => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ \A t \in Kthreads : pc[t] \in {"none", "gone"}
  /\ pc[request] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0
  /\ AtRest => refs = 1

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

LocksReleased == lock = none \/ InModuleText(lock)

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"33.put", "38.put", "39.put"} /\ arg[modprobe] = t =>
      /\ pc[t] \in {"exited", "dead", "gone"}
      /\ t \in {ksoftirqd} => result[t] \in {-4, 0}
      /\ t \in {kworker} => result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"33.notify", "33.wake", "33.wait", "38.notify", "38.wake", "38.wait",
                    "39.notify", "39.wake", "39.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

RequestsAnswered == []<>(pc[request] \in {"idle", "done"} \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
