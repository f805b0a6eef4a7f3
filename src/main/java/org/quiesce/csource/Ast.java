package org.quiesce.csource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTCastExpression;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTInitializerClause;
import org.eclipse.cdt.core.dom.ast.IASTLiteralExpression;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTStatement;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IArrayType;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IEnumerator;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.quiesce.protocol.Errno;

/** Questions that are asked of pieces of C everywhere. */
final class Ast {

    private static final int LONGEST = 60;
    /** What a macro makes may have no text of its own. */
    private static final String MACRO = "a macro";

    private Ast() {}

    /** The line on which it begins; 0 if it is nowhere. */
    static int line(IASTNode node) {
        return node.getFileLocation() == null ? 0 : node.getFileLocation().getStartingLineNumber();
    }

    /** It as it is written, on one line, and not too long for a message. */
    static String text(IASTNode node) {
        if (node == null) {
            return MACRO;
        }
        String text = node.getRawSignature().replaceAll("/\\*.*?\\*/", " ").replaceAll("[\\p{Cntrl}\\s]+", " ")
                .replaceAll(",( ?)\\+(struct|union)_", ", $2 ").strip();
        if (text.isEmpty()) {
            return MACRO;
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    }

    /** It without the brackets and casts around it. */
    static IASTExpression bare(IASTExpression expression) {
        if (expression instanceof IASTUnaryExpression unary
                && unary.getOperator() == IASTUnaryExpression.op_bracketedPrimary) {
            return bare(unary.getOperand());
        }
        return expression instanceof IASTCastExpression cast ? bare(cast.getOperand()) : expression;
    }

    static boolean isUnary(IASTExpression expression, int operator) {
        return expression instanceof IASTUnaryExpression unary && unary.getOperator() == operator;
    }

    /** Whether it is an array itself, and no pointer to one. */
    static boolean isArray(IASTExpression expression) {
        IType type = expression.getExpressionType();
        while (type instanceof ITypedef named) {
            type = named.getType();
        }
        return type instanceof IArrayType;
    }

    static boolean isBinary(IASTExpression expression, int operator) {
        return expression instanceof IASTBinaryExpression binary && binary.getOperator() == operator;
    }

    /** The name of the function that is called, if it is called by its name. */
    static Optional<String> callee(IASTExpression expression) {
        return expression instanceof IASTFunctionCallExpression call
                        && bare(call.getFunctionNameExpression()) instanceof IASTIdExpression function
                ? Optional.of(function.getName().toString())
                : Optional.empty();
    }

    static List<IASTExpression> arguments(IASTFunctionCallExpression call) {
        List<IASTExpression> arguments = new ArrayList<>();
        for (IASTInitializerClause clause : call.getArguments()) {
            if (clause instanceof IASTExpression expression) {
                arguments.add(expression);
            }
        }
        return arguments;
    }

    /** What a plain name stands for. */
    static Optional<IBinding> named(IASTExpression expression) {
        return bare(expression) instanceof IASTIdExpression id
                ? Optional.ofNullable(id.getName().resolveBinding())
                : Optional.empty();
    }

    static boolean isNull(IASTExpression expression) {
        return number(expression).filter(n -> n == 0).isPresent();
    }

    /** The number that an expression is whatever happens: a literal, an enumerator, an error number. */
    static Optional<Integer> number(IASTExpression written) {
        IASTExpression expression = bare(written);
        if (expression instanceof IASTLiteralExpression literal) {
            return literal(literal);
        } else if (isUnary(expression, IASTUnaryExpression.op_minus)) {
            return number(((IASTUnaryExpression) expression).getOperand()).map(n -> -n);
        } else if (expression instanceof IASTIdExpression id) {
            String name = id.getName().toString();
            if (id.getName().resolveBinding() instanceof IEnumerator enumerator
                    && enumerator.getValue() != null
                    && enumerator.getValue().numberValue() != null) {
                return Optional.of(enumerator.getValue().numberValue().intValue());
            }
            return errno(name);
        }
        return Optional.empty();
    }

    /** Error numbers are all that matters of them: those that protocols have no name for are told apart by no code. */
    private static Optional<Integer> errno(String name) {
        Optional<Integer> known =
                Arrays.stream(Errno.values()).filter(e -> e.name().equals(name)).map(Errno::number).findFirst();
        return known.isPresent() || !name.matches("E[A-Z0-9]{2,}") ? known : Optional.of(Errno.ENODEV.number());
    }

    private static Optional<Integer> literal(IASTLiteralExpression literal) {
        if (literal.getKind() != IASTLiteralExpression.lk_integer_constant) {
            return Optional.empty();
        }
        String digits = literal.toString().replaceAll("[uUlL]+$", "");
        try {
            return Optional.of(digits.matches("0[0-7]+") ? Integer.valueOf(digits, 8) : Integer.decode(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Every expression in a piece of C, from outside to inside. */
    static void expressions(IASTNode node, Consumer<IASTExpression> visitor) {
        node.accept(new ASTVisitor() {
            {
                shouldVisitExpressions = true;
            }

            @Override
            public int visit(IASTExpression expression) {
                visitor.accept(expression);
                return PROCESS_CONTINUE;
            }
        });
    }

    /** Every statement in a piece of C, from outside to inside. */
    static void statements(IASTNode node, Consumer<IASTStatement> visitor) {
        node.accept(new ASTVisitor() {
            {
                shouldVisitStatements = true;
            }

            @Override
            public int visit(IASTStatement statement) {
                visitor.accept(statement);
                return PROCESS_CONTINUE;
            }
        });
    }

    /** Every declarator in a piece of C. */
    static void declarators(IASTNode node, Consumer<IASTDeclarator> visitor) {
        node.accept(new ASTVisitor() {
            {
                shouldVisitDeclarators = true;
            }

            @Override
            public int visit(IASTDeclarator declarator) {
                visitor.accept(declarator);
                return PROCESS_CONTINUE;
            }
        });
    }

    /** Whether an operator stores to its first operand: {@code =}, or one such as {@code +=}. */
    static boolean isStore(int operator) {
        return operator >= IASTBinaryExpression.op_assign && operator <= IASTBinaryExpression.op_binaryOrAssign;
    }

    /** Whether an operator counts up or down. */
    static boolean isCount(int operator) {
        return switch (operator) {
            case IASTUnaryExpression.op_prefixIncr, IASTUnaryExpression.op_postFixIncr,
                    IASTUnaryExpression.op_prefixDecr, IASTUnaryExpression.op_postFixDecr -> true;
            default -> false;
        };
    }

    /** Whether an operator compares. */
    static boolean isComparison(int operator) {
        return switch (operator) {
            case IASTBinaryExpression.op_lessThan, IASTBinaryExpression.op_lessEqual, IASTBinaryExpression.op_greaterThan,
                    IASTBinaryExpression.op_greaterEqual, IASTBinaryExpression.op_equals,
                    IASTBinaryExpression.op_notequals -> true;
            default -> false;
        };
    }

    /** The comparison that says the same of its operands the other way round. */
    static int mirrored(int operator) {
        return switch (operator) {
            case IASTBinaryExpression.op_lessThan -> IASTBinaryExpression.op_greaterThan;
            case IASTBinaryExpression.op_lessEqual -> IASTBinaryExpression.op_greaterEqual;
            case IASTBinaryExpression.op_greaterThan -> IASTBinaryExpression.op_lessThan;
            case IASTBinaryExpression.op_greaterEqual -> IASTBinaryExpression.op_lessEqual;
            default -> operator;
        };
    }
}
