package org.quiesce.workbench;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Vocabulary;

/** What the code that is checked does on a kernel and its model does not. While there is such a thing, nothing is known to hold. */
public final class NotModelled {

    private NotModelled() {}

    /** One clause each: what its file does, and what is left out of the kernel. */
    public static List<String> of(LoweredProtocol lowered, Profile profile) {
        Stream<String> ofFile = lowered.protocol().origin().map(Origin::unmodelled).stream().flatMap(List::stream);
        return Stream.concat(ofFile, ofKernel(lowered, profile)).toList();
    }

    /**
     * Kthread work runs in the thread of its worker. A stop of that thread is one of its function, too: on kernels where
     * stops signal, interruptible sleeps of the function end.
     */
    private static Stream<String> ofKernel(LoweredProtocol lowered, Profile profile) {
        boolean signals = profile.has(Axis.STOP_SETS_NOTIFY_SIGNAL) && lowered.does(Micro.StopNotify.class)
                || lowered.does(Micro.SendSignal.class);
        return signals
                ? lowered.programs().stream().filter(NotModelled::isHeedingWork).map(program -> "what a stop of its worker's"
                        + " thread does to " + program.program().name()
                        + "() while that runs: its interruptible sleeps and signal_pending() do not see it")
                : Stream.empty();
    }

    private static boolean isHeedingWork(LoweredProgram program) {
        return program.program() instanceof Program.Callback callback
                && callback.kind() == CallbackKind.KTHREAD_WORK
                && Vocabulary.heedsSignals(program);
    }
}
