--------------------------- MODULE NetKniRxQueue ----------------------------
(*****************************************************************************)
(* Nobody empties the queue after the stop.                                  *)
(*                                                                           *)
(*   kni_thread   1  while (!kthread_should_stop()) {                        *)
(*                2      if (queued) {                                       *)
(*                3          queued = false;                                 *)
(*                4          kfree(mbuf);                                    *)
(*                5      }                                                   *)
(*                6      msleep(100);                                        *)
(*                7  }                                                       *)
(*                8  return 0;                                               *)
(*   init         9  kni_task = kthread_run(kni_thread, NULL, "kni_thread"); *)
(*               10  if (IS_ERR(kni_task)) {                                 *)
(*               11      return -ENOMEM;                                     *)
(*               12  }                                                       *)
(*               13  return 0;                                               *)
(*   exit        14  kthread_stop(kni_task);                                 *)
(*   transmit    15  mbuf = kzalloc(sizeof( *mbuf), GFP_KERNEL);             *)
(*               16  if (!mbuf) {                                            *)
(*               17      return -ENOMEM;                                     *)
(*               18  }                                                       *)
(*               19  queued = true;                                          *)
(*****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  kni_thread,       \* a kthread
  modprobe,         \* the task that loads and unloads the module
  transmit,         \* a task that calls transmit()
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
  kni_task,         \* struct task_struct *
  mbuf,             \* memory: "null", "valid" or "freed"
  queued,           \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, kni_task,
    mbuf, queued, fault>>

Kthreads   == {kni_thread}
Contexts   == {kni_thread, modprobe, transmit}
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
                 refs, kni_task, mbuf, queued>>

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
Ready(c) == pc[c] = "14.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* kni_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
KniThreadBorn ==
  /\ At(kni_thread, "born")
  /\ IF shouldStop[kni_thread]
     THEN Goto(kni_thread, "exit") /\ result' = [result EXCEPT ![kni_thread] = -4]
     ELSE Goto(kni_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, kni_task,
                 mbuf, queued, fault>>

KniThread1 ==                                    \* while (!kthread_should_stop())
  /\ Go(kni_thread, "1", IF shouldStop[kni_thread] THEN "8" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, mbuf, queued, fault>>

KniThread2 ==                                    \* if (queued)
  /\ Go(kni_thread, "2", IF queued THEN "3" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, mbuf, queued, fault>>

KniThread3 ==                                    \* queued = false
  /\ Go(kni_thread, "3", "4")
  /\ queued' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, mbuf, fault>>

KniThread4 ==                                    \* kfree(mbuf)
  /\ At(kni_thread, "4")
  /\ IF mbuf = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(kni_thread, "6")
          /\ mbuf' = IF mbuf = "valid" THEN "freed" ELSE mbuf
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, kni_task, queued, fault>>

KniThread6 ==                                    \* msleep(100)
  /\ Go(kni_thread, "6", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, mbuf, queued, fault>>

KniThread8 ==                                    \* return 0
  /\ Go(kni_thread, "8", "exit")
  /\ result' = [result EXCEPT ![kni_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, kni_task,
                 mbuf, queued, fault>>

KniThreadExit ==                                 \* X4: completes 'exited'
  /\ Go(kni_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![kni_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, kni_task,
                 mbuf, queued, fault>>

KniThreadExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(kni_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![kni_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, kni_task,
                 mbuf, queued, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
KniThreadDead ==
  /\ At(kni_thread, "dead")
  /\ IF usage[kni_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(kni_thread, "gone")
          /\ usage' = [usage EXCEPT ![kni_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         kni_task, mbuf, queued, fault>>

KniThread ==
  \/ KniThreadBorn
  \/ KniThread1
  \/ KniThread2
  \/ KniThread3
  \/ KniThread4
  \/ KniThread6
  \/ KniThread8
  \/ KniThreadExit \/ KniThreadExited \/ KniThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 9  kni_task = kthread_run(kni_thread, NULL, "kni_thread")
Modprobe9Create ==                               \* C1..C5: creates a thread of kni_thread
  /\ At(modprobe, "9.create")
  /\ \/ Create(modprobe, kni_thread, "9.wake")
     \/ /\ Goto(modprobe, "9.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, kni_task, mbuf, queued, fault>>

Modprobe9Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "9.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "9.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, kni_task,
                         mbuf, queued, fault>>

Modprobe9Store ==                                \* stores the pointer in kni_task
  /\ Go(modprobe, "9.store", "10")
  /\ kni_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, mbuf,
                 queued, fault>>

Modprobe10 ==                                    \* if (IS_ERR(kni_task))
  /\ Go(modprobe, "10", IF kni_task = ERR THEN "11" ELSE "13")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, mbuf, queued, fault>>

Modprobe11 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "11", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, kni_task, mbuf,
                 queued, fault>>

Modprobe13 ==                                    \* return 0
  /\ Go(modprobe, "13", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, kni_task, mbuf,
                 queued, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "14.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, kni_task, mbuf,
                 queued, fault>>

\* 14  kthread_stop(kni_task)
Modprobe14Load ==                                \* S0: reads kni_task
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = kni_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 kni_task, mbuf, queued, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         kni_task, mbuf, queued, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, kni_task,
                 mbuf, queued, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, kni_task,
                 mbuf, queued, fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, kni_task, mbuf,
                 queued, fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, kni_task,
                 mbuf, queued, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         kni_task, mbuf, queued, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, mbuf, queued, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, kni_task,
                 mbuf, queued, fault>>

Modprobe ==
  \/ Modprobe9Create \/ Modprobe9Wake \/ Modprobe9Store
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Get \/ Modprobe14Set \/ Modprobe14Notify
  \/ Modprobe14Wake \/ Modprobe14Wait \/ Modprobe14Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* transmit *)

TransmitIdle ==                                  \* a user calls into the module
  /\ Go(transmit, "idle", "15")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 kni_task, mbuf, queued, fault>>

Transmit15 ==                                    \* mbuf = kzalloc(sizeof(*mbuf), GFP_KERNEL)
  /\ Go(transmit, "15", "16")
  /\ mbuf' = "valid" \/ mbuf' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, queued, fault>>

Transmit16 ==                                    \* if (!mbuf)
  /\ Go(transmit, "16", IF mbuf = "null" THEN "17" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, mbuf, queued, fault>>

Transmit17 ==                                    \* return -ENOMEM
  /\ Go(transmit, "17", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, mbuf, queued, fault>>

Transmit19 ==                                    \* queued = true
  /\ Go(transmit, "19", "leave")
  /\ queued' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 kni_task, mbuf, fault>>

TransmitLeave ==                                 \* the call returns to user space
  /\ Go(transmit, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 kni_task, mbuf, queued, fault>>

Transmit ==
  \/ Transmit15
  \/ Transmit16
  \/ Transmit17
  \/ Transmit19
  \/ TransmitLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, kni_task, mbuf, queued>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "9.create" @@ transmit :> "idle"
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
  /\ kni_task   = NULL
  /\ mbuf       = "null"
  /\ queued     = FALSE
  /\ fault      = "none"

Next ==
  \/ KniThread
  \/ Modprobe
  \/ ModprobeLive
  \/ Transmit
  \/ TransmitIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(KniThread \/ FetchFault(kni_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Wait)
  /\ WF_vars(Transmit \/ FetchFault(transmit))

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

NoDoubleStop == pc[modprobe] = "14.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "14.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[kni_thread] \in {"none", "gone"}
  /\ pc[transmit] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[kni_thread] = "gone" => usage[kni_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[kni_thread] <= 1

NothingLeaked ==
  /\ module = "freed" => mbuf # "valid" /\ ~(pc[kni_thread] = "born" /\ asleep[kni_thread])
  /\ mbuf = "valid" => pc[transmit] # "15"

StopResultCorrect ==
  pc[modprobe] = "14.put" /\ arg[modprobe] = kni_thread => /\ pc[kni_thread] \in
                                                                {"exited", "dead", "gone"}
                                                           /\ result[kni_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"14.notify", "14.wake", "14.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[kni_thread] => pc[kni_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[transmit] \in {"idle", "done"} \/ fault # "none")
=============================================================================
