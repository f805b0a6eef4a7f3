package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.protocol.step.Vocabulary;

/**
 * A lowered protocol compiled for one profile: the initial state and the moves of every state, both packed. Immutable;
 * what it works on is the caller's.
 */
final class Machine {

    private final LoweredProtocol lowered;
    private final Profile profile;
    private final Layout layout;
    private final Labels labels;
    private final Faults faults;
    private final Threads threads;
    private final Field module;
    private final int freed;
    private final StateTest initTextFreed;
    private final List<ContextCode> contexts = new ArrayList<>();

    private Machine(LoweredProtocol lowered, Profile profile) {
        this.lowered = lowered;
        this.profile = profile;
        this.layout = Layout.of(Vocabulary.of(lowered));
        this.labels = Labels.of(lowered);
        this.faults = Faults.of(layout);
        this.threads = Threads.of(layout, lowered, profile);
        this.module = layout.field("module", StateVariable.PLAIN);
        this.freed = layout.code("module", StateVariable.PLAIN, Datum.of("freed"));
        this.initTextFreed = initTextFreed();
        List<Topic> topics = Topic.all(this::running);
        for (String context : lowered.contexts()) {
            Scope scope = new Scope(lowered, profile, layout, faults, threads, context);
            contexts.add(new ContextCode(scope, labels, topics));
        }
    }

    static Machine of(LoweredProtocol lowered, Profile profile) {
        return new Machine(lowered, profile);
    }

    LoweredProtocol lowered() {
        return lowered;
    }

    Profile profile() {
        return profile;
    }

    Layout layout() {
        return layout;
    }

    Labels labels() {
        return labels;
    }

    Faults faults() {
        return faults;
    }

    Threads threads() {
        return threads;
    }

    boolean isFreed(long[] state) {
        return module.get(state) == freed;
    }

    /** Whether init text is gone although the module need not be. */
    boolean isInitTextFreed(long[] state) {
        return initTextFreed.test(state);
    }

    private StateTest initTextFreed() {
        if (!layout.has("initText", StateVariable.PLAIN)) {
            return state -> false;
        }
        Field initText = layout.field("initText", StateVariable.PLAIN);
        int gone = layout.code("initText", StateVariable.PLAIN, Datum.of("freed"));
        return state -> initText.get(state) == gone;
    }

    long[] initial() {
        long[] state = new long[layout.words()];
        for (StateVariable variable : Vocabulary.of(lowered)) {
            variable.domains().forEach((index, domain) -> layout.field(variable.name(), index)
                    .set(state, layout.code(variable.name(), index, initially(variable.name(), index))));
        }
        return state;
    }

    private Datum initially(String variable, String index) {
        Optional<SharedObject> object = lowered.protocol().object(variable)
                .filter(o -> index.equals(StateVariable.PLAIN) || o instanceof SharedObject.ReadersAndWriter);
        return object.map(Machine::initially).or(() -> ofWorker(variable)).orElseGet(() -> switch (variable) {
            case "pc" -> Datum.of(lowered.programOf(index).start());
            case "state" -> Datum.of((threads.includes(index) ? TaskState.NEW : TaskState.RUNNING).name());
            case "arg" -> Datum.of(Vocabulary.NULL);
            case "timer", "timed" -> Datum.of("off");
            case "module" -> Datum.of("coming");
            case "refs" -> Datum.of(2);
            case "initText" -> Datum.of("needed");
            case "fault", "taskWork", "inPlace", "flushing" -> Datum.of(Vocabulary.NONE);
            default -> nothing(layout.domain(variable, index));
        });
    }

    /** False, the empty set or 0, whichever a domain has. */
    private static Datum nothing(List<Datum> domain) {
        return Stream.of(Datum.of(false), Datum.of(List.of())).filter(domain::contains).findFirst().orElse(Datum.of(0));
    }

    /** The first value of a variable that is a part of a kthread worker. */
    private Optional<Datum> ofWorker(String variable) {
        return lowered.protocol().objects(SharedObject.KthreadWorker.class).stream()
                .filter(w -> Set.of(w.task(), w.current(), w.running()).contains(variable))
                .map(w -> Datum.of(variable.equals(w.task()) ? Vocabulary.NULL : Vocabulary.NONE))
                .findFirst();
    }

    private static Datum initially(SharedObject object) {
        if (object instanceof SharedObject.TaskPointer) {
            return Datum.of(Vocabulary.NULL);
        } else if (object instanceof SharedObject.Flag flag) {
            return Datum.of(flag.initially() == SharedObject.FlagValue.TRUE);
        } else if (object instanceof SharedObject.Counter counter) {
            return Datum.of(counter.initially());
        } else if (object instanceof SharedObject.Completion) {
            return Datum.of(0);
        } else if (object instanceof SharedObject.Semaphore semaphore) {
            return Datum.of(semaphore.initially());
        } else if (object instanceof SharedObject.WaitQueue) {
            return Datum.of(List.of());
        } else if (object instanceof SharedObject.Memory
                || object instanceof SharedObject.Workqueue
                || object instanceof SharedObject.KthreadWorker) {
            return Datum.of("null");
        }
        return Datum.of(Vocabulary.NONE);
    }

    /**
     * Tells every move of a state: context by context, first its step or its FetchFault, then its timer, a spurious
     * wake-up, the timer of delayed work, a signal, the end of init text, an oops,
     * another use of its memory.
     *
     * @param after scratch of as many words as a state
     */
    void moves(long[] before, long[] after, MoveSink sink) {
        if (faults.isFaulty(before)) {
            return;
        }
        boolean moduleFreed = isFreed(before);
        for (ContextCode context : contexts) {
            StepCode step = context.ready(before);
            if (step != null) {
                if (!step.isInModule() || !moduleFreed && !context.isUnmapped(before)) {
                    step.take(before, after, sink);
                } else if (step.canBeTaken(before, after)) {
                    System.arraycopy(before, 0, after, 0, before.length);
                    faults.raise(after, faults.textFault());
                    sink.move(context.fetchFault, after);
                }
            }
            for (Events.Event event : context.events) {
                event.happen(before, after, sink);
            }
        }
    }

    /** Whether a context runs code that delays RCU. Its code need not be there yet. */
    private StateTest running(String context) {
        int number = lowered.contexts().indexOf(context);
        return state -> {
            StepCode step = contexts.get(number).ready(state);
            return step != null && step.isRunning(state);
        };
    }

    /** What one context does, by the value of its {@code pc}; null where it does nothing. */
    private final class ContextCode {

        private final boolean inInitText;
        private final Field pc;
        private final StepCode[] steps;
        private final Field asleep;
        private final Events.Event[] events;
        private final int fetchFault;

        ContextCode(Scope scope, Labels labels, List<Topic> topics) {
            String id = scope.context();
            Threads.Pc at = Threads.Pc.of(scope.layout(), id);
            this.inInitText = scope.lowered().programOf(id).isInInitText();
            this.pc = at.field();
            this.steps = new StepCode[at.labels().size()];
            for (Step step : scope.lowered().programOf(id).steps()) {
                steps[at.code(step.label())] = StepCode.of(step, labels.of(id, step.action()), scope, topics);
            }
            this.asleep = scope.ownIfAny("asleep").orElse(null);
            this.events = Events.of(scope, labels, this::canExecuteModule);
            this.fetchFault = labels.of(id, SystemEvent.FETCH_FAULT.action());
        }

        /** Whether its text is gone before that of the module is. */
        boolean isUnmapped(long[] before) {
            return inInitText && isInitTextFreed(before);
        }

        /** Whether it is about to do something in module text that is there. */
        private boolean canExecuteModule(long[] before, long[] scratch) {
            StepCode step = ready(before);
            return step != null && step.isInModule() && !isFreed(before) && !isUnmapped(before)
                    && step.canBeTaken(before, scratch);
        }

        /** The step that the context is at, unless it is asleep; null if there is none. */
        StepCode ready(long[] before) {
            StepCode step = steps[pc.get(before)];
            return step == null || asleep == null || step.isTakenWhenAsleep() || asleep.get(before) == 0 ? step : null;
        }
    }
}
