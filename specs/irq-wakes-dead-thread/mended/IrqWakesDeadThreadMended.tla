---------------------- MODULE IrqWakesDeadThreadMended ----------------------
(***************************************************************************)
(* Exit frees the interrupt, then stops the thread.                        *)
(*                                                                         *)
(*   worker    1  while (1) {                                              *)
(*             2      set_current_state(TASK_INTERRUPTIBLE);               *)
(*             3      if (kthread_should_stop()) {                         *)
(*             4          break;                                           *)
(*             5      }                                                    *)
(*             6      schedule();                                          *)
(*             7  }                                                        *)
(*             8  __set_current_state(TASK_RUNNING);                       *)
(*             9  return 0;                                                *)
(*   init     10  request_irq(irq, handler, 0, "handler", NULL);           *)
(*            11  task = kthread_run(worker, NULL, "worker");              *)
(*            12  if (IS_ERR(task)) {                                      *)
(*            13      free_irq(irq, NULL);                                 *)
(*            14      return -ENOMEM;                                      *)
(*            15  }                                                        *)
(*            16  ready = true;                                            *)
(*            17  return 0;                                                *)
(*   exit     18  free_irq(irq, NULL);                                     *)
(*            19  kthread_stop(task);                                      *)
(*   handler  20  if (ready) {                                             *)
(*            21      wake_up_process(task);                               *)
(*            22  }                                                        *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  worker,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
  handler,          \* an interrupt handler
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
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  warned,           \* the kernel printed a warning
  task,             \* struct task_struct *
  ready,            \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module, readers,
    warned, task, ready, fault>>

Kthreads   == {worker}
Contexts   == {worker, modprobe, handler}
Callbacks  == {handler}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "grace", "free", "done",
   "idle"}
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
                 module, readers, warned, task, ready>>

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

\* RCU waits for c: it is in module text, and neither sleeps nor is about to.
Reading(c) == InModuleText(c)

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"13.wait", "18.wait"} => pc[handler] = "idle"
  /\ pc[c] = "19.wait" => exited[arg[c]] > 0
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* worker *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WorkerBorn ==
  /\ At(worker, "born")
  /\ IF shouldStop[worker]
     THEN Goto(worker, "exit") /\ result' = [result EXCEPT ![worker] = -4]
     ELSE Goto(worker, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, module, readers,
                 warned, task, ready, fault>>

Worker2 ==                                       \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(worker, "2", "3")
  /\ state' = [state EXCEPT ![worker] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, module, readers,
                 warned, task, ready, fault>>

Worker3 ==                                       \* if (kthread_should_stop())
  /\ Go(worker, "3", IF shouldStop[worker] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, task, ready, fault>>

Worker6 ==                                       \* schedule()
  /\ Go(worker, "6", "2")
  /\ Schedule(worker)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module, readers, warned,
                 task, ready, fault>>

Worker8 ==                                       \* __set_current_state(TASK_RUNNING)
  /\ Go(worker, "8", "9")
  /\ state' = [state EXCEPT ![worker] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, module, readers,
                 warned, task, ready, fault>>

Worker9 ==                                       \* return 0
  /\ Go(worker, "9", "exit")
  /\ result' = [result EXCEPT ![worker] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, module, readers,
                 warned, task, ready, fault>>

WorkerExit ==                                    \* X4: completes 'exited'
  /\ Go(worker, "exit", "exited")
  /\ exited' = [exited EXCEPT ![worker] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, module, readers,
                 warned, task, ready, fault>>

WorkerExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(worker, "exited", "dead")
  /\ state' = [state EXCEPT ![worker] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, module, readers,
                 warned, task, ready, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WorkerDead ==
  /\ At(worker, "dead")
  /\ IF usage[worker] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(worker, "gone")
          /\ usage' = [usage EXCEPT ![worker] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, module,
                         readers, warned, task, ready, fault>>

Worker ==
  \/ WorkerBorn
  \/ Worker2
  \/ Worker3
  \/ Worker6
  \/ Worker8
  \/ Worker9
  \/ WorkerExit \/ WorkerExited \/ WorkerDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe10 ==                                    \* request_irq(irq, handler, 0, "handler", NULL)
  /\ Go(modprobe, "10", "11.create")
  /\ armed' = [armed EXCEPT ![handler] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, readers,
                 warned, task, ready, fault>>

\* 11  task = kthread_run(worker, NULL, "worker")
Modprobe11Create ==                              \* C1..C5: creates a thread of worker
  /\ At(modprobe, "11.create")
  /\ \/ Create(modprobe, worker, "11.wake")
     \/ /\ Goto(modprobe, "11.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, module, readers, warned, task,
                 ready, fault>>

Modprobe11Wake ==                                \* wakes the new thread
  /\ At(modprobe, "11.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module, readers,
                         warned, task, ready, fault>>

Modprobe11Store ==                               \* stores the pointer in task
  /\ Go(modprobe, "11.store", "12")
  /\ task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, module,
                 readers, warned, ready, fault>>

Modprobe12 ==                                    \* if (IS_ERR(task))
  /\ Go(modprobe, "12", IF task = ERR THEN "13.off" ELSE "16")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, task, ready, fault>>

\* 13  free_irq(irq, NULL)
Modprobe13Off ==                                 \* shuts the interrupt off
  /\ At(modprobe, "13.off")
  /\ IF armed[handler]
     THEN /\ Goto(modprobe, "13.wait")
          /\ armed' = [armed EXCEPT ![handler] = FALSE]
          /\ UNCHANGED warned
     ELSE Goto(modprobe, "14") /\ warned' = TRUE /\ UNCHANGED armed
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, readers,
                 task, ready, fault>>

Modprobe13Wait ==                                \* waits for a running handler
  /\ Go(modprobe, "13.wait", "14")
  /\ pc[handler] = "idle"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, task, ready, fault>>

Modprobe14 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "14", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, task, ready, fault>>

Modprobe16 ==                                    \* ready = true
  /\ Go(modprobe, "16", "17")
  /\ ready' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, task, fault>>

Modprobe17 ==                                    \* return 0
  /\ Go(modprobe, "17", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, task, ready, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "18.off")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, task, ready, fault>>

\* 18  free_irq(irq, NULL)
Modprobe18Off ==                                 \* shuts the interrupt off
  /\ At(modprobe, "18.off")
  /\ IF armed[handler]
     THEN /\ Goto(modprobe, "18.wait")
          /\ armed' = [armed EXCEPT ![handler] = FALSE]
          /\ UNCHANGED warned
     ELSE Goto(modprobe, "19.load") /\ warned' = TRUE /\ UNCHANGED armed
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, readers,
                 task, ready, fault>>

Modprobe18Wait ==                                \* waits for a running handler
  /\ Go(modprobe, "18.wait", "19.load")
  /\ pc[handler] = "idle"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, task, ready, fault>>

\* 19  kthread_stop(task)
Modprobe19Load ==                                \* S0: reads task
  /\ Go(modprobe, "19.load", "19.get")
  /\ arg' = [arg EXCEPT ![modprobe] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, module,
                 readers, warned, task, ready, fault>>

Modprobe19Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "19.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, module,
                         readers, warned, task, ready, fault>>

Modprobe19Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "19.set", "19.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, module, readers,
                 warned, task, ready, fault>>

Modprobe19Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "19.notify", "19.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, module, readers,
                 warned, task, ready, fault>>

Modprobe19Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "19.wake", "19.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module, readers, warned,
                 task, ready, fault>>

Modprobe19Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "19.wait", "19.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, module, readers,
                 warned, task, ready, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe19Put ==
  /\ At(modprobe, "19.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, module,
                         readers, warned, task, ready, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 warned, task, ready, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 warned, task, ready, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, task, ready, fault>>

Modprobe ==
  \/ Modprobe10
  \/ Modprobe11Create \/ Modprobe11Wake \/ Modprobe11Store
  \/ Modprobe12
  \/ Modprobe13Off \/ Modprobe13Wait
  \/ Modprobe14
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe18Off \/ Modprobe18Wait
  \/ Modprobe19Load \/ Modprobe19Get \/ Modprobe19Set \/ Modprobe19Notify
  \/ Modprobe19Wake \/ Modprobe19Wait \/ Modprobe19Put
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* handler *)

HandlerIdle ==                                   \* the device raises the interrupt
  /\ Go(handler, "idle", "20")
  /\ armed[handler]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, task, ready, fault>>

Handler20 ==                                     \* if (ready)
  /\ Go(handler, "20", IF ready THEN "21.load" ELSE "return")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, task, ready, fault>>

\* 21  wake_up_process(task)
Handler21Load ==                                 \* S0: reads task
  /\ Go(handler, "21.load", "21.wake")
  /\ arg' = [arg EXCEPT ![handler] = task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, module,
                 readers, warned, task, ready, fault>>

Handler21Wake ==                                 \* wakes task
  /\ At(handler, "21.wake")
  /\ IF BadTask(arg[handler]) # "none"
     THEN Crash(BadTask(arg[handler]))
     ELSE /\ Goto(handler, "return")
          /\ Wake(arg[handler])
          /\ arg' = [arg EXCEPT ![handler] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, armed, module, readers,
                         warned, task, ready, fault>>

HandlerReturn ==                                 \* returns
  /\ Go(handler, "return", "idle")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, task, ready, fault>>

Handler ==
  \/ Handler20
  \/ Handler21Load \/ Handler21Wake
  \/ HandlerReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 module, readers, warned, task, ready>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "10" @@ handler :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, handler} |-> NULL]
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ module     = "coming"
  /\ readers    = {}
  /\ warned     = FALSE
  /\ task       = NULL
  /\ ready      = FALSE
  /\ fault      = "none"

Next ==
  \/ Worker
  \/ Modprobe
  \/ ModprobeLive
  \/ Handler
  \/ HandlerIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Worker \/ FetchFault(worker))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(\/ Modprobe13Off
             \/ Modprobe13Wait
             \/ Modprobe18Off
             \/ Modprobe18Wait
             \/ Modprobe19Wait
             \/ ModprobeGrace)
  /\ WF_vars(Handler \/ FetchFault(handler))

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

NoDoubleStop == pc[modprobe] = "19.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "19.set" => arg[modprobe] # modprobe

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[worker] = "gone" => usage[worker] = 0)

ExitedOnce == exited[worker] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[worker] = "born" /\ asleep[worker])

StopResultCorrect ==
  pc[modprobe] = "19.put" /\ arg[modprobe] = worker => /\ pc[worker] \in {"exited", "dead", "gone"}
                                                       /\ result[worker] \in {-4, 0}

StopPending    == pc[modprobe] \in {"19.notify", "19.wake", "19.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[worker] => pc[worker] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"13.wait", "18.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
