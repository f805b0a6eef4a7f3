------------------------ MODULE PowerThinkpadHotkeys ------------------------
(******************************************************************************************)
(* The thread is thawed, then stopped.                                                    *)
(*                                                                                        *)
(*   hotkey_kthread   1  set_freezable();                                                 *)
(*                    2  up = true;                                                       *)
(*                    3  while (!kthread_should_stop()) {                                 *)
(*                    4      try_to_freeze();                                             *)
(*                    5      msleep(100);                                                 *)
(*                    6  }                                                                *)
(*                    7  return 0;                                                        *)
(*   init             8  poll_task = kthread_run(hotkey_kthread, NULL, "hotkey_kthread"); *)
(*                    9  if (IS_ERR(poll_task)) {                                         *)
(*                   10      return -ENOMEM;                                              *)
(*                   11  }                                                                *)
(*                   12  return 0;                                                        *)
(*   exit            13  thaw_kernel_threads();                                           *)
(*                   14  kthread_stop(poll_task);                                         *)
(*   suspend         15  if (up) {                                                        *)
(*                   16      freeze_kernel_threads();                                     *)
(*                   17      thaw_kernel_threads();                                       *)
(*                   18  }                                                                *)
(******************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  hotkey_kthread,         \* a kthread
  modprobe,               \* the task that loads and unloads the module
  suspend,                \* something outside of the module
  NULL,                   \* no task
  ERR,                    \* an error pointer
  StopNotifies,           \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  FreezerUsesTaskFrozen   \* frozen threads sleep in TASK_FROZEN (Linux 6.1 and later)

VARIABLES
  pc,                     \* where each context is in its program
  state,                  \* task state
  asleep,                 \* off the run queue
  shouldStop,             \* KTHREAD_SHOULD_STOP
  freezable,              \* takes part in freezing
  freezing,               \* a freeze is under way
  notified,               \* TIF_NOTIFY_SIGNAL
  exited,                 \* count of the completion that kthread_stop() waits for
  result,                 \* what the thread function returned
  usage,                  \* references on the task; 0 is no task, or a freed one
  arg,                    \* the task that each context's call is about
  module,                 \* "coming", "live", "going" or "freed"
  poll_task,              \* struct task_struct *
  up,                     \* bool
  fault                   \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage, arg,
    module, poll_task, up, fault>>

Kthreads     == {hotkey_kthread}
Contexts     == {hotkey_kthread, modprobe, suspend}
TaskNormal   == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
Frozen       == IF FreezerUsesTaskFrozen THEN "FROZEN" ELSE "UNINTERRUPTIBLE"
CoreText     ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "15", "16",
   "17"}
Refrigerator == {"1.freeze", "1.sleep", "4.freeze", "4.sleep"}
Out          == {"exit", "exited", "dead", "gone"}

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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, freezable, freezing, notified, exited, result,
                 usage, arg, module, poll_task, up>>

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

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Kthreads |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

\* A freeze is under way, and c takes part.
Freezing(c) == freezing /\ freezable[c]

\* freeze_kernel_threads(): wakes those that take part, so that they notice.
Freeze == freezing' = TRUE /\ WakeQueue({t \in Kthreads : freezable[t]}, TaskNormal)

\* thaw_kernel_threads(): wakes those in the refrigerator, whatever they sleep in.
Thaw ==
  /\ freezing' = FALSE
  /\ state' = [t \in Kthreads |-> IF pc[t] \in Refrigerator THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> asleep[t] /\ pc[t] \notin Refrigerator]

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "14.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* hotkey_kthread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
HotkeyKthreadBorn ==
  /\ At(hotkey_kthread, "born")
  /\ IF shouldStop[hotkey_kthread]
     THEN Goto(hotkey_kthread, "exit") /\ result' = [result EXCEPT ![hotkey_kthread] = -4]
     ELSE Goto(hotkey_kthread, "1.set") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, usage, arg,
                 module, poll_task, up, fault>>

\* 1  set_freezable()
HotkeyKthread1Set ==                             \* takes part in freezing from now on
  /\ Go(hotkey_kthread, "1.set", "1.freezing")
  /\ freezable' = [freezable EXCEPT ![hotkey_kthread] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, freezing, notified, exited, result, usage, arg,
                 module, poll_task, up, fault>>

HotkeyKthread1Freezing ==                        \* tests whether a freeze is under way
  /\ Go(hotkey_kthread, "1.freezing", IF Freezing(hotkey_kthread) THEN "1.freeze" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, fault>>

\* stays in the refrigerator while a freeze is under way
HotkeyKthread1Freeze ==
  /\ At(hotkey_kthread, "1.freeze")
  /\ IF Freezing(hotkey_kthread)
     THEN Goto(hotkey_kthread, "1.sleep") /\ state' = [state EXCEPT ![hotkey_kthread] = Frozen]
     ELSE Goto(hotkey_kthread, "2") /\ state' = [state EXCEPT ![hotkey_kthread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, notified, exited, result, usage, arg,
                 module, poll_task, up, fault>>

HotkeyKthread1Sleep ==                           \* calls schedule()
  /\ Go(hotkey_kthread, "1.sleep", "1.freeze")
  /\ Schedule(hotkey_kthread)
  /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, usage, arg, module,
                 poll_task, up, fault>>

HotkeyKthread2 ==                                \* up = true
  /\ Go(hotkey_kthread, "2", "3")
  /\ up' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, fault>>

HotkeyKthread3 ==                                \* while (!kthread_should_stop())
  /\ Go(hotkey_kthread, "3", IF shouldStop[hotkey_kthread] THEN "7" ELSE "4.freezing")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, fault>>

\* 4  try_to_freeze()
HotkeyKthread4Freezing ==                        \* tests whether a freeze is under way
  /\ Go(hotkey_kthread, "4.freezing", IF Freezing(hotkey_kthread) THEN "4.freeze" ELSE "5")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, fault>>

\* stays in the refrigerator while a freeze is under way
HotkeyKthread4Freeze ==
  /\ At(hotkey_kthread, "4.freeze")
  /\ IF Freezing(hotkey_kthread)
     THEN Goto(hotkey_kthread, "4.sleep") /\ state' = [state EXCEPT ![hotkey_kthread] = Frozen]
     ELSE Goto(hotkey_kthread, "5") /\ state' = [state EXCEPT ![hotkey_kthread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, notified, exited, result, usage, arg,
                 module, poll_task, up, fault>>

HotkeyKthread4Sleep ==                           \* calls schedule()
  /\ Go(hotkey_kthread, "4.sleep", "4.freeze")
  /\ Schedule(hotkey_kthread)
  /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, usage, arg, module,
                 poll_task, up, fault>>

HotkeyKthread5 ==                                \* msleep(100)
  /\ Go(hotkey_kthread, "5", "3")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, fault>>

HotkeyKthread7 ==                                \* return 0
  /\ Go(hotkey_kthread, "7", "exit")
  /\ result' = [result EXCEPT ![hotkey_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, usage, arg,
                 module, poll_task, up, fault>>

HotkeyKthreadExit ==                             \* X4: completes 'exited'
  /\ Go(hotkey_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![hotkey_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, result, usage, arg,
                 module, poll_task, up, fault>>

HotkeyKthreadExited ==                           \* X7..X10: is reaped and leaves its CPU
  /\ Go(hotkey_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![hotkey_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, notified, exited, result, usage, arg,
                 module, poll_task, up, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
HotkeyKthreadDead ==
  /\ At(hotkey_kthread, "dead")
  /\ IF usage[hotkey_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(hotkey_kthread, "gone")
          /\ usage' = [usage EXCEPT ![hotkey_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result,
                         arg, module, poll_task, up, fault>>

HotkeyKthread ==
  \/ HotkeyKthreadBorn
  \/ HotkeyKthread1Set \/ HotkeyKthread1Freezing \/ HotkeyKthread1Freeze
  \/ HotkeyKthread1Sleep
  \/ HotkeyKthread2
  \/ HotkeyKthread3
  \/ HotkeyKthread4Freezing \/ HotkeyKthread4Freeze \/ HotkeyKthread4Sleep
  \/ HotkeyKthread5
  \/ HotkeyKthread7
  \/ HotkeyKthreadExit \/ HotkeyKthreadExited \/ HotkeyKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 8  poll_task = kthread_run(hotkey_kthread, NULL, "hotkey_kthread")
Modprobe8Create ==                               \* C1..C5: creates a thread of hotkey_kthread
  /\ At(modprobe, "8.create")
  /\ \/ Create(modprobe, hotkey_kthread, "8.wake")
     \/ /\ Goto(modprobe, "8.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, module, poll_task, up,
                 fault>>

Modprobe8Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "8.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "8.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, usage, arg,
                         module, poll_task, up, fault>>

Modprobe8Store ==                                \* stores the pointer in poll_task
  /\ Go(modprobe, "8.store", "9")
  /\ poll_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 module, up, fault>>

Modprobe9 ==                                     \* if (IS_ERR(poll_task))
  /\ Go(modprobe, "9", IF poll_task = ERR THEN "10" ELSE "12")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, fault>>

Modprobe10 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "10", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, poll_task, up, fault>>

Modprobe12 ==                                    \* return 0
  /\ Go(modprobe, "12", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, poll_task, up, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "13")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, poll_task, up, fault>>

Modprobe13 ==                                    \* thaw_kernel_threads()
  /\ Go(modprobe, "13", "14.load")
  /\ Thaw
  /\ UNCHANGED <<shouldStop, freezable, notified, exited, result, usage, arg, module, poll_task,
                 up, fault>>

\* 14  kthread_stop(poll_task)
Modprobe14Load ==                                \* S0: reads poll_task
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = poll_task]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 module, poll_task, up, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result,
                         arg, module, poll_task, up, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, freezable, freezing, notified, exited, result, usage, arg, module,
                 poll_task, up, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, exited, result, usage, arg,
                 module, poll_task, up, fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, usage, arg, module,
                 poll_task, up, fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, result, usage, arg,
                 module, poll_task, up, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result,
                         module, poll_task, up, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, poll_task, up, fault>>

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
(* suspend *)

Suspend15 ==                                     \* if (up)
  /\ Go(suspend, "15", IF up THEN "16" ELSE "done")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, fault>>

Suspend16 ==                                     \* freeze_kernel_threads()
  /\ Go(suspend, "16", "17")
  /\ Freeze
  /\ UNCHANGED <<shouldStop, freezable, notified, exited, result, usage, arg, module, poll_task,
                 up, fault>>

Suspend17 ==                                     \* thaw_kernel_threads()
  /\ Go(suspend, "17", "done")
  /\ Thaw
  /\ UNCHANGED <<shouldStop, freezable, notified, exited, result, usage, arg, module, poll_task,
                 up, fault>>

Suspend ==
  \/ Suspend15
  \/ Suspend16
  \/ Suspend17

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, freezable, freezing, notified, exited, result,
                 usage, arg, module, poll_task, up>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "8.create" @@ suspend :> "15"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ freezable  = [t \in Kthreads |-> FALSE]
  /\ freezing   = FALSE
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ poll_task  = NULL
  /\ up         = FALSE
  /\ fault      = "none"

Next ==
  \/ HotkeyKthread
  \/ Modprobe
  \/ ModprobeLive
  \/ Suspend
  \/ \E c \in {hotkey_kthread, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(HotkeyKthread \/ FetchFault(hotkey_kthread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe14Wait)

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

NoDoubleStop == pc[modprobe] = "14.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "14.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[hotkey_kthread] = "gone" => usage[hotkey_kthread] = 0)

ExitedOnce == exited[hotkey_kthread] <= 1

NothingLeaked == module = "freed" => ~(pc[hotkey_kthread] = "born" /\ asleep[hotkey_kthread])

StopResultCorrect ==
  pc[modprobe] = "14.put" /\ arg[modprobe] = hotkey_kthread =>
    pc[hotkey_kthread] \in {"exited", "dead", "gone"} /\ result[hotkey_kthread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"14.notify", "14.wake", "14.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {hotkey_kthread, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[hotkey_kthread] => pc[hotkey_kthread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
