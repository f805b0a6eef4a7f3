package org.quiesce.csource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
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

    private JumpInto(IASTGotoStatement jump, IASTLabelStatement label) {
        this.jump = jump;
        this.label = label;
    }

    /** A jump to a label of the function; empty if it leads into another loop, or from one, or if it can't be told. */
    static Optional<JumpInto> of(IASTFunctionDefinition function, IASTGotoStatement jump) {
        return label(function, jump.getName().toString()).map(label -> new JumpInto(jump, label)).filter(JumpInto::isTold);
    }

    private static Optional<IASTLabelStatement> label(IASTFunctionDefinition function, String name) {
        List<IASTLabelStatement> found = new ArrayList<>();
        function.accept(new ASTVisitor() {
            {
                shouldVisitStatements = true;
            }

            @Override
            public int visit(IASTStatement statement) {
                if (statement instanceof IASTLabelStatement label && label.getName().toString().equals(name)) {
                    found.add(label);
                }
                return PROCESS_CONTINUE;
            }
        });
        return found.stream().findFirst();
    }

    private boolean isTold() {
        return loop(jump) == loop(label) && !(loop(label) instanceof IASTDoStatement)
                && (loop(label) == null || !isInSwitch(jump) || levels().stream().noneMatch(this::breaksLoop));
    }

    /** The innermost loop around something in its function; null if there is none. */
    private static IASTNode loop(IASTNode of) {
        IASTNode node = of.getParent();
        while (!isLoop(node) && !(node instanceof IASTFunctionDefinition)) {
            node = node.getParent();
        }
        return isLoop(node) ? node : null;
    }

    private static boolean isLoop(IASTNode node) {
        return node instanceof IASTWhileStatement || node instanceof IASTForStatement || node instanceof IASTDoStatement;
    }

    private static boolean isInSwitch(IASTNode of) {
        IASTNode node = of.getParent();
        while (!isLoop(node) && !(node instanceof IASTFunctionDefinition) && !(node instanceof IASTSwitchStatement)) {
            node = node.getParent();
        }
        return node instanceof IASTSwitchStatement;
    }

    /** The statements that are done, each with what stands behind it in its block: that of the label, and those around it. */
    private List<IASTStatement> levels() {
        List<IASTStatement> levels = new ArrayList<>();
        IASTNode node = label;
        while (node != loop(label) && !(node instanceof IASTFunctionDefinition)) {
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
        statements.forEach(statement -> statement.accept(new ASTVisitor() {
            {
                shouldVisitStatements = true;
            }

            @Override
            public int visit(IASTStatement inner) {
                found[0] |= inner instanceof IASTBreakStatement && !isInSwitch(inner) && loop(inner) == loop(label);
                return PROCESS_CONTINUE;
            }
        }));
        return found[0];
    }

    private static List<IASTStatement> behind(IASTStatement statement) {
        List<IASTStatement> all = List.of(((IASTCompoundStatement) statement.getParent()).getStatements());
        return all.subList(all.indexOf(statement) + 1, all.size()).stream()
                .filter(s -> !(s instanceof IASTCaseStatement) && !(s instanceof IASTDefaultStatement))
                .toList();
    }

    /** Does what stands from the label on, by what a flow does with a block and where a function ends. */
    void run(Translation in, Blocks blocks) {
        through(in, blocks, label, () -> blocks.inner(List.of(label)));
    }

    /** What a flow does with statements. */
    interface Blocks {
        /** Some that stand in a block. */
        void inner(List<IASTStatement> statements);

        /** The last ones of the function. */
        void last(List<IASTStatement> statements);

        /** The end of the function. */
        void end();
    }

    /** @param part does what there is of a statement */
    private void through(Translation in, Blocks blocks, IASTNode statement, Runnable part) {
        IASTNode around = statement.getParent();
        if (around instanceof IASTCompoundStatement block) {
            List<IASTStatement> behind = behind((IASTStatement) statement);
            through(in, blocks, block, () -> {
                part.run();
                if (block.getParent() instanceof IASTFunctionDefinition) {
                    blocks.last(behind);
                } else {
                    blocks.inner(behind);
                }
            });
        } else if (around instanceof IASTSwitchStatement) {
            through(in, blocks, around, () -> in.out().breakable(Ast.line(label), part));
        } else if (around instanceof IASTIfStatement || around instanceof IASTLabelStatement) {
            through(in, blocks, around, part);
        } else if (isLoop(around)) {
            part.run();
            in.out().continueInnermost(Ast.line(jump));
        } else {
            part.run();
            blocks.end();
        }
    }
}
