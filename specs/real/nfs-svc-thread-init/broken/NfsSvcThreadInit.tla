-------------------------- MODULE NfsSvcThreadInit --------------------------
(********************************************************************************)
(* A thread that failed cleans up under the mutex.                              *)
(*                                                                              *)
(*   svc_thread      1  if (out_of_memory()) {                                  *)
(*                   2      mutex_lock(&sv_mutex);                              *)
(*                   3      svc_task = NULL;                                    *)
(*                   4      mutex_unlock(&sv_mutex);                            *)
(*                   5      kthread_complete_and_exit(&ready, -ENOMEM);         *)
(*                   6  }                                                       *)
(*                   7  complete(&ready);                                       *)
(*                   8  while (!kthread_should_stop()) {                        *)
(*                   9      msleep(100);                                        *)
(*                  10  }                                                       *)
(*                  11  return 0;                                               *)
(*   init           12  return 0;                                               *)
(*   exit           13  if (svc_task) {                                         *)
(*                  14      kthread_stop(svc_task);                             *)
(*                  15  }                                                       *)
(*   start_threads  16  mutex_lock(&sv_mutex);                                  *)
(*                  17  svc_task = kthread_run(svc_thread, NULL, "svc_thread"); *)
(*                  18  if (IS_ERR(svc_task)) {                                 *)
(*                  19      svc_task = NULL;                                    *)
(*                  20      mutex_unlock(&sv_mutex);                            *)
(*                  21      return -ENOMEM;                                     *)
(*                  22  }                                                       *)
(*                  23  wait_for_completion(&ready);                            *)
(*                  24  mutex_unlock(&sv_mutex);                                *)
(********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  svc_thread,       \* a kthread
  modprobe,         \* the task that loads and unloads the module
  start_threads,    \* a task that calls start_threads()
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
  refs,             \* references on the module: one is its own, one more is held during init
  warned,           \* the kernel printed a warning
  svc_task,         \* struct task_struct *
  sv_mutex,         \* struct mutex: its owner
  ready,            \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    svc_task, sv_mutex, ready, fault>>

Kthreads   == {svc_thread}
Contexts   == {svc_thread, modprobe, start_threads}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "5.complete", "5.exit", "exited", "dead", "gone", "live", "sync",
   "free", "done", "idle", "leave"}
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
                 refs, warned, svc_task, sv_mutex, ready>>

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
  /\ pc[c] \in {"2", "16"} => sv_mutex = none
  /\ pc[c] = "14.wait" => exited[arg[c]] > 0
  /\ pc[c] = "23" => ready > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* svc_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SvcThreadBorn ==
  /\ At(svc_thread, "born")
  /\ IF shouldStop[svc_thread]
     THEN Goto(svc_thread, "exit") /\ result' = [result EXCEPT ![svc_thread] = -4]
     ELSE Goto(svc_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

SvcThread1 ==                                    \* if (out_of_memory())
  /\ At(svc_thread, "1")
  /\ Goto(svc_thread, "2") \/ Goto(svc_thread, "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, ready, fault>>

SvcThread2 ==                                    \* mutex_lock(&sv_mutex)
  /\ Go(svc_thread, "2", "3")
  /\ sv_mutex = none
  /\ sv_mutex' = svc_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, ready, fault>>

SvcThread3 ==                                    \* svc_task = NULL
  /\ Go(svc_thread, "3", "4")
  /\ svc_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, sv_mutex, ready, fault>>

SvcThread4 ==                                    \* mutex_unlock(&sv_mutex)
  /\ Go(svc_thread, "4", "5.call")
  /\ sv_mutex' = none
  /\ warned' = (warned \/ sv_mutex # svc_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 svc_task, ready, fault>>

\* 5  kthread_complete_and_exit(&ready, -ENOMEM)
\* X0: calls into core text; no module instruction follows
SvcThread5Call ==
  /\ Go(svc_thread, "5.call", "5.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, ready, fault>>

SvcThread5Complete ==                            \* completes ready
  /\ Go(svc_thread, "5.complete", "5.exit")
  /\ ready' = ready + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, fault>>

SvcThread5Exit ==                                \* X1: leaves the thread
  /\ Go(svc_thread, "5.exit", "exit")
  /\ result' = [result EXCEPT ![svc_thread] = -12]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

SvcThread7 ==                                    \* complete(&ready)
  /\ Go(svc_thread, "7", "8")
  /\ ready' = ready + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, fault>>

SvcThread8 ==                                    \* while (!kthread_should_stop())
  /\ Go(svc_thread, "8", IF shouldStop[svc_thread] THEN "11" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, ready, fault>>

SvcThread9 ==                                    \* msleep(100)
  /\ Go(svc_thread, "9", "8")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, ready, fault>>

SvcThread11 ==                                   \* return 0
  /\ Go(svc_thread, "11", "exit")
  /\ result' = [result EXCEPT ![svc_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

SvcThreadExit ==                                 \* X4: completes 'exited'
  /\ Go(svc_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![svc_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

SvcThreadExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(svc_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![svc_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SvcThreadDead ==
  /\ At(svc_thread, "dead")
  /\ IF usage[svc_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(svc_thread, "gone")
          /\ usage' = [usage EXCEPT ![svc_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, svc_task, sv_mutex, ready, fault>>

SvcThread ==
  \/ SvcThreadBorn
  \/ SvcThread1
  \/ SvcThread2
  \/ SvcThread3
  \/ SvcThread4
  \/ SvcThread5Call \/ SvcThread5Complete \/ SvcThread5Exit
  \/ SvcThread7
  \/ SvcThread8
  \/ SvcThread9
  \/ SvcThread11
  \/ SvcThreadExit \/ SvcThreadExited \/ SvcThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe12 ==                                    \* return 0
  /\ Go(modprobe, "12", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 svc_task, sv_mutex, ready, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "13")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 svc_task, sv_mutex, ready, fault>>

Modprobe13 ==                                    \* if (svc_task)
  /\ Go(modprobe, "13", IF svc_task = NULL THEN "sync" ELSE "14.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, ready, fault>>

\* 14  kthread_stop(svc_task)
Modprobe14Load ==                                \* S0: reads svc_task
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = svc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, svc_task, sv_mutex, ready, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, svc_task,
                 sv_mutex, ready, fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, svc_task, sv_mutex, ready, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, ready, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 svc_task, sv_mutex, ready, fault>>

Modprobe ==
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Get \/ Modprobe14Set \/ Modprobe14Notify
  \/ Modprobe14Wake \/ Modprobe14Wait \/ Modprobe14Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* start_threads *)

StartThreadsIdle ==                              \* a user calls into the module
  /\ Go(start_threads, "idle", "16")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 svc_task, sv_mutex, ready, fault>>

StartThreads16 ==                                \* mutex_lock(&sv_mutex)
  /\ Go(start_threads, "16", "17.create")
  /\ sv_mutex = none
  /\ sv_mutex' = start_threads
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, ready, fault>>

\* 17  svc_task = kthread_run(svc_thread, NULL, "svc_thread")
StartThreads17Create ==                          \* C1..C5: creates a thread of svc_thread
  /\ At(start_threads, "17.create")
  /\ \/ Create(start_threads, svc_thread, "17.wake")
     \/ /\ Goto(start_threads, "17.store")
        /\ arg' = [arg EXCEPT ![start_threads] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, svc_task, sv_mutex,
                 ready, fault>>

StartThreads17Wake ==                            \* wakes the new thread
  /\ At(start_threads, "17.wake")
  /\ IF BadTask(arg[start_threads]) # "none"
     THEN Crash(BadTask(arg[start_threads]))
     ELSE /\ Goto(start_threads, "17.store")
          /\ Wake(arg[start_threads])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         svc_task, sv_mutex, ready, fault>>

StartThreads17Store ==                           \* stores the pointer in svc_task
  /\ Go(start_threads, "17.store", "18")
  /\ svc_task' = arg[start_threads]
  /\ arg' = [arg EXCEPT ![start_threads] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 sv_mutex, ready, fault>>

StartThreads18 ==                                \* if (IS_ERR(svc_task))
  /\ Go(start_threads, "18", IF svc_task = ERR THEN "19" ELSE "23")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, ready, fault>>

StartThreads19 ==                                \* svc_task = NULL
  /\ Go(start_threads, "19", "20")
  /\ svc_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, sv_mutex, ready, fault>>

StartThreads20 ==                                \* mutex_unlock(&sv_mutex)
  /\ Go(start_threads, "20", "21")
  /\ sv_mutex' = none
  /\ warned' = (warned \/ sv_mutex # start_threads)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 svc_task, ready, fault>>

StartThreads21 ==                                \* return -ENOMEM
  /\ Go(start_threads, "21", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, ready, fault>>

StartThreads23 ==                                \* wait_for_completion(&ready)
  /\ Go(start_threads, "23", "24")
  /\ ready > 0
  /\ ready' = ready - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, fault>>

StartThreads24 ==                                \* mutex_unlock(&sv_mutex)
  /\ Go(start_threads, "24", "leave")
  /\ sv_mutex' = none
  /\ warned' = (warned \/ sv_mutex # start_threads)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 svc_task, ready, fault>>

StartThreadsLeave ==                             \* the call returns to user space
  /\ Go(start_threads, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 svc_task, sv_mutex, ready, fault>>

StartThreads ==
  \/ StartThreads16
  \/ StartThreads17Create \/ StartThreads17Wake \/ StartThreads17Store
  \/ StartThreads18
  \/ StartThreads19
  \/ StartThreads20
  \/ StartThreads21
  \/ StartThreads23
  \/ StartThreads24
  \/ StartThreadsLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, svc_task, sv_mutex, ready>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "12" @@ start_threads :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, start_threads} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ svc_task   = NULL
  /\ sv_mutex   = none
  /\ ready      = 0
  /\ fault      = "none"

Next ==
  \/ SvcThread
  \/ Modprobe
  \/ ModprobeLive
  \/ StartThreads
  \/ StartThreadsIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(SvcThread \/ FetchFault(svc_thread))
  /\ SF_vars(SvcThread2)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Wait)
  /\ WF_vars(StartThreads \/ FetchFault(start_threads))
  /\ SF_vars(StartThreads16 \/ StartThreads23)

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

NoDoubleStop == pc[modprobe] = "14.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "14.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[svc_thread] \in {"none", "gone"}
  /\ pc[start_threads] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[svc_thread] = "gone" => usage[svc_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[svc_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[svc_thread] = "born" /\ asleep[svc_thread])

LocksReleased == sv_mutex = none \/ InModuleText(sv_mutex)

StopResultCorrect ==
  pc[modprobe] = "14.put" /\ arg[modprobe] = svc_thread => /\ pc[svc_thread] \in
                                                                {"exited", "dead", "gone"}
                                                           /\ result[svc_thread] \in {-12, -4, 0}

StopPending    == pc[modprobe] \in {"14.notify", "14.wake", "14.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[svc_thread] => pc[svc_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[start_threads] \in {"idle", "done"} \/ fault # "none")
=============================================================================
