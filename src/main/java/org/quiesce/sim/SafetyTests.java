package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.SleepOperation.Length;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.protocol.step.WorkerMicro;

/** For each safety property the states that refute it. */
final class SafetyTests {

    private final Machine machine;
    private final Places places;
    private final Leftovers leftovers;

    SafetyTests(Machine machine) {
        this.machine = machine;
        this.places = new Places(machine);
        this.leftovers = new Leftovers(machine, places);
    }

    /** Whether a state refutes a property, which is a safety property. */
    StateTest refutes(Property property) {
        Faults faults = machine.faults();
        return switch (property) {
            case NO_CODE_AFTER_UNLOAD -> or(state -> faults.is(state, faults.textFault()),
                    or(Places.both(machine::isFreed, places.someInModuleText()),
                            Places.both(machine::isInitTextFreed, places.someInInitText())));
            case NO_USE_AFTER_FREE -> or(state -> faults.is(state, faults.kasanUaf()),
                    state -> faults.is(state, faults.wrongVictim()));
            case NO_WRONG_VICTIM -> state -> faults.is(state, faults.wrongVictim());
            case LOCKS_RELEASED -> leftovers.lockHeld();
            case NO_INVALID_TASK -> state -> faults.is(state, faults.nullDeref());
            case NO_SLEEP_IN_ATOMIC -> state -> faults.is(state, faults.atomic());
            case NO_DOUBLE_STOP -> stopping((context, target) -> state -> {
                int pointer = target.pointer(state);
                return Threads.isThread(pointer) && machine.threads().at(pointer).shouldStop().get(state) != 0;
            });
            case NO_SELF_STOP -> stopping(this::isItself);
            case NO_BLOCKING_IN_WAIT_WINDOW -> blocksInAnotherState();
            case STOP_IS_PROMPT -> Places.any(machine.threads().all().stream().map(this::stopsLate).toList());
            case REFERENCES_BALANCED ->
                    or(state -> faults.is(state, faults.refcount()), leftovers.reference());
            case EXITED_ONCE -> Places.any(machine.threads().all().stream()
                    .map(t -> (StateTest) state -> t.exited().get(state) > 1)
                    .toList());
            case NO_KERNEL_WARNING -> warned();
            case NOTHING_LEAKED -> leftovers.leak();
            case STOP_RESULT_CORRECT -> wrongResult();
            case STOP_TERMINATES, THREAD_EXITS, UNLOAD_COMPLETES, REQUESTS_ANSWERED, PARK_TERMINATES,
                    LOAD_COMPLETES, UNLOAD_POSSIBLE, FREEZE_COMPLETES, FLUSH_TERMINATES ->
                    throw new IllegalArgumentException(property.id() + " is no safety property");
        };
    }

    private static StateTest or(StateTest left, StateTest right) {
        return state -> left.test(state) || right.test(state);
    }

    // ---- sleeps

    private StateTest blocksInAnotherState() {
        List<String> sleepers = Vocabulary.sleepers(machine.lowered());
        int running = Sleeper.code(TaskState.RUNNING);
        return Places.any(places.at(step -> step.micros().stream().anyMatch(Micro::mustBeRunning)).stream()
                .filter(place -> sleepers.contains(place.context()))
                .map(place -> {
                    Sleeper task = Sleeper.of(machine.layout(), machine.profile(), place.context());
                    return Places.both(place.test(),
                            state -> !task.isAsleep(state) && task.state().get(state) != running);
                })
                .toList());
    }

    private StateTest stopsLate(Threads.KernelThread thread) {
        boolean stopSignals = machine.profile().has(Axis.STOP_SETS_NOTIFY_SIGNAL);
        Set<String> late = machine.lowered().programOf(thread.id()).steps().stream()
                .filter(step -> step.micros().stream().anyMatch(micro -> micro instanceof Micro.Delay delay
                        && delay.length() == Length.MINUTES
                        && !(stopSignals && delay.mode() == SleepMode.INTERRUPTIBLE)))
                .map(Step::label)
                .collect(Collectors.toSet());
        return Places.both(thread.pc().isIn(late), state -> thread.shouldStop().get(state) != 0);
    }

    // ---- stops

    private interface StopTest {
        StateTest of(String context, Scope.Operand target);
    }

    /** Whether some context at StopSet has a target of which something is true. */
    private StateTest stopping(StopTest test) {
        List<StateTest> tests = new ArrayList<>();
        for (String context : machine.lowered().contexts()) {
            for (Step step : machine.lowered().programOf(context).steps()) {
                step.micros().stream()
                        .filter(Micro.StopSet.class::isInstance)
                        .map(micro -> ((Micro.StopSet) micro).task())
                        .forEach(operand -> tests.add(Places.both(
                                places.in(context, Set.of(step.label())),
                                test.of(context, places.target(context, operand)))));
            }
        }
        return Places.any(tests);
    }

    private StateTest isItself(String context, Scope.Operand target) {
        if (!machine.threads().includes(context)) {
            return state -> false;
        }
        int self = machine.threads().pointer(context);
        return state -> target.pointer(state) == self;
    }

    private StateTest wrongResult() {
        StateTest[] right = machine.threads().all().stream().map(this::mayBeReturned).toArray(StateTest[]::new);
        return Places.any(places.atMicros(Set.of(Micro.StopReturn.class)).stream()
                .map(place -> {
                    Scope.Operand target = places.target(place.context(), new TaskOperand.Register());
                    return Places.both(place.test(), state -> {
                        int pointer = target.pointer(state);
                        return Threads.isThread(pointer) && !right[pointer - Threads.FIRST].test(state);
                    });
                })
                .toList());
    }

    /** Whether a stop of the thread may return now: it has exited, with a result that is its own. */
    private StateTest mayBeReturned(Threads.KernelThread thread) {
        StateTest past = Places.both(thread.out(), Places.not(thread.pc().isIn(Set.of(Label.EXIT))));
        LoweredProgram program = machine.lowered().programOf(thread.id());
        List<Value> codes = program.steps().stream()
                .flatMap(step -> step.micros().stream())
                .filter(Micro.ThreadReturn.class::isInstance)
                .map(micro -> ((Micro.ThreadReturn) micro).code())
                .toList();
        if (!codes.stream().allMatch(Value.Literal.class::isInstance)
                || machine.lowered().oopsing().contains(thread.id())) {
            return past;
        }
        List<Datum> domain = machine.layout().domain("result", thread.id());
        boolean[] own = new boolean[domain.size()];
        for (int i = 0; i < own.length; i++) {
            int number = ((Datum.Num) domain.get(i)).value();
            own[i] = number == Errno.EINTR.negative()
                    || codes.contains(Value.of(number))
                    || number == 0 && program.steps().stream().anyMatch(step -> step.does(WorkerMicro.WorkerStopTest.class));
        }
        return state -> past.test(state) && own[thread.result().get(state)];
    }

    private StateTest warned() {
        if (!machine.layout().has("warned", StateVariable.PLAIN)) {
            return state -> false;
        }
        Field warned = machine.layout().field("warned", StateVariable.PLAIN);
        return state -> warned.get(state) != 0;
    }
}
