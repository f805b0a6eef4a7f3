package org.quiesce.csource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTBreakStatement;
import org.eclipse.cdt.core.dom.ast.IASTCompoundStatement;
import org.eclipse.cdt.core.dom.ast.IASTContinueStatement;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarationStatement;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTDoStatement;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpressionStatement;
import org.eclipse.cdt.core.dom.ast.IASTForStatement;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTGotoStatement;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTIfStatement;
import org.eclipse.cdt.core.dom.ast.IASTLabelStatement;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTNullStatement;
import org.eclipse.cdt.core.dom.ast.IASTReturnStatement;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTStatement;
import org.eclipse.cdt.core.dom.ast.IASTSwitchStatement;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTWhileStatement;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IProblemBinding;
import org.eclipse.cdt.core.dom.ast.IVariable;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Guards.Guard;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Statement;

/** The statements of the C. */
final class Flow {

    /** Deeper than anybody writes, and less than what overflows the stack. */
    private static final int DEEPEST = 400;

    /** How often a loop goes round at most if it is not known how often it does. */
    private static final int TURNS = 2;
    /** No bound of elements is larger. */
    private static final int MOST_COUNTED = 20;

    private final Translation in;
    /** What a goto to a label does, while its statements are translated. */
    private final Map<String, Runnable> labels = new HashMap<>();
    private final Deque<String> expanding = new ArrayDeque<>();
    private final Leaving leaving;
    private int depth;

    Flow(Translation in) {
        this.in = in;
        this.leaving = new Leaving(in);
    }

    /** The whole of a function. */
    void function(IASTFunctionDefinition function) {
        in.module().running().add(Registrations.name(function));
        if (function.getBody() instanceof IASTCompoundStatement body) {
            keepingLabels(() -> {
                labels.clear();
                sequence(Arrays.asList(body.getStatements()), true);
            });
        }
        leaving.end(function);
    }

    /** What stands in a block that is an expression before its value. */
    void beforeLast(IASTCompoundStatement block) {
        List<IASTStatement> statements = Arrays.asList(block.getStatements());
        sequence(statements.subList(0, statements.size() - 1), false);
    }

    // ---- sequences and labels

    private void sequence(List<IASTStatement> statements, boolean endsFunction) {
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i) instanceof IASTLabelStatement label) {
                labelled(label, statements.subList(i, statements.size()), endsFunction);
                return;
            }
            if (guard(statements.subList(i, statements.size()), endsFunction)) {
                return;
            }
            int next = nextLabel(statements, i + 1);
            if (next >= 0 && !endsFunction) {
                // What goes to the label leaves the block of all that stands before it.
                List<IASTStatement> before = statements.subList(i, next);
                IASTLabelStatement label = (IASTLabelStatement) statements.get(next);
                in.out().block(Ast.line(statements.get(i)), frame -> {
                    chain(label).forEach(l -> labels.put(name(l), () -> in.out().jump(Ast.line(label), frame)));
                    sequence(before, false);
                });
                forget(label);
                i = next - 1;
            } else {
                if (next >= 0) {
                    announce(statements, next);
                }
                List<IASTStatement> rest = statements.subList(i, statements.size());
                if (split(rest.get(0), () -> sequence(rest, endsFunction))) {
                    return;
                }
                statement(statements.get(i));
            }
        }
    }

    /** Whether a block begins with a guard: what is locked is unlocked where the block ends. */
    private boolean guard(List<IASTStatement> block, boolean endsFunction) {
        Optional<Guard> guard = block.get(0) instanceof IASTExpressionStatement first
                ? Guards.of(first.getExpression())
                : Optional.empty();
        guard.ifPresent(g -> guarding(g, Ast.line(block.get(0)), () -> {
            List<IASTStatement> rest = block.subList(1, block.size());
            // Nobody goes to a label from before the guard.
            rest.stream().filter(IASTLabelStatement.class::isInstance).forEach(label -> forget((IASTLabelStatement) label));
            sequence(rest, endsFunction);
        }));
        return guard.isPresent();
    }

    private void guarding(Guard guard, int line, Runnable content) {
        List<Statement> end = new ArrayList<>();
        guarded(line, () -> {
            in.effects().call(guard.begin(), guard.arguments(), line);
            end.addAll(in.out().apart(() -> in.effects().call(guard.end(), guard.arguments(), line)));
        });
        in.out().ending(end, content);
    }

    /** Which element a statement is about has to be known before it is translated. */
    private boolean split(IASTStatement statement, Runnable each) {
        IASTNode own = statement instanceof IASTIfStatement branch ? branch.getConditionExpression()
                : statement instanceof IASTSwitchStatement choice ? choice.getControllerExpression()
                : statement instanceof IASTExpressionStatement || statement instanceof IASTDeclarationStatement
                || statement instanceof IASTReturnStatement ? statement
                : null;
        return own != null && in.out().isOpen() && in.counting().split(own, each);
    }

    private static String name(IASTLabelStatement label) {
        return label.getName().toString();
    }

    /** A label, and those that stand directly behind it. */
    private static List<IASTLabelStatement> chain(IASTLabelStatement label) {
        List<IASTLabelStatement> chain = new ArrayList<>(List.of(label));
        if (label.getNestedStatement() instanceof IASTLabelStatement next) {
            chain.addAll(chain(next));
        }
        return chain;
    }

    /** Nobody goes to a label any more. */
    private void forget(IASTLabelStatement label) {
        chain(label).forEach(l -> labels.remove(name(l)));
    }

    private static int nextLabel(List<IASTStatement> statements, int from) {
        for (int i = from; i < statements.size(); i++) {
            if (statements.get(i) instanceof IASTLabelStatement) {
                return i;
            }
        }
        return -1;
    }

    /** To go to a label of the function's own block is to do what stands from there to the function's end, and leave. */
    private void announce(List<IASTStatement> statements, int first) {
        for (int i = first; i < statements.size(); i++) {
            if (statements.get(i) instanceof IASTLabelStatement label) {
                for (IASTLabelStatement same : chain(label)) {
                    List<IASTStatement> tail = new ArrayList<>(statements.subList(i, statements.size()));
                    tail.set(0, same);
                    int open = in.out().endings();
                    labels.putIfAbsent(name(same), () -> in.out().leaving(open, () -> expand(name(same), tail)));
                }
            }
        }
    }

    private void expand(String label, List<IASTStatement> tail) {
        if (expanding.contains(label)) {
            in.abstracted(Kind.UNMODELLED, Ast.line(tail.get(0)), "goto " + label + " goes back from an error path");
            end();
            return;
        }
        expanding(label, () -> sequence(tail, true));
        end();
    }

    /** Does what stands from a label on, where somebody goes to it. */
    private void expanding(String label, Runnable content) {
        expanding.push(label);
        keepingLabels(content);
        expanding.pop();
    }

    private void keepingLabels(Runnable content) {
        Map<String, Runnable> around = new HashMap<>(labels);
        content.run();
        labels.clear();
        labels.putAll(around);
    }

    /** A label: who goes back to it begins anew what stands from there to the end of the block. */
    private void labelled(IASTLabelStatement label, List<IASTStatement> from, boolean endsFunction) {
        List<IASTStatement> rest = new ArrayList<>(from.subList(1, from.size()));
        rest.add(0, label.getNestedStatement());
        if (goesTo(name(label), rest)) {
            rest.forEach(in.counting()::forget);
            in.out().again(Ast.line(label), frame -> {
                Runnable before = labels.put(name(label), () -> in.out().jump(Ast.line(label), frame));
                in.looping(() -> sequence(rest, endsFunction));
                labels.remove(name(label));
                if (before != null) {
                    labels.put(name(label), before);
                }
            });
        } else {
            sequence(rest, endsFunction);
        }
    }

    private static boolean goesTo(String label, List<IASTStatement> statements) {
        boolean[] found = new boolean[1];
        statements.forEach(statement -> Ast.statements(statement, inner ->
                found[0] |= inner instanceof IASTGotoStatement jump && jump.getName().toString().equals(label)));
        return found[0];
    }

    private void go(IASTGotoStatement jump) {
        String label = jump.getName().toString();
        if (labels.containsKey(label)) {
            labels.get(label).run();
            return;
        }
        Optional<JumpInto> into = in.out().endings() > 0 || expanding.contains(label)
                ? Optional.empty()
                : JumpInto.of(in.running().function(), jump);
        if (into.isPresent()) {
            expanding(label, () -> into.get().run(in, this::sequence, this::end));
        } else {
            in.abstracted(Kind.UNMODELLED, Ast.line(jump), "where '" + Ast.text(jump) + "' leads is not modelled");
            end();
        }
    }

    /** The function that is run ends. */
    private void end() {
        leaving.end(in.running().function());
    }

    // ---- statements

    void statement(IASTStatement statement) {
        if (split(statement, () -> statement(statement))) {
            return;
        }
        if (in.out().isOpen() && !(statement instanceof IASTNullStatement)) {
            int line = Ast.line(statement);
            if (++depth > DEEPEST) {
                throw new CSourceException(in.module().file().source().at(line) + ": statements are nested more than "
                        + DEEPEST + " deep, which is not read, such as a long chain of else-if; split the function");
            }
            guarded(line, () -> translate(statement, line));
            depth--;
        }
    }

    /** What names something that can't be made out is left out, and that is said. */
    private void guarded(int line, Runnable translation) {
        try {
            translation.run();
        } catch (Unresolved e) {
            in.abstracted(Kind.UNMODELLED, line, e.getMessage());
        }
    }

    private void translate(IASTStatement statement, int line) {
        if (statement instanceof IASTCompoundStatement block) {
            sequence(Arrays.asList(block.getStatements()), false);
        } else if (statement instanceof IASTExpressionStatement expression) {
            if (Guards.of(expression.getExpression()).isPresent()) {
                throw new Unresolved("a guard that does not stand in a block");
            }
            in.effects().run(expression.getExpression());
        } else if (statement instanceof IASTDeclarationStatement declaration) {
            declaration(declaration.getDeclaration());
        } else if (statement instanceof IASTIfStatement branch) {
            branch(branch, line);
        } else if (statement instanceof IASTWhileStatement loop && in.counting().cpu(loop).isPresent()) {
            in.out().breakable(line, () -> in.counting().eachCpu(in.counting().cpu(loop).get(), line,
                    () -> in.out().continuable(line, () -> statement(loop.getBody()))));
        } else if (statement instanceof IASTWhileStatement loop) {
            loop(line, loop.getCondition(), loop.getBody(), null);
        } else if (statement instanceof IASTForStatement loop) {
            statement(loop.getInitializerStatement());
            loop(line, loop.getConditionExpression(), loop.getBody(), loop.getIterationExpression());
        } else if (statement instanceof IASTDoStatement loop) {
            doLoop(loop);
        } else if (statement instanceof IASTReturnStatement exit) {
            leaving.returns(exit);
        } else if (statement instanceof IASTBreakStatement) {
            in.out().breakInnermost(line);
        } else if (statement instanceof IASTContinueStatement) {
            in.out().continueInnermost(line);
        } else if (statement instanceof IASTGotoStatement jump) {
            go(jump);
        } else if (statement instanceof IASTLabelStatement label) {
            sequence(List.of(label), false);
        } else if (statement instanceof IASTSwitchStatement choice) {
            new Switch(in, choice).translate();
        } else {
            in.abstracted(Kind.UNMODELLED, line, "'" + Ast.text(statement) + "' is not understood");
        }
    }

    private void branch(IASTIfStatement branch, int line) {
        Optional<Guard> guard = Guards.scoped(branch.getConditionExpression());
        if (guard.isPresent()) {
            // In the kernel it is a loop of one turn, which break leaves.
            in.out().breakable(line, () -> in.out().continuable(line, () -> guarding(guard.get(), line,
                    () -> statement(branch.getThenClause()))));
        } else {
            in.tests().branch(branch.getConditionExpression(), () -> statement(branch.getThenClause()),
                    () -> Optional.ofNullable(branch.getElseClause()).ifPresent(this::statement));
        }
    }

    private void declaration(IASTDeclaration declaration) {
        if (declaration instanceof IASTSimpleDeclaration simple) {
            for (IASTDeclarator declarator : simple.getDeclarators()) {
                declared(declarator);
            }
        }
    }

    private void declared(IASTDeclarator declarator) {
        IBinding variable = declarator.getName().resolveBinding();
        int line = Ast.line(declarator);
        Optional<IASTExpression> value = CModule.value(declarator)
                .filter(IASTExpression.class::isInstance)
                .map(IASTExpression.class::cast);
        boolean isStatic = variable instanceof IVariable declared && declared.isStatic();
        if (variable == null || isStatic) {
            return;
        }
        Optional<String> local = in.localNumber(variable);
        if (value.isPresent()) {
            in.effects().initialise(variable, local, value.get(), line);
        }
    }

    // ---- loops

    private void loop(int line, IASTExpression condition, IASTStatement body, IASTExpression step) {
        if (in.counting().counts(condition)) {
            in.out().breakable(line, () -> counted(0, condition, body, step));
            return;
        }
        in.counting().forget(body.getParent());
        Condition[] tested = new Condition[1];
        List<Statement> before = in.out().apart(() ->
                tested[0] = condition == null ? Conditions.always() : in.tests().condition(condition));
        if (isUnknown(tested[0])) {
            endsSoon(condition, line);
            whileUnknown(condition, () -> in.out().turns(line, TURNS, () -> {
                in.out().append(before);
                return tested[0];
            }, () -> {
                statement(body);
                in.effects().run(step);
            }));
        } else if (before.isEmpty()) {
            in.looping(() -> in.out().loop(line, tested[0], () -> statement(body),
                    () -> guarded(line, () -> in.effects().run(step))));
        } else {
            in.looping(() -> in.out().loop(line, Conditions.always(), () -> {
                in.out().append(before);
                in.out().branch(line, tested[0], () -> {}, () -> in.out().breakInnermost(line));
                statement(body);
            }, () -> guarded(line, () -> in.effects().run(step))));
        }
    }

    /** A turn of a loop over elements, and those after it. */
    private void counted(int turn, IASTExpression condition, IASTStatement body, IASTExpression step) {
        int line = Ast.line(condition);
        if (turn > MOST_COUNTED) {
            in.abstracted(Kind.UNMODELLED, line, "the loop '" + Ast.text(condition) + "' is followed for " + MOST_COUNTED
                    + " turns only");
            return;
        }
        in.out().branch(line, in.tests().condition(condition), () -> {
            in.turn(turn, () -> in.out().continuable(line, () -> statement(body)));
            if (in.out().isOpen()) {
                guarded(line, () -> in.effects().run(step));
                counted(turn + 1, condition, body, step);
            }
        }, () -> {});
    }

    /**
     * A loop of which it is unknown when it ends. If nothing is left of it, no run tells that it was passed; a condition
     * that asks others may keep it going until they have done something.
     */
    private void whileUnknown(IASTExpression condition, Runnable loop) {
        int before = in.out().statements().size();
        in.looping(loop);
        List<Statement> left = in.out().statements().subList(before, in.out().statements().size());
        boolean[] asksOthers = new boolean[1];
        Ast.expressions(condition, e -> asksOthers[0] |= e instanceof IASTFunctionCallExpression
                || e instanceof IASTIdExpression id && id.getName().resolveBinding() instanceof IProblemBinding);
        if (asksOthers[0] && left.stream().flatMap(Statement::calls).findAny().isEmpty()) {
            in.abstracted(Kind.UNGUARDED, Ast.line(condition), "what keeps the loop '" + Ast.text(condition) + "' going");
        }
    }

    /**
     * A loop of which nothing is known that ends it is followed for some turns. Who goes on until a number of the file, or
     * what a pointer leads to, is changed may wait for another of the file, who may never do it.
     */
    private void endsSoon(IASTExpression condition, int line) {
        in.abstracted(Kind.ASSUMED, line, "the loop '" + Ast.text(condition) + "' ends, after " + TURNS + " turns at most");
        boolean[] waits = new boolean[1];
        boolean[] steps = new boolean[1];
        Ast.expressions(condition, e -> {
            waits[0] |= Ast.isUnary(e, IASTUnaryExpression.op_star) && CType.of(e.getExpressionType()).isScalar();
            waits[0] |= in.shared(e).filter(in.module().scalars()::isOfFile).isPresent();
            steps[0] |= e instanceof IASTIdExpression id && Places.isLocal(id.getName().resolveBinding())
                    && CType.of(id.getName().resolveBinding()).isScalar();
        });
        if (waits[0] && !steps[0]) {
            in.abstracted(Kind.UNMODELLED, line, "whether and when '" + Ast.text(condition) + "' comes out otherwise");
        }
    }

    /** Whether nothing of what a condition reads is known. */
    private static boolean isUnknown(Condition condition) {
        return condition.decided().isEmpty() && condition.atoms().allMatch(Condition.Chance.class::isInstance);
    }

    private void doLoop(IASTDoStatement loop) {
        in.counting().forget(loop);
        int line = Ast.line(loop.getCondition());
        Condition[] tested = new Condition[1];
        List<Statement> before = in.out().apart(() -> tested[0] = in.tests().condition(loop.getCondition()));
        if (tested[0].decided().equals(Optional.of(false))) {
            in.out().doWhile(line, () -> statement(loop.getBody()), tested[0]);
        } else if (isUnknown(tested[0])) {
            endsSoon(loop.getCondition(), line);
            boolean[] first = {true};
            whileUnknown(loop.getCondition(), () -> in.out().turns(line, TURNS, () -> {
                Condition condition = first[0] ? Conditions.always() : tested[0];
                first[0] = false;
                return condition;
            }, () -> statement(loop.getBody())));
        } else if (before.isEmpty()) {
            in.looping(() -> in.out().doWhile(line, () -> statement(loop.getBody()), tested[0]));
        } else {
            in.looping(() -> in.out().loop(line, Conditions.always(), () -> {
                in.out().continuable(line, () -> statement(loop.getBody()));
                in.out().append(before);
                in.out().branch(line, tested[0], () -> {}, () -> in.out().breakInnermost(line));
            }, () -> {}));
        }
    }
}
