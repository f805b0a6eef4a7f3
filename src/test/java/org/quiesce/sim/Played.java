package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Makes moves of that context until an entry has a value: {@code state[worker]=PARKED}. */
    Played until(String who, String entry) {
        while (!holds(entry)) {
            go(who, 1);
        }
        return this;
    }

    /** Makes all moves of that context that it can make without others. */
    Played finish(String who) {
        while (!moves(who).isEmpty()) {
            go(who, 1);
        }
        return this;
    }

    private boolean holds(String entry) {
        return at.values().entrySet().stream().anyMatch(variable -> variable.getValue().entrySet().stream()
                .anyMatch(e -> entry.equals(Layout.name(variable.getKey(), e.getKey()) + "=" + e.getValue())));
    }

    /** Makes a move and compares what it changed besides where its context is: nothing, if that is empty. */
    Played does(String who, String changes) {
        Snapshot next = first(who);
        assertThat(besidesPlace(changes(at, next), who)).containsExactlyInAnyOrderElementsOf(words(changes));
        at = next;
        return this;
    }

    /** What the moves of a context change besides where it is. */
    List<Set<String>> choices(String who) {
        return moves(who).stream().map(move -> Set.copyOf(besidesPlace(move, who))).toList();
    }

    private static List<String> besidesPlace(String changes, String who) {
        return words(changes).stream().filter(change -> !change.startsWith("pc[" + who + "]=")).toList();
    }

    static List<String> words(String changes) {
        return changes.isEmpty() ? List.of() : List.of(changes.split(" (?![^{]*})"));
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
