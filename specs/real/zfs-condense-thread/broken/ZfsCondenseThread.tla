------------------------- MODULE ZfsCondenseThread --------------------------
(*********************************************************************************)
(* A start looks whether work is under way.                                      *)
(*                                                                               *)
(*   condense_thread   1  use(mapping);                                          *)
(*                     2  condensing = false;                                    *)
(*                     3  msleep(100);                                           *)
(*                     4  condense_task = NULL;                                  *)
(*                     5  return 0;                                              *)
(*   init              6  mapping = kzalloc(sizeof( *mapping), GFP_KERNEL);      *)
(*                     7  if (!mapping) {                                        *)
(*                     8      return -ENOMEM;                                    *)
(*                     9  }                                                      *)
(*                    10  if (!condensing) {                                     *)
(*                    11      condensing = true;                                 *)
(*                    12      condense_task = kthread_run(condense_thread, NULL, *)
(*                    "condense_thread");                                        *)
(*                    13  }                                                      *)
(*                    14  if (!condensing) {                                     *)
(*                    15      condensing = true;                                 *)
(*                    16      condense_task = kthread_run(condense_thread, NULL, *)
(*                    "condense_thread");                                        *)
(*                    17  }                                                      *)
(*                    18  return 0;                                              *)
(*   exit             19  while (condense_task) {                                *)
(*                    20      msleep(100);                                       *)
(*                    21  }                                                      *)
(*                    22  kfree(mapping);                                        *)
(*********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  condense_thread1,  \* a kthread
  condense_thread2,  \* a kthread
  modprobe,          \* the task that loads and unloads the module
  NULL               \* no task

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
  condense_task,     \* struct task_struct *
  condensing,        \* bool
  mapping,           \* memory: "null", "valid" or "freed"
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, condense_task,
    condensing, mapping, fault>>

Kthreads   == {condense_thread1, condense_thread2}
Contexts   == {condense_thread1, condense_thread2, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}

\* The next thread of condense_thread() to be created.
FreeCondenseThread ==
  CASE pc[condense_thread1] = "none" -> condense_thread1
    [] pc[condense_thread2] = "none" -> condense_thread2
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
                 condense_task, condensing, mapping>>

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
Ready(c) == TRUE

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* condense_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
CondenseThreadBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, condense_task,
                 condensing, mapping, fault>>

CondenseThread1(self) ==                         \* use(mapping)
  /\ At(self, "1")
  /\ IF mapping = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF mapping = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(self, "2")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, condense_task, condensing, mapping, fault>>

CondenseThread2(self) ==                         \* condensing = false
  /\ Go(self, "2", "3")
  /\ condensing' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, mapping, fault>>

CondenseThread3(self) ==                         \* msleep(100)
  /\ Go(self, "3", "4")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, fault>>

CondenseThread4(self) ==                         \* condense_task = NULL
  /\ Go(self, "4", "5")
  /\ condense_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condensing, mapping, fault>>

CondenseThread5(self) ==                         \* return 0
  /\ Go(self, "5", "exit")
  /\ result' = [result EXCEPT ![self] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, condense_task,
                 condensing, mapping, fault>>

CondenseThreadExit(self) ==                      \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, condense_task,
                 condensing, mapping, fault>>

CondenseThreadExited(self) ==                    \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, condense_task,
                 condensing, mapping, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
CondenseThreadDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         condense_task, condensing, mapping, fault>>

CondenseThread(self) ==
  \/ CondenseThreadBorn(self)
  \/ CondenseThread1(self)
  \/ CondenseThread2(self)
  \/ CondenseThread3(self)
  \/ CondenseThread4(self)
  \/ CondenseThread5(self)
  \/ CondenseThreadExit(self) \/ CondenseThreadExited(self)
  \/ CondenseThreadDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe6 ==                                     \* mapping = kzalloc(sizeof(*mapping), GFP_KERNEL)
  /\ Go(modprobe, "6", "7")
  /\ mapping' = "valid" \/ mapping' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, fault>>

Modprobe7 ==                                     \* if (!mapping)
  /\ Go(modprobe, "7", IF mapping = "null" THEN "8" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, condense_task,
                 condensing, mapping, fault>>

Modprobe10 ==                                    \* if (!condensing)
  /\ Go(modprobe, "10", IF condensing THEN "14" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, fault>>

Modprobe11 ==                                    \* condensing = true
  /\ Go(modprobe, "11", "12.create")
  /\ condensing' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, mapping, fault>>

\* 12  condense_task = kthread_run(condense_thread, NULL, "condense_thread")
Modprobe12Create ==                              \* C1..C5: creates a thread of condense_thread
  /\ At(modprobe, "12.create")
  /\ Create(modprobe, FreeCondenseThread, "12.wake")
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, condense_task, condensing, mapping,
                 fault>>

Modprobe12Wake ==                                \* wakes the new thread
  /\ At(modprobe, "12.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, condense_task,
                         condensing, mapping, fault>>

Modprobe12Store ==                               \* stores the pointer in condense_task
  /\ Go(modprobe, "12.store", "14")
  /\ condense_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, condensing,
                 mapping, fault>>

Modprobe14 ==                                    \* if (!condensing)
  /\ Go(modprobe, "14", IF condensing THEN "18" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, fault>>

Modprobe15 ==                                    \* condensing = true
  /\ Go(modprobe, "15", "16.create")
  /\ condensing' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, mapping, fault>>

\* 16  condense_task = kthread_run(condense_thread, NULL, "condense_thread")
Modprobe16Create ==                              \* C1..C5: creates a thread of condense_thread
  /\ At(modprobe, "16.create")
  /\ Create(modprobe, FreeCondenseThread, "16.wake")
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, condense_task, condensing, mapping,
                 fault>>

Modprobe16Wake ==                                \* wakes the new thread
  /\ At(modprobe, "16.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, condense_task,
                         condensing, mapping, fault>>

Modprobe16Store ==                               \* stores the pointer in condense_task
  /\ Go(modprobe, "16.store", "18")
  /\ condense_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, condensing,
                 mapping, fault>>

Modprobe18 ==                                    \* return 0
  /\ Go(modprobe, "18", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, condense_task,
                 condensing, mapping, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "19")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, condense_task,
                 condensing, mapping, fault>>

Modprobe19 ==                                    \* while (condense_task)
  /\ Go(modprobe, "19", IF condense_task = NULL THEN "22" ELSE "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, fault>>

Modprobe20 ==                                    \* msleep(100)
  /\ Go(modprobe, "20", "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, fault>>

Modprobe22 ==                                    \* kfree(mapping)
  /\ At(modprobe, "22")
  /\ IF mapping = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ mapping' = IF mapping = "valid" THEN "freed" ELSE mapping
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         condense_task, condensing, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, condense_task,
                 condensing, mapping, fault>>

Modprobe ==
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12Create \/ Modprobe12Wake \/ Modprobe12Store
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe16Create \/ Modprobe16Wake \/ Modprobe16Store
  \/ Modprobe18
  \/ Modprobe19
  \/ Modprobe20
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
                 condense_task, condensing, mapping>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"] @@ modprobe :> "6"
  /\ state         = [t \in Kthreads |-> "NEW"]
  /\ asleep        = [t \in Kthreads |-> FALSE]
  /\ shouldStop    = [t \in Kthreads |-> FALSE]
  /\ notified      = [t \in Kthreads |-> FALSE]
  /\ exited        = [t \in Kthreads |-> 0]
  /\ result        = [t \in Kthreads |-> 0]
  /\ usage         = [t \in Kthreads |-> 0]
  /\ arg           = [c \in {modprobe} |-> NULL]
  /\ module        = "coming"
  /\ condense_task = NULL
  /\ condensing    = FALSE
  /\ mapping       = "null"
  /\ fault         = "none"

Next ==
  \/ \E self \in Kthreads : CondenseThread(self)
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A self \in Kthreads : WF_vars(CondenseThread(self) \/ FetchFault(self))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

NothingLeaked ==
  /\ module = "freed" => mapping # "valid" /\ \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])
  /\ mapping = "valid" => pc[modprobe] # "6"

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
