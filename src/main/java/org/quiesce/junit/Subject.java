package org.quiesce.junit;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.CheckRequest;

/**
 * A protocol that is tested.
 *
 * @param name         under which results are shown
 * @param request      how it is checked; its kernel means nothing
 * @param kernels      on which it is checked
 * @param expectations what is expected on each of them
 * @param besides      what is asked besides the verdicts
 */
record Subject(
        String name,
        CheckRequest request,
        List<Profile> kernels,
        Map<Profile, Expectation> expectations,
        List<Question> besides) {

    Subject {
        kernels = List.copyOf(kernels);
        expectations = Map.copyOf(expectations);
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
}
