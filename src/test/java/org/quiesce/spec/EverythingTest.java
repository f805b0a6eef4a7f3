package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.tlc.StateGraph;
import org.quiesce.tlc.TlcValue;

/** Every micro is executed by TLC somewhere, without an evaluation error, and leads to values of the vocabulary. */
class EverythingTest {

    @TempDir
    static Path cache;

    private static TlcRuns tlc;

    @BeforeAll
    static void open() {
        tlc = new TlcRuns(cache);
    }

    @AfterAll
    static void close() {
        tlc.close();
    }

    static Stream<Arguments> specs() {
        return KitchenSink.all().stream().flatMap(protocol ->
                Stream.of(Granularity.values()).map(granularity -> Arguments.of(protocol.name(), granularity, protocol)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("specs")
    void statesAreThoseOfTheVocabulary(String name, Granularity granularity, Protocol protocol) {
        EmittedSpec spec = TlcRuns.emit(protocol, granularity);
        StateGraph graph = tlc.graph(spec, Profiles.LINUX_6_1.withClassicRcu(), readinessIsEnabledness(spec));

        for (StateVariable variable : spec.variables()) {
            Map<String, Set<Datum>> domains = variable.domains().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
            for (Map<String, TlcValue> state : graph.states()) {
                assertThat(state).hasSize(spec.variables().size());
                entries(state.get(variable.name()), variable).forEach((index, value) ->
                        assertThat(domains.get(index)).as(variable.name() + "[" + index + "]").contains(value));
            }
        }
        Set<String> names = spec.lowered().steps().map(Step::action).collect(Collectors.toSet());
        Stream.of(SystemEvent.values()).forEach(event -> names.add(event.action()));
        assertThat(names).containsAll(taken(graph));
    }

    /** Nothing that is emitted has gone untried; some ways are only there in the other granularity. */
    @Test
    void everyMicroIsTakenSomewhere() {
        Set<Class<?>> missing = new HashSet<>(Set.of(Micro.class.getPermittedSubclasses()));
        for (Protocol protocol : KitchenSink.all()) {
            for (Granularity granularity : Granularity.values()) {
                if (Lowering.lower(protocol, granularity).steps().flatMap(s -> s.micros().stream())
                        .noneMatch(micro -> missing.contains(micro.getClass()))) {
                    continue;
                }
                EmittedSpec spec = TlcRuns.emit(protocol, granularity);
                Set<String> taken = taken(tlc.graph(spec, Profiles.LINUX_5_10, Optional.empty()));
                spec.lowered().steps()
                        .filter(step -> taken.contains(step.action()))
                        .forEach(step -> step.micros().forEach(micro -> missing.remove(micro.getClass())));
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Set<String> taken(StateGraph graph) {
        return graph.edges().stream().map(StateGraph.Edge::action).collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@code FairStep} is written from the guards; TLC's ENABLED must agree with it in every state. */
    private static Optional<String> readinessIsEnabledness(EmittedSpec spec) {
        if (!Property.STOP_TERMINATES.appliesTo(spec.lowered())) {
            return Optional.empty();
        }
        Facts facts = new Facts(spec.lowered());
        List<String> parts = new ArrayList<>();
        for (LoweredProgram program : spec.lowered().programs()) {
            if (!Facts.isEnvironment(program)) {
                for (String context : program.contexts()) {
                    String steps = facts.names().program(program.program())
                            + (Facts.isFamily(program) ? "(" + context + ")" : "");
                    parts.add("  /\\ fault = \"none\" => (FairStep(" + context + ") <=> ENABLED (" + steps
                            + " \\/ FetchFault(" + context + ")))");
                }
            }
        }
        return Optional.of(String.join("\n", parts));
    }

    private static Map<String, Datum> entries(TlcValue value, StateVariable variable) {
        if (variable.isPlain()) {
            return Map.of(StateVariable.PLAIN, datum(value));
        }
        Map<String, Datum> entries = ((TlcValue.Function) value).entries().entrySet().stream()
                .collect(Collectors.toMap(e -> ((TlcValue.Model) e.getKey()).name(), e -> datum(e.getValue())));
        assertThat(entries.keySet()).isEqualTo(Set.copyOf(variable.indices()));
        return entries;
    }

    private static Datum datum(TlcValue value) {
        if (value instanceof TlcValue.Int number) {
            return Datum.of(number.value());
        } else if (value instanceof TlcValue.Bool truth) {
            return Datum.of(truth.value());
        } else if (value instanceof TlcValue.Str word) {
            return Datum.of(word.text());
        } else if (value instanceof TlcValue.Model model) {
            return Datum.of(model.name());
        }
        return Datum.of(((TlcValue.SetOf) value).elements().stream().map(e -> ((TlcValue.Model) e).name()).toList());
    }
}
