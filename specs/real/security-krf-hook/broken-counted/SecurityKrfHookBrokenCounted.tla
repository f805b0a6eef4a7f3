-------------------- MODULE SecurityKrfHookBrokenCounted --------------------
(***************************************************************************)
(* Exit restores the table and waits until no call is counted.             *)
(*                                                                         *)
(*   init         1  return 0;                                             *)
(*   exit         2  while (in_flight > 0) {                               *)
(*                3      msleep(100);                                      *)
(*                4  }                                                     *)
(*   hooked_call  5  in_flight++;                                          *)
(*                6  msleep(100);                                          *)
(*                7  in_flight--;                                          *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  hooked_call       \* a task that calls hooked_call()

VARIABLES
  pc,               \* where each context is in its program
  module,           \* "coming", "live", "going" or "freed"
  in_flight,        \* counter, at most 2
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, module, in_flight, fault>>

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

\* The run ends here, and a real kernel shows s.
Crash(s) ==
  /\ fault' = s
  /\ UNCHANGED <<pc, module, in_flight>>

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
  /\ UNCHANGED <<in_flight, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "2")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<in_flight, fault>>

Modprobe2 ==                                     \* while (in_flight > 0)
  /\ Go(modprobe, "2", IF in_flight > 0 THEN "3" ELSE "sync")
  /\ UNCHANGED <<module, in_flight, fault>>

Modprobe3 ==                                     \* msleep(100)
  /\ Go(modprobe, "3", "2")
  /\ UNCHANGED <<module, in_flight, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<module, in_flight, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<in_flight, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* hooked_call *)

HookedCallIdle ==                                \* a user calls into the module
  /\ Go(hooked_call, "idle", "5")
  /\ module = "live"
  /\ UNCHANGED <<module, in_flight, fault>>

HookedCall5 ==                                   \* in_flight++
  /\ Go(hooked_call, "5", "6")
  /\ in_flight' = in_flight + 1
  /\ UNCHANGED <<module, fault>>

HookedCall6 ==                                   \* msleep(100)
  /\ Go(hooked_call, "6", "7")
  /\ UNCHANGED <<module, in_flight, fault>>

HookedCall7 ==                                   \* in_flight--
  /\ At(hooked_call, "7")
  /\ IF in_flight = 0
     THEN Crash("BOUND")
     ELSE Goto(hooked_call, "return") /\ in_flight' = in_flight - 1 /\ UNCHANGED <<module, fault>>

HookedCallReturn ==                              \* returns
  /\ Go(hooked_call, "return", "leave")
  /\ UNCHANGED <<module, in_flight, fault>>

HookedCallLeave ==                               \* the call returns to user space
  /\ Go(hooked_call, "leave", "done")
  /\ UNCHANGED <<module, in_flight, fault>>

HookedCall ==
  \/ HookedCall5
  \/ HookedCall6
  \/ HookedCall7
  \/ HookedCallReturn \/ HookedCallLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, module, in_flight>>

Init ==
  /\ pc        = modprobe :> "1" @@ hooked_call :> "idle"
  /\ module    = "coming"
  /\ in_flight = 0
  /\ fault     = "none"

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

WithinBounds == fault # "BOUND"
=============================================================================
