--------------------- MODULE TestLkmpgCompletionsMended ---------------------
(************************************************************************************)
(* The thread completes when it ends.                                               *)
(*                                                                                  *)
(*   crank_thread  1  kthread_complete_and_exit(&crank_comp, 0);                    *)
(*   init          2  crank_task = kthread_run(crank_thread, NULL, "crank_thread"); *)
(*                 3  if (IS_ERR(crank_task)) {                                     *)
(*                 4      return -ENOMEM;                                           *)
(*                 5  }                                                             *)
(*                 6  return 0;                                                     *)
(*   exit          7  wait_for_completion(&crank_comp);                             *)
(************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  crank_thread,     \* a kthread
  modprobe,         \* the task that loads and unloads the module
  NULL,             \* no task
  ERR               \* an error pointer

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
  crank_task,       \* struct task_struct *
  crank_comp,       \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, crank_task,
    crank_comp, fault>>

Kthreads   == {crank_thread}
Contexts   == {crank_thread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "1.complete", "1.exit", "exited", "dead", "gone", "sync", "live",
   "free", "done"}

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
                 crank_task, crank_comp>>

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

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "7" => crank_comp > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* crank_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
CrankThreadBorn ==
  /\ At(crank_thread, "born")
  /\ IF shouldStop[crank_thread]
     THEN Goto(crank_thread, "exit") /\ result' = [result EXCEPT ![crank_thread] = -4]
     ELSE Goto(crank_thread, "1.call") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, crank_task,
                 crank_comp, fault>>

\* 1  kthread_complete_and_exit(&crank_comp, 0)
\* X0: calls into core text; no module instruction follows
CrankThread1Call ==
  /\ Go(crank_thread, "1.call", "1.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 crank_task, crank_comp, fault>>

CrankThread1Complete ==                          \* completes crank_comp
  /\ Go(crank_thread, "1.complete", "1.exit")
  /\ crank_comp' = crank_comp + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 crank_task, fault>>

CrankThread1Exit ==                              \* X1: leaves the thread
  /\ Go(crank_thread, "1.exit", "exit")
  /\ result' = [result EXCEPT ![crank_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, crank_task,
                 crank_comp, fault>>

CrankThreadExit ==                               \* X4: completes 'exited'
  /\ Go(crank_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![crank_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, crank_task,
                 crank_comp, fault>>

CrankThreadExited ==                             \* X7..X10: is reaped and leaves its CPU
  /\ Go(crank_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![crank_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, crank_task,
                 crank_comp, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
CrankThreadDead ==
  /\ At(crank_thread, "dead")
  /\ IF usage[crank_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(crank_thread, "gone")
          /\ usage' = [usage EXCEPT ![crank_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         crank_task, crank_comp, fault>>

CrankThread ==
  \/ CrankThreadBorn
  \/ CrankThread1Call \/ CrankThread1Complete \/ CrankThread1Exit
  \/ CrankThreadExit \/ CrankThreadExited \/ CrankThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 2  crank_task = kthread_run(crank_thread, NULL, "crank_thread")
Modprobe2Create ==                               \* C1..C5: creates a thread of crank_thread
  /\ At(modprobe, "2.create")
  /\ \/ Create(modprobe, crank_thread, "2.wake")
     \/ /\ Goto(modprobe, "2.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, crank_task, crank_comp, fault>>

Modprobe2Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "2.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "2.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, crank_task,
                         crank_comp, fault>>

Modprobe2Store ==                                \* stores the pointer in crank_task
  /\ Go(modprobe, "2.store", "3")
  /\ crank_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, crank_comp,
                 fault>>

Modprobe3 ==                                     \* if (IS_ERR(crank_task))
  /\ Go(modprobe, "3", IF crank_task = ERR THEN "4" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 crank_task, crank_comp, fault>>

Modprobe4 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "4", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, crank_task,
                 crank_comp, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, crank_task,
                 crank_comp, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, crank_task,
                 crank_comp, fault>>

Modprobe7 ==                                     \* wait_for_completion(&crank_comp)
  /\ Go(modprobe, "7", "sync")
  /\ crank_comp > 0
  /\ crank_comp' = crank_comp - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 crank_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 crank_task, crank_comp, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, crank_task,
                 crank_comp, fault>>

Modprobe ==
  \/ Modprobe2Create \/ Modprobe2Wake \/ Modprobe2Store
  \/ Modprobe3
  \/ Modprobe4
  \/ Modprobe6
  \/ Modprobe7
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 crank_task, crank_comp>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "2.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ crank_task = NULL
  /\ crank_comp = 0
  /\ fault      = "none"

Next ==
  \/ CrankThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(CrankThread \/ FetchFault(crank_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[crank_thread] = "gone" => usage[crank_thread] = 0)

NothingLeaked == module = "freed" => ~(pc[crank_thread] = "born" /\ asleep[crank_thread])

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
