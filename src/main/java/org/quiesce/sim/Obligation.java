package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Vocabulary;

/**
 * Something that has begun in a state and must end: one instance of a progress property.
 *
 * <p>Every progress property says of some contexts, or of the module, that P leads to Q; and once P holds it, or what
 * it has begun, goes on until Q holds. So the claim is that nothing stays pending for ever, where pending means P and
 * not Q. A run that faults has ended: nothing is pending any more.
 *
 * @param subject the context that it is about, or {@code module}
 * @param pending whether it has begun and not ended
 */
record Obligation(String subject, StateTest pending) {

    private static final String MODULE = "module";

    /** The instances of a property, which is a progress property. */
    static List<Obligation> of(Property property, Machine machine) {
        Places places = new Places(machine);
        List<Obligation> obligations = switch (property) {
            case STOP_TERMINATES -> at(Set.of(Micro.StopUnpark.class, Micro.StopNotify.class, Micro.StopWake.class,
                    Micro.StopWait.class), places);
            case PARK_TERMINATES ->
                    at(Set.of(Micro.ParkWake.class, Micro.ParkWait.class, Micro.ParkVerify.class), places);
            case THREAD_EXITS -> machine.threads().all().stream()
                    .map(t -> new Obligation(t.id(), Places.both(
                            state -> t.shouldStop().get(state) != 0, Places.not(t.out()))))
                    .toList();
            case LOAD_COMPLETES -> List.of(new Obligation(MODULE, places.moduleIs("coming")));
            case UNLOAD_COMPLETES -> List.of(new Obligation(MODULE, places.moduleIs("going")));
            case UNLOAD_POSSIBLE -> List.of(new Obligation(MODULE, pinned(machine, places)));
            case REQUESTS_ANSWERED -> machine.lowered().programs().stream()
                    .filter(p -> p.program() instanceof Program.FileOperation)
                    .flatMap(p -> p.contexts().stream())
                    .map(c -> new Obligation(c, Places.not(places.in(c, Set.of(Label.IDLE, Label.DONE)))))
                    .toList();
            case FREEZE_COMPLETES -> Stream.of(Micro.FreezeUsersTurn.class, Micro.FreezeThreadsTurn.class)
                    .flatMap(turn -> at(Set.of(turn), places).stream())
                    .toList();
            case FLUSH_TERMINATES -> at(Set.copyOf(property.trigger()), places);
            default -> throw new IllegalArgumentException(property.id() + " is no progress property");
        };
        StateTest goesOn = Places.not(machine.faults()::isFaulty);
        List<Obligation> result = new ArrayList<>();
        obligations.forEach(o -> result.add(new Obligation(o.subject, Places.both(o.pending, goesOn))));
        return List.copyOf(result);
    }

    /** Whether some obligation of a list is pending. */
    static StateTest anyOf(List<Obligation> obligations) {
        return Places.any(obligations.stream().map(Obligation::pending).toList());
    }

    private static List<Obligation> at(Set<Class<? extends Micro>> kinds, Places places) {
        return places.atMicros(kinds).stream().map(p -> new Obligation(p.context(), p.test())).toList();
    }

    /** Whether rmmod would fail, and nobody is left who may change that. */
    private static StateTest pinned(Machine machine, Places places) {
        StateTest pinned = Places.both(places.moduleIs("live"), Places.not(canBeUnloaded(machine)));
        if (Property.nobodyElsePuts(machine.lowered())) {
            return pinned;
        }
        StateTest letGo = Places.not(Places.any(machine.threads().all().stream()
                .filter(t -> machine.lowered().programOf(t.id()).steps().stream()
                        .anyMatch(step -> step.does(Micro.ModulePut.class)))
                .map(t -> Places.not(t.pc().isIn(Set.of(Label.NONE, Label.GONE))))
                .toList()));
        return Places.both(pinned, Places.both(places.noUserInside(), letGo));
    }

    /** Whether rmmod would find that nobody uses the module; without an exit function it does not even look. */
    private static StateTest canBeUnloaded(Machine machine) {
        if (!machine.lowered().does(Micro.UnloadRequest.class)) {
            return state -> false;
        }
        if (!Vocabulary.countsModuleReferences(machine.lowered())) {
            return state -> true;
        }
        Field refs = machine.layout().field("refs", StateVariable.PLAIN);
        return state -> refs.get(state) == 1;
    }
}
