-------------------------- MODULE TestKunitTimeout --------------------------
(*********************************************************************************)
(* A test that timed out is stopped.                                             *)
(*                                                                               *)
(*   test_thread   1  msleep(100);                                               *)
(*                 2  kthread_complete_and_exit(&done, 0);                       *)
(*   init          3  test_task = kthread_run(test_thread, NULL, "test_thread"); *)
(*                 4  if (IS_ERR(test_task)) {                                   *)
(*                 5      return -ENOMEM;                                        *)
(*                 6  }                                                          *)
(*                 7  left = wait_for_completion_timeout(&done, HZ);             *)
(*                 8  if (!left) {                                               *)
(*                 9      kthread_stop(test_task);                               *)
(*                10  }                                                          *)
(*                11  return 0;                                                  *)
(*********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  test_thread,      \* a kthread
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
  test_task,        \* struct task_struct *
  done,             \* struct completion
  left,             \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, test_task, done,
    left, fault>>

Kthreads   == {test_thread}
Contexts   == {test_thread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "2.complete", "2.exit", "exited", "dead", "gone", "sync", "live",
   "free", "done"}
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
                 test_task, done, left>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "9.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* test_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
TestThreadBorn ==
  /\ At(test_thread, "born")
  /\ IF shouldStop[test_thread]
     THEN Goto(test_thread, "exit") /\ result' = [result EXCEPT ![test_thread] = -4]
     ELSE Goto(test_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, test_task, done,
                 left, fault>>

TestThread1 ==                                   \* msleep(100)
  /\ Go(test_thread, "1", "2.call")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done, left, fault>>

\* 2  kthread_complete_and_exit(&done, 0)
\* X0: calls into core text; no module instruction follows
TestThread2Call ==
  /\ Go(test_thread, "2.call", "2.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done, left, fault>>

TestThread2Complete ==                           \* completes done
  /\ Go(test_thread, "2.complete", "2.exit")
  /\ done' = done + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, left, fault>>

TestThread2Exit ==                               \* X1: leaves the thread
  /\ Go(test_thread, "2.exit", "exit")
  /\ result' = [result EXCEPT ![test_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, test_task, done,
                 left, fault>>

TestThreadExit ==                                \* X4: completes 'exited'
  /\ Go(test_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![test_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, test_task, done,
                 left, fault>>

TestThreadExited ==                              \* X7..X10: is reaped and leaves its CPU
  /\ Go(test_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![test_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, test_task,
                 done, left, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
TestThreadDead ==
  /\ At(test_thread, "dead")
  /\ IF usage[test_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(test_thread, "gone")
          /\ usage' = [usage EXCEPT ![test_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         test_task, done, left, fault>>

TestThread ==
  \/ TestThreadBorn
  \/ TestThread1
  \/ TestThread2Call \/ TestThread2Complete \/ TestThread2Exit
  \/ TestThreadExit \/ TestThreadExited \/ TestThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 3  test_task = kthread_run(test_thread, NULL, "test_thread")
Modprobe3Create ==                               \* C1..C5: creates a thread of test_thread
  /\ At(modprobe, "3.create")
  /\ \/ Create(modprobe, test_thread, "3.wake")
     \/ /\ Goto(modprobe, "3.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, test_task, done, left, fault>>

Modprobe3Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "3.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "3.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, test_task,
                         done, left, fault>>

Modprobe3Store ==                                \* stores the pointer in test_task
  /\ Go(modprobe, "3.store", "4")
  /\ test_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, done, left,
                 fault>>

Modprobe4 ==                                     \* if (IS_ERR(test_task))
  /\ Go(modprobe, "4", IF test_task = ERR THEN "5" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done, left, fault>>

Modprobe5 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "5", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, done,
                 left, fault>>

Modprobe7 ==                                     \* left = wait_for_completion_timeout(&done, HZ)
  /\ Go(modprobe, "7", "8")
  /\ IF done > 0
     THEN done' = done - 1 /\ left' = [left EXCEPT ![modprobe] = 1]
     ELSE left' = [left EXCEPT ![modprobe] = 0] /\ UNCHANGED done
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, fault>>

Modprobe8 ==                                     \* if (!left)
  /\ Go(modprobe, "8", IF left[modprobe] = 0 THEN "9.load" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done, left, fault>>

\* 9  kthread_stop(test_task)
Modprobe9Load ==                                 \* S0: reads test_task
  /\ Go(modprobe, "9.load", "9.get")
  /\ arg' = [arg EXCEPT ![modprobe] = test_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, test_task,
                 done, left, fault>>

Modprobe9Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "9.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "9.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         test_task, done, left, fault>>

Modprobe9Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "9.set", "9.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, test_task, done,
                 left, fault>>

Modprobe9Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "9.notify", "9.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, test_task, done,
                 left, fault>>

Modprobe9Wake ==                                 \* S7: wakes the thread
  /\ Go(modprobe, "9.wake", "9.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, test_task, done, left,
                 fault>>

Modprobe9Wait ==                                 \* S8: waits for 'exited'
  /\ Go(modprobe, "9.wait", "9.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, test_task, done,
                 left, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe9Put ==
  /\ At(modprobe, "9.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "11")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, test_task,
                         done, left, fault>>

Modprobe11 ==                                    \* return 0
  /\ Go(modprobe, "11", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, done,
                 left, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "sync")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, done,
                 left, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done, left, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, done,
                 left, fault>>

Modprobe ==
  \/ Modprobe3Create \/ Modprobe3Wake \/ Modprobe3Store
  \/ Modprobe4
  \/ Modprobe5
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe9Load \/ Modprobe9Get \/ Modprobe9Set \/ Modprobe9Notify
  \/ Modprobe9Wake \/ Modprobe9Wait \/ Modprobe9Put
  \/ Modprobe11
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done, left>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "3.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ test_task  = NULL
  /\ done       = 0
  /\ left       = [c \in {modprobe} |-> 0]
  /\ fault      = "none"

Next ==
  \/ TestThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(TestThread \/ FetchFault(test_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7 \/ Modprobe9Wait)

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

NoDoubleStop == pc[modprobe] = "9.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "9.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[test_thread] = "gone" => usage[test_thread] = 0)

ExitedOnce == exited[test_thread] <= 1

NothingLeaked == module = "freed" => ~(pc[test_thread] = "born" /\ asleep[test_thread])

StopResultCorrect ==
  pc[modprobe] = "9.put" /\ arg[modprobe] = test_thread => /\ pc[test_thread] \in
                                                                {"exited", "dead", "gone"}
                                                           /\ result[test_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"9.notify", "9.wake", "9.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[test_thread] => pc[test_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
