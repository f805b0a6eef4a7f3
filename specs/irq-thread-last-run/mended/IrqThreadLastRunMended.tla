----------------------- MODULE IrqThreadLastRunMended -----------------------
(***********************************************************************************)
(* Exit masks the device, frees the interrupt and then the buffer.                 *)
(*                                                                                 *)
(*   init      1  request_threaded_irq(irq, handler, service, 0, "handler", NULL); *)
(*             2  buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);                  *)
(*             3  if (!buffer) {                                                   *)
(*             4      free_irq(irq, NULL);                                         *)
(*             5      return -ENOMEM;                                              *)
(*             6  }                                                                *)
(*             7  masked = false;                                                  *)
(*             8  return 0;                                                        *)
(*   exit      9  masked = true;                                                   *)
(*            10  free_irq(irq, NULL);                                             *)
(*            11  kfree(buffer);                                                   *)
(*   handler  12  if (masked) {                                                    *)
(*            13      return 0;                                                    *)
(*            14  }                                                                *)
(*            15  return IRQ_WAKE_THREAD;                                          *)
(*   service  16  use(buffer);                                                     *)
(***********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  handler,          \* an interrupt handler
  service           \* the thread function of an interrupt

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  warned,           \* the kernel printed a warning
  buffer,           \* memory: "null", "valid" or "freed"
  masked,           \* bool
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, readers, warned, buffer, masked, fault>>

Contexts  == {modprobe, handler, service}
Callbacks == {handler, service}
CoreText  == {"sync", "live", "grace", "free", "done", "idle", "15.wake"}

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
  /\ UNCHANGED <<pc, armed, module, readers, warned, buffer, masked>>

-----------------------------------------------------------------------------
(* Who can run *)

\* The next instruction of c is in module text, or in a core function that returns there.
InModuleText(c) == pc[c] \notin CoreText

\* RCU waits for c: it is in module text, and neither sleeps nor is about to.
Reading(c) == InModuleText(c)

\* Whom of s synchronize_rcu() need not wait for any more.
Quiet(s) == {c \in s : ~Reading(c)}

\* What c waits for at a step that it will take, if it waits, is there.
Ready(c) ==
  /\ pc[c] \in {"4.wait", "10.wait"} => pc[handler] = "idle"
  /\ pc[c] \in {"4.stop", "10.stop"} => ~armed[service] /\ pc[service] = "idle"
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

\* request_threaded_irq(irq, handler, service, 0, "handler", NULL)
Modprobe1 ==
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![handler] = TRUE]
  /\ UNCHANGED <<module, readers, warned, buffer, masked, fault>>

Modprobe2 ==                                     \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(modprobe, "2", "3")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<armed, module, readers, warned, masked, fault>>

Modprobe3 ==                                     \* if (!buffer)
  /\ Go(modprobe, "3", IF buffer = "null" THEN "4.off" ELSE "7")
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

\* 4  free_irq(irq, NULL)
Modprobe4Off ==                                  \* shuts the interrupt off
  /\ At(modprobe, "4.off")
  /\ IF armed[handler]
     THEN Goto(modprobe, "4.wait") /\ armed' = [armed EXCEPT ![handler] = FALSE] /\ UNCHANGED warned
     ELSE Goto(modprobe, "5") /\ warned' = TRUE /\ UNCHANGED armed
  /\ UNCHANGED <<module, readers, buffer, masked, fault>>

Modprobe4Wait ==                                 \* waits for a running handler
  /\ Go(modprobe, "4.wait", "4.stop")
  /\ pc[handler] = "idle"
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

\* stops the thread of the interrupt, which runs service once more if it was woken
Modprobe4Stop ==
  /\ Go(modprobe, "4.stop", "5")
  /\ ~armed[service] /\ pc[service] = "idle"
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

Modprobe5 ==                                     \* return -ENOMEM
  /\ Go(modprobe, "5", "sync")
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, warned, buffer, masked, fault>>

Modprobe7 ==                                     \* masked = false
  /\ Go(modprobe, "7", "8")
  /\ masked' = FALSE
  /\ UNCHANGED <<armed, module, readers, warned, buffer, fault>>

Modprobe8 ==                                     \* return 0
  /\ Go(modprobe, "8", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, readers, warned, buffer, masked, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "9")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, warned, buffer, masked, fault>>

Modprobe9 ==                                     \* masked = true
  /\ Go(modprobe, "9", "10.off")
  /\ masked' = TRUE
  /\ UNCHANGED <<armed, module, readers, warned, buffer, fault>>

\* 10  free_irq(irq, NULL)
Modprobe10Off ==                                 \* shuts the interrupt off
  /\ At(modprobe, "10.off")
  /\ IF armed[handler]
     THEN /\ Goto(modprobe, "10.wait")
          /\ armed' = [armed EXCEPT ![handler] = FALSE]
          /\ UNCHANGED warned
     ELSE Goto(modprobe, "11") /\ warned' = TRUE /\ UNCHANGED armed
  /\ UNCHANGED <<module, readers, buffer, masked, fault>>

Modprobe10Wait ==                                \* waits for a running handler
  /\ Go(modprobe, "10.wait", "10.stop")
  /\ pc[handler] = "idle"
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

\* stops the thread of the interrupt, which runs service once more if it was woken
Modprobe10Stop ==
  /\ Go(modprobe, "10.stop", "11")
  /\ ~armed[service] /\ pc[service] = "idle"
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

Modprobe11 ==                                    \* kfree(buffer)
  /\ At(modprobe, "11")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(modprobe, "sync")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<armed, module, readers, warned, masked, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in {handler} : Reading(c)}
  /\ UNCHANGED <<armed, module, warned, buffer, masked, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, module, warned, buffer, masked, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, readers, warned, buffer, masked, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe4Off \/ Modprobe4Wait \/ Modprobe4Stop
  \/ Modprobe5
  \/ Modprobe7
  \/ Modprobe8
  \/ Modprobe9
  \/ Modprobe10Off \/ Modprobe10Wait \/ Modprobe10Stop
  \/ Modprobe11
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* handler *)

HandlerIdle ==                                   \* the device raises the interrupt
  /\ Go(handler, "idle", "12")
  /\ armed[handler]
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

Handler12 ==                                     \* if (masked)
  /\ Go(handler, "12", IF masked THEN "13" ELSE "15.return")
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

Handler13 ==                                     \* return 0
  /\ Go(handler, "13", "idle")
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

\* 15  return IRQ_WAKE_THREAD
Handler15Return ==                               \* returns
  /\ Go(handler, "15.return", "15.wake")
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

Handler15Wake ==                                 \* wakes the thread of the interrupt
  /\ Go(handler, "15.wake", "idle")
  /\ armed' = [armed EXCEPT ![service] = TRUE]
  /\ UNCHANGED <<module, readers, warned, buffer, masked, fault>>

Handler ==
  \/ Handler12
  \/ Handler13
  \/ Handler15Return \/ Handler15Wake

-----------------------------------------------------------------------------
(* service *)

ServiceIdle ==                                   \* the thread of the interrupt runs its function
  /\ Go(service, "idle", "16")
  /\ armed[service]
  /\ armed' = [armed EXCEPT ![service] = FALSE]
  /\ UNCHANGED <<module, readers, warned, buffer, masked, fault>>

Service16 ==                                     \* use(buffer)
  /\ At(service, "16")
  /\ IF buffer = "null"
     THEN Crash("NULL-DEREF")
     ELSE IF buffer = "freed"
          THEN Crash("KASAN-UAF")
          ELSE /\ Goto(service, "return")
               /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

ServiceReturn ==                                 \* returns
  /\ Go(service, "return", "idle")
  /\ UNCHANGED <<armed, module, readers, warned, buffer, masked, fault>>

Service ==
  \/ ServiceIdle
  \/ Service16
  \/ ServiceReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, readers, warned, buffer, masked>>

Init ==
  /\ pc      = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ armed   = [c \in Callbacks |-> FALSE]
  /\ module  = "coming"
  /\ readers = {}
  /\ warned  = FALSE
  /\ buffer  = "null"
  /\ masked  = TRUE
  /\ fault   = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Handler
  \/ HandlerIdle
  \/ Service
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(\/ Modprobe4Off
             \/ Modprobe4Wait
             \/ Modprobe4Stop
             \/ Modprobe10Off
             \/ Modprobe10Wait
             \/ Modprobe10Stop
             \/ ModprobeGrace)
  /\ WF_vars(Handler \/ FetchFault(handler))
  /\ WF_vars(Service \/ FetchFault(service))

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
  /\ module = "freed" => buffer # "valid"
  /\ buffer = "valid" => pc[modprobe] # "2"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

LoadCompletes == []<>(module # "coming" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"4.wait", "4.stop", "10.wait", "10.stop"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
