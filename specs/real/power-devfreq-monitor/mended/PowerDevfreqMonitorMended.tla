--------------------- MODULE PowerDevfreqMonitorMended ----------------------
(************************************************************************************)
(* Nobody queues the monitor once polling was stopped, which is said under          *)
(* the lock.                                                                        *)
(*                                                                                  *)
(*   init              1  devfreq = kzalloc(sizeof( *devfreq), GFP_KERNEL);         *)
(*                     2  if (!devfreq) {                                           *)
(*                     3      return -ENOMEM;                                       *)
(*                     4  }                                                         *)
(*                     5  devfreq_wq = alloc_workqueue("devfreq_wq", 0, 0);         *)
(*                     6  if (!devfreq_wq) {                                        *)
(*                     7      kfree(devfreq);                                       *)
(*                     8      return -ENOMEM;                                       *)
(*                     9  }                                                         *)
(*                    10  queue_delayed_work(devfreq_wq, &devfreq_monitor, HZ);     *)
(*                    11  return 0;                                                 *)
(*   exit             12  cancel_delayed_work_sync(&devfreq_monitor);               *)
(*                    13  destroy_workqueue(devfreq_wq);                            *)
(*                    14  if (!removed) {                                           *)
(*                    15      kfree(devfreq);                                       *)
(*                    16  }                                                         *)
(*   resume           17  mutex_lock(&devfreq_lock);                                *)
(*                    18  if (!stop_polling) {                                      *)
(*                    19      queue_delayed_work(devfreq_wq, &devfreq_monitor, HZ); *)
(*                    20  }                                                         *)
(*                    21  mutex_unlock(&devfreq_lock);                              *)
(*   remove           22  mutex_lock(&devfreq_lock);                                *)
(*                    23  stop_polling = true;                                      *)
(*                    24  mutex_unlock(&devfreq_lock);                              *)
(*                    25  cancel_delayed_work_sync(&devfreq_monitor);               *)
(*                    26  kfree(devfreq);                                           *)
(*                    27  removed = true;                                           *)
(*   devfreq_monitor  28  use(devfreq);                                             *)
(*                    29  mutex_lock(&devfreq_lock);                                *)
(*                    30  if (!stop_polling) {                                      *)
(*                    31      queue_delayed_work(devfreq_wq, &devfreq_monitor, HZ); *)
(*                    32  }                                                         *)
(*                    33  mutex_unlock(&devfreq_lock);                              *)
(************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,             \* the task that loads and unloads the module
  resume,               \* a task that calls resume()
  remove,               \* a task that calls remove()
  devfreq_monitor,      \* the function of a work item
  none,                 \* the owner of a lock that is free
  \* queueing on a workqueue after the drain of destroy_workqueue() is rejected
  DrainedQueueRejects,
  \* work that cancel_work_sync() or a relative waits for is pending until that returns, and nobody
  \* else can take it
  CancelledWorkPends

VARIABLES
  pc,                   \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  timed,                \* the timers of delayed work: "off", "on", or "unlinked" from the item
  dropped,              \* work that a draining workqueue has refused: pending, and on no list
  \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  cancelling,
  module,               \* "coming", "live", "going" or "freed"
  refs,                 \* references on the module: one is its own, one more is held during init
  warned,               \* the kernel printed a warning
  devfreq_lock,         \* struct mutex: its owner
  devfreq_wq,           \* struct workqueue_struct *: "null", "live", "draining" or "freed"
  devfreq,              \* memory: "null", "valid" or "freed"
  stop_polling,         \* bool
  removed,              \* bool
  fault                 \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock, devfreq_wq,
    devfreq, stop_polling, removed, fault>>

Contexts  == {modprobe, resume, remove, devfreq_monitor}
Callbacks == {devfreq_monitor}
CoreText  == {"sync", "live", "free", "done", "idle", "leave"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed>>

\* What comes of following a pointer to a workqueue: "none" is well.
BadQueue(q) == IF q = "null" THEN "NULL-DEREF" ELSE IF q = "freed" THEN "KASAN-UAF" ELSE "none"

\* The work item is queued or running.
Busy(c) == armed[c] \/ pc[c] # "idle"

\* Queues a work item from outside, which a workqueue that is being drained refuses.
InsertWork(q, c) ==
  IF q = "draining"
  THEN dropped' = [dropped EXCEPT ![c] = TRUE] /\ warned' = TRUE /\ UNCHANGED armed
  ELSE armed' = [armed EXCEPT ![c] = TRUE] /\ UNCHANGED <<dropped, warned>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"12.steal", "25.steal"} => /\ ~dropped[devfreq_monitor]
                                           /\ (CancelledWorkPends =>
                                                 cancelling[devfreq_monitor] = 0)
  /\ pc[c] \in {"12.wait", "25.wait"} => pc[devfreq_monitor] = "idle"
  /\ pc[c] = "13.empty" => ~Busy(devfreq_monitor)
  /\ pc[c] \in {"17", "22", "29"} => devfreq_lock = none

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* devfreq = kzalloc(sizeof(*devfreq), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ devfreq' = "valid" \/ devfreq' = "null"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, stop_polling, removed, fault>>

Modprobe2 ==                                     \* if (!devfreq)
  /\ Go(modprobe, "2", IF devfreq = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, timed, dropped, cancelling, warned, devfreq_lock, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

Modprobe5 ==                                     \* devfreq_wq = alloc_workqueue("devfreq_wq", 0, 0)
  /\ Go(modprobe, "5", "6")
  /\ devfreq_wq' = "live" \/ devfreq_wq' = "null"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock, devfreq,
                 stop_polling, removed, fault>>

Modprobe6 ==                                     \* if (!devfreq_wq)
  /\ Go(modprobe, "6", IF devfreq_wq = "null" THEN "7" ELSE "10")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed, fault>>

Modprobe7 ==                                     \* kfree(devfreq)
  /\ At(modprobe, "7")
  /\ IF devfreq = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "8")
          /\ devfreq' = IF devfreq = "valid" THEN "freed" ELSE devfreq
          /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                         devfreq_wq, stop_polling, removed, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, timed, dropped, cancelling, warned, devfreq_lock, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

\* queue_delayed_work(devfreq_wq, &devfreq_monitor, HZ)
Modprobe10 ==
  /\ Go(modprobe, "10", "11")
  /\ IF \/ armed[devfreq_monitor]
        \/ timed[devfreq_monitor] = "on"
        \/ dropped[devfreq_monitor]
        \/ cancelling[devfreq_monitor] > 0
     THEN UNCHANGED timed
     ELSE timed' = [timed EXCEPT ![devfreq_monitor] = "on"]
  /\ UNCHANGED <<armed, dropped, cancelling, module, refs, warned, devfreq_lock, devfreq_wq,
                 devfreq, stop_polling, removed, fault>>

Modprobe11 ==                                    \* return 0
  /\ Go(modprobe, "11", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, timed, dropped, cancelling, warned, devfreq_lock, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "12.steal")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, timed, dropped, cancelling, warned, devfreq_lock, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

\* 12  cancel_delayed_work_sync(&devfreq_monitor)
Modprobe12Steal ==                               \* takes devfreq_monitor off and forbids queueing
  /\ Go(modprobe, "12.steal", "12.wait")
  /\ ~dropped[devfreq_monitor] /\ (CancelledWorkPends => cancelling[devfreq_monitor] = 0)
  /\ armed' = [armed EXCEPT ![devfreq_monitor] = FALSE]
  /\ timed' = [timed EXCEPT ![devfreq_monitor] = "off"]
  /\ cancelling' = [cancelling EXCEPT ![devfreq_monitor] = @ + 1]
  /\ UNCHANGED <<dropped, module, refs, warned, devfreq_lock, devfreq_wq, devfreq, stop_polling,
                 removed, fault>>

Modprobe12Wait ==                                \* waits for a running instance of devfreq_monitor
  /\ Go(modprobe, "12.wait", "12.allow")
  /\ pc[devfreq_monitor] = "idle"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed, fault>>

Modprobe12Allow ==                               \* allows queueing again
  /\ Go(modprobe, "12.allow", "13.drain")
  /\ cancelling' = [cancelling EXCEPT ![devfreq_monitor] = @ - 1]
  /\ UNCHANGED <<armed, timed, dropped, module, refs, warned, devfreq_lock, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

\* 13  destroy_workqueue(devfreq_wq)
Modprobe13Drain ==                               \* forbids queueing on devfreq_wq from outside
  /\ At(modprobe, "13.drain")
  /\ IF BadQueue(devfreq_wq) # "none"
     THEN Crash(BadQueue(devfreq_wq))
     ELSE /\ Goto(modprobe, "13.empty")
          /\ devfreq_wq' = "draining"
          /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                         devfreq, stop_polling, removed, fault>>

\* waits until nothing is queued on devfreq_wq or running
Modprobe13Empty ==
  /\ Go(modprobe, "13.empty", "13.free")
  /\ ~Busy(devfreq_monitor)
  /\ devfreq_wq' = IF DrainedQueueRejects THEN devfreq_wq ELSE "live"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock, devfreq,
                 stop_polling, removed, fault>>

\* frees devfreq_wq unless something was queued meanwhile
Modprobe13Free ==
  /\ Go(modprobe, "13.free", "14")
  /\ IF Busy(devfreq_monitor)
     THEN warned' = TRUE /\ devfreq_wq' = "live"
     ELSE devfreq_wq' = "freed" /\ UNCHANGED warned
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, devfreq_lock, devfreq,
                 stop_polling, removed, fault>>

Modprobe14 ==                                    \* if (!removed)
  /\ Go(modprobe, "14", IF removed THEN "sync" ELSE "15")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed, fault>>

Modprobe15 ==                                    \* kfree(devfreq)
  /\ At(modprobe, "15")
  /\ IF devfreq = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ devfreq' = IF devfreq = "valid" THEN "freed" ELSE devfreq
          /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                         devfreq_wq, stop_polling, removed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, refs, warned, devfreq_lock, devfreq_wq,
                 devfreq, stop_polling, removed, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe12Steal \/ Modprobe12Wait \/ Modprobe12Allow
  \/ Modprobe13Drain \/ Modprobe13Empty \/ Modprobe13Free
  \/ Modprobe14
  \/ Modprobe15
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* resume *)

ResumeIdle ==                                    \* a user calls into the module
  /\ Go(resume, "idle", "17")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, devfreq_lock, devfreq_wq,
                 devfreq, stop_polling, removed, fault>>

Resume17 ==                                      \* mutex_lock(&devfreq_lock)
  /\ Go(resume, "17", "18")
  /\ devfreq_lock = none
  /\ devfreq_lock' = resume
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

Resume18 ==                                      \* if (!stop_polling)
  /\ Go(resume, "18", IF stop_polling THEN "21" ELSE "19")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed, fault>>

\* queue_delayed_work(devfreq_wq, &devfreq_monitor, HZ)
Resume19 ==
  /\ Go(resume, "19", "21")
  /\ IF \/ armed[devfreq_monitor]
        \/ timed[devfreq_monitor] = "on"
        \/ dropped[devfreq_monitor]
        \/ cancelling[devfreq_monitor] > 0
     THEN UNCHANGED timed
     ELSE timed' = [timed EXCEPT ![devfreq_monitor] = "on"]
  /\ UNCHANGED <<armed, dropped, cancelling, module, refs, warned, devfreq_lock, devfreq_wq,
                 devfreq, stop_polling, removed, fault>>

Resume21 ==                                      \* mutex_unlock(&devfreq_lock)
  /\ Go(resume, "21", "leave")
  /\ devfreq_lock' = none
  /\ warned' = (warned \/ devfreq_lock # resume)
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

ResumeLeave ==                                   \* the call returns to user space
  /\ Go(resume, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, devfreq_lock, devfreq_wq,
                 devfreq, stop_polling, removed, fault>>

Resume ==
  \/ Resume17
  \/ Resume18
  \/ Resume19
  \/ Resume21
  \/ ResumeLeave

-----------------------------------------------------------------------------
(* remove *)

RemoveIdle ==                                    \* a user calls into the module
  /\ Go(remove, "idle", "22")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, devfreq_lock, devfreq_wq,
                 devfreq, stop_polling, removed, fault>>

Remove22 ==                                      \* mutex_lock(&devfreq_lock)
  /\ Go(remove, "22", "23")
  /\ devfreq_lock = none
  /\ devfreq_lock' = remove
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

Remove23 ==                                      \* stop_polling = true
  /\ Go(remove, "23", "24")
  /\ stop_polling' = TRUE
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, removed, fault>>

Remove24 ==                                      \* mutex_unlock(&devfreq_lock)
  /\ Go(remove, "24", "25.steal")
  /\ devfreq_lock' = none
  /\ warned' = (warned \/ devfreq_lock # remove)
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

\* 25  cancel_delayed_work_sync(&devfreq_monitor)
Remove25Steal ==                                 \* takes devfreq_monitor off and forbids queueing
  /\ Go(remove, "25.steal", "25.wait")
  /\ ~dropped[devfreq_monitor] /\ (CancelledWorkPends => cancelling[devfreq_monitor] = 0)
  /\ armed' = [armed EXCEPT ![devfreq_monitor] = FALSE]
  /\ timed' = [timed EXCEPT ![devfreq_monitor] = "off"]
  /\ cancelling' = [cancelling EXCEPT ![devfreq_monitor] = @ + 1]
  /\ UNCHANGED <<dropped, module, refs, warned, devfreq_lock, devfreq_wq, devfreq, stop_polling,
                 removed, fault>>

Remove25Wait ==                                  \* waits for a running instance of devfreq_monitor
  /\ Go(remove, "25.wait", "25.allow")
  /\ pc[devfreq_monitor] = "idle"
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed, fault>>

Remove25Allow ==                                 \* allows queueing again
  /\ Go(remove, "25.allow", "26")
  /\ cancelling' = [cancelling EXCEPT ![devfreq_monitor] = @ - 1]
  /\ UNCHANGED <<armed, timed, dropped, module, refs, warned, devfreq_lock, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

Remove26 ==                                      \* kfree(devfreq)
  /\ At(remove, "26")
  /\ IF devfreq = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(remove, "27")
          /\ devfreq' = IF devfreq = "valid" THEN "freed" ELSE devfreq
          /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                         devfreq_wq, stop_polling, removed, fault>>

Remove27 ==                                      \* removed = true
  /\ Go(remove, "27", "leave")
  /\ removed' = TRUE
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, fault>>

RemoveLeave ==                                   \* the call returns to user space
  /\ Go(remove, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, warned, devfreq_lock, devfreq_wq,
                 devfreq, stop_polling, removed, fault>>

Remove ==
  \/ Remove22
  \/ Remove23
  \/ Remove24
  \/ Remove25Steal \/ Remove25Wait \/ Remove25Allow
  \/ Remove26
  \/ Remove27
  \/ RemoveLeave

-----------------------------------------------------------------------------
(* devfreq_monitor *)

DevfreqMonitorIdle ==                            \* a kworker takes the work item
  /\ Go(devfreq_monitor, "idle", "28")
  /\ armed[devfreq_monitor]
  /\ armed' = [armed EXCEPT ![devfreq_monitor] = FALSE]
  /\ UNCHANGED <<timed, dropped, cancelling, module, refs, warned, devfreq_lock, devfreq_wq,
                 devfreq, stop_polling, removed, fault>>

DevfreqMonitor28 ==                              \* use(devfreq)
  /\ At(devfreq_monitor, "28")
  /\ IF devfreq = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF devfreq = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(devfreq_monitor, "29")
               /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned,
                              devfreq_lock, devfreq_wq, devfreq, stop_polling, removed, fault>>

DevfreqMonitor29 ==                              \* mutex_lock(&devfreq_lock)
  /\ Go(devfreq_monitor, "29", "30")
  /\ devfreq_lock = none
  /\ devfreq_lock' = devfreq_monitor
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

DevfreqMonitor30 ==                              \* if (!stop_polling)
  /\ Go(devfreq_monitor, "30", IF stop_polling THEN "33" ELSE "31")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed, fault>>

\* queue_delayed_work(devfreq_wq, &devfreq_monitor, HZ)
DevfreqMonitor31 ==
  /\ Go(devfreq_monitor, "31", "33")
  /\ IF \/ armed[devfreq_monitor]
        \/ timed[devfreq_monitor] = "on"
        \/ dropped[devfreq_monitor]
        \/ cancelling[devfreq_monitor] > 0
     THEN UNCHANGED timed
     ELSE timed' = [timed EXCEPT ![devfreq_monitor] = "on"]
  /\ UNCHANGED <<armed, dropped, cancelling, module, refs, warned, devfreq_lock, devfreq_wq,
                 devfreq, stop_polling, removed, fault>>

DevfreqMonitor33 ==                              \* mutex_unlock(&devfreq_lock)
  /\ Go(devfreq_monitor, "33", "return")
  /\ devfreq_lock' = none
  /\ warned' = (warned \/ devfreq_lock # devfreq_monitor)
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, devfreq_wq, devfreq,
                 stop_polling, removed, fault>>

DevfreqMonitorReturn ==                          \* returns
  /\ Go(devfreq_monitor, "return", "idle")
  /\ UNCHANGED <<armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed, fault>>

DevfreqMonitor ==
  \/ DevfreqMonitorIdle
  \/ DevfreqMonitor28
  \/ DevfreqMonitor29
  \/ DevfreqMonitor30
  \/ DevfreqMonitor31
  \/ DevfreqMonitor33
  \/ DevfreqMonitorReturn

-----------------------------------------------------------------------------
(* The whole system *)

DelayExpires(c) ==                               \* the timer of delayed work expires
  /\ fault = "none"
  /\ timed[c] # "off"
  /\ IF cancelling[c] > 0
     THEN /\ timed' = [timed EXCEPT ![c] = "off"]
          /\ UNCHANGED <<pc, armed, dropped, cancelling, module, refs, warned, devfreq_lock,
                         devfreq_wq, devfreq, stop_polling, removed, fault>>
     ELSE IF BadQueue(devfreq_wq) # "none"
          THEN Crash(BadQueue(devfreq_wq))
          ELSE /\ timed' = [timed EXCEPT ![c] = "off"]
               /\ InsertWork(devfreq_wq, c)
               /\ UNCHANGED <<pc, cancelling, module, refs, devfreq_lock, devfreq_wq, devfreq,
                              stop_polling, removed, fault>>

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, timed, dropped, cancelling, module, refs, warned, devfreq_lock,
                 devfreq_wq, devfreq, stop_polling, removed>>

Init ==
  /\ pc           = modprobe :> "1"
                    @@ resume :> "idle"
                    @@ remove :> "idle"
                    @@ devfreq_monitor :> "idle"
  /\ armed        = [c \in Callbacks |-> FALSE]
  /\ timed        = [c \in Callbacks |-> "off"]
  /\ dropped      = [c \in Callbacks |-> FALSE]
  /\ cancelling   = [c \in Callbacks |-> 0]
  /\ module       = "coming"
  /\ refs         = 2
  /\ warned       = FALSE
  /\ devfreq_lock = none
  /\ devfreq_wq   = "null"
  /\ devfreq      = "null"
  /\ stop_polling = FALSE
  /\ removed      = FALSE
  /\ fault        = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Resume
  \/ ResumeIdle
  \/ Remove
  \/ RemoveIdle
  \/ DevfreqMonitor
  \/ \E c \in Callbacks : DelayExpires(c)
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe12Steal \/ Modprobe12Wait \/ Modprobe13Empty)
  /\ WF_vars(Resume \/ FetchFault(resume))
  /\ SF_vars(Resume17)
  /\ WF_vars(Remove \/ FetchFault(remove))
  /\ SF_vars(Remove22 \/ Remove25Steal \/ Remove25Wait)
  /\ WF_vars(DevfreqMonitor \/ FetchFault(devfreq_monitor))
  /\ SF_vars(DevfreqMonitor29)
  /\ \A c \in Callbacks : WF_vars(DelayExpires(c))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

AtRest ==
  /\ module = "live"
  /\ \A c \in {resume, remove} : pc[c] \in {"idle", "done"}
  /\ pc[devfreq_monitor] = "idle" /\ ~armed[devfreq_monitor]
  /\ timed[devfreq_monitor] = "off"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => devfreq # "valid" /\ devfreq_wq \notin {"live", "draining"}
  /\ devfreq = "valid" => pc[modprobe] # "1"
  /\ devfreq_wq = "live" => pc[modprobe] # "5"

LocksReleased == devfreq_lock = none \/ InModuleText(devfreq_lock)

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == \A c \in {resume, remove} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

FlushPending(c) == pc[c] \in {"12.steal", "12.wait", "13.empty", "25.steal", "25.wait"}
FlushTerminates == \A c \in {modprobe, remove} : []<>(~FlushPending(c) \/ fault # "none")
=============================================================================
