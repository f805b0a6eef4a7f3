package org.quiesce.audit;

import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.ProtocolException;
import org.quiesce.workbench.CheckRequest;

/** Something that verdicts rest on, or could rest on. */
public sealed interface Assumption permits OfFairness, OfEvents, OfFailures, OfBuild, OfNumbers, OfSuspension {

    /** The name by which a user can ask for it: words joined by hyphens, with names of the protocol as they are. */
    String id();

    /** What is assumed, as a clause in the present tense. */
    String clause();

    /** Whether checks of the protocol make it. */
    Standing standing();

    /**
     * The check that makes the assumption if that request does not, and does not make it otherwise.
     *
     * @throws ProtocolException if that would be a protocol that can't be checked
     */
    CheckRequest turnedIn(CheckRequest request);

    /** Every assumption that means something for a protocol on some kernel, those that are made first. */
    static List<Assumption> of(CheckRequest request, List<Profile> kernels) {
        return new Candidates(request, kernels).all();
    }
}
