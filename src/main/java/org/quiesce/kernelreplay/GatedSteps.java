package org.quiesce.kernelreplay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Where the gates are among the steps of a protocol that was read from C. */
final class GatedSteps {

    private final LoweredProtocol lowered;
    private final GatedCalls calls;
    private final Map<Integer, Statement> statements = new HashMap<>();
    /** The first steps of calls, by action: the gate before the call is before them. */
    private final Set<String> first = new HashSet<>();

    GatedSteps(LoweredProtocol lowered, GatedCalls calls) {
        this.lowered = lowered;
        this.calls = calls;
        lowered.protocol().programs().stream()
                .flatMap(program -> program.body().stream())
                .flatMap(Statement::all)
                .forEach(s -> statements.put(s.line(), s));
        lowered.programs().forEach(this::findFirst);
    }

    private void findFirst(LoweredProgram program) {
        program.at(program.start()).ifPresent(step -> first.add(step.action()));
        for (Step step : program.steps()) {
            for (String target : step.exits().values()) {
                program.at(target)
                        .filter(next -> !callOf(next).equals(callOf(step)) || callOf(step).isEmpty())
                        .ifPresent(next -> first.add(next.action()));
            }
        }
    }

    /** The gate before the call that begins with a step, if there is one. */
    Optional<Gate> before(Step step) {
        return first.contains(step.action())
                ? callOf(step).map(call -> new Gate(Gate.Phase.BEFORE, call.function(), step.line()))
                : Optional.empty();
    }

    /**
     * The gate after the call that a step ends.
     *
     * @param next where the context is afterwards
     */
    Optional<Gate> after(Step step, Optional<Step> next) {
        Optional<Call> call = callOf(step);
        boolean goesOn = next.filter(n -> callOf(n).equals(call) && !first.contains(n.action())).isPresent();
        return goesOn ? Optional.empty() : call.filter(c -> calls.returns(c.function())).map(c -> new Gate(Gate.Phase.AFTER, c.function(), step.line()));
    }

    /** The gate before the beginning of a context that comes from outside, or of one that has the module unloaded. */
    Optional<Gate> beforeEntering(String context, Step step) {
        LoweredProgram program = lowered.programOf(context);
        if (step.label().equals(Label.LIVE)) {
            return Optional.of(Gate.ofBeginning("rmmod"));
        }
        return Cast.callsIn(program.program()) && step.label().equals(program.start())
                ? Optional.of(Gate.ofBeginning(Cast.name(context)))
                : Optional.empty();
    }

    /** The gate of a thread that has come from that step to the next, its first of its own. */
    Optional<Gate> beforeThread(String context, Step taken, Step next) {
        LoweredProgram program = lowered.programOf(context);
        boolean isBirth = taken.label().equals(Label.BORN) || taken.label().startsWith(Label.BORN_PARK);
        boolean begins = isBirth && next.frame() == Frame.MODULE
                && !program.out().contains(next.label());
        return begins ? Optional.of(Gate.ofBeginning(program.program().name())) : Optional.empty();
    }

    LoweredProtocol lowered() {
        return lowered;
    }

    private record Call(String function, int number) {}

    /** The call with gates that a step belongs to. What it yields is stored when the gate after it was passed. */
    private Optional<Call> callOf(Step step) {
        Statement statement = statements.get(step.number());
        if (statement == null || step.micros().stream().anyMatch(Micro.StorePointer.class::isInstance)) {
            return Optional.empty();
        }
        Optional<String> function = statement instanceof Statement.Call call
                ? call.function()
                : step.micros().stream().flatMap(micro -> tested(micro).stream()).findFirst();
        return function.filter(calls::has).map(name -> new Call(name, step.number()));
    }

    private static Optional<String> tested(Micro micro) {
        return micro instanceof Micro.Test test && test.atom() instanceof Condition.Call call
                ? Optional.of(call.function())
                : Optional.empty();
    }
}
