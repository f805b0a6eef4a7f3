package org.quiesce.kernelreplay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;

/**
 * What a kernel must show at the end of a run.
 *
 * @param contexts of whom: who did the last thing, or those who wait for ever
 * @param calls    the kernel functions in which they are then
 */
record Expected(Outcome outcome, Set<String> contexts, Set<String> calls) {

    private static final List<String> OVER = List.of(Label.NONE, Label.DONE, Label.GONE, Label.DEAD, Label.EXITED, Label.REAP,
            Label.IDLE, Label.LIVE);

    Expected {
        contexts = Set.copyOf(contexts);
        calls = Set.copyOf(calls);
    }

    static Expected of(LoweredProtocol lowered, GateSchedule schedule) {
        Run run = schedule.run();
        Outcome outcome = schedule.outcome();
        List<Run.Move> moves = run.moves();
        if (schedule.property().kind() == Property.Kind.SAFETY && !moves.isEmpty()) {
            int last = IntStream.range(0, moves.size()).filter(i -> goesWrong(moves.get(i).after())).findFirst().orElse(moves.size() - 1);
            String context = moves.get(last).context();
            return new Expected(outcome, Set.of(context),
                    step(lowered, run.state(last), context).flatMap(s -> call(lowered, s)).stream().collect(Collectors.toSet()));
        }
        Snapshot end = run.state(moves.size());
        Set<String> waiting = lowered.contexts().stream()
                .filter(context -> step(lowered, end, context).filter(s -> !OVER.contains(s.label())).isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Expected(outcome, waiting, waiting.stream()
                .flatMap(context -> step(lowered, end, context).flatMap(s -> call(lowered, s)).stream())
                .collect(Collectors.toSet()));
    }

    private static boolean goesWrong(Snapshot state) {
        return state.get("fault").filter(fault -> !fault.equals(Datum.of("none"))).isPresent()
                || state.get("warned").filter(Datum.of(true)::equals).isPresent();
    }

    private static Optional<Step> step(LoweredProtocol lowered, Snapshot state, String context) {
        return lowered.programOf(context).at(state.get("pc", context).orElseThrow().toString());
    }

    private static Optional<String> call(LoweredProtocol lowered, Step step) {
        Stream<Statement> statements = lowered.protocol().programs().stream()
                .flatMap(program -> program.body().stream())
                .flatMap(Statement::all);
        return statements.filter(s -> s.line() == step.number())
                .findFirst()
                .filter(Statement.Call.class::isInstance)
                .flatMap(s -> ((Statement.Call) s).function());
    }
}
