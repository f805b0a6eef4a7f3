package org.quiesce.result;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was found about one protocol on one kernel.
 *
 * @param name        by which the user asked for it, such as {@code first-kthread/broken}
 * @param kernel      name of the kernel profile
 * @param granularity what counted as one step
 * @param engines     which engines took part
 * @param verdict     the worst of all properties
 * @param asExpected  whether it is what the model expects; empty if no model says anything about this kernel
 * @param reasons     why this check is not as it should be; empty if it is
 * @param files       the C files that the protocol was read from; empty if it was read from none
 * @param neverTaken  names of the steps that no run takes
 * @param restsOn     what the verdicts rest on
 * @param tlcAnswers  where TLC's answers may come from, if it took part
 * @param failure     why there is no verdict
 * @param material    what the check is about; empty in a result that says only what was found
 */
public record Check(
        String name,
        String protocol,
        String title,
        String kernel,
        String granularity,
        String engines,
        String verdict,
        Optional<Boolean> asExpected,
        List<String> reasons,
        List<String> files,
        States states,
        List<Finding> properties,
        List<String> neverTaken,
        List<String> restsOn,
        Optional<String> tlcAnswers,
        Optional<Failure> failure,
        Optional<Material> material) {

    public Check {
        Given.all(name, protocol, title, kernel, granularity, engines, verdict);
        Objects.requireNonNull(states, "states");
        reasons = List.copyOf(reasons);
        files = List.copyOf(files);
        properties = List.copyOf(properties);
        neverTaken = List.copyOf(neverTaken);
        restsOn = List.copyOf(restsOn);
    }

    /** Distinct states, as counted by each engine that took part and saw them all. */
    public record States(OptionalLong tlc, OptionalLong simulator) {}

    /** Why there is no verdict: {@code limit} or {@code engine}. */
    public record Failure(String kind, String message) {
        public Failure {
            Given.all(kind, message);
        }
    }

    /** The same with states among its material, if it has material. */
    public Check with(StateGraph graph) {
        return new Check(name, protocol, title, kernel, granularity, engines, verdict, asExpected, reasons, files, states,
                properties, neverTaken, restsOn, tlcAnswers, failure, material.map(m -> m.with(graph)));
    }

    /** The same, where its counterexamples were forced on a real kernel. */
    Check with(OnKernel real) {
        return new Check(name, protocol, title, kernel, granularity, engines, verdict, asExpected, reasons, files, states,
                properties.stream().map(finding -> finding.with(real)).toList(), neverTaken, restsOn, tlcAnswers, failure, material);
    }

    /** The name with the kernel, as a reader would say it. */
    public String nameOnKernel() {
        return name + " on " + kernel;
    }
}
