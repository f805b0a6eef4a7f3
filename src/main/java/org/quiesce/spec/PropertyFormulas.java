package org.quiesce.spec;

import static org.quiesce.tla.Tla.always;
import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.at;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.eventually;
import static org.quiesce.tla.Tla.forAll;
import static org.quiesce.tla.Tla.implies;
import static org.quiesce.tla.Tla.in;
import static org.quiesce.tla.Tla.le;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.neq;
import static org.quiesce.tla.Tla.not;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.or;
import static org.quiesce.tla.Tla.str;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.SleepOperation.Length;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.protocol.step.WorkerMicro;
import org.quiesce.tla.Definition;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/**
 * The properties as TLA+ formulas.
 *
 * <p>A progress property says that what is pending comes to its end: {@code P ~> Q}. It is written as
 * {@code []<>(P => Q)}, again and again nothing is pending: TLC decides that many times faster, as it need not multiply
 * the states by those of an automaton. Both mean the same where P, once true, stays true until Q is. If {@code P ~> Q}
 * is broken there is a state with P after which Q never comes, so that P stays, and {@code P => Q} never comes either;
 * and if {@code P => Q} comes again and again, it comes after each state with P, and by then Q has come. Where Q is the
 * end of P itself nothing is left to show; of the other properties it is said why P stays.
 */
final class PropertyFormulas {

    private static final Expr FREED = eq(name("module"), str("freed"));
    private static final Expr FAULTY = neq(name("fault"), str("none"));

    private final Facts facts;
    private final Kernel kernel;
    private final Quantifiers who;
    private final LeftoverFormulas leftovers;

    PropertyFormulas(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
        this.who = new Quantifiers(facts, kernel);
        this.leftovers = new LeftoverFormulas(facts, kernel);
    }

    /** The definitions for a property, its own last. */
    List<Definition> of(Property property) {
        return switch (property) {
            case NO_CODE_AFTER_UNLOAD -> one(property, and(noFault(Outcome.TEXT_FAULT), noneIsLost()));
            case NO_USE_AFTER_FREE -> one(property, facts.hasVariable("reused")
                    ? Tla.notIn(name("fault"), Facts.strings(List.of(
                            Outcome.KASAN_UAF.code(), Outcome.WRONG_VICTIM.code())))
                    : noFault(Outcome.KASAN_UAF));
            case NO_WRONG_VICTIM -> one(property, noFault(Outcome.WRONG_VICTIM));
            case NO_INVALID_TASK -> one(property, noFault(Outcome.NULL_DEREF));
            case NO_SLEEP_IN_ATOMIC -> one(property, noFault(Outcome.ATOMIC));
            case NO_DOUBLE_STOP -> one(property, who.every("c", stoppers(), this::stopsForTheFirstTime));
            case NO_SELF_STOP -> one(property, who.every("c", stoppers(), this::stopsAnother));
            case NO_BLOCKING_IN_WAIT_WINDOW -> one(property, blocksOnlyWhileRunning());
            case STOP_IS_PROMPT -> one(property, stopsPromptly());
            case REFERENCES_BALANCED -> leftovers.balanced(property);
            case EXITED_ONCE -> one(property, who.every("t", who.threads(), t -> le(at("exited", t), num(1))));
            case NO_KERNEL_WARNING -> one(property, not(name("warned")));
            case NOTHING_LEAKED -> one(property, leftovers.nothingLeaked());
            case LOCKS_RELEASED -> one(property, leftovers.locksReleased());
            case STOP_RESULT_CORRECT -> one(property, who.every("c", stoppers(), c ->
                    who.every("t", who.threads(), t -> stopResult(c, t))));
            case STOP_TERMINATES -> stopTerminates(property);
            case THREAD_EXITS -> one(property, threadExits());
            case UNLOAD_COMPLETES -> one(property, isLeft("going"));
            case LOAD_COMPLETES -> one(property, isLeft("coming"));
            case UNLOAD_POSSIBLE -> one(property, leftovers.unloadPossible());
            case REQUESTS_ANSWERED -> one(property, who.every("c", who.fileOperations(), this::isAnswered));
            case PARK_TERMINATES -> parkTerminates(property);
            case FLUSH_TERMINATES -> flushTerminates(property);
            case FREEZE_COMPLETES -> freezeCompletes(property);
        };
    }

    /** That no run left the bounds. */
    Definition withinBounds() {
        return Definition.of(Operator.WITHIN_BOUNDS.symbol(), neq(name("fault"), str(Bounds.BOUND_FAULT)));
    }

    /** No context has a frame in text that is gone. */
    private Expr noneIsLost() {
        Expr c = name("c");
        Expr lost = kernel.call(Operator.IN_MODULE_TEXT, c);
        return facts.hasVariable("initText")
                ? forAll("c", kernel.name(Operator.CONTEXTS), implies(facts.textIsGone(c, kernel), not(lost)))
                : implies(FREED, forAll("c", kernel.name(Operator.CONTEXTS), not(lost)));
    }

    private static List<Definition> one(Property property, Expr formula) {
        return List.of(Definition.of(property.id(), formula));
    }

    private static Expr noFault(Outcome outcome) {
        return neq(name("fault"), str(outcome.code()));
    }

    /** A run that faults has ended: nothing is asked of it. */
    private static Expr againAndAgain(Expr goal) {
        return always(eventually(or(goal, FAULTY)));
    }

    /** What is pending comes to its end, before which it can't cease. */
    static Expr comesTo(Expr end, Expr pending) {
        return always(eventually(implies(pending, or(end, FAULTY))));
    }

    /** The module does not stay in a state for ever. From "going" there is no way but to "freed". */
    static Expr isLeft(String state) {
        return againAndAgain(neq(name("module"), str(state)));
    }

    /** A file operation is called once: it leaves "idle" for good, and "done" is where it ends. */
    private Expr isAnswered(Expr c) {
        return againAndAgain(in(at("pc", c), Facts.strings(List.of(Label.IDLE, Label.DONE))));
    }

    // ---- stops

    private List<String> stoppers() {
        return facts.contextsAt(Micro.StopSet.class);
    }

    private Expr stopsForTheFirstTime(Expr c) {
        if (who.threads().isEmpty()) {
            return Tla.TRUE;
        }
        return Tla.and(targets(c).entrySet().stream()
                .map(target -> {
                    Expr stopped = at("shouldStop", target.getKey());
                    // Where the same step still checks what it was given, that need not be a task.
                    boolean unchecked = facts.lowered().steps()
                            .anyMatch(s -> target.getValue().contains(s.label()) && s.does(Micro.StopGet.class));
                    Expr twice = unchecked && !target.getKey().equals(c)
                            ? and(in(target.getKey(), kernel.name(Operator.KTHREADS)), stopped)
                            : stopped;
                    return implies(Facts.isOneOf(at("pc", c), target.getValue()), not(twice));
                })
                .toList());
    }

    private Expr stopsAnother(Expr c) {
        return Tla.and(targets(c).entrySet().stream()
                .map(target -> implies(Facts.isOneOf(at("pc", c), target.getValue()), neq(target.getKey(), c)))
                .toList());
    }

    /** The labels of the steps that set the stop bit, by what they stop. */
    private Map<Expr, List<String>> targets(Expr c) {
        Map<Expr, List<String>> targets = new LinkedHashMap<>();
        facts.lowered().steps().filter(s -> s.does(Micro.StopSet.class)).forEach(step ->
                targets.computeIfAbsent(target(step, c), e -> new ArrayList<>()).add(step.label()));
        return targets;
    }

    /** The pointer that the step reads itself, or the one that an earlier step read. */
    private static Expr target(Step step, Expr c) {
        TaskOperand operand = step.micros().stream()
                .filter(Micro.StopSet.class::isInstance)
                .map(m -> ((Micro.StopSet) m).task())
                .findFirst()
                .orElseThrow();
        if (operand instanceof TaskOperand.Direct direct) {
            return name(direct.pointer());
        }
        return operand instanceof TaskOperand.Self ? c : at("arg", c);
    }

    private List<Definition> stopTerminates(Property property) {
        Definition pending = pending(Operator.STOP_PENDING, stoppers(), facts.labelsOf(List.of(
                Micro.StopUnpark.class, Micro.StopNotify.class, Micro.StopWake.class, Micro.StopWait.class)));
        Expr stuck = implies(
                and(eq(name("fault"), str("none")), who.some("c", stoppers(), c -> isPending(pending, c))),
                somethingGoesOn());
        return List.of(
                pending,
                Definition.of(Property.NO_STUCK_STOP, stuck),
                Definition.of(property.id(), who.every("c", stoppers(), c -> ends(pending, c))));
    }

    /** That what is pending is not so for ever. */
    private static Expr ends(Definition pending, Expr c) {
        return againAndAgain(not(isPending(pending, c)));
    }

    /** That a context is at one of the labels; without a parameter if it can be but one. */
    private static Definition pending(Operator operator, List<String> contexts, List<String> labels) {
        boolean one = contexts.size() == 1;
        Expr c = name(one ? contexts.get(0) : "c");
        return Definition.of(
                operator.symbol(), one ? List.of() : List.of("c"), Facts.isOneOf(at("pc", c), labels));
    }

    private static Expr isPending(Definition pending, Expr c) {
        return pending.parameters().isEmpty() ? name(pending.name()) : Tla.call(pending.name(), c);
    }

    /** Some step or event that is fair is enabled. */
    private Expr somethingGoesOn() {
        Expr stepping = who.some("c", facts.reliable(), c -> kernel.call(Operator.FAIR_STEP, c));
        List<String> timed = facts.isFair(SystemEvent.TIMER_EXPIRES) ? facts.indices("timer") : List.of();
        List<String> delayed = facts.isFair(SystemEvent.DELAY_EXPIRES) ? facts.indices("timed") : List.of();
        List<Expr> ways = new ArrayList<>(List.of(stepping));
        if (!timed.isEmpty()) {
            ways.add(who.some("c", timed, c -> eq(at("timer", c), str("armed"))));
        }
        if (!delayed.isEmpty()) {
            ways.add(who.some("c", delayed, DelayExpiry::isArmed));
        }
        if (facts.hasVariable("initText") && facts.isFair(SystemEvent.INIT_FREED)) {
            ways.add(eq(name("initText"), str("unneeded")));
        }
        return ways.size() == 1 ? stepping : Tla.or(ways.stream().map(Tla::parens).toList());
    }

    private Expr stopResult(Expr c, Expr t) {
        List<String> past = facts.outLabels().stream().filter(label -> !label.equals(Label.EXIT)).toList();
        List<Expr> correct = new ArrayList<>(List.of(in(at("pc", t), Facts.strings(past))));
        for (LoweredProgram program : facts.lowered().programs()) {
            boolean oopses = facts.lowered().oopsing().containsAll(program.contexts());
            if (program.isKthread() && returnsLiterals(program) && !oopses) {
                Expr result = in(at("result", t), Tla.set(codes(program)));
                correct.add(program.contexts().equals(who.threads())
                        ? result
                        : implies(in(t, facts.setOf(program.contexts(), kernel)), result));
            }
        }
        List<String> labels = facts.labelsOf(List.of(Micro.StopReturn.class));
        return implies(and(Facts.isOneOf(at("pc", c), labels), eq(at("arg", c), t)), Tla.and(correct));
    }

    private static boolean returnsLiterals(LoweredProgram program) {
        return returned(program).allMatch(Value.Literal.class::isInstance);
    }

    private static Stream<Value> returned(LoweredProgram program) {
        return program.steps().stream()
                .flatMap(s -> s.micros().stream())
                .filter(Micro.ThreadReturn.class::isInstance)
                .map(m -> ((Micro.ThreadReturn) m).code());
    }

    private static List<Expr> codes(LoweredProgram program) {
        TreeSet<Integer> codes = new TreeSet<>(List.of(Errno.EINTR.negative()));
        if (program.steps().stream().anyMatch(s -> s.does(WorkerMicro.WorkerStopTest.class))) {
            codes.add(0);
        }
        returned(program).forEach(value -> codes.add(((Value.Literal) value).number()));
        return codes.stream().map(Tla::num).toList();
    }

    // ---- sleeps

    private Expr blocksOnlyWhileRunning() {
        List<String> sleepers = facts.sleepers();
        List<Expr> claims = new ArrayList<>();
        facts.lowered().programs().stream()
                .filter(p -> sleepers.containsAll(p.contexts()))
                .forEach(program -> {
                    List<String> blocking = program.steps().stream()
                            .filter(s -> s.micros().stream().anyMatch(Micro::mustBeRunning))
                            .map(Step::label)
                            .toList();
                    if (!blocking.isEmpty()) {
                        claims.add(who.every("c", program.contexts(), c -> implies(
                                and(Facts.isOneOf(at("pc", c), blocking), not(at("asleep", c))),
                                eq(at("state", c), str(TaskState.RUNNING.name())))));
                    }
                });
        return Tla.and(claims);
    }

    private Expr stopsPromptly() {
        return Tla.and(facts.lowered().programs().stream()
                .filter(LoweredProgram::isKthread)
                .flatMap(program -> Stream.of(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE)
                        .flatMap(mode -> lateStops(program, mode).stream()))
                .toList());
    }

    private Optional<Expr> lateStops(LoweredProgram program, SleepMode mode) {
        Micro.Delay minutes = new Micro.Delay(Length.MINUTES, mode);
        List<String> labels = program.steps().stream()
                .filter(s -> s.micros().contains(minutes))
                .map(Step::label)
                .toList();
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        Expr claim = who.every("t", program.contexts(),
                t -> implies(at("shouldStop", t), Facts.isNoneOf(at("pc", t), labels)));
        return Optional.of(mode == SleepMode.INTERRUPTIBLE
                ? or(name(Axis.STOP_SETS_NOTIFY_SIGNAL.constant()), claim)
                : claim);
    }

    // ---- parks

    private List<Definition> parkTerminates(Property property) {
        List<String> parkers = facts.contextsAt(Micro.ParkWake.class);
        Definition pending = pending(Operator.PARK_PENDING, parkers, facts.labelsOf(
                List.of(Micro.ParkWake.class, Micro.ParkWait.class, Micro.ParkVerify.class)));
        return List.of(pending, Definition.of(property.id(), who.every("c", parkers, c -> ends(pending, c))));
    }

    // ---- freezes

    private List<Definition> freezeCompletes(Property property) {
        List<String> freezers = facts.contextsAt(Micro.FreezeUsersTurn.class);
        Definition users = pending(
                Operator.FREEZING_USERS, freezers, facts.labelsOf(List.of(Micro.FreezeUsersTurn.class)));
        Definition threads = pending(
                Operator.FREEZING_THREADS, freezers, facts.labelsOf(List.of(Micro.FreezeThreadsTurn.class)));
        return List.of(users, threads, Definition.of(
                property.id(), who.every("c", freezers, c -> Tla.allOf(ends(users, c), ends(threads, c)))));
    }

    // ---- flushes

    private List<Definition> flushTerminates(Property property) {
        List<Step> steps = facts.lowered().steps()
                .filter(step -> property.trigger().stream().anyMatch(step::does))
                .toList();
        List<String> flushers = facts.contextsAt(steps);
        Definition pending = pending(Operator.FLUSH_PENDING, flushers, facts.labelsOf(property.trigger()));
        return List.of(pending, Definition.of(property.id(), who.every("c", flushers, c -> ends(pending, c))));
    }

    /** KTHREAD_SHOULD_STOP is never cleared, and no thread is created anew under the name of another. */
    private Expr threadExits() {
        if (who.threads().isEmpty()) {
            // TLC refuses TRUE where it looks for a temporal formula.
            return againAndAgain(Tla.TRUE);
        }
        return who.every("t", who.threads(), t -> comesTo(
                in(at("pc", t), kernel.name(Operator.OUT)), at("shouldStop", t)));
    }
}
