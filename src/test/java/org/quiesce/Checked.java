package org.quiesce;

import static org.assertj.core.api.Assertions.assertThat;

import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.sim.Completion;
import org.quiesce.sim.Search;
import org.quiesce.sim.SearchResult;
import org.quiesce.sim.Simulator;
import org.quiesce.sim.Verdict;

/** A protocol whose whole state space was searched on one kernel, for tests. */
public record Checked(LoweredProtocol lowered, Profile kernel, SearchResult result) {

    public static Checked check(Protocol protocol, Granularity granularity, Profile kernel) {
        LoweredProtocol lowered = Lowering.lower(protocol, granularity, kernel);
        SearchResult result = Search.of(Simulator.of(lowered, kernel)).check(Property.of(lowered));
        assertThat(result.completion()).as(protocol.name()).isInstanceOf(Completion.Complete.class);
        return new Checked(lowered, kernel, result);
    }

    public static Checked check(Protocol protocol, Profile kernel) {
        return check(protocol, Granularity.MICRO, kernel);
    }

    public boolean violates(Property property) {
        Verdict verdict = result.verdicts().get(property.id());
        assertThat(verdict).as(property.id()).isNotInstanceOf(Verdict.Inconclusive.class);
        return verdict instanceof Verdict.Violated;
    }

    public Checked assertViolated(Property property) {
        assertThat(violates(property)).as("%s violates %s on %s", name(), property.id(), kernel).isTrue();
        return this;
    }

    public Checked assertHolds(Property property) {
        assertThat(violates(property)).as("%s violates %s on %s", name(), property.id(), kernel).isFalse();
        return this;
    }

    public Checked assertAllHold() {
        Property.of(lowered).forEach(this::assertHolds);
        return this;
    }

    /** Whether some run stores to the flag: protocols of tests mark with flags what they ask about. */
    public boolean reaches(String flag) {
        return lowered.steps()
                .filter(step -> step.micros().stream()
                        .anyMatch(m -> m instanceof Micro.SetFlag set && set.flag().equals(flag)))
                .anyMatch(this::takes);
    }

    private boolean takes(Step step) {
        return result.coverage().taken().contains(step.action())
                || result.coverage().faulted().containsKey(step.action());
    }

    private String name() {
        return lowered.protocol().name();
    }
}
