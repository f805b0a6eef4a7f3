package org.quiesce.kernelreplay;

import java.util.Optional;
import org.quiesce.kernelreplay.ReplaySeries.Item;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.OnKernel;
import org.quiesce.result.Results;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Workbench;

/** Results of replays from what real kernels wrote, without these. */
public final class RecordedReplays {

    private static final String WHAT = "complete-then-return/broken";
    private static final String KERNEL = "linux-6.1";

    private RecordedReplays() {}

    /** What a kernel of Debian 12 wrote when a thread of the atlas lost its text. */
    public static String console() {
        return Samples.log("complete-then-return-6.1.log");
    }

    /** The result of a replay in which a console had that text; if it is confirmed, the control has ended well. */
    public static Results of(String console) {
        GateSchedule schedule = Samples.schedule(WHAT, KERNEL).orElseThrow();
        LoweredProtocol steps = Samples.steps(WHAT, KERNEL);
        KernelReplay.Part part = new KernelReplay.Part(new KernelReplay.Source(WHAT + ".c", Samples.source(WHAT).text()), steps, schedule);
        Finding finding = new Comparison(part.cast(), GuestLog.read(console)).finding(schedule.grants(), part.expected());
        Optional<KernelReplay.Source> mended = Optional.of(new KernelReplay.Source("complete-then-return/mended.c", ""));
        ReplaySeries.Result result = new ReplaySeries.Result(new Item(part, mended), new KernelReplay.Report(finding, console),
                Optional.of(new KernelReplay.Report(new Finding.Confirmed("ends well, along the whole schedule"), ""))
                        .filter(control -> finding instanceof Finding.Confirmed));
        OnKernel ran = OnKernelMaker.of(result, "6.1.0-56-cloud-amd64", Mode.DETERMINISTIC);
        CheckResult judged = Workbench.judge(steps.protocol(), Samples.profile(KERNEL), schedule.property(), schedule.run());
        return Results.onKernel(finding instanceof Finding.Confirmed ? 0 : 1, new Checked(WHAT, judged, new Conformance.Unstated()), ran);
    }
}
