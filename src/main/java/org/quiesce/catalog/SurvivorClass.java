package org.quiesce.catalog;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.mutation.Circumstance;
import org.quiesce.mutation.Mutant;
import org.quiesce.mutation.Operator;
import org.quiesce.mutation.Role;

/**
 * Mutants of which one argument says why no property kills them, in whatever protocol they are.
 *
 * @param id        lower-case words joined by hyphens
 * @param operators kinds of slip; empty for all
 * @param slip      found in the description of each, which is its C before and after
 * @param in        the functions that it is about; empty for all
 * @param when      what has to be seen of the slip
 * @param leaving   found in the C of the step with which a run of each leaves the bounds of the model; empty if it is about
 *                  mutants of which no run does
 * @param needs     what a kernel has to do for the argument to be one: if it does not, some property kills the mutant
 * @param because   the argument
 */
public record SurvivorClass(
        String id, Set<Operator> operators, Pattern slip, Set<Role> in, Set<Circumstance> when,
        Optional<Pattern> leaving, Optional<Axis> needs, String because) {

    public SurvivorClass {
        operators = Set.copyOf(operators);
        in = Set.copyOf(in);
        when = Set.copyOf(when);
    }

    /**
     * Whether the argument is about a mutant on a kernel.
     *
     * @param left     the C of the step with which some run leaves the bounds, if one does
     * @param killedOn whether some property kills the mutant on another kernel
     */
    boolean has(Mutant mutant, Optional<String> left, Profile kernel, Predicate<Profile> killedOn) {
        return leaving.isPresent() == left.isPresent()
                && left.stream().allMatch(step -> leaving.orElseThrow().matcher(step).find())
                && (operators.isEmpty() || operators.contains(mutant.operator()))
                && (in.isEmpty() || in.contains(mutant.role()))
                && slip.matcher(mutant.description()).find()
                && when.stream().allMatch(circumstance -> circumstance.of(mutant))
                && needs.stream().allMatch(axis -> kernel.has(axis) && killedOn.test(kernel.without(axis)));
    }
}
