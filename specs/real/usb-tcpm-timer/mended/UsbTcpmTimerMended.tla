------------------------- MODULE UsbTcpmTimerMended -------------------------
(*****************************************************************************************)
(* The timer is cancelled, then the worker destroyed.                                    *)
(*                                                                                       *)
(*   wq_thread                     1  kthread_worker_fn(wq);                             *)
(*   init                          2  wq = kthread_create_worker(0, "wq");               *)
(*                                 3  if (IS_ERR(wq)) {                                  *)
(*                                 4      return -ENOMEM;                                *)
(*                                 5  }                                                  *)
(*                                 6  hrtimer_start(&state_machine_timer_handler, ktime, *)
(*                                 HRTIMER_MODE_REL);                                    *)
(*                                 7  return 0;                                          *)
(*   exit                          8  hrtimer_cancel(&state_machine_timer_handler);      *)
(*                                 9  kthread_destroy_worker(wq);                        *)
(*   state_machine_timer_handler  10  kthread_queue_work(wq, &state_machine_work);       *)
(*****************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  wq_thread,                    \* a kthread
  modprobe,                     \* the task that loads and unloads the module
  state_machine_timer_handler,  \* the function of a high-resolution timer
  state_machine_work,           \* a kthread work item
  NULL,                         \* no task
  ERR,                          \* an error pointer
  none,                         \* no work, and the owner of a lock that is free
  \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  StopNotifies,
  CreateWorkerWakes             \* kthread_create_worker() also starts the thread

VARIABLES
  pc,                           \* where each context is in its program
  state,                        \* task state
  asleep,                       \* off the run queue
  shouldStop,                   \* KTHREAD_SHOULD_STOP
  notified,                     \* TIF_NOTIFY_SIGNAL
  exited,                       \* count of the completion that kthread_stop() waits for
  result,                       \* what the thread function returned
  usage,                        \* references on the task; 0 is no task, or a freed one
  arg,                          \* the task that each context's call is about
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  \* who waits behind the instance that is queued, in a flush or rcu_barrier()
  behind,
  \* what the flush item of each context stands behind, if it is on the list of a kthread worker
  flushing,
  module,                       \* "coming", "live", "going" or "freed"
  readers,                      \* whom synchronize_rcu() still waits for
  warned,                       \* the kernel printed a warning
  wq,                           \* struct kthread_worker *: "null", "error", "live" or "freed"
  wq_task,                      \* wq->task
  wq_current,                   \* wq->current_work: what its thread took last
  wq_running,                   \* the work that the thread of wq runs
  fault                         \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind, flushing,
    module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Kthreads   == {wq_thread}
Contexts   == {wq_thread, modprobe, state_machine_timer_handler, state_machine_work}
Callbacks  == {state_machine_timer_handler, state_machine_work}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "1.enter", "exit", "1.set", "1.stop", "1.take", "1.run", "1.sleep", "exited",
   "dead", "gone", "sync", "live", "grace", "free", "done", "idle"}
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
                 behind, flushing, module, readers, warned, wq, wq_task, wq_current, wq_running>>

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

\* What comes of following a pointer to a kthread worker: "none" is well.
BadWorker(p) ==
  IF p \in {"null", "error"} THEN "NULL-DEREF" ELSE IF p = "freed" THEN "KASAN-UAF" ELSE "none"

\* Something is queued for a thread t of a worker that has taken nothing, m, last; and t is freed.
WakesFreed(t, m) == m = none /\ t # NULL /\ usage[t] = 0

\* Something is queued: wakes the worker's thread t, if there is one and nothing, m, was taken last.
WakeWorker(t, m) == IF m = none /\ t # NULL THEN Wake(t) ELSE UNCHANGED <<state, asleep>>

\* Queues kthread work.
InsertKthreadWork(t, m, c) == armed' = [armed EXCEPT ![c] = TRUE] /\ WakeWorker(t, m)

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
  /\ pc[c] = "1.run" => wq_running = none
  /\ pc[c] = "8" => pc[state_machine_timer_handler] = "idle"
  /\ pc[c] = "9.flush" => flushing[c] = "none"
  /\ pc[c] = "9.wait" => exited[arg[c]] > 0
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* wq_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
WqThreadBorn ==
  /\ At(wq_thread, "born")
  /\ IF shouldStop[wq_thread]
     THEN Goto(wq_thread, "exit") /\ result' = [result EXCEPT ![wq_thread] = -4]
     ELSE Goto(wq_thread, "1.enter") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, behind, flushing,
                 module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

\* 1  kthread_worker_fn(wq)
WqThread1Enter ==                                \* makes itself wq->task
  /\ At(wq_thread, "1.enter")
  /\ IF BadWorker(wq) # "none"
     THEN Crash(BadWorker(wq))
     ELSE /\ Goto(wq_thread, "1.set")
          /\ warned' = (warned \/ wq_task \notin {NULL, wq_thread})
          /\ wq_task' = wq_thread
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         behind, flushing, module, readers, wq, wq_current, wq_running, fault>>

WqThread1Set ==                                  \* W1: sets TASK_INTERRUPTIBLE
  /\ Go(wq_thread, "1.set", "1.stop")
  /\ state' = [state EXCEPT ![wq_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

WqThread1Stop ==                                 \* W2: tests kthread_should_stop()
  /\ At(wq_thread, "1.stop")
  /\ IF shouldStop[wq_thread]
     THEN IF BadWorker(wq) # "none"
          THEN Crash(BadWorker(wq))
          ELSE /\ Goto(wq_thread, "exit")
               /\ wq_task' = NULL
               /\ state' = [state EXCEPT ![wq_thread] = "RUNNING"]
               /\ result' = [result EXCEPT ![wq_thread] = 0]
               /\ UNCHANGED <<asleep, shouldStop, notified, exited, usage, arg, armed, behind,
                              flushing, module, readers, warned, wq, wq_current, wq_running, fault>>
     ELSE /\ Goto(wq_thread, "1.take")
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         behind, flushing, module, readers, warned, wq, wq_task, wq_current,
                         wq_running, fault>>

WqThread1Take ==                                 \* W3, W4: takes the next item off the queue
  /\ At(wq_thread, "1.take")
  /\ IF BadWorker(wq) # "none"
     THEN Crash(BadWorker(wq))
     ELSE IF flushing[modprobe] = "wq" /\ modprobe \notin behind[state_machine_work]
          THEN /\ Goto(wq_thread, "1.run")
               /\ wq_current' = modprobe
               /\ flushing' = [flushing EXCEPT ![modprobe] = "none"]
               /\ state' = [state EXCEPT ![wq_thread] = "RUNNING"]
               /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed,
                              behind, module, readers, warned, wq, wq_task, wq_running, fault>>
          ELSE IF armed[state_machine_work]
               THEN /\ Goto(wq_thread, "1.run")
                    /\ wq_current' = state_machine_work
                    /\ wq_running' = state_machine_work
                    /\ state' = [state EXCEPT ![wq_thread] = "RUNNING"]
                    /\ armed' = [armed EXCEPT ![state_machine_work] = FALSE]
                    /\ behind' = [behind EXCEPT ![state_machine_work] = {}]
                    /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg,
                                   flushing, module, readers, warned, wq, wq_task, fault>>
               ELSE /\ Goto(wq_thread, "1.sleep")
                    /\ wq_current' = none
                    /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage,
                                   arg, armed, behind, flushing, module, readers, warned, wq,
                                   wq_task, wq_running, fault>>

WqThread1Run ==                                  \* W4: runs the item
  /\ Go(wq_thread, "1.run", "1.set")
  /\ wq_running = none
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

WqThread1Sleep ==                                \* W5: calls schedule()
  /\ Go(wq_thread, "1.sleep", "1.set")
  /\ Schedule(wq_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind, flushing,
                 module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

WqThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(wq_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![wq_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind, flushing,
                 module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

WqThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(wq_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![wq_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
WqThreadDead ==
  /\ At(wq_thread, "dead")
  /\ IF usage[wq_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(wq_thread, "gone")
          /\ usage' = [usage EXCEPT ![wq_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         flushing, module, readers, warned, wq, wq_task, wq_current, wq_running,
                         fault>>

WqThread ==
  \/ WqThreadBorn
  \/ WqThread1Enter \/ WqThread1Set \/ WqThread1Stop \/ WqThread1Take \/ WqThread1Run
  \/ WqThread1Sleep
  \/ WqThreadExit \/ WqThreadExited \/ WqThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 2  wq = kthread_create_worker(0, "wq")
Modprobe2Create ==                               \* C1..C5: creates the thread of wq
  /\ At(modprobe, "2.create")
  /\ \/ Create(modprobe, wq_thread, "2.task")
     \/ /\ Goto(modprobe, "2.failed")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, behind, flushing, module, readers,
                 warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe2Task ==                                 \* stores the thread in wq->task
  /\ Go(modprobe, "2.task", "2.wake")
  /\ wq' = "live"
  /\ wq_task' = arg[modprobe]
  /\ wq_current' = none
  /\ wq_running' = none
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, warned, fault>>

Modprobe2Wake ==                                 \* wakes the new thread, on kernels that do
  /\ Go(modprobe, "2.wake", "3")
  /\ IF CreateWorkerWakes THEN Wake(arg[modprobe]) ELSE UNCHANGED <<state, asleep>>
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, armed, behind, flushing, module,
                 readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe2Failed ==                               \* makes wq an error pointer
  /\ Go(modprobe, "2.failed", "3")
  /\ wq' = "error"
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, behind,
                 flushing, module, readers, warned, wq_task, wq_current, wq_running, fault>>

Modprobe3 ==                                     \* if (IS_ERR(wq))
  /\ Go(modprobe, "3", IF wq = "error" THEN "4" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe4 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "4", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

\* hrtimer_start(&state_machine_timer_handler, ktime, HRTIMER_MODE_REL)
Modprobe6 ==
  /\ Go(modprobe, "6", "7")
  /\ armed' = [armed EXCEPT ![state_machine_timer_handler] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe7 ==                                     \* return 0
  /\ Go(modprobe, "7", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "8")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe8 ==                                     \* hrtimer_cancel(&state_machine_timer_handler)
  /\ Go(modprobe, "8", "9.task")
  /\ pc[state_machine_timer_handler] = "idle"
  /\ armed' = [armed EXCEPT ![state_machine_timer_handler] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

\* 9  kthread_destroy_worker(wq)
Modprobe9Task ==                                 \* Y1: reads wq->task
  /\ At(modprobe, "9.task")
  /\ IF BadWorker(wq) # "none"
     THEN Crash(BadWorker(wq))
     ELSE IF wq_task = NULL
          THEN /\ Goto(modprobe, "sync")
               /\ warned' = TRUE
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              armed, behind, flushing, module, readers, wq, wq_task, wq_current,
                              wq_running, fault>>
          ELSE /\ Goto(modprobe, "9.note")
               /\ arg' = [arg EXCEPT ![modprobe] = wq_task]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed,
                              behind, flushing, module, readers, warned, wq, wq_task, wq_current,
                              wq_running, fault>>

\* Y2: puts a flush item behind what is queued on wq
Modprobe9Note ==
  /\ At(modprobe, "9.note")
  /\ IF BadWorker(wq) # "none"
     THEN Crash(BadWorker(wq))
     ELSE IF WakesFreed(wq_task, wq_current)
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(modprobe, "9.flush")
               /\ behind' = [behind EXCEPT ![state_machine_work] =
                                             IF armed[state_machine_work]
                                             THEN @ \cup {modprobe}
                                             ELSE @]
               /\ flushing' = [flushing EXCEPT ![modprobe] = "wq"]
               /\ WakeWorker(wq_task, wq_current)
               /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module,
                              readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe9Flush ==                                \* waits for the flush item
  /\ Go(modprobe, "9.flush", "9.get")
  /\ flushing[modprobe] = "none"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe9Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "9.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "9.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, behind,
                         flushing, module, readers, warned, wq, wq_task, wq_current, wq_running,
                         fault>>

Modprobe9Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "9.set", "9.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, behind, flushing,
                 module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe9Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "9.notify", "9.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, behind, flushing,
                 module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe9Wake ==                                 \* S7: wakes the thread
  /\ Go(modprobe, "9.wake", "9.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, behind, flushing,
                 module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe9Wait ==                                 \* S8: waits for 'exited'
  /\ Go(modprobe, "9.wait", "9.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, behind, flushing,
                 module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe9Put ==
  /\ At(modprobe, "9.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "9.free")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, behind,
                         flushing, module, readers, warned, wq, wq_task, wq_current, wq_running,
                         fault>>

Modprobe9Free ==                                 \* Y4..Y6: frees wq
  /\ Go(modprobe, "9.free", "sync")
  /\ warned' = (\/ warned
                \/ armed[state_machine_work]
                \/ flushing[modprobe] \in {"wq", "state_machine_work"})
  /\ wq' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, wq_task, wq_current, wq_running, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in {state_machine_timer_handler} : Reading(c)}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, wq, wq_task, wq_current, wq_running, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, warned, wq, wq_task, wq_current, wq_running, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

Modprobe ==
  \/ Modprobe2Create \/ Modprobe2Task \/ Modprobe2Wake \/ Modprobe2Failed
  \/ Modprobe3
  \/ Modprobe4
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe9Task \/ Modprobe9Note \/ Modprobe9Flush \/ Modprobe9Get \/ Modprobe9Set
  \/ Modprobe9Notify \/ Modprobe9Wake \/ Modprobe9Wait \/ Modprobe9Put
  \/ Modprobe9Free
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* state_machine_timer_handler *)

StateMachineTimerHandlerIdle ==                  \* the timer expires
  /\ Go(state_machine_timer_handler, "idle", "10")
  /\ armed[state_machine_timer_handler]
  /\ armed' = [armed EXCEPT ![state_machine_timer_handler] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

StateMachineTimerHandler10 ==                    \* kthread_queue_work(wq, &state_machine_work)
  /\ At(state_machine_timer_handler, "10")
  /\ IF BadWorker(wq) # "none"
     THEN Crash(BadWorker(wq))
     ELSE IF armed[state_machine_work]
          THEN /\ Goto(state_machine_timer_handler, "return")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              armed, behind, flushing, module, readers, warned, wq, wq_task,
                              wq_current, wq_running, fault>>
          ELSE IF WakesFreed(wq_task, wq_current)
               THEN Crash("KASAN-UAF")
               ELSE /\ Goto(state_machine_timer_handler, "return")
                    /\ InsertKthreadWork(wq_task, wq_current, state_machine_work)
                    /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, behind,
                                   flushing, module, readers, warned, wq, wq_task, wq_current,
                                   wq_running, fault>>

StateMachineTimerHandlerReturn ==                \* returns
  /\ Go(state_machine_timer_handler, "return", "idle")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

StateMachineTimerHandler ==
  \/ StateMachineTimerHandlerIdle
  \/ StateMachineTimerHandler10
  \/ StateMachineTimerHandlerReturn

-----------------------------------------------------------------------------
(* state_machine_work *)

StateMachineWorkIdle ==                          \* the worker's thread calls it
  /\ Go(state_machine_work, "idle", "return")
  /\ wq_running = state_machine_work
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, wq_running, fault>>

StateMachineWorkReturn ==                        \* returns
  /\ Go(state_machine_work, "return", "idle")
  /\ wq_running' = none
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 flushing, module, readers, warned, wq, wq_task, wq_current, fault>>

StateMachineWork == StateMachineWorkIdle \/ StateMachineWorkReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 behind, flushing, module, readers, warned, wq, wq_task, wq_current, wq_running>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ [c \in Callbacks |-> "idle"]
                  @@ modprobe :> "2.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ behind     = [c \in {state_machine_work} |-> {}]
  /\ flushing   = [c \in {modprobe} |-> "none"]
  /\ module     = "coming"
  /\ readers    = {}
  /\ warned     = FALSE
  /\ wq         = "null"
  /\ wq_task    = NULL
  /\ wq_current = none
  /\ wq_running = none
  /\ fault      = "none"

Next ==
  \/ WqThread
  \/ Modprobe
  \/ ModprobeLive
  \/ StateMachineTimerHandler
  \/ StateMachineWork
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(WqThread \/ FetchFault(wq_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe8 \/ Modprobe9Flush \/ Modprobe9Wait \/ ModprobeGrace)
  /\ WF_vars(StateMachineTimerHandler \/ FetchFault(state_machine_timer_handler))
  /\ WF_vars(StateMachineWork \/ FetchFault(state_machine_work))

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ pc[c] = "idle" => \/ c \in {state_machine_timer_handler} /\ armed[c]
                       \/ c \in {state_machine_work} /\ wq_running = c
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "9.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "9.set" => arg[modprobe] # modprobe

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[wq_thread] = "gone" => usage[wq_thread] = 0)

ExitedOnce == exited[wq_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => /\ wq # "live"
                         /\ ~(pc[wq_thread] = "born" /\ asleep[wq_thread])
                         /\ pc[wq_thread] \notin {"1.set", "1.stop", "1.take", "1.run", "1.sleep"}
  /\ wq = "live" => pc[modprobe] # "2.task"

StopResultCorrect ==
  pc[modprobe] = "9.put" /\ arg[modprobe] = wq_thread => /\ pc[wq_thread] \in
                                                              {"exited", "dead", "gone"}
                                                         /\ result[wq_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"9.notify", "9.wake", "9.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[wq_thread] => pc[wq_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"8", "9.flush"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
