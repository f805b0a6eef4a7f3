package org.quiesce.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.result.PlainRun.Ending;
import org.quiesce.trace.ItfFile;
import org.quiesce.trace.TraceFileException;
import org.quiesce.workbench.Course;
import org.quiesce.workbench.Simulation;
import org.quiesce.workbench.Simulation.End;
import org.quiesce.workbench.Workbench;

/** What is exported in the Informal Trace Format, and such traces of others, on the simulator. */
class ItfFormatTest {

    @ParameterizedTest
    @CsvSource({
        "state-set-after-check/broken, linux-5.10",
        "first-kthread/broken, linux-6.12",
        "erestartsys-spin/broken, linux-6.1",
        "park-stop-race/broken, linux-5.10"})
    void simulatorFollowsWhatIsExported(String name, String kernelName) throws Exception {
        Profile kernel = Profiles.named(kernelName).orElseThrow();
        for (Violation violation : Violation.of(Exports.one(name, kernel))) {
            Simulation simulation = follow(name, kernel, ItfFormat.write(violation));
            assertThat(simulation.story().scenes()).hasSize(violation.run().steps().size());
            assertThat(simulation.violations()).extracting(v -> v.property().id()).contains(violation.finding().name());
            assertThat(simulation.end() instanceof End.GoesRound)
                    .isEqualTo(violation.run().ending().kind() == Ending.Kind.LOOP);
        }
    }

    /** Other tools write numbers plainly, functions as records, and variables of their own; and they stutter. */
    @Test
    void otherSpellingsAreRead() throws Exception {
        String text = exported().replaceAll("\\{\\s*\"#bigint\" : \"(-?\\d+)\"\\s*\\}", "$1")
                .replaceAll("\\{\\s*\"#map\" : \\[ \\[ \"worker\", ([^\\]]*?) \\] \\]\\s*\\}", "{\"worker\" : $1}")
                .replace("\"vars\"", "\"params\": [], \"vars\"")
                .replace("\"fault\" : \"none\"", "\"fault\" : \"none\", \"mbt::actionTaken\" : \"x\"");
        assertThat(text).doesNotContain("#bigint").contains("{\"worker\" : false}");
        assertThat(follow(text).violations()).extracting(v -> v.property().id()).contains("StopTerminates");
        List<Snapshot> states = states(exported());
        List<Snapshot> stuttering = new ArrayList<>(states);
        stuttering.addAll(4, Collections.nCopies(3, states.get(3)));
        assertThat(run(new Course.Given(stuttering, OptionalInt.of(stuttering.size() - 1))).story())
                .isEqualTo(follow(exported()).story());
    }

    /** Apalache writes constants of types of their own, and variants, where a specification has types. */
    @Test
    void valuesOfTypedSpecificationsAreRead() throws Exception {
        String text = exported().replace("\"worker\"", "\"worker_OF_CONTEXT\"")
                .replace("\"RUNNING\"", "{\"tag\": \"State\", \"value\": \"RUNNING_OF_STATE\"}")
                .replace("\"live\"", "{\"tag\": \"live\", \"value\": \"U_OF_UNIT\"}")
                .replaceAll("(\"#bigint\" : \"[0-9]+\")", "\"tag\": \"Count\", \"value\": {$1}");
        assertThat(text).contains("worker_OF_CONTEXT", "\"tag\": \"State\"", "U_OF_UNIT", "\"tag\": \"Count\"");
        assertThat(states(text)).isEqualTo(states(exported()));
    }

    @Test
    void setsOfTypedSpecificationsAreRead() throws Exception {
        Protocol protocol = protocol("exclusive-wake-lost/broken");
        String text = Violation.of(Exports.one("exclusive-wake-lost/broken", Profiles.LINUX_6_1)).stream()
                .map(ItfFormat::write).findFirst().orElseThrow();
        List<StateVariable> variables = Vocabulary.of(Lowering.lower(protocol, Granularity.MICRO, Profiles.LINUX_6_1));
        String typed = text.replaceAll("(?<=\"#set\" : \\[ )\"([^\"]+)\"", "\"$1_OF_CONTEXT\"");
        assertThat(typed).isNotEqualTo(text);
        assertThat(ItfFile.read(typed).states(variables)).isEqualTo(ItfFile.read(text).states(variables));
    }

    @Test
    void firstStateThatNoStepExplainsIsNamed() throws Exception {
        List<Snapshot> states = states(exported());
        List<Snapshot> shortened = new ArrayList<>(states);
        shortened.remove(7);
        Simulation simulation = run(new Course.Given(shortened, OptionalInt.empty()));
        assertThat(simulation.story().scenes()).hasSize(6);
        assertThat(((End.Unexplained) simulation.end()).why()).startsWith("state 7 follows from nothing: nearest to it is ")
                .contains(" instead of ");
        assertThat(((End.Unexplained) run(new Course.Given(states.subList(1, 5), OptionalInt.empty())).end()).why())
                .startsWith("state 0 is not the first one: ");
        assertThat(((End.Unexplained) run(new Course.Given(states, OptionalInt.of(3))).end()).why())
                .startsWith("from the last state none leads back to state 3: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{|not JSON",
        "{}|no list of states",
        "`{\"states\": [{}]}`|state 0: there is no variable 'pc'",
        "`{\"states\": [{\"pc\": \"x\"}]}`|pc must have an entry for each of worker, modprobe",
        "`{\"states\": [{\"pc\": {\"worker\": \"nowhere\", \"modprobe\": \"7\"}}]}`|pc[worker] can't be \"nowhere\"",
        "`{\"states\": [{\"pc\": {\"#map\": [[\"worker\", \"1\"], [\"worker_OF_CONTEXT\", \"1\"]]}}]}`|pc has two entries for worker",
        "`{\"states\": [{\"pc\": {\"#map\": [[\"worker\", {\"#bigint\": \"1\"}], [\"modprobe\", \"7\"]]}}]}`|pc[worker] can't be {",
        "`{\"states\": [{\"pc\": {\"#map\": [[\"worker\", {\"#unserializable\": \"Nat\"}], [\"modprobe\", \"7\"]]}}]}`"
                + "|pc[worker] is not in the trace, as its tool could not write Nat",
        "`{\"states\": [{\"pc\": {\"#tup\": [\"1\", \"7\"]}}]}`|pc must have an entry for each of worker, modprobe"})
    void whatIsNoTraceIsRefused(String text, String why) {
        assertThatThrownBy(() -> states(text)).isInstanceOf(TraceFileException.class).hasMessageContaining(why);
    }

    @Test
    void whatIsNestedWithoutEndIsRefused() {
        assertThatThrownBy(() -> ItfFile.read("[".repeat(100_000))).isInstanceOf(TraceFileException.class)
                .hasMessageContaining("nested deeper");
    }

    @Test
    void loopMustBeOneOfTheStates() {
        assertThatThrownBy(() -> ItfFile.read("{\"states\": [{}], \"loop\": 1}").loop())
                .isInstanceOf(TraceFileException.class).hasMessageContaining("'loop' must be the number of a state, 0 to 0");
    }

    private static String exported() {
        return Violation.of(Exports.one("state-set-after-check/broken", Profiles.LINUX_5_10)).stream()
                .filter(v -> v.finding().name().equals("StopTerminates"))
                .map(ItfFormat::write)
                .findFirst().orElseThrow();
    }

    private static Simulation follow(String text) throws TraceFileException {
        return follow("state-set-after-check/broken", Profiles.LINUX_5_10, text);
    }

    private static Simulation follow(String name, Profile kernel, String text) throws TraceFileException {
        ItfFile trace = ItfFile.read(text);
        Protocol protocol = protocol(name);
        return Workbench.simulate(protocol, Granularity.MICRO, kernel, new Course.Given(
                trace.states(Vocabulary.of(Lowering.lower(protocol, Granularity.MICRO, kernel))), trace.loop()));
    }

    private static List<Snapshot> states(String text) throws TraceFileException {
        return ItfFile.read(text).states(Vocabulary.of(Lowering.lower(
                protocol("state-set-after-check/broken"), Granularity.MICRO, Profiles.LINUX_5_10)));
    }

    private static Simulation run(Course.Given course) {
        return Workbench.simulate(
                protocol("state-set-after-check/broken"), Granularity.MICRO, Profiles.LINUX_5_10, course);
    }

    private static Protocol protocol(String name) {
        String[] parts = name.split("/");
        return Atlas.standard().entry(parts[0]).orElseThrow().variant(parts[1]).orElseThrow().protocol();
    }
}
