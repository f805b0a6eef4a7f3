-------------- MODULE PowerThinkpadHotkeysBrokenFreezableStop ---------------
(******************************************************************************************)
(* The thread asks kthread_freezable_should_stop().                                       *)
(*                                                                                        *)
(*   hotkey_kthread   1  set_freezable();                                                 *)
(*                    2  up = true;                                                       *)
(*                    3  while (1) {                                                      *)
(*                    4      stop = kthread_freezable_should_stop(NULL);                  *)
(*                    5      if (stop) {                                                  *)
(*                    6          break;                                                   *)
(*                    7      }                                                            *)
(*                    8      msleep(100);                                                 *)
(*                    9  }                                                                *)
(*                   10  return 0;                                                        *)
(*   init            11  poll_task = kthread_run(hotkey_kthread, NULL, "hotkey_kthread"); *)
(*                   12  if (IS_ERR(poll_task)) {                                         *)
(*                   13      return -ENOMEM;                                              *)
(*                   14  }                                                                *)
(*                   15  return 0;                                                        *)
(*   exit            16  kthread_stop(poll_task);                                         *)
(*   suspend         17  if (up) {                                                        *)
(*                   18      freeze_kernel_threads();                                     *)
(*                   19      thaw_kernel_threads();                                       *)
(*                   20  }                                                                *)
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
  stop,                   \* local variable
  fault                   \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage, arg,
    module, poll_task, up, stop, fault>>

Kthreads     == {hotkey_kthread}
Contexts     == {hotkey_kthread, modprobe, suspend}
TaskNormal   == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
Frozen       == IF FreezerUsesTaskFrozen THEN "FROZEN" ELSE "UNINTERRUPTIBLE"
CoreText     ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "17", "18",
   "19"}
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
                 usage, arg, module, poll_task, up, stop>>

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
Ready(c) == pc[c] = "16.wait" => exited[arg[c]] > 0

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
                 module, poll_task, up, stop, fault>>

\* 1  set_freezable()
HotkeyKthread1Set ==                             \* takes part in freezing from now on
  /\ Go(hotkey_kthread, "1.set", "1.freezing")
  /\ freezable' = [freezable EXCEPT ![hotkey_kthread] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, freezing, notified, exited, result, usage, arg,
                 module, poll_task, up, stop, fault>>

HotkeyKthread1Freezing ==                        \* tests whether a freeze is under way
  /\ Go(hotkey_kthread, "1.freezing", IF Freezing(hotkey_kthread) THEN "1.freeze" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, stop, fault>>

\* stays in the refrigerator while a freeze is under way
HotkeyKthread1Freeze ==
  /\ At(hotkey_kthread, "1.freeze")
  /\ IF Freezing(hotkey_kthread)
     THEN Goto(hotkey_kthread, "1.sleep") /\ state' = [state EXCEPT ![hotkey_kthread] = Frozen]
     ELSE Goto(hotkey_kthread, "2") /\ state' = [state EXCEPT ![hotkey_kthread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, notified, exited, result, usage, arg,
                 module, poll_task, up, stop, fault>>

HotkeyKthread1Sleep ==                           \* calls schedule()
  /\ Go(hotkey_kthread, "1.sleep", "1.freeze")
  /\ Schedule(hotkey_kthread)
  /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, usage, arg, module,
                 poll_task, up, stop, fault>>

HotkeyKthread2 ==                                \* up = true
  /\ Go(hotkey_kthread, "2", "4.freezing")
  /\ up' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, stop, fault>>

\* 4  stop = kthread_freezable_should_stop(NULL)
HotkeyKthread4Freezing ==                        \* tests whether a freeze is under way
  /\ Go(hotkey_kthread, "4.freezing", IF Freezing(hotkey_kthread) THEN "4.freeze" ELSE "4.stop")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, stop, fault>>

\* stays in the refrigerator while a freeze is under way
HotkeyKthread4Freeze ==
  /\ At(hotkey_kthread, "4.freeze")
  /\ IF Freezing(hotkey_kthread) /\ ~shouldStop[hotkey_kthread]
     THEN Goto(hotkey_kthread, "4.sleep") /\ state' = [state EXCEPT ![hotkey_kthread] = Frozen]
     ELSE Goto(hotkey_kthread, "4.stop") /\ state' = [state EXCEPT ![hotkey_kthread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, notified, exited, result, usage, arg,
                 module, poll_task, up, stop, fault>>

HotkeyKthread4Sleep ==                           \* calls schedule()
  /\ Go(hotkey_kthread, "4.sleep", "4.freeze")
  /\ Schedule(hotkey_kthread)
  /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, usage, arg, module,
                 poll_task, up, stop, fault>>

HotkeyKthread4Stop ==                            \* tests kthread_should_stop()
  /\ Go(hotkey_kthread, "4.stop", "5")
  /\ stop' = [stop EXCEPT ![hotkey_kthread] = IF shouldStop[hotkey_kthread] THEN 1 ELSE 0]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, fault>>

HotkeyKthread5 ==                                \* if (stop)
  /\ Go(hotkey_kthread, "5", IF stop[hotkey_kthread] # 0 THEN "10" ELSE "8")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, stop, fault>>

HotkeyKthread8 ==                                \* msleep(100)
  /\ Go(hotkey_kthread, "8", "4.freezing")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, stop, fault>>

HotkeyKthread10 ==                               \* return 0
  /\ Go(hotkey_kthread, "10", "exit")
  /\ result' = [result EXCEPT ![hotkey_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, usage, arg,
                 module, poll_task, up, stop, fault>>

HotkeyKthreadExit ==                             \* X4: completes 'exited'
  /\ Go(hotkey_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![hotkey_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, result, usage, arg,
                 module, poll_task, up, stop, fault>>

HotkeyKthreadExited ==                           \* X7..X10: is reaped and leaves its CPU
  /\ Go(hotkey_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![hotkey_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, freezable, freezing, notified, exited, result, usage, arg,
                 module, poll_task, up, stop, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
HotkeyKthreadDead ==
  /\ At(hotkey_kthread, "dead")
  /\ IF usage[hotkey_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(hotkey_kthread, "gone")
          /\ usage' = [usage EXCEPT ![hotkey_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result,
                         arg, module, poll_task, up, stop, fault>>

HotkeyKthread ==
  \/ HotkeyKthreadBorn
  \/ HotkeyKthread1Set \/ HotkeyKthread1Freezing \/ HotkeyKthread1Freeze
  \/ HotkeyKthread1Sleep
  \/ HotkeyKthread2
  \/ HotkeyKthread4Freezing \/ HotkeyKthread4Freeze \/ HotkeyKthread4Sleep
  \/ HotkeyKthread4Stop
  \/ HotkeyKthread5
  \/ HotkeyKthread8
  \/ HotkeyKthread10
  \/ HotkeyKthreadExit \/ HotkeyKthreadExited \/ HotkeyKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 11  poll_task = kthread_run(hotkey_kthread, NULL, "hotkey_kthread")
Modprobe11Create ==                              \* C1..C5: creates a thread of hotkey_kthread
  /\ At(modprobe, "11.create")
  /\ \/ Create(modprobe, hotkey_kthread, "11.wake")
     \/ /\ Goto(modprobe, "11.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, module, poll_task, up,
                 stop, fault>>

Modprobe11Wake ==                                \* wakes the new thread
  /\ At(modprobe, "11.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, usage, arg,
                         module, poll_task, up, stop, fault>>

Modprobe11Store ==                               \* stores the pointer in poll_task
  /\ Go(modprobe, "11.store", "12")
  /\ poll_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 module, up, stop, fault>>

Modprobe12 ==                                    \* if (IS_ERR(poll_task))
  /\ Go(modprobe, "12", IF poll_task = ERR THEN "13" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, stop, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, poll_task, up, stop, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, poll_task, up, stop, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, poll_task, up, stop, fault>>

\* 16  kthread_stop(poll_task)
Modprobe16Load ==                                \* S0: reads poll_task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = poll_task]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 module, poll_task, up, stop, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result,
                         arg, module, poll_task, up, stop, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, freezable, freezing, notified, exited, result, usage, arg, module,
                 poll_task, up, stop, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, exited, result, usage, arg,
                 module, poll_task, up, stop, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, freezable, freezing, notified, exited, result, usage, arg, module,
                 poll_task, up, stop, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, result, usage, arg,
                 module, poll_task, up, stop, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result,
                         module, poll_task, up, stop, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, stop, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, poll_task, up, stop, fault>>

Modprobe ==
  \/ Modprobe11Create \/ Modprobe11Wake \/ Modprobe11Store
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* suspend *)

Suspend17 ==                                     \* if (up)
  /\ Go(suspend, "17", IF up THEN "18" ELSE "done")
  /\ UNCHANGED <<state, asleep, shouldStop, freezable, freezing, notified, exited, result, usage,
                 arg, module, poll_task, up, stop, fault>>

Suspend18 ==                                     \* freeze_kernel_threads()
  /\ Go(suspend, "18", "19")
  /\ Freeze
  /\ UNCHANGED <<shouldStop, freezable, notified, exited, result, usage, arg, module, poll_task,
                 up, stop, fault>>

Suspend19 ==                                     \* thaw_kernel_threads()
  /\ Go(suspend, "19", "done")
  /\ Thaw
  /\ UNCHANGED <<shouldStop, freezable, notified, exited, result, usage, arg, module, poll_task,
                 up, stop, fault>>

Suspend ==
  \/ Suspend17
  \/ Suspend18
  \/ Suspend19

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, freezable, freezing, notified, exited, result,
                 usage, arg, module, poll_task, up, stop>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "11.create" @@ suspend :> "17"
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
  /\ stop       = [t \in Kthreads |-> 0]
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
  /\ module = "freed" => (pc[hotkey_kthread] = "gone" => usage[hotkey_kthread] = 0)

ExitedOnce == exited[hotkey_kthread] <= 1

NothingLeaked == module = "freed" => ~(pc[hotkey_kthread] = "born" /\ asleep[hotkey_kthread])

StopResultCorrect ==
  pc[modprobe] = "16.put" /\ arg[modprobe] = hotkey_kthread =>
    pc[hotkey_kthread] \in {"exited", "dead", "gone"} /\ result[hotkey_kthread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"16.notify", "16.wake", "16.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {hotkey_kthread, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[hotkey_kthread] => pc[hotkey_kthread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
