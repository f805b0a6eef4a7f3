--------------------------- MODULE MdSuspendTimer ---------------------------
(***************************************************************************)
(* The suspended array is freed.                                           *)
(*                                                                         *)
(*   init            1  mddev = kzalloc(sizeof( *mddev), GFP_KERNEL);      *)
(*                   2  if (!mddev) {                                      *)
(*                   3      return -ENOMEM;                                *)
(*                   4  }                                                  *)
(*                   5  return 0;                                          *)
(*   exit            6  kfree(mddev);                                      *)
(*   write           7  mod_timer(&safemode_timer, jiffies + HZ);          *)
(*   safemode_timer  8  use(mddev);                                        *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  write,            \* a task that calls write()
  safemode_timer    \* the function of a timer

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  readers,          \* whom synchronize_rcu() still waits for
  mddev,            \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, refs, readers, mddev, fault>>

Contexts  == {modprobe, write, safemode_timer}
Callbacks == {safemode_timer}
CoreText  == {"sync", "live", "grace", "free", "done", "idle", "leave"}

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
  /\ UNCHANGED <<pc, armed, module, refs, readers, mddev>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* RCU waits for c: it is in module text, and neither sleeps nor is about to.
Reading(c) == InModuleText(c)

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* mddev = kzalloc(sizeof(*mddev), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ mddev' = "valid" \/ mddev' = "null"
  /\ UNCHANGED <<armed, module, refs, readers, fault>>

Modprobe2 ==                                     \* if (!mddev)
  /\ Go(modprobe, "2", IF mddev = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, module, refs, readers, mddev, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, readers, mddev, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, readers, mddev, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, readers, mddev, fault>>

Modprobe6 ==                                     \* kfree(mddev)
  /\ At(modprobe, "6")
  /\ IF mddev = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ mddev' = IF mddev = "valid" THEN "freed" ELSE mddev
          /\ UNCHANGED <<armed, module, refs, readers, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in Callbacks : Reading(c)}
  /\ UNCHANGED <<armed, module, refs, mddev, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, module, refs, mddev, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, refs, readers, mddev, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* write *)

WriteIdle ==                                     \* a user calls into the module
  /\ Go(write, "idle", "7")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, module, readers, mddev, fault>>

Write7 ==                                        \* mod_timer(&safemode_timer, jiffies + HZ)
  /\ Go(write, "7", "leave")
  /\ armed' = [armed EXCEPT ![safemode_timer] = TRUE]
  /\ UNCHANGED <<module, refs, readers, mddev, fault>>

WriteLeave ==                                    \* the call returns to user space
  /\ Go(write, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, module, readers, mddev, fault>>

Write ==
  \/ Write7
  \/ WriteLeave

-----------------------------------------------------------------------------
(* safemode_timer *)

SafemodeTimerIdle ==                             \* the timer expires
  /\ Go(safemode_timer, "idle", "8")
  /\ armed[safemode_timer]
  /\ armed' = [armed EXCEPT ![safemode_timer] = FALSE]
  /\ UNCHANGED <<module, refs, readers, mddev, fault>>

SafemodeTimer8 ==                                \* use(mddev)
  /\ At(safemode_timer, "8")
  /\ IF mddev = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF mddev = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(safemode_timer, "return")
               /\ UNCHANGED <<armed, module, refs, readers, mddev, fault>>

SafemodeTimerReturn ==                           \* returns
  /\ Go(safemode_timer, "return", "idle")
  /\ UNCHANGED <<armed, module, refs, readers, mddev, fault>>

SafemodeTimer ==
  \/ SafemodeTimerIdle
  \/ SafemodeTimer8
  \/ SafemodeTimerReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, refs, readers, mddev>>

Init ==
  /\ pc      = modprobe :> "1" @@ write :> "idle" @@ safemode_timer :> "idle"
  /\ armed   = [c \in Callbacks |-> FALSE]
  /\ module  = "coming"
  /\ refs    = 2
  /\ readers = {}
  /\ mddev   = "null"
  /\ fault   = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Write
  \/ WriteIdle
  \/ SafemodeTimer
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(ModprobeGrace)
  /\ WF_vars(Write \/ FetchFault(write))
  /\ WF_vars(SafemodeTimer \/ FetchFault(safemode_timer))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

AtRest ==
  /\ module = "live"
  /\ pc[write] \in {"idle", "done"}
  /\ pc[safemode_timer] = "idle" /\ ~armed[safemode_timer]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked ==
  /\ module = "freed" => mddev # "valid"
  /\ mddev = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[write] \in {"idle", "done"} \/ fault # "none")
=============================================================================
