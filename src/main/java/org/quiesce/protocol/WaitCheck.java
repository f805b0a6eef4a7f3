package org.quiesce.protocol;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.WaitQueueOperation.AddWaitQueue;
import org.quiesce.protocol.WaitQueueOperation.AddWaitQueueExclusive;
import org.quiesce.protocol.WaitQueueOperation.Priority;
import org.quiesce.protocol.WaitQueueOperation.QueuesEntry;
import org.quiesce.protocol.WaitQueueOperation.Waiter;

/** Refuses waits that the kernel does not have, and entries on wait queues that are not modelled. */
final class WaitCheck {

    private final Protocol protocol;
    private final Program program;
    private final Set<String> mixed;

    private WaitCheck(Protocol protocol, Program program, Set<String> mixed) {
        this.protocol = protocol;
        this.program = program;
        this.mixed = mixed;
    }

    /**
     * Why the call can't mean anything, and what to do; empty if it can.
     *
     * @param mixed the queues that are used as several kinds
     */
    static Optional<String> of(Protocol protocol, Program program, Set<String> mixed, Operation operation) {
        return new WaitCheck(protocol, program, mixed).refusal(operation);
    }

    /** The queues that are used as one kind here, and as another there. */
    static Set<String> mixed(Protocol protocol) {
        Map<String, Set<String>> kinds = new HashMap<>();
        protocol.operations(OperationTrait.AboutQueue.class)
                .forEach(about -> kinds.computeIfAbsent(about.queue(), q -> new HashSet<>()).add(kind(about)));
        return kinds.entrySet().stream().filter(e -> e.getValue().size() > 1).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Optional<String> refusal(Operation operation) {
        if (operation instanceof OperationTrait.AwaitsCondition wait
                && wait.condition().decided().equals(Optional.of(true))) {
            return Optional.of("a wait for a condition that is always true never waits; remove it");
        }
        if (operation instanceof OperationTrait.AboutQueue about && mixed.contains(about.queue())) {
            return Optional.of("'" + about.queue() + "' is also used as another kind of queue; use one for each");
        }
        if (operation instanceof WaitQueueOperation.WaitEvent wait) {
            return event(wait);
        } else if (operation instanceof CompletionOperation.WaitForCompletion wait) {
            boolean none = wait.mode() == SleepMode.IDLE || wait.timeout() == Timeout.HIGH_RESOLUTION;
            return none ? noSuchFunction() : Optional.empty();
        } else if (operation instanceof SimpleWaitOperation.SwaitEvent wait) {
            boolean none = wait.mode() == SleepMode.KILLABLE || wait.timeout() == Timeout.HIGH_RESOLUTION;
            return none ? noSuchFunction() : Optional.empty();
        } else if (operation instanceof QueuesEntry entry) {
            return oneEntry(entry);
        } else if (operation instanceof WaitQueueOperation.RemoveWaitQueue remove) {
            return added().anyMatch(remove.queue()::equals) ? Optional.empty() : nothingAdded();
        } else if (operation instanceof WaitQueueOperation.FinishWait finish) {
            return prepared().anyMatch(finish.queue()::equals)
                    ? Optional.empty()
                    : Optional.of("'" + program.name() + "' never queues there; call prepare_to_wait() before");
        } else if (operation instanceof WaitQueueOperation.WaitWoken) {
            return program.operations(AddWaitQueue.class).findAny().isPresent() ? Optional.empty() : nothingAdded();
        } else if (operation instanceof WaitQueueOperation.WakeUpNr wake) {
            return number(wake);
        } else if (operation instanceof OperationTrait.SetsState set && set.state() != TaskState.RUNNING) {
            return prepared().findAny().isPresent()
                    ? Optional.of("a wake-up takes the entry of prepare_to_wait() off its queue, so that a state that is set"
                            + " by hand afterwards is not woken from there; set it with prepare_to_wait()")
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> noSuchFunction() {
        return Optional.of("the kernel has no such function; wait in another mode");
    }

    private static Optional<String> event(WaitQueueOperation.WaitEvent wait) {
        boolean exclusive = wait.waiter() == Waiter.EXCLUSIVE;
        if (exclusive && wait.timeout() == Timeout.FINITE && wait.mode() != SleepMode.IDLE) {
            return Optional.of("the kernel has no such function; only wait_event_idle_exclusive has a timeout");
        }
        boolean interruptible = wait.mode() == SleepMode.INTERRUPTIBLE;
        boolean usual = wait.mode() == SleepMode.UNINTERRUPTIBLE || interruptible;
        boolean around = !(wait.around() instanceof WaitQueueOperation.AroundSleep.Nothing);
        boolean hrtimer = wait.timeout() == Timeout.HIGH_RESOLUTION;
        return exclusive && (around || hrtimer) || around && hrtimer || (around || hrtimer) && !usual
                        || wait.around() instanceof WaitQueueOperation.AroundSleep.Freezing && !interruptible
                ? Optional.of("the kernel has no such function; leave one of the variations out")
                : Optional.empty();
    }

    /** A context has one entry that it queues by hand, and at most one entry on any queue. */
    private Optional<String> oneEntry(QueuesEntry entry) {
        if (!queued().allMatch(entry.queue()::equals)) {
            return Optional.of("'" + program.name() + "' adds its only wait to another queue, too; use one queue");
        } else if (program.operations(OperationTrait.AwaitsCondition.class)
                .anyMatch(wait -> wait instanceof OperationTrait.AboutQueue on && on.queue().equals(entry.queue()))) {
            return Optional.of("'" + program.name() + "' also waits there with wait_event(), which would make two entries"
                    + " of it on one queue; that is not modelled");
        } else if (program.operations(QueuesEntry.class).map(WaitCheck::wakeFunction).distinct().count() > 1) {
            return Optional.of("'" + program.name() + "' queues its only wait in different ways; use one");
        }
        return Optional.empty();
    }

    /** How an entry is defined: what wakes it, and whether it is first. */
    private static String wakeFunction(QueuesEntry entry) {
        return entry instanceof AddWaitQueue ? "woken_wake_function"
                : entry instanceof AddWaitQueueExclusive add ? "default_wake_function " + add.priority()
                : "autoremove_wake_function";
    }

    private Optional<String> nothingAdded() {
        return Optional.of("'" + program.name() + "' adds no wait to the queue; call add_wait_queue() before");
    }

    private Optional<String> number(WaitQueueOperation.WakeUpNr wake) {
        boolean first = protocol.operations(AddWaitQueueExclusive.class)
                .anyMatch(add -> add.queue().equals(wake.queue()) && add.priority() == Priority.FIRST);
        return wake.number() < 2
                ? Optional.of("wake_up() wakes one, and wake_up_all() all; give at least 2")
                : first ? Optional.of("some queue there with priority, which is not modelled together") : Optional.empty();
    }

    private Stream<String> queued() {
        return program.operations(QueuesEntry.class).map(QueuesEntry::queue);
    }

    /** The queues that the program adds its {@code wait} to. */
    private Stream<String> added() {
        return program.operations(QueuesEntry.class)
                .filter(entry -> entry instanceof AddWaitQueue || entry instanceof AddWaitQueueExclusive)
                .map(QueuesEntry::queue);
    }

    /** The queues that it queues on with prepare_to_wait(). */
    private Stream<String> prepared() {
        return program.operations(QueuesEntry.class)
                .filter(entry -> entry instanceof WaitQueueOperation.PrepareToWait
                        || entry instanceof WaitQueueOperation.PrepareToWaitEvent)
                .map(QueuesEntry::queue);
    }

    // ---- kinds of queue

    private static String kind(OperationTrait.AboutQueue about) {
        return about instanceof SimpleWaitOperation.SwaitEvent || about instanceof SimpleWaitOperation.SwakeUpOne
                        ? "struct swait_queue_head"
                : about instanceof SimpleWaitOperation ? "struct rcuwait" : "wait_queue_head_t";
    }
}
