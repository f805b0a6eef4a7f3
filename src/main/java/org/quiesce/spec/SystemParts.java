package org.quiesce.spec;

import static org.quiesce.tla.Tla.at;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.str;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Action;
import org.quiesce.tla.Definition;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** The programs together: the first state, the next one, and what may be assumed of a run. */
final class SystemParts {

    private static final Expr C = name("c");
    private static final Expr VARS = name("vars");
    private static final String OR = " \\/ ";
    private static final int LINE_WIDTH = 80;

    private final Facts facts;
    private final Kernel kernel;
    private final DelayExpiry delays;
    private final Events events;

    SystemParts(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
        this.delays = new DelayExpiry(facts, kernel);
        this.events = new Events(facts, kernel);
    }

    /** What happens to contexts without a step of theirs. */
    List<Action> events() {
        return events.actions();
    }

    // ---- programs

    /**
     * The action that is any step of the program of which something may be assumed; any step at all for the
     * environment, of which hardly anything ever is, and for a program of which nothing is. The steps of each line of
     * the listing stand on a line, or on more if they are many.
     */
    Optional<Definition> fairSteps(LoweredProgram program) {
        List<Step> steps = program.steps().stream()
                .filter(step -> isTakenWhole(program) || facts.isFair(step))
                .toList();
        List<List<Expr>> lines = new ArrayList<>();
        int line = -1;
        int width = 0;
        for (Step step : steps) {
            Expr call = StepActions.call(step.action(), program);
            width += call.toString().length() + OR.length();
            if (step.line() != line || width > LINE_WIDTH) {
                lines.add(new ArrayList<>());
                line = step.line();
                width = call.toString().length();
            }
            lines.get(lines.size() - 1).add(call);
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Definition.of(
                facts.names().program(program.program()),
                Facts.isFamily(program) ? List.of("self") : List.of(),
                Tla.anyOf(lines.stream().map(Tla::or).toList())));
    }

    // ---- Init, Next and Spec

    Definition init() {
        List<Expr> equations = Vocabulary.of(facts.lowered()).stream()
                .map(variable -> eq(name(variable.name()), first(variable)))
                .toList();
        return Definition.of(Operator.INIT.symbol(), Tla.table(equations));
    }

    private Expr first(StateVariable variable) {
        if (variable.name().equals("pc")) {
            return programStarts();
        }
        if (variable.isPlain()) {
            return facts.lowered().protocol().object(variable.name())
                    .map(SystemParts::firstOf)
                    .or(() -> firstOfWorker(variable.name()))
                    .orElseGet(() -> firstPlain(variable.name()));
        }
        String index = facts.lowered().kthreads().containsAll(variable.indices()) ? "t" : "c";
        return Tla.function(index, facts.setOf(variable.indices(), kernel), firstEntry(variable, name(index)));
    }

    private static Expr firstOf(SharedObject object) {
        if (object instanceof SharedObject.TaskPointer) {
            return name(Vocabulary.NULL);
        } else if (object instanceof SharedObject.Semaphore semaphore) {
            return Tla.num(semaphore.initially());
        } else if (object instanceof SharedObject.Flag flag) {
            return Tla.bool(flag.initially() == SharedObject.FlagValue.TRUE);
        } else if (object instanceof SharedObject.Counter counter) {
            return Tla.num(counter.initially());
        } else if (object instanceof SharedObject.Completion) {
            return Tla.num(0);
        } else if (object instanceof SharedObject.WaitQueue) {
            return Tla.set();
        } else if (object instanceof SharedObject.Memory
                || object instanceof SharedObject.Workqueue
                || object instanceof SharedObject.KthreadWorker) {
            return str("null");
        } else if (object instanceof SharedObject.UserFile) {
            return str("none");
        }
        return name(Vocabulary.NONE);
    }

    /** Of what a kthread worker points to. */
    private Optional<Expr> firstOfWorker(String variable) {
        boolean isWork = facts.lowered().protocol().objects(SharedObject.KthreadWorker.class).stream()
                .anyMatch(worker -> List.of(worker.current(), worker.running()).contains(variable));
        if (isWork) {
            return Optional.of(name(Vocabulary.NONE));
        }
        return facts.lowered().protocol().objects(SharedObject.KthreadWorker.class).stream()
                .filter(worker -> worker.task().equals(variable))
                .map(worker -> name(Vocabulary.NULL))
                .findFirst();
    }

    private static Expr firstPlain(String variable) {
        return switch (variable) {
            case "module" -> str("coming");
            case "refs" -> Tla.num(2);
            case "spurious" -> Tla.num(0);
            case "readers" -> Tla.set();
            case "initText" -> str("needed");
            case "warned", "freezing", "usersFrozen", "oopsed" -> Tla.FALSE;
            case "fault" -> str(Vocabulary.NONE);
            default -> throw new AssertionError(variable);
        };
    }

    private Expr firstEntry(StateVariable variable, Expr index) {
        if (facts.lowered().protocol().object(variable.name()).isPresent()) {
            // Of all objects only an rw_semaphore and an SRCU domain have an entry for each context.
            return facts.lowered().protocol().object(variable.name()).get() instanceof SharedObject.SrcuDomain
                    ? Tla.num(0)
                    : str(Vocabulary.NONE);
        }
        return switch (variable.name()) {
            case "state" -> firstState(variable, index);
            case "asleep", "shouldStop", "shouldPark", "freezable", "allowed", "signals", "allowsKill", "killPending", "sharedKill", "notified", "armed", "shutdown",
                    "dropped", "exclusive", "woken", "reused", "hasWorker", "cpuBound", "perCpu", "blkcg", "adopted" -> Tla.FALSE;
            case "arg" -> name(Vocabulary.NULL);
            case "gracePeriod", "srcuGrace", "ahead", "behind", "behindRunning" -> Tla.set();
            case "taskWork", "inPlace", "flushing" -> str("none");
            case "timer", "timed" -> str("off");
            default -> Tla.num(0);
        };
    }

    private Expr firstState(StateVariable variable, Expr index) {
        Expr unborn = str(TaskState.NEW.name());
        Expr running = str(TaskState.RUNNING.name());
        List<String> threads = facts.lowered().kthreads();
        if (threads.containsAll(variable.indices())) {
            return unborn;
        }
        return threads.isEmpty()
                ? running
                : Tla.ifThenElse(Tla.in(index, kernel.name(Operator.KTHREADS)), unborn, running);
    }

    private Expr programStarts() {
        List<Expr> parts = new ArrayList<>();
        List<String> threads = facts.lowered().kthreads();
        if (!threads.isEmpty()) {
            String start = facts.lowered().programOf(threads.get(0)).start();
            parts.add(Tla.function("t", facts.setOf(threads, kernel), str(start)));
        }
        List<String> callbacks = facts.callbacks();
        if (callbacks.size() > 1) {
            parts.add(Tla.function("c", facts.setOf(callbacks, kernel), str(Label.IDLE)));
        }
        for (LoweredProgram program : facts.lowered().programs()) {
            boolean said = program.isKthread() || callbacks.size() > 1 && callbacks.containsAll(program.contexts());
            if (!said) {
                parts.add(Facts.isFamily(program)
                        ? Tla.function("c", facts.setOf(program.contexts(), kernel), str(program.start()))
                        : Tla.mapsTo(name(program.contexts().get(0)), str(program.start())));
            }
        }
        Expr all = parts.get(0);
        for (Expr part : parts.subList(1, parts.size())) {
            all = Tla.override(all, part);
        }
        return all;
    }

    Definition next() {
        List<Expr> ways = new ArrayList<>();
        for (LoweredProgram program : facts.lowered().programs()) {
            fairSteps(program).ifPresent(steps -> ways.add(someone(program, StepActions.call(steps.name(), program))));
            if (!isTakenWhole(program)) {
                program.steps().stream().filter(s -> !facts.isFair(s)).forEach(step ->
                        ways.add(someone(program, StepActions.call(step.action(), program))));
            }
        }
        if (facts.hasVariable("timer")) {
            ways.add(Tla.exists("c", facts.setOf(facts.indices("timer"), kernel),
                    Tla.call(Operator.TIMER_EXPIRES.symbol(), C)));
        }
        if (events.hasSpuriousWakeUps()) {
            ways.add(Tla.exists("c", facts.setOf(facts.sleepers(), kernel),
                    Tla.call(Operator.SPURIOUS_WAKE.symbol(), C)));
        }
        if (!delays.items().isEmpty()) {
            ways.add(Tla.exists("c", facts.setOf(delays.items(), kernel),
                    Tla.call(Operator.DELAY_EXPIRES.symbol(), C)));
        }
        if (!facts.signalledTasks().isEmpty()) {
            ways.add(Tla.exists("c", facts.setOf(facts.signalledTasks(), kernel),
                    Tla.call(Operator.SIGNAL.symbol(), C)));
        }
        if (facts.hasVariable("initText")) {
            ways.add(name(Operator.INIT_FREED.symbol()));
        }
        if (!facts.lowered().oopsing().isEmpty()) {
            ways.add(Tla.exists("c", facts.setOf(facts.lowered().oopsing(), kernel),
                    Tla.call(Operator.OOPS.symbol(), C)));
        }
        if (facts.hasVariable("reused")) {
            ways.add(Tla.exists("c", facts.setOf(facts.lowered().kthreads(), kernel),
                    Tla.call(Operator.REUSE.symbol(), C)));
        }
        ways.add(Tla.exists("c", facts.setOf(facts.tasks(), kernel), Tla.call(Operator.FETCH_FAULT.symbol(), C)));
        return Definition.of(Operator.NEXT.symbol(), Tla.anyOf(ways));
    }

    private Expr someone(LoweredProgram program, Expr action) {
        return Facts.isFamily(program)
                ? Tla.exists("self", facts.setOf(program.contexts(), kernel), action)
                : action;
    }

    /**
     * The specification. A context leaves a label only by its step there, so that strong fairness of each of its steps
     * is strong fairness of all of them together.
     */
    Definition spec() {
        List<Expr> parts = new ArrayList<>(List.of(
                name(Operator.INIT.symbol()), Tla.always(Tla.stuttering(name(Operator.NEXT.symbol()), VARS))));
        for (LoweredProgram program : facts.lowered().programs()) {
            weaklyFair(program).ifPresent(steps -> parts.add(fair(program, self -> Tla.weakFairness(VARS,
                    Facts.isEnvironment(program)
                            ? steps
                            : Tla.or(steps, Tla.call(Operator.FETCH_FAULT.symbol(), self))))));
            List<Expr> strong = calls(program, Fairness.STRONG);
            if (!strong.isEmpty()) {
                parts.add(fair(program, self -> Tla.strongFairness(VARS, Tla.or(strong))));
            }
        }
        if (facts.hasVariable("timer") && facts.isFair(SystemEvent.TIMER_EXPIRES)) {
            parts.add(Tla.forAll("c", facts.setOf(facts.indices("timer"), kernel),
                    Tla.weakFairness(VARS, Tla.call(Operator.TIMER_EXPIRES.symbol(), C))));
        }
        if (!delays.items().isEmpty() && facts.isFair(SystemEvent.DELAY_EXPIRES)) {
            parts.add(Tla.forAll("c", facts.setOf(delays.items(), kernel),
                    Tla.weakFairness(VARS, Tla.call(Operator.DELAY_EXPIRES.symbol(), C))));
        }
        if (facts.hasVariable("initText") && facts.isFair(SystemEvent.INIT_FREED)) {
            parts.add(Tla.weakFairness(VARS, name(Operator.INIT_FREED.symbol())));
        }
        return Definition.of(Operator.SPEC.symbol(), Tla.allOf(parts));
    }

    /**
     * The steps of the program of which weak fairness is to be said. That what an environment began comes to its end is
     * strong fairness, which implies the weak.
     */
    private Optional<Expr> weaklyFair(LoweredProgram program) {
        if (!facts.lowered().isReliable(program)) {
            return Optional.empty();
        } else if (!Facts.isEnvironment(program) || program.steps().stream().allMatch(facts::isFair)) {
            return fairSteps(program).map(steps -> StepActions.call(steps.name(), program));
        }
        List<Expr> weak = calls(program, Fairness.WEAK);
        return weak.isEmpty() ? Optional.empty() : Optional.of(Tla.or(weak));
    }

    private List<Expr> calls(LoweredProgram program, Fairness fairness) {
        return program.steps().stream()
                .filter(step -> facts.lowered().fairness(step) == fairness)
                .map(step -> StepActions.call(step.action(), program))
                .toList();
    }

    private boolean isTakenWhole(LoweredProgram program) {
        return Facts.isEnvironment(program) || !facts.lowered().isReliable(program);
    }

    private Expr fair(LoweredProgram program, Function<Expr, Expr> condition) {
        Expr formula = condition.apply(StepActions.self(program));
        return Facts.isFamily(program)
                ? Tla.forAll("self", facts.setOf(program.contexts(), kernel), formula)
                : formula;
    }
}
