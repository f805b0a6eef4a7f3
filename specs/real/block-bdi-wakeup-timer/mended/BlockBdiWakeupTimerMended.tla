--------------------- MODULE BlockBdiWakeupTimerMended ----------------------
(*********************************************************************************)
(* The flusher is taken out of the timer's sight, then stopped.                  *)
(*                                                                               *)
(*   bdi_writeback_thread   1  while (1) {                                       *)
(*                          2      set_current_state(TASK_INTERRUPTIBLE);        *)
(*                          3      if (kthread_should_stop()) {                  *)
(*                          4          break;                                    *)
(*                          5      }                                             *)
(*                          6      schedule();                                   *)
(*                          7  }                                                 *)
(*                          8  __set_current_state(TASK_RUNNING);                *)
(*                          9  return 0;                                         *)
(*   init                  10  wb_task = kthread_run(bdi_writeback_thread, NULL, *)
(*   "bdi_writeback_thread");                                                    *)
(*                         11  if (IS_ERR(wb_task)) {                            *)
(*                         12      return -ENOMEM;                               *)
(*                         13  }                                                 *)
(*                         14  return 0;                                         *)
(*   exit                  15  spin_lock(&wb_lock);                              *)
(*                         16  registered = false;                               *)
(*                         17  spin_unlock(&wb_lock);                            *)
(*                         18  timer_delete_sync(&wakeup_timer);                 *)
(*                         19  kthread_stop(wb_task);                            *)
(*   dirty_inode           20  mod_timer(&wakeup_timer, jiffies + HZ);           *)
(*   wakeup_timer          21  spin_lock(&wb_lock);                              *)
(*                         22  if (registered) {                                 *)
(*                         23      wake_up_process(wb_task);                     *)
(*                         24  }                                                 *)
(*                         25  spin_unlock(&wb_lock);                            *)
(*********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  bdi_writeback_thread,  \* a kthread
  modprobe,              \* the task that loads and unloads the module
  dirty_inode,           \* a task that calls dirty_inode()
  wakeup_timer,          \* the function of a timer
  NULL,                  \* no task
  ERR,                   \* an error pointer
  none,                  \* the owner of a lock that is free
  StopNotifies           \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                    \* where each context is in its program
  state,                 \* task state
  asleep,                \* off the run queue
  shouldStop,            \* KTHREAD_SHOULD_STOP
  notified,              \* TIF_NOTIFY_SIGNAL
  exited,                \* count of the completion that kthread_stop() waits for
  result,                \* what the thread function returned
  usage,                 \* references on the task; 0 is no task, or a freed one
  arg,                   \* the task that each context's call is about
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,                \* "coming", "live", "going" or "freed"
  refs,                  \* references on the module: one is its own, one more is held during init
  readers,               \* whom synchronize_rcu() still waits for
  warned,                \* the kernel printed a warning
  wb_task,               \* struct task_struct *
  wb_lock,               \* spinlock_t: its owner
  registered,            \* bool
  fault                  \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module, refs,
    readers, warned, wb_task, wb_lock, registered, fault>>

Kthreads   == {bdi_writeback_thread}
Contexts   == {bdi_writeback_thread, modprobe, dirty_inode, wakeup_timer}
Callbacks  == {wakeup_timer}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "grace", "free", "done",
   "idle", "leave"}
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
                 module, refs, readers, warned, wb_task, wb_lock, registered>>

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
  /\ pc[c] \in {"15", "21"} => wb_lock = none
  /\ pc[c] = "18" => pc[wakeup_timer] = "idle"
  /\ pc[c] = "19.wait" => exited[arg[c]] > 0
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* bdi_writeback_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
BdiWritebackThreadBorn ==
  /\ At(bdi_writeback_thread, "born")
  /\ IF shouldStop[bdi_writeback_thread]
     THEN /\ Goto(bdi_writeback_thread, "exit")
          /\ result' = [result EXCEPT ![bdi_writeback_thread] = -4]
     ELSE Goto(bdi_writeback_thread, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

BdiWritebackThread2 ==                           \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(bdi_writeback_thread, "2", "3")
  /\ state' = [state EXCEPT ![bdi_writeback_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

BdiWritebackThread3 ==                           \* if (kthread_should_stop())
  /\ Go(bdi_writeback_thread, "3", IF shouldStop[bdi_writeback_thread] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, wb_task, wb_lock, registered, fault>>

BdiWritebackThread6 ==                           \* schedule()
  /\ Go(bdi_writeback_thread, "6", "2")
  /\ Schedule(bdi_writeback_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module, refs, readers,
                 warned, wb_task, wb_lock, registered, fault>>

BdiWritebackThread8 ==                           \* __set_current_state(TASK_RUNNING)
  /\ Go(bdi_writeback_thread, "8", "9")
  /\ state' = [state EXCEPT ![bdi_writeback_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

BdiWritebackThread9 ==                           \* return 0
  /\ Go(bdi_writeback_thread, "9", "exit")
  /\ result' = [result EXCEPT ![bdi_writeback_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

BdiWritebackThreadExit ==                        \* X4: completes 'exited'
  /\ Go(bdi_writeback_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![bdi_writeback_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

BdiWritebackThreadExited ==                      \* X7..X10: is reaped and leaves its CPU
  /\ Go(bdi_writeback_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![bdi_writeback_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
BdiWritebackThreadDead ==
  /\ At(bdi_writeback_thread, "dead")
  /\ IF usage[bdi_writeback_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(bdi_writeback_thread, "gone")
          /\ usage' = [usage EXCEPT ![bdi_writeback_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, module,
                         refs, readers, warned, wb_task, wb_lock, registered, fault>>

BdiWritebackThread ==
  \/ BdiWritebackThreadBorn
  \/ BdiWritebackThread2
  \/ BdiWritebackThread3
  \/ BdiWritebackThread6
  \/ BdiWritebackThread8
  \/ BdiWritebackThread9
  \/ BdiWritebackThreadExit \/ BdiWritebackThreadExited \/ BdiWritebackThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  wb_task = kthread_run(bdi_writeback_thread, NULL, "bdi_writeback_thread")
Modprobe10Create ==                              \* C1..C5: creates a thread of bdi_writeback_thread
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, bdi_writeback_thread, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, module, refs, readers, warned,
                 wb_task, wb_lock, registered, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module, refs,
                         readers, warned, wb_task, wb_lock, registered, fault>>

Modprobe10Store ==                               \* stores the pointer in wb_task
  /\ Go(modprobe, "10.store", "11")
  /\ wb_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, module, refs,
                 readers, warned, wb_lock, registered, fault>>

Modprobe11 ==                                    \* if (IS_ERR(wb_task))
  /\ Go(modprobe, "11", IF wb_task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, wb_task, wb_lock, registered, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, wb_task, wb_lock, registered, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, wb_task, wb_lock, registered, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, wb_task, wb_lock, registered, fault>>

Modprobe15 ==                                    \* spin_lock(&wb_lock)
  /\ Go(modprobe, "15", "16")
  /\ wb_lock = none
  /\ wb_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, wb_task, registered, fault>>

Modprobe16 ==                                    \* registered = false
  /\ Go(modprobe, "16", "17")
  /\ registered' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, wb_task, wb_lock, fault>>

Modprobe17 ==                                    \* spin_unlock(&wb_lock)
  /\ Go(modprobe, "17", "18")
  /\ wb_lock' = none
  /\ warned' = (warned \/ wb_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, wb_task, registered, fault>>

Modprobe18 ==                                    \* timer_delete_sync(&wakeup_timer)
  /\ Go(modprobe, "18", "19.load")
  /\ pc[wakeup_timer] = "idle"
  /\ armed' = [armed EXCEPT ![wakeup_timer] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

\* 19  kthread_stop(wb_task)
Modprobe19Load ==                                \* S0: reads wb_task
  /\ Go(modprobe, "19.load", "19.get")
  /\ arg' = [arg EXCEPT ![modprobe] = wb_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

Modprobe19Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "19.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "19.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, module,
                         refs, readers, warned, wb_task, wb_lock, registered, fault>>

Modprobe19Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "19.set", "19.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

Modprobe19Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "19.notify", "19.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

Modprobe19Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "19.wake", "19.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module, refs, readers,
                 warned, wb_task, wb_lock, registered, fault>>

Modprobe19Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "19.wait", "19.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe19Put ==
  /\ At(modprobe, "19.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, module, refs,
                         readers, warned, wb_task, wb_lock, registered, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, warned, wb_task, wb_lock, registered, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, warned, wb_task, wb_lock, registered, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe19Load \/ Modprobe19Get \/ Modprobe19Set \/ Modprobe19Notify
  \/ Modprobe19Wake \/ Modprobe19Wait \/ Modprobe19Put
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* dirty_inode *)

DirtyInodeIdle ==                                \* a user calls into the module
  /\ Go(dirty_inode, "idle", "20")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, wb_task, wb_lock, registered, fault>>

DirtyInode20 ==                                  \* mod_timer(&wakeup_timer, jiffies + HZ)
  /\ Go(dirty_inode, "20", "leave")
  /\ armed' = [armed EXCEPT ![wakeup_timer] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

DirtyInodeLeave ==                               \* the call returns to user space
  /\ Go(dirty_inode, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, wb_task, wb_lock, registered, fault>>

DirtyInode ==
  \/ DirtyInode20
  \/ DirtyInodeLeave

-----------------------------------------------------------------------------
(* wakeup_timer *)

WakeupTimerIdle ==                               \* the timer expires
  /\ Go(wakeup_timer, "idle", "21")
  /\ armed[wakeup_timer]
  /\ armed' = [armed EXCEPT ![wakeup_timer] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

WakeupTimer21 ==                                 \* spin_lock(&wb_lock)
  /\ Go(wakeup_timer, "21", "22")
  /\ wb_lock = none
  /\ wb_lock' = wakeup_timer
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, wb_task, registered, fault>>

WakeupTimer22 ==                                 \* if (registered)
  /\ Go(wakeup_timer, "22", IF registered THEN "23.load" ELSE "25")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, wb_task, wb_lock, registered, fault>>

\* 23  wake_up_process(wb_task)
WakeupTimer23Load ==                             \* S0: reads wb_task
  /\ Go(wakeup_timer, "23.load", "23.wake")
  /\ arg' = [arg EXCEPT ![wakeup_timer] = wb_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, module, refs,
                 readers, warned, wb_task, wb_lock, registered, fault>>

WakeupTimer23Wake ==                             \* wakes wb_task
  /\ At(wakeup_timer, "23.wake")
  /\ IF BadTask(arg[wakeup_timer]) # "none"
     THEN Crash(BadTask(arg[wakeup_timer]))
     ELSE /\ Goto(wakeup_timer, "25")
          /\ Wake(arg[wakeup_timer])
          /\ arg' = [arg EXCEPT ![wakeup_timer] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, armed, module, refs,
                         readers, warned, wb_task, wb_lock, registered, fault>>

WakeupTimer25 ==                                 \* spin_unlock(&wb_lock)
  /\ Go(wakeup_timer, "25", "return")
  /\ wb_lock' = none
  /\ warned' = (warned \/ wb_lock # wakeup_timer)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, wb_task, registered, fault>>

WakeupTimerReturn ==                             \* returns
  /\ Go(wakeup_timer, "return", "idle")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, wb_task, wb_lock, registered, fault>>

WakeupTimer ==
  \/ WakeupTimerIdle
  \/ WakeupTimer21
  \/ WakeupTimer22
  \/ WakeupTimer23Load \/ WakeupTimer23Wake
  \/ WakeupTimer25
  \/ WakeupTimerReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 module, refs, readers, warned, wb_task, wb_lock, registered>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "10.create"
                  @@ dirty_inode :> "idle"
                  @@ wakeup_timer :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, wakeup_timer} |-> NULL]
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ module     = "coming"
  /\ refs       = 2
  /\ readers    = {}
  /\ warned     = FALSE
  /\ wb_task    = NULL
  /\ wb_lock    = none
  /\ registered = TRUE
  /\ fault      = "none"

Next ==
  \/ BdiWritebackThread
  \/ Modprobe
  \/ ModprobeLive
  \/ DirtyInode
  \/ DirtyInodeIdle
  \/ WakeupTimer
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(BdiWritebackThread \/ FetchFault(bdi_writeback_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe15 \/ Modprobe18 \/ Modprobe19Wait \/ ModprobeGrace)
  /\ WF_vars(DirtyInode \/ FetchFault(dirty_inode))
  /\ WF_vars(WakeupTimer \/ FetchFault(wakeup_timer))
  /\ SF_vars(WakeupTimer21)

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

NoDoubleStop == pc[modprobe] = "19.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "19.set" => arg[modprobe] # modprobe

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ pc[bdi_writeback_thread] \in {"none", "gone"}
  /\ pc[dirty_inode] \in {"idle", "done"}
  /\ pc[wakeup_timer] = "idle" /\ ~armed[wakeup_timer]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[bdi_writeback_thread] = "gone" => usage[bdi_writeback_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[bdi_writeback_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  module = "freed" => ~(pc[bdi_writeback_thread] = "born" /\ asleep[bdi_writeback_thread])

LocksReleased == wb_lock = none \/ InModuleText(wb_lock)

StopResultCorrect ==
  pc[modprobe] = "19.put" /\ arg[modprobe] = bdi_writeback_thread =>
    /\ pc[bdi_writeback_thread] \in {"exited", "dead", "gone"}
    /\ result[bdi_writeback_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"19.notify", "19.wake", "19.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[bdi_writeback_thread] => pc[bdi_writeback_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[dirty_inode] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] = "18"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
