----------------------- MODULE NetSmsc75xxWorkMended ------------------------
(***************************************************************************)
(* The item is cancelled, then the private data freed.                     *)
(*                                                                         *)
(*   init             1  pdata = kzalloc(sizeof( *pdata), GFP_KERNEL);     *)
(*                    2  if (!pdata) {                                     *)
(*                    3      return -ENOMEM;                               *)
(*                    4  }                                                 *)
(*                    5  return 0;                                         *)
(*   exit             6  cancel_work_sync(&multicast_write);               *)
(*                    7  kfree(pdata);                                     *)
(*   set_multicast    8  schedule_work(&multicast_write);                  *)
(*   multicast_write  9  use(pdata);                                       *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  set_multicast,    \* a task that calls set_multicast()
  multicast_write   \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  pdata,            \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, refs, pdata, fault>>

Contexts  == {modprobe, set_multicast, multicast_write}
Callbacks == {multicast_write}
CoreText  == {"sync", "live", "free", "done", "idle", "leave"}

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
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, pdata>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "6.wait" => pc[multicast_write] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* pdata = kzalloc(sizeof(*pdata), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ pdata' = "valid" \/ pdata' = "null"
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

Modprobe2 ==                                     \* if (!pdata)
  /\ Go(modprobe, "2", IF pdata = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, cancelling, module, refs, pdata, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, pdata, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, pdata, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6.steal")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, cancelling, pdata, fault>>

\* 6  cancel_work_sync(&multicast_write)
Modprobe6Steal ==                                \* takes multicast_write off and forbids queueing
  /\ Go(modprobe, "6.steal", "6.wait")
  /\ armed' = [armed EXCEPT ![multicast_write] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![multicast_write] = @ + 1]
  /\ UNCHANGED <<module, refs, pdata, fault>>

Modprobe6Wait ==                                 \* waits for a running instance of multicast_write
  /\ Go(modprobe, "6.wait", "6.allow")
  /\ pc[multicast_write] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, pdata, fault>>

Modprobe6Allow ==                                \* allows queueing again
  /\ Go(modprobe, "6.allow", "7")
  /\ cancelling' = [cancelling EXCEPT ![multicast_write] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, pdata, fault>>

Modprobe7 ==                                     \* kfree(pdata)
  /\ At(modprobe, "7")
  /\ IF pdata = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ pdata' = IF pdata = "valid" THEN "freed" ELSE pdata
          /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, refs, pdata, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, refs, pdata, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6Steal \/ Modprobe6Wait \/ Modprobe6Allow
  \/ Modprobe7
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* set_multicast *)

SetMulticastIdle ==                              \* a user calls into the module
  /\ Go(set_multicast, "idle", "8")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, pdata, fault>>

SetMulticast8 ==                                 \* schedule_work(&multicast_write)
  /\ Go(set_multicast, "8", "leave")
  /\ armed' = [armed EXCEPT ![multicast_write] = @ \/ cancelling[multicast_write] = 0]
  /\ UNCHANGED <<cancelling, module, refs, pdata, fault>>

SetMulticastLeave ==                             \* the call returns to user space
  /\ Go(set_multicast, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, pdata, fault>>

SetMulticast ==
  \/ SetMulticast8
  \/ SetMulticastLeave

-----------------------------------------------------------------------------
(* multicast_write *)

MulticastWriteIdle ==                            \* a kworker takes the work item
  /\ Go(multicast_write, "idle", "9")
  /\ armed[multicast_write]
  /\ armed' = [armed EXCEPT ![multicast_write] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, pdata, fault>>

MulticastWrite9 ==                               \* use(pdata)
  /\ At(multicast_write, "9")
  /\ IF pdata = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF pdata = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(multicast_write, "return")
               /\ UNCHANGED <<armed, cancelling, module, refs, pdata, fault>>

MulticastWriteReturn ==                          \* returns
  /\ Go(multicast_write, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, pdata, fault>>

MulticastWrite ==
  \/ MulticastWriteIdle
  \/ MulticastWrite9
  \/ MulticastWriteReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, pdata>>

Init ==
  /\ pc         = modprobe :> "1" @@ set_multicast :> "idle" @@ multicast_write :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ refs       = 2
  /\ pdata      = "null"
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ SetMulticast
  \/ SetMulticastIdle
  \/ MulticastWrite
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe6Steal \/ Modprobe6Wait)
  /\ WF_vars(SetMulticast \/ FetchFault(set_multicast))
  /\ WF_vars(MulticastWrite \/ FetchFault(multicast_write))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

AtRest ==
  /\ module = "live"
  /\ pc[set_multicast] \in {"idle", "done"}
  /\ pc[multicast_write] = "idle" /\ ~armed[multicast_write]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked ==
  /\ module = "freed" => pdata # "valid"
  /\ pdata = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[set_multicast] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"6.steal", "6.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
