-------------------------------- MODULE Loops --------------------------------
(* Every shape of edge that a state graph can have. *)
EXTENDS Naturals

VARIABLES x, note

Init  == x \in {0, 1} /\ note = "a \"quoted\" \\ text"
Up    == x < 2 /\ x' = x + 1 /\ UNCHANGED note
Jump  == x = 1 /\ x' = 2 /\ UNCHANGED note                     \* a second edge from 1 to 2
Stay  == x = 2 /\ UNCHANGED <<x, note>>                        \* a self-loop
Pick(k) == x = 2 /\ x' = 0 /\ note' = note                     \* the same edge once per k
Never == x = 9 /\ x' = 0 /\ UNCHANGED note
Next  == Up \/ Jump \/ Stay \/ Never \/ (\E k \in {1, 2} : Pick(k)) \/ (x = 0 /\ x' = 2 /\ UNCHANGED note)
==============================================================================
