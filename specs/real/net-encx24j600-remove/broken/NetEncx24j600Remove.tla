------------------------ MODULE NetEncx24j600Remove -------------------------
(********************************************************************************)
(* Remove and a failed probe free the device, and leave the thread.             *)
(*                                                                              *)
(*   spi_kthread   1  while (!kthread_should_stop()) {                          *)
(*                 2      use(priv);                                            *)
(*                 3      msleep(100);                                          *)
(*                 4  }                                                         *)
(*                 5  return 0;                                                 *)
(*   init          6  priv = kzalloc(sizeof( *priv), GFP_KERNEL);               *)
(*                 7  if (!priv) {                                              *)
(*                 8      return -ENOMEM;                                       *)
(*                 9  }                                                         *)
(*                10  spi_task = kthread_run(spi_kthread, NULL, "spi_kthread"); *)
(*                11  if (IS_ERR(spi_task)) {                                   *)
(*                12      kfree(priv);                                          *)
(*                13      return -ENOMEM;                                       *)
(*                14  }                                                         *)
(*                15  if (register_fails()) {                                   *)
(*                16      kfree(priv);                                          *)
(*                17      return -ENODEV;                                       *)
(*                18  }                                                         *)
(*                19  return 0;                                                 *)
(*   exit         20  kfree(priv);                                              *)
(********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  spi_kthread,      \* a kthread
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
  spi_task,         \* struct task_struct *
  priv,             \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, spi_task, priv,
    fault>>

Kthreads   == {spi_kthread}
Contexts   == {spi_kthread, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}

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
                 spi_task, priv>>

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
(* spi_kthread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SpiKthreadBorn ==
  /\ At(spi_kthread, "born")
  /\ IF shouldStop[spi_kthread]
     THEN Goto(spi_kthread, "exit") /\ result' = [result EXCEPT ![spi_kthread] = -4]
     ELSE Goto(spi_kthread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, spi_task, priv,
                 fault>>

SpiKthread1 ==                                   \* while (!kthread_should_stop())
  /\ Go(spi_kthread, "1", IF shouldStop[spi_kthread] THEN "5" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 spi_task, priv, fault>>

SpiKthread2 ==                                   \* use(priv)
  /\ At(spi_kthread, "2")
  /\ IF priv = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF priv = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(spi_kthread, "3")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, spi_task, priv, fault>>

SpiKthread3 ==                                   \* msleep(100)
  /\ Go(spi_kthread, "3", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 spi_task, priv, fault>>

SpiKthread5 ==                                   \* return 0
  /\ Go(spi_kthread, "5", "exit")
  /\ result' = [result EXCEPT ![spi_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, spi_task, priv,
                 fault>>

SpiKthreadExit ==                                \* X4: completes 'exited'
  /\ Go(spi_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![spi_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, spi_task, priv,
                 fault>>

SpiKthreadExited ==                              \* X7..X10: is reaped and leaves its CPU
  /\ Go(spi_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![spi_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, spi_task, priv,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SpiKthreadDead ==
  /\ At(spi_kthread, "dead")
  /\ IF usage[spi_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(spi_kthread, "gone")
          /\ usage' = [usage EXCEPT ![spi_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         spi_task, priv, fault>>

SpiKthread ==
  \/ SpiKthreadBorn
  \/ SpiKthread1
  \/ SpiKthread2
  \/ SpiKthread3
  \/ SpiKthread5
  \/ SpiKthreadExit \/ SpiKthreadExited \/ SpiKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe6 ==                                     \* priv = kzalloc(sizeof(*priv), GFP_KERNEL)
  /\ Go(modprobe, "6", "7")
  /\ priv' = "valid" \/ priv' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 spi_task, fault>>

Modprobe7 ==                                     \* if (!priv)
  /\ Go(modprobe, "7", IF priv = "null" THEN "8" ELSE "10.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 spi_task, priv, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, spi_task, priv,
                 fault>>

\* 10  spi_task = kthread_run(spi_kthread, NULL, "spi_kthread")
Modprobe10Create ==                              \* C1..C5: creates a thread of spi_kthread
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, spi_kthread, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, spi_task, priv, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, spi_task, priv,
                         fault>>

Modprobe10Store ==                               \* stores the pointer in spi_task
  /\ Go(modprobe, "10.store", "11")
  /\ spi_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, priv, fault>>

Modprobe11 ==                                    \* if (IS_ERR(spi_task))
  /\ Go(modprobe, "11", IF spi_task = ERR THEN "12" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 spi_task, priv, fault>>

Modprobe12 ==                                    \* kfree(priv)
  /\ At(modprobe, "12")
  /\ IF priv = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "13")
          /\ priv' = IF priv = "valid" THEN "freed" ELSE priv
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         spi_task, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, spi_task, priv,
                 fault>>

Modprobe15 ==                                    \* if (register_fails())
  /\ At(modprobe, "15")
  /\ Goto(modprobe, "16") \/ Goto(modprobe, "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 spi_task, priv, fault>>

Modprobe16 ==                                    \* kfree(priv)
  /\ At(modprobe, "16")
  /\ IF priv = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "17")
          /\ priv' = IF priv = "valid" THEN "freed" ELSE priv
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         spi_task, fault>>

Modprobe17 ==                                    \* return -ENODEV
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, spi_task, priv,
                 fault>>

Modprobe19 ==                                    \* return 0
  /\ Go(modprobe, "19", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, spi_task, priv,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "20")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, spi_task, priv,
                 fault>>

Modprobe20 ==                                    \* kfree(priv)
  /\ At(modprobe, "20")
  /\ IF priv = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ priv' = IF priv = "valid" THEN "freed" ELSE priv
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         spi_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 spi_task, priv, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, spi_task, priv,
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
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe19
  \/ Modprobe20
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 spi_task, priv>>

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
  /\ spi_task   = NULL
  /\ priv       = "null"
  /\ fault      = "none"

Next ==
  \/ SpiKthread
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(SpiKthread \/ FetchFault(spi_kthread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[spi_kthread] = "gone" => usage[spi_kthread] = 0)

NothingLeaked ==
  /\ module = "freed" => priv # "valid" /\ ~(pc[spi_kthread] = "born" /\ asleep[spi_kthread])
  /\ priv = "valid" => pc[modprobe] # "6"

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
