package org.quiesce.csource;

import java.util.Set;
import java.util.TreeSet;
import org.quiesce.protocol.Errno;

/**
 * A local variable of a program that takes a number.
 *
 * @param values what it may be if nothing is known of what it takes: enough to tell apart all that is done
 */
record Target(String name, Set<Integer> values) {

    /** Of what is only asked whether it is 0: success, and failure. */
    static Target of(String name) {
        return new Target(name, Set.of(0, Errno.ENODEV.negative()));
    }

    /** Whether it is asked for more than whether it is 0. */
    boolean isComparedWithMore() {
        return !Set.of(0, 1, Errno.ENODEV.negative()).containsAll(values);
    }

    /** What it holds goes to another one, too. */
    Target alsoFor(Target other) {
        Set<Integer> more = new TreeSet<>(values);
        more.addAll(other.values);
        return new Target(name, more);
    }

    /** It is compared with a number, too. */
    Target comparedWith(int number) {
        Set<Integer> more = new TreeSet<>(values);
        more.add(number);
        more.add(number - 1);
        more.add(number + 1);
        return new Target(name, more);
    }
}
