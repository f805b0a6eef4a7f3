-------------------------- MODULE FsF2fsFillSuper ---------------------------
(*********************************************************************************************)
(* The failed mount frees, then stops.                                                       *)
(*                                                                                           *)
(*   discard_thread   1  while (!kthread_should_stop()) {                                    *)
(*                    2      use(nm_info);                                                   *)
(*                    3      msleep(100);                                                    *)
(*                    4  }                                                                   *)
(*                    5  return 0;                                                           *)
(*   init             6  nm_info = kzalloc(sizeof( *nm_info), GFP_KERNEL);                   *)
(*                    7  if (!nm_info) {                                                     *)
(*                    8      return -ENOMEM;                                                 *)
(*                    9  }                                                                   *)
(*                   10  discard_task = kthread_run(discard_thread, NULL, "discard_thread"); *)
(*                   11  if (IS_ERR(discard_task)) {                                         *)
(*                   12      kfree(nm_info);                                                 *)
(*                   13      return -ENOMEM;                                                 *)
(*                   14  }                                                                   *)
(*                   15  if (no_root_inode()) {                                              *)
(*                   16      kfree(nm_info);                                                 *)
(*                   17      kthread_stop(discard_task);                                     *)
(*                   18      return -ENODEV;                                                 *)
(*                   19  }                                                                   *)
(*                   20  return 0;                                                           *)
(*   exit            21  kthread_stop(discard_task);                                         *)
(*                   22  kfree(nm_info);                                                     *)
(*********************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  discard_thread,   \* a kthread
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
  discard_task,     \* struct task_struct *
  nm_info,          \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, discard_task,
    nm_info, fault>>

Kthreads   == {discard_thread}
Contexts   == {discard_thread, modprobe}
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
                 discard_task, nm_info>>

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
Ready(c) == pc[c] \in {"17.wait", "21.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* discard_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
DiscardThreadBorn ==
  /\ At(discard_thread, "born")
  /\ IF shouldStop[discard_thread]
     THEN Goto(discard_thread, "exit") /\ result' = [result EXCEPT ![discard_thread] = -4]
     ELSE Goto(discard_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, discard_task,
                 nm_info, fault>>

DiscardThread1 ==                                \* while (!kthread_should_stop())
  /\ Go(discard_thread, "1", IF shouldStop[discard_thread] THEN "5" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 discard_task, nm_info, fault>>

DiscardThread2 ==                                \* use(nm_info)
  /\ At(discard_thread, "2")
  /\ IF nm_info = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF nm_info = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(discard_thread, "3")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, discard_task, nm_info, fault>>

DiscardThread3 ==                                \* msleep(100)
  /\ Go(discard_thread, "3", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 discard_task, nm_info, fault>>

DiscardThread5 ==                                \* return 0
  /\ Go(discard_thread, "5", "exit")
  /\ result' = [result EXCEPT ![discard_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, discard_task,
                 nm_info, fault>>

DiscardThreadExit ==                             \* X4: completes 'exited'
  /\ Go(discard_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![discard_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, discard_task,
                 nm_info, fault>>

DiscardThreadExited ==                           \* X7..X10: is reaped and leaves its CPU
  /\ Go(discard_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![discard_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, discard_task,
                 nm_info, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
DiscardThreadDead ==
  /\ At(discard_thread, "dead")
  /\ IF usage[discard_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(discard_thread, "gone")
          /\ usage' = [usage EXCEPT ![discard_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         discard_task, nm_info, fault>>

DiscardThread ==
  \/ DiscardThreadBorn
  \/ DiscardThread1
  \/ DiscardThread2
  \/ DiscardThread3
  \/ DiscardThread5
  \/ DiscardThreadExit \/ DiscardThreadExited \/ DiscardThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe6 ==                                     \* nm_info = kzalloc(sizeof(*nm_info), GFP_KERNEL)
  /\ Go(modprobe, "6", "7")
  /\ nm_info' = "valid" \/ nm_info' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 discard_task, fault>>

Modprobe7 ==                                     \* if (!nm_info)
  /\ Go(modprobe, "7", IF nm_info = "null" THEN "8" ELSE "10.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 discard_task, nm_info, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, discard_task,
                 nm_info, fault>>

\* 10  discard_task = kthread_run(discard_thread, NULL, "discard_thread")
Modprobe10Create ==                              \* C1..C5: creates a thread of discard_thread
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, discard_thread, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, discard_task, nm_info, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, discard_task,
                         nm_info, fault>>

Modprobe10Store ==                               \* stores the pointer in discard_task
  /\ Go(modprobe, "10.store", "11")
  /\ discard_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, nm_info,
                 fault>>

Modprobe11 ==                                    \* if (IS_ERR(discard_task))
  /\ Go(modprobe, "11", IF discard_task = ERR THEN "12" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 discard_task, nm_info, fault>>

Modprobe12 ==                                    \* kfree(nm_info)
  /\ At(modprobe, "12")
  /\ IF nm_info = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "13")
          /\ nm_info' = IF nm_info = "valid" THEN "freed" ELSE nm_info
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         discard_task, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, discard_task,
                 nm_info, fault>>

Modprobe15 ==                                    \* if (no_root_inode())
  /\ At(modprobe, "15")
  /\ Goto(modprobe, "16") \/ Goto(modprobe, "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 discard_task, nm_info, fault>>

Modprobe16 ==                                    \* kfree(nm_info)
  /\ At(modprobe, "16")
  /\ IF nm_info = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "17.load")
          /\ nm_info' = IF nm_info = "valid" THEN "freed" ELSE nm_info
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         discard_task, fault>>

\* 17  kthread_stop(discard_task)
Modprobe17Load ==                                \* S0: reads discard_task
  /\ Go(modprobe, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![modprobe] = discard_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, discard_task,
                 nm_info, fault>>

Modprobe17Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "17.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         discard_task, nm_info, fault>>

Modprobe17Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, discard_task,
                 nm_info, fault>>

Modprobe17Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, discard_task,
                 nm_info, fault>>

Modprobe17Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "17.wake", "17.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, discard_task, nm_info,
                 fault>>

Modprobe17Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "17.wait", "17.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, discard_task,
                 nm_info, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe17Put ==
  /\ At(modprobe, "17.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "18")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         discard_task, nm_info, fault>>

Modprobe18 ==                                    \* return -ENODEV
  /\ Go(modprobe, "18", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, discard_task,
                 nm_info, fault>>

Modprobe20 ==                                    \* return 0
  /\ Go(modprobe, "20", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, discard_task,
                 nm_info, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "21.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, discard_task,
                 nm_info, fault>>

\* 21  kthread_stop(discard_task)
Modprobe21Load ==                                \* S0: reads discard_task
  /\ Go(modprobe, "21.load", "21.get")
  /\ arg' = [arg EXCEPT ![modprobe] = discard_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, discard_task,
                 nm_info, fault>>

Modprobe21Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "21.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         discard_task, nm_info, fault>>

Modprobe21Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "21.set", "21.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, discard_task,
                 nm_info, fault>>

Modprobe21Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "21.notify", "21.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, discard_task,
                 nm_info, fault>>

Modprobe21Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "21.wake", "21.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, discard_task, nm_info,
                 fault>>

Modprobe21Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "21.wait", "21.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, discard_task,
                 nm_info, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe21Put ==
  /\ At(modprobe, "21.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "22")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         discard_task, nm_info, fault>>

Modprobe22 ==                                    \* kfree(nm_info)
  /\ At(modprobe, "22")
  /\ IF nm_info = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ nm_info' = IF nm_info = "valid" THEN "freed" ELSE nm_info
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         discard_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 discard_task, nm_info, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, discard_task,
                 nm_info, fault>>

Modprobe ==
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe17Load \/ Modprobe17Get \/ Modprobe17Set \/ Modprobe17Notify
  \/ Modprobe17Wake \/ Modprobe17Wait \/ Modprobe17Put
  \/ Modprobe18
  \/ Modprobe20
  \/ Modprobe21Load \/ Modprobe21Get \/ Modprobe21Set \/ Modprobe21Notify
  \/ Modprobe21Wake \/ Modprobe21Wait \/ Modprobe21Put
  \/ Modprobe22
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 discard_task, nm_info>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "6"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {modprobe} |-> NULL]
  /\ module       = "coming"
  /\ discard_task = NULL
  /\ nm_info      = "null"
  /\ fault        = "none"

Next ==
  \/ DiscardThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(DiscardThread \/ FetchFault(discard_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe17Wait \/ Modprobe21Wait)

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

NoDoubleStop == pc[modprobe] \in {"17.set", "21.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"17.set", "21.set"} => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[discard_thread] = "gone" => usage[discard_thread] = 0)

ExitedOnce == exited[discard_thread] <= 1

NothingLeaked ==
  /\ module = "freed" => /\ nm_info # "valid"
                         /\ ~(pc[discard_thread] = "born" /\ asleep[discard_thread])
  /\ nm_info = "valid" => pc[modprobe] # "6"

StopResultCorrect ==
  pc[modprobe] \in {"17.put", "21.put"} /\ arg[modprobe] = discard_thread =>
    pc[discard_thread] \in {"exited", "dead", "gone"} /\ result[discard_thread] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"17.notify", "17.wake", "17.wait", "21.notify", "21.wake", "21.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[discard_thread] => pc[discard_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
