package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Expr.Update;
import org.quiesce.tla.Tla;

/** Flushes and barriers: who waits behind which instance of a callback. */
final class FlushMeanings {

    private FlushMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.BarrierBegin m) {
            return Optional.of(Meaning.doing(Stream.concat(
                            joining(m.callbacks(), site).stream(),
                            joiningIf("behindRunning", m.callbacks(), CallbackView::isRunning, site).stream())
                    .toList()));
        } else if (micro instanceof Micro.FlushBegin m) {
            return Optional.of(Meaning.of(flush(m, site)));
        } else if (micro instanceof Micro.BarrierWait m) {
            List<Expr> over = m.callbacks().stream().flatMap(name -> past(site.callback(name), site.self())).toList();
            return Optional.of(over.isEmpty() ? Meaning.doing() : Meaning.doing().waitingFor(Tla.and(over)));
        }
        return Optional.empty();
    }

    /** The running context waits behind those of the callbacks that are armed. */
    static List<Expr> joining(List<String> callbacks, Site site) {
        return joiningIf("behind", callbacks, callback -> callback.of("armed"), site);
    }

    /** The callback is called: whoever waited behind the instance that was armed does so behind the one that runs. */
    static List<Expr> begun(CallbackView callback, Site site) {
        List<Expr> writes = new ArrayList<>(Lines.left(callback, site.kernel()));
        if (callback.has("behindRunning")) {
            writes.add(callback.set("behindRunning", callback.of("behind")));
        }
        return writes;
    }

    private static Course flush(Micro.FlushBegin micro, Site site) {
        CallbackView work = site.callback(micro.work());
        return new Course.Decided(work.of("armed"), waiting("behind", work, micro, site),
                new Course.Decided(work.isRunning(), waiting("behindRunning", work, micro, site),
                        Course.way(Exit.NEXT, site.into(micro.into(), Tla.num(0)))));
    }

    private static Course waiting(String variable, CallbackView work, Micro.FlushBegin micro, Site site) {
        List<Expr> writes = new ArrayList<>(List.of(work.set(variable, with(Tla.OLD, site))));
        writes.addAll(site.into(micro.into(), Tla.num(1)));
        return Course.way(Exit.NEXT, writes);
    }

    private static List<Expr> joiningIf(
            String variable, List<String> callbacks, Function<CallbackView, Expr> when, Site site) {
        if (callbacks.isEmpty()) {
            return List.of();
        }
        Update[] joined = callbacks.stream()
                .map(site::callback)
                .map(callback -> Tla.update(
                        Tla.ifThenElse(when.apply(callback), with(Tla.OLD, site), Tla.OLD), Tla.at(Tla.name(callback.name()))))
                .toArray(Update[]::new);
        return List.of(Tla.assign(variable, Tla.except(Tla.name(variable), joined)));
    }

    private static Expr with(Expr waiting, Site site) {
        return Tla.union(waiting, Tla.set(site.self()));
    }

    private static Stream<Expr> past(CallbackView callback, Expr context) {
        return Stream.of("behind", "behindRunning").map(variable -> Tla.notIn(context, callback.of(variable)));
    }
}
