package org.quiesce.kernelreplay;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.sim.Replay;
import org.quiesce.trace.Outcomes;

/** Looks for a shortest way through gates whose run violates a property, breadth first. */
public final class GateSearch {

    /** Of a module that is small enough to be an example there are some hundred. */
    private static final int MOST_PLACES = 3_000;

    private final LoweredProtocol lowered;
    private final Profile profile;
    private final Cast cast;

    private GateSearch(LoweredProtocol lowered, Profile profile, Cast cast) {
        this.lowered = lowered;
        this.profile = profile;
        this.cast = cast;
    }

    /**
     * A search of a protocol that was read from C.
     *
     * @param lowered with one shared access per step
     * @param c       of which it is the protocol
     */
    public static GateSearch of(LoweredProtocol lowered, Profile profile, String c) {
        return new GateSearch(lowered, profile, Cast.of(lowered.protocol(), c));
    }

    /**
     * A schedule that violates one of the properties so that a kernel writes something about it.
     *
     * @return empty if none does: what violates them happens within calls, or between accesses that have no gates
     */
    public Optional<GateSchedule> find(Set<Property> properties) {
        return Arrays.stream(GatedMachine.Expiry.values())
                .map(expiry -> new GatedMachine(lowered, profile, cast, expiry))
                .flatMap(machine -> find(machine, properties).stream())
                .findFirst();
    }

    private Optional<GateSchedule> find(GatedMachine machine, Set<Property> properties) {
        Deque<GatedRun> open = new ArrayDeque<>();
        Set<GatedMachine.Place> seen = new HashSet<>();
        GatedRun start = machine.start();
        open.add(start);
        seen.add(start.place());
        while (!open.isEmpty() && seen.size() < MOST_PLACES) {
            GatedRun run = open.remove();
            Optional<GateSchedule> found = judged(machine, run, properties);
            if (found.isPresent()) {
                return found;
            }
            for (GatedRun next : machine.next(run)) {
                if (seen.add(next.place())) {
                    open.add(next);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<GateSchedule> judged(GatedMachine machine, GatedRun run, Set<Property> properties) {
        for (GatedRun end : machine.ends(run).stream().filter(machine::isOver).toList()) {
            boolean isLast = machine.isAtRest(end);
            for (Property property : properties) {
                boolean isSafety = property.kind() == Property.Kind.SAFETY;
                Run whole = new Run(end.run().initial(), end.run().moves(),
                        isSafety ? new Run.Ending.Finite() : new Run.Ending.Stuck());
                Outcome outcome = Outcomes.of(lowered, profile, property, whole);
                if ((isSafety || isLast) && Sign.isKnown(outcome) && violates(machine, whole, property)) {
                    return Optional.of(new GateSchedule(property, outcome, paced(end.grants(), outcome), whole));
                }
            }
        }
        return Optional.empty();
    }

    /** Tasks and queues are freed after a grace period; the model does not wait for it, unless it has callbacks of its own. */
    private List<Grant> paced(List<Grant> grants, Outcome outcome) {
        boolean isOfMemory = outcome == Outcome.KASAN_UAF;
        boolean hasCallbacks = lowered.protocol().programs().stream()
                .anyMatch(p -> p instanceof Program.Callback callback && callback.kind() == Program.CallbackKind.RCU);
        return isOfMemory && !hasCallbacks ? grants.stream().map(g -> g.at(Grant.Pace.GRACE_PERIOD)).toList() : grants;
    }

    private boolean violates(GatedMachine machine, Run run, Property property) {
        return Replay.of(machine.simulator()).replay(run, property.id()) instanceof Replay.Outcome.Confirmed;
    }
}
