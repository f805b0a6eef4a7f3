-------------------------- MODULE SecurityKrfHook ---------------------------
(***************************************************************************)
(* Exit restores the table.                                                *)
(*                                                                         *)
(*   init         1  return 0;                                             *)
(*   hooked_call  2  msleep(100);                                          *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  hooked_call       \* a task that calls hooked_call()

VARIABLES
  pc,               \* where each context is in its program
  module,           \* "coming", "live", "going" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, module, fault>>

Contexts == {modprobe, hooked_call}
CoreText == {"live", "sync", "free", "done", "idle", "leave"}

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
Ready(c) == TRUE

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* return 0
  /\ Go(modprobe, "1", "live")
  /\ module' = "live"
  /\ UNCHANGED fault

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "sync")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED fault

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<module, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED fault

Modprobe ==
  \/ Modprobe1
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* hooked_call *)

HookedCallIdle ==                                \* a user calls into the module
  /\ Go(hooked_call, "idle", "2")
  /\ module = "live"
  /\ UNCHANGED <<module, fault>>

HookedCall2 ==                                   \* msleep(100)
  /\ Go(hooked_call, "2", "return")
  /\ UNCHANGED <<module, fault>>

HookedCallReturn ==                              \* returns
  /\ Go(hooked_call, "return", "leave")
  /\ UNCHANGED <<module, fault>>

HookedCallLeave ==                               \* the call returns to user space
  /\ Go(hooked_call, "leave", "done")
  /\ UNCHANGED <<module, fault>>

HookedCall ==
  \/ HookedCall2
  \/ HookedCallReturn \/ HookedCallLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, module>>

Init ==
  /\ pc     = modprobe :> "1" @@ hooked_call :> "idle"
  /\ module = "coming"
  /\ fault  = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ HookedCall
  \/ HookedCallIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ WF_vars(HookedCall \/ FetchFault(hooked_call))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[hooked_call] \in {"idle", "done"} \/ fault # "none")
=============================================================================
