-------------------------- MODULE FreeUnderReaders --------------------------
(***************************************************************************)
(*   init   1  data = kzalloc(sizeof( *data), GFP_KERNEL);                 *)
(*          2  open = true;                                                *)
(*          3  return 0;                                                   *)
(*   exit   4  open = false;                                               *)
(*          5  synchronize_rcu();                                          *)
(*          6  kfree(data);                                                *)
(*   read   7  rcu_read_lock();                                            *)
(*          8  if (open) {                                                 *)
(*          9      use(data);                                              *)
(*         10  }                                                           *)
(*         11  rcu_read_unlock();                                          *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  read              \* a task that calls read()

VARIABLES
  pc,               \* where each context is in its program
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  gracePeriod,      \* whom the grace period of each context still waits for
  nesting,          \* sections that must not sleep, one in the other
  warned,           \* the kernel printed a warning
  open,             \* bool
  data,             \* memory: "null", "valid" or "freed"
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, module, readers, gracePeriod, nesting, warned, open, data, fault>>

Contexts == {modprobe, read}
CoreText == {"live", "sync", "grace", "free", "done", "idle", "leave"}

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
  /\ UNCHANGED <<pc, module, readers, gracePeriod, nesting, warned, open, data>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* RCU waits for c: it is in a read section, or in another that must not sleep.
Reading(c) == nesting[c] > 0

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] = "5.wait" => gracePeriod[c] = Quiet(gracePeriod[c])
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

Modprobe1 ==                                     \* data = kzalloc(sizeof(*data), GFP_KERNEL)
  /\ Go(modprobe, "1", "2")
  /\ data' = "valid"
  /\ UNCHANGED <<module, readers, gracePeriod, nesting, warned, open, fault>>

Modprobe2 ==                                     \* open = true
  /\ Go(modprobe, "2", "3")
  /\ open' = TRUE
  /\ UNCHANGED <<module, readers, gracePeriod, nesting, warned, data, fault>>

Modprobe3 ==                                     \* return 0
  /\ Go(modprobe, "3", "live")
  /\ module' = "live"
  /\ UNCHANGED <<readers, gracePeriod, nesting, warned, open, data, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "4")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<readers, gracePeriod, nesting, warned, open, data, fault>>

Modprobe4 ==                                     \* open = false
  /\ Go(modprobe, "4", "5.begin")
  /\ open' = FALSE
  /\ UNCHANGED <<module, readers, gracePeriod, nesting, warned, data, fault>>

\* 5  synchronize_rcu()
Modprobe5Begin ==                                \* begins to wait for RCU
  /\ Go(modprobe, "5.begin", "5.wait")
  /\ gracePeriod' = [gracePeriod EXCEPT ![modprobe] = {c \in {read} : Reading(c)}]
  /\ UNCHANGED <<module, readers, nesting, warned, open, data, fault>>

Modprobe5Wait ==                                 \* waits for those who are reading
  /\ Go(modprobe, "5.wait", "6")
  /\ gracePeriod[modprobe] = Quiet(gracePeriod[modprobe])
  /\ gracePeriod' = [gracePeriod EXCEPT ![modprobe] = {}]
  /\ UNCHANGED <<module, readers, nesting, warned, open, data, fault>>

Modprobe6 ==                                     \* kfree(data)
  /\ At(modprobe, "6")
  /\ IF data = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ data' = IF data = "valid" THEN "freed" ELSE data
          /\ UNCHANGED <<module, readers, gracePeriod, nesting, warned, open, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in {read} : Reading(c)}
  /\ UNCHANGED <<module, gracePeriod, nesting, warned, open, data, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<module, gracePeriod, nesting, warned, open, data, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<readers, gracePeriod, nesting, warned, open, data, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe4
  \/ Modprobe5Begin \/ Modprobe5Wait
  \/ Modprobe6
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* read *)

ReadIdle ==                                      \* a user calls into the module
  /\ Go(read, "idle", "7")
  /\ module = "live"
  /\ UNCHANGED <<module, readers, gracePeriod, nesting, warned, open, data, fault>>

Read7 ==                                         \* rcu_read_lock()
  /\ Go(read, "7", "8")
  /\ nesting' = [nesting EXCEPT ![read] = @ + 1]
  /\ UNCHANGED <<module, readers, gracePeriod, warned, open, data, fault>>

Read8 ==                                         \* if (open)
  /\ Go(read, "8", IF open THEN "9" ELSE "11")
  /\ UNCHANGED <<module, readers, gracePeriod, nesting, warned, open, data, fault>>

Read9 ==                                         \* use(data)
  /\ At(read, "9")
  /\ IF data = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF data = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(read, "11")
               /\ UNCHANGED <<module, readers, gracePeriod, nesting, warned, open, data, fault>>

Read11 ==                                        \* rcu_read_unlock()
  /\ Go(read, "11", "return")
  /\ nesting' = [nesting EXCEPT ![read] = @ - 1]
  /\ UNCHANGED <<module, readers, gracePeriod, warned, open, data, fault>>

ReadReturn ==                                    \* returns
  /\ Go(read, "return", "leave")
  /\ UNCHANGED <<module, readers, gracePeriod, nesting, warned, open, data, fault>>

ReadLeave ==                                     \* the call returns to user space
  /\ Go(read, "leave", "done")
  /\ UNCHANGED <<module, readers, gracePeriod, nesting, warned, open, data, fault>>

Read ==
  \/ Read7
  \/ Read8
  \/ Read9
  \/ Read11
  \/ ReadReturn \/ ReadLeave

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, module, readers, gracePeriod, nesting, warned, open, data>>

Init ==
  /\ pc          = modprobe :> "1" @@ read :> "idle"
  /\ module      = "coming"
  /\ readers     = {}
  /\ gracePeriod = [c \in {modprobe} |-> {}]
  /\ nesting     = [c \in {read} |-> 0]
  /\ warned      = FALSE
  /\ open        = FALSE
  /\ data        = "null"
  /\ fault       = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Read
  \/ ReadIdle
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe5Wait \/ ModprobeGrace)
  /\ WF_vars(Read \/ FetchFault(read))

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoInvalidTask == fault # "NULL-DEREF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => data # "valid"
  /\ data = "valid" => pc[modprobe] # "1"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

RequestsAnswered == []<>(pc[read] \in {"idle", "done"} \/ fault # "none")

FlushPending    == pc[modprobe] = "5.wait"
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
