package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.quiesce.kernel.Availability;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Reliance;
import org.quiesce.protocol.step.Vocabulary;

/** Says what verdicts on a protocol rest on. */
final class Assumptions {

    private final LoweredProtocol lowered;
    private final Protocol protocol;
    private final List<String> lines = new ArrayList<>();

    private Assumptions(LoweredProtocol lowered) {
        this.lowered = lowered;
        this.protocol = lowered.protocol();
    }

    /** The assumptions, one clause each, the more telling first. */
    static List<String> of(LoweredProtocol lowered, Profile profile) {
        Assumptions assumptions = new Assumptions(lowered);
        assumptions.lines.addAll(ofKernel(lowered.protocol(), profile));
        if (lowered.protocol().origin().isPresent() && lowered.programs().stream().noneMatch(LoweredProgram::isKthread)) {
            assumptions.lines.add("kernel threads: the file has none, so nothing is asked that is about one");
        }
        NotModelled.of(lowered, profile).forEach(what -> assumptions.lines.add("not modelled: " + what));
        lowered.protocol().origin().ifPresent(o -> o.assumed().forEach(what -> assumptions.lines.add("of the file: " + what)));
        assumptions.bounds();
        assumptions.lines.add(assumptions.memory());
        assumptions.lines.add("granularity: " + (lowered.granularity() == Granularity.MICRO
                ? "one shared access per step"
                : "accesses that no interleaving can tell apart are one step"));
        assumptions.fairness();
        if (lowered.does(Micro.WakeQueueOne.class)) {
            assumptions.lines.add("exclusive waiters: a wake-up takes any one of those that it can wake, not the one that"
                    + " queued first");
        }
        assumptions.callbacks();
        assumptions.environment();
        assumptions.successes();
        return List.copyOf(assumptions.lines);
    }

    /** What depends on the kernel only: first the kernel itself, then each function that a module does not have there. */
    static List<String> ofKernel(Protocol protocol, Profile profile) {
        String on = profile.axes().stream()
                .filter(a -> a == Axis.STOP_SETS_NOTIFY_SIGNAL || a == Axis.RCU_MASKS)
                .sorted()
                .map(Axis::meaning)
                .collect(Collectors.joining("; "));
        List<String> clauses = new ArrayList<>();
        clauses.add("kernel: " + profile.name() + (on.isEmpty() ? "" : " (" + on + ")"));
        protocol.programs().stream()
                .flatMap(Program::calls)
                .flatMap(call -> call.function().flatMap(Availability::of).stream())
                .filter(function -> !function.isIn(profile))
                .distinct()
                .forEach(function -> clauses.add("missing: " + function.note()));
        return clauses;
    }

    private void fairness() {
        if (lowered.reliance().isEmpty()) {
            lines.add("fairness: " + Reliance.USUAL);
        }
        Map<Boolean, List<Reliance>> relied = Reliance.of(lowered).stream()
                .collect(Collectors.partitioningBy(reliance -> reliance.isMadeIn(lowered)));
        lines.add("relied on: " + clauses(relied.get(true)));
        if (!relied.get(false).isEmpty()) {
            lines.add("not relied on: " + clauses(relied.get(false)));
        }
    }

    private static String clauses(List<Reliance> reliances) {
        return reliances.isEmpty() ? "nothing" : reliances.stream().map(Reliance::clause).collect(Collectors.joining("; "));
    }

    private void bounds() {
        String contexts = lowered.programs().stream()
                .map(p -> p.contexts().size() + " × " + p.program().name())
                .collect(Collectors.joining(", "));
        lines.add("contexts: " + contexts);
        protocol.objects(SharedObject.Counter.class)
                .forEach(c -> lines.add("bound: " + c.name() + " counts to " + c.max()
                        + (isCountedDown(c) ? " at most" : ", which stands for more, too")));
        if (!protocol.objects(SharedObject.Completion.class).isEmpty()) {
            lines.add("bound: a completion counts to " + Bounds.COMPLETION_MAX + " at most");
        }
        if (!protocol.objects(SharedObject.Semaphore.class).isEmpty()) {
            lines.add("bound: a semaphore counts to " + SharedObject.Semaphore.MAX + " at most");
        }
        if (lowered.does(Micro.CancelBegin.class)) {
            lines.add("bound: at most " + Bounds.CANCELLING_MAX + " cancel a work item at a time");
        }
    }

    private boolean isCountedDown(SharedObject.Counter counter) {
        return protocol.operations(DataOperation.Decrement.class).anyMatch(o -> o.counter().equals(counter.name()));
    }

    private void environment() {
        List<String> parts = new ArrayList<>();
        for (Program.FileOperation operation : protocol.fileOperations()) {
            parts.add("each task calls " + operation.name() + "() once or never"
                    + operation.file().map(file -> ", while " + file + " is registered")
                            .orElse(operation.isOfModule() ? ", after init" : ""));
        }
        for (Program.Environment environment : protocol.environments()) {
            parts.add(environment.name() + " acts at any time, or never");
        }
        lowered.programs().stream().filter(LoweredProgram::isInInitText)
                .forEach(p -> parts.add(p.program().name() + "() is in init text, which is freed after init"));
        parts.add(protocol.loader().unloading() == Program.Unloading.NEVER
                ? "it is built into the kernel, and never unloaded" : "the module is unloaded once or never");
        parts.add(String.join(", ", disturbances()));
        lines.add("environment: " + String.join("; ", parts));
    }

    /** What may disturb a thread from outside, and what does not. */
    private List<String> disturbances() {
        List<String> parts = new ArrayList<>();
        parts.add(lowered.does(Micro.SendSignal.class) || lowered.does(Micro.KillProcess.class) ? "threads get only signals that a program sends"
                : "no signals for threads");
        List<String> users = Vocabulary.signalled(lowered).stream()
                .filter(c -> lowered.programOf(c).isUserTask())
                .toList();
        if (!users.isEmpty()) {
            parts.add("a signal that is not fatal may reach " + String.join(", ", users));
        }
        int spurious = protocol.spuriousWakeUps();
        parts.add(spurious == 0 ? "no spurious wake-ups"
                : "up to " + spurious + " spurious " + (spurious == 1 ? "wake-up" : "wake-ups"));
        if (!lowered.oopsing().isEmpty()) {
            parts.add("one of " + String.join(", ", lowered.oopsing()) + " may die of an oops");
        }
        if (protocol.reusesMemory()) {
            parts.add("the memory of freed tasks may be used again");
        }
        if (!lowered.does(Micro.FreezeThreads.class)) {
            parts.add("no freezer");
        }
        return parts;
    }

    private void callbacks() {
        if (protocol.callbacks().isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        if (has(CallbackKind.IRQ)) {
            parts.add("requested interrupts come at any time, or never");
        }
        if (has(CallbackKind.NOTIFIER)) {
            parts.add("registered notifiers are called at any time, or never");
        }
        parts.add("at most one instance of a callback runs at a time");
        lines.add("callbacks: " + String.join("; ", parts));
    }

    private boolean has(CallbackKind kind) {
        return protocol.callbacks().stream().anyMatch(callback -> callback.kind() == kind);
    }

    /** Calls that may fail in a real kernel, and do not in the model. */
    private void successes() {
        List<String> assumed = protocol.programs().stream()
                .flatMap(Program::calls)
                .filter(call -> call.operation() instanceof OperationTrait.MayFail fallible
                        && fallible.failure() == Failure.ASSUMED_AWAY)
                .map(this::place)
                .distinct()
                .toList();
        if (!assumed.isEmpty()) {
            lines.add("never fails: " + String.join("; ", assumed));
        }
    }

    private String memory() {
        String passed = lowered.reorderings().stream()
                .map(s -> s.text() + " at line " + s.line())
                .distinct()
                .collect(Collectors.joining("; "));
        return "memory: sequentially consistent"
                + (passed.isEmpty() ? "" : ", except that the test after it may read before " + passed);
    }

    private String place(Statement.Call call) {
        return call.called() + " at line " + protocol.listing().at(call.line()).shown();
    }
}
