------------------------ MODULE NetXenNetbackCredit -------------------------
(**********************************************************************************************)
(* The interface is taken off the list, then the timer deleted.                               *)
(*                                                                                            *)
(*   netback_kthread   1  while (!kthread_should_stop()) {                                    *)
(*                     2      spin_lock(&list_lock);                                          *)
(*                     3      if (listed) {                                                   *)
(*                     4          listed = false;                                             *)
(*                     5          use(vif);                                                   *)
(*                     6      }                                                               *)
(*                     7      spin_unlock(&list_lock);                                        *)
(*                     8      msleep(100);                                                    *)
(*                     9  }                                                                   *)
(*                    10  return 0;                                                           *)
(*   init             11  vif = kzalloc(sizeof( *vif), GFP_KERNEL);                           *)
(*                    12  if (!vif) {                                                         *)
(*                    13      return -ENOMEM;                                                 *)
(*                    14  }                                                                   *)
(*                    15  netbk_task = kthread_run(netback_kthread, NULL, "netback_kthread"); *)
(*                    16  if (IS_ERR(netbk_task)) {                                           *)
(*                    17      kfree(vif);                                                     *)
(*                    18      return -ENOMEM;                                                 *)
(*                    19  }                                                                   *)
(*                    20  return 0;                                                           *)
(*   exit             21  spin_lock(&list_lock);                                              *)
(*                    22  listed = false;                                                     *)
(*                    23  spin_unlock(&list_lock);                                            *)
(*                    24  timer_delete_sync(&credit_timeout);                                 *)
(*                    25  kfree(vif);                                                         *)
(*                    26  kthread_stop(netbk_task);                                           *)
(*   transmit         27  mod_timer(&credit_timeout, jiffies + HZ);                           *)
(*   credit_timeout   28  spin_lock(&list_lock);                                              *)
(*                    29  if (schedulable) {                                                  *)
(*                    30      listed = true;                                                  *)
(*                    31  }                                                                   *)
(*                    32  spin_unlock(&list_lock);                                            *)
(**********************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  netback_kthread,  \* a kthread
  modprobe,         \* the task that loads and unloads the module
  transmit,         \* a task that calls transmit()
  credit_timeout,   \* the function of a timer
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
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  readers,          \* whom synchronize_rcu() still waits for
  warned,           \* the kernel printed a warning
  netbk_task,       \* struct task_struct *
  list_lock,        \* spinlock_t: its owner
  schedulable,      \* bool
  listed,           \* bool
  vif,              \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module, refs,
    readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Kthreads   == {netback_kthread}
Contexts   == {netback_kthread, modprobe, transmit, credit_timeout}
Callbacks  == {credit_timeout}
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
                 module, refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif>>

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

\* RCU waits for c: it is in module text, and neither sleeps nor is about to.
Reading(c) == InModuleText(c)

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"2", "21", "28"} => list_lock = none
  /\ pc[c] = "24" => pc[credit_timeout] = "idle"
  /\ pc[c] = "26.wait" => exited[arg[c]] > 0
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* netback_kthread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
NetbackKthreadBorn ==
  /\ At(netback_kthread, "born")
  /\ IF shouldStop[netback_kthread]
     THEN Goto(netback_kthread, "exit") /\ result' = [result EXCEPT ![netback_kthread] = -4]
     ELSE Goto(netback_kthread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

NetbackKthread1 ==                               \* while (!kthread_should_stop())
  /\ Go(netback_kthread, "1", IF shouldStop[netback_kthread] THEN "10" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

NetbackKthread2 ==                               \* spin_lock(&list_lock)
  /\ Go(netback_kthread, "2", "3")
  /\ list_lock = none
  /\ list_lock' = netback_kthread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, schedulable, listed, vif, fault>>

NetbackKthread3 ==                               \* if (listed)
  /\ Go(netback_kthread, "3", IF listed THEN "4" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

NetbackKthread4 ==                               \* listed = false
  /\ Go(netback_kthread, "4", "5")
  /\ listed' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, vif, fault>>

NetbackKthread5 ==                               \* use(vif)
  /\ At(netback_kthread, "5")
  /\ IF vif = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF vif = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(netback_kthread, "7")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              armed, module, refs, readers, warned, netbk_task, list_lock,
                              schedulable, listed, vif, fault>>

NetbackKthread7 ==                               \* spin_unlock(&list_lock)
  /\ Go(netback_kthread, "7", "8")
  /\ list_lock' = none
  /\ warned' = (warned \/ list_lock # netback_kthread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, netbk_task, schedulable, listed, vif, fault>>

NetbackKthread8 ==                               \* msleep(100)
  /\ Go(netback_kthread, "8", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

NetbackKthread10 ==                              \* return 0
  /\ Go(netback_kthread, "10", "exit")
  /\ result' = [result EXCEPT ![netback_kthread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, armed, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

NetbackKthreadExit ==                            \* X4: completes 'exited'
  /\ Go(netback_kthread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![netback_kthread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

NetbackKthreadExited ==                          \* X7..X10: is reaped and leaves its CPU
  /\ Go(netback_kthread, "exited", "dead")
  /\ state' = [state EXCEPT ![netback_kthread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, armed, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
NetbackKthreadDead ==
  /\ At(netback_kthread, "dead")
  /\ IF usage[netback_kthread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(netback_kthread, "gone")
          /\ usage' = [usage EXCEPT ![netback_kthread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, module,
                         refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif,
                         fault>>

NetbackKthread ==
  \/ NetbackKthreadBorn
  \/ NetbackKthread1
  \/ NetbackKthread2
  \/ NetbackKthread3
  \/ NetbackKthread4
  \/ NetbackKthread5
  \/ NetbackKthread7
  \/ NetbackKthread8
  \/ NetbackKthread10
  \/ NetbackKthreadExit \/ NetbackKthreadExited \/ NetbackKthreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe11 ==                                    \* vif = kzalloc(sizeof(*vif), GFP_KERNEL)
  /\ Go(modprobe, "11", "12")
  /\ vif' = "valid" \/ vif' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, listed, fault>>

Modprobe12 ==                                    \* if (!vif)
  /\ Go(modprobe, "12", IF vif = "null" THEN "13" ELSE "15.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe13 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "13", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

\* 15  netbk_task = kthread_run(netback_kthread, NULL, "netback_kthread")
Modprobe15Create ==                              \* C1..C5: creates a thread of netback_kthread
  /\ At(modprobe, "15.create")
  /\ \/ Create(modprobe, netback_kthread, "15.wake")
     \/ /\ Goto(modprobe, "15.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, armed, module, refs, readers, warned,
                 netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe15Wake ==                                \* wakes the new thread
  /\ At(modprobe, "15.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module, refs,
                         readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe15Store ==                               \* stores the pointer in netbk_task
  /\ Go(modprobe, "15.store", "16")
  /\ netbk_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, module, refs,
                 readers, warned, list_lock, schedulable, listed, vif, fault>>

Modprobe16 ==                                    \* if (IS_ERR(netbk_task))
  /\ Go(modprobe, "16", IF netbk_task = ERR THEN "17" ELSE "20")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe17 ==                                    \* kfree(vif)
  /\ At(modprobe, "17")
  /\ IF vif = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "18")
          /\ vif' = IF vif = "valid" THEN "freed" ELSE vif
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         module, refs, readers, warned, netbk_task, list_lock, schedulable,
                         listed, fault>>

Modprobe18 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "18", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe20 ==                                    \* return 0
  /\ Go(modprobe, "20", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "21")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, readers,
                 warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe21 ==                                    \* spin_lock(&list_lock)
  /\ Go(modprobe, "21", "22")
  /\ list_lock = none
  /\ list_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, schedulable, listed, vif, fault>>

Modprobe22 ==                                    \* listed = false
  /\ Go(modprobe, "22", "23")
  /\ listed' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, vif, fault>>

Modprobe23 ==                                    \* spin_unlock(&list_lock)
  /\ Go(modprobe, "23", "24")
  /\ list_lock' = none
  /\ warned' = (warned \/ list_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, netbk_task, schedulable, listed, vif, fault>>

Modprobe24 ==                                    \* timer_delete_sync(&credit_timeout)
  /\ Go(modprobe, "24", "25")
  /\ pc[credit_timeout] = "idle"
  /\ armed' = [armed EXCEPT ![credit_timeout] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe25 ==                                    \* kfree(vif)
  /\ At(modprobe, "25")
  /\ IF vif = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "26.load")
          /\ vif' = IF vif = "valid" THEN "freed" ELSE vif
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                         module, refs, readers, warned, netbk_task, list_lock, schedulable,
                         listed, fault>>

\* 26  kthread_stop(netbk_task)
Modprobe26Load ==                                \* S0: reads netbk_task
  /\ Go(modprobe, "26.load", "26.get")
  /\ arg' = [arg EXCEPT ![modprobe] = netbk_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, armed, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe26Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "26.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "26.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, armed, module,
                         refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif,
                         fault>>

Modprobe26Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "26.set", "26.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, armed, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe26Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "26.notify", "26.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, armed, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe26Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "26.wake", "26.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, armed, module, refs, readers,
                 warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe26Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "26.wait", "26.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, armed, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe26Put ==
  /\ At(modprobe, "26.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, armed, module, refs,
                         readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Modprobe ==
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe15Create \/ Modprobe15Wake \/ Modprobe15Store
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe20
  \/ Modprobe21
  \/ Modprobe22
  \/ Modprobe23
  \/ Modprobe24
  \/ Modprobe25
  \/ Modprobe26Load \/ Modprobe26Get \/ Modprobe26Set \/ Modprobe26Notify
  \/ Modprobe26Wake \/ Modprobe26Wait \/ Modprobe26Put
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* transmit *)

TransmitIdle ==                                  \* a user calls into the module
  /\ Go(transmit, "idle", "27")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Transmit27 ==                                    \* mod_timer(&credit_timeout, jiffies + HZ)
  /\ Go(transmit, "27", "leave")
  /\ armed' = [armed EXCEPT ![credit_timeout] = TRUE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

TransmitLeave ==                                 \* the call returns to user space
  /\ Go(transmit, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

Transmit ==
  \/ Transmit27
  \/ TransmitLeave

-----------------------------------------------------------------------------
(* credit_timeout *)

CreditTimeoutIdle ==                             \* the timer expires
  /\ Go(credit_timeout, "idle", "28")
  /\ armed[credit_timeout]
  /\ armed' = [armed EXCEPT ![credit_timeout] = FALSE]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

CreditTimeout28 ==                               \* spin_lock(&list_lock)
  /\ Go(credit_timeout, "28", "29")
  /\ list_lock = none
  /\ list_lock' = credit_timeout
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, schedulable, listed, vif, fault>>

CreditTimeout29 ==                               \* if (schedulable)
  /\ Go(credit_timeout, "29", IF schedulable THEN "30" ELSE "32")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

CreditTimeout30 ==                               \* listed = true
  /\ Go(credit_timeout, "30", "32")
  /\ listed' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, vif, fault>>

CreditTimeout32 ==                               \* spin_unlock(&list_lock)
  /\ Go(credit_timeout, "32", "return")
  /\ list_lock' = none
  /\ warned' = (warned \/ list_lock # credit_timeout)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, netbk_task, schedulable, listed, vif, fault>>

CreditTimeoutReturn ==                           \* returns
  /\ Go(credit_timeout, "return", "idle")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, armed, module,
                 refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif, fault>>

CreditTimeout ==
  \/ CreditTimeoutIdle
  \/ CreditTimeout28
  \/ CreditTimeout29
  \/ CreditTimeout30
  \/ CreditTimeout32
  \/ CreditTimeoutReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, armed,
                 module, refs, readers, warned, netbk_task, list_lock, schedulable, listed, vif>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"]
                   @@ modprobe :> "11"
                   @@ transmit :> "idle"
                   @@ credit_timeout :> "idle"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe} |-> NULL]
  /\ armed       = [c \in Callbacks |-> FALSE]
  /\ module      = "coming"
  /\ refs        = 2
  /\ readers     = {}
  /\ warned      = FALSE
  /\ netbk_task  = NULL
  /\ list_lock   = none
  /\ schedulable = TRUE
  /\ listed      = FALSE
  /\ vif         = "null"
  /\ fault       = "none"

Next ==
  \/ NetbackKthread
  \/ Modprobe
  \/ ModprobeLive
  \/ Transmit
  \/ TransmitIdle
  \/ CreditTimeout
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(NetbackKthread \/ FetchFault(netback_kthread))
  /\ SF_vars(NetbackKthread2)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe21 \/ Modprobe24 \/ Modprobe26Wait \/ ModprobeGrace)
  /\ WF_vars(Transmit \/ FetchFault(transmit))
  /\ WF_vars(CreditTimeout \/ FetchFault(credit_timeout))
  /\ SF_vars(CreditTimeout28)

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

NoDoubleStop == pc[modprobe] = "26.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "26.set" => arg[modprobe] # modprobe

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ pc[netback_kthread] \in {"none", "gone"}
  /\ pc[transmit] \in {"idle", "done"}
  /\ pc[credit_timeout] = "idle" /\ ~armed[credit_timeout]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[netback_kthread] = "gone" => usage[netback_kthread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[netback_kthread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => vif # "valid" /\ ~(pc[netback_kthread] = "born" /\ asleep[netback_kthread])
  /\ vif = "valid" => pc[modprobe] # "11"

LocksReleased == list_lock = none \/ InModuleText(list_lock)

StopResultCorrect ==
  pc[modprobe] = "26.put" /\ arg[modprobe] = netback_kthread =>
    pc[netback_kthread] \in {"exited", "dead", "gone"} /\ result[netback_kthread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"26.notify", "26.wake", "26.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[netback_kthread] => pc[netback_kthread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[transmit] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] = "24"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
