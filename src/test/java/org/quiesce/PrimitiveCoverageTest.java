package org.quiesce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Variant;
import org.quiesce.kernel.Primitive;
import org.quiesce.kernel.Primitive.Coverage;
import org.quiesce.kernel.Primitives;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RandomPrimitives;
import org.quiesce.protocol.RandomProtocols;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Step;
import org.quiesce.sim.Limits;
import org.quiesce.sim.Search;
import org.quiesce.sim.Simulator;
import org.quiesce.spec.CallbackSink;
import org.quiesce.spec.KitchenSink;
import org.quiesce.workbench.Workbench;

/**
 * Holds the table of the kernel's functions against what protocols can say, and against what both semantics do: in the
 * atlas, and in the protocols whose state graphs are compared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrimitiveCoverageTest {

    private static final int MOST_STATES = 20_000;

    private final Primitives table = Primitives.read();
    /** Functions that some protocol calls. */
    private final Set<String> functions = new TreeSet<>();
    /** Kinds of operations and of conditions that occur in some protocol. */
    private final Set<Class<?>> kinds = new HashSet<>();
    /** Functions of which the simulator took a step that has an action in the specification. */
    private final Set<String> executed = new TreeSet<>();

    @BeforeAll
    void run() {
        protocols().forEach(this::run);
    }

    private static Stream<Protocol> protocols() {
        return Stream.of(
                        Atlas.standard().entries().stream().flatMap(e -> e.variants().stream()).map(Variant::protocol),
                        KitchenSink.all().stream(),
                        CallbackSink.all().stream(),
                        RandomProtocols.conforming().mapToObj(RandomProtocols::protocol),
                        RandomPrimitives.conforming().mapToObj(RandomPrimitives::protocol))
                .flatMap(protocols -> protocols);
    }

    private void run(Protocol protocol) {
        functions.addAll(protocol.functions());
        statements(protocol).forEach(this::note);
        if (executed.containsAll(protocol.functions())) {
            return;
        }
        LoweredProtocol lowered = Lowering.lower(protocol, Granularity.MICRO);
        Set<String> taken = Search.of(Simulator.of(lowered, Profiles.newest()))
                .within(Limits.none().withStates(MOST_STATES))
                .check(List.of())
                .coverage()
                .taken();
        String module = module(protocol);
        for (Step step : lowered.steps().filter(s -> taken.contains(s.action())).toList()) {
            assertThat(module).as(protocol.name())
                    .containsPattern(Pattern.compile("^" + step.action() + "(\\(\\w+\\))? ==", Pattern.MULTILINE));
            statements(protocol)
                    .filter(statement -> statement.line() == step.line())
                    .forEach(statement -> executed.addAll(executedBy(step, statement)));
        }
    }

    private static Stream<Statement> statements(Protocol protocol) {
        return protocol.programs().stream().flatMap(program -> program.body().stream()).flatMap(Statement::all);
    }

    private void note(Statement statement) {
        if (statement instanceof Statement.Call call) {
            kinds.add(call.operation().getClass());
        }
        statement.tested().stream().flatMap(Condition::atoms).forEach(atom -> kinds.add(atom.getClass()));
    }

    /** A call is executed by each of its steps, a function in a condition by the step that tests it. */
    private static Set<String> executedBy(Step step, Statement statement) {
        Set<String> names = statement.functions().filter(step.what()::contains).collect(Collectors.toSet());
        if (statement instanceof Statement.Call call) {
            call.operation().function().ifPresent(names::add);
        }
        return names;
    }

    private static String module(Protocol protocol) {
        return Workbench.emit(protocol, Granularity.MICRO, Profiles.newest()).entrySet().stream()
                .filter(file -> file.getKey().endsWith(".tla"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private Set<String> modelled() {
        return table.all().filter(p -> p.coverage() == Coverage.MODELLED).map(Primitive::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyCallHasARow() {
        assertThat(kinds).as("what occurs somewhere").containsAll(records(Operation.class))
                .containsAll(records(Condition.Call.class));
        assertThat(modelled()).containsAll(functions);
    }

    private static Set<Class<?>> records(Class<?> topic) {
        return topic.isSealed()
                ? Stream.of(topic.getPermittedSubclasses())
                        .flatMap(c -> records(c).stream())
                        .collect(Collectors.toSet())
                : topic.isRecord() ? Set.of(topic) : Set.of();
    }

    @Test
    void everyRowThatIsModelledIsExecuted() {
        assertThat(executed).containsExactlyElementsOf(modelled());
    }

    /** The micro-steps that a call is lowered to are among those that its row names; S0 reads the argument. */
    @Test
    void microStepsAreThoseOfTheRow() {
        protocols().forEach(protocol -> {
            List<Step> steps = Lowering.lower(protocol, Granularity.MICRO).steps().toList();
            protocol.programs().stream().flatMap(p -> p.calls()).forEach(call -> call.operation().function()
                    .flatMap(table::named)
                    .ifPresent(primitive -> assertThat(steps)
                            .filteredOn(step -> step.line() == call.line())
                            .flatExtracting(Step::ids)
                            .filteredOn(id -> !id.equals("S0"))
                            .as("%s in %s", call.operation().c(), protocol.name())
                            .isSubsetOf(ids(primitive))));
        });
    }

    private static Set<String> ids(Primitive primitive) {
        return primitive.steps().stream()
                .flatMap(steps -> Stream.of(steps.split(" ")))
                .flatMap(PrimitiveCoverageTest::range)
                .collect(Collectors.toSet());
    }

    /** {@code S1-S3} is S1, S2 and S3. */
    private static Stream<String> range(String steps) {
        String[] ends = steps.split("-");
        return IntStream.rangeClosed(number(ends[0]), number(ends[ends.length - 1]))
                .mapToObj(n -> steps.substring(0, 1) + n);
    }

    private static int number(String step) {
        return Integer.parseInt(step.substring(1));
    }
}
