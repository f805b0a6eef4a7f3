package org.quiesce.kernelreplay;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;

/**
 * A run up to a place where every context is at a gate, blocked, or at its end.
 *
 * @param run    all moves of the model
 * @param place  where it has led
 * @param grants who was let through, in order
 */
record GatedRun(Run run, GatedMachine.Place place, List<Grant> grants) {

    GatedRun {
        grants = List.copyOf(grants);
    }

    Snapshot state() {
        return place.state();
    }

    GatedRun granted(Grant grant) {
        List<Grant> all = new ArrayList<>(grants);
        all.add(grant);
        return new GatedRun(run, place, all);
    }

    /** The same, but that its last step goes on until what is timed has come. */
    GatedRun afterTimers() {
        int last = grants.size() - 1;
        return last < 0 ? this : new GatedRun(run, place, grants.subList(0, last)).granted(grants.get(last).at(Grant.Pace.TIMERS_EXPIRE));
    }
}
