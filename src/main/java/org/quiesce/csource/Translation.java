package org.quiesce.csource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.cdt.core.dom.ast.IASTArraySubscriptExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTParameterDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTStandardFunctionDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IParameter;
import org.quiesce.csource.Emitter.Frame;
import org.quiesce.csource.Place.Variable;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SmpbootHooks;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/** The translation of the functions that one context runs into the statements of its program. */
final class Translation {

    /** What somebody makes of the number that the function of a program returns. */
    enum Returns {
        /** Nobody takes it. */
        NOTHING,
        /** Somebody may. */
        NUMBER,
        /** It decides whether the module is loaded. */
        VERDICT,
        /** It decides whether the thread of an interrupt is woken. */
        IRQ,
        /** It says whether the interrupt was that of the device, which matters to nobody here. */
        IRQ_THREAD,
        /** It decides whether a high-resolution timer is armed again. */
        HRTIMER
    }

    /**
     * A function that is being run.
     *
     * @param end    what its returns leave; empty in the function of the program itself
     * @param result the local variable that takes what it returns, if somebody wants it
     * @param taker  what takes the value that it returns, if that is a pointer that somebody wants
     */
    record Activation(Scope scope, Optional<Frame> end, Optional<Target> result, Optional<Consumer<IASTExpression>> taker,
            IASTFunctionDefinition function) {

        Activation(Scope scope, Optional<Frame> end, Optional<Target> result, IASTFunctionDefinition function) {
            this(scope, end, result, Optional.empty(), function);
        }
    }

    /** What the code of the kernel around a function asks for. */
    private static final Set<String> ASKED = Set.of(SmpbootHooks.SHOULD_RUN);
    /** Deeper calls are left out. */
    private static final int DEEPEST = 12;

    private final ModuleReading module;
    private final String program;
    private final Returns returns;
    private final ContextRules.Kind kind;
    private final Emitter out;
    private final Tests tests = new Tests(this);
    private final Comparisons comparisons = new Comparisons(this);
    private final Effects effects = new Effects(this);
    private final Nullness nullness = new Nullness(this);
    private final Errors errors = new Errors(this);
    private final Counting counting = new Counting(this);
    private final Flow flow = new Flow(this);
    private Activation running;
    private int loops;
    private int calls;
    /** Which turns of loops that are unrolled are being translated. */
    private final Deque<Integer> turns = new ArrayDeque<>();
    /** Which functions pointers stand for in what is being translated. */
    private final Map<IASTExpression, IASTFunctionDefinition> chosen = new HashMap<>();
    /** The functions that parameters get, by the call. */
    private final Map<List<Object>, IASTFunctionDefinition> given = new HashMap<>();

    private Translation(ModuleReading module, String program, Returns returns, ContextRules.Kind kind) {
        this.kind = kind;
        this.module = module;
        this.program = program;
        this.returns = returns;
        this.out = new Emitter(() -> module.names().fresh("leave"));
    }

    /**
     * The statements of a program.
     *
     * @param argument what one of the function's parameters points to
     * @param position of that parameter
     */
    static List<Statement> of(
            ModuleReading module, String program, Returns returns, ContextRules.Kind kind, IASTFunctionDefinition function,
            Optional<Place> argument, int position) {
        Translation translation = new Translation(module, program, returns, kind);
        Scope scope = Scope.of(Registrations.name(function), translation.out::facts);
        argument.ifPresent(place -> parameter(function, position).ifPresent(p -> scope.alias(p, place)));
        translation.running = new Activation(scope, Optional.empty(), Optional.empty(), function);
        if (kind != ContextRules.Kind.KTHREAD) {
            // To call it back the kernel has read the object that says so.
            argument.flatMap(module::memoryAround).ifPresent(memory -> translation.effects.use(memory, Ast.line(function)));
        }
        translation.flow.function(function);
        return translation.statements();
    }

    /** The statements of a program that is no function of the file. */
    static List<Statement> made(ModuleReading module, String program, Consumer<Translation> content) {
        return made(module, program, ContextRules.Kind.TASK, content);
    }

    static List<Statement> made(
            ModuleReading module, String program, ContextRules.Kind kind, Consumer<Translation> content) {
        Translation translation = new Translation(module, program, Returns.NUMBER, kind);
        translation.running = new Activation(
                Scope.of("", translation.out::facts), Optional.empty(), Optional.empty(), null);
        content.accept(translation);
        return translation.statements();
    }

    private List<Statement> statements() {
        if (out.isExhausted()) {
            abstracted(Abstraction.Kind.UNMODELLED, running.function() == null ? 0 : Ast.line(running.function()),
                    "all that '" + program + "' does: it is too much");
        }
        Optional<String> entries = QueuedEntries.refusal(out.statements());
        entries.ifPresent(why -> abstracted(Abstraction.Kind.UNMODELLED,
                running.function() == null ? 0 : Ast.line(running.function()), "in '" + program + "', " + why));
        List<Statement> whole = entries.isPresent() ? QueuedEntries.without(out.statements()) : out.statements();
        boolean isTaken = returns == Returns.VERDICT || kind == ContextRules.Kind.KTHREAD;
        List<Statement> asking = LeftOut.checksOfSleep(whole, kind);
        return Assignment.completed(isTaken
                ? Slice.of(asking, ASKED, Slice.Returned.TAKEN)
                : withoutLastReturn(Slice.of(asking, ASKED, Slice.Returned.LOST)));
    }

    /** At the end of a function whose number nobody takes a return does nothing. */
    private static List<Statement> withoutLastReturn(List<Statement> statements) {
        boolean endsSo = !statements.isEmpty() && statements.get(statements.size() - 1) instanceof Statement.Return;
        return endsSo ? statements.subList(0, statements.size() - 1) : statements;
    }

    // ---- who takes part

    ModuleReading module() {
        return module;
    }

    String program() {
        return program;
    }

    ContextRules.Kind kind() {
        return kind;
    }

    Returns returns() {
        return returns;
    }

    Emitter out() {
        return out;
    }

    Tests tests() {
        return tests;
    }

    Comparisons comparisons() {
        return comparisons;
    }

    Effects effects() {
        return effects;
    }

    Flow flow() {
        return flow;
    }

    Nullness nullness() {
        return nullness;
    }

    Errors errors() {
        return errors;
    }

    Counting counting() {
        return counting;
    }

    Activation running() {
        return running;
    }

    void abstracted(Abstraction.Kind kind, int line, String what) {
        module.abstracted(kind, line, what);
    }

    // ---- names

    Optional<Place> place(IASTExpression expression) {
        Optional<Place> place = module.places().of(expression, running.scope());
        if (place.isPresent()) {
            doubt(expression);
            whichOfSeveral(expression, place.get());
        }
        return place;
    }

    /** Whether an expression is a field of some struct, of which it is not known which: the others are told apart. */
    boolean isOfUnknownStruct(IASTExpression expression) {
        return module.places().of(expression, running.scope()).filter(place -> isOfUnknownStruct(expression, place)).isPresent();
    }

    private boolean isOfUnknownStruct(IASTExpression expression, Place place) {
        return place instanceof Variable variable && !(variable.binding() instanceof Instance)
                && module.indices().isOfSeveral(CModule.withoutAddress(expression));
    }

    private void whichOfSeveral(IASTExpression expression, Place place) {
        if (isOfUnknownStruct(expression, place)) {
            abstracted(Abstraction.Kind.UNMODELLED, Ast.line(expression), "which struct '" + Ast.text(expression) + "' is in");
        }
    }

    private void doubt(IASTExpression expression) {
        doubtful(expression).ifPresent(pointer -> abstracted(Abstraction.Kind.UNMODELLED, Ast.line(expression),
                "'" + pointer + "' may point to something else here"));
    }

    /** The name of a pointer in an expression that stands for something else on another path that leads here. */
    Optional<String> doubtful(IASTExpression expression) {
        List<String> found = new ArrayList<>();
        Ast.expressions(expression, part -> Ast.named(part).filter(running.scope()::isDoubtful)
                .ifPresent(pointer -> found.add(pointer.getName())));
        return found.stream().findFirst();
    }

    /** The shared number that an expression names, as it is or as {@code atomic_read(&it)}. */
    Optional<IBinding> shared(IASTExpression expression) {
        Optional<IBinding> number = module.scalars().shared(expression, running.scope());
        number.filter(module::isTested).ifPresent(n -> whichOfSeveral(expression, new Variable(n)));
        return number;
    }

    /** The shared object or the memory that an expression is, without a detour. */
    Optional<IBinding> variable(IASTExpression expression) {
        return place(expression).filter(Variable.class::isInstance).map(p -> ((Variable) p).binding());
    }

    /** That a pointer to memory is NULL by now, if that is not as the memory says. */
    Optional<Condition> nulled(IASTExpression pointer) {
        return nullness.condition(pointer);
    }

    /** The memory of the module that a pointer points to; of what a call yields, as its type says. */
    Optional<IBinding> pointee(IASTExpression pointer) {
        return place(pointer).flatMap(module::memory)
                .or(() -> Ast.bare(pointer) instanceof IASTFunctionCallExpression
                        ? module.places().pointee(pointer)
                        : Optional.empty());
    }

    /** The memory of the module in which the object lies whose address an expression is. */
    Optional<IBinding> memoryAround(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        return Ast.isUnary(expression, IASTUnaryExpression.op_amper)
                ? memoryOf(((IASTUnaryExpression) expression).getOperand())
                : Optional.empty();
    }

    /** The memory of the module in which a field lies. */
    Optional<IBinding> memoryOf(IASTExpression written) {
        return !(Ast.bare(written) instanceof IASTFieldReference field) ? Optional.empty()
                : field.isPointerDereference() ? pointee(field.getFieldOwner())
                : memoryOf(field.getFieldOwner());
    }

    /** Whether an expression is an element of an array, or something in one, and it is unknown which. */
    boolean isUnknownElement(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        if (expression instanceof IASTUnaryExpression unary) {
            return isUnknownElement(unary.getOperand());
        } else if (expression instanceof IASTFieldReference field) {
            return isUnknownElement(field.getFieldOwner());
        }
        return expression instanceof IASTArraySubscriptExpression
                && module.indices().unknown(expression, running.scope()).isPresent();
    }

    /** The name of the local number that an expression is, if the protocol keeps it. */
    Optional<String> localNumber(IASTExpression expression) {
        return Ast.named(expression).flatMap(this::localNumber);
    }

    Optional<String> localNumber(IBinding variable) {
        boolean isGiven = variable instanceof IParameter && !running.scope().binds(variable);
        return Places.isLocal(variable) && !isGiven && module.isKept(variable)
                ? Optional.of(local(variable, running.scope()))
                : Optional.empty();
    }

    String local(IBinding variable, Scope scope) {
        return module.names().local(List.of(variable, scope), variable.getName());
    }

    /** A local variable of the C; who called the function may ask for more of what it returns. */
    Target target(String name, IBinding variable) {
        Target target = module.locals().target(name, variable);
        return running.result().filter(result -> module.locals().isReturned(variable))
                .map(target::alsoFor).orElse(target);
    }

    String temporary(String c) {
        return module.names().fresh(c);
    }

    // ---- what is emitted

    void emit(int line, Operation operation) {
        out.call(line, operation);
    }

    /**
     * A condition that needs nothing done before it is tested; empty if it does. The memory that it reads is looked at
     * once, before.
     */
    Optional<Condition> pureCondition(IASTExpression expression) {
        Condition[] condition = new Condition[1];
        List<Statement> before = out.apart(() -> condition[0] = tests.condition(expression));
        if (!before.stream().allMatch(Translation::isUse)) {
            return Optional.empty();
        }
        before.stream().distinct().forEach(use -> out.append(List.of(use)));
        return Optional.of(condition[0]);
    }

    private static boolean isUse(Statement statement) {
        return statement instanceof Statement.Call call && call.operation() instanceof DataOperation.Use;
    }

    /** Binds the parameters of a function that takes pointers only to its arguments, and nothing is done for that. */
    Optional<Scope> onlyPointers(IASTFunctionDefinition function, List<IASTExpression> arguments) {
        Scope scope = running.scope().calling(Registrations.name(function));
        for (int i = 0; i < arguments.size(); i++) {
            Optional<IBinding> parameter = parameter(function, i);
            if (parameter.isEmpty() || module.places().isNullableLocal(parameter.get()) || module.indices().isIndex(parameter.get())
                    || CType.of(parameter.get()).isScalar() && module.isKept(parameter.get())) {
                return Optional.empty();
            }
            place(arguments.get(i)).ifPresent(place -> scope.alias(parameter.get(), place));
        }
        return Optional.of(scope);
    }

    /** One turn of a loop that is unrolled. */
    void turn(int number, Runnable body) {
        turns.push(number);
        body.run();
        turns.pop();
    }

    /** Which turns of loops that are unrolled it is, the innermost first. */
    List<Integer> turns() {
        return List.copyOf(turns);
    }

    /** A pointer to a function stands for that one, in what is translated. */
    void choosing(IASTExpression pointer, IASTFunctionDefinition function, Runnable content) {
        chosen.put(pointer, function);
        content.run();
        chosen.remove(pointer);
    }

    /** The function for which a pointer stands in what is translated: it is chosen, or given to a parameter. */
    Optional<IASTFunctionDefinition> chosen(IASTExpression pointer) {
        return Optional.ofNullable(chosen.get(pointer)).or(() -> Ast.named(pointer).flatMap(parameter ->
                Optional.ofNullable(given.get(List.of(parameter, running.scope())))));
    }

    /** A parameter gets a function. */
    void give(IBinding parameter, IASTExpression argument, Scope callee) {
        chosen(argument).or(() -> module.file().functionNamedBy(argument))
                .filter(function -> !module.places().stores().isStoredTo(parameter))
                .ifPresent(function -> given.put(List.of(parameter, callee), function));
    }

    /** What somebody calls once more. */
    void again(Runnable call) {
        calls++;
        call.run();
        calls--;
    }

    /** How often somebody has called before what is called now. */
    int calls() {
        return calls;
    }

    void looping(Runnable body) {
        loops++;
        body.run();
        loops--;
    }

    boolean isInLoop() {
        return loops > 0;
    }

    // ---- calls of functions of the file

    /** Runs a function of the file in place of a call of it. */
    void inline(IASTFunctionDefinition function, IASTFunctionCallExpression call, Optional<Target> result) {
        inline(function, Ast.line(call), Ast.arguments(call), result);
    }

    /** Runs a function of the file in place of a call of it, of which somebody takes the pointer that it returns. */
    void inline(IASTFunctionDefinition function, IASTFunctionCallExpression call, Consumer<IASTExpression> taker) {
        inline(function, Ast.line(call), Optional.empty(), Optional.of(taker),
                scope -> new Arguments(this, function, scope).bind(Ast.arguments(call)));
    }

    /** Runs a function of the file, of which nobody takes what it returns; of its parameters nothing is known. */
    void inline(IASTFunctionDefinition function) {
        inline(function, Ast.line(function), List.of(), Optional.empty());
    }

    /** Runs a function of the file; of parameters that it is given no argument for nothing is known. */
    void inline(IASTFunctionDefinition function, int line, List<IASTExpression> arguments, Optional<Target> result) {
        inline(function, line, result, Optional.empty(), scope -> new Arguments(this, function, scope).bind(arguments));
    }

    /** Runs a function of the file whose first parameter points to something, if that is known. */
    void inline(IASTFunctionDefinition function, int line, Optional<Place> pointee) {
        inline(function, line, Optional.empty(), Optional.empty(), scope -> {
            new Arguments(this, function, scope).bind(List.of());
            pointee.ifPresent(place -> parameter(function, 0).ifPresent(p -> scope.alias(p, place)));
        });
    }

    private void inline(IASTFunctionDefinition function, int line, Optional<Target> result,
            Optional<Consumer<IASTExpression>> taker, Consumer<Scope> bind) {
        String name = Registrations.name(function);
        if (running.scope().isRunning(name) || running.scope().depth() > DEEPEST) {
            abstracted(Abstraction.Kind.UNMODELLED, line, name + "() calls itself, or calls are nested too deep");
            return;
        }
        Activation caller = running;
        Scope scope = caller.scope().calling(name);
        bind.accept(scope);
        out.block(line, end -> within(new Activation(scope, Optional.of(end), result, taker, function), () -> {
            flow.function(function);
            return null;
        }));
        running = caller;
    }

    <T> T within(Activation activation, Supplier<T> action) {
        Activation before = running;
        running = activation;
        T result = action.get();
        running = before;
        return result;
    }

    static Optional<IBinding> parameter(IASTFunctionDefinition function, int position) {
        if (function.getDeclarator() instanceof IASTStandardFunctionDeclarator declarator
                && position < declarator.getParameters().length) {
            IASTParameterDeclaration parameter = declarator.getParameters()[position];
            return Optional.ofNullable(parameter.getDeclarator().getName().resolveBinding());
        }
        return Optional.empty();
    }
}
