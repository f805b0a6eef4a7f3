----------------------- MODULE LustreLfsckStartMended -----------------------
(*****************************************************************************************)
(* A start looks whether an unmount has begun, too.                                      *)
(*                                                                                       *)
(*   lfsck_thread   1  while (!kthread_should_stop()) {                                  *)
(*                  2      use(lfsck);                                                   *)
(*                  3      msleep(100);                                                  *)
(*                  4  }                                                                 *)
(*                  5  return 0;                                                         *)
(*   init           6  lfsck = kzalloc(sizeof( *lfsck), GFP_KERNEL);                     *)
(*                  7  if (!lfsck) {                                                     *)
(*                  8      return -ENOMEM;                                               *)
(*                  9  }                                                                 *)
(*                 10  return 0;                                                         *)
(*   exit          11  if (lfsck_task) {                                                 *)
(*                 12      kthread_stop(lfsck_task);                                     *)
(*                 13  }                                                                 *)
(*                 14  if (!unmounting) {                                                *)
(*                 15      kfree(lfsck);                                                 *)
(*                 16  }                                                                 *)
(*   start_lfsck   17  mutex_lock(&lfsck_mutex);                                         *)
(*                 18  if (!lfsck_task && !unmounting) {                                 *)
(*                 19      lfsck_task = kthread_run(lfsck_thread, NULL, "lfsck_thread"); *)
(*                 20      if (IS_ERR(lfsck_task)) {                                     *)
(*                 21          lfsck_task = NULL;                                        *)
(*                 22          mutex_unlock(&lfsck_mutex);                               *)
(*                 23          return -ENOMEM;                                           *)
(*                 24      }                                                             *)
(*                 25  }                                                                 *)
(*                 26  mutex_unlock(&lfsck_mutex);                                       *)
(*   umount        27  mutex_lock(&lfsck_mutex);                                         *)
(*                 28  unmounting = true;                                                *)
(*                 29  if (lfsck_task) {                                                 *)
(*                 30      kthread_stop(lfsck_task);                                     *)
(*                 31      lfsck_task = NULL;                                            *)
(*                 32  }                                                                 *)
(*                 33  mutex_unlock(&lfsck_mutex);                                       *)
(*                 34  kfree(lfsck);                                                     *)
(*****************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  lfsck_thread,     \* a kthread
  modprobe,         \* the task that loads and unloads the module
  start_lfsck,      \* a task that calls start_lfsck()
  umount,           \* a task that calls umount()
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
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  warned,           \* the kernel printed a warning
  lfsck_task,       \* struct task_struct *
  lfsck_mutex,      \* struct mutex: its owner
  unmounting,       \* bool
  lfsck,            \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Kthreads   == {lfsck_thread}
Contexts   == {lfsck_thread, modprobe, start_lfsck, umount}
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
                 refs, warned, lfsck_task, lfsck_mutex, unmounting, lfsck>>

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
  /\ pc[c] \in {"12.wait", "30.wait"} => exited[arg[c]] > 0
  /\ pc[c] \in {"17", "27"} => lfsck_mutex = none

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* lfsck_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
LfsckThreadBorn ==
  /\ At(lfsck_thread, "born")
  /\ IF shouldStop[lfsck_thread]
     THEN Goto(lfsck_thread, "exit") /\ result' = [result EXCEPT ![lfsck_thread] = -4]
     ELSE Goto(lfsck_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

LfsckThread1 ==                                  \* while (!kthread_should_stop())
  /\ Go(lfsck_thread, "1", IF shouldStop[lfsck_thread] THEN "5" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

LfsckThread2 ==                                  \* use(lfsck)
  /\ At(lfsck_thread, "2")
  /\ IF lfsck = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF lfsck = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(lfsck_thread, "3")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, refs, warned, lfsck_task, lfsck_mutex, unmounting, lfsck,
                              fault>>

LfsckThread3 ==                                  \* msleep(100)
  /\ Go(lfsck_thread, "3", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

LfsckThread5 ==                                  \* return 0
  /\ Go(lfsck_thread, "5", "exit")
  /\ result' = [result EXCEPT ![lfsck_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

LfsckThreadExit ==                               \* X4: completes 'exited'
  /\ Go(lfsck_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![lfsck_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

LfsckThreadExited ==                             \* X7..X10: is reaped and leaves its CPU
  /\ Go(lfsck_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![lfsck_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
LfsckThreadDead ==
  /\ At(lfsck_thread, "dead")
  /\ IF usage[lfsck_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(lfsck_thread, "gone")
          /\ usage' = [usage EXCEPT ![lfsck_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

LfsckThread ==
  \/ LfsckThreadBorn
  \/ LfsckThread1
  \/ LfsckThread2
  \/ LfsckThread3
  \/ LfsckThread5
  \/ LfsckThreadExit \/ LfsckThreadExited \/ LfsckThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe6 ==                                     \* lfsck = kzalloc(sizeof(*lfsck), GFP_KERNEL)
  /\ Go(modprobe, "6", "7")
  /\ lfsck' = "valid" \/ lfsck' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, fault>>

Modprobe7 ==                                     \* if (!lfsck)
  /\ Go(modprobe, "7", IF lfsck = "null" THEN "8" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe10 ==                                    \* return 0
  /\ Go(modprobe, "10", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "11")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe11 ==                                    \* if (lfsck_task)
  /\ Go(modprobe, "11", IF lfsck_task = NULL THEN "14" ELSE "12.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

\* 12  kthread_stop(lfsck_task)
Modprobe12Load ==                                \* S0: reads lfsck_task
  /\ Go(modprobe, "12.load", "12.get")
  /\ arg' = [arg EXCEPT ![modprobe] = lfsck_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe12Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "12.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe12Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "12.set", "12.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe12Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "12.notify", "12.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe12Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "12.wake", "12.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe12Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "12.wait", "12.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe12Put ==
  /\ At(modprobe, "12.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "14")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe14 ==                                    \* if (!unmounting)
  /\ Go(modprobe, "14", IF unmounting THEN "sync" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe15 ==                                    \* kfree(lfsck)
  /\ At(modprobe, "15")
  /\ IF lfsck = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ lfsck' = IF lfsck = "valid" THEN "freed" ELSE lfsck
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, lfsck_task, lfsck_mutex, unmounting, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Modprobe ==
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12Load \/ Modprobe12Get \/ Modprobe12Set \/ Modprobe12Notify
  \/ Modprobe12Wake \/ Modprobe12Wait \/ Modprobe12Put
  \/ Modprobe14
  \/ Modprobe15
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* start_lfsck *)

StartLfsckIdle ==                                \* a user calls into the module
  /\ Go(start_lfsck, "idle", "17")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

StartLfsck17 ==                                  \* mutex_lock(&lfsck_mutex)
  /\ Go(start_lfsck, "17", "18.a")
  /\ lfsck_mutex = none
  /\ lfsck_mutex' = start_lfsck
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, unmounting, lfsck, fault>>

\* 18  if (!lfsck_task && !unmounting)
StartLfsck18A ==                                 \* tests whether lfsck_task is NULL
  /\ Go(start_lfsck, "18.a", IF lfsck_task = NULL THEN "18.b" ELSE "26")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

StartLfsck18B ==                                 \* tests unmounting
  /\ Go(start_lfsck, "18.b", IF unmounting THEN "26" ELSE "19.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

\* 19  lfsck_task = kthread_run(lfsck_thread, NULL, "lfsck_thread")
StartLfsck19Create ==                            \* C1..C5: creates a thread of lfsck_thread
  /\ At(start_lfsck, "19.create")
  /\ \/ Create(start_lfsck, lfsck_thread, "19.wake")
     \/ /\ Goto(start_lfsck, "19.store")
        /\ arg' = [arg EXCEPT ![start_lfsck] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, lfsck_task,
                 lfsck_mutex, unmounting, lfsck, fault>>

StartLfsck19Wake ==                              \* wakes the new thread
  /\ At(start_lfsck, "19.wake")
  /\ IF BadTask(arg[start_lfsck]) # "none"
     THEN Crash(BadTask(arg[start_lfsck]))
     ELSE /\ Goto(start_lfsck, "19.store")
          /\ Wake(arg[start_lfsck])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

StartLfsck19Store ==                             \* stores the pointer in lfsck_task
  /\ Go(start_lfsck, "19.store", "20")
  /\ lfsck_task' = arg[start_lfsck]
  /\ arg' = [arg EXCEPT ![start_lfsck] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 lfsck_mutex, unmounting, lfsck, fault>>

StartLfsck20 ==                                  \* if (IS_ERR(lfsck_task))
  /\ Go(start_lfsck, "20", IF lfsck_task = ERR THEN "21" ELSE "26")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

StartLfsck21 ==                                  \* lfsck_task = NULL
  /\ Go(start_lfsck, "21", "22")
  /\ lfsck_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_mutex, unmounting, lfsck, fault>>

StartLfsck22 ==                                  \* mutex_unlock(&lfsck_mutex)
  /\ Go(start_lfsck, "22", "23")
  /\ lfsck_mutex' = none
  /\ warned' = (warned \/ lfsck_mutex # start_lfsck)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 lfsck_task, unmounting, lfsck, fault>>

StartLfsck23 ==                                  \* return -ENOMEM
  /\ Go(start_lfsck, "23", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

StartLfsck26 ==                                  \* mutex_unlock(&lfsck_mutex)
  /\ Go(start_lfsck, "26", "leave")
  /\ lfsck_mutex' = none
  /\ warned' = (warned \/ lfsck_mutex # start_lfsck)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 lfsck_task, unmounting, lfsck, fault>>

StartLfsckLeave ==                               \* the call returns to user space
  /\ Go(start_lfsck, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

StartLfsck ==
  \/ StartLfsck17
  \/ StartLfsck18A \/ StartLfsck18B
  \/ StartLfsck19Create \/ StartLfsck19Wake \/ StartLfsck19Store
  \/ StartLfsck20
  \/ StartLfsck21
  \/ StartLfsck22
  \/ StartLfsck23
  \/ StartLfsck26
  \/ StartLfsckLeave

-----------------------------------------------------------------------------
(* umount *)

UmountIdle ==                                    \* a user calls into the module
  /\ Go(umount, "idle", "27")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Umount27 ==                                      \* mutex_lock(&lfsck_mutex)
  /\ Go(umount, "27", "28")
  /\ lfsck_mutex = none
  /\ lfsck_mutex' = umount
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, unmounting, lfsck, fault>>

Umount28 ==                                      \* unmounting = true
  /\ Go(umount, "28", "29")
  /\ unmounting' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, lfsck, fault>>

Umount29 ==                                      \* if (lfsck_task)
  /\ Go(umount, "29", IF lfsck_task = NULL THEN "33" ELSE "30.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

\* 30  kthread_stop(lfsck_task)
Umount30Load ==                                  \* S0: reads lfsck_task
  /\ Go(umount, "30.load", "30.get")
  /\ arg' = [arg EXCEPT ![umount] = lfsck_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Umount30Get ==                                   \* S2, S3: takes a reference on the thread
  /\ At(umount, "30.get")
  /\ IF BadTask(arg[umount]) # "none"
     THEN Crash(BadTask(arg[umount]))
     ELSE /\ Goto(umount, "30.set")
          /\ usage' = [usage EXCEPT ![arg[umount]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Umount30Set ==                                   \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(umount, "30.set", "30.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[umount]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Umount30Notify ==                                \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(umount, "30.notify", "30.wake")
  /\ notified' = [notified EXCEPT ![arg[umount]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Umount30Wake ==                                  \* S7: wakes the thread
  /\ Go(umount, "30.wake", "30.wait")
  /\ Wake(arg[umount])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Umount30Wait ==                                  \* S8: waits for 'exited'
  /\ Go(umount, "30.wait", "30.put")
  /\ exited[arg[umount]] > 0
  /\ exited' = [exited EXCEPT ![arg[umount]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

\* S9..S11: takes the result and drops its reference
Umount30Put ==
  /\ At(umount, "30.put")
  /\ IF Overput(arg[umount])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(umount, "31")
          /\ usage' = [usage EXCEPT ![arg[umount]] = @ - 1]
          /\ arg' = [arg EXCEPT ![umount] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Umount31 ==                                      \* lfsck_task = NULL
  /\ Go(umount, "31", "33")
  /\ lfsck_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, lfsck_mutex, unmounting, lfsck, fault>>

Umount33 ==                                      \* mutex_unlock(&lfsck_mutex)
  /\ Go(umount, "33", "34")
  /\ lfsck_mutex' = none
  /\ warned' = (warned \/ lfsck_mutex # umount)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 lfsck_task, unmounting, lfsck, fault>>

Umount34 ==                                      \* kfree(lfsck)
  /\ At(umount, "34")
  /\ IF lfsck = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(umount, "leave")
          /\ lfsck' = IF lfsck = "valid" THEN "freed" ELSE lfsck
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, lfsck_task, lfsck_mutex, unmounting, fault>>

UmountLeave ==                                   \* the call returns to user space
  /\ Go(umount, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 lfsck_task, lfsck_mutex, unmounting, lfsck, fault>>

Umount ==
  \/ Umount27
  \/ Umount28
  \/ Umount29
  \/ Umount30Load \/ Umount30Get \/ Umount30Set \/ Umount30Notify \/ Umount30Wake
  \/ Umount30Wait \/ Umount30Put
  \/ Umount31
  \/ Umount33
  \/ Umount34
  \/ UmountLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, lfsck_task, lfsck_mutex, unmounting, lfsck>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"]
                   @@ modprobe :> "6"
                   @@ start_lfsck :> "idle"
                   @@ umount :> "idle"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe, start_lfsck, umount} |-> NULL]
  /\ module      = "coming"
  /\ refs        = 2
  /\ warned      = FALSE
  /\ lfsck_task  = NULL
  /\ lfsck_mutex = none
  /\ unmounting  = FALSE
  /\ lfsck       = "null"
  /\ fault       = "none"

Next ==
  \/ LfsckThread
  \/ Modprobe
  \/ ModprobeLive
  \/ StartLfsck
  \/ StartLfsckIdle
  \/ Umount
  \/ UmountIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(LfsckThread \/ FetchFault(lfsck_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe12Wait)
  /\ WF_vars(StartLfsck \/ FetchFault(start_lfsck))
  /\ SF_vars(StartLfsck17)
  /\ WF_vars(Umount \/ FetchFault(umount))
  /\ SF_vars(Umount27 \/ Umount30Wait)

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

NoDoubleStop == \A c \in {modprobe, umount} : pc[c] \in {"12.set", "30.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, umount} : pc[c] \in {"12.set", "30.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[lfsck_thread] \in {"none", "gone"}
  /\ \A c \in {start_lfsck, umount} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[lfsck_thread] = "gone" => usage[lfsck_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[lfsck_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => lfsck # "valid" /\ ~(pc[lfsck_thread] = "born" /\ asleep[lfsck_thread])
  /\ lfsck = "valid" => pc[modprobe] # "6"

LocksReleased == lfsck_mutex = none \/ InModuleText(lfsck_mutex)

StopResultCorrect ==
  \A c \in {modprobe, umount} :
    pc[c] \in {"12.put", "30.put"} /\ arg[c] = lfsck_thread =>
      pc[lfsck_thread] \in {"exited", "dead", "gone"} /\ result[lfsck_thread] \in {-4, 0}

StopPending(c) == pc[c] \in {"12.notify", "12.wake", "12.wait", "30.notify", "30.wake", "30.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, umount} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, umount} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[lfsck_thread] => pc[lfsck_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {start_lfsck, umount} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
