--------------------------- MODULE ZfsZthrWakeup ----------------------------
(*********************************************************************************************)
(* Nothing keeps test and wake together.                                                     *)
(*                                                                                           *)
(*   arc_evict_zthr      1  while (1) {                                                      *)
(*                       2      set_current_state(TASK_INTERRUPTIBLE);                       *)
(*                       3      if (kthread_should_stop()) {                                 *)
(*                       4          break;                                                   *)
(*                       5      }                                                            *)
(*                       6      schedule();                                                  *)
(*                       7  }                                                                *)
(*                       8  __set_current_state(TASK_RUNNING);                               *)
(*                       9  return 0;                                                        *)
(*   init               10  zthr = kzalloc(sizeof( *zthr), GFP_KERNEL);                      *)
(*                      11  if (!zthr) {                                                     *)
(*                      12      return -ENOMEM;                                              *)
(*                      13  }                                                                *)
(*                      14  zthr_task = kthread_run(arc_evict_zthr, NULL, "arc_evict_zthr"); *)
(*                      15  if (IS_ERR(zthr_task)) {                                         *)
(*                      16      kfree(zthr);                                                 *)
(*                      17      return -ENOMEM;                                              *)
(*                      18  }                                                                *)
(*                      19  return 0;                                                        *)
(*   exit               20  if (initialized) {                                               *)
(*                      21      kthread_stop(zthr_task);                                     *)
(*                      22      kfree(zthr);                                                 *)
(*                      23  }                                                                *)
(*   wait_for_eviction  24  if (initialized) {                                               *)
(*                      25      use(zthr);                                                   *)
(*                      26      wake_up_process(zthr_task);                                  *)
(*                      27  }                                                                *)
(*   arc_fini           28  initialized = false;                                             *)
(*                      29  kthread_stop(zthr_task);                                         *)
(*                      30  kfree(zthr);                                                     *)
(*********************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  arc_evict_zthr,     \* a kthread
  modprobe,           \* the task that loads and unloads the module
  wait_for_eviction,  \* a task that calls wait_for_eviction()
  arc_fini,           \* a task that calls arc_fini()
  NULL,               \* no task
  ERR,                \* an error pointer
  StopNotifies        \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                 \* where each context is in its program
  state,              \* task state
  asleep,             \* off the run queue
  shouldStop,         \* KTHREAD_SHOULD_STOP
  notified,           \* TIF_NOTIFY_SIGNAL
  exited,             \* count of the completion that kthread_stop() waits for
  result,             \* what the thread function returned
  usage,              \* references on the task; 0 is no task, or a freed one
  arg,                \* the task that each context's call is about
  module,             \* "coming", "live", "going" or "freed"
  refs,               \* references on the module: one is its own, one more is held during init
  zthr_task,          \* struct task_struct *
  initialized,        \* bool
  zthr,               \* memory: "null", "valid" or "freed"
  fault               \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, zthr_task,
    initialized, zthr, fault>>

Kthreads   == {arc_evict_zthr}
Contexts   == {arc_evict_zthr, modprobe, wait_for_eviction, arc_fini}
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
                 refs, zthr_task, initialized, zthr>>

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
Ready(c) == pc[c] \in {"21.wait", "29.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* arc_evict_zthr *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ArcEvictZthrBorn ==
  /\ At(arc_evict_zthr, "born")
  /\ IF shouldStop[arc_evict_zthr]
     THEN Goto(arc_evict_zthr, "exit") /\ result' = [result EXCEPT ![arc_evict_zthr] = -4]
     ELSE Goto(arc_evict_zthr, "2") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

ArcEvictZthr2 ==                                 \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(arc_evict_zthr, "2", "3")
  /\ state' = [state EXCEPT ![arc_evict_zthr] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, zthr, fault>>

ArcEvictZthr3 ==                                 \* if (kthread_should_stop())
  /\ Go(arc_evict_zthr, "3", IF shouldStop[arc_evict_zthr] THEN "8" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, zthr, fault>>

ArcEvictZthr6 ==                                 \* schedule()
  /\ Go(arc_evict_zthr, "6", "2")
  /\ Schedule(arc_evict_zthr)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

ArcEvictZthr8 ==                                 \* __set_current_state(TASK_RUNNING)
  /\ Go(arc_evict_zthr, "8", "9")
  /\ state' = [state EXCEPT ![arc_evict_zthr] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, zthr, fault>>

ArcEvictZthr9 ==                                 \* return 0
  /\ Go(arc_evict_zthr, "9", "exit")
  /\ result' = [result EXCEPT ![arc_evict_zthr] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

ArcEvictZthrExit ==                              \* X4: completes 'exited'
  /\ Go(arc_evict_zthr, "exit", "exited")
  /\ exited' = [exited EXCEPT ![arc_evict_zthr] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

ArcEvictZthrExited ==                            \* X7..X10: is reaped and leaves its CPU
  /\ Go(arc_evict_zthr, "exited", "dead")
  /\ state' = [state EXCEPT ![arc_evict_zthr] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, zthr, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ArcEvictZthrDead ==
  /\ At(arc_evict_zthr, "dead")
  /\ IF usage[arc_evict_zthr] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(arc_evict_zthr, "gone")
          /\ usage' = [usage EXCEPT ![arc_evict_zthr] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         zthr_task, initialized, zthr, fault>>

ArcEvictZthr ==
  \/ ArcEvictZthrBorn
  \/ ArcEvictZthr2
  \/ ArcEvictZthr3
  \/ ArcEvictZthr6
  \/ ArcEvictZthr8
  \/ ArcEvictZthr9
  \/ ArcEvictZthrExit \/ ArcEvictZthrExited \/ ArcEvictZthrDead

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe10 ==                                    \* zthr = kzalloc(sizeof(*zthr), GFP_KERNEL)
  /\ Go(modprobe, "10", "11")
  /\ zthr' = "valid" \/ zthr' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, fault>>

Modprobe11 ==                                    \* if (!zthr)
  /\ Go(modprobe, "11", IF zthr = "null" THEN "12" ELSE "14.create")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, zthr, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, zthr_task,
                 initialized, zthr, fault>>

\* 14  zthr_task = kthread_run(arc_evict_zthr, NULL, "arc_evict_zthr")
Modprobe14Create ==                              \* C1..C5: creates a thread of arc_evict_zthr
  /\ At(modprobe, "14.create")
  /\ \/ Create(modprobe, arc_evict_zthr, "14.wake")
     \/ /\ Goto(modprobe, "14.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, zthr_task, initialized, zthr,
                 fault>>

Modprobe14Wake ==                                \* wakes the new thread
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs,
                         zthr_task, initialized, zthr, fault>>

Modprobe14Store ==                               \* stores the pointer in zthr_task
  /\ Go(modprobe, "14.store", "15")
  /\ zthr_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 initialized, zthr, fault>>

Modprobe15 ==                                    \* if (IS_ERR(zthr_task))
  /\ Go(modprobe, "15", IF zthr_task = ERR THEN "16" ELSE "19")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, zthr, fault>>

Modprobe16 ==                                    \* kfree(zthr)
  /\ At(modprobe, "16")
  /\ IF zthr = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "17")
          /\ zthr' = IF zthr = "valid" THEN "freed" ELSE zthr
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, zthr_task, initialized, fault>>

Modprobe17 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "17", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, zthr_task,
                 initialized, zthr, fault>>

Modprobe19 ==                                    \* return 0
  /\ Go(modprobe, "19", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, zthr_task,
                 initialized, zthr, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "20")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, zthr_task,
                 initialized, zthr, fault>>

Modprobe20 ==                                    \* if (initialized)
  /\ Go(modprobe, "20", IF initialized THEN "21.load" ELSE "sync")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, zthr, fault>>

\* 21  kthread_stop(zthr_task)
Modprobe21Load ==                                \* S0: reads zthr_task
  /\ Go(modprobe, "21.load", "21.get")
  /\ arg' = [arg EXCEPT ![modprobe] = zthr_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 zthr_task, initialized, zthr, fault>>

Modprobe21Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "21.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "21.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         zthr_task, initialized, zthr, fault>>

Modprobe21Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "21.set", "21.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

Modprobe21Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "21.notify", "21.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

Modprobe21Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "21.wake", "21.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

Modprobe21Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "21.wait", "21.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe21Put ==
  /\ At(modprobe, "21.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "22")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         zthr_task, initialized, zthr, fault>>

Modprobe22 ==                                    \* kfree(zthr)
  /\ At(modprobe, "22")
  /\ IF zthr = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ zthr' = IF zthr = "valid" THEN "freed" ELSE zthr
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, zthr_task, initialized, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, zthr, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, zthr_task,
                 initialized, zthr, fault>>

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
(* wait_for_eviction *)

WaitForEvictionIdle ==                           \* a user calls into the module
  /\ Go(wait_for_eviction, "idle", "24")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 zthr_task, initialized, zthr, fault>>

WaitForEviction24 ==                             \* if (initialized)
  /\ Go(wait_for_eviction, "24", IF initialized THEN "25" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, initialized, zthr, fault>>

WaitForEviction25 ==                             \* use(zthr)
  /\ At(wait_for_eviction, "25")
  /\ IF zthr = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF zthr = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(wait_for_eviction, "26.load")
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg,
                              module, refs, zthr_task, initialized, zthr, fault>>

\* 26  wake_up_process(zthr_task)
WaitForEviction26Load ==                         \* S0: reads zthr_task
  /\ Go(wait_for_eviction, "26.load", "26.wake")
  /\ arg' = [arg EXCEPT ![wait_for_eviction] = zthr_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 zthr_task, initialized, zthr, fault>>

WaitForEviction26Wake ==                         \* wakes zthr_task
  /\ At(wait_for_eviction, "26.wake")
  /\ IF BadTask(arg[wait_for_eviction]) # "none"
     THEN Crash(BadTask(arg[wait_for_eviction]))
     ELSE /\ Goto(wait_for_eviction, "leave")
          /\ Wake(arg[wait_for_eviction])
          /\ arg' = [arg EXCEPT ![wait_for_eviction] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, zthr_task,
                         initialized, zthr, fault>>

WaitForEvictionLeave ==                          \* the call returns to user space
  /\ Go(wait_for_eviction, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 zthr_task, initialized, zthr, fault>>

WaitForEviction ==
  \/ WaitForEviction24
  \/ WaitForEviction25
  \/ WaitForEviction26Load \/ WaitForEviction26Wake
  \/ WaitForEvictionLeave

-----------------------------------------------------------------------------
(* arc_fini *)

ArcFiniIdle ==                                   \* a user calls into the module
  /\ Go(arc_fini, "idle", "28")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 zthr_task, initialized, zthr, fault>>

ArcFini28 ==                                     \* initialized = false
  /\ Go(arc_fini, "28", "29.load")
  /\ initialized' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 zthr_task, zthr, fault>>

\* 29  kthread_stop(zthr_task)
ArcFini29Load ==                                 \* S0: reads zthr_task
  /\ Go(arc_fini, "29.load", "29.get")
  /\ arg' = [arg EXCEPT ![arc_fini] = zthr_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 zthr_task, initialized, zthr, fault>>

ArcFini29Get ==                                  \* S2, S3: takes a reference on the thread
  /\ At(arc_fini, "29.get")
  /\ IF BadTask(arg[arc_fini]) # "none"
     THEN Crash(BadTask(arg[arc_fini]))
     ELSE /\ Goto(arc_fini, "29.set")
          /\ usage' = [usage EXCEPT ![arg[arc_fini]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         zthr_task, initialized, zthr, fault>>

ArcFini29Set ==                                  \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(arc_fini, "29.set", "29.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[arc_fini]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

ArcFini29Notify ==                               \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(arc_fini, "29.notify", "29.wake")
  /\ notified' = [notified EXCEPT ![arg[arc_fini]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

ArcFini29Wake ==                                 \* S7: wakes the thread
  /\ Go(arc_fini, "29.wake", "29.wait")
  /\ Wake(arg[arc_fini])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

ArcFini29Wait ==                                 \* S8: waits for 'exited'
  /\ Go(arc_fini, "29.wait", "29.put")
  /\ exited[arg[arc_fini]] > 0
  /\ exited' = [exited EXCEPT ![arg[arc_fini]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, zthr_task,
                 initialized, zthr, fault>>

\* S9..S11: takes the result and drops its reference
ArcFini29Put ==
  /\ At(arc_fini, "29.put")
  /\ IF Overput(arg[arc_fini])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(arc_fini, "30")
          /\ usage' = [usage EXCEPT ![arg[arc_fini]] = @ - 1]
          /\ arg' = [arg EXCEPT ![arc_fini] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         zthr_task, initialized, zthr, fault>>

ArcFini30 ==                                     \* kfree(zthr)
  /\ At(arc_fini, "30")
  /\ IF zthr = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(arc_fini, "leave")
          /\ zthr' = IF zthr = "valid" THEN "freed" ELSE zthr
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, zthr_task, initialized, fault>>

ArcFiniLeave ==                                  \* the call returns to user space
  /\ Go(arc_fini, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 zthr_task, initialized, zthr, fault>>

ArcFini ==
  \/ ArcFini28
  \/ ArcFini29Load \/ ArcFini29Get \/ ArcFini29Set \/ ArcFini29Notify
  \/ ArcFini29Wake \/ ArcFini29Wait \/ ArcFini29Put
  \/ ArcFini30
  \/ ArcFiniLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, zthr_task, initialized, zthr>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"]
                   @@ modprobe :> "10"
                   @@ wait_for_eviction :> "idle"
                   @@ arc_fini :> "idle"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe, wait_for_eviction, arc_fini} |-> NULL]
  /\ module      = "coming"
  /\ refs        = 2
  /\ zthr_task   = NULL
  /\ initialized = TRUE
  /\ zthr        = "null"
  /\ fault       = "none"

Next ==
  \/ ArcEvictZthr
  \/ Modprobe
  \/ ModprobeLive
  \/ WaitForEviction
  \/ WaitForEvictionIdle
  \/ ArcFini
  \/ ArcFiniIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(ArcEvictZthr \/ FetchFault(arc_evict_zthr))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe21Wait)
  /\ WF_vars(WaitForEviction \/ FetchFault(wait_for_eviction))
  /\ WF_vars(ArcFini \/ FetchFault(arc_fini))
  /\ SF_vars(ArcFini29Wait)

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
  \A c \in {modprobe, arc_fini} : pc[c] \in {"21.set", "29.set"} => ~shouldStop[arg[c]]

NoSelfStop == \A c \in {modprobe, arc_fini} : pc[c] \in {"21.set", "29.set"} => arg[c] # c

AtRest ==
  /\ module = "live"
  /\ pc[arc_evict_zthr] \in {"none", "gone"}
  /\ \A c \in {wait_for_eviction, arc_fini} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[arc_evict_zthr] = "gone" => usage[arc_evict_zthr] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[arc_evict_zthr] <= 1

NothingLeaked ==
  /\ module = "freed" => zthr # "valid" /\ ~(pc[arc_evict_zthr] = "born" /\ asleep[arc_evict_zthr])
  /\ zthr = "valid" => pc[modprobe] # "10"

StopResultCorrect ==
  \A c \in {modprobe, arc_fini} :
    pc[c] \in {"21.put", "29.put"} /\ arg[c] = arc_evict_zthr =>
      pc[arc_evict_zthr] \in {"exited", "dead", "gone"} /\ result[arc_evict_zthr] \in {-4, 0}

StopPending(c) == pc[c] \in {"21.notify", "21.wake", "21.wait", "29.notify", "29.wake", "29.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, arc_fini} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates == \A c \in {modprobe, arc_fini} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[arc_evict_zthr] => pc[arc_evict_zthr] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {wait_for_eviction, arc_fini} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
