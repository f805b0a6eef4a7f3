------------------------ MODULE LustreStataheadStart ------------------------
(*********************************************************************************)
(* The thread stores that it is running.                                         *)
(*                                                                               *)
(*   ll_statahead_thread   1  stopping = false;                                  *)
(*                         2  while (!stopping) {                                *)
(*                         3      wait_event_idle(sa_wait, entries || stopping); *)
(*                         4      entries = false;                               *)
(*                         5  }                                                  *)
(*                         6  kthread_complete_and_exit(&stopped, 0);            *)
(*   init                  7  sa_task = kthread_run(ll_statahead_thread, NULL,   *)
(*   "ll_statahead_thread");                                                     *)
(*                         8  if (IS_ERR(sa_task)) {                             *)
(*                         9      return -ENOMEM;                                *)
(*                        10  }                                                  *)
(*                        11  return 0;                                          *)
(*   exit                 12  stopping = true;                                   *)
(*                        13  wake_up(&sa_wait);                                 *)
(*                        14  wait_for_completion(&stopped);                     *)
(*   readdir              15  entries = true;                                    *)
(*                        16  wake_up(&sa_wait);                                 *)
(*********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  ll_statahead_thread,  \* a kthread
  modprobe,             \* the task that loads and unloads the module
  readdir,              \* something outside of the module
  NULL,                 \* no task
  ERR                   \* an error pointer

VARIABLES
  pc,                   \* where each context is in its program
  state,                \* task state
  asleep,               \* off the run queue
  shouldStop,           \* KTHREAD_SHOULD_STOP
  notified,             \* TIF_NOTIFY_SIGNAL
  exited,               \* count of the completion that kthread_stop() waits for
  result,               \* what the thread function returned
  usage,                \* references on the task; 0 is no task, or a freed one
  arg,                  \* the task that each context's call is about
  module,               \* "coming", "live", "going" or "freed"
  sa_task,              \* struct task_struct *
  sa_wait,              \* wait_queue_head_t: who is on it
  stopping,             \* bool
  entries,              \* bool
  stopped,              \* struct completion
  fault                 \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task, sa_wait,
    stopping, entries, stopped, fault>>

Kthreads   == {ll_statahead_thread}
Contexts   == {ll_statahead_thread, modprobe, readdir}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "6.complete", "6.exit", "exited", "dead", "gone", "sync", "live",
   "free", "done", "15", "16"}

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
                 sa_task, sa_wait, stopping, entries, stopped>>

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

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "14" => stopped > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* ll_statahead_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
LlStataheadThreadBorn ==
  /\ At(ll_statahead_thread, "born")
  /\ IF shouldStop[ll_statahead_thread]
     THEN Goto(ll_statahead_thread, "exit") /\ result' = [result EXCEPT ![ll_statahead_thread] = -4]
     ELSE Goto(ll_statahead_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

LlStataheadThread1 ==                            \* stopping = false
  /\ Go(ll_statahead_thread, "1", "2")
  /\ stopping' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, entries, stopped, fault>>

LlStataheadThread2 ==                            \* while (!stopping)
  /\ Go(ll_statahead_thread, "2", IF stopping THEN "6.call" ELSE "3.check.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

\* 3  wait_event_idle(sa_wait, entries || stopping)
LlStataheadThread3CheckA ==                      \* tests entries
  /\ Go(ll_statahead_thread, "3.check.a", IF entries THEN "4" ELSE "3.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

LlStataheadThread3CheckB ==                      \* tests stopping
  /\ Go(ll_statahead_thread, "3.check.b", IF stopping THEN "4" ELSE "3.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

LlStataheadThread3Prepare ==                     \* queues on sa_wait, sets TASK_IDLE
  /\ Go(ll_statahead_thread, "3.prepare", "3.test.a")
  /\ sa_wait' = sa_wait \cup {ll_statahead_thread}
  /\ state' = [state EXCEPT ![ll_statahead_thread] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 stopping, entries, stopped, fault>>

LlStataheadThread3TestA ==                       \* tests entries
  /\ Go(ll_statahead_thread, "3.test.a", IF entries THEN "3.finish" ELSE "3.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

LlStataheadThread3TestB ==                       \* tests stopping
  /\ Go(ll_statahead_thread, "3.test.b", IF stopping THEN "3.finish" ELSE "3.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

LlStataheadThread3Sleep ==                       \* calls schedule()
  /\ Go(ll_statahead_thread, "3.sleep", "3.prepare")
  /\ Schedule(ll_statahead_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, sa_task, sa_wait,
                 stopping, entries, stopped, fault>>

LlStataheadThread3Finish ==                      \* leaves sa_wait, sets TASK_RUNNING
  /\ Go(ll_statahead_thread, "3.finish", "4")
  /\ state' = [state EXCEPT ![ll_statahead_thread] = "RUNNING"]
  /\ sa_wait' = sa_wait \ {ll_statahead_thread}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 stopping, entries, stopped, fault>>

LlStataheadThread4 ==                            \* entries = false
  /\ Go(ll_statahead_thread, "4", "2")
  /\ entries' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, stopped, fault>>

\* 6  kthread_complete_and_exit(&stopped, 0)
\* X0: calls into core text; no module instruction follows
LlStataheadThread6Call ==
  /\ Go(ll_statahead_thread, "6.call", "6.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

LlStataheadThread6Complete ==                    \* completes stopped
  /\ Go(ll_statahead_thread, "6.complete", "6.exit")
  /\ stopped' = stopped + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, fault>>

LlStataheadThread6Exit ==                        \* X1: leaves the thread
  /\ Go(ll_statahead_thread, "6.exit", "exit")
  /\ result' = [result EXCEPT ![ll_statahead_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

LlStataheadThreadExit ==                         \* X4: completes 'exited'
  /\ Go(ll_statahead_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![ll_statahead_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

LlStataheadThreadExited ==                       \* X7..X10: is reaped and leaves its CPU
  /\ Go(ll_statahead_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![ll_statahead_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
LlStataheadThreadDead ==
  /\ At(ll_statahead_thread, "dead")
  /\ IF usage[ll_statahead_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(ll_statahead_thread, "gone")
          /\ usage' = [usage EXCEPT ![ll_statahead_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         sa_task, sa_wait, stopping, entries, stopped, fault>>

LlStataheadThread ==
  \/ LlStataheadThreadBorn
  \/ LlStataheadThread1
  \/ LlStataheadThread2
  \/ LlStataheadThread3CheckA \/ LlStataheadThread3CheckB
  \/ LlStataheadThread3Prepare \/ LlStataheadThread3TestA \/ LlStataheadThread3TestB
  \/ LlStataheadThread3Sleep \/ LlStataheadThread3Finish
  \/ LlStataheadThread4
  \/ LlStataheadThread6Call \/ LlStataheadThread6Complete \/ LlStataheadThread6Exit
  \/ LlStataheadThreadExit \/ LlStataheadThreadExited \/ LlStataheadThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 7  sa_task = kthread_run(ll_statahead_thread, NULL, "ll_statahead_thread")
Modprobe7Create ==                               \* C1..C5: creates a thread of ll_statahead_thread
  /\ At(modprobe, "7.create")
  /\ \/ Create(modprobe, ll_statahead_thread, "7.wake")
     \/ /\ Goto(modprobe, "7.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, sa_task, sa_wait, stopping,
                 entries, stopped, fault>>

Modprobe7Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "7.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "7.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, sa_task,
                         sa_wait, stopping, entries, stopped, fault>>

Modprobe7Store ==                                \* stores the pointer in sa_task
  /\ Go(modprobe, "7.store", "8")
  /\ sa_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, sa_wait,
                 stopping, entries, stopped, fault>>

Modprobe8 ==                                     \* if (IS_ERR(sa_task))
  /\ Go(modprobe, "8", IF sa_task = ERR THEN "9" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

Modprobe9 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "9", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

Modprobe11 ==                                    \* return 0
  /\ Go(modprobe, "11", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "12")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

Modprobe12 ==                                    \* stopping = true
  /\ Go(modprobe, "12", "13")
  /\ stopping' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, entries, stopped, fault>>

Modprobe13 ==                                    \* wake_up(&sa_wait)
  /\ Go(modprobe, "13", "14")
  /\ WakeQueue(sa_wait, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, sa_task, sa_wait,
                 stopping, entries, stopped, fault>>

Modprobe14 ==                                    \* wait_for_completion(&stopped)
  /\ Go(modprobe, "14", "sync")
  /\ stopped > 0
  /\ stopped' = stopped - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sa_task,
                 sa_wait, stopping, entries, stopped, fault>>

Modprobe ==
  \/ Modprobe7Create \/ Modprobe7Wake \/ Modprobe7Store
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* readdir *)

Readdir15 ==                                     \* entries = true
  /\ Go(readdir, "15", "16")
  /\ entries' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sa_task,
                 sa_wait, stopping, stopped, fault>>

Readdir16 ==                                     \* wake_up(&sa_wait)
  /\ Go(readdir, "16", "done")
  /\ WakeQueue(sa_wait, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, sa_task, sa_wait,
                 stopping, entries, stopped, fault>>

Readdir ==
  \/ Readdir15
  \/ Readdir16

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 sa_task, sa_wait, stopping, entries, stopped>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "7.create" @@ readdir :> "15"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ sa_task    = NULL
  /\ sa_wait    = {}
  /\ stopping   = FALSE
  /\ entries    = FALSE
  /\ stopped    = 0
  /\ fault      = "none"

Next ==
  \/ LlStataheadThread
  \/ Modprobe
  \/ ModprobeLive
  \/ Readdir
  \/ \E c \in {ll_statahead_thread, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(LlStataheadThread \/ FetchFault(ll_statahead_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[ll_statahead_thread] = "gone" => usage[ll_statahead_thread] = 0)

NothingLeaked ==
  module = "freed" => ~(pc[ll_statahead_thread] = "born" /\ asleep[ll_statahead_thread])

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
