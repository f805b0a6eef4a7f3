-------------------------- MODULE MmKswapdOffline ---------------------------
(***************************************************************************)
(* The thread prepares to wait and sleeps.                                 *)
(*                                                                         *)
(*   kswapd       1  while (!kthread_should_stop()) {                      *)
(*                2      set_current_state(TASK_INTERRUPTIBLE);            *)
(*                3      schedule();                                       *)
(*                4      __set_current_state(TASK_RUNNING);                *)
(*                5  }                                                     *)
(*                6  return 0;                                             *)
(*   init         7  kswapd_task = kthread_run(kswapd, NULL, "kswapd");    *)
(*                8  if (IS_ERR(kswapd_task)) {                            *)
(*                9      return -ENOMEM;                                   *)
(*               10  }                                                     *)
(*               11  return 0;                                             *)
(*   exit        12  kthread_stop(kswapd_task);                            *)
(*   page_fault  13  wake_up_process(kswapd_task);                         *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  kswapd,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  page_fault,       \* a task that calls page_fault()
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
  kswapd_task,      \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
    kswapd_task, fault>>

Kthreads   == {kswapd}
Contexts   == {kswapd, modprobe, page_fault}
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
                 refs, kswapd_task>>

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
Ready(c) == pc[c] = "12.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* kswapd *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
KswapdBorn ==
  /\ At(kswapd, "born")
  /\ IF shouldStop[kswapd]
     THEN Goto(kswapd, "exit") /\ result' = [result EXCEPT ![kswapd] = -4]
     ELSE Goto(kswapd, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs,
                 kswapd_task, fault>>

Kswapd1 ==                                       \* while (!kthread_should_stop())
  /\ Go(kswapd, "1", IF shouldStop[kswapd] THEN "6" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kswapd_task, fault>>

Kswapd2 ==                                       \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(kswapd, "2", "3")
  /\ state' = [state EXCEPT ![kswapd] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kswapd_task, fault>>

Kswapd3 ==                                       \* schedule()
  /\ Go(kswapd, "3", "4")
  /\ Schedule(kswapd)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, kswapd_task,
                 fault>>

Kswapd4 ==                                       \* __set_current_state(TASK_RUNNING)
  /\ Go(kswapd, "4", "1")
  /\ state' = [state EXCEPT ![kswapd] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kswapd_task, fault>>

Kswapd6 ==                                       \* return 0
  /\ Go(kswapd, "6", "exit")
  /\ result' = [result EXCEPT ![kswapd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs,
                 kswapd_task, fault>>

KswapdExit ==                                    \* X4: completes 'exited'
  /\ Go(kswapd, "exit", "exited")
  /\ exited' = [exited EXCEPT ![kswapd] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs,
                 kswapd_task, fault>>

KswapdExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(kswapd, "exited", "dead")
  /\ state' = [state EXCEPT ![kswapd] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kswapd_task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
KswapdDead ==
  /\ At(kswapd, "dead")
  /\ IF usage[kswapd] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(kswapd, "gone")
          /\ usage' = [usage EXCEPT ![kswapd] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         kswapd_task, fault>>

Kswapd ==
  \/ KswapdBorn
  \/ Kswapd1
  \/ Kswapd2
  \/ Kswapd3
  \/ Kswapd4
  \/ Kswapd6
  \/ KswapdExit \/ KswapdExited \/ KswapdDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 7  kswapd_task = kthread_run(kswapd, NULL, "kswapd")
Modprobe7Create ==                               \* C1..C5: creates a thread of kswapd
  /\ At(modprobe, "7.create")
  /\ \/ Create(modprobe, kswapd, "7.wake")
     \/ /\ Goto(modprobe, "7.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, kswapd_task, fault>>

Modprobe7Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "7.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "7.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs,
                         kswapd_task, fault>>

Modprobe7Store ==                                \* stores the pointer in kswapd_task
  /\ Go(modprobe, "7.store", "8")
  /\ kswapd_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, fault>>

Modprobe8 ==                                     \* if (IS_ERR(kswapd_task))
  /\ Go(modprobe, "8", IF kswapd_task = ERR THEN "9" ELSE "11")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kswapd_task, fault>>

Modprobe9 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "9", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, kswapd_task,
                 fault>>

Modprobe11 ==                                    \* return 0
  /\ Go(modprobe, "11", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, kswapd_task,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "12.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, kswapd_task,
                 fault>>

\* 12  kthread_stop(kswapd_task)
Modprobe12Load ==                                \* S0: reads kswapd_task
  /\ Go(modprobe, "12.load", "12.get")
  /\ arg' = [arg EXCEPT ![modprobe] = kswapd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 kswapd_task, fault>>

Modprobe12Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "12.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         kswapd_task, fault>>

Modprobe12Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "12.set", "12.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, kswapd_task,
                 fault>>

Modprobe12Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "12.notify", "12.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, kswapd_task,
                 fault>>

Modprobe12Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "12.wake", "12.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, kswapd_task,
                 fault>>

Modprobe12Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "12.wait", "12.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs,
                 kswapd_task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe12Put ==
  /\ At(modprobe, "12.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         kswapd_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kswapd_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs,
                 kswapd_task, fault>>

Modprobe ==
  \/ Modprobe7Create \/ Modprobe7Wake \/ Modprobe7Store
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe11
  \/ Modprobe12Load \/ Modprobe12Get \/ Modprobe12Set \/ Modprobe12Notify
  \/ Modprobe12Wake \/ Modprobe12Wait \/ Modprobe12Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* page_fault *)

PageFaultIdle ==                                 \* a user calls into the module
  /\ Go(page_fault, "idle", "13.load")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 kswapd_task, fault>>

\* 13  wake_up_process(kswapd_task)
PageFault13Load ==                               \* S0: reads kswapd_task
  /\ Go(page_fault, "13.load", "13.wake")
  /\ arg' = [arg EXCEPT ![page_fault] = kswapd_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 kswapd_task, fault>>

PageFault13Wake ==                               \* wakes kswapd_task
  /\ At(page_fault, "13.wake")
  /\ IF BadTask(arg[page_fault]) # "none"
     THEN Crash(BadTask(arg[page_fault]))
     ELSE /\ Goto(page_fault, "leave")
          /\ Wake(arg[page_fault])
          /\ arg' = [arg EXCEPT ![page_fault] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, kswapd_task,
                         fault>>

PageFaultLeave ==                                \* the call returns to user space
  /\ Go(page_fault, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 kswapd_task, fault>>

PageFault ==
  \/ PageFault13Load \/ PageFault13Wake
  \/ PageFaultLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, kswapd_task>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "7.create" @@ page_fault :> "idle"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe, page_fault} |-> NULL]
  /\ module      = "coming"
  /\ refs        = 2
  /\ kswapd_task = NULL
  /\ fault       = "none"

Next ==
  \/ Kswapd
  \/ Modprobe
  \/ ModprobeLive
  \/ PageFault
  \/ PageFaultIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Kswapd \/ FetchFault(kswapd))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe12Wait)
  /\ WF_vars(PageFault \/ FetchFault(page_fault))

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

NoDoubleStop == pc[modprobe] = "12.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "12.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[kswapd] \in {"none", "gone"}
  /\ pc[page_fault] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[kswapd] = "gone" => usage[kswapd] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[kswapd] <= 1

NothingLeaked == module = "freed" => ~(pc[kswapd] = "born" /\ asleep[kswapd])

StopResultCorrect ==
  pc[modprobe] = "12.put" /\ arg[modprobe] = kswapd => /\ pc[kswapd] \in {"exited", "dead", "gone"}
                                                       /\ result[kswapd] \in {-4, 0}

StopPending    == pc[modprobe] \in {"12.notify", "12.wake", "12.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[kswapd] => pc[kswapd] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[page_fault] \in {"idle", "done"} \/ fault # "none")
=============================================================================
