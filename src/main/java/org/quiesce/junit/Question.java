package org.quiesce.junit;

import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Expected;
import org.quiesce.workbench.CheckResult;

/** What a single test asks of the result of a check. */
sealed interface Question {

    /** What it asks about. */
    String name();

    /** The part of a result that answers it. */
    CheckResult part(CheckResult result);

    /** In what that part is not as expected. */
    List<String> differences(Subject subject, Profile kernel, CheckResult part);

    /** What the verdict on a property is. */
    record OfVerdict(Property property) implements Question {
        @Override
        public String name() {
            return property.id();
        }

        @Override
        public CheckResult part(CheckResult result) {
            return result.only(property);
        }

        @Override
        public List<String> differences(Subject subject, Profile kernel, CheckResult part) {
            return part.properties().stream().flatMap(p -> subject.differences(kernel, p).stream()).toList();
        }
    }

    /** What the runs are as a whole. */
    record OfRuns() implements Question {
        @Override
        public String name() {
            return "states and steps";
        }

        @Override
        public CheckResult part(CheckResult result) {
            return result;
        }

        @Override
        public List<String> differences(Subject subject, Profile kernel, CheckResult part) {
            return Expected.ofRuns(subject.expectation(kernel), part);
        }
    }
}
