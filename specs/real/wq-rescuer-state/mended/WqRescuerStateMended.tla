------------------------ MODULE WqRescuerStateMended ------------------------
(****************************************************************************************)
(* The rescuer leaves in TASK_RUNNING.                                                  *)
(*                                                                                      *)
(*   rescuer_thread   1  while (1) {                                                    *)
(*                    2      set_current_state(TASK_INTERRUPTIBLE);                     *)
(*                    3      if (kthread_should_stop()) {                               *)
(*                    4          break;                                                 *)
(*                    5      }                                                          *)
(*                    6      schedule();                                                *)
(*                    7  }                                                              *)
(*                    8  __set_current_state(TASK_RUNNING);                             *)
(*                    9  schedule();                                                    *)
(*                   10  return 0;                                                      *)
(*   init            11  rescuer = kthread_run(rescuer_thread, NULL, "rescuer_thread"); *)
(*                   12  if (IS_ERR(rescuer)) {                                         *)
(*                   13      return -ENOMEM;                                            *)
(*                   14  }                                                              *)
(*                   15  return 0;                                                      *)
(*   exit            16  kthread_stop(rescuer);                                         *)
(****************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  rescuer_thread,   \* a kthread
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
  rescuer,          \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, rescuer, fault>>

Kthreads   == {rescuer_thread}
Contexts   == {rescuer_thread, modprobe}
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
                 rescuer>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "16.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* rescuer_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
RescuerThreadBorn ==
  /\ At(rescuer_thread, "born")
  /\ IF shouldStop[rescuer_thread]
     THEN Goto(rescuer_thread, "exit") /\ result' = [result EXCEPT ![rescuer_thread] = -4]
     ELSE Goto(rescuer_thread, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rescuer, fault>>

RescuerThread2 ==                                \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(rescuer_thread, "2", "3")
  /\ state' = [state EXCEPT ![rescuer_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, rescuer, fault>>

RescuerThread3 ==                                \* if (kthread_should_stop())
  /\ Go(rescuer_thread, "3", IF shouldStop[rescuer_thread] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rescuer,
                 fault>>

RescuerThread6 ==                                \* schedule()
  /\ Go(rescuer_thread, "6", "2")
  /\ Schedule(rescuer_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rescuer, fault>>

RescuerThread8 ==                                \* __set_current_state(TASK_RUNNING)
  /\ Go(rescuer_thread, "8", "9")
  /\ state' = [state EXCEPT ![rescuer_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, rescuer, fault>>

RescuerThread9 ==                                \* schedule()
  /\ Go(rescuer_thread, "9", "10")
  /\ Schedule(rescuer_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rescuer, fault>>

RescuerThread10 ==                               \* return 0
  /\ Go(rescuer_thread, "10", "exit")
  /\ result' = [result EXCEPT ![rescuer_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, rescuer, fault>>

RescuerThreadExit ==                             \* X4: completes 'exited'
  /\ Go(rescuer_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![rescuer_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, rescuer, fault>>

RescuerThreadExited ==                           \* X7..X10: is reaped and leaves its CPU
  /\ Go(rescuer_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![rescuer_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, rescuer, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
RescuerThreadDead ==
  /\ At(rescuer_thread, "dead")
  /\ IF usage[rescuer_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(rescuer_thread, "gone")
          /\ usage' = [usage EXCEPT ![rescuer_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         rescuer, fault>>

RescuerThread ==
  \/ RescuerThreadBorn
  \/ RescuerThread2
  \/ RescuerThread3
  \/ RescuerThread6
  \/ RescuerThread8
  \/ RescuerThread9
  \/ RescuerThread10
  \/ RescuerThreadExit \/ RescuerThreadExited \/ RescuerThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 11  rescuer = kthread_run(rescuer_thread, NULL, "rescuer_thread")
Modprobe11Create ==                              \* C1..C5: creates a thread of rescuer_thread
  /\ At(modprobe, "11.create")
  /\ \/ Create(modprobe, rescuer_thread, "11.wake")
     \/ /\ Goto(modprobe, "11.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, rescuer, fault>>

Modprobe11Wake ==                                \* wakes the new thread
  /\ At(modprobe, "11.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rescuer, fault>>

Modprobe11Store ==                               \* stores the pointer in rescuer
  /\ Go(modprobe, "11.store", "12")
  /\ rescuer' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, fault>>

Modprobe12 ==                                    \* if (IS_ERR(rescuer))
  /\ Go(modprobe, "12", IF rescuer = ERR THEN "13" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rescuer,
                 fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rescuer, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rescuer, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rescuer, fault>>

\* 16  kthread_stop(rescuer)
Modprobe16Load ==                                \* S0: reads rescuer
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = rescuer]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, rescuer,
                 fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         rescuer, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, rescuer, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, rescuer, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, rescuer, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, rescuer, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, rescuer,
                         fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, rescuer,
                 fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, rescuer, fault>>

Modprobe ==
  \/ Modprobe11Create \/ Modprobe11Wake \/ Modprobe11Store
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 rescuer>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "11.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ rescuer    = NULL
  /\ fault      = "none"

Next ==
  \/ RescuerThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(RescuerThread \/ FetchFault(rescuer_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16Wait)

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
  /\ module = "freed" => (pc[rescuer_thread] = "gone" => usage[rescuer_thread] = 0)

ExitedOnce == exited[rescuer_thread] <= 1

NothingLeaked == module = "freed" => ~(pc[rescuer_thread] = "born" /\ asleep[rescuer_thread])

StopResultCorrect ==
  pc[modprobe] = "16.put" /\ arg[modprobe] = rescuer_thread =>
    pc[rescuer_thread] \in {"exited", "dead", "gone"} /\ result[rescuer_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"16.notify", "16.wake", "16.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[rescuer_thread] => pc[rescuer_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
