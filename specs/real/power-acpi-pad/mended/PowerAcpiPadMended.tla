------------------------- MODULE PowerAcpiPadMended -------------------------
(*******************************************************************************)
(* The thread moves under a lock of its own.                                   *)
(*                                                                             *)
(*   power_saving_thread   1  while (!kthread_should_stop()) {                 *)
(*                         2      mutex_lock(&round_robin_lock);               *)
(*                         3      moved = true;                                *)
(*                         4      mutex_unlock(&round_robin_lock);             *)
(*                         5      msleep(100);                                 *)
(*                         6  }                                                *)
(*                         7  return 0;                                        *)
(*   init                  8  mutex_lock(&isolated_cpus_lock);                 *)
(*                         9  ps_task = kthread_run(power_saving_thread, NULL, *)
(*                         "power_saving_thread");                             *)
(*                        10  mutex_unlock(&isolated_cpus_lock);               *)
(*                        11  if (IS_ERR(ps_task)) {                           *)
(*                        12      return -ENOMEM;                              *)
(*                        13  }                                                *)
(*                        14  return 0;                                        *)
(*   exit                 15  mutex_lock(&isolated_cpus_lock);                 *)
(*                        16  kthread_stop(ps_task);                           *)
(*                        17  mutex_unlock(&isolated_cpus_lock);               *)
(*******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  power_saving_thread,  \* a kthread
  modprobe,             \* the task that loads and unloads the module
  NULL,                 \* no task
  ERR,                  \* an error pointer
  none,                 \* the owner of a lock that is free
  StopNotifies          \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                   \* where each context is in its program
  state,                \* task state
  asleep,               \* off the run queue
  shouldStop,           \* KTHREAD_SHOULD_STOP
  notified,             \* TIF_NOTIFY_SIGNAL
  exited,               \* count of the completion that kthread_stop() waits for
  result,               \* what the thread function returned
  usage,                \* references on the task; 0 is no task, or a freed one
  arg,                  \* the task that each context's call is about
  module,               \* "coming", "live", "going" or "freed"
  warned,               \* the kernel printed a warning
  round_robin_lock,     \* struct mutex: its owner
  ps_task,              \* struct task_struct *
  isolated_cpus_lock,   \* struct mutex: its owner
  moved,                \* bool
  fault                 \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
    round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Kthreads   == {power_saving_thread}
Contexts   == {power_saving_thread, modprobe}
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
                 warned, round_robin_lock, ps_task, isolated_cpus_lock, moved>>

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
Ready(c) ==
  /\ pc[c] = "2" => round_robin_lock = none
  /\ pc[c] \in {"8", "15"} => isolated_cpus_lock = none
  /\ pc[c] = "16.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* power_saving_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
PowerSavingThreadBorn ==
  /\ At(power_saving_thread, "born")
  /\ IF shouldStop[power_saving_thread]
     THEN Goto(power_saving_thread, "exit") /\ result' = [result EXCEPT ![power_saving_thread] = -4]
     ELSE Goto(power_saving_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

PowerSavingThread1 ==                            \* while (!kthread_should_stop())
  /\ Go(power_saving_thread, "1", IF shouldStop[power_saving_thread] THEN "7" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

PowerSavingThread2 ==                            \* mutex_lock(&round_robin_lock)
  /\ Go(power_saving_thread, "2", "3")
  /\ round_robin_lock = none
  /\ round_robin_lock' = power_saving_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ps_task, isolated_cpus_lock, moved, fault>>

PowerSavingThread3 ==                            \* moved = true
  /\ Go(power_saving_thread, "3", "4")
  /\ moved' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, fault>>

PowerSavingThread4 ==                            \* mutex_unlock(&round_robin_lock)
  /\ Go(power_saving_thread, "4", "5")
  /\ round_robin_lock' = none
  /\ warned' = (warned \/ round_robin_lock # power_saving_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ps_task,
                 isolated_cpus_lock, moved, fault>>

PowerSavingThread5 ==                            \* msleep(100)
  /\ Go(power_saving_thread, "5", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

PowerSavingThread7 ==                            \* return 0
  /\ Go(power_saving_thread, "7", "exit")
  /\ result' = [result EXCEPT ![power_saving_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

PowerSavingThreadExit ==                         \* X4: completes 'exited'
  /\ Go(power_saving_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![power_saving_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

PowerSavingThreadExited ==                       \* X7..X10: is reaped and leaves its CPU
  /\ Go(power_saving_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![power_saving_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
PowerSavingThreadDead ==
  /\ At(power_saving_thread, "dead")
  /\ IF usage[power_saving_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(power_saving_thread, "gone")
          /\ usage' = [usage EXCEPT ![power_saving_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

PowerSavingThread ==
  \/ PowerSavingThreadBorn
  \/ PowerSavingThread1
  \/ PowerSavingThread2
  \/ PowerSavingThread3
  \/ PowerSavingThread4
  \/ PowerSavingThread5
  \/ PowerSavingThread7
  \/ PowerSavingThreadExit \/ PowerSavingThreadExited \/ PowerSavingThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe8 ==                                     \* mutex_lock(&isolated_cpus_lock)
  /\ Go(modprobe, "8", "9.create")
  /\ isolated_cpus_lock = none
  /\ isolated_cpus_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, moved, fault>>

\* 9  ps_task = kthread_run(power_saving_thread, NULL, "power_saving_thread")
Modprobe9Create ==                               \* C1..C5: creates a thread of power_saving_thread
  /\ At(modprobe, "9.create")
  /\ \/ Create(modprobe, power_saving_thread, "9.wake")
     \/ /\ Goto(modprobe, "9.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, round_robin_lock, ps_task,
                 isolated_cpus_lock, moved, fault>>

Modprobe9Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "9.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "9.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned,
                         round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe9Store ==                                \* stores the pointer in ps_task
  /\ Go(modprobe, "9.store", "10")
  /\ ps_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 round_robin_lock, isolated_cpus_lock, moved, fault>>

Modprobe10 ==                                    \* mutex_unlock(&isolated_cpus_lock)
  /\ Go(modprobe, "10", "11")
  /\ isolated_cpus_lock' = none
  /\ warned' = (warned \/ isolated_cpus_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 round_robin_lock, ps_task, moved, fault>>

Modprobe11 ==                                    \* if (IS_ERR(ps_task))
  /\ Go(modprobe, "11", IF ps_task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe15 ==                                    \* mutex_lock(&isolated_cpus_lock)
  /\ Go(modprobe, "15", "16.load")
  /\ isolated_cpus_lock = none
  /\ isolated_cpus_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, moved, fault>>

\* 16  kthread_stop(ps_task)
Modprobe16Load ==                                \* S0: reads ps_task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ps_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "17")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe17 ==                                    \* mutex_unlock(&isolated_cpus_lock)
  /\ Go(modprobe, "17", "sync")
  /\ isolated_cpus_lock' = none
  /\ warned' = (warned \/ isolated_cpus_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 round_robin_lock, ps_task, moved, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 round_robin_lock, ps_task, isolated_cpus_lock, moved, fault>>

Modprobe ==
  \/ Modprobe8
  \/ Modprobe9Create \/ Modprobe9Wake \/ Modprobe9Store
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ Modprobe17
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, round_robin_lock, ps_task, isolated_cpus_lock, moved>>

Init ==
  /\ pc                 = [t \in Kthreads |-> "none"] @@ modprobe :> "8"
  /\ state              = [t \in Kthreads |-> "NEW"]
  /\ asleep             = [t \in Kthreads |-> FALSE]
  /\ shouldStop         = [t \in Kthreads |-> FALSE]
  /\ notified           = [t \in Kthreads |-> FALSE]
  /\ exited             = [t \in Kthreads |-> 0]
  /\ result             = [t \in Kthreads |-> 0]
  /\ usage              = [t \in Kthreads |-> 0]
  /\ arg                = [c \in {modprobe} |-> NULL]
  /\ module             = "coming"
  /\ warned             = FALSE
  /\ round_robin_lock   = none
  /\ ps_task            = NULL
  /\ isolated_cpus_lock = none
  /\ moved              = FALSE
  /\ fault              = "none"

Next ==
  \/ PowerSavingThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(PowerSavingThread \/ FetchFault(power_saving_thread))
  /\ SF_vars(PowerSavingThread2)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe8 \/ Modprobe15 \/ Modprobe16Wait)

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

NoDoubleStop == pc[modprobe] = "16.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "16.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[power_saving_thread] = "gone" => usage[power_saving_thread] = 0)

ExitedOnce == exited[power_saving_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => ~(pc[power_saving_thread] = "born" /\ asleep[power_saving_thread])

LocksReleased ==
  /\ round_robin_lock = none \/ InModuleText(round_robin_lock)
  /\ isolated_cpus_lock = none \/ InModuleText(isolated_cpus_lock)

StopResultCorrect ==
  pc[modprobe] = "16.put" /\ arg[modprobe] = power_saving_thread =>
    /\ pc[power_saving_thread] \in {"exited", "dead", "gone"}
    /\ result[power_saving_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"16.notify", "16.wake", "16.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[power_saving_thread] => pc[power_saving_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
