package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;

/** A protocol to be searched for violations of all its properties. */
record Checker(Protocol protocol, Granularity granularity) {

    Findings on(Profile profile) {
        Simulator simulator = Simulator.of(Lowering.lower(protocol, granularity, profile), profile);
        return new Findings(simulator, Search.of(simulator).check(Property.of(simulator.lowered())));
    }

    /** What the search found; a run that violates something is replayed before it counts. */
    record Findings(Simulator simulator, SearchResult result) {

        Findings holds() {
            assertThat(result.verdicts().values()).as(result.verdicts().toString())
                    .allMatch(Verdict.Holds.class::isInstance);
            return this;
        }

        Findings holds(Property property) {
            assertThat(result.verdicts().get(property.id())).isInstanceOf(Verdict.Holds.class);
            return this;
        }

        Findings isRefuted(Property property) {
            assertThat(run(property.id()).ending()).isInstanceOf(Run.Ending.Finite.class);
            return this;
        }

        Findings getsStuck(Property property) {
            assertThat(run(property.id()).ending()).isInstanceOf(Run.Ending.Stuck.class);
            if (property == Property.STOP_TERMINATES) {
                assertThat(run(Property.NO_STUCK_STOP)).isEqualTo(run(property.id()));
            }
            return this;
        }

        Findings goesRound(Property property) {
            assertThat(run(property.id()).ending()).isInstanceOf(Run.Ending.Loop.class);
            return this;
        }

        Findings took(String action) {
            assertThat(result.coverage().taken().contains(action) || result.coverage().faulted().containsKey(action))
                    .isTrue();
            return this;
        }

        private Run run(String property) {
            assertThat(result.verdicts().get(property)).as(property).isInstanceOf(Verdict.Violated.class);
            Run run = ((Verdict.Violated) result.verdicts().get(property)).run();
            assertThat(Replay.of(simulator).replay(run, property))
                    .isEqualTo(new Replay.Outcome.Confirmed(run.moves().size()));
            assertThat(SlowFairness.complaint(simulator, run)).isEmpty();
            return run;
        }
    }
}
