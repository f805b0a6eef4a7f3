-------------------------- MODULE TaskPointerRace ---------------------------
(****************************************************************************)
(* The producer runs before the consumer's pointer is stored.               *)
(*                                                                          *)
(*   producer   1  while (!kthread_should_stop()) {                         *)
(*              2      wake_up_process(consumer_task);                      *)
(*              3      msleep(100);                                         *)
(*              4  }                                                        *)
(*              5  return 0;                                                *)
(*   consumer   6  while (1) {                                              *)
(*              7      set_current_state(TASK_INTERRUPTIBLE);               *)
(*              8      if (kthread_should_stop()) {                         *)
(*              9          break;                                           *)
(*             10      }                                                    *)
(*             11      schedule();                                          *)
(*             12  }                                                        *)
(*             13  __set_current_state(TASK_RUNNING);                       *)
(*             14  return 0;                                                *)
(*   init      15  producer_task = kthread_run(producer, NULL, "producer"); *)
(*             16  if (IS_ERR(producer_task)) {                             *)
(*             17      return -ENOMEM;                                      *)
(*             18  }                                                        *)
(*             19  consumer_task = kthread_run(consumer, NULL, "consumer"); *)
(*             20  if (IS_ERR(consumer_task)) {                             *)
(*             21      kthread_stop(producer_task);                         *)
(*             22      return -ENOMEM;                                      *)
(*             23  }                                                        *)
(*             24  return 0;                                                *)
(*   exit      25  kthread_stop(producer_task);                             *)
(*             26  kthread_stop(consumer_task);                             *)
(****************************************************************************)
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
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
    consumer_task, fault>>

Kthreads   == {producer, consumer}
Contexts   == {producer, consumer, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
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
                 producer_task, consumer_task>>

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
Ready(c) == pc[c] \in {"21.wait", "25.wait", "26.wait"} => exited[arg[c]] > 0

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
                 consumer_task, fault>>

Producer1 ==                                     \* while (!kthread_should_stop())
  /\ Go(producer, "1", IF shouldStop[producer] THEN "5" ELSE "2.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, fault>>

\* 2  wake_up_process(consumer_task)
Producer2Load ==                                 \* S0: reads consumer_task
  /\ Go(producer, "2.load", "2.wake")
  /\ arg' = [arg EXCEPT ![producer] = consumer_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 producer_task, consumer_task, fault>>

Producer2Wake ==                                 \* wakes consumer_task
  /\ At(producer, "2.wake")
  /\ IF BadTask(arg[producer]) # "none"
     THEN Crash(BadTask(arg[producer]))
     ELSE /\ Goto(producer, "3")
          /\ Wake(arg[producer])
          /\ arg' = [arg EXCEPT ![producer] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, producer_task,
                         consumer_task, fault>>

Producer3 ==                                     \* msleep(100)
  /\ Go(producer, "3", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, fault>>

Producer5 ==                                     \* return 0
  /\ Go(producer, "5", "exit")
  /\ result' = [result EXCEPT ![producer] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, producer_task,
                 consumer_task, fault>>

ProducerExit ==                                  \* X4: completes 'exited'
  /\ Go(producer, "exit", "exited")
  /\ exited' = [exited EXCEPT ![producer] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

ProducerExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(producer, "exited", "dead")
  /\ state' = [state EXCEPT ![producer] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ProducerDead ==
  /\ At(producer, "dead")
  /\ IF usage[producer] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(producer, "gone")
          /\ usage' = [usage EXCEPT ![producer] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, fault>>

Producer ==
  \/ ProducerBorn
  \/ Producer1
  \/ Producer2Load \/ Producer2Wake
  \/ Producer3
  \/ Producer5
  \/ ProducerExit \/ ProducerExited \/ ProducerDead

-----------------------------------------------------------------------------
(* consumer *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ConsumerBorn ==
  /\ At(consumer, "born")
  /\ IF shouldStop[consumer]
     THEN Goto(consumer, "exit") /\ result' = [result EXCEPT ![consumer] = -4]
     ELSE Goto(consumer, "7") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, producer_task,
                 consumer_task, fault>>

Consumer7 ==                                     \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(consumer, "7", "8")
  /\ state' = [state EXCEPT ![consumer] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Consumer8 ==                                     \* if (kthread_should_stop())
  /\ Go(consumer, "8", IF shouldStop[consumer] THEN "13" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, fault>>

Consumer11 ==                                    \* schedule()
  /\ Go(consumer, "11", "7")
  /\ Schedule(consumer)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Consumer13 ==                                    \* __set_current_state(TASK_RUNNING)
  /\ Go(consumer, "13", "14")
  /\ state' = [state EXCEPT ![consumer] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Consumer14 ==                                    \* return 0
  /\ Go(consumer, "14", "exit")
  /\ result' = [result EXCEPT ![consumer] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, producer_task,
                 consumer_task, fault>>

ConsumerExit ==                                  \* X4: completes 'exited'
  /\ Go(consumer, "exit", "exited")
  /\ exited' = [exited EXCEPT ![consumer] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

ConsumerExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(consumer, "exited", "dead")
  /\ state' = [state EXCEPT ![consumer] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ConsumerDead ==
  /\ At(consumer, "dead")
  /\ IF usage[consumer] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(consumer, "gone")
          /\ usage' = [usage EXCEPT ![consumer] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, fault>>

Consumer ==
  \/ ConsumerBorn
  \/ Consumer7
  \/ Consumer8
  \/ Consumer11
  \/ Consumer13
  \/ Consumer14
  \/ ConsumerExit \/ ConsumerExited \/ ConsumerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 15  producer_task = kthread_run(producer, NULL, "producer")
Modprobe15Create ==                              \* C1..C5: creates a thread of producer
  /\ At(modprobe, "15.create")
  /\ \/ Create(modprobe, producer, "15.wake")
     \/ /\ Goto(modprobe, "15.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, producer_task, consumer_task, fault>>

Modprobe15Wake ==                                \* wakes the new thread
  /\ At(modprobe, "15.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                         consumer_task, fault>>

Modprobe15Store ==                               \* stores the pointer in producer_task
  /\ Go(modprobe, "15.store", "16")
  /\ producer_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 consumer_task, fault>>

Modprobe16 ==                                    \* if (IS_ERR(producer_task))
  /\ Go(modprobe, "16", IF producer_task = ERR THEN "17" ELSE "19.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, fault>>

\* 19  consumer_task = kthread_run(consumer, NULL, "consumer")
Modprobe19Create ==                              \* C1..C5: creates a thread of consumer
  /\ At(modprobe, "19.create")
  /\ \/ Create(modprobe, consumer, "19.wake")
     \/ /\ Goto(modprobe, "19.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, producer_task, consumer_task, fault>>

Modprobe19Wake ==                                \* wakes the new thread
  /\ At(modprobe, "19.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                         consumer_task, fault>>

Modprobe19Store ==                               \* stores the pointer in consumer_task
  /\ Go(modprobe, "19.store", "20")
  /\ consumer_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 producer_task, fault>>

Modprobe20 ==                                    \* if (IS_ERR(consumer_task))
  /\ Go(modprobe, "20", IF consumer_task = ERR THEN "21.load" ELSE "24")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, fault>>

\* 21  kthread_stop(producer_task)
Modprobe21Load ==                                \* S0: reads producer_task
  /\ Go(modprobe, "21.load", "21.get")
  /\ arg' = [arg EXCEPT ![modprobe] = producer_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 producer_task, consumer_task, fault>>

Modprobe21Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "21.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, fault>>

Modprobe21Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "21.set", "21.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Modprobe21Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "21.notify", "21.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Modprobe21Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "21.wake", "21.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Modprobe21Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "21.wait", "21.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe21Put ==
  /\ At(modprobe, "21.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "22")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         producer_task, consumer_task, fault>>

Modprobe22 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "22", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, fault>>

Modprobe24 ==                                    \* return 0
  /\ Go(modprobe, "24", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "25.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, fault>>

\* 25  kthread_stop(producer_task)
Modprobe25Load ==                                \* S0: reads producer_task
  /\ Go(modprobe, "25.load", "25.get")
  /\ arg' = [arg EXCEPT ![modprobe] = producer_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 producer_task, consumer_task, fault>>

Modprobe25Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "25.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "25.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, fault>>

Modprobe25Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "25.set", "25.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Modprobe25Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "25.notify", "25.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Modprobe25Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "25.wake", "25.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Modprobe25Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "25.wait", "25.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe25Put ==
  /\ At(modprobe, "25.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "26.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         producer_task, consumer_task, fault>>

\* 26  kthread_stop(consumer_task)
Modprobe26Load ==                                \* S0: reads consumer_task
  /\ Go(modprobe, "26.load", "26.get")
  /\ arg' = [arg EXCEPT ![modprobe] = consumer_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 producer_task, consumer_task, fault>>

Modprobe26Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "26.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         producer_task, consumer_task, fault>>

Modprobe26Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "26.set", "26.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Modprobe26Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "26.notify", "26.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Modprobe26Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "26.wake", "26.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

Modprobe26Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "26.wait", "26.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, producer_task,
                 consumer_task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe26Put ==
  /\ At(modprobe, "26.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         producer_task, consumer_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, producer_task,
                 consumer_task, fault>>

Modprobe ==
  \/ Modprobe15Create \/ Modprobe15Wake \/ Modprobe15Store
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe19Create \/ Modprobe19Wake \/ Modprobe19Store
  \/ Modprobe20
  \/ Modprobe21Load \/ Modprobe21Get \/ Modprobe21Set \/ Modprobe21Notify
  \/ Modprobe21Wake \/ Modprobe21Wait \/ Modprobe21Put
  \/ Modprobe22
  \/ Modprobe24
  \/ Modprobe25Load \/ Modprobe25Get \/ Modprobe25Set \/ Modprobe25Notify
  \/ Modprobe25Wake \/ Modprobe25Wait \/ Modprobe25Put
  \/ Modprobe26Load \/ Modprobe26Get \/ Modprobe26Set \/ Modprobe26Notify
  \/ Modprobe26Wake \/ Modprobe26Wait \/ Modprobe26Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 producer_task, consumer_task>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"] @@ modprobe :> "15.create"
  /\ state         = [t \in Kthreads |-> "NEW"]
  /\ asleep        = [t \in Kthreads |-> FALSE]
  /\ shouldStop    = [t \in Kthreads |-> FALSE]
  /\ notified      = [t \in Kthreads |-> FALSE]
  /\ exited        = [t \in Kthreads |-> 0]
  /\ result        = [t \in Kthreads |-> 0]
  /\ usage         = [t \in Kthreads |-> 0]
  /\ arg           = [c \in {producer, modprobe} |-> NULL]
  /\ module        = "coming"
  /\ producer_task = NULL
  /\ consumer_task = NULL
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
  /\ WF_vars(Consumer \/ FetchFault(consumer))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe21Wait \/ Modprobe25Wait \/ Modprobe26Wait)

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

NoDoubleStop == pc[modprobe] \in {"21.set", "25.set", "26.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"21.set", "25.set", "26.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"21.put", "25.put", "26.put"} /\ arg[modprobe] = t =>
      /\ pc[t] \in {"exited", "dead", "gone"}
      /\ t \in {producer} => result[t] \in {-4, 0}
      /\ t \in {consumer} => result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"21.notify", "21.wake", "21.wait", "25.notify", "25.wake", "25.wait",
                    "26.notify", "26.wake", "26.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
