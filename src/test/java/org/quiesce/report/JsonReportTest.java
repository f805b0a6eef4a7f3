package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.PropertyResult;
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
        assertThat(new JsonReport().checks(List.of(sample()), 1)).isEqualTo("""
                {
                  "schema" : "quiesce-result/1",
                  "exitStatus" : 1,
                  "checks" : [ {
                    "name" : "state-set-after-check/broken",
                    "protocol" : "state-set-after-check",
                    "title" : "A kthread that tests kthread_should_stop() before it sets its sleep state.",
                    "kernel" : "linux-5.10",
                    "granularity" : "micro",
                    "engines" : "both",
                    "verdict" : "violated",
                    "asExpected" : false,
                    "differences" : [ "NoDoubleStop is vacuous, expected: holds" ],
                    "states" : {
                      "tlc" : 312,
                      "simulator" : 312
                    },
                    "properties" : [ {
                      "name" : "NoCodeAfterUnload",
                      "kind" : "safety",
                      "verdict" : "holds"
                    }, {
                      "name" : "NoDoubleStop",
                      "kind" : "safety",
                      "verdict" : "vacuous",
                      "note" : "no run stops"
                    }, {
                      "name" : "StopTerminates",
                      "kind" : "progress",
                      "verdict" : "violated",
                      "counterexample" : {
                        "sentence" : "kthread_stop() in modprobe waits for ever: its wake-up came before worker went to sleep.",
                        "outcome" : {
                          "code" : "HUNG-STOPPER",
                          "signature" : "INFO: task … blocked for more than 120 seconds, with kthread_stop in its call trace"
                        },
                        "foundBy" : "tlc",
                        "steps" : [ {
                          "number" : 1,
                          "context" : "modprobe",
                          "action" : "Modprobe6Create",
                          "line" : 6,
                          "text" : "task = kthread_run(worker, NULL, \\"worker\\");",
                          "what" : "creates a thread of worker",
                          "ids" : [ "C1", "C2", "C3", "C4", "C5" ],
                          "changes" : [ "arg[modprobe] = ERR" ]
                        }, {
                          "number" : 2,
                          "context" : "modprobe",
                          "action" : "Modprobe6Store",
                          "line" : 6,
                          "text" : "task = kthread_run(worker, NULL, \\"worker\\");",
                          "what" : "stores the pointer in task",
                          "ids" : [ ],
                          "changes" : [ "task = ERR" ]
                        } ],
                        "ending" : {
                          "kind" : "finite"
                        },
                        "resting" : [ {
                          "context" : "worker",
                          "label" : "none",
                          "asleep" : false,
                          "where" : "was never created"
                        }, {
                          "context" : "modprobe",
                          "label" : "7",
                          "asleep" : false,
                          "where" : "about to go on at line 7 in if (IS_ERR(task))"
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
                    "restsOn" : [ "memory: sequentially consistent", "fairness: a context that can go on does so eventually; locks and completions are handed out fairly", "kernel: linux-5.10", "engines: simulator and TLC" ]
                  } ]
                }
                """);
    }

    @Test
    void equalResultsGiveEqualBytes() {
        assertThat(new JsonReport().checks(List.of(sample()), 1)).isEqualTo(new JsonReport().checks(List.of(sample()), 1));
    }
}
