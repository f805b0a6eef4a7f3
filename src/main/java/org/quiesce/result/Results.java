package org.quiesce.result;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one call found.
 *
 * @param exitStatus of the call
 * @param reasons    why that is not 0; empty if it is
 * @param checks     one for each protocol and kernel
 */
public record Results(int exitStatus, List<String> reasons, List<Check> checks) {

    public Results {
        reasons = List.copyOf(reasons);
        checks = List.copyOf(checks);
    }

    /** How much of a check goes into its result. */
    public enum Extent {
        /** What was found. */
        FINDINGS,
        /** Also what it was found about: programs, sources and specification, so that nothing else is needed to show it. */
        WHOLE
    }

    /** What was found by a call that ends with that exit status. */
    public static Results of(int exitStatus, List<Checked> checks, Extent extent) {
        return new Results(exitStatus, reasons(checks), checks.stream().map(c -> new CheckMaker(c, extent).make()).toList());
    }

    /** The same with a graph of states for each check. */
    public Results with(List<StateGraph> graphs) {
        return new Results(exitStatus, reasons,
                IntStream.range(0, checks.size()).mapToObj(i -> checks.get(i).with(graphs.get(i))).toList());
    }

    /**
     * What came of one run, which is all that was looked at, on a real kernel.
     *
     * @param ran of the call that let it run
     */
    public static Results onKernel(int exitStatus, Checked run, OnKernel ran) {
        return new Results(exitStatus,
                exitStatus == 0 ? List.of() : List.of(run.name() + " on " + ran.release() + ": " + worse(ran)),
                List.of(new CheckMaker(run, Extent.WHOLE).make().with(ran)));
    }

    private static String worse(OnKernel ran) {
        return ran.answer() == OnKernel.Answer.CONFIRMED
                ? ran.control().map(control -> control.file() + ": " + control.sentence()).orElse(ran.sentence())
                : ran.sentence();
    }

    /** Why the exit status of a call that made these checks is not 0. */
    public static List<String> reasons(List<Checked> checks) {
        List<String> reasons = new ArrayList<>();
        for (Checked check : checks) {
            Grounds.of(check).forEach(ground ->
                    reasons.add(check.name() + " on " + check.result().profile().name() + ": " + ground));
        }
        return reasons;
    }
}
