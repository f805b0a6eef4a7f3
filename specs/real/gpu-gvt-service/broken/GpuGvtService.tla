--------------------------- MODULE GpuGvtService ----------------------------
(**********************************************************************************)
(* The thread waits for a request.                                                *)
(*                                                                                *)
(*   gvt_service_thread   1  while (!kthread_should_stop()) {                     *)
(*                        2      wait_event(service_wq, request);                 *)
(*                        3      request = false;                                 *)
(*                        4  }                                                    *)
(*                        5  return 0;                                            *)
(*   init                 6  service_task = kthread_run(gvt_service_thread, NULL, *)
(*   "gvt_service_thread");                                                       *)
(*                        7  if (IS_ERR(service_task)) {                          *)
(*                        8      return -ENOMEM;                                  *)
(*                        9  }                                                    *)
(*                       10  return 0;                                            *)
(*   exit                11  kthread_stop(service_task);                          *)
(*   vgpu                12  request = true;                                      *)
(*                       13  wake_up(&service_wq);                                *)
(**********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  gvt_service_thread,  \* a kthread
  modprobe,            \* the task that loads and unloads the module
  vgpu,                \* something outside of the module
  NULL,                \* no task
  ERR,                 \* an error pointer
  StopNotifies         \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                  \* where each context is in its program
  state,               \* task state
  asleep,              \* off the run queue
  shouldStop,          \* KTHREAD_SHOULD_STOP
  notified,            \* TIF_NOTIFY_SIGNAL
  exited,              \* count of the completion that kthread_stop() waits for
  result,              \* what the thread function returned
  usage,               \* references on the task; 0 is no task, or a freed one
  arg,                 \* the task that each context's call is about
  module,              \* "coming", "live", "going" or "freed"
  service_task,        \* struct task_struct *
  service_wq,          \* wait_queue_head_t: who is on it
  request,             \* bool
  fault                \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, service_task,
    service_wq, request, fault>>

Kthreads   == {gvt_service_thread}
Contexts   == {gvt_service_thread, modprobe, vgpu}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "12", "13"}
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
                 service_task, service_wq, request>>

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
Ready(c) == pc[c] = "11.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* gvt_service_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
GvtServiceThreadBorn ==
  /\ At(gvt_service_thread, "born")
  /\ IF shouldStop[gvt_service_thread]
     THEN Goto(gvt_service_thread, "exit") /\ result' = [result EXCEPT ![gvt_service_thread] = -4]
     ELSE Goto(gvt_service_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, service_task,
                 service_wq, request, fault>>

GvtServiceThread1 ==                             \* while (!kthread_should_stop())
  /\ Go(gvt_service_thread, "1", IF shouldStop[gvt_service_thread] THEN "5" ELSE "2.check")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 service_task, service_wq, request, fault>>

\* 2  wait_event(service_wq, request)
GvtServiceThread2Check ==                        \* tests request
  /\ Go(gvt_service_thread, "2.check", IF request THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 service_task, service_wq, request, fault>>

GvtServiceThread2Prepare ==                      \* queues on service_wq, sets TASK_UNINTERRUPTIBLE
  /\ Go(gvt_service_thread, "2.prepare", "2.test")
  /\ service_wq' = service_wq \cup {gvt_service_thread}
  /\ state' = [state EXCEPT ![gvt_service_thread] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, service_task,
                 request, fault>>

GvtServiceThread2Test ==                         \* tests request
  /\ Go(gvt_service_thread, "2.test", IF request THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 service_task, service_wq, request, fault>>

GvtServiceThread2Sleep ==                        \* calls schedule()
  /\ Go(gvt_service_thread, "2.sleep", "2.prepare")
  /\ Schedule(gvt_service_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, service_task,
                 service_wq, request, fault>>

GvtServiceThread2Finish ==                       \* leaves service_wq, sets TASK_RUNNING
  /\ Go(gvt_service_thread, "2.finish", "3")
  /\ state' = [state EXCEPT ![gvt_service_thread] = "RUNNING"]
  /\ service_wq' = service_wq \ {gvt_service_thread}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, service_task,
                 request, fault>>

GvtServiceThread3 ==                             \* request = false
  /\ Go(gvt_service_thread, "3", "1")
  /\ request' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 service_task, service_wq, fault>>

GvtServiceThread5 ==                             \* return 0
  /\ Go(gvt_service_thread, "5", "exit")
  /\ result' = [result EXCEPT ![gvt_service_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, service_task,
                 service_wq, request, fault>>

GvtServiceThreadExit ==                          \* X4: completes 'exited'
  /\ Go(gvt_service_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![gvt_service_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, service_task,
                 service_wq, request, fault>>

GvtServiceThreadExited ==                        \* X7..X10: is reaped and leaves its CPU
  /\ Go(gvt_service_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![gvt_service_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, service_task,
                 service_wq, request, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
GvtServiceThreadDead ==
  /\ At(gvt_service_thread, "dead")
  /\ IF usage[gvt_service_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(gvt_service_thread, "gone")
          /\ usage' = [usage EXCEPT ![gvt_service_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         service_task, service_wq, request, fault>>

GvtServiceThread ==
  \/ GvtServiceThreadBorn
  \/ GvtServiceThread1
  \/ GvtServiceThread2Check \/ GvtServiceThread2Prepare \/ GvtServiceThread2Test
  \/ GvtServiceThread2Sleep \/ GvtServiceThread2Finish
  \/ GvtServiceThread3
  \/ GvtServiceThread5
  \/ GvtServiceThreadExit \/ GvtServiceThreadExited \/ GvtServiceThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 6  service_task = kthread_run(gvt_service_thread, NULL, "gvt_service_thread")
Modprobe6Create ==                               \* C1..C5: creates a thread of gvt_service_thread
  /\ At(modprobe, "6.create")
  /\ \/ Create(modprobe, gvt_service_thread, "6.wake")
     \/ /\ Goto(modprobe, "6.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, service_task, service_wq, request,
                 fault>>

Modprobe6Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "6.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "6.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, service_task,
                         service_wq, request, fault>>

Modprobe6Store ==                                \* stores the pointer in service_task
  /\ Go(modprobe, "6.store", "7")
  /\ service_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, service_wq,
                 request, fault>>

Modprobe7 ==                                     \* if (IS_ERR(service_task))
  /\ Go(modprobe, "7", IF service_task = ERR THEN "8" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 service_task, service_wq, request, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, service_task,
                 service_wq, request, fault>>

Modprobe10 ==                                    \* return 0
  /\ Go(modprobe, "10", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, service_task,
                 service_wq, request, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "11.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, service_task,
                 service_wq, request, fault>>

\* 11  kthread_stop(service_task)
Modprobe11Load ==                                \* S0: reads service_task
  /\ Go(modprobe, "11.load", "11.get")
  /\ arg' = [arg EXCEPT ![modprobe] = service_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, service_task,
                 service_wq, request, fault>>

Modprobe11Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "11.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         service_task, service_wq, request, fault>>

Modprobe11Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "11.set", "11.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, service_task,
                 service_wq, request, fault>>

Modprobe11Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "11.notify", "11.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, service_task,
                 service_wq, request, fault>>

Modprobe11Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "11.wake", "11.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, service_task,
                 service_wq, request, fault>>

Modprobe11Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "11.wait", "11.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, service_task,
                 service_wq, request, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe11Put ==
  /\ At(modprobe, "11.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                         service_task, service_wq, request, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 service_task, service_wq, request, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, service_task,
                 service_wq, request, fault>>

Modprobe ==
  \/ Modprobe6Create \/ Modprobe6Wake \/ Modprobe6Store
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10
  \/ Modprobe11Load \/ Modprobe11Get \/ Modprobe11Set \/ Modprobe11Notify
  \/ Modprobe11Wake \/ Modprobe11Wait \/ Modprobe11Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* vgpu *)

Vgpu12 ==                                        \* request = true
  /\ Go(vgpu, "12", "13")
  /\ request' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 service_task, service_wq, fault>>

Vgpu13 ==                                        \* wake_up(&service_wq)
  /\ Go(vgpu, "13", "done")
  /\ WakeQueue(service_wq, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, service_task,
                 service_wq, request, fault>>

Vgpu ==
  \/ Vgpu12
  \/ Vgpu13

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 service_task, service_wq, request>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "6.create" @@ vgpu :> "12"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {modprobe} |-> NULL]
  /\ module       = "coming"
  /\ service_task = NULL
  /\ service_wq   = {}
  /\ request      = FALSE
  /\ fault        = "none"

Next ==
  \/ GvtServiceThread
  \/ Modprobe
  \/ ModprobeLive
  \/ Vgpu
  \/ \E c \in {gvt_service_thread, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(GvtServiceThread \/ FetchFault(gvt_service_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe11Wait)

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

NoDoubleStop == pc[modprobe] = "11.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "11.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[gvt_service_thread] = "gone" => usage[gvt_service_thread] = 0)

ExitedOnce == exited[gvt_service_thread] <= 1

NothingLeaked ==
  module = "freed" => ~(pc[gvt_service_thread] = "born" /\ asleep[gvt_service_thread])

StopResultCorrect ==
  pc[modprobe] = "11.put" /\ arg[modprobe] = gvt_service_thread =>
    pc[gvt_service_thread] \in {"exited", "dead", "gone"} /\ result[gvt_service_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"11.notify", "11.wake", "11.wait"}
NoStuckStop    ==
  fault = "none" /\ StopPending => \E c \in {gvt_service_thread, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[gvt_service_thread] => pc[gvt_service_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
