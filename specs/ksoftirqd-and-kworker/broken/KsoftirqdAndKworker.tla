------------------------ MODULE KsoftirqdAndKworker -------------------------
(*********************************************************************************************)
(* ksoftirqd tests for softirqs before it sets its sleep state.                              *)
(*                                                                                           *)
(*   ksoftirqd   1  while (!kthread_should_stop()) {                                         *)
(*               2      if (!softirq) {                                                      *)
(*               3          set_current_state(TASK_INTERRUPTIBLE);                           *)
(*               4          schedule();                                                      *)
(*               5          continue;                                                        *)
(*               6      }                                                                    *)
(*               7      softirq = false;                                                     *)
(*               8      items++;                                                             *)
(*               9      wake_up(&queue);                                                     *)
(*              10  }                                                                        *)
(*              11  return 0;                                                                *)
(*   kworker    12  while (1) {                                                              *)
(*              13      wait_event_interruptible(queue, items > 0 || kthread_should_stop()); *)
(*              14      if (!(items > 0)) {                                                  *)
(*              15          break;                                                           *)
(*              16      }                                                                    *)
(*              17      items--;                                                             *)
(*              18      complete(&done);                                                     *)
(*              19  }                                                                        *)
(*              20  return 0;                                                                *)
(*   init       21  ksoftirqd_task = kthread_create(ksoftirqd, NULL, "ksoftirqd");           *)
(*              22  if (IS_ERR(ksoftirqd_task)) {                                            *)
(*              23      return -ENOMEM;                                                      *)
(*              24  }                                                                        *)
(*              25  kthread_bind(ksoftirqd_task, cpu);                                       *)
(*              26  kworker_task = kthread_run(kworker, NULL, "kworker");                    *)
(*              27  if (IS_ERR(kworker_task)) {                                              *)
(*              28      kthread_stop(ksoftirqd_task);                                        *)
(*              29      return -ENOMEM;                                                      *)
(*              30  }                                                                        *)
(*              31  wake_up_process(ksoftirqd_task);                                         *)
(*              32  return 0;                                                                *)
(*   exit       33  kthread_stop(ksoftirqd_task);                                            *)
(*              34  kthread_stop(kworker_task);                                              *)
(*   request    35  mutex_lock(&lock);                                                       *)
(*              36  softirq = true;                                                          *)
(*              37  wake_up_process(ksoftirqd_task);                                         *)
(*              38  wait_for_completion(&done);                                              *)
(*              39  mutex_unlock(&lock);                                                     *)
(*              40  copy_to_user(buf, data, len);                                            *)
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
  /\ pc[c] = "25.bind" => (BadTask(arg[c]) = "none" => Inactive(arg[c]))
  /\ pc[c] \in {"28.wait", "33.wait", "34.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "35" => lock = none
  /\ pc[c] = "38" => done > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* ksoftirqd *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
KsoftirqdBorn ==
  /\ At(ksoftirqd, "born")
  /\ IF shouldStop[ksoftirqd]
     THEN Goto(ksoftirqd, "exit") /\ result' = [result EXCEPT ![ksoftirqd] = -4]
     ELSE Goto(ksoftirqd, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd1 ==                                    \* while (!kthread_should_stop())
  /\ Go(ksoftirqd, "1", IF shouldStop[ksoftirqd] THEN "11" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd2 ==                                    \* if (!softirq)
  /\ Go(ksoftirqd, "2", IF softirq THEN "7" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd3 ==                                    \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(ksoftirqd, "3", "4")
  /\ state' = [state EXCEPT ![ksoftirqd] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd4 ==                                    \* schedule()
  /\ Go(ksoftirqd, "4", "1")
  /\ Schedule(ksoftirqd)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd7 ==                                    \* softirq = false
  /\ Go(ksoftirqd, "7", "8")
  /\ softirq' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, items, queue, done, lock, fault>>

Ksoftirqd8 ==                                    \* items++
  /\ At(ksoftirqd, "8")
  /\ IF items = 2
     THEN Crash("BOUND")
     ELSE /\ Goto(ksoftirqd, "9")
          /\ items' = items + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, ksoftirqd_task, kworker_task, softirq, queue, done, lock,
                         fault>>

Ksoftirqd9 ==                                    \* wake_up(&queue)
  /\ Go(ksoftirqd, "9", "1")
  /\ WakeQueue(queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Ksoftirqd11 ==                                   \* return 0
  /\ Go(ksoftirqd, "11", "exit")
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
  \/ Ksoftirqd1
  \/ Ksoftirqd2
  \/ Ksoftirqd3
  \/ Ksoftirqd4
  \/ Ksoftirqd7
  \/ Ksoftirqd8
  \/ Ksoftirqd9
  \/ Ksoftirqd11
  \/ KsoftirqdExit \/ KsoftirqdExited \/ KsoftirqdDead

-----------------------------------------------------------------------------
(* kworker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
KworkerBorn ==
  /\ At(kworker, "born")
  /\ IF shouldStop[kworker]
     THEN Goto(kworker, "exit") /\ result' = [result EXCEPT ![kworker] = -4]
     ELSE Goto(kworker, "13.check.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 13  wait_event_interruptible(queue, items > 0 || kthread_should_stop())
Kworker13CheckA ==                               \* tests items > 0
  /\ Go(kworker, "13.check.a", IF items > 0 THEN "14" ELSE "13.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker13CheckB ==                               \* tests kthread_should_stop()
  /\ Go(kworker, "13.check.b", IF shouldStop[kworker] THEN "14" ELSE "13.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker13Prepare ==                              \* queues on queue, sets TASK_INTERRUPTIBLE
  /\ At(kworker, "13.prepare")
  /\ IF notified[kworker]
     THEN Goto(kworker, "13.retest.a") /\ queue' = queue \ {kworker} /\ UNCHANGED state
     ELSE /\ Goto(kworker, "13.test.a")
          /\ queue' = queue \cup {kworker}
          /\ state' = [state EXCEPT ![kworker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, done, lock, fault>>

Kworker13TestA ==                                \* tests items > 0
  /\ Go(kworker, "13.test.a", IF items > 0 THEN "13.finish" ELSE "13.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker13TestB ==                                \* tests kthread_should_stop()
  /\ Go(kworker, "13.test.b", IF shouldStop[kworker] THEN "13.finish" ELSE "13.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker13Sleep ==                                \* calls schedule()
  /\ Go(kworker, "13.sleep", "13.prepare")
  /\ Schedule(kworker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker13RetestA ==                              \* tests items > 0
  /\ Go(kworker, "13.retest.a", IF items > 0 THEN "13.finish" ELSE "13.retest.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker13RetestB ==                              \* tests kthread_should_stop()
  /\ Go(kworker, "13.retest.b", IF shouldStop[kworker] THEN "13.finish" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker13Finish ==                               \* leaves queue, sets TASK_RUNNING
  /\ Go(kworker, "13.finish", "14")
  /\ state' = [state EXCEPT ![kworker] = "RUNNING"]
  /\ queue' = queue \ {kworker}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, done, lock, fault>>

Kworker14 ==                                     \* if (!(items > 0))
  /\ Go(kworker, "14", IF items > 0 THEN "17" ELSE "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Kworker17 ==                                     \* items--
  /\ At(kworker, "17")
  /\ IF items = 0
     THEN Crash("BOUND")
     ELSE /\ Goto(kworker, "18")
          /\ items' = items - 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, ksoftirqd_task, kworker_task, softirq, queue, done, lock,
                         fault>>

Kworker18 ==                                     \* complete(&done)
  /\ At(kworker, "18")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(kworker, "13.check.a")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, ksoftirqd_task, kworker_task, softirq, items, queue, lock,
                         fault>>

Kworker20 ==                                     \* return 0
  /\ Go(kworker, "20", "exit")
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
  \/ Kworker13CheckA \/ Kworker13CheckB \/ Kworker13Prepare \/ Kworker13TestA
  \/ Kworker13TestB \/ Kworker13Sleep \/ Kworker13RetestA \/ Kworker13RetestB
  \/ Kworker13Finish
  \/ Kworker14
  \/ Kworker17
  \/ Kworker18
  \/ Kworker20
  \/ KworkerExit \/ KworkerExited \/ KworkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 21  ksoftirqd_task = kthread_create(ksoftirqd, NULL, "ksoftirqd")
Modprobe21Create ==                              \* C1..C5: creates a thread of ksoftirqd
  /\ At(modprobe, "21.create")
  /\ \/ Create(modprobe, ksoftirqd, "21.store")
     \/ /\ Goto(modprobe, "21.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, ksoftirqd_task,
                 kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe21Store ==                               \* stores the pointer in ksoftirqd_task
  /\ Go(modprobe, "21.store", "22")
  /\ ksoftirqd_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe22 ==                                    \* if (IS_ERR(ksoftirqd_task))
  /\ Go(modprobe, "22", IF ksoftirqd_task = ERR THEN "23" ELSE "25.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe23 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "23", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 25  kthread_bind(ksoftirqd_task, cpu)
Modprobe25Load ==                                \* S0: reads ksoftirqd_task
  /\ Go(modprobe, "25.load", "25.bind")
  /\ arg' = [arg EXCEPT ![modprobe] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* binds ksoftirqd_task to a CPU once it is off its own
Modprobe25Bind ==
  /\ At(modprobe, "25.bind")
  /\ BadTask(arg[modprobe]) = "none" => Inactive(arg[modprobe])
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26.create")
          /\ warned' = (\/ warned
                        \/ state[arg[modprobe]] \notin TaskUninterruptible
                        \/ (BindWarnsOfStarted /\ pc[arg[modprobe]] # "born"))
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                         ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 26  kworker_task = kthread_run(kworker, NULL, "kworker")
Modprobe26Create ==                              \* C1..C5: creates a thread of kworker
  /\ At(modprobe, "26.create")
  /\ \/ Create(modprobe, kworker, "26.wake")
     \/ /\ Goto(modprobe, "26.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, ksoftirqd_task,
                 kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe26Wake ==                                \* wakes the new thread
  /\ At(modprobe, "26.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe26Store ==                               \* stores the pointer in kworker_task
  /\ Go(modprobe, "26.store", "27")
  /\ kworker_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, softirq, items, queue, done, lock, fault>>

Modprobe27 ==                                    \* if (IS_ERR(kworker_task))
  /\ Go(modprobe, "27", IF kworker_task = ERR THEN "28.load" ELSE "31.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 28  kthread_stop(ksoftirqd_task)
Modprobe28Load ==                                \* S0: reads ksoftirqd_task
  /\ Go(modprobe, "28.load", "28.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe28Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "28.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "28.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

Modprobe28Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "28.set", "28.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe28Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "28.notify", "28.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe28Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "28.wake", "28.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe28Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "28.wait", "28.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe28Put ==
  /\ At(modprobe, "28.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "29")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

Modprobe29 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "29", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* 31  wake_up_process(ksoftirqd_task)
Modprobe31Load ==                                \* S0: reads ksoftirqd_task
  /\ Go(modprobe, "31.load", "31.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe31Wake ==                                \* wakes ksoftirqd_task
  /\ At(modprobe, "31.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "32")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, warned,
                         ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe32 ==                                    \* return 0
  /\ Go(modprobe, "32", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "33.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

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
     ELSE /\ Goto(modprobe, "34.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

\* 34  kthread_stop(kworker_task)
Modprobe34Load ==                                \* S0: reads kworker_task
  /\ Go(modprobe, "34.load", "34.get")
  /\ arg' = [arg EXCEPT ![modprobe] = kworker_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe34Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "34.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "34.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock,
                         fault>>

Modprobe34Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "34.set", "34.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe34Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "34.notify", "34.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe34Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "34.wake", "34.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Modprobe34Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "34.wait", "34.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe34Put ==
  /\ At(modprobe, "34.put")
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
  \/ Modprobe21Create \/ Modprobe21Store
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe25Load \/ Modprobe25Bind
  \/ Modprobe26Create \/ Modprobe26Wake \/ Modprobe26Store
  \/ Modprobe27
  \/ Modprobe28Load \/ Modprobe28Get \/ Modprobe28Set \/ Modprobe28Notify
  \/ Modprobe28Wake \/ Modprobe28Wait \/ Modprobe28Put
  \/ Modprobe29
  \/ Modprobe31Load \/ Modprobe31Wake
  \/ Modprobe32
  \/ Modprobe33Load \/ Modprobe33Get \/ Modprobe33Set \/ Modprobe33Notify
  \/ Modprobe33Wake \/ Modprobe33Wait \/ Modprobe33Put
  \/ Modprobe34Load \/ Modprobe34Get \/ Modprobe34Set \/ Modprobe34Notify
  \/ Modprobe34Wake \/ Modprobe34Wait \/ Modprobe34Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ Go(request, "idle", "35")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Request35 ==                                     \* mutex_lock(&lock)
  /\ Go(request, "35", "36")
  /\ lock = none
  /\ lock' = request
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, fault>>

Request36 ==                                     \* softirq = true
  /\ Go(request, "36", "37.load")
  /\ softirq' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, items, queue, done, lock, fault>>

\* 37  wake_up_process(ksoftirqd_task)
Request37Load ==                                 \* S0: reads ksoftirqd_task
  /\ Go(request, "37.load", "37.wake")
  /\ arg' = [arg EXCEPT ![request] = ksoftirqd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Request37Wake ==                                 \* wakes ksoftirqd_task
  /\ At(request, "37.wake")
  /\ IF BadTask(arg[request]) # "none"
     THEN Crash(BadTask(arg[request]))
     ELSE /\ Goto(request, "38")
          /\ Wake(arg[request])
          /\ arg' = [arg EXCEPT ![request] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, warned,
                         ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Request38 ==                                     \* wait_for_completion(&done)
  /\ Go(request, "38", "39")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, lock, fault>>

Request39 ==                                     \* mutex_unlock(&lock)
  /\ Go(request, "39", "40")
  /\ lock' = none
  /\ warned' = (warned \/ lock # request)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, fault>>

Request40 ==                                     \* copy_to_user(buf, data, len)
  /\ Go(request, "40", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ Go(request, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ksoftirqd_task, kworker_task, softirq, items, queue, done, lock, fault>>

Request ==
  \/ Request35
  \/ Request36
  \/ Request37Load \/ Request37Wake
  \/ Request38
  \/ Request39
  \/ Request40
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
  /\ pc             = [t \in Kthreads |-> "none"] @@ modprobe :> "21.create" @@ request :> "idle"
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
  /\ SF_vars(Modprobe25Bind \/ Modprobe28Wait \/ Modprobe33Wait \/ Modprobe34Wait)
  /\ WF_vars(Request \/ FetchFault(request))
  /\ SF_vars(Request35 \/ Request38)

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

NoDoubleStop == pc[modprobe] \in {"28.set", "33.set", "34.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"28.set", "33.set", "34.set"} => arg[modprobe] # modprobe

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
    pc[modprobe] \in {"28.put", "33.put", "34.put"} /\ arg[modprobe] = t =>
      /\ pc[t] \in {"exited", "dead", "gone"}
      /\ t \in {ksoftirqd} => result[t] \in {-4, 0}
      /\ t \in {kworker} => result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"28.notify", "28.wake", "28.wait", "33.notify", "33.wake", "33.wait",
                    "34.notify", "34.wake", "34.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

RequestsAnswered == []<>(pc[request] \in {"idle", "done"} \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
