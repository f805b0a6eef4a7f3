package org.quiesce.spec;

import static org.quiesce.tla.Tla.at;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.str;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Action;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** What happens to contexts without a step of their programs. */
final class Events {

    private static final Expr C = name("c");

    private final Facts facts;
    private final Kernel kernel;

    Events(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
    }

    /** Those that can happen, in their order. */
    List<Action> actions() {
        return Stream.of(timerExpires(), spuriousWake(), new DelayExpiry(facts, kernel).action(), signal(), initFreed(),
                        oops(), reuse(), Optional.of(fetchFault()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Action> timerExpires() {
        if (!facts.hasVariable("timer")) {
            return Optional.empty();
        }
        return Optional.of(Action.of(
                        Operator.TIMER_EXPIRES.symbol(),
                        eq(name("fault"), str(Vocabulary.NONE)),
                        eq(at("timer", C), str("armed")),
                        Tla.assignAt("timer", C, str("expired")),
                        kernel.call(Operator.WAKE, C))
                .parameters("c")
                .comment("the time of a sleep is over"));
    }

    private Optional<Action> spuriousWake() {
        if (!hasSpuriousWakeUps()) {
            return Optional.empty();
        }
        Expr most = Tla.num(facts.lowered().protocol().spuriousWakeUps());
        return Optional.of(Action.of(
                        Operator.SPURIOUS_WAKE.symbol(),
                        eq(name("fault"), str(Vocabulary.NONE)),
                        Tla.in(at("state", C), kernel.name(Operator.TASK_NORMAL)),
                        Tla.lt(name("spurious"), most),
                        Tla.assign("spurious", Tla.plus(name("spurious"), Tla.num(1))),
                        kernel.call(Operator.WAKE, C))
                .parameters("c")
                .comment("a wake-up that nobody meant for c"));
    }

    private Optional<Action> signal() {
        List<String> tasks = facts.signalledTasks();
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        List<Expr> conjuncts = new ArrayList<>(List.of(
                eq(name("fault"), str(Vocabulary.NONE)),
                kernel.call(Operator.IN_MODULE_TEXT, C),
                Tla.not(at("signals", C)),
                Tla.assignAt("signals", C, Tla.TRUE)));
        if (!Collections.disjoint(facts.sleepers(), tasks)) {
            Expr wake = kernel.call(Operator.SIGNAL_WAKE_UP, C);
            conjuncts.add(facts.sleepers().containsAll(tasks)
                    ? wake
                    : Tla.ifThenElse(Tla.in(C, facts.setOf(facts.sleepers(), kernel)), wake, Tla.TRUE));
        }
        return Optional.of(Action.of(Operator.SIGNAL.symbol(), conjuncts)
                .parameters("c")
                .comment("somebody sends c a signal that does not kill it"));
    }

    private Optional<Action> initFreed() {
        if (!facts.hasVariable("initText")) {
            return Optional.empty();
        }
        return Optional.of(Action.of(
                        Operator.INIT_FREED.symbol(),
                        eq(name("fault"), str(Vocabulary.NONE)),
                        eq(name("initText"), str("unneeded")),
                        Tla.assign("initText", str("freed")))
                .comment("init text is freed, some time after init"));
    }

    private Optional<Action> oops() {
        List<String> threads = facts.lowered().oopsing();
        if (threads.isEmpty()) {
            return Optional.empty();
        }
        List<Expr> conjuncts = new ArrayList<>(List.of(
                eq(name("fault"), str(Vocabulary.NONE)),
                Tla.not(name("oopsed")),
                facts.textIsThere(C, kernel)));
        // In other protocols nothing of a thread that is out is in module text.
        if (facts.hasVariable("taskWork")) {
            conjuncts.add(Tla.notIn(at("pc", C), kernel.name(Operator.OUT)));
        }
        conjuncts.add(kernel.call(Operator.RUNS_MODULE_TEXT, C));
        conjuncts.add(kernel.call(Operator.GOTO, C, str(Label.EXIT)));
        conjuncts.add(Tla.assign("oopsed", Tla.TRUE));
        conjuncts.add(Tla.assignAt("state", C, str(TaskState.RUNNING.name())));
        conjuncts.add(Tla.assignAt("result", C, Tla.ifThenElse(
                name(Axis.RESULT_IN_KTHREAD.constant()), Tla.num(0), Tla.num(SystemEvent.OOPS_SIGNAL))));
        List<String> nesting = facts.indices("nesting");
        if (nesting.containsAll(threads)) {
            conjuncts.add(Tla.assignAt("nesting", C, Tla.num(0)));
        } else if (!Collections.disjoint(nesting, threads)) {
            conjuncts.add(Tla.ifThenElse(
                    Tla.in(C, facts.setOf(nesting, kernel)), Tla.assignAt("nesting", C, Tla.num(0)), Tla.TRUE));
        }
        return Optional.of(Action.of(Operator.OOPS.symbol(), conjuncts)
                .parameters("c")
                .comment("c dies, and keeps what it holds"));
    }

    private Optional<Action> reuse() {
        if (!facts.hasVariable("reused")) {
            return Optional.empty();
        }
        return Optional.of(Action.of(
                        Operator.REUSE.symbol(),
                        eq(name("fault"), str(Vocabulary.NONE)),
                        eq(at("pc", C), str(Label.GONE)),
                        eq(at("usage", C), Tla.num(0)),
                        Tla.not(at("reused", C)),
                        Tla.assignAt("reused", C, Tla.TRUE))
                .parameters("c")
                .comment("the memory of c, which is freed, becomes another task's"));
    }

    /** Whether there is anybody whom one could wake. */
    boolean hasSpuriousWakeUps() {
        return facts.hasVariable("spurious") && !facts.sleepers().isEmpty();
    }

    private Action fetchFault() {
        return Action.of(
                        Operator.FETCH_FAULT.symbol(),
                        facts.textIsGone(C, kernel),
                        eq(name("fault"), str(Vocabulary.NONE)),
                        kernel.call(Operator.RUNS_MODULE_TEXT, C),
                        Tla.assign("fault", str(Outcome.TEXT_FAULT.code())))
                .parameters("c")
                .comment("the next instruction is gone");
    }
}
