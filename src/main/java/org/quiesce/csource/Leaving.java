package org.quiesce.csource;

import java.util.List;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTReturnStatement;
import org.quiesce.csource.Translation.Activation;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Value;

/** How functions end: those of a program with what the kernel takes of it, others with what their caller wants. */
final class Leaving {

    private final Translation in;

    Leaving(Translation in) {
        this.in = in;
    }

    /** A function ends without a return. */
    void end(IASTFunctionDefinition function) {
        Activation running = in.running();
        if (!in.out().isOpen()) {
            return;
        }
        int line = function.getFileLocation().getEndingLineNumber();
        running.result().ifPresent(result -> in.out().set(line, result.name(), 0));
        if (running.end().isPresent()) {
            in.out().jump(line, running.end().get());
        } else if (in.returns() != Returns.NOTHING && in.returns() != Returns.IRQ) {
            in.out().returns(line, Value.of(0));
        }
    }

    void returns(IASTReturnStatement exit) {
        Activation running = in.running();
        int line = Ast.line(exit);
        IASTExpression value = exit.getReturnValue();
        if (running.end().isPresent()) {
            result(running, value, line);
            in.out().jump(line, running.end().get());
            return;
        }
        switch (in.returns()) {
            case NOTHING -> {
                in.effects().run(value);
                in.out().returns(line, Value.of(0));
            }
            case IRQ -> irq(value, line);
            case NUMBER, VERDICT -> number(value, line);
        }
    }

    private void result(Activation running, IASTExpression value, int line) {
        if (value == null || running.result().isEmpty()) {
            in.effects().run(value);
        } else {
            in.effects().store(running.result().get(), value, line);
        }
    }

    private void number(IASTExpression value, int line) {
        Optional<Value> known = value == null ? Optional.of(Value.of(0)) : in.effects().number(value);
        if (known.isPresent()) {
            in.out().returns(line, known.get());
        } else if (in.returns() == Returns.VERDICT) {
            String result = in.temporary("ret");
            in.effects().store(Target.of(result), value, line);
            in.out().returns(line, Value.of(result));
        } else {
            in.effects().run(value);
            in.out().returns(line, Value.of(0));
        }
    }

    private void irq(IASTExpression value, int line) {
        if (value != null && Ast.bare(value) instanceof IASTConditionalExpression choice) {
            in.tests().branch(choice.getLogicalConditionExpression(),
                    () -> irq(choice.getPositiveResultExpression(), line),
                    () -> irq(choice.getNegativeResultExpression(), line));
        } else if (value != null && Ast.bare(value) instanceof IASTIdExpression id
                && id.getName().toString().equals("IRQ_WAKE_THREAD")) {
            in.emit(line, Ops.irqWakeThread());
        } else {
            in.effects().run(value);
            in.out().returns(line, Value.of(0));
        }
    }
}
