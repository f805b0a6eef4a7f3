package org.quiesce.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.step.FreezableMicro;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LockMicro;
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

    /** Steps at which a context is quiet, whether they wait or not. */
    private static final List<Class<? extends Micro>> SWITCHES = List.of(
            Micro.Delay.class, Micro.Schedule.class, FreezableMicro.ScheduleFreezable.class, Micro.SynchronizeWait.class,
            GraceMicro.SrcuSynchronizeWait.class);

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
        if (kernel.uses(Operator.READING)) {
            all.add(reading());
            all.add(quiet());
        }
        all.add(define(Operator.READY, Tla.allOf(waits()))
                .remark("What c waits for at a step that it will take, if it waits, is there."));
        List<Expr> running = new ArrayList<>(List.of(kernel.call(Operator.IN_MODULE_TEXT, C)));
        awake(facts.lowered().contexts()).ifPresent(running::add);
        running.add(kernel.call(Operator.READY, C));
        all.add(define(Operator.RUNS_MODULE_TEXT, Tla.and(running)));
        return all;
    }

    /** Of contexts that can delay a grace period: that they do. */
    private Definition reading() {
        List<String> readers = facts.rcuReaders();
        List<String> running = facts.runningReaders();
        List<String> inSections = readers.stream().filter(facts.indices("nesting")::contains).toList();
        List<Expr> ways = new ArrayList<>();
        if (!inSections.isEmpty()) {
            Expr inside = Tla.gt(Tla.at("nesting", C), Tla.num(0));
            ways.add(inSections.equals(readers)
                    ? inside
                    : Tla.and(Tla.in(C, facts.setOf(inSections, kernel)), inside));
        }
        if (!running.isEmpty()) {
            List<Expr> parts = new ArrayList<>();
            if (!running.equals(readers)) {
                parts.add(Tla.in(C, facts.setOf(running, kernel)));
            }
            parts.addAll(delaying(running));
            ways.add(Tla.allOf(parts));
        }
        String sections = running.isEmpty() ? "it is in a read section, or in another that must not sleep."
                : "it is in module text, and neither sleeps nor is about to"
                        + (inSections.isEmpty() ? "." : "; or in a section.");
        return define(Operator.READING, ways.size() == 1 ? ways.get(0) : Tla.anyOf(ways))
                .remark("RCU waits for c: " + sections);
    }

    /** Of contexts that delay grace periods by running. A context that sleeps is quiet, one that spins is not. */
    private List<Expr> delaying(List<String> readers) {
        List<String> switches = new ArrayList<>();
        Map<Expr, Set<String>> sleeps = new LinkedHashMap<>();
        for (LoweredProgram program : facts.lowered().programs()) {
            if (readers.containsAll(program.contexts())) {
                for (Step step : program.steps()) {
                    if (SWITCHES.stream().anyMatch(step::does)) {
                        switches.add(step.label());
                    } else if (step.micros().stream().anyMatch(Micro::maySleep)) {
                        sleep(step, new Site(facts, kernel, program, step, C)).ifPresent(guard ->
                                sleeps.computeIfAbsent(guard, g -> new LinkedHashSet<>()).add(step.label()));
                    }
                }
            }
        }
        List<Expr> parts = new ArrayList<>(List.of(kernel.call(Operator.IN_MODULE_TEXT, C)));
        awake(readers).ifPresent(parts::add);
        if (!switches.isEmpty()) {
            parts.add(Facts.isNoneOf(PC, switches));
        }
        parts.addAll(where(sleeps));
        return parts;
    }

    private Definition quiet() {
        return Definition.of(Operator.QUIET.symbol(), List.of("s"), Tla.filter(
                        "c", Tla.name("s"), Tla.not(kernel.call(Operator.READING, C))))
                .remark("Whom of s synchronize_rcu() need not wait for any more.");
    }

    /** {@code FairStep(c)}: c takes a step, or faults, unless something changes before. */
    Definition fairStep() {
        Set<String> idle = new LinkedHashSet<>(facts.endLabels());
        List<Expr> restOfSome = new ArrayList<>();
        for (LoweredProgram program : reliable()) {
            for (Step step : program.steps().stream().filter(s -> !facts.isFair(s)).toList()) {
                if (step.frame() == Frame.CORE && (step.label().equals(Label.IDLE) || !isFairElsewhere(step.label()))) {
                    idle.add(step.label());
                } else {
                    restOfSome.add(rests(program, step));
                }
            }
        }
        Optional<Expr> called = called(idle.contains(Label.IDLE));
        if (called.isPresent()) {
            idle.remove(Label.IDLE);
        }
        List<Expr> parts = new ArrayList<>(List.of(Tla.notIn(PC, Facts.strings(List.copyOf(idle)))));
        called.ifPresent(parts::add);
        parts.addAll(restOfSome);
        awake(facts.lowered().contexts()).ifPresent(parts::add);
        parts.add(kernel.call(Operator.READY, C));
        return define(Operator.FAIR_STEP, Tla.allOf(parts))
                .remark("c can take a step, or is about to fault, and that step can be relied on.");
    }

    /** That a context that is at the step is not relied on, unless it is about to find its text gone. */
    private Expr rests(LoweredProgram program, Step step) {
        Expr there = isFairElsewhere(step.label())
                ? Tla.and(Tla.in(C, facts.setOf(program.contexts(), kernel)), Tla.eq(PC, Tla.str(step.label())))
                : Tla.eq(PC, Tla.str(step.label()));
        return step.frame() == Frame.MODULE ? Tla.implies(there, facts.textIsGone(C, kernel)) : Tla.not(there);
    }

    private List<LoweredProgram> reliable() {
        return facts.lowered().programs().stream().filter(facts.lowered()::isReliable).toList();
    }

    private boolean isFairElsewhere(String label) {
        return reliable().stream().flatMap(p -> p.at(label).stream()).anyMatch(facts::isFair);
    }

    /** That a context at rest is about to begin, of which that can be relied on; nothing if there is none such. */
    private Optional<Expr> called(boolean othersRest) {
        Map<Expr, List<String>> due = new LinkedHashMap<>();
        for (LoweredProgram program : facts.lowered().programs()) {
            program.at(Label.IDLE).filter(facts::isFair).ifPresent(begin ->
                    due.computeIfAbsent(due(program, begin), d -> new ArrayList<>()).addAll(program.contexts()));
        }
        if (due.isEmpty()) {
            return Optional.empty();
        }
        List<Expr> ways = new ArrayList<>();
        due.forEach((claim, group) -> ways.add(othersRest || due.size() > 1
                ? Tla.and(Tla.in(C, facts.setOf(group, kernel)), claim)
                : claim));
        return Optional.of(Tla.implies(Tla.eq(PC, Tla.str(Label.IDLE)), Tla.anyOf(ways)));
    }

    /** That a context at rest, which is c, can be called. */
    private Expr due(LoweredProgram program, Step begin) {
        return program.program() instanceof Program.Callback callback
                ? due(callback.name())
                : guard(begin, new Site(facts, kernel, program, begin, C)).orElse(Tla.TRUE);
    }

    private Expr due(String callback) {
        CallbackView view = new CallbackView(callback, facts);
        List<Expr> waits = new ArrayList<>(List.of(Tla.at("armed", C)));
        if (view.has("ahead")) {
            waits.add(Tla.eq(Tla.at("ahead", C), Tla.set()));
        }
        waits.addAll(CallbackView.each(view.ordered(), facts, CallbackView::isAtRest));
        if (view.has("disabled")) {
            waits.add(Tla.eq(Tla.at("disabled", C), Tla.num(0)));
        }
        graceIsOver(callback).ifPresent(over -> waits.add(Tla.parens(over)));
        return view.current().map(current -> Tla.eq(current, C)).orElse(Tla.and(waits));
    }

    /** That the grace period of a callback, which is c, can go on; nothing if it waits for none. */
    private Optional<Expr> graceIsOver(String callback) {
        return facts.lowered().programOf(callback).steps().stream()
                .flatMap(s -> s.micros().stream())
                .flatMap(micro -> {
                    if (micro instanceof GraceMicro.RcuCall) {
                        Expr waited = Tla.at("gracePeriod", C);
                        return Stream.of(GraceMeanings.canGoOn(waited, kernel.call(Operator.QUIET, waited)));
                    } else if (micro instanceof GraceMicro.SrcuCall call) {
                        Expr waited = Tla.at("srcuGrace", C);
                        return Stream.of(GraceMeanings.canGoOn(waited, GraceMeanings.gone(call.domain(), waited, facts)));
                    }
                    return Stream.empty();
                })
                .findFirst();
    }

    private Optional<Expr> awake(List<String> contexts) {
        return awake(contexts, C, facts, kernel);
    }

    /** That a context, which is one of these, is not asleep, if it ever is. */
    static Optional<Expr> awake(List<String> contexts, Expr context, Facts facts, Kernel kernel) {
        List<String> sleepers = facts.sleepers();
        if (Collections.disjoint(sleepers, contexts)) {
            return Optional.empty();
        }
        Expr awake = Tla.not(Tla.name("asleep").at(context));
        return Optional.of(sleepers.containsAll(contexts)
                ? awake
                : Tla.implies(Tla.in(context, facts.setOf(sleepers, kernel)), awake));
    }

    private static Definition define(Operator operator, Expr body) {
        return Definition.of(operator.symbol(), List.of("c"), body);
    }

    private List<Expr> waits() {
        Map<Expr, Set<String>> labels = new LinkedHashMap<>();
        for (LoweredProgram program : facts.lowered().programs()) {
            for (Step step : relied(program)) {
                Site site = new Site(facts, kernel, program, step, C);
                guardUnlessAtomic(step, site).ifPresent(guard ->
                        labels.computeIfAbsent(guard, g -> new LinkedHashSet<>()).add(step.label()));
            }
        }
        return where(labels);
    }

    /** That what holds at some labels does, for each of these. */
    private static List<Expr> where(Map<Expr, Set<String>> labels) {
        List<Expr> all = new ArrayList<>();
        labels.forEach((claim, at) -> all.add(Tla.implies(Facts.isOneOf(PC, List.copyOf(at)), claim)));
        return all;
    }

    /**
     * Steps that can be relied on, and those before which a context may find its text gone; those that begin something
     * are at a label of others, too, and treated apart.
     */
    private List<Step> relied(LoweredProgram program) {
        return program.steps().stream()
                .filter(s -> (facts.isFair(s) || s.frame() == Frame.MODULE) && !s.label().equals(Label.IDLE))
                .toList();
    }

    /** What the step waits for, unless a fault comes first. */
    private Optional<Expr> guardUnlessAtomic(Step step, Site site) {
        return switch (site.atomicity()) {
            case NEVER -> guard(step, site);
            case MAYBE -> guard(step, site).map(guard -> Tla.or(site.isForbidden(), guard));
            case ALWAYS -> Optional.empty();
        };
    }

    /**
     * What ends the sleep of the step, but for a timeout, which ends it only when it has begun. Whoever cancels work spins
     * for it, unless somebody else does so, too.
     */
    private static Optional<Expr> sleep(Step step, Site site) {
        Optional<Micro.CancelBegin> cancel = step.micros().stream()
                .filter(Micro.CancelBegin.class::isInstance)
                .map(Micro.CancelBegin.class::cast)
                .findFirst();
        return cancel.isPresent()
                ? CallbackMeanings.isAlone(site.callback(cancel.get().callback()))
                : guard(step.micros().stream().map(Readiness::withoutTimeout), site);
    }

    private static Micro withoutTimeout(Micro micro) {
        return micro instanceof Micro.WaitDone wait
                ? new Micro.WaitDone(wait.completion(), wait.mode(), Timeout.NEVER, wait.into())
                : micro instanceof LockMicro.DownTimeout down ? new Micro.Down(down.semaphore()) : micro;
    }

    /** What the step waits for. */
    private static Optional<Expr> guard(Step step, Site site) {
        return guard(step.micros().stream(), site);
    }

    private static Optional<Expr> guard(Stream<Micro> micros, Site site) {
        List<Expr> guards = micros
                .flatMap(micro -> Meanings.of(micro, site).guard().stream())
                .toList();
        return guards.isEmpty() ? Optional.empty() : Optional.of(Tla.and(guards));
    }
}
