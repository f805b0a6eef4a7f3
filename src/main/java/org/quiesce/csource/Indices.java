package org.quiesce.csource;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTArraySubscriptExpression;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IArrayType;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.ICompositeType;
import org.eclipse.cdt.core.dom.ast.IField;
import org.eclipse.cdt.core.dom.ast.IPointerType;
import org.eclipse.cdt.core.dom.ast.IProblemBinding;
import org.eclipse.cdt.core.dom.ast.IQualifierType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.eclipse.cdt.core.dom.ast.IVariable;

/** The local numbers that tell elements apart of arrays in which threads, or what they share, are kept. */
final class Indices {

    /** What yields what one CPU has. */
    private static final Set<String> OF_A_CPU = Set.of("per_cpu", "per_cpu_ptr");
    /** What yields what the CPU has that runs it. */
    private static final Set<String> OF_THIS_CPU =
            Set.of("this_cpu_ptr", "raw_cpu_ptr", "get_cpu_ptr", "this_cpu_read", "get_cpu_var");
    /** Objects of the kernel that are tracked. */
    private static final Set<String> OBJECTS = Set.of("task_struct", "completion", "wait_queue_head", "mutex", "spinlock",
            "raw_spinlock", "semaphore", "rw_semaphore", "work_struct", "delayed_work", "timer_list", "tasklet_struct",
            "kthread_worker", "kthread_work", "kthread_delayed_work", "workqueue_struct");
    private static final Pattern CREATION = Pattern.compile("kthread_(?:run|create)\\w*");
    private static final int DEEPEST = 6;

    private final Places places;
    private final Set<IBinding> indices = new HashSet<>();
    /** Local numbers with which indices are compared: how many elements there are. */
    private final Set<IBinding> limits = new HashSet<>();
    /** Types of structs of which there are several that are told apart. */
    private final Set<String> several = new HashSet<>();

    Indices(CModule module, Places places) {
        this.places = places;
        module.functions().values().forEach(f -> Ast.expressions(f, this::use));
        several.addAll(places.severalOf());
        boolean grows = true;
        while (grows) {
            int before = indices.size();
            module.functions().values().forEach(f -> Ast.expressions(f, this::compared));
            module.calls((name, call) -> module.function(name).ifPresent(function -> {
                List<IASTExpression> arguments = Ast.arguments(call);
                for (int i = 0; i < arguments.size(); i++) {
                    if (Translation.parameter(function, i).filter(indices::contains).isPresent()) {
                        named(arguments.get(i));
                    }
                }
            }));
            module.functions().values().forEach(function -> {
                Ast.expressions(function, this::copied);
                Ast.declarators(function, declarator -> {
                    if (indices.contains(declarator.getName().resolveBinding())) {
                        CModule.value(declarator).filter(IASTExpression.class::isInstance)
                                .ifPresent(value -> named((IASTExpression) value));
                    }
                });
            });
            grows = indices.size() > before;
        }
    }

    private void use(IASTExpression expression) {
        subscript(expression).ifPresent(index -> {
            named(index);
            several.add(typeOf(expression));
        });
        if (Ast.callee(expression).filter(CREATION.asMatchPredicate()).isPresent()) {
            List<IASTExpression> arguments = Ast.arguments((IASTFunctionCallExpression) expression);
            if (arguments.size() > 1) {
                named(arguments.get(1));
            }
        }
    }

    private void copied(IASTExpression expression) {
        if (Ast.isBinary(expression, IASTBinaryExpression.op_assign)) {
            IASTBinaryExpression assignment = (IASTBinaryExpression) expression;
            if (Ast.named(assignment.getOperand1()).filter(indices::contains).isPresent()) {
                named(assignment.getOperand2());
            }
        }
    }

    private void compared(IASTExpression expression) {
        if (expression instanceof IASTBinaryExpression binary && Ast.isComparison(binary.getOperator())) {
            IASTExpression one = Counting.counter(binary.getOperand1());
            IASTExpression other = Counting.counter(binary.getOperand2());
            if (Ast.named(one).filter(indices::contains).isPresent()) {
                limit(other);
            } else if (Ast.named(other).filter(indices::contains).isPresent()) {
                limit(one);
            }
        }
    }

    private void limit(IASTExpression number) {
        local(number).filter(n -> !indices.contains(n)).ifPresent(n -> {
            limits.add(n);
            indices.add(n);
        });
    }

    private static Optional<IBinding> local(IASTExpression number) {
        return Ast.named(number).filter(b -> Places.isLocal(b) && CType.of(b).isScalar());
    }

    /** Whether a local number says how many elements there are. */
    boolean isLimit(IBinding variable) {
        return limits.contains(variable);
    }

    private void named(IASTExpression index) {
        local(index).ifPresent(indices::add);
    }

    private static String typeOf(IASTExpression element) {
        IASTExpression array = element instanceof IASTArraySubscriptExpression subscripted
                ? subscripted.getArrayExpression()
                : Ast.arguments((IASTFunctionCallExpression) element).get(0);
        return CType.of(array.getExpressionType()).name();
    }

    /** Whether an expression is a field of a struct of which there are several. */
    boolean isOfSeveral(IASTExpression expression) {
        return Ast.bare(expression) instanceof IASTFieldReference field
                && several.contains(CType.of(field.getFieldOwner().getExpressionType()).name());
    }

    /** Whether a local number tells elements apart. */
    boolean isIndex(IBinding variable) {
        return indices.contains(variable);
    }

    /** The number by which an expression, if it is an element, is chosen. */
    private Optional<IASTExpression> subscript(IASTExpression expression) {
        if (expression instanceof IASTArraySubscriptExpression element) {
            return places.of(element.getArrayExpression(), Scope.nowhere())
                    .filter(this::hasElements)
                    .map(array -> Places.subscript(element));
        }
        return expression instanceof IASTFunctionCallExpression call
                ? cpu(call).filter(c -> isPerCpu(Ast.arguments(call).get(0)))
                : Optional.empty();
    }

    /** By what a call that yields what one CPU has says which: by a number, or, as it is the CPU that runs it, by itself. */
    static Optional<IASTExpression> cpu(IASTFunctionCallExpression call) {
        String name = Ast.callee(call).orElse("");
        List<IASTExpression> arguments = Ast.arguments(call);
        return OF_A_CPU.contains(name) && arguments.size() == 2 ? Optional.of(arguments.get(1))
                : OF_THIS_CPU.contains(name) && arguments.size() == 1 ? Optional.of(call)
                : Optional.empty();
    }

    private boolean isPerCpu(IASTExpression variable) {
        return places.of(variable, Scope.nowhere())
                .filter(p -> p instanceof Place.Variable v && places.isPerCpu(v.binding()))
                .isPresent();
    }

    private boolean hasElements(Place place) {
        return place instanceof Place.Variable variable && variable.binding() instanceof IVariable array
                && places.hasElements(array);
    }

    /** The first number in a piece of C that chooses an element, and is not known there. */
    Optional<IASTExpression> unknown(IASTNode node, Scope scope) {
        IASTExpression[] found = new IASTExpression[1];
        Ast.expressions(node, expression -> subscript(expression)
                .filter(index -> found[0] == null && scope.number(index).isEmpty())
                .ifPresent(index -> found[0] = index));
        return Optional.ofNullable(found[0]);
    }

    // ---- types

    /** Whether a variable is of a type in which there is something that is tracked. */
    static boolean isOfObjects(IVariable variable) {
        CType known = CType.of(variable);
        return OBJECTS.contains(known.name()) || holdsObjects(inner(variable.getType()), DEEPEST);
    }

    /** Whether a variable is a struct, and one of the module, in which there is something that is tracked. */
    static boolean isStructOfObjects(IVariable variable) {
        return !OBJECTS.contains(CType.of(variable).name()) && isOfObjects(variable);
    }

    /** What an array consists of, or a pointer leads to. */
    private static IType inner(IType type) {
        if (type instanceof IArrayType array) {
            return inner(array.getType());
        } else if (type instanceof IPointerType pointer) {
            return inner(pointer.getType());
        } else if (type instanceof IQualifierType qualified) {
            return inner(qualified.getType());
        } else if (type instanceof ITypedef typedef) {
            return inner(typedef.getType());
        }
        return type;
    }

    private static boolean holdsObjects(IType type, int depth) {
        if (!(type instanceof ICompositeType struct) || struct instanceof IProblemBinding || depth == 0) {
            return false;
        } else if (OBJECTS.contains(struct.getName())) {
            return true;
        }
        for (IField field : struct.getFields()) {
            CType of = CType.of(field);
            boolean isObject = OBJECTS.contains(of.name());
            if (isObject || of.pointers() == 0 && holdsObjects(inner(field.getType()), depth - 1)) {
                return true;
            }
        }
        return false;
    }
}
