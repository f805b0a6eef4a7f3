package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskOperand;

/** Where the contexts of a machine are, as tests of its states. */
final class Places {

    private final Machine machine;

    Places(Machine machine) {
        this.machine = machine;
    }

    /** A test of one context. */
    record Place(String context, StateTest test) {}

    /** For every context that has such a step: whether it is there. */
    List<Place> at(Predicate<Step> kind) {
        List<Place> places = new ArrayList<>();
        for (String context : machine.lowered().contexts()) {
            Set<String> labels = machine.lowered().programOf(context).steps().stream()
                    .filter(kind)
                    .map(Step::label)
                    .collect(Collectors.toSet());
            if (!labels.isEmpty()) {
                places.add(new Place(context, in(context, labels)));
            }
        }
        return places;
    }

    /** For every context that has a step with one of these micros: whether it is there. */
    List<Place> atMicros(Set<Class<? extends Micro>> kinds) {
        return at(step -> kinds.stream().anyMatch(step::does));
    }

    /** Whether some context is at a step in module text. */
    StateTest someInModuleText() {
        return any(inModuleText().map(Place::test).toList());
    }

    /** Whether some context is at a step in init text. */
    StateTest someInInitText() {
        return any(inModuleText()
                .filter(place -> machine.lowered().programOf(place.context()).isInInitText())
                .map(Place::test)
                .toList());
    }

    private Stream<Place> inModuleText() {
        return at(step -> step.frame() == Frame.MODULE).stream();
    }

    /** Whether a context is at one of these labels. */
    StateTest in(String context, Set<String> labels) {
        return Threads.Pc.of(machine.layout(), context).isIn(labels);
    }

    /** Whether no user is in a call into the module. */
    StateTest noUserInside() {
        return not(any(machine.lowered().programs().stream()
                .filter(p -> p.program() instanceof Program.FileOperation)
                .flatMap(p -> p.contexts().stream())
                .map(c -> not(in(c, Set.of(Label.IDLE, Label.DONE))))
                .toList()));
    }

    /** Whether {@code module} has that value. */
    StateTest moduleIs(String word) {
        Field module = machine.layout().field("module", StateVariable.PLAIN);
        int code = machine.layout().code("module", StateVariable.PLAIN, Datum.of(word));
        return state -> module.get(state) == code;
    }

    /** The task that the step at hand is about: where a context finds it. */
    Scope.Operand target(String context, TaskOperand operand) {
        if (operand instanceof TaskOperand.Self) {
            int self = machine.threads().pointer(context);
            return state -> self;
        }
        Field field = operand instanceof TaskOperand.Direct direct
                ? machine.layout().field(direct.pointer(), StateVariable.PLAIN)
                : machine.layout().field("arg", context);
        return field::get;
    }

    static StateTest any(List<StateTest> tests) {
        StateTest[] all = tests.toArray(StateTest[]::new);
        return state -> {
            for (StateTest test : all) {
                if (test.test(state)) {
                    return true;
                }
            }
            return false;
        };
    }

    static StateTest both(StateTest left, StateTest right) {
        return state -> left.test(state) && right.test(state);
    }

    static StateTest not(StateTest test) {
        return state -> !test.test(state);
    }
}
