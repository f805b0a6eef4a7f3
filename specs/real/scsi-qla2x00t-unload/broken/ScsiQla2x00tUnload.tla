------------------------- MODULE ScsiQla2x00tUnload -------------------------
(***************************************************************************)
(* The queues are freed, then the thread is stopped.                       *)
(*                                                                         *)
(*   do_dpc     1  while (1) {                                             *)
(*              2      set_current_state(TASK_INTERRUPTIBLE);              *)
(*              3      if (kthread_should_stop()) {                        *)
(*              4          break;                                          *)
(*              5      }                                                   *)
(*              6      schedule();                                         *)
(*              7      use(rsp_queue);                                     *)
(*              8  }                                                       *)
(*              9  __set_current_state(TASK_RUNNING);                      *)
(*             10  return 0;                                               *)
(*   init      11  rsp_queue = kzalloc(sizeof( *rsp_queue), GFP_KERNEL);   *)
(*             12  if (!rsp_queue) {                                       *)
(*             13      return -ENOMEM;                                     *)
(*             14  }                                                       *)
(*             15  dpc_task = kthread_run(do_dpc, NULL, "do_dpc");         *)
(*             16  if (IS_ERR(dpc_task)) {                                 *)
(*             17      kfree(rsp_queue);                                   *)
(*             18      return -ENOMEM;                                     *)
(*             19  }                                                       *)
(*             20  return 0;                                               *)
(*   exit      21  kfree(rsp_queue);                                       *)
(*             22  kthread_stop(dpc_task);                                 *)
(*   response  23  wake_up_process(dpc_task);                              *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  do_dpc,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  response,         \* a task that calls response()
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
  dpc_task,         \* struct task_struct *
  rsp_queue,        \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, dpc_task,
    rsp_queue, fault>>

Kthreads   == {do_dpc}
Contexts   == {do_dpc, modprobe, response}
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
                 refs, dpc_task, rsp_queue>>

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
Ready(c) == pc[c] = "22.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* do_dpc *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
DoDpcBorn ==
  /\ At(do_dpc, "born")
  /\ IF shouldStop[do_dpc]
     THEN Goto(do_dpc, "exit") /\ result' = [result EXCEPT ![do_dpc] = -4]
     ELSE Goto(do_dpc, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

DoDpc2 ==                                        \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(do_dpc, "2", "3")
  /\ state' = [state EXCEPT ![do_dpc] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

DoDpc3 ==                                        \* if (kthread_should_stop())
  /\ Go(do_dpc, "3", IF shouldStop[do_dpc] THEN "9" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dpc_task, rsp_queue, fault>>

DoDpc6 ==                                        \* schedule()
  /\ Go(do_dpc, "6", "7")
  /\ Schedule(do_dpc)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

DoDpc7 ==                                        \* use(rsp_queue)
  /\ At(do_dpc, "7")
  /\ IF rsp_queue = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF rsp_queue = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(do_dpc, "2")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, refs, dpc_task, rsp_queue, fault>>

DoDpc9 ==                                        \* __set_current_state(TASK_RUNNING)
  /\ Go(do_dpc, "9", "10")
  /\ state' = [state EXCEPT ![do_dpc] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

DoDpc10 ==                                       \* return 0
  /\ Go(do_dpc, "10", "exit")
  /\ result' = [result EXCEPT ![do_dpc] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

DoDpcExit ==                                     \* X4: completes 'exited'
  /\ Go(do_dpc, "exit", "exited")
  /\ exited' = [exited EXCEPT ![do_dpc] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

DoDpcExited ==                                   \* X7..X10: is reaped and leaves its CPU
  /\ Go(do_dpc, "exited", "dead")
  /\ state' = [state EXCEPT ![do_dpc] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
DoDpcDead ==
  /\ At(do_dpc, "dead")
  /\ IF usage[do_dpc] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(do_dpc, "gone")
          /\ usage' = [usage EXCEPT ![do_dpc] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         dpc_task, rsp_queue, fault>>

DoDpc ==
  \/ DoDpcBorn
  \/ DoDpc2
  \/ DoDpc3
  \/ DoDpc6
  \/ DoDpc7
  \/ DoDpc9
  \/ DoDpc10
  \/ DoDpcExit \/ DoDpcExited \/ DoDpcDead

-----------------------------------------------------------------------------
(* modprobe *)

\* rsp_queue = kzalloc(sizeof(*rsp_queue), GFP_KERNEL)
Modprobe11 ==
  /\ Go(modprobe, "11", "12")
  /\ rsp_queue' = "valid" \/ rsp_queue' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dpc_task, fault>>

Modprobe12 ==                                    \* if (!rsp_queue)
  /\ Go(modprobe, "12", IF rsp_queue = "null" THEN "13" ELSE "15.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dpc_task, rsp_queue, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dpc_task,
                 rsp_queue, fault>>

\* 15  dpc_task = kthread_run(do_dpc, NULL, "do_dpc")
Modprobe15Create ==                              \* C1..C5: creates a thread of do_dpc
  /\ At(modprobe, "15.create")
  /\ \/ Create(modprobe, do_dpc, "15.wake")
     \/ /\ Goto(modprobe, "15.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, dpc_task, rsp_queue, fault>>

Modprobe15Wake ==                                \* wakes the new thread
  /\ At(modprobe, "15.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, dpc_task,
                         rsp_queue, fault>>

Modprobe15Store ==                               \* stores the pointer in dpc_task
  /\ Go(modprobe, "15.store", "16")
  /\ dpc_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 rsp_queue, fault>>

Modprobe16 ==                                    \* if (IS_ERR(dpc_task))
  /\ Go(modprobe, "16", IF dpc_task = ERR THEN "17" ELSE "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dpc_task, rsp_queue, fault>>

Modprobe17 ==                                    \* kfree(rsp_queue)
  /\ At(modprobe, "17")
  /\ IF rsp_queue = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "18")
          /\ rsp_queue' = IF rsp_queue = "valid" THEN "freed" ELSE rsp_queue
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, dpc_task, fault>>

Modprobe18 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "18", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dpc_task,
                 rsp_queue, fault>>

Modprobe20 ==                                    \* return 0
  /\ Go(modprobe, "20", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dpc_task,
                 rsp_queue, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "21")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dpc_task,
                 rsp_queue, fault>>

Modprobe21 ==                                    \* kfree(rsp_queue)
  /\ At(modprobe, "21")
  /\ IF rsp_queue = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "22.load")
          /\ rsp_queue' = IF rsp_queue = "valid" THEN "freed" ELSE rsp_queue
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, dpc_task, fault>>

\* 22  kthread_stop(dpc_task)
Modprobe22Load ==                                \* S0: reads dpc_task
  /\ Go(modprobe, "22.load", "22.get")
  /\ arg' = [arg EXCEPT ![modprobe] = dpc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 dpc_task, rsp_queue, fault>>

Modprobe22Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "22.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "22.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         dpc_task, rsp_queue, fault>>

Modprobe22Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "22.set", "22.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

Modprobe22Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "22.notify", "22.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

Modprobe22Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "22.wake", "22.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

Modprobe22Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "22.wait", "22.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, dpc_task,
                 rsp_queue, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe22Put ==
  /\ At(modprobe, "22.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         dpc_task, rsp_queue, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 dpc_task, rsp_queue, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, dpc_task,
                 rsp_queue, fault>>

Modprobe ==
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15Create \/ Modprobe15Wake \/ Modprobe15Store
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe20
  \/ Modprobe21
  \/ Modprobe22Load \/ Modprobe22Get \/ Modprobe22Set \/ Modprobe22Notify
  \/ Modprobe22Wake \/ Modprobe22Wait \/ Modprobe22Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* response *)

ResponseIdle ==                                  \* a user calls into the module
  /\ Go(response, "idle", "23.load")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dpc_task, rsp_queue, fault>>

\* 23  wake_up_process(dpc_task)
Response23Load ==                                \* S0: reads dpc_task
  /\ Go(response, "23.load", "23.wake")
  /\ arg' = [arg EXCEPT ![response] = dpc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 dpc_task, rsp_queue, fault>>

Response23Wake ==                                \* wakes dpc_task
  /\ At(response, "23.wake")
  /\ IF BadTask(arg[response]) # "none"
     THEN Crash(BadTask(arg[response]))
     ELSE /\ Goto(response, "leave")
          /\ Wake(arg[response])
          /\ arg' = [arg EXCEPT ![response] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, dpc_task,
                         rsp_queue, fault>>

ResponseLeave ==                                 \* the call returns to user space
  /\ Go(response, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dpc_task, rsp_queue, fault>>

Response ==
  \/ Response23Load \/ Response23Wake
  \/ ResponseLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, dpc_task, rsp_queue>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "11" @@ response :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, response} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ dpc_task   = NULL
  /\ rsp_queue  = "null"
  /\ fault      = "none"

Next ==
  \/ DoDpc
  \/ Modprobe
  \/ ModprobeLive
  \/ Response
  \/ ResponseIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(DoDpc \/ FetchFault(do_dpc))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe22Wait)
  /\ WF_vars(Response \/ FetchFault(response))

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

NoDoubleStop == pc[modprobe] = "22.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "22.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[do_dpc] \in {"none", "gone"}
  /\ pc[response] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[do_dpc] = "gone" => usage[do_dpc] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[do_dpc] <= 1

NothingLeaked ==
  /\ module = "freed" => rsp_queue # "valid" /\ ~(pc[do_dpc] = "born" /\ asleep[do_dpc])
  /\ rsp_queue = "valid" => pc[modprobe] # "11"

StopResultCorrect ==
  pc[modprobe] = "22.put" /\ arg[modprobe] = do_dpc => /\ pc[do_dpc] \in {"exited", "dead", "gone"}
                                                       /\ result[do_dpc] \in {-4, 0}

StopPending    == pc[modprobe] \in {"22.notify", "22.wake", "22.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[do_dpc] => pc[do_dpc] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[response] \in {"idle", "done"} \/ fault # "none")
=============================================================================
