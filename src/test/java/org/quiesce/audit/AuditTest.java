package org.quiesce.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.TlcAnswers;
import org.quiesce.workbench.Verdict;

/** What an audit asks for, and what it makes of the answers, whoever gives them. */
class AuditTest {

    private static final List<Profile> KERNELS =
            List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_12, Profiles.LINUX_6_12.withClassicRcu());
    private static final CheckRequest REQUEST = CheckRequest.of(Protocol.module("example").taskPointer("task")
            .kthread("worker", body -> body.until(shouldStop(), loop -> loop.call(schedule())).returns(0))
            .init(init -> init.assign("task", kthreadRun("worker")))
            .exit(exit -> exit.call(kthreadStop("task")))
            .build(), KERNELS.get(0));

    private final List<CheckRequest> asked = new ArrayList<>();

    @Test
    void fairnessIsDroppedOfOneContextAndProgressAskedAlone() {
        Examined examined = audit(request -> Verdict.VIOLATED).examine(assumption("worker-goes-on"));
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).protocol()).isEqualTo(REQUEST.protocol());
        assertThat(asked.get(0).properties()).isNotEmpty().allMatch(p -> p.kind() == Property.Kind.PROGRESS);
        assertThat(asked.get(0).steps().programs()).allSatisfy(program ->
                assertThat(asked.get(0).steps().isReliable(program)).isEqualTo(!program.isKthread()));
        assertThat(examined.trials().keySet()).containsExactlyElementsOf(KERNELS);
        assertThat(examined.flips(result(REQUEST, KERNELS.get(1), Verdict.HOLDS))).containsExactly(
                new Flip(Property.STOP_TERMINATES, Optional.of(Verdict.HOLDS), Verdict.VIOLATED));
    }

    /** The check is on the other build; what is found is said of the kernel that is audited. */
    @Test
    void theBuildIsChangedWhereItIsNotSoYet() {
        Examined taken = audit(request -> Verdict.HOLDS).examine(assumption("no-preemption"));
        assertThat(taken.trials().values()).element(2).isEqualTo(new Trial.NotApplicable());
        assertThat(taken.trials().get(KERNELS.get(0))).isInstanceOfSatisfying(Trial.Checked.class, trial ->
                assertThat(trial.result().profile()).isEqualTo(KERNELS.get(0).withClassicRcu()));
        assertThat(taken.flips(result(REQUEST, KERNELS.get(0), Verdict.VIOLATED))).containsExactly(
                new Flip(Property.STOP_TERMINATES, Optional.of(Verdict.VIOLATED), Verdict.HOLDS));
        assertThat(taken.flips(result(REQUEST, KERNELS.get(2), Verdict.VIOLATED))).isEmpty();
    }

    /** What is asked only when an assumption is turned is worth a word if it does not hold. */
    @Test
    void propertiesThatMeanNothingOtherwiseHaveNoVerdictBefore() {
        CheckResult nothing = new CheckResult(REQUEST.protocol(), KERNELS.get(0), REQUEST.granularity(),
                REQUEST.engines(), OptionalLong.empty(), OptionalLong.empty(), List.of(), List.of(), List.of(),
                TlcAnswers.NONE, Optional.empty());
        assertThat(audit(request -> Verdict.VIOLATED).examine(assumption("no-suspend")).flips(nothing)).containsExactly(
                new Flip(Property.STOP_TERMINATES, Optional.empty(), Verdict.VIOLATED));
        assertThat(audit(request -> Verdict.HOLDS).examine(assumption("no-suspend")).flips(nothing)).isEmpty();
    }

    @Test
    void whatCannotBeTriedSaysWhy() {
        Protocol full = Protocol.module("full").flag("ready")
                .fileOperations("read", Protocol.MAX_THREADS, Pinning.OWNER, body -> { })
                .build();
        Examined examined = new Audit(this::unasked, REQUEST.with(full), List.of(KERNELS.get(0)))
                .examine(Assumption.of(REQUEST.with(full), KERNELS).stream()
                        .filter(a -> a.id().equals("at-most-16-read"))
                        .findFirst()
                        .orElseThrow());
        assertThat(examined.trials().get(KERNELS.get(0))).isInstanceOfSatisfying(Trial.Refused.class, trial ->
                assertThat(trial.why()).contains("17 tasks in 'read' can't be checked"));
    }

    private Map<Profile, CheckResult> unasked(CheckRequest request, List<Profile> kernels) {
        throw new AssertionError("nothing can be checked");
    }

    private static Assumption assumption(String id) {
        return Assumption.of(REQUEST, KERNELS).stream()
                .filter(a -> a.id().equals(id))
                .reduce((made, notMade) -> notMade)
                .orElseThrow();
    }

    private interface Finding {
        Verdict of(CheckRequest request);
    }

    private Audit audit(Finding finding) {
        return new Audit((request, kernels) -> {
            asked.add(request);
            Map<Profile, CheckResult> results = new LinkedHashMap<>();
            kernels.forEach(kernel -> results.put(kernel, result(request, kernel, finding.of(request))));
            return results;
        }, REQUEST, KERNELS);
    }

    private static CheckResult result(CheckRequest request, Profile kernel, Verdict verdict) {
        return new CheckResult(request.protocol(), kernel, request.granularity(), request.engines(), OptionalLong.of(1),
                OptionalLong.of(1),
                List.of(new PropertyResult(Property.STOP_TERMINATES, verdict, "", Optional.empty())),
                List.of(), List.of(), TlcAnswers.NONE, Optional.empty());
    }
}
