package org.quiesce.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.tla.Definition;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/**
 * Who can move: the guards of all steps, by label. (ENABLED would say the same, but not every TLC evaluates it right.)
 * Labels are unique, or stand for the same step in every program.
 */
final class Readiness {

    private static final Expr C = Tla.name("c");
    private static final Expr PC = Tla.at("pc", C);

    private final Facts facts;
    private final Kernel kernel;

    Readiness(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
    }

    List<Definition> definitions() {
        List<Definition> all = new ArrayList<>();
        all.add(define(Operator.IN_MODULE_TEXT, Tla.notIn(PC, kernel.name(Operator.CORE_TEXT)))
                .remark("The next instruction of c is in module text, or in a core function that returns there."));
        all.add(define(Operator.READY, Tla.allOf(waits()))
                .remark("What c waits for at a step that it will take, if it waits, is there."));
        List<Expr> running = new ArrayList<>(List.of(kernel.call(Operator.IN_MODULE_TEXT, C)));
        awake(facts, kernel, C).ifPresent(running::add);
        running.add(kernel.call(Operator.READY, C));
        all.add(define(Operator.RUNS_MODULE_TEXT, Tla.and(running)));
        return all;
    }

    /** {@code FairStep(c)}: c takes a step, or faults, unless something changes before. */
    Definition fairStep() {
        List<String> idle = new ArrayList<>(facts.endLabels());
        facts.lowered().programs().stream()
                .filter(p -> !Facts.isEnvironment(p))
                .flatMap(p -> p.steps().stream())
                .filter(s -> s.fairness() == Fairness.NONE)
                .map(Step::label)
                .distinct()
                .forEach(idle::add);
        Optional<Expr> called = called(idle.contains(Label.IDLE));
        if (called.isPresent()) {
            idle.remove(Label.IDLE);
        }
        List<Expr> parts = new ArrayList<>(List.of(Tla.notIn(PC, Facts.strings(idle))));
        called.ifPresent(parts::add);
        awake(facts, kernel, C).ifPresent(parts::add);
        parts.add(kernel.call(Operator.READY, C));
        return define(Operator.FAIR_STEP, Tla.allOf(parts))
                .remark("c can take a step, or is about to fault, and that step can be relied on.");
    }

    /** That a context at rest is about to be called back; nothing if none ever is. */
    private Optional<Expr> called(boolean othersRest) {
        List<String> callbacks = facts.dueCallbacks();
        if (callbacks.isEmpty()) {
            return Optional.empty();
        }
        Expr armed = Tla.at("armed", C);
        return Optional.of(Tla.implies(
                Tla.eq(PC, Tla.str(Label.IDLE)),
                othersRest ? Tla.and(Tla.in(C, facts.setOf(callbacks, kernel)), armed) : armed));
    }

    /** That a context is not asleep, if it ever is. */
    static Optional<Expr> awake(Facts facts, Kernel kernel, Expr context) {
        List<String> sleepers = facts.sleepers();
        if (sleepers.isEmpty()) {
            return Optional.empty();
        }
        Expr awake = Tla.not(Tla.name("asleep").at(context));
        return Optional.of(sleepers.equals(facts.lowered().contexts())
                ? awake
                : Tla.implies(Tla.in(context, facts.setOf(sleepers, kernel)), awake));
    }

    private static Definition define(Operator operator, Expr body) {
        return Definition.of(operator.symbol(), List.of("c"), body);
    }

    private List<Expr> waits() {
        Map<Expr, Set<String>> labels = new LinkedHashMap<>();
        for (LoweredProgram program : facts.lowered().programs()) {
            Site site = new Site(facts, kernel, program, C);
            for (Step step : relied(program)) {
                guard(step, site).ifPresent(guard ->
                        labels.computeIfAbsent(guard, g -> new LinkedHashSet<>()).add(step.label()));
            }
        }
        List<Expr> waits = new ArrayList<>();
        labels.forEach((guard, at) -> waits.add(Tla.implies(Facts.isOneOf(PC, List.copyOf(at)), guard)));
        return waits;
    }

    /** Steps that can be relied on; those that begin a callback are at a label of others, too, and treated apart. */
    private static List<Step> relied(LoweredProgram program) {
        return program.steps().stream()
                .filter(s -> s.fairness() != Fairness.NONE && !s.does(Micro.CallbackStart.class))
                .toList();
    }

    /** What the step waits for. */
    private Optional<Expr> guard(Step step, Site site) {
        Atomicity atomicity = site.atomicity(step);
        if (atomicity == Atomicity.ALWAYS) {
            return Optional.empty();
        }
        List<Expr> guards = step.micros().stream()
                .flatMap(micro -> Meanings.of(micro, site).guard().stream())
                .toList();
        if (guards.isEmpty()) {
            return Optional.empty();
        }
        Expr all = Tla.and(guards);
        return Optional.of(atomicity == Atomicity.MAYBE ? Tla.or(kernel.call(Operator.IN_ATOMIC, site.self()), all) : all);
    }
}
