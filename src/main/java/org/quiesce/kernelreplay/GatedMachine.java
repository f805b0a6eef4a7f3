package org.quiesce.kernelreplay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.sim.Simulator;

/**
 * The model with gates: who is at a gate stays there until he is let through, and all others go on as far as they can.
 *
 * <p>Time passes, and what may fail does not: so it is in the virtual machine.
 */
final class GatedMachine {

    private static final int MOST_MOVES_AT_ONCE = 2_000;

    /**
     * @param gates the gate of each context that is at one
     */
    record Place(Snapshot state, SortedMap<String, Gate> gates) {
        Place {
            gates = Collections.unmodifiableSortedMap(new TreeMap<>(gates));
        }
    }

    private final LoweredProtocol lowered;
    private final Simulator simulator;
    private final GatedSteps steps;

    GatedMachine(LoweredProtocol lowered, Profile profile) {
        this.lowered = lowered;
        this.simulator = Simulator.of(lowered, profile);
        this.steps = new GatedSteps(lowered, GatedCalls.standard());
    }

    Simulator simulator() {
        return simulator;
    }

    GatedRun start() {
        Snapshot initial = simulator.initial();
        SortedMap<String, Gate> gates = new TreeMap<>();
        for (String context : lowered.contexts()) {
            at(context, initial).flatMap(steps::before).ifPresent(gate -> gates.put(context, gate));
        }
        return settled(new GatedRun(new Run(initial, List.of(), new Run.Ending.Finite()),
                new Place(initial, gates), List.of()), Optional.empty());
    }

    /** What comes of letting each of those through who are at a gate. */
    List<GatedRun> next(GatedRun run) {
        List<GatedRun> all = new ArrayList<>();
        if (!isFaulty(run)) {
            run.place().gates().forEach((context, gate) -> {
                if (!isAsleep(context, run.state())) {
                    all.add(granted(run, context, gate));
                }
            });
        }
        return all;
    }

    private GatedRun granted(GatedRun run, String context, Gate gate) {
        SortedMap<String, Gate> gates = new TreeMap<>(run.place().gates());
        gates.remove(context);
        Optional<Step> next = at(context, run.state());
        GatedRun after;
        boolean passed = gate.phase() == Gate.Phase.AFTER || gate.equals(Gate.ofExit());
        if (passed && next.flatMap(steps::before).isPresent()) {
            gates.put(context, next.flatMap(steps::before).orElseThrow());
            after = new GatedRun(run.run(), new Place(run.state(), gates), run.grants());
        } else {
            GatedRun free = new GatedRun(run.run(), new Place(run.state(), gates), run.grants());
            after = settled(free, Optional.of(context));
        }
        Optional<Boolean> value = next.filter(s -> gate.phase() == Gate.Phase.BEFORE).flatMap(step -> tested(step, after, run, context));
        return after.granted(new Grant(context, gate, then(after, context), value));
    }

    /** What a test yielded: the first move of the context shows it. */
    private Optional<Boolean> tested(Step step, GatedRun after, GatedRun before, String context) {
        if (!step.exits().containsKey(Exit.TRUE) || !step.exits().containsKey(Exit.FALSE)) {
            return Optional.empty();
        }
        return after.run().moves().stream()
                .skip(before.run().moves().size())
                .filter(move -> move.context().equals(context))
                .findFirst()
                .map(move -> pc(context, move.after()).equals(step.exits().get(Exit.TRUE)));
    }

    private Grant.Then then(GatedRun run, String context) {
        if (isAsleep(context, run.state())) {
            return Grant.Then.ASLEEP;
        } else if (run.place().gates().containsKey(context)) {
            return Grant.Then.AT_GATE;
        }
        String label = pc(context, run.state());
        boolean ended = List.of(Label.DONE, Label.GONE, Label.DEAD, Label.EXITED, Label.REAP).contains(label);
        return ended ? Grant.Then.ENDED : Grant.Then.ASLEEP;
    }

    /** Runs whose next move is a fetch from text that is gone, by somebody who is at a gate in it. */
    List<GatedRun> faults(GatedRun run) {
        return simulator.successors(run.state()).stream()
                .filter(move -> move.action().equals(SystemEvent.FETCH_FAULT.action()))
                .map(move -> moved(run, move, run.place().gates()))
                .toList();
    }

    boolean isFaulty(GatedRun run) {
        return run.state().get("fault").filter(fault -> !fault.equals(Datum.of("none"))).isPresent();
    }

    /** Lets those go on who are at no gate: one of them first, then the others, as long as somebody can. */
    private GatedRun settled(GatedRun from, Optional<String> first) {
        GatedRun run = from;
        List<String> order = new ArrayList<>(first.stream().toList());
        lowered.contexts().stream().filter(c -> !order.contains(c)).forEach(order::add);
        for (int i = 0; i < MOST_MOVES_AT_ONCE; i++) {
            Optional<GatedRun> next = Optional.empty();
            for (String context : order) {
                if (next.isEmpty()) {
                    next = advanced(run, context);
                }
            }
            if (next.isEmpty()) {
                return run;
            }
            run = next.get();
        }
        return run;
    }

    private Optional<GatedRun> advanced(GatedRun run, String context) {
        boolean held = run.place().gates().containsKey(context) && !isAsleep(context, run.state());
        if (held || isFaulty(run)) {
            return Optional.empty();
        }
        Optional<Step> step = at(context, run.state());
        return simulator.successors(run.state()).stream()
                .filter(move -> move.context().equals(context))
                .filter(move -> happens(move, step))
                .findFirst()
                .map(move -> moved(run, move, gatesAfter(run, move, step)));
    }

    private boolean happens(Run.Move move, Optional<Step> step) {
        Optional<SystemEvent> event = SystemEvent.named(move.action());
        if (event.isPresent()) {
            return event.get().fairness() != Fairness.NONE;
        }
        boolean fails = step.map(s -> s.exits().size() > 1
                && pc(move.context(), move.after()).equals(s.exits().get(Exit.FAILED))).orElse(false);
        return !fails || !step.orElseThrow().exits().containsKey(Exit.NEXT) || isBirth(step.orElseThrow());
    }

    private static boolean isBirth(Step step) {
        return step.label().equals(Label.BORN);
    }

    private SortedMap<String, Gate> gatesAfter(GatedRun run, Run.Move move, Optional<Step> taken) {
        SortedMap<String, Gate> gates = new TreeMap<>(run.place().gates());
        String context = move.context();
        if (SystemEvent.named(move.action()).isPresent() || taken.isEmpty()) {
            return gates;
        }
        Optional<Step> next = at(context, move.after());
        Optional<Gate> gate = GatedSteps.unloads(taken.get())
                ? Optional.of(Gate.ofExit())
                : steps.after(taken.get(), next).or(() -> next.flatMap(steps::before));
        gate.ifPresent(g -> gates.put(context, g));
        return gates;
    }

    private GatedRun moved(GatedRun run, Run.Move move, SortedMap<String, Gate> gates) {
        List<Run.Move> moves = new ArrayList<>(run.run().moves());
        moves.add(move);
        return new GatedRun(new Run(run.run().initial(), moves, new Run.Ending.Finite()),
                new Place(move.after(), gates), run.grants());
    }

    private Optional<Step> at(String context, Snapshot state) {
        LoweredProgram program = lowered.programOf(context);
        return program.at(pc(context, state));
    }

    /** Whether a context sleeps: a call that put it to sleep is over for the model when it does. */
    private static boolean isAsleep(String context, Snapshot state) {
        return state.get("asleep", context).filter(Datum.of(true)::equals).isPresent();
    }

    private static String pc(String context, Snapshot state) {
        return state.get("pc", context).orElseThrow().toString();
    }
}
