package org.quiesce.protocol.step;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.protocol.Program;

/**
 * The steps of one program.
 *
 * @param program  the program
 * @param contexts ids of the contexts that run it: the program's name, or the name and a number from 1
 * @param start    label at which each of them starts
 * @param steps    in the order of the listing
 */
public record LoweredProgram(Program program, List<String> contexts, String start, List<Step> steps) {

    public LoweredProgram {
        contexts = List.copyOf(contexts);
        steps = List.copyOf(steps);
    }

    /** The step at a label; a label without step is where the program has ended or not begun. */
    public Optional<Step> at(String label) {
        return steps.stream().filter(s -> s.label().equals(label)).findFirst();
    }

    /** Where a context is that has begun to free the interrupt of a handler, and has not returned from it. */
    public List<String> freeing(String handler) {
        CallbackMicro free = new CallbackMicro.IrqFree(handler);
        Set<Integer> calls = steps.stream().filter(s -> s.micros().contains(free)).map(Step::number).collect(Collectors.toSet());
        return steps.stream()
                .filter(s -> calls.contains(s.number()) && !s.micros().contains(free))
                .map(Step::label)
                .toList();
    }

    /** Where a context is that waits for a lock or an rw_semaphore until it has it, or until a signal ends the wait. */
    public List<String> waiting(String lock) {
        return steps.stream()
                .filter(s -> s.micros().stream().anyMatch(m -> waitsFor(m, lock)))
                .map(Step::label)
                .toList();
    }

    private static boolean waitsFor(Micro micro, String lock) {
        return micro instanceof Micro.Acquire a && a.lock().equals(lock)
                || micro instanceof Micro.AcquireUnlessSignalled u && u.lock().equals(lock)
                || micro instanceof Micro.DownRw d && d.semaphore().equals(lock)
                || micro instanceof LockMicro.DownRwUnlessSignalled r && r.semaphore().equals(lock);
    }

    /** Whether its contexts are tasks of user space: those that load and unload, and those that call in. */
    public boolean isUserTask() {
        return program instanceof Program.Loader || program instanceof Program.FileOperation;
    }

    /** What its flush items may stand behind: kthread workers, and work that it flushes alone. */
    public Set<String> flushed() {
        Set<String> behind = new LinkedHashSet<>();
        steps.stream().flatMap(step -> step.micros().stream()).forEach(micro -> {
            if (micro instanceof WorkerMicro.WorkerFlush flush) {
                behind.add(flush.worker());
            } else if (micro instanceof WorkerMicro.KthreadFlush flush) {
                behind.add(flush.work());
            }
        });
        return behind;
    }

    /**
     * For a program of threads the labels at which a thread is <em>out</em>, past the last instruction of its function:
     * exit, exited, dead and gone, and where there is a task work also its own labels and reap.
     */
    public List<String> out() {
        List<String> labels = new ArrayList<>(isKthread() ? List.of(Label.EXIT) : List.of());
        for (int i = 0; i < labels.size(); i++) {
            at(labels.get(i)).ifPresent(step -> step.exits().values().stream()
                    .filter(target -> !labels.contains(target))
                    .forEach(labels::add));
        }
        return List.copyOf(labels);
    }

    /**
     * For a program of threads the labels from which a way leads back through core text alone, as in the loops of
     * kthread_worker_fn() and of smpboot_thread_fn(): a thread that nobody stops stays there, and never notices that the
     * module is gone.
     */
    public List<String> coreLoops() {
        return isKthread() ? steps.stream().filter(this::isInCoreLoop).map(Step::label).toList() : List.of();
    }

    private boolean isInCoreLoop(Step step) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(step.label()));
        while (!open.isEmpty()) {
            Optional<Step> next = at(open.pop()).filter(s -> s.frame() == Frame.CORE);
            for (String target : next.map(s -> s.exits().values()).orElse(List.of())) {
                if (target.equals(step.label())) {
                    return true;
                } else if (seen.add(target)) {
                    open.push(target);
                }
            }
        }
        return false;
    }

    /** Whether its function is in init text, which is freed before the module is. */
    public boolean isInInitText() {
        return program instanceof Program.Kthread kthread && kthread.text() == Program.Text.INIT;
    }

    /** Whether its contexts are kernel threads. */
    public boolean isKthread() {
        return program instanceof Program.Kthread;
    }
}
