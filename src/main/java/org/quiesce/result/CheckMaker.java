package org.quiesce.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.result.Results.Extent;
import org.quiesce.trace.Waits;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.NearMiss;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Specification;
import org.quiesce.workbench.TlcAnswers;

/** Makes plain values of what the workbench found. */
final class CheckMaker {

    private final Checked checked;
    private final CheckResult result;
    private final LoweredProtocol lowered;
    private final PlainRunMaker runs;
    private final Optional<Material> material;

    CheckMaker(Checked checked, Extent extent) {
        this.checked = checked;
        this.result = checked.result();
        this.lowered = Lowering.lower(result.protocol(), result.granularity(), result.profile());
        if (extent == Extent.WHOLE) {
            Specification specification = new Specification(lowered, result.profile());
            this.runs = PlainRunMaker.calling(lowered, specification);
            this.material = Optional.of(new MaterialMaker(lowered, specification).make());
        } else {
            this.runs = PlainRunMaker.of(lowered);
            this.material = Optional.empty();
        }
    }

    Check make() {
        return new Check(
                checked.name(),
                result.protocol().name(),
                result.protocol().title(),
                result.profile().name(),
                result.granularity().id(),
                result.engines().name().toLowerCase(Locale.ROOT),
                checked.verdict().word(),
                asExpected(checked),
                Grounds.of(checked),
                result.protocol().origin().map(o -> o.files().stream().map(Origin.File::name).toList()).orElse(List.of()),
                new Check.States(result.tlcStates(), result.simStates()),
                result.properties().stream().map(this::finding).toList(),
                result.neverTaken(),
                result.restsOn(),
                Optional.of(result.tlcAnswers()).filter(answers -> answers != TlcAnswers.NONE).map(TlcAnswers::id),
                result.failure().map(f -> new Check.Failure(f.kind().name().toLowerCase(Locale.ROOT), f.message())),
                material);
    }

    /** How it compares with what was expected, if anything was. */
    static Optional<Boolean> asExpected(Checked checked) {
        return checked.conformance() instanceof Conformance.Unstated
                ? Optional.empty()
                : Optional.of(checked.conformance() instanceof Conformance.AsExpected);
    }

    private Finding finding(PropertyResult found) {
        return new Finding(
                found.property().id(),
                found.property().kind().name().toLowerCase(Locale.ROOT),
                found.property().meaning(),
                found.verdict().word(),
                Optional.of(found.note()).filter(note -> !note.isEmpty()),
                found.counterexample().map(this::evidence));
    }

    private Evidence evidence(Counterexample found) {
        return new Evidence(
                found.sentence(),
                Evidence.Outcome.of(found.outcome()),
                found.trace().engine().name().toLowerCase(Locale.ROOT),
                found.certainty().map(Evidence.Certainty::of),
                found.account().decisive(),
                Waits.of(lowered, found.trace().run()).stream().map(Evidence.Wait::of).toList(),
                runs.of(found.story()),
                material.flatMap(whole -> NearMiss.of(found.trace(), result.protocol(), result.profile())).map(this::nearMiss),
                found.replay().map(Evidence.Replay::of),
                found.ofTlc().map(Evidence.Replay::of),
                Optional.empty());
    }

    private Evidence.NearMiss nearMiss(NearMiss near) {
        return near instanceof NearMiss.Found found
                ? new Evidence.NearMiss(OptionalInt.of(found.common()), Optional.of(runs.of(found.story())), Optional.empty())
                : new Evidence.NearMiss(OptionalInt.empty(), Optional.empty(), Optional.of(((NearMiss.Missing) near).why()));
    }
}
