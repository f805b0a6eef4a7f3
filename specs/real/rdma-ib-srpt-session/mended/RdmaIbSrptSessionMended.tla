---------------------- MODULE RdmaIbSrptSessionMended -----------------------
(*******************************************************************************)
(* Who takes the channel off the list has stopped the thread.                  *)
(*                                                                             *)
(*   srpt_thread   1  while (!closing) {                                       *)
(*                 2      msleep(100);                                         *)
(*                 3  }                                                        *)
(*                 4  while (!kthread_should_stop()) {                         *)
(*                 5      msleep(100);                                         *)
(*                 6  }                                                        *)
(*                 7  return 0;                                                *)
(*   init          8  ch_task = kthread_run(srpt_thread, NULL, "srpt_thread"); *)
(*                 9  if (IS_ERR(ch_task)) {                                   *)
(*                10      return -ENOMEM;                                      *)
(*                11  }                                                        *)
(*                12  return 0;                                                *)
(*   exit         13  closing = true;                                          *)
(*                14  kthread_stop(ch_task);                                   *)
(*                15  listed = false;                                          *)
(*******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  srpt_thread,      \* a kthread
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
  ch_task,          \* struct task_struct *
  release_wq,       \* wait_queue_head_t: who is on it
  closing,          \* bool
  listed,           \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
    release_wq, closing, listed, fault>>

Kthreads   == {srpt_thread}
Contexts   == {srpt_thread, modprobe}
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
                 ch_task, release_wq, closing, listed>>

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
Ready(c) == pc[c] = "14.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* srpt_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SrptThreadBorn ==
  /\ At(srpt_thread, "born")
  /\ IF shouldStop[srpt_thread]
     THEN Goto(srpt_thread, "exit") /\ result' = [result EXCEPT ![srpt_thread] = -4]
     ELSE Goto(srpt_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThread1 ==                                   \* while (!closing)
  /\ Go(srpt_thread, "1", IF closing THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThread2 ==                                   \* msleep(100)
  /\ Go(srpt_thread, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThread4 ==                                   \* while (!kthread_should_stop())
  /\ Go(srpt_thread, "4", IF shouldStop[srpt_thread] THEN "7" ELSE "5")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThread5 ==                                   \* msleep(100)
  /\ Go(srpt_thread, "5", "4")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThread7 ==                                   \* return 0
  /\ Go(srpt_thread, "7", "exit")
  /\ result' = [result EXCEPT ![srpt_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThreadExit ==                                \* X4: completes 'exited'
  /\ Go(srpt_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![srpt_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

SrptThreadExited ==                              \* X7..X10: is reaped and leaves its CPU
  /\ Go(srpt_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![srpt_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SrptThreadDead ==
  /\ At(srpt_thread, "dead")
  /\ IF usage[srpt_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(srpt_thread, "gone")
          /\ usage' = [usage EXCEPT ![srpt_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         ch_task, release_wq, closing, listed, fault>>

SrptThread ==
  \/ SrptThreadBorn
  \/ SrptThread1
  \/ SrptThread2
  \/ SrptThread4
  \/ SrptThread5
  \/ SrptThread7
  \/ SrptThreadExit \/ SrptThreadExited \/ SrptThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 8  ch_task = kthread_run(srpt_thread, NULL, "srpt_thread")
Modprobe8Create ==                               \* C1..C5: creates a thread of srpt_thread
  /\ At(modprobe, "8.create")
  /\ \/ Create(modprobe, srpt_thread, "8.wake")
     \/ /\ Goto(modprobe, "8.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, ch_task, release_wq, closing,
                 listed, fault>>

Modprobe8Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "8.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "8.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, ch_task,
                         release_wq, closing, listed, fault>>

Modprobe8Store ==                                \* stores the pointer in ch_task
  /\ Go(modprobe, "8.store", "9")
  /\ ch_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, release_wq,
                 closing, listed, fault>>

Modprobe9 ==                                     \* if (IS_ERR(ch_task))
  /\ Go(modprobe, "9", IF ch_task = ERR THEN "10" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe10 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "10", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe12 ==                                    \* return 0
  /\ Go(modprobe, "12", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ch_task,
                 release_wq, closing, listed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "13")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe13 ==                                    \* closing = true
  /\ Go(modprobe, "13", "14.load")
  /\ closing' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, listed, fault>>

\* 14  kthread_stop(ch_task)
Modprobe14Load ==                                \* S0: reads ch_task
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ch_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         ch_task, release_wq, closing, listed, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, ch_task, release_wq,
                 closing, listed, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, ch_task, release_wq,
                 closing, listed, fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "15")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, ch_task,
                         release_wq, closing, listed, fault>>

Modprobe15 ==                                    \* listed = false
  /\ Go(modprobe, "15", "sync")
  /\ listed' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ch_task,
                 release_wq, closing, listed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ch_task,
                 release_wq, closing, listed, fault>>

Modprobe ==
  \/ Modprobe8Create \/ Modprobe8Wake \/ Modprobe8Store
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Get \/ Modprobe14Set \/ Modprobe14Notify
  \/ Modprobe14Wake \/ Modprobe14Wait \/ Modprobe14Put
  \/ Modprobe15
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ch_task, release_wq, closing, listed>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "8.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ ch_task    = NULL
  /\ release_wq = {}
  /\ closing    = FALSE
  /\ listed     = TRUE
  /\ fault      = "none"

Next ==
  \/ SrptThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(SrptThread \/ FetchFault(srpt_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Wait)

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

NoDoubleStop == pc[modprobe] = "14.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "14.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[srpt_thread] = "gone" => usage[srpt_thread] = 0)

ExitedOnce == exited[srpt_thread] <= 1

NothingLeaked == module = "freed" => ~(pc[srpt_thread] = "born" /\ asleep[srpt_thread])

StopResultCorrect ==
  pc[modprobe] = "14.put" /\ arg[modprobe] = srpt_thread => /\ pc[srpt_thread] \in
                                                                 {"exited", "dead", "gone"}
                                                            /\ result[srpt_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"14.notify", "14.wake", "14.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[srpt_thread] => pc[srpt_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
