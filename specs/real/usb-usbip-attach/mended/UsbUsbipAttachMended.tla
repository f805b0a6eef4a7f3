------------------------ MODULE UsbUsbipAttachMended ------------------------
(***************************************************************************)
(* A mutex keeps an attach and a shutdown apart.                           *)
(*                                                                         *)
(*   stub_rx   1  schedule_work(&event);                                   *)
(*             2  return 0;                                                *)
(*   stub_tx   3  while (!kthread_should_stop()) {                         *)
(*             4      msleep(100);                                         *)
(*             5  }                                                        *)
(*             6  return 0;                                                *)
(*   init      7  return 0;                                                *)
(*   exit      8  schedule_work(&event);                                   *)
(*             9  flush_work(&event);                                      *)
(*            10  cancel_work_sync(&event);                                *)
(*   attach   11  mutex_lock(&sysfs_lock);                                 *)
(*            12  rx = kthread_create(stub_rx, NULL, "stub_rx");           *)
(*            13  if (IS_ERR(rx)) {                                        *)
(*            14      mutex_unlock(&sysfs_lock);                           *)
(*            15      return -ENOMEM;                                      *)
(*            16  }                                                        *)
(*            17  tx = kthread_create(stub_tx, NULL, "stub_tx");           *)
(*            18  if (IS_ERR(tx)) {                                        *)
(*            19      kthread_stop(rx);                                    *)
(*            20      mutex_unlock(&sysfs_lock);                           *)
(*            21      return -ENOMEM;                                      *)
(*            22  }                                                        *)
(*            23  get_task_struct(rx);                                     *)
(*            24  get_task_struct(tx);                                     *)
(*            25  tcp_rx = rx;                                             *)
(*            26  tcp_tx = tx;                                             *)
(*            27  wake_up_process(tcp_rx);                                 *)
(*            28  wake_up_process(tcp_tx);                                 *)
(*            29  mutex_unlock(&sysfs_lock);                               *)
(*   event    30  mutex_lock(&sysfs_lock);                                 *)
(*            31  if (tcp_rx) {                                            *)
(*            32      kthread_stop(tcp_rx);                                *)
(*            33      put_task_struct(tcp_rx);                             *)
(*            34      tcp_rx = NULL;                                       *)
(*            35  }                                                        *)
(*            36  if (tcp_tx) {                                            *)
(*            37      kthread_stop(tcp_tx);                                *)
(*            38      put_task_struct(tcp_tx);                             *)
(*            39      tcp_tx = NULL;                                       *)
(*            40  }                                                        *)
(*            41  mutex_unlock(&sysfs_lock);                               *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  stub_rx,          \* a kthread
  stub_tx,          \* a kthread
  modprobe,         \* the task that loads and unloads the module
  attach,           \* a task that calls attach()
  event,            \* the function of a work item
  NULL,             \* no task
  ERR,              \* an error pointer
  none,             \* the owner of a lock that is free
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
  behind,           \* who waits behind the instance that is queued, in a flush or rcu_barrier()
  behindRunning,    \* who waits behind the instance that runs
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  warned,           \* the kernel printed a warning
  sysfs_lock,       \* struct mutex: its owner
  rx,               \* struct task_struct *
  tx,               \* struct task_struct *
  tcp_rx,           \* struct task_struct *
  tcp_tx,           \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, cancelling,
    behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Kthreads   == {stub_rx, stub_tx}
Contexts   == {stub_rx, stub_tx, modprobe, attach, event}
Callbacks  == {event}
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
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx>>

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
Ready(c) ==
  /\ pc[c] = "9.wait" => c \notin behind[event] /\ c \notin behindRunning[event]
  /\ pc[c] = "10.wait" => pc[event] = "idle"
  /\ pc[c] \in {"11", "30"} => sysfs_lock = none
  /\ pc[c] \in {"19.wait", "32.wait", "37.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* stub_rx *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
StubRxBorn ==
  /\ At(stub_rx, "born")
  /\ IF shouldStop[stub_rx]
     THEN Goto(stub_rx, "exit") /\ result' = [result EXCEPT ![stub_rx] = -4]
     ELSE Goto(stub_rx, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

StubRx1 ==                                       \* schedule_work(&event)
  /\ Go(stub_rx, "1", "2")
  /\ armed' = [armed EXCEPT ![event] = @ \/ cancelling[event] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

StubRx2 ==                                       \* return 0
  /\ Go(stub_rx, "2", "exit")
  /\ result' = [result EXCEPT ![stub_rx] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

StubRxExit ==                                    \* X4: completes 'exited'
  /\ Go(stub_rx, "exit", "exited")
  /\ exited' = [exited EXCEPT ![stub_rx] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

StubRxExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(stub_rx, "exited", "dead")
  /\ state' = [state EXCEPT ![stub_rx] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
StubRxDead ==
  /\ At(stub_rx, "dead")
  /\ IF usage[stub_rx] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(stub_rx, "gone")
          /\ usage' = [usage EXCEPT ![stub_rx] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed,
                         cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx,
                         tx, tcp_rx, tcp_tx, fault>>

StubRx ==
  \/ StubRxBorn
  \/ StubRx1
  \/ StubRx2
  \/ StubRxExit \/ StubRxExited \/ StubRxDead

-----------------------------------------------------------------------------
(* stub_tx *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
StubTxBorn ==
  /\ At(stub_tx, "born")
  /\ IF shouldStop[stub_tx]
     THEN Goto(stub_tx, "exit") /\ result' = [result EXCEPT ![stub_tx] = -4]
     ELSE Goto(stub_tx, "3") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

StubTx3 ==                                       \* while (!kthread_should_stop())
  /\ Go(stub_tx, "3", IF shouldStop[stub_tx] THEN "6" ELSE "4")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

StubTx4 ==                                       \* msleep(100)
  /\ Go(stub_tx, "4", "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

StubTx6 ==                                       \* return 0
  /\ Go(stub_tx, "6", "exit")
  /\ result' = [result EXCEPT ![stub_tx] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

StubTxExit ==                                    \* X4: completes 'exited'
  /\ Go(stub_tx, "exit", "exited")
  /\ exited' = [exited EXCEPT ![stub_tx] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

StubTxExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(stub_tx, "exited", "dead")
  /\ state' = [state EXCEPT ![stub_tx] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
StubTxDead ==
  /\ At(stub_tx, "dead")
  /\ IF usage[stub_tx] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(stub_tx, "gone")
          /\ usage' = [usage EXCEPT ![stub_tx] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed,
                         cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx,
                         tx, tcp_rx, tcp_tx, fault>>

StubTx ==
  \/ StubTxBorn
  \/ StubTx3
  \/ StubTx4
  \/ StubTx6
  \/ StubTxExit \/ StubTxExited \/ StubTxDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe7 ==                                     \* return 0
  /\ Go(modprobe, "7", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "8")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Modprobe8 ==                                     \* schedule_work(&event)
  /\ Go(modprobe, "8", "9.note")
  /\ armed' = [armed EXCEPT ![event] = @ \/ cancelling[event] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

\* 9  flush_work(&event)
Modprobe9Note ==                                 \* notes whether event is queued or running
  /\ Go(modprobe, "9.note", "9.wait")
  /\ IF armed[event]
     THEN behind' = [behind EXCEPT ![event] = @ \cup {modprobe}] /\ UNCHANGED behindRunning
     ELSE IF pc[event] # "idle"
          THEN /\ behindRunning' = [behindRunning EXCEPT ![event] = @ \cup {modprobe}]
               /\ UNCHANGED behind
          ELSE UNCHANGED <<behind, behindRunning>>
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Modprobe9Wait ==                                 \* waits for those instances
  /\ Go(modprobe, "9.wait", "10.steal")
  /\ modprobe \notin behind[event] /\ modprobe \notin behindRunning[event]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

\* 10  cancel_work_sync(&event)
Modprobe10Steal ==                               \* takes event off and forbids queueing
  /\ Go(modprobe, "10.steal", "10.wait")
  /\ armed' = [armed EXCEPT ![event] = FALSE]
  /\ behind' = [behind EXCEPT ![event] = {}]
  /\ cancelling' = [cancelling EXCEPT ![event] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, behindRunning,
                 module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Modprobe10Wait ==                                \* waits for a running instance of event
  /\ Go(modprobe, "10.wait", "10.allow")
  /\ pc[event] = "idle"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

Modprobe10Allow ==                               \* allows queueing again
  /\ Go(modprobe, "10.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![event] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, refs, warned, sysfs_lock, rx, tx, tcp_rx,
                 tcp_tx, fault>>

Modprobe ==
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe9Note \/ Modprobe9Wait
  \/ Modprobe10Steal \/ Modprobe10Wait \/ Modprobe10Allow
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* attach *)

AttachIdle ==                                    \* a user calls into the module
  /\ Go(attach, "idle", "11")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, warned, sysfs_lock, rx, tx, tcp_rx,
                 tcp_tx, fault>>

Attach11 ==                                      \* mutex_lock(&sysfs_lock)
  /\ Go(attach, "11", "12.create")
  /\ sysfs_lock = none
  /\ sysfs_lock' = attach
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, rx, tx, tcp_rx, tcp_tx,
                 fault>>

\* 12  rx = kthread_create(stub_rx, NULL, "stub_rx")
Attach12Create ==                                \* C1..C5: creates a thread of stub_rx
  /\ At(attach, "12.create")
  /\ \/ Create(attach, stub_rx, "12.store")
     \/ /\ Goto(attach, "12.store")
        /\ arg' = [arg EXCEPT ![attach] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, cancelling, behind, behindRunning,
                 module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Attach12Store ==                                 \* stores the pointer in rx
  /\ Go(attach, "12.store", "13")
  /\ rx' = arg[attach]
  /\ arg' = [arg EXCEPT ![attach] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, tx, tcp_rx, tcp_tx,
                 fault>>

Attach13 ==                                      \* if (IS_ERR(rx))
  /\ Go(attach, "13", IF rx = ERR THEN "14" ELSE "17.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

Attach14 ==                                      \* mutex_unlock(&sysfs_lock)
  /\ Go(attach, "14", "15")
  /\ sysfs_lock' = none
  /\ warned' = (warned \/ sysfs_lock # attach)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, rx, tx, tcp_rx, tcp_tx, fault>>

Attach15 ==                                      \* return -ENOMEM
  /\ Go(attach, "15", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

\* 17  tx = kthread_create(stub_tx, NULL, "stub_tx")
Attach17Create ==                                \* C1..C5: creates a thread of stub_tx
  /\ At(attach, "17.create")
  /\ \/ Create(attach, stub_tx, "17.store")
     \/ /\ Goto(attach, "17.store")
        /\ arg' = [arg EXCEPT ![attach] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, cancelling, behind, behindRunning,
                 module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Attach17Store ==                                 \* stores the pointer in tx
  /\ Go(attach, "17.store", "18")
  /\ tx' = arg[attach]
  /\ arg' = [arg EXCEPT ![attach] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tcp_rx, tcp_tx,
                 fault>>

Attach18 ==                                      \* if (IS_ERR(tx))
  /\ Go(attach, "18", IF tx = ERR THEN "19.load" ELSE "23.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

\* 19  kthread_stop(rx)
Attach19Load ==                                  \* S0: reads rx
  /\ Go(attach, "19.load", "19.get")
  /\ arg' = [arg EXCEPT ![attach] = rx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Attach19Get ==                                   \* S2, S3: takes a reference on the thread
  /\ At(attach, "19.get")
  /\ IF BadTask(arg[attach]) # "none"
     THEN Crash(BadTask(arg[attach]))
     ELSE /\ Goto(attach, "19.set")
          /\ usage' = [usage EXCEPT ![arg[attach]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed,
                         cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx,
                         tx, tcp_rx, tcp_tx, fault>>

Attach19Set ==                                   \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(attach, "19.set", "19.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[attach]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, cancelling, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Attach19Notify ==                                \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(attach, "19.notify", "19.wake")
  /\ notified' = [notified EXCEPT ![arg[attach]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, cancelling, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Attach19Wake ==                                  \* S7: wakes the thread
  /\ Go(attach, "19.wake", "19.wait")
  /\ Wake(arg[attach])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, cancelling, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Attach19Wait ==                                  \* S8: waits for 'exited'
  /\ Go(attach, "19.wait", "19.put")
  /\ exited[arg[attach]] > 0
  /\ exited' = [exited EXCEPT ![arg[attach]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

\* S9..S11: takes the result and drops its reference
Attach19Put ==
  /\ At(attach, "19.put")
  /\ IF Overput(arg[attach])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(attach, "20")
          /\ usage' = [usage EXCEPT ![arg[attach]] = @ - 1]
          /\ arg' = [arg EXCEPT ![attach] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, cancelling,
                         behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx,
                         tcp_tx, fault>>

Attach20 ==                                      \* mutex_unlock(&sysfs_lock)
  /\ Go(attach, "20", "21")
  /\ sysfs_lock' = none
  /\ warned' = (warned \/ sysfs_lock # attach)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, rx, tx, tcp_rx, tcp_tx, fault>>

Attach21 ==                                      \* return -ENOMEM
  /\ Go(attach, "21", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

\* 23  get_task_struct(rx)
Attach23Load ==                                  \* S0: reads rx
  /\ Go(attach, "23.load", "23.get")
  /\ arg' = [arg EXCEPT ![attach] = rx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Attach23Get ==                                   \* takes a reference on rx
  /\ At(attach, "23.get")
  /\ IF BadTask(arg[attach]) # "none"
     THEN Crash(BadTask(arg[attach]))
     ELSE /\ Goto(attach, "24.load")
          /\ usage' = [usage EXCEPT ![arg[attach]] = @ + 1]
          /\ arg' = [arg EXCEPT ![attach] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, cancelling,
                         behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx,
                         tcp_tx, fault>>

\* 24  get_task_struct(tx)
Attach24Load ==                                  \* S0: reads tx
  /\ Go(attach, "24.load", "24.get")
  /\ arg' = [arg EXCEPT ![attach] = tx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Attach24Get ==                                   \* takes a reference on tx
  /\ At(attach, "24.get")
  /\ IF BadTask(arg[attach]) # "none"
     THEN Crash(BadTask(arg[attach]))
     ELSE /\ Goto(attach, "25.load")
          /\ usage' = [usage EXCEPT ![arg[attach]] = @ + 1]
          /\ arg' = [arg EXCEPT ![attach] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, cancelling,
                         behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx,
                         tcp_tx, fault>>

\* 25  tcp_rx = rx
Attach25Load ==                                  \* reads rx
  /\ Go(attach, "25.load", "25.store")
  /\ arg' = [arg EXCEPT ![attach] = rx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Attach25Store ==                                 \* stores the pointer in tcp_rx
  /\ Go(attach, "25.store", "26.load")
  /\ tcp_rx' = arg[attach]
  /\ arg' = [arg EXCEPT ![attach] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_tx, fault>>

\* 26  tcp_tx = tx
Attach26Load ==                                  \* reads tx
  /\ Go(attach, "26.load", "26.store")
  /\ arg' = [arg EXCEPT ![attach] = tx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Attach26Store ==                                 \* stores the pointer in tcp_tx
  /\ Go(attach, "26.store", "27.load")
  /\ tcp_tx' = arg[attach]
  /\ arg' = [arg EXCEPT ![attach] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, fault>>

\* 27  wake_up_process(tcp_rx)
Attach27Load ==                                  \* S0: reads tcp_rx
  /\ Go(attach, "27.load", "27.wake")
  /\ arg' = [arg EXCEPT ![attach] = tcp_rx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Attach27Wake ==                                  \* wakes tcp_rx
  /\ At(attach, "27.wake")
  /\ IF BadTask(arg[attach]) # "none"
     THEN Crash(BadTask(arg[attach]))
     ELSE /\ Goto(attach, "28.load")
          /\ Wake(arg[attach])
          /\ arg' = [arg EXCEPT ![attach] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, armed, cancelling, behind,
                         behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                         fault>>

\* 28  wake_up_process(tcp_tx)
Attach28Load ==                                  \* S0: reads tcp_tx
  /\ Go(attach, "28.load", "28.wake")
  /\ arg' = [arg EXCEPT ![attach] = tcp_tx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Attach28Wake ==                                  \* wakes tcp_tx
  /\ At(attach, "28.wake")
  /\ IF BadTask(arg[attach]) # "none"
     THEN Crash(BadTask(arg[attach]))
     ELSE /\ Goto(attach, "29")
          /\ Wake(arg[attach])
          /\ arg' = [arg EXCEPT ![attach] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, armed, cancelling, behind,
                         behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                         fault>>

Attach29 ==                                      \* mutex_unlock(&sysfs_lock)
  /\ Go(attach, "29", "leave")
  /\ sysfs_lock' = none
  /\ warned' = (warned \/ sysfs_lock # attach)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, rx, tx, tcp_rx, tcp_tx, fault>>

AttachLeave ==                                   \* the call returns to user space
  /\ Go(attach, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, warned, sysfs_lock, rx, tx, tcp_rx,
                 tcp_tx, fault>>

Attach ==
  \/ Attach11
  \/ Attach12Create \/ Attach12Store
  \/ Attach13
  \/ Attach14
  \/ Attach15
  \/ Attach17Create \/ Attach17Store
  \/ Attach18
  \/ Attach19Load \/ Attach19Get \/ Attach19Set \/ Attach19Notify \/ Attach19Wake
  \/ Attach19Wait \/ Attach19Put
  \/ Attach20
  \/ Attach21
  \/ Attach23Load \/ Attach23Get
  \/ Attach24Load \/ Attach24Get
  \/ Attach25Load \/ Attach25Store
  \/ Attach26Load \/ Attach26Store
  \/ Attach27Load \/ Attach27Wake
  \/ Attach28Load \/ Attach28Wake
  \/ Attach29
  \/ AttachLeave

-----------------------------------------------------------------------------
(* event *)

EventIdle ==                                     \* a kworker takes the work item
  /\ Go(event, "idle", "30")
  /\ armed[event]
  /\ armed' = [armed EXCEPT ![event] = FALSE]
  /\ behind' = [behind EXCEPT ![event] = {}]
  /\ behindRunning' = [behindRunning EXCEPT ![event] = behind[event]]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, cancelling,
                 module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Event30 ==                                       \* mutex_lock(&sysfs_lock)
  /\ Go(event, "30", "31")
  /\ sysfs_lock = none
  /\ sysfs_lock' = event
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Event31 ==                                       \* if (tcp_rx)
  /\ Go(event, "31", IF tcp_rx = NULL THEN "36" ELSE "32.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

\* 32  kthread_stop(tcp_rx)
Event32Load ==                                   \* S0: reads tcp_rx
  /\ Go(event, "32.load", "32.get")
  /\ arg' = [arg EXCEPT ![event] = tcp_rx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Event32Get ==                                    \* S2, S3: takes a reference on the thread
  /\ At(event, "32.get")
  /\ IF BadTask(arg[event]) # "none"
     THEN Crash(BadTask(arg[event]))
     ELSE /\ Goto(event, "32.set")
          /\ usage' = [usage EXCEPT ![arg[event]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed,
                         cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx,
                         tx, tcp_rx, tcp_tx, fault>>

Event32Set ==                                    \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(event, "32.set", "32.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[event]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, cancelling, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Event32Notify ==                                 \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(event, "32.notify", "32.wake")
  /\ notified' = [notified EXCEPT ![arg[event]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, cancelling, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Event32Wake ==                                   \* S7: wakes the thread
  /\ Go(event, "32.wake", "32.wait")
  /\ Wake(arg[event])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, cancelling, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Event32Wait ==                                   \* S8: waits for 'exited'
  /\ Go(event, "32.wait", "32.put")
  /\ exited[arg[event]] > 0
  /\ exited' = [exited EXCEPT ![arg[event]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

\* S9..S11: takes the result and drops its reference
Event32Put ==
  /\ At(event, "32.put")
  /\ IF Overput(arg[event])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(event, "33.load")
          /\ usage' = [usage EXCEPT ![arg[event]] = @ - 1]
          /\ arg' = [arg EXCEPT ![event] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, cancelling,
                         behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx,
                         tcp_tx, fault>>

\* 33  put_task_struct(tcp_rx)
Event33Load ==                                   \* S0: reads tcp_rx
  /\ Go(event, "33.load", "33.put")
  /\ arg' = [arg EXCEPT ![event] = tcp_rx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Event33Put ==                                    \* drops a reference on tcp_rx
  /\ At(event, "33.put")
  /\ IF arg[event] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[event])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(event, "34")
               /\ usage' = [usage EXCEPT ![arg[event]] = @ - 1]
               /\ arg' = [arg EXCEPT ![event] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed,
                              cancelling, behind, behindRunning, module, refs, warned, sysfs_lock,
                              rx, tx, tcp_rx, tcp_tx, fault>>

Event34 ==                                       \* tcp_rx = NULL
  /\ Go(event, "34", "36")
  /\ tcp_rx' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_tx, fault>>

Event36 ==                                       \* if (tcp_tx)
  /\ Go(event, "36", IF tcp_tx = NULL THEN "41" ELSE "37.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx, fault>>

\* 37  kthread_stop(tcp_tx)
Event37Load ==                                   \* S0: reads tcp_tx
  /\ Go(event, "37.load", "37.get")
  /\ arg' = [arg EXCEPT ![event] = tcp_tx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Event37Get ==                                    \* S2, S3: takes a reference on the thread
  /\ At(event, "37.get")
  /\ IF BadTask(arg[event]) # "none"
     THEN Crash(BadTask(arg[event]))
     ELSE /\ Goto(event, "37.set")
          /\ usage' = [usage EXCEPT ![arg[event]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed,
                         cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx,
                         tx, tcp_rx, tcp_tx, fault>>

Event37Set ==                                    \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(event, "37.set", "37.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[event]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, cancelling, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Event37Notify ==                                 \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(event, "37.notify", "37.wake")
  /\ notified' = [notified EXCEPT ![arg[event]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, cancelling, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Event37Wake ==                                   \* S7: wakes the thread
  /\ Go(event, "37.wake", "37.wait")
  /\ Wake(arg[event])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, cancelling, behind,
                 behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx, fault>>

Event37Wait ==                                   \* S8: waits for 'exited'
  /\ Go(event, "37.wait", "37.put")
  /\ exited[arg[event]] > 0
  /\ exited' = [exited EXCEPT ![arg[event]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

\* S9..S11: takes the result and drops its reference
Event37Put ==
  /\ At(event, "37.put")
  /\ IF Overput(arg[event])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(event, "38.load")
          /\ usage' = [usage EXCEPT ![arg[event]] = @ - 1]
          /\ arg' = [arg EXCEPT ![event] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, cancelling,
                         behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx,
                         tcp_tx, fault>>

\* 38  put_task_struct(tcp_tx)
Event38Load ==                                   \* S0: reads tcp_tx
  /\ Go(event, "38.load", "38.put")
  /\ arg' = [arg EXCEPT ![event] = tcp_tx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, cancelling,
                 behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Event38Put ==                                    \* drops a reference on tcp_tx
  /\ At(event, "38.put")
  /\ IF arg[event] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[event])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(event, "39")
               /\ usage' = [usage EXCEPT ![arg[event]] = @ - 1]
               /\ arg' = [arg EXCEPT ![event] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed,
                              cancelling, behind, behindRunning, module, refs, warned, sysfs_lock,
                              rx, tx, tcp_rx, tcp_tx, fault>>

Event39 ==                                       \* tcp_tx = NULL
  /\ Go(event, "39", "41")
  /\ tcp_tx' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, fault>>

Event41 ==                                       \* mutex_unlock(&sysfs_lock)
  /\ Go(event, "41", "return")
  /\ sysfs_lock' = none
  /\ warned' = (warned \/ sysfs_lock # event)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, rx, tx, tcp_rx, tcp_tx, fault>>

EventReturn ==                                   \* returns
  /\ Go(event, "return", "idle")
  /\ behindRunning' = [behindRunning EXCEPT ![event] = {}]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, module, refs, warned, sysfs_lock, rx, tx, tcp_rx, tcp_tx,
                 fault>>

Event ==
  \/ EventIdle
  \/ Event30
  \/ Event31
  \/ Event32Load \/ Event32Get \/ Event32Set \/ Event32Notify \/ Event32Wake
  \/ Event32Wait \/ Event32Put
  \/ Event33Load \/ Event33Put
  \/ Event34
  \/ Event36
  \/ Event37Load \/ Event37Get \/ Event37Set \/ Event37Notify \/ Event37Wake
  \/ Event37Wait \/ Event37Put
  \/ Event38Load \/ Event38Put
  \/ Event39
  \/ Event41
  \/ EventReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 cancelling, behind, behindRunning, module, refs, warned, sysfs_lock, rx, tx,
                 tcp_rx, tcp_tx>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"]
                     @@ modprobe :> "7"
                     @@ attach :> "idle"
                     @@ event :> "idle"
  /\ state         = [t \in Kthreads |-> "NEW"]
  /\ asleep        = [t \in Kthreads |-> FALSE]
  /\ shouldStop    = [t \in Kthreads |-> FALSE]
  /\ notified      = [t \in Kthreads |-> FALSE]
  /\ exited        = [t \in Kthreads |-> 0]
  /\ result        = [t \in Kthreads |-> 0]
  /\ usage         = [t \in Kthreads |-> 0]
  /\ arg           = [c \in {attach, event} |-> NULL]
  /\ armed         = [c \in Callbacks |-> FALSE]
  /\ cancelling    = [c \in Callbacks |-> 0]
  /\ behind        = [c \in Callbacks |-> {}]
  /\ behindRunning = [c \in Callbacks |-> {}]
  /\ module        = "coming"
  /\ refs          = 2
  /\ warned        = FALSE
  /\ sysfs_lock    = none
  /\ rx            = NULL
  /\ tx            = NULL
  /\ tcp_rx        = NULL
  /\ tcp_tx        = NULL
  /\ fault         = "none"

Next ==
  \/ StubRx
  \/ StubTx
  \/ Modprobe
  \/ ModprobeLive
  \/ Attach
  \/ AttachIdle
  \/ Event
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(StubRx \/ FetchFault(stub_rx))
  /\ WF_vars(StubTx \/ FetchFault(stub_tx))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe9Wait \/ Modprobe10Steal \/ Modprobe10Wait)
  /\ WF_vars(Attach \/ FetchFault(attach))
  /\ SF_vars(Attach11 \/ Attach19Wait)
  /\ WF_vars(Event \/ FetchFault(event))
  /\ SF_vars(Event30 \/ Event32Wait \/ Event37Wait)

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

NoDoubleStop ==
  \A c \in {attach, event} : pc[c] \in {"19.set", "32.set", "37.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {attach, event} : pc[c] \in {"19.set", "32.set", "37.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ \A t \in Kthreads : pc[t] \in {"none", "gone"}
  /\ pc[attach] \in {"idle", "done"}
  /\ pc[event] = "idle" /\ ~armed[event]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0
  /\ AtRest => refs = 1

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

LocksReleased == sysfs_lock = none \/ InModuleText(sysfs_lock)

StopResultCorrect ==
  \A c \in {attach, event} :
    \A t \in Kthreads :
      pc[c] \in {"19.put", "32.put", "37.put"} /\ arg[c] = t =>
        /\ pc[t] \in {"exited", "dead", "gone"}
        /\ t \in {stub_rx} => result[t] \in {-4, 0}
        /\ t \in {stub_tx} => result[t] \in {-4, 0}

StopPending(c) ==
  pc[c] \in {"19.notify", "19.wake", "19.wait", "32.notify", "32.wake", "32.wait", "37.notify",
             "37.wake", "37.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {attach, event} : StopPending(c)) => \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {attach, event} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[attach] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"9.wait", "10.steal", "10.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
