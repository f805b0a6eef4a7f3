package org.quiesce.spec;

import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.at;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.exists;
import static org.quiesce.tla.Tla.forAll;
import static org.quiesce.tla.Tla.implies;
import static org.quiesce.tla.Tla.in;
import static org.quiesce.tla.Tla.le;
import static org.quiesce.tla.Tla.leadsTo;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.neq;
import static org.quiesce.tla.Tla.not;
import static org.quiesce.tla.Tla.notIn;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.or;
import static org.quiesce.tla.Tla.str;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.tla.Definition;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** The properties as TLA+ formulas. */
final class PropertyFormulas {

    private static final Expr C = name("c");
    private static final Expr T = name("t");
    private static final Expr PC = at("pc", C);
    private static final Expr FREED = eq(name("module"), str("freed"));
    private static final Expr FAULTY = neq(name("fault"), str("none"));

    private final Facts facts;
    private final Kernel kernel;

    PropertyFormulas(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
    }

    /** The definitions for a property, its own last. */
    List<Definition> of(Property property) {
        return switch (property) {
            case NO_CODE_AFTER_UNLOAD -> one(property, and(
                    noFault(Outcome.TEXT_FAULT),
                    implies(FREED, forAll("c", contexts(), not(kernel.call(Operator.IN_MODULE_TEXT, C))))));
            case NO_USE_AFTER_FREE -> one(property, noFault(Outcome.KASAN_UAF));
            case NO_INVALID_TASK -> one(property, noFault(Outcome.NULL_DEREF));
            case NO_SLEEP_IN_ATOMIC -> one(property, noFault(Outcome.ATOMIC));
            case NO_DOUBLE_STOP -> doubleStop(property);
            case NO_SELF_STOP -> one(property, forAll("c", stoppers(),
                    implies(atStopSet(), neq(kernel.call(Operator.STOP_TARGET, C), C))));
            case REFERENCES_BALANCED -> one(property, balanced());
            case EXITED_ONCE -> one(property, forAll("t", threads(), le(at("exited", T), num(1))));
            case NO_KERNEL_WARNING -> one(property, not(name("warned")));
            case NOTHING_LEAKED -> one(property, nothingLeaked());
            case STOP_RESULT_CORRECT -> one(property, stopResult());
            case STOP_TERMINATES -> stopTerminates(property);
            case THREAD_EXITS -> one(property, forAll("t", threads(), eventually(
                    at("shouldStop", T), in(at("pc", T), kernel.name(Operator.OUT)))));
            case UNLOAD_COMPLETES -> one(property, eventually(eq(name("module"), str("going")), FREED));
            case REQUESTS_ANSWERED -> one(property, forAll("c", fileOperations(), eventually(
                    notIn(PC, Facts.strings(List.of(Label.IDLE, Label.DONE))), eq(PC, str(Label.DONE)))));
            case PARK_TERMINATES -> parkTerminates(property);
        };
    }

    /** That no run left the bounds. */
    Definition withinBounds() {
        return Definition.of(Operator.WITHIN_BOUNDS.symbol(), neq(name("fault"), str(Bounds.BOUND_FAULT)));
    }

    private static List<Definition> one(Property property, Expr formula) {
        return List.of(Definition.of(property.id(), formula));
    }

    private static Expr noFault(Outcome outcome) {
        return neq(name("fault"), str(outcome.code()));
    }

    /** A run that faults has ended: nothing is asked of it. */
    private static Expr eventually(Expr trigger, Expr goal) {
        return leadsTo(trigger, or(goal, FAULTY));
    }

    private Expr contexts() {
        return kernel.name(Operator.CONTEXTS);
    }

    private Expr threads() {
        return kernel.name(Operator.KTHREADS);
    }

    private Expr stoppers() {
        return facts.setOf(facts.contextsAt(Micro.StopSet.class), kernel);
    }

    private Expr fileOperations() {
        return facts.setOf(facts.lowered().programs().stream()
                .filter(p -> p.program() instanceof Program.FileOperation)
                .flatMap(p -> p.contexts().stream())
                .toList(), kernel);
    }

    // ---- stops

    private Expr atStopSet() {
        return Facts.isOneOf(PC, facts.labelsOf(List.of(Micro.StopSet.class)));
    }

    /** What {@code StopTarget(c)} stands for is the same for both properties that ask about it. */
    Definition stopTarget() {
        Map<Expr, List<String>> targets = new LinkedHashMap<>();
        facts.lowered().steps().filter(s -> s.does(Micro.StopSet.class)).forEach(step ->
                targets.computeIfAbsent(target(step), e -> new ArrayList<>()).add(step.label()));
        List<Map.Entry<Expr, List<String>>> entries = List.copyOf(targets.entrySet());
        Expr result = entries.get(entries.size() - 1).getKey();
        for (int i = entries.size() - 2; i >= 0; i--) {
            result = Tla.ifThenElse(Facts.isOneOf(PC, entries.get(i).getValue()), entries.get(i).getKey(), result);
        }
        return Definition.of(Operator.STOP_TARGET.symbol(), List.of("c"), result);
    }

    /** The pointer that the step reads itself, or the one that an earlier step read. */
    private static Expr target(Step step) {
        TaskOperand operand = step.micros().stream()
                .filter(Micro.StopSet.class::isInstance)
                .map(m -> ((Micro.StopSet) m).task())
                .findFirst()
                .orElseThrow();
        if (operand instanceof TaskOperand.Direct direct) {
            return name(direct.pointer());
        }
        return operand instanceof TaskOperand.Self ? C : at("arg", C);
    }

    private List<Definition> doubleStop(Property property) {
        Expr target = kernel.call(Operator.STOP_TARGET, C);
        boolean known = facts.lowered().steps()
                .filter(s -> s.does(Micro.StopSet.class))
                .allMatch(s -> !s.does(Micro.StopGet.class));
        Expr stopped = at("shouldStop", target);
        Expr twice = known ? stopped : and(in(target, threads()), stopped);
        return one(property, forAll("c", stoppers(), not(and(atStopSet(), twice))));
    }

    private List<Definition> stopTerminates(Property property) {
        List<String> labels = facts.labelsOf(List.of(
                Micro.StopUnpark.class, Micro.StopNotify.class, Micro.StopWake.class, Micro.StopWait.class));
        Definition stopping = Definition.of(
                Operator.STOPPING.symbol(), List.of("c"), Facts.isOneOf(PC, labels));
        Expr pending = kernel.call(Operator.STOPPING, C);
        Definition stuck = Definition.of(Property.NO_STUCK_STOP, implies(
                and(eq(name("fault"), str("none")), exists("c", stoppers(), pending)), somethingGoesOn()));
        return List.of(stopping, stuck, Definition.of(property.id(),
                forAll("c", stoppers(), eventually(pending, not(pending)))));
    }

    /** Some step or event that is fair is enabled. */
    private Expr somethingGoesOn() {
        List<String> unfair = facts.lowered().programs().stream()
                .filter(p -> !Facts.isEnvironment(p))
                .flatMap(p -> p.steps().stream())
                .filter(s -> s.fairness() == Fairness.NONE)
                .map(Step::label)
                .distinct()
                .toList();
        Expr canStep = kernel.call(Operator.CAN_STEP, C);
        Expr fair = unfair.isEmpty() ? canStep : and(notIn(PC, Facts.strings(unfair)), canStep);
        Expr stepping = exists("c", facts.setOf(facts.tasks(), kernel), fair);
        List<String> timed = facts.indices("timer");
        return timed.isEmpty() ? stepping : Tla.anyOf(
                stepping, exists("c", facts.setOf(timed, kernel), eq(at("timer", C), str("armed"))));
    }

    private Expr stopResult() {
        List<Expr> correct = new ArrayList<>(List.of(in(at("pc", T), Facts.strings(
                List.of(Label.EXITED, Label.DEAD, Label.GONE)))));
        for (LoweredProgram program : facts.lowered().programs()) {
            if (program.isKthread() && returnsLiterals(program)) {
                Expr result = in(at("result", T), Tla.set(codes(program)));
                correct.add(program.contexts().equals(facts.lowered().kthreads())
                        ? result
                        : implies(in(T, facts.setOf(program.contexts(), kernel)), result));
            }
        }
        List<String> labels = facts.labelsOf(List.of(Micro.StopReturn.class));
        return forAll(
                List.of(Tla.bound("c", stoppers()), Tla.bound("t", threads())),
                implies(and(Facts.isOneOf(PC, labels), eq(at("arg", C), T)), Tla.allOf(correct)));
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
        returned(program).forEach(value -> codes.add(((Value.Literal) value).number()));
        return codes.stream().map(Tla::num).toList();
    }

    // ---- parks

    private List<Definition> parkTerminates(Property property) {
        List<String> labels =
                facts.labelsOf(List.of(Micro.ParkWake.class, Micro.ParkWait.class, Micro.ParkVerify.class));
        Expr pending = kernel.call(Operator.PARKING, C);
        return List.of(
                Definition.of(Operator.PARKING.symbol(), List.of("c"), Facts.isOneOf(PC, labels)),
                Definition.of(property.id(), forAll(
                        "c", facts.setOf(facts.contextsAt(Micro.ParkWake.class), kernel),
                        eventually(pending, not(pending)))));
    }

    // ---- what is left behind

    private Expr balanced() {
        List<Expr> parts = new ArrayList<>(List.of(noFault(Outcome.REFCOUNT)));
        boolean threads = !facts.lowered().kthreads().isEmpty();
        if (threads) {
            parts.add(implies(FREED, forAll("t", threads(), implies(
                    eq(at("pc", T), str(Label.GONE)), eq(at("usage", T), num(0))))));
        }
        if (facts.hasVariable("refs")) {
            List<Expr> quiet = new ArrayList<>(List.of(eq(name("module"), str("live"))));
            if (threads) {
                quiet.add(forAll("t", threads(), in(
                        at("pc", T), Facts.strings(List.of(Label.NONE, Label.GONE)))));
            }
            if (!facts.lowered().protocol().fileOperations().isEmpty()) {
                quiet.add(forAll("c", fileOperations(), in(
                        PC, Facts.strings(List.of(Label.IDLE, Label.DONE)))));
            }
            Expr idle = Tla.and(quiet.stream().map(e -> e instanceof Expr.Quantified ? Tla.parens(e) : e).toList());
            parts.add(implies(idle, eq(name("refs"), num(1))));
        }
        return Tla.allOf(parts);
    }

    private Expr nothingLeaked() {
        List<Expr> parts = new ArrayList<>();
        facts.lowered().protocol().objects(SharedObject.Memory.class).forEach(memory ->
                parts.add(neq(name(memory.name()), str("valid"))));
        if (!facts.lowered().kthreads().isEmpty()) {
            parts.add(forAll("t", threads(), not(and(
                    eq(at("pc", T), str(Label.BORN)), at("asleep", T)))));
        }
        return implies(FREED, Tla.and(parts));
    }
}
