package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.SystemEvent;

/** A run that is under way, along a schedule that a test gives. */
final class Played {

    final Simulator simulator;
    Snapshot at;

    private Played(Simulator simulator) {
        this.simulator = simulator;
        this.at = simulator.initial();
    }

    static Played of(ProtocolBuilder builder, Profile profile) {
        return new Played(Simulator.of(Lowering.lower(builder.build(), Granularity.MICRO, profile), profile));
    }

    /** Makes the first move of that context, or with that action, some times. A signal is no move of who is sent it. */
    Played go(String who, int times) {
        for (int i = 0; i < times; i++) {
            at = first(who);
        }
        return this;
    }

    /** Makes a move and compares what it changed: entries and their new values, in any order. */
    Played expect(String who, String changes) {
        Snapshot next = first(who);
        assertThat(changes(at, next).split(" ")).containsExactlyInAnyOrder(changes.split(" "));
        at = next;
        return this;
    }

    /** Makes the one of several moves that changes that: entries and their new values, in the order of their names. */
    Played choose(String who, String changes) {
        at = simulator.successors(at).stream()
                .filter(m -> isOf(m, who) && changes(at, m.after()).equals(changes))
                .findFirst()
                .orElseThrow(() -> new AssertionError(moves(who)))
                .after();
        return this;
    }

    Played refuse(String who) {
        assertThat(moves(who)).isEmpty();
        return this;
    }

    List<String> moves(String who) {
        return simulator.successors(at).stream()
                .filter(m -> isOf(m, who))
                .map(m -> changes(at, m.after()))
                .toList();
    }

    private static boolean isOf(Run.Move move, String who) {
        return move.action().equals(who)
                || move.context().equals(who) && !move.action().equals(SystemEvent.SIGNAL.action());
    }

    private Snapshot first(String who) {
        return simulator.successors(at).stream()
                .filter(m -> isOf(m, who))
                .findFirst()
                .orElseThrow(() -> new AssertionError(who + " can't move in " + at))
                .after();
    }

    /** What differs: entries with their new values, in the order of their names. */
    static String changes(Snapshot from, Snapshot to) {
        List<String> changes = new ArrayList<>();
        for (Map.Entry<String, ? extends Map<String, ?>> variable : from.changesTo(to).entrySet()) {
            variable.getValue().forEach((index, value) ->
                    changes.add(Layout.name(variable.getKey(), index) + "=" + value));
        }
        return String.join(" ", changes);
    }
}
