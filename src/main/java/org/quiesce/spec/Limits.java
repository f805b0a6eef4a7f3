package org.quiesce.spec;

import java.util.HashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.Program.Unloading;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.FileMicro;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.WorkMicro;
import org.quiesce.protocol.step.WorkerMicro;

/**
 * How far a protocol can count, as far as its programs show it: where a bound can't be passed, the specification need not
 * mention it.
 */
final class Limits {

    private static final int ANY_NUMBER = 1000;

    private final LoweredProtocol lowered;

    Limits(LoweredProtocol lowered) {
        this.lowered = lowered;
    }

    /** Whether the references on a task may reach their bound and one more be asked for. */
    boolean taskReferences() {
        // Its own, one for each context inside of kthread_stop(), and what get_task_struct() takes.
        int stoppers = lowered.programs().stream()
                .filter(p -> p.steps().stream().anyMatch(s -> s.does(Micro.StopGet.class)))
                .mapToInt(p -> p.contexts().size())
                .sum();
        return 1 + stoppers + times(m -> m instanceof Micro.GetTask) > Bounds.REFERENCES_MAX;
    }

    /** Whether the references on the module may reach their bound and one more be asked for. */
    boolean moduleReferences() {
        int references = 2
                + times(m -> m instanceof Micro.ModuleGet || m instanceof Micro.UncheckedModuleGet)
                + times(m -> m instanceof Micro.TaskEnter enter && enter.pinning() == Pinning.OWNER);
        return references > Bounds.REFERENCES_MAX;
    }

    /** Whether a thread of the program may be asked for when all of them were created. */
    boolean creations(LoweredProgram program) {
        return creationsOf(program) > program.contexts().size();
    }

    /** Whether a completed park may go uncounted. */
    boolean parks() {
        return lowered.does(Micro.ParkmeTest.class);
    }

    /** Whether the cancellations of the work item may reach their bound and one more begin. */
    boolean cancellations(String work) {
        int endless = lowered.programs().stream().anyMatch(p -> disables(p, work)) ? times(m -> cancels(m, work)) : 0;
        return Math.max(endless, cancellers(work)) > Bounds.CANCELLING_MAX;
    }

    /** Whether a cancellation of the work item may begin while another one lasts. */
    boolean cancelTogether(String work) {
        return cancellers(work) > 1 || lowered.programs().stream().anyMatch(p -> disables(p, work));
    }

    private int cancellers(String work) {
        return lowered.programs().stream()
                .filter(p -> micros(p).anyMatch(m -> cancels(m, work)))
                .mapToInt(p -> p.contexts().size())
                .sum();
    }

    /** Whether the end of a cancellation may find that the item was enabled, or initialised, meanwhile. */
    boolean cancellationsRunOut(String work) {
        return lowered.programs().stream().flatMap(Limits::micros).anyMatch(
                m -> m instanceof Micro.EnableWork enable && enable.work().equals(work)
                        || m instanceof WorkMicro.EnableTest test && test.work().equals(work)
                        || m instanceof WorkMicro.KthreadInit init && init.work().equals(work));
    }

    /** Whether the program begins cancellations of the work item that it does not end. */
    private static boolean disables(LoweredProgram program, String work) {
        return micros(program).filter(m -> cancels(m, work)).count()
                > micros(program).filter(m -> m instanceof Micro.CancelEnd end && end.callback().equals(work)).count();
    }

    private static boolean cancels(Micro micro, String work) {
        return micro instanceof Micro.CancelBegin begin && begin.callback().equals(work)
                || micro instanceof WorkMicro.Disable disable && disable.work().equals(work)
                || micro instanceof WorkerMicro.DelayStop stop && stop.work().equals(work)
                || micro instanceof WorkerMicro.KthreadCancel cancel
                        && cancel.work().equals(work)
                        && cancel.timing() == Timing.AT_ONCE;
    }

    private static Stream<Micro> micros(LoweredProgram program) {
        return program.steps().stream().flatMap(s -> s.micros().stream());
    }

    /** Whether the completion may count to its bound and be completed once more. */
    boolean completions(String completion) {
        return times(m -> m instanceof Micro.Complete complete && complete.completion().equals(completion))
                > Bounds.COMPLETION_MAX;
    }

    /** Whether waits for the completion may stop to consume it. */
    boolean isCompletedForAll(String completion) {
        return lowered.steps().flatMap(s -> s.micros().stream()).anyMatch(
                m -> m instanceof Micro.CompleteAll complete && complete.completion().equals(completion));
    }

    /** Whether the semaphore may count to its bound and be given to once more. */
    boolean semaphores(String semaphore) {
        int initially = lowered.protocol().objects(SharedObject.Semaphore.class).stream()
                .filter(s -> s.name().equals(semaphore))
                .mapToInt(SharedObject.Semaphore::initially)
                .sum();
        return initially + times(m -> m instanceof Micro.Up up && up.semaphore().equals(semaphore))
                > SharedObject.Semaphore.MAX;
    }

    /** Whether the counter may count to its maximum and once more. */
    boolean counters(String counter) {
        return lowered.protocol().objects(SharedObject.Counter.class).stream()
                .filter(c -> c.name().equals(counter))
                .anyMatch(c -> c.initially()
                                + times(m -> m instanceof Micro.Increment up && up.counter().equals(counter))
                        > c.max());
    }

    /** Whether something counts the counter down. */
    boolean isCountedDown(String counter) {
        return lowered.steps().flatMap(s -> s.micros().stream()).anyMatch(
                m -> m instanceof Micro.Decrement down && down.counter().equals(counter));
    }

    /** Whether a task work may be given to a thread while it is on the list of one. */
    boolean taskWorks() {
        return times(m -> m instanceof Micro.TaskWorkAdd) > 1;
    }

    /** Whether some program may begin a section too many. */
    boolean sections() {
        return lowered.programs().stream().anyMatch(program -> {
            Sections sections = Sections.of(program);
            return program.steps().stream().anyMatch(s -> s.does(Micro.SectionBegin.class) && sections.mayBeFull(s));
        });
    }

    /** Whether some context may begin a section of the SRCU domain too many. */
    boolean srcuSections(String domain) {
        return lowered.programs().stream().anyMatch(program -> program.steps().stream()
                        .filter(s -> s.micros().stream().anyMatch(
                                m -> m instanceof GraceMicro.SrcuBegin begin && begin.domain().equals(domain)))
                        .mapToInt(s -> repeats(program, s) ? ANY_NUMBER : 1)
                        .sum()
                > Bounds.NESTING_MAX);
    }

    /** Whether the interrupt may be disabled so often that it can't be counted. */
    boolean disablings(String handler) {
        return times(m -> m instanceof CallbackMicro.IrqDisable disable && disable.callback().equals(handler))
                > Bounds.DISABLED_MAX;
    }

    /** Whether the tasklet may be enabled more often than it was disabled: that is not looked into, but noticed. */
    boolean enablings(String tasklet) {
        return times(m -> m instanceof CallbackMicro.TaskletEnable enable && enable.callback().equals(tasklet)) > 0;
    }

    /** Whether a function may be given to async_schedule() while it waits to be called. */
    boolean asyncs(String function) {
        return times(m -> m instanceof CallbackMicro.AsyncSchedule call && call.callback().equals(function)) > 1;
    }

    /** Whether an interrupt may be requested while it is. */
    boolean requests(String handler) {
        return times(m -> m instanceof Micro.RequestIrq request && request.callback().equals(handler)) > 1;
    }

    /** Whether the file may be registered while it is. */
    boolean registrations(String file) {
        return times(m -> m instanceof FileMicro.FileRegister register && register.file().equals(file)) > 1;
    }

    /** Whether the references on the module may be put once too often, so that none is left while it is live. */
    boolean moduleReferencesRunOut() {
        return lowered.does(Micro.ModulePut.class);
    }

    /** Whether a call that holds a reference on the module may see it freed. */
    boolean pinsInVain() {
        return moduleReferencesRunOut()
                || lowered.protocol().loader().unloading() == Unloading.FORCED
                // A call that began during init, which then fails.
                || lowered.protocol().fileOperations().stream().anyMatch(f -> f.file().isPresent());
    }

    /** Whether a run can leave the bounds. */
    boolean any() {
        boolean creations = lowered.programs().stream().filter(LoweredProgram::isKthread).anyMatch(this::creations);
        boolean cancellations = lowered.protocol().callbacks().stream().anyMatch(c -> cancellations(c.name()));
        boolean completions = lowered.protocol().objects(SharedObject.Completion.class).stream()
                .anyMatch(c -> completions(c.name()));
        boolean semaphores = lowered.protocol().objects(SharedObject.Semaphore.class).stream()
                .anyMatch(s -> semaphores(s.name()));
        boolean domains = lowered.protocol().objects(SharedObject.SrcuDomain.class).stream()
                .anyMatch(d -> srcuSections(d.name()));
        boolean callbacks = lowered.protocol().callbacks().stream()
                .anyMatch(c -> disablings(c.name()) || enablings(c.name()) || asyncs(c.name()) || requests(c.name()));
        boolean files = lowered.protocol().objects(SharedObject.UserFile.class).stream()
                .anyMatch(f -> registrations(f.name()));
        boolean counters = lowered.protocol().objects(SharedObject.Counter.class).stream()
                .anyMatch(c -> isCountedDown(c.name()));
        return domains || callbacks || files || counters || taskReferences() || moduleReferences() || creations || parks() || cancellations || completions
                || semaphores || sections() || taskWorks();
    }

    private int creationsOf(LoweredProgram program) {
        return times(m -> m instanceof Micro.CreateThread create
                && create.program().equals(program.program().name()));
    }

    /** How often all contexts together can do such a micro. */
    private int times(Predicate<Micro> kind) {
        return lowered.programs().stream()
                .mapToInt(p -> p.contexts().size() * p.steps().stream()
                        .filter(s -> s.micros().stream().anyMatch(kind))
                        .mapToInt(s -> repeats(p, s) ? ANY_NUMBER : 1)
                        .sum())
                .sum();
    }

    /** Whether a way leads from the step back to it. */
    private static boolean repeats(LoweredProgram program, Step step) {
        Set<String> seen = new HashSet<>();
        List<String> open = new ArrayList<>(step.exits().values());
        while (!open.isEmpty()) {
            String label = open.remove(open.size() - 1);
            if (label.equals(step.label())) {
                return true;
            }
            if (seen.add(label)) {
                program.at(label).ifPresent(next -> open.addAll(next.exits().values()));
            }
        }
        return false;
    }
}
