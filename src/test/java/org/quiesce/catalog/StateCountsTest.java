package org.quiesce.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_5_15;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_18;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quiesce.catalog.StateCounts.Change;
import org.quiesce.catalog.StateCounts.Rewritten;
import org.quiesce.kernel.Profile;

class StateCountsTest {

    private static final String MODEL = """
            schema: quiesce-model/1
            id: my-sleeper
            kind: fault
            title: My driver sleeps over its stop
            protocol: state-set-after-check
            story:
              mechanism: The test comes before the state.
              interleaving: ["exit stops: states: 110"]
              fix: Swap the two.
              sources: [my own driver]
            bounds: {worker: 1}
            variants:
              broken:
                source: broken.c
                expect:
                  - kernels: [linux-5.10,
                              linux-5.15]   # before the pseudo-signal
                    violated:
                      StopTerminates: [HUNG-STOPPER]
                    states: 110 # as counted

                  - states: 88
                    kernels: [linux-6.1, linux-6.12]

              mended:
                source: mended.c
                expect:
                  - kernels: [linux-6.12]
                    states: 0
            """;

    private static final Map<String, Map<Profile, Long>> AS_IT_IS = Map.of(
            "broken", Map.of(LINUX_5_10, 110L, LINUX_5_15, 110L, LINUX_6_1, 88L, LINUX_6_12, 88L),
            "mended", Map.of(LINUX_6_12, 0L));

    @Test
    void whatIsAsCountedStaysAsItIs() {
        assertThat(rewrite(MODEL, AS_IT_IS)).isEqualTo(new Rewritten(MODEL, List.of()));
        assertThat(rewrite(MODEL, Map.of())).isEqualTo(new Rewritten(MODEL, List.of()));
    }

    @Test
    void onlyTheNumberChanges() {
        Rewritten rewritten = rewrite(MODEL, Map.of(
                "broken", Map.of(LINUX_5_10, 1234L, LINUX_5_15, 1234L), "mended", Map.of(LINUX_6_12, 7L)));
        assertThat(rewritten.text()).isEqualTo(MODEL
                .replace("states: 110 # as counted", "states: 1234 # as counted")
                .replace("states: 0\n", "states: 7\n"));
        assertThat(rewritten.changes()).containsExactly(
                new Change("broken", List.of(LINUX_5_10, LINUX_5_15), 110, 1234),
                new Change("mended", List.of(LINUX_6_12), 0, 7));
    }

    @Test
    void kernelsThatDifferNowGetAnExpectationEach() {
        Rewritten rewritten = rewrite(MODEL, Map.of("broken",
                Map.of(LINUX_5_10, 110L, LINUX_5_15, 112L, LINUX_6_1, 87L, LINUX_6_12, 88L)));
        assertThat(rewritten.text()).isEqualTo(MODEL.substring(0, MODEL.indexOf("      - kernels")) + """
                      - kernels: [linux-5.10]   # before the pseudo-signal
                        violated:
                          StopTerminates: [HUNG-STOPPER]
                        states: 110 # as counted
                      - kernels: [linux-5.15]   # before the pseudo-signal
                        violated:
                          StopTerminates: [HUNG-STOPPER]
                        states: 112 # as counted

                      - states: 87
                        kernels: [linux-6.1]
                      - states: 88
                        kernels: [linux-6.12]

                  mended:
                    source: mended.c
                    expect:
                      - kernels: [linux-6.12]
                        states: 0
                """);
        assertThat(rewritten.changes()).containsExactly(
                new Change("broken", List.of(LINUX_5_15), 110, 112),
                new Change("broken", List.of(LINUX_6_1), 88, 87));
    }

    @Test
    void expectationsThatDifferOnlyInTheirKernelsBecomeOne() {
        String apart = MODEL.replace("      - kernels: [linux-6.12]\n        states: 0\n", """
                      - kernels: [linux-5.15, linux-6.1]
                        states: 5

                      - kernels: [linux-5.10]
                        violated:
                          StopTerminates: [HUNG-STOPPER]
                        states: 6
                      - kernels: [linux-6.12]
                        states: 6
                      - states: 6
                        kernels: [linux-6.18]
                """);
        Rewritten rewritten = rewrite(apart, Map.of("mended", Map.of(
                LINUX_5_10, 6L, LINUX_5_15, 6L, LINUX_6_1, 7L, LINUX_6_12, 6L, LINUX_6_18, 6L)));
        assertThat(rewritten.text()).endsWith("""
                  mended:
                    source: mended.c
                    expect:
                      - kernels: [linux-5.15, linux-6.12]
                        states: 6
                      - kernels: [linux-6.1]
                        states: 7

                      - kernels: [linux-5.10]
                        violated:
                          StopTerminates: [HUNG-STOPPER]
                        states: 6
                      - states: 6
                        kernels: [linux-6.18]
                """);
        assertThat(rewritten.changes()).containsExactly(
                new Change("mended", List.of(LINUX_5_15), 5, 6), new Change("mended", List.of(LINUX_6_1), 5, 7));
        assertThat(rewrite(apart, Map.of()).text()).isEqualTo(apart);
    }

    @Test
    void theLastLineMayLackItsEnd() {
        Rewritten rewritten = rewrite(
                MODEL.replace("[linux-6.12]", "[linux-6.12, linux-6.18]").stripTrailing(),
                Map.of("mended", Map.of(LINUX_6_12, 7L, LINUX_6_18, 8L)));
        assertThat(rewritten.text()).endsWith("\n      - kernels: [linux-6.12]\n        states: 7"
                + "\n      - kernels: [linux-6.18]\n        states: 8\n");
    }

    @Test
    void anExpectationIsCountedAsAWhole() {
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> rewrite(MODEL, Map.of("broken", Map.of(LINUX_5_10, 111L))))
                .withMessageStartingWith("model.yaml:16:")
                .withMessageEndingWith(
                        "linux-5.15 shares this expectation and was not counted; count on all its kernels");
    }

    @Test
    void formsThatAreNotRewrittenAreRefused() {
        String expectation = "\n      - kernels: [linux-6.12]\n        states: 0";
        assertThat(MODEL).contains(expectation);
        assertRefused(MODEL.replace(expectation, " [{kernels: [linux-6.12], states: 0}]"),
                "an expectation that is to be rewritten begins with a dash of its own");
        assertRefused(MODEL.replace(expectation, "\n      - kernels:\n          - linux-6.12\n        states: 0"),
                "the kernels of an expectation that is to be rewritten stand in brackets: [a, b]");
    }

    private static void assertRefused(String text, String why) {
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> rewrite(text, Map.of("mended", Map.of(LINUX_6_12, 7L))))
                .withMessageEndingWith(why);
    }

    private static Rewritten rewrite(String text, Map<String, Map<Profile, Long>> counts) {
        return StateCounts.rewrite(new ModelReader(Atlas.standard()), "model.yaml", text, counts);
    }
}
