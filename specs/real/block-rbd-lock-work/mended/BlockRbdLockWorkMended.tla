----------------------- MODULE BlockRbdLockWorkMended -----------------------
(***************************************************************************)
(* Nothing is requeued once the lock is given up, and the work is drained  *)
(* then.                                                                   *)
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
(*   notify     10  down_read(&lock_rwsem);                                *)
(*              11  if (lock_wanted) {                                     *)
(*              12      if (delayed) {                                     *)
(*              13          schedule_work(&lock_work);                     *)
(*              14      }                                                  *)
(*              15  }                                                      *)
(*              16  up_read(&lock_rwsem);                                  *)
(*   unmap      17  down_write(&lock_rwsem);                               *)
(*              18  lock_wanted = false;                                   *)
(*              19  up_write(&lock_rwsem);                                 *)
(*              20  cancel_work_sync(&lock_work);                          *)
(*              21  kfree(rbd_dev);                                        *)
(*              22  unmapped = true;                                       *)
(*   lock_work  23  delayed = false;                                       *)
(*              24  use(rbd_dev);                                          *)
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
  warned,              \* the kernel printed a warning
  lock_rwsem,          \* struct rw_semaphore: how each context holds it
  lock_wanted,         \* bool
  rbd_dev,             \* memory: "null", "valid" or "freed"
  delayed,             \* bool
  unmapped,            \* bool
  fault                \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev, delayed,
    unmapped, fault>>

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
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped>>

\* Nobody holds the rw_semaphore m to write.
Unwritten(m) == \A t \in DOMAIN m : m[t] # "write"

\* Nobody holds the rw_semaphore m at all.
Unheld(m) == \A t \in DOMAIN m : m[t] \notin {"read", "write"}

\* The rw_semaphore m can be taken to read: beside other readers only while no writer waits.
Readable(m) == Unwritten(m) /\ (Unheld(m) \/ \A t \in DOMAIN m : m[t] # "wait")

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"6.steal", "20.steal"} => (CancelledWorkPends => cancelling[lock_work] = 0)
  /\ pc[c] \in {"6.wait", "20.wait"} => pc[lock_work] = "idle"
  /\ pc[c] = "10" => Readable(lock_rwsem)
  /\ pc[c] = "17" => Unheld(lock_rwsem) \/ lock_rwsem[c] = "none"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* rbd_dev = kzalloc(sizeof(*rbd_dev), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ rbd_dev' = "valid" \/ rbd_dev' = "null"
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, delayed,
                 unmapped, fault>>

Modprobe2 ==                                     \* if (!rbd_dev)
  /\ Go(modprobe, "2", IF rbd_dev = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, warned, lock_rwsem, lock_wanted, rbd_dev, delayed, unmapped,
                 fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, warned, lock_rwsem, lock_wanted, rbd_dev, delayed, unmapped,
                 fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6.steal")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, cancelling, warned, lock_rwsem, lock_wanted, rbd_dev, delayed, unmapped,
                 fault>>

\* 6  cancel_work_sync(&lock_work)
Modprobe6Steal ==                                \* takes lock_work off and forbids queueing
  /\ Go(modprobe, "6.steal", "6.wait")
  /\ (CancelledWorkPends => cancelling[lock_work] = 0)
  /\ armed' = [armed EXCEPT ![lock_work] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![lock_work] = @ + 1]
  /\ UNCHANGED <<module, refs, warned, lock_rwsem, lock_wanted, rbd_dev, delayed, unmapped, fault>>

Modprobe6Wait ==                                 \* waits for a running instance of lock_work
  /\ Go(modprobe, "6.wait", "6.allow")
  /\ pc[lock_work] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped, fault>>

Modprobe6Allow ==                                \* allows queueing again
  /\ Go(modprobe, "6.allow", "7")
  /\ cancelling' = [cancelling EXCEPT ![lock_work] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev, delayed, unmapped,
                 fault>>

Modprobe7 ==                                     \* if (!unmapped)
  /\ Go(modprobe, "7", IF unmapped THEN "sync" ELSE "8")
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped, fault>>

Modprobe8 ==                                     \* kfree(rbd_dev)
  /\ At(modprobe, "8")
  /\ IF rbd_dev = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ rbd_dev' = IF rbd_dev = "valid" THEN "freed" ELSE rbd_dev
          /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted,
                         delayed, unmapped, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, refs, warned, lock_rwsem, lock_wanted, rbd_dev, delayed,
                 unmapped, fault>>

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
  /\ UNCHANGED <<armed, cancelling, module, warned, lock_rwsem, lock_wanted, rbd_dev, delayed,
                 unmapped, fault>>

Notify10 ==                                      \* down_read(&lock_rwsem)
  /\ Go(notify, "10", "11")
  /\ Readable(lock_rwsem)
  /\ warned' = (warned \/ lock_rwsem[notify] = "read")
  /\ lock_rwsem' = [lock_rwsem EXCEPT ![notify] = "read"]
  /\ UNCHANGED <<armed, cancelling, module, refs, lock_wanted, rbd_dev, delayed, unmapped, fault>>

Notify11 ==                                      \* if (lock_wanted)
  /\ Go(notify, "11", IF lock_wanted THEN "12" ELSE "16")
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped, fault>>

Notify12 ==                                      \* if (delayed)
  /\ Go(notify, "12", IF delayed THEN "13" ELSE "16")
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped, fault>>

Notify13 ==                                      \* schedule_work(&lock_work)
  /\ Go(notify, "13", "16")
  /\ armed' = [armed EXCEPT ![lock_work] = @ \/ cancelling[lock_work] = 0]
  /\ UNCHANGED <<cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev, delayed,
                 unmapped, fault>>

Notify16 ==                                      \* up_read(&lock_rwsem)
  /\ Go(notify, "16", "leave")
  /\ IF lock_rwsem[notify] = "read"
     THEN lock_rwsem' = [lock_rwsem EXCEPT ![notify] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED lock_rwsem
  /\ UNCHANGED <<armed, cancelling, module, refs, lock_wanted, rbd_dev, delayed, unmapped, fault>>

NotifyLeave ==                                   \* the call returns to user space
  /\ Go(notify, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, warned, lock_rwsem, lock_wanted, rbd_dev, delayed,
                 unmapped, fault>>

Notify ==
  \/ Notify10
  \/ Notify11
  \/ Notify12
  \/ Notify13
  \/ Notify16
  \/ NotifyLeave

-----------------------------------------------------------------------------
(* unmap *)

UnmapIdle ==                                     \* a user calls into the module
  /\ Go(unmap, "idle", "17")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, warned, lock_rwsem, lock_wanted, rbd_dev, delayed,
                 unmapped, fault>>

Unmap17 ==                                       \* down_write(&lock_rwsem)
  /\ At(unmap, "17")
  /\ Unheld(lock_rwsem) \/ lock_rwsem[unmap] = "none"
  /\ IF Unheld(lock_rwsem)
     THEN Goto(unmap, "18") /\ lock_rwsem' = [lock_rwsem EXCEPT ![unmap] = "write"]
     ELSE Goto(unmap, "17") /\ lock_rwsem' = [lock_rwsem EXCEPT ![unmap] = "wait"]
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_wanted, rbd_dev, delayed, unmapped,
                 fault>>

Unmap18 ==                                       \* lock_wanted = false
  /\ Go(unmap, "18", "19")
  /\ lock_wanted' = FALSE
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, rbd_dev, delayed, unmapped,
                 fault>>

Unmap19 ==                                       \* up_write(&lock_rwsem)
  /\ Go(unmap, "19", "20.steal")
  /\ IF lock_rwsem[unmap] = "write"
     THEN lock_rwsem' = [lock_rwsem EXCEPT ![unmap] = "none"] /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED lock_rwsem
  /\ UNCHANGED <<armed, cancelling, module, refs, lock_wanted, rbd_dev, delayed, unmapped, fault>>

\* 20  cancel_work_sync(&lock_work)
Unmap20Steal ==                                  \* takes lock_work off and forbids queueing
  /\ Go(unmap, "20.steal", "20.wait")
  /\ (CancelledWorkPends => cancelling[lock_work] = 0)
  /\ armed' = [armed EXCEPT ![lock_work] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![lock_work] = @ + 1]
  /\ UNCHANGED <<module, refs, warned, lock_rwsem, lock_wanted, rbd_dev, delayed, unmapped, fault>>

Unmap20Wait ==                                   \* waits for a running instance of lock_work
  /\ Go(unmap, "20.wait", "20.allow")
  /\ pc[lock_work] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped, fault>>

Unmap20Allow ==                                  \* allows queueing again
  /\ Go(unmap, "20.allow", "21")
  /\ cancelling' = [cancelling EXCEPT ![lock_work] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev, delayed, unmapped,
                 fault>>

Unmap21 ==                                       \* kfree(rbd_dev)
  /\ At(unmap, "21")
  /\ IF rbd_dev = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(unmap, "22")
          /\ rbd_dev' = IF rbd_dev = "valid" THEN "freed" ELSE rbd_dev
          /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted,
                         delayed, unmapped, fault>>

Unmap22 ==                                       \* unmapped = true
  /\ Go(unmap, "22", "leave")
  /\ unmapped' = TRUE
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, fault>>

UnmapLeave ==                                    \* the call returns to user space
  /\ Go(unmap, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, warned, lock_rwsem, lock_wanted, rbd_dev, delayed,
                 unmapped, fault>>

Unmap ==
  \/ Unmap17
  \/ Unmap18
  \/ Unmap19
  \/ Unmap20Steal \/ Unmap20Wait \/ Unmap20Allow
  \/ Unmap21
  \/ Unmap22
  \/ UnmapLeave

-----------------------------------------------------------------------------
(* lock_work *)

LockWorkIdle ==                                  \* a kworker takes the work item
  /\ Go(lock_work, "idle", "23")
  /\ armed[lock_work]
  /\ armed' = [armed EXCEPT ![lock_work] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev, delayed,
                 unmapped, fault>>

LockWork23 ==                                    \* delayed = false
  /\ Go(lock_work, "23", "24")
  /\ delayed' = FALSE
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 unmapped, fault>>

LockWork24 ==                                    \* use(rbd_dev)
  /\ At(lock_work, "24")
  /\ IF rbd_dev = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF rbd_dev = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(lock_work, "return")
               /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted,
                              rbd_dev, delayed, unmapped, fault>>

LockWorkReturn ==                                \* returns
  /\ Go(lock_work, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped, fault>>

LockWork ==
  \/ LockWorkIdle
  \/ LockWork23
  \/ LockWork24
  \/ LockWorkReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, warned, lock_rwsem, lock_wanted, rbd_dev,
                 delayed, unmapped>>

Init ==
  /\ pc          = modprobe :> "1" @@ notify :> "idle" @@ unmap :> "idle" @@ lock_work :> "idle"
  /\ armed       = [c \in Callbacks |-> FALSE]
  /\ cancelling  = [c \in Callbacks |-> 0]
  /\ module      = "coming"
  /\ refs        = 2
  /\ warned      = FALSE
  /\ lock_rwsem  = [c \in {notify, unmap} |-> "none"]
  /\ lock_wanted = TRUE
  /\ rbd_dev     = "null"
  /\ delayed     = TRUE
  /\ unmapped    = FALSE
  /\ fault       = "none"

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
  /\ SF_vars(Notify10)
  /\ WF_vars(Unmap \/ FetchFault(unmap))
  /\ SF_vars(Unmap17 \/ Unmap20Steal \/ Unmap20Wait)
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

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => rbd_dev # "valid"
  /\ rbd_dev = "valid" => pc[modprobe] # "1"

LocksReleased == \A c \in {notify, unmap} : lock_rwsem[c] = "none" \/ InModuleText(c)

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == \A c \in {notify, unmap} : []<>(pc[c] \in {"idle", "done"} \/ fault # "none")

FlushPending(c) == pc[c] \in {"6.steal", "6.wait", "20.steal", "20.wait"}
FlushTerminates == \A c \in {modprobe, unmap} : []<>(~FlushPending(c) \/ fault # "none")
=============================================================================
