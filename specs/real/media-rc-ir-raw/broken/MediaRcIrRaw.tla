---------------------------- MODULE MediaRcIrRaw ----------------------------
(********************************************************************************)
(* The field is set, then checked.                                              *)
(*                                                                              *)
(*   ir_raw_event_thread   1  while (1) {                                       *)
(*                         2      set_current_state(TASK_INTERRUPTIBLE);        *)
(*                         3      if (kthread_should_stop()) {                  *)
(*                         4          break;                                    *)
(*                         5      }                                             *)
(*                         6      schedule();                                   *)
(*                         7  }                                                 *)
(*                         8  __set_current_state(TASK_RUNNING);                *)
(*                         9  return 0;                                         *)
(*   init                 10  return 0;                                         *)
(*   exit                 11  if (raw_task) {                                   *)
(*                        12      kthread_stop(raw_task);                       *)
(*                        13  }                                                 *)
(*   register_device      14  raw_task = kthread_run(ir_raw_event_thread, NULL, *)
(*   "ir_raw_event_thread");                                                    *)
(*                        15  if (IS_ERR(raw_task)) {                           *)
(*                        16      raw_task = NULL;                              *)
(*                        17      return -ENOMEM;                               *)
(*                        18  }                                                 *)
(*   handle_event         19  if (raw_task) {                                   *)
(*                        20      wake_up_process(raw_task);                    *)
(*                        21  }                                                 *)
(********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  ir_raw_event_thread,  \* a kthread
  modprobe,             \* the task that loads and unloads the module
  register_device,      \* a task that calls register_device()
  handle_event,         \* a task that calls handle_event()
  NULL,                 \* no task
  ERR,                  \* an error pointer
  StopNotifies          \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                   \* where each context is in its program
  state,                \* task state
  asleep,               \* off the run queue
  shouldStop,           \* KTHREAD_SHOULD_STOP
  notified,             \* TIF_NOTIFY_SIGNAL
  exited,               \* count of the completion that kthread_stop() waits for
  result,               \* what the thread function returned
  usage,                \* references on the task; 0 is no task, or a freed one
  arg,                  \* the task that each context's call is about
  module,               \* "coming", "live", "going" or "freed"
  refs,                 \* references on the module: one is its own, one more is held during init
  raw_task,             \* struct task_struct *
  fault                 \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, raw_task,
    fault>>

Kthreads   == {ir_raw_event_thread}
Contexts   == {ir_raw_event_thread, modprobe, register_device, handle_event}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "live", "sync", "free", "done", "idle",
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
                 refs, raw_task>>

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
(* ir_raw_event_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
IrRawEventThreadBorn ==
  /\ At(ir_raw_event_thread, "born")
  /\ IF shouldStop[ir_raw_event_thread]
     THEN Goto(ir_raw_event_thread, "exit") /\ result' = [result EXCEPT ![ir_raw_event_thread] = -4]
     ELSE Goto(ir_raw_event_thread, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, raw_task,
                 fault>>

IrRawEventThread2 ==                             \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(ir_raw_event_thread, "2", "3")
  /\ state' = [state EXCEPT ![ir_raw_event_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, raw_task,
                 fault>>

IrRawEventThread3 ==                             \* if (kthread_should_stop())
  /\ Go(ir_raw_event_thread, "3", IF shouldStop[ir_raw_event_thread] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 raw_task, fault>>

IrRawEventThread6 ==                             \* schedule()
  /\ Go(ir_raw_event_thread, "6", "2")
  /\ Schedule(ir_raw_event_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, raw_task, fault>>

IrRawEventThread8 ==                             \* __set_current_state(TASK_RUNNING)
  /\ Go(ir_raw_event_thread, "8", "9")
  /\ state' = [state EXCEPT ![ir_raw_event_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, raw_task,
                 fault>>

IrRawEventThread9 ==                             \* return 0
  /\ Go(ir_raw_event_thread, "9", "exit")
  /\ result' = [result EXCEPT ![ir_raw_event_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, raw_task,
                 fault>>

IrRawEventThreadExit ==                          \* X4: completes 'exited'
  /\ Go(ir_raw_event_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![ir_raw_event_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, raw_task,
                 fault>>

IrRawEventThreadExited ==                        \* X7..X10: is reaped and leaves its CPU
  /\ Go(ir_raw_event_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![ir_raw_event_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, raw_task,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
IrRawEventThreadDead ==
  /\ At(ir_raw_event_thread, "dead")
  /\ IF usage[ir_raw_event_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(ir_raw_event_thread, "gone")
          /\ usage' = [usage EXCEPT ![ir_raw_event_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         raw_task, fault>>

IrRawEventThread ==
  \/ IrRawEventThreadBorn
  \/ IrRawEventThread2
  \/ IrRawEventThread3
  \/ IrRawEventThread6
  \/ IrRawEventThread8
  \/ IrRawEventThread9
  \/ IrRawEventThreadExit \/ IrRawEventThreadExited \/ IrRawEventThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe10 ==                                    \* return 0
  /\ Go(modprobe, "10", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, raw_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "11")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, raw_task, fault>>

Modprobe11 ==                                    \* if (raw_task)
  /\ Go(modprobe, "11", IF raw_task = NULL THEN "sync" ELSE "12.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 raw_task, fault>>

\* 12  kthread_stop(raw_task)
Modprobe12Load ==                                \* S0: reads raw_task
  /\ Go(modprobe, "12.load", "12.get")
  /\ arg' = [arg EXCEPT ![modprobe] = raw_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 raw_task, fault>>

Modprobe12Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "12.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         raw_task, fault>>

Modprobe12Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "12.set", "12.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, raw_task,
                 fault>>

Modprobe12Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "12.notify", "12.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, raw_task,
                 fault>>

Modprobe12Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "12.wake", "12.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, raw_task, fault>>

Modprobe12Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "12.wait", "12.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, raw_task,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe12Put ==
  /\ At(modprobe, "12.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         raw_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 raw_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, raw_task,
                 fault>>

Modprobe ==
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12Load \/ Modprobe12Get \/ Modprobe12Set \/ Modprobe12Notify
  \/ Modprobe12Wake \/ Modprobe12Wait \/ Modprobe12Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* register_device *)

RegisterDeviceIdle ==                            \* a user calls into the module
  /\ Go(register_device, "idle", "14.create")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 raw_task, fault>>

\* 14  raw_task = kthread_run(ir_raw_event_thread, NULL, "ir_raw_event_thread")
RegisterDevice14Create ==                        \* C1..C5: creates a thread of ir_raw_event_thread
  /\ At(register_device, "14.create")
  /\ \/ Create(register_device, ir_raw_event_thread, "14.wake")
     \/ /\ Goto(register_device, "14.store")
        /\ arg' = [arg EXCEPT ![register_device] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, raw_task, fault>>

RegisterDevice14Wake ==                          \* wakes the new thread
  /\ At(register_device, "14.wake")
  /\ IF BadTask(arg[register_device]) # "none"
     THEN Crash(BadTask(arg[register_device]))
     ELSE /\ Goto(register_device, "14.store")
          /\ Wake(arg[register_device])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, raw_task,
                         fault>>

RegisterDevice14Store ==                         \* stores the pointer in raw_task
  /\ Go(register_device, "14.store", "15")
  /\ raw_task' = arg[register_device]
  /\ arg' = [arg EXCEPT ![register_device] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, fault>>

RegisterDevice15 ==                              \* if (IS_ERR(raw_task))
  /\ Go(register_device, "15", IF raw_task = ERR THEN "16" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 raw_task, fault>>

RegisterDevice16 ==                              \* raw_task = NULL
  /\ Go(register_device, "16", "17")
  /\ raw_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 fault>>

RegisterDevice17 ==                              \* return -ENOMEM
  /\ Go(register_device, "17", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 raw_task, fault>>

RegisterDeviceLeave ==                           \* the call returns to user space
  /\ Go(register_device, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 raw_task, fault>>

RegisterDevice ==
  \/ RegisterDevice14Create \/ RegisterDevice14Wake \/ RegisterDevice14Store
  \/ RegisterDevice15
  \/ RegisterDevice16
  \/ RegisterDevice17
  \/ RegisterDeviceLeave

-----------------------------------------------------------------------------
(* handle_event *)

HandleEventIdle ==                               \* a user calls into the module
  /\ Go(handle_event, "idle", "19")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 raw_task, fault>>

HandleEvent19 ==                                 \* if (raw_task)
  /\ Go(handle_event, "19", IF raw_task = NULL THEN "leave" ELSE "20.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 raw_task, fault>>

\* 20  wake_up_process(raw_task)
HandleEvent20Load ==                             \* S0: reads raw_task
  /\ Go(handle_event, "20.load", "20.wake")
  /\ arg' = [arg EXCEPT ![handle_event] = raw_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 raw_task, fault>>

HandleEvent20Wake ==                             \* wakes raw_task
  /\ At(handle_event, "20.wake")
  /\ IF BadTask(arg[handle_event]) # "none"
     THEN Crash(BadTask(arg[handle_event]))
     ELSE /\ Goto(handle_event, "leave")
          /\ Wake(arg[handle_event])
          /\ arg' = [arg EXCEPT ![handle_event] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, raw_task,
                         fault>>

HandleEventLeave ==                              \* the call returns to user space
  /\ Go(handle_event, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 raw_task, fault>>

HandleEvent ==
  \/ HandleEvent19
  \/ HandleEvent20Load \/ HandleEvent20Wake
  \/ HandleEventLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, raw_task>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "10"
                  @@ register_device :> "idle"
                  @@ handle_event :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, register_device, handle_event} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ raw_task   = NULL
  /\ fault      = "none"

Next ==
  \/ IrRawEventThread
  \/ Modprobe
  \/ ModprobeLive
  \/ RegisterDevice
  \/ RegisterDeviceIdle
  \/ HandleEvent
  \/ HandleEventIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(IrRawEventThread \/ FetchFault(ir_raw_event_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe12Wait)
  /\ WF_vars(RegisterDevice \/ FetchFault(register_device))
  /\ WF_vars(HandleEvent \/ FetchFault(handle_event))

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
  /\ pc[ir_raw_event_thread] \in {"none", "gone"}
  /\ \A c \in {register_device, handle_event} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[ir_raw_event_thread] = "gone" => usage[ir_raw_event_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[ir_raw_event_thread] <= 1

NothingLeaked ==
  module = "freed" => ~(pc[ir_raw_event_thread] = "born" /\ asleep[ir_raw_event_thread])

StopResultCorrect ==
  pc[modprobe] = "12.put" /\ arg[modprobe] = ir_raw_event_thread =>
    /\ pc[ir_raw_event_thread] \in {"exited", "dead", "gone"}
    /\ result[ir_raw_event_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"12.notify", "12.wake", "12.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[ir_raw_event_thread] => pc[ir_raw_event_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {register_device, handle_event} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
