package org.quiesce.csource;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IVariable;
import org.quiesce.csource.Place.Variable;
import org.quiesce.protocol.ProtocolBuilder;

/** The bits of words that are set, cleared and tested one by one: each is a flag. */
final class Bits {

    private static final Set<String> SETS = Set.of("set_bit", "__set_bit");
    private static final Set<String> CLEARS = Set.of("clear_bit", "__clear_bit", "clear_bit_unlock");
    private static final Set<String> TESTS = Set.of("test_bit", "test_bit_acquire");
    private static final Set<String> EXCHANGES = Set.of("test_and_set_bit", "__test_and_set_bit", "test_and_set_bit_lock",
            "test_and_clear_bit", "__test_and_clear_bit");

    /** One bit of a word, by how its number is written. */
    private record Bit(IBinding word, String number) {}

    private final Names names;
    private final Places places;
    private final Map<Bit, String> flags = new LinkedHashMap<>();
    /** Words that something else is done to than to one bit, or to all, which it clears. */
    private final Set<IBinding> mixed = new HashSet<>();

    Bits(CModule file, Places places, Names names) {
        this.names = names;
        this.places = places;
        file.functions().values().forEach(f -> Ast.expressions(f, this::use));
        file.variables().values().forEach(variable -> CModule.value(variable)
                .filter(value -> !(value instanceof IASTExpression e && Ast.number(e).equals(Optional.of(0))))
                .ifPresent(value -> mixed.add(variable.getName().resolveBinding())));
    }

    private void use(IASTExpression expression) {
        if (expression instanceof IASTBinaryExpression store && Ast.isStore(store.getOperator())
                && !(Ast.isBinary(store, IASTBinaryExpression.op_assign) && Ast.isNull(store.getOperand2()))) {
            word(store.getOperand1()).ifPresent(mixed::add);
        } else if (Ast.isUnary(expression, IASTUnaryExpression.op_amper)
                && !(expression.getParent() instanceof IASTFunctionCallExpression call
                && Ast.callee(call).filter(Bits::isKnown).isPresent())) {
            word(((IASTUnaryExpression) expression).getOperand()).ifPresent(mixed::add);
        }
    }

    private Optional<IBinding> word(IASTExpression expression) {
        return places.of(expression, Scope.nowhere()).filter(Variable.class::isInstance)
                .map(place -> Instance.declared(((Variable) place).binding()))
                .filter(binding -> CType.of(binding).is(CType.NUMBER));
    }

    /** Whether a function sets, clears or tests a bit. */
    static boolean isKnown(String function) {
        return SETS.contains(function) || CLEARS.contains(function) || TESTS.contains(function) || EXCHANGES.contains(function);
    }

    static Set<String> setting() {
        return SETS;
    }

    static Set<String> clearing() {
        return CLEARS;
    }

    static Set<String> testing() {
        return TESTS;
    }

    static Set<String> exchanging() {
        return EXCHANGES;
    }

    /**
     * The flag that a bit is.
     *
     * @throws Unresolved if it is unknown which bit it is, or the word is used in other ways, too
     */
    String flag(IBinding word, IASTExpression number) {
        boolean isConstant = Ast.number(number).isPresent() || Ast.named(number).filter(IVariable.class::isInstance).isEmpty();
        if (!isConstant || places.type(word).isArray() || mixed.contains(Instance.declared(word))) {
            throw new Unresolved("which bit of '" + word.getName() + "' '" + Ast.text(number)
                    + "' is, or what else is done to them, is not modelled");
        }
        String which = Ast.number(number).map(String::valueOf).orElse(Ast.text(number));
        return flags.computeIfAbsent(new Bit(word, which), b -> names.fresh(places.name(word) + "_" + Ast.text(number)));
    }

    /** The flags of all bits of a word that are known. */
    List<String> of(IBinding word) {
        return flags.entrySet().stream().filter(e -> e.getKey().word().equals(word)).map(Map.Entry::getValue).toList();
    }

    void declare(ProtocolBuilder builder) {
        flags.values().forEach(builder::flag);
    }
}
