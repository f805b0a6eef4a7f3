------------------------- MODULE NetBluetoothReset --------------------------
(******************************************************************************)
(* The reset drops a reference, and unregistering another.                    *)
(*                                                                            *)
(*   init          1  req_workqueue = alloc_workqueue("req_workqueue", 0, 0); *)
(*                 2  if (!req_workqueue) {                                   *)
(*                 3      return -ENOMEM;                                     *)
(*                 4  }                                                       *)
(*                 5  queue_work(req_workqueue, &error_reset);                *)
(*                 6  return 0;                                               *)
(*   exit          7  last = 0;                                               *)
(*                 8  spin_lock(&hci_lock);                                   *)
(*                 9  unregistered = true;                                    *)
(*                10  if (reset_done) {                                       *)
(*                11      last = 1;                                           *)
(*                12  }                                                       *)
(*                13  spin_unlock(&hci_lock);                                 *)
(*                14  if (last == 1) {                                        *)
(*                15      destroy_workqueue(req_workqueue);                   *)
(*                16      complete(&released);                                *)
(*                17  }                                                       *)
(*                18  wait_for_completion(&released);                         *)
(*   error_reset  19  last = 0;                                               *)
(*                20  spin_lock(&hci_lock);                                   *)
(*                21  reset_done = true;                                      *)
(*                22  if (unregistered) {                                     *)
(*                23      last = 1;                                           *)
(*                24  }                                                       *)
(*                25  spin_unlock(&hci_lock);                                 *)
(*                26  if (last == 1) {                                        *)
(*                27      destroy_workqueue(req_workqueue);                   *)
(*                28      complete(&released);                                *)
(*                29  }                                                       *)
(******************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,             \* the task that loads and unloads the module
  error_reset,          \* the function of a work item
  none,                 \* the owner of a lock that is free
  \* queueing on a workqueue after the drain of destroy_workqueue() is rejected
  DrainedQueueRejects

VARIABLES
  pc,                   \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  dropped,              \* work that a draining workqueue has refused: pending, and on no list
  module,               \* "coming", "live", "going" or "freed"
  warned,               \* the kernel printed a warning
  hci_lock,             \* spinlock_t: its owner
  reset_done,           \* bool
  unregistered,         \* bool
  released,             \* struct completion
  req_workqueue,        \* struct workqueue_struct *: "null", "live", "draining" or "freed"
  last,                 \* local variable
  fault                 \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
    req_workqueue, last, fault>>

Contexts      == {modprobe, error_reset}
Callbacks     == {error_reset}
CoreText      == {"sync", "live", "free", "done", "idle"}
CompletionMax == 7

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
  /\ UNCHANGED <<pc, armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last>>

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
  /\ pc[c] \in {"8", "20"} => hci_lock = none
  /\ pc[c] \in {"15.empty", "27.empty"} => ~Busy(error_reset)
  /\ pc[c] = "18" => released > 0

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

\* req_workqueue = alloc_workqueue("req_workqueue", 0, 0)
Modprobe1 ==
  /\ Go(modprobe, "1", "2")
  /\ req_workqueue' = "live" \/ req_workqueue' = "null"
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 last, fault>>

Modprobe2 ==                                     \* if (!req_workqueue)
  /\ Go(modprobe, "2", IF req_workqueue = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, dropped, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

Modprobe5 ==                                     \* queue_work(req_workqueue, &error_reset)
  /\ At(modprobe, "5")
  /\ IF armed[error_reset] \/ dropped[error_reset]
     THEN /\ Goto(modprobe, "6")
          /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered,
                         released, req_workqueue, last, fault>>
     ELSE IF BadQueue(req_workqueue) # "none"
          THEN Crash(BadQueue(req_workqueue))
          ELSE /\ Goto(modprobe, "6")
               /\ InsertWork(req_workqueue, error_reset)
               /\ UNCHANGED <<module, hci_lock, reset_done, unregistered, released, req_workqueue,
                              last, fault>>

Modprobe6 ==                                     \* return 0
  /\ Go(modprobe, "6", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, dropped, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "7")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, dropped, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

Modprobe7 ==                                     \* last = 0
  /\ Go(modprobe, "7", "8")
  /\ last' = [last EXCEPT ![modprobe] = 0]
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, fault>>

Modprobe8 ==                                     \* spin_lock(&hci_lock)
  /\ Go(modprobe, "8", "9")
  /\ hci_lock = none
  /\ hci_lock' = modprobe
  /\ UNCHANGED <<armed, dropped, module, warned, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

Modprobe9 ==                                     \* unregistered = true
  /\ Go(modprobe, "9", "10")
  /\ unregistered' = TRUE
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, released, req_workqueue,
                 last, fault>>

Modprobe10 ==                                    \* if (reset_done)
  /\ Go(modprobe, "10", IF reset_done THEN "11" ELSE "13")
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

Modprobe11 ==                                    \* last = 1
  /\ Go(modprobe, "11", "13")
  /\ last' = [last EXCEPT ![modprobe] = 1]
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, fault>>

Modprobe13 ==                                    \* spin_unlock(&hci_lock)
  /\ Go(modprobe, "13", "14")
  /\ hci_lock' = none
  /\ warned' = (warned \/ hci_lock # modprobe)
  /\ UNCHANGED <<armed, dropped, module, reset_done, unregistered, released, req_workqueue, last,
                 fault>>

Modprobe14 ==                                    \* if (last == 1)
  /\ Go(modprobe, "14", IF last[modprobe] = 1 THEN "15.drain" ELSE "18")
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

\* 15  destroy_workqueue(req_workqueue)
Modprobe15Drain ==                               \* forbids queueing on req_workqueue from outside
  /\ At(modprobe, "15.drain")
  /\ IF BadQueue(req_workqueue) # "none"
     THEN Crash(BadQueue(req_workqueue))
     ELSE /\ Goto(modprobe, "15.empty")
          /\ req_workqueue' = "draining"
          /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered,
                         released, last, fault>>

\* waits until nothing is queued on req_workqueue or running
Modprobe15Empty ==
  /\ Go(modprobe, "15.empty", "15.free")
  /\ ~Busy(error_reset)
  /\ req_workqueue' = IF DrainedQueueRejects THEN req_workqueue ELSE "live"
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 last, fault>>

\* frees req_workqueue unless something was queued meanwhile
Modprobe15Free ==
  /\ Go(modprobe, "15.free", "16")
  /\ IF Busy(error_reset)
     THEN warned' = TRUE /\ req_workqueue' = "live"
     ELSE req_workqueue' = "freed" /\ UNCHANGED warned
  /\ UNCHANGED <<armed, dropped, module, hci_lock, reset_done, unregistered, released, last, fault>>

Modprobe16 ==                                    \* complete(&released)
  /\ At(modprobe, "16")
  /\ IF released = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(modprobe, "18")
          /\ released' = released + 1
          /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered,
                         req_workqueue, last, fault>>

Modprobe18 ==                                    \* wait_for_completion(&released)
  /\ Go(modprobe, "18", "sync")
  /\ released > 0
  /\ released' = released - 1
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered,
                 req_workqueue, last, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, dropped, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe10
  \/ Modprobe11
  \/ Modprobe13
  \/ Modprobe14
  \/ Modprobe15Drain \/ Modprobe15Empty \/ Modprobe15Free
  \/ Modprobe16
  \/ Modprobe18
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* error_reset *)

ErrorResetIdle ==                                \* a kworker takes the work item
  /\ Go(error_reset, "idle", "19")
  /\ armed[error_reset]
  /\ armed' = [armed EXCEPT ![error_reset] = FALSE]
  /\ UNCHANGED <<dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

ErrorReset19 ==                                  \* last = 0
  /\ Go(error_reset, "19", "20")
  /\ last' = [last EXCEPT ![error_reset] = 0]
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, fault>>

ErrorReset20 ==                                  \* spin_lock(&hci_lock)
  /\ Go(error_reset, "20", "21")
  /\ hci_lock = none
  /\ hci_lock' = error_reset
  /\ UNCHANGED <<armed, dropped, module, warned, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

ErrorReset21 ==                                  \* reset_done = true
  /\ Go(error_reset, "21", "22")
  /\ reset_done' = TRUE
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, unregistered, released, req_workqueue,
                 last, fault>>

ErrorReset22 ==                                  \* if (unregistered)
  /\ Go(error_reset, "22", IF unregistered THEN "23" ELSE "25")
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

ErrorReset23 ==                                  \* last = 1
  /\ Go(error_reset, "23", "25")
  /\ last' = [last EXCEPT ![error_reset] = 1]
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, fault>>

ErrorReset25 ==                                  \* spin_unlock(&hci_lock)
  /\ Go(error_reset, "25", "26")
  /\ hci_lock' = none
  /\ warned' = (warned \/ hci_lock # error_reset)
  /\ UNCHANGED <<armed, dropped, module, reset_done, unregistered, released, req_workqueue, last,
                 fault>>

ErrorReset26 ==                                  \* if (last == 1)
  /\ Go(error_reset, "26", IF last[error_reset] = 1 THEN "27.drain" ELSE "return")
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

\* 27  destroy_workqueue(req_workqueue)
ErrorReset27Drain ==                             \* forbids queueing on req_workqueue from outside
  /\ At(error_reset, "27.drain")
  /\ IF BadQueue(req_workqueue) # "none"
     THEN Crash(BadQueue(req_workqueue))
     ELSE /\ Goto(error_reset, "27.empty")
          /\ req_workqueue' = "draining"
          /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered,
                         released, last, fault>>

\* waits until nothing is queued on req_workqueue or running
ErrorReset27Empty ==
  /\ Go(error_reset, "27.empty", "27.free")
  /\ ~Busy(error_reset)
  /\ req_workqueue' = IF DrainedQueueRejects THEN req_workqueue ELSE "live"
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 last, fault>>

\* frees req_workqueue unless something was queued meanwhile
ErrorReset27Free ==
  /\ Go(error_reset, "27.free", "28")
  /\ IF Busy(error_reset)
     THEN warned' = TRUE /\ req_workqueue' = "live"
     ELSE req_workqueue' = "freed" /\ UNCHANGED warned
  /\ UNCHANGED <<armed, dropped, module, hci_lock, reset_done, unregistered, released, last, fault>>

ErrorReset28 ==                                  \* complete(&released)
  /\ At(error_reset, "28")
  /\ IF released = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(error_reset, "return")
          /\ released' = released + 1
          /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered,
                         req_workqueue, last, fault>>

ErrorResetReturn ==                              \* returns
  /\ Go(error_reset, "return", "idle")
  /\ UNCHANGED <<armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last, fault>>

ErrorReset ==
  \/ ErrorResetIdle
  \/ ErrorReset19
  \/ ErrorReset20
  \/ ErrorReset21
  \/ ErrorReset22
  \/ ErrorReset23
  \/ ErrorReset25
  \/ ErrorReset26
  \/ ErrorReset27Drain \/ ErrorReset27Empty \/ ErrorReset27Free
  \/ ErrorReset28
  \/ ErrorResetReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, dropped, module, warned, hci_lock, reset_done, unregistered, released,
                 req_workqueue, last>>

Init ==
  /\ pc            = modprobe :> "1" @@ error_reset :> "idle"
  /\ armed         = [c \in Callbacks |-> FALSE]
  /\ dropped       = [c \in Callbacks |-> FALSE]
  /\ module        = "coming"
  /\ warned        = FALSE
  /\ hci_lock      = none
  /\ reset_done    = FALSE
  /\ unregistered  = FALSE
  /\ released      = 0
  /\ req_workqueue = "null"
  /\ last          = [c \in Contexts |-> 0]
  /\ fault         = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ ErrorReset
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe8 \/ Modprobe15Empty \/ Modprobe18)
  /\ WF_vars(ErrorReset \/ FetchFault(error_reset))
  /\ SF_vars(ErrorReset20 \/ ErrorReset27Empty)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => req_workqueue \notin {"live", "draining"}
  /\ req_workqueue = "live" => pc[modprobe] # "1"

LocksReleased == hci_lock = none \/ InModuleText(hci_lock)

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending(c) == pc[c] \in {"15.empty", "27.empty"}
FlushTerminates == \A c \in Contexts : []<>(~FlushPending(c) \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
