package org.quiesce.tla;

import java.util.Set;
import java.util.regex.Pattern;

/** What may stand as a name in a TLA+ module. */
final class Identifiers {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");

    private static final Set<String> RESERVED = Set.of(
            "ACTION", "ASSUME", "ASSUMPTION", "AXIOM", "BOOLEAN", "BY", "CASE", "CHOOSE", "CONSTANT", "CONSTANTS",
            "COROLLARY", "DEF", "DEFINE", "DEFS", "DOMAIN", "ELSE", "ENABLED", "EXCEPT", "EXTENDS", "FALSE", "HAVE",
            "HIDE", "IF", "IN", "INSTANCE", "LAMBDA", "LEMMA", "LET", "LOCAL", "MODULE", "NEW", "OBVIOUS", "OMITTED",
            "ONLY", "OTHER", "PICK", "PROOF", "PROPOSITION", "PROVE", "QED", "RECURSIVE", "STATE", "STRING", "SUBSET",
            "SUFFICES", "TAKE", "TEMPORAL", "THEN", "THEOREM", "TRUE", "UNCHANGED", "UNION", "USE", "VARIABLE",
            "VARIABLES", "WITH", "WITNESS");

    private Identifiers() {}

    /**
     * Returns the name itself.
     *
     * @param role what the name is for, to be said in the message: {@code "variable"}
     * @throws IllegalArgumentException if TLA+ does not accept it as an identifier
     */
    static String require(String role, String name) {
        if (!SHAPE.matcher(name).matches()) {
            throw refusal(role, name, "a TLA+ name is made of the letters A-Z and a-z, digits and underscores,"
                    + " and does not start with a digit");
        }
        if (!LETTER.matcher(name).find()) {
            throw refusal(role, name, "a TLA+ name has at least one letter");
        }
        if (RESERVED.contains(name)) {
            throw refusal(role, name, "it is a reserved word of TLA+");
        }
        if (name.startsWith("WF_") || name.startsWith("SF_")) {
            throw refusal(role, name, "names that start with WF_ or SF_ are read as fairness conditions");
        }
        return name;
    }

    private static IllegalArgumentException refusal(String role, String name, String reason) {
        return new IllegalArgumentException("the " + role + " \"" + name + "\" can't be written in TLA+: " + reason);
    }
}
