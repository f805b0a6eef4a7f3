---------------------------- MODULE RequestQueue ----------------------------
(*************************************************************************************************)
(* Two threads that serve a queue of requests.                                                   *)
(*                                                                                               *)
(*   server   1  while (!kthread_should_stop()) {                                                *)
(*            2      ret = wait_event_interruptible(queue, length > 0 || kthread_should_stop()); *)
(*            3      if (!ret) {                                                                 *)
(*            4          mutex_lock(&mutex);                                                     *)
(*            5          spin_lock(&lock);                                                       *)
(*            6          length--;                                                               *)
(*            7          spin_unlock(&lock);                                                     *)
(*            8          complete(&served);                                                      *)
(*            9          mutex_unlock(&mutex);                                                   *)
(*           10      }                                                                           *)
(*           11  }                                                                               *)
(*           12  return 0;                                                                       *)
(*   init    13  first = kthread_run(server, NULL, "server");                                    *)
(*           14  second = kthread_run(server, NULL, "server");                                   *)
(*           15  return 0;                                                                       *)
(*   exit    16  kthread_stop(first);                                                            *)
(*           17  kthread_stop(second);                                                           *)
(*   submit  18  length++;                                                                       *)
(*           19  wake_up(&queue);                                                                *)
(*           20  wait_for_completion(&served);                                                   *)
(*************************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  server1,          \* a kthread
  server2,          \* a kthread
  modprobe,         \* the task that loads and unloads the module
  submit,           \* a task that calls submit()
  NULL,             \* no task
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
  first,            \* struct task_struct *
  second,           \* struct task_struct *
  length,           \* counter, at most 2
  queue,            \* wait_queue_head_t: who is on it
  mutex,            \* struct mutex: its owner
  lock,             \* spinlock_t: its owner
  served,           \* struct completion
  ret,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
    first, second, length, queue, mutex, lock, served, ret, fault>>

Kthreads      == {server1, server2}
Contexts      == {server1, server2, modprobe, submit}
TaskNormal    == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText      ==
  {"none", "born", "exit", "exited", "dead", "gone", "live", "sync", "free", "done", "idle",
   "leave"}
Out           == {"exit", "exited", "dead", "gone"}
CompletionMax == 7

\* The next thread of server() to be created.
FreeServer ==
  CASE pc[server1] = "none" -> server1 [] pc[server2] = "none" -> server2 [] OTHER -> NULL

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
                 refs, warned, first, second, length, queue, mutex, lock, served, ret>>

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

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Kthreads |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Kthreads |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

\* put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.
Overput(t) == usage[t] = 0 \/ (usage[t] = 1 /\ pc[t] # "gone")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "4" => mutex = none
  /\ pc[c] = "5" => lock = none
  /\ pc[c] \in {"16.wait", "17.wait"} => exited[arg[c]] > 0
  /\ pc[c] = "20" => served > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* server *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ServerBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

Server1(self) ==                                 \* while (!kthread_should_stop())
  /\ Go(self, "1", IF shouldStop[self] THEN "12" ELSE "2.check.a")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, lock, served, ret, fault>>

\* 2  ret = wait_event_interruptible(queue, length > 0 || kthread_should_stop())
Server2CheckA(self) ==                           \* tests length > 0
  /\ Go(self, "2.check.a", IF length > 0 THEN "4" ELSE "2.check.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, lock, served, ret, fault>>

Server2CheckB(self) ==                           \* tests kthread_should_stop()
  /\ Go(self, "2.check.b", IF shouldStop[self] THEN "4" ELSE "2.prepare")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, lock, served, ret, fault>>

Server2Prepare(self) ==                          \* queues on queue, sets TASK_INTERRUPTIBLE
  /\ At(self, "2.prepare")
  /\ IF notified[self]
     THEN Goto(self, "2.retest.a") /\ queue' = queue \ {self} /\ UNCHANGED state
     ELSE /\ Goto(self, "2.test.a")
          /\ queue' = queue \cup {self}
          /\ state' = [state EXCEPT ![self] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 first, second, length, mutex, lock, served, ret, fault>>

Server2TestA(self) ==                            \* tests length > 0
  /\ Go(self, "2.test.a", IF length > 0 THEN "2.finish" ELSE "2.test.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, lock, served, ret, fault>>

Server2TestB(self) ==                            \* tests kthread_should_stop()
  /\ Go(self, "2.test.b", IF shouldStop[self] THEN "2.finish" ELSE "2.sleep")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, lock, served, ret, fault>>

Server2Sleep(self) ==                            \* calls schedule()
  /\ Go(self, "2.sleep", "2.prepare")
  /\ Schedule(self)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, first,
                 second, length, queue, mutex, lock, served, ret, fault>>

Server2RetestA(self) ==                          \* tests length > 0
  /\ Go(self, "2.retest.a", IF length > 0 THEN "2.finish" ELSE "2.retest.b")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, lock, served, ret, fault>>

Server2RetestB(self) ==                          \* tests kthread_should_stop()
  /\ Go(self, "2.retest.b", IF shouldStop[self] THEN "2.finish" ELSE "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, lock, served, ret, fault>>

Server2Finish(self) ==                           \* leaves queue, sets TASK_RUNNING
  /\ Go(self, "2.finish", "4")
  /\ state' = [state EXCEPT ![self] = "RUNNING"]
  /\ queue' = queue \ {self}
  /\ ret' = [ret EXCEPT ![self] = 0]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 first, second, length, mutex, lock, served, fault>>

Server4(self) ==                                 \* mutex_lock(&mutex)
  /\ Go(self, "4", "5")
  /\ mutex = none
  /\ mutex' = self
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, lock, served, ret, fault>>

Server5(self) ==                                 \* spin_lock(&lock)
  /\ Go(self, "5", "6")
  /\ lock = none
  /\ lock' = self
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, served, ret, fault>>

Server6(self) ==                                 \* length--
  /\ At(self, "6")
  /\ IF length = 0
     THEN Crash("BOUND")
     ELSE /\ Goto(self, "7")
          /\ length' = length - 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, first, second, queue, mutex, lock, served, ret, fault>>

Server7(self) ==                                 \* spin_unlock(&lock)
  /\ Go(self, "7", "8")
  /\ lock' = none
  /\ warned' = (warned \/ lock # self)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 first, second, length, queue, mutex, served, ret, fault>>

Server8(self) ==                                 \* complete(&served)
  /\ At(self, "8")
  /\ IF served = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(self, "9")
          /\ served' = served + 1
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         refs, warned, first, second, length, queue, mutex, lock, ret, fault>>

Server9(self) ==                                 \* mutex_unlock(&mutex)
  /\ Go(self, "9", "1")
  /\ mutex' = none
  /\ warned' = (warned \/ mutex # self)
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 first, second, length, queue, lock, served, ret, fault>>

Server12(self) ==                                \* return 0
  /\ Go(self, "12", "exit")
  /\ result' = [result EXCEPT ![self] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

ServerExit(self) ==                              \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

ServerExited(self) ==                            \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ServerDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         warned, first, second, length, queue, mutex, lock, served, ret, fault>>

Server(self) ==
  \/ ServerBorn(self)
  \/ Server1(self)
  \/ Server2CheckA(self) \/ Server2CheckB(self) \/ Server2Prepare(self)
  \/ Server2TestA(self) \/ Server2TestB(self) \/ Server2Sleep(self)
  \/ Server2RetestA(self) \/ Server2RetestB(self) \/ Server2Finish(self)
  \/ Server4(self)
  \/ Server5(self)
  \/ Server6(self)
  \/ Server7(self)
  \/ Server8(self)
  \/ Server9(self)
  \/ Server12(self)
  \/ ServerExit(self) \/ ServerExited(self) \/ ServerDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

\* 13  first = kthread_run(server, NULL, "server")
Modprobe13Create ==                              \* C1..C5: creates a thread of server
  /\ At(modprobe, "13.create")
  /\ Create(modprobe, FreeServer, "13.wake")
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, first, second,
                 length, queue, mutex, lock, served, ret, fault>>

Modprobe13Wake ==                                \* wakes the new thread
  /\ At(modprobe, "13.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "13.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         first, second, length, queue, mutex, lock, served, ret, fault>>

Modprobe13Store ==                               \* stores the pointer in first
  /\ Go(modprobe, "13.store", "14.create")
  /\ first' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 second, length, queue, mutex, lock, served, ret, fault>>

\* 14  second = kthread_run(server, NULL, "server")
Modprobe14Create ==                              \* C1..C5: creates a thread of server
  /\ At(modprobe, "14.create")
  /\ Create(modprobe, FreeServer, "14.wake")
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, warned, first, second,
                 length, queue, mutex, lock, served, ret, fault>>

Modprobe14Wake ==                                \* wakes the new thread
  /\ At(modprobe, "14.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned,
                         first, second, length, queue, mutex, lock, served, ret, fault>>

Modprobe14Store ==                               \* stores the pointer in second
  /\ Go(modprobe, "14.store", "15")
  /\ second' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, warned,
                 first, length, queue, mutex, lock, served, ret, fault>>

Modprobe15 ==                                    \* return 0
  /\ Go(modprobe, "15", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, first,
                 second, length, queue, mutex, lock, served, ret, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "16.set")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, warned, first,
                 second, length, queue, mutex, lock, served, ret, fault>>

\* 16  kthread_stop(first)
\* S0..S4: takes a reference on first and sets KTHREAD_SHOULD_STOP
Modprobe16Set ==
  /\ At(modprobe, "16.set")
  /\ IF BadTask(first) # "none"
     THEN Crash(BadTask(first))
     ELSE /\ Goto(modprobe, "16.notify")
          /\ arg' = [arg EXCEPT ![modprobe] = first]
          /\ usage' = [usage EXCEPT ![first] = @ + 1]
          /\ shouldStop' = [shouldStop EXCEPT ![first] = TRUE]
          /\ UNCHANGED <<state, asleep, notified, exited, result, module, refs, warned, first,
                         second, length, queue, mutex, lock, served, ret, fault>>

Modprobe16Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "16.notify", "16.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

Modprobe16Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "16.wake", "16.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, first,
                 second, length, queue, mutex, lock, served, ret, fault>>

Modprobe16Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "16.wait", "16.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe16Put ==
  /\ At(modprobe, "16.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "17.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, first, second, length, queue, mutex, lock, served, ret, fault>>

\* 17  kthread_stop(second)
\* S0..S4: takes a reference on second and sets KTHREAD_SHOULD_STOP
Modprobe17Set ==
  /\ At(modprobe, "17.set")
  /\ IF BadTask(second) # "none"
     THEN Crash(BadTask(second))
     ELSE /\ Goto(modprobe, "17.notify")
          /\ arg' = [arg EXCEPT ![modprobe] = second]
          /\ usage' = [usage EXCEPT ![second] = @ + 1]
          /\ shouldStop' = [shouldStop EXCEPT ![second] = TRUE]
          /\ UNCHANGED <<state, asleep, notified, exited, result, module, refs, warned, first,
                         second, length, queue, mutex, lock, served, ret, fault>>

Modprobe17Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

Modprobe17Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "17.wake", "17.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, first,
                 second, length, queue, mutex, lock, served, ret, fault>>

Modprobe17Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "17.wait", "17.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe17Put ==
  /\ At(modprobe, "17.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         warned, first, second, length, queue, mutex, lock, served, ret, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, lock, served, ret, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

Modprobe ==
  \/ Modprobe13Create \/ Modprobe13Wake \/ Modprobe13Store
  \/ Modprobe14Create \/ Modprobe14Wake \/ Modprobe14Store
  \/ Modprobe15
  \/ Modprobe16Set \/ Modprobe16Notify \/ Modprobe16Wake \/ Modprobe16Wait
  \/ Modprobe16Put
  \/ Modprobe17Set \/ Modprobe17Notify \/ Modprobe17Wake \/ Modprobe17Wait
  \/ Modprobe17Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* submit *)

SubmitIdle ==                                    \* a user calls into the module
  /\ Go(submit, "idle", "18")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

Submit18 ==                                      \* length++
  /\ Go(submit, "18", "19")
  /\ length' = length + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, queue, mutex, lock, served, ret, fault>>

Submit19 ==                                      \* wake_up(&queue)
  /\ Go(submit, "19", "20")
  /\ WakeQueue(queue, TaskNormal)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, warned, first,
                 second, length, queue, mutex, lock, served, ret, fault>>

Submit20 ==                                      \* wait_for_completion(&served)
  /\ Go(submit, "20", "leave")
  /\ served > 0
  /\ served' = served - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 warned, first, second, length, queue, mutex, lock, ret, fault>>

SubmitLeave ==                                   \* the call returns to user space
  /\ Go(submit, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, warned,
                 first, second, length, queue, mutex, lock, served, ret, fault>>

Submit ==
  \/ Submit18
  \/ Submit19
  \/ Submit20
  \/ SubmitLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, warned, first, second, length, queue, mutex, lock, served, ret>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "13.create" @@ submit :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ first      = NULL
  /\ second     = NULL
  /\ length     = 0
  /\ queue      = {}
  /\ mutex      = none
  /\ lock       = none
  /\ served     = 0
  /\ ret        = [t \in Kthreads |-> 0]
  /\ fault      = "none"

Next ==
  \/ \E self \in Kthreads : Server(self)
  \/ Modprobe
  \/ ModprobeLive
  \/ Submit
  \/ SubmitIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A self \in Kthreads : WF_vars(Server(self) \/ FetchFault(self))
  /\ \A self \in Kthreads : SF_vars(Server4(self) \/ Server5(self))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16Wait \/ Modprobe17Wait)
  /\ WF_vars(Submit \/ FetchFault(submit))
  /\ SF_vars(Submit20)

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
  /\ pc[modprobe] = "16.set" => ~(first \in Kthreads /\ shouldStop[first])
  /\ pc[modprobe] = "17.set" => ~(second \in Kthreads /\ shouldStop[second])

NoSelfStop ==
  (pc[modprobe] = "16.set" => first # modprobe) /\ (pc[modprobe] = "17.set" => second # modprobe)

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ \A t \in Kthreads : pc[t] \in {"none", "gone"}
  /\ pc[submit] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0
  /\ AtRest => refs = 1

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NoKernelWarning == ~warned

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

LocksReleased ==
  /\ mutex = none \/ InModuleText(mutex)
  /\ lock = none \/ InModuleText(lock)

StopResultCorrect ==
  \A t \in Kthreads :
    pc[modprobe] \in {"16.put", "17.put"} /\ arg[modprobe] = t =>
      pc[t] \in {"exited", "dead", "gone"} /\ result[t] \in {-4, 0}

StopPending    ==
  pc[modprobe] \in {"16.notify", "16.wake", "16.wait", "17.notify", "17.wake", "17.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[submit] \in {"idle", "done"} \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
