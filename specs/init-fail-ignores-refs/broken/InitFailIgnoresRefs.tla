------------------------ MODULE InitFailIgnoresRefs -------------------------
(***************************************************************************)
(* Init fails after it has started a thread that holds a reference.        *)
(*                                                                         *)
(*   worker   1  msleep(100);                                              *)
(*            2  module_put_and_kthread_exit(0);                           *)
(*   init     3  got = try_module_get(THIS_MODULE);                        *)
(*            4  if (!got) {                                               *)
(*            5      return -ENODEV;                                       *)
(*            6  }                                                         *)
(*            7  task = kthread_run(worker, NULL, "worker");               *)
(*            8  if (IS_ERR(task)) {                                       *)
(*            9      module_put(THIS_MODULE);                              *)
(*           10      return -ENOMEM;                                       *)
(*           11  }                                                         *)
(*           12  if (misc_register(&device) < 0) {                         *)
(*           13      return -ENODEV;                                       *)
(*           14  }                                                         *)
(*           15  return 0;                                                 *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
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
  task,             \* struct task_struct *
  got,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    task, got, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "2.put", "2.exit", "exited", "dead", "gone", "sync", "live", "free",
   "done"}

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
                 refs, warned, task, got>>

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
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, got, fault>>

Worker1 ==                                       \* msleep(100)
  /\ Go(worker, "1", "2.call")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, got, fault>>

\* 2  module_put_and_kthread_exit(0)
\* X0: calls into core text; no module instruction follows
Worker2Call ==
  /\ Go(worker, "2.call", "2.put")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, got, fault>>

Worker2Put ==                                    \* drops a reference on the module
  /\ At(worker, "2.put")
  /\ IF module = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(worker, "2.exit")
          /\ IF refs > 0
             THEN refs' = refs - 1 /\ UNCHANGED warned
             ELSE warned' = TRUE /\ UNCHANGED refs
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         task, got, fault>>

Worker2Exit ==                                   \* X1: leaves the thread
  /\ Go(worker, "2.exit", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 task, got, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 task, got, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 task, got, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, task, got, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker1
  \/ Worker2Call \/ Worker2Put \/ Worker2Exit
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe3 ==                                     \* got = try_module_get(THIS_MODULE)
  /\ Go(modprobe, "3", "4")
  /\ IF module \in {"coming", "live"} /\ refs > 0
     THEN refs' = refs + 1 /\ got' = [got EXCEPT ![modprobe] = 1]
     ELSE got' = [got EXCEPT ![modprobe] = 0] /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 task, fault>>

Modprobe4 ==                                     \* if (!got)
  /\ Go(modprobe, "4", IF got[modprobe] = 0 THEN "5" ELSE "7.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, got, fault>>

Modprobe5 ==                                     \* return -ENODEV
  /\ Go(modprobe, "5", "sync")
  /\ module' = "going"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, got, fault>>

\* 7  task = kthread_run(worker, NULL, "worker")
Modprobe7Create ==                               \* C1..C5: creates a thread of worker
  /\ At(modprobe, "7.create")
  /\ \/ Create(modprobe, worker, "7.wake")
     \/ /\ Goto(modprobe, "7.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, task, got, fault>>

Modprobe7Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "7.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "7.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         task, got, fault>>

Modprobe7Store ==                                \* stores the pointer in task
  /\ Go(modprobe, "7.store", "8")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 got, fault>>

Modprobe8 ==                                     \* if (IS_ERR(task))
  /\ Go(modprobe, "8", IF task = ERR THEN "9" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, got, fault>>

Modprobe9 ==                                     \* module_put(THIS_MODULE)
  /\ Go(modprobe, "9", "10")
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, task,
                 got, fault>>

Modprobe10 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "10", "sync")
  /\ module' = "going"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, got, fault>>

Modprobe12 ==                                    \* if (misc_register(&device) < 0)
  /\ At(modprobe, "12")
  /\ Goto(modprobe, "13") \/ Goto(modprobe, "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, got, fault>>

Modprobe13 ==                                    \* return -ENODEV
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, got, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ IF refs > 0 THEN refs' = refs - 1 /\ UNCHANGED warned ELSE warned' = TRUE /\ UNCHANGED refs
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, task, got, fault>>

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
                         task, got, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, task, got, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 task, got, fault>>

Modprobe ==
  \/ Modprobe3
  \/ Modprobe4
  \/ Modprobe5
  \/ Modprobe7Create \/ Modprobe7Wake \/ Modprobe7Store
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, task, got>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "3"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ task       = NULL
  /\ got        = [c \in {modprobe} |-> 0]
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

AtRest ==
  /\ module = "live"
  /\ pc[worker] \in {"none", "gone"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)
  /\ AtRest => refs = 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

UnloadCompletes == []<>(module # "going" \/ fault # "none")

UnloadPossible == []<>(module = "live" => refs = 1 \/ fault # "none")
=============================================================================
