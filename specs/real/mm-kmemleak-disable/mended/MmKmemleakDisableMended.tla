---------------------- MODULE MmKmemleakDisableMended -----------------------
(***********************************************************************************)
(* The thread is stopped, and tracking ends while nobody scans.                    *)
(*                                                                                 *)
(*   kmemleak_scan_thread   1  while (!kthread_should_stop()) {                    *)
(*                          2      mutex_lock(&scan_mutex);                        *)
(*                          3      if (tracking) {                                 *)
(*                          4          use(object);                                *)
(*                          5      }                                               *)
(*                          6      mutex_unlock(&scan_mutex);                      *)
(*                          7      msleep(100);                                    *)
(*                          8  }                                                   *)
(*                          9  return 0;                                           *)
(*   init                  10  object = kzalloc(sizeof( *object), GFP_KERNEL);     *)
(*                         11  if (!object) {                                      *)
(*                         12      return -ENOMEM;                                 *)
(*                         13  }                                                   *)
(*                         14  scan_task = kthread_run(kmemleak_scan_thread, NULL, *)
(*                         "kmemleak_scan_thread");                                *)
(*                         15  if (IS_ERR(scan_task)) {                            *)
(*                         16      kfree(object);                                  *)
(*                         17      return -ENOMEM;                                 *)
(*                         18  }                                                   *)
(*                         19  return 0;                                           *)
(*   exit                  20  if (tracking) {                                     *)
(*                         21      kthread_stop(scan_task);                        *)
(*                         22      kfree(object);                                  *)
(*                         23  }                                                   *)
(*   debugfs_scan          24  mutex_lock(&scan_mutex);                            *)
(*                         25  if (tracking) {                                     *)
(*                         26      use(object);                                    *)
(*                         27  }                                                   *)
(*                         28  mutex_unlock(&scan_mutex);                          *)
(*   disable               29  kthread_stop(scan_task);                            *)
(*                         30  mutex_lock(&scan_mutex);                            *)
(*                         31  tracking = false;                                   *)
(*                         32  mutex_unlock(&scan_mutex);                          *)
(*                         33  kfree(object);                                      *)
(***********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  kmemleak_scan_thread,  \* a kthread
  modprobe,              \* the task that loads and unloads the module
  debugfs_scan,          \* a task that calls debugfs_scan()
  disable,               \* a task that calls disable()
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
  module,                \* "coming", "live", "going" or "freed"
  refs,                  \* references on the module: one is its own, one more is held during init
  warned,                \* the kernel printed a warning
  scan_task,             \* struct task_struct *
  scan_mutex,            \* struct mutex: its owner
  tracking,              \* bool
  object,                \* memory: "null", "valid" or "freed"
  fault                  \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    scan_task, scan_mutex, tracking, object, fault>>

Kthreads   == {kmemleak_scan_thread}
Contexts   == {kmemleak_scan_thread, modprobe, debugfs_scan, disable}
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
                 refs, warned, scan_task, scan_mutex, tracking, object>>

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
  /\ pc[c] \in {"2", "24", "30"} => scan_mutex = none
  /\ pc[c] \in {"21.wait", "29.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* kmemleak_scan_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
KmemleakScanThreadBorn ==
  /\ At(kmemleak_scan_thread, "born")
  /\ IF shouldStop[kmemleak_scan_thread]
     THEN /\ Goto(kmemleak_scan_thread, "exit")
          /\ result' = [result EXCEPT ![kmemleak_scan_thread] = -4]
     ELSE Goto(kmemleak_scan_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

KmemleakScanThread1 ==                           \* while (!kthread_should_stop())
  /\ Go(kmemleak_scan_thread, "1", IF shouldStop[kmemleak_scan_thread] THEN "9" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, tracking, object, fault>>

KmemleakScanThread2 ==                           \* mutex_lock(&scan_mutex)
  /\ Go(kmemleak_scan_thread, "2", "3")
  /\ scan_mutex = none
  /\ scan_mutex' = kmemleak_scan_thread
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, tracking, object, fault>>

KmemleakScanThread3 ==                           \* if (tracking)
  /\ Go(kmemleak_scan_thread, "3", IF tracking THEN "4" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, tracking, object, fault>>

KmemleakScanThread4 ==                           \* use(object)
  /\ At(kmemleak_scan_thread, "4")
  /\ IF object = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF object = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(kmemleak_scan_thread, "6")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, refs, warned, scan_task, scan_mutex, tracking, object, fault>>

KmemleakScanThread6 ==                           \* mutex_unlock(&scan_mutex)
  /\ Go(kmemleak_scan_thread, "6", "7")
  /\ scan_mutex' = none
  /\ warned' = (warned \/ scan_mutex # kmemleak_scan_thread)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 scan_task, tracking, object, fault>>

KmemleakScanThread7 ==                           \* msleep(100)
  /\ Go(kmemleak_scan_thread, "7", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, tracking, object, fault>>

KmemleakScanThread9 ==                           \* return 0
  /\ Go(kmemleak_scan_thread, "9", "exit")
  /\ result' = [result EXCEPT ![kmemleak_scan_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

KmemleakScanThreadExit ==                        \* X4: completes 'exited'
  /\ Go(kmemleak_scan_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![kmemleak_scan_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

KmemleakScanThreadExited ==                      \* X7..X10: is reaped and leaves its CPU
  /\ Go(kmemleak_scan_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![kmemleak_scan_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
KmemleakScanThreadDead ==
  /\ At(kmemleak_scan_thread, "dead")
  /\ IF usage[kmemleak_scan_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(kmemleak_scan_thread, "gone")
          /\ usage' = [usage EXCEPT ![kmemleak_scan_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, scan_task, scan_mutex, tracking, object, fault>>

KmemleakScanThread ==
  \/ KmemleakScanThreadBorn
  \/ KmemleakScanThread1
  \/ KmemleakScanThread2
  \/ KmemleakScanThread3
  \/ KmemleakScanThread4
  \/ KmemleakScanThread6
  \/ KmemleakScanThread7
  \/ KmemleakScanThread9
  \/ KmemleakScanThreadExit \/ KmemleakScanThreadExited \/ KmemleakScanThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe10 ==                                    \* object = kzalloc(sizeof(*object), GFP_KERNEL)
  /\ Go(modprobe, "10", "11")
  /\ object' = "valid" \/ object' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, tracking, fault>>

Modprobe11 ==                                    \* if (!object)
  /\ Go(modprobe, "11", IF object = "null" THEN "12" ELSE "14.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, tracking, object, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

\* 14  scan_task = kthread_run(kmemleak_scan_thread, NULL, "kmemleak_scan_thread")
Modprobe14Create ==                              \* C1..C5: creates a thread of kmemleak_scan_thread
  /\ At(modprobe, "14.create")
  /\ \/ Create(modprobe, kmemleak_scan_thread, "14.wake")
     \/ /\ Goto(modprobe, "14.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, scan_task,
                 scan_mutex, tracking, object, fault>>

Modprobe14Wake ==                                \* wakes the new thread
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         scan_task, scan_mutex, tracking, object, fault>>

Modprobe14Store ==                               \* stores the pointer in scan_task
  /\ Go(modprobe, "14.store", "15")
  /\ scan_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 scan_mutex, tracking, object, fault>>

Modprobe15 ==                                    \* if (IS_ERR(scan_task))
  /\ Go(modprobe, "15", IF scan_task = ERR THEN "16" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, tracking, object, fault>>

Modprobe16 ==                                    \* kfree(object)
  /\ At(modprobe, "16")
  /\ IF object = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "17")
          /\ object' = IF object = "valid" THEN "freed" ELSE object
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, scan_task, scan_mutex, tracking, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Modprobe19 ==                                    \* return 0
  /\ Go(modprobe, "19", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "20")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Modprobe20 ==                                    \* if (tracking)
  /\ Go(modprobe, "20", IF tracking THEN "21.load" ELSE "sync")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, tracking, object, fault>>

\* 21  kthread_stop(scan_task)
Modprobe21Load ==                                \* S0: reads scan_task
  /\ Go(modprobe, "21.load", "21.get")
  /\ arg' = [arg EXCEPT ![modprobe] = scan_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Modprobe21Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "21.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, scan_task, scan_mutex, tracking, object, fault>>

Modprobe21Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "21.set", "21.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Modprobe21Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "21.notify", "21.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Modprobe21Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "21.wake", "21.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Modprobe21Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "21.wait", "21.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe21Put ==
  /\ At(modprobe, "21.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "22")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, scan_task, scan_mutex, tracking, object, fault>>

Modprobe22 ==                                    \* kfree(object)
  /\ At(modprobe, "22")
  /\ IF object = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ object' = IF object = "valid" THEN "freed" ELSE object
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, scan_task, scan_mutex, tracking, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, tracking, object, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Modprobe ==
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14Create \/ Modprobe14Wake \/ Modprobe14Store
  \/ Modprobe15
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe19
  \/ Modprobe20
  \/ Modprobe21Load \/ Modprobe21Get \/ Modprobe21Set \/ Modprobe21Notify
  \/ Modprobe21Wake \/ Modprobe21Wait \/ Modprobe21Put
  \/ Modprobe22
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* debugfs_scan *)

DebugfsScanIdle ==                               \* a user calls into the module
  /\ Go(debugfs_scan, "idle", "24")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

DebugfsScan24 ==                                 \* mutex_lock(&scan_mutex)
  /\ Go(debugfs_scan, "24", "25")
  /\ scan_mutex = none
  /\ scan_mutex' = debugfs_scan
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, tracking, object, fault>>

DebugfsScan25 ==                                 \* if (tracking)
  /\ Go(debugfs_scan, "25", IF tracking THEN "26" ELSE "28")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, tracking, object, fault>>

DebugfsScan26 ==                                 \* use(object)
  /\ At(debugfs_scan, "26")
  /\ IF object = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF object = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(debugfs_scan, "28")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, refs, warned, scan_task, scan_mutex, tracking, object, fault>>

DebugfsScan28 ==                                 \* mutex_unlock(&scan_mutex)
  /\ Go(debugfs_scan, "28", "leave")
  /\ scan_mutex' = none
  /\ warned' = (warned \/ scan_mutex # debugfs_scan)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 scan_task, tracking, object, fault>>

DebugfsScanLeave ==                              \* the call returns to user space
  /\ Go(debugfs_scan, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

DebugfsScan ==
  \/ DebugfsScan24
  \/ DebugfsScan25
  \/ DebugfsScan26
  \/ DebugfsScan28
  \/ DebugfsScanLeave

-----------------------------------------------------------------------------
(* disable *)

DisableIdle ==                                   \* a user calls into the module
  /\ Go(disable, "idle", "29.load")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

\* 29  kthread_stop(scan_task)
Disable29Load ==                                 \* S0: reads scan_task
  /\ Go(disable, "29.load", "29.get")
  /\ arg' = [arg EXCEPT ![disable] = scan_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Disable29Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(disable, "29.get")
  /\ IF BadTask(arg[disable]) # "none"
     THEN Crash(BadTask(arg[disable]))
     ELSE /\ Goto(disable, "29.set")
          /\ usage' = [usage EXCEPT ![arg[disable]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, scan_task, scan_mutex, tracking, object, fault>>

Disable29Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(disable, "29.set", "29.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[disable]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Disable29Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(disable, "29.notify", "29.wake")
  /\ notified' = [notified EXCEPT ![arg[disable]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Disable29Wake ==                                 \* S7: wakes the thread
  /\ Go(disable, "29.wake", "29.wait")
  /\ Wake(arg[disable])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Disable29Wait ==                                 \* S8: waits for 'exited'
  /\ Go(disable, "29.wait", "29.put")
  /\ exited[arg[disable]] > 0
  /\ exited' = [exited EXCEPT ![arg[disable]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

\* S9..S11: takes the result and drops its reference
Disable29Put ==
  /\ At(disable, "29.put")
  /\ IF Overput(arg[disable])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(disable, "30")
          /\ usage' = [usage EXCEPT ![arg[disable]] = @ - 1]
          /\ arg' = [arg EXCEPT ![disable] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, scan_task, scan_mutex, tracking, object, fault>>

Disable30 ==                                     \* mutex_lock(&scan_mutex)
  /\ Go(disable, "30", "31")
  /\ scan_mutex = none
  /\ scan_mutex' = disable
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, tracking, object, fault>>

Disable31 ==                                     \* tracking = false
  /\ Go(disable, "31", "32")
  /\ tracking' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, scan_task, scan_mutex, object, fault>>

Disable32 ==                                     \* mutex_unlock(&scan_mutex)
  /\ Go(disable, "32", "33")
  /\ scan_mutex' = none
  /\ warned' = (warned \/ scan_mutex # disable)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 scan_task, tracking, object, fault>>

Disable33 ==                                     \* kfree(object)
  /\ At(disable, "33")
  /\ IF object = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(disable, "leave")
          /\ object' = IF object = "valid" THEN "freed" ELSE object
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, scan_task, scan_mutex, tracking, fault>>

DisableLeave ==                                  \* the call returns to user space
  /\ Go(disable, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 scan_task, scan_mutex, tracking, object, fault>>

Disable ==
  \/ Disable29Load \/ Disable29Get \/ Disable29Set \/ Disable29Notify
  \/ Disable29Wake \/ Disable29Wait \/ Disable29Put
  \/ Disable30
  \/ Disable31
  \/ Disable32
  \/ Disable33
  \/ DisableLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, scan_task, scan_mutex, tracking, object>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "10"
                  @@ debugfs_scan :> "idle"
                  @@ disable :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, disable} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ scan_task  = NULL
  /\ scan_mutex = none
  /\ tracking   = TRUE
  /\ object     = "null"
  /\ fault      = "none"

Next ==
  \/ KmemleakScanThread
  \/ Modprobe
  \/ ModprobeLive
  \/ DebugfsScan
  \/ DebugfsScanIdle
  \/ Disable
  \/ DisableIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(KmemleakScanThread \/ FetchFault(kmemleak_scan_thread))
  /\ SF_vars(KmemleakScanThread2)
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe21Wait)
  /\ WF_vars(DebugfsScan \/ FetchFault(debugfs_scan))
  /\ SF_vars(DebugfsScan24)
  /\ WF_vars(Disable \/ FetchFault(disable))
  /\ SF_vars(Disable29Wait \/ Disable30)

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

NoDoubleStop == \A c \in {modprobe, disable} : pc[c] \in {"21.set", "29.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, disable} : pc[c] \in {"21.set", "29.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[kmemleak_scan_thread] \in {"none", "gone"}
  /\ \A c \in {debugfs_scan, disable} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[kmemleak_scan_thread] = "gone" => usage[kmemleak_scan_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[kmemleak_scan_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => /\ object # "valid"
                         /\ ~(pc[kmemleak_scan_thread] = "born" /\ asleep[kmemleak_scan_thread])
  /\ object = "valid" => pc[modprobe] # "10"

LocksReleased == scan_mutex = none \/ InModuleText(scan_mutex)

StopResultCorrect ==
  \A c \in {modprobe, disable} :
    pc[c] \in {"21.put", "29.put"} /\ arg[c] = kmemleak_scan_thread =>
      /\ pc[kmemleak_scan_thread] \in {"exited", "dead", "gone"}
      /\ result[kmemleak_scan_thread] \in {-4, 0}

StopPending(c) == pc[c] \in {"21.notify", "21.wake", "21.wait", "29.notify", "29.wake", "29.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, disable} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, disable} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[kmemleak_scan_thread] => pc[kmemleak_scan_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {debugfs_scan, disable} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
