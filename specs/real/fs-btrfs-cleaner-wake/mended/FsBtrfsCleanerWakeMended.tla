---------------------- MODULE FsBtrfsCleanerWakeMended ----------------------
(************************************************************************************************)
(* The work is ended, then the cleaner stopped.                                                 *)
(*                                                                                              *)
(*   cleaner_kthread   1  while (1) {                                                           *)
(*                     2      set_current_state(TASK_INTERRUPTIBLE);                            *)
(*                     3      if (kthread_should_stop()) {                                      *)
(*                     4          break;                                                        *)
(*                     5      }                                                                 *)
(*                     6      schedule();                                                       *)
(*                     7  }                                                                     *)
(*                     8  __set_current_state(TASK_RUNNING);                                    *)
(*                     9  return 0;                                                             *)
(*   init             10  cleaner_task = kthread_run(cleaner_kthread, NULL, "cleaner_kthread"); *)
(*                    11  if (IS_ERR(cleaner_task)) {                                           *)
(*                    12      return -ENOMEM;                                                   *)
(*                    13  }                                                                     *)
(*                    14  return 0;                                                             *)
(*   exit             15  cancel_work_sync(&fixup_work);                                        *)
(*                    16  kthread_stop(cleaner_task);                                           *)
(*   writepage        17  schedule_work(&fixup_work);                                           *)
(*   fixup_work       18  wake_up_process(cleaner_task);                                        *)
(************************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  cleaner_kthread,  \* a kthread
  modprobe,         \* the task that loads and unloads the module
  writepage,        \* a task that calls writepage()
  fixup_work,       \* the function of a work item
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
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  cleaner_task,     \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, cancelling,
    module, refs, cleaner_task, fault>>

Kthreads   == {cleaner_kthread}
Contexts   == {cleaner_kthread, modprobe, writepage, fixup_work}
Callbacks  == {fixup_work}
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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, cleaner_task>>

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
Ready(c) ==
  /\ pc[c] = "15.wait" => pc[fixup_work] = "idle"
  /\ pc[c] = "16.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* cleaner_kthread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
CleanerKthreadBorn ==
  /\ At(cleaner_kthread, "born")
  /\ IF shouldStop[cleaner_kthread]
     THEN Goto(cleaner_kthread, "exit") /\ result' = [result EXCEPT ![cleaner_kthread] = -4]
     ELSE Goto(cleaner_kthread, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, cancelling,
                 module, refs, cleaner_task, fault>>

CleanerKthread2 ==                               \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(cleaner_kthread, "2", "3")
  /\ state' = [state EXCEPT ![cleaner_kthread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, cancelling,
                 module, refs, cleaner_task, fault>>

CleanerKthread3 ==                               \* if (kthread_should_stop())
  /\ Go(cleaner_kthread, "3", IF shouldStop[cleaner_kthread] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, cleaner_task, fault>>

CleanerKthread6 ==                               \* schedule()
  /\ Go(cleaner_kthread, "6", "2")
  /\ Schedule(cleaner_kthread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, cancelling, module,
                 refs, cleaner_task, fault>>

CleanerKthread8 ==                               \* __set_current_state(TASK_RUNNING)
  /\ Go(cleaner_kthread, "8", "9")
  /\ state' = [state EXCEPT ![cleaner_kthread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, cancelling,
                 module, refs, cleaner_task, fault>>

CleanerKthread9 ==                               \* return 0
  /\ Go(cleaner_kthread, "9", "exit")
  /\ result' = [result EXCEPT ![cleaner_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, cancelling,
                 module, refs, cleaner_task, fault>>

CleanerKthreadExit ==                            \* X4: completes 'exited'
  /\ Go(cleaner_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![cleaner_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, cancelling,
                 module, refs, cleaner_task, fault>>

CleanerKthreadExited ==                          \* X7..X10: is reaped and leaves its CPU
  /\ Go(cleaner_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![cleaner_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, cancelling,
                 module, refs, cleaner_task, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
CleanerKthreadDead ==
  /\ At(cleaner_kthread, "dead")
  /\ IF usage[cleaner_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(cleaner_kthread, "gone")
          /\ usage' = [usage EXCEPT ![cleaner_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed,
                         cancelling, module, refs, cleaner_task, fault>>

CleanerKthread ==
  \/ CleanerKthreadBorn
  \/ CleanerKthread2
  \/ CleanerKthread3
  \/ CleanerKthread6
  \/ CleanerKthread8
  \/ CleanerKthread9
  \/ CleanerKthreadExit \/ CleanerKthreadExited \/ CleanerKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  cleaner_task = kthread_run(cleaner_kthread, NULL, "cleaner_kthread")
Modprobe10Create ==                              \* C1..C5: creates a thread of cleaner_kthread
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, cleaner_kthread, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, cancelling, module, refs,
                 cleaner_task, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, cancelling,
                         module, refs, cleaner_task, fault>>

Modprobe10Store ==                               \* stores the pointer in cleaner_task
  /\ Go(modprobe, "10.store", "11")
  /\ cleaner_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 module, refs, fault>>

Modprobe11 ==                                    \* if (IS_ERR(cleaner_task))
  /\ Go(modprobe, "11", IF cleaner_task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, cleaner_task, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, cleaner_task, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, cleaner_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15.steal")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, cleaner_task, fault>>

\* 15  cancel_work_sync(&fixup_work)
Modprobe15Steal ==                               \* takes fixup_work off and forbids queueing
  /\ Go(modprobe, "15.steal", "15.wait")
  /\ armed' = [armed EXCEPT ![fixup_work] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![fixup_work] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 cleaner_task, fault>>

Modprobe15Wait ==                                \* waits for a running instance of fixup_work
  /\ Go(modprobe, "15.wait", "15.allow")
  /\ pc[fixup_work] = "idle"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, cleaner_task, fault>>

Modprobe15Allow ==                               \* allows queueing again
  /\ Go(modprobe, "15.allow", "16.load")
  /\ cancelling' = [cancelling EXCEPT ![fixup_work] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, cleaner_task, fault>>

\* 16  kthread_stop(cleaner_task)
Modprobe16Load ==                                \* S0: reads cleaner_task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = cleaner_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 module, refs, cleaner_task, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed,
                         cancelling, module, refs, cleaner_task, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, cancelling, module,
                 refs, cleaner_task, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, cancelling, module,
                 refs, cleaner_task, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, cancelling, module,
                 refs, cleaner_task, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, cancelling,
                 module, refs, cleaner_task, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, cancelling,
                         module, refs, cleaner_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, cleaner_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, refs, cleaner_task, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15Steal \/ Modprobe15Wait \/ Modprobe15Allow
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* writepage *)

WritepageIdle ==                                 \* a user calls into the module
  /\ Go(writepage, "idle", "17")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, cleaner_task, fault>>

Writepage17 ==                                   \* schedule_work(&fixup_work)
  /\ Go(writepage, "17", "leave")
  /\ armed' = [armed EXCEPT ![fixup_work] = @ \/ cancelling[fixup_work] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, cancelling,
                 module, refs, cleaner_task, fault>>

WritepageLeave ==                                \* the call returns to user space
  /\ Go(writepage, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, cleaner_task, fault>>

Writepage ==
  \/ Writepage17
  \/ WritepageLeave

-----------------------------------------------------------------------------
(* fixup_work *)

FixupWorkIdle ==                                 \* a kworker takes the work item
  /\ Go(fixup_work, "idle", "18.load")
  /\ armed[fixup_work]
  /\ armed' = [armed EXCEPT ![fixup_work] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, cancelling,
                 module, refs, cleaner_task, fault>>

\* 18  wake_up_process(cleaner_task)
FixupWork18Load ==                               \* S0: reads cleaner_task
  /\ Go(fixup_work, "18.load", "18.wake")
  /\ arg' = [arg EXCEPT ![fixup_work] = cleaner_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 module, refs, cleaner_task, fault>>

FixupWork18Wake ==                               \* wakes cleaner_task
  /\ At(fixup_work, "18.wake")
  /\ IF BadTask(arg[fixup_work]) # "none"
     THEN Crash(BadTask(arg[fixup_work]))
     ELSE /\ Goto(fixup_work, "return")
          /\ Wake(arg[fixup_work])
          /\ arg' = [arg EXCEPT ![fixup_work] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, armed, cancelling, module,
                         refs, cleaner_task, fault>>

FixupWorkReturn ==                               \* returns
  /\ Go(fixup_work, "return", "idle")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, cleaner_task, fault>>

FixupWork ==
  \/ FixupWorkIdle
  \/ FixupWork18Load \/ FixupWork18Wake
  \/ FixupWorkReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, cleaner_task>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"]
                    @@ modprobe :> "10.create"
                    @@ writepage :> "idle"
                    @@ fixup_work :> "idle"
  /\ state        = [t \in Kthreads |-> "NEW"]
  /\ asleep       = [t \in Kthreads |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {modprobe, fixup_work} |-> NULL]
  /\ armed        = [c \in Callbacks |-> FALSE]
  /\ cancelling   = [c \in Callbacks |-> 0]
  /\ module       = "coming"
  /\ refs         = 2
  /\ cleaner_task = NULL
  /\ fault        = "none"

Next ==
  \/ CleanerKthread
  \/ Modprobe
  \/ ModprobeLive
  \/ Writepage
  \/ WritepageIdle
  \/ FixupWork
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(CleanerKthread \/ FetchFault(cleaner_kthread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe15Steal \/ Modprobe15Wait \/ Modprobe16Wait)
  /\ WF_vars(Writepage \/ FetchFault(writepage))
  /\ WF_vars(FixupWork \/ FetchFault(fixup_work))

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ pc[c] = "idle" => c \in Callbacks /\ armed[c]
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "16.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "16.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[cleaner_kthread] \in {"none", "gone"}
  /\ pc[writepage] \in {"idle", "done"}
  /\ pc[fixup_work] = "idle" /\ ~armed[fixup_work]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[cleaner_kthread] = "gone" => usage[cleaner_kthread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[cleaner_kthread] <= 1

NothingLeaked == module = "freed" => ~(pc[cleaner_kthread] = "born" /\ asleep[cleaner_kthread])

StopResultCorrect ==
  pc[modprobe] = "16.put" /\ arg[modprobe] = cleaner_kthread =>
    pc[cleaner_kthread] \in {"exited", "dead", "gone"} /\ result[cleaner_kthread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"16.notify", "16.wake", "16.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[cleaner_kthread] => pc[cleaner_kthread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[writepage] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"15.steal", "15.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
