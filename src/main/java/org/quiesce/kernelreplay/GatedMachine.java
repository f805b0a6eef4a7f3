package org.quiesce.kernelreplay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.sim.Simulator;

/**
 * The model with gates: who is at a gate stays there until he is let through, and all others go on as far as they can.
 *
 * <p>Time passes, what may fail does not, and a condition of which nothing is known does not hold: so it is in the virtual
 * machine.
 */
final class GatedMachine {

    private static final int MOST_MOVES_AT_ONCE = 2_000;
    /** What happens by itself when its time is over. */
    private static final Set<Program.CallbackKind> TIMED =
            Set.of(Program.CallbackKind.TIMER, Program.CallbackKind.HRTIMER, Program.CallbackKind.RCU);

    /** When the time of timers, delayed items and grace periods is over. */
    enum Expiry {
        /** After the last gate. */
        LATE,
        /** As soon as they run. */
        AT_ONCE
    }

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
    private final Cast cast;
    private final Expiry expiry;

    GatedMachine(LoweredProtocol lowered, Profile profile, Cast cast, Expiry expiry) {
        this.lowered = lowered;
        this.simulator = Simulator.of(lowered, profile);
        this.steps = new GatedSteps(lowered, GatedCalls.standard());
        this.cast = cast;
        this.expiry = expiry;
    }

    Simulator simulator() {
        return simulator;
    }

    GatedRun start() {
        Snapshot initial = simulator.initial();
        SortedMap<String, Gate> gates = new TreeMap<>();
        for (String context : lowered.contexts()) {
            at(context, initial)
                    .flatMap(step -> steps.beforeEntering(context, step).or(() -> steps.before(step)))
                    .filter(gate -> isHeld(context, initial))
                    .ifPresent(gate -> gates.put(context, gate));
        }
        return settled(new GatedRun(new Run(initial, List.of(), new Run.Ending.Finite()),
                new Place(initial, gates), List.of()), Optional.empty());
    }

    /** What comes of letting each of those through who are at a gate. */
    List<GatedRun> next(GatedRun run) {
        List<GatedRun> all = new ArrayList<>();
        if (!isFaulty(run)) {
            run.place().gates().forEach((context, gate) -> {
                if (!isAsleep(context, run.state()) && mayPass(run, context, gate)) {
                    all.add(granted(run, context, gate));
                }
            });
        }
        return all;
    }

    /** What comes of letting that context through; empty if it can't be. */
    Optional<GatedRun> next(GatedRun run, String context) {
        return next(run).stream().filter(after -> after.grants().get(after.grants().size() - 1).context().equals(context)).findFirst();
    }

    /** Who comes from outside comes once, and only when he gets in. */
    private boolean mayPass(GatedRun run, String context, Gate gate) {
        return !isFromOutside(context, gate)
                || run.grants().stream().noneMatch(grant -> grant.context().equals(context) && grant.gate().equals(gate))
                        && simulator.successors(run.state()).stream().anyMatch(move -> move.context().equals(context));
    }

    /** Whether a context is at a gate only as nobody has called it in so far, and perhaps nobody ever will. */
    private boolean isFromOutside(String context, Gate gate) {
        Program program = lowered.programOf(context).program();
        return gate.isBeginning() && (Cast.callsIn(program) || program instanceof Program.Loader);
    }

    /** Whether all that can still happen is that somebody comes from outside. */
    boolean isAtRest(GatedRun run) {
        return isFaulty(run) || run.place().gates().entrySet().stream()
                .allMatch(at -> isAsleep(at.getKey(), run.state()) || isFromOutside(at.getKey(), at.getValue()));
    }

    private GatedRun granted(GatedRun run, String context, Gate gate) {
        SortedMap<String, Gate> gates = new TreeMap<>(run.place().gates());
        gates.remove(context);
        Optional<Step> next = at(context, run.state());
        GatedRun after;
        boolean passed = gate.phase() == Gate.Phase.AFTER || gate.isBeginning();
        if (passed && next.flatMap(steps::before).isPresent()) {
            gates.put(context, next.flatMap(steps::before).orElseThrow());
            after = new GatedRun(run.run(), new Place(run.state(), gates), run.grants());
        } else {
            GatedRun free = new GatedRun(run.run(), new Place(run.state(), gates), run.grants());
            after = settled(free, Optional.of(context));
        }
        Optional<Boolean> value = next.filter(s -> gate.phase() == Gate.Phase.BEFORE).flatMap(step -> tested(step, after, run, context));
        Grant grant = new Grant(context, gate, then(after, context), value, run.run().moves().size(), Grant.Pace.USUAL);
        return after.granted(hasTimedMoves(run, after) ? grant.at(Grant.Pace.TIMERS_EXPIRE) : grant);
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
        Optional<Gate> at = Optional.ofNullable(run.place().gates().get(context));
        if (isFaulty(run) || at.filter(gate -> isFromOutside(context, gate)).isPresent()) {
            return Grant.Then.ANYHOW;
        }
        if (isAsleep(context, run.state())) {
            return Grant.Then.ASLEEP;
        } else if (run.place().gates().containsKey(context)) {
            return Grant.Then.AT_GATE;
        }
        String label = pc(context, run.state());
        boolean ended = List.of(Label.DONE, Label.GONE, Label.DEAD, Label.EXITED, Label.REAP, Label.IDLE).contains(label);
        return ended ? Grant.Then.ENDED : Grant.Then.ASLEEP;
    }

    /** How a run may end when all gates are open: as it is, when what is timed has come, and with a fetch from text that is gone. */
    List<GatedRun> ends(GatedRun run) {
        List<GatedRun> ends = new ArrayList<>(faults(run));
        ends.add(run);
        if (expiry == Expiry.LATE && !isFaulty(run)) {
            simulator.successors(run.state()).stream()
                    .filter(move -> isTimed(move, at(move.context(), run.state())))
                    .map(move -> settled(moved(run, move, run.place().gates()), Optional.of(move.context())).afterTimers())
                    .forEach(later -> {
                        ends.addAll(faults(later));
                        ends.add(later);
                    });
        }
        return ends;
    }

    private boolean hasTimedMoves(GatedRun before, GatedRun after) {
        List<Run.Move> moves = after.run().moves();
        return IntStream.range(before.run().moves().size(), moves.size())
                .anyMatch(i -> isTimed(moves.get(i), at(moves.get(i).context(), after.run().state(i))));
    }

    private boolean isTimed(Run.Move move, Optional<Step> step) {
        return move.action().equals(SystemEvent.DELAY_EXPIRES.action())
                || lowered.programOf(move.context()).program() instanceof Program.Callback callback
                        && TIMED.contains(callback.kind())
                        && step.filter(s -> s.label().equals(Label.IDLE) && s.action().equals(move.action())).isPresent();
    }

    /** Runs whose next move is a fetch from text that is gone, by somebody who is at a gate in it. */
    private List<GatedRun> faults(GatedRun run) {
        return simulator.successors(run.state()).stream()
                .filter(move -> move.action().equals(SystemEvent.FETCH_FAULT.action()))
                .map(move -> moved(run, move, run.place().gates()))
                .toList();
    }

    private static boolean isFaulty(GatedRun run) {
        return run.state().get("fault").filter(fault -> !fault.equals(Datum.of("none"))).isPresent();
    }

    /** Whether a run is worth to be judged: something was complained of, or it does not go on. */
    boolean isOver(GatedRun run) {
        return isFaulty(run) || run.state().get("warned").filter(Datum.of(true)::equals).isPresent() || isAtRest(run);
    }

    /** Lets those go on who are at no gate: one of them first, then the others, as long as somebody can. */
    private GatedRun settled(GatedRun from, Optional<String> first) {
        GatedRun run = from;
        List<String> order = new ArrayList<>(first.stream().toList());
        lowered.contexts().stream().filter(c -> !order.contains(c)).forEach(order::add);
        for (int i = 0; i < MOST_MOVES_AT_ONCE; i++) {
            List<Run.Move> moves = isFaulty(run) ? List.of() : simulator.successors(run.state());
            GatedRun before = run;
            Optional<GatedRun> next = order.stream().flatMap(context -> advanced(before, context, moves).stream()).findFirst();
            if (next.isEmpty()) {
                return run;
            }
            run = next.get();
        }
        return run;
    }

    private Optional<GatedRun> advanced(GatedRun run, String context, List<Run.Move> moves) {
        boolean held = run.place().gates().containsKey(context) && !isAsleep(context, run.state());
        if (held || !cast.has(lowered.programOf(context).program(), context)) {
            return Optional.empty();
        }
        Optional<Step> step = at(context, run.state());
        return moves.stream()
                .filter(move -> move.context().equals(context))
                .filter(move -> happens(move, step) && !(expiry == Expiry.LATE && isTimed(move, step)))
                .findFirst()
                .map(move -> moved(run, move, gatesAfter(run, move, step)));
    }

    private boolean happens(Run.Move move, Optional<Step> step) {
        Optional<SystemEvent> event = SystemEvent.named(move.action());
        if (event.isPresent()) {
            return event.get().fairness() != Fairness.NONE;
        }
        if (step.isEmpty() || isBirth(step.get())) {
            return true;
        }
        List<Exit> ways = step.get().exits().entrySet().stream()
                .filter(exit -> exit.getValue().equals(pc(move.context(), move.after())))
                .map(Map.Entry::getKey)
                .toList();
        Exit unlikely = isChance(step.get()) ? Exit.TRUE : Exit.FAILED;
        return ways.isEmpty() || !ways.equals(List.of(unlikely));
    }

    private static boolean isChance(Step step) {
        return step.micros().stream().anyMatch(m -> m instanceof Micro.Test test && test.atom() instanceof Condition.Chance);
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
        next.flatMap(step -> steps.beforeEntering(context, step).or(() -> steps.beforeThread(context, taken.get(), step)))
                .or(() -> steps.after(taken.get(), next))
                .or(() -> next.flatMap(steps::before))
                .filter(gate -> isHeld(context, move.after()))
                .ifPresent(gate -> gates.put(context, gate));
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

    /** Whether a gate holds a context: not in softirq, nor with a spinlock, where it must not spin. */
    private boolean isHeld(String context, Snapshot state) {
        boolean atomic = state.get("nesting", context).filter(depth -> !depth.equals(Datum.of(0))).isPresent()
                || lowered.protocol().objects(SharedObject.Spinlock.class).stream()
                        .anyMatch(lock -> state.get(lock.name()).filter(Datum.of(context)::equals).isPresent());
        return cast.letters().containsKey(context) && !atomic;
    }

    /** Whether a context sleeps: a call that put it to sleep is over for the model when it does. */
    private static boolean isAsleep(String context, Snapshot state) {
        return state.get("asleep", context).filter(Datum.of(true)::equals).isPresent();
    }

    private static String pc(String context, Snapshot state) {
        return state.get("pc", context).orElseThrow().toString();
    }
}
