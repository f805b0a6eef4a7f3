------------------------ MODULE NetE1000ResetMended -------------------------
(***************************************************************************)
(* The reset takes the adapter down without that.                          *)
(*                                                                         *)
(*   init        1  return 0;                                              *)
(*   exit        2  adapter_up = false;                                    *)
(*               3  cancel_work_sync(&reset_task);                         *)
(*   tx_timeout  4  schedule_work(&reset_task);                            *)
(*   reset_task  5  adapter_up = false;                                    *)
(*               6  adapter_up = true;                                     *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  tx_timeout,       \* a task that calls tx_timeout()
  reset_task        \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  adapter_up,       \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, refs, adapter_up, fault>>

Contexts  == {modprobe, tx_timeout, reset_task}
Callbacks == {reset_task}
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
Ready(c) == pc[c] = "3.wait" => pc[reset_task] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* return 0
  /\ Go(modprobe, "1", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, adapter_up, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "2")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, cancelling, adapter_up, fault>>

Modprobe2 ==                                     \* adapter_up = false
  /\ Go(modprobe, "2", "3.steal")
  /\ adapter_up' = FALSE
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

\* 3  cancel_work_sync(&reset_task)
Modprobe3Steal ==                                \* takes reset_task off and forbids queueing
  /\ Go(modprobe, "3.steal", "3.wait")
  /\ armed' = [armed EXCEPT ![reset_task] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![reset_task] = @ + 1]
  /\ UNCHANGED <<module, refs, adapter_up, fault>>

Modprobe3Wait ==                                 \* waits for a running instance of reset_task
  /\ Go(modprobe, "3.wait", "3.allow")
  /\ pc[reset_task] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, adapter_up, fault>>

Modprobe3Allow ==                                \* allows queueing again
  /\ Go(modprobe, "3.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![reset_task] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, adapter_up, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, refs, adapter_up, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, refs, adapter_up, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3Steal \/ Modprobe3Wait \/ Modprobe3Allow
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* tx_timeout *)

TxTimeoutIdle ==                                 \* a user calls into the module
  /\ Go(tx_timeout, "idle", "4")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, adapter_up, fault>>

TxTimeout4 ==                                    \* schedule_work(&reset_task)
  /\ Go(tx_timeout, "4", "leave")
  /\ armed' = [armed EXCEPT ![reset_task] = @ \/ cancelling[reset_task] = 0]
  /\ UNCHANGED <<cancelling, module, refs, adapter_up, fault>>

TxTimeoutLeave ==                                \* the call returns to user space
  /\ Go(tx_timeout, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, adapter_up, fault>>

TxTimeout ==
  \/ TxTimeout4
  \/ TxTimeoutLeave

-----------------------------------------------------------------------------
(* reset_task *)

ResetTaskIdle ==                                 \* a kworker takes the work item
  /\ Go(reset_task, "idle", "5")
  /\ armed[reset_task]
  /\ armed' = [armed EXCEPT ![reset_task] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, adapter_up, fault>>

ResetTask5 ==                                    \* adapter_up = false
  /\ Go(reset_task, "5", "6")
  /\ adapter_up' = FALSE
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

ResetTask6 ==                                    \* adapter_up = true
  /\ Go(reset_task, "6", "return")
  /\ adapter_up' = TRUE
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

ResetTaskReturn ==                               \* returns
  /\ Go(reset_task, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, adapter_up, fault>>

ResetTask ==
  \/ ResetTaskIdle
  \/ ResetTask5
  \/ ResetTask6
  \/ ResetTaskReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, adapter_up>>

Init ==
  /\ pc         = modprobe :> "1" @@ tx_timeout :> "idle" @@ reset_task :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ refs       = 2
  /\ adapter_up = TRUE
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ TxTimeout
  \/ TxTimeoutIdle
  \/ ResetTask
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe3Steal \/ Modprobe3Wait)
  /\ WF_vars(TxTimeout \/ FetchFault(tx_timeout))
  /\ WF_vars(ResetTask \/ FetchFault(reset_task))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

AtRest ==
  /\ module = "live"
  /\ pc[tx_timeout] \in {"idle", "done"}
  /\ pc[reset_task] = "idle" /\ ~armed[reset_task]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[tx_timeout] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"3.steal", "3.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
