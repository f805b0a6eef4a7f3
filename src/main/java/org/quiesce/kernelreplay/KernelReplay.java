package org.quiesce.kernelreplay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.trace.Outcomes;

/** Forces a schedule on a module, and says whether a real kernel shows what the model predicts. */
public final class KernelReplay {

    /** It takes five seconds on a processor of its own. */
    private static final Duration LIMIT = Duration.ofMinutes(4);
    /** So long, in the machine, a load or unload may take; a task counts as hung after two seconds. */
    private static final int SECONDS = 6;

    private final KernelFolder kernel;
    private final Mode mode;

    public KernelReplay(KernelFolder kernel, Mode mode) {
        this.kernel = kernel;
        this.mode = mode;
    }

    /**
     * A module as it is given.
     *
     * @param name of its file
     * @param c    what is in it
     */
    public record Source(String name, String c) {}

    /**
     * What came of it.
     *
     * @param outcome of the model
     * @param log     of the machine
     */
    public record Report(Outcome outcome, Finding finding, String log) {}

    /** Forces a schedule on the module of which it is one. */
    public Report confirm(Source source, LoweredProtocol lowered, GateSchedule schedule) throws InfrastructureException {
        Outcome outcome = Outcomes.of(lowered, schedule.property(), schedule.run());
        Cast cast = Cast.of(lowered.protocol(), source.c());
        if (!Sign.isKnown(outcome)) {
            throw new InfrastructureException("a kernel without sanitizers writes nothing that shows " + outcome.code());
        }
        String log = run(source, cast, schedule.grants());
        return new Report(outcome, new Comparison(cast, GuestLog.read(log)).finding(schedule.grants(), outcome), log);
    }

    /** Forces the schedule of another module on this one, as far as it goes: it must end well. */
    public Report control(Source source, Source broken, LoweredProtocol lowered, GateSchedule schedule) throws InfrastructureException {
        Cast cast = Cast.of(lowered.protocol(), broken.c());
        String log = run(source, cast, schedule.grants());
        return new Report(Outcome.NONE, new Comparison(cast, GuestLog.read(log)).control(), log);
    }

    private String run(Source source, Cast cast, List<Grant> grants) throws InfrastructureException {
        try {
            Path directory = Files.createTempDirectory("quiesce-kernel");
            try {
                GuestBuild build = new GuestBuild(kernel, directory);
                build.compile(source.name(), source.c());
                return new Guest(kernel, mode, LIMIT).run(build.initrd(cast, grants, SECONDS));
            } finally {
                KernelSetup.delete(directory);
            }
        } catch (IOException e) {
            throw new InfrastructureException("the files of the machine can't be made: " + e.getMessage(), e);
        }
    }
}
