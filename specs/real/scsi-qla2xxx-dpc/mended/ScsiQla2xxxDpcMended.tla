------------------------ MODULE ScsiQla2xxxDpcMended ------------------------
(***************************************************************************)
(* The thread ends when it is stopped.                                     *)
(*                                                                         *)
(*   do_dpc   1  while (1) {                                               *)
(*            2      set_current_state(TASK_INTERRUPTIBLE);                *)
(*            3      if (kthread_should_stop()) {                          *)
(*            4          break;                                            *)
(*            5      }                                                     *)
(*            6      schedule();                                           *)
(*            7  }                                                         *)
(*            8  __set_current_state(TASK_RUNNING);                        *)
(*            9  return 0;                                                 *)
(*   init    10  dpc_task = kthread_run(do_dpc, NULL, "do_dpc");           *)
(*           11  if (IS_ERR(dpc_task)) {                                   *)
(*           12      return -ENOMEM;                                       *)
(*           13  }                                                         *)
(*           14  return 0;                                                 *)
(*   exit    15  unloading = true;                                         *)
(*           16  wake_up_process(dpc_task);                                *)
(*           17  kthread_stop(dpc_task);                                   *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  do_dpc,           \* a kthread
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
  dpc_task,         \* struct task_struct *
  unloading,        \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, dpc_task,
    unloading, fault>>

Kthreads   == {do_dpc}
Contexts   == {do_dpc, modprobe}
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
                 dpc_task, unloading>>

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
Ready(c) == pc[c] = "17.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* do_dpc *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
DoDpcBorn ==
  /\ At(do_dpc, "born")
  /\ IF shouldStop[do_dpc]
     THEN Goto(do_dpc, "exit") /\ result' = [result EXCEPT ![do_dpc] = -4]
     ELSE Goto(do_dpc, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, dpc_task,
                 unloading, fault>>

DoDpc2 ==                                        \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(do_dpc, "2", "3")
  /\ state' = [state EXCEPT ![do_dpc] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, dpc_task,
                 unloading, fault>>

DoDpc3 ==                                        \* if (kthread_should_stop())
  /\ Go(do_dpc, "3", IF shouldStop[do_dpc] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dpc_task, unloading, fault>>

DoDpc6 ==                                        \* schedule()
  /\ Go(do_dpc, "6", "2")
  /\ Schedule(do_dpc)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, dpc_task, unloading,
                 fault>>

DoDpc8 ==                                        \* __set_current_state(TASK_RUNNING)
  /\ Go(do_dpc, "8", "9")
  /\ state' = [state EXCEPT ![do_dpc] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, dpc_task,
                 unloading, fault>>

DoDpc9 ==                                        \* return 0
  /\ Go(do_dpc, "9", "exit")
  /\ result' = [result EXCEPT ![do_dpc] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, dpc_task,
                 unloading, fault>>

DoDpcExit ==                                     \* X4: completes 'exited'
  /\ Go(do_dpc, "exit", "exited")
  /\ exited' = [exited EXCEPT ![do_dpc] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, dpc_task,
                 unloading, fault>>

DoDpcExited ==                                   \* X7..X10: is reaped and leaves its CPU
  /\ Go(do_dpc, "exited", "dead")
  /\ state' = [state EXCEPT ![do_dpc] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, dpc_task,
                 unloading, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
DoDpcDead ==
  /\ At(do_dpc, "dead")
  /\ IF usage[do_dpc] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(do_dpc, "gone")
          /\ usage' = [usage EXCEPT ![do_dpc] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         dpc_task, unloading, fault>>

DoDpc ==
  \/ DoDpcBorn
  \/ DoDpc2
  \/ DoDpc3
  \/ DoDpc6
  \/ DoDpc8
  \/ DoDpc9
  \/ DoDpcExit \/ DoDpcExited \/ DoDpcDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  dpc_task = kthread_run(do_dpc, NULL, "do_dpc")
Modprobe10Create ==                              \* C1..C5: creates a thread of do_dpc
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, do_dpc, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, dpc_task, unloading, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, dpc_task,
                         unloading, fault>>

Modprobe10Store ==                               \* stores the pointer in dpc_task
  /\ Go(modprobe, "10.store", "11")
  /\ dpc_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, unloading,
                 fault>>

Modprobe11 ==                                    \* if (IS_ERR(dpc_task))
  /\ Go(modprobe, "11", IF dpc_task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dpc_task, unloading, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dpc_task,
                 unloading, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dpc_task,
                 unloading, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dpc_task,
                 unloading, fault>>

Modprobe15 ==                                    \* unloading = true
  /\ Go(modprobe, "15", "16.load")
  /\ unloading' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dpc_task, fault>>

\* 16  wake_up_process(dpc_task)
Modprobe16Load ==                                \* S0: reads dpc_task
  /\ Go(modprobe, "16.load", "16.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = dpc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, dpc_task,
                 unloading, fault>>

Modprobe16Wake ==                                \* wakes dpc_task
  /\ At(modprobe, "16.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.load")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, dpc_task, unloading,
                         fault>>

\* 17  kthread_stop(dpc_task)
Modprobe17Load ==                                \* S0: reads dpc_task
  /\ Go(modprobe, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![modprobe] = dpc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, dpc_task,
                 unloading, fault>>

Modprobe17Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "17.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         dpc_task, unloading, fault>>

Modprobe17Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, dpc_task, unloading,
                 fault>>

Modprobe17Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, dpc_task,
                 unloading, fault>>

Modprobe17Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "17.wake", "17.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, dpc_task, unloading,
                 fault>>

Modprobe17Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "17.wait", "17.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, dpc_task,
                 unloading, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe17Put ==
  /\ At(modprobe, "17.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, dpc_task,
                         unloading, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dpc_task, unloading, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, dpc_task,
                 unloading, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Wake
  \/ Modprobe17Load \/ Modprobe17Get \/ Modprobe17Set \/ Modprobe17Notify
  \/ Modprobe17Wake \/ Modprobe17Wait \/ Modprobe17Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 dpc_task, unloading>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "10.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ dpc_task   = NULL
  /\ unloading  = FALSE
  /\ fault      = "none"

Next ==
  \/ DoDpc
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(DoDpc \/ FetchFault(do_dpc))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe17Wait)

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

NoDoubleStop == pc[modprobe] = "17.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "17.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[do_dpc] = "gone" => usage[do_dpc] = 0)

ExitedOnce == exited[do_dpc] <= 1

NothingLeaked == module = "freed" => ~(pc[do_dpc] = "born" /\ asleep[do_dpc])

StopResultCorrect ==
  pc[modprobe] = "17.put" /\ arg[modprobe] = do_dpc => /\ pc[do_dpc] \in {"exited", "dead", "gone"}
                                                       /\ result[do_dpc] \in {-4, 0}

StopPending    == pc[modprobe] \in {"17.notify", "17.wake", "17.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[do_dpc] => pc[do_dpc] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
