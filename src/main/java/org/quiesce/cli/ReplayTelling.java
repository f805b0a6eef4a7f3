package org.quiesce.cli;

import org.quiesce.kernel.Profile;
import org.quiesce.kernelreplay.GateSchedule;
import org.quiesce.kernelreplay.Mode;
import org.quiesce.kernelreplay.ReplaySeries;

/** How a replay on a real kernel is told. */
interface ReplayTelling {

    /**
     * Where it happened.
     *
     * @param release of the kernel
     */
    record Machine(Profile profile, String release, Mode mode) {}

    /** What is printed before it begins. */
    String schedule(String name, Profile profile, GateSchedule schedule);

    /** What is printed when it is over. */
    String result(String name, ReplaySeries.Result result, Machine machine);

    /** The way to tell it in that format. */
    static ReplayTelling as(Format format) {
        return format == Format.JSON ? new ReplayJson() : new ReplayText();
    }
}
