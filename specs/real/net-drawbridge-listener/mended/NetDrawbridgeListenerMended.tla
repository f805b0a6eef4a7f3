-------------------- MODULE NetDrawbridgeListenerMended ---------------------
(***************************************************************************)
(* Init takes a reference for exit.                                        *)
(*                                                                         *)
(*   listen   1  while (!kthread_should_stop()) {                          *)
(*            2      if (socket_fails()) {                                 *)
(*            3          kthread_complete_and_exit(NULL, 0);               *)
(*            4      }                                                     *)
(*            5      msleep(100);                                          *)
(*            6  }                                                         *)
(*            7  return 0;                                                 *)
(*   init     8  listen_task = kthread_create(listen, NULL, "listen");     *)
(*            9  if (IS_ERR(listen_task)) {                                *)
(*           10      return -ENOMEM;                                       *)
(*           11  }                                                         *)
(*           12  get_task_struct(listen_task);                             *)
(*           13  wake_up_process(listen_task);                             *)
(*           14  return 0;                                                 *)
(*   exit    15  kthread_stop(listen_task);                                *)
(*           16  put_task_struct(listen_task);                             *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  listen,           \* a kthread
  modprobe,         \* the task that loads and unloads the module
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
  listen_task,      \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, listen_task,
    fault>>

Kthreads   == {listen}
Contexts   == {listen, modprobe}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done"}
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
                 listen_task>>

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
Ready(c) == pc[c] = "15.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* listen *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
ListenBorn ==
  /\ At(listen, "born")
  /\ IF shouldStop[listen]
     THEN Goto(listen, "exit") /\ result' = [result EXCEPT ![listen] = -4]
     ELSE Goto(listen, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, listen_task,
                 fault>>

Listen1 ==                                       \* while (!kthread_should_stop())
  /\ Go(listen, "1", IF shouldStop[listen] THEN "7" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 listen_task, fault>>

Listen2 ==                                       \* if (socket_fails())
  /\ At(listen, "2")
  /\ Goto(listen, "3") \/ Goto(listen, "5")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 listen_task, fault>>

Listen3 ==                                       \* kthread_complete_and_exit(NULL, 0)
  /\ Go(listen, "3", "exit")
  /\ result' = [result EXCEPT ![listen] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, listen_task,
                 fault>>

Listen5 ==                                       \* msleep(100)
  /\ Go(listen, "5", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 listen_task, fault>>

Listen7 ==                                       \* return 0
  /\ Go(listen, "7", "exit")
  /\ result' = [result EXCEPT ![listen] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, listen_task,
                 fault>>

ListenExit ==                                    \* X4: completes 'exited'
  /\ Go(listen, "exit", "exited")
  /\ exited' = [exited EXCEPT ![listen] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, listen_task,
                 fault>>

ListenExited ==                                  \* X7..X10: is reaped and leaves its CPU
  /\ Go(listen, "exited", "dead")
  /\ state' = [state EXCEPT ![listen] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, listen_task,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
ListenDead ==
  /\ At(listen, "dead")
  /\ IF usage[listen] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(listen, "gone")
          /\ usage' = [usage EXCEPT ![listen] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         listen_task, fault>>

Listen ==
  \/ ListenBorn
  \/ Listen1
  \/ Listen2
  \/ Listen3
  \/ Listen5
  \/ Listen7
  \/ ListenExit \/ ListenExited \/ ListenDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 8  listen_task = kthread_create(listen, NULL, "listen")
Modprobe8Create ==                               \* C1..C5: creates a thread of listen
  /\ At(modprobe, "8.create")
  /\ \/ Create(modprobe, listen, "8.store")
     \/ /\ Goto(modprobe, "8.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, listen_task, fault>>

Modprobe8Store ==                                \* stores the pointer in listen_task
  /\ Go(modprobe, "8.store", "9")
  /\ listen_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, fault>>

Modprobe9 ==                                     \* if (IS_ERR(listen_task))
  /\ Go(modprobe, "9", IF listen_task = ERR THEN "10" ELSE "12.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 listen_task, fault>>

Modprobe10 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "10", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, listen_task,
                 fault>>

\* 12  get_task_struct(listen_task)
Modprobe12Load ==                                \* S0: reads listen_task
  /\ Go(modprobe, "12.load", "12.get")
  /\ arg' = [arg EXCEPT ![modprobe] = listen_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, listen_task,
                 fault>>

Modprobe12Get ==                                 \* takes a reference on listen_task
  /\ At(modprobe, "12.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "13.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, listen_task,
                         fault>>

\* 13  wake_up_process(listen_task)
Modprobe13Load ==                                \* S0: reads listen_task
  /\ Go(modprobe, "13.load", "13.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = listen_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, listen_task,
                 fault>>

Modprobe13Wake ==                                \* wakes listen_task
  /\ At(modprobe, "13.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "14")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, listen_task, fault>>

Modprobe14 ==                                    \* return 0
  /\ Go(modprobe, "14", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, listen_task,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "15.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, listen_task,
                 fault>>

\* 15  kthread_stop(listen_task)
Modprobe15Load ==                                \* S0: reads listen_task
  /\ Go(modprobe, "15.load", "15.get")
  /\ arg' = [arg EXCEPT ![modprobe] = listen_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, listen_task,
                 fault>>

Modprobe15Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "15.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "15.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         listen_task, fault>>

Modprobe15Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "15.set", "15.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, listen_task, fault>>

Modprobe15Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "15.notify", "15.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, listen_task, fault>>

Modprobe15Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "15.wake", "15.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, listen_task, fault>>

Modprobe15Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "15.wait", "15.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, listen_task,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe15Put ==
  /\ At(modprobe, "15.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "16.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, listen_task,
                         fault>>

\* 16  put_task_struct(listen_task)
Modprobe16Load ==                                \* S0: reads listen_task
  /\ Go(modprobe, "16.load", "16.put")
  /\ arg' = [arg EXCEPT ![modprobe] = listen_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, listen_task,
                 fault>>

Modprobe16Put ==                                 \* drops a reference on listen_task
  /\ At(modprobe, "16.put")
  /\ IF arg[modprobe] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[modprobe])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "sync")
               /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
               /\ arg' = [arg EXCEPT ![modprobe] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                              listen_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 listen_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, listen_task,
                 fault>>

Modprobe ==
  \/ Modprobe8Create \/ Modprobe8Store
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe12Load \/ Modprobe12Get
  \/ Modprobe13Load \/ Modprobe13Wake
  \/ Modprobe14
  \/ Modprobe15Load \/ Modprobe15Get \/ Modprobe15Set \/ Modprobe15Notify
  \/ Modprobe15Wake \/ Modprobe15Wait \/ Modprobe15Put
  \/ Modprobe16Load \/ Modprobe16Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 listen_task>>

Init ==
  /\ pc          = [t \in Kthreads |-> "none"] @@ modprobe :> "8.create"
  /\ state       = [t \in Kthreads |-> "NEW"]
  /\ asleep      = [t \in Kthreads |-> FALSE]
  /\ shouldStop  = [t \in Kthreads |-> FALSE]
  /\ notified    = [t \in Kthreads |-> FALSE]
  /\ exited      = [t \in Kthreads |-> 0]
  /\ result      = [t \in Kthreads |-> 0]
  /\ usage       = [t \in Kthreads |-> 0]
  /\ arg         = [c \in {modprobe} |-> NULL]
  /\ module      = "coming"
  /\ listen_task = NULL
  /\ fault       = "none"

Next ==
  \/ Listen
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Listen \/ FetchFault(listen))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe15Wait)

-----------------------------------------------------------------------------
(* Properties *)

\* c can take a step, or is about to fault, and that step can be relied on.
FairStep(c) ==
  /\ pc[c] \notin {"none", "gone", "done", "live"}
  /\ c \in Kthreads => ~asleep[c]
  /\ Ready(c)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoDoubleStop == pc[modprobe] = "15.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "15.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[listen] = "gone" => usage[listen] = 0)

ExitedOnce == exited[listen] <= 1

NothingLeaked == module = "freed" => ~(pc[listen] = "born" /\ asleep[listen])

StopResultCorrect ==
  pc[modprobe] = "15.put" /\ arg[modprobe] = listen => /\ pc[listen] \in {"exited", "dead", "gone"}
                                                       /\ result[listen] \in {-4, 0}

StopPending    == pc[modprobe] \in {"15.notify", "15.wake", "15.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[listen] => pc[listen] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
