package org.quiesce.junit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.catalog.ModelFile.Excuse;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.report.Further;
import org.quiesce.workbench.CheckRequest;

/** What a test wants to be found. */
final class Wanted {

    private Wanted() {}

    /** These properties violated, those vacuous, all others holding; of states and steps nothing. */
    static Expectation verdicts(List<Profile> kernels, Set<Property> violated, Set<Property> vacuous) {
        return new Expectation(kernels,
                violated.stream().collect(Collectors.toMap(Function.identity(), property -> List.of())),
                List.of(new Excuse<>(List.copyOf(vacuous), "the test says so")), List.of(), 0);
    }

    /** A claim about a property that means nothing for the protocol is a slip of whoever claims it. */
    static <E extends Throwable> void refuseWhatDoesNotApply(
            CheckRequest request, Set<Property> asked, Function<String, E> refusal) throws E {
        List<Property> apply = Property.of(request.steps());
        for (Property property : asked) {
            if (!apply.contains(property)) {
                throw refusal.apply(property.id() + " does not apply to " + request.protocol().name() + " on "
                        + request.profile() + "; these do: " + names(apply.stream())
                        + "; " + Further.COMMAND + property.id() + " says what it is about");
            }
        }
    }

    private static String names(Stream<Property> properties) {
        return properties.map(Property::id).collect(Collectors.joining(", "));
    }
}
