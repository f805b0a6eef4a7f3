package org.quiesce.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProtocol;

/**
 * The names of a module that users choose, indirectly: that of the module, and the operators of each program.
 *
 * <p>Lower-case names (contexts, objects, locals) can't collide with anything: TLA+ words, the operators of the standard
 * modules and our own all begin with a capital, and the lower-case names that a module uses itself are closed to users.
 * Steps are called what they are called; what else is named after a program gives way to everything.
 */
final class SpecNames {

    private static final Set<String> STANDARD_MODULES = Set.of(
            "bags", "finitesets", "integers", "json", "naturals", "peano", "protoreals", "randomization", "realtime",
            "reals", "sequences", "tlaps", "tlc", "tlcext", "toolbox");

    /** What the standard modules Integers and TLC define, and the words of TLA+ that a short name could spell. */
    private static final Set<String> TAKEN = Set.of(
            "Nat", "Int", "Any", "Assert", "JavaTime", "Permutations", "Print", "PrintT", "RandomElement", "SortSeq",
            "ToString", "TLCEval", "TLCGet", "TLCSet", "Integers", "Naturals", "TLC", "Real", "Infinity",
            "ACTION", "ASSUME", "ASSUMPTION", "AXIOM", "BOOLEAN", "BY", "CASE", "CHOOSE", "CONSTANT", "CONSTANTS",
            "COROLLARY", "DEF", "DEFINE", "DEFS", "DOMAIN", "ELSE", "ENABLED", "EXCEPT", "EXTENDS", "FALSE", "HAVE",
            "HIDE", "IF", "IN", "INSTANCE", "LAMBDA", "LEMMA", "LET", "LOCAL", "MODULE", "NEW", "OBVIOUS", "OMITTED",
            "ONLY", "OTHER", "PICK", "PROOF", "PROPOSITION", "PROVE", "QED", "RECURSIVE", "STATE", "STRING", "SUBSET",
            "SUFFICES", "TAKE", "TEMPORAL", "THEN", "THEOREM", "TRUE", "UNCHANGED", "UNION", "USE", "VARIABLE",
            "VARIABLES", "WITH", "WITNESS", "NULL", "ERR", "INIT", "SPECIFICATION", "INVARIANT", "INVARIANTS",
            "PROPERTY", "PROPERTIES", "CONSTRAINT", "CONSTRAINTS", "SYMMETRY", "VIEW", "TYPE", "ALIAS");

    private final String module;
    private final Map<String, String> programs = new HashMap<>();
    private final Map<String, String> families = new HashMap<>();
    private final Map<String, String> pools = new HashMap<>();

    private SpecNames(Protocol protocol, Set<String> taken) {
        this.module = module(protocol, taken);
        for (Program program : protocol.programs()) {
            String camel = camel(program.name());
            programs.put(program.name(), claim(taken, camel, camel + "Steps", camel + "Program"));
            families.put(program.name(), claim(taken, camel + "s", camel + "Contexts", camel + "Family"));
            pools.put(program.name(), claim(taken, "Free" + camel, "Unused" + camel, "Uncreated" + camel));
        }
    }

    static SpecNames of(LoweredProtocol lowered) {
        Set<String> taken = new HashSet<>(TAKEN);
        Stream.of(Operator.values()).forEach(operator -> taken.add(operator.symbol()));
        Stream.of(Property.values()).forEach(property -> taken.add(property.id()));
        Stream.of(Axis.values()).forEach(axis -> taken.add(axis.constant()));
        taken.add(Property.NO_STUCK_STOP);
        lowered.steps().forEach(step -> taken.add(step.action()));
        return new SpecNames(lowered.protocol(), taken);
    }

    /** The name of the module. */
    String module() {
        return module;
    }

    /** The action that is any fair step of the program. */
    String program(Program program) {
        return programs.get(program.name());
    }

    /** The set of the contexts of the program. */
    String family(Program program) {
        return families.get(program.name());
    }

    /** The thread that the next creation call of the program takes. */
    String pool(Program program) {
        return pools.get(program.name());
    }

    private static String module(Protocol protocol, Set<String> taken) {
        String camel = camel(protocol.name());
        boolean free = !taken.contains(camel) && !STANDARD_MODULES.contains(camel.toLowerCase(Locale.ROOT));
        return free ? camel : camel + "Protocol";
    }

    private static String claim(Set<String> taken, String... candidates) {
        List<String> all = new ArrayList<>(List.of(candidates));
        for (int i = 2; ; i++) {
            for (String candidate : all) {
                if (taken.add(candidate)) {
                    return candidate;
                }
            }
            all = List.of(candidates[candidates.length - 1] + "_" + i);
        }
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("[-_]")) {
            if (!word.isEmpty()) {
                camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return camel.toString();
    }
}
