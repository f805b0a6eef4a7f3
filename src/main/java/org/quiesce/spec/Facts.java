package org.quiesce.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.FreezableMicro;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.RcuReaders;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.spec.Spinlocks.Oopses;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** What the emitter asks of a lowered protocol again and again. */
final class Facts {

    private final LoweredProtocol lowered;
    private final SpecNames names;
    private final Limits limits;
    private final Map<String, StateVariable> variables = new TreeMap<>();
    private final Map<String, Spinlocks> spinlocks = new TreeMap<>();
    private final Map<String, Sections> sections = new TreeMap<>();

    Facts(LoweredProtocol lowered) {
        this.lowered = lowered;
        this.names = SpecNames.of(lowered);
        this.limits = new Limits(lowered);
        Vocabulary.of(lowered).forEach(variable -> variables.put(variable.name(), variable));
        for (LoweredProgram program : lowered.programs()) {
            boolean oopses = lowered.oopsing().containsAll(program.contexts());
            spinlocks.put(program.program().name(), Spinlocks.of(program, oopses ? Oopses.MAYBE : Oopses.NEVER));
            sections.put(program.program().name(), Sections.of(program));
        }
    }

    LoweredProtocol lowered() {
        return lowered;
    }

    SpecNames names() {
        return names;
    }

    Limits limits() {
        return limits;
    }

    boolean hasVariable(String name) {
        return variables.containsKey(name);
    }

    /** Whether the variable has an entry for the contexts of the program. */
    boolean hasVariable(String name, LoweredProgram program) {
        return hasVariable(name) && variables.get(name).indices().containsAll(program.contexts());
    }

    /** The contexts that have an entry in the variable, none if there is no such variable. */
    List<String> indices(String name) {
        return Optional.ofNullable(variables.get(name)).map(StateVariable::indices).orElse(List.of());
    }

    List<String> sleepers() {
        return Vocabulary.sleepers(lowered);
    }

    /** Programs that more than a thread or task runs, whose steps have a parameter. */
    static boolean isFamily(LoweredProgram program) {
        return program.contexts().size() > 1;
    }

    /** The contexts that the kernel calls back. */
    List<String> callbacks() {
        return lowered.protocol().callbacks().stream().map(Program.Callback::name).toList();
    }

    /** Those of them that are called once for each time that they are armed. */
    List<String> dueCallbacks() {
        return lowered.protocol().callbacks().stream()
                .filter(callback -> !callback.kind().staysRegistered())
                .map(Program.Callback::name)
                .toList();
    }

    Stream<Micro> micros() {
        return lowered.steps().flatMap(s -> s.micros().stream());
    }

    /** The variables that say which work the kthread workers run. */
    List<String> currentWork() {
        return lowered.protocol().objects(SharedObject.KthreadWorker.class).stream()
                .map(SharedObject.KthreadWorker::running)
                .toList();
    }

    static boolean isEnvironment(LoweredProgram program) {
        return program.program() instanceof Program.Environment;
    }

    /** Contexts of which a step can be relied on: all but those of which nothing is assumed, as of an environment. */
    List<String> reliable() {
        return lowered.programs().stream()
                .filter(lowered::isReliable)
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** Whether the step can be relied on, if it stays possible. */
    boolean isFair(Step step) {
        return lowered.fairness(step) != Fairness.NONE;
    }

    boolean isFair(SystemEvent event) {
        return lowered.fairness(event) != Fairness.NONE;
    }

    /** Contexts that are not of the environment. */
    List<String> tasks() {
        return lowered.programs().stream()
                .filter(p -> !isEnvironment(p))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    List<String> contextsAt(Class<? extends Micro> kind) {
        return contextsAt(lowered.steps().filter(s -> s.does(kind)).toList());
    }

    /** The contexts that call schedule() themselves. */
    List<String> schedulers() {
        return contextsAt(lowered.steps()
                .filter(s -> s.does(Micro.Schedule.class) || s.does(FreezableMicro.ScheduleFreezable.class))
                .toList());
    }

    /** The contexts whose programs have one of the steps. */
    List<String> contextsAt(List<Step> steps) {
        return lowered.programs().stream()
                .filter(p -> !Collections.disjoint(p.steps(), steps))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** Labels of the steps that do one of these. */
    List<String> labelsOf(List<Class<? extends Micro>> kinds) {
        return lowered.steps()
                .filter(s -> kinds.stream().anyMatch(s::does))
                .map(Step::label)
                .distinct()
                .toList();
    }

    /** Labels in the refrigerator: where a thread decides to stay, and where it is about to sleep or asleep. */
    List<String> refrigeratorLabels() {
        return lowered.steps()
                .filter(s -> s.does(Micro.Refrigerate.class))
                .flatMap(s -> Stream.of(s.label(), s.exits().get(Exit.TRUE)))
                .distinct()
                .toList();
    }

    /** Labels at which a context has no step of module text before it. */
    List<String> coreLabels() {
        Set<String> core = new LinkedHashSet<>();
        for (LoweredProgram program : lowered.programs()) {
            core.add(program.start());
            program.steps().forEach(step -> {
                core.add(step.label());
                core.addAll(step.exits().values());
            });
        }
        core.removeAll(lowered.steps().filter(s -> s.frame() == Frame.MODULE).map(Step::label).toList());
        return List.copyOf(core);
    }

    /** Labels at which a context has no step. */
    List<String> endLabels() {
        Set<String> ends = new LinkedHashSet<>();
        for (LoweredProgram program : lowered.programs()) {
            ends.add(program.start());
            program.steps().forEach(step -> ends.addAll(step.exits().values()));
        }
        ends.removeAll(lowered.steps().map(Step::label).toList());
        return List.copyOf(ends);
    }

    /** Whether a context of the program is forbidden at the step what it does there: to sleep, or to leave. */
    Atomicity atomicity(LoweredProgram program, Step step) {
        if (maySleep(step)
                && program.program() instanceof Program.Callback callback
                && callback.kind().sleeping() == Program.Sleeping.FORBIDDEN) {
            return Atomicity.ALWAYS;
        }
        return forbidsByLock(program, step) || forbidsBySection(program, step) ? Atomicity.MAYBE : Atomicity.NEVER;
    }

    /** What forbids it, where something may. */
    Expr isForbidden(LoweredProgram program, Step step, Expr context, Kernel kernel) {
        List<Expr> ways = new ArrayList<>();
        if (forbidsByLock(program, step)) {
            ways.add(kernel.call(Operator.IN_ATOMIC, context));
        }
        if (forbidsBySection(program, step)) {
            ways.add(Tla.gt(Tla.at("nesting", context), Tla.num(0)));
        }
        return Tla.or(ways);
    }

    private boolean forbidsByLock(LoweredProgram program, Step step) {
        return maySleep(step) && spinlocks.get(program.program().name()).mayBeHeld(step);
    }

    private boolean forbidsBySection(LoweredProgram program, Step step) {
        return Sections.mustBeOutside(step) && sections(program).mayBeInside(step);
    }

    private static boolean maySleep(Step step) {
        return step.micros().stream().anyMatch(Micro::maySleep);
    }

    /** The sections of a program. */
    Sections sections(LoweredProgram program) {
        return sections.get(program.program().name());
    }

    /**
     * Whether a signal is pending for a context, which is one of these: the pseudo-signal of a stop or a real one; nothing
     * if none of them ever gets any.
     */
    Optional<Expr> signalled(List<String> contexts, Expr context, Kernel kernel) {
        List<String> flags = signalFlags(contexts);
        if (flags.isEmpty()) {
            return Optional.empty();
        }
        boolean plain = flags.size() == 1 && indices(flags.get(0)).containsAll(contexts);
        return Optional.of(plain ? Tla.at(flags.get(0), context) : kernel.call(Operator.SIGNALLED, context));
    }

    /** Whether SIGKILL is pending for a context, which is one of these; nothing if none of them ever gets it. */
    Optional<Expr> fatallySignalled(List<String> contexts, Expr context, Kernel kernel) {
        List<String> killed = indices("killPending");
        if (Collections.disjoint(killed, contexts)) {
            return Optional.empty();
        }
        Expr pending = Tla.at("killPending", context);
        return Optional.of(killed.containsAll(contexts) ? pending : Tla.and(Tla.in(context, setOf(killed, kernel)), pending));
    }

    /** The variables that say of some of these contexts that a signal is pending. */
    List<String> signalFlags(List<String> contexts) {
        return Stream.of("notified", "signals", "killPending", "sharedKill")
                .filter(flag -> !Collections.disjoint(indices(flag), contexts))
                .toList();
    }

    /** Tasks of user space that somebody may send a signal. */
    List<String> signalledTasks() {
        return indices("signals").stream().filter(c -> !lowered.kthreads().contains(c)).toList();
    }

    /** The contexts that can delay some grace period by running at all. */
    List<String> runningReaders() {
        return readers(RcuReaders::running);
    }

    /** The contexts that can delay some grace period. */
    List<String> rcuReaders() {
        return readers(RcuReaders::contexts);
    }

    private List<String> readers(Function<RcuReaders, List<String>> which) {
        Set<String> readers = micros()
                .flatMap(m -> m instanceof Micro.RcuBegin begin ? Stream.of(begin.rcu())
                        : m instanceof Micro.SynchronizeBegin begin ? Stream.of(begin.rcu())
                        : m instanceof Micro.TaskFree free ? Stream.of(free.rcu())
                        : m instanceof GraceMicro.RcuCall call ? Stream.of(call.rcu()) : Stream.empty())
                .flatMap(rcu -> which.apply(rcu).stream())
                .collect(Collectors.toSet());
        return lowered.contexts().stream().filter(readers::contains).toList();
    }

    /** The contexts that queue on the wait queue by hand. */
    List<String> waitersByHand(String queue) {
        return contextsAt(lowered.steps()
                .filter(s -> s.micros().stream().anyMatch(
                        m -> m instanceof Micro.AddWait add && add.queue().equals(queue)))
                .toList());
    }

    /** Tasks of user space, which can be in the kernel or not. */
    List<String> userTasks() {
        return lowered.programs().stream()
                .filter(LoweredProgram::isUserTask)
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** Whether some user task can tell when it is signalled. */
    boolean hasImpatientUsers() {
        return !Collections.disjoint(userTasks(), indices("signals")) || !Collections.disjoint(userTasks(), sleepers());
    }

    /** The threads whose function is in init text. */
    List<String> inInitText() {
        return lowered.programs().stream()
                .filter(LoweredProgram::isInInitText)
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** That the text of a context is still mapped. */
    Expr textIsThere(Expr context, Kernel kernel) {
        return hasVariable("initText")
                ? Tla.not(textIsGone(context, kernel))
                : Tla.neq(Tla.name("module"), Tla.str("freed"));
    }

    /** That it is not. */
    Expr textIsGone(Expr context, Kernel kernel) {
        return hasVariable("initText")
                ? kernel.call(Operator.TEXT_GONE, context)
                : Tla.eq(Tla.name("module"), Tla.str("freed"));
    }

    /** Labels at which a thread is past its function. */
    List<String> outLabels() {
        return lowered.programs().stream().flatMap(p -> p.out().stream()).distinct().toList();
    }

    /** All spinlocks that are ever held, in the order of their declaration. */
    List<String> spinlocks() {
        Set<String> taken = spinlocks.values().stream().flatMap(s -> s.all().stream()).collect(Collectors.toSet());
        return lowered.protocol().objects(SharedObject.Spinlock.class).stream()
                .map(SharedObject::name)
                .filter(taken::contains)
                .toList();
    }

    /** A set of contexts, by its name if it has one. */
    Expr setOf(List<String> contexts, Kernel kernel) {
        if (contexts.equals(lowered.contexts())) {
            return kernel.name(Operator.CONTEXTS);
        } else if (contexts.equals(lowered.kthreads())) {
            return kernel.name(Operator.KTHREADS);
        } else if (contexts.equals(sleepers())) {
            return kernel.name(Operator.SLEEPERS);
        } else if (contexts.equals(callbacks())) {
            return kernel.name(Operator.CALLBACKS);
        }
        Optional<Expr> family = lowered.programs().stream()
                .filter(p -> isFamily(p) && contexts.equals(p.contexts()))
                .<Expr>map(p -> Tla.name(names.family(p.program())))
                .findFirst();
        return family.orElseGet(() -> literalSet(contexts));
    }

    static Expr literalSet(List<String> contexts) {
        return Tla.set(contexts.stream().map(Tla::name).toList());
    }

    static Expr strings(List<String> words) {
        List<Expr> items = new ArrayList<>();
        words.forEach(word -> items.add(Tla.str(word)));
        return Tla.set(items);
    }

    /** {@code e # "a"}, or {@code e \notin {"a", "b"}}. */
    static Expr isNoneOf(Expr expression, List<String> words) {
        return words.size() == 1 ? Tla.neq(expression, Tla.str(words.get(0))) : Tla.notIn(expression, strings(words));
    }

    /** {@code e = "a"}, or {@code e \in {"a", "b"}}. */
    static Expr isOneOf(Expr expression, List<String> words) {
        return words.size() == 1 ? Tla.eq(expression, Tla.str(words.get(0))) : Tla.in(expression, strings(words));
    }
}
