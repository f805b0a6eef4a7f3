---------------------- MODULE ZfsCondenseThreadMended -----------------------
(*************************************************************************************************)
(* A pool has one thread for as long as it lives.                                                *)
(*                                                                                               *)
(*   condense_thread   1  while (1) {                                                            *)
(*                     2      wait_event_idle(zthr_wait, condensing || kthread_should_stop());   *)
(*                     3      if (kthread_should_stop()) {                                       *)
(*                     4          break;                                                         *)
(*                     5      }                                                                  *)
(*                     6      use(mapping);                                                      *)
(*                     7      condensing = false;                                                *)
(*                     8  }                                                                      *)
(*                     9  return 0;                                                              *)
(*   init             10  mapping = kzalloc(sizeof( *mapping), GFP_KERNEL);                      *)
(*                    11  if (!mapping) {                                                        *)
(*                    12      return -ENOMEM;                                                    *)
(*                    13  }                                                                      *)
(*                    14  condense_task = kthread_run(condense_thread, NULL, "condense_thread"); *)
(*                    15  if (IS_ERR(condense_task)) {                                           *)
(*                    16      kfree(mapping);                                                    *)
(*                    17      return -ENOMEM;                                                    *)
(*                    18  }                                                                      *)
(*                    19  condensing = true;                                                     *)
(*                    20  wake_up(&zthr_wait);                                                   *)
(*                    21  return 0;                                                              *)
(*   exit             22  kthread_stop(condense_task);                                           *)
(*                    23  kfree(mapping);                                                        *)
(*************************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  condense_thread1,  \* a kthread
  condense_thread2,  \* a kthread
  modprobe,          \* the task that loads and unloads the module
  NULL,              \* no task
  ERR,               \* an error pointer
  StopNotifies       \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

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
  zthr_wait,         \* wait_queue_head_t: who is on it
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, condense_task,
    condensing, mapping, zthr_wait, fault>>

Kthreads   == {condense_thread1, condense_thread2}
Contexts   == {condense_thread1, condense_thread2, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
Out        == {"exit", "exited", "dead", "gone"}

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
                 condense_task, condensing, mapping, zthr_wait>>

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
Ready(c) == pc[c] = "22.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* condense_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
CondenseThreadBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "2.check.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

\* 2  wait_event_idle(zthr_wait, condensing || kthread_should_stop())
CondenseThread2CheckA(self) ==                   \* tests condensing
  /\ Go(self, "2.check.a", IF condensing THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, zthr_wait, fault>>

CondenseThread2CheckB(self) ==                   \* tests kthread_should_stop()
  /\ Go(self, "2.check.b", IF shouldStop[self] THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, zthr_wait, fault>>

CondenseThread2Prepare(self) ==                  \* queues on zthr_wait, sets TASK_IDLE
  /\ Go(self, "2.prepare", "2.test.a")
  /\ zthr_wait' = zthr_wait \cup {self}
  /\ state' = [state EXCEPT ![self] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, condense_task,
                 condensing, mapping, fault>>

CondenseThread2TestA(self) ==                    \* tests condensing
  /\ Go(self, "2.test.a", IF condensing THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, zthr_wait, fault>>

CondenseThread2TestB(self) ==                    \* tests kthread_should_stop()
  /\ Go(self, "2.test.b", IF shouldStop[self] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, zthr_wait, fault>>

CondenseThread2Sleep(self) ==                    \* calls schedule()
  /\ Go(self, "2.sleep", "2.prepare")
  /\ Schedule(self)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

CondenseThread2Finish(self) ==                   \* leaves zthr_wait, sets TASK_RUNNING
  /\ Go(self, "2.finish", "3")
  /\ state' = [state EXCEPT ![self] = "RUNNING"]
  /\ zthr_wait' = zthr_wait \ {self}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, condense_task,
                 condensing, mapping, fault>>

CondenseThread3(self) ==                         \* if (kthread_should_stop())
  /\ Go(self, "3", IF shouldStop[self] THEN "9" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, zthr_wait, fault>>

CondenseThread6(self) ==                         \* use(mapping)
  /\ At(self, "6")
  /\ IF mapping = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF mapping = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(self, "7")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, condense_task, condensing, mapping, zthr_wait, fault>>

CondenseThread7(self) ==                         \* condensing = false
  /\ Go(self, "7", "2.check.a")
  /\ condensing' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, mapping, zthr_wait, fault>>

CondenseThread9(self) ==                         \* return 0
  /\ Go(self, "9", "exit")
  /\ result' = [result EXCEPT ![self] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

CondenseThreadExit(self) ==                      \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

CondenseThreadExited(self) ==                    \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
CondenseThreadDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         condense_task, condensing, mapping, zthr_wait, fault>>

CondenseThread(self) ==
  \/ CondenseThreadBorn(self)
  \/ CondenseThread2CheckA(self) \/ CondenseThread2CheckB(self)
  \/ CondenseThread2Prepare(self) \/ CondenseThread2TestA(self)
  \/ CondenseThread2TestB(self) \/ CondenseThread2Sleep(self)
  \/ CondenseThread2Finish(self)
  \/ CondenseThread3(self)
  \/ CondenseThread6(self)
  \/ CondenseThread7(self)
  \/ CondenseThread9(self)
  \/ CondenseThreadExit(self) \/ CondenseThreadExited(self)
  \/ CondenseThreadDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe10 ==                                    \* mapping = kzalloc(sizeof(*mapping), GFP_KERNEL)
  /\ Go(modprobe, "10", "11")
  /\ mapping' = "valid" \/ mapping' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, zthr_wait, fault>>

Modprobe11 ==                                    \* if (!mapping)
  /\ Go(modprobe, "11", IF mapping = "null" THEN "12" ELSE "14.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, zthr_wait, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, condense_task,
                 condensing, mapping, zthr_wait, fault>>

\* 14  condense_task = kthread_run(condense_thread, NULL, "condense_thread")
Modprobe14Create ==                              \* C1..C5: creates a thread of condense_thread
  /\ At(modprobe, "14.create")
  /\ \/ Create(modprobe, FreeCondenseThread, "14.wake")
     \/ /\ Goto(modprobe, "14.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, condense_task, condensing, mapping,
                 zthr_wait, fault>>

Modprobe14Wake ==                                \* wakes the new thread
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, condense_task,
                         condensing, mapping, zthr_wait, fault>>

Modprobe14Store ==                               \* stores the pointer in condense_task
  /\ Go(modprobe, "14.store", "15")
  /\ condense_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, condensing,
                 mapping, zthr_wait, fault>>

Modprobe15 ==                                    \* if (IS_ERR(condense_task))
  /\ Go(modprobe, "15", IF condense_task = ERR THEN "16" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, zthr_wait, fault>>

Modprobe16 ==                                    \* kfree(mapping)
  /\ At(modprobe, "16")
  /\ IF mapping = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "17")
          /\ mapping' = IF mapping = "valid" THEN "freed" ELSE mapping
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         condense_task, condensing, zthr_wait, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, condense_task,
                 condensing, mapping, zthr_wait, fault>>

Modprobe19 ==                                    \* condensing = true
  /\ Go(modprobe, "19", "20")
  /\ condensing' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, mapping, zthr_wait, fault>>

Modprobe20 ==                                    \* wake_up(&zthr_wait)
  /\ Go(modprobe, "20", "21")
  /\ WakeQueue(zthr_wait, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

Modprobe21 ==                                    \* return 0
  /\ Go(modprobe, "21", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, condense_task,
                 condensing, mapping, zthr_wait, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "22.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, condense_task,
                 condensing, mapping, zthr_wait, fault>>

\* 22  kthread_stop(condense_task)
Modprobe22Load ==                                \* S0: reads condense_task
  /\ Go(modprobe, "22.load", "22.get")
  /\ arg' = [arg EXCEPT ![modprobe] = condense_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module,
                 condense_task, condensing, mapping, zthr_wait, fault>>

Modprobe22Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "22.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "22.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         condense_task, condensing, mapping, zthr_wait, fault>>

Modprobe22Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "22.set", "22.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

Modprobe22Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "22.notify", "22.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

Modprobe22Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "22.wake", "22.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

Modprobe22Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "22.wait", "22.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, condense_task,
                 condensing, mapping, zthr_wait, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe22Put ==
  /\ At(modprobe, "22.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "23")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         condense_task, condensing, mapping, zthr_wait, fault>>

Modprobe23 ==                                    \* kfree(mapping)
  /\ At(modprobe, "23")
  /\ IF mapping = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ mapping' = IF mapping = "valid" THEN "freed" ELSE mapping
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         condense_task, condensing, zthr_wait, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, zthr_wait, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, condense_task,
                 condensing, mapping, zthr_wait, fault>>

Modprobe ==
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14Create \/ Modprobe14Wake \/ Modprobe14Store
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe19
  \/ Modprobe20
  \/ Modprobe21
  \/ Modprobe22Load \/ Modprobe22Get \/ Modprobe22Set \/ Modprobe22Notify
  \/ Modprobe22Wake \/ Modprobe22Wait \/ Modprobe22Put
  \/ Modprobe23
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 condense_task, condensing, mapping, zthr_wait>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"] @@ modprobe :> "10"
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
  /\ zthr_wait     = {}
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
  /\ SF_vars(Modprobe22Wait)

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

NoDoubleStop == pc[modprobe] = "22.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "22.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked ==
  /\ module = "freed" => mapping # "valid" /\ \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])
  /\ mapping = "valid" => pc[modprobe] # "10"

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] = "22.put" /\ arg[modprobe] = t => /\ pc[t] \in {"exited", "dead", "gone"}
                                                    /\ result[t] \in {-4, 0}

StopPending    == pc[modprobe] \in {"22.notify", "22.wake", "22.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
