package org.quiesce.trace;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskMicro;
import org.quiesce.protocol.step.TaskOperand;

/** Finds the task that a step is about. */
final class Operands {

    /** What tries to wake the task that it names. */
    private static final List<Class<? extends Micro>> WAKES = List.of(Micro.WakeTask.class, Micro.StopWake.class,
            Micro.StopUnpark.class, Micro.ParkWake.class, Micro.Unpark.class, Micro.WakeNew.class, Micro.SendSignal.class,
            Micro.KillProcess.class,             TaskMicro.WakeState.class);

    private Operands() {}

    /** The operand of the first micro-step that has one. */
    static Optional<TaskOperand> of(Step step) {
        return step.micros().stream().flatMap(micro -> of(micro).stream()).findFirst();
    }

    static Optional<TaskOperand> of(Micro micro) {
        if (micro instanceof Micro.AtOnce m) {
            return of(m.call());
        } else if (micro instanceof Micro.StopGet m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.StopSet m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.StopUnpark m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.StopWake m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.StopWait m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.WakeTask m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.GetTask m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.PutTask m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.ParkTest m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.ParkWake m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.ParkWait m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.Unpark m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.SendSignal m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.KillProcess m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.TaskWorkAdd m) {
            return Optional.of(m.task());
        } else if (micro instanceof Micro.BindTask m) {
            return Optional.of(m.task());
        } else if (micro instanceof TaskMicro about) {
            return of(about);
        }
        return micro instanceof Micro.WakeNew ? Optional.of(new TaskOperand.Register()) : Optional.empty();
    }

    private static Optional<TaskOperand> of(TaskMicro micro) {
        if (micro instanceof TaskMicro.ReadTask m) {
            return Optional.of(m.task());
        } else if (micro instanceof TaskMicro.ReadShouldPark m) {
            return Optional.of(m.task());
        } else if (micro instanceof TaskMicro.WakeState m) {
            return Optional.of(m.task());
        } else if (micro instanceof TaskMicro.PreferAffinity m) {
            return Optional.of(m.task());
        } else if (micro instanceof TaskMicro.SetPerCpu m) {
            return Optional.of(m.task());
        } else if (micro instanceof TaskMicro.ReadPerCpu m) {
            return Optional.of(m.task());
        } else if (micro instanceof TaskMicro.RebindParked m) {
            return Optional.of(m.task());
        }
        return Optional.empty();
    }

    static boolean wakes(Micro micro) {
        return WAKES.stream().anyMatch(kind -> kind.isInstance(micro));
    }

    /** The task that an operand names in a state, as a word. */
    static String task(TaskOperand operand, String context, Snapshot state) {
        if (operand instanceof TaskOperand.Direct direct) {
            return States.word(state, direct.pointer(), "");
        }
        return operand instanceof TaskOperand.Self ? context : States.word(state, "arg", context);
    }
}
