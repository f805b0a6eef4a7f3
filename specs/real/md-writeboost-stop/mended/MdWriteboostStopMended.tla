----------------------- MODULE MdWriteboostStopMended -----------------------
(*******************************************************************************)
(* The thread is stopped after the lock.                                       *)
(*                                                                             *)
(*   flush_proc   1  while (!kthread_should_stop()) {                          *)
(*                2      msleep(100);                                          *)
(*                3  }                                                         *)
(*                4  return 0;                                                 *)
(*   init         5  flush_task = kthread_run(flush_proc, NULL, "flush_proc"); *)
(*                6  if (IS_ERR(flush_task)) {                                 *)
(*                7      return -ENOMEM;                                       *)
(*                8  }                                                         *)
(*                9  return 0;                                                 *)
(*   exit        10  spin_lock(&settings_lock);                                *)
(*               11  enabled = false;                                          *)
(*               12  spin_unlock(&settings_lock);                              *)
(*               13  kthread_stop(flush_task);                                 *)
(*******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  flush_proc,       \* a kthread
  modprobe,         \* the task that loads and unloads the module
  NULL,             \* no task
  ERR,              \* an error pointer
  none,             \* the owner of a lock that is free
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
  warned,           \* the kernel printed a warning
  flush_task,       \* struct task_struct *
  settings_lock,    \* spinlock_t: its owner
  enabled,          \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
    flush_task, settings_lock, enabled, fault>>

Kthreads   == {flush_proc}
Contexts   == {flush_proc, modprobe}
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
                 warned, flush_task, settings_lock, enabled>>

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
  /\ pc[c] = "10" => settings_lock = none
  /\ pc[c] = "13.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* flush_proc *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
FlushProcBorn ==
  /\ At(flush_proc, "born")
  /\ IF shouldStop[flush_proc]
     THEN Goto(flush_proc, "exit") /\ result' = [result EXCEPT ![flush_proc] = -4]
     ELSE Goto(flush_proc, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

FlushProc1 ==                                    \* while (!kthread_should_stop())
  /\ Go(flush_proc, "1", IF shouldStop[flush_proc] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

FlushProc2 ==                                    \* msleep(100)
  /\ Go(flush_proc, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

FlushProc4 ==                                    \* return 0
  /\ Go(flush_proc, "4", "exit")
  /\ result' = [result EXCEPT ![flush_proc] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

FlushProcExit ==                                 \* X4: completes 'exited'
  /\ Go(flush_proc, "exit", "exited")
  /\ exited' = [exited EXCEPT ![flush_proc] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

FlushProcExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(flush_proc, "exited", "dead")
  /\ state' = [state EXCEPT ![flush_proc] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
FlushProcDead ==
  /\ At(flush_proc, "dead")
  /\ IF usage[flush_proc] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(flush_proc, "gone")
          /\ usage' = [usage EXCEPT ![flush_proc] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         flush_task, settings_lock, enabled, fault>>

FlushProc ==
  \/ FlushProcBorn
  \/ FlushProc1
  \/ FlushProc2
  \/ FlushProc4
  \/ FlushProcExit \/ FlushProcExited \/ FlushProcDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 5  flush_task = kthread_run(flush_proc, NULL, "flush_proc")
Modprobe5Create ==                               \* C1..C5: creates a thread of flush_proc
  /\ At(modprobe, "5.create")
  /\ \/ Create(modprobe, flush_proc, "5.wake")
     \/ /\ Goto(modprobe, "5.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, flush_task, settings_lock,
                 enabled, fault>>

Modprobe5Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "5.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "5.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned,
                         flush_task, settings_lock, enabled, fault>>

Modprobe5Store ==                                \* stores the pointer in flush_task
  /\ Go(modprobe, "5.store", "6")
  /\ flush_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 settings_lock, enabled, fault>>

Modprobe6 ==                                     \* if (IS_ERR(flush_task))
  /\ Go(modprobe, "6", IF flush_task = ERR THEN "7" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

Modprobe7 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "7", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 flush_task, settings_lock, enabled, fault>>

Modprobe9 ==                                     \* return 0
  /\ Go(modprobe, "9", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 flush_task, settings_lock, enabled, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "10")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 flush_task, settings_lock, enabled, fault>>

Modprobe10 ==                                    \* spin_lock(&settings_lock)
  /\ Go(modprobe, "10", "11")
  /\ settings_lock = none
  /\ settings_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 flush_task, enabled, fault>>

Modprobe11 ==                                    \* enabled = false
  /\ Go(modprobe, "11", "12")
  /\ enabled' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 flush_task, settings_lock, fault>>

Modprobe12 ==                                    \* spin_unlock(&settings_lock)
  /\ Go(modprobe, "12", "13.load")
  /\ settings_lock' = none
  /\ warned' = (warned \/ settings_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 flush_task, enabled, fault>>

\* 13  kthread_stop(flush_task)
Modprobe13Load ==                                \* S0: reads flush_task
  /\ Go(modprobe, "13.load", "13.get")
  /\ arg' = [arg EXCEPT ![modprobe] = flush_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 flush_task, settings_lock, enabled, fault>>

Modprobe13Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "13.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "13.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         flush_task, settings_lock, enabled, fault>>

Modprobe13Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "13.set", "13.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, flush_task,
                 settings_lock, enabled, fault>>

Modprobe13Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "13.notify", "13.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

Modprobe13Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "13.wake", "13.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, flush_task,
                 settings_lock, enabled, fault>>

Modprobe13Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "13.wait", "13.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe13Put ==
  /\ At(modprobe, "13.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         flush_task, settings_lock, enabled, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 flush_task, settings_lock, enabled, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 flush_task, settings_lock, enabled, fault>>

Modprobe ==
  \/ Modprobe5Create \/ Modprobe5Wake \/ Modprobe5Store
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13Load \/ Modprobe13Get \/ Modprobe13Set \/ Modprobe13Notify
  \/ Modprobe13Wake \/ Modprobe13Wait \/ Modprobe13Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, flush_task, settings_lock, enabled>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"] @@ modprobe :> "5.create"
  /\ state         = [t \in Kthreads |-> "NEW"]
  /\ asleep        = [t \in Kthreads |-> FALSE]
  /\ shouldStop    = [t \in Kthreads |-> FALSE]
  /\ notified      = [t \in Kthreads |-> FALSE]
  /\ exited        = [t \in Kthreads |-> 0]
  /\ result        = [t \in Kthreads |-> 0]
  /\ usage         = [t \in Kthreads |-> 0]
  /\ arg           = [c \in {modprobe} |-> NULL]
  /\ module        = "coming"
  /\ warned        = FALSE
  /\ flush_task    = NULL
  /\ settings_lock = none
  /\ enabled       = TRUE
  /\ fault         = "none"

Next ==
  \/ FlushProc
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(FlushProc \/ FetchFault(flush_proc))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe10 \/ Modprobe13Wait)

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

NoDoubleStop == pc[modprobe] = "13.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "13.set" => arg[modprobe] # modprobe

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[flush_proc] = "gone" => usage[flush_proc] = 0)

ExitedOnce == exited[flush_proc] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[flush_proc] = "born" /\ asleep[flush_proc])

LocksReleased == settings_lock = none \/ InModuleText(settings_lock)

StopResultCorrect ==
  pc[modprobe] = "13.put" /\ arg[modprobe] = flush_proc => /\ pc[flush_proc] \in
                                                                {"exited", "dead", "gone"}
                                                           /\ result[flush_proc] \in {-4, 0}

StopPending    == pc[modprobe] \in {"13.notify", "13.wake", "13.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[flush_proc] => pc[flush_proc] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
