package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;

/**
 * One assumption of fairness in a lowered protocol: what it lets progress rest on, whether or not it is made.
 *
 * @param id     by which a user can name it: lower case, words joined by hyphens, program names as they are
 * @param clause what is assumed, as a clause in the present tense
 * @param made   by action, how fair steps and events are if it is made
 * @param waived by action, how fair the same are if it is not
 */
public record Reliance(String id, String clause, Map<String, Fairness> made, Map<String, Fairness> waived) {

    /** What is assumed of every protocol, unless something else is said of it: a sentence without full stop. */
    public static final String USUAL = "a context that can go on does so eventually; locks and completions are handed"
            + " out fairly; timers expire, grace periods end; nothing is assumed of users and devices";

    public Reliance {
        made = Map.copyOf(made);
        waived = Map.copyOf(waived);
    }

    /** Whether the protocol relies on it. */
    public boolean isMadeIn(LoweredProtocol lowered) {
        return made.entrySet().stream().anyMatch(step -> lowered.fairness(step.getKey()).compareTo(step.getValue()) >= 0);
    }

    /** The protocol without it, if it relies on it, and with it otherwise. */
    public LoweredProtocol turnedIn(LoweredProtocol lowered) {
        return lowered.relying(isMadeIn(lowered) ? waived : made);
    }

    /** All that there is in a protocol: that its contexts go on, what the kernel does for them, what comes from outside. */
    public static List<Reliance> of(LoweredProtocol lowered) {
        List<Reliance> all = new ArrayList<>();
        lowered.programs().stream()
                .filter(p -> !(p.program() instanceof Program.Environment))
                .forEach(p -> goesOn(p).ifPresent(all::add));
        turns(lowered).ifPresent(all::add);
        timers(lowered).ifPresent(all::add);
        gracePeriods(lowered).ifPresent(all::add);
        lowered.programs().forEach(p -> begins(p).ifPresent(all::add));
        return List.copyOf(all);
    }

    // ---- what is usually assumed

    private static Optional<Reliance> goesOn(LoweredProgram program) {
        String name = program.program().name();
        String clause = name + " goes on whenever it can";
        if (program.program() instanceof Program.FileOperation) {
            clause = "a call of " + name + "() goes on whenever it can";
        } else if (program.program() instanceof Callback callback) {
            clause = callback.kind().staysRegistered()
                    ? "a call of " + name + "() goes on whenever it can"
                    : name + "() runs whenever it is pending";
        }
        return kept(name + "-goes-on", clause, actions(Stream.of(program), s -> s.fairness() != Fairness.NONE));
    }

    /** Strong fairness, where weak fairness would do for one that is alone. */
    private static Optional<Reliance> turns(LoweredProtocol lowered) {
        List<String> waits = actions(lowered.programs().stream(), s -> s.fairness() == Fairness.STRONG);
        return reliance("fair-turns", "who waits for a lock, a completion or the like gets his turn", waits,
                Fairness.STRONG, Fairness.WEAK);
    }

    private static Optional<Reliance> timers(LoweredProtocol lowered) {
        List<String> actions = new ArrayList<>(begun(lowered, Set.of(CallbackKind.TIMER, CallbackKind.HRTIMER)));
        List<String> variables = Vocabulary.of(lowered).stream().map(StateVariable::name).toList();
        if (variables.contains("timer")) {
            actions.add(SystemEvent.TIMER_EXPIRES.action());
        }
        if (variables.contains("timed")) {
            actions.add(SystemEvent.DELAY_EXPIRES.action());
        }
        return kept("timers-expire", "timers expire", actions);
    }

    private static Optional<Reliance> gracePeriods(LoweredProtocol lowered) {
        List<String> actions = new ArrayList<>(begun(lowered, Set.of(CallbackKind.RCU, CallbackKind.SRCU)));
        actions.addAll(actions(lowered.programs().stream(),
                s -> s.does(Micro.RcuWait.class) || s.does(Micro.SynchronizeWait.class)
                        || s.does(GraceMicro.SrcuSynchronizeWait.class)));
        if (lowered.programs().stream().anyMatch(LoweredProgram::isInInitText)) {
            actions.add(SystemEvent.INIT_FREED.action());
        }
        return kept("grace-periods-end", "grace periods of RCU end", actions);
    }

    private static List<String> begun(LoweredProtocol lowered, Set<CallbackKind> kinds) {
        return actions(
                lowered.programs().stream()
                        .filter(p -> p.program() instanceof Callback callback && kinds.contains(callback.kind())),
                s -> s.label().equals(Label.IDLE));
    }

    private static Optional<Reliance> kept(String id, String clause, List<String> actions) {
        return reliance(id, clause, actions, Fairness.WEAK, Fairness.NONE);
    }

    // ---- what is not

    private static Optional<Reliance> begins(LoweredProgram program) {
        String name = program.program().name();
        String id = name + "-is-called";
        String clause = "every task calls " + name + "() while the module is there";
        if (program.program() instanceof Program.Loader) {
            id = "module-is-unloaded";
            clause = "somebody unloads the module";
        } else if (program.program() instanceof Program.Environment) {
            id = name + "-acts";
            clause = name + " acts whenever it can";
        } else if (program.program() instanceof Callback callback) {
            id = name + "-keeps-coming";
            clause = callback.kind() == CallbackKind.IRQ
                    ? "the interrupt of " + name + "() keeps coming"
                    : name + "() is called again and again";
        }
        return reliance(id, clause, actions(Stream.of(program), s -> s.fairness() == Fairness.NONE),
                Fairness.WEAK, Fairness.NONE);
    }

    // ---- both

    private static List<String> actions(Stream<LoweredProgram> programs, Predicate<Step> which) {
        return programs.flatMap(p -> p.steps().stream()).filter(which).map(Step::action).toList();
    }

    private static Optional<Reliance> reliance(
            String id, String clause, List<String> actions, Fairness made, Fairness waived) {
        return actions.isEmpty() ? Optional.empty() : Optional.of(new Reliance(id, clause, all(actions, made), all(actions, waived)));
    }

    private static Map<String, Fairness> all(List<String> actions, Fairness fairness) {
        return actions.stream().collect(Collectors.toMap(action -> action, action -> fairness));
    }
}
