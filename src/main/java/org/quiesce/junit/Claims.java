package org.quiesce.junit;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.CheckRequest;

/**
 * What an annotation claims of a protocol.
 *
 * @param of       what messages call the protocol
 * @param kernels  names of those on which it is claimed
 * @param violated properties that are expected to be violated
 * @param vacuous  properties whose trigger no run is expected to reach
 * @param unknown  properties that are expected not to be decided
 */
record Claims(String of, List<String> kernels, Set<Property> violated, Set<Property> vacuous, Set<Property> unknown) {

    static Claims of(CheckedProtocol how, String member) {
        return new Claims(member, List.of(how.kernels()), Set.of(how.violated()), Set.of(how.vacuous()), Set.of());
    }

    static Claims of(CheckedSource how) {
        return new Claims(String.join(", ", how.value()), List.of(how.kernels()),
                Set.of(how.violated()), Set.of(how.vacuous()), Set.of(how.inconclusive()));
    }

    /**
     * What is to be tested.
     *
     * @param request how it is checked; its kernel means nothing
     * @param usual   the kernels if none is named
     * @param refusal what is thrown if the claims make no sense
     */
    Subject subject(String name, CheckRequest request, List<Profile> usual, Function<String, RuntimeException> refusal) {
        List<Profile> on = kernels.isEmpty()
                ? usual
                : kernels.stream().map(kernel -> kernel(kernel, refusal)).distinct().toList();
        disjoint(violated, vacuous, "both violated and vacuous", refusal);
        disjoint(violated, unknown, "both violated and inconclusive", refusal);
        disjoint(vacuous, unknown, "both vacuous and inconclusive", refusal);
        for (Profile kernel : on) {
            for (Set<Property> claimed : List.of(violated, vacuous, unknown)) {
                Wanted.refuseWhatDoesNotApply(request.with(kernel), claimed,
                        why -> refusal.apply("claims what means nothing: " + why));
            }
        }
        Expectation wanted = Wanted.verdicts(on, violated, vacuous);
        return new Subject(name, request, on, on.stream().collect(Collectors.toMap(Function.identity(), kernel -> wanted)),
                unknown, List.of());
    }

    private void disjoint(
            Set<Property> some, Set<Property> others, String both, Function<String, RuntimeException> refusal) {
        if (!Collections.disjoint(some, others)) {
            throw refusal.apply("expects of " + of + " that a property is " + both + "; leave it in one of them");
        }
    }

    private Profile kernel(String name, Function<String, RuntimeException> refusal) {
        return Profiles.named(name).orElseThrow(() -> refusal.apply("wants " + of + " checked on '" + name
                + "', which is no kernel that is known; these are: "
                + Profiles.all().stream().map(Profile::name).collect(Collectors.joining(", "))));
    }
}
