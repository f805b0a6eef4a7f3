-------------------------- MODULE ScsiErrorHandler --------------------------
(******************************************************************************)
(* The handler tests for a stop, then sets its state.                         *)
(*                                                                            *)
(*   scsi_error_handler   1  while (!kthread_should_stop()) {                 *)
(*                        2      set_current_state(TASK_INTERRUPTIBLE);       *)
(*                        3      if (!host_failed) {                          *)
(*                        4          schedule();                              *)
(*                        5          continue;                                *)
(*                        6      }                                            *)
(*                        7      __set_current_state(TASK_RUNNING);           *)
(*                        8      host_failed = false;                         *)
(*                        9  }                                                *)
(*                       10  return 0;                                        *)
(*   init                11  ehandler = kthread_run(scsi_error_handler, NULL, *)
(*   "scsi_error_handler");                                                   *)
(*                       12  if (IS_ERR(ehandler)) {                          *)
(*                       13      return -ENOMEM;                              *)
(*                       14  }                                                *)
(*                       15  return 0;                                        *)
(*   exit                16  kthread_stop(ehandler);                          *)
(*   command             17  if (times_out()) {                               *)
(*                       18      host_failed = true;                          *)
(*                       19      wake_up_process(ehandler);                   *)
(*                       20  }                                                *)
(******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  scsi_error_handler,  \* a kthread
  modprobe,            \* the task that loads and unloads the module
  command,             \* a task that calls command()
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
  ehandler,            \* struct task_struct *
  host_failed,         \* bool
  fault                \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, ehandler,
    host_failed, fault>>

Kthreads   == {scsi_error_handler}
Contexts   == {scsi_error_handler, modprobe, command}
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
                 refs, ehandler, host_failed>>

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
Ready(c) == pc[c] = "16.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* scsi_error_handler *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ScsiErrorHandlerBorn ==
  /\ At(scsi_error_handler, "born")
  /\ IF shouldStop[scsi_error_handler]
     THEN Goto(scsi_error_handler, "exit") /\ result' = [result EXCEPT ![scsi_error_handler] = -4]
     ELSE Goto(scsi_error_handler, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

ScsiErrorHandler1 ==                             \* while (!kthread_should_stop())
  /\ Go(scsi_error_handler, "1", IF shouldStop[scsi_error_handler] THEN "10" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ehandler, host_failed, fault>>

ScsiErrorHandler2 ==                             \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(scsi_error_handler, "2", "3")
  /\ state' = [state EXCEPT ![scsi_error_handler] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

ScsiErrorHandler3 ==                             \* if (!host_failed)
  /\ Go(scsi_error_handler, "3", IF host_failed THEN "7" ELSE "4")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ehandler, host_failed, fault>>

ScsiErrorHandler4 ==                             \* schedule()
  /\ Go(scsi_error_handler, "4", "1")
  /\ Schedule(scsi_error_handler)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

ScsiErrorHandler7 ==                             \* __set_current_state(TASK_RUNNING)
  /\ Go(scsi_error_handler, "7", "8")
  /\ state' = [state EXCEPT ![scsi_error_handler] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

ScsiErrorHandler8 ==                             \* host_failed = false
  /\ Go(scsi_error_handler, "8", "1")
  /\ host_failed' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ehandler, fault>>

ScsiErrorHandler10 ==                            \* return 0
  /\ Go(scsi_error_handler, "10", "exit")
  /\ result' = [result EXCEPT ![scsi_error_handler] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

ScsiErrorHandlerExit ==                          \* X4: completes 'exited'
  /\ Go(scsi_error_handler, "exit", "exited")
  /\ exited' = [exited EXCEPT ![scsi_error_handler] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

ScsiErrorHandlerExited ==                        \* X7..X10: is reaped and leaves its CPU
  /\ Go(scsi_error_handler, "exited", "dead")
  /\ state' = [state EXCEPT ![scsi_error_handler] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ScsiErrorHandlerDead ==
  /\ At(scsi_error_handler, "dead")
  /\ IF usage[scsi_error_handler] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(scsi_error_handler, "gone")
          /\ usage' = [usage EXCEPT ![scsi_error_handler] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         ehandler, host_failed, fault>>

ScsiErrorHandler ==
  \/ ScsiErrorHandlerBorn
  \/ ScsiErrorHandler1
  \/ ScsiErrorHandler2
  \/ ScsiErrorHandler3
  \/ ScsiErrorHandler4
  \/ ScsiErrorHandler7
  \/ ScsiErrorHandler8
  \/ ScsiErrorHandler10
  \/ ScsiErrorHandlerExit \/ ScsiErrorHandlerExited \/ ScsiErrorHandlerDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 11  ehandler = kthread_run(scsi_error_handler, NULL, "scsi_error_handler")
Modprobe11Create ==                              \* C1..C5: creates a thread of scsi_error_handler
  /\ At(modprobe, "11.create")
  /\ \/ Create(modprobe, scsi_error_handler, "11.wake")
     \/ /\ Goto(modprobe, "11.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, ehandler, host_failed, fault>>

Modprobe11Wake ==                                \* wakes the new thread
  /\ At(modprobe, "11.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, ehandler,
                         host_failed, fault>>

Modprobe11Store ==                               \* stores the pointer in ehandler
  /\ Go(modprobe, "11.store", "12")
  /\ ehandler' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 host_failed, fault>>

Modprobe12 ==                                    \* if (IS_ERR(ehandler))
  /\ Go(modprobe, "12", IF ehandler = ERR THEN "13" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ehandler, host_failed, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ehandler,
                 host_failed, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ehandler,
                 host_failed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ehandler,
                 host_failed, fault>>

\* 16  kthread_stop(ehandler)
Modprobe16Load ==                                \* S0: reads ehandler
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ehandler]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 ehandler, host_failed, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         ehandler, host_failed, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, ehandler,
                 host_failed, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         ehandler, host_failed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ehandler, host_failed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, ehandler,
                 host_failed, fault>>

Modprobe ==
  \/ Modprobe11Create \/ Modprobe11Wake \/ Modprobe11Store
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* command *)

CommandIdle ==                                   \* a user calls into the module
  /\ Go(command, "idle", "17")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ehandler, host_failed, fault>>

Command17 ==                                     \* if (times_out())
  /\ At(command, "17")
  /\ Goto(command, "18") \/ Goto(command, "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ehandler, host_failed, fault>>

Command18 ==                                     \* host_failed = true
  /\ Go(command, "18", "19.load")
  /\ host_failed' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ehandler, fault>>

\* 19  wake_up_process(ehandler)
Command19Load ==                                 \* S0: reads ehandler
  /\ Go(command, "19.load", "19.wake")
  /\ arg' = [arg EXCEPT ![command] = ehandler]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 ehandler, host_failed, fault>>

Command19Wake ==                                 \* wakes ehandler
  /\ At(command, "19.wake")
  /\ IF BadTask(arg[command]) # "none"
     THEN Crash(BadTask(arg[command]))
     ELSE /\ Goto(command, "leave")
          /\ Wake(arg[command])
          /\ arg' = [arg EXCEPT ![command] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, ehandler,
                         host_failed, fault>>

CommandLeave ==                                  \* the call returns to user space
  /\ Go(command, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ehandler, host_failed, fault>>

Command ==
  \/ Command17
  \/ Command18
  \/ Command19Load \/ Command19Wake
  \/ CommandLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, ehandler, host_failed>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "11.create" @@ command :> "idle"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe, command} |-> NULL]
  /\ module      = "coming"
  /\ refs        = 2
  /\ ehandler    = NULL
  /\ host_failed = FALSE
  /\ fault       = "none"

Next ==
  \/ ScsiErrorHandler
  \/ Modprobe
  \/ ModprobeLive
  \/ Command
  \/ CommandIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(ScsiErrorHandler \/ FetchFault(scsi_error_handler))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16Wait)
  /\ WF_vars(Command \/ FetchFault(command))

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

NoDoubleStop == pc[modprobe] = "16.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "16.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[scsi_error_handler] \in {"none", "gone"}
  /\ pc[command] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[scsi_error_handler] = "gone" => usage[scsi_error_handler] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[scsi_error_handler] <= 1

NothingLeaked ==
  module = "freed" => ~(pc[scsi_error_handler] = "born" /\ asleep[scsi_error_handler])

StopResultCorrect ==
  pc[modprobe] = "16.put" /\ arg[modprobe] = scsi_error_handler =>
    pc[scsi_error_handler] \in {"exited", "dead", "gone"} /\ result[scsi_error_handler] \in {-4, 0}

StopPending    == pc[modprobe] \in {"16.notify", "16.wake", "16.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[scsi_error_handler] => pc[scsi_error_handler] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[command] \in {"idle", "done"} \/ fault # "none")
=============================================================================
