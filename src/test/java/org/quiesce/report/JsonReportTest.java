package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.Grounds;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.TlcAnswers;
import org.quiesce.workbench.Verdict;

/** A change of what is expected here is a change for every program that reads results. */
class JsonReportTest {

    static Checked sample() {
        return new Checked("state-set-after-check/broken",
                Samples.result(Profiles.LINUX_5_10, 312, List.of(
                        Samples.holds(Property.NO_CODE_AFTER_UNLOAD),
                        new PropertyResult(Property.NO_DOUBLE_STOP, Verdict.VACUOUS, "no run stops", Optional.empty()),
                        new PropertyResult(Property.STOP_TERMINATES, Verdict.VIOLATED, "", Optional.of(
                                Samples.counterexample(Samples.twoSteps(), Property.STOP_TERMINATES,
                                        Profiles.LINUX_5_10))))),
                new Conformance.Differs(List.of("NoDoubleStop is vacuous, expected: holds")));
    }

    @Test
    void resultAsJson() {
        assertThat(new JsonReport(1).checks(List.of(sample()))).isEqualTo("""
                {
                  "schema" : "quiesce-result/2",
                  "exitStatus" : 1,
                  "reasons" : [ "state-set-after-check/broken on linux-5.10: NoDoubleStop is vacuous, expected: holds" ],
                  "checks" : [ {
                    "name" : "state-set-after-check/broken",
                    "protocol" : "state-set-after-check",
                    "title" : "A kthread that tests kthread_should_stop() before it sets its sleep state.",
                    "kernel" : "linux-5.10",
                    "granularity" : "micro",
                    "engines" : "both",
                    "verdict" : "violated",
                    "asExpected" : false,
                    "reasons" : [ "NoDoubleStop is vacuous, expected: holds" ],
                    "files" : [ ],
                    "states" : {
                      "tlc" : 312,
                      "simulator" : 312
                    },
                    "properties" : [ {
                      "name" : "NoCodeAfterUnload",
                      "kind" : "safety",
                      "claim" : "no context has a frame in module text when the text is freed",
                      "verdict" : "holds"
                    }, {
                      "name" : "NoDoubleStop",
                      "kind" : "safety",
                      "claim" : "no thread is stopped a second time",
                      "verdict" : "vacuous",
                      "note" : "no run stops"
                    }, {
                      "name" : "StopTerminates",
                      "kind" : "progress",
                      "claim" : "every kthread_stop() returns",
                      "verdict" : "violated",
                      "counterexample" : {
                        "sentence" : "kthread_stop() in modprobe waits for ever: its wake-up came before worker went to sleep.",
                        "outcome" : {
                          "code" : "HUNG-STOPPER",
                          "signature" : "INFO: task … blocked for more than 120 seconds, with kthread_stop in its call trace"
                        },
                        "foundBy" : "tlc",
                        "decisive" : [ 2 ],
                        "waits" : [ ],
                        "initial" : {
                          "arg" : {
                            "modprobe" : "NULL"
                          },
                          "asleep" : {
                            "worker" : false
                          },
                          "exited" : {
                            "worker" : 0
                          },
                          "fault" : "none",
                          "module" : "coming",
                          "notified" : {
                            "worker" : false
                          },
                          "pc" : {
                            "modprobe" : "6.create",
                            "worker" : "none"
                          },
                          "result" : {
                            "worker" : -512
                          },
                          "shouldStop" : {
                            "worker" : false
                          },
                          "state" : {
                            "worker" : "RUNNING"
                          },
                          "task" : "NULL",
                          "usage" : {
                            "worker" : 0
                          }
                        },
                        "steps" : [ {
                          "number" : 1,
                          "context" : "modprobe",
                          "action" : "Modprobe6Create",
                          "line" : 6,
                          "text" : "task = kthread_run(worker, NULL, \\"worker\\");",
                          "what" : "creates a thread of worker",
                          "ids" : [ "C1", "C2", "C3", "C4", "C5" ],
                          "changes" : [ {
                            "text" : "pc[modprobe] = 6.store",
                            "variable" : "pc",
                            "context" : "modprobe",
                            "before" : "6.create",
                            "after" : "6.store"
                          }, {
                            "text" : "arg[modprobe] = ERR",
                            "variable" : "arg",
                            "context" : "modprobe",
                            "before" : "NULL",
                            "after" : "ERR"
                          } ]
                        }, {
                          "number" : 2,
                          "context" : "modprobe",
                          "action" : "Modprobe6Store",
                          "line" : 6,
                          "text" : "task = kthread_run(worker, NULL, \\"worker\\");",
                          "what" : "stores the pointer in task",
                          "ids" : [ ],
                          "changes" : [ {
                            "text" : "pc[modprobe] = 7",
                            "variable" : "pc",
                            "context" : "modprobe",
                            "before" : "6.store",
                            "after" : "7"
                          }, {
                            "text" : "task = ERR",
                            "variable" : "task",
                            "before" : "NULL",
                            "after" : "ERR"
                          } ]
                        } ],
                        "ending" : {
                          "kind" : "finite"
                        },
                        "resting" : [ {
                          "context" : "worker",
                          "label" : "none",
                          "where" : "was never created",
                          "waits" : false
                        }, {
                          "context" : "modprobe",
                          "label" : "7",
                          "where" : "about to go on at line 7 in if (IS_ERR(task))",
                          "waits" : false
                        } ],
                        "replay" : {
                          "confirmed" : true,
                          "steps" : 2,
                          "of" : 2,
                          "message" : "confirmed"
                        }
                      }
                    } ],
                    "neverTaken" : [ "Modprobe8" ],
                    "restsOn" : [ "memory: sequentially consistent", "fairness: a context that can go on does so eventually; locks and completions are handed out fairly", "kernel: linux-5.10", "engines: simulator and TLC" ],
                    "tlcAnswers" : "afresh"
                  } ]
                }
                """);
    }

    /** Without expectations, a check is as it should be if everything holds; what is undecided counts in any case. */
    @Test
    void reasonsSayWhyACheckIsNotAsItShouldBe() {
        CheckResult result = sample().result();
        assertThat(Grounds.of(new Checked("x", result, new Conformance.Unstated())))
                .containsExactly("NoDoubleStop is vacuous: no run stops", "StopTerminates is violated");
        assertThat(Grounds.of(new Checked("x", result, new Conformance.AsExpected()))).isEmpty();
        CheckResult holds = Samples.holding(Profiles.LINUX_6_12);
        assertThat(Grounds.of(new Checked("x", holds, new Conformance.Unstated()))).isEmpty();
        CheckResult disputed = Samples.result(Profiles.LINUX_6_12, 1, List.of(Samples.holds(Property.EXITED_ONCE),
                new PropertyResult(Property.THREAD_EXITS, Verdict.DISPUTED, "they differ", Optional.empty())));
        assertThat(Grounds.of(new Checked("x", disputed, new Conformance.AsExpected())))
                .containsExactly("ThreadExits is disputed: they differ");
        CheckResult stopped = new CheckResult(result.protocol(), result.profile(), result.granularity(), result.engines(),
                OptionalLong.empty(), OptionalLong.empty(), List.of(new PropertyResult(Property.THREAD_EXITS,
                        Verdict.INCONCLUSIVE, "out of time", Optional.empty())), List.of(), List.of(), TlcAnswers.NONE,
                Optional.of(new CheckResult.Failure(CheckResult.Failure.Kind.LIMIT, "out of time")));
        assertThat(Grounds.of(new Checked("x", stopped, new Conformance.Differs(List.of("ThreadExits: inconclusive")))))
                .containsExactly("out of time");
    }

    @Test
    void equalResultsGiveEqualBytes() {
        assertThat(new JsonReport(1).checks(List.of(sample()))).isEqualTo(new JsonReport(1).checks(List.of(sample())));
    }
}
