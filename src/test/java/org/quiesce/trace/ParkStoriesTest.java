package org.quiesce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Simulator;

/** What is told of a park and a stop, or two parks, in an order that the test decides. */
class ParkStoriesTest {

    @Test
    void aStopTakesTheRequestToParkBack() {
        String told = new Driven(module()
                .fileOperation("pause", body -> body.call(kthreadPark("task")))
                .fileOperation("disable", body -> body.call(kthreadStop("task"))))
                .move("modprobe", "live")
                .move("worker", "1")
                .move("pause", "wait")
                .move("disable", "wait")
                .move("worker", "dead")
                .told(Property.PARK_TERMINATES);
        assertThat(told).isEqualTo("pause waits at line 11 (kthread_park(task);) for worker to park. The stop by disable"
                + " took the request back at step 19; worker has ended at step 23, and parks no more.");
    }

    @Test
    void aStopIsTooEarlyForAThreadThatIsAboutToPark() {
        String told = new Driven(module()
                .fileOperation("pause", body -> body.call(kthreadPark("task")))
                .fileOperation("disable", body -> body.call(kthreadStop("task"))))
                .move("modprobe", "live")
                .move("worker", "2")
                .move("disable", "notify")
                .move("pause", "wait")
                .move("worker", "3.sleep")
                .move("worker", "3.state")
                .move("disable", "wait")
                .told(Property.STOP_TERMINATES);
        assertThat(told).isEqualTo("disable waits at line 12 (kthread_stop(task);) for worker to exit. worker has been"
                + " parked at line 3 (kthread_parkme();) since step 24: only kthread_unpark() wakes a PARKED thread, and"
                + " nobody calls it any more; the stop looked for a request to park at step 14, and pause made it at"
                + " step 19.");
    }

    @Test
    void twoParkersAndOneCompletion() {
        String told = new Driven(module()
                .fileOperations("pause", 2, Pinning.OWNER, body -> body.call(kthreadPark("task"))))
                .move("modprobe", "live")
                .move("worker", "1")
                .move("pause1", "set")
                .move("pause2", "set")
                .move("pause1", "wait")
                .move("pause2", "wait")
                .move("worker", "3.sleep")
                .move("worker", "3.state")
                .move("pause2", "verify")
                .told(Property.PARK_TERMINATES);
        assertThat(told).isEqualTo("pause1 waits at line 11 (kthread_park(task);) for worker to park. worker is parked,"
                + " but 'parked' is completed once each time it parks, and pause2 took that at step 26.");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("parking")
                .title("A thread that parks.")
                .taskPointer("task")
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop
                                .when(shouldPark(), then -> then.call(kthreadParkme()))
                                .call(msleep()))
                        .returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")));
    }

    /** A run in which the test says who moves, and how far. */
    private static final class Driven {

        private final LoweredProtocol lowered;
        private final Simulator simulator;
        private final List<Run.Move> moves = new ArrayList<>();

        Driven(ProtocolBuilder module) {
            this.lowered = Lowering.lower(module.build(), Granularity.MICRO);
            this.simulator = Simulator.of(lowered, Profiles.LINUX_6_12);
        }

        /** The context goes on until its label is, or ends in, that one. */
        Driven move(String context, String label) {
            do {
                moves.add(simulator.successors(state()).stream()
                        .filter(m -> m.context().equals(context))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(context + " is stuck at " + at(context))));
                assertThat(moves).as("%s on its way to %s, at %s", context, label, at(context)).hasSizeLessThan(200);
            } while (!at(context).equals(label) && !at(context).endsWith("." + label));
            return this;
        }

        private String at(String context) {
            return States.label(state(), context);
        }

        private Snapshot state() {
            return moves.isEmpty() ? simulator.initial() : moves.get(moves.size() - 1).after();
        }

        String told(Property property) {
            return Diagnosis.of(lowered, property, new Run(simulator.initial(), moves, new Run.Ending.Stuck())).sentence();
        }
    }
}
