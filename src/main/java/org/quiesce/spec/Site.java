package org.quiesce.spec;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/**
 * Where a micro is written down: for which contexts, and what they are called there.
 *
 * @param facts   the protocol
 * @param kernel  the operators used so far
 * @param program the program that has the micro
 * @param step    the step that does it
 * @param self    the running context
 */
record Site(Facts facts, Kernel kernel, LoweredProgram program, Step step, Expr self) {

    /** An entry of the running context. */
    Expr own(String variable) {
        return Tla.at(variable, self);
    }

    Expr setOwn(String variable, Expr value) {
        return Tla.assignAt(variable, self, value);
    }

    Expr task(TaskOperand operand) {
        if (operand instanceof TaskOperand.Register) {
            return own("arg");
        } else if (operand instanceof TaskOperand.Direct direct) {
            return Tla.name(direct.pointer());
        } else {
            return self;
        }
    }

    /** Whether a signal is pending; nothing if none ever is. */
    Optional<Expr> signalled() {
        return facts.signalled(program.contexts(), self, kernel);
    }

    /** What ends a sleep in that mode besides what it waits for; nothing if nothing can. */
    Optional<Expr> ending(SleepMode mode) {
        return switch (mode) {
            case INTERRUPTIBLE -> signalled();
            case KILLABLE -> fatallySignalled();
            case UNINTERRUPTIBLE, IDLE -> Optional.empty();
        };
    }

    /** Whether a fatal signal is pending; nothing if none ever is. */
    Optional<Expr> fatallySignalled() {
        return has("killPending") ? Optional.of(own("killPending")) : Optional.empty();
    }

    /** A write to a local variable, if there is one to write to. */
    List<Expr> into(Optional<String> local, Expr value) {
        return local.map(name -> setOwn(name, value)).map(List::of).orElse(List.of());
    }

    /** What a call yields that answers with yes or no. */
    static Expr oneIf(Expr condition) {
        return Tla.ifThenElse(condition, Tla.num(1), Tla.num(0));
    }

    Expr value(Value value) {
        if (value instanceof Value.Literal literal) {
            return Tla.num(literal.number());
        }
        return local(((Value.LocalVariable) value).name());
    }

    /** A local variable; one that no reachable step assigns still has its first value. */
    Expr local(String name) {
        return has(name) ? own(name) : Tla.num(0);
    }

    /** Whether the program has an entry of the variable. */
    boolean has(String variable) {
        return facts.hasVariable(variable, program);
    }

    CallbackView callback(String name) {
        return new CallbackView(name, facts);
    }

    /** Whether the running context is forbidden what the step does: to sleep, or to leave. */
    Atomicity atomicity() {
        return facts.atomicity(program, step);
    }

    /** What forbids it, where something may. */
    Expr isForbidden() {
        return facts.isForbidden(program, step, self, kernel);
    }
}
