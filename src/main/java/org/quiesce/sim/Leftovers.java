package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.RcuOperation;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.protocol.step.WorkerMicro;

/** What is left behind, as tests of the states of a machine: by the module when it goes, by a context when it leaves. */
final class Leftovers {

    private final Machine machine;
    private final Places places;

    Leftovers(Machine machine, Places places) {
        this.machine = machine;
        this.places = places;
    }

    // ---- references

    /** Whether a reference on a task outlives the module, or one on the module whoever could drop it. */
    StateTest reference() {
        return Places.any(List.of(Places.both(machine::isFreed, taskHeld()), moduleHeld()));
    }

    private StateTest taskHeld() {
        return Places.any(machine.threads().all().stream()
                .map(t -> Places.both(t.pc().isIn(Set.of(Label.GONE)), state -> t.usage().get(state) != 0))
                .toList());
    }

    private StateTest moduleHeld() {
        if (!Vocabulary.countsModuleReferences(machine.lowered())) {
            return state -> false;
        }
        StateTest live = places.moduleIs("live");
        StateTest quiet = Places.both(places.noUserInside(), Places.not(Places.any(busy())));
        Field refs = machine.layout().field("refs", StateVariable.PLAIN);
        return state -> refs.get(state) != 1 && live.test(state) && quiet.test(state);
    }

    private List<StateTest> busy() {
        List<StateTest> busy = new ArrayList<>();
        machine.threads().all().forEach(t -> busy.add(Places.not(t.pc().isIn(Set.of(Label.NONE, Label.GONE)))));
        machine.lowered().protocol().callbacks().forEach(callback -> {
            busy.add(Places.not(places.in(callback.name(), Set.of(Label.IDLE))));
            // An interrupt that is requested comes or not, a notifier is called or not: none is sure to run.
            if (!callback.kind().staysRegistered()) {
                Field armed = machine.layout().field("armed", callback.name());
                busy.add(state -> armed.get(state) != 0);
            }
            if (machine.layout().has("timed", callback.name())) {
                busy.add(isOnTimer(callback.name()));
            }
        });
        return busy;
    }

    private StateTest isOnTimer(String work) {
        Field timed = machine.layout().field("timed", work);
        int off = machine.layout().code("timed", work, Datum.of("off"));
        return state -> timed.get(state) != off;
    }

    // ---- what a module makes

    /** Whether something of the module outlives it, or the only pointer to it is about to be overwritten. */
    StateTest leak() {
        return Places.any(List.of(
                Places.both(machine::isFreed, Places.any(List.of(objectLeft(), threadLeft()))),
                overwritten(SharedObject.Memory.class, this::isValid, Leftovers::allocates),
                overwritten(SharedObject.Workqueue.class, this::isLive, Leftovers::allocates),
                overwritten(SharedObject.KthreadWorker.class, this::isLive, Leftovers::setsUp)));
    }

    private StateTest objectLeft() {
        List<StateTest> left = new ArrayList<>();
        objects(SharedObject.Memory.class).forEach(memory -> left.add(isLeftToNobody(memory)));
        objects(SharedObject.Workqueue.class).forEach(queue -> left.add(is(queue, "live", "draining")));
        // One that a program initialises itself is no memory of its own.
        objects(SharedObject.KthreadWorker.class).stream()
                .filter(worker -> machine.lowered().steps().anyMatch(step -> setsUp(step, worker.name())))
                .forEach(worker -> left.add(isLive(worker)));
        return Places.any(left);
    }

    /** Whether memory is there, and was not given to kfree_rcu(): then the kernel frees it, though the module is gone. */
    private StateTest isLeftToNobody(SharedObject memory) {
        String callback = RcuOperation.afterGracePeriod(memory.name());
        if (machine.lowered().protocol().callbacks().stream().noneMatch(c -> c.name().equals(callback))) {
            return isValid(memory);
        }
        Field armed = machine.layout().field("armed", callback);
        StateTest waits = state -> armed.get(state) != 0;
        StateTest rests = places.in(callback, Set.of(Label.IDLE));
        return Places.both(isValid(memory), Places.both(rests, Places.not(waits)));
    }

    /** Whether a thread waits for ever, in core text, for its first wake-up or for something to do. */
    private StateTest threadLeft() {
        return Places.any(machine.threads().all().stream()
                .flatMap(t -> Stream.of(
                        Places.both(t.pc().isIn(Set.of(Label.BORN)), t.sleeper()::isAsleep),
                        t.pc().isIn(Set.copyOf(machine.lowered().programOf(t.id()).coreLoops()))))
                .toList());
    }

    /** Whether a step stores a pointer to a new object, by the name of that pointer. */
    @FunctionalInterface
    private interface Creation {
        boolean isIn(Step step, String name);
    }

    /** Whether somebody is about to create what is there already. */
    private <T extends SharedObject> StateTest overwritten(
            Class<T> kind, Function<T, StateTest> isThere, Creation creation) {
        return Places.any(objects(kind).stream()
                .flatMap(object -> places.at(step -> creation.isIn(step, object.name())).stream()
                        .map(place -> Places.both(isThere.apply(object), place.test())))
                .toList());
    }

    private static boolean allocates(Step step, String name) {
        return step.micros().stream().anyMatch(micro -> micro instanceof Micro.AllocateMemory a && a.memory().equals(name)
                || micro instanceof Micro.AllocateWorkqueue q && q.queue().equals(name));
    }

    private static boolean setsUp(Step step, String name) {
        return step.micros().stream()
                .anyMatch(micro -> micro instanceof WorkerMicro.WorkerSetUp setUp && setUp.worker().equals(name));
    }

    private <T extends SharedObject> List<T> objects(Class<T> kind) {
        return machine.lowered().protocol().objects(kind);
    }

    private StateTest isValid(SharedObject memory) {
        return is(memory, "valid");
    }

    private StateTest isLive(SharedObject object) {
        return is(object, "live");
    }

    private StateTest is(SharedObject object, String... words) {
        Layout layout = machine.layout();
        Field field = layout.field(object.name(), StateVariable.PLAIN);
        return Places.any(Stream.of(words)
                .map(word -> layout.code(object.name(), StateVariable.PLAIN, Datum.of(word)))
                .map(code -> (StateTest) state -> field.get(state) == code)
                .toList());
    }

    // ---- locks

    /** Whether somebody holds a lock out of the code of the module; after an oops nobody looks any more. */
    StateTest lockHeld() {
        StateTest held = Places.any(machine.lowered().programs().stream()
                .filter(program -> program.program().isOfModule())
                .flatMap(program -> program.contexts().stream()
                        .map(context -> Places.both(holdsLock(context), outside(program, context))))
                .toList());
        if (!machine.layout().has("oopsed", StateVariable.PLAIN)) {
            return held;
        }
        Field oopsed = machine.layout().field("oopsed", StateVariable.PLAIN);
        return state -> oopsed.get(state) == 0 && held.test(state);
    }

    private StateTest outside(LoweredProgram program, String context) {
        return Places.not(places.in(context, program.steps().stream()
                .filter(step -> step.frame() == Frame.MODULE)
                .map(Step::label)
                .collect(Collectors.toSet())));
    }

    private StateTest holdsLock(String context) {
        List<StateTest> holds = new ArrayList<>();
        Stream.of(objects(SharedObject.Mutex.class), objects(SharedObject.Spinlock.class))
                .flatMap(Collection::stream)
                .forEach(lock -> {
                    Field owner = machine.layout().field(lock.name(), StateVariable.PLAIN);
                    int self = machine.layout().code(lock.name(), StateVariable.PLAIN, Datum.of(context));
                    holds.add(state -> owner.get(state) == self);
                });
        for (SharedObject.ReadersAndWriter semaphore : objects(SharedObject.ReadersAndWriter.class)) {
            if (machine.layout().has(semaphore.name(), context)) {
                Field how = machine.layout().field(semaphore.name(), context);
                Stream.of(Access.values())
                        .map(access -> machine.layout().code(semaphore.name(), context, Datum.of(access.suffix())))
                        .forEach(code -> holds.add(state -> how.get(state) == code));
            }
        }
        return Places.any(holds);
    }
}
