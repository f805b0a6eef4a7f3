package org.quiesce.spec;

import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.assign;
import static org.quiesce.tla.Tla.assignAt;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.except;
import static org.quiesce.tla.Tla.function;
import static org.quiesce.tla.Tla.ifThenElse;
import static org.quiesce.tla.Tla.implies;
import static org.quiesce.tla.Tla.in;
import static org.quiesce.tla.Tla.minus;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.neq;
import static org.quiesce.tla.Tla.not;
import static org.quiesce.tla.Tla.notIn;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.or;
import static org.quiesce.tla.Tla.parens;
import static org.quiesce.tla.Tla.plus;
import static org.quiesce.tla.Tla.str;
import static org.quiesce.tla.Tla.update;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Definition;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** The kernel primitives, as far as a module uses them. */
final class KernelDefinitions {

    private static final Expr C = name("c");
    private static final Expr T = name("t");
    private static final Expr M = name("m");
    private static final Expr S = name("s");

    private final Facts facts;
    private final Kernel kernel;

    KernelDefinitions(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
    }

    /** Those used, each after what it uses itself. */
    List<Definition> primitives() {
        List<Definition> all = new ArrayList<>();
        Operator[] operators = Operator.values();
        for (int i = Operator.TAKEN.ordinal(); i >= Operator.AT.ordinal(); i--) {
            if (kernel.uses(operators[i])) {
                all.add(0, primitive(operators[i]));
            }
        }
        return all;
    }

    /** Names of sets and numbers, as far as they are used. */
    List<Definition> constants() {
        List<Definition> all = new ArrayList<>();
        for (Operator operator : List.of(Operator.TASK_NORMAL, Operator.FROZEN, Operator.CORE_TEXT,
                Operator.REFRIGERATOR, Operator.OUT, Operator.REFERENCES_MAX, Operator.PARKED_MAX,
                Operator.CANCELLING_MAX, Operator.COMPLETION_MAX, Operator.COMPLETED_FOR_ALL)) {
            if (kernel.uses(operator)) {
                all.add(Definition.of(operator.symbol(), constant(operator)));
            }
        }
        return all;
    }

    private Expr constant(Operator operator) {
        return switch (operator) {
            case TASK_NORMAL -> Facts.strings(List.of(TaskState.values()).stream()
                    .filter(WakeMask.NORMAL::matches)
                    .map(Enum::name)
                    .toList());
            case FROZEN -> ifThenElse(
                    name(Axis.FREEZER_USES_TASK_FROZEN.constant()),
                    str(TaskState.FROZEN.name()),
                    str(TaskState.UNINTERRUPTIBLE.name()));
            case CORE_TEXT -> Facts.strings(facts.coreLabels());
            case REFRIGERATOR -> Facts.strings(facts.refrigeratorLabels());
            case OUT -> Facts.strings(List.of(Label.EXIT, Label.EXITED, Label.DEAD, Label.GONE));
            case REFERENCES_MAX -> num(Bounds.REFERENCES_MAX);
            case PARKED_MAX -> num(Bounds.PARKED_MAX);
            case CANCELLING_MAX -> num(Bounds.CANCELLING_MAX);
            case COMPLETION_MAX -> num(Bounds.COMPLETION_MAX);
            case COMPLETED_FOR_ALL -> num(Bounds.COMPLETED_FOR_ALL);
            default -> throw new AssertionError(operator);
        };
    }

    private Definition primitive(Operator operator) {
        return switch (operator) {
            case AT -> at();
            case GOTO -> define(operator, List.of("c", "label"), assignAt("pc", C, name("label")));
            case GO -> define(operator, List.of("c", "from", "to"), and(
                    kernel.call(Operator.AT, C, name("from")), kernel.call(Operator.GOTO, C, name("to"))));
            case CRASH -> define(operator, List.of("s"), assign("fault", S))
                    .remark("The run ends here, and a real kernel shows s.");
            case SIGNALLED -> signalled();
            case IN_ATOMIC -> define(operator, List.of("c"), inAtomic())
                    .remark("c holds a spinlock.");
            case BAD_TASK -> define(operator, List.of("t"), badTask(str(Vocabulary.NONE)))
                    .remark("What comes of following a pointer to a task: \"none\" is well.");
            case BAD_GET -> define(operator, List.of("t"), badTask(ifThenElse(
                            eq(Tla.at("usage", T), kernel.name(Operator.REFERENCES_MAX)),
                            str(Bounds.BOUND_FAULT), str(Vocabulary.NONE))))
                    .remark("The same for get_task_struct(), which the model bounds.");
            case CREATE -> create();
            case WAKE -> define(operator, List.of("t"), ifThenElse(
                            in(Tla.at("state", T), kernel.name(Operator.TASK_NORMAL)), run(), Tla.TRUE))
                    .remark("try_to_wake_up(): atomic with respect to schedule().");
            case SIGNAL_WAKE_UP -> define(operator, List.of("t"), ifThenElse(
                            eq(Tla.at("state", T), str(TaskState.INTERRUPTIBLE.name())), run(), Tla.TRUE))
                    .remark("signal_wake_up(): ends an interruptible sleep, and no other.");
            case UNPARK -> define(operator, List.of("t"), ifThenElse(
                            Tla.at("shouldPark", T),
                            and(
                                    assignAt("shouldPark", T, Tla.FALSE),
                                    ifThenElse(eq(Tla.at("state", T), str(TaskState.PARKED.name())), run(), Tla.TRUE)),
                            Tla.TRUE))
                    .remark("kthread_unpark(): wakes a parked thread, and no other sleeper.");
            case SCHEDULE -> schedule();
            case WAKE_QUEUE -> wakeQueue();
            case SEND_SIGNAL -> define(operator, List.of("t"), ifThenElse(
                            Tla.at("allowed", T),
                            and(assignAt("signals", T, Tla.TRUE), kernel.call(Operator.SIGNAL_WAKE_UP, T)),
                            Tla.TRUE))
                    .remark("send_sig(): does nothing to a thread that did not allow the signal.");
            case INSTANCES -> define(operator, List.of("c"), plus(
                            parens(ifThenElse(Tla.at("armed", C), num(1), num(0))),
                            parens(ifThenElse(eq(Tla.at("pc", C), str(Label.IDLE)), num(0), num(1)))))
                    .remark("The calls of c that are on their way: one is due if it is armed, another may run.");
            case FREEZING -> define(operator, List.of("c"), and(name("freezing"), Tla.at("freezable", C)))
                    .remark("A freeze is under way, and c takes part.");
            case FREEZE -> define(operator, List.of(), and(
                            assign("freezing", Tla.TRUE),
                            kernel.call(
                                    Operator.WAKE_QUEUE,
                                    Tla.filter("t", kernel.name(Operator.KTHREADS), Tla.at("freezable", T)),
                                    kernel.name(Operator.TASK_NORMAL))))
                    .remark("freeze_kernel_threads(): wakes those that take part, so that they notice.");
            case THAW -> thaw();
            case COMPLETED -> define(operator, List.of("m"), ifThenElse(
                            eq(M, kernel.name(Operator.COMPLETED_FOR_ALL)), M, plus(M, num(1))))
                    .remark("complete(): counts, unless there was a complete_all().");
            case TAKEN -> define(operator, List.of("m"), ifThenElse(
                            eq(M, kernel.name(Operator.COMPLETED_FOR_ALL)), M, minus(M, num(1))))
                    .remark("What a wait for a completion leaves of it.");
            default -> throw new AssertionError(operator);
        };
    }

    private Definition at() {
        List<Expr> parts = new ArrayList<>(List.of(
                eq(name("fault"), str(Vocabulary.NONE)), eq(Tla.at("pc", C), name("label"))));
        Readiness.awake(facts.lowered().contexts(), C, facts, kernel).ifPresent(parts::add);
        parts.add(implies(
                eq(name("module"), str("freed")), in(name("label"), kernel.name(Operator.CORE_TEXT))));
        return define(Operator.AT, List.of("c", "label"), Tla.allOf(parts))
                .remark("c can take the step at the label, as far as that does not depend on the step.");
    }

    private Expr inAtomic() {
        List<String> spinlocks = facts.spinlocks();
        return spinlocks.size() == 1 ? eq(name(spinlocks.get(0)), C) : in(C, Facts.literalSet(spinlocks));
    }

    private Expr badTask(Expr otherwise) {
        return ifThenElse(notIn(T, kernel.name(Operator.KTHREADS)), str(Outcome.NULL_DEREF.code()),
                ifThenElse(eq(Tla.at("usage", T), num(0)), str(Outcome.KASAN_UAF.code()), otherwise));
    }

    private static Expr run() {
        return and(assignAt("state", T, str(TaskState.RUNNING.name())), assignAt("asleep", T, Tla.FALSE));
    }

    private Definition create() {
        return define(Operator.CREATE, List.of("c", "t", "to"), Tla.allOf(
                        assign("pc", except(name("pc"),
                                update(name("to"), Tla.at(C)), update(str(Label.BORN), Tla.at(T)))),
                        assignAt("state", T, str(TaskState.UNINTERRUPTIBLE.name())),
                        assignAt("asleep", T, Tla.TRUE),
                        assignAt("usage", T, num(1)),
                        assignAt("arg", C, T)))
                .remark("kthread_create(): t is there, asleep until its first wake.");
    }

    /** Asked of whoever calls schedule(), and of the threads. */
    private Definition signalled() {
        List<String> schedulers = facts.contextsAt(Micro.Schedule.class);
        List<String> asked = facts.lowered().contexts().stream()
                .filter(c -> schedulers.contains(c) || facts.lowered().kthreads().contains(c))
                .toList();
        Map<List<String>, List<Expr>> flags = new LinkedHashMap<>();
        facts.signalFlags(asked).forEach(flag ->
                flags.computeIfAbsent(facts.indices(flag), f -> new ArrayList<>()).add(Tla.at(flag, C)));
        List<Expr> ways = new ArrayList<>();
        flags.forEach((owners, pending) -> ways.add(owners.containsAll(asked)
                ? or(pending)
                : and(in(C, facts.setOf(owners, kernel)), or(pending))));
        return define(Operator.SIGNALLED, List.of("c"), or(ways))
                .remark("signal_pending(): a real one, or the pseudo-signal of a stop.");
    }

    private Definition schedule() {
        Expr state = Tla.at("state", C);
        Expr sleep = assignAt("asleep", C, neq(state, str(TaskState.RUNNING.name())));
        Expr body = facts.signalled(facts.contextsAt(Micro.Schedule.class), C, kernel)
                .map(signal -> ifThenElse(
                        and(eq(state, str(TaskState.INTERRUPTIBLE.name())), signal),
                        assignAt("state", C, str(TaskState.RUNNING.name())),
                        sleep))
                .orElse(sleep);
        return define(Operator.SCHEDULE, List.of("c"), body).remark("An explicit schedule().");
    }

    private Definition wakeQueue() {
        Expr sleepers = facts.setOf(facts.sleepers(), kernel);
        Expr woken = and(in(T, name("q")), in(Tla.at("state", T), name("mask")));
        return define(Operator.WAKE_QUEUE, List.of("q", "mask"), and(
                        assign("state", function("t", sleepers,
                                ifThenElse(woken, str(TaskState.RUNNING.name()), Tla.at("state", T)))),
                        assign("asleep", function("t", sleepers, and(Tla.at("asleep", T), not(woken))))))
                .remark("wake_up() and its kind: everybody on the queue whose state matches.");
    }

    private Definition thaw() {
        Expr sleepers = facts.setOf(facts.sleepers(), kernel);
        Expr refrigerator = kernel.name(Operator.REFRIGERATOR);
        return define(Operator.THAW, List.of(), Tla.allOf(
                        assign("freezing", Tla.FALSE),
                        assign("state", function("t", sleepers, ifThenElse(
                                in(Tla.at("pc", T), refrigerator),
                                str(TaskState.RUNNING.name()),
                                Tla.at("state", T)))),
                        assign("asleep", function("t", sleepers, and(
                                Tla.at("asleep", T), notIn(Tla.at("pc", T), refrigerator))))))
                .remark("thaw_kernel_threads(): wakes those in the refrigerator, whatever they sleep in.");
    }

    private static Definition define(Operator operator, List<String> parameters, Expr body) {
        return Definition.of(operator.symbol(), parameters, body);
    }
}
