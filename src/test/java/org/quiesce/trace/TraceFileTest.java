package org.quiesce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.trace.Trace.Engine;

class TraceFileTest {

    private static final Trace LASSO = new Trace("first-kthread", "sha256:00", "linux-6.12", Granularity.MICRO,
            Property.STOP_TERMINATES, Engine.TLC,
            new Run(state("1", false), List.of(
                    new Run.Move("worker", "Worker1", state("2", false)),
                    new Run.Move("worker", "Worker2", state("1", true)),
                    new Run.Move("worker", "Worker1", state("2", true)),
                    new Run.Move("worker", "Worker2", state("1", true))), new Run.Ending.Loop(2)));

    @Test
    void writesTheFirstStateWholeAndThenWhatChanges() {
        assertThat(TraceFile.write(LASSO)).isEqualTo("""
                {
                  "schema" : "quiesce-trace/1",
                  "protocol" : "first-kthread",
                  "fingerprint" : "sha256:00",
                  "kernel" : "linux-6.12",
                  "granularity" : "micro",
                  "property" : "StopTerminates",
                  "engine" : "tlc",
                  "initial" : {
                    "pc" : {
                      "worker" : "1"
                    },
                    "queue" : {
                      "" : [
                        "modprobe",
                        "worker"
                      ]
                    },
                    "stop" : {
                      "" : false
                    },
                    "usage" : {
                      "worker" : 1
                    }
                  },
                  "moves" : [
                    {
                      "context" : "worker",
                      "action" : "Worker1",
                      "changes" : {
                        "pc" : {
                          "worker" : "2"
                        }
                      }
                    },
                    {
                      "context" : "worker",
                      "action" : "Worker2",
                      "changes" : {
                        "pc" : {
                          "worker" : "1"
                        },
                        "stop" : {
                          "" : true
                        }
                      }
                    },
                    {
                      "context" : "worker",
                      "action" : "Worker1",
                      "changes" : {
                        "pc" : {
                          "worker" : "2"
                        }
                      }
                    },
                    {
                      "context" : "worker",
                      "action" : "Worker2",
                      "changes" : {
                        "pc" : {
                          "worker" : "1"
                        }
                      }
                    }
                  ],
                  "ending" : {
                    "kind" : "loop",
                    "back" : 2
                  }
                }
                """);
    }

    @Test
    void whatIsWrittenIsRead() throws TraceFileException {
        assertThat(TraceFile.read(TraceFile.write(LASSO))).isEqualTo(LASSO);
    }

    @Test
    void saysWhereAFileIsNoTrace() {
        refuses("{ \"schema\" : ", "line 1, column 14: not JSON");
        refusesWith("{ \"schema\" : 1", "line 1, column 15: not JSON: Unexpected end-of-input: expected close marker for"
                + " Object of line 1, column 1; save the trace again with check --save");
        refuses("{}", "the key 'schema' is missing");
        refusesWith("", "line 1, column 1: the file is empty; save the trace again with check --save");
        refusesWith(TraceFile.write(LASSO) + " []",
                "line 72, column 2: the trace has ended, and something follows it; save the trace again with check --save");
        refusesWith("{ \"schema\" :\n" + "[".repeat(5000), "line 2, column 1001: nested deeper, or a number or name longer,"
                + " than in any trace; save the trace again with check --save");
        refusesWith("// trace", "line 1, column 1: not JSON: Unexpected character ('/' (code 47)): maybe a (non-standard)"
                + " comment?; save the trace again with check --save");
        refuses("{ \"schema\" : \"quiesce-trace/9\" }", "this version reads quiesce-trace/1");
        refuses(TraceFile.write(LASSO).replace("\"back\" : 2", "\"back\" : 4"), "'back' must be the number of a state");
        refuses(TraceFile.write(LASSO).replaceFirst("\"engine\"", "\"comment\" : 1, \"engine\""),
                "a trace has no key 'comment'; there are schema, protocol,");
        refuses(TraceFile.write(LASSO).replaceFirst("\"action\"", "\"line\" : 1, \"action\""),
                "move 1 has no key 'line'; there are context, action, changes");
        refuses(TraceFile.write(LASSO).replace("\"loop\",", "\"stuck\","), "'ending' has no key 'back'; there are kind");
        refuses(TraceFile.write(LASSO).replace("\"modprobe\"", "1"), "initial: the list of 'queue' must be one of strings");
        refuses(TraceFile.write(LASSO).replace("StopTerminates", "Nonsense"), "there is no property 'Nonsense'");
        refuses(TraceFile.write(LASSO).replace("\"stop\" : {\n          \"\" : true", "\"halt\" : {\n \"\" : true"),
                "move 2 changes 'halt', which the initial state does not have");
    }

    /** Whatever is done to a good file: it is read, or refused with a message, and nothing else. */
    @Test
    void damagedFilesAreRefusedWithAMessage() {
        String good = TraceFile.write(LASSO);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int damage = 0; damage <= random.nextInt(3); damage++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "{}[]\",:-0aé\u0000".charAt(random.nextInt(12)));
                    case 2 -> text.setLength(at);
                    default -> text.insert(at, text.substring(0, at / 2));
                }
                if (text.length() == 0) {
                    text.append('x');
                }
            }
            try {
                TraceFile.read(text.toString());
            } catch (TraceFileException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2000);
    }

    private static void refusesWith(String text, String message) {
        assertThatThrownBy(() -> TraceFile.read(text)).isInstanceOf(TraceFileException.class).hasMessage(message);
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> TraceFile.read(text))
                .isInstanceOf(TraceFileException.class)
                .hasMessageContaining(message);
    }

    private static Snapshot state(String label, boolean stop) {
        return new Snapshot(new TreeMap<>(Map.of(
                "pc", new TreeMap<>(Map.of("worker", Datum.of(label))),
                "stop", new TreeMap<>(Map.of("", Datum.of(stop))),
                "usage", new TreeMap<>(Map.of("worker", Datum.of(1))),
                "queue", new TreeMap<>(Map.of("", Datum.of(List.of("worker", "modprobe")))))));
    }
}
