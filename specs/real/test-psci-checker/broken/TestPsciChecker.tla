-------------------------- MODULE TestPsciChecker ---------------------------
(**********************************************************************************************)
(* The thread is stopped as any other.                                                        *)
(*                                                                                            *)
(*   suspend_test_thread   1  complete(&threads_done);                                        *)
(*                         2  while (1) {                                                     *)
(*                         3      set_current_state(TASK_INTERRUPTIBLE);                      *)
(*                         4      if (kthread_should_stop()) {                                *)
(*                         5          break;                                                  *)
(*                         6      }                                                           *)
(*                         7      schedule();                                                 *)
(*                         8  }                                                               *)
(*                         9  __set_current_state(TASK_RUNNING);                              *)
(*                        10  return 0;                                                       *)
(*   init                 11  suspend_task = kthread_create_on_cpu(suspend_test_thread, NULL, *)
(*   cpu, "suspend_test_thread");                                                             *)
(*                        12  if (IS_ERR(suspend_task)) {                                     *)
(*                        13      return -ENOMEM;                                             *)
(*                        14  }                                                               *)
(*                        15  kthread_set_per_cpu(suspend_task, cpu);                         *)
(*                        16  wake_up_process(suspend_task);                                  *)
(*                        17  return 0;                                                       *)
(*   exit                 18  wait_for_completion(&threads_done);                             *)
(*                        19  kthread_stop(suspend_task);                                     *)
(**********************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  suspend_test_thread,  \* a kthread
  modprobe,             \* the task that loads and unloads the module
  NULL,                 \* no task
  ERR,                  \* an error pointer
  StopNotifies,         \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  UnparkOnlyIfParkBit,  \* kthread_unpark() returns at once when no park was requested
  \* kthread_bind() warns of every thread that was woken before, one that it can bind included
  BindWarnsOfStarted

VARIABLES
  pc,                   \* where each context is in its program
  state,                \* task state
  asleep,               \* off the run queue
  shouldStop,           \* KTHREAD_SHOULD_STOP
  notified,             \* TIF_NOTIFY_SIGNAL
  exited,               \* count of the completion that kthread_stop() waits for
  result,               \* what the thread function returned
  usage,                \* references on the task; 0 is no task, or a freed one
  cpuBound,             \* PF_NO_SETAFFINITY: bound to a CPU
  perCpu,               \* KTHREAD_IS_PER_CPU
  arg,                  \* the task that each context's call is about
  module,               \* "coming", "live", "going" or "freed"
  warned,               \* the kernel printed a warning
  suspend_task,         \* struct task_struct *
  threads_done,         \* struct completion
  fault                 \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu, arg, module,
    warned, suspend_task, threads_done, fault>>

Kthreads            == {suspend_test_thread}
Contexts            == {suspend_test_thread, modprobe}
TaskNormal          == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
TaskUninterruptible == {"UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText            ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
Out                 == {"exit", "exited", "dead", "gone"}

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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, module, warned, suspend_task, threads_done>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "11.bind" => (BadTask(arg[c]) = "none" => Inactive(arg[c]))
  /\ pc[c] = "18" => threads_done > 0
  /\ pc[c] = "19.rebind" => (BadTask(arg[c]) = "none" => ((/\ /\ perCpu[arg[c]]
                                                              /\ ~UnparkOnlyIfParkBit
                                                           /\ state[arg[c]] = "PARKED") =>
                                                            asleep[arg[c]]))
  /\ pc[c] = "19.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* suspend_test_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SuspendTestThreadBorn ==
  /\ At(suspend_test_thread, "born")
  /\ IF shouldStop[suspend_test_thread]
     THEN Goto(suspend_test_thread, "exit") /\ result' = [result EXCEPT ![suspend_test_thread] = -4]
     ELSE Goto(suspend_test_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, cpuBound, perCpu, arg,
                 module, warned, suspend_task, threads_done, fault>>

SuspendTestThread1 ==                            \* complete(&threads_done)
  /\ Go(suspend_test_thread, "1", "3")
  /\ threads_done' = threads_done + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, module, warned, suspend_task, fault>>

SuspendTestThread3 ==                            \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(suspend_test_thread, "3", "4")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu, arg,
                 module, warned, suspend_task, threads_done, fault>>

SuspendTestThread4 ==                            \* if (kthread_should_stop())
  /\ Go(suspend_test_thread, "4", IF shouldStop[suspend_test_thread] THEN "9" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThread7 ==                            \* schedule()
  /\ Go(suspend_test_thread, "7", "3")
  /\ Schedule(suspend_test_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, cpuBound, perCpu, arg, module,
                 warned, suspend_task, threads_done, fault>>

SuspendTestThread9 ==                            \* __set_current_state(TASK_RUNNING)
  /\ Go(suspend_test_thread, "9", "10")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu, arg,
                 module, warned, suspend_task, threads_done, fault>>

SuspendTestThread10 ==                           \* return 0
  /\ Go(suspend_test_thread, "10", "exit")
  /\ result' = [result EXCEPT ![suspend_test_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, cpuBound, perCpu, arg,
                 module, warned, suspend_task, threads_done, fault>>

SuspendTestThreadExit ==                         \* X4: completes 'exited'
  /\ Go(suspend_test_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![suspend_test_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, cpuBound, perCpu, arg,
                 module, warned, suspend_task, threads_done, fault>>

SuspendTestThreadExited ==                       \* X7..X10: is reaped and leaves its CPU
  /\ Go(suspend_test_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![suspend_test_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu, arg,
                 module, warned, suspend_task, threads_done, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SuspendTestThreadDead ==
  /\ At(suspend_test_thread, "dead")
  /\ IF usage[suspend_test_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(suspend_test_thread, "gone")
          /\ usage' = [usage EXCEPT ![suspend_test_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, cpuBound, perCpu,
                         arg, module, warned, suspend_task, threads_done, fault>>

SuspendTestThread ==
  \/ SuspendTestThreadBorn
  \/ SuspendTestThread1
  \/ SuspendTestThread3
  \/ SuspendTestThread4
  \/ SuspendTestThread7
  \/ SuspendTestThread9
  \/ SuspendTestThread10
  \/ SuspendTestThreadExit \/ SuspendTestThreadExited \/ SuspendTestThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 11  suspend_task = kthread_create_on_cpu(suspend_test_thread, NULL, cpu, "suspend_test_thread")
Modprobe11Create ==                              \* C1..C5: creates a thread of suspend_test_thread
  /\ At(modprobe, "11.create")
  /\ \/ Create(modprobe, suspend_test_thread, "11.bind")
     \/ /\ Goto(modprobe, "11.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, cpuBound, perCpu, module, warned,
                 suspend_task, threads_done, fault>>

Modprobe11Bind ==                                \* binds the new thread to its CPU
  /\ At(modprobe, "11.bind")
  /\ BadTask(arg[modprobe]) = "none" => Inactive(arg[modprobe])
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.store")
          /\ warned' = (\/ warned
                        \/ state[arg[modprobe]] \notin TaskUninterruptible
                        \/ (BindWarnsOfStarted /\ pc[arg[modprobe]] # "born"))
          /\ cpuBound' = [cpuBound EXCEPT ![arg[modprobe]] =
                                            @ \/ ~(state[arg[modprobe]] \notin TaskUninterruptible)]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, perCpu, arg,
                         module, suspend_task, threads_done, fault>>

Modprobe11Store ==                               \* stores the pointer in suspend_task
  /\ Go(modprobe, "11.store", "12")
  /\ suspend_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 module, warned, threads_done, fault>>

Modprobe12 ==                                    \* if (IS_ERR(suspend_task))
  /\ Go(modprobe, "12", IF suspend_task = ERR THEN "13" ELSE "15.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, module, warned, suspend_task, threads_done, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, warned, suspend_task, threads_done, fault>>

\* 15  kthread_set_per_cpu(suspend_task, cpu)
Modprobe15Load ==                                \* S0: reads suspend_task
  /\ Go(modprobe, "15.load", "15.mark")
  /\ arg' = [arg EXCEPT ![modprobe] = suspend_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 module, warned, suspend_task, threads_done, fault>>

\* marks suspend_task as per-CPU, or takes the mark off
Modprobe15Mark ==
  /\ At(modprobe, "15.mark")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.load")
          /\ warned' = (warned \/ ~cpuBound[arg[modprobe]])
          /\ perCpu' = [perCpu EXCEPT ![arg[modprobe]] = TRUE]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound,
                         module, suspend_task, threads_done, fault>>

\* 16  wake_up_process(suspend_task)
Modprobe16Load ==                                \* S0: reads suspend_task
  /\ Go(modprobe, "16.load", "16.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = suspend_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 module, warned, suspend_task, threads_done, fault>>

Modprobe16Wake ==                                \* wakes suspend_task
  /\ At(modprobe, "16.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, cpuBound, perCpu, module,
                         warned, suspend_task, threads_done, fault>>

Modprobe17 ==                                    \* return 0
  /\ Go(modprobe, "17", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, warned, suspend_task, threads_done, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "18")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, warned, suspend_task, threads_done, fault>>

Modprobe18 ==                                    \* wait_for_completion(&threads_done)
  /\ Go(modprobe, "18", "19.load")
  /\ threads_done > 0
  /\ threads_done' = threads_done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, module, warned, suspend_task, fault>>

\* 19  kthread_stop(suspend_task)
Modprobe19Load ==                                \* S0: reads suspend_task
  /\ Go(modprobe, "19.load", "19.get")
  /\ arg' = [arg EXCEPT ![modprobe] = suspend_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 module, warned, suspend_task, threads_done, fault>>

Modprobe19Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "19.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, cpuBound, perCpu,
                         arg, module, warned, suspend_task, threads_done, fault>>

Modprobe19Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "19.set", "19.rebind")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, cpuBound, perCpu, arg, module,
                 warned, suspend_task, threads_done, fault>>

\* S5: binds the thread to its CPU again, if it is marked as per-CPU
Modprobe19Rebind ==
  /\ At(modprobe, "19.rebind")
  /\ BadTask(arg[modprobe]) = "none" => ((/\ perCpu[arg[modprobe]] /\ ~UnparkOnlyIfParkBit
                                          /\ state[arg[modprobe]] = "PARKED") =>
                                           asleep[arg[modprobe]])
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19.notify")
          /\ warned' = (\/ warned
                        \/ (/\ perCpu[arg[modprobe]] /\ ~UnparkOnlyIfParkBit
                            /\ state[arg[modprobe]] # "PARKED"))
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound,
                         perCpu, arg, module, suspend_task, threads_done, fault>>

Modprobe19Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "19.notify", "19.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, cpuBound, perCpu, arg, module,
                 warned, suspend_task, threads_done, fault>>

Modprobe19Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "19.wake", "19.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, cpuBound, perCpu, arg, module,
                 warned, suspend_task, threads_done, fault>>

Modprobe19Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "19.wait", "19.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, cpuBound, perCpu, arg,
                 module, warned, suspend_task, threads_done, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe19Put ==
  /\ At(modprobe, "19.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, cpuBound, perCpu,
                         module, warned, suspend_task, threads_done, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, module, warned, suspend_task, threads_done, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, warned, suspend_task, threads_done, fault>>

Modprobe ==
  \/ Modprobe11Create \/ Modprobe11Bind \/ Modprobe11Store
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15Load \/ Modprobe15Mark
  \/ Modprobe16Load \/ Modprobe16Wake
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe19Load \/ Modprobe19Get \/ Modprobe19Set \/ Modprobe19Rebind
  \/ Modprobe19Notify \/ Modprobe19Wake \/ Modprobe19Wait \/ Modprobe19Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, cpuBound, perCpu,
                 arg, module, warned, suspend_task, threads_done>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "11.create"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ cpuBound     = [t \in Kthreads |-> FALSE]
  /\ perCpu       = [t \in Kthreads |-> FALSE]
  /\ arg          = [c \in {modprobe} |-> NULL]
  /\ module       = "coming"
  /\ warned       = FALSE
  /\ suspend_task = NULL
  /\ threads_done = 0
  /\ fault        = "none"

Next ==
  \/ SuspendTestThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(SuspendTestThread \/ FetchFault(suspend_test_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe11Bind \/ Modprobe18 \/ Modprobe19Rebind \/ Modprobe19Wait)

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

NoDoubleStop == pc[modprobe] = "19.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "19.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[suspend_test_thread] = "gone" => usage[suspend_test_thread] = 0)

ExitedOnce == exited[suspend_test_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => ~(pc[suspend_test_thread] = "born" /\ asleep[suspend_test_thread])

StopResultCorrect ==
  pc[modprobe] = "19.put" /\ arg[modprobe] = suspend_test_thread =>
    /\ pc[suspend_test_thread] \in {"exited", "dead", "gone"}
    /\ result[suspend_test_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"19.notify", "19.wake", "19.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[suspend_test_thread] => pc[suspend_test_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
