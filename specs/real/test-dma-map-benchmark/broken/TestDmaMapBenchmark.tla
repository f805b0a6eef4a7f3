------------------------ MODULE TestDmaMapBenchmark -------------------------
(*********************************************************************************************)
(* A failed creation returns at once.                                                        *)
(*                                                                                           *)
(*   map_benchmark      1  while (!kthread_should_stop()) {                                  *)
(*                      2      msleep(100);                                                  *)
(*                      3  }                                                                 *)
(*                      4  return 0;                                                         *)
(*   init               5  return 0;                                                         *)
(*   do_map_benchmark   6  map_task0 = kthread_create(map_benchmark, NULL, "map_benchmark"); *)
(*                      7  if (IS_ERR(map_task0)) {                                          *)
(*                      8      return -ENOMEM;                                               *)
(*                      9  }                                                                 *)
(*                     10  get_task_struct(map_task0);                                       *)
(*                     11  map_task1 = kthread_create(map_benchmark, NULL, "map_benchmark"); *)
(*                     12  if (IS_ERR(map_task1)) {                                          *)
(*                     13      return -ENOMEM;                                               *)
(*                     14  }                                                                 *)
(*                     15  get_task_struct(map_task1);                                       *)
(*                     16  wake_up_process(map_task0);                                       *)
(*                     17  wake_up_process(map_task1);                                       *)
(*                     18  kthread_stop(map_task0);                                          *)
(*                     19  put_task_struct(map_task0);                                       *)
(*                     20  kthread_stop(map_task1);                                          *)
(*                     21  put_task_struct(map_task1);                                       *)
(*********************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  map_benchmark1,    \* a kthread
  map_benchmark2,    \* a kthread
  modprobe,          \* the task that loads and unloads the module
  do_map_benchmark,  \* a task that calls do_map_benchmark()
  NULL,              \* no task
  ERR,               \* an error pointer
  StopNotifies       \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                \* where each context is in its program
  state,             \* task state
  asleep,            \* off the run queue
  shouldStop,        \* KTHREAD_SHOULD_STOP
  notified,          \* TIF_NOTIFY_SIGNAL
  exited,            \* count of the completion that kthread_stop() waits for
  result,            \* what the thread function returned
  usage,             \* references on the task; 0 is no task, or a freed one
  arg,               \* the task that each context's call is about
  module,            \* "coming", "live", "going" or "freed"
  refs,              \* references on the module: one is its own, one more is held during init
  map_task0,         \* struct task_struct *
  map_task1,         \* struct task_struct *
  fault              \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, map_task0,
    map_task1, fault>>

Kthreads   == {map_benchmark1, map_benchmark2}
Contexts   == {map_benchmark1, map_benchmark2, modprobe, do_map_benchmark}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "live", "sync", "free", "done", "idle",
   "leave"}
Out        == {"exit", "exited", "dead", "gone"}

\* The next thread of map_benchmark() to be created.
FreeMapBenchmark ==
  CASE pc[map_benchmark1] = "none" -> map_benchmark1
    [] pc[map_benchmark2] = "none" -> map_benchmark2
    [] OTHER -> NULL

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
                 refs, map_task0, map_task1>>

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
Ready(c) == pc[c] \in {"18.wait", "20.wait"} => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* map_benchmark *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
MapBenchmarkBorn(self) ==
  /\ At(self, "born")
  /\ IF shouldStop[self]
     THEN Goto(self, "exit") /\ result' = [result EXCEPT ![self] = -4]
     ELSE Goto(self, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

MapBenchmark1(self) ==                           \* while (!kthread_should_stop())
  /\ Go(self, "1", IF shouldStop[self] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 map_task0, map_task1, fault>>

MapBenchmark2(self) ==                           \* msleep(100)
  /\ Go(self, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 map_task0, map_task1, fault>>

MapBenchmark4(self) ==                           \* return 0
  /\ Go(self, "4", "exit")
  /\ result' = [result EXCEPT ![self] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

MapBenchmarkExit(self) ==                        \* X4: completes 'exited'
  /\ Go(self, "exit", "exited")
  /\ exited' = [exited EXCEPT ![self] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

MapBenchmarkExited(self) ==                      \* X7..X10: is reaped and leaves its CPU
  /\ Go(self, "exited", "dead")
  /\ state' = [state EXCEPT ![self] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 map_task0, map_task1, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
MapBenchmarkDead(self) ==
  /\ At(self, "dead")
  /\ IF usage[self] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(self, "gone")
          /\ usage' = [usage EXCEPT ![self] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         map_task0, map_task1, fault>>

MapBenchmark(self) ==
  \/ MapBenchmarkBorn(self)
  \/ MapBenchmark1(self)
  \/ MapBenchmark2(self)
  \/ MapBenchmark4(self)
  \/ MapBenchmarkExit(self) \/ MapBenchmarkExited(self) \/ MapBenchmarkDead(self)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, map_task0,
                 map_task1, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "sync")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, map_task0,
                 map_task1, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 map_task0, map_task1, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, map_task0,
                 map_task1, fault>>

Modprobe ==
  \/ Modprobe5
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* do_map_benchmark *)

DoMapBenchmarkIdle ==                            \* a user calls into the module
  /\ Go(do_map_benchmark, "idle", "6.create")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 map_task0, map_task1, fault>>

\* 6  map_task0 = kthread_create(map_benchmark, NULL, "map_benchmark")
DoMapBenchmark6Create ==                         \* C1..C5: creates a thread of map_benchmark
  /\ At(do_map_benchmark, "6.create")
  /\ \/ Create(do_map_benchmark, FreeMapBenchmark, "6.store")
     \/ /\ Goto(do_map_benchmark, "6.store")
        /\ arg' = [arg EXCEPT ![do_map_benchmark] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, map_task0, map_task1, fault>>

DoMapBenchmark6Store ==                          \* stores the pointer in map_task0
  /\ Go(do_map_benchmark, "6.store", "7")
  /\ map_task0' = arg[do_map_benchmark]
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task1, fault>>

DoMapBenchmark7 ==                               \* if (IS_ERR(map_task0))
  /\ Go(do_map_benchmark, "7", IF map_task0 = ERR THEN "8" ELSE "10.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark8 ==                               \* return -ENOMEM
  /\ Go(do_map_benchmark, "8", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 map_task0, map_task1, fault>>

\* 10  get_task_struct(map_task0)
DoMapBenchmark10Load ==                          \* S0: reads map_task0
  /\ Go(do_map_benchmark, "10.load", "10.get")
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = map_task0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark10Get ==                           \* takes a reference on map_task0
  /\ At(do_map_benchmark, "10.get")
  /\ IF BadTask(arg[do_map_benchmark]) # "none"
     THEN Crash(BadTask(arg[do_map_benchmark]))
     ELSE /\ Goto(do_map_benchmark, "11.create")
          /\ usage' = [usage EXCEPT ![arg[do_map_benchmark]] = @ + 1]
          /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         map_task0, map_task1, fault>>

\* 11  map_task1 = kthread_create(map_benchmark, NULL, "map_benchmark")
DoMapBenchmark11Create ==                        \* C1..C5: creates a thread of map_benchmark
  /\ At(do_map_benchmark, "11.create")
  /\ \/ Create(do_map_benchmark, FreeMapBenchmark, "11.store")
     \/ /\ Goto(do_map_benchmark, "11.store")
        /\ arg' = [arg EXCEPT ![do_map_benchmark] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, map_task0, map_task1, fault>>

DoMapBenchmark11Store ==                         \* stores the pointer in map_task1
  /\ Go(do_map_benchmark, "11.store", "12")
  /\ map_task1' = arg[do_map_benchmark]
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task0, fault>>

DoMapBenchmark12 ==                              \* if (IS_ERR(map_task1))
  /\ Go(do_map_benchmark, "12", IF map_task1 = ERR THEN "13" ELSE "15.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark13 ==                              \* return -ENOMEM
  /\ Go(do_map_benchmark, "13", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 map_task0, map_task1, fault>>

\* 15  get_task_struct(map_task1)
DoMapBenchmark15Load ==                          \* S0: reads map_task1
  /\ Go(do_map_benchmark, "15.load", "15.get")
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = map_task1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark15Get ==                           \* takes a reference on map_task1
  /\ At(do_map_benchmark, "15.get")
  /\ IF BadTask(arg[do_map_benchmark]) # "none"
     THEN Crash(BadTask(arg[do_map_benchmark]))
     ELSE /\ Goto(do_map_benchmark, "16.load")
          /\ usage' = [usage EXCEPT ![arg[do_map_benchmark]] = @ + 1]
          /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         map_task0, map_task1, fault>>

\* 16  wake_up_process(map_task0)
DoMapBenchmark16Load ==                          \* S0: reads map_task0
  /\ Go(do_map_benchmark, "16.load", "16.wake")
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = map_task0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark16Wake ==                          \* wakes map_task0
  /\ At(do_map_benchmark, "16.wake")
  /\ IF BadTask(arg[do_map_benchmark]) # "none"
     THEN Crash(BadTask(arg[do_map_benchmark]))
     ELSE /\ Goto(do_map_benchmark, "17.load")
          /\ Wake(arg[do_map_benchmark])
          /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, map_task0,
                         map_task1, fault>>

\* 17  wake_up_process(map_task1)
DoMapBenchmark17Load ==                          \* S0: reads map_task1
  /\ Go(do_map_benchmark, "17.load", "17.wake")
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = map_task1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark17Wake ==                          \* wakes map_task1
  /\ At(do_map_benchmark, "17.wake")
  /\ IF BadTask(arg[do_map_benchmark]) # "none"
     THEN Crash(BadTask(arg[do_map_benchmark]))
     ELSE /\ Goto(do_map_benchmark, "18.load")
          /\ Wake(arg[do_map_benchmark])
          /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, refs, map_task0,
                         map_task1, fault>>

\* 18  kthread_stop(map_task0)
DoMapBenchmark18Load ==                          \* S0: reads map_task0
  /\ Go(do_map_benchmark, "18.load", "18.get")
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = map_task0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark18Get ==                           \* S2, S3: takes a reference on the thread
  /\ At(do_map_benchmark, "18.get")
  /\ IF BadTask(arg[do_map_benchmark]) # "none"
     THEN Crash(BadTask(arg[do_map_benchmark]))
     ELSE /\ Goto(do_map_benchmark, "18.set")
          /\ usage' = [usage EXCEPT ![arg[do_map_benchmark]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         map_task0, map_task1, fault>>

DoMapBenchmark18Set ==                           \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(do_map_benchmark, "18.set", "18.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[do_map_benchmark]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

DoMapBenchmark18Notify ==                        \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(do_map_benchmark, "18.notify", "18.wake")
  /\ notified' = [notified EXCEPT ![arg[do_map_benchmark]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

DoMapBenchmark18Wake ==                          \* S7: wakes the thread
  /\ Go(do_map_benchmark, "18.wake", "18.wait")
  /\ Wake(arg[do_map_benchmark])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

DoMapBenchmark18Wait ==                          \* S8: waits for 'exited'
  /\ Go(do_map_benchmark, "18.wait", "18.put")
  /\ exited[arg[do_map_benchmark]] > 0
  /\ exited' = [exited EXCEPT ![arg[do_map_benchmark]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

\* S9..S11: takes the result and drops its reference
DoMapBenchmark18Put ==
  /\ At(do_map_benchmark, "18.put")
  /\ IF Overput(arg[do_map_benchmark])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(do_map_benchmark, "19.load")
          /\ usage' = [usage EXCEPT ![arg[do_map_benchmark]] = @ - 1]
          /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         map_task0, map_task1, fault>>

\* 19  put_task_struct(map_task0)
DoMapBenchmark19Load ==                          \* S0: reads map_task0
  /\ Go(do_map_benchmark, "19.load", "19.put")
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = map_task0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark19Put ==                           \* drops a reference on map_task0
  /\ At(do_map_benchmark, "19.put")
  /\ IF arg[do_map_benchmark] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[do_map_benchmark])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(do_map_benchmark, "20.load")
               /\ usage' = [usage EXCEPT ![arg[do_map_benchmark]] = @ - 1]
               /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                              map_task0, map_task1, fault>>

\* 20  kthread_stop(map_task1)
DoMapBenchmark20Load ==                          \* S0: reads map_task1
  /\ Go(do_map_benchmark, "20.load", "20.get")
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = map_task1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark20Get ==                           \* S2, S3: takes a reference on the thread
  /\ At(do_map_benchmark, "20.get")
  /\ IF BadTask(arg[do_map_benchmark]) # "none"
     THEN Crash(BadTask(arg[do_map_benchmark]))
     ELSE /\ Goto(do_map_benchmark, "20.set")
          /\ usage' = [usage EXCEPT ![arg[do_map_benchmark]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         map_task0, map_task1, fault>>

DoMapBenchmark20Set ==                           \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(do_map_benchmark, "20.set", "20.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[do_map_benchmark]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

DoMapBenchmark20Notify ==                        \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(do_map_benchmark, "20.notify", "20.wake")
  /\ notified' = [notified EXCEPT ![arg[do_map_benchmark]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

DoMapBenchmark20Wake ==                          \* S7: wakes the thread
  /\ Go(do_map_benchmark, "20.wake", "20.wait")
  /\ Wake(arg[do_map_benchmark])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

DoMapBenchmark20Wait ==                          \* S8: waits for 'exited'
  /\ Go(do_map_benchmark, "20.wait", "20.put")
  /\ exited[arg[do_map_benchmark]] > 0
  /\ exited' = [exited EXCEPT ![arg[do_map_benchmark]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, map_task0,
                 map_task1, fault>>

\* S9..S11: takes the result and drops its reference
DoMapBenchmark20Put ==
  /\ At(do_map_benchmark, "20.put")
  /\ IF Overput(arg[do_map_benchmark])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(do_map_benchmark, "21.load")
          /\ usage' = [usage EXCEPT ![arg[do_map_benchmark]] = @ - 1]
          /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         map_task0, map_task1, fault>>

\* 21  put_task_struct(map_task1)
DoMapBenchmark21Load ==                          \* S0: reads map_task1
  /\ Go(do_map_benchmark, "21.load", "21.put")
  /\ arg' = [arg EXCEPT ![do_map_benchmark] = map_task1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 map_task0, map_task1, fault>>

DoMapBenchmark21Put ==                           \* drops a reference on map_task1
  /\ At(do_map_benchmark, "21.put")
  /\ IF arg[do_map_benchmark] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[do_map_benchmark])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(do_map_benchmark, "leave")
               /\ usage' = [usage EXCEPT ![arg[do_map_benchmark]] = @ - 1]
               /\ arg' = [arg EXCEPT ![do_map_benchmark] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                              map_task0, map_task1, fault>>

DoMapBenchmarkLeave ==                           \* the call returns to user space
  /\ Go(do_map_benchmark, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 map_task0, map_task1, fault>>

DoMapBenchmark ==
  \/ DoMapBenchmark6Create \/ DoMapBenchmark6Store
  \/ DoMapBenchmark7
  \/ DoMapBenchmark8
  \/ DoMapBenchmark10Load \/ DoMapBenchmark10Get
  \/ DoMapBenchmark11Create \/ DoMapBenchmark11Store
  \/ DoMapBenchmark12
  \/ DoMapBenchmark13
  \/ DoMapBenchmark15Load \/ DoMapBenchmark15Get
  \/ DoMapBenchmark16Load \/ DoMapBenchmark16Wake
  \/ DoMapBenchmark17Load \/ DoMapBenchmark17Wake
  \/ DoMapBenchmark18Load \/ DoMapBenchmark18Get \/ DoMapBenchmark18Set
  \/ DoMapBenchmark18Notify \/ DoMapBenchmark18Wake \/ DoMapBenchmark18Wait
  \/ DoMapBenchmark18Put
  \/ DoMapBenchmark19Load \/ DoMapBenchmark19Put
  \/ DoMapBenchmark20Load \/ DoMapBenchmark20Get \/ DoMapBenchmark20Set
  \/ DoMapBenchmark20Notify \/ DoMapBenchmark20Wake \/ DoMapBenchmark20Wait
  \/ DoMapBenchmark20Put
  \/ DoMapBenchmark21Load \/ DoMapBenchmark21Put
  \/ DoMapBenchmarkLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, map_task0, map_task1>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "5" @@ do_map_benchmark :> "idle"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {do_map_benchmark} |-> NULL]
  /\ module     = "coming"
  /\ refs       = 2
  /\ map_task0  = NULL
  /\ map_task1  = NULL
  /\ fault      = "none"

Next ==
  \/ \E self \in Kthreads : MapBenchmark(self)
  \/ Modprobe
  \/ ModprobeLive
  \/ DoMapBenchmark
  \/ DoMapBenchmarkIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A self \in Kthreads : WF_vars(MapBenchmark(self) \/ FetchFault(self))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ WF_vars(DoMapBenchmark \/ FetchFault(do_map_benchmark))
  /\ SF_vars(DoMapBenchmark18Wait \/ DoMapBenchmark20Wait)

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

NoDoubleStop == pc[do_map_benchmark] \in {"18.set", "20.set"} => ~shouldStop[arg[do_map_benchmark]]

NoSelfStop ==
  pc[do_map_benchmark] \in {"18.set", "20.set"} => arg[do_map_benchmark] # do_map_benchmark

AtRest ==
  /\ module = "live"
  /\ \A t \in Kthreads : pc[t] \in {"none", "gone"}
  /\ pc[do_map_benchmark] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => \A t \in Kthreads : pc[t] = "gone" => usage[t] = 0
  /\ AtRest => refs = 1

ExitedOnce == \A t \in Kthreads : exited[t] <= 1

NothingLeaked == module = "freed" => \A t \in Kthreads : ~(pc[t] = "born" /\ asleep[t])

StopResultCorrect ==
  \A t \in Kthreads :
    pc[do_map_benchmark] \in {"18.put", "20.put"} /\ arg[do_map_benchmark] = t =>
      pc[t] \in {"exited", "dead", "gone"} /\ result[t] \in {-4, 0}

StopPending    ==
  pc[do_map_benchmark] \in {"18.notify", "18.wake", "18.wait", "20.notify", "20.wake", "20.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == \A t \in Kthreads : []<>(shouldStop[t] => pc[t] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[do_map_benchmark] \in {"idle", "done"} \/ fault # "none")
=============================================================================
