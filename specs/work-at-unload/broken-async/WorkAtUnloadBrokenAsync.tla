---------------------- MODULE WorkAtUnloadBrokenAsync -----------------------
(***************************************************************************)
(* Init fails, and leaves a function that it gave to async_schedule().     *)
(*                                                                         *)
(*   init   1  async_schedule(probe, NULL);                                *)
(*          2  if (misc_register(&device) < 0) {                           *)
(*          3      return -ENODEV;                                         *)
(*          4  }                                                           *)
(*          5  return 0;                                                   *)
(*   probe  6  msleep(100);                                                *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  probe             \* a function given to async_schedule()

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,           \* "coming", "live", "going" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, fault>>

Contexts  == {modprobe, probe}
Callbacks == {probe}
CoreText  == {"sync", "loaded", "live", "release.async", "free", "done", "idle"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

\* The work item is queued or running.
Busy(c) == armed[c] \/ pc[c] # "idle"

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] \in {"loaded", "release.async"} => ~Busy(probe)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* async_schedule(probe, NULL)
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![probe] = TRUE]
  /\ UNCHANGED <<module, fault>>

Modprobe2 ==                                     \* if (misc_register(&device) < 0)
  /\ At(modprobe, "2")
  /\ Goto(modprobe, "3") \/ Goto(modprobe, "5")
  /\ UNCHANGED <<armed, module, fault>>

Modprobe3 ==                                     \* return -ENODEV
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "loaded")
  /\ module' = "live"
  /\ UNCHANGED <<armed, fault>>

ModprobeLoaded ==                                \* waits until no asynchronous call is left
  /\ Go(modprobe, "loaded", "live")
  /\ ~Busy(probe)
  /\ UNCHANGED <<armed, module, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "release.async")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, fault>>

ModprobeReleaseAsync ==                          \* waits until no asynchronous call is left
  /\ Go(modprobe, "release.async", "sync")
  /\ ~Busy(probe)
  /\ UNCHANGED <<armed, module, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, module, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ ModprobeLoaded \/ ModprobeReleaseAsync \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* probe *)

ProbeIdle ==                                     \* a kworker calls it
  /\ Go(probe, "idle", "6")
  /\ armed[probe]
  /\ armed' = [armed EXCEPT ![probe] = FALSE]
  /\ UNCHANGED <<module, fault>>

Probe6 ==                                        \* msleep(100)
  /\ Go(probe, "6", "return")
  /\ UNCHANGED <<armed, module, fault>>

ProbeReturn ==                                   \* returns
  /\ Go(probe, "return", "idle")
  /\ UNCHANGED <<armed, module, fault>>

Probe ==
  \/ ProbeIdle
  \/ Probe6
  \/ ProbeReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module>>

Init ==
  /\ pc     = modprobe :> "1" @@ probe :> "idle"
  /\ armed  = [c \in Callbacks |-> FALSE]
  /\ module = "coming"
  /\ fault  = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Probe
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(ModprobeLoaded \/ ModprobeReleaseAsync)
  /\ WF_vars(Probe \/ FetchFault(probe))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

ReferencesBalanced == fault # "REFCOUNT"

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"loaded", "release.async"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
