------------------------- MODULE MdUnregisterThread -------------------------
(******************************************************************************)
(* The pointer is tested, and cleared after the stop.                         *)
(*                                                                            *)
(*   md_thread      1  while (!kthread_should_stop()) {                       *)
(*                  2      msleep(100);                                       *)
(*                  3  }                                                      *)
(*                  4  return 0;                                              *)
(*   init           5  sync_task = kthread_run(md_thread, NULL, "md_thread"); *)
(*                  6  if (IS_ERR(sync_task)) {                               *)
(*                  7      return -ENOMEM;                                    *)
(*                  8  }                                                      *)
(*                  9  return 0;                                              *)
(*   exit          10  if (sync_task) {                                       *)
(*                 11      kthread_stop(sync_task);                           *)
(*                 12  }                                                      *)
(*   action_store  13  if (sync_task) {                                       *)
(*                 14      kthread_stop(sync_task);                           *)
(*                 15      sync_task = NULL;                                  *)
(*                 16  }                                                      *)
(*   stop_array    17  if (sync_task) {                                       *)
(*                 18      kthread_stop(sync_task);                           *)
(*                 19      sync_task = NULL;                                  *)
(*                 20  }                                                      *)
(******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  md_thread,        \* a kthread
  modprobe,         \* the task that loads and unloads the module
  action_store,     \* a task that calls action_store()
  stop_array,       \* a task that calls stop_array()
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
  sync_task,        \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, sync_task,
    fault>>

Kthreads   == {md_thread}
Contexts   == {md_thread, modprobe, action_store, stop_array}
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
                 refs, sync_task>>

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
(* md_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
MdThreadBorn ==
  /\ At(md_thread, "born")
  /\ IF shouldStop[md_thread]
     THEN Goto(md_thread, "exit") /\ result' = [result EXCEPT ![md_thread] = -4]
     ELSE Goto(md_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, sync_task,
                 fault>>

MdThread1 ==                                     \* while (!kthread_should_stop())
  /\ Go(md_thread, "1", IF shouldStop[md_thread] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sync_task, fault>>

MdThread2 ==                                     \* msleep(100)
  /\ Go(md_thread, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sync_task, fault>>

MdThread4 ==                                     \* return 0
  /\ Go(md_thread, "4", "exit")
  /\ result' = [result EXCEPT ![md_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, sync_task,
                 fault>>

MdThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(md_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![md_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, sync_task,
                 fault>>

MdThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(md_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![md_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sync_task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
MdThreadDead ==
  /\ At(md_thread, "dead")
  /\ IF usage[md_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(md_thread, "gone")
          /\ usage' = [usage EXCEPT ![md_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         sync_task, fault>>

MdThread ==
  \/ MdThreadBorn
  \/ MdThread1
  \/ MdThread2
  \/ MdThread4
  \/ MdThreadExit \/ MdThreadExited \/ MdThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 5  sync_task = kthread_run(md_thread, NULL, "md_thread")
Modprobe5Create ==                               \* C1..C5: creates a thread of md_thread
  /\ At(modprobe, "5.create")
  /\ \/ Create(modprobe, md_thread, "5.wake")
     \/ /\ Goto(modprobe, "5.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, sync_task, fault>>

Modprobe5Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "5.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "5.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs,
                         sync_task, fault>>

Modprobe5Store ==                                \* stores the pointer in sync_task
  /\ Go(modprobe, "5.store", "6")
  /\ sync_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, fault>>

Modprobe6 ==                                     \* if (IS_ERR(sync_task))
  /\ Go(modprobe, "6", IF sync_task = ERR THEN "7" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sync_task, fault>>

Modprobe7 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "7", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sync_task, fault>>

Modprobe9 ==                                     \* return 0
  /\ Go(modprobe, "9", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sync_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "10")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sync_task, fault>>

Modprobe10 ==                                    \* if (sync_task)
  /\ Go(modprobe, "10", IF sync_task = NULL THEN "sync" ELSE "11.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sync_task, fault>>

\* 11  kthread_stop(sync_task)
Modprobe11Load ==                                \* S0: reads sync_task
  /\ Go(modprobe, "11.load", "11.get")
  /\ arg' = [arg EXCEPT ![modprobe] = sync_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 sync_task, fault>>

Modprobe11Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "11.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         sync_task, fault>>

Modprobe11Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "11.set", "11.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, sync_task,
                 fault>>

Modprobe11Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "11.notify", "11.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, sync_task,
                 fault>>

Modprobe11Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "11.wake", "11.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sync_task, fault>>

Modprobe11Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "11.wait", "11.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, sync_task,
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
                         sync_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sync_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, sync_task,
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
(* action_store *)

ActionStoreIdle ==                               \* a user calls into the module
  /\ Go(action_store, "idle", "13")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 sync_task, fault>>

ActionStore13 ==                                 \* if (sync_task)
  /\ Go(action_store, "13", IF sync_task = NULL THEN "leave" ELSE "14.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sync_task, fault>>

\* 14  kthread_stop(sync_task)
ActionStore14Load ==                             \* S0: reads sync_task
  /\ Go(action_store, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![action_store] = sync_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 sync_task, fault>>

ActionStore14Get ==                              \* S2, S3: takes a reference on the thread
  /\ At(action_store, "14.get")
  /\ IF BadTask(arg[action_store]) # "none"
     THEN Crash(BadTask(arg[action_store]))
     ELSE /\ Goto(action_store, "14.set")
          /\ usage' = [usage EXCEPT ![arg[action_store]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         sync_task, fault>>

ActionStore14Set ==                              \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(action_store, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[action_store]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, sync_task,
                 fault>>

ActionStore14Notify ==                           \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(action_store, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[action_store]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, sync_task,
                 fault>>

ActionStore14Wake ==                             \* S7: wakes the thread
  /\ Go(action_store, "14.wake", "14.wait")
  /\ Wake(arg[action_store])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sync_task, fault>>

ActionStore14Wait ==                             \* S8: waits for 'exited'
  /\ Go(action_store, "14.wait", "14.put")
  /\ exited[arg[action_store]] > 0
  /\ exited' = [exited EXCEPT ![arg[action_store]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, sync_task,
                 fault>>

\* S9..S11: takes the result and drops its reference
ActionStore14Put ==
  /\ At(action_store, "14.put")
  /\ IF Overput(arg[action_store])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(action_store, "15")
          /\ usage' = [usage EXCEPT ![arg[action_store]] = @ - 1]
          /\ arg' = [arg EXCEPT ![action_store] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         sync_task, fault>>

ActionStore15 ==                                 \* sync_task = NULL
  /\ Go(action_store, "15", "leave")
  /\ sync_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 fault>>

ActionStoreLeave ==                              \* the call returns to user space
  /\ Go(action_store, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 sync_task, fault>>

ActionStore ==
  \/ ActionStore13
  \/ ActionStore14Load \/ ActionStore14Get \/ ActionStore14Set \/ ActionStore14Notify
  \/ ActionStore14Wake \/ ActionStore14Wait \/ ActionStore14Put
  \/ ActionStore15
  \/ ActionStoreLeave

-----------------------------------------------------------------------------
(* stop_array *)

StopArrayIdle ==                                 \* a user calls into the module
  /\ Go(stop_array, "idle", "17")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 sync_task, fault>>

StopArray17 ==                                   \* if (sync_task)
  /\ Go(stop_array, "17", IF sync_task = NULL THEN "leave" ELSE "18.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sync_task, fault>>

\* 18  kthread_stop(sync_task)
StopArray18Load ==                               \* S0: reads sync_task
  /\ Go(stop_array, "18.load", "18.get")
  /\ arg' = [arg EXCEPT ![stop_array] = sync_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 sync_task, fault>>

StopArray18Get ==                                \* S2, S3: takes a reference on the thread
  /\ At(stop_array, "18.get")
  /\ IF BadTask(arg[stop_array]) # "none"
     THEN Crash(BadTask(arg[stop_array]))
     ELSE /\ Goto(stop_array, "18.set")
          /\ usage' = [usage EXCEPT ![arg[stop_array]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         sync_task, fault>>

StopArray18Set ==                                \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(stop_array, "18.set", "18.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[stop_array]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, sync_task,
                 fault>>

StopArray18Notify ==                             \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(stop_array, "18.notify", "18.wake")
  /\ notified' = [notified EXCEPT ![arg[stop_array]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, sync_task,
                 fault>>

StopArray18Wake ==                               \* S7: wakes the thread
  /\ Go(stop_array, "18.wake", "18.wait")
  /\ Wake(arg[stop_array])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sync_task, fault>>

StopArray18Wait ==                               \* S8: waits for 'exited'
  /\ Go(stop_array, "18.wait", "18.put")
  /\ exited[arg[stop_array]] > 0
  /\ exited' = [exited EXCEPT ![arg[stop_array]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, sync_task,
                 fault>>

\* S9..S11: takes the result and drops its reference
StopArray18Put ==
  /\ At(stop_array, "18.put")
  /\ IF Overput(arg[stop_array])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(stop_array, "19")
          /\ usage' = [usage EXCEPT ![arg[stop_array]] = @ - 1]
          /\ arg' = [arg EXCEPT ![stop_array] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         sync_task, fault>>

StopArray19 ==                                   \* sync_task = NULL
  /\ Go(stop_array, "19", "leave")
  /\ sync_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 fault>>

StopArrayLeave ==                                \* the call returns to user space
  /\ Go(stop_array, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 sync_task, fault>>

StopArray ==
  \/ StopArray17
  \/ StopArray18Load \/ StopArray18Get \/ StopArray18Set \/ StopArray18Notify
  \/ StopArray18Wake \/ StopArray18Wait \/ StopArray18Put
  \/ StopArray19
  \/ StopArrayLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, sync_task>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "5.create"
                  @@ action_store :> "idle"
                  @@ stop_array :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, action_store, stop_array} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ sync_task  = NULL
  /\ fault      = "none"

Next ==
  \/ MdThread
  \/ Modprobe
  \/ ModprobeLive
  \/ ActionStore
  \/ ActionStoreIdle
  \/ StopArray
  \/ StopArrayIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(MdThread \/ FetchFault(md_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe11Wait)
  /\ WF_vars(ActionStore \/ FetchFault(action_store))
  /\ SF_vars(ActionStore14Wait)
  /\ WF_vars(StopArray \/ FetchFault(stop_array))
  /\ SF_vars(StopArray18Wait)

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
  \A c \in {modprobe, action_store, stop_array} :
    pc[c] \in {"11.set", "14.set", "18.set"} => ~shouldStop[arg[c]]

NoSelfStop ==
  \A c \in {modprobe, action_store, stop_array} :
    pc[c] \in {"11.set", "14.set", "18.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[md_thread] \in {"none", "gone"}
  /\ \A c \in {action_store, stop_array} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[md_thread] = "gone" => usage[md_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[md_thread] <= 1

NothingLeaked == module = "freed" => ~(pc[md_thread] = "born" /\ asleep[md_thread])

StopResultCorrect ==
  \A c \in {modprobe, action_store, stop_array} :
    pc[c] \in {"11.put", "14.put", "18.put"} /\ arg[c] = md_thread =>
      pc[md_thread] \in {"exited", "dead", "gone"} /\ result[md_thread] \in {-4, 0}

StopPending(c) ==
  pc[c] \in {"11.notify", "11.wake", "11.wait", "14.notify", "14.wake", "14.wait", "18.notify",
             "18.wake", "18.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, action_store, stop_array} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates ==
  \A c \in {modprobe, action_store, stop_array} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[md_thread] => pc[md_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {action_store, stop_array} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
