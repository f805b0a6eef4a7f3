------------------------ MODULE CallbackAfterUnload -------------------------
(***************************************************************************)
(* Exit does not give the interrupt back.                                  *)
(*                                                                         *)
(*   init     1  request_irq(irq, handler, 0, "handler", NULL);            *)
(*            2  return 0;                                                 *)
(*   handler  3  event = true;                                             *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  handler,          \* an interrupt handler
  RcuMasks          \* synchronize_rcu() waits for module code that runs without sleeping

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,           \* "coming", "live", "going" or "freed"
  event,            \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, event, fault>>

Contexts  == {modprobe, handler}
Callbacks == {handler}
CoreText  == {"live", "sync", "free", "done", "idle"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ fault = "none"
  /\ pc[c] = label
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == TRUE

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

\* synchronize_rcu(): where RCU masks, nobody is running module text.
RcuQuiet == RcuMasks => \A c \in Contexts : ~RunsModuleText(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* request_irq(irq, handler, 0, "handler", NULL)
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![handler] = TRUE]
  /\ UNCHANGED <<module, event, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, event, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "sync")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, event, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ RcuQuiet
  /\ UNCHANGED <<armed, module, event, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, event, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* handler *)

HandlerIdle ==                                   \* the device raises the interrupt
  /\ Go(handler, "idle", "3")
  /\ armed[handler]
  /\ UNCHANGED <<armed, module, event, fault>>

Handler3 ==                                      \* event = true
  /\ Go(handler, "3", "return")
  /\ event' = TRUE
  /\ UNCHANGED <<armed, module, fault>>

HandlerReturn ==                                 \* returns
  /\ Go(handler, "return", "idle")
  /\ UNCHANGED <<armed, module, event, fault>>

Handler ==
  \/ Handler3
  \/ HandlerReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ fault = "none"
  /\ module = "freed"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, event>>

Init ==
  /\ pc     = modprobe :> "1" @@ handler :> "idle"
  /\ armed  = [c \in Callbacks |-> FALSE]
  /\ module = "coming"
  /\ event  = FALSE
  /\ fault  = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Handler
  \/ HandlerIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(ModprobeSync)
  /\ WF_vars(Handler \/ FetchFault(handler))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked == module = "freed" => TRUE

UnloadCompletes == module = "going" ~> module = "freed" \/ fault # "none"
=============================================================================
