---------------------------- MODULE FsExt4Kmmpd -----------------------------
(***************************************************************************)
(* The thread returns when the file system is read-only.                   *)
(*                                                                         *)
(*   kmmpd     1  while (!kthread_should_stop()) {                         *)
(*             2      if (rdonly) {                                        *)
(*             3          return 0;                                        *)
(*             4      }                                                    *)
(*             5      msleep(100);                                         *)
(*             6  }                                                        *)
(*             7  return 0;                                                *)
(*   init      8  mmp_task = kthread_run(kmmpd, NULL, "kmmpd");            *)
(*             9  if (IS_ERR(mmp_task)) {                                  *)
(*            10      return -ENOMEM;                                      *)
(*            11  }                                                        *)
(*            12  return 0;                                                *)
(*   exit     13  if (mmp_task) {                                          *)
(*            14      kthread_stop(mmp_task);                              *)
(*            15  }                                                        *)
(*   remount  16  rdonly = true;                                           *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  kmmpd,            \* a kthread
  modprobe,         \* the task that loads and unloads the module
  remount,          \* a task that calls remount()
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
  mmp_task,         \* struct task_struct *
  rdonly,           \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, mmp_task,
    rdonly, fault>>

Kthreads   == {kmmpd}
Contexts   == {kmmpd, modprobe, remount}
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
                 refs, mmp_task, rdonly>>

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
(* kmmpd *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
KmmpdBorn ==
  /\ At(kmmpd, "born")
  /\ IF shouldStop[kmmpd]
     THEN Goto(kmmpd, "exit") /\ result' = [result EXCEPT ![kmmpd] = -4]
     ELSE Goto(kmmpd, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, mmp_task,
                 rdonly, fault>>

Kmmpd1 ==                                        \* while (!kthread_should_stop())
  /\ Go(kmmpd, "1", IF shouldStop[kmmpd] THEN "7" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 mmp_task, rdonly, fault>>

Kmmpd2 ==                                        \* if (rdonly)
  /\ Go(kmmpd, "2", IF rdonly THEN "3" ELSE "5")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 mmp_task, rdonly, fault>>

Kmmpd3 ==                                        \* return 0
  /\ Go(kmmpd, "3", "exit")
  /\ result' = [result EXCEPT ![kmmpd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, mmp_task,
                 rdonly, fault>>

Kmmpd5 ==                                        \* msleep(100)
  /\ Go(kmmpd, "5", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 mmp_task, rdonly, fault>>

Kmmpd7 ==                                        \* return 0
  /\ Go(kmmpd, "7", "exit")
  /\ result' = [result EXCEPT ![kmmpd] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, mmp_task,
                 rdonly, fault>>

KmmpdExit ==                                     \* X4: completes 'exited'
  /\ Go(kmmpd, "exit", "exited")
  /\ exited' = [exited EXCEPT ![kmmpd] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, mmp_task,
                 rdonly, fault>>

KmmpdExited ==                                   \* X7..X10: is reaped and leaves its CPU
  /\ Go(kmmpd, "exited", "dead")
  /\ state' = [state EXCEPT ![kmmpd] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, mmp_task,
                 rdonly, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
KmmpdDead ==
  /\ At(kmmpd, "dead")
  /\ IF usage[kmmpd] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(kmmpd, "gone")
          /\ usage' = [usage EXCEPT ![kmmpd] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         mmp_task, rdonly, fault>>

Kmmpd ==
  \/ KmmpdBorn
  \/ Kmmpd1
  \/ Kmmpd2
  \/ Kmmpd3
  \/ Kmmpd5
  \/ Kmmpd7
  \/ KmmpdExit \/ KmmpdExited \/ KmmpdDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 8  mmp_task = kthread_run(kmmpd, NULL, "kmmpd")
Modprobe8Create ==                               \* C1..C5: creates a thread of kmmpd
  /\ At(modprobe, "8.create")
  /\ \/ Create(modprobe, kmmpd, "8.wake")
     \/ /\ Goto(modprobe, "8.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, mmp_task, rdonly, fault>>

Modprobe8Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "8.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "8.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, mmp_task,
                         rdonly, fault>>

Modprobe8Store ==                                \* stores the pointer in mmp_task
  /\ Go(modprobe, "8.store", "9")
  /\ mmp_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, rdonly,
                 fault>>

Modprobe9 ==                                     \* if (IS_ERR(mmp_task))
  /\ Go(modprobe, "9", IF mmp_task = ERR THEN "10" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 mmp_task, rdonly, fault>>

Modprobe10 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "10", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, mmp_task,
                 rdonly, fault>>

Modprobe12 ==                                    \* return 0
  /\ Go(modprobe, "12", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, mmp_task,
                 rdonly, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "13")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, mmp_task,
                 rdonly, fault>>

Modprobe13 ==                                    \* if (mmp_task)
  /\ Go(modprobe, "13", IF mmp_task = NULL THEN "sync" ELSE "14.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 mmp_task, rdonly, fault>>

\* 14  kthread_stop(mmp_task)
Modprobe14Load ==                                \* S0: reads mmp_task
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = mmp_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 mmp_task, rdonly, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         mmp_task, rdonly, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, mmp_task,
                 rdonly, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, mmp_task,
                 rdonly, fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, mmp_task, rdonly,
                 fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, mmp_task,
                 rdonly, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         mmp_task, rdonly, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 mmp_task, rdonly, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, mmp_task,
                 rdonly, fault>>

Modprobe ==
  \/ Modprobe8Create \/ Modprobe8Wake \/ Modprobe8Store
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Get \/ Modprobe14Set \/ Modprobe14Notify
  \/ Modprobe14Wake \/ Modprobe14Wait \/ Modprobe14Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* remount *)

RemountIdle ==                                   \* a user calls into the module
  /\ Go(remount, "idle", "16")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 mmp_task, rdonly, fault>>

Remount16 ==                                     \* rdonly = true
  /\ Go(remount, "16", "leave")
  /\ rdonly' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 mmp_task, fault>>

RemountLeave ==                                  \* the call returns to user space
  /\ Go(remount, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 mmp_task, rdonly, fault>>

Remount ==
  \/ Remount16
  \/ RemountLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, mmp_task, rdonly>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "8.create" @@ remount :> "idle"
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
  /\ mmp_task   = NULL
  /\ rdonly     = FALSE
  /\ fault      = "none"

Next ==
  \/ Kmmpd
  \/ Modprobe
  \/ ModprobeLive
  \/ Remount
  \/ RemountIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Kmmpd \/ FetchFault(kmmpd))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Wait)
  /\ WF_vars(Remount \/ FetchFault(remount))

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
  /\ pc[kmmpd] \in {"none", "gone"}
  /\ pc[remount] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[kmmpd] = "gone" => usage[kmmpd] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[kmmpd] <= 1

NothingLeaked == module = "freed" => ~(pc[kmmpd] = "born" /\ asleep[kmmpd])

StopResultCorrect ==
  pc[modprobe] = "14.put" /\ arg[modprobe] = kmmpd => /\ pc[kmmpd] \in {"exited", "dead", "gone"}
                                                      /\ result[kmmpd] \in {-4, 0}

StopPending    == pc[modprobe] \in {"14.notify", "14.wake", "14.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[kmmpd] => pc[kmmpd] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[remount] \in {"idle", "done"} \/ fault # "none")
=============================================================================
