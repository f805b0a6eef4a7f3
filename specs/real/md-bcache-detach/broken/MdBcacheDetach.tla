--------------------------- MODULE MdBcacheDetach ---------------------------
(********************************************************************************)
(* The thread looks for work, then sets its state.                              *)
(*                                                                              *)
(*   writeback_thread   1  while (1) {                                          *)
(*                      2      if (!detaching) {                                *)
(*                      3          set_current_state(TASK_INTERRUPTIBLE);       *)
(*                      4          if (kthread_should_stop()) {                 *)
(*                      5              break;                                   *)
(*                      6          }                                            *)
(*                      7          schedule();                                  *)
(*                      8          continue;                                    *)
(*                      9      }                                                *)
(*                     10      detaching = false;                               *)
(*                     11      complete(&detached);                             *)
(*                     12  }                                                    *)
(*                     13  __set_current_state(TASK_RUNNING);                   *)
(*                     14  return 0;                                            *)
(*   init              15  writeback_task = kthread_run(writeback_thread, NULL, *)
(*   "writeback_thread");                                                       *)
(*                     16  if (IS_ERR(writeback_task)) {                        *)
(*                     17      return -ENOMEM;                                  *)
(*                     18  }                                                    *)
(*                     19  return 0;                                            *)
(*   exit              20  kthread_stop(writeback_task);                        *)
(*   detach            21  detaching = true;                                    *)
(*                     22  wake_up_process(writeback_task);                     *)
(*                     23  wait_for_completion(&detached);                      *)
(********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  writeback_thread,  \* a kthread
  modprobe,          \* the task that loads and unloads the module
  detach,            \* a task that calls detach()
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
  refs,              \* references on the module: one is its own, one more is held during init
  writeback_task,    \* struct task_struct *
  detaching,         \* bool
  detached,          \* struct completion
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
    writeback_task, detaching, detached, fault>>

Kthreads      == {writeback_thread}
Contexts      == {writeback_thread, modprobe, detach}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}
Out           == {"exit", "exited", "dead", "gone"}
CompletionMax == 7

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
                 refs, writeback_task, detaching, detached>>

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
Ready(c) ==
  /\ pc[c] = "20.wait" => exited[arg[c]] > 0
  /\ pc[c] = "23" => detached > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* writeback_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WritebackThreadBorn ==
  /\ At(writeback_thread, "born")
  /\ IF shouldStop[writeback_thread]
     THEN Goto(writeback_thread, "exit") /\ result' = [result EXCEPT ![writeback_thread] = -4]
     ELSE Goto(writeback_thread, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

WritebackThread2 ==                              \* if (!detaching)
  /\ Go(writeback_thread, "2", IF detaching THEN "10" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

WritebackThread3 ==                              \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(writeback_thread, "3", "4")
  /\ state' = [state EXCEPT ![writeback_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

WritebackThread4 ==                              \* if (kthread_should_stop())
  /\ Go(writeback_thread, "4", IF shouldStop[writeback_thread] THEN "13" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

WritebackThread7 ==                              \* schedule()
  /\ Go(writeback_thread, "7", "2")
  /\ Schedule(writeback_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, writeback_task,
                 detaching, detached, fault>>

WritebackThread10 ==                             \* detaching = false
  /\ Go(writeback_thread, "10", "11")
  /\ detaching' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detached, fault>>

WritebackThread11 ==                             \* complete(&detached)
  /\ At(writeback_thread, "11")
  /\ IF detached = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(writeback_thread, "2")
          /\ detached' = detached + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, writeback_task, detaching, fault>>

WritebackThread13 ==                             \* __set_current_state(TASK_RUNNING)
  /\ Go(writeback_thread, "13", "14")
  /\ state' = [state EXCEPT ![writeback_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

WritebackThread14 ==                             \* return 0
  /\ Go(writeback_thread, "14", "exit")
  /\ result' = [result EXCEPT ![writeback_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

WritebackThreadExit ==                           \* X4: completes 'exited'
  /\ Go(writeback_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![writeback_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

WritebackThreadExited ==                         \* X7..X10: is reaped and leaves its CPU
  /\ Go(writeback_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![writeback_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WritebackThreadDead ==
  /\ At(writeback_thread, "dead")
  /\ IF usage[writeback_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(writeback_thread, "gone")
          /\ usage' = [usage EXCEPT ![writeback_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         writeback_task, detaching, detached, fault>>

WritebackThread ==
  \/ WritebackThreadBorn
  \/ WritebackThread2
  \/ WritebackThread3
  \/ WritebackThread4
  \/ WritebackThread7
  \/ WritebackThread10
  \/ WritebackThread11
  \/ WritebackThread13
  \/ WritebackThread14
  \/ WritebackThreadExit \/ WritebackThreadExited \/ WritebackThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 15  writeback_task = kthread_run(writeback_thread, NULL, "writeback_thread")
Modprobe15Create ==                              \* C1..C5: creates a thread of writeback_thread
  /\ At(modprobe, "15.create")
  /\ \/ Create(modprobe, writeback_thread, "15.wake")
     \/ /\ Goto(modprobe, "15.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, writeback_task, detaching,
                 detached, fault>>

Modprobe15Wake ==                                \* wakes the new thread
  /\ At(modprobe, "15.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs,
                         writeback_task, detaching, detached, fault>>

Modprobe15Store ==                               \* stores the pointer in writeback_task
  /\ Go(modprobe, "15.store", "16")
  /\ writeback_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 detaching, detached, fault>>

Modprobe16 ==                                    \* if (IS_ERR(writeback_task))
  /\ Go(modprobe, "16", IF writeback_task = ERR THEN "17" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, writeback_task,
                 detaching, detached, fault>>

Modprobe19 ==                                    \* return 0
  /\ Go(modprobe, "19", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, writeback_task,
                 detaching, detached, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "20.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, writeback_task,
                 detaching, detached, fault>>

\* 20  kthread_stop(writeback_task)
Modprobe20Load ==                                \* S0: reads writeback_task
  /\ Go(modprobe, "20.load", "20.get")
  /\ arg' = [arg EXCEPT ![modprobe] = writeback_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 writeback_task, detaching, detached, fault>>

Modprobe20Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "20.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         writeback_task, detaching, detached, fault>>

Modprobe20Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "20.set", "20.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

Modprobe20Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "20.notify", "20.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

Modprobe20Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "20.wake", "20.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, writeback_task,
                 detaching, detached, fault>>

Modprobe20Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "20.wait", "20.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe20Put ==
  /\ At(modprobe, "20.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         writeback_task, detaching, detached, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, detached, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs,
                 writeback_task, detaching, detached, fault>>

Modprobe ==
  \/ Modprobe15Create \/ Modprobe15Wake \/ Modprobe15Store
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe19
  \/ Modprobe20Load \/ Modprobe20Get \/ Modprobe20Set \/ Modprobe20Notify
  \/ Modprobe20Wake \/ Modprobe20Wait \/ Modprobe20Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* detach *)

DetachIdle ==                                    \* a user calls into the module
  /\ Go(detach, "idle", "21")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 writeback_task, detaching, detached, fault>>

Detach21 ==                                      \* detaching = true
  /\ Go(detach, "21", "22.load")
  /\ detaching' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detached, fault>>

\* 22  wake_up_process(writeback_task)
Detach22Load ==                                  \* S0: reads writeback_task
  /\ Go(detach, "22.load", "22.wake")
  /\ arg' = [arg EXCEPT ![detach] = writeback_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 writeback_task, detaching, detached, fault>>

Detach22Wake ==                                  \* wakes writeback_task
  /\ At(detach, "22.wake")
  /\ IF BadTask(arg[detach]) # "none"
     THEN Crash(BadTask(arg[detach]))
     ELSE /\ Goto(detach, "23")
          /\ Wake(arg[detach])
          /\ arg' = [arg EXCEPT ![detach] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs,
                         writeback_task, detaching, detached, fault>>

Detach23 ==                                      \* wait_for_completion(&detached)
  /\ Go(detach, "23", "leave")
  /\ detached > 0
  /\ detached' = detached - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 writeback_task, detaching, fault>>

DetachLeave ==                                   \* the call returns to user space
  /\ Go(detach, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 writeback_task, detaching, detached, fault>>

Detach ==
  \/ Detach21
  \/ Detach22Load \/ Detach22Wake
  \/ Detach23
  \/ DetachLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, writeback_task, detaching, detached>>

Init ==
  /\ pc             = [t \in Kthreads |-> "none"] @@ modprobe :> "15.create" @@ detach :> "idle"
  /\ state          = [t \in Kthreads |-> "NEW"]
  /\ asleep         = [t \in Kthreads |-> FALSE]
  /\ shouldStop     = [t \in Kthreads |-> FALSE]
  /\ notified       = [t \in Kthreads |-> FALSE]
  /\ exited         = [t \in Kthreads |-> 0]
  /\ result         = [t \in Kthreads |-> 0]
  /\ usage          = [t \in Kthreads |-> 0]
  /\ arg            = [c \in {modprobe, detach} |-> NULL]
  /\ module         = "coming"
  /\ refs           = 2
  /\ writeback_task = NULL
  /\ detaching      = FALSE
  /\ detached       = 0
  /\ fault          = "none"

Next ==
  \/ WritebackThread
  \/ Modprobe
  \/ ModprobeLive
  \/ Detach
  \/ DetachIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(WritebackThread \/ FetchFault(writeback_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe20Wait)
  /\ WF_vars(Detach \/ FetchFault(detach))
  /\ SF_vars(Detach23)

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

NoDoubleStop == pc[modprobe] = "20.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "20.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[writeback_thread] \in {"none", "gone"}
  /\ pc[detach] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[writeback_thread] = "gone" => usage[writeback_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[writeback_thread] <= 1

NothingLeaked == module = "freed" => ~(pc[writeback_thread] = "born" /\ asleep[writeback_thread])

StopResultCorrect ==
  pc[modprobe] = "20.put" /\ arg[modprobe] = writeback_thread =>
    pc[writeback_thread] \in {"exited", "dead", "gone"} /\ result[writeback_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"20.notify", "20.wake", "20.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[writeback_thread] => pc[writeback_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[detach] \in {"idle", "done"} \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
