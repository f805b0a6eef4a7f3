package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTArraySubscriptExpression;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTInitializer;
import org.eclipse.cdt.core.dom.ast.IASTInitializerClause;
import org.eclipse.cdt.core.dom.ast.IASTInitializerList;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IField;
import org.eclipse.cdt.core.dom.ast.IFunction;
import org.eclipse.cdt.core.dom.ast.IProblemBinding;
import org.eclipse.cdt.core.dom.ast.IVariable;
import org.eclipse.cdt.core.dom.ast.c.ICASTDesignatedInitializer;
import org.eclipse.cdt.core.dom.ast.c.ICASTDesignator;
import org.eclipse.cdt.core.dom.ast.c.ICASTFieldDesignator;

/** The functions of a file to which its variables, fields and parameters may point. */
final class FunctionPointers {

    private final CModule module;
    private final Map<IBinding, Map<String, IASTFunctionDefinition>> functions = new HashMap<>();
    /** Fields that are assigned to, and are NULL before that. */
    private final Set<IBinding> assigned = new HashSet<>();
    /** The variables that are a struct, by its name. */
    private final Map<String, Set<IASTDeclarator>> structs = new HashMap<>();
    /** Structs that are in arrays or in other structs. */
    private final Set<String> inOthers = new HashSet<>();
    /** Tables of functions, as they are written, by the number of the element. */
    private final Map<IBinding, List<IASTFunctionDefinition>> tables = new HashMap<>();
    /** Pointers that get something else, too. */
    private final Set<IBinding> others = new HashSet<>();

    FunctionPointers(CModule module) {
        this.module = module;
        module.unit().accept(new ASTVisitor() {
            {
                shouldVisitDeclarators = true;
                shouldVisitInitializers = true;
                shouldVisitExpressions = true;
            }

            @Override
            public int visit(IASTDeclarator declarator) {
                struct(declarator, CModule.innermost(declarator).getName().resolveBinding());
                CModule.value(declarator).ifPresent(value ->
                        initialised(CModule.innermost(declarator).getName().resolveBinding(), value));
                return PROCESS_CONTINUE;
            }

            @Override
            public int visit(IASTInitializer initializer) {
                if (initializer instanceof ICASTDesignatedInitializer designated) {
                    fieldOf(designated).ifPresent(field -> gets(field, designated.getOperand()));
                }
                return PROCESS_CONTINUE;
            }

            @Override
            public int visit(IASTExpression expression) {
                if (Ast.isBinary(expression, IASTBinaryExpression.op_assign)) {
                    IASTBinaryExpression assignment = (IASTBinaryExpression) expression;
                    pointer(assignment.getOperand1()).ifPresent(to -> {
                        assigned.add(to);
                        gets(to, assignment.getOperand2());
                    });
                } else if (expression instanceof IASTFunctionCallExpression call) {
                    module.passed(call, FunctionPointers.this::gets);
                }
                return PROCESS_CONTINUE;
            }
        });
    }

    private void struct(IASTDeclarator declarator, IBinding variable) {
        CType type = variable instanceof IVariable && !(variable instanceof IProblemBinding) ? CType.of(variable) : null;
        if (type == null || type.pointers() > 0) {
            return;
        } else if (type.isArray() || variable instanceof IField) {
            inOthers.add(type.name());
        } else {
            structs.computeIfAbsent(type.name(), name -> new HashSet<>()).add(declarator);
        }
    }

    /** A table of functions is a pointer to any of them. */
    private void initialised(IBinding variable, IASTInitializerClause value) {
        if (value instanceof IASTInitializerList list) {
            List<IASTFunctionDefinition> elements = Stream.of(list.getClauses()).map(module::functionNamedBy).flatMap(Optional::stream).toList();
            if (elements.size() == list.getClauses().length) {
                tables.put(variable, elements);
            }
            for (IASTInitializerClause clause : list.getClauses()) {
                IASTInitializerClause element =
                        clause instanceof ICASTDesignatedInitializer designated && fieldOf(designated).isEmpty()
                                ? designated.getOperand()
                                : clause;
                module.functionNamedBy(element).ifPresent(function -> gets(variable, element));
            }
        } else {
            gets(variable, value);
        }
    }

    private static Optional<IBinding> fieldOf(ICASTDesignatedInitializer designated) {
        IBinding field = null;
        for (ICASTDesignator designator : designated.getDesignators()) {
            if (designator instanceof ICASTFieldDesignator named) {
                field = named.getName().resolveBinding();
            }
        }
        return Optional.ofNullable(field).filter(IField.class::isInstance);
    }

    private void gets(IBinding pointer, IASTNode value) {
        Optional<IASTFunctionDefinition> function = module.functionNamedBy(value);
        if (function.isPresent()) {
            functions.computeIfAbsent(pointer, p -> new LinkedHashMap<>())
                    .put(Registrations.name(function.get()), function.get());
        } else if (!(value instanceof IASTExpression expression && Ast.isNull(expression))) {
            others.add(pointer);
        }
    }

    /** The variable or field of the file that an expression names; of an array it is the whole. */
    private static Optional<IBinding> pointer(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        if (expression instanceof IASTArraySubscriptExpression element) {
            return pointer(element.getArrayExpression());
        } else if (Ast.isUnary(expression, IASTUnaryExpression.op_star)) {
            return pointer(((IASTUnaryExpression) expression).getOperand());
        } else if (expression instanceof IASTFieldReference field) {
            return Optional.ofNullable(field.getFieldName().resolveBinding()).filter(IField.class::isInstance);
        }
        return Ast.named(expression).filter(binding -> binding instanceof IVariable && !(binding instanceof IFunction));
    }

    /** What a call through a pointer may call; nothing if it calls a function by its name, or nobody knows which. */
    List<IASTFunctionDefinition> calledBy(IASTFunctionCallExpression call) {
        return pointees(call.getFunctionNameExpression());
    }

    private List<IASTFunctionDefinition> pointees(IASTExpression expression) {
        return pointer(expression).map(p -> List.copyOf(functions.getOrDefault(p, Map.of()).values())).orElse(List.of());
    }

    /** The functions to which a pointer may point: all that there are; nothing if that is unknown. */
    List<IASTFunctionDefinition> all(IASTExpression expression) {
        return mayBeAnother(expression) ? List.of() : pointees(expression);
    }

    /** The function that an element of a table is that nobody stores to. */
    Optional<IASTFunctionDefinition> element(IASTExpression written, Scope scope) {
        return Ast.bare(written) instanceof IASTArraySubscriptExpression element
                ? pointer(element.getArrayExpression()).filter(table -> tables.containsKey(table) && !assigned.contains(table))
                        .flatMap(table -> scope.number(Places.subscript(element))
                                .filter(n -> n >= 0 && n < tables.get(table).size()).map(tables.get(table)::get))
                : Optional.empty();
    }

    /** Whether an expression may point to a function that is not among those of the file. */
    boolean mayBeAnother(IASTExpression expression) {
        return pointer(expression).filter(others::contains).isPresent();
    }

    /** Whether an expression is a field that has a function in every struct of its type, from the beginning. */
    boolean isNeverNull(IASTExpression expression) {
        return pointer(expression).filter(IField.class::isInstance).filter(this::isNeverNull).isPresent();
    }

    private boolean isNeverNull(IBinding field) {
        String struct = ((IField) field).getCompositeTypeOwner().getName();
        return functions.containsKey(field) && !others.contains(field) && !assigned.contains(field)
                && !inOthers.contains(struct) && structs.containsKey(struct)
                && structs.get(struct).stream().allMatch(variable ->
                        module.functionNamedBy(CModule.fields(variable).get(field.getName())).isPresent());
    }

    /** The one function to which an expression can point. */
    Optional<IASTFunctionDefinition> only(IASTExpression expression) {
        List<IASTFunctionDefinition> all = pointees(expression);
        return all.size() == 1 && !mayBeAnother(expression) ? Optional.of(all.get(0)) : Optional.empty();
    }
}
