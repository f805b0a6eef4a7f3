------------------------- MODULE StopOrderInversion -------------------------
(******************************************************************************)
(* Exit stops the consumer, then the producer.                                *)
(*                                                                            *)
(*   producer   1  while (!kthread_should_stop()) {                           *)
(*              2      item = true;                                           *)
(*              3      wake_up(&queue);                                       *)
(*              4      wait_for_completion(&taken);                           *)
(*              5  }                                                          *)
(*              6  return 0;                                                  *)
(*   consumer   7  while (1) {                                                *)
(*              8      wait_event_idle(queue, item || kthread_should_stop()); *)
(*              9      if (kthread_should_stop()) {                           *)
(*             10          break;                                             *)
(*             11      }                                                      *)
(*             12      item = false;                                          *)
(*             13      complete(&taken);                                      *)
(*             14  }                                                          *)
(*             15  return 0;                                                  *)
(*   init      16  consumer_task = kthread_run(consumer, NULL, "consumer");   *)
(*             17  if (IS_ERR(consumer_task)) {                               *)
(*             18      return -ENOMEM;                                        *)
(*             19  }                                                          *)
(*             20  producer_task = kthread_run(producer, NULL, "producer");   *)
(*             21  if (IS_ERR(producer_task)) {                               *)
(*             22      kthread_stop(consumer_task);                           *)
(*             23      return -ENOMEM;                                        *)
(*             24  }                                                          *)
(*             25  return 0;                                                  *)
(*   exit      26  kthread_stop(consumer_task);                               *)
(*             27  kthread_stop(producer_task);                               *)
(******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  producer,         \* a kthread
  consumer,         \* a kthread
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
  producer_task,    \* struct task_struct *
  consumer_task,    \* struct task_struct *
  queue,            \* wait_queue_head_t: who is on it
  item,             \* bool
  taken,            \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
    consumer_task, queue, item, taken, fault>>

Kthreads      == {producer, consumer}
Contexts      == {producer, consumer, modprobe}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
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
                 producer_task, consumer_task, queue, item, taken>>

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
  /\ pc[c] = "4" => taken > 0
  /\ pc[c] \in {"22.wait", "26.wait", "27.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* producer *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ProducerBorn ==
  /\ At(producer, "born")
  /\ IF shouldStop[producer]
     THEN Goto(producer, "exit") /\ result' = [result EXCEPT ![producer] = -4]
     ELSE Goto(producer, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Producer1 ==                                     \* while (!kthread_should_stop())
  /\ Go(producer, "1", IF shouldStop[producer] THEN "6" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Producer2 ==                                     \* item = true
  /\ Go(producer, "2", "3")
  /\ item' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, taken, fault>>

Producer3 ==                                     \* wake_up(&queue)
  /\ Go(producer, "3", "4")
  /\ WakeQueue(queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Producer4 ==                                     \* wait_for_completion(&taken)
  /\ Go(producer, "4", "1")
  /\ taken > 0
  /\ taken' = taken - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, fault>>

Producer6 ==                                     \* return 0
  /\ Go(producer, "6", "exit")
  /\ result' = [result EXCEPT ![producer] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

ProducerExit ==                                  \* X4: completes 'exited'
  /\ Go(producer, "exit", "exited")
  /\ exited' = [exited EXCEPT ![producer] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

ProducerExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(producer, "exited", "dead")
  /\ state' = [state EXCEPT ![producer] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ProducerDead ==
  /\ At(producer, "dead")
  /\ IF usage[producer] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(producer, "gone")
          /\ usage' = [usage EXCEPT ![producer] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, queue, item, taken, fault>>

Producer ==
  \/ ProducerBorn
  \/ Producer1
  \/ Producer2
  \/ Producer3
  \/ Producer4
  \/ Producer6
  \/ ProducerExit \/ ProducerExited \/ ProducerDead

-----------------------------------------------------------------------------
(* consumer *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ConsumerBorn ==
  /\ At(consumer, "born")
  /\ IF shouldStop[consumer]
     THEN Goto(consumer, "exit") /\ result' = [result EXCEPT ![consumer] = -4]
     ELSE Goto(consumer, "8.check.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

\* 8  wait_event_idle(queue, item || kthread_should_stop())
Consumer8CheckA ==                               \* tests item
  /\ Go(consumer, "8.check.a", IF item THEN "9" ELSE "8.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Consumer8CheckB ==                               \* tests kthread_should_stop()
  /\ Go(consumer, "8.check.b", IF shouldStop[consumer] THEN "9" ELSE "8.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Consumer8Prepare ==                              \* queues on queue, sets TASK_IDLE
  /\ Go(consumer, "8.prepare", "8.test.a")
  /\ queue' = queue \cup {consumer}
  /\ state' = [state EXCEPT ![consumer] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, item, taken, fault>>

Consumer8TestA ==                                \* tests item
  /\ Go(consumer, "8.test.a", IF item THEN "8.finish" ELSE "8.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Consumer8TestB ==                                \* tests kthread_should_stop()
  /\ Go(consumer, "8.test.b", IF shouldStop[consumer] THEN "8.finish" ELSE "8.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Consumer8Sleep ==                                \* calls schedule()
  /\ Go(consumer, "8.sleep", "8.prepare")
  /\ Schedule(consumer)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Consumer8Finish ==                               \* leaves queue, sets TASK_RUNNING
  /\ Go(consumer, "8.finish", "9")
  /\ state' = [state EXCEPT ![consumer] = "RUNNING"]
  /\ queue' = queue \ {consumer}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, item, taken, fault>>

Consumer9 ==                                     \* if (kthread_should_stop())
  /\ Go(consumer, "9", IF shouldStop[consumer] THEN "15" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Consumer12 ==                                    \* item = false
  /\ Go(consumer, "12", "13")
  /\ item' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, taken, fault>>

Consumer13 ==                                    \* complete(&taken)
  /\ At(consumer, "13")
  /\ IF taken = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(consumer, "8.check.a")
          /\ taken' = taken + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         producer_task, consumer_task, queue, item, fault>>

Consumer15 ==                                    \* return 0
  /\ Go(consumer, "15", "exit")
  /\ result' = [result EXCEPT ![consumer] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

ConsumerExit ==                                  \* X4: completes 'exited'
  /\ Go(consumer, "exit", "exited")
  /\ exited' = [exited EXCEPT ![consumer] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

ConsumerExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(consumer, "exited", "dead")
  /\ state' = [state EXCEPT ![consumer] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ConsumerDead ==
  /\ At(consumer, "dead")
  /\ IF usage[consumer] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(consumer, "gone")
          /\ usage' = [usage EXCEPT ![consumer] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, queue, item, taken, fault>>

Consumer ==
  \/ ConsumerBorn
  \/ Consumer8CheckA \/ Consumer8CheckB \/ Consumer8Prepare \/ Consumer8TestA
  \/ Consumer8TestB \/ Consumer8Sleep \/ Consumer8Finish
  \/ Consumer9
  \/ Consumer12
  \/ Consumer13
  \/ Consumer15
  \/ ConsumerExit \/ ConsumerExited \/ ConsumerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 16  consumer_task = kthread_run(consumer, NULL, "consumer")
Modprobe16Create ==                              \* C1..C5: creates a thread of consumer
  /\ At(modprobe, "16.create")
  /\ \/ Create(modprobe, consumer, "16.wake")
     \/ /\ Goto(modprobe, "16.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, producer_task, consumer_task,
                 queue, item, taken, fault>>

Modprobe16Wake ==                                \* wakes the new thread
  /\ At(modprobe, "16.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                         consumer_task, queue, item, taken, fault>>

Modprobe16Store ==                               \* stores the pointer in consumer_task
  /\ Go(modprobe, "16.store", "17")
  /\ consumer_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 producer_task, queue, item, taken, fault>>

Modprobe17 ==                                    \* if (IS_ERR(consumer_task))
  /\ Go(modprobe, "17", IF consumer_task = ERR THEN "18" ELSE "20.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Modprobe18 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "18", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, queue, item, taken, fault>>

\* 20  producer_task = kthread_run(producer, NULL, "producer")
Modprobe20Create ==                              \* C1..C5: creates a thread of producer
  /\ At(modprobe, "20.create")
  /\ \/ Create(modprobe, producer, "20.wake")
     \/ /\ Goto(modprobe, "20.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, producer_task, consumer_task,
                 queue, item, taken, fault>>

Modprobe20Wake ==                                \* wakes the new thread
  /\ At(modprobe, "20.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                         consumer_task, queue, item, taken, fault>>

Modprobe20Store ==                               \* stores the pointer in producer_task
  /\ Go(modprobe, "20.store", "21")
  /\ producer_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 consumer_task, queue, item, taken, fault>>

Modprobe21 ==                                    \* if (IS_ERR(producer_task))
  /\ Go(modprobe, "21", IF producer_task = ERR THEN "22.load" ELSE "25")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

\* 22  kthread_stop(consumer_task)
Modprobe22Load ==                                \* S0: reads consumer_task
  /\ Go(modprobe, "22.load", "22.get")
  /\ arg' = [arg EXCEPT ![modprobe] = consumer_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Modprobe22Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "22.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "22.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, queue, item, taken, fault>>

Modprobe22Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "22.set", "22.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe22Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "22.notify", "22.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe22Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "22.wake", "22.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe22Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "22.wait", "22.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe22Put ==
  /\ At(modprobe, "22.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "23")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         producer_task, consumer_task, queue, item, taken, fault>>

Modprobe23 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "23", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe25 ==                                    \* return 0
  /\ Go(modprobe, "25", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, queue, item, taken, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "26.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, queue, item, taken, fault>>

\* 26  kthread_stop(consumer_task)
Modprobe26Load ==                                \* S0: reads consumer_task
  /\ Go(modprobe, "26.load", "26.get")
  /\ arg' = [arg EXCEPT ![modprobe] = consumer_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Modprobe26Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "26.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, queue, item, taken, fault>>

Modprobe26Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "26.set", "26.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe26Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "26.notify", "26.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe26Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "26.wake", "26.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe26Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "26.wait", "26.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe26Put ==
  /\ At(modprobe, "26.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "27.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         producer_task, consumer_task, queue, item, taken, fault>>

\* 27  kthread_stop(producer_task)
Modprobe27Load ==                                \* S0: reads producer_task
  /\ Go(modprobe, "27.load", "27.get")
  /\ arg' = [arg EXCEPT ![modprobe] = producer_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

Modprobe27Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "27.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, queue, item, taken, fault>>

Modprobe27Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "27.set", "27.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe27Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "27.notify", "27.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe27Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "27.wake", "27.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe27Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "27.wait", "27.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, queue, item, taken, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe27Put ==
  /\ At(modprobe, "27.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         producer_task, consumer_task, queue, item, taken, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, queue, item, taken, fault>>

Modprobe ==
  \/ Modprobe16Create \/ Modprobe16Wake \/ Modprobe16Store
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe20Create \/ Modprobe20Wake \/ Modprobe20Store
  \/ Modprobe21
  \/ Modprobe22Load \/ Modprobe22Get \/ Modprobe22Set \/ Modprobe22Notify
  \/ Modprobe22Wake \/ Modprobe22Wait \/ Modprobe22Put
  \/ Modprobe23
  \/ Modprobe25
  \/ Modprobe26Load \/ Modprobe26Get \/ Modprobe26Set \/ Modprobe26Notify
  \/ Modprobe26Wake \/ Modprobe26Wait \/ Modprobe26Put
  \/ Modprobe27Load \/ Modprobe27Get \/ Modprobe27Set \/ Modprobe27Notify
  \/ Modprobe27Wake \/ Modprobe27Wait \/ Modprobe27Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, queue, item, taken>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"] @@ modprobe :> "16.create"
  /\ state         = [t \in Kthreads |-> "NEW"]
  /\ asleep        = [t \in Kthreads |-> FALSE]
  /\ shouldStop    = [t \in Kthreads |-> FALSE]
  /\ notified      = [t \in Kthreads |-> FALSE]
  /\ exited        = [t \in Kthreads |-> 0]
  /\ result        = [t \in Kthreads |-> 0]
  /\ usage         = [t \in Kthreads |-> 0]
  /\ arg           = [c \in {modprobe} |-> NULL]
  /\ module        = "coming"
  /\ producer_task = NULL
  /\ consumer_task = NULL
  /\ queue         = {}
  /\ item          = FALSE
  /\ taken         = 0
  /\ fault         = "none"

Next ==
  \/ Producer
  \/ Consumer
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Producer \/ FetchFault(producer))
  /\ SF_vars(Producer4)
  /\ WF_vars(Consumer \/ FetchFault(consumer))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe22Wait \/ Modprobe26Wait \/ Modprobe27Wait)

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

NoDoubleStop == pc[modprobe] \in {"22.set", "26.set", "27.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"22.set", "26.set", "27.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"22.put", "26.put", "27.put"} /\ arg[modprobe] = t =>
      /\ pc[t] \in {"exited", "dead", "gone"}
      /\ t \in {producer} => result[t] \in {-4, 0}
      /\ t \in {consumer} => result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"22.notify", "22.wake", "22.wait", "26.notify", "26.wake", "26.wait",
                    "27.notify", "27.wake", "27.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
