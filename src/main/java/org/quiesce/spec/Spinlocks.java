package org.quiesce.spec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.quiesce.protocol.LockOperation.LockKind;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * Which spinlocks a program may hold where, as far as its control flow shows it: elsewhere a specification need not ask.
 */
final class Spinlocks {

    private final Map<String, Set<String>> held = new HashMap<>();

    private Spinlocks() {}

    /** Whether threads of the program may die of an oops: what they hold they hold for ever. */
    enum Oopses {
        NEVER,
        MAYBE
    }

    static Spinlocks of(LoweredProgram program, Oopses oopses) {
        Spinlocks locks = new Spinlocks();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Step step : program.steps()) {
                Set<String> after = locks.after(step);
                for (String target : step.exits().values()) {
                    grows |= locks.at(target).addAll(after);
                }
                if (oopses == Oopses.MAYBE && step.frame() == Frame.MODULE) {
                    grows |= locks.at(Label.EXIT).addAll(locks.at(step.label()));
                }
            }
        }
        return locks;
    }

    /** Whether one may be held at the step. */
    boolean mayBeHeld(Step step) {
        return !at(step.label()).isEmpty();
    }

    /** All spinlocks that the program ever holds. */
    Set<String> all() {
        Set<String> all = new TreeSet<>();
        held.values().forEach(all::addAll);
        return all;
    }

    private Set<String> at(String label) {
        return held.computeIfAbsent(label, l -> new HashSet<>());
    }

    private Set<String> after(Step step) {
        Set<String> after = new HashSet<>(at(step.label()));
        for (Micro micro : step.micros()) {
            if (micro instanceof Micro.Acquire acquire && acquire.kind() == LockKind.SPINLOCK) {
                after.add(acquire.lock());
            } else if (micro instanceof Micro.TryAcquire attempt && attempt.kind() == LockKind.SPINLOCK) {
                after.add(attempt.lock());
            } else if (micro instanceof Micro.Release release) {
                after.remove(release.lock());
            }
        }
        return after;
    }
}
