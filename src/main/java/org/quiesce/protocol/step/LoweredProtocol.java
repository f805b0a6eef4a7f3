package org.quiesce.protocol.step;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;

/**
 * A protocol as steps.
 *
 * @param protocol    what was lowered
 * @param granularity how
 * @param programs    kthreads, then the loader, file operations, callbacks, environments
 * @param reliance    by the name of their action, what is assumed of steps and of system events of which something else
 *                    is assumed here than they say themselves
 */
public record LoweredProtocol(
        Protocol protocol, Granularity granularity, List<LoweredProgram> programs, SortedMap<String, Fairness> reliance) {

    public LoweredProtocol {
        programs = List.copyOf(programs);
        reliance = Collections.unmodifiableSortedMap(new TreeMap<>(reliance));
    }

    /** A protocol of whose steps and events is assumed what they say. */
    public LoweredProtocol(Protocol protocol, Granularity granularity, List<LoweredProgram> programs) {
        this(protocol, granularity, programs, Collections.emptySortedMap());
    }

    /** The same protocol, with something else assumed of the steps and events with these actions. */
    public LoweredProtocol relying(Map<String, Fairness> on) {
        SortedMap<String, Fairness> all = new TreeMap<>(reliance);
        all.putAll(on);
        return new LoweredProtocol(protocol, granularity, programs, all);
    }

    /** What is assumed of a step. */
    public Fairness fairness(Step step) {
        return reliance.getOrDefault(step.action(), step.fairness());
    }

    /** What is assumed of an event, of whatever context. */
    public Fairness fairness(SystemEvent event) {
        return reliance.getOrDefault(event.action(), event.fairness());
    }

    /** What is assumed of the step or event with that action. */
    Fairness fairness(String action) {
        return SystemEvent.named(action).map(this::fairness).orElseGet(() -> fairness(step(action).orElseThrow()));
    }

    /** Whether a step that is usually fair is not here. */
    public boolean isWaived(Step step) {
        return step.fairness() != Fairness.NONE && fairness(step) == Fairness.NONE;
    }

    /** Whether a context that runs the program can be relied on in anything: whether some step of it is fair. */
    public boolean isReliable(LoweredProgram program) {
        return program.steps().stream().anyMatch(step -> fairness(step) != Fairness.NONE);
    }

    /** Every context id, in the order of the programs. */
    public List<String> contexts() {
        return programs.stream().flatMap(p -> p.contexts().stream()).toList();
    }

    /** The ids of the kernel threads. */
    public List<String> kthreads() {
        return programs.stream().filter(LoweredProgram::isKthread).flatMap(p -> p.contexts().stream()).toList();
    }

    /** The ids of the kernel threads of which one may die of an oops. */
    public List<String> oopsing() {
        return programs.stream()
                .filter(p -> protocol.oopsing().contains(p.program().name()))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** The program that a context runs. */
    public LoweredProgram programOf(String context) {
        return programs.stream()
                .filter(p -> p.contexts().contains(context))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no context '" + context + "'"));
    }

    /** Every step of every program. */
    public Stream<Step> steps() {
        return programs.stream().flatMap(p -> p.steps().stream());
    }

    /** The step of that name. */
    public Optional<Step> step(String action) {
        return steps().filter(s -> s.action().equals(action)).findFirst();
    }

    /**
     * A digest of everything that decides how the protocol behaves: a trace that carries it belongs to this protocol at
     * this granularity and to no other.
     */
    public String fingerprint() {
        Hasher sum = Hashing.sha256().newHasher();
        sum.putString(granularity + "\n" + protocol.objects() + "\n", StandardCharsets.UTF_8);
        if (protocol.spuriousWakeUps() > 0) {
            sum.putString(protocol.spuriousWakeUps() + "\n", StandardCharsets.UTF_8);
        }
        if (!protocol.oopsing().isEmpty()) {
            sum.putString("oops " + protocol.oopsing() + "\n", StandardCharsets.UTF_8);
        }
        if (protocol.reusesMemory()) {
            sum.putString("memory reuse\n", StandardCharsets.UTF_8);
        }
        if (!reliance.isEmpty()) {
            sum.putString("relying on " + reliance + "\n", StandardCharsets.UTF_8);
        }
        programs.stream().filter(LoweredProgram::isInInitText)
                .forEach(p -> sum.putString("__init " + p.contexts() + "\n", StandardCharsets.UTF_8));
        for (Program.Callback callback : protocol.callbacks()) {
            if (callback.runner().isPresent() || callback.timing() == Program.Timing.DELAYED) {
                sum.putString(callback.runner() + " " + callback.timing() + "\n", StandardCharsets.UTF_8);
            }
        }
        programs.forEach(p -> sum.putString(p.contexts() + " " + p.start() + " " + p.steps() + "\n", StandardCharsets.UTF_8));
        return "sha256:" + sum.hash();
    }

    /** The steps, each a free choice, at which a load may pass the store before it. */
    public List<Step> reorderings() {
        Micro choice = new Micro.Test(new Condition.Chance(Reordering.REASON));
        return steps().filter(s -> s.micros().contains(choice)).toList();
    }

    /** Whether some step does that kind of thing. */
    public boolean does(Class<? extends Micro> kind) {
        return steps().anyMatch(s -> s.does(kind));
    }
}
