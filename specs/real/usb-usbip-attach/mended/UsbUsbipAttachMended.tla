------------------------ MODULE UsbUsbipAttachMended ------------------------
(***************************************************************************)
(* Both threads are there before either runs, or neither is.               *)
(*                                                                         *)
(*   stub_rx   1  while (!kthread_should_stop()) {                         *)
(*             2      msleep(100);                                         *)
(*             3  }                                                        *)
(*             4  return 0;                                                *)
(*   stub_tx   5  while (!kthread_should_stop()) {                         *)
(*             6      msleep(100);                                         *)
(*             7  }                                                        *)
(*             8  return 0;                                                *)
(*   init      9  return 0;                                                *)
(*   exit     10  if (tcp_rx) {                                            *)
(*            11      kthread_stop(tcp_rx);                                *)
(*            12  }                                                        *)
(*            13  if (tcp_tx) {                                            *)
(*            14      kthread_stop(tcp_tx);                                *)
(*            15  }                                                        *)
(*   attach   16  tcp_rx = kthread_create(stub_rx, NULL, "stub_rx");       *)
(*            17  if (IS_ERR(tcp_rx)) {                                    *)
(*            18      tcp_rx = NULL;                                       *)
(*            19      return -ENOMEM;                                      *)
(*            20  }                                                        *)
(*            21  tcp_tx = kthread_create(stub_tx, NULL, "stub_tx");       *)
(*            22  if (IS_ERR(tcp_tx)) {                                    *)
(*            23      kthread_stop(tcp_rx);                                *)
(*            24      tcp_rx = NULL;                                       *)
(*            25      tcp_tx = NULL;                                       *)
(*            26      return -ENOMEM;                                      *)
(*            27  }                                                        *)
(*            28  wake_up_process(tcp_rx);                                 *)
(*            29  wake_up_process(tcp_tx);                                 *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  stub_rx,          \* a kthread
  stub_tx,          \* a kthread
  modprobe,         \* the task that loads and unloads the module
  attach,           \* a task that calls attach()
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
  refs,             \* references on the module: one is its own, one more is held during init
  tcp_rx,           \* struct task_struct *
  tcp_tx,           \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, tcp_rx,
    tcp_tx, fault>>

Kthreads   == {stub_rx, stub_tx}
Contexts   == {stub_rx, stub_tx, modprobe, attach}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "live", "sync", "free", "done", "idle",
   "leave"}
Out        == {"exit", "exited", "dead", "gone"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ fault = "none"
  /\ pc[c] = label
  /\ c \in Kthreads => ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, tcp_rx, tcp_tx>>

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
Ready(c) == pc[c] \in {"11.wait", "14.wait", "23.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* stub_rx *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
StubRxBorn ==
  /\ At(stub_rx, "born")
  /\ IF shouldStop[stub_rx]
     THEN Goto(stub_rx, "exit") /\ result' = [result EXCEPT ![stub_rx] = -4]
     ELSE Goto(stub_rx, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

StubRx1 ==                                       \* while (!kthread_should_stop())
  /\ Go(stub_rx, "1", IF shouldStop[stub_rx] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

StubRx2 ==                                       \* msleep(100)
  /\ Go(stub_rx, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

StubRx4 ==                                       \* return 0
  /\ Go(stub_rx, "4", "exit")
  /\ result' = [result EXCEPT ![stub_rx] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

StubRxExit ==                                    \* X4: completes 'exited'
  /\ Go(stub_rx, "exit", "exited")
  /\ exited' = [exited EXCEPT ![stub_rx] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

StubRxExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(stub_rx, "exited", "dead")
  /\ state' = [state EXCEPT ![stub_rx] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
StubRxDead ==
  /\ At(stub_rx, "dead")
  /\ IF usage[stub_rx] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(stub_rx, "gone")
          /\ usage' = [usage EXCEPT ![stub_rx] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         tcp_rx, tcp_tx, fault>>

StubRx ==
  \/ StubRxBorn
  \/ StubRx1
  \/ StubRx2
  \/ StubRx4
  \/ StubRxExit \/ StubRxExited \/ StubRxDead

-----------------------------------------------------------------------------
(* stub_tx *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
StubTxBorn ==
  /\ At(stub_tx, "born")
  /\ IF shouldStop[stub_tx]
     THEN Goto(stub_tx, "exit") /\ result' = [result EXCEPT ![stub_tx] = -4]
     ELSE Goto(stub_tx, "5") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

StubTx5 ==                                       \* while (!kthread_should_stop())
  /\ Go(stub_tx, "5", IF shouldStop[stub_tx] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

StubTx6 ==                                       \* msleep(100)
  /\ Go(stub_tx, "6", "5")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

StubTx8 ==                                       \* return 0
  /\ Go(stub_tx, "8", "exit")
  /\ result' = [result EXCEPT ![stub_tx] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

StubTxExit ==                                    \* X4: completes 'exited'
  /\ Go(stub_tx, "exit", "exited")
  /\ exited' = [exited EXCEPT ![stub_tx] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

StubTxExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(stub_tx, "exited", "dead")
  /\ state' = [state EXCEPT ![stub_tx] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
StubTxDead ==
  /\ At(stub_tx, "dead")
  /\ IF usage[stub_tx] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(stub_tx, "gone")
          /\ usage' = [usage EXCEPT ![stub_tx] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         tcp_rx, tcp_tx, fault>>

StubTx ==
  \/ StubTxBorn
  \/ StubTx5
  \/ StubTx6
  \/ StubTx8
  \/ StubTxExit \/ StubTxExited \/ StubTxDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe9 ==                                     \* return 0
  /\ Go(modprobe, "9", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, tcp_rx, tcp_tx,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "10")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, tcp_rx, tcp_tx,
                 fault>>

Modprobe10 ==                                    \* if (tcp_rx)
  /\ Go(modprobe, "10", IF tcp_rx = NULL THEN "13" ELSE "11.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

\* 11  kthread_stop(tcp_rx)
Modprobe11Load ==                                \* S0: reads tcp_rx
  /\ Go(modprobe, "11.load", "11.get")
  /\ arg' = [arg EXCEPT ![modprobe] = tcp_rx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, tcp_rx,
                 tcp_tx, fault>>

Modprobe11Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "11.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "11.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         tcp_rx, tcp_tx, fault>>

Modprobe11Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "11.set", "11.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

Modprobe11Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "11.notify", "11.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

Modprobe11Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "11.wake", "11.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, tcp_rx, tcp_tx,
                 fault>>

Modprobe11Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "11.wait", "11.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe11Put ==
  /\ At(modprobe, "11.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "13")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         tcp_rx, tcp_tx, fault>>

Modprobe13 ==                                    \* if (tcp_tx)
  /\ Go(modprobe, "13", IF tcp_tx = NULL THEN "sync" ELSE "14.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

\* 14  kthread_stop(tcp_tx)
Modprobe14Load ==                                \* S0: reads tcp_tx
  /\ Go(modprobe, "14.load", "14.get")
  /\ arg' = [arg EXCEPT ![modprobe] = tcp_tx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, tcp_rx,
                 tcp_tx, fault>>

Modprobe14Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "14.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         tcp_rx, tcp_tx, fault>>

Modprobe14Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "14.set", "14.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

Modprobe14Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "14.notify", "14.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

Modprobe14Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "14.wake", "14.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, tcp_rx, tcp_tx,
                 fault>>

Modprobe14Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "14.wait", "14.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe14Put ==
  /\ At(modprobe, "14.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         tcp_rx, tcp_tx, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, tcp_rx,
                 tcp_tx, fault>>

Modprobe ==
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe11Load \/ Modprobe11Get \/ Modprobe11Set \/ Modprobe11Notify
  \/ Modprobe11Wake \/ Modprobe11Wait \/ Modprobe11Put
  \/ Modprobe13
  \/ Modprobe14Load \/ Modprobe14Get \/ Modprobe14Set \/ Modprobe14Notify
  \/ Modprobe14Wake \/ Modprobe14Wait \/ Modprobe14Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* attach *)

AttachIdle ==                                    \* a user calls into the module
  /\ Go(attach, "idle", "16.create")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, tcp_rx,
                 tcp_tx, fault>>

\* 16  tcp_rx = kthread_create(stub_rx, NULL, "stub_rx")
Attach16Create ==                                \* C1..C5: creates a thread of stub_rx
  /\ At(attach, "16.create")
  /\ \/ Create(attach, stub_rx, "16.store")
     \/ /\ Goto(attach, "16.store")
        /\ arg' = [arg EXCEPT ![attach] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, tcp_rx, tcp_tx, fault>>

Attach16Store ==                                 \* stores the pointer in tcp_rx
  /\ Go(attach, "16.store", "17")
  /\ tcp_rx' = arg[attach]
  /\ arg' = [arg EXCEPT ![attach] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, tcp_tx,
                 fault>>

Attach17 ==                                      \* if (IS_ERR(tcp_rx))
  /\ Go(attach, "17", IF tcp_rx = ERR THEN "18" ELSE "21.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

Attach18 ==                                      \* tcp_rx = NULL
  /\ Go(attach, "18", "19")
  /\ tcp_rx' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_tx, fault>>

Attach19 ==                                      \* return -ENOMEM
  /\ Go(attach, "19", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

\* 21  tcp_tx = kthread_create(stub_tx, NULL, "stub_tx")
Attach21Create ==                                \* C1..C5: creates a thread of stub_tx
  /\ At(attach, "21.create")
  /\ \/ Create(attach, stub_tx, "21.store")
     \/ /\ Goto(attach, "21.store")
        /\ arg' = [arg EXCEPT ![attach] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, tcp_rx, tcp_tx, fault>>

Attach21Store ==                                 \* stores the pointer in tcp_tx
  /\ Go(attach, "21.store", "22")
  /\ tcp_tx' = arg[attach]
  /\ arg' = [arg EXCEPT ![attach] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, tcp_rx,
                 fault>>

Attach22 ==                                      \* if (IS_ERR(tcp_tx))
  /\ Go(attach, "22", IF tcp_tx = ERR THEN "23.load" ELSE "28.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

\* 23  kthread_stop(tcp_rx)
Attach23Load ==                                  \* S0: reads tcp_rx
  /\ Go(attach, "23.load", "23.get")
  /\ arg' = [arg EXCEPT ![attach] = tcp_rx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, tcp_rx,
                 tcp_tx, fault>>

Attach23Get ==                                   \* S2, S3: takes a reference on the thread
  /\ At(attach, "23.get")
  /\ IF BadTask(arg[attach]) # "none"
     THEN Crash(BadTask(arg[attach]))
     ELSE /\ Goto(attach, "23.set")
          /\ usage' = [usage EXCEPT ![arg[attach]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         tcp_rx, tcp_tx, fault>>

Attach23Set ==                                   \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(attach, "23.set", "23.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[attach]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

Attach23Notify ==                                \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(attach, "23.notify", "23.wake")
  /\ notified' = [notified EXCEPT ![arg[attach]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

Attach23Wake ==                                  \* S7: wakes the thread
  /\ Go(attach, "23.wake", "23.wait")
  /\ Wake(arg[attach])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, tcp_rx, tcp_tx,
                 fault>>

Attach23Wait ==                                  \* S8: waits for 'exited'
  /\ Go(attach, "23.wait", "23.put")
  /\ exited[arg[attach]] > 0
  /\ exited' = [exited EXCEPT ![arg[attach]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, tcp_rx,
                 tcp_tx, fault>>

\* S9..S11: takes the result and drops its reference
Attach23Put ==
  /\ At(attach, "23.put")
  /\ IF Overput(arg[attach])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(attach, "24")
          /\ usage' = [usage EXCEPT ![arg[attach]] = @ - 1]
          /\ arg' = [arg EXCEPT ![attach] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         tcp_rx, tcp_tx, fault>>

Attach24 ==                                      \* tcp_rx = NULL
  /\ Go(attach, "24", "25")
  /\ tcp_rx' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_tx, fault>>

Attach25 ==                                      \* tcp_tx = NULL
  /\ Go(attach, "25", "26")
  /\ tcp_tx' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, fault>>

Attach26 ==                                      \* return -ENOMEM
  /\ Go(attach, "26", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 tcp_rx, tcp_tx, fault>>

\* 28  wake_up_process(tcp_rx)
Attach28Load ==                                  \* S0: reads tcp_rx
  /\ Go(attach, "28.load", "28.wake")
  /\ arg' = [arg EXCEPT ![attach] = tcp_rx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, tcp_rx,
                 tcp_tx, fault>>

Attach28Wake ==                                  \* wakes tcp_rx
  /\ At(attach, "28.wake")
  /\ IF BadTask(arg[attach]) # "none"
     THEN Crash(BadTask(arg[attach]))
     ELSE /\ Goto(attach, "29.load")
          /\ Wake(arg[attach])
          /\ arg' = [arg EXCEPT ![attach] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, tcp_rx,
                         tcp_tx, fault>>

\* 29  wake_up_process(tcp_tx)
Attach29Load ==                                  \* S0: reads tcp_tx
  /\ Go(attach, "29.load", "29.wake")
  /\ arg' = [arg EXCEPT ![attach] = tcp_tx]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, tcp_rx,
                 tcp_tx, fault>>

Attach29Wake ==                                  \* wakes tcp_tx
  /\ At(attach, "29.wake")
  /\ IF BadTask(arg[attach]) # "none"
     THEN Crash(BadTask(arg[attach]))
     ELSE /\ Goto(attach, "leave")
          /\ Wake(arg[attach])
          /\ arg' = [arg EXCEPT ![attach] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, tcp_rx,
                         tcp_tx, fault>>

AttachLeave ==                                   \* the call returns to user space
  /\ Go(attach, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, tcp_rx,
                 tcp_tx, fault>>

Attach ==
  \/ Attach16Create \/ Attach16Store
  \/ Attach17
  \/ Attach18
  \/ Attach19
  \/ Attach21Create \/ Attach21Store
  \/ Attach22
  \/ Attach23Load \/ Attach23Get \/ Attach23Set \/ Attach23Notify \/ Attach23Wake
  \/ Attach23Wait \/ Attach23Put
  \/ Attach24
  \/ Attach25
  \/ Attach26
  \/ Attach28Load \/ Attach28Wake
  \/ Attach29Load \/ Attach29Wake
  \/ AttachLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ fault = "none"
  /\ module = "freed"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, tcp_rx, tcp_tx>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "9" @@ attach :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, attach} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ tcp_rx     = NULL
  /\ tcp_tx     = NULL
  /\ fault      = "none"

Next ==
  \/ StubRx
  \/ StubTx
  \/ Modprobe
  \/ ModprobeLive
  \/ Attach
  \/ AttachIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(StubRx \/ FetchFault(stub_rx))
  /\ WF_vars(StubTx \/ FetchFault(stub_tx))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe11Wait \/ Modprobe14Wait)
  /\ WF_vars(Attach \/ FetchFault(attach))
  /\ SF_vars(Attach23Wait)

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

NoDoubleStop ==
  \A c \in {modprobe, attach} : pc[c] \in {"11.set", "14.set", "23.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, attach} : pc[c] \in {"11.set", "14.set", "23.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ \A t \in Kthreads : pc[t] \in {"none", "gone"}
  /\ pc[attach] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0
  /\ AtRest => refs = 1

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A c \in {modprobe, attach} :
    \A t \in Kthreads :
      pc[c] \in {"11.put", "14.put", "23.put"} /\ arg[c] = t =>
        /\ pc[t] \in {"exited", "dead", "gone"}
        /\ t \in {stub_rx} => result[t] \in {-4, 0}
        /\ t \in {stub_tx} => result[t] \in {-4, 0}

StopPending(c) ==
  pc[c] \in {"11.notify", "11.wake", "11.wait", "14.notify", "14.wake", "14.wait", "23.notify",
             "23.wake", "23.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, attach} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, attach} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[attach] \in {"idle", "done"} \/ fault # "none")
=============================================================================
