--------------------- MODULE TestPreemptirqDelayMended ----------------------
(***********************************************************************************)
(* The thread says that it is through and waits for its stop; init waits           *)
(* and stops it.                                                                   *)
(*                                                                                 *)
(*   preemptirq_delay_run   1  msleep(100);                                        *)
(*                          2  complete(&done);                                    *)
(*                          3  while (1) {                                         *)
(*                          4      set_current_state(TASK_INTERRUPTIBLE);          *)
(*                          5      if (kthread_should_stop()) {                    *)
(*                          6          break;                                      *)
(*                          7      }                                               *)
(*                          8      schedule();                                     *)
(*                          9  }                                                   *)
(*                         10  __set_current_state(TASK_RUNNING);                  *)
(*                         11  return 0;                                           *)
(*   init                  12  test_task = kthread_run(preemptirq_delay_run, NULL, *)
(*   "preemptirq_delay_run");                                                      *)
(*                         13  if (IS_ERR(test_task)) {                            *)
(*                         14      return -ENOMEM;                                 *)
(*                         15  }                                                   *)
(*                         16  wait_for_completion(&done);                         *)
(*                         17  kthread_stop(test_task);                            *)
(*                         18  return 0;                                           *)
(***********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  preemptirq_delay_run,  \* a kthread
  modprobe,              \* the task that loads and unloads the module
  NULL,                  \* no task
  ERR,                   \* an error pointer
  StopNotifies           \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)

VARIABLES
  pc,                    \* where each context is in its program
  state,                 \* task state
  asleep,                \* off the run queue
  shouldStop,            \* KTHREAD_SHOULD_STOP
  notified,              \* TIF_NOTIFY_SIGNAL
  exited,                \* count of the completion that kthread_stop() waits for
  result,                \* what the thread function returned
  usage,                 \* references on the task; 0 is no task, or a freed one
  arg,                   \* the task that each context's call is about
  module,                \* "coming", "live", "going" or "freed"
  test_task,             \* struct task_struct *
  done,                  \* struct completion
  fault                  \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module, test_task, done,
    fault>>

Kthreads   == {preemptirq_delay_run}
Contexts   == {preemptirq_delay_run, modprobe}
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
                 test_task, done>>

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
  /\ pc[c] = "16" => done > 0
  /\ pc[c] = "17.wait" => exited[arg[c]] > 0

RunsModuleText(c) == InModuleText(c) /\ (c \in Kthreads => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* preemptirq_delay_run *)

\* T8: tests KTHREAD_SHOULD_STOP before its thread function
PreemptirqDelayRunBorn ==
  /\ At(preemptirq_delay_run, "born")
  /\ IF shouldStop[preemptirq_delay_run]
     THEN /\ Goto(preemptirq_delay_run, "exit")
          /\ result' = [result EXCEPT ![preemptirq_delay_run] = -4]
     ELSE Goto(preemptirq_delay_run, "1") /\ UNCHANGED result
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, test_task, done,
                 fault>>

PreemptirqDelayRun1 ==                           \* msleep(100)
  /\ Go(preemptirq_delay_run, "1", "2")
  /\ state' = [state EXCEPT ![preemptirq_delay_run] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, test_task,
                 done, fault>>

PreemptirqDelayRun2 ==                           \* complete(&done)
  /\ Go(preemptirq_delay_run, "2", "4")
  /\ done' = done + 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, fault>>

PreemptirqDelayRun4 ==                           \* set_current_state(TASK_INTERRUPTIBLE)
  /\ Go(preemptirq_delay_run, "4", "5")
  /\ state' = [state EXCEPT ![preemptirq_delay_run] = "INTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, test_task,
                 done, fault>>

PreemptirqDelayRun5 ==                           \* if (kthread_should_stop())
  /\ Go(preemptirq_delay_run, "5", IF shouldStop[preemptirq_delay_run] THEN "10" ELSE "8")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done, fault>>

PreemptirqDelayRun8 ==                           \* schedule()
  /\ Go(preemptirq_delay_run, "8", "4")
  /\ Schedule(preemptirq_delay_run)
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, test_task, done, fault>>

PreemptirqDelayRun10 ==                          \* __set_current_state(TASK_RUNNING)
  /\ Go(preemptirq_delay_run, "10", "11")
  /\ state' = [state EXCEPT ![preemptirq_delay_run] = "RUNNING"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, test_task,
                 done, fault>>

PreemptirqDelayRun11 ==                          \* return 0
  /\ Go(preemptirq_delay_run, "11", "exit")
  /\ result' = [result EXCEPT ![preemptirq_delay_run] = 0]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, usage, arg, module, test_task, done,
                 fault>>

PreemptirqDelayRunExit ==                        \* X4: completes 'exited'
  /\ Go(preemptirq_delay_run, "exit", "exited")
  /\ exited' = [exited EXCEPT ![preemptirq_delay_run] = @ + 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, test_task, done,
                 fault>>

PreemptirqDelayRunExited ==                      \* X7..X10: is reaped and leaves its CPU
  /\ Go(preemptirq_delay_run, "exited", "dead")
  /\ state' = [state EXCEPT ![preemptirq_delay_run] = "DEAD"]
  /\ UNCHANGED <<asleep, shouldStop, notified, exited, result, usage, arg, module, test_task,
                 done, fault>>

\* X11, X12: after a grace period the kernel drops its reference on the task
PreemptirqDelayRunDead ==
  /\ At(preemptirq_delay_run, "dead")
  /\ IF usage[preemptirq_delay_run] = 0
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(preemptirq_delay_run, "gone")
          /\ usage' = [usage EXCEPT ![preemptirq_delay_run] = @ - 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         test_task, done, fault>>

PreemptirqDelayRun ==
  \/ PreemptirqDelayRunBorn
  \/ PreemptirqDelayRun1
  \/ PreemptirqDelayRun2
  \/ PreemptirqDelayRun4
  \/ PreemptirqDelayRun5
  \/ PreemptirqDelayRun8
  \/ PreemptirqDelayRun10
  \/ PreemptirqDelayRun11
  \/ PreemptirqDelayRunExit \/ PreemptirqDelayRunExited \/ PreemptirqDelayRunDead

-----------------------------------------------------------------------------
(* modprobe *)

\* 12  test_task = kthread_run(preemptirq_delay_run, NULL, "preemptirq_delay_run")
Modprobe12Create ==                              \* C1..C5: creates a thread of preemptirq_delay_run
  /\ At(modprobe, "12.create")
  /\ \/ Create(modprobe, preemptirq_delay_run, "12.wake")
     \/ /\ Goto(modprobe, "12.store")
        /\ arg' = [arg EXCEPT ![modprobe] = ERR]
        /\ UNCHANGED <<state, asleep, usage>>
  /\ UNCHANGED <<shouldStop, notified, exited, result, module, test_task, done, fault>>

Modprobe12Wake ==                                \* wakes the new thread
  /\ At(modprobe, "12.wake")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "12.store")
          /\ Wake(arg[modprobe])
          /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, test_task,
                         done, fault>>

Modprobe12Store ==                               \* stores the pointer in test_task
  /\ Go(modprobe, "12.store", "13")
  /\ test_task' = arg[modprobe]
  /\ arg' = [arg EXCEPT ![modprobe] = NULL]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, done, fault>>

Modprobe13 ==                                    \* if (IS_ERR(test_task))
  /\ Go(modprobe, "13", IF test_task = ERR THEN "14" ELSE "16")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done, fault>>

Modprobe14 ==                                    \* return -ENOMEM
  /\ Go(modprobe, "14", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, done,
                 fault>>

Modprobe16 ==                                    \* wait_for_completion(&done)
  /\ Go(modprobe, "16", "17.load")
  /\ done > 0
  /\ done' = done - 1
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, fault>>

\* 17  kthread_stop(test_task)
Modprobe17Load ==                                \* S0: reads test_task
  /\ Go(modprobe, "17.load", "17.get")
  /\ arg' = [arg EXCEPT ![modprobe] = test_task]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, module, test_task,
                 done, fault>>

Modprobe17Get ==                                 \* S2, S3: takes a reference on the thread
  /\ At(modprobe, "17.get")
  /\ IF BadTask(arg[modprobe]) # "none"
     THEN Crash(BadTask(arg[modprobe]))
     ELSE /\ Goto(modprobe, "17.set")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ + 1]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, arg, module,
                         test_task, done, fault>>

Modprobe17Set ==                                 \* S4: sets KTHREAD_SHOULD_STOP
  /\ Go(modprobe, "17.set", "17.notify")
  /\ shouldStop' = [shouldStop EXCEPT ![arg[modprobe]] = TRUE]
  /\ UNCHANGED <<state, asleep, notified, exited, result, usage, arg, module, test_task, done,
                 fault>>

Modprobe17Notify ==                              \* S6: raises TIF_NOTIFY_SIGNAL, on kernels that do
  /\ Go(modprobe, "17.notify", "17.wake")
  /\ notified' = [notified EXCEPT ![arg[modprobe]] = StopNotifies]
  /\ UNCHANGED <<state, asleep, shouldStop, exited, result, usage, arg, module, test_task, done,
                 fault>>

Modprobe17Wake ==                                \* S7: wakes the thread
  /\ Go(modprobe, "17.wake", "17.wait")
  /\ Wake(arg[modprobe])
  /\ UNCHANGED <<shouldStop, notified, exited, result, usage, arg, module, test_task, done, fault>>

Modprobe17Wait ==                                \* S8: waits for 'exited'
  /\ Go(modprobe, "17.wait", "17.put")
  /\ exited[arg[modprobe]] > 0
  /\ exited' = [exited EXCEPT ![arg[modprobe]] = @ - 1]
  /\ UNCHANGED <<state, asleep, shouldStop, notified, result, usage, arg, module, test_task, done,
                 fault>>

\* S9..S11: takes the result and drops its reference
Modprobe17Put ==
  /\ At(modprobe, "17.put")
  /\ IF Overput(arg[modprobe])
     THEN Crash("REFCOUNT")
     ELSE /\ Goto(modprobe, "18")
          /\ usage' = [usage EXCEPT ![arg[modprobe]] = @ - 1]
          /\ arg' = [arg EXCEPT ![modprobe] = NULL]
          /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, module, test_task,
                         done, fault>>

Modprobe18 ==                                    \* return 0
  /\ Go(modprobe, "18", "live")
  /\ module' = "live"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, done,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "sync")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, done,
                 fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, shouldStop, notified, exited, result, usage, arg, test_task, done,
                 fault>>

Modprobe ==
  \/ Modprobe12Create \/ Modprobe12Wake \/ Modprobe12Store
  \/ Modprobe13
  \/ Modprobe14
  \/ Modprobe16
  \/ Modprobe17Load \/ Modprobe17Get \/ Modprobe17Set \/ Modprobe17Notify
  \/ Modprobe17Wake \/ Modprobe17Wait \/ Modprobe17Put
  \/ Modprobe18
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, shouldStop, notified, exited, result, usage, arg, module,
                 test_task, done>>

Init ==
  /\ pc         = [t \in Kthreads |-> "none"] @@ modprobe :> "12.create"
  /\ state      = [t \in Kthreads |-> "NEW"]
  /\ asleep     = [t \in Kthreads |-> FALSE]
  /\ shouldStop = [t \in Kthreads |-> FALSE]
  /\ notified   = [t \in Kthreads |-> FALSE]
  /\ exited     = [t \in Kthreads |-> 0]
  /\ result     = [t \in Kthreads |-> 0]
  /\ usage      = [t \in Kthreads |-> 0]
  /\ arg        = [c \in {modprobe} |-> NULL]
  /\ module     = "coming"
  /\ test_task  = NULL
  /\ done       = 0
  /\ fault      = "none"

Next ==
  \/ PreemptirqDelayRun
  \/ Modprobe
  \/ ModprobeLive
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(PreemptirqDelayRun \/ FetchFault(preemptirq_delay_run))
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe16 \/ Modprobe17Wait)

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

NoDoubleStop == pc[modprobe] = "17.set" => ~shouldStop[arg[modprobe]]

NoSelfStop == pc[modprobe] = "17.set" => arg[modprobe] # modprobe

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ module = "freed" => (pc[preemptirq_delay_run] = "gone" => usage[preemptirq_delay_run] = 0)

ExitedOnce == exited[preemptirq_delay_run] <= 1

NothingLeaked ==
  module = "freed" => ~(pc[preemptirq_delay_run] = "born" /\ asleep[preemptirq_delay_run])

StopResultCorrect ==
  pc[modprobe] = "17.put" /\ arg[modprobe] = preemptirq_delay_run =>
    /\ pc[preemptirq_delay_run] \in {"exited", "dead", "gone"}
    /\ result[preemptirq_delay_run] \in {-4, 0}

StopPending    == pc[modprobe] \in {"17.notify", "17.wake", "17.wait"}
NoStuckStop    == fault = "none" /\ StopPending => \E c \in Contexts : FairStep(c)
StopTerminates == []<>(~StopPending \/ fault # "none")

ThreadExits ==
  []<>(shouldStop[preemptirq_delay_run] => pc[preemptirq_delay_run] \in Out \/ fault # "none")

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")
=============================================================================
