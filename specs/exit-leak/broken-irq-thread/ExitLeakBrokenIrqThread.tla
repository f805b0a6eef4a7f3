---------------------- MODULE ExitLeakBrokenIrqThread -----------------------
(***********************************************************************************)
(* The thread of an interrupt returns when its wait is interrupted; up to          *)
(* 6.2 free_irq() interrupts it.                                                   *)
(*                                                                                 *)
(*   init      1  request_threaded_irq(irq, handler, service, 0, "handler", NULL); *)
(*             2  return 0;                                                        *)
(*   exit      3  free_irq(irq, NULL);                                             *)
(*             4  timer_delete_sync(&answer);                                      *)
(*   answer    5  complete(&answered);                                             *)
(*   handler   6  return IRQ_WAKE_THREAD;                                          *)
(*   service   7  buffer = kzalloc(sizeof( *buffer), GFP_KERNEL);                  *)
(*             8  if (!buffer) {                                                   *)
(*             9      return 0;                                                    *)
(*            10  }                                                                *)
(*            11  mod_timer(&answer, jiffies + HZ);                                *)
(*            12  ret = wait_for_completion_interruptible(&answered);              *)
(*            13  if (ret) {                                                       *)
(*            14      return 0;                                                    *)
(*            15  }                                                                *)
(*            16  kfree(buffer);                                                   *)
(***********************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  modprobe,             \* the task that loads and unloads the module
  answer,               \* the function of a timer
  handler,              \* an interrupt handler
  service,              \* the thread function of an interrupt
  StopNotifies,         \* kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)
  \* free_irq() waits until the function of a threaded interrupt has returned, and only then stops
  \* its thread
  FreeIrqAwaitsThread

VARIABLES
  pc,                   \* where each context is in its program
  notified,             \* TIF_NOTIFY_SIGNAL
  \* timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested
  armed,
  module,               \* "coming", "live", "going" or "freed"
  readers,              \* whom synchronize_rcu() still waits for
  warned,               \* the kernel printed a warning
  buffer,               \* memory: "null", "valid" or "freed"
  answered,             \* struct completion
  ret,                  \* local variable
  fault                 \* what a real kernel would show where this run ended, or "none"

vars == <<pc, notified, armed, module, readers, warned, buffer, answered, ret, fault>>

Contexts      == {modprobe, answer, handler, service}
Callbacks     == {answer, handler, service}
CoreText      == {"live", "sync", "grace", "free", "done", "idle", "6.wake"}
CompletionMax == 7

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
  /\ UNCHANGED <<pc, notified, armed, module, readers, warned, buffer, answered, ret>>

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
  /\ pc[c] = "3.wait" => pc[handler] = "idle"
  /\ pc[c] = "3.stop" => ~armed[service] /\ pc[service] = "idle"
  /\ pc[c] = "4" => pc[answer] = "idle"
  /\ pc[c] = "grace" => readers = {} \/ Quiet(readers) # {}
  /\ pc[c] = "12" => answered > 0 \/ notified[c]

RunsModuleText(c) == InModuleText(c) /\ Ready(c)

-----------------------------------------------------------------------------
(* modprobe *)

\* request_threaded_irq(irq, handler, service, 0, "handler", NULL)
Modprobe1 ==
  /\ Go(modprobe, "1", "2")
  /\ armed' = [armed EXCEPT ![handler] = TRUE]
  /\ notified' = [notified EXCEPT ![service] = FALSE]
  /\ UNCHANGED <<module, readers, warned, buffer, answered, ret, fault>>

Modprobe2 ==                                     \* return 0
  /\ Go(modprobe, "2", "live")
  /\ module' = "live"
  /\ UNCHANGED <<notified, armed, readers, warned, buffer, answered, ret, fault>>

\* U1..U4: somebody unloads the module; its exit is called
ModprobeLive ==
  /\ Go(modprobe, "live", "3.off")
  /\ module = "live"
  /\ module' = "going"
  /\ UNCHANGED <<notified, armed, readers, warned, buffer, answered, ret, fault>>

\* 3  free_irq(irq, NULL)
Modprobe3Off ==                                  \* shuts the interrupt off
  /\ At(modprobe, "3.off")
  /\ IF armed[handler]
     THEN Goto(modprobe, "3.wait") /\ armed' = [armed EXCEPT ![handler] = FALSE] /\ UNCHANGED warned
     ELSE Goto(modprobe, "4") /\ warned' = TRUE /\ UNCHANGED armed
  /\ UNCHANGED <<notified, module, readers, buffer, answered, ret, fault>>

Modprobe3Wait ==                                 \* waits for a running handler
  /\ Go(modprobe, "3.wait", "3.notify")
  /\ pc[handler] = "idle"
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

\* S6: raises TIF_NOTIFY_SIGNAL of the thread of the interrupt, on kernels that do
Modprobe3Notify ==
  /\ Go(modprobe, "3.notify", "3.stop")
  /\ notified' = [notified EXCEPT ![service] = StopNotifies /\ ~FreeIrqAwaitsThread]
  /\ UNCHANGED <<armed, module, readers, warned, buffer, answered, ret, fault>>

\* stops the thread of the interrupt, which runs service once more if it was woken
Modprobe3Stop ==
  /\ Go(modprobe, "3.stop", "4")
  /\ ~armed[service] /\ pc[service] = "idle"
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

Modprobe4 ==                                     \* timer_delete_sync(&answer)
  /\ Go(modprobe, "4", "sync")
  /\ pc[answer] = "idle"
  /\ armed' = [armed EXCEPT ![answer] = FALSE]
  /\ UNCHANGED <<notified, module, readers, warned, buffer, answered, ret, fault>>

ModprobeSync ==                                  \* U5, U6: begins to wait for RCU
  /\ Go(modprobe, "sync", "grace")
  /\ readers' = {c \in {answer, handler} : Reading(c)}
  /\ UNCHANGED <<notified, armed, module, warned, buffer, answered, ret, fault>>

ModprobeGrace ==                                 \* U6: waits for those who run code that delays RCU
  /\ Go(modprobe, "grace", IF readers = Quiet(readers) THEN "free" ELSE "grace")
  /\ readers = {} \/ Quiet(readers) # {}
  /\ readers' = readers \ Quiet(readers)
  /\ UNCHANGED <<notified, armed, module, warned, buffer, answered, ret, fault>>

ModprobeFree ==                                  \* U6: frees the module's text
  /\ Go(modprobe, "free", "done")
  /\ module' = "freed"
  /\ UNCHANGED <<notified, armed, readers, warned, buffer, answered, ret, fault>>

Modprobe ==
  \/ Modprobe1
  \/ Modprobe2
  \/ Modprobe3Off \/ Modprobe3Wait \/ Modprobe3Notify \/ Modprobe3Stop
  \/ Modprobe4
  \/ ModprobeSync \/ ModprobeGrace \/ ModprobeFree

-----------------------------------------------------------------------------
(* answer *)

AnswerIdle ==                                    \* the timer expires
  /\ Go(answer, "idle", "5")
  /\ armed[answer]
  /\ armed' = [armed EXCEPT ![answer] = FALSE]
  /\ UNCHANGED <<notified, module, readers, warned, buffer, answered, ret, fault>>

Answer5 ==                                       \* complete(&answered)
  /\ At(answer, "5")
  /\ IF answered = CompletionMax
     THEN Crash("BOUND")
     ELSE /\ Goto(answer, "return")
          /\ answered' = answered + 1
          /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, ret, fault>>

AnswerReturn ==                                  \* returns
  /\ Go(answer, "return", "idle")
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

Answer ==
  \/ AnswerIdle
  \/ Answer5
  \/ AnswerReturn

-----------------------------------------------------------------------------
(* handler *)

HandlerIdle ==                                   \* the device raises the interrupt
  /\ Go(handler, "idle", "6.return")
  /\ armed[handler]
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

\* 6  return IRQ_WAKE_THREAD
Handler6Return ==                                \* returns
  /\ Go(handler, "6.return", "6.wake")
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

Handler6Wake ==                                  \* wakes the thread of the interrupt
  /\ Go(handler, "6.wake", "idle")
  /\ armed' = [armed EXCEPT ![service] = TRUE]
  /\ UNCHANGED <<notified, module, readers, warned, buffer, answered, ret, fault>>

Handler == Handler6Return \/ Handler6Wake

-----------------------------------------------------------------------------
(* service *)

ServiceIdle ==                                   \* the thread of the interrupt runs its function
  /\ Go(service, "idle", "7")
  /\ armed[service]
  /\ armed' = [armed EXCEPT ![service] = FALSE]
  /\ UNCHANGED <<notified, module, readers, warned, buffer, answered, ret, fault>>

Service7 ==                                      \* buffer = kzalloc(sizeof(*buffer), GFP_KERNEL)
  /\ Go(service, "7", "8")
  /\ buffer' = "valid" \/ buffer' = "null"
  /\ UNCHANGED <<notified, armed, module, readers, warned, answered, ret, fault>>

Service8 ==                                      \* if (!buffer)
  /\ Go(service, "8", IF buffer = "null" THEN "9" ELSE "11")
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

Service9 ==                                      \* return 0
  /\ Go(service, "9", "idle")
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

Service11 ==                                     \* mod_timer(&answer, jiffies + HZ)
  /\ Go(service, "11", "12")
  /\ armed' = [armed EXCEPT ![answer] = TRUE]
  /\ UNCHANGED <<notified, module, readers, warned, buffer, answered, ret, fault>>

\* ret = wait_for_completion_interruptible(&answered)
Service12 ==
  /\ Go(service, "12", "13")
  /\ answered > 0 \/ notified[service]
  /\ IF answered > 0
     THEN answered' = answered - 1 /\ ret' = [ret EXCEPT ![service] = 0]
     ELSE ret' = [ret EXCEPT ![service] = -512] /\ UNCHANGED answered
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, fault>>

Service13 ==                                     \* if (ret)
  /\ Go(service, "13", IF ret[service] = 0 THEN "16" ELSE "14")
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

Service14 ==                                     \* return 0
  /\ Go(service, "14", "idle")
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

Service16 ==                                     \* kfree(buffer)
  /\ At(service, "16")
  /\ IF buffer = "freed"
     THEN Crash("KASAN-UAF")
     ELSE /\ Goto(service, "return")
          /\ buffer' = IF buffer = "valid" THEN "freed" ELSE buffer
          /\ UNCHANGED <<notified, armed, module, readers, warned, answered, ret, fault>>

ServiceReturn ==                                 \* returns
  /\ Go(service, "return", "idle")
  /\ UNCHANGED <<notified, armed, module, readers, warned, buffer, answered, ret, fault>>

Service ==
  \/ ServiceIdle
  \/ Service7
  \/ Service8
  \/ Service9
  \/ Service11
  \/ Service12
  \/ Service13
  \/ Service14
  \/ Service16
  \/ ServiceReturn

-----------------------------------------------------------------------------
(* The whole system *)

FetchFault(c) ==                                 \* the next instruction is gone
  /\ module = "freed"
  /\ fault = "none"
  /\ RunsModuleText(c)
  /\ fault' = "TEXT-FAULT"
  /\ UNCHANGED <<pc, notified, armed, module, readers, warned, buffer, answered, ret>>

Init ==
  /\ pc       = [c \in Callbacks |-> "idle"] @@ modprobe :> "1"
  /\ notified = [c \in {service} |-> FALSE]
  /\ armed    = [c \in Callbacks |-> FALSE]
  /\ module   = "coming"
  /\ readers  = {}
  /\ warned   = FALSE
  /\ buffer   = "null"
  /\ answered = 0
  /\ ret      = [c \in {service} |-> 0]
  /\ fault    = "none"

Next ==
  \/ Modprobe
  \/ ModprobeLive
  \/ Answer
  \/ Handler
  \/ HandlerIdle
  \/ Service
  \/ \E c \in Contexts : FetchFault(c)

Spec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Modprobe \/ FetchFault(modprobe))
  /\ SF_vars(Modprobe3Off \/ Modprobe3Wait \/ Modprobe3Stop \/ Modprobe4 \/ ModprobeGrace)
  /\ WF_vars(Answer \/ FetchFault(answer))
  /\ WF_vars(Handler \/ FetchFault(handler))
  /\ WF_vars(Service \/ FetchFault(service))
  /\ SF_vars(Service12)

-----------------------------------------------------------------------------
(* Properties *)

NoCodeAfterUnload ==
  fault # "TEXT-FAULT" /\ (module = "freed" => \A c \in Contexts : ~InModuleText(c))

NoUseAfterFree == fault # "KASAN-UAF"

NoSleepInAtomic == fault # "ATOMIC"

ReferencesBalanced == fault # "REFCOUNT"

NoKernelWarning == ~warned

NothingLeaked ==
  /\ module = "freed" => buffer # "valid"
  /\ buffer = "valid" => pc[service] # "7"

UnloadCompletes == []<>(module # "going" \/ fault # "none")

FlushPending    == pc[modprobe] \in {"3.wait", "3.stop", "4"}
FlushTerminates == []<>(~FlushPending \/ fault # "none")

WithinBounds == fault # "BOUND"
=============================================================================
