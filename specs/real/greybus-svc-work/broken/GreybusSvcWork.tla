--------------------------- MODULE GreybusSvcWork ---------------------------
(*************************************************************************************)
(* The interfaces are removed, then the work ended.                                  *)
(*                                                                                   *)
(*   init             1  gb_interface = kzalloc(sizeof( *gb_interface), GFP_KERNEL); *)
(*                    2  if (!gb_interface) {                                        *)
(*                    3      return -ENOMEM;                                         *)
(*                    4  }                                                           *)
(*                    5  return 0;                                                   *)
(*   exit             6  kfree(gb_interface);                                        *)
(*                    7  cancel_work_sync(&process_request);                         *)
(*   svc_event        8  schedule_work(&process_request);                            *)
(*   process_request  9  use(gb_interface);                                          *)
(*************************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  svc_event,        \* a task that calls svc_event()
  process_request   \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  gb_interface,     \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, refs, gb_interface, fault>>

Contexts  == {modprobe, svc_event, process_request}
Callbacks == {process_request}
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
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, gb_interface>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "7.wait" => pc[process_request] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

\* gb_interface = kzalloc(sizeof(*gb_interface), GFP_KERNEL)
Modprobe1 ==
  /\ Go(modprobe, "1", "2")
  /\ gb_interface' = "valid" \/ gb_interface' = "null"
  /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

Modprobe2 ==                                     \* if (!gb_interface)
  /\ Go(modprobe, "2", IF gb_interface = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, cancelling, module, refs, gb_interface, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, gb_interface, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, gb_interface, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, cancelling, gb_interface, fault>>

Modprobe6 ==                                     \* kfree(gb_interface)
  /\ At(modprobe, "6")
  /\ IF gb_interface = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "7.steal")
          /\ gb_interface' = IF gb_interface = "valid" THEN "freed" ELSE gb_interface
          /\ UNCHANGED <<armed, cancelling, module, refs, fault>>

\* 7  cancel_work_sync(&process_request)
Modprobe7Steal ==                                \* takes process_request off and forbids queueing
  /\ Go(modprobe, "7.steal", "7.wait")
  /\ armed' = [armed EXCEPT ![process_request] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![process_request] = @ + 1]
  /\ UNCHANGED <<module, refs, gb_interface, fault>>

Modprobe7Wait ==                                 \* waits for a running instance of process_request
  /\ Go(modprobe, "7.wait", "7.allow")
  /\ pc[process_request] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, gb_interface, fault>>

Modprobe7Allow ==                                \* allows queueing again
  /\ Go(modprobe, "7.allow", "sync")
  /\ cancelling' = [cancelling EXCEPT ![process_request] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, gb_interface, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, refs, gb_interface, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, refs, gb_interface, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ Modprobe7Steal \/ Modprobe7Wait \/ Modprobe7Allow
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* svc_event *)

SvcEventIdle ==                                  \* a user calls into the module
  /\ Go(svc_event, "idle", "8")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, gb_interface, fault>>

SvcEvent8 ==                                     \* schedule_work(&process_request)
  /\ Go(svc_event, "8", "leave")
  /\ armed' = [armed EXCEPT ![process_request] = @ \/ cancelling[process_request] = 0]
  /\ UNCHANGED <<cancelling, module, refs, gb_interface, fault>>

SvcEventLeave ==                                 \* the call returns to user space
  /\ Go(svc_event, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, gb_interface, fault>>

SvcEvent ==
  \/ SvcEvent8
  \/ SvcEventLeave

-----------------------------------------------------------------------------
(* process_request *)

ProcessRequestIdle ==                            \* a kworker takes the work item
  /\ Go(process_request, "idle", "9")
  /\ armed[process_request]
  /\ armed' = [armed EXCEPT ![process_request] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, gb_interface, fault>>

ProcessRequest9 ==                               \* use(gb_interface)
  /\ At(process_request, "9")
  /\ IF gb_interface = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF gb_interface = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(process_request, "return")
               /\ UNCHANGED <<armed, cancelling, module, refs, gb_interface, fault>>

ProcessRequestReturn ==                          \* returns
  /\ Go(process_request, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, gb_interface, fault>>

ProcessRequest ==
  \/ ProcessRequestIdle
  \/ ProcessRequest9
  \/ ProcessRequestReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, gb_interface>>

Init ==
  /\ pc           = modprobe :> "1" @@ svc_event :> "idle" @@ process_request :> "idle"
  /\ armed        = [c \in Callbacks |-> FALSE]
  /\ cancelling   = [c \in Callbacks |-> 0]
  /\ module       = "coming"
  /\ refs         = 2
  /\ gb_interface = "null"
  /\ fault        = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ SvcEvent
  \/ SvcEventIdle
  \/ ProcessRequest
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe7Steal \/ Modprobe7Wait)
  /\ WF_vars(SvcEvent \/ FetchFault(svc_event))
  /\ WF_vars(ProcessRequest \/ FetchFault(process_request))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

AtRest ==
  /\ module = "live"
  /\ pc[svc_event] \in {"idle", "done"}
  /\ pc[process_request] = "idle" /\ ~armed[process_request]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked ==
  /\ module = "freed" => gb_interface # "valid"
  /\ gb_interface = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[svc_event] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"7.steal", "7.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
