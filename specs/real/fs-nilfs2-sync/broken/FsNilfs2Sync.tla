---------------------------- MODULE FsNilfs2Sync ----------------------------
(***************************************************************************************)
(* The sync does not look whether there is a log writer.                               *)
(*                                                                                     *)
(*   segctord   1  while (1) {                                                         *)
(*              2      wait_event_idle(wait_daemon, request || kthread_should_stop()); *)
(*              3      if (kthread_should_stop()) {                                    *)
(*              4          break;                                                      *)
(*              5      }                                                               *)
(*              6      request = false;                                                *)
(*              7      wake_up(&wait_request);                                         *)
(*              8  }                                                                   *)
(*              9  return 0;                                                           *)
(*   init      10  sc_task = kthread_run(segctord, NULL, "segctord");                  *)
(*             11  if (IS_ERR(sc_task)) {                                              *)
(*             12      return -ENOMEM;                                                 *)
(*             13  }                                                                   *)
(*             14  return 0;                                                           *)
(*   exit      15  kthread_stop(sc_task);                                              *)
(*             16  sc_task = NULL;                                                     *)
(*             17  request = true;                                                     *)
(*             18  wake_up(&wait_daemon);                                              *)
(*             19  wait_event(wait_request, !request);                                 *)
(*   fsync     20  request = true;                                                     *)
(*             21  wake_up(&wait_daemon);                                              *)
(*             22  wait_event(wait_request, !request);                                 *)
(***************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  segctord,         \* a kthread
  modprobe,         \* the task that loads and unloads the module
  fsync,            \* a task that calls fsync()
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
  sc_task,          \* struct task_struct *
  wait_daemon,      \* wait_queue_head_t: who is on it
  wait_request,     \* wait_queue_head_t: who is on it
  request,          \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
    wait_daemon, wait_request, request, fault>>

Kthreads   == {segctord}
Contexts   == {segctord, modprobe, fsync}
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
  /\ ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, sc_task, wait_daemon, wait_request, request>>

\* signal_pending(): a real one, or the pseudo-signal of a stop.
Signalled(c) == c \in Kthreads /\ notified[c]

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
  IF state[c] = "INTERRUPTIBLE" /\ Signalled(c)
  THEN state' = [state EXCEPT ![c] = "RUNNING"] /\ UNCHANGED asleep
  ELSE asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"] /\ UNCHANGED state

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Contexts |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Contexts |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "15.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ ~asleep[c] /\ Ready(c)

-----------------------------------------------------------------------------
(* segctord *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
SegctordBorn ==
  /\ At(segctord, "born")
  /\ IF shouldStop[segctord]
     THEN Goto(segctord, "exit") /\ result' = [result EXCEPT ![segctord] = -4]
     ELSE Goto(segctord, "2.check.a") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

\* 2  wait_event_idle(wait_daemon, request || kthread_should_stop())
Segctord2CheckA ==                               \* tests request
  /\ Go(segctord, "2.check.a", IF request THEN "3" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

Segctord2CheckB ==                               \* tests kthread_should_stop()
  /\ Go(segctord, "2.check.b", IF shouldStop[segctord] THEN "3" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

Segctord2Prepare ==                              \* queues on wait_daemon, sets TASK_IDLE
  /\ Go(segctord, "2.prepare", "2.test.a")
  /\ wait_daemon' = wait_daemon \cup {segctord}
  /\ state' = [state EXCEPT ![segctord] = "IDLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_request, request, fault>>

Segctord2TestA ==                                \* tests request
  /\ Go(segctord, "2.test.a", IF request THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

Segctord2TestB ==                                \* tests kthread_should_stop()
  /\ Go(segctord, "2.test.b", IF shouldStop[segctord] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

Segctord2Sleep ==                                \* calls schedule()
  /\ Go(segctord, "2.sleep", "2.prepare")
  /\ Schedule(segctord)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

Segctord2Finish ==                               \* leaves wait_daemon, sets TASK_RUNNING
  /\ Go(segctord, "2.finish", "3")
  /\ state' = [state EXCEPT ![segctord] = "RUNNING"]
  /\ wait_daemon' = wait_daemon \ {segctord}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_request, request, fault>>

Segctord3 ==                                     \* if (kthread_should_stop())
  /\ Go(segctord, "3", IF shouldStop[segctord] THEN "9" ELSE "6")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

Segctord6 ==                                     \* request = false
  /\ Go(segctord, "6", "7")
  /\ request' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, fault>>

Segctord7 ==                                     \* wake_up(&wait_request)
  /\ Go(segctord, "7", "2.check.a")
  /\ WakeQueue(wait_request, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

Segctord9 ==                                     \* return 0
  /\ Go(segctord, "9", "exit")
  /\ result' = [result EXCEPT ![segctord] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

SegctordExit ==                                  \* X4: completes 'exited'
  /\ Go(segctord, "exit", "exited")
  /\ exited' = [exited EXCEPT ![segctord] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

SegctordExited ==                                \* X7..X10: is reaped and leaves its CPU
  /\ Go(segctord, "exited", "dead")
  /\ state' = [state EXCEPT ![segctord] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
SegctordDead ==
  /\ At(segctord, "dead")
  /\ IF usage[segctord] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(segctord, "gone")
          /\ usage' = [usage EXCEPT ![segctord] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         sc_task, wait_daemon, wait_request, request, fault>>

Segctord ==
  \/ SegctordBorn
  \/ Segctord2CheckA \/ Segctord2CheckB \/ Segctord2Prepare \/ Segctord2TestA
  \/ Segctord2TestB \/ Segctord2Sleep \/ Segctord2Finish
  \/ Segctord3
  \/ Segctord6
  \/ Segctord7
  \/ Segctord9
  \/ SegctordExit \/ SegctordExited \/ SegctordDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 10  sc_task = kthread_run(segctord, NULL, "segctord")
Modprobe10Create ==                              \* C1..C5: creates a thread of segctord
  /\ At(modprobe, "10.create")
  /\ \/ Create(modprobe, segctord, "10.wake")
     \/ /\ Goto(modprobe, "10.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, sc_task, wait_daemon,
                 wait_request, request, fault>>

Modprobe10Wake ==                                \* wakes the new thread
  /\ At(modprobe, "10.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                         wait_daemon, wait_request, request, fault>>

Modprobe10Store ==                               \* stores the pointer in sc_task
  /\ Go(modprobe, "10.store", "11")
  /\ sc_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 wait_daemon, wait_request, request, fault>>

Modprobe11 ==                                    \* if (IS_ERR(sc_task))
  /\ Go(modprobe, "11", IF sc_task = ERR THEN "12" ELSE "14")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

Modprobe12 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "12", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sc_task,
                 wait_daemon, wait_request, request, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sc_task,
                 wait_daemon, wait_request, request, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, sc_task,
                 wait_daemon, wait_request, request, fault>>

\* 15  kthread_stop(sc_task)
Modprobe15Load ==                                \* S0: reads sc_task
  /\ Go(modprobe, "15.load", "15.get")
  /\ arg' = [arg EXCEPT ![modprobe] = sc_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

Modprobe15Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "15.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         sc_task, wait_daemon, wait_request, request, fault>>

Modprobe15Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "15.set", "15.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

Modprobe15Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "15.notify", "15.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

Modprobe15Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "15.wake", "15.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

Modprobe15Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "15.wait", "15.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe15Put ==
  /\ At(modprobe, "15.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "16")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         sc_task, wait_daemon, wait_request, request, fault>>

Modprobe16 ==                                    \* sc_task = NULL
  /\ Go(modprobe, "16", "17")
  /\ sc_task' = NULL
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 wait_daemon, wait_request, request, fault>>

Modprobe17 ==                                    \* request = true
  /\ Go(modprobe, "17", "18")
  /\ request' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, fault>>

Modprobe18 ==                                    \* wake_up(&wait_daemon)
  /\ Go(modprobe, "18", "19.check")
  /\ WakeQueue(wait_daemon, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

\* 19  wait_event(wait_request, !request)
Modprobe19Check ==                               \* tests request
  /\ Go(modprobe, "19.check", IF request THEN "19.prepare" ELSE "sync")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

\* queues on wait_request, sets TASK_UNINTERRUPTIBLE
Modprobe19Prepare ==
  /\ Go(modprobe, "19.prepare", "19.test")
  /\ wait_request' = wait_request \cup {modprobe}
  /\ state' = [state EXCEPT ![modprobe] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, request, fault>>

Modprobe19Test ==                                \* tests request
  /\ Go(modprobe, "19.test", IF request THEN "19.sleep" ELSE "19.finish")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

Modprobe19Sleep ==                               \* calls schedule()
  /\ Go(modprobe, "19.sleep", "19.prepare")
  /\ Schedule(modprobe)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

Modprobe19Finish ==                              \* leaves wait_request, sets TASK_RUNNING
  /\ Go(modprobe, "19.finish", "sync")
  /\ state' = [state EXCEPT ![modprobe] = "RUNNING"]
  /\ wait_request' = wait_request \ {modprobe}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, request, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

Modprobe ==
  \/ Modprobe10Create \/ Modprobe10Wake \/ Modprobe10Store
  \/ Modprobe11
  \/ Modprobe12
  \/ Modprobe14
  \/ Modprobe15Load \/ Modprobe15Get \/ Modprobe15Set \/ Modprobe15Notify
  \/ Modprobe15Wake \/ Modprobe15Wait \/ Modprobe15Put
  \/ Modprobe16
  \/ Modprobe17
  \/ Modprobe18
  \/ Modprobe19Check \/ Modprobe19Prepare \/ Modprobe19Test \/ Modprobe19Sleep
  \/ Modprobe19Finish
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* fsync *)

FsyncIdle ==                                     \* a user calls into the module
  /\ Go(fsync, "idle", "20")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sc_task,
                 wait_daemon, wait_request, request, fault>>

Fsync20 ==                                       \* request = true
  /\ Go(fsync, "20", "21")
  /\ request' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, fault>>

Fsync21 ==                                       \* wake_up(&wait_daemon)
  /\ Go(fsync, "21", "22.check")
  /\ WakeQueue(wait_daemon, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

\* 22  wait_event(wait_request, !request)
Fsync22Check ==                                  \* tests request
  /\ Go(fsync, "22.check", IF request THEN "22.prepare" ELSE "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

\* queues on wait_request, sets TASK_UNINTERRUPTIBLE
Fsync22Prepare ==
  /\ Go(fsync, "22.prepare", "22.test")
  /\ wait_request' = wait_request \cup {fsync}
  /\ state' = [state EXCEPT ![fsync] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, request, fault>>

Fsync22Test ==                                   \* tests request
  /\ Go(fsync, "22.test", IF request THEN "22.sleep" ELSE "22.finish")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 sc_task, wait_daemon, wait_request, request, fault>>

Fsync22Sleep ==                                  \* calls schedule()
  /\ Go(fsync, "22.sleep", "22.prepare")
  /\ Schedule(fsync)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, wait_request, request, fault>>

Fsync22Finish ==                                 \* leaves wait_request, sets TASK_RUNNING
  /\ Go(fsync, "22.finish", "leave")
  /\ state' = [state EXCEPT ![fsync] = "RUNNING"]
  /\ wait_request' = wait_request \ {fsync}
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, sc_task,
                 wait_daemon, request, fault>>

FsyncLeave ==                                    \* the call returns to user space
  /\ Go(fsync, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, sc_task,
                 wait_daemon, wait_request, request, fault>>

Fsync ==
  \/ Fsync20
  \/ Fsync21
  \/ Fsync22Check \/ Fsync22Prepare \/ Fsync22Test \/ Fsync22Sleep \/ Fsync22Finish
  \/ FsyncLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, sc_task, wait_daemon, wait_request, request>>

Init ==
  /\ pc           = [t \in Kthreads |-> "none"] @@ modprobe :> "10.create" @@ fsync :> "idle"
  /\ state        = [c \in Contexts |-> IF c \in Kthreads THEN "NEW" ELSE "RUNNING"]
  /\ asleep       = [c \in Contexts |-> FALSE]
  /\ shouldStop   = [t \in Kthreads |-> FALSE]
  /\ notified     = [t \in Kthreads |-> FALSE]
  /\ exited       = [t \in Kthreads |-> 0]
  /\ result       = [t \in Kthreads |-> 0]
  /\ usage        = [t \in Kthreads |-> 0]
  /\ arg          = [c \in {modprobe} |-> NULL]
  /\ module       = "coming"
  /\ refs         = 2
  /\ sc_task      = NULL
  /\ wait_daemon  = {}
  /\ wait_request = {}
  /\ request      = FALSE
  /\ fault        = "none"

Next ==
  \/ Segctord
  \/ Modprobe
  \/ ModprobeLive
  \/ Fsync
  \/ FsyncIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Segctord \/ FetchFault(segctord))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe15Wait)
  /\ WF_vars(Fsync \/ FetchFault(fsync))

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live", "idle"}
  /\ ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "15.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "15.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[segctord] \in {"none", "gone"}
  /\ pc[fsync] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[segctord] = "gone" => usage[segctord] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[segctord] <= 1

NothingLeaked == module = "freed" => ~(pc[segctord] = "born" /\ asleep[segctord])

StopResultCorrect ==
  pc[modprobe] = "15.put" /\ arg[modprobe] = segctord => /\ pc[segctord] \in
                                                              {"exited", "dead", "gone"}
                                                         /\ result[segctord] \in {-4, 0}

StopPending    == pc[modprobe] \in {"15.notify", "15.wake", "15.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[segctord] => pc[segctord] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[fsync] \in {"idle", "done"} \/ fault # "none")
=============================================================================
