--------------------- MODULE VirtioBalloonResizeMended ----------------------
(***********************************************************************************)
(* A wake-up is remembered, and the state is set in wait_woken().                  *)
(*                                                                                 *)
(*   balloon   1  add_wait_queue(&config_change, &wait);                           *)
(*             2  while (!kthread_should_stop()) {                                 *)
(*             3      mutex_lock(&config_lock);                                    *)
(*             4      changed = false;                                             *)
(*             5      mutex_unlock(&config_lock);                                  *)
(*             6      wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT); *)
(*             7  }                                                                *)
(*             8  remove_wait_queue(&config_change, &wait);                        *)
(*             9  return 0;                                                        *)
(*   init     10  balloon_task = kthread_run(balloon, NULL, "balloon");            *)
(*            11  if (IS_ERR(balloon_task)) {                                      *)
(*            12      return -ENOMEM;                                              *)
(*            13  }                                                                *)
(*            14  return 0;                                                        *)
(*   exit     15  kthread_stop(balloon_task);                                      *)
(*   host     16  changed = true;                                                  *)
(*            17  wake_up(&config_change);                                         *)
(***********************************************************************************)
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
  woken,            \* WQ_FLAG_WOKEN of its wait queue entry
  arg,              \* the task that each context's call is about
  module,           \* "coming", "live", "going" or "freed"
  warned,           \* the kernel printed a warning
  balloon_task,     \* struct task_struct *
  config_change,    \* wait_queue_head_t: who is on it
  config_lock,      \* struct mutex: its owner
  changed,          \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module, warned,
    balloon_task, config_change, config_lock, changed, fault>>

Kthreads   == {balloon}
Contexts   == {balloon, modprobe, host}
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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, woken, arg,
                 module, warned, balloon_task, config_change, config_lock, changed>>

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

\* woken_wake_function(): who waits in wait_woken() is told, whatever its state.
WokenWake(q) == woken' = [t \in DOMAIN woken |-> woken[t] \/ t \in q]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "3" => config_lock = none
  /\ pc[c] = "15.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* balloon *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
BalloonBorn ==
  /\ At(balloon, "born")
  /\ IF shouldStop[balloon]
     THEN Goto(balloon, "exit") /\ result' = [result EXCEPT ![balloon] = -4]
     ELSE Goto(balloon, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Balloon1 ==                                      \* add_wait_queue(&config_change, &wait)
  /\ Go(balloon, "1", "2")
  /\ warned' = (warned \/ balloon \in config_change)
  /\ config_change' = config_change \cup {balloon}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 balloon_task, config_lock, changed, fault>>

Balloon2 ==                                      \* while (!kthread_should_stop())
  /\ Go(balloon, "2", IF shouldStop[balloon] THEN "8" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 warned, balloon_task, config_change, config_lock, changed, fault>>

Balloon3 ==                                      \* mutex_lock(&config_lock)
  /\ Go(balloon, "3", "4")
  /\ config_lock = none
  /\ config_lock' = balloon
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 warned, balloon_task, config_change, changed, fault>>

Balloon4 ==                                      \* changed = false
  /\ Go(balloon, "4", "5")
  /\ changed' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 warned, balloon_task, config_change, config_lock, fault>>

Balloon5 ==                                      \* mutex_unlock(&config_lock)
  /\ Go(balloon, "5", "6.state")
  /\ config_lock' = none
  /\ warned' = (warned \/ config_lock # balloon)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 balloon_task, config_change, changed, fault>>

\* 6  wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT)
Balloon6State ==                                 \* sets TASK_INTERRUPTIBLE
  /\ Go(balloon, "6.state", "6.test")
  /\ state' = [state EXCEPT ![balloon] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* tests whether it was woken, or shall stop or park
Balloon6Test ==
  /\ Go(balloon, "6.test", IF woken[balloon] \/ shouldStop[balloon] THEN "6.run" ELSE "6.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 warned, balloon_task, config_change, config_lock, changed, fault>>

Balloon6Sleep ==                                 \* calls schedule()
  /\ Go(balloon, "6.sleep", "6.run")
  /\ Schedule(balloon)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Balloon6Run ==                                   \* sets TASK_RUNNING and forgets that it was woken
  /\ Go(balloon, "6.run", "2")
  /\ state' = [state EXCEPT ![balloon] = "RUNNING"]
  /\ woken' = [woken EXCEPT ![balloon] = FALSE]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Balloon8 ==                                      \* remove_wait_queue(&config_change, &wait)
  /\ Go(balloon, "8", "9")
  /\ warned' = (warned \/ balloon \notin config_change)
  /\ config_change' = config_change \ {balloon}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 balloon_task, config_lock, changed, fault>>

Balloon9 ==                                      \* return 0
  /\ Go(balloon, "9", "exit")
  /\ result' = [result EXCEPT ![balloon] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

BalloonExit ==                                   \* X4: completes 'exited'
  /\ Go(balloon, "exit", "exited")
  /\ exited' = [exited EXCEPT ![balloon] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

BalloonExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(balloon, "exited", "dead")
  /\ state' = [state EXCEPT ![balloon] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
BalloonDead ==
  /\ At(balloon, "dead")
  /\ IF usage[balloon] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(balloon, "gone")
          /\ usage' = [usage EXCEPT ![balloon] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, woken, arg, module,
                         warned, balloon_task, config_change, config_lock, changed, fault>>

Balloon ==
  \/ BalloonBorn
  \/ Balloon1
  \/ Balloon2
  \/ Balloon3
  \/ Balloon4
  \/ Balloon5
  \/ Balloon6State \/ Balloon6Test \/ Balloon6Sleep \/ Balloon6Run
  \/ Balloon8
  \/ Balloon9
  \/ BalloonExit \/ BalloonExited \/ BalloonDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  balloon_task = kthread_run(balloon, NULL, "balloon")
Modprobe10Create ==                              \* C1..C5: creates a thread of balloon
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, balloon, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, woken, module, warned, balloon_task,
                 config_change, config_lock, changed, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, woken, arg, module, warned,
                         balloon_task, config_change, config_lock, changed, fault>>

Modprobe10Store ==                               \* stores the pointer in balloon_task
  /\ Go(modprobe, "10.store", "11")
  /\ balloon_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, module,
                 warned, config_change, config_lock, changed, fault>>

Modprobe11 ==                                    \* if (IS_ERR(balloon_task))
  /\ Go(modprobe, "11", IF balloon_task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 warned, balloon_task, config_change, config_lock, changed, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* 15  kthread_stop(balloon_task)
Modprobe15Load ==                                \* S0: reads balloon_task
  /\ Go(modprobe, "15.load", "15.get")
  /\ arg' = [arg EXCEPT ![modprobe] = balloon_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, module,
                 warned, balloon_task, config_change, config_lock, changed, fault>>

Modprobe15Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "15.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, woken, arg, module,
                         warned, balloon_task, config_change, config_lock, changed, fault>>

Modprobe15Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "15.set", "15.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe15Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "15.notify", "15.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe15Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "15.wake", "15.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe15Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "15.wait", "15.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, woken, arg, module, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe15Put ==
  /\ At(modprobe, "15.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, woken, module,
                         warned, balloon_task, config_change, config_lock, changed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 warned, balloon_task, config_change, config_lock, changed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, warned,
                 balloon_task, config_change, config_lock, changed, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15Load \/ Modprobe15Get \/ Modprobe15Set \/ Modprobe15Notify
  \/ Modprobe15Wake \/ Modprobe15Wait \/ Modprobe15Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* host *)

Host16 ==                                        \* changed = true
  /\ Go(host, "16", "17")
  /\ changed' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, woken, arg, module,
                 warned, balloon_task, config_change, config_lock, fault>>

Host17 ==                                        \* wake_up(&config_change)
  /\ At(host, "17")
  /\ IF {t \in Kthreads : t \in config_change /\ state[t] = "DEAD"} # {}
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(host, "done")
          /\ WakeQueue(config_change, TaskNormal)
          /\ WokenWake(config_change)
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned,
                         balloon_task, config_change, config_lock, changed, fault>>

Host ==
  \/ Host16
  \/ Host17

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, woken, arg,
                 module, warned, balloon_task, config_change, config_lock, changed>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"] @@ modprobe :> "10.create" @@ host :> "16"
  /\ state         = [t \in Kthreads |-> "NEW"]
  /\ asleep        = [t \in Kthreads |-> FALSE]
  /\ shouldStop    = [t \in Kthreads |-> FALSE]
  /\ notified      = [t \in Kthreads |-> FALSE]
  /\ exited        = [t \in Kthreads |-> 0]
  /\ result        = [t \in Kthreads |-> 0]
  /\ usage         = [t \in Kthreads |-> 0]
  /\ woken         = [t \in Kthreads |-> FALSE]
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
  /\ SF_vars(Balloon3)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe15Wait)

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

NoDoubleStop == pc[modprobe] = "15.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "15.set" => arg[modprobe] # modprobe

NoBlockingInWaitWindow == pc[balloon] = "3" /\ ~asleep[balloon] => state[balloon] = "RUNNING"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[balloon] = "gone" => usage[balloon] = 0)

ExitedOnce == exited[balloon] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[balloon] = "born" /\ asleep[balloon])

LocksReleased == config_lock = none \/ config_lock \in {host} \/ InModuleText(config_lock)

StopResultCorrect ==
  pc[modprobe] = "15.put" /\ arg[modprobe] = balloon => /\ pc[balloon] \in
                                                             {"exited", "dead", "gone"}
                                                        /\ result[balloon] \in {-4, 0}

StopPending    == pc[modprobe] \in {"15.notify", "15.wake", "15.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {balloon, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[balloon] => pc[balloon] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
