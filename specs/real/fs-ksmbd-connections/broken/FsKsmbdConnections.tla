------------------------- MODULE FsKsmbdConnections -------------------------
(***********************************************************************************)
(* Nothing holds the module while a connection is served.                          *)
(*                                                                                 *)
(*   conn_handler  1  while (!hung_up) {                                           *)
(*                 2      msleep(100);                                             *)
(*                 3  }                                                            *)
(*                 4  return 0;                                                    *)
(*   init          5  return 0;                                                    *)
(*   accept        6  conn_task = kthread_run(conn_handler, NULL, "conn_handler"); *)
(*   client        7  hung_up = true;                                              *)
(***********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  conn_handler,     \* a kthread
  modprobe,         \* the task that loads and unloads the module
  accept,           \* a task that calls accept()
  client,           \* something outside of the module
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
  refs,             \* references on the module: one is its own, one more is held during init
  conn_task,        \* struct task_struct *
  hung_up,          \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, conn_task,
    hung_up, fault>>

Kthreads   == {conn_handler}
Contexts   == {conn_handler, modprobe, accept, client}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "live", "sync", "free", "done", "idle",
   "leave", "7"}

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
                 refs, conn_task, hung_up>>

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
(* conn_handler *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ConnHandlerBorn ==
  /\ At(conn_handler, "born")
  /\ IF shouldStop[conn_handler]
     THEN Goto(conn_handler, "exit") /\ result' = [result EXCEPT ![conn_handler] = -4]
     ELSE Goto(conn_handler, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, conn_task,
                 hung_up, fault>>

ConnHandler1 ==                                  \* while (!hung_up)
  /\ Go(conn_handler, "1", IF hung_up THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 conn_task, hung_up, fault>>

ConnHandler2 ==                                  \* msleep(100)
  /\ Go(conn_handler, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 conn_task, hung_up, fault>>

ConnHandler4 ==                                  \* return 0
  /\ Go(conn_handler, "4", "exit")
  /\ result' = [result EXCEPT ![conn_handler] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, conn_task,
                 hung_up, fault>>

ConnHandlerExit ==                               \* X4: completes 'exited'
  /\ Go(conn_handler, "exit", "exited")
  /\ exited' = [exited EXCEPT ![conn_handler] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, conn_task,
                 hung_up, fault>>

ConnHandlerExited ==                             \* X7..X10: is reaped and leaves its CPU
  /\ Go(conn_handler, "exited", "dead")
  /\ state' = [state EXCEPT ![conn_handler] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 conn_task, hung_up, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ConnHandlerDead ==
  /\ At(conn_handler, "dead")
  /\ IF usage[conn_handler] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(conn_handler, "gone")
          /\ usage' = [usage EXCEPT ![conn_handler] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         conn_task, hung_up, fault>>

ConnHandler ==
  \/ ConnHandlerBorn
  \/ ConnHandler1
  \/ ConnHandler2
  \/ ConnHandler4
  \/ ConnHandlerExit \/ ConnHandlerExited \/ ConnHandlerDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, conn_task,
                 hung_up, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "sync")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, conn_task,
                 hung_up, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 conn_task, hung_up, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, conn_task,
                 hung_up, fault>>

Modprobe ==
  \/ Modprobe5
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* accept *)

AcceptIdle ==                                    \* a user calls into the module
  /\ Go(accept, "idle", "6.create")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 conn_task, hung_up, fault>>

\* 6  conn_task = kthread_run(conn_handler, NULL, "conn_handler")
Accept6Create ==                                 \* C1..C5: creates a thread of conn_handler
  /\ At(accept, "6.create")
  /\ \/ Create(accept, conn_handler, "6.wake")
     \/ /\ Goto(accept, "6.store")
        /\ arg' = [arg EXCEPT ![accept] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, conn_task, hung_up, fault>>

Accept6Wake ==                                   \* wakes the new thread
  /\ At(accept, "6.wake")
  /\ IF BadTask(arg[accept]) # "none"
     THEN Crash(BadTask(arg[accept]))
     ELSE /\ Goto(accept, "6.store")
          /\ Wake(arg[accept])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs,
                         conn_task, hung_up, fault>>

Accept6Store ==                                  \* stores the pointer in conn_task
  /\ Go(accept, "6.store", "leave")
  /\ conn_task' = arg[accept]
  /\ arg' = [arg EXCEPT ![accept] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 hung_up, fault>>

AcceptLeave ==                                   \* the call returns to user space
  /\ Go(accept, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 conn_task, hung_up, fault>>

Accept ==
  \/ Accept6Create \/ Accept6Wake \/ Accept6Store
  \/ AcceptLeave

-----------------------------------------------------------------------------
(* client *)

Client7 ==                                       \* hung_up = true
  /\ Go(client, "7", "done")
  /\ hung_up' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 conn_task, fault>>

Client == Client7

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, conn_task, hung_up>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "5"
                  @@ accept :> "idle"
                  @@ client :> "7"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {accept} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ conn_task  = NULL
  /\ hung_up    = FALSE
  /\ fault      = "none"

Next ==
  \/ ConnHandler
  \/ Modprobe
  \/ ModprobeLive
  \/ Accept
  \/ AcceptIdle
  \/ Client
  \/ \E c \in {conn_handler, modprobe, accept} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(ConnHandler \/ FetchFault(conn_handler))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ WF_vars(Accept \/ FetchFault(accept))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

AtRest ==
  /\ module = "live"
  /\ pc[conn_handler] \in {"none", "gone"}
  /\ pc[accept] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[conn_handler] = "gone" => usage[conn_handler] = 0)
  /\ AtRest => refs = 1

NothingLeaked == module = "freed" => ~(pc[conn_handler] = "born" /\ asleep[conn_handler])

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[accept] \in {"idle", "done"} \/ fault # "none")
=============================================================================
