package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Variant;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.kernellog.LogException;
import org.quiesce.kernellog.LogReader;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.sim.Simulator;
import org.quiesce.workbench.Validation.Answer;

/**
 * Runs that the simulator draws, as ftrace would have written them, are runs of their model; without an event that is about
 * them, or with one more, they are none, and TLC says so of each as the simulator does. What takes longest runs with
 * {@code -Psweep}.
 */
class RenderedLogsTest {

    private static final int MOST_MOVES = 150;
    private static final Set<String> RECORDED = Set.of("sched_switch", "sched_waking", "sched_process_fork", "sched_kthread_stop",
            "sched_kthread_stop_ret", "sched_process_free", "sched_process_exit", "module_put", "workqueue_execute_start",
            "sched_kthread_work_execute_start");
    private static final Pattern LINE = Pattern.compile("\\s*(.+)-(\\d+)\\s+(\\[\\d+\\]) (\\S+) +([\\d.]+): (\\w+): (.*)");
    private static final Pattern WAKING = Pattern.compile("sched_waking: comm=\\S+ pid=(\\d+) ");

    private static Workbench workbench;

    @BeforeAll
    static void open() {
        workbench = Workbench.standard();
    }

    @AfterAll
    static void close() {
        workbench.close();
    }

    /** A model on one of the kernels. */
    private record Case(String name, Protocol protocol, Profile profile) {

        Simulator simulator() {
            return Simulator.of(Lowering.lower(protocol, Granularity.MICRO, profile), profile);
        }
    }

    /** Every variant of the atlas, each on one of the kernels. */
    private static Stream<Case> all() {
        List<Profile> kernels = Profiles.all();
        return Atlas.standard().entries().stream().flatMap(entry -> entry.variants().stream().map(variant ->
                new Case(entry.id() + "/" + variant.name(), variant.protocol(),
                        kernels.get(Math.floorMod((entry.id() + variant.name()).hashCode(), kernels.size())))));
    }

    private static Case one(String id, String variant, Profile profile) {
        Variant found = Atlas.standard().entry(id).orElseThrow().variant(variant).orElseThrow();
        return new Case(id + "/" + variant, found.protocol(), profile);
    }

    @Test
    void runsAreRuns() throws Exception {
        for (Case one : all().toList()) {
            accepted(one, 0, UnaryOperator.identity());
        }
    }

    @Tag("sweep")
    @Test
    void manyRunsAreRuns() throws Exception {
        for (Case one : all().toList()) {
            for (long seed = 1; seed < 60; seed++) {
                accepted(one, seed, UnaryOperator.identity());
            }
        }
    }

    /** How the programs lay a line out. */
    private enum Layout {
        TRACE_CMD("$1-$2 $3 $4 $5: $6: $7") {
            @Override
            String payload(String line) {
                return line.replaceAll("prev_comm=(\\S+) prev_pid=(\\d+) prev_prio=120 prev_state=(\\S+) ==> next_comm=(\\S+)"
                        + " next_pid=(\\d+) next_prio=120", "$1:$2 [120] $3 ==> $4:$5 [120]");
            }
        },
        TRACE_CMD_WITHOUT_FLAGS("$1-$2 $3 $5: $6: $7"),
        PERF("$1 $2 $3 $5: sched:$6: $7");

        private final String form;

        Layout(String form) {
            this.form = form;
        }

        String payload(String line) {
            return line;
        }

        String of(String line) {
            return payload(LINE.matcher(line).replaceFirst(form));
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void otherProgramsSayTheSame(Layout layout) throws Exception {
        for (Case one : all().filter(c -> c.name().length() % 5 == layout.ordinal()).toList()) {
            accepted(one, 1, layout::of);
        }
    }

    private static void accepted(Case one, long seed, UnaryOperator<String> form) throws Exception {
        List<String> lines = RenderedRun.lines(one.simulator(), seed, MOST_MOVES).stream().map(form).toList();
        assertThat(answer(one, lines, Engines.SIM)).as("%s on %s, seed %d:%n%s", one.name(), one.profile(), seed, text(lines))
                .isInstanceOf(Answer.Accepted.class);
    }

    /** Who was asleep, and is on a CPU again, was woken; and nobody is woken twice who did not run. */
    @ParameterizedTest
    @ValueSource(strings = {"state-set-after-check", "park-unresponsive", "kworker-queue-after-flush"})
    void sleepersAreWokenOnce(String id) throws Exception {
        int tried = 0;
        for (String variant : List.of(Variant.BROKEN, Variant.MENDED)) {
            Case one = one(id, variant, Profiles.LINUX_6_12);
            for (long seed = 0; seed < 15; seed++) {
                List<String> lines = RenderedRun.lines(one.simulator(), seed, MOST_MOVES);
                for (int woken : wakeUpsOfSleepers(lines)) {
                    List<String> without = new ArrayList<>(lines);
                    without.remove(woken);
                    List<String> twice = new ArrayList<>(lines);
                    twice.add(woken, lines.get(woken));
                    for (List<String> damaged : List.of(without, twice)) {
                        assertThat(answer(one, damaged, Engines.SIM)).as("%s, seed %d, line %d of%n%s", one.name(), seed, woken + 1, text(lines))
                                .isInstanceOfAny(Answer.Refused.class, Answer.EndsInFault.class);
                        tried++;
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(3);
    }

    /** Lines of wake-ups of threads that have gone to sleep as INTERRUPTIBLE or PARKED and get on a CPU later. */
    private static List<Integer> wakeUpsOfSleepers(List<String> lines) {
        return IntStream.range(0, lines.size()).filter(i -> {
            Matcher waking = WAKING.matcher(lines.get(i));
            if (!waking.find()) {
                return false;
            }
            String out = " prev_pid=" + waking.group(1) + " prev_prio=120 prev_state=";
            Optional<String> before = lines.subList(0, i).stream()
                    .filter(l -> l.contains(out) || l.contains("next_pid=" + waking.group(1) + " ")).reduce((a, b) -> b);
            Optional<String> after = lines.subList(i + 1, lines.size()).stream()
                    .filter(l -> l.contains("pid=" + waking.group(1) + " ")).findFirst();
            return before.filter(l -> l.contains(out + "S") || l.contains(out + "P")).isPresent()
                    && after.filter(l -> l.contains("next_pid=")).isPresent();
        }).boxed().toList();
    }

    /** No thread of these models returns 77. */
    @ParameterizedTest
    @ValueSource(strings = {"first-kthread", "double-stop-sequential", "missing-stop-in-exit"})
    void forgedResultIsRefused(String id) throws Exception {
        Case one = one(id, Variant.BROKEN, Profiles.LINUX_6_18);
        List<String> lines = RenderedRun.lines(one.simulator(), 3, MOST_MOVES);
        int tried = 0;
        for (int i = 2; i < lines.size(); i++) {
            if (lines.get(i).matches(" *(?:insmod|rmmod)-.*")) {
                List<String> damaged = new ArrayList<>(lines);
                damaged.add(i, lines.get(i).replaceFirst("(?:sched|module)_\\w+: .*", "sched_kthread_stop_ret: ret=77"));
                assertThat(answer(one, damaged, Engines.SIM)).as("line %d of%n%s", i + 1, text(damaged))
                        .isInstanceOfAny(Answer.Refused.class, Answer.EndsInFault.class);
                tried++;
            }
        }
        assertThat(tried).isPositive();
    }

    /** A log of a run that ended in a fault goes on with what is not modelled; TLC finds the same fault there. */
    @Test
    void bothEnginesFindTheFaultInWhichALogEnds() throws Exception {
        Case one = one("missing-stop-in-exit", Variant.BROKEN, Profiles.LINUX_6_1);
        List<Answer> found = new ArrayList<>();
        for (long seed = 0; seed < 200 && found.size() < 2; seed++) {
            List<String> lines = new ArrayList<>(RenderedRun.lines(one.simulator(), seed, MOST_MOVES));
            String last = lines.get(lines.size() - 1);
            lines.add(last.replaceFirst("^.*?-\\d+ +\\[\\d+\\]", "<idle>-0 [000]").replaceFirst(" \\S{5}  ", " d.h3.  ")
                    .replaceFirst("[a-z]+_\\w+: .*", "sched_waking: comm=worker pid=" + pid(lines, "worker") + " prio=120 target_cpu=000"));
            if (answer(one, lines, Engines.SIM) instanceof Answer.EndsInFault) {
                found.add(answer(one, lines, Engines.BOTH));
            }
        }
        assertThat(found).hasSize(2).allSatisfy(answer -> assertThat(answer).isInstanceOf(Answer.EndsInFault.class));
    }

    private static String pid(List<String> lines, String comm) {
        return lines.stream().map(Pattern.compile("child_comm=" + comm + " child_pid=(\\d+)")::matcher).filter(Matcher::find)
                .map(m -> m.group(1)).findFirst().orElse("1");
    }

    /** Logs that are damaged in one place, of which it is not known beforehand what they are. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void enginesAgreeAboutDamage(long seed) throws Exception {
        agree(new Random(seed), 2);
    }

    @Tag("sweep")
    @Test
    void enginesAgreeAboutMuchDamage() throws Exception {
        agree(new Random(4), 200);
    }

    private static void agree(Random random, int logs) throws Exception {
        List<Case> cases = all().toList();
        int tried = 0;
        while (tried < logs) {
            Case one = cases.get(random.nextInt(cases.size()));
            long seed = random.nextInt(1000);
            List<String> lines = RenderedRun.lines(one.simulator(), seed, MOST_MOVES);
            if (lines.size() > 20) {
                List<String> damaged = damaged(lines, random);
                assertThat(answer(one, damaged, Engines.BOTH)).as("%s on %s, seed %d:%n%s", one.name(), one.profile(), seed, text(damaged))
                        .isNotInstanceOf(Answer.Disputed.class);
                tried++;
            }
        }
    }

    /** One line less, two in the other order, or one twice. */
    private static List<String> damaged(List<String> lines, Random random) {
        List<String> damaged = new ArrayList<>(lines);
        int at = 2 + random.nextInt(lines.size() - 3);
        switch (random.nextInt(3)) {
            case 0 -> damaged.remove(at);
            case 1 -> {
                damaged.set(at, at(lines.get(at), lines.get(at + 1)));
                damaged.set(at + 1, at(lines.get(at + 1), lines.get(at)));
            }
            default -> damaged.add(at, lines.get(at));
        }
        return damaged;
    }

    /** The second line at the time of the first. */
    private static String at(String first, String second) {
        Matcher time = LINE.matcher(first);
        return time.matches() ? second.replaceFirst(" [\\d.]+: ", " " + time.group(5) + ": ") : second;
    }

    private static Answer answer(Case one, List<String> lines, Engines engines) throws LogException, LogMismatchException {
        return workbench.validate(new LogQuestion(one.protocol(), one.profile(), LogReader.read(text(lines)), Optional.empty(), Map.of(),
                RECORDED, engines)).answer();
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
