package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;

/**
 * Who can take which action, numbered: the labels of the edges of a state graph, and what fairness asks of them.
 *
 * <p>There is one weak demand per context, for all its fair steps and its FetchFault together, one for the timer of
 * its sleep, one for its own if it is delayed work, and one for the end of init text; and one strong demand per context
 * and step that is strongly fair. What is fair, the lowered protocol says; where nothing is, nothing is asked.
 */
final class Labels implements FairGraph.Demands {

    /** One label. */
    private record Entry(String context, String action, int actionNumber, int weak, int strong) {}

    /** Actors are told apart by the bits of a long; in a protocol with more the last of them count as one. */
    private static final int MOST_ACTORS = Long.SIZE;
    /** Whoever brings about what no context does in its turn: the kernel, and the world outside. */
    private static final int SYSTEM = 0;

    private final LoweredProtocol lowered;
    private final List<String> actions = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private int weakDemands;
    private int strongDemands;
    private int[] weak = {};
    private int[] strong = {};
    private int[] action = {};
    private int[] actor = {};

    private Labels(LoweredProtocol lowered) {
        this.lowered = lowered;
    }

    static Labels of(LoweredProtocol lowered) {
        Labels labels = new Labels(lowered);
        lowered.steps().map(Step::action).forEach(labels.actions::add);
        for (SystemEvent event : SystemEvent.values()) {
            labels.actions.add(event.action());
        }
        lowered.contexts().forEach(labels::number);
        labels.weak = labels.entries.stream().mapToInt(Entry::weak).toArray();
        labels.strong = labels.entries.stream().mapToInt(Entry::strong).toArray();
        labels.action = labels.entries.stream().mapToInt(Entry::actionNumber).toArray();
        labels.actor = labels.entries.stream().mapToInt(labels::actorOf).toArray();
        return labels;
    }

    private void number(String context) {
        int steps = weakDemands++;
        for (Step step : lowered.programOf(context).steps()) {
            Fairness fairness = lowered.fairness(step);
            add(context, step.action(),
                    fairness == Fairness.NONE ? NONE : steps,
                    fairness == Fairness.STRONG ? strongDemands++ : NONE);
        }
        boolean goesOn = lowered.isReliable(lowered.programOf(context));
        add(context, SystemEvent.FETCH_FAULT.action(), goesOn ? steps : NONE, NONE);
        add(context, SystemEvent.TIMER_EXPIRES);
        add(context, SystemEvent.SPURIOUS_WAKE);
        if (lowered.programOf(context).program() instanceof Program.Callback work && work.timing() == Timing.DELAYED) {
            add(context, SystemEvent.DELAY_EXPIRES);
        }
        add(context, SystemEvent.SIGNAL);
        if (context.equals(lowered.protocol().loader().name())) {
            add(context, SystemEvent.INIT_FREED);
        }
        add(context, SystemEvent.OOPS);
        add(context, SystemEvent.REUSE);
    }

    /** An event with a demand of its own, if it has any. */
    private void add(String context, SystemEvent event) {
        add(context, event.action(), lowered.fairness(event) == Fairness.NONE ? NONE : weakDemands++, NONE);
    }

    private void add(String context, String name, int weakDemand, int strongDemand) {
        entries.add(new Entry(context, name, actions.indexOf(name), weakDemand, strongDemand));
    }

    private int actorOf(Entry entry) {
        return SystemEvent.named(entry.action()).filter(event -> !event.isOwn()).isPresent()
                ? SYSTEM
                : Math.min(1 + lowered.contexts().indexOf(entry.context()), MOST_ACTORS - 1);
    }

    /** The label of an action of a context. */
    int of(String context, String name) {
        return find(context, name).orElseThrow();
    }

    OptionalInt find(String context, String name) {
        for (int label = 0; label < entries.size(); label++) {
            if (entries.get(label).context().equals(context) && entries.get(label).action().equals(name)) {
                return OptionalInt.of(label);
            }
        }
        return OptionalInt.empty();
    }

    int size() {
        return entries.size();
    }

    String context(int label) {
        return entries.get(label).context();
    }

    String action(int label) {
        return entries.get(label).action();
    }

    /** Every action, by number: those of the steps, then the system events. */
    List<String> actions() {
        return List.copyOf(actions);
    }

    /** The number of the label's action. */
    int actionNumber(int label) {
        return action[label];
    }

    /**
     * Who acts, as a number below 64: a context in its turn, or the kernel and the world outside, which together count
     * as one.
     */
    int actor(int label) {
        return actor[label];
    }

    boolean isFair(int label) {
        return weak[label] != NONE;
    }

    @Override
    public int weak(int label) {
        return weak[label];
    }

    @Override
    public int strong(int label) {
        return strong[label];
    }

    @Override
    public int weakDemands() {
        return weakDemands;
    }

    @Override
    public int strongDemands() {
        return strongDemands;
    }
}
