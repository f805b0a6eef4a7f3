--------------- MODULE ShouldStopOutsideKthreadBrokenUserTask ---------------
(***************************************************************************)
(* A user task polls until it is to stop.                                  *)
(*                                                                         *)
(*   init     1  ret = misc_register(&device);                             *)
(*            2  return ret;                                               *)
(*   exit     3  misc_deregister(&device);                                 *)
(*   request  4  while (!kthread_should_stop()) {                          *)
(*            5      msleep(100);                                          *)
(*            6  }                                                         *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  request           \* a task that calls request()

VARIABLES
  pc,               \* where each context is in its program
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  warned,           \* the kernel printed a warning
  device,           \* misc device: "none", "registered" or "withdrawn"
  ret,              \* local variable
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, module, refs, warned, device, ret, fault>>

Contexts == {modprobe, request}
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
  /\ UNCHANGED <<pc, module, refs, warned, device, ret>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == TRUE

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* ret = misc_register(&device)
  /\ Go(modprobe, "1", "2")
  /\ \/ device' = "registered" /\ ret' = [ret EXCEPT ![modprobe] = 0]
     \/ ret' = [ret EXCEPT ![modprobe] = -12] /\ UNCHANGED device
  /\ UNCHANGED <<module, refs, warned, fault>>

Modprobe2 ==                                     \* return ret
  /\ At(modprobe, "2")
  /\ IF ret[modprobe] >= 0
     THEN Goto(modprobe, "live") /\ module' = "live" /\ refs' = refs - 1
     ELSE Goto(modprobe, "sync") /\ module' = "going" /\ refs' = refs - 1
  /\ UNCHANGED <<warned, device, ret, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<warned, device, ret, fault>>

Modprobe3 ==                                     \* misc_deregister(&device)
  /\ Go(modprobe, "3", "sync")
  /\ IF device = "registered"
     THEN device' = "withdrawn" /\ UNCHANGED warned
     ELSE warned' = TRUE /\ UNCHANGED device
  /\ UNCHANGED <<module, refs, ret, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<module, refs, warned, device, ret, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<refs, warned, device, ret, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* request *)

RequestIdle ==                                   \* a user calls into the module
  /\ At(request, "idle")
  /\ device = "registered" /\ module \in {"coming", "live", "freed"}
  /\ IF module = "freed"
     THEN Crash("KASAN-UAF")
     ELSE Goto(request, "4") /\ refs' = refs + 1 /\ UNCHANGED <<module, warned, device, ret, fault>>

Request4 ==                                      \* while (!kthread_should_stop())
  /\ At(request, "4")
  /\ IF TRUE
     THEN Crash("NULL-DEREF")
     ELSE /\ Goto(request, IF FALSE THEN "return" ELSE "5")
          /\ UNCHANGED <<module, refs, warned, device, ret, fault>>

Request5 ==                                      \* msleep(100)
  /\ Go(request, "5", "4")
  /\ UNCHANGED <<module, refs, warned, device, ret, fault>>

RequestReturn ==                                 \* returns
  /\ Go(request, "return", "leave")
  /\ UNCHANGED <<module, refs, warned, device, ret, fault>>

RequestLeave ==                                  \* the call returns to user space
  /\ At(request, "leave")
  /\ IF module = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(request, "done")
          /\ refs' = refs - 1
          /\ UNCHANGED <<module, warned, device, ret, fault>>

Request ==
  \/ Request4
  \/ Request5
  \/ RequestReturn \/ RequestLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, module, refs, warned, device, ret>>

Init ==
  /\ pc     = modprobe :> "1" @@ request :> "idle"
  /\ module = "coming"
  /\ refs   = 2
  /\ warned = FALSE
  /\ device = "none"
  /\ ret    = [c \in {modprobe} |-> 0]
  /\ fault  = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Request
  \/ RequestIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ WF_vars(Request \/ FetchFault(request))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

AtRest ==
  /\ module = "live"
  /\ pc[request] \in {"idle", "done"}

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NoKernelWarning == ~warned

NothingLeaked == TRUE

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[request] \in {"idle", "done"} \/ fault # "none")
=============================================================================
