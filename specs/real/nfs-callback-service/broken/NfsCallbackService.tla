------------------------- MODULE NfsCallbackService -------------------------
(*******************************************************************************)
(* The thread is sent a signal, and what it uses is freed.                     *)
(*                                                                             *)
(*   nfs41_callback_svc   1  allow_signal(SIGTERM);                            *)
(*                        2  while (!signal_pending(current)) {                *)
(*                        3      set_current_state(TASK_INTERRUPTIBLE);        *)
(*                        4      schedule();                                   *)
(*                        5      use(cb_info);                                 *)
(*                        6  }                                                 *)
(*                        7  return 0;                                         *)
(*   init                 8  cb_info = kzalloc(sizeof( *cb_info), GFP_KERNEL); *)
(*                        9  if (!cb_info) {                                   *)
(*                       10      return -ENOMEM;                               *)
(*                       11  }                                                 *)
(*                       12  svc_task = kthread_run(nfs41_callback_svc, NULL,  *)
(*                       "nfs41_callback_svc");                                *)
(*                       13  if (IS_ERR(svc_task)) {                           *)
(*                       14      kfree(cb_info);                               *)
(*                       15      return -ENOMEM;                               *)
(*                       16  }                                                 *)
(*                       17  return 0;                                         *)
(*   exit                18  send_sig(SIGTERM, svc_task, 1);                   *)
(*                       19  kfree(cb_info);                                   *)
(*   backchannel         20  wake_up_process(svc_task);                        *)
(*******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  nfs41_callback_svc,  \* a kthread
  modprobe,            \* the task that loads and unloads the module
  backchannel,         \* a task that calls backchannel()
  NULL,                \* no task
  ERR                  \* an error pointer

VARIABLES
  pc,                  \* where each context is in its program
  state,               \* task state
  asleep,              \* off the run queue
  shouldStop,          \* KTHREAD_SHOULD_STOP
  allowed,             \* receives signals
  signals,             \* TIF_SIGPENDING
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
  <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg, module,
    refs, svc_task, cb_info, fault>>

Kthreads   == {nfs41_callback_svc}
Contexts   == {nfs41_callback_svc, modprobe, backchannel}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "idle",
   "leave"}

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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, refs, svc_task, cb_info>>

\* signal_pending(): a real one, or the pseudo-signal of a stop.
Signalled(c) == notified[c] \/ signals[c]

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

\* signal_wake_up(): ends an interruptible sleep, and no other.
SignalWakeUp(t) ==
  IF state[t] = "INTERRUPTIBLE"
  THEN state' = [state EXCEPT ![t] = "RUNNING"] /\ asleep' = [asleep EXCEPT ![t] = FALSE]
  ELSE UNCHANGED <<state, asleep>>

\* An explicit schedule().
Schedule(c) ==
  IF state[c] = "INTERRUPTIBLE" /\ Signalled(c)
  THEN state' = [state EXCEPT ![c] = "RUNNING"] /\ UNCHANGED asleep
  ELSE asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"] /\ UNCHANGED state

\* send_sig(): does nothing to a thread that did not allow the signal.
SendSignal(t) ==
  IF allowed[t]
  THEN signals' = [signals EXCEPT ![t] = TRUE] /\ SignalWakeUp(t)
  ELSE UNCHANGED <<state, asleep, signals>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == TRUE

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* nfs41_callback_svc *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
Nfs41CallbackSvcBorn ==
  /\ At(nfs41_callback_svc, "born")
  /\ IF shouldStop[nfs41_callback_svc]
     THEN Goto(nfs41_callback_svc, "exit") /\ result' = [result EXCEPT ![nfs41_callback_svc] = -4]
     ELSE Goto(nfs41_callback_svc, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, usage, arg,
                 module, refs, svc_task, cb_info, fault>>

Nfs41CallbackSvc1 ==                             \* allow_signal(SIGTERM)
  /\ Go(nfs41_callback_svc, "1", "2")
  /\ allowed' = [allowed EXCEPT ![nfs41_callback_svc] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, signals, notified, exited, result, usage, arg, module,
                 refs, svc_task, cb_info, fault>>

Nfs41CallbackSvc2 ==                             \* while (!signal_pending(current))
  /\ Go(nfs41_callback_svc, "2", IF Signalled(nfs41_callback_svc) THEN "7" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, refs, svc_task, cb_info, fault>>

Nfs41CallbackSvc3 ==                             \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(nfs41_callback_svc, "3", "4")
  /\ state' = [state EXCEPT ![nfs41_callback_svc] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg,
                 module, refs, svc_task, cb_info, fault>>

Nfs41CallbackSvc4 ==                             \* schedule()
  /\ Go(nfs41_callback_svc, "4", "5")
  /\ Schedule(nfs41_callback_svc)
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, arg, module, refs,
                 svc_task, cb_info, fault>>

Nfs41CallbackSvc5 ==                             \* use(cb_info)
  /\ At(nfs41_callback_svc, "5")
  /\ IF cb_info = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF cb_info = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(nfs41_callback_svc, "2")
               /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited,
                              result, usage, arg, module, refs, svc_task, cb_info, fault>>

Nfs41CallbackSvc7 ==                             \* return 0
  /\ Go(nfs41_callback_svc, "7", "exit")
  /\ result' = [result EXCEPT ![nfs41_callback_svc] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, usage, arg,
                 module, refs, svc_task, cb_info, fault>>

Nfs41CallbackSvcExit ==                          \* X4: completes 'exited'
  /\ Go(nfs41_callback_svc, "exit", "exited")
  /\ exited' = [exited EXCEPT ![nfs41_callback_svc] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, result, usage, arg,
                 module, refs, svc_task, cb_info, fault>>

Nfs41CallbackSvcExited ==                        \* X7..X10: is reaped and leaves its CPU
  /\ Go(nfs41_callback_svc, "exited", "dead")
  /\ state' = [state EXCEPT ![nfs41_callback_svc] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, allowed, signals, notified, exited, result, usage, arg,
                 module, refs, svc_task, cb_info, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
Nfs41CallbackSvcDead ==
  /\ At(nfs41_callback_svc, "dead")
  /\ IF usage[nfs41_callback_svc] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(nfs41_callback_svc, "gone")
          /\ usage' = [usage EXCEPT ![nfs41_callback_svc] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         arg, module, refs, svc_task, cb_info, fault>>

Nfs41CallbackSvc ==
  \/ Nfs41CallbackSvcBorn
  \/ Nfs41CallbackSvc1
  \/ Nfs41CallbackSvc2
  \/ Nfs41CallbackSvc3
  \/ Nfs41CallbackSvc4
  \/ Nfs41CallbackSvc5
  \/ Nfs41CallbackSvc7
  \/ Nfs41CallbackSvcExit \/ Nfs41CallbackSvcExited \/ Nfs41CallbackSvcDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe8 ==                                     \* cb_info = kzalloc(sizeof(*cb_info), GFP_KERNEL)
  /\ Go(modprobe, "8", "9")
  /\ cb_info' = "valid" \/ cb_info' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, refs, svc_task, fault>>

Modprobe9 ==                                     \* if (!cb_info)
  /\ Go(modprobe, "9", IF cb_info = "null" THEN "10" ELSE "12.create")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, refs, svc_task, cb_info, fault>>

Modprobe10 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "10", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, svc_task, cb_info, fault>>

\* 12  svc_task = kthread_run(nfs41_callback_svc, NULL, "nfs41_callback_svc")
Modprobe12Create ==                              \* C1..C5: creates a thread of nfs41_callback_svc
  /\ At(modprobe, "12.create")
  /\ \/ Create(modprobe, nfs41_callback_svc, "12.wake")
     \/ /\ Goto(modprobe, "12.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, module, refs, svc_task,
                 cb_info, fault>>

Modprobe12Wake ==                                \* wakes the new thread
  /\ At(modprobe, "12.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, arg,
                         module, refs, svc_task, cb_info, fault>>

Modprobe12Store ==                               \* stores the pointer in svc_task
  /\ Go(modprobe, "12.store", "13")
  /\ svc_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, refs, cb_info, fault>>

Modprobe13 ==                                    \* if (IS_ERR(svc_task))
  /\ Go(modprobe, "13", IF svc_task = ERR THEN "14" ELSE "17")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, refs, svc_task, cb_info, fault>>

Modprobe14 ==                                    \* kfree(cb_info)
  /\ At(modprobe, "14")
  /\ IF cb_info = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "15")
          /\ cb_info' = IF cb_info = "valid" THEN "freed" ELSE cb_info
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         usage, arg, module, refs, svc_task, fault>>

Modprobe15 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "15", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, svc_task, cb_info, fault>>

Modprobe17 ==                                    \* return 0
  /\ Go(modprobe, "17", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, svc_task, cb_info, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "18.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, svc_task, cb_info, fault>>

\* 18  send_sig(SIGTERM, svc_task, 1)
Modprobe18Load ==                                \* S0: reads svc_task
  /\ Go(modprobe, "18.load", "18.send")
  /\ arg' = [arg EXCEPT ![modprobe] = svc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, refs, svc_task, cb_info, fault>>

Modprobe18Send ==                                \* sends svc_task a signal
  /\ At(modprobe, "18.send")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19")
          /\ SendSignal(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, allowed, notified, exited, result, usage, module, refs,
                         svc_task, cb_info, fault>>

Modprobe19 ==                                    \* kfree(cb_info)
  /\ At(modprobe, "19")
  /\ IF cb_info = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ cb_info' = IF cb_info = "valid" THEN "freed" ELSE cb_info
          /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result,
                         usage, arg, module, refs, svc_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, refs, svc_task, cb_info, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, refs, svc_task, cb_info, fault>>

Modprobe ==
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe12Create \/ Modprobe12Wake \/ Modprobe12Store
  \/ Modprobe13
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe17
  \/ Modprobe18Load \/ Modprobe18Send
  \/ Modprobe19
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* backchannel *)

BackchannelIdle ==                               \* a user calls into the module
  /\ Go(backchannel, "idle", "20.load")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, svc_task, cb_info, fault>>

\* 20  wake_up_process(svc_task)
Backchannel20Load ==                             \* S0: reads svc_task
  /\ Go(backchannel, "20.load", "20.wake")
  /\ arg' = [arg EXCEPT ![backchannel] = svc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 module, refs, svc_task, cb_info, fault>>

Backchannel20Wake ==                             \* wakes svc_task
  /\ At(backchannel, "20.wake")
  /\ IF BadTask(arg[backchannel]) # "none"
     THEN Crash(BadTask(arg[backchannel]))
     ELSE /\ Goto(backchannel, "leave")
          /\ Wake(arg[backchannel])
          /\ arg' = [arg EXCEPT ![backchannel] = NULL]
          /\ UNCHANGED <<shouldStop, allowed, signals, notified, exited, result, usage, module,
                         refs, svc_task, cb_info, fault>>

BackchannelLeave ==                              \* the call returns to user space
  /\ Go(backchannel, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, svc_task, cb_info, fault>>

Backchannel ==
  \/ Backchannel20Load \/ Backchannel20Wake
  \/ BackchannelLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, allowed, signals, notified, exited, result, usage,
                 arg, module, refs, svc_task, cb_info>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "8" @@ backchannel :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ allowed    = [t \in Kthreads |-> FALSE]
  /\ signals    = [t \in Kthreads |-> FALSE]
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
  /\ WF_vars(Backchannel \/ FetchFault(backchannel))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

AtRest ==
  /\ module = "live"
  /\ pc[nfs41_callback_svc] \in {"none", "gone"}
  /\ pc[backchannel] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[nfs41_callback_svc] = "gone" => usage[nfs41_callback_svc] = 0)
  /\ AtRest => refs = 1

NothingLeaked ==
  /\ module = "freed" => /\ cb_info # "valid"
                         /\ ~(pc[nfs41_callback_svc] = "born" /\ asleep[nfs41_callback_svc])
  /\ cb_info = "valid" => pc[modprobe] # "8"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[backchannel] \in {"idle", "done"} \/ fault # "none")
=============================================================================
