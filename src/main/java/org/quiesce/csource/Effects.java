package org.quiesce.csource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTArraySubscriptExpression;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpressionList;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTTypeIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.gnu.IGNUASTCompoundStatementExpression;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Held;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.csource.Meaning.Yields;
import org.quiesce.csource.Scalars.Role;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation.Result;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Spellings;
import org.quiesce.protocol.Value;

/** What expressions do: calls, stores, and uses of memory, in the order in which C does them. */
final class Effects {

    private final Translation in;
    private final Pointers pointers;
    private final Uses uses;
    private final Numbers numbers;

    Effects(Translation in) {
        this.in = in;
        this.pointers = new Pointers(in, this);
        this.uses = new Uses(in);
        this.numbers = new Numbers(in, this);
    }

    /** Does what an expression does; nobody wants its value. */
    void run(IASTExpression written) {
        if (written == null || !in.out().isOpen()) {
            return;
        }
        IASTExpression expression = Ast.bare(written);
        if (expression instanceof IASTFunctionCallExpression call) {
            called(call, Optional.empty());
        } else if (expression instanceof IASTBinaryExpression binary) {
            binary(binary);
        } else if (expression instanceof IASTUnaryExpression unary) {
            unary(unary);
        } else if (expression instanceof IASTConditionalExpression choice) {
            in.tests().branch(choice.getLogicalConditionExpression(), () -> run(choice.getPositiveResultExpression()),
                    () -> run(choice.getNegativeResultExpression()));
        } else if (expression instanceof IASTExpressionList list) {
            for (IASTExpression part : list.getExpressions()) {
                run(part);
            }
        } else if (expression instanceof IGNUASTCompoundStatementExpression block) {
            in.flow().statement(block.getCompoundStatement());
        } else if (!(expression instanceof IASTTypeIdExpression)) {
            children(expression);
            uses(expression);
        }
    }

    /** The value of a block that is an expression, once what stands before it is done; of anything else it itself. */
    IASTExpression value(IASTExpression written) {
        Optional<IASTExpression> last = Yielded.last(written);
        if (last.isEmpty()) {
            return Ast.bare(written);
        }
        in.flow().beforeLast(((IGNUASTCompoundStatementExpression) Ast.bare(written)).getCompoundStatement());
        return value(last.get());
    }

    private void children(IASTExpression expression) {
        for (IASTNode child : expression.getChildren()) {
            if (child instanceof IASTExpression part) {
                run(part);
            }
        }
    }

    private void binary(IASTBinaryExpression binary) {
        switch (binary.getOperator()) {
            case IASTBinaryExpression.op_assign ->
                    assign(binary.getOperand1(), binary.getOperand2(), Ast.line(binary));
            case IASTBinaryExpression.op_logicalAnd ->
                    in.tests().branch(binary.getOperand1(), () -> run(binary.getOperand2()), () -> {});
            case IASTBinaryExpression.op_logicalOr ->
                    in.tests().branch(binary.getOperand1(), () -> {}, () -> run(binary.getOperand2()));
            case IASTBinaryExpression.op_plusAssign -> changed(binary, 1);
            case IASTBinaryExpression.op_minusAssign -> changed(binary, -1);
            default -> {
                run(binary.getOperand1());
                run(binary.getOperand2());
            }
        }
    }

    private void changed(IASTBinaryExpression binary, int sign) {
        run(binary.getOperand2());
        counted(binary.getOperand1(), sign, Ast.line(binary));
    }

    private void unary(IASTUnaryExpression unary) {
        switch (unary.getOperator()) {
            case IASTUnaryExpression.op_prefixIncr, IASTUnaryExpression.op_postFixIncr ->
                    counted(unary.getOperand(), 1, Ast.line(unary));
            case IASTUnaryExpression.op_prefixDecr, IASTUnaryExpression.op_postFixDecr ->
                    counted(unary.getOperand(), -1, Ast.line(unary));
            case IASTUnaryExpression.op_sizeof -> { }
            case IASTUnaryExpression.op_amper -> owners(unary.getOperand());
            default -> {
                run(unary.getOperand());
                uses(unary);
            }
        }
    }

    private void counted(IASTExpression operand, int by, int line) {
        if (in.counting().counted(operand, by, line)) {
            return;
        }
        owners(operand);
        in.shared(operand).ifPresent(in.out().facts()::stored);
        Optional<String> references = in.shared(operand).flatMap(in.module()::references);
        if (references.isPresent()) {
            uses(operand);
            in.out().call(line, by > 0 ? Spellings.refcountInc(references.get()) : Spellings.refcountDecAndTest(references.get()));
            return;
        }
        in.shared(operand)
                .filter(b -> in.module().isTested(b) && in.module().scalars().role(b) == Role.COUNTER)
                .map(b -> in.module().objects().name(b, SharedObject.Kind.COUNTER))
                .ifPresent(counter -> in.emit(line, by > 0 ? Ops.increment(counter) : Ops.decrement(counter)));
        uses(operand);
    }

    /** Drops a reference; the condition that it was the last, if it is one that is counted. */
    Optional<Condition> dropped(IASTExpression counter, int line) {
        return in.shared(counter).flatMap(in.module()::references).map(references -> {
            owners(counter);
            uses(counter);
            return Conditions.notEqual(ReferenceCalls.drop(in, references, line), 0);
        });
    }

    // ---- memory

    /** The memory through which an expression reads or writes. */
    private void uses(IASTExpression expression) {
        uses.by(expression);
    }

    void use(IBinding memory, int line) {
        uses.use(memory, line);
    }

    /** What is read to find a place, and the memory that it is in. */
    private void owners(IASTExpression expression) {
        IASTExpression bare = Ast.bare(expression);
        if (bare instanceof IASTFieldReference field) {
            run(field.getFieldOwner());
        } else if (bare instanceof IASTUnaryExpression unary) {
            owners(unary.getOperand());
        } else if (bare instanceof IASTArraySubscriptExpression element) {
            if (Ast.isArray(element.getArrayExpression())) {
                owners(element.getArrayExpression());
            } else {
                run(element.getArrayExpression());
            }
            run(Places.subscript(element));
        }
    }

    String memoryName(IBinding memory) {
        return in.module().objects().name(memory, SharedObject.Kind.MEMORY);
    }

    // ---- stores

    /** {@code to = value}. */
    void assign(IASTExpression to, IASTExpression value, int line) {
        if (in.counting().assigned(to, value, line)) {
            return;
        }
        owners(to);
        Optional<String> local = in.localNumber(to);
        Optional<IBinding> shared = in.shared(to);
        if (isOwnState(to)) {
            ownState(value, line);
        } else if (local.isPresent()) {
            store(in.target(local.get(), Ast.named(to).orElseThrow()), value, line);
        } else if (shared.isPresent()) {
            sharedNumber(shared.get(), value, line);
        } else {
            Optional<IBinding> pointer = Ast.named(to).filter(Places::isLocal);
            pointer.or(() -> in.variable(to).filter(variable -> !isInMemory(to, variable))).ifPresentOrElse(
                    variable -> pointers.set(variable, pointer, value, line),
                    () -> run(value));
        }
        uses(to);
    }

    /** Whether it is the state of the task that runs, which has had two underscores since Linux 5.14. */
    private boolean isOwnState(IASTExpression to) {
        return Ast.bare(to) instanceof IASTFieldReference field
                && Set.of("state", "__state").contains(field.getFieldName().toString())
                && in.place(field.getFieldOwner()).filter(Place.CurrentTask.class::isInstance).isPresent();
    }

    /** A plain store to it, which is what {@code __set_current_state()} does. */
    private void ownState(IASTExpression value, int line) {
        try {
            CallSite site = new CallSite(in, "__set_current_state", List.of(value), line);
            Does store = new Does(Ops.plainSetCurrentState(site.state(0)));
            ContextRules.refusal(store, site.name(), in.kind()).ifPresent(why -> {
                throw new Unresolved(why);
            });
            done(store, line, Optional.empty());
        } catch (Unresolved e) {
            in.abstracted(Kind.UNMODELLED, line, e.getMessage());
        }
    }

    /** Whether it is what a pointer to memory leads to, and not the pointer. */
    private boolean isInMemory(IASTExpression to, IBinding variable) {
        return !(Ast.bare(to) instanceof IASTFieldReference) && FreedMemory.through(to).isPresent()
                && in.module().places().memory(variable).isPresent() && !CType.of(variable).isArray();
    }

    /** A local variable is declared with a value. */
    void initialise(IBinding variable, Optional<String> local, IASTExpression value, int line) {
        if (in.module().indices().isIndex(variable)) {
            in.counting().set(variable, value, line);
        } else if (local.isPresent()) {
            store(in.target(local.get(), variable), value, line);
        } else if (CType.of(variable).isScalar()) {
            run(value);
        } else {
            pointers.set(variable, Optional.of(variable), value, line);
        }
    }

    /** A pointer is given to a parameter. */
    void pass(IBinding parameter, IASTExpression argument, Scope callee) {
        pointers.pass(parameter, argument, callee);
    }

    /** Whether an expression takes a task out of a pointer, and leaves NULL there. */
    boolean isTaken(IASTExpression value) {
        return pointers.isTaken(value);
    }

    /** The pointer in which a task is that is taken out of another. */
    String taken(IASTExpression value, int line) {
        return pointers.taken(value, line);
    }

    /** The pointer in which a task is that a call creates. */
    String created(IASTFunctionCallExpression call, int line) {
        return pointers.created(call, line);
    }

    private void sharedNumber(IBinding number, IASTExpression value, int line) {
        in.out().facts().stored(number);
        if (Ast.isNull(value)) {
            in.module().bits().of(number).forEach(flag -> in.emit(line, Ops.clear(flag)));
        }
        Role role = in.module().isTested(number) ? in.module().scalars().role(number) : Role.UNKNOWN;
        if (role == Role.FLAG) {
            String flag = in.module().objects().name(number, SharedObject.Kind.FLAG);
            truth(value, line, () -> in.emit(line, Ops.set(flag)), () -> in.emit(line, Ops.clear(flag)));
        } else if (role == Role.COUNTER) {
            run(value);
            in.emit(line, Ops.reset(in.module().objects().name(number, SharedObject.Kind.COUNTER)));
        } else {
            run(value);
        }
    }

    private void truth(IASTExpression value, int line, Runnable whenTrue, Runnable whenFalse) {
        Optional<Integer> number = Ast.number(value);
        if (number.isPresent()) {
            (number.get() != 0 ? whenTrue : whenFalse).run();
        } else {
            in.tests().branch(value, whenTrue, whenFalse);
        }
    }

    // ---- numbers

    /** Stores the value of an expression to a local variable that the protocol keeps. */
    void store(Target target, IASTExpression value, int line) {
        numbers.store(target, value, line);
    }

    /** A number that needs nothing to be done. */
    Optional<Value> number(IASTExpression expression) {
        return numbers.number(expression);
    }

    // ---- calls

    /** Does what a call does, and stores what it yields. */
    void called(IASTFunctionCallExpression call, Optional<Target> target) {
        int line = Ast.line(call);
        List<IASTFunctionDefinition> own = in.module().called(call);
        if (!own.isEmpty()) {
            oneOf(own, call, target);
            return;
        }
        Optional<IBinding> number = in.module().scalars().changed(call, in.running().scope());
        if (number.isPresent()) {
            if (target.isPresent()) {
                in.tests().truth(call, target.get().name(), line);
                return;
            }
            in.module().scalars().step(call).ifPresentOrElse(
                    by -> counted(CModule.withoutAddress(Ast.arguments(call).get(0)), by, line),
                    () -> sharedNumber(number.get(), Ast.arguments(call).get(1), line));
            return;
        }
        Meaning meaning = meaning(call).orElse(new Nothing());
        if (meaning instanceof Nothing && target.isPresent()) {
            numbers.choose(target.get(), Ast.text(call), line);
        } else {
            done(meaning, line, target.map(Target::name));
        }
    }

    /** Runs one of the functions of the file to which a pointer may point, or the one that is called by its name. */
    private void oneOf(List<IASTFunctionDefinition> functions, IASTFunctionCallExpression call, Optional<Target> target) {
        int line = Ast.line(call);
        IASTExpression pointer = call.getFunctionNameExpression();
        IASTFunctionDefinition first = functions.get(0);
        boolean mayBeAnother = in.module().pointers().mayBeAnother(pointer);
        if (functions.size() == 1 && !mayBeAnother) {
            in.inline(first, call, target);
            return;
        }
        String question = "'" + Ast.text(pointer) + "' is " + Registrations.name(first);
        in.abstracted(Kind.CHOICE, line, question + "(), or it is not");
        in.out().branch(line, Conditions.chance(question), () -> in.inline(first, call, target), () -> {
            if (functions.size() > 1) {
                oneOf(functions.subList(1, functions.size()), call, target);
            } else {
                in.abstracted(Kind.PASSED_OVER, line, "what else '" + Ast.text(pointer)
                        + "' points to does nothing to what is tracked");
                target.ifPresent(t -> numbers.choose(t, Ast.text(call), line));
            }
        });
    }

    /** Does what a call of a function of the kernel does that is modelled, and that stands in no such call in the C. */
    void call(String function, List<IASTExpression> arguments, int line) {
        in.module().calls().meaning(function).map(meaning -> meaning.apply(new CallSite(in, function, arguments, line)))
                .ifPresent(meaning -> done(meaning, line, Optional.empty()));
    }

    void done(Meaning meaning, int line, Optional<String> local) {
        if (meaning instanceof Does does) {
            if (local.isPresent() && does.operation().result() == Result.NUMBER) {
                in.out().assign(line, local.get(), does.operation());
            } else {
                in.emit(line, does.operation());
                // What can't fail in the protocol yields 0 where the C takes a number.
                local.ifPresent(l -> in.out().set(line, l, 0));
            }
        } else if (meaning instanceof Meaning.Tests tests && local.isPresent()) {
            in.out().set(line, local.get(), tests.condition());
        } else if (meaning instanceof Held held) {
            local.ifPresent(l -> in.emit(line, Ops.setLocal(l, Value.of(held.local()))));
        } else if (meaning instanceof Yields yields) {
            local.ifPresent(l -> in.out().set(line, l, yields.number()));
        }
    }

    void arguments(IASTFunctionCallExpression call) {
        Ast.arguments(call).forEach(this::run);
    }

    /** What a call of a kernel function means, once its arguments are evaluated; empty if nothing is known of it. */
    Optional<Meaning> meaning(IASTFunctionCallExpression call) {
        int line = Ast.line(call);
        Optional<String> name = Ast.callee(call);
        if (name.filter(CallTable::takesCondition).isEmpty()) {
            arguments(call);
            name.filter(Places::reads).ifPresent(n -> Ast.arguments(call).forEach(argument ->
                    in.memoryAround(argument).ifPresentOrElse(
                            memory -> use(memory, line), () -> uses.argument(n, argument, line))));
        } else {
            // The queue is touched first, and last if it was waited for; the condition is read in between.
            Ast.arguments(call).stream().findFirst().flatMap(in::memoryOf).ifPresent(memory -> use(memory, line));
        }
        if (name.isEmpty()) {
            in.abstracted(Kind.PASSED_OVER, line, "the function that '" + Ast.text(call) + "' calls does nothing to what is"
                    + " tracked");
            hand(call, "'" + Ast.text(call.getFunctionNameExpression()) + "'", line);
            return Optional.empty();
        }
        CallSite site = new CallSite(in, name.get(), Ast.arguments(call), line);
        in.module().foreignLocks().called(in, name.get(), line);
        try {
            Optional<Meaning> meaning = in.module().exchanges().meaning(site)
                    .or(() -> in.module().calls().meaning(name.get()).map(m -> m.apply(site)));
            if (meaning.isEmpty()) {
                unknown(call, site);
            }
            meaning.flatMap(m -> ContextRules.refusal(m, name.get(), in.kind())).ifPresent(why -> {
                throw new Unresolved(why);
            });
            return meaning;
        } catch (Unresolved e) {
            in.abstracted(Kind.UNMODELLED, line, e.getMessage());
            return Optional.empty();
        }
    }

    private void unknown(IASTFunctionCallExpression call, CallSite site) {
        String name = site.name();
        int line = site.line();
        if (in.module().kernel().matters(name)) {
            in.abstracted(Kind.UNMODELLED, line, name + "() is not modelled");
        } else if (Places.reads(name)) {
            in.abstracted(Kind.PASSED_OVER, line, name + "() does nothing to what is tracked");
            hand(call, name + "()", line);
            in.module().foreignLocks().unknown(site);
        }
    }

    private void hand(IASTFunctionCallExpression call, String function, int line) {
        for (IASTExpression argument : Ast.arguments(call)) {
            given(argument).ifPresent(object -> in.module().hand(object, function, line));
            if (Allocations.mayFree(function)) {
                in.place(argument).flatMap(in.module()::memory).ifPresent(memory -> in.abstracted(Kind.UNMODELLED, line,
                        "whether " + function + " frees '" + in.module().places().name(memory) + "'"));
            }
        }
    }

    /** The object to which an argument leads: it is its address, or a pointer to it. */
    private Optional<IBinding> given(IASTExpression written) {
        IASTExpression argument = Ast.bare(written);
        boolean isAddress = Ast.isUnary(argument, IASTUnaryExpression.op_amper);
        return in.variable(argument)
                .filter(variable -> isAddress || in.module().places().type(variable).pointers() > 0);
    }
}
