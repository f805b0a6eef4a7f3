-------------------------- MODULE FsF2fsGcShutdown --------------------------
(****************************************************************************)
(* The two calls do not know of each other.                                 *)
(*                                                                          *)
(*   gc_thread      1  while (!kthread_should_stop()) {                     *)
(*                  2      msleep(100);                                     *)
(*                  3  }                                                    *)
(*                  4  return 0;                                            *)
(*   init           5  gc_task = kthread_run(gc_thread, NULL, "gc_thread"); *)
(*                  6  if (IS_ERR(gc_task)) {                               *)
(*                  7      return -ENOMEM;                                  *)
(*                  8  }                                                    *)
(*                  9  return 0;                                            *)
(*   exit          10  if (gc_task) {                                       *)
(*                 11      kthread_stop(gc_task);                           *)
(*                 12  }                                                    *)
(*   remount       13  if (gc_task) {                                       *)
(*                 14      kthread_stop(gc_task);                           *)
(*                 15      gc_task = NULL;                                  *)
(*                 16  }                                                    *)
(*   ioc_shutdown  17  if (gc_task) {                                       *)
(*                 18      kthread_stop(gc_task);                           *)
(*                 19      gc_task = NULL;                                  *)
(*                 20  }                                                    *)
(****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  gc_thread,        \* a kthread
  modprobe,         \* the task that loads and unloads the module
  remount,          \* a task that calls remount()
  ioc_shutdown,     \* a task that calls ioc_shutdown()
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
  refs,             \* references on the module: one is its own, one more is held during init
  gc_task,          \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, gc_task,
    fault>>

Kthreads   == {gc_thread}
Contexts   == {gc_thread, modprobe, remount, ioc_shutdown}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}
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
                 refs, gc_task>>

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
Ready(c) == pc[c] \in {"11.wait", "14.wait", "18.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* gc_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
GcThreadBorn ==
  /\ At(gc_thread, "born")
  /\ IF shouldStop[gc_thread]
     THEN Goto(gc_thread, "exit") /\ result' = [result EXCEPT ![gc_thread] = -4]
     ELSE Goto(gc_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, gc_task,
                 fault>>

GcThread1 ==                                     \* while (!kthread_should_stop())
  /\ Go(gc_thread, "1", IF shouldStop[gc_thread] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gc_task, fault>>

GcThread2 ==                                     \* msleep(100)
  /\ Go(gc_thread, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gc_task, fault>>

GcThread4 ==                                     \* return 0
  /\ Go(gc_thread, "4", "exit")
  /\ result' = [result EXCEPT ![gc_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, gc_task,
                 fault>>

GcThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(gc_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![gc_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, gc_task,
                 fault>>

GcThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(gc_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![gc_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, gc_task,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
GcThreadDead ==
  /\ At(gc_thread, "dead")
  /\ IF usage[gc_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(gc_thread, "gone")
          /\ usage' = [usage EXCEPT ![gc_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         gc_task, fault>>

GcThread ==
  \/ GcThreadBorn
  \/ GcThread1
  \/ GcThread2
  \/ GcThread4
  \/ GcThreadExit \/ GcThreadExited \/ GcThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 5  gc_task = kthread_run(gc_thread, NULL, "gc_thread")
Modprobe5Create ==                               \* C1..C5: creates a thread of gc_thread
  /\ At(modprobe, "5.create")
  /\ \/ Create(modprobe, gc_thread, "5.wake")
     \/ /\ Goto(modprobe, "5.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, gc_task, fault>>

Modprobe5Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "5.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "5.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, gc_task,
                         fault>>

Modprobe5Store ==                                \* stores the pointer in gc_task
  /\ Go(modprobe, "5.store", "6")
  /\ gc_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, fault>>

Modprobe6 ==                                     \* if (IS_ERR(gc_task))
  /\ Go(modprobe, "6", IF gc_task = ERR THEN "7" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gc_task, fault>>

Modprobe7 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "7", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, gc_task, fault>>

Modprobe9 ==                                     \* return 0
  /\ Go(modprobe, "9", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, gc_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "10")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, gc_task, fault>>

Modprobe10 ==                                    \* if (gc_task)
  /\ Go(modprobe, "10", IF gc_task = NULL THEN "sync" ELSE "11.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gc_task, fault>>

\* 11  kthread_stop(gc_task)
Modprobe11Load ==                                \* S0: reads gc_task
  /\ Go(modprobe, "11.load", "11.get")
  /\ arg' = [arg EXCEPT ![modprobe] = gc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 gc_task, fault>>

Modprobe11Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "11.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         gc_task, fault>>

Modprobe11Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "11.set", "11.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, gc_task, fault>>

Modprobe11Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "11.notify", "11.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, gc_task,
                 fault>>

Modprobe11Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "11.wake", "11.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, gc_task, fault>>

Modprobe11Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "11.wait", "11.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, gc_task,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe11Put ==
  /\ At(modprobe, "11.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         gc_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gc_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, gc_task,
                 fault>>

Modprobe ==
  \/ Modprobe5Create \/ Modprobe5Wake \/ Modprobe5Store
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe11Load \/ Modprobe11Get \/ Modprobe11Set \/ Modprobe11Notify
  \/ Modprobe11Wake \/ Modprobe11Wait \/ Modprobe11Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* remount *)

RemountIdle ==                                   \* a user calls into the module
  /\ Go(remount, "idle", "13")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, gc_task,
                 fault>>

Remount13 ==                                     \* if (gc_task)
  /\ Go(remount, "13", IF gc_task = NULL THEN "leave" ELSE "14.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gc_task, fault>>

\* 14  kthread_stop(gc_task)
Remount14Load ==                                 \* S0: reads gc_task
  /\ Go(remount, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![remount] = gc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 gc_task, fault>>

Remount14Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(remount, "14.get")
  /\ IF BadTask(arg[remount]) # "none"
     THEN Crash(BadTask(arg[remount]))
     ELSE /\ Goto(remount, "14.set")
          /\ usage' = [usage EXCEPT ![arg[remount]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         gc_task, fault>>

Remount14Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(remount, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[remount]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, gc_task, fault>>

Remount14Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(remount, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[remount]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, gc_task,
                 fault>>

Remount14Wake ==                                 \* S7: wakes the thread
  /\ Go(remount, "14.wake", "14.wait")
  /\ Wake(arg[remount])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, gc_task, fault>>

Remount14Wait ==                                 \* S8: waits for 'exited'
  /\ Go(remount, "14.wait", "14.put")
  /\ exited[arg[remount]] > 0
  /\ exited' = [exited EXCEPT ![arg[remount]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, gc_task,
                 fault>>

\* S9..S11: takes the result and drops its reference
Remount14Put ==
  /\ At(remount, "14.put")
  /\ IF Overput(arg[remount])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(remount, "15")
          /\ usage' = [usage EXCEPT ![arg[remount]] = @ - 1]
          /\ arg' = [arg EXCEPT ![remount] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         gc_task, fault>>

Remount15 ==                                     \* gc_task = NULL
  /\ Go(remount, "15", "leave")
  /\ gc_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 fault>>

RemountLeave ==                                  \* the call returns to user space
  /\ Go(remount, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, gc_task,
                 fault>>

Remount ==
  \/ Remount13
  \/ Remount14Load \/ Remount14Get \/ Remount14Set \/ Remount14Notify
  \/ Remount14Wake \/ Remount14Wait \/ Remount14Put
  \/ Remount15
  \/ RemountLeave

-----------------------------------------------------------------------------
(* ioc_shutdown *)

IocShutdownIdle ==                               \* a user calls into the module
  /\ Go(ioc_shutdown, "idle", "17")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, gc_task,
                 fault>>

IocShutdown17 ==                                 \* if (gc_task)
  /\ Go(ioc_shutdown, "17", IF gc_task = NULL THEN "leave" ELSE "18.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 gc_task, fault>>

\* 18  kthread_stop(gc_task)
IocShutdown18Load ==                             \* S0: reads gc_task
  /\ Go(ioc_shutdown, "18.load", "18.get")
  /\ arg' = [arg EXCEPT ![ioc_shutdown] = gc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 gc_task, fault>>

IocShutdown18Get ==                              \* S2, S3: takes a reference on the thread
  /\ At(ioc_shutdown, "18.get")
  /\ IF BadTask(arg[ioc_shutdown]) # "none"
     THEN Crash(BadTask(arg[ioc_shutdown]))
     ELSE /\ Goto(ioc_shutdown, "18.set")
          /\ usage' = [usage EXCEPT ![arg[ioc_shutdown]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         gc_task, fault>>

IocShutdown18Set ==                              \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(ioc_shutdown, "18.set", "18.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[ioc_shutdown]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, gc_task, fault>>

IocShutdown18Notify ==                           \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(ioc_shutdown, "18.notify", "18.wake")
  /\ notified' = [notified EXCEPT ![arg[ioc_shutdown]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, gc_task,
                 fault>>

IocShutdown18Wake ==                             \* S7: wakes the thread
  /\ Go(ioc_shutdown, "18.wake", "18.wait")
  /\ Wake(arg[ioc_shutdown])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, gc_task, fault>>

IocShutdown18Wait ==                             \* S8: waits for 'exited'
  /\ Go(ioc_shutdown, "18.wait", "18.put")
  /\ exited[arg[ioc_shutdown]] > 0
  /\ exited' = [exited EXCEPT ![arg[ioc_shutdown]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, gc_task,
                 fault>>

\* S9..S11: takes the result and drops its reference
IocShutdown18Put ==
  /\ At(ioc_shutdown, "18.put")
  /\ IF Overput(arg[ioc_shutdown])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(ioc_shutdown, "19")
          /\ usage' = [usage EXCEPT ![arg[ioc_shutdown]] = @ - 1]
          /\ arg' = [arg EXCEPT ![ioc_shutdown] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         gc_task, fault>>

IocShutdown19 ==                                 \* gc_task = NULL
  /\ Go(ioc_shutdown, "19", "leave")
  /\ gc_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 fault>>

IocShutdownLeave ==                              \* the call returns to user space
  /\ Go(ioc_shutdown, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, gc_task,
                 fault>>

IocShutdown ==
  \/ IocShutdown17
  \/ IocShutdown18Load \/ IocShutdown18Get \/ IocShutdown18Set \/ IocShutdown18Notify
  \/ IocShutdown18Wake \/ IocShutdown18Wait \/ IocShutdown18Put
  \/ IocShutdown19
  \/ IocShutdownLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, gc_task>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "5.create"
                  @@ remount :> "idle"
                  @@ ioc_shutdown :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, remount, ioc_shutdown} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ gc_task    = NULL
  /\ fault      = "none"

Next ==
  \/ GcThread
  \/ Modprobe
  \/ ModprobeLive
  \/ Remount
  \/ RemountIdle
  \/ IocShutdown
  \/ IocShutdownIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(GcThread \/ FetchFault(gc_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe11Wait)
  /\ WF_vars(Remount \/ FetchFault(remount))
  /\ SF_vars(Remount14Wait)
  /\ WF_vars(IocShutdown \/ FetchFault(ioc_shutdown))
  /\ SF_vars(IocShutdown18Wait)

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

NoDoubleStop ==
  \A c \in {modprobe, remount, ioc_shutdown} :
    pc[c] \in {"11.set", "14.set", "18.set"} => ~shouldStop[arg[c]]

NoSelfStop ==
  \A c \in {modprobe, remount, ioc_shutdown} :
    pc[c] \in {"11.set", "14.set", "18.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[gc_thread] \in {"none", "gone"}
  /\ \A c \in {remount, ioc_shutdown} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[gc_thread] = "gone" => usage[gc_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[gc_thread] <= 1

NothingLeaked == module = "freed" => ~(pc[gc_thread] = "born" /\ asleep[gc_thread])

StopResultCorrect ==
  \A c \in {modprobe, remount, ioc_shutdown} :
    pc[c] \in {"11.put", "14.put", "18.put"} /\ arg[c] = gc_thread =>
      pc[gc_thread] \in {"exited", "dead", "gone"} /\ result[gc_thread] \in {-4, 0}

StopPending(c) ==
  pc[c] \in {"11.notify", "11.wake", "11.wait", "14.notify", "14.wake", "14.wait", "18.notify",
             "18.wake", "18.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, remount, ioc_shutdown} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates ==
  \A c \in {modprobe, remount, ioc_shutdown} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[gc_thread] => pc[gc_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {remount, ioc_shutdown} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
