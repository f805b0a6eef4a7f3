----------------------- MODULE SecurityKrfHookMended ------------------------
(***************************************************************************)
(* Whoever calls the hook holds the module.                                *)
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
  refs,             \* references on the module: one is its own, one more is held during init
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, module, refs, fault>>

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
  /\ refs' = refs - 1
  /\ UNCHANGED fault

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "sync")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED fault

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<module, refs, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<refs, fault>>

Modprobe ==
  \/ Modprobe1
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* hooked_call *)

HookedCallIdle ==                                \* a user calls into the module
  /\ Go(hooked_call, "idle", "2")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<module, fault>>

HookedCall2 ==                                   \* msleep(100)
  /\ Go(hooked_call, "2", "leave")
  /\ UNCHANGED <<module, refs, fault>>

HookedCallLeave ==                               \* the call returns to user space
  /\ Go(hooked_call, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<module, fault>>

HookedCall ==
  \/ HookedCall2
  \/ HookedCallLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, module, refs>>

Init ==
  /\ pc     = modprobe :> "1" @@ hooked_call :> "idle"
  /\ module = "coming"
  /\ refs   = 2
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

AtRest ==
  /\ module = "live"
  /\ pc[hooked_call] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[hooked_call] \in {"idle", "done"} \/ fault # "none")
=============================================================================
