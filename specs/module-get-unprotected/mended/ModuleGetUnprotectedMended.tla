--------------------- MODULE ModuleGetUnprotectedMended ---------------------
(*************************************************************************************)
(* The listener starts a session only if try_module_get() gave it a                  *)
(* reference.                                                                        *)
(*                                                                                   *)
(*   listener   1  while (!kthread_should_stop()) {                                  *)
(*              2      if (request) {                                                *)
(*              3          request = false;                                          *)
(*              4          got = try_module_get(THIS_MODULE);                        *)
(*              5          if (got) {                                                *)
(*              6              session_task = kthread_run(session, NULL, "session"); *)
(*              7              if (IS_ERR(session_task)) {                           *)
(*              8                  module_put(THIS_MODULE);                          *)
(*              9              }                                                     *)
(*             10          }                                                         *)
(*             11      }                                                             *)
(*             12      msleep(100);                                                  *)
(*             13  }                                                                 *)
(*             14  return 0;                                                         *)
(*   session   15  msleep(100);                                                      *)
(*             16  module_put_and_kthread_exit(0);                                   *)
(*   init      17  task = kthread_run(listener, NULL, "listener");                   *)
(*             18  if (IS_ERR(task)) {                                               *)
(*             19      return -ENOMEM;                                               *)
(*             20  }                                                                 *)
(*             21  return 0;                                                         *)
(*   exit      22  kthread_stop(task);                                               *)
(*   device    23  request = true;                                                   *)
(*************************************************************************************)
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
  got,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    task, session_task, request, got, fault>>

Kthreads      == {listener, session}
Contexts      == {listener, session, modprobe, device}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "exit", "exited", "dead", "gone", "16.put", "16.exit", "sync", "live", "free",
   "done", "23"}
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
                 refs, warned, task, session_task, request, got>>

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
Ready(c) == pc[c] = "22.wait" => exited[arg[c]] > 0

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
                 task, session_task, request, got, fault>>

Listener1 ==                                     \* while (!kthread_should_stop())
  /\ Go(listener, "1", IF shouldStop[listener] THEN "14" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, got, fault>>

Listener2 ==                                     \* if (request)
  /\ Go(listener, "2", IF request THEN "3" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, got, fault>>

Listener3 ==                                     \* request = false
  /\ Go(listener, "3", "4")
  /\ request' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, got, fault>>

Listener4 ==                                     \* got = try_module_get(THIS_MODULE)
  /\ At(listener, "4")
  /\ IF module \in {"coming", "live"} /\ refs > 0
     THEN IF refs = ReferencesMax
          THEN Crash("BOUND")
          ELSE /\ Goto(listener, "5")
               /\ refs' = refs + 1
               /\ got' = [got EXCEPT ![listener] = 1]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, warned, task, session_task, request, fault>>
     ELSE /\ Goto(listener, "5")
          /\ got' = [got EXCEPT ![listener] = 0]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, task, session_task, request, fault>>

Listener5 ==                                     \* if (got)
  /\ Go(listener, "5", IF got[listener] # 0 THEN "6.create" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, got, fault>>

\* 6  session_task = kthread_run(session, NULL, "session")
Listener6Create ==                               \* C1..C5: creates a thread of session
  /\ At(listener, "6.create")
  /\ \/ IF FreeSession = NULL
        THEN Crash("BOUND")
        ELSE /\ Create(listener, FreeSession, "6.wake")
             /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task,
                            session_task, request, got, fault>>
     \/ /\ Goto(listener, "6.store")
        /\ arg' = [arg EXCEPT ![listener] = ERR]
        /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                       warned, task, session_task, request, got, fault>>

Listener6Wake ==                                 \* wakes the new thread
  /\ At(listener, "6.wake")
  /\ IF BadTask(arg[listener]) # "none"
     THEN Crash(BadTask(arg[listener]))
     ELSE /\ Goto(listener, "6.store")
          /\ Wake(arg[listener])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, session_task, request, got, fault>>

Listener6Store ==                                \* stores the pointer in session_task
  /\ Go(listener, "6.store", "7")
  /\ session_task' = arg[listener]
  /\ arg' = [arg EXCEPT ![listener] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, request, got, fault>>

Listener7 ==                                     \* if (IS_ERR(session_task))
  /\ Go(listener, "7", IF session_task = ERR THEN "8" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, got, fault>>

Listener8 ==                                     \* module_put(THIS_MODULE)
  /\ Go(listener, "8", "12")
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 session_task, request, got, fault>>

Listener12 ==                                    \* msleep(100)
  /\ Go(listener, "12", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, got, fault>>

Listener14 ==                                    \* return 0
  /\ Go(listener, "14", "exit")
  /\ result' = [result EXCEPT ![listener] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, session_task, request, got, fault>>

ListenerExit ==                                  \* X4: completes 'exited'
  /\ Go(listener, "exit", "exited")
  /\ exited' = [exited EXCEPT ![listener] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, session_task, request, got, fault>>

ListenerExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(listener, "exited", "dead")
  /\ state' = [state EXCEPT ![listener] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, session_task, request, got, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ListenerDead ==
  /\ At(listener, "dead")
  /\ IF usage[listener] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(listener, "gone")
          /\ usage' = [usage EXCEPT ![listener] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, session_task, request, got, fault>>

Listener ==
  \/ ListenerBorn
  \/ Listener1
  \/ Listener2
  \/ Listener3
  \/ Listener4
  \/ Listener5
  \/ Listener6Create \/ Listener6Wake \/ Listener6Store
  \/ Listener7
  \/ Listener8
  \/ Listener12
  \/ Listener14
  \/ ListenerExit \/ ListenerExited \/ ListenerDead

-----------------------------------------------------------------------------
(* session *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SessionBorn ==
  /\ At(session, "born")
  /\ IF shouldStop[session]
     THEN Goto(session, "exit") /\ result' = [result EXCEPT ![session] = -4]
     ELSE Goto(session, "15") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, session_task, request, got, fault>>

Session15 ==                                     \* msleep(100)
  /\ Go(session, "15", "16.call")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, got, fault>>

\* 16  module_put_and_kthread_exit(0)
\* X0: calls into core text; no module instruction follows
Session16Call ==
  /\ Go(session, "16.call", "16.put")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, got, fault>>

Session16Put ==                                  \* drops a reference on the module
  /\ At(session, "16.put")
  /\ IF module = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(session, "16.exit")
          /\ IF refs > 0
             THEN refs' = refs - 1 /\ UNCHANGED warned
             ELSE warned' = TRUE /\ UNCHANGED refs
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         task, session_task, request, got, fault>>

Session16Exit ==                                 \* X1: leaves the thread
  /\ Go(session, "16.exit", "exit")
  /\ result' = [result EXCEPT ![session] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, session_task, request, got, fault>>

SessionExit ==                                   \* X4: completes 'exited'
  /\ Go(session, "exit", "exited")
  /\ exited' = [exited EXCEPT ![session] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, session_task, request, got, fault>>

SessionExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(session, "exited", "dead")
  /\ state' = [state EXCEPT ![session] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, session_task, request, got, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SessionDead ==
  /\ At(session, "dead")
  /\ IF usage[session] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(session, "gone")
          /\ usage' = [usage EXCEPT ![session] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, session_task, request, got, fault>>

Session ==
  \/ SessionBorn
  \/ Session15
  \/ Session16Call \/ Session16Put \/ Session16Exit
  \/ SessionExit \/ SessionExited \/ SessionDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 17  task = kthread_run(listener, NULL, "listener")
Modprobe17Create ==                              \* C1..C5: creates a thread of listener
  /\ At(modprobe, "17.create")
  /\ \/ Create(modprobe, listener, "17.wake")
     \/ /\ Goto(modprobe, "17.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task, session_task,
                 request, got, fault>>

Modprobe17Wake ==                                \* wakes the new thread
  /\ At(modprobe, "17.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, session_task, request, got, fault>>

Modprobe17Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "17.store", "18")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 session_task, request, got, fault>>

Modprobe18 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "18", IF task = ERR THEN "19" ELSE "21")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, got, fault>>

Modprobe19 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "19", "sync")
  /\ module' = "going"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 session_task, request, got, fault>>

Modprobe21 ==                                    \* return 0
  /\ Go(modprobe, "21", "live")
  /\ module' = "live"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task,
                 session_task, request, got, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ At(modprobe, "live")
  /\ module = "live" /\ refs <= 1
  /\ IF refs = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "22.load")
          /\ module' = "going"
          /\ refs' = 0
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                         task, session_task, request, got, fault>>

\* 22  kthread_stop(task)
Modprobe22Load ==                                \* S0: reads task
  /\ Go(modprobe, "22.load", "22.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, session_task, request, got, fault>>

Modprobe22Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "22.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "22.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, session_task, request, got, fault>>

Modprobe22Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "22.set", "22.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 session_task, request, got, fault>>

Modprobe22Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "22.notify", "22.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, session_task, request, got, fault>>

Modprobe22Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "22.wake", "22.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 session_task, request, got, fault>>

Modprobe22Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "22.wait", "22.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, session_task, request, got, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe22Put ==
  /\ At(modprobe, "22.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, session_task, request, got, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, request, got, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 task, session_task, request, got, fault>>

Modprobe ==
  \/ Modprobe17Create \/ Modprobe17Wake \/ Modprobe17Store
  \/ Modprobe18
  \/ Modprobe19
  \/ Modprobe21
  \/ Modprobe22Load \/ Modprobe22Get \/ Modprobe22Set \/ Modprobe22Notify
  \/ Modprobe22Wake \/ Modprobe22Wait \/ Modprobe22Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* device *)

Device23 ==                                      \* request = true
  /\ Go(device, "23", "done")
  /\ request' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, session_task, got, fault>>

Device == Device23

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, session_task, request, got>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "17.create" @@ device :> "23"
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
  /\ got          = [t \in {listener} |-> 0]
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
    pc[modprobe] = "22.put" /\ arg[modprobe] = t => /\ pc[t] \in {"exited", "dead", "gone"}
                                                    /\ t \in {listener} => result[t] \in {-4, 0}
                                                    /\ t \in {session} => result[t] \in {-4, 0}

StopPending    == pc[modprobe] \in {"22.notify", "22.wake", "22.wait"}
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
