-------------------------- MODULE FreeIrqDeadlock ---------------------------
(**********************************************************************************)
(* Exit holds the lock across free_irq().                                         *)
(*                                                                                *)
(*   init     1  request_threaded_irq(irq, handler, service, 0, "handler", NULL); *)
(*            2  return 0;                                                        *)
(*   exit     3  mutex_lock(&lock);                                               *)
(*            4  free_irq(irq, NULL);                                             *)
(*            5  mutex_unlock(&lock);                                             *)
(*   handler  6  return IRQ_WAKE_THREAD;                                          *)
(*   service  7  mutex_lock(&lock);                                               *)
(*            8  mutex_unlock(&lock);                                             *)
(**********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,         \* the task that loads and unloads the module
  handler,          \* an interrupt handler
  service,          \* the thread function of an interrupt
  none              \* the owner of a lock that is free

VARIABLES
  pc,               \* where each context is in its program
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,           \* "coming", "live", "going" or "freed"
  readers,          \* whom synchronize_rcu() still waits for
  warned,           \* the kernel printed a warning
  lock,             \* struct mutex: its owner
  fault             \* what a real kernel would show where this run ended, or "none"

vars == <<pc, armed, module, readers, warned, lock, fault>>

Contexts  == {modprobe, handler, service}
Callbacks == {handler, service}
CoreText  == {"live", "sync", "grace", "free", "done", "idle", "6.wake"}

-----------------------------------------------------------------------------
(* Kernel primitives *)

\* c can take the step at the label, as far as that does not depend on the step.
At(c, label) ==
  /\ pc[c] = label
  /\ fault = "none"
  /\ module = "freed" => label \in CoreText

Goto(c, label) == pc' = [pc EXCEPT ![c] = label]

Go(c, from, to) == At(c, from) /\ Goto(c, to)

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
  /\ pc[c] \in {"3", "7"} => lock = none
  /\ pc[c] = "4.wait" => pc[handler] = "idle"
  /\ pc[c] = "4.stop" => ~armed[service] /\ pc[service] = "idle"
  /\ pc[c] = "grace" => readers = Quiet(readers)

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

\* request_threaded_irq(irq, handler, service, 0, "handler", NULL)
Modprobe1 ==
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![handler] = TRUE]
  /\ UNCHANGED <<module, readers, warned, lock, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<armed, readers, warned, lock, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<armed, readers, warned, lock, fault>>

Modprobe3 ==                                     \* mutex_lock(&lock)
  /\ Go(modprobe, "3", "4.off")
  /\ lock = none
  /\ lock' = modprobe
  /\ UNCHANGED <<armed, module, readers, warned, fault>>

\* 4  free_irq(irq, NULL)
Modprobe4Off ==                                  \* shuts the interrupt off
  /\ At(modprobe, "4.off")
  /\ IF armed[handler]
     THEN Goto(modprobe, "4.wait") /\ armed' = [armed EXCEPT ![handler] = FALSE] /\ UNCHANGED warned
     ELSE Goto(modprobe, "5") /\ warned' = TRUE /\ UNCHANGED armed
  /\ UNCHANGED <<module, readers, lock, fault>>

Modprobe4Wait ==                                 \* waits for a running handler
  /\ Go(modprobe, "4.wait", "4.stop")
  /\ pc[handler] = "idle"
  /\ UNCHANGED <<armed, module, readers, warned, lock, fault>>

\* stops the thread of the interrupt, which runs service once more if it was woken
Modprobe4Stop ==
  /\ Go(modprobe, "4.stop", "5")
  /\ ~armed[service] /\ pc[service] = "idle"
  /\ UNCHANGED <<armed, module, readers, warned, lock, fault>>

Modprobe5 ==                                     \* mutex_unlock(&lock)
  /\ Go(modprobe, "5", "sync")
  /\ lock' = none
  /\ warned' = (warned \/ lock # modprobe)
  /\ UNCHANGED <<armed, module, readers, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in {handler} : Reading(c)}
  /\ UNCHANGED <<armed, module, warned, lock, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", "free")
  /\ readers = Quiet(readers)
  /\ readers' = {}
  /\ UNCHANGED <<armed, module, warned, lock, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<armed, readers, warned, lock, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3
  \/ Modprobe4Off \/ Modprobe4Wait \/ Modprobe4Stop
  \/ Modprobe5
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* handler *)

HandlerIdle ==                                   \* the device raises the interrupt
  /\ Go(handler, "idle", "6.return")
  /\ armed[handler]
  /\ UNCHANGED <<armed, module, readers, warned, lock, fault>>

\* 6  return IRQ_WAKE_THREAD
Handler6Return ==                                \* returns
  /\ Go(handler, "6.return", "6.wake")
  /\ UNCHANGED <<armed, module, readers, warned, lock, fault>>

Handler6Wake ==                                  \* wakes the thread of the interrupt
  /\ Go(handler, "6.wake", "idle")
  /\ armed' = [armed EXCEPT ![service] = TRUE]
  /\ UNCHANGED <<module, readers, warned, lock, fault>>

Handler == Handler6Return \/ Handler6Wake

-----------------------------------------------------------------------------
(* service *)

ServiceIdle ==                                   \* the thread of the interrupt runs its function
  /\ Go(service, "idle", "7")
  /\ armed[service]
  /\ armed' = [armed EXCEPT ![service] = FALSE]
  /\ UNCHANGED <<module, readers, warned, lock, fault>>

Service7 ==                                      \* mutex_lock(&lock)
  /\ Go(service, "7", "8")
  /\ lock = none
  /\ lock' = service
  /\ UNCHANGED <<armed, module, readers, warned, fault>>

Service8 ==                                      \* mutex_unlock(&lock)
  /\ Go(service, "8", "return")
  /\ lock' = none
  /\ warned' = (warned \/ lock # service)
  /\ UNCHANGED <<armed, module, readers, fault>>

ServiceReturn ==                                 \* returns
  /\ Go(service, "return", "idle")
  /\ UNCHANGED <<armed, module, readers, warned, lock, fault>>

Service ==
  \/ ServiceIdle
  \/ Service7
  \/ Service8
  \/ ServiceReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, armed, module, readers, warned, lock>>

Init ==
  /\ pc      = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ armed   = [c \in Callbacks |-> FALSE]
  /\ module  = "coming"
  /\ readers = {}
  /\ warned  = FALSE
  /\ lock    = none
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
  /\ SF_vars(Modprobe3 \/ Modprobe4Off \/ Modprobe4Wait \/ Modprobe4Stop \/ ModprobeGrace)
  /\ WF_vars(Handler \/ FetchFault(handler))
  /\ WF_vars(Service \/ FetchFault(service))
  /\ SF_vars(Service7)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked == TRUE

LocksReleased == lock = none \/ InModuleText(lock)

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"4.wait", "4.stop"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")
=============================================================================
