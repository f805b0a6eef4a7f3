package org.quiesce.spec;

import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.assign;
import static org.quiesce.tla.Tla.assignAt;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.function;
import static org.quiesce.tla.Tla.ifThenElse;
import static org.quiesce.tla.Tla.in;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.not;
import static org.quiesce.tla.Tla.notIn;
import static org.quiesce.tla.Tla.or;
import static org.quiesce.tla.Tla.parens;
import static org.quiesce.tla.Tla.str;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Label;
import org.quiesce.tla.Definition;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** The primitives of the freezer, as far as a module uses them. */
final class FreezerDefinitions {

    private static final Expr C = name("c");
    private static final Expr T = name("t");
    private static final Expr S = name("s");
    private static final Expr RUNNING = str(TaskState.RUNNING.name());
    private static final Expr INTERRUPTIBLE = str(TaskState.INTERRUPTIBLE.name());

    private final Facts facts;
    private final Kernel kernel;

    FreezerDefinitions(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
    }

    Definition of(Operator operator) {
        return switch (operator) {
            case NOTE_WAKE -> define(operator, List.of("t"), ifThenElse(
                            recordsWakes(T),
                            assignAt("inPlace", T, str("woken")),
                            Tla.TRUE))
                    .remark("What a wake-up does to a thread that is frozen in place: the thaw will wake it.");
            case SCHEDULE_FREEZABLE -> scheduleFreezable();
            case FREEZING -> define(operator, List.of("c"), and(name("freezing"), Tla.at("freezable", C)))
                    .remark("A freeze is under way, and c takes part.");
            case TELL -> tell();
            case FREEZE -> define(operator, List.of(), and(assign("freezing", Tla.TRUE), telling()))
                    .remark("freeze_kernel_threads(): wakes those that take part, so that they notice.");
            case THAW -> thaw();
            case IN_KERNEL -> define(operator, List.of(), Tla.filter(
                            "c", facts.setOf(facts.userTasks(), kernel), notIn(
                                    Tla.at("pc", C), Facts.strings(List.of(Label.LIVE, Label.IDLE, Label.DONE)))))
                    .remark("The user tasks that are in the kernel, and so not frozen.");
            case SIGNAL_USERS -> signalUsers();
            case UNAWARE -> define(operator, List.of(), Tla.filter("c", kernel.name(Operator.IN_KERNEL), unaware()))
                    .remark("Those of them that have overlooked that a freeze is under way.");
            case MISSING -> missing();
            default -> throw new AssertionError(operator);
        };
    }

    // ---- freezing in place

    /** A wake-up of the thread, which is frozen in place, is remembered. */
    static Expr recordsWakes(Expr thread) {
        return and(restores(), in(thread, Tla.domain(name("inPlace"))), eq(Tla.at("inPlace", thread), str("frozen")));
    }

    private static Expr restores() {
        return name(Axis.THAW_RESTORES_SLEEP.constant());
    }

    private static Expr usesFrozen() {
        return name(Axis.FREEZER_USES_TASK_FROZEN.constant());
    }

    private boolean inPlace() {
        return facts.hasVariable("inPlace");
    }

    /** That of a thread, which need not be one that sleeps so. */
    private Expr isInPlace(Expr word) {
        return parens(and(in(T, Tla.domain(name("inPlace"))), eq(Tla.at("inPlace", T), word)));
    }

    private Definition scheduleFreezable() {
        Expr state = Tla.at("state", C);
        Optional<Expr> signal = facts.signalled(facts.schedulers(), C, kernel);
        Expr awake = signal
                .map(s -> or(eq(state, RUNNING), parens(and(eq(state, INTERRUPTIBLE), s))))
                .orElse(eq(state, RUNNING));
        return define(Operator.SCHEDULE_FREEZABLE, List.of("c"), and(
                        kernel.call(Operator.SCHEDULE, C),
                        assignAt("inPlace", C, ifThenElse(awake, Tla.OLD, str("sleeping")))))
                .remark("An explicit schedule() in a state in which the freezer may freeze c.");
    }

    /** A sleeper that may be frozen in place is; others are woken, so that they notice. */
    private Definition tell() {
        Expr sleepers = facts.setOf(facts.sleepers(), kernel);
        Expr frozen = or(isInPlace(str("frozen")), isInPlace(str("woken")));
        Expr still = parens(and(isInPlace(str("sleeping")), Tla.at("asleep", T)));
        Expr stilled = and(in(T, S), still);
        Expr woken = and(in(T, S), not(parens(or(frozen, still))),
                in(Tla.at("state", T), kernel.name(Operator.TASK_NORMAL)));
        Expr freezes = and(usesFrozen(), in(T, S), still);
        return define(Operator.TELL, List.of("s"), and(
                        assign("state", function("t", sleepers, ifThenElse(
                                woken, RUNNING,
                                ifThenElse(freezes, str(TaskState.FROZEN.name()), Tla.at("state", T))))),
                        assign("asleep", function("t", sleepers, and(Tla.at("asleep", T), not(parens(woken))))),
                        assign("inPlace", function("t", Tla.domain(name("inPlace")), ifThenElse(
                                and(usesFrozen(), stilled), str("frozen"), Tla.at("inPlace", T))))))
                .remark("freeze_task() of the threads in s.");
    }

    private Expr telling() {
        Expr concerned = Tla.filter("t", kernel.name(Operator.KTHREADS), Tla.at("freezable", T));
        return inPlace()
                ? kernel.call(Operator.TELL, concerned)
                : kernel.call(Operator.WAKE_QUEUE, concerned, kernel.name(Operator.TASK_NORMAL));
    }

    private Definition thaw() {
        Expr sleepers = facts.setOf(facts.sleepers(), kernel);
        Expr refrigerated = in(Tla.at("pc", T), kernel.name(Operator.REFRIGERATOR));
        List<Expr> writes = new ArrayList<>(List.of(assign("freezing", Tla.FALSE)));
        if (inPlace()) {
            Expr restored = parens(and(restores(), isInPlace(str("frozen"))));
            Expr woken = or(refrigerated, isInPlace(str("woken")), parens(and(not(restores()), isInPlace(str("frozen")))));
            writes.add(assign("state", function("t", sleepers, ifThenElse(
                    woken, RUNNING, ifThenElse(restored, INTERRUPTIBLE, Tla.at("state", T))))));
            writes.add(assign("asleep", function("t", sleepers, and(Tla.at("asleep", T), not(parens(woken))))));
            Expr thawed = in(Tla.at("inPlace", T), Facts.strings(List.of("frozen", "woken")));
            writes.add(assign("inPlace", function("t", Tla.domain(name("inPlace")), ifThenElse(
                    restored, str("sleeping"), ifThenElse(thawed, str("none"), Tla.at("inPlace", T))))));
        } else {
            writes.add(assign("state", function("t", sleepers, ifThenElse(refrigerated, RUNNING, Tla.at("state", T)))));
            writes.add(assign("asleep", function("t", sleepers, and(
                    Tla.at("asleep", T), notIn(Tla.at("pc", T), kernel.name(Operator.REFRIGERATOR))))));
        }
        return define(Operator.THAW, List.of(), Tla.allOf(writes))
                .remark("thaw_kernel_threads(): wakes those in the refrigerator, whatever they sleep in.");
    }

    private Definition missing() {
        List<Expr> parts = new ArrayList<>(List.of(
                Tla.at("freezable", T),
                not(and(Tla.at("asleep", T), in(Tla.at("pc", T), kernel.name(Operator.REFRIGERATOR))))));
        if (inPlace()) {
            parts.add(not(isInPlace(str("frozen"))));
            parts.add(not(isInPlace(str("woken"))));
            parts.add(not(and(not(usesFrozen()), Tla.at("asleep", T), isInPlace(str("sleeping")))));
        }
        parts.add(notIn(Tla.at("pc", T), kernel.name(Operator.OUT)));
        return define(Operator.MISSING, List.of(), Tla.filter("t", kernel.name(Operator.KTHREADS), Tla.and(parts)))
                .remark("The threads that a freeze still waits for.");
    }

    // ---- user tasks

    /** As if each of them had a signal: it ends interruptible sleeps. */
    private Definition signalUsers() {
        List<Expr> parts = new ArrayList<>();
        Expr users = kernel.name(Operator.IN_KERNEL);
        if (!Collections.disjoint(facts.userTasks(), facts.indices("signals"))) {
            parts.add(assign("signals", function("c", facts.setOf(facts.indices("signals"), kernel),
                    or(Tla.at("signals", C), in(C, users)))));
        }
        if (!Collections.disjoint(facts.userTasks(), facts.sleepers())) {
            parts.add(kernel.call(Operator.WAKE_QUEUE, users, Tla.set(INTERRUPTIBLE)));
        }
        return define(Operator.SIGNAL_USERS, List.of(), and(parts))
                .remark("fake_signal_wake_up() of the user tasks that are in the kernel: it ends interruptible sleeps.");
    }

    /** Of a user task in the kernel. */
    private Expr unaware() {
        List<Expr> ways = new ArrayList<>();
        List<String> signals = facts.userTasks().stream().filter(facts.indices("signals")::contains).toList();
        if (!signals.isEmpty()) {
            ways.add(ofSome(signals, not(Tla.at("signals", C))));
        }
        List<String> sleepers = facts.userTasks().stream().filter(facts.sleepers()::contains).toList();
        if (!sleepers.isEmpty()) {
            ways.add(ofSome(sleepers, and(Tla.at("asleep", C), eq(Tla.at("state", C), INTERRUPTIBLE))));
        }
        return or(ways);
    }

    /** A claim about a user task, made of some of them only. */
    private Expr ofSome(List<String> users, Expr claim) {
        return users.equals(facts.userTasks()) ? claim : and(in(C, facts.setOf(users, kernel)), claim);
    }

    private static Definition define(Operator operator, List<String> parameters, Expr body) {
        return Definition.of(operator.symbol(), parameters, body);
    }
}
