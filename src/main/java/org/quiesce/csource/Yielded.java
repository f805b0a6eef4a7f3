package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpressionStatement;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTReturnStatement;
import org.eclipse.cdt.core.dom.ast.IASTStatement;
import org.eclipse.cdt.core.dom.ast.IFunction;
import org.eclipse.cdt.core.dom.ast.IPointerType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.eclipse.cdt.core.dom.ast.gnu.IGNUASTCompoundStatementExpression;

/** What a pointer gets that is set to what a function of the file returns: one of the values in its returns. */
final class Yielded {

    /** What makes a pointer of the number of an error, or one of another. */
    private static final Set<String> ERRORS = Set.of("ERR_PTR", "ERR_CAST");

    private Yielded() {}

    /** The function of the file that an expression calls by its name, if it returns a pointer. */
    static Optional<IASTFunctionDefinition> by(CModule module, IASTExpression written) {
        return Ast.callee(Ast.bare(written)).flatMap(module::function).filter(Yielded::returnsPointer);
    }

    private static boolean returnsPointer(IASTFunctionDefinition function) {
        if (!(function.getDeclarator().getName().resolveBinding() instanceof IFunction declared)) {
            return false;
        }
        IType type = declared.getType().getReturnType();
        while (type instanceof ITypedef named) {
            type = named.getType();
        }
        return type instanceof IPointerType;
    }

    /** All that an expression may be, in the order of the file: itself, unless it is a choice or calls such a function. */
    static List<IASTExpression> values(CModule module, IASTExpression written) {
        List<IASTExpression> found = new ArrayList<>();
        collect(module, written, new HashSet<>(), found);
        return found;
    }

    private static void collect(CModule module, IASTExpression written, Set<String> called, List<IASTExpression> found) {
        IASTExpression value = Ast.bare(written);
        Optional<IASTFunctionDefinition> function = by(module, value);
        Optional<IASTExpression> last = last(value);
        if (last.isPresent()) {
            collect(module, last.get(), called, found);
        } else if (value instanceof IASTConditionalExpression choice && choice.getPositiveResultExpression() != null) {
            collect(module, choice.getPositiveResultExpression(), called, found);
            collect(module, choice.getNegativeResultExpression(), called, found);
        } else if (function.isEmpty()) {
            found.add(value);
        } else if (called.add(Registrations.name(function.get()))) {
            Ast.statements(function.get(), statement -> {
                if (statement instanceof IASTReturnStatement exit && exit.getReturnValue() != null) {
                    collect(module, exit.getReturnValue(), called, found);
                }
            });
        }
    }

    /** The value of a block that is an expression, <code>({ …; value; })</code>; empty of anything else. */
    static Optional<IASTExpression> last(IASTExpression written) {
        if (!(Ast.bare(written) instanceof IGNUASTCompoundStatementExpression block)) {
            return Optional.empty();
        }
        IASTStatement[] statements = block.getCompoundStatement().getStatements();
        return statements.length > 0 && statements[statements.length - 1] instanceof IASTExpressionStatement end
                ? Optional.of(end.getExpression())
                : Optional.empty();
    }

    /** Whether an expression makes an error pointer. */
    static boolean isError(IASTExpression written) {
        return Ast.callee(Ast.bare(written)).filter(ERRORS::contains).isPresent();
    }
}
