package org.quiesce.csource;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quiesce.csource.Abstraction.Kind;

/**
 * Locks that are not of the module, or of which nothing but the name of the functions is known: who takes them, and what
 * is waited for while they are held.
 */
final class ForeignLocks {

    /** What a call may wait for that somebody else does. */
    private static final Pattern WAITS = Pattern.compile("kthread_(?:stop|park|flush|cancel|destroy|unuse)\\w*|\\w*wait_\\w+"
            + "|\\w+_sync|flush_\\w+|drain_\\w+|destroy_workqueue|free_irq|synchronize_\\w+|tasklet_kill|rcu_barrier"
            + "|schedule(?:_timeout\\w*)?|\\w*unregister\\w*|remove_proc_\\w+|debugfs_remove\\w*");
    /** What a name has a part of that is about a lock and neither takes nor releases it. */
    private static final Set<String> ASKS = Set.of("init", "is", "assert", "lockdep", "destroy", "locked", "alloc", "free", "held");

    /**
     * A lock.
     *
     * @param family which functions take it
     * @param lock   which one it is; empty if that is unknown
     */
    record Lock(String family, String lock) {
        private boolean mayBe(Lock other) {
            boolean isKnown = !lock.isEmpty() && !other.lock.isEmpty();
            return family.equals(other.family) && !(isKnown && lock.equals(other.lock));
        }
    }

    private record Waiting(Lock lock, String program, String function, int line) {}

    private final ModuleReading module;
    private final Map<Lock, Set<String>> takers = new LinkedHashMap<>();
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    /** Calls that take locks that are not followed, and the programs they are in. */
    private final Map<String, Map<Integer, String>> unguarded = new LinkedHashMap<>();

    /** Of families of locks, whether {@link KernelLocks} finds that some function releases one that its caller took. */
    private final Map<String, Boolean> lent = new HashMap<>();

    ForeignLocks(ModuleReading module) {
        this.module = module;
    }

    /** A function of which nothing is known may take or release a lock, as its name says. */
    void unknown(CallSite site) {
        List<String> parts = Arrays.asList(site.name().split("_"));
        boolean releases = parts.contains("unlock");
        boolean takes = parts.contains("lock") || parts.contains("trylock");
        if ((takes || releases) && parts.stream().noneMatch(ASKS::contains)) {
            act(site, site.name().replaceAll("(?:un|try)?lock", "lock"), releases);
            if (takes) {
                keepsNobodyOut(site);
            }
        }
    }

    /** Whether some function of the file gets locks of a family from who calls it. */
    boolean areLent(String family) {
        return lent.computeIfAbsent(family, f -> KernelLocks.areLent(module.file(), f));
    }

    /** A lock is taken that the protocol does not have. */
    void keepsNobodyOut(CallSite site) {
        unguarded.computeIfAbsent(site.name(), n -> new LinkedHashMap<>()).putIfAbsent(site.line(), site.in().program());
    }

    /** A lock is taken or released of which only the family is known. */
    void act(CallSite site, String family, boolean releases) {
        act(site, family, "", releases);
    }

    void act(CallSite site, String family, String lock, boolean releases) {
        Lock which = new Lock(family, lock);
        if (releases) {
            site.in().out().facts().release(which);
        } else {
            takers.computeIfAbsent(which, l -> new LinkedHashSet<>()).add(site.in().program());
            site.in().out().facts().hold(which);
        }
    }

    /** A call waits for others, perhaps with locks held. */
    void called(Translation in, String function, int line) {
        if (WAITS.matcher(function).matches()) {
            in.out().facts().held().forEach(lock -> waiting.add(new Waiting(lock, in.program(), function, line)));
        }
    }

    /** Says what may come of locks that are not followed, once all is known that takes them. */
    void tell() {
        waiting.forEach(wait -> {
            Set<String> others = takers.entrySet().stream().filter(taker -> taker.getKey().mayBe(wait.lock()))
                    .flatMap(taker -> taker.getValue().stream())
                    .filter(program -> !program.equals(wait.program()))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            others.stream().findFirst().ifPresent(other -> module.abstracted(Kind.UNMODELLED, wait.line(),
                    "whether a lock that is held over " + wait.function() + "() keeps '" + other + "' waiting"));
        });
        unguarded.forEach((function, places) -> {
            boolean isShared = places.values().stream().distinct().count() > 1
                    || places.values().stream().noneMatch(Set.of("init", "exit")::contains);
            if (isShared) {
                places.keySet().forEach(line ->
                        module.abstracted(Kind.UNGUARDED, line, function + "() keeps nobody out"));
            }
        });
    }
}
