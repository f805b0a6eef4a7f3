--------------- MODULE NetRxrpcIoThreadBrokenWorkTestedFirst ----------------
(***************************************************************************)
(* The opener waits for the thread, which looks for work, then for a stop. *)
(*                                                                         *)
(*   io_thread   1  complete(&ready);                                      *)
(*               2  while (1) {                                            *)
(*               3      set_current_state(TASK_INTERRUPTIBLE);             *)
(*               4      if (aborted) {                                     *)
(*               5          __set_current_state(TASK_RUNNING);             *)
(*               6          aborted = false;                               *)
(*               7          kfree(rpc_call);                               *)
(*               8          continue;                                      *)
(*               9      }                                                  *)
(*              10      if (kthread_should_stop()) {                       *)
(*              11          break;                                         *)
(*              12      }                                                  *)
(*              13      schedule();                                        *)
(*              14  }                                                      *)
(*              15  __set_current_state(TASK_RUNNING);                     *)
(*              16  kfree(local);                                          *)
(*              17  return 0;                                              *)
(*   init       18  local = kzalloc(sizeof( *local), GFP_KERNEL);          *)
(*              19  if (!local) {                                          *)
(*              20      return -ENOMEM;                                    *)
(*              21  }                                                      *)
(*              22  rpc_call = kzalloc(sizeof( *rpc_call), GFP_KERNEL);    *)
(*              23  if (!rpc_call) {                                       *)
(*              24      kfree(local);                                      *)
(*              25      return -ENOMEM;                                    *)
(*              26  }                                                      *)
(*              27  io_task = kthread_run(io_thread, NULL, "io_thread");   *)
(*              28  if (IS_ERR(io_task)) {                                 *)
(*              29      kfree(rpc_call);                                   *)
(*              30      kfree(local);                                      *)
(*              31      return -ENOMEM;                                    *)
(*              32  }                                                      *)
(*              33  wait_for_completion(&ready);                           *)
(*              34  return 0;                                              *)
(*   exit       35  aborted = true;                                        *)
(*              36  wake_up_process(io_task);                              *)
(*              37  kthread_stop(io_task);                                 *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  io_thread,        \* a kthread
  modprobe,         \* the task that loads and unloads the module
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
  io_task,          \* struct task_struct *
  local,            \* memory: "null", "valid" or "freed"
  rpc_call,         \* memory: "null", "valid" or "freed"
  aborted,          \* bool
  ready,            \* struct completion
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
    rpc_call, aborted, ready, fault>>

Kthreads   == {io_thread}
Contexts   == {io_thread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
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
                 io_task, local, rpc_call, aborted, ready>>

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
  /\ pc[c] = "33" => ready > 0
  /\ pc[c] = "37.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* io_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
IoThreadBorn ==
  /\ At(io_thread, "born")
  /\ IF shouldStop[io_thread]
     THEN Goto(io_thread, "exit") /\ result' = [result EXCEPT ![io_thread] = -4]
     ELSE Goto(io_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThread1 ==                                     \* complete(&ready)
  /\ Go(io_thread, "1", "3")
  /\ ready' = ready + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, fault>>

IoThread3 ==                                     \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(io_thread, "3", "4")
  /\ state' = [state EXCEPT ![io_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThread4 ==                                     \* if (aborted)
  /\ Go(io_thread, "4", IF aborted THEN "5" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

IoThread5 ==                                     \* __set_current_state(TASK_RUNNING)
  /\ Go(io_thread, "5", "6")
  /\ state' = [state EXCEPT ![io_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThread6 ==                                     \* aborted = false
  /\ Go(io_thread, "6", "7")
  /\ aborted' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, ready, fault>>

IoThread7 ==                                     \* kfree(rpc_call)
  /\ At(io_thread, "7")
  /\ IF rpc_call = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(io_thread, "3")
          /\ rpc_call' = IF rpc_call = "valid" THEN "freed" ELSE rpc_call
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, local, aborted, ready, fault>>

IoThread10 ==                                    \* if (kthread_should_stop())
  /\ Go(io_thread, "10", IF shouldStop[io_thread] THEN "15" ELSE "13")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

IoThread13 ==                                    \* schedule()
  /\ Go(io_thread, "13", "3")
  /\ Schedule(io_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThread15 ==                                    \* __set_current_state(TASK_RUNNING)
  /\ Go(io_thread, "15", "16")
  /\ state' = [state EXCEPT ![io_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThread16 ==                                    \* kfree(local)
  /\ At(io_thread, "16")
  /\ IF local = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(io_thread, "17")
          /\ local' = IF local = "valid" THEN "freed" ELSE local
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, rpc_call, aborted, ready, fault>>

IoThread17 ==                                    \* return 0
  /\ Go(io_thread, "17", "exit")
  /\ result' = [result EXCEPT ![io_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(io_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![io_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(io_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![io_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
IoThreadDead ==
  /\ At(io_thread, "dead")
  /\ IF usage[io_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(io_thread, "gone")
          /\ usage' = [usage EXCEPT ![io_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         io_task, local, rpc_call, aborted, ready, fault>>

IoThread ==
  \/ IoThreadBorn
  \/ IoThread1
  \/ IoThread3
  \/ IoThread4
  \/ IoThread5
  \/ IoThread6
  \/ IoThread7
  \/ IoThread10
  \/ IoThread13
  \/ IoThread15
  \/ IoThread16
  \/ IoThread17
  \/ IoThreadExit \/ IoThreadExited \/ IoThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe18 ==                                    \* local = kzalloc(sizeof(*local), GFP_KERNEL)
  /\ Go(modprobe, "18", "19")
  /\ local' = "valid" \/ local' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 rpc_call, aborted, ready, fault>>

Modprobe19 ==                                    \* if (!local)
  /\ Go(modprobe, "19", IF local = "null" THEN "20" ELSE "22")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe20 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "20", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

\* rpc_call = kzalloc(sizeof(*rpc_call), GFP_KERNEL)
Modprobe22 ==
  /\ Go(modprobe, "22", "23")
  /\ rpc_call' = "valid" \/ rpc_call' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, aborted, ready, fault>>

Modprobe23 ==                                    \* if (!rpc_call)
  /\ Go(modprobe, "23", IF rpc_call = "null" THEN "24" ELSE "27.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe24 ==                                    \* kfree(local)
  /\ At(modprobe, "24")
  /\ IF local = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "25")
          /\ local' = IF local = "valid" THEN "freed" ELSE local
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, rpc_call, aborted, ready, fault>>

Modprobe25 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "25", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

\* 27  io_task = kthread_run(io_thread, NULL, "io_thread")
Modprobe27Create ==                              \* C1..C5: creates a thread of io_thread
  /\ At(modprobe, "27.create")
  /\ \/ Create(modprobe, io_thread, "27.wake")
     \/ /\ Goto(modprobe, "27.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, io_task, local, rpc_call, aborted,
                 ready, fault>>

Modprobe27Wake ==                                \* wakes the new thread
  /\ At(modprobe, "27.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                         rpc_call, aborted, ready, fault>>

Modprobe27Store ==                               \* stores the pointer in io_task
  /\ Go(modprobe, "27.store", "28")
  /\ io_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, local,
                 rpc_call, aborted, ready, fault>>

Modprobe28 ==                                    \* if (IS_ERR(io_task))
  /\ Go(modprobe, "28", IF io_task = ERR THEN "29" ELSE "33")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe29 ==                                    \* kfree(rpc_call)
  /\ At(modprobe, "29")
  /\ IF rpc_call = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "30")
          /\ rpc_call' = IF rpc_call = "valid" THEN "freed" ELSE rpc_call
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, local, aborted, ready, fault>>

Modprobe30 ==                                    \* kfree(local)
  /\ At(modprobe, "30")
  /\ IF local = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "31")
          /\ local' = IF local = "valid" THEN "freed" ELSE local
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, rpc_call, aborted, ready, fault>>

Modprobe31 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "31", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe33 ==                                    \* wait_for_completion(&ready)
  /\ Go(modprobe, "33", "34")
  /\ ready > 0
  /\ ready' = ready - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, fault>>

Modprobe34 ==                                    \* return 0
  /\ Go(modprobe, "34", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "35")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe35 ==                                    \* aborted = true
  /\ Go(modprobe, "35", "36.load")
  /\ aborted' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, ready, fault>>

\* 36  wake_up_process(io_task)
Modprobe36Load ==                                \* S0: reads io_task
  /\ Go(modprobe, "36.load", "36.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = io_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe36Wake ==                                \* wakes io_task
  /\ At(modprobe, "36.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "37.load")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, io_task, local,
                         rpc_call, aborted, ready, fault>>

\* 37  kthread_stop(io_task)
Modprobe37Load ==                                \* S0: reads io_task
  /\ Go(modprobe, "37.load", "37.get")
  /\ arg' = [arg EXCEPT ![modprobe] = io_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe37Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "37.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "37.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         io_task, local, rpc_call, aborted, ready, fault>>

Modprobe37Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "37.set", "37.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe37Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "37.notify", "37.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe37Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "37.wake", "37.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe37Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "37.wait", "37.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe37Put ==
  /\ At(modprobe, "37.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, io_task,
                         local, rpc_call, aborted, ready, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe ==
  \/ Modprobe18
  \/ Modprobe19
  \/ Modprobe20
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe24
  \/ Modprobe25
  \/ Modprobe27Create \/ Modprobe27Wake \/ Modprobe27Store
  \/ Modprobe28
  \/ Modprobe29
  \/ Modprobe30
  \/ Modprobe31
  \/ Modprobe33
  \/ Modprobe34
  \/ Modprobe35
  \/ Modprobe36Load \/ Modprobe36Wake
  \/ Modprobe37Load \/ Modprobe37Get \/ Modprobe37Set \/ Modprobe37Notify
  \/ Modprobe37Wake \/ Modprobe37Wait \/ Modprobe37Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 io_task, local, rpc_call, aborted, ready>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "18"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ io_task    = NULL
  /\ local      = "null"
  /\ rpc_call   = "null"
  /\ aborted    = FALSE
  /\ ready      = 0
  /\ fault      = "none"

Next ==
  \/ IoThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(IoThread \/ FetchFault(io_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe33 \/ Modprobe37Wait)

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

NoDoubleStop == pc[modprobe] = "37.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "37.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[io_thread] = "gone" => usage[io_thread] = 0)

ExitedOnce == exited[io_thread] <= 1

NothingLeaked ==
  /\ module = "freed" => /\ local # "valid"
                         /\ rpc_call # "valid"
                         /\ ~(pc[io_thread] = "born" /\ asleep[io_thread])
  /\ local = "valid" => pc[modprobe] # "18"
  /\ rpc_call = "valid" => pc[modprobe] # "22"

StopResultCorrect ==
  pc[modprobe] = "37.put" /\ arg[modprobe] = io_thread => /\ pc[io_thread] \in
                                                               {"exited", "dead", "gone"}
                                                          /\ result[io_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"37.notify", "37.wake", "37.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[io_thread] => pc[io_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
