-------------------------- MODULE NetSmsc75xxWork ---------------------------
(***************************************************************************)
(* The private data is freed.                                              *)
(*                                                                         *)
(*   init             1  pdata = kzalloc(sizeof( *pdata), GFP_KERNEL);     *)
(*                    2  if (!pdata) {                                     *)
(*                    3      return -ENOMEM;                               *)
(*                    4  }                                                 *)
(*                    5  return 0;                                         *)
(*   exit             6  kfree(pdata);                                     *)
(*   set_multicast    7  schedule_work(&multicast_write);                  *)
(*   multicast_write  8  use(pdata);                                       *)
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
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  pdata,            \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, refs, pdata, fault>>

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
  /\ UNCHANGED <<pc, armed, module, refs, pdata>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == TRUE

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* pdata = kzalloc(sizeof(*pdata), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ pdata' = "valid" \/ pdata' = "null"
  /\ UNCHANGED <<armed, module, refs, fault>>

Modprobe2 ==                                     \* if (!pdata)
  /\ Go(modprobe, "2", IF pdata = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, module, refs, pdata, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, pdata, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, pdata, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, pdata, fault>>

Modprobe6 ==                                     \* kfree(pdata)
  /\ At(modprobe, "6")
  /\ IF pdata = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ pdata' = IF pdata = "valid" THEN "freed" ELSE pdata
          /\ UNCHANGED <<armed, module, refs, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, module, refs, pdata, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, refs, pdata, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* set_multicast *)

SetMulticastIdle ==                              \* a user calls into the module
  /\ Go(set_multicast, "idle", "7")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, module, pdata, fault>>

SetMulticast7 ==                                 \* schedule_work(&multicast_write)
  /\ Go(set_multicast, "7", "leave")
  /\ armed' = [armed EXCEPT ![multicast_write] = TRUE]
  /\ UNCHANGED <<module, refs, pdata, fault>>

SetMulticastLeave ==                             \* the call returns to user space
  /\ Go(set_multicast, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, module, pdata, fault>>

SetMulticast ==
  \/ SetMulticast7
  \/ SetMulticastLeave

-----------------------------------------------------------------------------
(* multicast_write *)

MulticastWriteIdle ==                            \* a kworker takes the work item
  /\ Go(multicast_write, "idle", "8")
  /\ armed[multicast_write]
  /\ armed' = [armed EXCEPT ![multicast_write] = FALSE]
  /\ UNCHANGED <<module, refs, pdata, fault>>

MulticastWrite8 ==                               \* use(pdata)
  /\ At(multicast_write, "8")
  /\ IF pdata = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF pdata = "freed"
          THEN Crash("KASAN-UAF")
          ELSE Goto(multicast_write, "return") /\ UNCHANGED <<armed, module, refs, pdata, fault>>

MulticastWriteReturn ==                          \* returns
  /\ Go(multicast_write, "return", "idle")
  /\ UNCHANGED <<armed, module, refs, pdata, fault>>

MulticastWrite ==
  \/ MulticastWriteIdle
  \/ MulticastWrite8
  \/ MulticastWriteReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, refs, pdata>>

Init ==
  /\ pc     = modprobe :> "1" @@ set_multicast :> "idle" @@ multicast_write :> "idle"
  /\ armed  = [c \in Callbacks |-> FALSE]
  /\ module = "coming"
  /\ refs   = 2
  /\ pdata  = "null"
  /\ fault  = "none"

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
=============================================================================
