package org.quiesce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import org.quiesce.kernel.Primitive.Model;
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
import org.quiesce.spec.FileSink;
import org.quiesce.spec.InterfaceSink;
import org.quiesce.spec.KitchenSink;
import org.quiesce.spec.LifeSink;
import org.quiesce.workbench.Workbench;

/**
 * Holds the table of the kernel's functions against what protocols can say, and against what both semantics do: in the
 * atlas, and in the protocols whose state graphs are compared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrimitiveCoverageTest {

    private static final int MOST_STATES = 20_000;
    private static final Set<String> NAMED_IN_ARGUMENTS = Set.of("KTW_FREEZABLE", "WQ_BH", "system_bh_wq");

    private final Primitives table = Primitives.read();
    /** Functions that some protocol calls. */
    private final Set<String> functions = new TreeSet<>();
    /** Kinds of operations and of conditions that occur in some protocol. */
    private final Set<Class<?>> kinds = new HashSet<>();
    /** What is called by another name: the operations' own functions, by that name. */
    private final Map<String, Set<String>> spelled = new TreeMap<>();
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
                        InterfaceSink.all().stream(),
                        InterfaceSink.otherNames().stream(),
                        LifeSink.all().stream(),
                        FileSink.all().stream(),
                        RandomProtocols.conforming().mapToObj(RandomProtocols::protocol),
                        RandomPrimitives.conforming().mapToObj(RandomPrimitives::protocol))
                .flatMap(protocols -> protocols);
    }

    private void run(Protocol protocol) {
        functions.addAll(protocol.functions());
        statements(protocol).forEach(this::note);
        Stream<String> arguments = statements(protocol)
                .filter(Statement.Call.class::isInstance)
                .flatMap(statement -> arguments((Statement.Call) statement));
        if (executed.containsAll(protocol.functions()) && arguments.allMatch(executed::contains)) {
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
            call.spelling().ifPresent(spelling -> spelled
                    .computeIfAbsent(spelling.function(), f -> new TreeSet<>())
                    .add(call.operation().function().orElseThrow()));
        }
        statement.tested().stream().flatMap(Condition::atoms).forEach(atom -> kinds.add(atom.getClass()));
    }

    /** A call is executed by each of its steps, a function in a condition by the step that tests it. */
    private static Set<String> executedBy(Step step, Statement statement) {
        Set<String> names = statement.functions().filter(step.what()::contains).collect(Collectors.toSet());
        if (statement instanceof Statement.Call call) {
            call.function().ifPresent(names::add);
            arguments(call).forEach(names::add);
        }
        return names;
    }

    /** Flags and other names with rows of their own that are no functions. */
    private static Stream<String> arguments(Statement.Call call) {
        return Stream.of(call.called().split("\\W+")).filter(NAMED_IN_ARGUMENTS::contains);
    }

    private static String module(Protocol protocol) {
        return Workbench.emit(protocol, Granularity.MICRO, Profiles.newest()).entrySet().stream()
                .filter(file -> file.getKey().endsWith(".tla"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private Set<String> callable() {
        return table.all().filter(p -> p.model().isCallable()).map(Primitive::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyCallHasARow() {
        assertThat(kinds).as("what occurs somewhere").containsAll(records(Operation.class))
                .containsAll(records(Condition.Call.class));
        assertThat(callable()).containsAll(functions);
    }

    /** What is the same as another function is written as a spelling of that one, and nothing else is. */
    @Test
    void otherNamesAreThoseOfTheRows() {
        Map<String, Set<String>> rows = new TreeMap<>();
        table.all().forEach(primitive -> {
            if (primitive.model() instanceof Model.SameAs same) {
                rows.put(primitive.name(), new TreeSet<>(same.functions()));
            }
        });
        assertThat(spelled).isEqualTo(rows);
    }

    /** What is part of another function is held by that one. */
    @Test
    void wholesAreExecuted() {
        assertThat(table.all().map(Primitive::model))
                .filteredOn(Model.PartOf.class::isInstance)
                .isNotEmpty()
                .allSatisfy(model -> assertThat(executed).contains(((Model.PartOf) model).function()));
    }

    private static Set<Class<?>> records(Class<?> topic) {
        return topic.isSealed()
                ? Stream.of(topic.getPermittedSubclasses())
                        .flatMap(c -> records(c).stream())
                        .collect(Collectors.toSet())
                : topic.isRecord() ? Set.of(topic) : Set.of();
    }

    @Test
    void everyFunctionThatCanBeCalledIsExecuted() {
        assertThat(executed).containsExactlyElementsOf(callable());
    }

    /** The micro-steps that a call is lowered to are among those that its row names; S0 reads the argument. */
    @Test
    void microStepsAreThoseOfTheRow() {
        protocols().forEach(protocol -> {
            List<Step> steps = Lowering.lower(protocol, Granularity.MICRO).steps().toList();
            protocol.programs().stream().flatMap(p -> p.calls()).forEach(call -> call.function()
                    .flatMap(table::named)
                    .ifPresent(primitive -> assertThat(steps)
                            .filteredOn(step -> step.line() == call.line())
                            .flatExtracting(Step::ids)
                            .filteredOn(id -> !id.equals("S0"))
                            .as("%s in %s", call.called(), protocol.name())
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
