package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Action;
import org.quiesce.tla.Definition;
import org.quiesce.tla.Module;
import org.quiesce.tla.Tla;

/** Writes a lowered protocol as a TLA+ module. */
public final class SpecEmitter {

    private record Section(LoweredProgram program, List<Action> actions, Optional<Definition> steps) {}

    private record Claim(Property property, List<Definition> definitions) {}

    private final Facts facts;
    private final Kernel kernel = new Kernel();
    private final KernelDefinitions definitions;
    private final Readiness readiness;
    private final SystemParts system;
    private final PropertyFormulas formulas;

    private SpecEmitter(LoweredProtocol lowered) {
        this.facts = new Facts(lowered);
        this.definitions = new KernelDefinitions(facts, kernel);
        this.readiness = new Readiness(facts, kernel);
        this.system = new SystemParts(facts, kernel);
        this.formulas = new PropertyFormulas(facts, kernel);
    }

    /** The specification of a protocol. The same protocol always has the same text. */
    public static EmittedSpec emit(LoweredProtocol lowered) {
        return new SpecEmitter(lowered).emit();
    }

    private EmittedSpec emit() {
        // Bottom up, since what is used above depends on what is said below.
        List<Claim> claims = Property.of(facts.lowered()).stream()
                .map(property -> new Claim(property, formulas.of(property)))
                .toList();
        List<Section> sections = facts.lowered().programs().stream().map(this::section).toList();
        Definition fairStep = readiness.fairStep();
        Definition init = system.init();
        Definition next = system.next();
        Definition spec = system.spec();
        List<Action> events = system.events();
        List<Definition> ready = readiness.definitions();
        List<Definition> primitives = definitions.primitives();
        List<Definition> sets = sets();
        sets.addAll(definitions.constants());

        Module.Builder module = declarations();
        module.tupleOfVariables("vars").aligned(sets.toArray(Definition[]::new));
        pools().forEach(module::define);
        module.section("Kernel primitives");
        primitives.forEach(definition -> define(module, definition));
        module.section("Who can run");
        ready.forEach(module::define);
        sections.forEach(section -> write(module, section));
        module.section("The whole system");
        events.forEach(module::action);
        module.define(init).define(next).define(spec);
        module.section("Properties");
        properties(module, claims, fairStep);
        return new EmittedSpec(facts.lowered(), module.build(), modelValues(), Axes.of(facts), facts.limits().any());
    }

    private void define(Module.Builder module, Definition definition) {
        if (definition.name().equals(Operator.CRASH.symbol())) {
            // It writes nothing else, so that the action that it is part of need not say so again.
            Action crash = Action.of(definition.name(), definition.body()).parameters("s");
            module.action(definition.remark().map(crash::remark).orElse(crash));
        } else {
            module.define(definition);
        }
    }

    private Section section(LoweredProgram program) {
        StepActions actions = new StepActions(facts, kernel);
        List<Action> all = new ArrayList<>();
        for (Step step : program.steps()) {
            Action action = actions.action(program, step);
            all.add(Comments.above(program, step).map(action::remark).orElse(action));
        }
        return new Section(program, all, system.fairSteps(program));
    }

    private static void write(Module.Builder module, Section section) {
        module.section(section.program().program().name());
        section.actions().forEach(module::action);
        section.steps().ifPresent(module::define);
    }

    private void properties(Module.Builder module, List<Claim> claims, Definition fairStep) {
        if (kernel.uses(Operator.FAIR_STEP)) {
            module.define(fairStep);
        }
        for (Claim claim : claims) {
            if (claim.property().kind() == Property.Kind.PROGRESS) {
                module.aligned(claim.definitions().toArray(Definition[]::new));
            } else {
                claim.definitions().forEach(module::define);
            }
        }
        if (facts.limits().any()) {
            module.define(formulas.withinBounds());
        }
    }

    // ---- declarations

    private Module.Builder declarations() {
        Module.Builder module = Module.named(facts.names().module())
                .header(Comments.header(facts.lowered().protocol()))
                .extending(kernel.uses(Operator.WAKE_UP_NR)
                        ? new String[] {"FiniteSets", "Integers", "TLC"}
                        : new String[] {"Integers", "TLC"});
        for (LoweredProgram program : facts.lowered().programs()) {
            program.contexts().forEach(context -> module.constant(context, meaning(program)));
        }
        Set<String> words = new TreeSet<>(modelValues());
        if (words.contains(Vocabulary.NULL)) {
            module.constant(Vocabulary.NULL, "no task");
        }
        if (words.contains(Vocabulary.ERR)) {
            module.constant(Vocabulary.ERR, "an error pointer");
        }
        if (words.contains(Vocabulary.NONE)) {
            module.constant(Vocabulary.NONE, facts.currentWork().isEmpty()
                    ? "the owner of a lock that is free"
                    : "no work, and the owner of a lock that is free");
        }
        Axes.of(facts).forEach(axis -> module.constant(axis.constant(), Axes.meaning(axis)));
        Vocabulary.of(facts.lowered()).forEach(variable -> module.variable(variable.name(), variable.meaning()));
        return module;
    }

    private static String meaning(LoweredProgram program) {
        if (program.program() instanceof Program.Kthread) {
            return "a kthread";
        } else if (program.program() instanceof Program.Loader) {
            return "the task that loads and unloads the module";
        } else if (program.program() instanceof Program.FileOperation) {
            return "a task that calls " + program.program().name() + "()";
        } else if (program.program() instanceof Program.Callback callback) {
            return switch (callback.kind()) {
                case TIMER -> "the function of a timer";
                case HRTIMER -> "the function of a high-resolution timer";
                case WORK -> "the function of a work item";
                case BH_WORK -> "the function of a work item that runs in softirq";
                case TASKLET -> "the function of a tasklet";
                case RCU -> "a function given to call_rcu()";
                case SRCU -> "a function given to call_srcu()";
                case ASYNC -> "a function given to async_schedule()";
                case KTHREAD_WORK -> "a kthread work item";
                case IRQ -> "an interrupt handler";
                case NOTIFIER -> "a notifier";
                case IRQ_THREAD -> "the thread function of an interrupt";
            };
        }
        return "something outside of the module";
    }

    private List<String> modelValues() {
        List<String> values = new ArrayList<>(facts.lowered().contexts());
        boolean pointers = facts.hasVariable("arg")
                || !facts.lowered().protocol().objects(SharedObject.TaskPointer.class).isEmpty()
                || !facts.currentWork().isEmpty();
        boolean errors = facts.lowered().steps().flatMap(s -> s.micros().stream()).anyMatch(micro ->
                micro instanceof Micro.CreateThread create && create.failure() == Failure.POSSIBLE
                        || micro instanceof Micro.Test test && test.atom() instanceof Condition.PointerError);
        boolean locks = Stream.of(SharedObject.Mutex.class, SharedObject.Spinlock.class)
                .anyMatch(kind -> !facts.lowered().protocol().objects(kind).isEmpty());
        if (pointers) {
            values.add(Vocabulary.NULL);
        }
        if (errors) {
            values.add(Vocabulary.ERR);
        }
        if (locks || !facts.currentWork().isEmpty()) {
            values.add(Vocabulary.NONE);
        }
        return values;
    }

    // ---- sets of contexts

    private List<Definition> sets() {
        List<Definition> sets = new ArrayList<>();
        List<String> threads = facts.lowered().kthreads();
        for (LoweredProgram program : facts.lowered().programs()) {
            if (Facts.isFamily(program) && !program.contexts().equals(threads)) {
                sets.add(Definition.of(
                        facts.names().family(program.program()), Facts.literalSet(program.contexts())));
            }
        }
        if (kernel.uses(Operator.KTHREADS)) {
            sets.add(Definition.of(Operator.KTHREADS.symbol(), Facts.literalSet(threads)));
        }
        if (kernel.uses(Operator.CONTEXTS)) {
            sets.add(Definition.of(Operator.CONTEXTS.symbol(), Facts.literalSet(facts.lowered().contexts())));
        }
        if (kernel.uses(Operator.SLEEPERS)) {
            sets.add(Definition.of(Operator.SLEEPERS.symbol(), Facts.literalSet(facts.sleepers())));
        }
        if (kernel.uses(Operator.CALLBACKS)) {
            sets.add(Definition.of(Operator.CALLBACKS.symbol(), Facts.literalSet(facts.callbacks())));
        }
        return sets;
    }

    /** The threads of a program that are still to be created, in their order. */
    private List<Definition> pools() {
        return facts.lowered().programs().stream()
                .filter(LoweredProgram::isKthread)
                .filter(p -> Facts.isFamily(p) || facts.limits().creations(p))
                .map(this::pool)
                .toList();
    }

    private Definition pool(LoweredProgram program) {
        return Definition.of(facts.names().pool(program.program()), Tla.cases(
                        program.contexts().stream()
                                .map(t -> Tla.arm(Tla.eq(Tla.at("pc", Tla.name(t)), Tla.str(program.start())), Tla.name(t)))
                                .toList(),
                        Tla.name(Vocabulary.NULL)))
                .remark("The next thread of " + program.program().name() + "() to be created.");
    }
}
