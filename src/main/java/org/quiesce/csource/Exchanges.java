package org.quiesce.csource;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject;

/**
 * Flags that are tested and stored to in one step of the kernel, as by {@code test_and_set_bit()} and {@code cmpxchg()}: two
 * of a protocol. If one only does so, what others store between the two makes no difference; of more, each takes a lock.
 */
final class Exchanges {

    /** What is left in the flag. */
    enum Left { SET, CLEAR }

    /** Calls that store to a number and yield what was there, and whether they compare it first (include/linux/atomic.h). */
    private static final Map<String, Boolean> CALLS = Map.ofEntries(
            Map.entry("xchg", false), Map.entry("xchg_acquire", false), Map.entry("xchg_release", false),
            Map.entry("xchg_relaxed", false), Map.entry("atomic_xchg", false), Map.entry("atomic_long_xchg", false),
            Map.entry("cmpxchg", true), Map.entry("cmpxchg_acquire", true), Map.entry("cmpxchg_release", true),
            Map.entry("cmpxchg_relaxed", true), Map.entry("atomic_cmpxchg", true), Map.entry("atomic_long_cmpxchg", true));

    /** Who exchanges what. */
    private record Exchange(IBinding of, String flag, Left left) {}

    private final Map<Exchange, Set<String>> programs = new LinkedHashMap<>();

    /** Whether a function stores to a number and yields what was there. */
    static boolean isOne(String function) {
        return CALLS.containsKey(function);
    }

    /** What a call stores to a number; empty if it stores to none. */
    static Optional<IASTExpression> stored(List<IASTExpression> arguments, String function) {
        int position = Boolean.TRUE.equals(CALLS.get(function)) ? 2 : 1;
        return CALLS.containsKey(function) && arguments.size() == position + 1
                ? Optional.of(arguments.get(position))
                : Optional.empty();
    }

    /** Whether all that a call compares and stores is 0 or 1. */
    static boolean isOfBits(IASTFunctionCallExpression call) {
        return Ast.arguments(call).stream().skip(1).map(Ast::number)
                .allMatch(n -> n.filter(number -> number == 0 || number == 1).isPresent());
    }

    /** What a call means that exchanges a number which is a flag; empty if it is none. */
    Optional<Meaning> meaning(CallSite site) {
        Optional<Integer> stored = stored(site.arguments(), site.name()).flatMap(Ast::number);
        Optional<Integer> compared = CALLS.getOrDefault(site.name(), false) ? Ast.number(site.argument(1)) : Optional.empty();
        Optional<IBinding> number = stored.isEmpty() ? Optional.empty()
                : site.in().shared(CModule.withoutAddress(site.argument(0)))
                        .filter(b -> site.in().module().scalars().role(b) == Scalars.Role.FLAG);
        boolean isKnown = number.isPresent() && (compared.isPresent() || !CALLS.get(site.name()));
        if (!isKnown) {
            return Optional.empty();
        }
        String flag = site.in().module().objects().name(number.get(), SharedObject.Kind.FLAG);
        Optional<Left> left = compared.equals(stored) ? Optional.empty()
                : Optional.of(stored.get() == 0 ? Left.CLEAR : Left.SET);
        return Optional.of(new Meaning.Held(exchange(site, number.get(), flag, left)));
    }

    /**
     * Tests a flag and stores to it.
     *
     * @param of   what has the flag
     * @param left what is stored; empty if that is what was there
     * @return the local variable that has what was there
     */
    String exchange(CallSite site, IBinding of, String flag, Optional<Left> left) {
        Translation in = site.in();
        int line = site.line();
        String was = in.temporary("was");
        Optional<String> lock = left.isPresent() && in.module().isExchangedByMany(of)
                ? Optional.of(in.module().objects().exchanging(flag))
                : Optional.empty();
        // Who loads the module unloads it.
        left.ifPresent(l -> programs.computeIfAbsent(new Exchange(of, flag, l), e -> new LinkedHashSet<>())
                .add(in.program().equals("exit") ? "init" : in.program()));
        lock.ifPresent(l -> in.emit(line, Ops.spinLock(l)));
        in.out().branch(line, Conditions.flag(flag), () -> {
            if (left.equals(Optional.of(Left.CLEAR))) {
                in.emit(line, Ops.clear(flag));
            }
            in.out().set(line, was, 1);
        }, () -> {
            if (left.equals(Optional.of(Left.SET))) {
                in.emit(line, Ops.set(flag));
            }
            in.out().set(line, was, 0);
        });
        lock.ifPresent(l -> in.emit(line, Ops.spinUnlock(l)));
        return was;
    }

    /**
     * What is exchanged by more than one context at a time.
     *
     * @param contexts how many run a program
     */
    Set<IBinding> byMany(Programs contexts) {
        Set<IBinding> found = new LinkedHashSet<>();
        programs.forEach((exchange, by) -> {
            if (by.stream().mapToInt(contexts::contexts).sum() > 1) {
                found.add(exchange.of());
            }
        });
        return found;
    }
}
