package org.quiesce.csource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.eclipse.cdt.core.dom.ast.IASTBreakStatement;
import org.eclipse.cdt.core.dom.ast.IASTCaseStatement;
import org.eclipse.cdt.core.dom.ast.IASTCompoundStatement;
import org.eclipse.cdt.core.dom.ast.IASTDefaultStatement;
import org.eclipse.cdt.core.dom.ast.IASTDoStatement;
import org.eclipse.cdt.core.dom.ast.IASTForStatement;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTGotoStatement;
import org.eclipse.cdt.core.dom.ast.IASTIfStatement;
import org.eclipse.cdt.core.dom.ast.IASTLabelStatement;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTStatement;
import org.eclipse.cdt.core.dom.ast.IASTSwitchStatement;
import org.eclipse.cdt.core.dom.ast.IASTWhileStatement;

/**
 * A {@code goto} to a label that stands further in: what is done from there on is done where the {@code goto} stands, to the
 * end of the label's block, of the block around that, and so on to the end of the turn of the loop that is around both, or of
 * the function.
 */
final class JumpInto {

    private final IASTGotoStatement jump;
    private final IASTLabelStatement label;
    /** The innermost loop around the label; null if there is none. */
    private final IASTNode loop;

    private JumpInto(IASTGotoStatement jump, IASTLabelStatement label) {
        this.jump = jump;
        this.label = label;
        this.loop = around(label, JumpInto::isLoop);
    }

    /** A jump to a label of the function; empty if it leads into another loop, or from one, or if it can't be told. */
    static Optional<JumpInto> of(IASTFunctionDefinition function, IASTGotoStatement jump) {
        return label(function, jump.getName().toString()).map(label -> new JumpInto(jump, label)).filter(JumpInto::isTold);
    }

    private static Optional<IASTLabelStatement> label(IASTFunctionDefinition function, String name) {
        List<IASTLabelStatement> found = new ArrayList<>();
        Ast.statements(function, statement -> {
            if (statement instanceof IASTLabelStatement label && label.getName().toString().equals(name)) {
                found.add(label);
            }
        });
        return found.stream().findFirst();
    }

    private boolean isTold() {
        return around(jump, JumpInto::isLoop) == loop && !(loop instanceof IASTDoStatement)
                && (loop == null || !isInSwitch(jump) || levels().stream().noneMatch(this::breaksLoop));
    }

    /** The innermost of its kind around something in its function; null if there is none. */
    private static IASTNode around(IASTNode of, Predicate<IASTNode> isOne) {
        IASTNode node = of.getParent();
        while (!isOne.test(node) && !(node instanceof IASTFunctionDefinition)) {
            node = node.getParent();
        }
        return isOne.test(node) ? node : null;
    }

    private static boolean isLoop(IASTNode node) {
        return node instanceof IASTWhileStatement || node instanceof IASTForStatement || node instanceof IASTDoStatement;
    }

    /** What a {@code break} there leaves; null if there is nothing. */
    private static IASTNode broken(IASTNode of) {
        return around(of, node -> isLoop(node) || node instanceof IASTSwitchStatement);
    }

    private static boolean isInSwitch(IASTNode of) {
        return broken(of) instanceof IASTSwitchStatement;
    }

    /** The statements that are done, each with what stands behind it in its block: that of the label, and those around it. */
    private List<IASTStatement> levels() {
        List<IASTStatement> levels = new ArrayList<>();
        IASTNode node = label;
        while (node != loop && !(node instanceof IASTFunctionDefinition)) {
            if (node.getParent() instanceof IASTCompoundStatement) {
                levels.add((IASTStatement) node);
            }
            node = node.getParent();
        }
        return levels;
    }

    /** Whether a {@code break} in what is done would leave the switch in which the jump stands, and not the loop. */
    private boolean breaksLoop(IASTStatement level) {
        if (isInSwitch(level)) {
            return false;
        }
        boolean[] found = new boolean[1];
        List<IASTStatement> statements = new ArrayList<>(behind(level));
        statements.add(level);
        statements.forEach(statement -> Ast.statements(statement, inner ->
                found[0] |= inner instanceof IASTBreakStatement && broken(inner) == loop));
        return found[0];
    }

    private static List<IASTStatement> behind(IASTStatement statement) {
        List<IASTStatement> all = List.of(((IASTCompoundStatement) statement.getParent()).getStatements());
        return all.subList(all.indexOf(statement) + 1, all.size()).stream()
                .filter(s -> !(s instanceof IASTCaseStatement) && !(s instanceof IASTDefaultStatement))
                .toList();
    }

    /**
     * Does what stands from the label on.
     *
     * @param sequence what a flow does with statements of a block, and whether they are the last ones of the function
     * @param end      what it does at the end of the function
     */
    void run(Translation in, BiConsumer<List<IASTStatement>, Boolean> sequence, Runnable end) {
        through(in, sequence, end, label, () -> sequence.accept(List.of(label), false));
    }

    /** @param part does what there is of a statement */
    private void through(Translation in, BiConsumer<List<IASTStatement>, Boolean> sequence, Runnable end, IASTNode statement,
            Runnable part) {
        IASTNode around = statement.getParent();
        if (around instanceof IASTCompoundStatement block) {
            List<IASTStatement> behind = behind((IASTStatement) statement);
            through(in, sequence, end, block, () -> {
                part.run();
                sequence.accept(behind, block.getParent() instanceof IASTFunctionDefinition);
            });
        } else if (around instanceof IASTSwitchStatement) {
            through(in, sequence, end, around, () -> in.out().breakable(Ast.line(label), part));
        } else if (around instanceof IASTIfStatement || around instanceof IASTLabelStatement) {
            through(in, sequence, end, around, part);
        } else if (isLoop(around)) {
            part.run();
            in.out().continueInnermost(Ast.line(jump));
        } else {
            part.run();
            end.run();
        }
    }
}
