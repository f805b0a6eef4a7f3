package org.quiesce.junit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Expected;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/**
 * A protocol that is tested.
 *
 * @param name         under which results are shown
 * @param request      how it is checked; its kernel means nothing
 * @param kernels      on which it is checked
 * @param expectations what is expected on each of them
 * @param unknown      properties that are expected not to be decided
 * @param besides      what is asked besides the verdicts
 */
record Subject(
        String name,
        CheckRequest request,
        List<Profile> kernels,
        Map<Profile, Expectation> expectations,
        Set<Property> unknown,
        List<Question> besides) {

    Subject {
        kernels = List.copyOf(kernels);
        expectations = Map.copyOf(expectations);
        unknown = Set.copyOf(unknown);
        besides = List.copyOf(besides);
    }

    /** What is asked on a kernel: each property that applies, and what else. */
    Stream<Question> questions(Profile kernel) {
        return Stream.concat(
                Property.of(request.with(kernel).steps()).stream().map(Question.OfVerdict::new), besides.stream());
    }

    Expectation expectation(Profile kernel) {
        return expectations.get(kernel);
    }

    /** In what a verdict on a kernel differs from what is expected. */
    List<String> differences(Profile kernel, PropertyResult found) {
        if (!unknown.contains(found.property())) {
            return Expected.ofVerdict(expectation(kernel), found);
        }
        return found.verdict() == Verdict.INCONCLUSIVE
                ? List.of()
                : List.of(found.property().id() + ": " + found.verdict().word() + ", expected: " + Verdict.INCONCLUSIVE.word());
    }
}
