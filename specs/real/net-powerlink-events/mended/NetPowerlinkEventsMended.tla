---------------------- MODULE NetPowerlinkEventsMended ----------------------
(****************************************************************************************)
(* Init fails if the thread can't be created.                                           *)
(*                                                                                      *)
(*   event_kthread   1  while (!kthread_should_stop()) {                                *)
(*                   2      wait_event_interruptible(event_queue, pending ||            *)
(*                   kthread_should_stop());                                            *)
(*                   3      pending = false;                                            *)
(*                   4  }                                                               *)
(*                   5  return 0;                                                       *)
(*   init            6  event_task = kthread_run(event_kthread, NULL, "event_kthread"); *)
(*                   7  if (IS_ERR(event_task)) {                                       *)
(*                   8      return -ENOMEM;                                             *)
(*                   9  }                                                               *)
(*                  10  return 0;                                                       *)
(*   exit           11  kthread_stop(event_task);                                       *)
(*   network        12  pending = true;                                                 *)
(*                  13  wake_up(&event_queue);                                          *)
(****************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  event_kthread,    \* a kthread
  modprobe,         \* the task that loads and unloads the module
  network,          \* something outside of the module
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
  event_task,       \* struct task_struct *
  event_queue,      \* wait_queue_head_t: who is on it
  pending,          \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, event_task,
    event_queue, pending, fault>>

Kthreads   == {event_kthread}
Contexts   == {event_kthread, modprobe, network}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "12", "13"}
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
                 event_task, event_queue, pending>>

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
Ready(c) == pc[c] = "11.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* event_kthread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
EventKthreadBorn ==
  /\ At(event_kthread, "born")
  /\ IF shouldStop[event_kthread]
     THEN Goto(event_kthread, "exit") /\ result' = [result EXCEPT ![event_kthread] = -4]
     ELSE Goto(event_kthread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, event_task,
                 event_queue, pending, fault>>

EventKthread1 ==                                 \* while (!kthread_should_stop())
  /\ Go(event_kthread, "1", IF shouldStop[event_kthread] THEN "5" ELSE "2.check.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending, fault>>

\* 2  wait_event_interruptible(event_queue, pending || kthread_should_stop())
EventKthread2CheckA ==                           \* tests pending
  /\ Go(event_kthread, "2.check.a", IF pending THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending, fault>>

EventKthread2CheckB ==                           \* tests kthread_should_stop()
  /\ Go(event_kthread, "2.check.b", IF shouldStop[event_kthread] THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending, fault>>

EventKthread2Prepare ==                          \* queues on event_queue, sets TASK_INTERRUPTIBLE
  /\ At(event_kthread, "2.prepare")
  /\ IF notified[event_kthread]
     THEN /\ Goto(event_kthread, "2.retest.a")
          /\ event_queue' = event_queue \ {event_kthread}
          /\ UNCHANGED state
     ELSE /\ Goto(event_kthread, "2.test.a")
          /\ event_queue' = event_queue \cup {event_kthread}
          /\ state' = [state EXCEPT ![event_kthread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, event_task,
                 pending, fault>>

EventKthread2TestA ==                            \* tests pending
  /\ Go(event_kthread, "2.test.a", IF pending THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending, fault>>

EventKthread2TestB ==                            \* tests kthread_should_stop()
  /\ Go(event_kthread, "2.test.b", IF shouldStop[event_kthread] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending, fault>>

EventKthread2Sleep ==                            \* calls schedule()
  /\ Go(event_kthread, "2.sleep", "2.prepare")
  /\ Schedule(event_kthread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, event_task,
                 event_queue, pending, fault>>

EventKthread2RetestA ==                          \* tests pending
  /\ Go(event_kthread, "2.retest.a", IF pending THEN "2.finish" ELSE "2.retest.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending, fault>>

EventKthread2RetestB ==                          \* tests kthread_should_stop()
  /\ Go(event_kthread, "2.retest.b", IF shouldStop[event_kthread] THEN "2.finish" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending, fault>>

EventKthread2Finish ==                           \* leaves event_queue, sets TASK_RUNNING
  /\ Go(event_kthread, "2.finish", "3")
  /\ state' = [state EXCEPT ![event_kthread] = "RUNNING"]
  /\ event_queue' = event_queue \ {event_kthread}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, event_task,
                 pending, fault>>

EventKthread3 ==                                 \* pending = false
  /\ Go(event_kthread, "3", "1")
  /\ pending' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, fault>>

EventKthread5 ==                                 \* return 0
  /\ Go(event_kthread, "5", "exit")
  /\ result' = [result EXCEPT ![event_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, event_task,
                 event_queue, pending, fault>>

EventKthreadExit ==                              \* X4: completes 'exited'
  /\ Go(event_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![event_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, event_task,
                 event_queue, pending, fault>>

EventKthreadExited ==                            \* X7..X10: is reaped and leaves its CPU
  /\ Go(event_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![event_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, event_task,
                 event_queue, pending, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
EventKthreadDead ==
  /\ At(event_kthread, "dead")
  /\ IF usage[event_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(event_kthread, "gone")
          /\ usage' = [usage EXCEPT ![event_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         event_task, event_queue, pending, fault>>

EventKthread ==
  \/ EventKthreadBorn
  \/ EventKthread1
  \/ EventKthread2CheckA \/ EventKthread2CheckB \/ EventKthread2Prepare
  \/ EventKthread2TestA \/ EventKthread2TestB \/ EventKthread2Sleep
  \/ EventKthread2RetestA \/ EventKthread2RetestB \/ EventKthread2Finish
  \/ EventKthread3
  \/ EventKthread5
  \/ EventKthreadExit \/ EventKthreadExited \/ EventKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 6  event_task = kthread_run(event_kthread, NULL, "event_kthread")
Modprobe6Create ==                               \* C1..C5: creates a thread of event_kthread
  /\ At(modprobe, "6.create")
  /\ \/ Create(modprobe, event_kthread, "6.wake")
     \/ /\ Goto(modprobe, "6.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, event_task, event_queue, pending,
                 fault>>

Modprobe6Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "6.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "6.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, event_task,
                         event_queue, pending, fault>>

Modprobe6Store ==                                \* stores the pointer in event_task
  /\ Go(modprobe, "6.store", "7")
  /\ event_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, event_queue,
                 pending, fault>>

Modprobe7 ==                                     \* if (IS_ERR(event_task))
  /\ Go(modprobe, "7", IF event_task = ERR THEN "8" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, event_task,
                 event_queue, pending, fault>>

Modprobe10 ==                                    \* return 0
  /\ Go(modprobe, "10", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, event_task,
                 event_queue, pending, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "11.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, event_task,
                 event_queue, pending, fault>>

\* 11  kthread_stop(event_task)
Modprobe11Load ==                                \* S0: reads event_task
  /\ Go(modprobe, "11.load", "11.get")
  /\ arg' = [arg EXCEPT ![modprobe] = event_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, event_task,
                 event_queue, pending, fault>>

Modprobe11Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "11.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         event_task, event_queue, pending, fault>>

Modprobe11Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "11.set", "11.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, event_task,
                 event_queue, pending, fault>>

Modprobe11Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "11.notify", "11.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, event_task,
                 event_queue, pending, fault>>

Modprobe11Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "11.wake", "11.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, event_task,
                 event_queue, pending, fault>>

Modprobe11Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "11.wait", "11.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, event_task,
                 event_queue, pending, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe11Put ==
  /\ At(modprobe, "11.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, event_task,
                         event_queue, pending, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, event_task,
                 event_queue, pending, fault>>

Modprobe ==
  \/ Modprobe6Create \/ Modprobe6Wake \/ Modprobe6Store
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10
  \/ Modprobe11Load \/ Modprobe11Get \/ Modprobe11Set \/ Modprobe11Notify
  \/ Modprobe11Wake \/ Modprobe11Wait \/ Modprobe11Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* network *)

Network12 ==                                     \* pending = true
  /\ Go(network, "12", "13")
  /\ pending' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, fault>>

Network13 ==                                     \* wake_up(&event_queue)
  /\ Go(network, "13", "done")
  /\ WakeQueue(event_queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, event_task,
                 event_queue, pending, fault>>

Network ==
  \/ Network12
  \/ Network13

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 event_task, event_queue, pending>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "6.create" @@ network :> "12"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe} |-> NULL]
  /\ module      = "coming"
  /\ event_task  = NULL
  /\ event_queue = {}
  /\ pending     = FALSE
  /\ fault       = "none"

Next ==
  \/ EventKthread
  \/ Modprobe
  \/ ModprobeLive
  \/ Network
  \/ \E c \in {event_kthread, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(EventKthread \/ FetchFault(event_kthread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe11Wait)

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

NoDoubleStop == pc[modprobe] = "11.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "11.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[event_kthread] = "gone" => usage[event_kthread] = 0)

ExitedOnce == exited[event_kthread] <= 1

NothingLeaked == module = "freed" => ~(pc[event_kthread] = "born" /\ asleep[event_kthread])

StopResultCorrect ==
  pc[modprobe] = "11.put" /\ arg[modprobe] = event_kthread =>
    pc[event_kthread] \in {"exited", "dead", "gone"} /\ result[event_kthread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"11.notify", "11.wake", "11.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {event_kthread, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[event_kthread] => pc[event_kthread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
