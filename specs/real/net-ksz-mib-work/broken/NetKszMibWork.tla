--------------------------- MODULE NetKszMibWork ----------------------------
(****************************************************************************)
(* The work is cancelled while its interval is set.                         *)
(*                                                                          *)
(*   init        1  ksz_device = kzalloc(sizeof( *ksz_device), GFP_KERNEL); *)
(*               2  if (!ksz_device) {                                      *)
(*               3      return -ENOMEM;                                     *)
(*               4  }                                                       *)
(*               5  return 0;                                               *)
(*   exit        6  cancel_work_sync(&mib_read);                            *)
(*               7  if (interval) {                                         *)
(*               8      schedule_work(&mib_read);                           *)
(*               9  }                                                       *)
(*              10  kfree(ksz_device);                                      *)
(*   link_down  11  if (interval) {                                         *)
(*              12      schedule_work(&mib_read);                           *)
(*              13  }                                                       *)
(*   mib_read   14  use(ksz_device);                                        *)
(****************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  link_down,        \* a task that calls link_down()
  mib_read          \* the function of a work item

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  cancelling,       \* how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()
  module,           \* "coming", "live", "going" or "freed"
  refs,             \* references on the module: one is its own, one more is held during init
  ksz_device,       \* memory: "null", "valid" or "freed"
  interval,         \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, cancelling, module, refs, ksz_device, interval, fault>>

Contexts  == {modprobe, link_down, mib_read}
Callbacks == {mib_read}
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
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, ksz_device, interval>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) == pc[c] = "6.wait" => pc[mib_read] = "idle"

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

\* ksz_device = kzalloc(sizeof(*ksz_device), GFP_KERNEL)
Modprobe1 ==
  /\ Go(modprobe, "1", "2")
  /\ ksz_device' = "valid" \/ ksz_device' = "null"
  /\ UNCHANGED <<armed, cancelling, module, refs, interval, fault>>

Modprobe2 ==                                     \* if (!ksz_device)
  /\ Go(modprobe, "2", IF ksz_device = "null" THEN "3" ELSE "5")
  /\ UNCHANGED <<armed, cancelling, module, refs, ksz_device, interval, fault>>

Modprobe3 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "3", "sync")
  /\ module' = "going"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, ksz_device, interval, fault>>

Modprobe5 ==                                     \* return 0
  /\ Go(modprobe, "5", "live")
  /\ module' = "live"
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, ksz_device, interval, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "6.steal")
  /\ module = "live" /\ refs = 1
  /\ module' = "going"
  /\ refs' = 0
  /\ UNCHANGED <<armed, cancelling, ksz_device, interval, fault>>

\* 6  cancel_work_sync(&mib_read)
Modprobe6Steal ==                                \* takes mib_read off and forbids queueing
  /\ Go(modprobe, "6.steal", "6.wait")
  /\ armed' = [armed EXCEPT ![mib_read] = FALSE]
  /\ cancelling' = [cancelling EXCEPT ![mib_read] = @ + 1]
  /\ UNCHANGED <<module, refs, ksz_device, interval, fault>>

Modprobe6Wait ==                                 \* waits for a running instance of mib_read
  /\ Go(modprobe, "6.wait", "6.allow")
  /\ pc[mib_read] = "idle"
  /\ UNCHANGED <<armed, cancelling, module, refs, ksz_device, interval, fault>>

Modprobe6Allow ==                                \* allows queueing again
  /\ Go(modprobe, "6.allow", "7")
  /\ cancelling' = [cancelling EXCEPT ![mib_read] = @ - 1]
  /\ UNCHANGED <<armed, module, refs, ksz_device, interval, fault>>

Modprobe7 ==                                     \* if (interval)
  /\ Go(modprobe, "7", IF interval THEN "8" ELSE "10")
  /\ UNCHANGED <<armed, cancelling, module, refs, ksz_device, interval, fault>>

Modprobe8 ==                                     \* schedule_work(&mib_read)
  /\ Go(modprobe, "8", "10")
  /\ armed' = [armed EXCEPT ![mib_read] = @ \/ cancelling[mib_read] = 0]
  /\ UNCHANGED <<cancelling, module, refs, ksz_device, interval, fault>>

Modprobe10 ==                                    \* kfree(ksz_device)
  /\ At(modprobe, "10")
  /\ IF ksz_device = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ ksz_device' = IF ksz_device = "valid" THEN "freed" ELSE ksz_device
          /\ UNCHANGED <<armed, cancelling, module, refs, interval, fault>>

ModprobeSync ==                                  \* U5, U6: waits for RCU
  /\ Go(modprobe, "sync", "free")
  /\ UNCHANGED <<armed, cancelling, module, refs, ksz_device, interval, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, cancelling, refs, ksz_device, interval, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe5
  \/ Modprobe6Steal \/ Modprobe6Wait \/ Modprobe6Allow
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe10
  \/ ModprobeSync \/ ModprobeFree

-----------------------------------------------------------------------------
(* link_down *)

LinkDownIdle ==                                  \* a user calls into the module
  /\ Go(link_down, "idle", "11")
  /\ module = "live"
  /\ refs' = refs + 1
  /\ UNCHANGED <<armed, cancelling, module, ksz_device, interval, fault>>

LinkDown11 ==                                    \* if (interval)
  /\ Go(link_down, "11", IF interval THEN "12" ELSE "leave")
  /\ UNCHANGED <<armed, cancelling, module, refs, ksz_device, interval, fault>>

LinkDown12 ==                                    \* schedule_work(&mib_read)
  /\ Go(link_down, "12", "leave")
  /\ armed' = [armed EXCEPT ![mib_read] = @ \/ cancelling[mib_read] = 0]
  /\ UNCHANGED <<cancelling, module, refs, ksz_device, interval, fault>>

LinkDownLeave ==                                 \* the call returns to user space
  /\ Go(link_down, "leave", "done")
  /\ refs' = refs - 1
  /\ UNCHANGED <<armed, cancelling, module, ksz_device, interval, fault>>

LinkDown ==
  \/ LinkDown11
  \/ LinkDown12
  \/ LinkDownLeave

-----------------------------------------------------------------------------
(* mib_read *)

MibReadIdle ==                                   \* a kworker takes the work item
  /\ Go(mib_read, "idle", "14")
  /\ armed[mib_read]
  /\ armed' = [armed EXCEPT ![mib_read] = FALSE]
  /\ UNCHANGED <<cancelling, module, refs, ksz_device, interval, fault>>

MibRead14 ==                                     \* use(ksz_device)
  /\ At(mib_read, "14")
  /\ IF ksz_device = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF ksz_device = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(mib_read, "return")
               /\ UNCHANGED <<armed, cancelling, module, refs, ksz_device, interval, fault>>

MibReadReturn ==                                 \* returns
  /\ Go(mib_read, "return", "idle")
  /\ UNCHANGED <<armed, cancelling, module, refs, ksz_device, interval, fault>>

MibRead ==
  \/ MibReadIdle
  \/ MibRead14
  \/ MibReadReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, cancelling, module, refs, ksz_device, interval>>

Init ==
  /\ pc         = modprobe :> "1" @@ link_down :> "idle" @@ mib_read :> "idle"
  /\ armed      = [c \in Callbacks |-> FALSE]
  /\ cancelling = [c \in Callbacks |-> 0]
  /\ module     = "coming"
  /\ refs       = 2
  /\ ksz_device = "null"
  /\ interval   = TRUE
  /\ fault      = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ LinkDown
  \/ LinkDownIdle
  \/ MibRead
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe6Steal \/ Modprobe6Wait)
  /\ WF_vars(LinkDown \/ FetchFault(link_down))
  /\ WF_vars(MibRead \/ FetchFault(mib_read))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

AtRest ==
  /\ module = "live"
  /\ pc[link_down] \in {"idle", "done"}
  /\ pc[mib_read] = "idle" /\ ~armed[mib_read]

ReferencesBalanced ==
  /\ fault # "REFCOUNT"
  /\ AtRest => refs = 1

NothingLeaked ==
  /\ module = "freed" => ksz_device # "valid"
  /\ ksz_device = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[link_down] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] \in {"6.steal", "6.wait"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
