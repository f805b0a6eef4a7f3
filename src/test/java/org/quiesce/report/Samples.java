package org.quiesce.report;

import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Run.Move;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.trace.Diagnosis.Account;
import org.quiesce.trace.Story;
import org.quiesce.trace.Trace;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.ReplayReport;
import org.quiesce.workbench.TlcAnswers;
import org.quiesce.workbench.Verdict;

/** Results made by hand. */
final class Samples {

    static final Protocol STATE_SET_AFTER_CHECK = Protocol.module("state-set-after-check")
            .title("A kthread that tests kthread_should_stop() before it sets its sleep state.")
            .taskPointer("task")
            .kthread("worker", body -> body
                    .until(shouldStop(), loop -> loop
                            .call(setCurrentState(TaskState.INTERRUPTIBLE))
                            .call(schedule()))
                    .returns(0))
            .init(body -> body
                    .assign("task", kthreadRun("worker").mayFail())
                    .when(isErr("task"), then -> then.returns(Errno.ENOMEM)))
            .exit(body -> body.call(kthreadStop("task")))
            .build();

    static final LoweredProtocol LOWERED = Lowering.lower(STATE_SET_AFTER_CHECK, Granularity.MICRO);

    /** Five contexts, two of them workers that never look at the stop. */
    static final Protocol DEAF_WORKERS = Protocol.module("deaf-workers")
            .title("Two threads that never test kthread_should_stop().")
            .taskPointer("first")
            .taskPointer("second")
            .flag("busy")
            .mutex("lock")
            .kthreads("deaf_worker", 2, body -> body
                    .loop(always(), loop -> loop.call(set("busy")).call(clear("busy"))))
            .init(body -> body
                    .assign("first", kthreadRun("deaf_worker"))
                    .assign("second", kthreadRun("deaf_worker")))
            .exit(body -> body.call(kthreadStop("first")).call(kthreadStop("second")))
            .fileOperation("read", body -> body.call(mutexLock("lock")).call(mutexUnlock("lock")))
            .environment("device", body -> body.call(set("busy")))
            .build();

    static final LoweredProtocol DEAF = Lowering.lower(DEAF_WORKERS, Granularity.MICRO);

    private Samples() {}

    /** A worker goes round for ever while its stop is pending. */
    static Run spinning() {
        return new RunMaker(DEAF)
                .move("modprobe", "Modprobe5Create", "5.wake", "arg.modprobe=deaf_worker1")
                .move("modprobe", "Modprobe5Wake", "5.store")
                .move("modprobe", "Modprobe5Store", "6.create", "first=deaf_worker1", "arg.modprobe=NULL")
                .move("modprobe", "Modprobe6Create", "6.wake", "arg.modprobe=deaf_worker2")
                .move("modprobe", "Modprobe6Wake", "6.store")
                .move("modprobe", "Modprobe6Store", "7", "second=deaf_worker2", "arg.modprobe=NULL")
                .move("modprobe", "Modprobe7", "live", "module=live")
                .move("deaf_worker1", "DeafWorkerBorn", "2")
                .move("device", "Device12", "done", "busy=true")
                .move("read", "ReadIdle", "10")
                .move("read", "Read10", "11", "lock=read")
                .move("read", "Read11", "leave", "lock=none")
                .move("read", "ReadLeave", "done")
                .move("modprobe", "ModprobeLive", "8.load", "module=going")
                .move("modprobe", "Modprobe8Load", "8.get", "arg.modprobe=deaf_worker1")
                .move("modprobe", "Modprobe8Set", "8.notify", "shouldStop.deaf_worker1=true")
                .move("deaf_worker1", "DeafWorker2", "3", "busy=true")
                .move("deaf_worker1", "DeafWorker3", "2", "busy=false")
                .move("modprobe", "Modprobe8Wake", "8.wait")
                .move("deaf_worker1", "DeafWorker2", "3", "busy=true")
                .move("deaf_worker2", "DeafWorker2", "3", "busy=true")
                .move("deaf_worker1", "DeafWorker3", "2", "busy=false")
                .ending(new Ending.Loop(18));
    }

    /** The stop that lands between the test and the sleep state. */
    static Run lostWakeUp() {
        return new RunMaker(LOWERED)
                .move("modprobe", "Modprobe6Create", "6.wake", "state.worker=UNINTERRUPTIBLE", "asleep.worker=true",
                        "pc.worker=born", "usage.worker=2", "arg.modprobe=worker")
                .move("modprobe", "Modprobe6Wake", "6.store", "state.worker=RUNNING", "asleep.worker=false")
                .move("modprobe", "Modprobe6Store", "7", "task=worker", "arg.modprobe=NULL")
                .move("modprobe", "Modprobe7", "10")
                .move("modprobe", "Modprobe10", "live", "module=live")
                .move("worker", "WorkerBorn", "1")
                .move("worker", "Worker1", "2")
                .move("modprobe", "ModprobeLive", "11.load", "module=going")
                .move("modprobe", "Modprobe11Load", "11.get", "arg.modprobe=worker")
                .move("modprobe", "Modprobe11Get", "11.set", "usage.worker=3")
                .move("modprobe", "Modprobe11Set", "11.notify", "shouldStop.worker=true")
                .move("modprobe", "Modprobe11Notify", "11.wake")
                .move("modprobe", "Modprobe11Wake", "11.wait")
                .move("worker", "Worker2", "3", "state.worker=INTERRUPTIBLE")
                .move("worker", "Worker3", "1", "asleep.worker=true")
                .ending(new Ending.Stuck());
    }

    /** The same steps in another order: the worker starts before its pointer is stored. */
    static Run lostWakeUpInAnotherOrder() {
        return new RunMaker(LOWERED)
                .move("modprobe", "Modprobe6Create", "6.wake", "state.worker=UNINTERRUPTIBLE", "asleep.worker=true",
                        "pc.worker=born", "usage.worker=2", "arg.modprobe=worker")
                .move("modprobe", "Modprobe6Wake", "6.store", "state.worker=RUNNING", "asleep.worker=false")
                .move("worker", "WorkerBorn", "1")
                .move("worker", "Worker1", "2")
                .move("modprobe", "Modprobe6Store", "7", "task=worker", "arg.modprobe=NULL")
                .move("modprobe", "Modprobe7", "10")
                .move("modprobe", "Modprobe10", "live", "module=live")
                .move("modprobe", "ModprobeLive", "11.load", "module=going")
                .move("modprobe", "Modprobe11Load", "11.get", "arg.modprobe=worker")
                .move("modprobe", "Modprobe11Get", "11.set", "usage.worker=3")
                .move("modprobe", "Modprobe11Set", "11.notify", "shouldStop.worker=true")
                .move("modprobe", "Modprobe11Notify", "11.wake")
                .move("modprobe", "Modprobe11Wake", "11.wait")
                .move("worker", "Worker2", "3", "state.worker=INTERRUPTIBLE")
                .move("worker", "Worker3", "1", "asleep.worker=true")
                .ending(new Ending.Stuck());
    }

    /** Two steps, cut off there. */
    static Run twoSteps() {
        return new RunMaker(LOWERED)
                .move("modprobe", "Modprobe6Create", "6.store", "arg.modprobe=ERR")
                .move("modprobe", "Modprobe6Store", "7", "task=ERR")
                .ending(new Ending.Finite());
    }

    static Counterexample counterexample(Run run, Property property, Profile profile) {
        Trace trace = new Trace(STATE_SET_AFTER_CHECK.name(), LOWERED.fingerprint(), profile.name(),
                Granularity.MICRO, property, Trace.Engine.TLC, run);
        return new Counterexample(trace, Story.of(LOWERED, run),
                new Account("kthread_stop() in modprobe waits for ever: its wake-up came before worker went to sleep.",
                        List.of(run.moves().size())),
                Outcome.HUNG_STOPPER, Optional.empty(),
                Optional.of(new ReplayReport(true, run.moves().size(), run.moves().size(), "confirmed")),
                Optional.empty());
    }

    static CheckResult violated(Profile profile) {
        return result(profile, 312, List.of(
                holds(Property.NO_CODE_AFTER_UNLOAD),
                new PropertyResult(Property.NO_DOUBLE_STOP, Verdict.VACUOUS,
                        "no run ever executes a kthread_stop()", Optional.empty()),
                new PropertyResult(Property.STOP_TERMINATES, Verdict.VIOLATED, "",
                        Optional.of(counterexample(lostWakeUp(), Property.STOP_TERMINATES, profile))),
                new PropertyResult(Property.THREAD_EXITS, Verdict.VIOLATED, "",
                        Optional.of(counterexample(lostWakeUp(), Property.THREAD_EXITS, profile)))));
    }

    /** The same, with a run in which the steps come in another order. */
    static CheckResult violatedInAnotherOrder(Profile profile) {
        return result(profile, 312, List.of(
                holds(Property.NO_CODE_AFTER_UNLOAD),
                violated(Property.STOP_TERMINATES, profile),
                violated(Property.THREAD_EXITS, profile)));
    }

    private static PropertyResult violated(Property property, Profile profile) {
        return new PropertyResult(property, Verdict.VIOLATED, "",
                Optional.of(counterexample(lostWakeUpInAnotherOrder(), property, profile)));
    }

    static CheckResult holding(Profile profile) {
        return result(profile, 1402, List.of(
                holds(Property.NO_CODE_AFTER_UNLOAD),
                holds(Property.NO_DOUBLE_STOP),
                holds(Property.STOP_TERMINATES),
                holds(Property.THREAD_EXITS)));
    }

    static PropertyResult holds(Property property) {
        return new PropertyResult(property, Verdict.HOLDS, "", Optional.empty());
    }

    static CheckResult result(Profile profile, long states, List<PropertyResult> properties) {
        return new CheckResult(STATE_SET_AFTER_CHECK, profile, Granularity.MICRO, Engines.BOTH,
                OptionalLong.of(states), OptionalLong.of(states), properties, List.of("Modprobe8"),
                List.of("memory: sequentially consistent",
                        "fairness: a context that can go on does so eventually; locks and completions are handed out fairly",
                        "kernel: " + profile.name(),
                        "engines: simulator and TLC"),
                TlcAnswers.AFRESH, Optional.empty());
    }

    /** Makes runs from what changes. */
    static final class RunMaker {

        private final Snapshot initial;
        private final List<Move> moves = new ArrayList<>();
        private Snapshot state;

        /** A run of a protocol; only the variables that are mentioned in moves and those that every story reads. */
        RunMaker(LoweredProtocol lowered) {
            TreeMap<String, SortedMap<String, Datum>> values = new TreeMap<>();
            Vocabulary.of(lowered).forEach(v -> {
                TreeMap<String, Datum> entries = new TreeMap<>();
                v.domains().forEach((index, domain) -> entries.put(index, domain.get(0)));
                values.put(v.name(), entries);
            });
            lowered.programs().forEach(p -> p.contexts().forEach(c -> values.get("pc").put(c, Datum.of(p.start()))));
            this.initial = new Snapshot(values);
            this.state = initial;
        }

        RunMaker move(String context, String action, String label, String... changes) {
            TreeMap<String, SortedMap<String, Datum>> values = new TreeMap<>();
            state.values().forEach((name, entries) -> values.put(name, new TreeMap<>(entries)));
            values.get("pc").put(context, Datum.of(label));
            for (String change : changes) {
                String[] sides = change.split("=");
                String[] variable = sides[0].split("\\.");
                SortedMap<String, Datum> entries = values.get(variable[0]);
                String index = variable.length == 1 ? "" : variable[1];
                entries.put(index, like(entries.get(index), sides[1]));
            }
            state = new Snapshot(values);
            moves.add(new Move(context, action, state));
            return this;
        }

        private static Datum like(Datum before, String text) {
            return before instanceof Datum.Num ? Datum.of(Integer.parseInt(text))
                    : before instanceof Datum.Truth ? Datum.of(Boolean.parseBoolean(text))
                    : Datum.of(text);
        }

        Run ending(Ending ending) {
            return new Run(initial, moves, ending);
        }
    }
}
