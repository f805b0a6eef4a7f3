package org.quiesce.cli;

import java.nio.file.Path;
import org.quiesce.kernel.Profile;
import org.quiesce.kernelreplay.GateSchedule;
import org.quiesce.kernelreplay.Grant;
import org.quiesce.kernelreplay.ReplaySeries;
import org.quiesce.report.Printable;

/** A replay on a real kernel as text. */
final class ReplayText implements ReplayTelling {

    @Override
    public String result(String name, ReplaySeries.Result result, Machine machine) {
        return "on " + machine.release() + ", " + machine.mode().description() + ", expecting "
                + result.item().part().outcome().code() + "\n" + result.broken().finding().sentence() + "\n"
                + result.control().map(other -> "control, " + Path.of(result.item().control().orElseThrow().name()).getFileName()
                        + ": " + other.finding().sentence() + "\n").orElse("");
    }

    @Override
    public String schedule(String name, Profile profile, GateSchedule schedule) {
        StringBuilder text = new StringBuilder(Printable.echo(name)).append(" violates ").append(schedule.property().id())
                .append(" on ").append(profile.name()).append(" along these gates\n");
        int width = schedule.grants().stream().mapToInt(grant -> grant.context().length()).max().orElse(0);
        int number = 1;
        for (Grant grant : schedule.grants()) {
            text.append(String.format("%4d  %-" + width + "s  %s", number++, grant.context(), grant.gate()))
                    .append(grant.value().map(value -> ": " + value).orElse(""))
                    .append(switch (grant.then()) {
                        case AT_GATE, ANYHOW -> "";
                        case ASLEEP -> ", and sleeps";
                        case ENDED -> ", and ends";
                    }).append('\n');
        }
        return text.append("then all gates are open\n").toString();
    }
}
