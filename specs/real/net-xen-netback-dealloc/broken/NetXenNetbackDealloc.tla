------------------------ MODULE NetXenNetbackDealloc ------------------------
(************************************************************************************************)
(* The callback wakes the thread, then counts down.                                             *)
(*                                                                                              *)
(*   dealloc_kthread   1  while (!(kthread_should_stop() && !(inflight > 0))) {                 *)
(*                     2      wait_event_interruptible(dealloc_wq, kthread_should_stop() &&     *)
(*                     !(inflight > 0));                                                        *)
(*                     3  }                                                                     *)
(*                     4  return 0;                                                             *)
(*   init              5  dealloc_task = kthread_run(dealloc_kthread, NULL, "dealloc_kthread"); *)
(*                     6  if (IS_ERR(dealloc_task)) {                                           *)
(*                     7      return -ENOMEM;                                                   *)
(*                     8  }                                                                     *)
(*                     9  return 0;                                                             *)
(*   exit             10  if (dealloc_task) {                                                   *)
(*                    11      kthread_stop(dealloc_task);                                       *)
(*                    12  }                                                                     *)
(*   transmit         13  inflight++;                                                           *)
(*                    14  wake_up(&dealloc_wq);                                                 *)
(*                    15  inflight--;                                                           *)
(*   disconnect       16  if (dealloc_task) {                                                   *)
(*                    17      kthread_stop(dealloc_task);                                       *)
(*                    18      dealloc_task = NULL;                                              *)
(*                    19  }                                                                     *)
(************************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  dealloc_kthread,  \* a kthread
  modprobe,         \* the task that loads and unloads the module
  transmit,         \* a task that calls transmit()
  disconnect,       \* a task that calls disconnect()
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
  refs,             \* references on the module: one is its own, one more is held during init
  dealloc_task,     \* struct task_struct *
  dealloc_wq,       \* wait_queue_head_t: who is on it
  inflight,         \* counter, at most 2
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
    dealloc_task, dealloc_wq, inflight, fault>>

Kthreads   == {dealloc_kthread}
Contexts   == {dealloc_kthread, modprobe, transmit, disconnect}
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
                 refs, dealloc_task, dealloc_wq, inflight>>

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
Ready(c) == pc[c] \in {"11.wait", "17.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* dealloc_kthread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
DeallocKthreadBorn ==
  /\ At(dealloc_kthread, "born")
  /\ IF shouldStop[dealloc_kthread]
     THEN Goto(dealloc_kthread, "exit") /\ result' = [result EXCEPT ![dealloc_kthread] = -4]
     ELSE Goto(dealloc_kthread, "1.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

\* 1  while (!(kthread_should_stop() && !(inflight > 0)))
DeallocKthread1A ==                              \* tests kthread_should_stop()
  /\ Go(dealloc_kthread, "1.a", IF shouldStop[dealloc_kthread] THEN "1.b" ELSE "2.check.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthread1B ==                              \* tests inflight > 0
  /\ Go(dealloc_kthread, "1.b", IF inflight > 0 THEN "2.check.a" ELSE "4")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

\* 2  wait_event_interruptible(dealloc_wq, kthread_should_stop() && !(inflight > 0))
DeallocKthread2CheckA ==                         \* tests kthread_should_stop()
  /\ Go(dealloc_kthread, "2.check.a",
        IF shouldStop[dealloc_kthread] THEN "2.check.b" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthread2CheckB ==                         \* tests inflight > 0
  /\ Go(dealloc_kthread, "2.check.b", IF inflight > 0 THEN "2.prepare" ELSE "1.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthread2Prepare ==                        \* queues on dealloc_wq, sets TASK_INTERRUPTIBLE
  /\ At(dealloc_kthread, "2.prepare")
  /\ IF notified[dealloc_kthread]
     THEN /\ Goto(dealloc_kthread, "2.retest.a")
          /\ dealloc_wq' = dealloc_wq \ {dealloc_kthread}
          /\ UNCHANGED state
     ELSE /\ Goto(dealloc_kthread, "2.test.a")
          /\ dealloc_wq' = dealloc_wq \cup {dealloc_kthread}
          /\ state' = [state EXCEPT ![dealloc_kthread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, inflight, fault>>

DeallocKthread2TestA ==                          \* tests kthread_should_stop()
  /\ Go(dealloc_kthread, "2.test.a", IF shouldStop[dealloc_kthread] THEN "2.test.b" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthread2TestB ==                          \* tests inflight > 0
  /\ Go(dealloc_kthread, "2.test.b", IF inflight > 0 THEN "2.sleep" ELSE "2.finish")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthread2Sleep ==                          \* calls schedule()
  /\ Go(dealloc_kthread, "2.sleep", "2.prepare")
  /\ Schedule(dealloc_kthread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, dealloc_task,
                 dealloc_wq, inflight, fault>>

DeallocKthread2RetestA ==                        \* tests kthread_should_stop()
  /\ Go(dealloc_kthread, "2.retest.a", IF shouldStop[dealloc_kthread] THEN "2.retest.b" ELSE "1.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthread2RetestB ==                        \* tests inflight > 0
  /\ Go(dealloc_kthread, "2.retest.b", IF inflight > 0 THEN "1.a" ELSE "2.finish")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthread2Finish ==                         \* leaves dealloc_wq, sets TASK_RUNNING
  /\ Go(dealloc_kthread, "2.finish", "1.a")
  /\ state' = [state EXCEPT ![dealloc_kthread] = "RUNNING"]
  /\ dealloc_wq' = dealloc_wq \ {dealloc_kthread}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, inflight, fault>>

DeallocKthread4 ==                               \* return 0
  /\ Go(dealloc_kthread, "4", "exit")
  /\ result' = [result EXCEPT ![dealloc_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthreadExit ==                            \* X4: completes 'exited'
  /\ Go(dealloc_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![dealloc_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthreadExited ==                          \* X7..X10: is reaped and leaves its CPU
  /\ Go(dealloc_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![dealloc_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
DeallocKthreadDead ==
  /\ At(dealloc_kthread, "dead")
  /\ IF usage[dealloc_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(dealloc_kthread, "gone")
          /\ usage' = [usage EXCEPT ![dealloc_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         dealloc_task, dealloc_wq, inflight, fault>>

DeallocKthread ==
  \/ DeallocKthreadBorn
  \/ DeallocKthread1A \/ DeallocKthread1B
  \/ DeallocKthread2CheckA \/ DeallocKthread2CheckB \/ DeallocKthread2Prepare
  \/ DeallocKthread2TestA \/ DeallocKthread2TestB \/ DeallocKthread2Sleep
  \/ DeallocKthread2RetestA \/ DeallocKthread2RetestB \/ DeallocKthread2Finish
  \/ DeallocKthread4
  \/ DeallocKthreadExit \/ DeallocKthreadExited \/ DeallocKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 5  dealloc_task = kthread_run(dealloc_kthread, NULL, "dealloc_kthread")
Modprobe5Create ==                               \* C1..C5: creates a thread of dealloc_kthread
  /\ At(modprobe, "5.create")
  /\ \/ Create(modprobe, dealloc_kthread, "5.wake")
     \/ /\ Goto(modprobe, "5.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, dealloc_task, dealloc_wq,
                 inflight, fault>>

Modprobe5Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "5.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "5.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs,
                         dealloc_task, dealloc_wq, inflight, fault>>

Modprobe5Store ==                                \* stores the pointer in dealloc_task
  /\ Go(modprobe, "5.store", "6")
  /\ dealloc_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 dealloc_wq, inflight, fault>>

Modprobe6 ==                                     \* if (IS_ERR(dealloc_task))
  /\ Go(modprobe, "6", IF dealloc_task = ERR THEN "7" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

Modprobe7 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "7", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dealloc_task,
                 dealloc_wq, inflight, fault>>

Modprobe9 ==                                     \* return 0
  /\ Go(modprobe, "9", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dealloc_task,
                 dealloc_wq, inflight, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "10")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dealloc_task,
                 dealloc_wq, inflight, fault>>

Modprobe10 ==                                    \* if (dealloc_task)
  /\ Go(modprobe, "10", IF dealloc_task = NULL THEN "sync" ELSE "11.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

\* 11  kthread_stop(dealloc_task)
Modprobe11Load ==                                \* S0: reads dealloc_task
  /\ Go(modprobe, "11.load", "11.get")
  /\ arg' = [arg EXCEPT ![modprobe] = dealloc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

Modprobe11Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "11.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         dealloc_task, dealloc_wq, inflight, fault>>

Modprobe11Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "11.set", "11.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, dealloc_task,
                 dealloc_wq, inflight, fault>>

Modprobe11Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "11.notify", "11.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

Modprobe11Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "11.wake", "11.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, dealloc_task,
                 dealloc_wq, inflight, fault>>

Modprobe11Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "11.wait", "11.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe11Put ==
  /\ At(modprobe, "11.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         dealloc_task, dealloc_wq, inflight, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

Modprobe ==
  \/ Modprobe5Create \/ Modprobe5Wake \/ Modprobe5Store
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe11Load \/ Modprobe11Get \/ Modprobe11Set \/ Modprobe11Notify
  \/ Modprobe11Wake \/ Modprobe11Wait \/ Modprobe11Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* transmit *)

TransmitIdle ==                                  \* a user calls into the module
  /\ Go(transmit, "idle", "13")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dealloc_task, dealloc_wq, inflight, fault>>

Transmit13 ==                                    \* inflight++
  /\ Go(transmit, "13", "14")
  /\ inflight' = inflight + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, fault>>

Transmit14 ==                                    \* wake_up(&dealloc_wq)
  /\ Go(transmit, "14", "15")
  /\ WakeQueue(dealloc_wq, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, dealloc_task,
                 dealloc_wq, inflight, fault>>

Transmit15 ==                                    \* inflight--
  /\ At(transmit, "15")
  /\ IF inflight = 0
     THEN Crash("BOUND")
     ELSE /\ Goto(transmit, "leave")
          /\ inflight' = inflight - 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, dealloc_task, dealloc_wq, fault>>

TransmitLeave ==                                 \* the call returns to user space
  /\ Go(transmit, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dealloc_task, dealloc_wq, inflight, fault>>

Transmit ==
  \/ Transmit13
  \/ Transmit14
  \/ Transmit15
  \/ TransmitLeave

-----------------------------------------------------------------------------
(* disconnect *)

DisconnectIdle ==                                \* a user calls into the module
  /\ Go(disconnect, "idle", "16")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dealloc_task, dealloc_wq, inflight, fault>>

Disconnect16 ==                                  \* if (dealloc_task)
  /\ Go(disconnect, "16", IF dealloc_task = NULL THEN "leave" ELSE "17.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

\* 17  kthread_stop(dealloc_task)
Disconnect17Load ==                              \* S0: reads dealloc_task
  /\ Go(disconnect, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![disconnect] = dealloc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

Disconnect17Get ==                               \* S2, S3: takes a reference on the thread
  /\ At(disconnect, "17.get")
  /\ IF BadTask(arg[disconnect]) # "none"
     THEN Crash(BadTask(arg[disconnect]))
     ELSE /\ Goto(disconnect, "17.set")
          /\ usage' = [usage EXCEPT ![arg[disconnect]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         dealloc_task, dealloc_wq, inflight, fault>>

Disconnect17Set ==                               \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(disconnect, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[disconnect]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, dealloc_task,
                 dealloc_wq, inflight, fault>>

Disconnect17Notify ==                            \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(disconnect, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[disconnect]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

Disconnect17Wake ==                              \* S7: wakes the thread
  /\ Go(disconnect, "17.wake", "17.wait")
  /\ Wake(arg[disconnect])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, dealloc_task,
                 dealloc_wq, inflight, fault>>

Disconnect17Wait ==                              \* S8: waits for 'exited'
  /\ Go(disconnect, "17.wait", "17.put")
  /\ exited[arg[disconnect]] > 0
  /\ exited' = [exited EXCEPT ![arg[disconnect]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs,
                 dealloc_task, dealloc_wq, inflight, fault>>

\* S9..S11: takes the result and drops its reference
Disconnect17Put ==
  /\ At(disconnect, "17.put")
  /\ IF Overput(arg[disconnect])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(disconnect, "18")
          /\ usage' = [usage EXCEPT ![arg[disconnect]] = @ - 1]
          /\ arg' = [arg EXCEPT ![disconnect] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         dealloc_task, dealloc_wq, inflight, fault>>

Disconnect18 ==                                  \* dealloc_task = NULL
  /\ Go(disconnect, "18", "leave")
  /\ dealloc_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dealloc_wq, inflight, fault>>

DisconnectLeave ==                               \* the call returns to user space
  /\ Go(disconnect, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dealloc_task, dealloc_wq, inflight, fault>>

Disconnect ==
  \/ Disconnect16
  \/ Disconnect17Load \/ Disconnect17Get \/ Disconnect17Set \/ Disconnect17Notify
  \/ Disconnect17Wake \/ Disconnect17Wait \/ Disconnect17Put
  \/ Disconnect18
  \/ DisconnectLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, dealloc_task, dealloc_wq, inflight>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"]
                    @@ modprobe :> "5.create"
                    @@ transmit :> "idle"
                    @@ disconnect :> "idle"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {modprobe, disconnect} |-> NULL]
  /\ module       = "coming"
  /\ refs         = 2
  /\ dealloc_task = NULL
  /\ dealloc_wq   = {}
  /\ inflight     = 0
  /\ fault        = "none"

Next ==
  \/ DeallocKthread
  \/ Modprobe
  \/ ModprobeLive
  \/ Transmit
  \/ TransmitIdle
  \/ Disconnect
  \/ DisconnectIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(DeallocKthread \/ FetchFault(dealloc_kthread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe11Wait)
  /\ WF_vars(Transmit \/ FetchFault(transmit))
  /\ WF_vars(Disconnect \/ FetchFault(disconnect))
  /\ SF_vars(Disconnect17Wait)

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

NoDoubleStop ==
  \A c \in {modprobe, disconnect} : pc[c] \in {"11.set", "17.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, disconnect} : pc[c] \in {"11.set", "17.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[dealloc_kthread] \in {"none", "gone"}
  /\ \A c \in {transmit, disconnect} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[dealloc_kthread] = "gone" => usage[dealloc_kthread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[dealloc_kthread] <= 1

NothingLeaked == module = "freed" => ~(pc[dealloc_kthread] = "born" /\ asleep[dealloc_kthread])

StopResultCorrect ==
  \A c \in {modprobe, disconnect} :
    pc[c] \in {"11.put", "17.put"} /\ arg[c] = dealloc_kthread =>
      pc[dealloc_kthread] \in {"exited", "dead", "gone"} /\ result[dealloc_kthread] \in {-4, 0}

StopPending(c) == pc[c] \in {"11.notify", "11.wake", "11.wait", "17.notify", "17.wake", "17.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, disconnect} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, disconnect} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[dealloc_kthread] => pc[dealloc_kthread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {transmit, disconnect} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
