-------------------------- MODULE LustreLdlmPools ---------------------------
(**********************************************************************************)
(* The namespace is freed, then taken off the list.                               *)
(*                                                                                *)
(*   ldlm_pools_thread   1  while (!kthread_should_stop()) {                      *)
(*                       2      mutex_lock(&ns_lock);                             *)
(*                       3      if (listed) {                                     *)
(*                       4          use(namespace);                               *)
(*                       5      }                                                 *)
(*                       6      mutex_unlock(&ns_lock);                           *)
(*                       7      msleep(100);                                      *)
(*                       8  }                                                     *)
(*                       9  return 0;                                             *)
(*   init               10  namespace = kzalloc(sizeof( *namespace), GFP_KERNEL); *)
(*                      11  if (!namespace) {                                     *)
(*                      12      return -ENOMEM;                                   *)
(*                      13  }                                                     *)
(*                      14  pools_task = kthread_run(ldlm_pools_thread, NULL,     *)
(*                      "ldlm_pools_thread");                                     *)
(*                      15  if (IS_ERR(pools_task)) {                             *)
(*                      16      kfree(namespace);                                 *)
(*                      17      return -ENOMEM;                                   *)
(*                      18  }                                                     *)
(*                      19  return 0;                                             *)
(*   exit               20  kfree(namespace);                                     *)
(*                      21  mutex_lock(&ns_lock);                                 *)
(*                      22  listed = false;                                       *)
(*                      23  mutex_unlock(&ns_lock);                               *)
(*                      24  kthread_stop(pools_task);                             *)
(**********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  ldlm_pools_thread,  \* a kthread
  modprobe,           \* the task that loads and unloads the module
  NULL,               \* no task
  ERR,                \* an error pointer
  none,               \* the owner of a lock that is free
  StopNotifies        \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                 \* where each context is in its program
  state,              \* task state
  asleep,             \* off the run queue
  shouldStop,         \* KTHREAD_SHOULD_STOP
  notified,           \* TIF_NOTIFY_SIGNAL
  exited,             \* count of the completion that kthread_stop() waits for
  result,             \* what the thread function returned
  usage,              \* references on the task; 0 is no task, or a freed one
  arg,                \* the task that each context's call is about
  module,             \* "coming", "live", "going" or "freed"
  warned,             \* the kernel printed a warning
  pools_task,         \* struct task_struct *
  ns_lock,            \* struct mutex: its owner
  listed,             \* bool
  namespace,          \* memory: "null", "valid" or "freed"
  fault               \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
    pools_task, ns_lock, listed, namespace, fault>>

Kthreads   == {ldlm_pools_thread}
Contexts   == {ldlm_pools_thread, modprobe}
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
                 warned, pools_task, ns_lock, listed, namespace>>

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

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"2", "21"} => ns_lock = none
  /\ pc[c] = "24.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* ldlm_pools_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
LdlmPoolsThreadBorn ==
  /\ At(ldlm_pools_thread, "born")
  /\ IF shouldStop[ldlm_pools_thread]
     THEN Goto(ldlm_pools_thread, "exit") /\ result' = [result EXCEPT ![ldlm_pools_thread] = -4]
     ELSE Goto(ldlm_pools_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

LdlmPoolsThread1 ==                              \* while (!kthread_should_stop())
  /\ Go(ldlm_pools_thread, "1", IF shouldStop[ldlm_pools_thread] THEN "9" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

LdlmPoolsThread2 ==                              \* mutex_lock(&ns_lock)
  /\ Go(ldlm_pools_thread, "2", "3")
  /\ ns_lock = none
  /\ ns_lock' = ldlm_pools_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, listed, namespace, fault>>

LdlmPoolsThread3 ==                              \* if (listed)
  /\ Go(ldlm_pools_thread, "3", IF listed THEN "4" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

LdlmPoolsThread4 ==                              \* use(namespace)
  /\ At(ldlm_pools_thread, "4")
  /\ IF namespace = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF namespace = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(ldlm_pools_thread, "6")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, warned, pools_task, ns_lock, listed, namespace, fault>>

LdlmPoolsThread6 ==                              \* mutex_unlock(&ns_lock)
  /\ Go(ldlm_pools_thread, "6", "7")
  /\ ns_lock' = none
  /\ warned' = (warned \/ ns_lock # ldlm_pools_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 pools_task, listed, namespace, fault>>

LdlmPoolsThread7 ==                              \* msleep(100)
  /\ Go(ldlm_pools_thread, "7", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

LdlmPoolsThread9 ==                              \* return 0
  /\ Go(ldlm_pools_thread, "9", "exit")
  /\ result' = [result EXCEPT ![ldlm_pools_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

LdlmPoolsThreadExit ==                           \* X4: completes 'exited'
  /\ Go(ldlm_pools_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![ldlm_pools_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

LdlmPoolsThreadExited ==                         \* X7..X10: is reaped and leaves its CPU
  /\ Go(ldlm_pools_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![ldlm_pools_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
LdlmPoolsThreadDead ==
  /\ At(ldlm_pools_thread, "dead")
  /\ IF usage[ldlm_pools_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(ldlm_pools_thread, "gone")
          /\ usage' = [usage EXCEPT ![ldlm_pools_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         pools_task, ns_lock, listed, namespace, fault>>

LdlmPoolsThread ==
  \/ LdlmPoolsThreadBorn
  \/ LdlmPoolsThread1
  \/ LdlmPoolsThread2
  \/ LdlmPoolsThread3
  \/ LdlmPoolsThread4
  \/ LdlmPoolsThread6
  \/ LdlmPoolsThread7
  \/ LdlmPoolsThread9
  \/ LdlmPoolsThreadExit \/ LdlmPoolsThreadExited \/ LdlmPoolsThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* namespace = kzalloc(sizeof(*namespace), GFP_KERNEL)
Modprobe10 ==
  /\ Go(modprobe, "10", "11")
  /\ namespace' = "valid" \/ namespace' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, fault>>

Modprobe11 ==                                    \* if (!namespace)
  /\ Go(modprobe, "11", IF namespace = "null" THEN "12" ELSE "14.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

\* 14  pools_task = kthread_run(ldlm_pools_thread, NULL, "ldlm_pools_thread")
Modprobe14Create ==                              \* C1..C5: creates a thread of ldlm_pools_thread
  /\ At(modprobe, "14.create")
  /\ \/ Create(modprobe, ldlm_pools_thread, "14.wake")
     \/ /\ Goto(modprobe, "14.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, warned, pools_task, ns_lock,
                 listed, namespace, fault>>

Modprobe14Wake ==                                \* wakes the new thread
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned,
                         pools_task, ns_lock, listed, namespace, fault>>

Modprobe14Store ==                               \* stores the pointer in pools_task
  /\ Go(modprobe, "14.store", "15")
  /\ pools_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 ns_lock, listed, namespace, fault>>

Modprobe15 ==                                    \* if (IS_ERR(pools_task))
  /\ Go(modprobe, "15", IF pools_task = ERR THEN "16" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

Modprobe16 ==                                    \* kfree(namespace)
  /\ At(modprobe, "16")
  /\ IF namespace = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "17")
          /\ namespace' = IF namespace = "valid" THEN "freed" ELSE namespace
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         warned, pools_task, ns_lock, listed, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

Modprobe19 ==                                    \* return 0
  /\ Go(modprobe, "19", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "20")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

Modprobe20 ==                                    \* kfree(namespace)
  /\ At(modprobe, "20")
  /\ IF namespace = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "21")
          /\ namespace' = IF namespace = "valid" THEN "freed" ELSE namespace
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         warned, pools_task, ns_lock, listed, fault>>

Modprobe21 ==                                    \* mutex_lock(&ns_lock)
  /\ Go(modprobe, "21", "22")
  /\ ns_lock = none
  /\ ns_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, listed, namespace, fault>>

Modprobe22 ==                                    \* listed = false
  /\ Go(modprobe, "22", "23")
  /\ listed' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, namespace, fault>>

Modprobe23 ==                                    \* mutex_unlock(&ns_lock)
  /\ Go(modprobe, "23", "24.load")
  /\ ns_lock' = none
  /\ warned' = (warned \/ ns_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 pools_task, listed, namespace, fault>>

\* 24  kthread_stop(pools_task)
Modprobe24Load ==                                \* S0: reads pools_task
  /\ Go(modprobe, "24.load", "24.get")
  /\ arg' = [arg EXCEPT ![modprobe] = pools_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

Modprobe24Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "24.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "24.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, warned,
                         pools_task, ns_lock, listed, namespace, fault>>

Modprobe24Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "24.set", "24.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, warned, pools_task,
                 ns_lock, listed, namespace, fault>>

Modprobe24Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "24.notify", "24.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

Modprobe24Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "24.wake", "24.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, warned, pools_task,
                 ns_lock, listed, namespace, fault>>

Modprobe24Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "24.wait", "24.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe24Put ==
  /\ At(modprobe, "24.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, warned,
                         pools_task, ns_lock, listed, namespace, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 pools_task, ns_lock, listed, namespace, fault>>

Modprobe ==
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14Create \/ Modprobe14Wake \/ Modprobe14Store
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe19
  \/ Modprobe20
  \/ Modprobe21
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe24Load \/ Modprobe24Get \/ Modprobe24Set \/ Modprobe24Notify
  \/ Modprobe24Wake \/ Modprobe24Wait \/ Modprobe24Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 warned, pools_task, ns_lock, listed, namespace>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "10"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ warned     = FALSE
  /\ pools_task = NULL
  /\ ns_lock    = none
  /\ listed     = TRUE
  /\ namespace  = "null"
  /\ fault      = "none"

Next ==
  \/ LdlmPoolsThread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(LdlmPoolsThread \/ FetchFault(ldlm_pools_thread))
  /\ SF_vars(LdlmPoolsThread2)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe21 \/ Modprobe24Wait)

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

NoDoubleStop == pc[modprobe] = "24.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "24.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[ldlm_pools_thread] = "gone" => usage[ldlm_pools_thread] = 0)

ExitedOnce == exited[ldlm_pools_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => /\ namespace # "valid"
                         /\ ~(pc[ldlm_pools_thread] = "born" /\ asleep[ldlm_pools_thread])
  /\ namespace = "valid" => pc[modprobe] # "10"

LocksReleased == ns_lock = none \/ InModuleText(ns_lock)

StopResultCorrect ==
  pc[modprobe] = "24.put" /\ arg[modprobe] = ldlm_pools_thread =>
    pc[ldlm_pools_thread] \in {"exited", "dead", "gone"} /\ result[ldlm_pools_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"24.notify", "24.wake", "24.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[ldlm_pools_thread] => pc[ldlm_pools_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
