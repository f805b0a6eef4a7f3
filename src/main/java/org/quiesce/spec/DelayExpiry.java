package org.quiesce.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Micro.Insertion;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.protocol.step.WorkerMicro;
import org.quiesce.tla.Action;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** The timers of delayed work. */
final class DelayExpiry {

    private static final Expr C = Tla.name("c");
    private static final Expr OFF = Tla.assignAt("timed", C, Tla.str("off"));

    private final Facts facts;
    private final Kernel kernel;

    DelayExpiry(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
    }

    /** The event; nothing if no work is delayed. */
    Optional<Action> action() {
        if (items().isEmpty()) {
            return Optional.empty();
        }
        Map<Optional<String>, List<String>> byRunner = new LinkedHashMap<>();
        for (String item : items()) {
            CallbackView work = new CallbackView(item, facts);
            byRunner.computeIfAbsent(work.worker().map(KthreadWorker::name).or(work::queue), r -> new ArrayList<>())
                    .add(item);
        }
        List<Expr> ways = new ArrayList<>();
        byRunner.values().forEach(group -> ways.add(byRunner.size() == 1
                ? queued(group)
                : Tla.and(Tla.in(C, Facts.literalSet(group)), queued(group))));
        return Optional.of(Action.of(
                        Operator.DELAY_EXPIRES.symbol(),
                        Tla.eq(Tla.name("fault"), Tla.str(Vocabulary.NONE)),
                        isArmed(C),
                        Tla.anyOf(ways))
                .parameters("c")
                .comment("the timer of delayed work expires"));
    }

    /** The work that has a timer. */
    List<String> items() {
        return facts.indices("timed");
    }

    static Expr isArmed(Expr item) {
        return Tla.neq(Tla.at("timed", item), Tla.str("off"));
    }

    /** Of items with one runner. */
    private Expr queued(List<String> group) {
        CallbackView any = new CallbackView(group.get(0), facts);
        return any.worker().map(worker -> queued(group, worker)).orElseGet(() -> queued(group, any.queue()));
    }

    private Expr queued(List<String> group, KthreadWorker worker) {
        List<Expr> expiry = new ArrayList<>(List.of(OFF));
        if (facts.lowered().does(WorkerMicro.KthreadCancel.class)) {
            Expr unlinked = Tla.eq(Tla.at("timed", C), Tla.str("unlinked"));
            expiry.add(Tla.assign("warned", Tla.or(Tla.name("warned"), unlinked)));
        }
        Fault freed = WorkerMeanings.freedThread(worker.name(), facts, kernel);
        Expr queued = unless(freed, Tla.allOf(joined(expiry, WorkerMeanings.inserted(worker.name(), C, facts, kernel))));
        return unless(WorkerMeanings.badWorker(worker.name(), kernel),
                forbidden(group).map(no -> Tla.ifThenElse(no, Tla.allOf(expiry), queued)).orElse(queued));
    }

    /** Where it is forbidden the queue is not even looked at. */
    private Expr queued(List<String> group, Optional<String> queue) {
        if (queue.isEmpty()) {
            Expr inserted = Tla.assignAt("armed", C, Tla.TRUE);
            return Tla.allOf(OFF, forbidden(group).map(no -> Tla.ifThenElse(no, Tla.TRUE, inserted)).orElse(inserted));
        }
        Expr inserted = unless(WorkMeanings.badQueue(queue.get(), kernel),
                Tla.allOf(OFF, WorkMeanings.inserted(queue.get(), C, Insertion.OUTSIDE, facts, kernel)));
        return forbidden(group).map(no -> Tla.ifThenElse(no, OFF, inserted)).orElse(inserted);
    }

    private static List<Expr> joined(List<Expr> some, Expr last) {
        List<Expr> all = new ArrayList<>(some);
        all.add(last);
        return all;
    }

    private Expr unless(Fault fault, Expr otherwise) {
        return Tla.ifThenElse(fault.condition(), kernel.call(Operator.CRASH, fault.code()), otherwise);
    }

    /** That somebody forbids that the item is queued; nothing if nobody does so of any of these. */
    private Optional<Expr> forbidden(List<String> group) {
        List<String> some = group.stream().filter(facts.indices("cancelling")::contains).toList();
        if (some.isEmpty()) {
            return Optional.empty();
        }
        Expr forbidden = Tla.gt(Tla.at("cancelling", C), Tla.num(0));
        return Optional.of(some.equals(group)
                ? forbidden
                : Tla.and(Tla.in(C, Facts.literalSet(some)), forbidden));
    }
}
