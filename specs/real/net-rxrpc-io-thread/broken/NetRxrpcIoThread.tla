-------------------------- MODULE NetRxrpcIoThread --------------------------
(***************************************************************************)
(* A thread that never ran releases nothing.                               *)
(*                                                                         *)
(*   io_thread   1  while (1) {                                            *)
(*               2      set_current_state(TASK_INTERRUPTIBLE);             *)
(*               3      if (aborted) {                                     *)
(*               4          __set_current_state(TASK_RUNNING);             *)
(*               5          aborted = false;                               *)
(*               6          kfree(rpc_call);                               *)
(*               7          continue;                                      *)
(*               8      }                                                  *)
(*               9      if (kthread_should_stop()) {                       *)
(*              10          break;                                         *)
(*              11      }                                                  *)
(*              12      schedule();                                        *)
(*              13  }                                                      *)
(*              14  __set_current_state(TASK_RUNNING);                     *)
(*              15  kfree(local);                                          *)
(*              16  return 0;                                              *)
(*   init       17  local = kzalloc(sizeof( *local), GFP_KERNEL);          *)
(*              18  if (!local) {                                          *)
(*              19      return -ENOMEM;                                    *)
(*              20  }                                                      *)
(*              21  rpc_call = kzalloc(sizeof( *rpc_call), GFP_KERNEL);    *)
(*              22  if (!rpc_call) {                                       *)
(*              23      kfree(local);                                      *)
(*              24      return -ENOMEM;                                    *)
(*              25  }                                                      *)
(*              26  io_task = kthread_run(io_thread, NULL, "io_thread");   *)
(*              27  if (IS_ERR(io_task)) {                                 *)
(*              28      kfree(rpc_call);                                   *)
(*              29      kfree(local);                                      *)
(*              30      return -ENOMEM;                                    *)
(*              31  }                                                      *)
(*              32  return 0;                                              *)
(*   exit       33  aborted = true;                                        *)
(*              34  wake_up_process(io_task);                              *)
(*              35  kthread_stop(io_task);                                 *)
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
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
    rpc_call, aborted, fault>>

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
                 io_task, local, rpc_call, aborted>>

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
Ready(c) == pc[c] = "35.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* io_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
IoThreadBorn ==
  /\ At(io_thread, "born")
  /\ IF shouldStop[io_thread]
     THEN Goto(io_thread, "exit") /\ result' = [result EXCEPT ![io_thread] = -4]
     ELSE Goto(io_thread, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

IoThread2 ==                                     \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(io_thread, "2", "3")
  /\ state' = [state EXCEPT ![io_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

IoThread3 ==                                     \* if (aborted)
  /\ Go(io_thread, "3", IF aborted THEN "4" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, fault>>

IoThread4 ==                                     \* __set_current_state(TASK_RUNNING)
  /\ Go(io_thread, "4", "5")
  /\ state' = [state EXCEPT ![io_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

IoThread5 ==                                     \* aborted = false
  /\ Go(io_thread, "5", "6")
  /\ aborted' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, fault>>

IoThread6 ==                                     \* kfree(rpc_call)
  /\ At(io_thread, "6")
  /\ IF rpc_call = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(io_thread, "2")
          /\ rpc_call' = IF rpc_call = "valid" THEN "freed" ELSE rpc_call
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, local, aborted, fault>>

IoThread9 ==                                     \* if (kthread_should_stop())
  /\ Go(io_thread, "9", IF shouldStop[io_thread] THEN "14" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, fault>>

IoThread12 ==                                    \* schedule()
  /\ Go(io_thread, "12", "2")
  /\ Schedule(io_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

IoThread14 ==                                    \* __set_current_state(TASK_RUNNING)
  /\ Go(io_thread, "14", "15")
  /\ state' = [state EXCEPT ![io_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

IoThread15 ==                                    \* kfree(local)
  /\ At(io_thread, "15")
  /\ IF local = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(io_thread, "16")
          /\ local' = IF local = "valid" THEN "freed" ELSE local
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, rpc_call, aborted, fault>>

IoThread16 ==                                    \* return 0
  /\ Go(io_thread, "16", "exit")
  /\ result' = [result EXCEPT ![io_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

IoThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(io_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![io_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

IoThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(io_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![io_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
IoThreadDead ==
  /\ At(io_thread, "dead")
  /\ IF usage[io_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(io_thread, "gone")
          /\ usage' = [usage EXCEPT ![io_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         io_task, local, rpc_call, aborted, fault>>

IoThread ==
  \/ IoThreadBorn
  \/ IoThread2
  \/ IoThread3
  \/ IoThread4
  \/ IoThread5
  \/ IoThread6
  \/ IoThread9
  \/ IoThread12
  \/ IoThread14
  \/ IoThread15
  \/ IoThread16
  \/ IoThreadExit \/ IoThreadExited \/ IoThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe17 ==                                    \* local = kzalloc(sizeof(*local), GFP_KERNEL)
  /\ Go(modprobe, "17", "18")
  /\ local' = "valid" \/ local' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 rpc_call, aborted, fault>>

Modprobe18 ==                                    \* if (!local)
  /\ Go(modprobe, "18", IF local = "null" THEN "19" ELSE "21")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, fault>>

Modprobe19 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "19", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, fault>>

\* rpc_call = kzalloc(sizeof(*rpc_call), GFP_KERNEL)
Modprobe21 ==
  /\ Go(modprobe, "21", "22")
  /\ rpc_call' = "valid" \/ rpc_call' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, aborted, fault>>

Modprobe22 ==                                    \* if (!rpc_call)
  /\ Go(modprobe, "22", IF rpc_call = "null" THEN "23" ELSE "26.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, fault>>

Modprobe23 ==                                    \* kfree(local)
  /\ At(modprobe, "23")
  /\ IF local = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "24")
          /\ local' = IF local = "valid" THEN "freed" ELSE local
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, rpc_call, aborted, fault>>

Modprobe24 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "24", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, fault>>

\* 26  io_task = kthread_run(io_thread, NULL, "io_thread")
Modprobe26Create ==                              \* C1..C5: creates a thread of io_thread
  /\ At(modprobe, "26.create")
  /\ \/ Create(modprobe, io_thread, "26.wake")
     \/ /\ Goto(modprobe, "26.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, io_task, local, rpc_call, aborted,
                 fault>>

Modprobe26Wake ==                                \* wakes the new thread
  /\ At(modprobe, "26.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                         rpc_call, aborted, fault>>

Modprobe26Store ==                               \* stores the pointer in io_task
  /\ Go(modprobe, "26.store", "27")
  /\ io_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, local,
                 rpc_call, aborted, fault>>

Modprobe27 ==                                    \* if (IS_ERR(io_task))
  /\ Go(modprobe, "27", IF io_task = ERR THEN "28" ELSE "32")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, fault>>

Modprobe28 ==                                    \* kfree(rpc_call)
  /\ At(modprobe, "28")
  /\ IF rpc_call = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "29")
          /\ rpc_call' = IF rpc_call = "valid" THEN "freed" ELSE rpc_call
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, local, aborted, fault>>

Modprobe29 ==                                    \* kfree(local)
  /\ At(modprobe, "29")
  /\ IF local = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "30")
          /\ local' = IF local = "valid" THEN "freed" ELSE local
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, rpc_call, aborted, fault>>

Modprobe30 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "30", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, fault>>

Modprobe32 ==                                    \* return 0
  /\ Go(modprobe, "32", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "33")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, fault>>

Modprobe33 ==                                    \* aborted = true
  /\ Go(modprobe, "33", "34.load")
  /\ aborted' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, fault>>

\* 34  wake_up_process(io_task)
Modprobe34Load ==                                \* S0: reads io_task
  /\ Go(modprobe, "34.load", "34.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = io_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, io_task,
                 local, rpc_call, aborted, fault>>

Modprobe34Wake ==                                \* wakes io_task
  /\ At(modprobe, "34.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "35.load")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, io_task, local,
                         rpc_call, aborted, fault>>

\* 35  kthread_stop(io_task)
Modprobe35Load ==                                \* S0: reads io_task
  /\ Go(modprobe, "35.load", "35.get")
  /\ arg' = [arg EXCEPT ![modprobe] = io_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, io_task,
                 local, rpc_call, aborted, fault>>

Modprobe35Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "35.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "35.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         io_task, local, rpc_call, aborted, fault>>

Modprobe35Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "35.set", "35.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

Modprobe35Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "35.notify", "35.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

Modprobe35Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "35.wake", "35.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

Modprobe35Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "35.wait", "35.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe35Put ==
  /\ At(modprobe, "35.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, io_task,
                         local, rpc_call, aborted, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, fault>>

Modprobe ==
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe19
  \/ Modprobe21
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe24
  \/ Modprobe26Create \/ Modprobe26Wake \/ Modprobe26Store
  \/ Modprobe27
  \/ Modprobe28
  \/ Modprobe29
  \/ Modprobe30
  \/ Modprobe32
  \/ Modprobe33
  \/ Modprobe34Load \/ Modprobe34Wake
  \/ Modprobe35Load \/ Modprobe35Get \/ Modprobe35Set \/ Modprobe35Notify
  \/ Modprobe35Wake \/ Modprobe35Wait \/ Modprobe35Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 io_task, local, rpc_call, aborted>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "17"
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
  /\ SF_vars(Modprobe35Wait)

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

NoDoubleStop == pc[modprobe] = "35.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "35.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[io_thread] = "gone" => usage[io_thread] = 0)

ExitedOnce == exited[io_thread] <= 1

NothingLeaked ==
  /\ module = "freed" => /\ local # "valid"
                         /\ rpc_call # "valid"
                         /\ ~(pc[io_thread] = "born" /\ asleep[io_thread])
  /\ local = "valid" => pc[modprobe] # "17"
  /\ rpc_call = "valid" => pc[modprobe] # "21"

StopResultCorrect ==
  pc[modprobe] = "35.put" /\ arg[modprobe] = io_thread => /\ pc[io_thread] \in
                                                               {"exited", "dead", "gone"}
                                                          /\ result[io_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"35.notify", "35.wake", "35.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[io_thread] => pc[io_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
