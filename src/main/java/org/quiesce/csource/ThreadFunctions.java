package org.quiesce.csource;

import java.util.List;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.Conditions;

/** Threads that are created with one of several functions, of which a choice, a table or a pointer says which. */
final class ThreadFunctions {

    private final Translation in;

    ThreadFunctions(Translation in) {
        this.in = in;
    }

    /** The function of the thread that a call creates, if it is not known yet which one that is. */
    Optional<IASTExpression> open(IASTExpression value) {
        return Ast.callee(value).filter(Places::createsThread)
                .flatMap(name -> Ast.arguments((IASTFunctionCallExpression) value).stream().findFirst())
                .filter(function -> in.chosen(function).isEmpty() && in.module().file().functionNamedBy(function).isEmpty()
                        && in.module().pointers().only(function).isEmpty() && isFollowed(function));
    }

    private boolean isFollowed(IASTExpression function) {
        return Ast.bare(function) instanceof IASTConditionalExpression choice
                ? choice.getPositiveResultExpression() != null && isKnown(choice.getPositiveResultExpression())
                        && isKnown(choice.getNegativeResultExpression())
                : !in.module().pointers().all(function).isEmpty();
    }

    private boolean isKnown(IASTExpression arm) {
        return in.module().file().functionNamedBy(arm).isPresent() || isFollowed(arm);
    }

    /** Does something once for each function that it may be. */
    void each(IASTExpression function, Runnable content) {
        each(function, function, content);
    }

    private void each(IASTExpression whole, IASTExpression part, Runnable content) {
        Optional<IASTFunctionDefinition> known = in.module().file().functionNamedBy(part)
                .or(() -> in.module().pointers().element(part, in.running().scope()));
        if (known.isPresent()) {
            in.choosing(whole, known.get(), content);
        } else if (Ast.bare(part) instanceof IASTConditionalExpression choice) {
            in.tests().branch(choice.getLogicalConditionExpression(),
                    () -> each(whole, choice.getPositiveResultExpression(), content),
                    () -> each(whole, choice.getNegativeResultExpression(), content));
        } else {
            in.effects().run(part);
            oneOf(in.module().pointers().all(part), whole, content);
        }
    }

    private void oneOf(List<IASTFunctionDefinition> functions, IASTExpression pointer, Runnable content) {
        IASTFunctionDefinition first = functions.get(0);
        if (functions.size() == 1) {
            in.choosing(pointer, first, content);
            return;
        }
        String question = "'" + Ast.text(pointer) + "' is " + Registrations.name(first);
        int line = Ast.line(pointer);
        in.abstracted(Kind.CHOICE, line, question + "(), or it is not");
        in.out().branch(line, Conditions.chance(question), () -> in.choosing(pointer, first, content),
                () -> oneOf(functions.subList(1, functions.size()), pointer, content));
    }
}
