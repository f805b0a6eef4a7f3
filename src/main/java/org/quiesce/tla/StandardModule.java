package org.quiesce.tla;

import static org.quiesce.tla.InfixOperator.CONCATENATE;
import static org.quiesce.tla.InfixOperator.DIVIDE;
import static org.quiesce.tla.InfixOperator.GREATER;
import static org.quiesce.tla.InfixOperator.GREATER_OR_EQUAL;
import static org.quiesce.tla.InfixOperator.LESS;
import static org.quiesce.tla.InfixOperator.LESS_OR_EQUAL;
import static org.quiesce.tla.InfixOperator.MAPS_TO;
import static org.quiesce.tla.InfixOperator.MINUS;
import static org.quiesce.tla.InfixOperator.MODULO;
import static org.quiesce.tla.InfixOperator.OVERRIDE;
import static org.quiesce.tla.InfixOperator.PLUS;
import static org.quiesce.tla.InfixOperator.POWER;
import static org.quiesce.tla.InfixOperator.RANGE;
import static org.quiesce.tla.InfixOperator.TIMES;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the standard modules define.
 *
 * @param name      the module
 * @param operators its named operators, with the number of their arguments
 * @param symbols   its infix operators
 * @param base      the module that it extends
 */
record StandardModule(
        String name, Map<String, Integer> operators, Set<InfixOperator> symbols, Optional<StandardModule> base) {

    private static final StandardModule NATURALS = new StandardModule(
            "Naturals",
            Map.of("Nat", 0),
            Set.of(
                    PLUS, MINUS, TIMES, POWER, LESS, GREATER, LESS_OR_EQUAL, GREATER_OR_EQUAL, MODULO, DIVIDE, RANGE),
            Optional.empty());

    private static final StandardModule INTEGERS =
            new StandardModule("Integers", Map.of("Int", 0), Set.of(), Optional.of(NATURALS));

    private static final StandardModule SEQUENCES = new StandardModule(
            "Sequences",
            Map.of("Seq", 1, "Len", 1, "Append", 2, "Head", 1, "Tail", 1, "SubSeq", 3, "SelectSeq", 2),
            Set.of(CONCATENATE),
            Optional.empty());

    private static final StandardModule FINITE_SETS =
            new StandardModule("FiniteSets", Map.of("IsFiniteSet", 1, "Cardinality", 1), Set.of(), Optional.empty());

    private static final StandardModule TLC = new StandardModule(
            "TLC",
            Map.ofEntries(
                    Map.entry("Print", 2),
                    Map.entry("PrintT", 1),
                    Map.entry("Assert", 2),
                    Map.entry("JavaTime", 0),
                    Map.entry("TLCGet", 1),
                    Map.entry("TLCSet", 2),
                    Map.entry("Permutations", 1),
                    Map.entry("SortSeq", 2),
                    Map.entry("RandomElement", 1),
                    Map.entry("Any", 0),
                    Map.entry("ToString", 1),
                    Map.entry("TLCEval", 1)),
            Set.of(MAPS_TO, OVERRIDE),
            Optional.empty());

    private static final StandardModule BAGS = new StandardModule(
            "Bags",
            Map.of(
                    "IsABag", 1, "BagToSet", 1, "SetToBag", 1, "BagIn", 2, "EmptyBag", 0, "BagUnion", 1, "SubBag", 1,
                    "BagOfAll", 2, "BagCardinality", 1, "CopiesIn", 2),
            Set.of(),
            Optional.of(TLC));

    static Optional<StandardModule> named(String name) {
        return all().filter(module -> module.name.equals(name)).findFirst();
    }

    /** The module to extend for an operator; none if it is built into the language. */
    static Optional<StandardModule> of(InfixOperator symbol) {
        return all().filter(module -> module.symbols.contains(symbol)).findFirst();
    }

    /** The module to extend for an operator. */
    static Optional<StandardModule> of(String operator) {
        return all().filter(module -> module.operators.containsKey(operator)).findFirst();
    }

    /** This module and those it extends. */
    Stream<StandardModule> withBases() {
        return Stream.concat(Stream.of(this), base.stream().flatMap(StandardModule::withBases));
    }

    private static Stream<StandardModule> all() {
        return Stream.of(NATURALS, INTEGERS, SEQUENCES, FINITE_SETS, TLC, BAGS);
    }
}
