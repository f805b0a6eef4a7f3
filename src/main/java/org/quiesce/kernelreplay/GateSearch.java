package org.quiesce.kernelreplay;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** A schedule that lets each context through in the order in which it calls in a run; empty if that does not violate it, too. */
    public Optional<GateSchedule> along(GivenRun given) {
        return Arrays.stream(GatedMachine.Expiry.values())
                .map(expiry -> new GatedMachine(lowered, profile, cast, expiry))
                .flatMap(machine -> along(machine, given).stream())
                .findFirst();
    }

    private Optional<GateSchedule> along(GatedMachine machine, GivenRun given) {
        Set<Property> violated = Property.of(lowered).stream()
                .filter(property -> property.id().equals(given.property()))
                .collect(Collectors.toSet());
        Map<String, String> last = new HashMap<>();
        GatedRun run = machine.start();
        Optional<GateSchedule> found = judged(machine, run, violated);
        for (GivenRun.Step step : given.steps()) {
            if (found.isEmpty() && !step.text().equals(last.put(step.context(), step.text()))) {
                run = through(machine, run, step);
                found = judged(machine, run, violated);
            }
        }
        return found;
    }

    /** Lets a context out of its last call, or in, and into the next one, if the step begins that. */
    private static GatedRun through(GatedMachine machine, GatedRun run, GivenRun.Step step) {
        String context = step.context();
        GatedRun out = gate(run, context).filter(at -> at.phase() == Gate.Phase.AFTER || at.isBeginning())
                .flatMap(at -> machine.next(run, context))
                .orElse(run);
        return gate(out, context).filter(at -> !at.isBeginning() && step.calls(at))
                .flatMap(at -> machine.next(out, context))
                .orElse(out);
    }

    private static Optional<Gate> gate(GatedRun run, String context) {
        return Optional.ofNullable(run.place().gates().get(context));
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
