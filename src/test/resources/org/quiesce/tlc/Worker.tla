------------------------------- MODULE Worker -------------------------------
(***************************************************************************)
(* One kthread, one stopper.  Style says what the thread does:             *)
(*   "late"    tests for the stop before it sets its sleep state           *)
(*   "early"   sets its sleep state first, as it should                    *)
(*   "deaf"    yields for ever and never tests                             *)
(***************************************************************************)
EXTENDS Naturals, TLC

CONSTANTS worker, Style

ASSUME StyleKnown == Style \in {"late", "early", "deaf"}

VARIABLES pc, state, stop

vars == <<pc, state, stop>>

Runs == state[worker] # "asleep"

Init ==
  /\ pc    = [worker |-> "test", stopper |-> "set"]
  /\ state = (worker :> "running")
  /\ stop  = FALSE

At(who, label)       == pc[who] = label
Move(who, from, to)  == At(who, from) /\ pc' = [pc EXCEPT ![who] = to]

Mark ==
  /\ Style = "early" /\ Runs
  /\ Move("worker", "test", "marked")
  /\ state' = (worker :> "marked")
  /\ UNCHANGED stop

Test ==
  /\ Runs /\ Style # "deaf"
  /\ Move("worker", IF Style = "early" THEN "marked" ELSE "test", IF stop THEN "dead" ELSE "sleep")
  /\ UNCHANGED <<state, stop>>

Sleep ==
  /\ Runs
  /\ Move("worker", "sleep", "test")
  /\ state' = (worker :> IF Style = "early" /\ state[worker] = "running" THEN "running" ELSE "asleep")
  /\ UNCHANGED stop

Spin ==
  /\ Style = "deaf"
  /\ \/ Move("worker", "test", "spin")
     \/ Move("worker", "spin", "test")
  /\ UNCHANGED <<state, stop>>

Set ==
  /\ Move("stopper", "set", "wake")
  /\ stop' = TRUE
  /\ UNCHANGED state

Wake ==
  /\ Move("stopper", "wake", "wait")
  /\ state' = (worker :> "running")
  /\ UNCHANGED stop

Join ==
  /\ At("worker", "dead")
  /\ Move("stopper", "wait", "done")
  /\ UNCHANGED <<state, stop>>

Next == Mark \/ Test \/ Sleep \/ Spin \/ Set \/ Wake \/ Join
Spec == Init /\ [][Next]_vars /\ WF_vars(Mark \/ Test \/ Sleep \/ Spin) /\ WF_vars(Set \/ Wake \/ Join)

NoStuckStop    == ~(At("stopper", "wait") /\ state[worker] = "asleep")
NeverStopped   == stop = FALSE
NotAtTest      == ~At("worker", "test")
StopStays      == [][stop => stop']_vars
StopNeverSet   == [][~stop']_vars
StopTerminates == At("stopper", "wait") ~> At("stopper", "done")
BadSum         == pc.worker + 1 > 0
=============================================================================
