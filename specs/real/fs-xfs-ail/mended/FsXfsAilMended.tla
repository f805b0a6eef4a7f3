--------------------------- MODULE FsXfsAilMended ---------------------------
(***************************************************************************)
(* The stopped thread lets go of its buffers.                              *)
(*                                                                         *)
(*   xfsaild   1  while (!kthread_should_stop()) {                         *)
(*             2      if (!queued) {                                       *)
(*             3          buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);  *)
(*             4          if (!buffer) {                                   *)
(*             5              return -ENOMEM;                              *)
(*             6          }                                                *)
(*             7          queued = true;                                   *)
(*             8      }                                                    *)
(*             9      if (!shut_down) {                                    *)
(*            10          if (queued) {                                    *)
(*            11              queued = false;                              *)
(*            12              kfree(buffer);                               *)
(*            13          }                                                *)
(*            14      }                                                    *)
(*            15      msleep(100);                                         *)
(*            16  }                                                        *)
(*            17  if (queued) {                                            *)
(*            18      queued = false;                                      *)
(*            19      kfree(buffer);                                       *)
(*            20  }                                                        *)
(*            21  return 0;                                                *)
(*   init     22  ail_task = kthread_create(xfsaild, NULL, "xfsaild");     *)
(*            23  if (IS_ERR(ail_task)) {                                  *)
(*            24      return -ENOMEM;                                      *)
(*            25  }                                                        *)
(*            26  get_task_struct(ail_task);                               *)
(*            27  wake_up_process(ail_task);                               *)
(*            28  return 0;                                                *)
(*   exit     29  kthread_stop(ail_task);                                  *)
(*            30  put_task_struct(ail_task);                               *)
(*   disk     31  shut_down = true;                                        *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  xfsaild,          \* a kthread
  modprobe,         \* the task that loads and unloads the module
  disk,             \* something outside of the module
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
  ail_task,         \* struct task_struct *
  shut_down,        \* bool
  queued,           \* bool
  buffer,           \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, ail_task,
    shut_down, queued, buffer, fault>>

Kthreads   == {xfsaild}
Contexts   == {xfsaild, modprobe, disk}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   ==
  {"none", "born", "exit", "exited", "dead", "gone", "sync", "live", "free", "done", "31"}
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
                 ail_task, shut_down, queued, buffer>>

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
Ready(c) == pc[c] = "29.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* xfsaild *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
XfsaildBorn ==
  /\ At(xfsaild, "born")
  /\ IF shouldStop[xfsaild]
     THEN Goto(xfsaild, "exit") /\ result' = [result EXCEPT ![xfsaild] = -4]
     ELSE Goto(xfsaild, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, ail_task,
                 shut_down, queued, buffer, fault>>

Xfsaild1 ==                                      \* while (!kthread_should_stop())
  /\ Go(xfsaild, "1", IF shouldStop[xfsaild] THEN "17" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer, fault>>

Xfsaild2 ==                                      \* if (!queued)
  /\ Go(xfsaild, "2", IF queued THEN "9" ELSE "3")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer, fault>>

Xfsaild3 ==                                      \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(xfsaild, "3", "4")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, fault>>

Xfsaild4 ==                                      \* if (!buffer)
  /\ Go(xfsaild, "4", IF buffer = "null" THEN "5" ELSE "7")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer, fault>>

Xfsaild5 ==                                      \* return -ENOMEM
  /\ Go(xfsaild, "5", "exit")
  /\ result' = [result EXCEPT ![xfsaild] = -12]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, ail_task,
                 shut_down, queued, buffer, fault>>

Xfsaild7 ==                                      \* queued = true
  /\ Go(xfsaild, "7", "9")
  /\ queued' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, buffer, fault>>

Xfsaild9 ==                                      \* if (!shut_down)
  /\ Go(xfsaild, "9", IF shut_down THEN "15" ELSE "10")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer, fault>>

Xfsaild10 ==                                     \* if (queued)
  /\ Go(xfsaild, "10", IF queued THEN "11" ELSE "15")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer, fault>>

Xfsaild11 ==                                     \* queued = false
  /\ Go(xfsaild, "11", "12")
  /\ queued' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, buffer, fault>>

Xfsaild12 ==                                     \* kfree(buffer)
  /\ At(xfsaild, "12")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(xfsaild, "15")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         ail_task, shut_down, queued, fault>>

Xfsaild15 ==                                     \* msleep(100)
  /\ Go(xfsaild, "15", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer, fault>>

Xfsaild17 ==                                     \* if (queued)
  /\ Go(xfsaild, "17", IF queued THEN "18" ELSE "21")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer, fault>>

Xfsaild18 ==                                     \* queued = false
  /\ Go(xfsaild, "18", "19")
  /\ queued' = FALSE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, buffer, fault>>

Xfsaild19 ==                                     \* kfree(buffer)
  /\ At(xfsaild, "19")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(xfsaild, "21")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                         ail_task, shut_down, queued, fault>>

Xfsaild21 ==                                     \* return 0
  /\ Go(xfsaild, "21", "exit")
  /\ result' = [result EXCEPT ![xfsaild] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, ail_task,
                 shut_down, queued, buffer, fault>>

XfsaildExit ==                                   \* X4: completes 'exited'
  /\ Go(xfsaild, "exit", "exited")
  /\ exited' = [exited EXCEPT ![xfsaild] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, ail_task,
                 shut_down, queued, buffer, fault>>

XfsaildExited ==                                 \* X7..X10: is reaped and leaves its CPU
  /\ Go(xfsaild, "exited", "dead")
  /\ state' = [state EXCEPT ![xfsaild] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, ail_task,
                 shut_down, queued, buffer, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
XfsaildDead ==
  /\ At(xfsaild, "dead")
  /\ IF usage[xfsaild] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(xfsaild, "gone")
          /\ usage' = [usage EXCEPT ![xfsaild] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         ail_task, shut_down, queued, buffer, fault>>

Xfsaild ==
  \/ XfsaildBorn
  \/ Xfsaild1
  \/ Xfsaild2
  \/ Xfsaild3
  \/ Xfsaild4
  \/ Xfsaild5
  \/ Xfsaild7
  \/ Xfsaild9
  \/ Xfsaild10
  \/ Xfsaild11
  \/ Xfsaild12
  \/ Xfsaild15
  \/ Xfsaild17
  \/ Xfsaild18
  \/ Xfsaild19
  \/ Xfsaild21
  \/ XfsaildExit \/ XfsaildExited \/ XfsaildDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 22  ail_task = kthread_create(xfsaild, NULL, "xfsaild")
Modprobe22Create ==                              \* C1..C5: creates a thread of xfsaild
  /\ At(modprobe, "22.create")
  /\ \/ Create(modprobe, xfsaild, "22.store")
     \/ /\ Goto(modprobe, "22.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, ail_task, shut_down, queued,
                 buffer, fault>>

Modprobe22Store ==                               \* stores the pointer in ail_task
  /\ Go(modprobe, "22.store", "23")
  /\ ail_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, shut_down,
                 queued, buffer, fault>>

Modprobe23 ==                                    \* if (IS_ERR(ail_task))
  /\ Go(modprobe, "23", IF ail_task = ERR THEN "24" ELSE "26.load")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer, fault>>

Modprobe24 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "24", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ail_task,
                 shut_down, queued, buffer, fault>>

\* 26  get_task_struct(ail_task)
Modprobe26Load ==                                \* S0: reads ail_task
  /\ Go(modprobe, "26.load", "26.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ail_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, ail_task,
                 shut_down, queued, buffer, fault>>

Modprobe26Get ==                                 \* takes a reference on ail_task
  /\ At(modprobe, "26.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "27.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, ail_task,
                         shut_down, queued, buffer, fault>>

\* 27  wake_up_process(ail_task)
Modprobe27Load ==                                \* S0: reads ail_task
  /\ Go(modprobe, "27.load", "27.wake")
  /\ arg' = [arg EXCEPT ![modprobe] = ail_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, ail_task,
                 shut_down, queued, buffer, fault>>

Modprobe27Wake ==                                \* wakes ail_task
  /\ At(modprobe, "27.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "28")
          /\ Wake(arg[modprobe])
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, module, ail_task, shut_down,
                         queued, buffer, fault>>

Modprobe28 ==                                    \* return 0
  /\ Go(modprobe, "28", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ail_task,
                 shut_down, queued, buffer, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "29.load")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ail_task,
                 shut_down, queued, buffer, fault>>

\* 29  kthread_stop(ail_task)
Modprobe29Load ==                                \* S0: reads ail_task
  /\ Go(modprobe, "29.load", "29.get")
  /\ arg' = [arg EXCEPT ![modprobe] = ail_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, ail_task,
                 shut_down, queued, buffer, fault>>

Modprobe29Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "29.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "29.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         ail_task, shut_down, queued, buffer, fault>>

Modprobe29Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "29.set", "29.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, ail_task, shut_down,
                 queued, buffer, fault>>

Modprobe29Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "29.notify", "29.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, ail_task,
                 shut_down, queued, buffer, fault>>

Modprobe29Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "29.wake", "29.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, ail_task, shut_down,
                 queued, buffer, fault>>

Modprobe29Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "29.wait", "29.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, ail_task,
                 shut_down, queued, buffer, fault>>

\* S9..S11: takes the result and drops its reference
Modprobe29Put ==
  /\ At(modprobe, "29.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "30.load")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, ail_task,
                         shut_down, queued, buffer, fault>>

\* 30  put_task_struct(ail_task)
Modprobe30Load ==                                \* S0: reads ail_task
  /\ Go(modprobe, "30.load", "30.put")
  /\ arg' = [arg EXCEPT ![modprobe] = ail_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, ail_task,
                 shut_down, queued, buffer, fault>>

Modprobe30Put ==                                 \* drops a reference on ail_task
  /\ At(modprobe, "30.put")
  /\ IF arg[modprobe] \notin Kthreads
     THEN Crash("NULL-DEREF")
     ELSE IF Overput(arg[modprobe])
          THEN Crash("REFCOUNT")
          ELSE /\ Goto(modprobe, "sync")
               /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
               /\ arg' = [arg EXCEPT ![modprobe] = NULL]
               /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module,
                              ail_task, shut_down, queued, buffer, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, ail_task,
                 shut_down, queued, buffer, fault>>

Modprobe ==
  \/ Modprobe22Create \/ Modprobe22Store
  \/ Modprobe23
  \/ Modprobe24
  \/ Modprobe26Load \/ Modprobe26Get
  \/ Modprobe27Load \/ Modprobe27Wake
  \/ Modprobe28
  \/ Modprobe29Load \/ Modprobe29Get \/ Modprobe29Set \/ Modprobe29Notify
  \/ Modprobe29Wake \/ Modprobe29Wait \/ Modprobe29Put
  \/ Modprobe30Load \/ Modprobe30Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* disk *)

Disk31 ==                                        \* shut_down = true
  /\ Go(disk, "31", "done")
  /\ shut_down' = TRUE
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, queued, buffer, fault>>

Disk == Disk31

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 ail_task, shut_down, queued, buffer>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "22.create" @@ disk :> "31"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ ail_task   = NULL
  /\ shut_down  = FALSE
  /\ queued     = FALSE
  /\ buffer     = "null"
  /\ fault      = "none"

Next ==
  \/ Xfsaild
  \/ Modprobe
  \/ ModprobeLive
  \/ Disk
  \/ \E c \in {xfsaild, modprobe} : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Xfsaild \/ FetchFault(xfsaild))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe29Wait)

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

NoDoubleStop == pc[modprobe] = "29.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "29.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[xfsaild] = "gone" => usage[xfsaild] = 0)

ExitedOnce == exited[xfsaild] <= 1

NothingLeaked ==
  /\ module = "freed" => buffer # "valid" /\ ~(pc[xfsaild] = "born" /\ asleep[xfsaild])
  /\ buffer = "valid" => pc[xfsaild] # "3"

StopResultCorrect ==
  pc[modprobe] = "29.put" /\ arg[modprobe] = xfsaild => /\ pc[xfsaild] \in
                                                             {"exited", "dead", "gone"}
                                                        /\ result[xfsaild] \in {-12, -4, 0}

StopPending    == pc[modprobe] \in {"29.notify", "29.wake", "29.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in {xfsaild, modprobe} : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[xfsaild] => pc[xfsaild] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")
=============================================================================
