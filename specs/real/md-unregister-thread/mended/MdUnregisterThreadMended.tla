---------------------- MODULE MdUnregisterThreadMended ----------------------
(******************************************************************************)
(* Whoever takes the thread, under a lock, stops it.                          *)
(*                                                                            *)
(*   md_thread      1  while (!kthread_should_stop()) {                       *)
(*                  2      msleep(100);                                       *)
(*                  3  }                                                      *)
(*                  4  return 0;                                              *)
(*   init           5  sync_task = kthread_run(md_thread, NULL, "md_thread"); *)
(*                  6  if (IS_ERR(sync_task)) {                               *)
(*                  7      return -ENOMEM;                                    *)
(*                  8  }                                                      *)
(*                  9  return 0;                                              *)
(*   exit          10  mine = 0;                                              *)
(*                 11  spin_lock(&pers_lock);                                 *)
(*                 12  if (registered) {                                      *)
(*                 13      registered = false;                                *)
(*                 14      mine = 1;                                          *)
(*                 15  }                                                      *)
(*                 16  spin_unlock(&pers_lock);                               *)
(*                 17  if (mine == 1) {                                       *)
(*                 18      kthread_stop(sync_task);                           *)
(*                 19  }                                                      *)
(*   action_store  20  mine = 0;                                              *)
(*                 21  spin_lock(&pers_lock);                                 *)
(*                 22  if (registered) {                                      *)
(*                 23      registered = false;                                *)
(*                 24      mine = 1;                                          *)
(*                 25  }                                                      *)
(*                 26  spin_unlock(&pers_lock);                               *)
(*                 27  if (mine == 1) {                                       *)
(*                 28      kthread_stop(sync_task);                           *)
(*                 29  }                                                      *)
(*   stop_array    30  mine = 0;                                              *)
(*                 31  spin_lock(&pers_lock);                                 *)
(*                 32  if (registered) {                                      *)
(*                 33      registered = false;                                *)
(*                 34      mine = 1;                                          *)
(*                 35  }                                                      *)
(*                 36  spin_unlock(&pers_lock);                               *)
(*                 37  if (mine == 1) {                                       *)
(*                 38      kthread_stop(sync_task);                           *)
(*                 39  }                                                      *)
(******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  md_thread,        \* a kthread
  modprobe,         \* the task that loads and unloads the module
  action_store,     \* a task that calls action_store()
  stop_array,       \* a task that calls stop_array()
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
  pers_lock,        \* spinlock_t: its owner
  registered,       \* bool
  sync_task,        \* struct task_struct *
  mine,             \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    pers_lock, registered, sync_task, mine, fault>>

Kthreads   == {md_thread}
Contexts   == {md_thread, modprobe, action_store, stop_array}
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
                 refs, warned, pers_lock, registered, sync_task, mine>>

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
  /\ pc[c] \in {"11", "21", "31"} => pers_lock = none
  /\ pc[c] \in {"18.wait", "28.wait", "38.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* md_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
MdThreadBorn ==
  /\ At(md_thread, "born")
  /\ IF shouldStop[md_thread]
     THEN Goto(md_thread, "exit") /\ result' = [result EXCEPT ![md_thread] = -4]
     ELSE Goto(md_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

MdThread1 ==                                     \* while (!kthread_should_stop())
  /\ Go(md_thread, "1", IF shouldStop[md_thread] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

MdThread2 ==                                     \* msleep(100)
  /\ Go(md_thread, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

MdThread4 ==                                     \* return 0
  /\ Go(md_thread, "4", "exit")
  /\ result' = [result EXCEPT ![md_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

MdThreadExit ==                                  \* X4: completes 'exited'
  /\ Go(md_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![md_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

MdThreadExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(md_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![md_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
MdThreadDead ==
  /\ At(md_thread, "dead")
  /\ IF usage[md_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(md_thread, "gone")
          /\ usage' = [usage EXCEPT ![md_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, pers_lock, registered, sync_task, mine, fault>>

MdThread ==
  \/ MdThreadBorn
  \/ MdThread1
  \/ MdThread2
  \/ MdThread4
  \/ MdThreadExit \/ MdThreadExited \/ MdThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 5  sync_task = kthread_run(md_thread, NULL, "md_thread")
Modprobe5Create ==                               \* C1..C5: creates a thread of md_thread
  /\ At(modprobe, "5.create")
  /\ \/ Create(modprobe, md_thread, "5.wake")
     \/ /\ Goto(modprobe, "5.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, pers_lock,
                 registered, sync_task, mine, fault>>

Modprobe5Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "5.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "5.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         pers_lock, registered, sync_task, mine, fault>>

Modprobe5Store ==                                \* stores the pointer in sync_task
  /\ Go(modprobe, "5.store", "6")
  /\ sync_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 pers_lock, registered, mine, fault>>

Modprobe6 ==                                     \* if (IS_ERR(sync_task))
  /\ Go(modprobe, "6", IF sync_task = ERR THEN "7" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

Modprobe7 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "7", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 pers_lock, registered, sync_task, mine, fault>>

Modprobe9 ==                                     \* return 0
  /\ Go(modprobe, "9", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 pers_lock, registered, sync_task, mine, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "10")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned,
                 pers_lock, registered, sync_task, mine, fault>>

Modprobe10 ==                                    \* mine = 0
  /\ Go(modprobe, "10", "11")
  /\ mine' = [mine EXCEPT ![modprobe] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, fault>>

Modprobe11 ==                                    \* spin_lock(&pers_lock)
  /\ Go(modprobe, "11", "12")
  /\ pers_lock = none
  /\ pers_lock' = modprobe
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, registered, sync_task, mine, fault>>

Modprobe12 ==                                    \* if (registered)
  /\ Go(modprobe, "12", IF registered THEN "13" ELSE "16")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

Modprobe13 ==                                    \* registered = false
  /\ Go(modprobe, "13", "14")
  /\ registered' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, sync_task, mine, fault>>

Modprobe14 ==                                    \* mine = 1
  /\ Go(modprobe, "14", "16")
  /\ mine' = [mine EXCEPT ![modprobe] = 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, fault>>

Modprobe16 ==                                    \* spin_unlock(&pers_lock)
  /\ Go(modprobe, "16", "17")
  /\ pers_lock' = none
  /\ warned' = (warned \/ pers_lock # modprobe)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 registered, sync_task, mine, fault>>

Modprobe17 ==                                    \* if (mine == 1)
  /\ Go(modprobe, "17", IF mine[modprobe] = 1 THEN "18.load" ELSE "sync")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

\* 18  kthread_stop(sync_task)
Modprobe18Load ==                                \* S0: reads sync_task
  /\ Go(modprobe, "18.load", "18.get")
  /\ arg' = [arg EXCEPT ![modprobe] = sync_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

Modprobe18Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "18.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "18.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, pers_lock, registered, sync_task, mine, fault>>

Modprobe18Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "18.set", "18.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

Modprobe18Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "18.notify", "18.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

Modprobe18Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "18.wake", "18.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

Modprobe18Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "18.wait", "18.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe18Put ==
  /\ At(modprobe, "18.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, pers_lock, registered, sync_task, mine, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

Modprobe ==
  \/ Modprobe5Create \/ Modprobe5Wake \/ Modprobe5Store
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe18Load \/ Modprobe18Get \/ Modprobe18Set \/ Modprobe18Notify
  \/ Modprobe18Wake \/ Modprobe18Wait \/ Modprobe18Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* action_store *)

ActionStoreIdle ==                               \* a user calls into the module
  /\ Go(action_store, "idle", "20")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pers_lock, registered, sync_task, mine, fault>>

ActionStore20 ==                                 \* mine = 0
  /\ Go(action_store, "20", "21")
  /\ mine' = [mine EXCEPT ![action_store] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, fault>>

ActionStore21 ==                                 \* spin_lock(&pers_lock)
  /\ Go(action_store, "21", "22")
  /\ pers_lock = none
  /\ pers_lock' = action_store
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, registered, sync_task, mine, fault>>

ActionStore22 ==                                 \* if (registered)
  /\ Go(action_store, "22", IF registered THEN "23" ELSE "26")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

ActionStore23 ==                                 \* registered = false
  /\ Go(action_store, "23", "24")
  /\ registered' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, sync_task, mine, fault>>

ActionStore24 ==                                 \* mine = 1
  /\ Go(action_store, "24", "26")
  /\ mine' = [mine EXCEPT ![action_store] = 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, fault>>

ActionStore26 ==                                 \* spin_unlock(&pers_lock)
  /\ Go(action_store, "26", "27")
  /\ pers_lock' = none
  /\ warned' = (warned \/ pers_lock # action_store)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 registered, sync_task, mine, fault>>

ActionStore27 ==                                 \* if (mine == 1)
  /\ Go(action_store, "27", IF mine[action_store] = 1 THEN "28.load" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

\* 28  kthread_stop(sync_task)
ActionStore28Load ==                             \* S0: reads sync_task
  /\ Go(action_store, "28.load", "28.get")
  /\ arg' = [arg EXCEPT ![action_store] = sync_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

ActionStore28Get ==                              \* S2, S3: takes a reference on the thread
  /\ At(action_store, "28.get")
  /\ IF BadTask(arg[action_store]) # "none"
     THEN Crash(BadTask(arg[action_store]))
     ELSE /\ Goto(action_store, "28.set")
          /\ usage' = [usage EXCEPT ![arg[action_store]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, pers_lock, registered, sync_task, mine, fault>>

ActionStore28Set ==                              \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(action_store, "28.set", "28.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[action_store]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

ActionStore28Notify ==                           \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(action_store, "28.notify", "28.wake")
  /\ notified' = [notified EXCEPT ![arg[action_store]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

ActionStore28Wake ==                             \* S7: wakes the thread
  /\ Go(action_store, "28.wake", "28.wait")
  /\ Wake(arg[action_store])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

ActionStore28Wait ==                             \* S8: waits for 'exited'
  /\ Go(action_store, "28.wait", "28.put")
  /\ exited[arg[action_store]] > 0
  /\ exited' = [exited EXCEPT ![arg[action_store]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

\* S9..S11: takes the result and drops its reference
ActionStore28Put ==
  /\ At(action_store, "28.put")
  /\ IF Overput(arg[action_store])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(action_store, "leave")
          /\ usage' = [usage EXCEPT ![arg[action_store]] = @ - 1]
          /\ arg' = [arg EXCEPT ![action_store] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, pers_lock, registered, sync_task, mine, fault>>

ActionStoreLeave ==                              \* the call returns to user space
  /\ Go(action_store, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pers_lock, registered, sync_task, mine, fault>>

ActionStore ==
  \/ ActionStore20
  \/ ActionStore21
  \/ ActionStore22
  \/ ActionStore23
  \/ ActionStore24
  \/ ActionStore26
  \/ ActionStore27
  \/ ActionStore28Load \/ ActionStore28Get \/ ActionStore28Set \/ ActionStore28Notify
  \/ ActionStore28Wake \/ ActionStore28Wait \/ ActionStore28Put
  \/ ActionStoreLeave

-----------------------------------------------------------------------------
(* stop_array *)

StopArrayIdle ==                                 \* a user calls into the module
  /\ Go(stop_array, "idle", "30")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pers_lock, registered, sync_task, mine, fault>>

StopArray30 ==                                   \* mine = 0
  /\ Go(stop_array, "30", "31")
  /\ mine' = [mine EXCEPT ![stop_array] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, fault>>

StopArray31 ==                                   \* spin_lock(&pers_lock)
  /\ Go(stop_array, "31", "32")
  /\ pers_lock = none
  /\ pers_lock' = stop_array
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, registered, sync_task, mine, fault>>

StopArray32 ==                                   \* if (registered)
  /\ Go(stop_array, "32", IF registered THEN "33" ELSE "36")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

StopArray33 ==                                   \* registered = false
  /\ Go(stop_array, "33", "34")
  /\ registered' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, sync_task, mine, fault>>

StopArray34 ==                                   \* mine = 1
  /\ Go(stop_array, "34", "36")
  /\ mine' = [mine EXCEPT ![stop_array] = 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, fault>>

StopArray36 ==                                   \* spin_unlock(&pers_lock)
  /\ Go(stop_array, "36", "37")
  /\ pers_lock' = none
  /\ warned' = (warned \/ pers_lock # stop_array)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 registered, sync_task, mine, fault>>

StopArray37 ==                                   \* if (mine == 1)
  /\ Go(stop_array, "37", IF mine[stop_array] = 1 THEN "38.load" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, pers_lock, registered, sync_task, mine, fault>>

\* 38  kthread_stop(sync_task)
StopArray38Load ==                               \* S0: reads sync_task
  /\ Go(stop_array, "38.load", "38.get")
  /\ arg' = [arg EXCEPT ![stop_array] = sync_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

StopArray38Get ==                                \* S2, S3: takes a reference on the thread
  /\ At(stop_array, "38.get")
  /\ IF BadTask(arg[stop_array]) # "none"
     THEN Crash(BadTask(arg[stop_array]))
     ELSE /\ Goto(stop_array, "38.set")
          /\ usage' = [usage EXCEPT ![arg[stop_array]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, pers_lock, registered, sync_task, mine, fault>>

StopArray38Set ==                                \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(stop_array, "38.set", "38.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[stop_array]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

StopArray38Notify ==                             \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(stop_array, "38.notify", "38.wake")
  /\ notified' = [notified EXCEPT ![arg[stop_array]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

StopArray38Wake ==                               \* S7: wakes the thread
  /\ Go(stop_array, "38.wake", "38.wait")
  /\ Wake(arg[stop_array])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

StopArray38Wait ==                               \* S8: waits for 'exited'
  /\ Go(stop_array, "38.wait", "38.put")
  /\ exited[arg[stop_array]] > 0
  /\ exited' = [exited EXCEPT ![arg[stop_array]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 pers_lock, registered, sync_task, mine, fault>>

\* S9..S11: takes the result and drops its reference
StopArray38Put ==
  /\ At(stop_array, "38.put")
  /\ IF Overput(arg[stop_array])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(stop_array, "leave")
          /\ usage' = [usage EXCEPT ![arg[stop_array]] = @ - 1]
          /\ arg' = [arg EXCEPT ![stop_array] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, pers_lock, registered, sync_task, mine, fault>>

StopArrayLeave ==                                \* the call returns to user space
  /\ Go(stop_array, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 pers_lock, registered, sync_task, mine, fault>>

StopArray ==
  \/ StopArray30
  \/ StopArray31
  \/ StopArray32
  \/ StopArray33
  \/ StopArray34
  \/ StopArray36
  \/ StopArray37
  \/ StopArray38Load \/ StopArray38Get \/ StopArray38Set \/ StopArray38Notify
  \/ StopArray38Wake \/ StopArray38Wait \/ StopArray38Put
  \/ StopArrayLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, pers_lock, registered, sync_task, mine>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"]
                  @@ modprobe :> "5.create"
                  @@ action_store :> "idle"
                  @@ stop_array :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe, action_store, stop_array} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ pers_lock  = none
  /\ registered = TRUE
  /\ sync_task  = NULL
  /\ mine       = [c \in {modprobe, action_store, stop_array} |-> 0]
  /\ fault      = "none"

Next ==
  \/ MdThread
  \/ Modprobe
  \/ ModprobeLive
  \/ ActionStore
  \/ ActionStoreIdle
  \/ StopArray
  \/ StopArrayIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(MdThread \/ FetchFault(md_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe11 \/ Modprobe18Wait)
  /\ WF_vars(ActionStore \/ FetchFault(action_store))
  /\ SF_vars(ActionStore21 \/ ActionStore28Wait)
  /\ WF_vars(StopArray \/ FetchFault(stop_array))
  /\ SF_vars(StopArray31 \/ StopArray38Wait)

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
  \A c \in {modprobe, action_store, stop_array} :
    pc[c] \in {"18.set", "28.set", "38.set"} => ~shouldStop[arg[c]]

NoSelfStop ==
  \A c \in {modprobe, action_store, stop_array} :
    pc[c] \in {"18.set", "28.set", "38.set"} => arg[c] # c

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ pc[md_thread] \in {"none", "gone"}
  /\ \A c \in {action_store, stop_array} : pc[c] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[md_thread] = "gone" => usage[md_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[md_thread] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => ~(pc[md_thread] = "born" /\ asleep[md_thread])

LocksReleased == pers_lock = none \/ InModuleText(pers_lock)

StopResultCorrect ==
  \A c \in {modprobe, action_store, stop_array} :
    pc[c] \in {"18.put", "28.put", "38.put"} /\ arg[c] = md_thread =>
      pc[md_thread] \in {"exited", "dead", "gone"} /\ result[md_thread] \in {-4, 0}

StopPending(c) ==
  pc[c] \in {"18.notify", "18.wake", "18.wait", "28.notify", "28.wake", "28.wait", "38.notify",
             "38.wake", "38.wait"}
NoStuckStop    ==
  fault = "none" /\ (\E c \in {modprobe, action_store, stop_array} : StopPending(c)) =>
    \E c \in Contexts : FairStep(c)
StopTerminates ==
  \A c \in {modprobe, action_store, stop_array} : []<>(~StopPending(c) \/ fault # "none")

ThreadExits == []<>(shouldStop[md_thread] => pc[md_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered ==
  \A c \in {action_store, stop_array} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")
=============================================================================
