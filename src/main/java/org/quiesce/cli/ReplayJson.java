package org.quiesce.cli;

import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.kernelreplay.GateSchedule;
import org.quiesce.kernelreplay.KernelReplay;
import org.quiesce.kernelreplay.OnKernelMaker;
import org.quiesce.kernelreplay.ReplaySeries;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Workbench;

/** A replay on a real kernel as JSON: the run of the model as the counterexample of a check, with what the kernel did. */
final class ReplayJson implements ReplayTelling {

    @Override
    public String schedule(String name, Profile profile, GateSchedule schedule) {
        return "";
    }

    @Override
    public String result(String name, ReplaySeries.Result result, Machine machine) {
        KernelReplay.Part part = result.item().part();
        CheckResult judged = Workbench.judge(
                part.lowered().protocol(), machine.profile(), part.schedule().property(), part.schedule().run());
        return ResultJson.write(Results.onKernel(KernelReplayCommand.status(List.of(result)).code(),
                new Checked(name, judged, new Conformance.Unstated()),
                OnKernelMaker.of(result, machine.release(), machine.mode())));
    }
}
