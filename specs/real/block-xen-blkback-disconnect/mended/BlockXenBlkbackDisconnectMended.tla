------------------ MODULE BlockXenBlkbackDisconnectMended -------------------
(********************************************************************************)
(* Whoever stops the thread clears the pointer.                                 *)
(*                                                                              *)
(*   xen_blkif_schedule   1  while (!kthread_should_stop()) {                   *)
(*                        2      msleep(100);                                   *)
(*                        3  }                                                  *)
(*                        4  return 0;                                          *)
(*   init                 5  xenblkd = kthread_create(xen_blkif_schedule, NULL, *)
(*   "xen_blkif_schedule");                                                     *)
(*                        6  if (IS_ERR(xenblkd)) {                             *)
(*                        7      return -ENOMEM;                                *)
(*                        8  }                                                  *)
(*                        9  if (frontend_ready()) {                            *)
(*                       10      wake_up_process(xenblkd);                      *)
(*                       11  }                                                  *)
(*                       12  return 0;                                          *)
(*   exit                13  if (xenblkd) {                                     *)
(*                       14      kthread_stop(xenblkd);                         *)
(*                       15      xenblkd = NULL;                                *)
(*                       16  }                                                  *)
(*   disconnect          17  if (xenblkd) {                                     *)
(*                       18      kthread_stop(xenblkd);                         *)
(*                       19      xenblkd = NULL;                                *)
(*                       20  }                                                  *)
(********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  xen_blkif_schedule,  \* a kthread
  modprobe,            \* the task that loads and unloads the module
  disconnect,          \* a task that calls disconnect()
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
  xenblkd,             \* struct task_struct *
  fault                \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, xenblkd,
    fault>>

Kthreads   == {xen_blkif_schedule}
Contexts   == {xen_blkif_schedule, modprobe, disconnect}
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
                 refs, xenblkd>>

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
Ready(c) == pc[c] \in {"14.wait", "18.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* xen_blkif_schedule *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
XenBlkifScheduleBorn ==
  /\ At(xen_blkif_schedule, "born")
  /\ IF shouldStop[xen_blkif_schedule]
     THEN Goto(xen_blkif_schedule, "exit") /\ result' = [result EXCEPT ![xen_blkif_schedule] = -4]
     ELSE Goto(xen_blkif_schedule, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, xenblkd,
                 fault>>

XenBlkifSchedule1 ==                             \* while (!kthread_should_stop())
  /\ Go(xen_blkif_schedule, "1", IF shouldStop[xen_blkif_schedule] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 xenblkd, fault>>

XenBlkifSchedule2 ==                             \* msleep(100)
  /\ Go(xen_blkif_schedule, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 xenblkd, fault>>

XenBlkifSchedule4 ==                             \* return 0
  /\ Go(xen_blkif_schedule, "4", "exit")
  /\ result' = [result EXCEPT ![xen_blkif_schedule] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, xenblkd,
                 fault>>

XenBlkifScheduleExit ==                          \* X4: completes 'exited'
  /\ Go(xen_blkif_schedule, "exit", "exited")
  /\ exited' = [exited EXCEPT ![xen_blkif_schedule] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, xenblkd,
                 fault>>

XenBlkifScheduleExited ==                        \* X7..X10: is reaped and leaves its CPU
  /\ Go(xen_blkif_schedule, "exited", "dead")
  /\ state' = [state EXCEPT ![xen_blkif_schedule] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, xenblkd,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
XenBlkifScheduleDead ==
  /\ At(xen_blkif_schedule, "dead")
  /\ IF usage[xen_blkif_schedule] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(xen_blkif_schedule, "gone")
          /\ usage' = [usage EXCEPT ![xen_blkif_schedule] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         xenblkd, fault>>

XenBlkifSchedule ==
  \/ XenBlkifScheduleBorn
  \/ XenBlkifSchedule1
  \/ XenBlkifSchedule2
  \/ XenBlkifSchedule4
  \/ XenBlkifScheduleExit \/ XenBlkifScheduleExited \/ XenBlkifScheduleDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 5  xenblkd = kthread_create(xen_blkif_schedule, NULL, "xen_blkif_schedule")
Modprobe5Create ==                               \* C1..C5: creates a thread of xen_blkif_schedule
  /\ At(modprobe, "5.create")
  /\ \/ Create(modprobe, xen_blkif_schedule, "5.store")
     \/ /\ Goto(modprobe, "5.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, xenblkd, fault>>

Modprobe5Store ==                                \* stores the pointer in xenblkd
  /\ Go(modprobe, "5.store", "6")
  /\ xenblkd' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, fault>>

Modprobe6 ==                                     \* if (IS_ERR(xenblkd))
  /\ Go(modprobe, "6", IF xenblkd = ERR THEN "7" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 xenblkd, fault>>

Modprobe7 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "7", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, xenblkd, fault>>

Modprobe9 ==                                     \* if (frontend_ready())
  /\ At(modprobe, "9")
  /\ Goto(modprobe, "10.load") \/ Goto(modprobe, "12")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 xenblkd, fault>>

\* 10  wake_up_process(xenblkd)
Modprobe10Load ==                                \* S0: reads xenblkd
  /\ Go(modprobe, "10.load", "10.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = xenblkd]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 xenblkd, fault>>

Modprobe10Wake ==                                \* wakes xenblkd
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, xenblkd, fault>>

Modprobe12 ==                                    \* return 0
  /\ Go(modprobe, "12", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, xenblkd, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "13")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, xenblkd, fault>>

Modprobe13 ==                                    \* if (xenblkd)
  /\ Go(modprobe, "13", IF xenblkd = NULL THEN "sync" ELSE "14.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 xenblkd, fault>>

\* 14  kthread_stop(xenblkd)
Modprobe14Load ==                                \* S0: reads xenblkd
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = xenblkd]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 xenblkd, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         xenblkd, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, xenblkd, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, xenblkd,
                 fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, xenblkd, fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, xenblkd,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "15")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         xenblkd, fault>>

Modprobe15 ==                                    \* xenblkd = NULL
  /\ Go(modprobe, "15", "sync")
  /\ xenblkd' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 xenblkd, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, xenblkd,
                 fault>>

Modprobe ==
  \/ Modprobe5Create \/ Modprobe5Store
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe9
  \/ Modprobe10Load \/ Modprobe10Wake
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Get \/ Modprobe14Set \/ Modprobe14Notify
  \/ Modprobe14Wake \/ Modprobe14Wait \/ Modprobe14Put
  \/ Modprobe15
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* disconnect *)

DisconnectIdle ==                                \* a user calls into the module
  /\ Go(disconnect, "idle", "17")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, xenblkd,
                 fault>>

Disconnect17 ==                                  \* if (xenblkd)
  /\ Go(disconnect, "17", IF xenblkd = NULL THEN "leave" ELSE "18.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 xenblkd, fault>>

\* 18  kthread_stop(xenblkd)
Disconnect18Load ==                              \* S0: reads xenblkd
  /\ Go(disconnect, "18.load", "18.get")
  /\ arg' = [arg EXCEPT ![disconnect] = xenblkd]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 xenblkd, fault>>

Disconnect18Get ==                               \* S2, S3: takes a reference on the thread
  /\ At(disconnect, "18.get")
  /\ IF BadTask(arg[disconnect]) # "none"
     THEN Crash(BadTask(arg[disconnect]))
     ELSE /\ Goto(disconnect, "18.set")
          /\ usage' = [usage EXCEPT ![arg[disconnect]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         xenblkd, fault>>

Disconnect18Set ==                               \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(disconnect, "18.set", "18.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[disconnect]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, xenblkd, fault>>

Disconnect18Notify ==                            \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(disconnect, "18.notify", "18.wake")
  /\ notified' = [notified EXCEPT ![arg[disconnect]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, xenblkd,
                 fault>>

Disconnect18Wake ==                              \* S7: wakes the thread
  /\ Go(disconnect, "18.wake", "18.wait")
  /\ Wake(arg[disconnect])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, xenblkd, fault>>

Disconnect18Wait ==                              \* S8: waits for 'exited'
  /\ Go(disconnect, "18.wait", "18.put")
  /\ exited[arg[disconnect]] > 0
  /\ exited' = [exited EXCEPT ![arg[disconnect]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, xenblkd,
                 fault>>

\* S9..S11: takes the result and drops its reference
Disconnect18Put ==
  /\ At(disconnect, "18.put")
  /\ IF Overput(arg[disconnect])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(disconnect, "19")
          /\ usage' = [usage EXCEPT ![arg[disconnect]] = @ - 1]
          /\ arg' = [arg EXCEPT ![disconnect] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         xenblkd, fault>>

Disconnect19 ==                                  \* xenblkd = NULL
  /\ Go(disconnect, "19", "leave")
  /\ xenblkd' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 fault>>

DisconnectLeave ==                               \* the call returns to user space
  /\ Go(disconnect, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, xenblkd,
                 fault>>

Disconnect ==
  \/ Disconnect17
  \/ Disconnect18Load \/ Disconnect18Get \/ Disconnect18Set \/ Disconnect18Notify
  \/ Disconnect18Wake \/ Disconnect18Wait \/ Disconnect18Put
  \/ Disconnect19
  \/ DisconnectLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, xenblkd>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "5.create" @@ disconnect :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, disconnect} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ xenblkd    = NULL
  /\ fault      = "none"

Next ==
  \/ XenBlkifSchedule
  \/ Modprobe
  \/ ModprobeLive
  \/ Disconnect
  \/ DisconnectIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(XenBlkifSchedule \/ FetchFault(xen_blkif_schedule))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Wait)
  /\ WF_vars(Disconnect \/ FetchFault(disconnect))
  /\ SF_vars(Disconnect18Wait)

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

NoDoubleStop ==
  \A c \in {modprobe, disconnect} : pc[c] \in {"14.set", "18.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, disconnect} : pc[c] \in {"14.set", "18.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[xen_blkif_schedule] \in {"none", "gone"}
  /\ pc[disconnect] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[xen_blkif_schedule] = "gone" => usage[xen_blkif_schedule] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[xen_blkif_schedule] <= 1

NothingLeaked ==
  module = "freed" => ~(pc[xen_blkif_schedule] = "born" /\ asleep[xen_blkif_schedule])

StopResultCorrect ==
  \A c \in {modprobe, disconnect} :
    pc[c] \in {"14.put", "18.put"} /\ arg[c] = xen_blkif_schedule =>
      /\ pc[xen_blkif_schedule] \in {"exited", "dead", "gone"}
      /\ result[xen_blkif_schedule] \in {-4, 0}

StopPending(c) == pc[c] \in {"14.notify", "14.wake", "14.wait", "18.notify", "18.wake", "18.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, disconnect} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, disconnect} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[xen_blkif_schedule] => pc[xen_blkif_schedule] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[disconnect] \in {"idle", "done"} \/ fault # "none")
=============================================================================
