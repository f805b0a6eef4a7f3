package org.quiesce.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.ProtocolException;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.CheckResult;

/**
 * An audit of one protocol on some kernels. Its parts may be carried out by several threads.
 */
public final class Audit {

    /** Checks one protocol on several kernels. */
    @FunctionalInterface
    public interface Checker {
        Map<Profile, CheckResult> checkEach(CheckRequest request, List<Profile> kernels);
    }

    private final Checker checker;
    private final CheckRequest request;
    private final List<Profile> kernels;

    /**
     * An audit of what is requested, on these kernels.
     *
     * @param checker finds out what holds
     * @param request the kernel that it names does not matter
     */
    public Audit(Checker checker, CheckRequest request, List<Profile> kernels) {
        this.checker = checker;
        this.request = request;
        this.kernels = List.copyOf(kernels);
    }

    /** What there is to turn. */
    public List<Assumption> assumptions() {
        return Assumption.of(request, kernels);
    }

    /** What is found with every assumption as it is. */
    public Map<Profile, CheckResult> asItIs() {
        return checker.checkEach(request.with(kernels.get(0)), kernels);
    }

    /** What is found with one assumption turned. */
    public Examined examine(Assumption assumption) {
        Map<Profile, Trial> trials = new LinkedHashMap<>();
        kernels.forEach(kernel -> trials.put(kernel, new Trial.NotApplicable()));
        List<Profile> applicable = kernels.stream()
                .filter(kernel -> Assumption.of(request, List.of(kernel)).contains(assumption))
                .toList();
        try {
            List<CheckRequest> turned = applicable.stream()
                    .map(kernel -> assumption.turnedIn(request.with(kernel)))
                    .toList();
            Map<Profile, CheckResult> results = checkEach(turned);
            for (int i = 0; i < applicable.size(); i++) {
                trials.put(applicable.get(i), new Trial.Checked(results.get(turned.get(i).profile())));
            }
        } catch (ProtocolException e) {
            applicable.forEach(kernel -> trials.put(kernel, new Trial.Refused(e.getMessage())));
        }
        return new Examined(assumption, trials);
    }

    /** Requests that differ in their kernels only. */
    private Map<Profile, CheckResult> checkEach(List<CheckRequest> requests) {
        return requests.isEmpty()
                ? Collections.emptyMap()
                : checker.checkEach(requests.get(0), requests.stream().map(CheckRequest::profile).toList());
    }

    /** An audit that is done: what is found as it is, and what came of every assumption. */
    public record Result(Map<Profile, CheckResult> asItIs, List<Examined> examined) {
        public Result {
            asItIs = Collections.unmodifiableMap(new LinkedHashMap<>(asItIs));
            examined = List.copyOf(examined);
        }
    }
}
