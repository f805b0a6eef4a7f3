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

Contexts  == {modprobe, bottom, handler}
Callbacks == {bottom, handler}
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
Ready(c) ==
  /\ pc[c] = "3" => ~armed[bottom] /\ pc[bottom] = "idle"
  /\ pc[c] = "4.wait" => pc[handler] = "idle"

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
  /\ Go(modprobe, "live", "3")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, event, fault>>

Modprobe3 ==                                     \* tasklet_kill(&bottom)
  /\ Go(modprobe, "3", "4.off")
  /\ ~armed[bottom] /\ pc[bottom] = "idle"
  /\ UNCHANGED <<armed, module, event, fault>>

\* 4  free_irq(irq, NULL)
Modprobe4Off ==                                  \* shuts the interrupt off
  /\ Go(modprobe, "4.off", "4.wait")
  /\ armed' = [armed EXCEPT ![handler] = FALSE]
  /\ UNCHANGED <<module, event, fault>>

Modprobe4Wait ==                                 \* waits for a running handler
  /\ Go(modprobe, "4.wait", "sync")
  /\ pc[handler] = "idle"
  /\ UNCHANGED <<armed, module, event, fault>>

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
  \/ Modprobe3
  \/ Modprobe4Off \/ Modprobe4Wait
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* bottom *)

BottomIdle ==                                    \* softirq takes the tasklet
  /\ Go(bottom, "idle", "5")
  /\ armed[bottom]
  /\ armed' = [armed EXCEPT ![bottom] = FALSE]
  /\ UNCHANGED <<module, event, fault>>

Bottom5 ==                                       \* event = true
  /\ Go(bottom, "5", "return")
  /\ event' = TRUE
  /\ UNCHANGED <<armed, module, fault>>

BottomReturn ==                                  \* returns
  /\ Go(bottom, "return", "idle")
  /\ UNCHANGED <<armed, module, event, fault>>

Bottom ==
  \/ BottomIdle
  \/ Bottom5
  \/ BottomReturn

-----------------------------------------------------------------------------
(* handler *)

HandlerIdle ==                                   \* the device raises the interrupt
  /\ Go(handler, "idle", "6")
  /\ armed[handler]
  /\ UNCHANGED <<armed, module, event, fault>>

Handler6 ==                                      \* tasklet_schedule(&bottom)
  /\ Go(handler, "6", "return")
  /\ armed' = [armed EXCEPT ![bottom] = TRUE]
  /\ UNCHANGED <<module, event, fault>>

HandlerReturn ==                                 \* returns
  /\ Go(handler, "return", "idle")
  /\ UNCHANGED <<armed, module, event, fault>>

Handler ==
  \/ Handler6
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
  /\ pc     = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ armed  = [c \in Callbacks |-> FALSE]
  /\ module = "coming"
  /\ event  = FALSE
  /\ fault  = "none"

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
  /\ SF_vars(Modprobe3 \/ Modprobe4Wait \/ ModprobeSync)
  /\ WF_vars(Bottom \/ FetchFault(bottom))
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
