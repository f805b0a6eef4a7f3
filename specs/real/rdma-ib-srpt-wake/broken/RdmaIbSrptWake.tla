--------------------------- MODULE RdmaIbSrptWake ---------------------------
(***********************************************************************************)
(* The thread is woken after the lock.                                             *)
(*                                                                                 *)
(*   srpt_thread       1  while (1) {                                              *)
(*                     2      set_current_state(TASK_INTERRUPTIBLE);               *)
(*                     3      if (kthread_should_stop()) {                         *)
(*                     4          break;                                           *)
(*                     5      }                                                    *)
(*                     6      schedule();                                          *)
(*                     7  }                                                        *)
(*                     8  __set_current_state(TASK_RUNNING);                       *)
(*                     9  return 0;                                                *)
(*   init             10  ch_task = kthread_run(srpt_thread, NULL, "srpt_thread"); *)
(*                    11  if (IS_ERR(ch_task)) {                                   *)
(*                    12      return -ENOMEM;                                      *)
(*                    13  }                                                        *)
(*                    14  return 0;                                                *)
(*   exit             15  if (!released) {                                         *)
(*                    16      kthread_stop(ch_task);                               *)
(*                    17  }                                                        *)
(*   release_channel  18  gone = 0;                                                *)
(*                    19  spin_lock(&ch_lock);                                     *)
(*                    20  if (disconnecting) {                                     *)
(*                    21      gone = 1;                                            *)
(*                    22  }                                                        *)
(*                    23  spin_unlock(&ch_lock);                                   *)
(*                    24  if (gone == 1) {                                         *)
(*                    25      kthread_stop(ch_task);                               *)
(*                    26      released = true;                                     *)
(*                    27  }                                                        *)
(*   disconnect       28  spin_lock(&ch_lock);                                     *)
(*                    29  disconnecting = true;                                    *)
(*                    30  spin_unlock(&ch_lock);                                   *)
(*                    31  wake_up_process(ch_task);                                *)
(***********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  srpt_thread,      \* a kthread
  modprobe,         \* the task that loads and unloads the module
  release_channel,  \* a task that calls release_channel()
  disconnect,       \* a task that calls disconnect()
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
  ch_task,          \* struct task_struct *
  ch_lock,          \* spinlock_t: its owner
  disconnecting,    \* bool
  released,         \* bool
  gone,             \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    ch_task, ch_lock, disconnecting, released, gone, fault>>

Kthreads   == {srpt_thread}
Contexts   == {srpt_thread, modprobe, release_channel, disconnect}
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
                 refs, warned, ch_task, ch_lock, disconnecting, released, gone>>

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
Ready(c) ==
  /\ pc[c] \in {"16.wait", "25.wait"} => exited[arg[c]] > 0
  /\ pc[c] \in {"19", "28"} => ch_lock = none

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* srpt_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SrptThreadBorn ==
  /\ At(srpt_thread, "born")
  /\ IF shouldStop[srpt_thread]
     THEN Goto(srpt_thread, "exit") /\ result' = [result EXCEPT ![srpt_thread] = -4]
     ELSE Goto(srpt_thread, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

SrptThread2 ==                                   \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(srpt_thread, "2", "3")
  /\ state' = [state EXCEPT ![srpt_thread] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

SrptThread3 ==                                   \* if (kthread_should_stop())
  /\ Go(srpt_thread, "3", IF shouldStop[srpt_thread] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

SrptThread6 ==                                   \* schedule()
  /\ Go(srpt_thread, "6", "2")
  /\ Schedule(srpt_thread)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, ch_task,
                 ch_lock, disconnecting, released, gone, fault>>

SrptThread8 ==                                   \* __set_current_state(TASK_RUNNING)
  /\ Go(srpt_thread, "8", "9")
  /\ state' = [state EXCEPT ![srpt_thread] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

SrptThread9 ==                                   \* return 0
  /\ Go(srpt_thread, "9", "exit")
  /\ result' = [result EXCEPT ![srpt_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

SrptThreadExit ==                                \* X4: completes 'exited'
  /\ Go(srpt_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![srpt_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

SrptThreadExited ==                              \* X7..X10: is reaped and leaves its CPU
  /\ Go(srpt_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![srpt_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SrptThreadDead ==
  /\ At(srpt_thread, "dead")
  /\ IF usage[srpt_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(srpt_thread, "gone")
          /\ usage' = [usage EXCEPT ![srpt_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

SrptThread ==
  \/ SrptThreadBorn
  \/ SrptThread2
  \/ SrptThread3
  \/ SrptThread6
  \/ SrptThread8
  \/ SrptThread9
  \/ SrptThreadExit \/ SrptThreadExited \/ SrptThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  ch_task = kthread_run(srpt_thread, NULL, "srpt_thread")
Modprobe10Create ==                              \* C1..C5: creates a thread of srpt_thread
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, srpt_thread, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, ch_task, ch_lock,
                 disconnecting, released, gone, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         ch_task, ch_lock, disconnecting, released, gone, fault>>

Modprobe10Store ==                               \* stores the pointer in ch_task
  /\ Go(modprobe, "10.store", "11")
  /\ ch_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ch_lock, disconnecting, released, gone, fault>>

Modprobe11 ==                                    \* if (IS_ERR(ch_task))
  /\ Go(modprobe, "11", IF ch_task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, ch_task,
                 ch_lock, disconnecting, released, gone, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, ch_task,
                 ch_lock, disconnecting, released, gone, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, ch_task,
                 ch_lock, disconnecting, released, gone, fault>>

Modprobe15 ==                                    \* if (!released)
  /\ Go(modprobe, "15", IF released THEN "sync" ELSE "16.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

\* 16  kthread_stop(ch_task)
Modprobe16Load ==                                \* S0: reads ch_task
  /\ Go(modprobe, "16.load", "16.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ch_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

Modprobe16Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "16.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "16.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

Modprobe16Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "16.set", "16.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, ch_task,
                 ch_lock, disconnecting, released, gone, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15
  \/ Modprobe16Load \/ Modprobe16Get \/ Modprobe16Set \/ Modprobe16Notify
  \/ Modprobe16Wake \/ Modprobe16Wait \/ Modprobe16Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* release_channel *)

ReleaseChannelIdle ==                            \* a user calls into the module
  /\ Go(release_channel, "idle", "18")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

ReleaseChannel18 ==                              \* gone = 0
  /\ Go(release_channel, "18", "19")
  /\ gone' = [gone EXCEPT ![release_channel] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, disconnecting, released, fault>>

ReleaseChannel19 ==                              \* spin_lock(&ch_lock)
  /\ Go(release_channel, "19", "20")
  /\ ch_lock = none
  /\ ch_lock' = release_channel
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, disconnecting, released, gone, fault>>

ReleaseChannel20 ==                              \* if (disconnecting)
  /\ Go(release_channel, "20", IF disconnecting THEN "21" ELSE "23")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

ReleaseChannel21 ==                              \* gone = 1
  /\ Go(release_channel, "21", "23")
  /\ gone' = [gone EXCEPT ![release_channel] = 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, disconnecting, released, fault>>

ReleaseChannel23 ==                              \* spin_unlock(&ch_lock)
  /\ Go(release_channel, "23", "24")
  /\ ch_lock' = none
  /\ warned' = (warned \/ ch_lock # release_channel)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ch_task, disconnecting, released, gone, fault>>

ReleaseChannel24 ==                              \* if (gone == 1)
  /\ Go(release_channel, "24", IF gone[release_channel] = 1 THEN "25.load" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

\* 25  kthread_stop(ch_task)
ReleaseChannel25Load ==                          \* S0: reads ch_task
  /\ Go(release_channel, "25.load", "25.get")
  /\ arg' = [arg EXCEPT ![release_channel] = ch_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

ReleaseChannel25Get ==                           \* S2, S3: takes a reference on the thread
  /\ At(release_channel, "25.get")
  /\ IF BadTask(arg[release_channel]) # "none"
     THEN Crash(BadTask(arg[release_channel]))
     ELSE /\ Goto(release_channel, "25.set")
          /\ usage' = [usage EXCEPT ![arg[release_channel]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

ReleaseChannel25Set ==                           \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(release_channel, "25.set", "25.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[release_channel]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

ReleaseChannel25Notify ==                        \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(release_channel, "25.notify", "25.wake")
  /\ notified' = [notified EXCEPT ![arg[release_channel]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

ReleaseChannel25Wake ==                          \* S7: wakes the thread
  /\ Go(release_channel, "25.wake", "25.wait")
  /\ Wake(arg[release_channel])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, ch_task,
                 ch_lock, disconnecting, released, gone, fault>>

ReleaseChannel25Wait ==                          \* S8: waits for 'exited'
  /\ Go(release_channel, "25.wait", "25.put")
  /\ exited[arg[release_channel]] > 0
  /\ exited' = [exited EXCEPT ![arg[release_channel]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

\* S9..S11: takes the result and drops its reference
ReleaseChannel25Put ==
  /\ At(release_channel, "25.put")
  /\ IF Overput(arg[release_channel])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(release_channel, "26")
          /\ usage' = [usage EXCEPT ![arg[release_channel]] = @ - 1]
          /\ arg' = [arg EXCEPT ![release_channel] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, ch_task, ch_lock, disconnecting, released, gone, fault>>

ReleaseChannel26 ==                              \* released = true
  /\ Go(release_channel, "26", "leave")
  /\ released' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, disconnecting, gone, fault>>

ReleaseChannelLeave ==                           \* the call returns to user space
  /\ Go(release_channel, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

ReleaseChannel ==
  \/ ReleaseChannel18
  \/ ReleaseChannel19
  \/ ReleaseChannel20
  \/ ReleaseChannel21
  \/ ReleaseChannel23
  \/ ReleaseChannel24
  \/ ReleaseChannel25Load \/ ReleaseChannel25Get \/ ReleaseChannel25Set
  \/ ReleaseChannel25Notify \/ ReleaseChannel25Wake \/ ReleaseChannel25Wait
  \/ ReleaseChannel25Put
  \/ ReleaseChannel26
  \/ ReleaseChannelLeave

-----------------------------------------------------------------------------
(* disconnect *)

DisconnectIdle ==                                \* a user calls into the module
  /\ Go(disconnect, "idle", "28")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

Disconnect28 ==                                  \* spin_lock(&ch_lock)
  /\ Go(disconnect, "28", "29")
  /\ ch_lock = none
  /\ ch_lock' = disconnect
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, disconnecting, released, gone, fault>>

Disconnect29 ==                                  \* disconnecting = true
  /\ Go(disconnect, "29", "30")
  /\ disconnecting' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, ch_task, ch_lock, released, gone, fault>>

Disconnect30 ==                                  \* spin_unlock(&ch_lock)
  /\ Go(disconnect, "30", "31.load")
  /\ ch_lock' = none
  /\ warned' = (warned \/ ch_lock # disconnect)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 ch_task, disconnecting, released, gone, fault>>

\* 31  wake_up_process(ch_task)
Disconnect31Load ==                              \* S0: reads ch_task
  /\ Go(disconnect, "31.load", "31.wake")
  /\ arg' = [arg EXCEPT ![disconnect] = ch_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

Disconnect31Wake ==                              \* wakes ch_task
  /\ At(disconnect, "31.wake")
  /\ IF BadTask(arg[disconnect]) # "none"
     THEN Crash(BadTask(arg[disconnect]))
     ELSE /\ Goto(disconnect, "leave")
          /\ Wake(arg[disconnect])
          /\ arg' = [arg EXCEPT ![disconnect] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, warned,
                         ch_task, ch_lock, disconnecting, released, gone, fault>>

DisconnectLeave ==                               \* the call returns to user space
  /\ Go(disconnect, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 ch_task, ch_lock, disconnecting, released, gone, fault>>

Disconnect ==
  \/ Disconnect28
  \/ Disconnect29
  \/ Disconnect30
  \/ Disconnect31Load \/ Disconnect31Wake
  \/ DisconnectLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, ch_task, ch_lock, disconnecting, released, gone>>

Init ==
  /\ pc            = [t \in Kthreads |-> "none"]
                     @@ modprobe :> "10.create"
                     @@ release_channel :> "idle"
                     @@ disconnect :> "idle"
  /\ state         = [t \in Kthreads |-> "NEW"]
  /\ asleep        = [t \in Kthreads |-> FALSE]
  /\ shouldStop    = [t \in Kthreads |-> FALSE]
  /\ notified      = [t \in Kthreads |-> FALSE]
  /\ exited        = [t \in Kthreads |-> 0]
  /\ result        = [t \in Kthreads |-> 0]
  /\ usage         = [t \in Kthreads |-> 0]
  /\ arg           = [c \in {modprobe, release_channel, disconnect} |-> NULL]
  /\ module        = "coming"
  /\ refs          = 2
  /\ warned        = FALSE
  /\ ch_task       = NULL
  /\ ch_lock       = none
  /\ disconnecting = FALSE
  /\ released      = FALSE
  /\ gone          = [c \in {release_channel} |-> 0]
  /\ fault         = "none"

Next ==
  \/ SrptThread
  \/ Modprobe
  \/ ModprobeLive
  \/ ReleaseChannel
  \/ ReleaseChannelIdle
  \/ Disconnect
  \/ DisconnectIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(SrptThread \/ FetchFault(srpt_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16Wait)
  /\ WF_vars(ReleaseChannel \/ FetchFault(release_channel))
  /\ SF_vars(ReleaseChannel19 \/ ReleaseChannel25Wait)
  /\ WF_vars(Disconnect \/ FetchFault(disconnect))
  /\ SF_vars(Disconnect28)

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
  \A c \in {modprobe, release_channel} : pc[c] \in {"16.set", "25.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, release_channel} : pc[c] \in {"16.set", "25.set"} => arg[c] # c

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ pc[srpt_thread] \in {"none", "gone"}
  /\ \A c \in {release_channel, disconnect} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[srpt_thread] = "gone" => usage[srpt_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[srpt_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[srpt_thread] = "born" /\ asleep[srpt_thread])

LocksReleased == ch_lock = none \/ InModuleText(ch_lock)

StopResultCorrect ==
  \A c \in {modprobe, release_channel} :
    pc[c] \in {"16.put", "25.put"} /\ arg[c] = srpt_thread =>
      pc[srpt_thread] \in {"exited", "dead", "gone"} /\ result[srpt_thread] \in {-4, 0}

StopPending(c) == pc[c] \in {"16.notify", "16.wake", "16.wait", "25.notify", "25.wake", "25.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, release_channel} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, release_channel} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[srpt_thread] => pc[srpt_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {release_channel, disconnect} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
