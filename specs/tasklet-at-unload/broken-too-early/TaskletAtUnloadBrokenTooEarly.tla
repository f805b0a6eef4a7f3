------------------- MODULE TaskletAtUnloadBrokenTooEarly --------------------
(***************************************************************************)
(* Exit kills the tasklet, which the next interrupt schedules again.       *)
(*                                                                         *)
(*   init     1  request_irq(irq, handler, 0, "handler", NULL);            *)
(*            2  return 0;                                                 *)
(*   exit     3  tasklet_kill(&bottom);                                    *)
(*            4  free_irq(irq, NULL);                                      *)
(*   bottom   5  event = true;                                             *)
(*   handler  6  tasklet_schedule(&bottom);                                *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  bottom,           \* the function of a tasklet
  handler           \* an interrupt handler

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  warned,           \* the kernel printed a warning
  event,            \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, readers, warned, event, fault>>

Contexts  == {modprobe, bottom, handler}
Callbacks == {bottom, handler}
CoreText  == {"live", "sync", "grace", "free", "done", "idle"}

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

\* RCU waits for c: it is in module text, and neither sleeps nor is about to.
Reading(c) == InModuleText(c)

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "3.claim" => ~armed[bottom] /\ cancelling[bottom] = 0
  /\ pc[c] = "3.wait" => pc[bottom] = "idle"
  /\ pc[c] = "4.wait" => pc[handler] = "idle"
  /\ pc[c] = "grace" => readers = {} \/ Quiet(readers) # {}

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* request_irq(irq, handler, 0, "handler", NULL)
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![handler] = TRUE]
  /\ UNCHANGED <<cancelling, module, readers, warned, event, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, cancelling, readers, warned, event, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3.claim")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, cancelling, readers, warned, event, fault>>

\* 3  tasklet_kill(&bottom)
\* waits until bottom is not scheduled and forbids scheduling
Modprobe3Claim ==
  /\ Go(modprobe, "3.claim", "3.wait")
  /\ ~armed[bottom] /\ cancelling[bottom] = 0
  /\ cancelling' = [cancelling EXCEPT ![bottom] = 1]
  /\ UNCHANGED <<armed, module, readers, warned, event, fault>>

Modprobe3Wait ==                                 \* waits for a running bottom
  /\ Go(modprobe, "3.wait", "3.allow")
  /\ pc[bottom] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, readers, warned, event, fault>>

Modprobe3Allow ==                                \* allows scheduling again
  /\ Go(modprobe, "3.allow", "4.off")
  /\ cancelling' = [cancelling EXCEPT ![bottom] = @ - 1]
  /\ UNCHANGED <<armed, module, readers, warned, event, fault>>

\* 4  free_irq(irq, NULL)
Modprobe4Off ==                                  \* shuts the interrupt off
  /\ At(modprobe, "4.off")
  /\ IF armed[handler]
     THEN Goto(modprobe, "4.wait") /\ armed' = [armed EXCEPT ![handler] = FALSE] /\ UNCHANGED warned
     ELSE Goto(modprobe, "sync") /\ warned' = TRUE /\ UNCHANGED armed
  /\ UNCHANGED <<cancelling, module, readers, event, fault>>

Modprobe4Wait ==                                 \* waits for a running handler
  /\ Go(modprobe, "4.wait", "sync")
  /\ pc[handler] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, readers, warned, event, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<armed, cancelling, module, warned, event, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", IF readers = Quiet(readers) THEN "free" ELSE "grace")
  /\ readers = {} \/ Quiet(readers) # {}
  /\ readers' = readers \ Quiet(readers)
  /\ UNCHANGED <<armed, cancelling, module, warned, event, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, readers, warned, event, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3Claim \/ Modprobe3Wait \/ Modprobe3Allow
  \/ Modprobe4Off \/ Modprobe4Wait
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* bottom *)

BottomIdle ==                                    \* softirq takes the tasklet
  /\ Go(bottom, "idle", "5")
  /\ armed[bottom]
  /\ armed' = [armed EXCEPT ![bottom] = FALSE]
  /\ UNCHANGED <<cancelling, module, readers, warned, event, fault>>

Bottom5 ==                                       \* event = true
  /\ Go(bottom, "5", "return")
  /\ event' = TRUE
  /\ UNCHANGED <<armed, cancelling, module, readers, warned, fault>>

BottomReturn ==                                  \* returns
  /\ Go(bottom, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, readers, warned, event, fault>>

Bottom ==
  \/ BottomIdle
  \/ Bottom5
  \/ BottomReturn

-----------------------------------------------------------------------------
(* handler *)

HandlerIdle ==                                   \* the device raises the interrupt
  /\ Go(handler, "idle", "6")
  /\ armed[handler]
  /\ UNCHANGED <<armed, cancelling, module, readers, warned, event, fault>>

Handler6 ==                                      \* tasklet_schedule(&bottom)
  /\ Go(handler, "6", "return")
  /\ armed' = [armed EXCEPT ![bottom] = @ \/ cancelling[bottom] = 0]
  /\ UNCHANGED <<cancelling, module, readers, warned, event, fault>>

HandlerReturn ==                                 \* returns
  /\ Go(handler, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, readers, warned, event, fault>>

Handler ==
  \/ Handler6
  \/ HandlerReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, readers, warned, event>>

Init ==
  /\ pc         = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in {bottom} |-> 0]
  /\ module     = "coming"
  /\ readers    = {}
  /\ warned     = FALSE
  /\ event      = FALSE
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Bottom
  \/ Handler
  \/ HandlerIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe3Claim \/ Modprobe3Wait \/ Modprobe4Off \/ Modprobe4Wait \/ ModprobeGrace)
  /\ WF_vars(Bottom \/ FetchFault(bottom))
  /\ WF_vars(Handler \/ FetchFault(handler))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"3.claim", "3.wait", "4.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
