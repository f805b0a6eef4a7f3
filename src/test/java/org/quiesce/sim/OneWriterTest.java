package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RandomInterface;
import org.quiesce.protocol.RandomPrimitives;
import org.quiesce.protocol.RandomProtocols;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;

/**
 * What a step does can't depend on the order in which its micros are told: none of them writes an entry of the state
 * that another one writes, or reads after it was written, and none writes where its context is, which the exit decides.
 */
class OneWriterTest {

    private static final int SEEDS = 90;
    private static final int MOST_STATES = 300;
    private static final List<Profile> KERNELS =
            List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_12.withClassicRcu(), Profiles.newest());

    @Test
    void noEntryIsWrittenByTwoMicrosOfAStep() {
        Set<String> conflicts = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        LongStream.range(0, SEEDS).forEach(seed -> Stream.of(RandomProtocols.protocol(seed),
                        RandomPrimitives.protocol(seed), RandomInterface.protocol(seed))
                .forEach(protocol -> compare(protocol, KERNELS.get((int) (seed % KERNELS.size())), conflicts, seen)));
        assertThat(conflicts).isEmpty();
        assertThat(seen).as("what is done together").hasSizeGreaterThan(20);
    }

    /** The harness finds what it looks for. */
    @Test
    void whatIsWrittenByTwoIsFound() {
        Field number = new Field(0, 0, 7, 8);
        Field other = new Field(0, 3, 7, 8);
        Act sets = (before, after) -> {
            number.set(after, 0);
            return Act.NEXT;
        };
        Act copies = (before, after) -> {
            other.set(after, number.get(after));
            return Act.NEXT;
        };
        Map<String, Field> fields = Map.of("number", number, "other", other);
        assertThat(Touched.by(sets, new long[1], fields)).isEqualTo(new Touched(Set.of("number"), Set.of()));
        assertThat(Touched.by(copies, new long[1], fields)).isEqualTo(new Touched(Set.of("other"), Set.of("number")));
    }

    private static void compare(Protocol protocol, Profile kernel, Set<String> conflicts, Set<String> seen) {
        for (Granularity granularity : Granularity.values()) {
            LoweredProtocol lowered = Lowering.lower(protocol, granularity, kernel);
            Machine machine = Machine.of(lowered, kernel);
            Map<String, Field> fields = fields(machine);
            List<long[]> states = states(machine);
            for (String context : lowered.contexts()) {
                Scope scope = new Scope(
                        lowered, kernel, machine.layout(), machine.faults(), machine.threads(), context);
                Threads.Pc pc = Threads.Pc.of(machine.layout(), context);
                for (Step step : several(lowered, context)) {
                    List<List<Act>> micros = step.micros().stream()
                            .map(micro -> StepCode.acts(micro, step, scope, Topic.all(other -> state -> false)))
                            .toList();
                    int here = pc.code(step.label());
                    states.stream().filter(state -> pc.field().get(state) == here).forEach(state -> {
                        conflicts.addAll(conflicts(step, micros, state, fields, Layout.name("pc", context)));
                        seen.add(names(step));
                    });
                }
            }
        }
    }

    private static List<Step> several(LoweredProtocol lowered, String context) {
        return lowered.programOf(context).steps().stream().filter(step -> step.micros().size() > 1).toList();
    }

    /** What more than one of the micros touches in a state, in words. */
    private static List<String> conflicts(
            Step step, List<List<Act>> micros, long[] state, Map<String, Field> fields, String place) {
        List<String> conflicts = new ArrayList<>();
        Set<String> written = new HashSet<>(Set.of(place));
        for (List<Act> acts : micros) {
            List<Touched> touched = acts.stream().map(act -> Touched.by(act, state, fields)).toList();
            touched.stream().flatMap(t -> Stream.of(t.written(), t.readAfter())).flatMap(Set::stream)
                    .filter(written::contains)
                    .forEach(entry -> conflicts.add(names(step) + ": " + entry));
            touched.forEach(t -> written.addAll(t.written()));
        }
        return conflicts;
    }

    private static String names(Step step) {
        return step.micros().stream().map(Micro::getClass).map(Class::getSimpleName).toList().toString();
    }

    /** Every entry that has more than one value. */
    private static Map<String, Field> fields(Machine machine) {
        Map<String, Field> fields = new LinkedHashMap<>();
        Vocabulary.of(machine.lowered()).forEach(variable -> variable.domains().keySet().forEach(index -> {
            Field field = machine.layout().field(variable.name(), index);
            if (field.size() > 1) {
                fields.put(Layout.name(variable.name(), index), field);
            }
        }));
        return fields;
    }

    /** Some states, breadth first. */
    private static List<long[]> states(Machine machine) {
        List<long[]> states = new ArrayList<>(List.of(machine.initial()));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < states.size() && states.size() < MOST_STATES; i++) {
            machine.moves(states.get(i), new long[machine.layout().words()], (label, after) -> {
                if (seen.add(Arrays.toString(after))) {
                    states.add(after.clone());
                }
            });
        }
        return states;
    }

    /**
     * What an act does to a state.
     *
     * @param written   the entries that it stores, be it what they are already
     * @param readAfter those that it does not store, and looks at where it should store
     */
    private record Touched(Set<String> written, Set<String> readAfter) {

        static Touched by(Act act, long[] before, Map<String, Field> fields) {
            long[] after = before.clone();
            int outcome = act.run(before, after);
            Set<String> written = new HashSet<>();
            Set<String> readAfter = new HashSet<>();
            if (outcome < 0) {
                return new Touched(written, readAfter);
            }
            fields.forEach((name, field) -> {
                // Where the act stores nothing another value stays; where that makes a difference it was looked at.
                int disturbed = (field.get(before) + 1) % field.size();
                long[] other = before.clone();
                field.set(other, disturbed);
                boolean sameWay = act.run(before, other) == outcome;
                int left = field.get(other);
                if (field.get(after) != field.get(before) || left != disturbed) {
                    written.add(name);
                } else {
                    field.set(other, field.get(before));
                    if (!sameWay || !Arrays.equals(after, other)) {
                        readAfter.add(name);
                    }
                }
            });
            return new Touched(Set.copyOf(written), Set.copyOf(readAfter));
        }
    }
}
