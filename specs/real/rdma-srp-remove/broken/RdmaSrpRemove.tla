--------------------------- MODULE RdmaSrpRemove ----------------------------
(***************************************************************************)
(* The item flushes the queue that it is on.                               *)
(*                                                                         *)
(*   init          1  target = kzalloc(sizeof( *target), GFP_KERNEL);      *)
(*                 2  if (!target) {                                       *)
(*                 3      return -ENOMEM;                                  *)
(*                 4  }                                                    *)
(*                 5  remove_wq = alloc_workqueue("remove_wq", 0, 0);      *)
(*                 6  if (!remove_wq) {                                    *)
(*                 7      kfree(target);                                   *)
(*                 8      return -ENOMEM;                                  *)
(*                 9  }                                                    *)
(*                10  queue_work(remove_wq, &tl_err_work);                 *)
(*                11  return 0;                                            *)
(*   exit         12  queue_work(remove_wq, &remove_work);                 *)
(*                13  wait_for_completion(&removed);                       *)
(*                14  destroy_workqueue(remove_wq);                        *)
(*   tl_err_work  15  use(target);                                         *)
(*   remove_work  16  flush_workqueue(remove_wq);                          *)
(*                17  kfree(target);                                       *)
(*                18  complete(&removed);                                  *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,             \* the task that loads and unloads the module
  tl_err_work,          \* the function of a work item
  remove_work,          \* the function of a work item
  \* queueing on a workqueue after the drain of destroy_workqueue() is rejected
  DrainedQueueRejects

VARIABLES
  pc,                   \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  dropped,              \* work that a draining workqueue has refused: pending, and on no list
  behind,               \* who waits behind the instance that is queued, in a flush or rcu_barrier()
  behindRunning,        \* who waits behind the instance that runs
  module,               \* "coming", "live", "going" or "freed"
  warned,               \* the kernel printed a warning
  remove_wq,            \* struct workqueue_struct *: "null", "live", "draining" or "freed"
  target,               \* memory: "null", "valid" or "freed"
  removed,              \* struct completion
  fault                 \* what a real kernel would show where this run ended, or "none"

vars ==
  <<pc, armed, dropped, behind, behindRunning, module, warned, remove_wq, target, removed, fault>>

Contexts      == {modprobe, tl_err_work, remove_work}
Callbacks     == {tl_err_work, remove_work}
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
  /\ UNCHANGED <<pc, armed, dropped, behind, behindRunning, module, warned, remove_wq, target,
                 removed>>

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
  /\ pc[c] = "13" => removed > 0
  /\ pc[c] = "14.empty" => ~Busy(tl_err_work) /\ ~Busy(remove_work)
  /\ pc[c] = "16.wait" => /\ c \notin behind[tl_err_work]
                          /\ c \notin behindRunning[tl_err_work]
                          /\ c \notin behind[remove_work]
                          /\ c \notin behindRunning[remove_work]

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* target = kzalloc(sizeof(*target), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ target' = "valid" \/ target' = "null"
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq, removed, fault>>

Modprobe2 ==                                     \* if (!target)
  /\ Go(modprobe, "2", IF target = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq, target,
                 removed, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, warned, remove_wq, target, removed, fault>>

Modprobe5 ==                                     \* remove_wq = alloc_workqueue("remove_wq", 0, 0)
  /\ Go(modprobe, "5", "6")
  /\ remove_wq' = "live" \/ remove_wq' = "null"
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, target, removed, fault>>

Modprobe6 ==                                     \* if (!remove_wq)
  /\ Go(modprobe, "6", IF remove_wq = "null" THEN "7" ELSE "10")
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq, target,
                 removed, fault>>

Modprobe7 ==                                     \* kfree(target)
  /\ At(modprobe, "7")
  /\ IF target = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "8")
          /\ target' = IF target = "valid" THEN "freed" ELSE target
          /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq,
                         removed, fault>>

Modprobe8 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "8", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, warned, remove_wq, target, removed, fault>>

Modprobe10 ==                                    \* queue_work(remove_wq, &tl_err_work)
  /\ At(modprobe, "10")
  /\ IF armed[tl_err_work] \/ dropped[tl_err_work]
     THEN /\ Goto(modprobe, "11")
          /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq, target,
                         removed, fault>>
     ELSE IF BadQueue(remove_wq) # "none"
          THEN Crash(BadQueue(remove_wq))
          ELSE /\ Goto(modprobe, "11")
               /\ InsertWork(remove_wq, tl_err_work)
               /\ UNCHANGED <<behind, behindRunning, module, remove_wq, target, removed, fault>>

Modprobe11 ==                                    \* return 0
  /\ Go(modprobe, "11", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, warned, remove_wq, target, removed, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "12")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, warned, remove_wq, target, removed, fault>>

Modprobe12 ==                                    \* queue_work(remove_wq, &remove_work)
  /\ At(modprobe, "12")
  /\ IF armed[remove_work] \/ dropped[remove_work]
     THEN /\ Goto(modprobe, "13")
          /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq, target,
                         removed, fault>>
     ELSE IF BadQueue(remove_wq) # "none"
          THEN Crash(BadQueue(remove_wq))
          ELSE /\ Goto(modprobe, "13")
               /\ InsertWork(remove_wq, remove_work)
               /\ UNCHANGED <<behind, behindRunning, module, remove_wq, target, removed, fault>>

Modprobe13 ==                                    \* wait_for_completion(&removed)
  /\ Go(modprobe, "13", "14.drain")
  /\ removed > 0
  /\ removed' = removed - 1
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq, target, fault>>

\* 14  destroy_workqueue(remove_wq)
Modprobe14Drain ==                               \* forbids queueing on remove_wq from outside
  /\ At(modprobe, "14.drain")
  /\ IF BadQueue(remove_wq) # "none"
     THEN Crash(BadQueue(remove_wq))
     ELSE /\ Goto(modprobe, "14.empty")
          /\ remove_wq' = "draining"
          /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, target, removed,
                         fault>>

\* waits until nothing is queued on remove_wq or running
Modprobe14Empty ==
  /\ Go(modprobe, "14.empty", "14.free")
  /\ ~Busy(tl_err_work) /\ ~Busy(remove_work)
  /\ remove_wq' = IF DrainedQueueRejects THEN remove_wq ELSE "live"
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, target, removed, fault>>

\* frees remove_wq unless something was queued meanwhile
Modprobe14Free ==
  /\ Go(modprobe, "14.free", "sync")
  /\ IF Busy(tl_err_work) \/ Busy(remove_work)
     THEN warned' = TRUE /\ remove_wq' = "live"
     ELSE remove_wq' = "freed" /\ UNCHANGED warned
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, target, removed, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq, target,
                 removed, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, warned, remove_wq, target, removed, fault>>

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
  \/ Modprobe12
  \/ Modprobe13
  \/ Modprobe14Drain \/ Modprobe14Empty \/ Modprobe14Free
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* tl_err_work *)

TlErrWorkIdle ==                                 \* a kworker takes the work item
  /\ Go(tl_err_work, "idle", "15")
  /\ armed[tl_err_work]
  /\ armed' = [armed EXCEPT ![tl_err_work] = FALSE]
  /\ behind' = [behind EXCEPT ![tl_err_work] = {}]
  /\ behindRunning' = [behindRunning EXCEPT ![tl_err_work] = behind[tl_err_work]]
  /\ UNCHANGED <<dropped, module, warned, remove_wq, target, removed, fault>>

TlErrWork15 ==                                   \* use(target)
  /\ At(tl_err_work, "15")
  /\ IF target = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF target = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(tl_err_work, "return")
               /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq,
                              target, removed, fault>>

TlErrWorkReturn ==                               \* returns
  /\ Go(tl_err_work, "return", "idle")
  /\ behindRunning' = [behindRunning EXCEPT ![tl_err_work] = {}]
  /\ UNCHANGED <<armed, dropped, behind, module, warned, remove_wq, target, removed, fault>>

TlErrWork ==
  \/ TlErrWorkIdle
  \/ TlErrWork15
  \/ TlErrWorkReturn

-----------------------------------------------------------------------------
(* remove_work *)

RemoveWorkIdle ==                                \* a kworker takes the work item
  /\ Go(remove_work, "idle", "16.note")
  /\ armed[remove_work]
  /\ armed' = [armed EXCEPT ![remove_work] = FALSE]
  /\ behind' = [behind EXCEPT ![remove_work] = {}]
  /\ behindRunning' = [behindRunning EXCEPT ![remove_work] = behind[remove_work]]
  /\ UNCHANGED <<dropped, module, warned, remove_wq, target, removed, fault>>

\* 16  flush_workqueue(remove_wq)
RemoveWork16Note ==                              \* notes what is queued on remove_wq or running
  /\ At(remove_work, "16.note")
  /\ IF BadQueue(remove_wq) # "none"
     THEN Crash(BadQueue(remove_wq))
     ELSE /\ Goto(remove_work, "16.wait")
          /\ behind' = [behind EXCEPT ![tl_err_work] = IF armed[tl_err_work]
                                                       THEN @ \cup {remove_work}
                                                       ELSE @,
                                      ![remove_work] = IF armed[remove_work]
                                                       THEN @ \cup {remove_work}
                                                       ELSE @]
          /\ behindRunning' = [behindRunning EXCEPT ![tl_err_work] =
                                                      IF pc[tl_err_work] # "idle"
                                                      THEN @ \cup {remove_work}
                                                      ELSE @,
                                                    ![remove_work] =
                                                      IF pc[remove_work] # "idle"
                                                      THEN @ \cup {remove_work}
                                                      ELSE @]
          /\ UNCHANGED <<armed, dropped, module, warned, remove_wq, target, removed, fault>>

RemoveWork16Wait ==                              \* waits for those instances
  /\ Go(remove_work, "16.wait", "17")
  /\ /\ remove_work \notin behind[tl_err_work]
     /\ remove_work \notin behindRunning[tl_err_work]
     /\ remove_work \notin behind[remove_work]
     /\ remove_work \notin behindRunning[remove_work]
  /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq, target,
                 removed, fault>>

RemoveWork17 ==                                  \* kfree(target)
  /\ At(remove_work, "17")
  /\ IF target = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(remove_work, "18")
          /\ target' = IF target = "valid" THEN "freed" ELSE target
          /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq,
                         removed, fault>>

RemoveWork18 ==                                  \* complete(&removed)
  /\ At(remove_work, "18")
  /\ IF removed = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(remove_work, "return")
          /\ removed' = removed + 1
          /\ UNCHANGED <<armed, dropped, behind, behindRunning, module, warned, remove_wq, target,
                         fault>>

RemoveWorkReturn ==                              \* returns
  /\ Go(remove_work, "return", "idle")
  /\ behindRunning' = [behindRunning EXCEPT ![remove_work] = {}]
  /\ UNCHANGED <<armed, dropped, behind, module, warned, remove_wq, target, removed, fault>>

RemoveWork ==
  \/ RemoveWorkIdle
  \/ RemoveWork16Note \/ RemoveWork16Wait
  \/ RemoveWork17
  \/ RemoveWork18
  \/ RemoveWorkReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, dropped, behind, behindRunning, module, warned, remove_wq, target,
                 removed>>

Init ==
  /\ pc            = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ armed         = [c \in Callbacks |-> FALSE]
  /\ dropped       = [c \in Callbacks |-> FALSE]
  /\ behind        = [c \in Callbacks |-> {}]
  /\ behindRunning = [c \in Callbacks |-> {}]
  /\ module        = "coming"
  /\ warned        = FALSE
  /\ remove_wq     = "null"
  /\ target        = "null"
  /\ removed       = 0
  /\ fault         = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ TlErrWork
  \/ RemoveWork
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe13 \/ Modprobe14Empty)
  /\ WF_vars(TlErrWork \/ FetchFault(tl_err_work))
  /\ WF_vars(RemoveWork \/ FetchFault(remove_work))
  /\ SF_vars(RemoveWork16Wait)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => target # "valid" /\ remove_wq \notin {"live", "draining"}
  /\ target = "valid" => pc[modprobe] # "1"
  /\ remove_wq = "live" => pc[modprobe] # "5"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending(c) == pc[c] \in {"14.empty", "16.wait"}
FlushTerminates == \A c \in {modprobe, remove_work} : []<>(~FlushPending(c) \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
