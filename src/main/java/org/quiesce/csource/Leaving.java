package org.quiesce.csource;

import java.util.List;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTReturnStatement;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Translation.Activation;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.protocol.CallbackOps;
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
        } else if (in.returns() == Returns.NUMBER || in.returns() == Returns.VERDICT) {
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
            case NOTHING, IRQ_THREAD -> {
                in.effects().run(value);
                in.out().returns(line, Value.of(0));
            }
            case IRQ, HRTIMER -> asks(value, line);
            case NUMBER, VERDICT -> number(value, line);
        }
    }

    private void result(Activation running, IASTExpression value, int line) {
        if (value != null && running.taker().isPresent()) {
            running.taker().get().accept(value);
        } else if (value == null || running.result().isEmpty()) {
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

    /** What an interrupt handler, or the function of a timer, asks for by the word that it returns. */
    private void asks(IASTExpression value, int line) {
        if (value != null && Ast.bare(value) instanceof IASTConditionalExpression choice) {
            in.tests().branch(choice.getLogicalConditionExpression(),
                    () -> asks(choice.getPositiveResultExpression(), line),
                    () -> asks(choice.getNegativeResultExpression(), line));
            return;
        }
        String word = value != null && Ast.bare(value) instanceof IASTIdExpression id ? id.getName().toString() : "";
        if (word.equals("IRQ_WAKE_THREAD")) {
            in.out().end(0);
            in.emit(line, Ops.irqWakeThread());
        } else if (word.equals("HRTIMER_RESTART")) {
            in.out().end(0);
            in.emit(line, CallbackOps.hrtimerRestart());
        } else {
            if (in.returns() == Returns.HRTIMER && !word.equals("HRTIMER_NORESTART")) {
                in.abstracted(Kind.UNMODELLED, line, "whether the timer is armed again");
            }
            in.effects().run(value);
            in.out().returns(line, Value.of(0));
        }
    }
}
