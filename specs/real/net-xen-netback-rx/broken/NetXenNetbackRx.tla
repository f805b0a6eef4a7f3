-------------------------- MODULE NetXenNetbackRx ---------------------------
(****************************************************************************)
(* Nobody holds a reference on a thread that may end by itself.             *)
(*                                                                          *)
(*   rx_kthread   1  while (!kthread_should_stop()) {                       *)
(*                2      wait_event_interruptible(rx_queue, fatal_error ||  *)
(*                kthread_should_stop());                                   *)
(*                3      if (fatal_error) {                                 *)
(*                4          break;                                         *)
(*                5      }                                                  *)
(*                6  }                                                      *)
(*                7  return 0;                                              *)
(*   init         8  rx_task = kthread_run(rx_kthread, NULL, "rx_kthread"); *)
(*                9  if (IS_ERR(rx_task)) {                                 *)
(*               10      return -ENOMEM;                                    *)
(*               11  }                                                      *)
(*               12  return 0;                                              *)
(*   exit        13  if (rx_task) {                                         *)
(*               14      kthread_stop(rx_task);                             *)
(*               15  }                                                      *)
(*   frontend    16  fatal_error = true;                                    *)
(*               17  wake_up(&rx_queue);                                    *)
(****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  rx_kthread,       \* a kthread
  modprobe,         \* the task that loads and unloads the module
  frontend,         \* something outside of the module
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
  rx_task,          \* struct task_struct *
  rx_queue,         \* wait_queue_head_t: who is on it
  fatal_error,      \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
    rx_queue, fatal_error, fault>>

Kthreads   == {rx_kthread}
Contexts   == {rx_kthread, modprobe, frontend}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "16", "17"}
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
                 rx_task, rx_queue, fatal_error>>

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
Ready(c) == pc[c] = "14.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* rx_kthread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
RxKthreadBorn ==
  /\ At(rx_kthread, "born")
  /\ IF shouldStop[rx_kthread]
     THEN Goto(rx_kthread, "exit") /\ result' = [result EXCEPT ![rx_kthread] = -4]
     ELSE Goto(rx_kthread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthread1 ==                                    \* while (!kthread_should_stop())
  /\ Go(rx_kthread, "1", IF shouldStop[rx_kthread] THEN "7" ELSE "2.check.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

\* 2  wait_event_interruptible(rx_queue, fatal_error || kthread_should_stop())
RxKthread2CheckA ==                              \* tests fatal_error
  /\ Go(rx_kthread, "2.check.a", IF fatal_error THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthread2CheckB ==                              \* tests kthread_should_stop()
  /\ Go(rx_kthread, "2.check.b", IF shouldStop[rx_kthread] THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthread2Prepare ==                             \* queues on rx_queue, sets TASK_INTERRUPTIBLE
  /\ At(rx_kthread, "2.prepare")
  /\ IF notified[rx_kthread]
     THEN Goto(rx_kthread, "2.retest.a") /\ rx_queue' = rx_queue \ {rx_kthread} /\ UNCHANGED state
     ELSE /\ Goto(rx_kthread, "2.test.a")
          /\ rx_queue' = rx_queue \cup {rx_kthread}
          /\ state' = [state EXCEPT ![rx_kthread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 fatal_error, fault>>

RxKthread2TestA ==                               \* tests fatal_error
  /\ Go(rx_kthread, "2.test.a", IF fatal_error THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthread2TestB ==                               \* tests kthread_should_stop()
  /\ Go(rx_kthread, "2.test.b", IF shouldStop[rx_kthread] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthread2Sleep ==                               \* calls schedule()
  /\ Go(rx_kthread, "2.sleep", "2.prepare")
  /\ Schedule(rx_kthread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rx_task, rx_queue,
                 fatal_error, fault>>

RxKthread2RetestA ==                             \* tests fatal_error
  /\ Go(rx_kthread, "2.retest.a", IF fatal_error THEN "2.finish" ELSE "2.retest.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthread2RetestB ==                             \* tests kthread_should_stop()
  /\ Go(rx_kthread, "2.retest.b", IF shouldStop[rx_kthread] THEN "2.finish" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthread2Finish ==                              \* leaves rx_queue, sets TASK_RUNNING
  /\ Go(rx_kthread, "2.finish", "3")
  /\ state' = [state EXCEPT ![rx_kthread] = "RUNNING"]
  /\ rx_queue' = rx_queue \ {rx_kthread}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 fatal_error, fault>>

RxKthread3 ==                                    \* if (fatal_error)
  /\ Go(rx_kthread, "3", IF fatal_error THEN "7" ELSE "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthread7 ==                                    \* return 0
  /\ Go(rx_kthread, "7", "exit")
  /\ result' = [result EXCEPT ![rx_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthreadExit ==                                 \* X4: completes 'exited'
  /\ Go(rx_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![rx_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

RxKthreadExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(rx_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![rx_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
RxKthreadDead ==
  /\ At(rx_kthread, "dead")
  /\ IF usage[rx_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(rx_kthread, "gone")
          /\ usage' = [usage EXCEPT ![rx_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         rx_task, rx_queue, fatal_error, fault>>

RxKthread ==
  \/ RxKthreadBorn
  \/ RxKthread1
  \/ RxKthread2CheckA \/ RxKthread2CheckB \/ RxKthread2Prepare \/ RxKthread2TestA
  \/ RxKthread2TestB \/ RxKthread2Sleep \/ RxKthread2RetestA \/ RxKthread2RetestB
  \/ RxKthread2Finish
  \/ RxKthread3
  \/ RxKthread7
  \/ RxKthreadExit \/ RxKthreadExited \/ RxKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 8  rx_task = kthread_run(rx_kthread, NULL, "rx_kthread")
Modprobe8Create ==                               \* C1..C5: creates a thread of rx_kthread
  /\ At(modprobe, "8.create")
  /\ \/ Create(modprobe, rx_kthread, "8.wake")
     \/ /\ Goto(modprobe, "8.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, rx_task, rx_queue, fatal_error,
                 fault>>

Modprobe8Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "8.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "8.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rx_task,
                         rx_queue, fatal_error, fault>>

Modprobe8Store ==                                \* stores the pointer in rx_task
  /\ Go(modprobe, "8.store", "9")
  /\ rx_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, rx_queue,
                 fatal_error, fault>>

Modprobe9 ==                                     \* if (IS_ERR(rx_task))
  /\ Go(modprobe, "9", IF rx_task = ERR THEN "10" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

Modprobe10 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "10", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rx_task,
                 rx_queue, fatal_error, fault>>

Modprobe12 ==                                    \* return 0
  /\ Go(modprobe, "12", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rx_task,
                 rx_queue, fatal_error, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "13")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rx_task,
                 rx_queue, fatal_error, fault>>

Modprobe13 ==                                    \* if (rx_task)
  /\ Go(modprobe, "13", IF rx_task = NULL THEN "sync" ELSE "14.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

\* 14  kthread_stop(rx_task)
Modprobe14Load ==                                \* S0: reads rx_task
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = rx_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, rx_task,
                 rx_queue, fatal_error, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         rx_task, rx_queue, fatal_error, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, rx_task, rx_queue,
                 fatal_error, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, rx_task, rx_queue,
                 fatal_error, fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rx_task, rx_queue,
                 fatal_error, fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, rx_task,
                         rx_queue, fatal_error, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fatal_error, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rx_task,
                 rx_queue, fatal_error, fault>>

Modprobe ==
  \/ Modprobe8Create \/ Modprobe8Wake \/ Modprobe8Store
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Get \/ Modprobe14Set \/ Modprobe14Notify
  \/ Modprobe14Wake \/ Modprobe14Wait \/ Modprobe14Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* frontend *)

Frontend16 ==                                    \* fatal_error = true
  /\ Go(frontend, "16", "17")
  /\ fatal_error' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rx_task,
                 rx_queue, fault>>

Frontend17 ==                                    \* wake_up(&rx_queue)
  /\ Go(frontend, "17", "done")
  /\ WakeQueue(rx_queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rx_task, rx_queue,
                 fatal_error, fault>>

Frontend ==
  \/ Frontend16
  \/ Frontend17

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 rx_task, rx_queue, fatal_error>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "8.create" @@ frontend :> "16"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe} |-> NULL]
  /\ module      = "coming"
  /\ rx_task     = NULL
  /\ rx_queue    = {}
  /\ fatal_error = FALSE
  /\ fault       = "none"

Next ==
  \/ RxKthread
  \/ Modprobe
  \/ ModprobeLive
  \/ Frontend
  \/ \E c \in {rx_kthread, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(RxKthread \/ FetchFault(rx_kthread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Wait)

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

NoDoubleStop == pc[modprobe] = "14.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "14.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[rx_kthread] = "gone" => usage[rx_kthread] = 0)

ExitedOnce == exited[rx_kthread] <= 1

NothingLeaked == module = "freed" => ~(pc[rx_kthread] = "born" /\ asleep[rx_kthread])

StopResultCorrect ==
  pc[modprobe] = "14.put" /\ arg[modprobe] = rx_kthread => /\ pc[rx_kthread] \in
                                                                {"exited", "dead", "gone"}
                                                           /\ result[rx_kthread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"14.notify", "14.wake", "14.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {rx_kthread, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[rx_kthread] => pc[rx_kthread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
