package org.quiesce.sim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;

/**
 * Decides progress properties by a fixpoint over sets of states: of the pending states keep, again and again, those
 * from which each weak demand can still be met, and those that do not enable a strong demand unless it can still be
 * served.
 * What is left, if anything, contains a fair run that stays in it.
 */
final class SlowProgress {

    private final Simulator simulator;
    private final StateGraph graph;
    private final List<List<StateGraph.Edge>> edges = new ArrayList<>();

    SlowProgress(Simulator simulator, StateGraph graph) {
        this.simulator = simulator;
        this.graph = graph;
        graph.states().forEach(s -> edges.add(new ArrayList<>()));
        graph.edges().stream().filter(e -> e.from() != e.to()).forEach(e -> edges.get(e.from()).add(e));
    }

    boolean isViolated(Property property) {
        return pending(property).stream().anyMatch(pending -> {
            BitSet region = new BitSet();
            for (int i = 0; i < graph.states().size(); i++) {
                region.set(i, pending.test(graph.states().get(i))
                        && word(graph.states().get(i), "fault", "").equals("none"));
            }
            return !kept(region).isEmpty();
        });
    }

    private BitSet kept(BitSet region) {
        BitSet kept = (BitSet) region.clone();
        while (true) {
            BitSet old = (BitSet) kept.clone();
            for (String context : simulator.lowered().contexts()) {
                Predicate<StateGraph.Edge> own = e -> e.context().equals(context);
                List<Predicate<StateGraph.Edge>> weak = List.of(
                        own.and(e -> isFairStep(e.action())),
                        own.and(e -> e.action().equals(SystemEvent.TIMER_EXPIRES.action())),
                        own.and(e -> e.action().equals(SystemEvent.DELAY_EXPIRES.action())),
                        own.and(e -> e.action().equals(SystemEvent.INIT_FREED.action())));
                for (Predicate<StateGraph.Edge> demand : weak) {
                    BitSet now = kept;
                    kept = leadingTo(kept, s -> edges.get(s).stream().noneMatch(demand)
                            || edges.get(s).stream().anyMatch(demand.and(e -> now.get(e.to()))));
                }
                for (Step step : simulator.lowered().programOf(context).steps()) {
                    if (step.fairness() == Fairness.STRONG) {
                        Predicate<StateGraph.Edge> demand = own.and(e -> e.action().equals(step.action()));
                        BitSet now = kept;
                        BitSet served = leadingTo(
                                kept, s -> edges.get(s).stream().anyMatch(demand.and(e -> now.get(e.to()))));
                        BitSet enabled = new BitSet();
                        now.stream().filter(s -> edges.get(s).stream().anyMatch(demand)).forEach(enabled::set);
                        kept = (BitSet) now.clone();
                        kept.andNot(enabled);
                        kept.or(served);
                    }
                }
            }
            if (kept.equals(old)) {
                return kept;
            }
        }
    }

    private boolean isFairStep(String action) {
        return action.equals(SystemEvent.FETCH_FAULT.action())
                || simulator.lowered().step(action).filter(s -> s.fairness() != Fairness.NONE).isPresent();
    }

    /** The states of a set from which a goal can be reached without leaving it. */
    private BitSet leadingTo(BitSet within, Predicate<Integer> goal) {
        BitSet leading = new BitSet();
        within.stream().filter(goal::test).forEach(leading::set);
        boolean grows = true;
        while (grows) {
            grows = false;
            for (int s = within.nextSetBit(0); s >= 0; s = within.nextSetBit(s + 1)) {
                if (!leading.get(s) && edges.get(s).stream().anyMatch(e -> leading.get(e.to()))) {
                    leading.set(s);
                    grows = true;
                }
            }
        }
        return leading;
    }

    /** For every instance of a property, the states in which it has begun and not ended. */
    List<Predicate<Snapshot>> pending(Property property) {
        List<Predicate<Snapshot>> pending = new ArrayList<>();
        switch (property) {
            case STOP_TERMINATES -> simulator.lowered().contexts().forEach(c -> pending.add(at(c, Set.of(
                    Micro.StopUnpark.class, Micro.StopNotify.class, Micro.StopWake.class, Micro.StopWait.class))));
            case PARK_TERMINATES -> simulator.lowered().contexts().forEach(c -> pending.add(at(c, Set.of(
                    Micro.ParkWake.class, Micro.ParkWait.class, Micro.ParkVerify.class))));
            case THREAD_EXITS -> simulator.lowered().kthreads().forEach(t -> pending.add(
                    s -> s.get("shouldStop", t).orElseThrow().equals(Datum.of(true))
                            && !simulator.lowered().programOf(t).out().contains(word(s, "pc", t))));
            case LOAD_COMPLETES -> pending.add(s -> word(s, "module", "").equals("coming"));
            case UNLOAD_COMPLETES -> pending.add(s -> word(s, "module", "").equals("going"));
            case UNLOAD_POSSIBLE -> pending.add(s -> word(s, "module", "").equals("live")
                    && !(simulator.lowered().does(Micro.UnloadRequest.class) && word(s, "refs", "").equals("1"))
                    && (nobodyOutside() || everybodyHasLetGo(s)));
            case REQUESTS_ANSWERED -> simulator.lowered().programs().stream()
                    .filter(p -> p.program() instanceof Program.FileOperation)
                    .flatMap(p -> p.contexts().stream())
                    .forEach(c -> pending.add(s -> !Set.of("idle", "done").contains(word(s, "pc", c))));
            case FREEZE_COMPLETES -> simulator.lowered().contexts().forEach(c -> {
                pending.add(at(c, Set.of(Micro.FreezeUsersTurn.class)));
                pending.add(at(c, Set.of(Micro.FreezeThreadsTurn.class)));
            });
            case FLUSH_TERMINATES -> simulator.lowered().contexts().forEach(
                    c -> pending.add(at(c, Set.copyOf(property.trigger()))));
            default -> throw new AssertionError(property);
        }
        return pending;
    }

    private boolean nobodyOutside() {
        return simulator.lowered().protocol().fileOperations().isEmpty()
                && simulator.lowered().protocol().environments().isEmpty();
    }

    /** Whether no file operation is under way, and no thread left that could put a reference. */
    private boolean everybodyHasLetGo(Snapshot state) {
        return simulator.lowered().programs().stream().allMatch(program -> {
            Set<String> without = program.program() instanceof Program.FileOperation ? Set.of("idle", "done")
                    : Set.of("none", "gone");
            boolean matters = program.program() instanceof Program.FileOperation
                    || program.program() instanceof Program.Kthread
                            && program.steps().stream().anyMatch(step -> step.does(Micro.ModulePut.class));
            return !matters || program.contexts().stream().allMatch(c -> without.contains(word(state, "pc", c)));
        });
    }

    private Predicate<Snapshot> at(String context, Set<Class<? extends Micro>> kinds) {
        return state -> simulator.lowered().programOf(context).at(word(state, "pc", context))
                .filter(step -> kinds.stream().anyMatch(step::does))
                .isPresent();
    }

    private static String word(Snapshot state, String variable, String index) {
        return state.get(variable, index).orElseThrow().toString();
    }
}
