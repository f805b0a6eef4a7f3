------------------------- MODULE LustreLndModulePut -------------------------
(**********************************************************************************)
(* The function drops the reference and returns.                                  *)
(*                                                                                *)
(*   lnd_shutdown   1  while (!network_down) {                                    *)
(*                  2      msleep(100);                                           *)
(*                  3  }                                                          *)
(*                  4  module_put(THIS_MODULE);                                   *)
(*                  5  return 0;                                                  *)
(*   init           6  got = try_module_get(THIS_MODULE);                         *)
(*                  7  if (!got) {                                                *)
(*                  8      return -ENODEV;                                        *)
(*                  9  }                                                          *)
(*                 10  ni_task = kthread_run(lnd_shutdown, NULL, "lnd_shutdown"); *)
(*                 11  if (IS_ERR(ni_task)) {                                     *)
(*                 12      module_put(THIS_MODULE);                               *)
(*                 13      return -ENOMEM;                                        *)
(*                 14  }                                                          *)
(*                 15  return 0;                                                  *)
(*   lnet          16  network_down = true;                                       *)
(**********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  lnd_shutdown,     \* a kthread
  modprobe,         \* the task that loads and unloads the module
  lnet,             \* something outside of the module
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
  warned,           \* the kernel printed a warning
  ni_task,          \* struct task_struct *
  network_down,     \* bool
  got,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    ni_task, network_down, got, fault>>

Kthreads   == {lnd_shutdown}
Contexts   == {lnd_shutdown, modprobe, lnet}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "16"}

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
                 refs, warned, ni_task, network_down, got>>

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
(* lnd_shutdown *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
LndShutdownBorn ==
  /\ At(lnd_shutdown, "born")
  /\ IF shouldStop[lnd_shutdown]
     THEN Goto(lnd_shutdown, "exit") /\ result' = [result EXCEPT ![lnd_shutdown] = -4]
     ELSE Goto(lnd_shutdown, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ni_task, network_down, got, fault>>

LndShutdown1 ==                                  \* while (!network_down)
  /\ Go(lnd_shutdown, "1", IF network_down THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ni_task, network_down, got, fault>>

LndShutdown2 ==                                  \* msleep(100)
  /\ Go(lnd_shutdown, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ni_task, network_down, got, fault>>

LndShutdown4 ==                                  \* module_put(THIS_MODULE)
  /\ Go(lnd_shutdown, "4", "5")
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ni_task,
                 network_down, got, fault>>

LndShutdown5 ==                                  \* return 0
  /\ Go(lnd_shutdown, "5", "exit")
  /\ result' = [result EXCEPT ![lnd_shutdown] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ni_task, network_down, got, fault>>

LndShutdownExit ==                               \* X4: completes 'exited'
  /\ Go(lnd_shutdown, "exit", "exited")
  /\ exited' = [exited EXCEPT ![lnd_shutdown] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ni_task, network_down, got, fault>>

LndShutdownExited ==                             \* X7..X10: is reaped and leaves its CPU
  /\ Go(lnd_shutdown, "exited", "dead")
  /\ state' = [state EXCEPT ![lnd_shutdown] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ni_task, network_down, got, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
LndShutdownDead ==
  /\ At(lnd_shutdown, "dead")
  /\ IF usage[lnd_shutdown] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(lnd_shutdown, "gone")
          /\ usage' = [usage EXCEPT ![lnd_shutdown] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ni_task, network_down, got, fault>>

LndShutdown ==
  \/ LndShutdownBorn
  \/ LndShutdown1
  \/ LndShutdown2
  \/ LndShutdown4
  \/ LndShutdown5
  \/ LndShutdownExit \/ LndShutdownExited \/ LndShutdownDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe6 ==                                     \* got = try_module_get(THIS_MODULE)
  /\ Go(modprobe, "6", "7")
  /\ IF module \in {"coming", "live"} /\ refs > 0
     THEN refs' = refs + 1 /\ got' = [got EXCEPT ![modprobe] = 1]
     ELSE got' = [got EXCEPT ![modprobe] = 0] /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ni_task, network_down, fault>>

Modprobe7 ==                                     \* if (!got)
  /\ Go(modprobe, "7", IF got[modprobe] = 0 THEN "8" ELSE "10.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ni_task, network_down, got, fault>>

Modprobe8 ==                                     \* return -ENODEV
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ni_task,
                 network_down, got, fault>>

\* 10  ni_task = kthread_run(lnd_shutdown, NULL, "lnd_shutdown")
Modprobe10Create ==                              \* C1..C5: creates a thread of lnd_shutdown
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, lnd_shutdown, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, ni_task,
                 network_down, got, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         ni_task, network_down, got, fault>>

Modprobe10Store ==                               \* stores the pointer in ni_task
  /\ Go(modprobe, "10.store", "11")
  /\ ni_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 network_down, got, fault>>

Modprobe11 ==                                    \* if (IS_ERR(ni_task))
  /\ Go(modprobe, "11", IF ni_task = ERR THEN "12" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ni_task, network_down, got, fault>>

Modprobe12 ==                                    \* module_put(THIS_MODULE)
  /\ Go(modprobe, "12", "13")
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, ni_task,
                 network_down, got, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ni_task,
                 network_down, got, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ni_task,
                 network_down, got, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ At(modprobe, "live")
  /\ module = "live" /\ refs <= 1
  /\ IF refs = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ module' = "going"
          /\ refs' = 0
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                         ni_task, network_down, got, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ni_task, network_down, got, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 ni_task, network_down, got, fault>>

Modprobe ==
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* lnet *)

Lnet16 ==                                        \* network_down = true
  /\ Go(lnet, "16", "done")
  /\ network_down' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ni_task, got, fault>>

Lnet == Lnet16

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, ni_task, network_down, got>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "6" @@ lnet :> "16"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {modprobe} |-> NULL]
  /\ module       = "coming"
  /\ refs         = 2
  /\ warned       = FALSE
  /\ ni_task      = NULL
  /\ network_down = FALSE
  /\ got          = [c \in {modprobe} |-> 0]
  /\ fault        = "none"

Next ==
  \/ LndShutdown
  \/ Modprobe
  \/ ModprobeLive
  \/ Lnet
  \/ \E c \in {lnd_shutdown, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(LndShutdown \/ FetchFault(lnd_shutdown))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

AtRest ==
  /\ module = "live"
  /\ pc[lnd_shutdown] \in {"none", "gone"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[lnd_shutdown] = "gone" => usage[lnd_shutdown] = 0)
  /\ AtRest => refs = 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[lnd_shutdown] = "born" /\ asleep[lnd_shutdown])

UnloadCompletes == []<>(module # "going" \/ fault # "none")

UnloadPossible ==
  []<>((/\ module = "live"
        /\ pc[lnd_shutdown] \in {"none", "gone"}) =>
         refs = 1 \/ fault # "none")
=============================================================================
