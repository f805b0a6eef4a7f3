------------------------ MODULE VirtioBalloonResize -------------------------
(**********************************************************************************)
(* The condition is tested with the state of the wait set.                        *)
(*                                                                                *)
(*   balloon   1  while (!kthread_should_stop()) {                                *)
(*             2      prepare_to_wait(&config_change, &wait, TASK_INTERRUPTIBLE); *)
(*             3      mutex_lock(&config_lock);                                   *)
(*             4      changed = false;                                            *)
(*             5      mutex_unlock(&config_lock);                                 *)
(*             6      if (!kthread_should_stop()) {                               *)
(*             7          schedule();                                             *)
(*             8      }                                                           *)
(*             9      finish_wait(&config_change, &wait);                         *)
(*            10  }                                                               *)
(*            11  return 0;                                                       *)
(*   init     12  balloon_task = kthread_run(balloon, NULL, "balloon");           *)
(*            13  if (IS_ERR(balloon_task)) {                                     *)
(*            14      return -ENOMEM;                                             *)
(*            15  }                                                               *)
(*            16  return 0;                                                       *)
(*   exit     17  kthread_stop(balloon_task);                                     *)
(*   host     18  changed = true;                                                 *)
(*            19  wake_up(&config_change);                                        *)
(**********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  balloon,          \* a kthread
  modprobe,         \* the task that loads and unloads the module
  host,             \* something outside of the module
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
  balloon_task,     \* struct task_struct *
  config_change,    \* wait_queue_head_t: who is on it
  config_lock,      \* struct mutex: its owner
  changed,          \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
    balloon_task, config_change, config_lock, changed, fault>>

Kthreads   == {balloon}
Contexts   == {balloon, modprobe, host}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "18", "19"}
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
                 warned, balloon_task, config_change, config_lock, changed>>

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
  /\ pc[c] = "3.wait" => config_lock = none
  /\ pc[c] = "17.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* balloon *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
BalloonBorn ==
  /\ At(balloon, "born")
  /\ IF shouldStop[balloon]
     THEN Goto(balloon, "exit") /\ result' = [result EXCEPT ![balloon] = -4]
     ELSE Goto(balloon, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Balloon1 ==                                      \* while (!kthread_should_stop())
  /\ Go(balloon, "1", IF shouldStop[balloon] THEN "11" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* prepare_to_wait(&config_change, &wait, TASK_INTERRUPTIBLE)
Balloon2 ==
  /\ Go(balloon, "2", "3.try")
  /\ config_change' = config_change \cup {balloon}
  /\ state' = [state EXCEPT ![balloon] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_lock, changed, fault>>

\* 3  mutex_lock(&config_lock)
Balloon3Try ==                                   \* takes config_lock if it is free
  /\ At(balloon, "3.try")
  /\ IF config_lock = none
     THEN Goto(balloon, "4") /\ config_lock' = balloon
     ELSE Goto(balloon, "3.wait") /\ UNCHANGED config_lock
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, changed, fault>>

Balloon3Wait ==                                  \* takes config_lock
  /\ Go(balloon, "3.wait", "4")
  /\ config_lock = none
  /\ config_lock' = balloon
  /\ state' = [state EXCEPT ![balloon] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, changed, fault>>

Balloon4 ==                                      \* changed = false
  /\ Go(balloon, "4", "5")
  /\ changed' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, fault>>

Balloon5 ==                                      \* mutex_unlock(&config_lock)
  /\ Go(balloon, "5", "6")
  /\ config_lock' = none
  /\ warned' = (warned \/ config_lock # balloon)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 balloon_task, config_change, changed, fault>>

Balloon6 ==                                      \* if (!kthread_should_stop())
  /\ Go(balloon, "6", IF shouldStop[balloon] THEN "9" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Balloon7 ==                                      \* schedule()
  /\ Go(balloon, "7", "9")
  /\ Schedule(balloon)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, balloon_task,
                 config_change, config_lock, changed, fault>>

Balloon9 ==                                      \* finish_wait(&config_change, &wait)
  /\ Go(balloon, "9", "1")
  /\ state' = [state EXCEPT ![balloon] = "RUNNING"]
  /\ config_change' = config_change \ {balloon}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_lock, changed, fault>>

Balloon11 ==                                     \* return 0
  /\ Go(balloon, "11", "exit")
  /\ result' = [result EXCEPT ![balloon] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

BalloonExit ==                                   \* X4: completes 'exited'
  /\ Go(balloon, "exit", "exited")
  /\ exited' = [exited EXCEPT ![balloon] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

BalloonExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(balloon, "exited", "dead")
  /\ state' = [state EXCEPT ![balloon] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
BalloonDead ==
  /\ At(balloon, "dead")
  /\ IF usage[balloon] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(balloon, "gone")
          /\ usage' = [usage EXCEPT ![balloon] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         balloon_task, config_change, config_lock, changed, fault>>

Balloon ==
  \/ BalloonBorn
  \/ Balloon1
  \/ Balloon2
  \/ Balloon3Try \/ Balloon3Wait
  \/ Balloon4
  \/ Balloon5
  \/ Balloon6
  \/ Balloon7
  \/ Balloon9
  \/ Balloon11
  \/ BalloonExit \/ BalloonExited \/ BalloonDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 12  balloon_task = kthread_run(balloon, NULL, "balloon")
Modprobe12Create ==                              \* C1..C5: creates a thread of balloon
  /\ At(modprobe, "12.create")
  /\ \/ Create(modprobe, balloon, "12.wake")
     \/ /\ Goto(modprobe, "12.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, balloon_task,
                 config_change, config_lock, changed, fault>>

Modprobe12Wake ==                                \* wakes the new thread
  /\ At(modprobe, "12.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned,
                         balloon_task, config_change, config_lock, changed, fault>>

Modprobe12Store ==                               \* stores the pointer in balloon_task
  /\ Go(modprobe, "12.store", "13")
  /\ balloon_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 config_change, config_lock, changed, fault>>

Modprobe13 ==                                    \* if (IS_ERR(balloon_task))
  /\ Go(modprobe, "13", IF balloon_task = ERR THEN "14" ELSE "16")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe14 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "14", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe16 ==                                    \* return 0
  /\ Go(modprobe, "16", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "17.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* 17  kthread_stop(balloon_task)
Modprobe17Load ==                                \* S0: reads balloon_task
  /\ Go(modprobe, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![modprobe] = balloon_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe17Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "17.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         balloon_task, config_change, config_lock, changed, fault>>

Modprobe17Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe17Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe17Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "17.wake", "17.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, balloon_task,
                 config_change, config_lock, changed, fault>>

Modprobe17Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "17.wait", "17.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe17Put ==
  /\ At(modprobe, "17.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         balloon_task, config_change, config_lock, changed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe ==
  \/ Modprobe12Create \/ Modprobe12Wake \/ Modprobe12Store
  \/ Modprobe13
  \/ Modprobe14
  \/ Modprobe16
  \/ Modprobe17Load \/ Modprobe17Get \/ Modprobe17Set \/ Modprobe17Notify
  \/ Modprobe17Wake \/ Modprobe17Wait \/ Modprobe17Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* host *)

Host18 ==                                        \* changed = true
  /\ Go(host, "18", "19")
  /\ changed' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, fault>>

Host19 ==                                        \* wake_up(&config_change)
  /\ Go(host, "19", "done")
  /\ WakeQueue(config_change, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, balloon_task,
                 config_change, config_lock, changed, fault>>

Host ==
  \/ Host18
  \/ Host19

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, balloon_task, config_change, config_lock, changed>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"] @@ modprobe :> "12.create" @@ host :> "18"
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
  /\ balloon_task  = NULL
  /\ config_change = {}
  /\ config_lock   = none
  /\ changed       = FALSE
  /\ fault         = "none"

Next ==
  \/ Balloon
  \/ Modprobe
  \/ ModprobeLive
  \/ Host
  \/ \E c \in {balloon, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Balloon \/ FetchFault(balloon))
  /\ SF_vars(Balloon3Wait)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe17Wait)

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

NoDoubleStop == pc[modprobe] = "17.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "17.set" => arg[modprobe] # modprobe

NoBlockingInWaitWindow ==
  pc[balloon] \in {"3.try", "3.wait"} /\ ~asleep[balloon] => state[balloon] = "RUNNING"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[balloon] = "gone" => usage[balloon] = 0)

ExitedOnce == exited[balloon] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[balloon] = "born" /\ asleep[balloon])

LocksReleased == config_lock = none \/ config_lock \in {host} \/ InModuleText(config_lock)

StopResultCorrect ==
  pc[modprobe] = "17.put" /\ arg[modprobe] = balloon => /\ pc[balloon] \in
                                                             {"exited", "dead", "gone"}
                                                        /\ result[balloon] \in {-4, 0}

StopPending    == pc[modprobe] \in {"17.notify", "17.wake", "17.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {balloon, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[balloon] => pc[balloon] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
