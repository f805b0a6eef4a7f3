package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/**
 * What can be asked about a callback, as expressions.
 *
 * @param name  its function, which is its context
 * @param facts the protocol
 */
record CallbackView(String name, Facts facts) {

    /** Its entry of a variable. */
    Expr of(String variable) {
        return Tla.at(variable, Tla.name(name));
    }

    Expr set(String variable, Expr value) {
        return Tla.assignAt(variable, Tla.name(name), value);
    }

    boolean has(String variable) {
        return facts.indices(variable).contains(name);
    }

    /** The timer of delayed work is armed, and the item on its list; nothing if it has none. */
    Optional<Expr> isOnTimer() {
        return has("timed") ? Optional.of(Tla.eq(of("timed"), Tla.str("on"))) : Optional.empty();
    }

    /** Somebody forbids that it is queued; nothing if nobody ever does. */
    Optional<Expr> isForbidden() {
        return has("cancelling") ? Optional.of(Tla.gt(of("cancelling"), Tla.num(0))) : Optional.empty();
    }

    /** Its PENDING bit is set. */
    Expr isPending() {
        List<Expr> ways = pending();
        isForbidden().ifPresent(forbidden -> ways.add(
                Tla.parens(Tla.and(Tla.name(Axis.CANCELLED_WORK_PENDS.constant()), forbidden))));
        return Tla.or(ways);
    }

    /** It is queued, or on its timer: somewhere where it can be taken from. */
    Expr isListed() {
        return Tla.or(Stream.concat(Stream.of(of("armed")), isOnTimer().stream()).toList());
    }

    /** To queue it does nothing. */
    Expr isRefused() {
        List<Expr> ways = pending();
        isForbidden().ifPresent(ways::add);
        return Tla.or(ways);
    }

    private List<Expr> pending() {
        List<Expr> ways = new ArrayList<>(List.of(of("armed")));
        isOnTimer().ifPresent(ways::add);
        if (has("dropped")) {
            ways.add(of("dropped"));
        }
        return ways;
    }

    /** Kthread work is running from the moment that the worker's thread has taken it. */
    Expr isRunning() {
        Expr called = Tla.neq(of("pc"), Tla.str(Label.IDLE));
        return current().map(current -> Tla.or(called, Tla.eq(current, Tla.name(name)))).orElse(called);
    }

    Expr isAtRest() {
        Expr idle = Tla.eq(of("pc"), Tla.str(Label.IDLE));
        return current().map(current -> Tla.and(idle, Tla.neq(current, Tla.name(name)))).orElse(idle);
    }

    /** What the worker of kthread work runs. */
    Optional<Expr> current() {
        return worker().map(worker -> Tla.name(worker.running()));
    }

    /** The worker of kthread work. */
    Optional<SharedObject.KthreadWorker> worker() {
        return Optional.of(callback())
                .filter(c -> c.kind() == CallbackKind.KTHREAD_WORK)
                .flatMap(Program.Callback::runner)
                .map(SharedObject.KthreadWorker::new);
    }

    /** The workqueue of a work item; nothing if it is one of the system. */
    Optional<String> queue() {
        return Optional.of(callback()).filter(c -> c.kind().isWork()).flatMap(Program.Callback::runner);
    }

    /** All items of its workqueue, if that is an ordered one and has others. */
    List<String> ordered() {
        List<String> others = facts.lowered().programOf(name).steps().stream()
                .flatMap(s -> s.micros().stream())
                .filter(Micro.CallbackStart.class::isInstance)
                .flatMap(m -> ((Micro.CallbackStart) m).others().stream())
                .toList();
        return facts.callbacks().stream()
                .filter(c -> others.contains(c) || !others.isEmpty() && c.equals(name))
                .toList();
    }

    private Program.Callback callback() {
        return facts.lowered().protocol().callbacks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A claim about each of some callbacks. */
    static List<Expr> each(List<String> callbacks, Facts facts, Function<CallbackView, Expr> claim) {
        return callbacks.stream().map(name -> claim.apply(new CallbackView(name, facts))).toList();
    }
}
