----------------------- MODULE MediaCecDisableMended ------------------------
(*********************************************************************************)
(* Who disables the adapter ends the transmit.                                   *)
(*                                                                               *)
(*   cec_thread   1  while (!kthread_should_stop()) {                            *)
(*                2      mutex_lock(&adap_lock);                                 *)
(*                3      if (configured) {                                       *)
(*                4          in_progress = true;                                 *)
(*                5      }                                                       *)
(*                6      mutex_unlock(&adap_lock);                               *)
(*                7      wait_event(kthread_waitq, !in_progress);                *)
(*                8  }                                                           *)
(*                9  return 0;                                                   *)
(*   init        10  kthread_task = kthread_run(cec_thread, NULL, "cec_thread"); *)
(*               11  if (IS_ERR(kthread_task)) {                                 *)
(*               12      return -ENOMEM;                                         *)
(*               13  }                                                           *)
(*               14  return 0;                                                   *)
(*   exit        15  mutex_lock(&adap_lock);                                     *)
(*               16  configured = false;                                         *)
(*               17  in_progress = false;                                        *)
(*               18  mutex_unlock(&adap_lock);                                   *)
(*               19  wake_up(&kthread_waitq);                                    *)
(*               20  kthread_stop(kthread_task);                                 *)
(*   hardware    21  in_progress = false;                                        *)
(*               22  wake_up(&kthread_waitq);                                    *)
(*********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  cec_thread,       \* a kthread
  modprobe,         \* the task that loads and unloads the module
  hardware,         \* something outside of the module
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
  kthread_task,     \* struct task_struct *
  kthread_waitq,    \* wait_queue_head_t: who is on it
  adap_lock,        \* struct mutex: its owner
  configured,       \* bool
  in_progress,      \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
    kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Kthreads   == {cec_thread}
Contexts   == {cec_thread, modprobe, hardware}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "21", "22"}
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
                 warned, kthread_task, kthread_waitq, adap_lock, configured, in_progress>>

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
Ready(c) ==
  /\ pc[c] \in {"2", "15"} => adap_lock = none
  /\ pc[c] = "20.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* cec_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
CecThreadBorn ==
  /\ At(cec_thread, "born")
  /\ IF shouldStop[cec_thread]
     THEN Goto(cec_thread, "exit") /\ result' = [result EXCEPT ![cec_thread] = -4]
     ELSE Goto(cec_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

CecThread1 ==                                    \* while (!kthread_should_stop())
  /\ Go(cec_thread, "1", IF shouldStop[cec_thread] THEN "9" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

CecThread2 ==                                    \* mutex_lock(&adap_lock)
  /\ Go(cec_thread, "2", "3")
  /\ adap_lock = none
  /\ adap_lock' = cec_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, configured, in_progress, fault>>

CecThread3 ==                                    \* if (configured)
  /\ Go(cec_thread, "3", IF configured THEN "4" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

CecThread4 ==                                    \* in_progress = true
  /\ Go(cec_thread, "4", "6")
  /\ in_progress' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, fault>>

CecThread6 ==                                    \* mutex_unlock(&adap_lock)
  /\ Go(cec_thread, "6", "7.check")
  /\ adap_lock' = none
  /\ warned' = (warned \/ adap_lock # cec_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 kthread_task, kthread_waitq, configured, in_progress, fault>>

\* 7  wait_event(kthread_waitq, !in_progress)
CecThread7Check ==                               \* tests in_progress
  /\ Go(cec_thread, "7.check", IF in_progress THEN "7.prepare" ELSE "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

\* queues on kthread_waitq, sets TASK_UNINTERRUPTIBLE
CecThread7Prepare ==
  /\ Go(cec_thread, "7.prepare", "7.test")
  /\ kthread_waitq' = kthread_waitq \cup {cec_thread}
  /\ state' = [state EXCEPT ![cec_thread] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, adap_lock, configured, in_progress, fault>>

CecThread7Test ==                                \* tests in_progress
  /\ Go(cec_thread, "7.test", IF in_progress THEN "7.sleep" ELSE "7.finish")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

CecThread7Sleep ==                               \* calls schedule()
  /\ Go(cec_thread, "7.sleep", "7.prepare")
  /\ Schedule(cec_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, kthread_task,
                 kthread_waitq, adap_lock, configured, in_progress, fault>>

CecThread7Finish ==                              \* leaves kthread_waitq, sets TASK_RUNNING
  /\ Go(cec_thread, "7.finish", "1")
  /\ state' = [state EXCEPT ![cec_thread] = "RUNNING"]
  /\ kthread_waitq' = kthread_waitq \ {cec_thread}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, adap_lock, configured, in_progress, fault>>

CecThread9 ==                                    \* return 0
  /\ Go(cec_thread, "9", "exit")
  /\ result' = [result EXCEPT ![cec_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

CecThreadExit ==                                 \* X4: completes 'exited'
  /\ Go(cec_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![cec_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

CecThreadExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(cec_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![cec_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
CecThreadDead ==
  /\ At(cec_thread, "dead")
  /\ IF usage[cec_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(cec_thread, "gone")
          /\ usage' = [usage EXCEPT ![cec_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

CecThread ==
  \/ CecThreadBorn
  \/ CecThread1
  \/ CecThread2
  \/ CecThread3
  \/ CecThread4
  \/ CecThread6
  \/ CecThread7Check \/ CecThread7Prepare \/ CecThread7Test \/ CecThread7Sleep
  \/ CecThread7Finish
  \/ CecThread9
  \/ CecThreadExit \/ CecThreadExited \/ CecThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  kthread_task = kthread_run(cec_thread, NULL, "cec_thread")
Modprobe10Create ==                              \* C1..C5: creates a thread of cec_thread
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, cec_thread, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, kthread_task,
                 kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned,
                         kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe10Store ==                               \* stores the pointer in kthread_task
  /\ Go(modprobe, "10.store", "11")
  /\ kthread_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe11 ==                                    \* if (IS_ERR(kthread_task))
  /\ Go(modprobe, "11", IF kthread_task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe15 ==                                    \* mutex_lock(&adap_lock)
  /\ Go(modprobe, "15", "16")
  /\ adap_lock = none
  /\ adap_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, configured, in_progress, fault>>

Modprobe16 ==                                    \* configured = false
  /\ Go(modprobe, "16", "17")
  /\ configured' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, in_progress, fault>>

Modprobe17 ==                                    \* in_progress = false
  /\ Go(modprobe, "17", "18")
  /\ in_progress' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, fault>>

Modprobe18 ==                                    \* mutex_unlock(&adap_lock)
  /\ Go(modprobe, "18", "19")
  /\ adap_lock' = none
  /\ warned' = (warned \/ adap_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 kthread_task, kthread_waitq, configured, in_progress, fault>>

Modprobe19 ==                                    \* wake_up(&kthread_waitq)
  /\ Go(modprobe, "19", "20.load")
  /\ WakeQueue(kthread_waitq, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, kthread_task,
                 kthread_waitq, adap_lock, configured, in_progress, fault>>

\* 20  kthread_stop(kthread_task)
Modprobe20Load ==                                \* S0: reads kthread_task
  /\ Go(modprobe, "20.load", "20.get")
  /\ arg' = [arg EXCEPT ![modprobe] = kthread_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe20Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "20.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe20Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "20.set", "20.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe20Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "20.notify", "20.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe20Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "20.wake", "20.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, kthread_task,
                 kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe20Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "20.wait", "20.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe20Put ==
  /\ At(modprobe, "20.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, in_progress, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe19
  \/ Modprobe20Load \/ Modprobe20Get \/ Modprobe20Set \/ Modprobe20Notify
  \/ Modprobe20Wake \/ Modprobe20Wait \/ Modprobe20Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* hardware *)

Hardware21 ==                                    \* in_progress = false
  /\ Go(hardware, "21", "22")
  /\ in_progress' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 kthread_task, kthread_waitq, adap_lock, configured, fault>>

Hardware22 ==                                    \* wake_up(&kthread_waitq)
  /\ Go(hardware, "22", "done")
  /\ WakeQueue(kthread_waitq, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, kthread_task,
                 kthread_waitq, adap_lock, configured, in_progress, fault>>

Hardware ==
  \/ Hardware21
  \/ Hardware22

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, kthread_task, kthread_waitq, adap_lock, configured, in_progress>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"] @@ modprobe :> "10.create" @@ hardware :> "21"
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
  /\ kthread_task  = NULL
  /\ kthread_waitq = {}
  /\ adap_lock     = none
  /\ configured    = TRUE
  /\ in_progress   = FALSE
  /\ fault         = "none"

Next ==
  \/ CecThread
  \/ Modprobe
  \/ ModprobeLive
  \/ Hardware
  \/ \E c \in {cec_thread, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(CecThread \/ FetchFault(cec_thread))
  /\ SF_vars(CecThread2)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe15 \/ Modprobe20Wait)

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

NoDoubleStop == pc[modprobe] = "20.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "20.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[cec_thread] = "gone" => usage[cec_thread] = 0)

ExitedOnce == exited[cec_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[cec_thread] = "born" /\ asleep[cec_thread])

LocksReleased == adap_lock = none \/ adap_lock \in {hardware} \/ InModuleText(adap_lock)

StopResultCorrect ==
  pc[modprobe] = "20.put" /\ arg[modprobe] = cec_thread => /\ pc[cec_thread] \in
                                                                {"exited", "dead", "gone"}
                                                           /\ result[cec_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"20.notify", "20.wake", "20.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {cec_thread, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[cec_thread] => pc[cec_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
