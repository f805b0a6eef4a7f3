package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTInitializerClause;
import org.eclipse.cdt.core.dom.ast.IASTInitializerList;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IField;
import org.eclipse.cdt.core.dom.ast.IVariable;
import org.quiesce.csource.Place.Variable;
import org.quiesce.protocol.SharedObject;

/** What is done with the numbers that contexts share, and so how each can be told in a protocol. */
final class Scalars {

    /** How a number is told. */
    enum Role {
        /** It is 0 or 1. */
        FLAG,
        /** It is counted up and down. */
        COUNTER,
        /** It counts references, and nothing but who drops one asks for it: for that he dropped the last. */
        REFERENCES,
        /** It keeps its first value. */
        CONSTANT,
        /** It may be anything. */
        UNKNOWN
    }

    private static final Map<String, Integer> STEPS = Map.of(
            "atomic_inc", 1, "atomic_dec", -1, "atomic_long_inc", 1, "atomic_long_dec", -1,
            "refcount_inc", 1, "refcount_dec", -1,
            "atomic_dec_and_test", -1, "refcount_dec_and_test", -1, "atomic_long_dec_and_test", -1);
    private static final Set<String> STORES = Set.of("atomic_set", "atomic_long_set", "refcount_set");
    private static final Set<String> LOADS = Set.of("atomic_read", "atomic_long_read", "refcount_read",
            "atomic_read_acquire");
    /** What drops a reference, and says whether it was the last. */
    private static final Set<String> DROPS = Set.of("atomic_dec_and_test", "refcount_dec_and_test", "atomic_long_dec_and_test");
    private static final int MOST = 15;

    /** What is known of one number. */
    private static final class Uses {
        private final Set<Integer> stored = new HashSet<>();
        private final Set<Integer> compared = new HashSet<>();
        private boolean counted;
        private boolean blurred;
        private boolean exchanged;
        private boolean parameter;
        private int ups;
        /** Whether somebody asks for the last by dropping it, and by anything else. */
        private boolean dropped;
        private boolean asked;
    }

    private final Places places;
    private final Map<IBinding, Uses> uses = new HashMap<>();
    private final Map<IBinding, Integer> initial = new HashMap<>();

    Scalars(CModule module, Places places) {
        this.places = places;
        module.variables().values().forEach(this::initialised);
        module.functions().values().forEach(f -> Ast.declarators(f, declarator -> {
            if (declarator.getName().resolveBinding() instanceof IVariable variable && variable.isStatic()) {
                initialised(declarator);
            }
        }));
        module.marked("parameter_").values().forEach(p -> uses(p).parameter = true);
        module.functions().values().forEach(f -> Ast.expressions(f, this::use));
    }

    private void initialised(IASTDeclarator variable) {
        IBinding binding = variable.getName().resolveBinding();
        Optional<IASTInitializerClause> value = CModule.value(variable);
        if (binding == null || !CType.of(binding).isScalar()) {
            return;
        }
        if (value.isEmpty()) {
            initial.put(binding, 0);
        } else {
            number(value.get()).ifPresent(n -> initial.put(binding, n));
        }
    }

    /** A number, or {@code ATOMIC_INIT(number)}. */
    private static Optional<Integer> number(IASTInitializerClause value) {
        if (value instanceof IASTInitializerList list && list.getClauses().length == 1) {
            return number(list.getClauses()[0]);
        } else if (value instanceof IASTFunctionCallExpression call && Ast.arguments(call).size() == 1) {
            return Ast.number(Ast.arguments(call).get(0));
        }
        return value instanceof IASTExpression expression ? Ast.number(expression) : Optional.empty();
    }

    private Uses uses(IBinding variable) {
        return uses.computeIfAbsent(Instance.declared(variable), v -> new Uses());
    }

    /** The shared number that an expression names, as it is or as {@code atomic_read(&it)}. */
    Optional<IBinding> shared(IASTExpression expression, Scope scope) {
        IASTExpression bare = Ast.bare(expression);
        if (bare instanceof IASTFunctionCallExpression call) {
            return Ast.callee(call).filter(LOADS::contains).isPresent()
                    ? shared(CModule.withoutAddress(Ast.arguments(call).get(0)), scope)
                    : Optional.empty();
        }
        return places.of(bare, scope)
                .filter(Variable.class::isInstance)
                .map(p -> ((Variable) p).binding())
                .filter(b -> CType.of(b).isScalar() && !Places.isLocal(b));
    }

    private Optional<IBinding> shared(IASTExpression expression) {
        return shared(expression, Scope.nowhere());
    }

    /** The shared number that a call such as {@code atomic_inc()} counts, or stores to. */
    Optional<IBinding> changed(IASTFunctionCallExpression call, Scope scope) {
        String name = Ast.callee(call).orElse("");
        return STEPS.containsKey(name) || STORES.contains(name)
                ? shared(CModule.withoutAddress(Ast.arguments(call).get(0)), scope)
                : Optional.empty();
    }

    /** By how much a call such as {@code atomic_inc()} changes a number; empty if it stores one. */
    Optional<Integer> step(IASTFunctionCallExpression call) {
        return Optional.ofNullable(STEPS.get(Ast.callee(call).orElse("")));
    }

    private void use(IASTExpression expression) {
        if (expression instanceof IASTBinaryExpression binary) {
            binary(binary);
        } else if (expression instanceof IASTUnaryExpression unary) {
            switch (unary.getOperator()) {
                case IASTUnaryExpression.op_prefixIncr, IASTUnaryExpression.op_postFixIncr -> counts(unary.getOperand(), 1);
                case IASTUnaryExpression.op_prefixDecr, IASTUnaryExpression.op_postFixDecr -> counts(unary.getOperand(), -1);
                case IASTUnaryExpression.op_amper -> shared(unary.getOperand())
                        .filter(b -> !isExchanged(unary) && (!CType.of(b).is("atomic_t") || !isGivenToKnown(unary)))
                        .ifPresent(b -> uses(b).blurred = true);
                default -> { }
            }
        } else if (expression instanceof IASTFunctionCallExpression call) {
            shared(call).ifPresent(b -> uses(b).asked = true);
            exchanged(call);
            changed(call, Scope.nowhere()).ifPresent(b -> {
                if (step(call).isPresent()) {
                    boolean isDrop = Ast.callee(call).filter(DROPS::contains).isPresent();
                    uses(b).dropped |= isDrop;
                    uses(b).asked |= !isDrop && step(call).get() < 0;
                    counted(b, step(call).get());
                } else {
                    stored(b, Ast.arguments(call).get(1));
                }
            });
        }
    }

    /** What is compared and stored at once. */
    private void exchanged(IASTFunctionCallExpression call) {
        List<IASTExpression> arguments = Ast.arguments(call);
        Exchanges.stored(arguments, Ast.callee(call).orElse("")).ifPresent(value ->
                shared(CModule.withoutAddress(arguments.get(0))).ifPresent(b -> {
                    uses(b).exchanged = true;
                    uses(b).blurred |= !Exchanges.isOfBits(call);
                    stored(b, value);
                }));
    }

    private static boolean isExchanged(IASTExpression address) {
        return address.getParent() instanceof IASTFunctionCallExpression call && call.getArguments().length > 0
                && call.getArguments()[0] == address && Ast.callee(call).filter(Exchanges::isOne).isPresent();
    }

    /** Whether an address is given to a function that is known to read a number, to store to it or to count it. */
    private static boolean isGivenToKnown(IASTExpression address) {
        return address.getParent() instanceof IASTFunctionCallExpression call && call.getArguments().length > 0
                && call.getArguments()[0] == address && Ast.callee(call)
                .filter(name -> STEPS.containsKey(name) || STORES.contains(name) || LOADS.contains(name)).isPresent();
    }

    private void counts(IASTExpression operand, int by) {
        shared(operand).ifPresent(b -> {
            uses(b).asked = true;
            counted(b, by);
        });
    }

    private void counted(IBinding variable, int by) {
        uses(variable).counted = true;
        uses(variable).ups += by > 0 ? 1 : 0;
    }

    private void stored(IBinding variable, IASTExpression value) {
        Ast.number(value).ifPresentOrElse(n -> uses(variable).stored.add(n), () -> {
            if (isTruth(value)) {
                uses(variable).stored.add(0);
                uses(variable).stored.add(1);
            } else {
                uses(variable).blurred = true;
            }
        });
    }

    private static boolean isTruth(IASTExpression written) {
        IASTExpression value = Ast.bare(written);
        return Ast.isUnary(value, IASTUnaryExpression.op_not)
                || value instanceof IASTBinaryExpression binary && switch (binary.getOperator()) {
                    case IASTBinaryExpression.op_equals, IASTBinaryExpression.op_notequals,
                            IASTBinaryExpression.op_lessThan, IASTBinaryExpression.op_greaterThan,
                            IASTBinaryExpression.op_lessEqual, IASTBinaryExpression.op_greaterEqual,
                            IASTBinaryExpression.op_logicalAnd, IASTBinaryExpression.op_logicalOr -> true;
                    default -> false;
                };
    }

    private void binary(IASTBinaryExpression binary) {
        switch (binary.getOperator()) {
            case IASTBinaryExpression.op_assign ->
                    shared(binary.getOperand1()).ifPresent(b -> stored(b, binary.getOperand2()));
            case IASTBinaryExpression.op_plusAssign, IASTBinaryExpression.op_minusAssign -> {
                if (Ast.number(binary.getOperand2()).filter(n -> n == 1).isPresent()) {
                    counts(binary.getOperand1(), binary.getOperator() == IASTBinaryExpression.op_plusAssign ? 1 : -1);
                } else {
                    shared(binary.getOperand1()).ifPresent(b -> uses(b).blurred = true);
                }
            }
            case IASTBinaryExpression.op_binaryAndAssign, IASTBinaryExpression.op_binaryOrAssign,
                    IASTBinaryExpression.op_binaryXorAssign, IASTBinaryExpression.op_multiplyAssign,
                    IASTBinaryExpression.op_divideAssign, IASTBinaryExpression.op_moduloAssign,
                    IASTBinaryExpression.op_shiftLeftAssign, IASTBinaryExpression.op_shiftRightAssign ->
                    shared(binary.getOperand1()).ifPresent(b -> uses(b).blurred = true);
            case IASTBinaryExpression.op_equals, IASTBinaryExpression.op_notequals, IASTBinaryExpression.op_lessThan,
                    IASTBinaryExpression.op_greaterThan, IASTBinaryExpression.op_lessEqual,
                    IASTBinaryExpression.op_greaterEqual -> {
                compared(binary.getOperand1(), binary.getOperand2());
                compared(binary.getOperand2(), binary.getOperand1());
            }
            default -> { }
        }
    }

    private void compared(IASTExpression variable, IASTExpression bound) {
        IASTExpression bare = Ast.bare(variable);
        IASTExpression counted = bare instanceof IASTUnaryExpression unary ? unary.getOperand() : bare;
        shared(counted).ifPresent(b -> Ast.number(bound).ifPresent(n -> uses(b).compared.add(n)));
    }

    // ---- what follows

    Role role(IBinding variable) {
        Uses of = uses(variable);
        int first = initially(variable);
        boolean isBit = of.stored.stream().allMatch(n -> n == 0 || n == 1) && (first == 0 || first == 1);
        if (of.blurred) {
            return Role.UNKNOWN;
        } else if (of.stored.isEmpty() && !of.counted) {
            return of.parameter || Instance.declared(variable) instanceof IField ? Role.UNKNOWN : Role.CONSTANT;
        } else if (of.parameter || of.exchanged && of.counted) {
            return Role.UNKNOWN;
        } else if (references(variable).isPresent()) {
            return Role.REFERENCES;
        } else if (of.counted) {
            boolean resets = of.stored.stream().allMatch(n -> n == 0);
            boolean small = first >= 0 && first <= MOST && of.compared.stream().allMatch(n -> n >= 0 && n < MOST);
            return resets && small ? Role.COUNTER : Role.UNKNOWN;
        }
        return isBit ? Role.FLAG : Role.UNKNOWN;
    }

    /** Whether the file has a part in what a number is: it stores to it, or else nobody but a user can. */
    boolean isOfFile(IBinding variable) {
        Uses of = uses(variable);
        return !of.stored.isEmpty() || of.counted || of.blurred || !(Instance.declared(variable) instanceof IField);
    }

    /** With how many references a number begins, if it counts such. */
    Optional<Integer> references(IBinding variable) {
        Uses of = uses(variable);
        Set<Integer> begins = of.stored.isEmpty() ? Set.of(initially(variable)) : of.stored;
        boolean counts = of.dropped && !of.asked && of.compared.isEmpty() && begins.size() == 1;
        return counts ? begins.stream().filter(n -> n >= 1 && n <= SharedObject.Semaphore.MAX).findFirst() : Optional.empty();
    }

    /**
     * Whether a counter is compared with more than users count it to.
     *
     * @param calls how often users may do what the C says once
     */
    boolean isOutOfReach(IBinding counter, int calls) {
        int reached = initially(counter) + calls * Math.max(1, uses(counter).ups);
        return uses(counter).compared.stream().anyMatch(n -> n >= reached);
    }

    int initially(IBinding variable) {
        return initial.getOrDefault(Instance.declared(variable), 0);
    }

    /**
     * The most that a counter has to count to, to be told from what it is compared with.
     *
     * @param calls how often users may do what the C says once
     */
    int most(IBinding counter, int calls) {
        int bound = uses(counter).compared.stream().mapToInt(n -> n + 1).max().orElse(1);
        return Math.min(MOST, Math.max(Math.max(bound, initially(counter)), Math.max(1, calls * uses(counter).ups)));
    }
}
