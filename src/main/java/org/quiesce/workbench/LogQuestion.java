package org.quiesce.workbench;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quiesce.kernel.Profile;
import org.quiesce.kernellog.KernelLog;
import org.quiesce.protocol.Protocol;

/**
 * Whether a log of a real kernel is a run of a protocol.
 *
 * @param profile  the kernel that wrote it
 * @param module   the name of the module there, if the log shows several
 * @param called   what the threads of a function are called there, of those of which the protocol does not say it
 * @param recorded events that were recorded, although none occurs
 * @param engines  BOTH, or SIM for the simulator alone
 */
public record LogQuestion(Protocol protocol, Profile profile, KernelLog log, Optional<String> module, Map<String, String> called,
        Set<String> recorded, Engines engines) {
    public LogQuestion {
        called = Map.copyOf(called);
        recorded = Set.copyOf(recorded);
    }
}
