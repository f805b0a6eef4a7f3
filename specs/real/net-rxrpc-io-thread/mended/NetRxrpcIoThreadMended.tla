----------------------- MODULE NetRxrpcIoThreadMended -----------------------
(***************************************************************************)
(* The opener waits for the thread, which looks for a stop, then for work. *)
(*                                                                         *)
(*   io_thread   1  complete(&ready);                                      *)
(*               2  while (1) {                                            *)
(*               3      set_current_state(TASK_INTERRUPTIBLE);             *)
(*               4      if (kthread_should_stop()) {                       *)
(*               5          if (aborted) {                                 *)
(*               6              __set_current_state(TASK_RUNNING);         *)
(*               7              aborted = false;                           *)
(*               8              kfree(rpc_call);                           *)
(*               9          }                                              *)
(*              10          break;                                         *)
(*              11      }                                                  *)
(*              12      if (aborted) {                                     *)
(*              13          __set_current_state(TASK_RUNNING);             *)
(*              14          aborted = false;                               *)
(*              15          kfree(rpc_call);                               *)
(*              16          continue;                                      *)
(*              17      }                                                  *)
(*              18      schedule();                                        *)
(*              19  }                                                      *)
(*              20  __set_current_state(TASK_RUNNING);                     *)
(*              21  kfree(local);                                          *)
(*              22  return 0;                                              *)
(*   init       23  local = kzalloc(sizeof( *local), GFP_KERNEL);          *)
(*              24  if (!local) {                                          *)
(*              25      return -ENOMEM;                                    *)
(*              26  }                                                      *)
(*              27  rpc_call = kzalloc(sizeof( *rpc_call), GFP_KERNEL);    *)
(*              28  if (!rpc_call) {                                       *)
(*              29      kfree(local);                                      *)
(*              30      return -ENOMEM;                                    *)
(*              31  }                                                      *)
(*              32  io_task = kthread_run(io_thread, NULL, "io_thread");   *)
(*              33  if (IS_ERR(io_task)) {                                 *)
(*              34      kfree(rpc_call);                                   *)
(*              35      kfree(local);                                      *)
(*              36      return -ENOMEM;                                    *)
(*              37  }                                                      *)
(*              38  wait_for_completion(&ready);                           *)
(*              39  return 0;                                              *)
(*   exit       40  aborted = true;                                        *)
(*              41  wake_up_process(io_task);                              *)
(*              42  kthread_stop(io_task);                                 *)
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
  /\ pc[c] = "38" => ready > 0
  /\ pc[c] = "42.wait" => exited[arg[c]] > 0

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

IoThread4 ==                                     \* if (kthread_should_stop())
  /\ Go(io_thread, "4", IF shouldStop[io_thread] THEN "5" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

IoThread5 ==                                     \* if (aborted)
  /\ Go(io_thread, "5", IF aborted THEN "6" ELSE "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

IoThread6 ==                                     \* __set_current_state(TASK_RUNNING)
  /\ Go(io_thread, "6", "7")
  /\ state' = [state EXCEPT ![io_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThread7 ==                                     \* aborted = false
  /\ Go(io_thread, "7", "8")
  /\ aborted' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, ready, fault>>

IoThread8 ==                                     \* kfree(rpc_call)
  /\ At(io_thread, "8")
  /\ IF rpc_call = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(io_thread, "20")
          /\ rpc_call' = IF rpc_call = "valid" THEN "freed" ELSE rpc_call
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, local, aborted, ready, fault>>

IoThread12 ==                                    \* if (aborted)
  /\ Go(io_thread, "12", IF aborted THEN "13" ELSE "18")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

IoThread13 ==                                    \* __set_current_state(TASK_RUNNING)
  /\ Go(io_thread, "13", "14")
  /\ state' = [state EXCEPT ![io_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThread14 ==                                    \* aborted = false
  /\ Go(io_thread, "14", "15")
  /\ aborted' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, ready, fault>>

IoThread15 ==                                    \* kfree(rpc_call)
  /\ At(io_thread, "15")
  /\ IF rpc_call = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(io_thread, "3")
          /\ rpc_call' = IF rpc_call = "valid" THEN "freed" ELSE rpc_call
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, local, aborted, ready, fault>>

IoThread18 ==                                    \* schedule()
  /\ Go(io_thread, "18", "3")
  /\ Schedule(io_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThread20 ==                                    \* __set_current_state(TASK_RUNNING)
  /\ Go(io_thread, "20", "21")
  /\ state' = [state EXCEPT ![io_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

IoThread21 ==                                    \* kfree(local)
  /\ At(io_thread, "21")
  /\ IF local = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(io_thread, "22")
          /\ local' = IF local = "valid" THEN "freed" ELSE local
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, rpc_call, aborted, ready, fault>>

IoThread22 ==                                    \* return 0
  /\ Go(io_thread, "22", "exit")
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
  \/ IoThread8
  \/ IoThread12
  \/ IoThread13
  \/ IoThread14
  \/ IoThread15
  \/ IoThread18
  \/ IoThread20
  \/ IoThread21
  \/ IoThread22
  \/ IoThreadExit \/ IoThreadExited \/ IoThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe23 ==                                    \* local = kzalloc(sizeof(*local), GFP_KERNEL)
  /\ Go(modprobe, "23", "24")
  /\ local' = "valid" \/ local' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 rpc_call, aborted, ready, fault>>

Modprobe24 ==                                    \* if (!local)
  /\ Go(modprobe, "24", IF local = "null" THEN "25" ELSE "27")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe25 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "25", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

\* rpc_call = kzalloc(sizeof(*rpc_call), GFP_KERNEL)
Modprobe27 ==
  /\ Go(modprobe, "27", "28")
  /\ rpc_call' = "valid" \/ rpc_call' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, aborted, ready, fault>>

Modprobe28 ==                                    \* if (!rpc_call)
  /\ Go(modprobe, "28", IF rpc_call = "null" THEN "29" ELSE "32.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe29 ==                                    \* kfree(local)
  /\ At(modprobe, "29")
  /\ IF local = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "30")
          /\ local' = IF local = "valid" THEN "freed" ELSE local
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, rpc_call, aborted, ready, fault>>

Modprobe30 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "30", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

\* 32  io_task = kthread_run(io_thread, NULL, "io_thread")
Modprobe32Create ==                              \* C1..C5: creates a thread of io_thread
  /\ At(modprobe, "32.create")
  /\ \/ Create(modprobe, io_thread, "32.wake")
     \/ /\ Goto(modprobe, "32.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, io_task, local, rpc_call, aborted,
                 ready, fault>>

Modprobe32Wake ==                                \* wakes the new thread
  /\ At(modprobe, "32.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "32.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                         rpc_call, aborted, ready, fault>>

Modprobe32Store ==                               \* stores the pointer in io_task
  /\ Go(modprobe, "32.store", "33")
  /\ io_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, local,
                 rpc_call, aborted, ready, fault>>

Modprobe33 ==                                    \* if (IS_ERR(io_task))
  /\ Go(modprobe, "33", IF io_task = ERR THEN "34" ELSE "38")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe34 ==                                    \* kfree(rpc_call)
  /\ At(modprobe, "34")
  /\ IF rpc_call = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "35")
          /\ rpc_call' = IF rpc_call = "valid" THEN "freed" ELSE rpc_call
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, local, aborted, ready, fault>>

Modprobe35 ==                                    \* kfree(local)
  /\ At(modprobe, "35")
  /\ IF local = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "36")
          /\ local' = IF local = "valid" THEN "freed" ELSE local
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         io_task, rpc_call, aborted, ready, fault>>

Modprobe36 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "36", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe38 ==                                    \* wait_for_completion(&ready)
  /\ Go(modprobe, "38", "39")
  /\ ready > 0
  /\ ready' = ready - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, aborted, fault>>

Modprobe39 ==                                    \* return 0
  /\ Go(modprobe, "39", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "40")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe40 ==                                    \* aborted = true
  /\ Go(modprobe, "40", "41.load")
  /\ aborted' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, io_task,
                 local, rpc_call, ready, fault>>

\* 41  wake_up_process(io_task)
Modprobe41Load ==                                \* S0: reads io_task
  /\ Go(modprobe, "41.load", "41.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = io_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe41Wake ==                                \* wakes io_task
  /\ At(modprobe, "41.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "42.load")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, io_task, local,
                         rpc_call, aborted, ready, fault>>

\* 42  kthread_stop(io_task)
Modprobe42Load ==                                \* S0: reads io_task
  /\ Go(modprobe, "42.load", "42.get")
  /\ arg' = [arg EXCEPT ![modprobe] = io_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, io_task,
                 local, rpc_call, aborted, ready, fault>>

Modprobe42Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "42.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "42.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         io_task, local, rpc_call, aborted, ready, fault>>

Modprobe42Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "42.set", "42.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe42Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "42.notify", "42.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe42Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "42.wake", "42.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

Modprobe42Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "42.wait", "42.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, io_task, local,
                 rpc_call, aborted, ready, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe42Put ==
  /\ At(modprobe, "42.put")
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
  \/ Modprobe23
  \/ Modprobe24
  \/ Modprobe25
  \/ Modprobe27
  \/ Modprobe28
  \/ Modprobe29
  \/ Modprobe30
  \/ Modprobe32Create \/ Modprobe32Wake \/ Modprobe32Store
  \/ Modprobe33
  \/ Modprobe34
  \/ Modprobe35
  \/ Modprobe36
  \/ Modprobe38
  \/ Modprobe39
  \/ Modprobe40
  \/ Modprobe41Load \/ Modprobe41Wake
  \/ Modprobe42Load \/ Modprobe42Get \/ Modprobe42Set \/ Modprobe42Notify
  \/ Modprobe42Wake \/ Modprobe42Wait \/ Modprobe42Put
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
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "23"
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
  /\ SF_vars(Modprobe38 \/ Modprobe42Wait)

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

NoDoubleStop == pc[modprobe] = "42.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "42.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[io_thread] = "gone" => usage[io_thread] = 0)

ExitedOnce == exited[io_thread] <= 1

NothingLeaked ==
  /\ module = "freed" => /\ local # "valid"
                         /\ rpc_call # "valid"
                         /\ ~(pc[io_thread] = "born" /\ asleep[io_thread])
  /\ local = "valid" => pc[modprobe] # "23"
  /\ rpc_call = "valid" => pc[modprobe] # "27"

StopResultCorrect ==
  pc[modprobe] = "42.put" /\ arg[modprobe] = io_thread => /\ pc[io_thread] \in
                                                               {"exited", "dead", "gone"}
                                                          /\ result[io_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"42.notify", "42.wake", "42.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[io_thread] => pc[io_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
