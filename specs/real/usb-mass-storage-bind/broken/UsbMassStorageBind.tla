------------------------- MODULE UsbMassStorageBind -------------------------
(***********************************************************************************************)
(* Every bind starts a thread.                                                                 *)
(*                                                                                             *)
(*   fsg_main_thread   1  while (1) {                                                          *)
(*                     2      set_current_state(TASK_INTERRUPTIBLE);                           *)
(*                     3      if (terminating) {                                               *)
(*                     4          break;                                                       *)
(*                     5      }                                                                *)
(*                     6      schedule();                                                      *)
(*                     7  }                                                                    *)
(*                     8  __set_current_state(TASK_RUNNING);                                   *)
(*                     9  spin_lock(&common_lock);                                             *)
(*                    10  thread_task = NULL;                                                  *)
(*                    11  spin_unlock(&common_lock);                                           *)
(*                    12  kthread_complete_and_exit(&thread_notifier, 0);                      *)
(*   init             13  thread_task = kthread_run(fsg_main_thread, NULL, "fsg_main_thread"); *)
(*                    14  if (IS_ERR(thread_task)) {                                           *)
(*                    15      return -ENOMEM;                                                  *)
(*                    16  }                                                                    *)
(*                    17  thread_task = kthread_run(fsg_main_thread, NULL, "fsg_main_thread"); *)
(*                    18  if (IS_ERR(thread_task)) {                                           *)
(*                    19      return -ENOMEM;                                                  *)
(*                    20  }                                                                    *)
(*                    21  return 0;                                                            *)
(*   exit             22  terminating = true;                                                  *)
(*                    23  spin_lock(&common_lock);                                             *)
(*                    24  if (thread_task) {                                                   *)
(*                    25      wake_up_process(thread_task);                                    *)
(*                    26  }                                                                    *)
(*                    27  spin_unlock(&common_lock);                                           *)
(*                    28  wait_for_completion(&thread_notifier);                               *)
(***********************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  fsg_main_thread1,  \* a kthread
  fsg_main_thread2,  \* a kthread
  modprobe,          \* the task that loads and unloads the module
  NULL,              \* no task
  ERR,               \* an error pointer
  none               \* the owner of a lock that is free

VARIABLES
  pc,                \* where each context is in its program
  state,             \* task state
  asleep,            \* off the run queue
  shouldStop,        \* KTHREAD_SHOULD_STOP
  notified,          \* TIF_NOTIFY_SIGNAL
  exited,            \* count of the completion that kthread_stop() waits for
  result,            \* what the thread function returned
  usage,             \* references on the task; 0 is no task, or a freed one
  arg,               \* the task that each context's call is about
  module,            \* "coming", "live", "going" or "freed"
  warned,            \* the kernel printed a warning
  thread_task,       \* struct task_struct *
  common_lock,       \* spinlock_t: its owner
  thread_notifier,   \* struct completion
  terminating,       \* bool
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
    thread_task, common_lock, thread_notifier, terminating, fault>>

Kthreads   == {fsg_main_thread1, fsg_main_thread2}
Contexts   == {fsg_main_thread1, fsg_main_thread2, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "12.complete", "12.exit", "exited", "dead", "gone", "sync", "live",
   "free", "done"}

\* The next thread of fsg_main_thread() to be created.
FreeFsgMainThread ==
  CASE pc[fsg_main_thread1] = "none" -> fsg_main_thread1
    [] pc[fsg_main_thread2] = "none" -> fsg_main_thread2
    [] OTHER -> NULL

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
                 warned, thread_task, common_lock, thread_notifier, terminating>>

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

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"9", "23"} => common_lock = none
  /\ pc[c] = "28" => thread_notifier > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* fsg_main_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
FsgMainThreadBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

FsgMainThread2(self) ==                          \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(self, "2", "3")
  /\ state' = [state EXCEPT ![self] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

FsgMainThread3(self) ==                          \* if (terminating)
  /\ Go(self, "3", IF terminating THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

FsgMainThread6(self) ==                          \* schedule()
  /\ Go(self, "6", "2")
  /\ Schedule(self)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, thread_task,
                 common_lock, thread_notifier, terminating, fault>>

FsgMainThread8(self) ==                          \* __set_current_state(TASK_RUNNING)
  /\ Go(self, "8", "9")
  /\ state' = [state EXCEPT ![self] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

FsgMainThread9(self) ==                          \* spin_lock(&common_lock)
  /\ Go(self, "9", "10")
  /\ common_lock = none
  /\ common_lock' = self
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, thread_notifier, terminating, fault>>

FsgMainThread10(self) ==                         \* thread_task = NULL
  /\ Go(self, "10", "11")
  /\ thread_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 common_lock, thread_notifier, terminating, fault>>

FsgMainThread11(self) ==                         \* spin_unlock(&common_lock)
  /\ Go(self, "11", "12.call")
  /\ common_lock' = none
  /\ warned' = (warned \/ common_lock # self)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 thread_task, thread_notifier, terminating, fault>>

\* 12  kthread_complete_and_exit(&thread_notifier, 0)
\* X0: calls into core text; no module instruction follows
FsgMainThread12Call(self) ==
  /\ Go(self, "12.call", "12.complete")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

FsgMainThread12Complete(self) ==                 \* completes thread_notifier
  /\ Go(self, "12.complete", "12.exit")
  /\ thread_notifier' = thread_notifier + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, terminating, fault>>

FsgMainThread12Exit(self) ==                     \* X1: leaves the thread
  /\ Go(self, "12.exit", "exit")
  /\ result' = [result EXCEPT ![self] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

FsgMainThreadExit(self) ==                       \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

FsgMainThreadExited(self) ==                     \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
FsgMainThreadDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         thread_task, common_lock, thread_notifier, terminating, fault>>

FsgMainThread(self) ==
  \/ FsgMainThreadBorn(self)
  \/ FsgMainThread2(self)
  \/ FsgMainThread3(self)
  \/ FsgMainThread6(self)
  \/ FsgMainThread8(self)
  \/ FsgMainThread9(self)
  \/ FsgMainThread10(self)
  \/ FsgMainThread11(self)
  \/ FsgMainThread12Call(self) \/ FsgMainThread12Complete(self)
  \/ FsgMainThread12Exit(self)
  \/ FsgMainThreadExit(self) \/ FsgMainThreadExited(self) \/ FsgMainThreadDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

\* 13  thread_task = kthread_run(fsg_main_thread, NULL, "fsg_main_thread")
Modprobe13Create ==                              \* C1..C5: creates a thread of fsg_main_thread
  /\ At(modprobe, "13.create")
  /\ \/ Create(modprobe, FreeFsgMainThread, "13.wake")
     \/ /\ Goto(modprobe, "13.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, thread_task, common_lock,
                 thread_notifier, terminating, fault>>

Modprobe13Wake ==                                \* wakes the new thread
  /\ At(modprobe, "13.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "13.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned,
                         thread_task, common_lock, thread_notifier, terminating, fault>>

Modprobe13Store ==                               \* stores the pointer in thread_task
  /\ Go(modprobe, "13.store", "14")
  /\ thread_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 common_lock, thread_notifier, terminating, fault>>

Modprobe14 ==                                    \* if (IS_ERR(thread_task))
  /\ Go(modprobe, "14", IF thread_task = ERR THEN "15" ELSE "17.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

Modprobe15 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "15", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

\* 17  thread_task = kthread_run(fsg_main_thread, NULL, "fsg_main_thread")
Modprobe17Create ==                              \* C1..C5: creates a thread of fsg_main_thread
  /\ At(modprobe, "17.create")
  /\ \/ Create(modprobe, FreeFsgMainThread, "17.wake")
     \/ /\ Goto(modprobe, "17.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, thread_task, common_lock,
                 thread_notifier, terminating, fault>>

Modprobe17Wake ==                                \* wakes the new thread
  /\ At(modprobe, "17.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned,
                         thread_task, common_lock, thread_notifier, terminating, fault>>

Modprobe17Store ==                               \* stores the pointer in thread_task
  /\ Go(modprobe, "17.store", "18")
  /\ thread_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 common_lock, thread_notifier, terminating, fault>>

Modprobe18 ==                                    \* if (IS_ERR(thread_task))
  /\ Go(modprobe, "18", IF thread_task = ERR THEN "19" ELSE "21")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

Modprobe19 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "19", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

Modprobe21 ==                                    \* return 0
  /\ Go(modprobe, "21", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "22")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

Modprobe22 ==                                    \* terminating = true
  /\ Go(modprobe, "22", "23")
  /\ terminating' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, fault>>

Modprobe23 ==                                    \* spin_lock(&common_lock)
  /\ Go(modprobe, "23", "24")
  /\ common_lock = none
  /\ common_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, thread_notifier, terminating, fault>>

Modprobe24 ==                                    \* if (thread_task)
  /\ Go(modprobe, "24", IF thread_task = NULL THEN "27" ELSE "25.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

\* 25  wake_up_process(thread_task)
Modprobe25Load ==                                \* S0: reads thread_task
  /\ Go(modprobe, "25.load", "25.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = thread_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

Modprobe25Wake ==                                \* wakes thread_task
  /\ At(modprobe, "25.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, warned, thread_task,
                         common_lock, thread_notifier, terminating, fault>>

Modprobe27 ==                                    \* spin_unlock(&common_lock)
  /\ Go(modprobe, "27", "28")
  /\ common_lock' = none
  /\ warned' = (warned \/ common_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 thread_task, thread_notifier, terminating, fault>>

Modprobe28 ==                                    \* wait_for_completion(&thread_notifier)
  /\ Go(modprobe, "28", "sync")
  /\ thread_notifier > 0
  /\ thread_notifier' = thread_notifier - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, terminating, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 thread_task, common_lock, thread_notifier, terminating, fault>>

Modprobe ==
  \/ Modprobe13Create \/ Modprobe13Wake \/ Modprobe13Store
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe17Create \/ Modprobe17Wake \/ Modprobe17Store
  \/ Modprobe18
  \/ Modprobe19
  \/ Modprobe21
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe24
  \/ Modprobe25Load \/ Modprobe25Wake
  \/ Modprobe27
  \/ Modprobe28
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, thread_task, common_lock, thread_notifier, terminating>>

Init ==
  /\ pc              = [t \in Kthreads |-> "none"] @@ modprobe :> "13.create"
  /\ state           = [t \in Kthreads |-> "NEW"]
  /\ asleep          = [t \in Kthreads |-> FALSE]
  /\ shouldStop      = [t \in Kthreads |-> FALSE]
  /\ notified        = [t \in Kthreads |-> FALSE]
  /\ exited          = [t \in Kthreads |-> 0]
  /\ result          = [t \in Kthreads |-> 0]
  /\ usage           = [t \in Kthreads |-> 0]
  /\ arg             = [c \in {modprobe} |-> NULL]
  /\ module          = "coming"
  /\ warned          = FALSE
  /\ thread_task     = NULL
  /\ common_lock     = none
  /\ thread_notifier = 0
  /\ terminating     = FALSE
  /\ fault           = "none"

Next ==
  \/ \E self \in Kthreads : FsgMainThread(self)
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A self \in Kthreads : WF_vars(FsgMainThread(self) \/ FetchFault(self))
  /\ \A self \in Kthreads : SF_vars(FsgMainThread9(self))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe23 \/ Modprobe28)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

LocksReleased == common_lock = none \/ InModuleText(common_lock)

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
