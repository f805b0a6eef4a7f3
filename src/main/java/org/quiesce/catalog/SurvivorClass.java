package org.quiesce.catalog;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.mutation.Mutant;
import org.quiesce.mutation.Operator;
import org.quiesce.mutation.Role;

/**
 * Mutants of which one argument says why no property kills them, in whatever protocol they are.
 *
 * @param id        lower-case words joined by hyphens
 * @param operators kinds of slip
 * @param slip      found in the description of each, which is its C before and after
 * @param in        the functions that it is about; empty for all
 * @param needs     what a kernel has to do for the argument to be one
 * @param because   the argument
 */
public record SurvivorClass(
        String id, Set<Operator> operators, Pattern slip, Set<Role> in, Optional<Axis> needs, String because) {

    public SurvivorClass {
        operators = Set.copyOf(operators);
        in = Set.copyOf(in);
    }

    /** Whether the argument is about that mutant. */
    boolean has(Mutant mutant, Profile kernel) {
        return operators.contains(mutant.operator())
                && (in.isEmpty() || in.contains(mutant.role()))
                && needs.stream().allMatch(kernel::has)
                && slip.matcher(mutant.description()).find();
    }
}
