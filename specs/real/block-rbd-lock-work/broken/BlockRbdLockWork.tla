-------------------------- MODULE BlockRbdLockWork --------------------------
(***************************************************************************)
(* The look and the requeue are two.                                       *)
(*                                                                         *)
(*   init        1  rbd_dev = kzalloc(sizeof( *rbd_dev), GFP_KERNEL);      *)
(*               2  if (!rbd_dev) {                                        *)
(*               3      return -ENOMEM;                                    *)
(*               4  }                                                      *)
(*               5  return 0;                                              *)
(*   exit        6  cancel_work_sync(&lock_work);                          *)
(*               7  if (!unmapped) {                                       *)
(*               8      kfree(rbd_dev);                                    *)
(*               9  }                                                      *)
(*   notify     10  if (delayed) {                                         *)
(*              11      schedule_work(&lock_work);                         *)
(*              12  }                                                      *)
(*   unmap      13  cancel_work_sync(&lock_work);                          *)
(*              14  kfree(rbd_dev);                                        *)
(*              15  unmapped = true;                                       *)
(*   lock_work  16  delayed = false;                                       *)
(*              17  use(rbd_dev);                                          *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,            \* the task that loads and unloads the module
  notify,              \* a task that calls notify()
  unmap,               \* a task that calls unmap()
  lock_work,           \* the function of a work item
  \* work that cancel_work_sync() or a relative waits for is pending until that returns, and nobody
  \* else can take it
  CancelledWorkPends

VARIABLES
  pc,                  \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,          \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,              \* "coming", "live", "going" or "freed"
  refs,                \* references on the module: one is its own, one more is held during init
  rbd_dev,             \* memory: "null", "valid" or "freed"
  delayed,             \* bool
  unmapped,            \* bool
  fault                \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

Contexts  == {modprobe, notify, unmap, lock_work}
Callbacks == {lock_work}
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
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, rbd_dev, delayed, unmapped>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"6.steal", "13.steal"} => (CancelledWorkPends => cancelling[lock_work] = 0)
  /\ pc[c] \in {"6.wait", "13.wait"} => pc[lock_work] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* rbd_dev = kzalloc(sizeof(*rbd_dev), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ rbd_dev' = "valid" \/ rbd_dev' = "null"
  /\ UNCHANGED <<armed, cancelling, module, refs, delayed, unmapped, fault>>

Modprobe2 ==                                     \* if (!rbd_dev)
  /\ Go(modprobe, "2", IF rbd_dev = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, rbd_dev, delayed, unmapped, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, rbd_dev, delayed, unmapped, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6.steal")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, cancelling, rbd_dev, delayed, unmapped, fault>>

\* 6  cancel_work_sync(&lock_work)
Modprobe6Steal ==                                \* takes lock_work off and forbids queueing
  /\ Go(modprobe, "6.steal", "6.wait")
  /\ (CancelledWorkPends => cancelling[lock_work] = 0)
  /\ armed' = [armed EXCEPT ![lock_work] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![lock_work] = @ + 1]
  /\ UNCHANGED <<module, refs, rbd_dev, delayed, unmapped, fault>>

Modprobe6Wait ==                                 \* waits for a running instance of lock_work
  /\ Go(modprobe, "6.wait", "6.allow")
  /\ pc[lock_work] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

Modprobe6Allow ==                                \* allows queueing again
  /\ Go(modprobe, "6.allow", "7")
  /\ cancelling' = [cancelling EXCEPT ![lock_work] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, rbd_dev, delayed, unmapped, fault>>

Modprobe7 ==                                     \* if (!unmapped)
  /\ Go(modprobe, "7", IF unmapped THEN "sync" ELSE "8")
  /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

Modprobe8 ==                                     \* kfree(rbd_dev)
  /\ At(modprobe, "8")
  /\ IF rbd_dev = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ rbd_dev' = IF rbd_dev = "valid" THEN "freed" ELSE rbd_dev
          /\ UNCHANGED <<armed, cancelling, module, refs, delayed, unmapped, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, refs, rbd_dev, delayed, unmapped, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6Steal \/ Modprobe6Wait \/ Modprobe6Allow
  \/ Modprobe7
  \/ Modprobe8
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* notify *)

NotifyIdle ==                                    \* a user calls into the module
  /\ Go(notify, "idle", "10")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, rbd_dev, delayed, unmapped, fault>>

Notify10 ==                                      \* if (delayed)
  /\ Go(notify, "10", IF delayed THEN "11" ELSE "leave")
  /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

Notify11 ==                                      \* schedule_work(&lock_work)
  /\ Go(notify, "11", "leave")
  /\ armed' = [armed EXCEPT ![lock_work] = @ \/ cancelling[lock_work] = 0]
  /\ UNCHANGED <<cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

NotifyLeave ==                                   \* the call returns to user space
  /\ Go(notify, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, rbd_dev, delayed, unmapped, fault>>

Notify ==
  \/ Notify10
  \/ Notify11
  \/ NotifyLeave

-----------------------------------------------------------------------------
(* unmap *)

UnmapIdle ==                                     \* a user calls into the module
  /\ Go(unmap, "idle", "13.steal")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, rbd_dev, delayed, unmapped, fault>>

\* 13  cancel_work_sync(&lock_work)
Unmap13Steal ==                                  \* takes lock_work off and forbids queueing
  /\ Go(unmap, "13.steal", "13.wait")
  /\ (CancelledWorkPends => cancelling[lock_work] = 0)
  /\ armed' = [armed EXCEPT ![lock_work] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![lock_work] = @ + 1]
  /\ UNCHANGED <<module, refs, rbd_dev, delayed, unmapped, fault>>

Unmap13Wait ==                                   \* waits for a running instance of lock_work
  /\ Go(unmap, "13.wait", "13.allow")
  /\ pc[lock_work] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

Unmap13Allow ==                                  \* allows queueing again
  /\ Go(unmap, "13.allow", "14")
  /\ cancelling' = [cancelling EXCEPT ![lock_work] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, rbd_dev, delayed, unmapped, fault>>

Unmap14 ==                                       \* kfree(rbd_dev)
  /\ At(unmap, "14")
  /\ IF rbd_dev = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(unmap, "15")
          /\ rbd_dev' = IF rbd_dev = "valid" THEN "freed" ELSE rbd_dev
          /\ UNCHANGED <<armed, cancelling, module, refs, delayed, unmapped, fault>>

Unmap15 ==                                       \* unmapped = true
  /\ Go(unmap, "15", "leave")
  /\ unmapped' = TRUE
  /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, delayed, fault>>

UnmapLeave ==                                    \* the call returns to user space
  /\ Go(unmap, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, rbd_dev, delayed, unmapped, fault>>

Unmap ==
  \/ Unmap13Steal \/ Unmap13Wait \/ Unmap13Allow
  \/ Unmap14
  \/ Unmap15
  \/ UnmapLeave

-----------------------------------------------------------------------------
(* lock_work *)

LockWorkIdle ==                                  \* a kworker takes the work item
  /\ Go(lock_work, "idle", "16")
  /\ armed[lock_work]
  /\ armed' = [armed EXCEPT ![lock_work] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

LockWork16 ==                                    \* delayed = false
  /\ Go(lock_work, "16", "17")
  /\ delayed' = FALSE
  /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, unmapped, fault>>

LockWork17 ==                                    \* use(rbd_dev)
  /\ At(lock_work, "17")
  /\ IF rbd_dev = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF rbd_dev = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(lock_work, "return")
               /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

LockWorkReturn ==                                \* returns
  /\ Go(lock_work, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, rbd_dev, delayed, unmapped, fault>>

LockWork ==
  \/ LockWorkIdle
  \/ LockWork16
  \/ LockWork17
  \/ LockWorkReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, rbd_dev, delayed, unmapped>>

Init ==
  /\ pc         = modprobe :> "1" @@ notify :> "idle" @@ unmap :> "idle" @@ lock_work :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ refs       = 2
  /\ rbd_dev    = "null"
  /\ delayed    = TRUE
  /\ unmapped   = FALSE
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Notify
  \/ NotifyIdle
  \/ Unmap
  \/ UnmapIdle
  \/ LockWork
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe6Steal \/ Modprobe6Wait)
  /\ WF_vars(Notify \/ FetchFault(notify))
  /\ WF_vars(Unmap \/ FetchFault(unmap))
  /\ SF_vars(Unmap13Steal \/ Unmap13Wait)
  /\ WF_vars(LockWork \/ FetchFault(lock_work))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

AtRest ==
  /\ module = "live"
  /\ \A c \in {notify, unmap} : pc[c] \in {"idle", "done"}
  /\ pc[lock_work] = "idle" /\ ~armed[lock_work]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked ==
  /\ module = "freed" => rbd_dev # "valid"
  /\ rbd_dev = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == \A c \in {notify, unmap} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

FlushPending(c) == pc[c] \in {"6.steal", "6.wait", "13.steal", "13.wait"}
FlushTerminates == \A c \in {modprobe, unmap} : []<>(~FlushPending(c) \/ fault # "none")
=============================================================================
