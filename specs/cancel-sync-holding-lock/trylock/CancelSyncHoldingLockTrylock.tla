-------------------- MODULE CancelSyncHoldingLockTrylock --------------------
(***************************************************************************)
(* The item does not wait for the lock; it queues itself again.            *)
(*                                                                         *)
(*   init     1  return 0;                                                 *)
(*   exit     2  mutex_lock(&lock);                                        *)
(*            3  cancel_work_sync(&item);                                  *)
(*            4  mutex_unlock(&lock);                                      *)
(*   submit   5  schedule_work(&item);                                     *)
(*   item     6  got = mutex_trylock(&lock);                               *)
(*            7  if (!got) {                                               *)
(*            8      schedule_work(&item);                                 *)
(*            9  } else {                                                  *)
(*           10      mutex_unlock(&lock);                                  *)
(*           11  }                                                         *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  submit,           \* a task that calls submit()
  item,             \* the function of a work item
  none              \* the owner of a lock that is free

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  warned,           \* the kernel printed a warning
  lock,             \* struct mutex: its owner
  got,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, refs, warned, lock, got, fault>>

Contexts  == {modprobe, submit, item}
Callbacks == {item}
CoreText  == {"live", "sync", "free", "done", "idle", "leave"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "2" => lock = none
  /\ pc[c] = "3.wait" => pc[item] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* return 0
  /\ Go(modprobe, "1", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, warned, lock, got, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "2")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, cancelling, warned, lock, got, fault>>

Modprobe2 ==                                     \* mutex_lock(&lock)
  /\ Go(modprobe, "2", "3.steal")
  /\ lock = none
  /\ lock' = modprobe
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, got, fault>>

\* 3  cancel_work_sync(&item)
Modprobe3Steal ==                                \* takes item off and forbids queueing
  /\ Go(modprobe, "3.steal", "3.wait")
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![item] = @ + 1]
  /\ UNCHANGED <<module, refs, warned, lock, got, fault>>

Modprobe3Wait ==                                 \* waits for a running instance of item
  /\ Go(modprobe, "3.wait", "3.allow")
  /\ pc[item] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock, got, fault>>

Modprobe3Allow ==                                \* allows queueing again
  /\ Go(modprobe, "3.allow", "4")
  /\ cancelling' = [cancelling EXCEPT ![item] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, warned, lock, got, fault>>

Modprobe4 ==                                     \* mutex_unlock(&lock)
  /\ Go(modprobe, "4", "sync")
  /\ lock' = none
  /\ warned' = (warned \/ lock # modprobe)
  /\ UNCHANGED <<armed, cancelling, module, refs, got, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock, got, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, refs, warned, lock, got, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3Steal \/ Modprobe3Wait \/ Modprobe3Allow
  \/ Modprobe4
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* submit *)

SubmitIdle ==                                    \* a user calls into the module
  /\ Go(submit, "idle", "5")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, warned, lock, got, fault>>

Submit5 ==                                       \* schedule_work(&item)
  /\ Go(submit, "5", "leave")
  /\ armed' = [armed EXCEPT ![item] = @ \/ cancelling[item] = 0]
  /\ UNCHANGED <<cancelling, module, refs, warned, lock, got, fault>>

SubmitLeave ==                                   \* the call returns to user space
  /\ Go(submit, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, warned, lock, got, fault>>

Submit ==
  \/ Submit5
  \/ SubmitLeave

-----------------------------------------------------------------------------
(* item *)

ItemIdle ==                                      \* a kworker takes the work item
  /\ Go(item, "idle", "6")
  /\ armed[item]
  /\ armed' = [armed EXCEPT ![item] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, warned, lock, got, fault>>

Item6 ==                                         \* got = mutex_trylock(&lock)
  /\ Go(item, "6", "7")
  /\ IF lock = none
     THEN lock' = item /\ got' = [got EXCEPT ![item] = 1]
     ELSE got' = [got EXCEPT ![item] = 0] /\ UNCHANGED lock
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, fault>>

Item7 ==                                         \* if (!got)
  /\ Go(item, "7", IF got[item] = 0 THEN "8" ELSE "10")
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock, got, fault>>

Item8 ==                                         \* schedule_work(&item)
  /\ Go(item, "8", "return")
  /\ armed' = [armed EXCEPT ![item] = @ \/ cancelling[item] = 0]
  /\ UNCHANGED <<cancelling, module, refs, warned, lock, got, fault>>

Item10 ==                                        \* mutex_unlock(&lock)
  /\ Go(item, "10", "return")
  /\ lock' = none
  /\ warned' = (warned \/ lock # item)
  /\ UNCHANGED <<armed, cancelling, module, refs, got, fault>>

ItemReturn ==                                    \* returns
  /\ Go(item, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock, got, fault>>

Item ==
  \/ ItemIdle
  \/ Item6
  \/ Item7
  \/ Item8
  \/ Item10
  \/ ItemReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, warned, lock, got>>

Init ==
  /\ pc         = modprobe :> "1" @@ submit :> "idle" @@ item :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ refs       = 2
  /\ warned     = FALSE
  /\ lock       = none
  /\ got        = [c \in Callbacks |-> 0]
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Submit
  \/ SubmitIdle
  \/ Item
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe2 \/ Modprobe3Steal \/ Modprobe3Wait)
  /\ WF_vars(Submit \/ FetchFault(submit))
  /\ WF_vars(Item \/ FetchFault(item))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

AtRest ==
  /\ module = "live"
  /\ pc[submit] \in {"idle", "done"}
  /\ pc[item] = "idle" /\ ~armed[item]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NoKernelWarning == ~warned

NothingLeaked == TRUE

LocksReleased == lock = none \/ InModuleText(lock)

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[submit] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"3.steal", "3.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
