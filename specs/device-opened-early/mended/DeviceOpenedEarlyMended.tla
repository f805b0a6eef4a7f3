---------------------- MODULE DeviceOpenedEarlyMended -----------------------
(***************************************************************************)
(* Init registers the device last.                                         *)
(*                                                                         *)
(*   worker    1  while (1) {                                              *)
(*             2      set_current_state(TASK_INTERRUPTIBLE);               *)
(*             3      if (kthread_should_stop()) {                         *)
(*             4          break;                                           *)
(*             5      }                                                    *)
(*             6      if (!work) {                                         *)
(*             7          schedule();                                      *)
(*             8          continue;                                        *)
(*             9      }                                                    *)
(*            10      __set_current_state(TASK_RUNNING);                   *)
(*            11      work = false;                                        *)
(*            12      complete(&done);                                     *)
(*            13  }                                                        *)
(*            14  __set_current_state(TASK_RUNNING);                       *)
(*            15  return 0;                                                *)
(*   init     16  task = kthread_run(worker, NULL, "worker");              *)
(*            17  if (IS_ERR(task)) {                                      *)
(*            18      return -ENOMEM;                                      *)
(*            19  }                                                        *)
(*            20  ret = misc_register(&device);                            *)
(*            21  if (ret) {                                               *)
(*            22      kthread_stop(task);                                  *)
(*            23      return ret;                                          *)
(*            24  }                                                        *)
(*            25  return 0;                                                *)
(*   exit     26  misc_deregister(&device);                                *)
(*            27  kthread_stop(task);                                      *)
(*   request  28  work = true;                                             *)
(*            29  wake_up_process(task);                                   *)
(*            30  wait_for_completion(&done);                              *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  request,          \* a task that calls request()
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
  work,             \* bool
  done,             \* struct completion
  device,           \* misc device: "none", "registered" or "withdrawn"
  ret,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    task, work, done, device, ret, fault>>

Kthreads      == {worker}
Contexts      == {worker, modprobe, request}
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
                 refs, warned, task, work, done, device, ret>>

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
  /\ pc[c] \in {"22.wait", "27.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "30" => done > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

Worker2 ==                                       \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(worker, "2", "3")
  /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

Worker3 ==                                       \* if (kthread_should_stop())
  /\ Go(worker, "3", IF shouldStop[worker] THEN "14" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, done, device, ret, fault>>

Worker6 ==                                       \* if (!work)
  /\ Go(worker, "6", IF work THEN "10" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, done, device, ret, fault>>

Worker7 ==                                       \* schedule()
  /\ Go(worker, "7", "2")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, done, device, ret, fault>>

Worker10 ==                                      \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "10", "11")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

Worker11 ==                                      \* work = false
  /\ Go(worker, "11", "12")
  /\ work' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, done, device, ret, fault>>

Worker12 ==                                      \* complete(&done)
  /\ At(worker, "12")
  /\ IF done = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(worker, "2")
          /\ done' = done + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, task, work, device, ret, fault>>

Worker14 ==                                      \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "14", "15")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

Worker15 ==                                      \* return 0
  /\ Go(worker, "15", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, work, done, device, ret, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker2
  \/ Worker3
  \/ Worker6
  \/ Worker7
  \/ Worker10
  \/ Worker11
  \/ Worker12
  \/ Worker14
  \/ Worker15
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 16  task = kthread_run(worker, NULL, "worker")
Modprobe16Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "16.create")
  /\ \/ Create(modprobe, worker, "16.wake")
     \/ /\ Goto(modprobe, "16.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task, work, done,
                 device, ret, fault>>

Modprobe16Wake ==                                \* wakes the new thread
  /\ At(modprobe, "16.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, work, done, device, ret, fault>>

Modprobe16Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "16.store", "17")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 work, done, device, ret, fault>>

Modprobe17 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "17", IF task = ERR THEN "18" ELSE "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, done, device, ret, fault>>

Modprobe18 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "18", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, done, device, ret, fault>>

Modprobe20 ==                                    \* ret = misc_register(&device)
  /\ Go(modprobe, "20", "21")
  /\ \/ device' = "registered" /\ ret' = [ret EXCEPT ![modprobe] = 0]
     \/ ret' = [ret EXCEPT ![modprobe] = -12] /\ UNCHANGED device
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, done, fault>>

Modprobe21 ==                                    \* if (ret)
  /\ Go(modprobe, "21", IF ret[modprobe] # 0 THEN "22.load" ELSE "25")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, done, device, ret, fault>>

\* 22  kthread_stop(task)
Modprobe22Load ==                                \* S0: reads task
  /\ Go(modprobe, "22.load", "22.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, work, done, device, ret, fault>>

Modprobe22Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "22.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "22.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, work, done, device, ret, fault>>

Modprobe22Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "22.set", "22.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, done, device, ret, fault>>

Modprobe22Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "22.notify", "22.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

Modprobe22Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "22.wake", "22.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, done, device, ret, fault>>

Modprobe22Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "22.wait", "22.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe22Put ==
  /\ At(modprobe, "22.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "23")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, work, done, device, ret, fault>>

Modprobe23 ==                                    \* return ret
  /\ At(modprobe, "23")
  /\ IF ret[modprobe] >= 0
     THEN Goto(modprobe, "live") /\ module' = "live" /\ refs' = refs - 1
     ELSE Goto(modprobe, "sync") /\ module' = "going" /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, done, device, ret, fault>>

Modprobe25 ==                                    \* return 0
  /\ Go(modprobe, "25", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, done, device, ret, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "26")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, task,
                 work, done, device, ret, fault>>

Modprobe26 ==                                    \* misc_deregister(&device)
  /\ Go(modprobe, "26", "27.load")
  /\ IF device = "registered"
     THEN device' = "withdrawn" /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED device
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 task, work, done, ret, fault>>

\* 27  kthread_stop(task)
Modprobe27Load ==                                \* S0: reads task
  /\ Go(modprobe, "27.load", "27.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, work, done, device, ret, fault>>

Modprobe27Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "27.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, work, done, device, ret, fault>>

Modprobe27Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "27.set", "27.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, done, device, ret, fault>>

Modprobe27Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "27.notify", "27.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

Modprobe27Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "27.wake", "27.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, task,
                 work, done, device, ret, fault>>

Modprobe27Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "27.wait", "27.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, work, done, device, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe27Put ==
  /\ At(modprobe, "27.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, task, work, done, device, ret, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, done, device, ret, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 task, work, done, device, ret, fault>>

Modprobe ==
  \/ Modprobe16Create \/ Modprobe16Wake \/ Modprobe16Store
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe20
  \/ Modprobe21
  \/ Modprobe22Load \/ Modprobe22Get \/ Modprobe22Set \/ Modprobe22Notify
  \/ Modprobe22Wake \/ Modprobe22Wait \/ Modprobe22Put
  \/ Modprobe23
  \/ Modprobe25
  \/ Modprobe26
  \/ Modprobe27Load \/ Modprobe27Get \/ Modprobe27Set \/ Modprobe27Notify
  \/ Modprobe27Wake \/ Modprobe27Wait \/ Modprobe27Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ At(request, "idle")
  /\ device = "registered" /\ module \in {"coming", "live", "freed"}
  /\ IF module = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(request, "28")
          /\ refs' = refs + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         warned, task, work, done, device, ret, fault>>

Request28 ==                                     \* work = true
  /\ Go(request, "28", "29.load")
  /\ work' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, done, device, ret, fault>>

\* 29  wake_up_process(task)
Request29Load ==                                 \* S0: reads task
  /\ Go(request, "29.load", "29.wake")
  /\ arg' = [arg EXCEPT ![request] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 task, work, done, device, ret, fault>>

Request29Wake ==                                 \* wakes task
  /\ At(request, "29.wake")
  /\ IF BadTask(arg[request]) # "none"
     THEN Crash(BadTask(arg[request]))
     ELSE /\ Goto(request, "30")
          /\ Wake(arg[request])
          /\ arg' = [arg EXCEPT ![request] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, warned, task,
                         work, done, device, ret, fault>>

Request30 ==                                     \* wait_for_completion(&done)
  /\ Go(request, "30", "return")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, device, ret, fault>>

RequestReturn ==                                 \* returns
  /\ Go(request, "return", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, work, done, device, ret, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ At(request, "leave")
  /\ IF module = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(request, "done")
          /\ refs' = refs - 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         warned, task, work, done, device, ret, fault>>

Request ==
  \/ Request28
  \/ Request29Load \/ Request29Wake
  \/ Request30
  \/ RequestReturn \/ RequestLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, work, done, device, ret>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "16.create" @@ request :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, request} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ work       = FALSE
  /\ done       = 0
  /\ device     = "none"
  /\ ret        = [c \in {modprobe} |-> 0]
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Request
  \/ RequestIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe22Wait \/ Modprobe27Wait)
  /\ WF_vars(Request \/ FetchFault(request))
  /\ SF_vars(Request30)

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

NoDoubleStop == pc[modprobe] \in {"22.set", "27.set"} => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] \in {"22.set", "27.set"} => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}
  /\ pc[request] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

StopResultCorrect ==
  pc[modprobe] \in {"22.put", "27.put"} /\ arg[modprobe] = worker =>
    pc[worker] \in {"exited", "dead", "gone"} /\ result[worker] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"22.notify", "22.wake", "22.wait", "27.notify", "27.wake", "27.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

RequestsAnswered == []<>(pc[request] \in {"idle", "done"} \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
