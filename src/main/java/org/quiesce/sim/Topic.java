package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** The micros of one topic as acts: the one place that says what they do. */
@FunctionalInterface
interface Topic {

    /**
     * The outcomes that a micro can have, each an act; empty for a micro of another topic.
     *
     * @param step the step that does it
     */
    Optional<List<Act>> acts(Micro micro, Step step, Scope scope);

    /**
     * All topics there are.
     *
     * @param running whether a context is running code that delays a grace period
     */
    static List<Topic> all(Function<String, StateTest> running) {
        RcuGrace graces = new RcuGrace(running);
        return List.of(new ControlActs(), new BirthAndExitActs(graces), new TaskActs(), new StopActs(), new ParkActs(),
                new FreezerActs(), new SleepActs(), new CompletionActs(), new CallbackActs(), new AsyncActs(),
                new SignalActs(), new LockActs(), new ModuleActs(), new RcuActs(graces), new DataActs(),
                new WaitQueueActs(), new WakeQueueActs(), new SemaphoreActs(), new SectionActs(), new BindActs(),
                new TaskWorkActs(), new UserFreezeActs(), new FreezableSleepActs(), new InterruptActs(),
                new WorkqueueActs(), new DelayActs(), new KthreadWorkerActs(), new KthreadWorkActs(), new WorkActs(),
                new SrcuActs(), new FileActs());
    }
}
