package org.quiesce.kernelreplay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.step.LoweredProtocol;

/** Forces a schedule on a module, and says whether a real kernel shows what the model predicts. */
public final class KernelReplay {

    /** It takes five seconds on a processor of its own. */
    private static final Duration LIMIT = Duration.ofMinutes(8);
    /** So long, in the machine, a load or unload may take; a task counts as hung after four seconds. */
    private static final int SECONDS = 9;

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
     * What is to be replayed.
     *
     * @param source  the module
     * @param lowered the protocol that was read from it
     */
    public record Part(Source source, LoweredProtocol lowered, GateSchedule schedule) {
        Expected expected() {
            return Expected.of(lowered, schedule);
        }

        /** What the model says that a kernel shows. */
        public Outcome outcome() {
            return expected().outcome();
        }

        Cast cast() {
            return Cast.of(lowered.protocol(), source.c());
        }

        Unload unload() {
            return Unload.of(schedule.grants(), outcome());
        }
    }

    /**
     * What came of it.
     *
     * @param log of the machine
     */
    public record Report(Finding finding, String log) {}

    /** Files of a machine that has not run yet. */
    public final class Prepared implements AutoCloseable {

        private final Part part;
        private final Workplace place;
        private final Path initrd;

        private Prepared(Part part, Workplace place, Path initrd) {
            this.part = part;
            this.place = place;
            this.initrd = initrd;
        }

        /** Forces the schedule on the module of which it is one. */
        public Report confirm() throws InfrastructureException {
            String log = new Guest(kernel, mode, LIMIT).run(initrd);
            return new Report(comparison(log).finding(part.schedule().grants(), part.expected()), log);
        }

        /** Forces the schedule of another module on this one, as far as it goes: it must end well. */
        public Report control() throws InfrastructureException {
            String log = new Guest(kernel, mode, LIMIT).run(initrd);
            return new Report(comparison(log).control(part.unload()), log);
        }

        private Comparison comparison(String log) {
            return new Comparison(part.cast(), GuestLog.read(log));
        }

        @Override
        public void close() throws InfrastructureException {
            try {
                place.close();
            } catch (IOException e) {
                throw new InfrastructureException(place.directory() + " can't be removed: " + e.getMessage(), e);
            }
        }
    }

    /** Compiles the module, with its gates. */
    public Prepared prepare(Part part) throws InfrastructureException {
        return prepare(part, part.source());
    }

    /** Compiles another module for the schedule of that one. */
    public Prepared prepare(Part part, Source other) throws InfrastructureException {
        try {
            Workplace place = Workplace.create();
            Optional<Path> initrd = Optional.empty();
            try {
                GuestBuild build = new GuestBuild(kernel, place.directory());
                build.compile(other.name(), other.c());
                List<Grant> grants = part.schedule().grants();
                initrd = Optional.of(build.initrd(part.cast(), grants, part.unload().word(), SECONDS));
                return new Prepared(part, place, initrd.get());
            } finally {
                if (initrd.isEmpty()) {
                    place.close();
                }
            }
        } catch (IOException e) {
            throw new InfrastructureException("the files of the machine can't be made: " + e.getMessage(), e);
        }
    }
}
