------------------- MODULE ReapWaitInExitBrokenModDelayed -------------------
(***************************************************************************)
(* Exit waits for items that were counted; one was counted while it was    *)
(* cancelled, and never queued.                                            *)
(*                                                                         *)
(*   init     1  items++;                                                  *)
(*            2  schedule_delayed_work(&item, HZ);                         *)
(*            3  return 0;                                                 *)
(*   exit     4  pending = cancel_delayed_work_sync(&item);                *)
(*            5  if (pending) {                                            *)
(*            6      items--;                                              *)
(*            7  }                                                         *)
(*            8  wait_event(idle, !(items > 0));                           *)
(*   submit   9  items++;                                                  *)
(*           10  pending = mod_delayed_work(system_wq, &item, HZ);         *)
(*           11  if (pending) {                                            *)
(*           12      items--;                                              *)
(*           13  }                                                         *)
(*   cancel  14  pending = cancel_delayed_work_sync(&item);                *)
(*           15  if (pending) {                                            *)
(*           16      items--;                                              *)
(*           17  }                                                         *)
(*   item    18  items--;                                                  *)
(*           19  wake_up(&idle);                                           *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,            \* the task that loads and unloads the module
  submit,              \* a task that calls submit()
  cancel,              \* a task that calls cancel()
  item,                \* the function of a work item
  \* work that cancel_work_sync() or a relative waits for is pending until that returns, and nobody
  \* else can take it
  CancelledWorkPends

VARIABLES
  pc,                  \* where each context is in its program
  state,               \* task state
  asleep,              \* off the run queue
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  timed,               \* the timers of delayed work: "off", "on", or "unlinked" from the item
  cancelling,          \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,              \* "coming", "live", "going" or "freed"
  refs,                \* references on the module: one is its own, one more is held during init
  idle,                \* wait_queue_head_t: who is on it
  items,               \* counter, at most 3
  pending,             \* local variable
  fault                \* what a real kernel would show where this run ended, or "none"

vars == <<pc, state, asleep, armed, timed, cancelling, module, refs, idle, items, pending, fault>>

Contexts   == {modprobe, submit, cancel, item}
Sleepers   == {modprobe}
Callbacks  == {item}
TaskNormal == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
CoreText   == {"live", "sync", "free", "done", "idle", "leave"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ c \in Sleepers => ~asleep[c]
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, state, asleep, armed, timed, cancelling, module, refs, idle, items, pending>>

\* An explicit schedule().
Schedule(c) == asleep' = [asleep EXCEPT ![c] = state[c] # "RUNNING"]

\* wake_up() and its kind: everybody on the queue whose state matches.
WakeQueue(q, mask) ==
  /\ state' = [t \in Sleepers |-> IF t \in q /\ state[t] \in mask THEN "RUNNING" ELSE state[t]]
  /\ asleep' = [t \in Sleepers |-> asleep[t] /\ ~(t \in q /\ state[t] \in mask)]

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"4.steal", "14.steal"} => (CancelledWorkPends => cancelling[item] = 0)
  /\ pc[c] \in {"4.wait", "14.wait"} => pc[item] = "idle"

RunsModuleText(c) == InModuleText(c) /\ (c \in Sleepers => ~asleep[c]) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* items++
  /\ Go(modprobe, "1", "2")
  /\ items' = items + 1
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, pending, fault>>

Modprobe2 ==                                     \* schedule_delayed_work(&item, HZ)
  /\ Go(modprobe, "2", "3")
  /\ IF armed[item] \/ timed[item] = "on" \/ cancelling[item] > 0
     THEN UNCHANGED timed
     ELSE timed' = [timed EXCEPT ![item] = "on"]
  /\ UNCHANGED <<state, asleep, armed, cancelling, module, refs, idle, items, pending, fault>>

Modprobe3 ==                                     \* return 0
  /\ Go(modprobe, "3", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, idle, items, pending, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "4.steal")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, idle, items, pending, fault>>

\* 4  pending = cancel_delayed_work_sync(&item)
Modprobe4Steal ==                                \* takes item off and forbids queueing
  /\ Go(modprobe, "4.steal", "4.wait")
  /\ (CancelledWorkPends => cancelling[item] = 0)
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ timed' = [timed EXCEPT ![item] = "off"]
  /\ cancelling' = [cancelling EXCEPT ![item] = @ + 1]
  /\ pending' = [pending EXCEPT ![modprobe] = IF armed[item] \/ timed[item] = "on" THEN 1 ELSE 0]
  /\ UNCHANGED <<state, asleep, module, refs, idle, items, fault>>

Modprobe4Wait ==                                 \* waits for a running instance of item
  /\ Go(modprobe, "4.wait", "4.allow")
  /\ pc[item] = "idle"
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, items, pending,
                 fault>>

Modprobe4Allow ==                                \* allows queueing again
  /\ Go(modprobe, "4.allow", "5")
  /\ cancelling' = [cancelling EXCEPT ![item] = @ - 1]
  /\ UNCHANGED <<state, asleep, armed, timed, module, refs, idle, items, pending, fault>>

Modprobe5 ==                                     \* if (pending)
  /\ Go(modprobe, "5", IF pending[modprobe] # 0 THEN "6" ELSE "8.check")
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, items, pending,
                 fault>>

Modprobe6 ==                                     \* items--
  /\ At(modprobe, "6")
  /\ IF items = 0
     THEN Crash("BOUND")
     ELSE /\ Goto(modprobe, "8.check")
          /\ items' = items - 1
          /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, pending,
                         fault>>

\* 8  wait_event(idle, !(items > 0))
Modprobe8Check ==                                \* tests items > 0
  /\ Go(modprobe, "8.check", IF items > 0 THEN "8.prepare" ELSE "sync")
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, items, pending,
                 fault>>

Modprobe8Prepare ==                              \* queues on idle, sets TASK_UNINTERRUPTIBLE
  /\ Go(modprobe, "8.prepare", "8.test")
  /\ idle' = idle \cup {modprobe}
  /\ state' = [state EXCEPT ![modprobe] = "UNINTERRUPTIBLE"]
  /\ UNCHANGED <<asleep, armed, timed, cancelling, module, refs, items, pending, fault>>

Modprobe8Test ==                                 \* tests items > 0
  /\ Go(modprobe, "8.test", IF items > 0 THEN "8.sleep" ELSE "8.finish")
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, items, pending,
                 fault>>

Modprobe8Sleep ==                                \* calls schedule()
  /\ Go(modprobe, "8.sleep", "8.prepare")
  /\ Schedule(modprobe)
  /\ UNCHANGED <<state, armed, timed, cancelling, module, refs, idle, items, pending, fault>>

Modprobe8Finish ==                               \* leaves idle, sets TASK_RUNNING
  /\ Go(modprobe, "8.finish", "sync")
  /\ state' = [state EXCEPT ![modprobe] = "RUNNING"]
  /\ idle' = idle \ {modprobe}
  /\ UNCHANGED <<asleep, armed, timed, cancelling, module, refs, items, pending, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, items, pending,
                 fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, refs, idle, items, pending, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe4Steal \/ Modprobe4Wait \/ Modprobe4Allow
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe8Check \/ Modprobe8Prepare \/ Modprobe8Test \/ Modprobe8Sleep
  \/ Modprobe8Finish
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* submit *)

SubmitIdle ==                                    \* a user calls into the module
  /\ Go(submit, "idle", "9")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, idle, items, pending, fault>>

Submit9 ==                                       \* items++
  /\ Go(submit, "9", "10")
  /\ items' = items + 1
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, pending, fault>>

Submit10 ==                                      \* pending = mod_delayed_work(system_wq, &item, HZ)
  /\ Go(submit, "10", "11")
  /\ IF cancelling[item] > 0
     THEN /\ pending' = [pending EXCEPT ![submit] = IF CancelledWorkPends THEN 1 ELSE 0]
          /\ UNCHANGED <<armed, timed>>
     ELSE /\ armed' = [armed EXCEPT ![item] = FALSE]
          /\ timed' = [timed EXCEPT ![item] = "on"]
          /\ pending' = [pending EXCEPT ![submit] = IF armed[item] \/ timed[item] = "on"
                                                    THEN 1
                                                    ELSE 0]
  /\ UNCHANGED <<state, asleep, cancelling, module, refs, idle, items, fault>>

Submit11 ==                                      \* if (pending)
  /\ Go(submit, "11", IF pending[submit] # 0 THEN "12" ELSE "leave")
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, items, pending,
                 fault>>

Submit12 ==                                      \* items--
  /\ At(submit, "12")
  /\ IF items = 0
     THEN Crash("BOUND")
     ELSE /\ Goto(submit, "leave")
          /\ items' = items - 1
          /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, pending,
                         fault>>

SubmitLeave ==                                   \* the call returns to user space
  /\ Go(submit, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, idle, items, pending, fault>>

Submit ==
  \/ Submit9
  \/ Submit10
  \/ Submit11
  \/ Submit12
  \/ SubmitLeave

-----------------------------------------------------------------------------
(* cancel *)

CancelIdle ==                                    \* a user calls into the module
  /\ Go(cancel, "idle", "14.steal")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, idle, items, pending, fault>>

\* 14  pending = cancel_delayed_work_sync(&item)
Cancel14Steal ==                                 \* takes item off and forbids queueing
  /\ Go(cancel, "14.steal", "14.wait")
  /\ (CancelledWorkPends => cancelling[item] = 0)
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ timed' = [timed EXCEPT ![item] = "off"]
  /\ cancelling' = [cancelling EXCEPT ![item] = @ + 1]
  /\ pending' = [pending EXCEPT ![cancel] = IF armed[item] \/ timed[item] = "on" THEN 1 ELSE 0]
  /\ UNCHANGED <<state, asleep, module, refs, idle, items, fault>>

Cancel14Wait ==                                  \* waits for a running instance of item
  /\ Go(cancel, "14.wait", "14.allow")
  /\ pc[item] = "idle"
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, items, pending,
                 fault>>

Cancel14Allow ==                                 \* allows queueing again
  /\ Go(cancel, "14.allow", "15")
  /\ cancelling' = [cancelling EXCEPT ![item] = @ - 1]
  /\ UNCHANGED <<state, asleep, armed, timed, module, refs, idle, items, pending, fault>>

Cancel15 ==                                      \* if (pending)
  /\ Go(cancel, "15", IF pending[cancel] # 0 THEN "16" ELSE "leave")
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, items, pending,
                 fault>>

Cancel16 ==                                      \* items--
  /\ At(cancel, "16")
  /\ IF items = 0
     THEN Crash("BOUND")
     ELSE /\ Goto(cancel, "leave")
          /\ items' = items - 1
          /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, pending,
                         fault>>

CancelLeave ==                                   \* the call returns to user space
  /\ Go(cancel, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, idle, items, pending, fault>>

Cancel ==
  \/ Cancel14Steal \/ Cancel14Wait \/ Cancel14Allow
  \/ Cancel15
  \/ Cancel16
  \/ CancelLeave

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* a kworker takes the work item
  /\ Go(item, "idle", "18")
  /\ armed[item]
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ UNCHANGED <<state, asleep, timed, cancelling, module, refs, idle, items, pending, fault>>

Item18 ==                                        \* items--
  /\ At(item, "18")
  /\ IF items = 0
     THEN Crash("BOUND")
     ELSE /\ Goto(item, "19")
          /\ items' = items - 1
          /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, pending,
                         fault>>

Item19 ==                                        \* wake_up(&idle)
  /\ Go(item, "19", "return")
  /\ WakeQueue(idle, TaskNormal)
  /\ UNCHANGED <<armed, timed, cancelling, module, refs, idle, items, pending, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ UNCHANGED <<state, asleep, armed, timed, cancelling, module, refs, idle, items, pending,
                 fault>>

Item ==
  \/ ItemIdle
  \/ Item18
  \/ Item19
  \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

DelayExpires(c) ==                               \* the timer of delayed work expires
  /\ fault = "none"
  /\ timed[c] # "off"
  /\ /\ timed' = [timed EXCEPT ![c] = "off"]
     /\ IF cancelling[c] > 0 THEN UNCHANGED armed ELSE armed' = [armed EXCEPT ![c] = TRUE]
  /\ UNCHANGED <<pc, state, asleep, cancelling, module, refs, idle, items, pending, fault>>

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, state, asleep, armed, timed, cancelling, module, refs, idle, items, pending>>

Init ==
  /\ pc         = modprobe :> "1" @@ submit :> "idle" @@ cancel :> "idle" @@ item :> "idle"
  /\ state      = [c \in Sleepers |-> "RUNNING"]
  /\ asleep     = [c \in Sleepers |-> FALSE]
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ timed      = [c \in Callbacks |-> "off"]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ refs       = 2
  /\ idle       = {}
  /\ items      = 0
  /\ pending    = [c \in {modprobe, submit, cancel} |-> 0]
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Submit
  \/ SubmitIdle
  \/ Cancel
  \/ CancelIdle
  \/ Item
  \/ \E c \in Callbacks : DelayExpires(c)
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe4Steal \/ Modprobe4Wait)
  /\ WF_vars(Submit \/ FetchFault(submit))
  /\ SF_vars(Submit10)
  /\ WF_vars(Cancel \/ FetchFault(cancel))
  /\ SF_vars(Cancel14Steal \/ Cancel14Wait)
  /\ WF_vars(Item \/ FetchFault(item))
  /\ \A c \in Callbacks : WF_vars(DelayExpires(c))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

AtRest ==
  /\ module = "live"
  /\ \A c \in {submit, cancel} : pc[c] \in {"idle", "done"}
  /\ pc[item] = "idle" /\ ~armed[item]
  /\ timed[item] = "off"

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == \A c \in {submit, cancel} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

FlushPending(c) == pc[c] \in {"4.steal", "4.wait", "10", "14.steal", "14.wait"}
FlushTerminates == \A c \in {modprobe, submit, cancel} : []<>(~FlushPending(c) \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
