----------------------- MODULE NetXenNetbackIrqMended -----------------------
(********************************************************************************)
(* The thread is stopped, then the interrupt unbound.                           *)
(*                                                                              *)
(*   vif_kthread   1  while (!kthread_should_stop()) {                          *)
(*                 2      use(irq);                                             *)
(*                 3      msleep(100);                                          *)
(*                 4  }                                                         *)
(*                 5  return 0;                                                 *)
(*   init          6  irq = kzalloc(sizeof( *irq), GFP_KERNEL);                 *)
(*                 7  if (!irq) {                                               *)
(*                 8      return -ENOMEM;                                       *)
(*                 9  }                                                         *)
(*                10  vif_task = kthread_run(vif_kthread, NULL, "vif_kthread"); *)
(*                11  if (IS_ERR(vif_task)) {                                   *)
(*                12      kfree(irq);                                           *)
(*                13      return -ENOMEM;                                       *)
(*                14  }                                                         *)
(*                15  return 0;                                                 *)
(*   exit         16  kthread_stop(vif_task);                                   *)
(*                17  kfree(irq);                                               *)
(********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  vif_kthread,      \* a kthread
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
  vif_task,         \* struct task_struct *
  irq,              \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, vif_task, irq,
    fault>>

Kthreads   == {vif_kthread}
Contexts   == {vif_kthread, modprobe}
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
                 vif_task, irq>>

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
Ready(c) == pc[c] = "16.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* vif_kthread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
VifKthreadBorn ==
  /\ At(vif_kthread, "born")
  /\ IF shouldStop[vif_kthread]
     THEN Goto(vif_kthread, "exit") /\ result' = [result EXCEPT ![vif_kthread] = -4]
     ELSE Goto(vif_kthread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, vif_task, irq,
                 fault>>

VifKthread1 ==                                   \* while (!kthread_should_stop())
  /\ Go(vif_kthread, "1", IF shouldStop[vif_kthread] THEN "5" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 vif_task, irq, fault>>

VifKthread2 ==                                   \* use(irq)
  /\ At(vif_kthread, "2")
  /\ IF irq = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF irq = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(vif_kthread, "3")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, vif_task, irq, fault>>

VifKthread3 ==                                   \* msleep(100)
  /\ Go(vif_kthread, "3", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 vif_task, irq, fault>>

VifKthread5 ==                                   \* return 0
  /\ Go(vif_kthread, "5", "exit")
  /\ result' = [result EXCEPT ![vif_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, vif_task, irq,
                 fault>>

VifKthreadExit ==                                \* X4: completes 'exited'
  /\ Go(vif_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![vif_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, vif_task, irq,
                 fault>>

VifKthreadExited ==                              \* X7..X10: is reaped and leaves its CPU
  /\ Go(vif_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![vif_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, vif_task, irq,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
VifKthreadDead ==
  /\ At(vif_kthread, "dead")
  /\ IF usage[vif_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(vif_kthread, "gone")
          /\ usage' = [usage EXCEPT ![vif_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         vif_task, irq, fault>>

VifKthread ==
  \/ VifKthreadBorn
  \/ VifKthread1
  \/ VifKthread2
  \/ VifKthread3
  \/ VifKthread5
  \/ VifKthreadExit \/ VifKthreadExited \/ VifKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe6 ==                                     \* irq = kzalloc(sizeof(*irq), GFP_KERNEL)
  /\ Go(modprobe, "6", "7")
  /\ irq' = "valid" \/ irq' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 vif_task, fault>>

Modprobe7 ==                                     \* if (!irq)
  /\ Go(modprobe, "7", IF irq = "null" THEN "8" ELSE "10.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 vif_task, irq, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, vif_task, irq,
                 fault>>

\* 10  vif_task = kthread_run(vif_kthread, NULL, "vif_kthread")
Modprobe10Create ==                              \* C1..C5: creates a thread of vif_kthread
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, vif_kthread, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, vif_task, irq, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, vif_task, irq,
                         fault>>

Modprobe10Store ==                               \* stores the pointer in vif_task
  /\ Go(modprobe, "10.store", "11")
  /\ vif_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, irq, fault>>

Modprobe11 ==                                    \* if (IS_ERR(vif_task))
  /\ Go(modprobe, "11", IF vif_task = ERR THEN "12" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 vif_task, irq, fault>>

Modprobe12 ==                                    \* kfree(irq)
  /\ At(modprobe, "12")
  /\ IF irq = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "13")
          /\ irq' = IF irq = "valid" THEN "freed" ELSE irq
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         vif_task, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, vif_task, irq,
                 fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, vif_task, irq,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, vif_task, irq,
                 fault>>

\* 16  kthread_stop(vif_task)
Modprobe16Load ==                                \* S0: reads vif_task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = vif_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, vif_task,
                 irq, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         vif_task, irq, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, vif_task, irq, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, vif_task, irq,
                 fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, vif_task, irq, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, vif_task, irq,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "17")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, vif_task,
                         irq, fault>>

Modprobe17 ==                                    \* kfree(irq)
  /\ At(modprobe, "17")
  /\ IF irq = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ irq' = IF irq = "valid" THEN "freed" ELSE irq
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         vif_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 vif_task, irq, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, vif_task, irq,
                 fault>>

Modprobe ==
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ Modprobe17
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 vif_task, irq>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "6"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ vif_task   = NULL
  /\ irq        = "null"
  /\ fault      = "none"

Next ==
  \/ VifKthread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(VifKthread \/ FetchFault(vif_kthread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16Wait)

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

NoDoubleStop == pc[modprobe] = "16.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "16.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[vif_kthread] = "gone" => usage[vif_kthread] = 0)

ExitedOnce == exited[vif_kthread] <= 1

NothingLeaked ==
  /\ module = "freed" => irq # "valid" /\ ~(pc[vif_kthread] = "born" /\ asleep[vif_kthread])
  /\ irq = "valid" => pc[modprobe] # "6"

StopResultCorrect ==
  pc[modprobe] = "16.put" /\ arg[modprobe] = vif_kthread => /\ pc[vif_kthread] \in
                                                                 {"exited", "dead", "gone"}
                                                            /\ result[vif_kthread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"16.notify", "16.wake", "16.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[vif_kthread] => pc[vif_kthread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
