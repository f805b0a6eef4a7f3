----------------------- MODULE NfsSvcThreadInitMended -----------------------
(********************************************************************************)
(* A thread that failed says so, and its starter cleans up.                     *)
(*                                                                              *)
(*   svc_thread      1  if (out_of_memory()) {                                  *)
(*                   2      failed = true;                                      *)
(*                   3      kthread_complete_and_exit(&ready, -ENOMEM);         *)
(*                   4  }                                                       *)
(*                   5  complete(&ready);                                       *)
(*                   6  while (!kthread_should_stop()) {                        *)
(*                   7      msleep(100);                                        *)
(*                   8  }                                                       *)
(*                   9  return 0;                                               *)
(*   init           10  return 0;                                               *)
(*   exit           11  if (svc_task) {                                         *)
(*                  12      kthread_stop(svc_task);                             *)
(*                  13  }                                                       *)
(*   start_threads  14  mutex_lock(&sv_mutex);                                  *)
(*                  15  svc_task = kthread_run(svc_thread, NULL, "svc_thread"); *)
(*                  16  if (IS_ERR(svc_task)) {                                 *)
(*                  17      svc_task = NULL;                                    *)
(*                  18      mutex_unlock(&sv_mutex);                            *)
(*                  19      return -ENOMEM;                                     *)
(*                  20  }                                                       *)
(*                  21  wait_for_completion(&ready);                            *)
(*                  22  if (failed) {                                           *)
(*                  23      svc_task = NULL;                                    *)
(*                  24  }                                                       *)
(*                  25  mutex_unlock(&sv_mutex);                                *)
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
  failed,           \* bool
  svc_task,         \* struct task_struct *
  sv_mutex,         \* struct mutex: its owner
  ready,            \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    failed, svc_task, sv_mutex, ready, fault>>

Kthreads   == {svc_thread}
Contexts   == {svc_thread, modprobe, start_threads}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "3.complete", "3.exit", "exited", "dead", "gone", "live", "sync",
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
                 refs, warned, failed, svc_task, sv_mutex, ready>>

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
  /\ pc[c] = "12.wait" => exited[arg[c]] > 0
  /\ pc[c] = "14" => sv_mutex = none
  /\ pc[c] = "21" => ready > 0

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
                 failed, svc_task, sv_mutex, ready, fault>>

SvcThread1 ==                                    \* if (out_of_memory())
  /\ At(svc_thread, "1")
  /\ Goto(svc_thread, "2") \/ Goto(svc_thread, "5")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, ready, fault>>

SvcThread2 ==                                    \* failed = true
  /\ Go(svc_thread, "2", "3.call")
  /\ failed' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, svc_task, sv_mutex, ready, fault>>

\* 3  kthread_complete_and_exit(&ready, -ENOMEM)
\* X0: calls into core text; no module instruction follows
SvcThread3Call ==
  /\ Go(svc_thread, "3.call", "3.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, ready, fault>>

SvcThread3Complete ==                            \* completes ready
  /\ Go(svc_thread, "3.complete", "3.exit")
  /\ ready' = ready + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, fault>>

SvcThread3Exit ==                                \* X1: leaves the thread
  /\ Go(svc_thread, "3.exit", "exit")
  /\ result' = [result EXCEPT ![svc_thread] = -12]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

SvcThread5 ==                                    \* complete(&ready)
  /\ Go(svc_thread, "5", "6")
  /\ ready' = ready + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, fault>>

SvcThread6 ==                                    \* while (!kthread_should_stop())
  /\ Go(svc_thread, "6", IF shouldStop[svc_thread] THEN "9" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, ready, fault>>

SvcThread7 ==                                    \* msleep(100)
  /\ Go(svc_thread, "7", "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, ready, fault>>

SvcThread9 ==                                    \* return 0
  /\ Go(svc_thread, "9", "exit")
  /\ result' = [result EXCEPT ![svc_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

SvcThreadExit ==                                 \* X4: completes 'exited'
  /\ Go(svc_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![svc_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

SvcThreadExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(svc_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![svc_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SvcThreadDead ==
  /\ At(svc_thread, "dead")
  /\ IF usage[svc_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(svc_thread, "gone")
          /\ usage' = [usage EXCEPT ![svc_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, failed, svc_task, sv_mutex, ready, fault>>

SvcThread ==
  \/ SvcThreadBorn
  \/ SvcThread1
  \/ SvcThread2
  \/ SvcThread3Call \/ SvcThread3Complete \/ SvcThread3Exit
  \/ SvcThread5
  \/ SvcThread6
  \/ SvcThread7
  \/ SvcThread9
  \/ SvcThreadExit \/ SvcThreadExited \/ SvcThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe10 ==                                    \* return 0
  /\ Go(modprobe, "10", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, failed,
                 svc_task, sv_mutex, ready, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "11")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, failed,
                 svc_task, sv_mutex, ready, fault>>

Modprobe11 ==                                    \* if (svc_task)
  /\ Go(modprobe, "11", IF svc_task = NULL THEN "sync" ELSE "12.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, ready, fault>>

\* 12  kthread_stop(svc_task)
Modprobe12Load ==                                \* S0: reads svc_task
  /\ Go(modprobe, "12.load", "12.get")
  /\ arg' = [arg EXCEPT ![modprobe] = svc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

Modprobe12Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "12.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, failed, svc_task, sv_mutex, ready, fault>>

Modprobe12Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "12.set", "12.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

Modprobe12Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "12.notify", "12.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

Modprobe12Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "12.wake", "12.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, failed,
                 svc_task, sv_mutex, ready, fault>>

Modprobe12Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "12.wait", "12.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe12Put ==
  /\ At(modprobe, "12.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, failed, svc_task, sv_mutex, ready, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, ready, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

Modprobe ==
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12Load \/ Modprobe12Get \/ Modprobe12Set \/ Modprobe12Notify
  \/ Modprobe12Wake \/ Modprobe12Wait \/ Modprobe12Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* start_threads *)

StartThreadsIdle ==                              \* a user calls into the module
  /\ Go(start_threads, "idle", "14")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

StartThreads14 ==                                \* mutex_lock(&sv_mutex)
  /\ Go(start_threads, "14", "15.create")
  /\ sv_mutex = none
  /\ sv_mutex' = start_threads
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, ready, fault>>

\* 15  svc_task = kthread_run(svc_thread, NULL, "svc_thread")
StartThreads15Create ==                          \* C1..C5: creates a thread of svc_thread
  /\ At(start_threads, "15.create")
  /\ \/ Create(start_threads, svc_thread, "15.wake")
     \/ /\ Goto(start_threads, "15.store")
        /\ arg' = [arg EXCEPT ![start_threads] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, failed, svc_task,
                 sv_mutex, ready, fault>>

StartThreads15Wake ==                            \* wakes the new thread
  /\ At(start_threads, "15.wake")
  /\ IF BadTask(arg[start_threads]) # "none"
     THEN Crash(BadTask(arg[start_threads]))
     ELSE /\ Goto(start_threads, "15.store")
          /\ Wake(arg[start_threads])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         failed, svc_task, sv_mutex, ready, fault>>

StartThreads15Store ==                           \* stores the pointer in svc_task
  /\ Go(start_threads, "15.store", "16")
  /\ svc_task' = arg[start_threads]
  /\ arg' = [arg EXCEPT ![start_threads] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 failed, sv_mutex, ready, fault>>

StartThreads16 ==                                \* if (IS_ERR(svc_task))
  /\ Go(start_threads, "16", IF svc_task = ERR THEN "17" ELSE "21")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, ready, fault>>

StartThreads17 ==                                \* svc_task = NULL
  /\ Go(start_threads, "17", "18")
  /\ svc_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, sv_mutex, ready, fault>>

StartThreads18 ==                                \* mutex_unlock(&sv_mutex)
  /\ Go(start_threads, "18", "19")
  /\ sv_mutex' = none
  /\ warned' = (warned \/ sv_mutex # start_threads)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 failed, svc_task, ready, fault>>

StartThreads19 ==                                \* return -ENOMEM
  /\ Go(start_threads, "19", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, ready, fault>>

StartThreads21 ==                                \* wait_for_completion(&ready)
  /\ Go(start_threads, "21", "22")
  /\ ready > 0
  /\ ready' = ready - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, fault>>

StartThreads22 ==                                \* if (failed)
  /\ Go(start_threads, "22", IF failed THEN "23" ELSE "25")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, svc_task, sv_mutex, ready, fault>>

StartThreads23 ==                                \* svc_task = NULL
  /\ Go(start_threads, "23", "25")
  /\ svc_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, failed, sv_mutex, ready, fault>>

StartThreads25 ==                                \* mutex_unlock(&sv_mutex)
  /\ Go(start_threads, "25", "leave")
  /\ sv_mutex' = none
  /\ warned' = (warned \/ sv_mutex # start_threads)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 failed, svc_task, ready, fault>>

StartThreadsLeave ==                             \* the call returns to user space
  /\ Go(start_threads, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 failed, svc_task, sv_mutex, ready, fault>>

StartThreads ==
  \/ StartThreads14
  \/ StartThreads15Create \/ StartThreads15Wake \/ StartThreads15Store
  \/ StartThreads16
  \/ StartThreads17
  \/ StartThreads18
  \/ StartThreads19
  \/ StartThreads21
  \/ StartThreads22
  \/ StartThreads23
  \/ StartThreads25
  \/ StartThreadsLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, failed, svc_task, sv_mutex, ready>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "10" @@ start_threads :> "idle"
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
  /\ failed     = FALSE
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
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe12Wait)
  /\ WF_vars(StartThreads \/ FetchFault(start_threads))
  /\ SF_vars(StartThreads14 \/ StartThreads21)

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

NoDoubleStop == pc[modprobe] = "12.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "12.set" => arg[modprobe] # modprobe

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
  pc[modprobe] = "12.put" /\ arg[modprobe] = svc_thread => /\ pc[svc_thread] \in
                                                                {"exited", "dead", "gone"}
                                                           /\ result[svc_thread] \in {-12, -4, 0}

StopPending    == pc[modprobe] \in {"12.notify", "12.wake", "12.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[svc_thread] => pc[svc_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[start_threads] \in {"idle", "done"} \/ fault # "none")
=============================================================================
