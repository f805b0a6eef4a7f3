package org.quiesce.kernel;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one kernel version (its newest point release, backports included) and build does.
 *
 * @param name name on the command line, such as {@code linux-6.12} or {@code linux-6.12+classic-rcu}
 * @param axes the axes that are on; every other axis is off
 */
public record Profile(String name, Set<Axis> axes) {

    /** Suffix of the builds with {@code PREEMPT_RCU=n} and {@code PREEMPT_COUNT=n}. */
    public static final String CLASSIC_RCU = "+classic-rcu";

    public Profile {
        Objects.requireNonNull(name, "name");
        axes = Set.copyOf(axes);
    }

    /** Whether the axis is on in this profile. */
    public boolean has(Axis axis) {
        return axes.contains(axis);
    }

    /** The name of the kernel version, whatever the build. */
    public String version() {
        return name.replace(CLASSIC_RCU, "");
    }

    /** The same kernel version built with {@code PREEMPT_RCU=n} and {@code PREEMPT_COUNT=n}. */
    public Profile withClassicRcu() {
        if (has(Axis.RCU_MASKS)) {
            return this;
        }
        EnumSet<Axis> on = EnumSet.of(Axis.RCU_MASKS);
        on.addAll(axes);
        return new Profile(name + CLASSIC_RCU, on);
    }

    /** What the kernel would be with the axis off; it need not have been released. */
    public Profile without(Axis axis) {
        Set<Axis> on = axes.stream().filter(other -> other != axis).collect(Collectors.toUnmodifiableSet());
        return new Profile(name + " without " + axis.constant(), on);
    }

    @Override
    public String toString() {
        return name;
    }
}
