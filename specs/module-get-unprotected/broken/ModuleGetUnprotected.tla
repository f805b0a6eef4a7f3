------------------------ MODULE ModuleGetUnprotected ------------------------
(*********************************************************************************)
(* The listener takes a reference for the session with __module_get().           *)
(*                                                                               *)
(*   listener   1  while (!kthread_should_stop()) {                              *)
(*              2      if (request) {                                            *)
(*              3          request = false;                                      *)
(*              4          __module_get(THIS_MODULE);                            *)
(*              5          session_task = kthread_run(session, NULL, "session"); *)
(*              6          if (IS_ERR(session_task)) {                           *)
(*              7              module_put(THIS_MODULE);                          *)
(*              8          }                                                     *)
(*              9      }                                                         *)
(*             10      msleep(100);                                              *)
(*             11  }                                                             *)
(*             12  return 0;                                                     *)
(*   session   13  msleep(100);                                                  *)
(*             14  module_put_and_kthread_exit(0);                               *)
(*   init      15  task = kthread_run(listener, NULL, "listener");               *)
(*             16  if (IS_ERR(task)) {                                           *)
(*             17      return -ENOMEM;                                           *)
(*             18  }                                                             *)
(*             19  return 0;                                                     *)
(*   exit      20  kthread_stop(task);                                           *)
(*   device    21  request = true;                                               *)
(*********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  listener,         \* a kthread
  session,          \* a kthread
  modprobe,         \* the task that loads and unloads the module
  device,           \* something outside of the module
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
  warned,           \* the kernel printed a warning
  task,             \* struct task_struct *
  session_task,     \* struct task_struct *
  request,          \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    task, session_task, request, fault>>

Kthreads      == {listener, session}
Contexts      == {listener, session, modprobe, device}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "exit", "exited", "dead", "gone", "14.put", "14.exit", "sync", "live", "free",
   "done", "21"}
Out           == {"exit", "exited", "dead", "gone"}
ReferencesMax == 7

\* The next thread of session() to be created.
FreeSession == CASE pc[session] = "none" -> session [] OTHER -> NULL

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
                 refs, warned, task, session_task, request>>

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
Ready(c) == pc[c] = "20.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* listener *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ListenerBorn ==
  /\ At(listener, "born")
  /\ IF shouldStop[listener]
     THEN Goto(listener, "exit") /\ result' = [result EXCEPT ![listener] = -4]
     ELSE Goto(listener, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

Listener1 ==                                     \* while (!kthread_should_stop())
  /\ Go(listener, "1", IF shouldStop[listener] THEN "12" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, fault>>

Listener2 ==                                     \* if (request)
  /\ Go(listener, "2", IF request THEN "3" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, fault>>

Listener3 ==                                     \* request = false
  /\ Go(listener, "3", "4")
  /\ request' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, fault>>

Listener4 ==                                     \* __module_get(THIS_MODULE)
  /\ At(listener, "4")
  /\ IF refs = ReferencesMax
     THEN Crash("BOUND")
     ELSE /\ Goto(listener, "5.create")
          /\ refs' = refs + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         warned, task, session_task, request, fault>>

\* 5  session_task = kthread_run(session, NULL, "session")
Listener5Create ==                               \* C1..C5: creates a thread of session
  /\ At(listener, "5.create")
  /\ \/ IF FreeSession = NULL
        THEN Crash("BOUND")
        ELSE /\ Create(listener, FreeSession, "5.wake")
             /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task,
                            session_task, request, fault>>
     \/ /\ Goto(listener, "5.store")
        /\ arg' = [arg EXCEPT ![listener] = ERR]
        /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                       warned, task, session_task, request, fault>>

Listener5Wake ==                                 \* wakes the new thread
  /\ At(listener, "5.wake")
  /\ IF BadTask(arg[listener]) # "none"
     THEN Crash(BadTask(arg[listener]))
     ELSE /\ Goto(listener, "5.store")
          /\ Wake(arg[listener])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, session_task, request, fault>>

Listener5Store ==                                \* stores the pointer in session_task
  /\ Go(listener, "5.store", "6")
  /\ session_task' = arg[listener]
  /\ arg' = [arg EXCEPT ![listener] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, request, fault>>

Listener6 ==                                     \* if (IS_ERR(session_task))
  /\ Go(listener, "6", IF session_task = ERR THEN "7" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, fault>>

Listener7 ==                                     \* module_put(THIS_MODULE)
  /\ Go(listener, "7", "10")
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 session_task, request, fault>>

Listener10 ==                                    \* msleep(100)
  /\ Go(listener, "10", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, fault>>

Listener12 ==                                    \* return 0
  /\ Go(listener, "12", "exit")
  /\ result' = [result EXCEPT ![listener] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

ListenerExit ==                                  \* X4: completes 'exited'
  /\ Go(listener, "exit", "exited")
  /\ exited' = [exited EXCEPT ![listener] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

ListenerExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(listener, "exited", "dead")
  /\ state' = [state EXCEPT ![listener] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ListenerDead ==
  /\ At(listener, "dead")
  /\ IF usage[listener] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(listener, "gone")
          /\ usage' = [usage EXCEPT ![listener] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, session_task, request, fault>>

Listener ==
  \/ ListenerBorn
  \/ Listener1
  \/ Listener2
  \/ Listener3
  \/ Listener4
  \/ Listener5Create \/ Listener5Wake \/ Listener5Store
  \/ Listener6
  \/ Listener7
  \/ Listener10
  \/ Listener12
  \/ ListenerExit \/ ListenerExited \/ ListenerDead

-----------------------------------------------------------------------------
(* session *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SessionBorn ==
  /\ At(session, "born")
  /\ IF shouldStop[session]
     THEN Goto(session, "exit") /\ result' = [result EXCEPT ![session] = -4]
     ELSE Goto(session, "13") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

Session13 ==                                     \* msleep(100)
  /\ Go(session, "13", "14.call")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, fault>>

\* 14  module_put_and_kthread_exit(0)
\* X0: calls into core text; no module instruction follows
Session14Call ==
  /\ Go(session, "14.call", "14.put")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, fault>>

Session14Put ==                                  \* drops a reference on the module
  /\ At(session, "14.put")
  /\ IF module = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(session, "14.exit")
          /\ IF refs > 0
             THEN refs' = refs - 1 /\ UNCHANGED warned
             ELSE warned' = TRUE /\ UNCHANGED refs
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         task, session_task, request, fault>>

Session14Exit ==                                 \* X1: leaves the thread
  /\ Go(session, "14.exit", "exit")
  /\ result' = [result EXCEPT ![session] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

SessionExit ==                                   \* X4: completes 'exited'
  /\ Go(session, "exit", "exited")
  /\ exited' = [exited EXCEPT ![session] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

SessionExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(session, "exited", "dead")
  /\ state' = [state EXCEPT ![session] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SessionDead ==
  /\ At(session, "dead")
  /\ IF usage[session] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(session, "gone")
          /\ usage' = [usage EXCEPT ![session] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, session_task, request, fault>>

Session ==
  \/ SessionBorn
  \/ Session13
  \/ Session14Call \/ Session14Put \/ Session14Exit
  \/ SessionExit \/ SessionExited \/ SessionDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 15  task = kthread_run(listener, NULL, "listener")
Modprobe15Create ==                              \* C1..C5: creates a thread of listener
  /\ At(modprobe, "15.create")
  /\ \/ Create(modprobe, listener, "15.wake")
     \/ /\ Goto(modprobe, "15.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task, session_task,
                 request, fault>>

Modprobe15Wake ==                                \* wakes the new thread
  /\ At(modprobe, "15.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, session_task, request, fault>>

Modprobe15Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "15.store", "16")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 session_task, request, fault>>

Modprobe16 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "16", IF task = ERR THEN "17" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 session_task, request, fault>>

Modprobe19 ==                                    \* return 0
  /\ Go(modprobe, "19", "live")
  /\ module' = "live"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 session_task, request, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ At(modprobe, "live")
  /\ module = "live" /\ refs <= 1
  /\ IF refs = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "20.load")
          /\ module' = "going"
          /\ refs' = 0
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                         task, session_task, request, fault>>

\* 20  kthread_stop(task)
Modprobe20Load ==                                \* S0: reads task
  /\ Go(modprobe, "20.load", "20.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, session_task, request, fault>>

Modprobe20Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "20.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "20.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, session_task, request, fault>>

Modprobe20Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "20.set", "20.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 session_task, request, fault>>

Modprobe20Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "20.notify", "20.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

Modprobe20Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "20.wake", "20.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 session_task, request, fault>>

Modprobe20Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "20.wait", "20.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, session_task, request, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe20Put ==
  /\ At(modprobe, "20.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, session_task, request, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 task, session_task, request, fault>>

Modprobe ==
  \/ Modprobe15Create \/ Modprobe15Wake \/ Modprobe15Store
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe19
  \/ Modprobe20Load \/ Modprobe20Get \/ Modprobe20Set \/ Modprobe20Notify
  \/ Modprobe20Wake \/ Modprobe20Wait \/ Modprobe20Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* device *)

Device21 ==                                      \* request = true
  /\ Go(device, "21", "done")
  /\ request' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, fault>>

Device == Device21

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, session_task, request>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "15.create" @@ device :> "21"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {listener, modprobe} |-> NULL]
  /\ module       = "coming"
  /\ refs         = 2
  /\ warned       = FALSE
  /\ task         = NULL
  /\ session_task = NULL
  /\ request      = FALSE
  /\ fault        = "none"

Next ==
  \/ Listener
  \/ Session
  \/ Modprobe
  \/ ModprobeLive
  \/ Device
  \/ \E c \in {listener, session, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Listener \/ FetchFault(listener))
  /\ WF_vars(Session \/ FetchFault(session))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe20Wait)

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

NoDoubleStop == pc[modprobe] = "20.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "20.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ \A t \in Kthreads : pc[t] \in {"none", "gone"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0
  /\ AtRest => refs = 1

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] = "20.put" /\ arg[modprobe] = t => /\ pc[t] \in {"exited", "dead", "gone"}
                                                    /\ t \in {listener} => result[t] \in {-4, 0}
                                                    /\ t \in {session} => result[t] \in {-4, 0}

StopPending    == pc[modprobe] \in {"20.notify", "20.wake", "20.wait"}
NoStuckStop    ==
  fault = "none" /\ StopPending => \E c \in {listener, session, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

UnloadPossible ==
  []<>((/\ module = "live"
        /\ \A t \in Kthreads : pc[t] \in {"none", "gone"}) =>
         refs = 1 \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
