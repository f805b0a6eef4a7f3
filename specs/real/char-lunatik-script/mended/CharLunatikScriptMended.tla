---------------------- MODULE CharLunatikScriptMended -----------------------
(*****************************************************************************)
(* Only a kernel thread asks.                                                *)
(*                                                                           *)
(*   lua_thread   1  while (!kthread_should_stop()) {                        *)
(*                2      msleep(100);                                        *)
(*                3  }                                                       *)
(*                4  return 0;                                               *)
(*   init         5  lua_task = kthread_run(lua_thread, NULL, "lua_thread"); *)
(*                6  if (IS_ERR(lua_task)) {                                 *)
(*                7      return -ENOMEM;                                     *)
(*                8  }                                                       *)
(*                9  return 0;                                               *)
(*   exit        10  kthread_stop(lua_task);                                 *)
(*   run_script  11  msleep(100);                                            *)
(*****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  lua_thread,       \* a kthread
  modprobe,         \* the task that loads and unloads the module
  run_script,       \* a task that calls run_script()
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
  lua_task,         \* struct task_struct *
  fault             \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs, lua_task,
    fault>>

Kthreads   == {lua_thread}
Contexts   == {lua_thread, modprobe, run_script}
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
                 refs, lua_task>>

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
Ready(c) == pc[c] = "10.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* lua_thread *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
LuaThreadBorn ==
  /\ At(lua_thread, "born")
  /\ IF shouldStop[lua_thread]
     THEN Goto(lua_thread, "exit") /\ result' = [result EXCEPT ![lua_thread] = -4]
     ELSE Goto(lua_thread, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, lua_task,
                 fault>>

LuaThread1 ==                                    \* while (!kthread_should_stop())
  /\ Go(lua_thread, "1", IF shouldStop[lua_thread] THEN "4" ELSE "2")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 lua_task, fault>>

LuaThread2 ==                                    \* msleep(100)
  /\ Go(lua_thread, "2", "1")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 lua_task, fault>>

LuaThread4 ==                                    \* return 0
  /\ Go(lua_thread, "4", "exit")
  /\ result' = [result EXCEPT ![lua_thread] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, refs, lua_task,
                 fault>>

LuaThreadExit ==                                 \* X4: completes 'exited'
  /\ Go(lua_thread, "exit", "exited")
  /\ exited' = [exited EXCEPT ![lua_thread] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, lua_task,
                 fault>>

LuaThreadExited ==                               \* X7..X10: is reaped and leaves its CPU
  /\ Go(lua_thread, "exited", "dead")
  /\ state' = [state EXCEPT ![lua_thread] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, refs, lua_task,
                 fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
LuaThreadDead ==
  /\ At(lua_thread, "dead")
  /\ IF usage[lua_thread] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(lua_thread, "gone")
          /\ usage' = [usage EXCEPT ![lua_thread] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         lua_task, fault>>

LuaThread ==
  \/ LuaThreadBorn
  \/ LuaThread1
  \/ LuaThread2
  \/ LuaThread4
  \/ LuaThreadExit \/ LuaThreadExited \/ LuaThreadDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 5  lua_task = kthread_run(lua_thread, NULL, "lua_thread")
Modprobe5Create ==                               \* C1..C5: creates a thread of lua_thread
  /\ At(modprobe, "5.create")
  /\ \/ Create(modprobe, lua_thread, "5.wake")
     \/ /\ Goto(modprobe, "5.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, refs, lua_task, fault>>

Modprobe5Wake ==                                 \* wakes the new thread
  /\ At(modprobe, "5.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "5.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, lua_task,
                         fault>>

Modprobe5Store ==                                \* stores the pointer in lua_task
  /\ Go(modprobe, "5.store", "6")
  /\ lua_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs, fault>>

Modprobe6 ==                                     \* if (IS_ERR(lua_task))
  /\ Go(modprobe, "6", IF lua_task = ERR THEN "7" ELSE "9")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 lua_task, fault>>

Modprobe7 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "7", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, lua_task, fault>>

Modprobe9 ==                                     \* return 0
  /\ Go(modprobe, "9", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, lua_task, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "10.load")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, lua_task, fault>>

\* 10  kthread_stop(lua_task)
Modprobe10Load ==                                \* S0: reads lua_task
  /\ Go(modprobe, "10.load", "10.get")
  /\ arg' = [arg EXCEPT ![modprobe] = lua_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, refs,
                 lua_task, fault>>

Modprobe10Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "10.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "10.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module, refs,
                         lua_task, fault>>

Modprobe10Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "10.set", "10.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, refs, lua_task,
                 fault>>

Modprobe10Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "10.notify", "10.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, refs, lua_task,
                 fault>>

Modprobe10Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "10.wake", "10.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, refs, lua_task, fault>>

Modprobe10Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "10.wait", "10.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, refs, lua_task,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe10Put ==
  /\ At(modprobe, "10.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "sync")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, refs,
                         lua_task, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 lua_task, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, refs, lua_task,
                 fault>>

Modprobe ==
  \/ Modprobe5Create \/ Modprobe5Wake \/ Modprobe5Store
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe9
  \/ Modprobe10Load \/ Modprobe10Get \/ Modprobe10Set \/ Modprobe10Notify
  \/ Modprobe10Wake \/ Modprobe10Wait \/ Modprobe10Put
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* run_script *)

RunScriptIdle ==                                 \* a user calls into the module
  /\ Go(run_script, "idle", "11")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 lua_task, fault>>

RunScript11 ==                                   \* msleep(100)
  /\ Go(run_script, "11", "leave")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module, refs,
                 lua_task, fault>>

RunScriptLeave ==                                \* the call returns to user space
  /\ Go(run_script, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 lua_task, fault>>

RunScript ==
  \/ RunScript11
  \/ RunScriptLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 refs, lua_task>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "5.create" @@ run_script :> "idle"
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
  /\ lua_task   = NULL
  /\ fault      = "none"

Next ==
  \/ LuaThread
  \/ Modprobe
  \/ ModprobeLive
  \/ RunScript
  \/ RunScriptIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(LuaThread \/ FetchFault(lua_thread))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe10Wait)
  /\ WF_vars(RunScript \/ FetchFault(run_script))

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

NoDoubleStop == pc[modprobe] = "10.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "10.set" => arg[modprobe] # modprobe

AtRest ==
  /\ module = "live"
  /\ pc[lua_thread] \in {"none", "gone"}
  /\ pc[run_script] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[lua_thread] = "gone" => usage[lua_thread] = 0)
  /\ AtRest => refs = 1

ExitedOnce == exited[lua_thread] <= 1

NothingLeaked == module = "freed" => ~(pc[lua_thread] = "born" /\ asleep[lua_thread])

StopResultCorrect ==
  pc[modprobe] = "10.put" /\ arg[modprobe] = lua_thread => /\ pc[lua_thread] \in
                                                                {"exited", "dead", "gone"}
                                                           /\ result[lua_thread] \in {-4, 0}

StopPending    == pc[modprobe] \in {"10.notify", "10.wake", "10.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits == []<>(shouldStop[lua_thread] => pc[lua_thread] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[run_script] \in {"idle", "done"} \/ fault # "none")
=============================================================================
