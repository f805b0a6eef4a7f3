package org.quiesce.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Reliance;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.workbench.CheckRequest;

/** Collects the assumptions that mean something for a protocol. */
final class Candidates {

    private final CheckRequest request;
    private final List<Profile> kernels;

    Candidates(CheckRequest request, List<Profile> kernels) {
        this.request = request;
        this.kernels = kernels;
    }

    List<Assumption> all() {
        return kernels.stream()
                .flatMap(kernel -> on(request.with(kernel)).stream())
                .distinct()
                .sorted(Comparator.comparing(Assumption::standing))
                .toList();
    }

    private static List<Assumption> on(CheckRequest request) {
        Protocol protocol = request.protocol();
        LoweredProtocol lowered = request.steps();
        List<Assumption> all = new ArrayList<>();
        if (!OfFairness.progress(request).isEmpty()) {
            Reliance.of(lowered).forEach(reliance -> all.add(OfFairness.of(reliance, lowered)));
        }
        if (!Vocabulary.sleepers(lowered).isEmpty()) {
            all.add(OfEvents.NoSpuriousWakeUps.in(protocol));
        }
        protocol.kthreads().stream().map(Program::name).forEach(t -> all.add(OfEvents.NoOops.in(protocol, t)));
        if (!protocol.kthreads().isEmpty()) {
            all.add(OfEvents.NoMemoryReuse.in(protocol));
        }
        OfFailures.in(protocol).forEach(all::add);
        OfNumbers.in(protocol).forEach(all::add);
        if (!lowered.does(Micro.FreezeUsers.class) && !lowered.does(Micro.FreezeThreads.class)) {
            all.add(new OfSuspension());
        }
        all.add(OfBuild.on(request.profile()));
        return all;
    }
}
