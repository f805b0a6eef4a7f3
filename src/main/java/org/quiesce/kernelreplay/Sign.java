package org.quiesce.kernelreplay;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.quiesce.kernel.Outcome;

/**
 * What a kernel writes when something has gone wrong, and of which outcome of the model it is the sign.
 *
 * <p>It must be about a task that the model says, or about text of the module: a kernel may complain of something else, too.
 * Memory of slabs is poisoned (mm/slub.c): what was freed is full of 0x6b.
 */
enum Sign {
    INSTRUCTION_FETCH(List.of(Outcome.TEXT_FAULT), (message, scene) -> message.says("#PF: supervisor instruction fetch in kernel mode")
            && message.place().filter(scene.log()::isText).isPresent()
            && (scene.isAbout(message) || scene.isNobody())),
    HUNG_STOPPER(List.of(Outcome.HUNG_STOPPER), (message, scene) -> isHung(message) && scene.isAbout(message)
            && scene.isForEver(message)
            && (message.functions().contains("kthread_stop") || message.functions().contains("kthread_destroy_worker"))),
    NEVER_WOKEN(List.of(Outcome.HUNG_KTHREAD), (message, scene) -> isHung(message) && !message.isInModule()
            && message.functions().contains("kthread") && message.task().isPresent()
            && scene.log().threads().contains(message.task().getAsInt()) && scene.isForEver(message)),
    HUNG(List.of(Outcome.HUNG_OTHER), (message, scene) -> (isHung(message) || message.title().endsWith(" hangs"))
            && scene.isAbout(message) && message.isInModule() && scene.isForEver(message)),
    NULL_POINTER(List.of(Outcome.NULL_DEREF), (message, scene) -> scene.isAbout(message) && scene.isThere(message)
            && (message.title().startsWith("BUG: kernel NULL pointer dereference")
                    || message.title().matches("BUG: unable to handle page fault for address: f{13}[0-9a-f]{3}"))),
    POISON(List.of(Outcome.KASAN_UAF), (message, scene) -> message.says("6b6b6b6b|refcount_t: ")
            && (scene.isAbout(message) && scene.isThere(message) || scene.isByItself(message))),
    /**
     * Later kernels have the word about the poison in the line before, and in a dump what is left of it. A count of references
     * that is poison does not underflow when one is dropped.
     */
    POISON_OVERWRITTEN(List.of(Outcome.KASAN_UAF, Outcome.REFCOUNT), (message, scene) -> (message.title().endsWith(": Poison overwritten")
            || message.title().endsWith(": Object corrupt") && message.says("^Object .*: .*\\b6b\\b"))
            && (message.isInModule() || message.title().contains("task_struct")
                    || message.addresses().stream().anyMatch(scene.log()::isText))),
    /** The flag that the queue is destroyed is still set in what is left of it, or its poison has it set. */
    DESTROYED_QUEUE(List.of(Outcome.KASAN_UAF), (message, scene) -> message.title().matches("WARNING: .* __queue_work\\+.*")
            && (scene.isAbout(message) && scene.isThere(message) || scene.isByItself(message))),
    REFCOUNT(List.of(Outcome.REFCOUNT), (message, scene) -> message.says("refcount_t: ") && scene.isAbout(message)),
    ATOMIC(List.of(Outcome.ATOMIC), (message, scene) -> message.title().startsWith("BUG: scheduling while atomic")
            && scene.isAbout(message)),
    /** On the only CPU nobody else comes to say that he waits for who spins there. */
    LOCKUP_OF_THREAD(List.of(Outcome.HUNG_STOPPER), (message, scene) -> message.title().startsWith("watchdog: BUG: soft lockup")
            && scene.isAbout(message) && message.isInModule() && scene.log().isSilentSince(message.title())),
    LOCKUP(List.of(Outcome.SPIN), (message, scene) -> message.title().matches("watchdog: BUG: soft lockup.*|rcu: INFO: .*stall.*")
            && (scene.isAbout(message) || scene.isNobody()) && scene.log().isSilentSince(message.title())),
    WARNING(List.of(Outcome.WARN), (message, scene) -> message.title().startsWith("WARNING: ")
            && scene.isAbout(message) && scene.isThere(message));

    /** A call whose last act is that of another function is not in a trace: the compiler makes a jump of it. */
    private static final Map<String, String> JUMPED_TO = Map.of("wake_up_process", "try_to_wake_up");

    /** What calls back when a delay or a grace period is over. */
    private static final List<String> CALL_BACK = List.of("call_timer_fn", "rcu_do_batch");

    private final List<Outcome> of;
    private final BiPredicate<KernelMessage, Scene> shows;

    Sign(List<Outcome> of, BiPredicate<KernelMessage, Scene> shows) {
        this.of = of;
        this.shows = shows;
    }

    /** What is expected, and what there is. */
    record Scene(Expected expected, Cast cast, GuestLog log) {

        /** Whether a message names a task that plays one of the contexts. */
        boolean isAbout(KernelMessage message) {
            return message.task().isPresent() && expected.contexts().stream()
                    .map(cast.letters()::get)
                    .anyMatch(letter -> letter != null && isPlayed(letter, message.task().getAsInt()));
        }

        /** The loop of a kthread worker is no function of the module: its thread comes to no gate. */
        private boolean isPlayed(char letter, int pid) {
            return log.tasks().stream().anyMatch(task -> task.actor() == letter && task.pid() == pid)
                    || log.tasks().stream().noneMatch(task -> task.actor() == letter || task.pid() == pid)
                            && log.threads().contains(pid);
        }

        /**
         * Whether the task that a message is about waits for ever. The kernel says after seconds that a task is blocked, which one that
         * sleeps for long, or waits for such a one, is, too: it must be there at the end, and where it was.
         */
        boolean isForEver(KernelMessage message) {
            List<KernelMessage> hung = KernelMessage.in(log.text()).stream()
                    .filter(m -> isHung(m) && m.task().equals(message.task()))
                    .toList();
            return message.task().isPresent() && log.isStuckSince(message.title(), message.task().getAsInt())
                    && (!isHung(message) || hung.get(hung.size() - 1).functions().equals(message.functions()));
        }

        /** Whether it happens by itself: no task plays the context. */
        boolean isNobody() {
            return expected.contexts().stream().noneMatch(cast.letters()::containsKey);
        }

        /** Whether it happens by itself, as the end of what an item waits for does, which interrupts whoever it may be. */
        boolean isByItself(KernelMessage message) {
            return isNobody() || message.functions().stream().anyMatch(CALL_BACK::contains) && expected.contexts().stream().allMatch(cast::isItem);
        }

        /** Whether a message is from one of the calls, or, where there is none, from the module. */
        boolean isThere(KernelMessage message) {
            return expected.calls().isEmpty()
                    ? message.isInModule()
                    : expected.calls().stream().anyMatch(call -> message.functions().stream()
                            .anyMatch(function -> function.replaceAll("^_+|\\..*", "").startsWith(call)
                                    || function.equals(JUMPED_TO.get(call))));
        }
    }

    /** The title of what is a sign of what is expected. */
    static Optional<String> of(Scene scene) {
        if (scene.expected().outcome() == Outcome.RMMOD_BUSY) {
            return scene.log().isInUse() ? Optional.of("rmmod: can't unload module 'driver': Resource temporarily unavailable")
                    : Optional.empty();
        }
        return KernelMessage.in(scene.log().text()).stream()
                .filter(message -> Arrays.stream(values())
                        .anyMatch(sign -> sign.of.contains(scene.expected().outcome()) && sign.shows.test(message, scene)))
                .map(KernelMessage::title)
                .findFirst();
    }

    /** The title of whatever went wrong. */
    static Optional<String> any(String text) {
        return KernelMessage.in(text).stream().map(KernelMessage::title).findFirst();
    }

    /** Whether there are signs of that outcome in what a kernel writes: many outcomes are not seen. */
    static boolean isKnown(Outcome outcome) {
        return outcome == Outcome.RMMOD_BUSY || Arrays.stream(values()).anyMatch(sign -> sign.of.contains(outcome));
    }

    private static boolean isHung(KernelMessage message) {
        return message.title().startsWith("INFO: task ");
    }
}
