package org.quiesce.csource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTBreakStatement;
import org.eclipse.cdt.core.dom.ast.IASTCaseStatement;
import org.eclipse.cdt.core.dom.ast.IASTCompoundStatement;
import org.eclipse.cdt.core.dom.ast.IASTDefaultStatement;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTStatement;
import org.eclipse.cdt.core.dom.ast.IASTSwitchStatement;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;

/** A switch: one test after the other, each with the statements up to the break. */
final class Switch {

    private record Case(List<IASTExpression> values, boolean isDefault, int start) {}

    private final Translation in;
    private final IASTSwitchStatement choice;
    private final List<IASTStatement> statements = new ArrayList<>();
    private final List<Case> cases = new ArrayList<>();
    /** The local variable that holds what it decides by, if it is no variable already. */
    private Optional<String> decided = Optional.empty();

    Switch(Translation in, IASTSwitchStatement choice) {
        this.in = in;
        this.choice = choice;
    }

    void translate() {
        if (!(choice.getBody() instanceof IASTCompoundStatement body)) {
            in.abstracted(Abstraction.Kind.UNMODELLED, Ast.line(choice), "a switch without a block");
            return;
        }
        collect(body);
        int line = Ast.line(choice);
        decide(line);
        in.out().breakable(line, () -> from(0));
    }

    /** Evaluates what it decides by, once; what a call yields is kept for that. */
    private void decide(int line) {
        IASTExpression value = choice.getControllerExpression();
        if (!(Ast.bare(value) instanceof IASTFunctionCallExpression)) {
            in.effects().run(value);
            return;
        }
        Target target = Target.of(in.temporary("choice"));
        for (Case one : cases) {
            for (IASTExpression number : one.values()) {
                Optional<Integer> n = Ast.number(number).filter(Comparisons::isSmall);
                target = n.isPresent() ? target.comparedWith(n.get()) : target;
            }
        }
        in.effects().store(target, value, line);
        decided = Optional.of(target.name());
    }

    private void collect(IASTCompoundStatement body) {
        List<IASTExpression> values = new ArrayList<>();
        boolean isDefault = false;
        for (IASTStatement statement : body.getStatements()) {
            if (statement instanceof IASTCaseStatement one) {
                values.add(one.getExpression());
            } else if (statement instanceof IASTDefaultStatement) {
                isDefault = true;
            } else {
                if (!values.isEmpty() || isDefault) {
                    cases.add(new Case(List.copyOf(values), isDefault, statements.size()));
                    values.clear();
                    isDefault = false;
                }
                statements.add(statement);
            }
        }
    }

    /** The tests from one case on; what is no case goes to the default. */
    private void from(int index) {
        if (index == cases.size()) {
            cases.stream().filter(Case::isDefault).findFirst().ifPresent(c -> run(c.start()));
        } else if (cases.get(index).isDefault()) {
            from(index + 1);
        } else {
            Case one = cases.get(index);
            in.out().branch(Ast.line(choice), condition(one), () -> run(one.start()), () -> from(index + 1));
        }
    }

    private Condition condition(Case one) {
        return one.values().stream()
                .map(value -> in.comparisons().isEqual(choice.getControllerExpression(), decided, value))
                .reduce(Conditions::or)
                .orElseThrow();
    }

    private void run(int start) {
        for (IASTStatement statement : statements.subList(start, statements.size())) {
            if (statement instanceof IASTBreakStatement) {
                return;
            }
            in.flow().statement(statement);
        }
    }
}
