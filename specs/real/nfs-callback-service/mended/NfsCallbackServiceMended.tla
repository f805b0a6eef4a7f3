---------------------- MODULE NfsCallbackServiceMended ----------------------
(*******************************************************************************)
(* The thread is stopped, and tests for it with its state set.                 *)
(*                                                                             *)
(*   nfs41_callback_svc   1  while (1) {                                       *)
(*                        2      set_current_state(TASK_INTERRUPTIBLE);        *)
(*                        3      if (kthread_should_stop()) {                  *)
(*                        4          break;                                    *)
(*                        5      }                                             *)
(*                        6      schedule();                                   *)
(*                        7      use(cb_info);                                 *)
(*                        8  }                                                 *)
(*                        9  __set_current_state(TASK_RUNNING);                *)
(*                       10  return 0;                                         *)
(*   init                11  cb_info = kzalloc(sizeof( *cb_info), GFP_KERNEL); *)
(*                       12  if (!cb_info) {                                   *)
(*                       13      return -ENOMEM;                               *)
(*                       14  }                                                 *)
(*                       15  svc_task = kthread_run(nfs41_callback_svc, NULL,  *)
(*                       "nfs41_callback_svc");                                *)
(*                       16  if (IS_ERR(svc_task)) {                           *)
(*                       17      kfree(cb_info);                               *)
(*                       18      return -ENOMEM;                               *)
(*                       19  }                                                 *)
(*                       20  return 0;                                         *)
(*   exit                21  kthread_stop(svc_task);                           *)
(*                       22  kfree(cb_info);                                   *)
(*   backchannel         23  wake_up_process(svc_task);                        *)
(*******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  nfs41_callback_svc,  \* a kthread
  modprobe,            \* the task that loads and unloads the module
  backchannel,         \* a task that calls backchannel()
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
  refs,                \* references on the module: one is its own, one more is held during init
  svc_task,            \* struct task_struct *
  cb_info,             \* memory: "null", "valid" or "freed"
  fault                \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, svc_task,
    cb_info, fault>>

Kthreads   == {nfs41_callback_svc}
Contexts   == {nfs41_callback_svc, modprobe, backchannel}
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
                 refs, svc_task, cb_info>>

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
Ready(c) == pc[c] = "21.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* nfs41_callback_svc *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
Nfs41CallbackSvcBorn ==
  /\ At(nfs41_callback_svc, "born")
  /\ IF shouldStop[nfs41_callback_svc]
     THEN Goto(nfs41_callback_svc, "exit") /\ result' = [result EXCEPT ![nfs41_callback_svc] = -4]
     ELSE Goto(nfs41_callback_svc, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

Nfs41CallbackSvc2 ==                             \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(nfs41_callback_svc, "2", "3")
  /\ state' = [state EXCEPT ![nfs41_callback_svc] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

Nfs41CallbackSvc3 ==                             \* if (kthread_should_stop())
  /\ Go(nfs41_callback_svc, "3", IF shouldStop[nfs41_callback_svc] THEN "9" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 svc_task, cb_info, fault>>

Nfs41CallbackSvc6 ==                             \* schedule()
  /\ Go(nfs41_callback_svc, "6", "7")
  /\ Schedule(nfs41_callback_svc)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

Nfs41CallbackSvc7 ==                             \* use(cb_info)
  /\ At(nfs41_callback_svc, "7")
  /\ IF cb_info = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF cb_info = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(nfs41_callback_svc, "2")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, refs, svc_task, cb_info, fault>>

Nfs41CallbackSvc9 ==                             \* __set_current_state(TASK_RUNNING)
  /\ Go(nfs41_callback_svc, "9", "10")
  /\ state' = [state EXCEPT ![nfs41_callback_svc] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

Nfs41CallbackSvc10 ==                            \* return 0
  /\ Go(nfs41_callback_svc, "10", "exit")
  /\ result' = [result EXCEPT ![nfs41_callback_svc] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

Nfs41CallbackSvcExit ==                          \* X4: completes 'exited'
  /\ Go(nfs41_callback_svc, "exit", "exited")
  /\ exited' = [exited EXCEPT ![nfs41_callback_svc] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

Nfs41CallbackSvcExited ==                        \* X7..X10: is reaped and leaves its CPU
  /\ Go(nfs41_callback_svc, "exited", "dead")
  /\ state' = [state EXCEPT ![nfs41_callback_svc] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
Nfs41CallbackSvcDead ==
  /\ At(nfs41_callback_svc, "dead")
  /\ IF usage[nfs41_callback_svc] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(nfs41_callback_svc, "gone")
          /\ usage' = [usage EXCEPT ![nfs41_callback_svc] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         svc_task, cb_info, fault>>

Nfs41CallbackSvc ==
  \/ Nfs41CallbackSvcBorn
  \/ Nfs41CallbackSvc2
  \/ Nfs41CallbackSvc3
  \/ Nfs41CallbackSvc6
  \/ Nfs41CallbackSvc7
  \/ Nfs41CallbackSvc9
  \/ Nfs41CallbackSvc10
  \/ Nfs41CallbackSvcExit \/ Nfs41CallbackSvcExited \/ Nfs41CallbackSvcDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe11 ==                                    \* cb_info = kzalloc(sizeof(*cb_info), GFP_KERNEL)
  /\ Go(modprobe, "11", "12")
  /\ cb_info' = "valid" \/ cb_info' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 svc_task, fault>>

Modprobe12 ==                                    \* if (!cb_info)
  /\ Go(modprobe, "12", IF cb_info = "null" THEN "13" ELSE "15.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 svc_task, cb_info, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, svc_task,
                 cb_info, fault>>

\* 15  svc_task = kthread_run(nfs41_callback_svc, NULL, "nfs41_callback_svc")
Modprobe15Create ==                              \* C1..C5: creates a thread of nfs41_callback_svc
  /\ At(modprobe, "15.create")
  /\ \/ Create(modprobe, nfs41_callback_svc, "15.wake")
     \/ /\ Goto(modprobe, "15.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, svc_task, cb_info, fault>>

Modprobe15Wake ==                                \* wakes the new thread
  /\ At(modprobe, "15.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, svc_task,
                         cb_info, fault>>

Modprobe15Store ==                               \* stores the pointer in svc_task
  /\ Go(modprobe, "15.store", "16")
  /\ svc_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 cb_info, fault>>

Modprobe16 ==                                    \* if (IS_ERR(svc_task))
  /\ Go(modprobe, "16", IF svc_task = ERR THEN "17" ELSE "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 svc_task, cb_info, fault>>

Modprobe17 ==                                    \* kfree(cb_info)
  /\ At(modprobe, "17")
  /\ IF cb_info = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "18")
          /\ cb_info' = IF cb_info = "valid" THEN "freed" ELSE cb_info
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, svc_task, fault>>

Modprobe18 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "18", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, svc_task,
                 cb_info, fault>>

Modprobe20 ==                                    \* return 0
  /\ Go(modprobe, "20", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, svc_task,
                 cb_info, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "21.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, svc_task,
                 cb_info, fault>>

\* 21  kthread_stop(svc_task)
Modprobe21Load ==                                \* S0: reads svc_task
  /\ Go(modprobe, "21.load", "21.get")
  /\ arg' = [arg EXCEPT ![modprobe] = svc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 svc_task, cb_info, fault>>

Modprobe21Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "21.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         svc_task, cb_info, fault>>

Modprobe21Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "21.set", "21.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

Modprobe21Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "21.notify", "21.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

Modprobe21Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "21.wake", "21.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

Modprobe21Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "21.wait", "21.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, svc_task,
                 cb_info, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe21Put ==
  /\ At(modprobe, "21.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "22")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         svc_task, cb_info, fault>>

Modprobe22 ==                                    \* kfree(cb_info)
  /\ At(modprobe, "22")
  /\ IF cb_info = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ cb_info' = IF cb_info = "valid" THEN "freed" ELSE cb_info
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, svc_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 svc_task, cb_info, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, svc_task,
                 cb_info, fault>>

Modprobe ==
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15Create \/ Modprobe15Wake \/ Modprobe15Store
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe20
  \/ Modprobe21Load \/ Modprobe21Get \/ Modprobe21Set \/ Modprobe21Notify
  \/ Modprobe21Wake \/ Modprobe21Wait \/ Modprobe21Put
  \/ Modprobe22
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* backchannel *)

BackchannelIdle ==                               \* a user calls into the module
  /\ Go(backchannel, "idle", "23.load")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 svc_task, cb_info, fault>>

\* 23  wake_up_process(svc_task)
Backchannel23Load ==                             \* S0: reads svc_task
  /\ Go(backchannel, "23.load", "23.wake")
  /\ arg' = [arg EXCEPT ![backchannel] = svc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 svc_task, cb_info, fault>>

Backchannel23Wake ==                             \* wakes svc_task
  /\ At(backchannel, "23.wake")
  /\ IF BadTask(arg[backchannel]) # "none"
     THEN Crash(BadTask(arg[backchannel]))
     ELSE /\ Goto(backchannel, "leave")
          /\ Wake(arg[backchannel])
          /\ arg' = [arg EXCEPT ![backchannel] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, svc_task,
                         cb_info, fault>>

BackchannelLeave ==                              \* the call returns to user space
  /\ Go(backchannel, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 svc_task, cb_info, fault>>

Backchannel ==
  \/ Backchannel23Load \/ Backchannel23Wake
  \/ BackchannelLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, svc_task, cb_info>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "11" @@ backchannel :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, backchannel} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ svc_task   = NULL
  /\ cb_info    = "null"
  /\ fault      = "none"

Next ==
  \/ Nfs41CallbackSvc
  \/ Modprobe
  \/ ModprobeLive
  \/ Backchannel
  \/ BackchannelIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Nfs41CallbackSvc \/ FetchFault(nfs41_callback_svc))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe21Wait)
  /\ WF_vars(Backchannel \/ FetchFault(backchannel))

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

NoDoubleStop == pc[modprobe] = "21.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "21.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[nfs41_callback_svc] \in {"none", "gone"}
  /\ pc[backchannel] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[nfs41_callback_svc] = "gone" => usage[nfs41_callback_svc] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[nfs41_callback_svc] <= 1

NothingLeaked ==
  /\ module = "freed" => /\ cb_info # "valid"
                         /\ ~(pc[nfs41_callback_svc] = "born" /\ asleep[nfs41_callback_svc])
  /\ cb_info = "valid" => pc[modprobe] # "11"

StopResultCorrect ==
  pc[modprobe] = "21.put" /\ arg[modprobe] = nfs41_callback_svc =>
    pc[nfs41_callback_svc] \in {"exited", "dead", "gone"} /\ result[nfs41_callback_svc] \in {-4, 0}

StopPending    == pc[modprobe] \in {"21.notify", "21.wake", "21.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[nfs41_callback_svc] => pc[nfs41_callback_svc] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[backchannel] \in {"idle", "done"} \/ fault # "none")
=============================================================================
