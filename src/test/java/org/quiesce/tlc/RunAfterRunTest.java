package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child serves run after run; each prints what it would in a JVM of its own, and one that fails ends its child. */
class RunAfterRunTest {

    private static final TlcJar JAR = TlcJar.bundled();
    /** Those that end without a verdict, and with them their child. */
    private static final Set<String> REFUSED = Set.of("parse error", "configuration error", "evaluation error");

    @TempDir
    private static Path cache;

    /** Of different modules, with different variables, operators, strings and outcomes. */
    private static final Map<String, TlcRequest> REQUESTS = new LinkedHashMap<>();
    private static final TlcRequest GOOD =
            Specs.worker("early", "SPECIFICATION Spec", "CHECK_DEADLOCK FALSE").heapMebibytes(1024).build();

    private static final TlcRequest.Builder ENDLESS = TlcRequest.module("Endless", """
            ---- MODULE Endless ----
            EXTENDS Naturals
            VARIABLE x
            Init == x = 0
            Next == x' = x + 1
            ====
            """).config("INIT Init\nNEXT Next\n");

    @BeforeAll
    static void collect() throws IOException {
        for (String specification : List.of("erestartsys-spin/broken", "late-module-get/mended")) {
            Path module = module(Path.of("specs", specification));
            String name = module.toString().replaceFirst("\\.tla$", "");
            TlcRequest.Builder safety = TlcRequest.files(module, Path.of(name + "Safety.cfg"));
            REQUESTS.put(specification + " safety", safety.build());
            REQUESTS.put(specification + " graph", safety.mode(TlcRequest.Mode.GRAPH).build());
            REQUESTS.put(specification + " coverage",
                    safety.mode(TlcRequest.Mode.SAFETY).with(TlcRequest.Option.COVERAGE).build());
            REQUESTS.put(specification + " liveness", TlcRequest.files(module, Path.of(name + "Liveness.cfg"))
                    .mode(TlcRequest.Mode.LIVENESS)
                    .build());
        }
        put("violated invariant", Specs.worker("early", "SPECIFICATION Spec", "INVARIANT NeverStopped"));
        put("deadlock", Specs.worker("early", "SPECIFICATION Spec"));
        put("lasso", Specs.worker("deaf", "SPECIFICATION Spec", "PROPERTY StopTerminates", "CHECK_DEADLOCK FALSE")
                .mode(TlcRequest.Mode.LIVENESS));
        put("false assumption", Specs.worker("loud", "SPECIFICATION Spec"));
        put("no deadlock", Specs.worker("early", "SPECIFICATION Spec").with(TlcRequest.Option.IGNORE_DEADLOCK));
        put("parse error", TlcRequest.module("Wrong", "---- MODULE Wrong ----\nVARIABLE x\nInit == x = = 1\n====\n")
                .config("INIT Init\nNEXT Init\n"));
        put("configuration error", Specs.worker("early", "SPECIFICATION NoSuchThing"));
        put("evaluation error", Specs.worker("late", "SPECIFICATION Spec", "INVARIANT BadSum"));
        try (Tlc tlc = tlc()) {
            // The child that writes the class-data archive serves no other run.
            tlc.run(GOOD);
        }
        assertThat(children()).isEmpty();
    }

    private static void put(String name, TlcRequest.Builder request) {
        REQUESTS.put(name, request.heapMebibytes(1024).build());
    }

    private static Path module(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".tla")).findFirst().orElseThrow();
        }
    }

    @Test
    void whateverCameBeforeMakesNoDifference(@TempDir Path directory) throws Exception {
        Map<String, Printed> alone = new LinkedHashMap<>();
        for (String name : REQUESTS.keySet()) {
            try (Children children = new Children(JAR, ClassArchives.in(cache).slot(JAR))) {
                alone.put(name, Printed.inTurn(children, REQUESTS.get(name), false));
            }
            Printed bare = Printed.bare(JAR, REQUESTS.get(name), directory.resolve(name));
            assertThat(bare.ofAnyJvm().difference(alone.get(name).ofAnyJvm())).as("%s on the command line", name).isEmpty();
        }
        assertThat(alone.values()).extracting(Printed::status).contains(0, 10, 11, 12, 13, 75, 150);
        assertThat(alone.values()).extracting(Printed::graph).filteredOn(graph -> !graph.isEmpty()).hasSize(2);

        List<String> order = new ArrayList<>(REQUESTS.keySet());
        try (Children children = new Children(JAR, ClassArchives.in(cache).slot(JAR))) {
            for (int round = 0; round < 3; round++) {
                for (String name : order) {
                    Printed printed = Printed.inTurn(children, REQUESTS.get(name), !REFUSED.contains(name));
                    assertThat(alone.get(name).difference(printed)).as("%s, in round %s of %s", name, round, order)
                            .isEmpty();
                }
                switch (round) {
                    case 0 -> Collections.reverse(order);
                    default -> Collections.shuffle(order, new Random(round));
                }
            }
        }
    }

    @Test
    void oneChildServesAllRunsWithTheSameOptions() {
        List<TlcRequest> sameOptions = REQUESTS.entrySet().stream()
                .filter(request -> !REFUSED.contains(request.getKey()))
                .map(Map.Entry::getValue)
                .filter(request -> request.options().isEmpty())
                .toList();
        assertThat(sameOptions).hasSizeGreaterThan(6);
        try (Tlc tlc = tlc()) {
            assertThat(tlc.run(sameOptions.get(0))).isInstanceOf(TlcOutcome.Completed.class);
            List<ProcessHandle> first = children();
            assertThat(first).hasSize(1);
            for (TlcRequest request : sameOptions) {
                assertThat(tlc.run(request)).isInstanceOf(TlcOutcome.Completed.class);
                assertThat(children()).isEqualTo(first);
            }
        }
        assertThat(children()).isEmpty();
    }

    /** Each violation leaves some threads of TLC, which are few: a child goes before they become many. */
    @Test
    void childServesTensOfViolations() {
        TlcRequest violated = REQUESTS.get("violated invariant");
        Set<ProcessHandle> all = new HashSet<>();
        try (Tlc tlc = tlc()) {
            TlcOutcome first = tlc.run(violated);
            for (int i = 0; i < 60; i++) {
                assertThat(tlc.run(violated)).isEqualTo(first);
                all.addAll(children());
            }
        }
        assertThat(all).as("children that 60 runs took").hasSizeBetween(1, 4);
    }

    @Test
    void whatIsRefusedEndsTheChildAndNothingElse() {
        try (Tlc tlc = tlc()) {
            TlcOutcome outcome = tlc.run(GOOD);
            for (String name : REFUSED) {
                List<ProcessHandle> before = children();
                assertThat(before).hasSize(1);
                assertThat(tlc.run(REQUESTS.get(name))).as(name).isInstanceOf(TlcOutcome.Failure.class);
                assertThat(children()).isEmpty();
                assertThat(tlc.run(GOOD)).isEqualTo(outcome);
                assertThat(children()).hasSize(1).isNotEqualTo(before);
            }
        }
    }

    @Test
    void childThatHangsIsReplaced() {
        try (Tlc tlc = tlc()) {
            TlcOutcome outcome = tlc.run(GOOD);
            List<ProcessHandle> before = children();
            assertThat(tlc.run(ENDLESS.timeout(Duration.ofSeconds(2)).build())).isInstanceOf(TlcOutcome.TimedOut.class);
            assertThat(before).noneMatch(ProcessHandle::isAlive);
            assertThat(tlc.run(GOOD)).isEqualTo(outcome);
        }
    }

    @Test
    void childThatIsKilledAtWorkIsReplacedAndItsRunHasNoVerdict() throws Exception {
        TlcRequest endless = ENDLESS.timeout(Duration.ofMinutes(1)).build();
        try (Tlc tlc = tlc()) {
            TlcOutcome outcome = tlc.run(GOOD);
            CompletableFuture<Void> atWork = new CompletableFuture<>();
            CompletableFuture<TlcOutcome> run = CompletableFuture.supplyAsync(
                    () -> tlc.run(endless, progress -> atWork.complete(null)));
            atWork.get(1, TimeUnit.MINUTES);
            children().forEach(ProcessHandle::destroyForcibly);
            assertThat(run.get(1, TimeUnit.MINUTES)).isInstanceOfSatisfying(TlcOutcome.Crashed.class,
                    crash -> assertThat(crash.exitStatus()).isEqualTo(137));
            assertThat(tlc.run(GOOD)).isEqualTo(outcome);
        }
    }

    @Test
    void childThatIsKilledWhileItWaitsIsReplaced() throws Exception {
        try (Tlc tlc = tlc()) {
            TlcOutcome outcome = tlc.run(GOOD);
            for (ProcessHandle child : children()) {
                child.destroyForcibly();
                child.onExit().get(1, TimeUnit.MINUTES);
            }
            assertThat(tlc.run(GOOD)).isEqualTo(outcome);
        }
    }

    private static Tlc tlc() {
        return Tlc.using(JAR, ClassArchives.in(cache), AnswerCache.none());
    }

    /** Those of this test: other tests may run at the same time. */
    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> child.info().commandLine().orElse("").contains(cache.toString()))
                .toList();
    }
}
