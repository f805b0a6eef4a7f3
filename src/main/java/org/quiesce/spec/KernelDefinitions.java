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
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Label;
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
    private static final Expr P = name("p");
    private static final Expr Q = name("q");
    private static final Expr INTERRUPTIBLE = str(TaskState.INTERRUPTIBLE.name());
    private static final Expr KILLABLE = str(TaskState.KILLABLE.name());

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
        for (int i = Operator.TAKEN.ordinal(); i >= Operator.TEXT_GONE.ordinal(); i--) {
            if (kernel.uses(operators[i])) {
                all.add(0, primitive(operators[i]));
            }
        }
        return all;
    }

    /** Names of sets and numbers, as far as they are used. */
    List<Definition> constants() {
        List<Definition> all = new ArrayList<>();
        for (Operator operator : List.of(Operator.TASK_NORMAL, Operator.TASK_UNINTERRUPTIBLE, Operator.FROZEN,
                Operator.CORE_TEXT, Operator.REFRIGERATOR, Operator.OUT, Operator.REFERENCES_MAX, Operator.PARKED_MAX,
                Operator.CANCELLING_MAX, Operator.NESTING_MAX, Operator.DISABLED_MAX, Operator.SEMAPHORE_MAX, Operator.COMPLETION_MAX,
                Operator.COMPLETED_FOR_ALL)) {
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
            case TASK_UNINTERRUPTIBLE -> Facts.strings(
                    List.of(TaskState.UNINTERRUPTIBLE.name(), TaskState.KILLABLE.name(), TaskState.IDLE.name()));
            case FROZEN -> ifThenElse(
                    name(Axis.FREEZER_USES_TASK_FROZEN.constant()),
                    str(TaskState.FROZEN.name()),
                    str(TaskState.UNINTERRUPTIBLE.name()));
            case CORE_TEXT -> Facts.strings(facts.coreLabels());
            case REFRIGERATOR -> Facts.strings(facts.refrigeratorLabels());
            case OUT -> Facts.strings(facts.outLabels());
            case REFERENCES_MAX -> num(Bounds.REFERENCES_MAX);
            case PARKED_MAX -> num(Bounds.PARKED_MAX);
            case CANCELLING_MAX -> num(Bounds.CANCELLING_MAX);
            case NESTING_MAX -> num(Bounds.NESTING_MAX);
            case DISABLED_MAX -> num(Bounds.DISABLED_MAX);
            case SEMAPHORE_MAX -> num(SharedObject.Semaphore.MAX);
            case COMPLETION_MAX -> num(Bounds.COMPLETION_MAX);
            case COMPLETED_FOR_ALL -> num(Bounds.COMPLETED_FOR_ALL);
            default -> throw new AssertionError(operator);
        };
    }

    private Definition primitive(Operator operator) {
        return switch (operator) {
            case TEXT_GONE -> define(operator, List.of("c"), or(
                            eq(name("module"), str("freed")),
                            and(eq(name("initText"), str("freed")), in(C, facts.setOf(facts.inInitText(), kernel)))))
                    .remark("The text that c runs is not mapped any more: it can be init text, which goes first.");
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
                            in(Tla.at("state", T), kernel.name(Operator.TASK_NORMAL)), run(), noted()))
                    .remark("try_to_wake_up(): atomic with respect to schedule().");
            case WAKE_STATE -> define(operator, List.of("t", "mask"), ifThenElse(
                            in(Tla.at("state", T), name("mask")),
                            run(),
                            facts.hasVariable("inPlace")
                                    ? ifThenElse(in(INTERRUPTIBLE, name("mask")), noted(), Tla.TRUE)
                                    : Tla.TRUE))
                    .remark("wake_up_state(): try_to_wake_up() of other states.");
            case INACTIVE -> define(operator, List.of("t"), implies(
                            in(Tla.at("state", T), kernel.name(Operator.TASK_UNINTERRUPTIBLE)), Tla.at("asleep", T)))
                    .remark("wait_task_inactive(): t is not about to sleep so, it does.");
            case SIGNAL_WAKE_UP -> define(operator, List.of("t"), ifThenElse(
                            eq(Tla.at("state", T), INTERRUPTIBLE), run(), noted()))
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
            case WAKE_UP -> define(operator, List.of("q", "s", "mask"), ifThenElse(
                            eq(S, Tla.set()),
                            kernel.call(Operator.WAKE_QUEUE, Q, name("mask")),
                            Tla.exists("t", S, kernel.call(
                                    Operator.WAKE_QUEUE,
                                    Tla.union(parens(Tla.difference(Q, S)), Tla.set(T)),
                                    name("mask")))))
                    .remark("wake_up() where some wait exclusively: of those whose state matches, s, any one.");
            case WAKE_UP_NR -> define(operator, List.of("q", "s", "n", "mask"), ifThenElse(
                            Tla.le(Tla.call("Cardinality", S), name("n")),
                            kernel.call(Operator.WAKE_QUEUE, Q, name("mask")),
                            Tla.exists("u", Tla.filter("v", Tla.subsetsOf(S), eq(Tla.call("Cardinality", name("v")), name("n"))),
                                    kernel.call(
                                            Operator.WAKE_QUEUE,
                                            Tla.union(parens(Tla.difference(Q, S)), name("u")),
                                            name("mask")))))
                    .remark("wake_up_nr(): of those who wait exclusively and match, s, any n.");
            case WOKEN_WAKE -> define(operator, List.of("q"), assign("woken", function(
                            "t", Tla.domain(name("woken")), or(Tla.at("woken", T), in(T, Q)))))
                    .remark("woken_wake_function(): who waits in wait_woken() is told, whatever its state.");
            case SEND_SIGNAL -> define(operator, List.of("t"), ifThenElse(
                            Tla.at("allowed", T),
                            and(assignAt("signals", T, Tla.TRUE), kernel.call(Operator.SIGNAL_WAKE_UP, T)),
                            Tla.TRUE))
                    .remark("send_sig(): does nothing to a thread that did not allow the signal.");
            case KILL_THREAD -> kill(operator, "killPending",
                    "send_sig() of SIGKILL: wakes killable sleepers, too, if t allowed it; once while it is pending.");
            case KILL_PROCESS -> kill(operator, "sharedKill", "kill_pid() of SIGKILL: the same, for the process.");
            case ENQUEUE -> define(operator, List.of("c", "s"), and(
                            assignAt("armed", C, Tla.TRUE),
                            assignAt("ahead", C, ifThenElse(
                                    Tla.at("armed", C), Tla.OLD, Tla.filter("t", S, Tla.at("armed", T))))))
                    .remark("Puts the item c behind those of s, the items of its queue, that are there.");
            case DEQUEUE -> define(operator, List.of("c"), and(
                            assignAt("armed", C, Tla.FALSE),
                            assign("ahead", function("t", Tla.domain(name("ahead")), ifThenElse(
                                    eq(T, C), Tla.set(), Tla.difference(Tla.at("ahead", T), Tla.set(C)))))))
                    .remark("Takes the item c off its queue.");
            case BAD_QUEUE -> define(operator, List.of("q"), ifThenElse(
                            eq(Q, str("null")), str(Outcome.NULL_DEREF.code()),
                            ifThenElse(eq(Q, str("freed")), str(Outcome.KASAN_UAF.code()), str(Vocabulary.NONE))))
                    .remark("What comes of following a pointer to a workqueue: \"none\" is well.");
            case BUSY -> define(operator, List.of("c"), or(
                            Tla.at("armed", C), neq(Tla.at("pc", C), str(Label.IDLE))))
                    .remark("The work item is queued or running.");
            case INSERT_WORK -> define(operator, List.of("q", "c"), ifThenElse(
                            eq(Q, str("draining")),
                            WorkMeanings.dropped(C),
                            assignAt("armed", C, Tla.TRUE)))
                    .remark("Queues a work item from outside, which a workqueue that is being drained refuses.");
            case OVERPUT -> define(operator, List.of("t"), Tla.or(
                            eq(Tla.at("usage", T), num(0)),
                            Tla.parens(and(eq(Tla.at("usage", T), num(1)), neq(Tla.at("pc", T), str(Label.GONE))))))
                    .remark("put_task_struct() would drop a reference that nobody holds, or the one of a thread that lives.");
            case BAD_WORKER -> define(operator, List.of("p"), ifThenElse(
                            in(P, Facts.strings(List.of("null", "error"))), str(Outcome.NULL_DEREF.code()),
                            ifThenElse(eq(P, str("freed")), str(Outcome.KASAN_UAF.code()), str(Vocabulary.NONE))))
                    .remark("What comes of following a pointer to a kthread worker: \"none\" is well.");
            case WAKES_FREED -> define(operator, List.of("t", "m"), and(
                            eq(M, name(Vocabulary.NONE)), neq(T, name(Vocabulary.NULL)), eq(Tla.at("usage", T), num(0))))
                    .remark("Something is queued for a thread t of a worker that has taken nothing, m, last; and t is freed.");
            case WAKE_WORKER -> define(operator, List.of("t", "m"), ifThenElse(
                            and(eq(M, name(Vocabulary.NONE)), neq(T, name(Vocabulary.NULL))),
                            kernel.call(Operator.WAKE, T),
                            Tla.TRUE))
                    .remark("Something is queued: wakes the worker's thread t, if there is one and nothing, m, was taken last.");
            case INSERT_KTHREAD_WORK -> define(operator, List.of("t", "m", "c"), and(
                            assignAt("armed", C, Tla.TRUE), kernel.call(Operator.WAKE_WORKER, T, M)))
                    .remark("Queues kthread work.");
            case FREEZING, TELL, FREEZE, THAW, IN_KERNEL, SIGNAL_USERS, UNAWARE, MISSING, NOTE_WAKE, SCHEDULE_FREEZABLE ->
                new FreezerDefinitions(facts, kernel).of(operator);
            case UNWRITTEN -> define(operator, List.of("m"), Tla.forAll("t", Tla.domain(M),
                            neq(Tla.at("m", T), str(Access.WRITE.suffix()))))
                    .remark("Nobody holds the rw_semaphore m to write.");
            case UNHELD -> define(operator, List.of("m"), Tla.forAll("t", Tla.domain(M), notIn(Tla.at("m", T),
                            Facts.strings(List.of(Access.READ.suffix(), Access.WRITE.suffix())))))
                    .remark("Nobody holds the rw_semaphore m at all.");
            case READABLE -> define(operator, List.of("m"), and(
                            kernel.call(Operator.UNWRITTEN, M),
                            parens(or(
                                    kernel.call(Operator.UNHELD, M),
                                    Tla.forAll("t", Tla.domain(M), neq(Tla.at("m", T), str(Vocabulary.RW_WAITS)))))))
                    .remark("The rw_semaphore m can be taken to read: beside other readers only while no writer waits.");
            case UNCLAIMED -> define(operator, List.of("m"), Tla.forAll("t", Tla.domain(M), notIn(Tla.at("m", T),
                            Facts.strings(List.of(Access.WRITE.suffix(), Vocabulary.RW_WAITS)))))
                    .remark("Nobody holds the rw_semaphore m to write, and nobody waits for that.");
            case IDLE -> define(operator, List.of("m"), Tla.forAll("t", Tla.domain(M),
                            eq(Tla.at("m", T), str(Vocabulary.NONE))))
                    .remark("Nobody holds the rw_semaphore m or waits for it.");
            case COMPLETED -> define(operator, List.of("m"), ifThenElse(
                            eq(M, kernel.name(Operator.COMPLETED_FOR_ALL)), M, plus(M, num(1))))
                    .remark("complete(): counts, unless there was a complete_all().");
            case TAKEN -> define(operator, List.of("m"), ifThenElse(
                            eq(M, kernel.name(Operator.COMPLETED_FOR_ALL)), M, minus(M, num(1))))
                    .remark("What a wait for a completion leaves of it.");
            default -> throw new AssertionError(operator);
        };
    }

    /** The place comes first: TLC tries all steps of a context one by one, and most of them are elsewhere. */
    private Definition at() {
        List<Expr> parts = new ArrayList<>(List.of(
                eq(Tla.at("pc", C), name("label")), eq(name("fault"), str(Vocabulary.NONE))));
        Readiness.awake(facts.lowered().contexts(), C, facts, kernel).ifPresent(parts::add);
        parts.add(implies(
                facts.textIsGone(C, kernel), in(name("label"), kernel.name(Operator.CORE_TEXT))));
        return define(Operator.AT, List.of("c", "label"), Tla.allOf(parts))
                .remark("c can take the step at the label, as far as that does not depend on the step.");
    }

    /** A wake-up of a thread that is frozen in place is noted, on kernels that do. */
    private Expr noted() {
        return facts.hasVariable("inPlace") ? kernel.call(Operator.NOTE_WAKE, T) : Tla.TRUE;
    }

    private Expr inAtomic() {
        List<String> spinlocks = facts.spinlocks();
        return spinlocks.size() == 1 ? eq(name(spinlocks.get(0)), C) : in(C, Facts.literalSet(spinlocks));
    }

    private Expr badTask(Expr otherwise) {
        return ifThenElse(notIn(T, kernel.name(Operator.KTHREADS)), str(Outcome.NULL_DEREF.code()),
                ifThenElse(eq(Tla.at("usage", T), num(0)), StopMeanings.freed(T, facts), otherwise));
    }

    static Expr run() {
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
        List<String> schedulers = facts.schedulers();
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
        List<Expr> endings = new ArrayList<>();
        facts.signalled(facts.schedulers(), C, kernel)
                .ifPresent(signal -> endings.add(and(eq(state, INTERRUPTIBLE), signal)));
        facts.fatallySignalled(facts.schedulers(), C, kernel)
                .ifPresent(kill -> endings.add(and(eq(state, KILLABLE), kill)));
        Expr ended = endings.size() == 1 ? endings.get(0) : or(endings.stream().map(Tla::parens).toList());
        Expr body = endings.isEmpty()
                ? sleep
                : ifThenElse(ended, assignAt("state", C, str(TaskState.RUNNING.name())), sleep);
        return define(Operator.SCHEDULE, List.of("c"), body).remark("An explicit schedule().");
    }

    private Definition kill(Operator operator, String pending, String remark) {
        return define(operator, List.of("t"), ifThenElse(
                        and(Tla.at("allowsKill", T), not(Tla.at(pending, T))),
                        and(
                                assignAt(pending, T, Tla.TRUE),
                                kernel.call(Operator.WAKE_STATE, T, Tla.set(INTERRUPTIBLE, KILLABLE))),
                        Tla.TRUE))
                .remark(remark);
    }

    private Definition wakeQueue() {
        Expr sleepers = facts.setOf(facts.sleepers(), kernel);
        Expr woken = and(in(T, name("q")), in(Tla.at("state", T), name("mask")));
        List<Expr> writes = new ArrayList<>(List.of(
                assign("state", function("t", sleepers,
                        ifThenElse(woken, str(TaskState.RUNNING.name()), Tla.at("state", T)))),
                assign("asleep", function("t", sleepers, and(Tla.at("asleep", T), not(woken))))));
        if (facts.hasVariable("inPlace")) {
            Expr noted = and(name(Axis.THAW_RESTORES_SLEEP.constant()), in(T, name("q")), in(INTERRUPTIBLE, name("mask")),
                    eq(Tla.at("inPlace", T), str("frozen")));
            writes.add(assign("inPlace", function("t", Tla.domain(name("inPlace")),
                    ifThenElse(noted, str("woken"), Tla.at("inPlace", T)))));
        }
        return define(Operator.WAKE_QUEUE, List.of("q", "mask"), and(writes))
                .remark("wake_up() and its kind: everybody on the queue whose state matches.");
    }

    private static Definition define(Operator operator, List<String> parameters, Expr body) {
        return Definition.of(operator.symbol(), parameters, body);
    }
}
