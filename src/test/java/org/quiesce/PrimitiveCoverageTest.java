package org.quiesce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
import org.quiesce.kernel.Profile;
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
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.sim.Limits;
import org.quiesce.sim.Search;
import org.quiesce.sim.Simulator;
import org.quiesce.spec.CallbackSink;
import org.quiesce.spec.FileSink;
import org.quiesce.spec.InterfaceSink;
import org.quiesce.spec.KitchenSink;
import org.quiesce.spec.LifeSink;
import org.quiesce.spec.SleepSink;
import org.quiesce.workbench.Workbench;

/**
 * Holds the table of the kernel's functions against what protocols can say, and against what both semantics do: in the
 * atlas, and in the protocols whose state graphs are compared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrimitiveCoverageTest {

    private static final int MOST_STATES = 20_000;
    /** The newest, and one of those in which a freezer counts who sleeps. */
    private static final List<Profile> KERNELS = List.of(Profiles.newest(), Profiles.LINUX_5_10);
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
    /** What the calls of all protocols are lowered to. */
    private final Set<Part> parts = new HashSet<>();
    /** Those of them that were executed. */
    private final Set<Part> executedParts = new HashSet<>();

    /**
     * A kind of step.
     *
     * @param function whose call it is a step of; what is written as a spelling of it has the same
     * @param micro    what it does first
     */
    private record Part(String function, String micro) {}

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
                        SleepSink.all().stream(),
                        RandomProtocols.conforming().mapToObj(RandomProtocols::protocol),
                        RandomPrimitives.conforming().mapToObj(RandomPrimitives::protocol))
                .flatMap(protocols -> protocols);
    }

    private void run(Protocol protocol) {
        functions.addAll(protocol.functions());
        statements(protocol).forEach(this::note);
        LoweredProtocol lowered = Lowering.lower(protocol, Granularity.MICRO);
        Map<Integer, List<Statement>> statements = statements(protocol).collect(Collectors.groupingBy(Statement::line));
        List<Step> steps = lowered.steps().filter(step -> statements.containsKey(step.line())).toList();
        Set<Part> own = steps.stream().flatMap(step -> parts(step, statements)).collect(Collectors.toSet());
        parts.addAll(own);
        Set<String> names = steps.stream().flatMap(step -> names(step, statements)).collect(Collectors.toSet());
        for (Profile kernel : KERNELS) {
            if (!executedParts.containsAll(own) || !executed.containsAll(names)) {
                steps.stream().filter(taken(protocol, lowered, kernel)).forEach(step -> {
                    names(step, statements).forEach(executed::add);
                    parts(step, statements).forEach(executedParts::add);
                });
            }
        }
    }

    /** The steps that the simulator takes on a kernel, each of which has an action in the specification. */
    private static Predicate<Step> taken(Protocol protocol, LoweredProtocol lowered, Profile kernel) {
        Set<String> taken = Search.of(Simulator.of(lowered, kernel))
                .within(Limits.none().withStates(MOST_STATES))
                .check(List.of())
                .coverage()
                .taken();
        String module = module(protocol, kernel);
        lowered.steps().map(Step::action).filter(taken::contains).forEach(action -> assertThat(module).as(protocol.name())
                .containsPattern(Pattern.compile("^" + action + "(\\(\\w+\\))? ==", Pattern.MULTILINE)));
        return step -> taken.contains(step.action());
    }

    private static Stream<Part> parts(Step step, Map<Integer, List<Statement>> statements) {
        return statements.get(step.line()).stream()
                .filter(Statement.Call.class::isInstance)
                .flatMap(statement -> ((Statement.Call) statement).operation().function().stream())
                .map(function -> new Part(function, step.micros().get(0).getClass().getSimpleName()));
    }

    private static Stream<String> names(Step step, Map<Integer, List<Statement>> statements) {
        return statements.get(step.line()).stream().flatMap(statement -> executedBy(step, statement).stream());
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

    /** The functions that a step has a part in: that of a call, or one in a condition of which it is the test. */
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

    private static String module(Protocol protocol, Profile kernel) {
        return Workbench.emit(protocol, Granularity.MICRO, kernel).entrySet().stream()
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

    /** Not one step of a call is left out: neither its sleep nor what comes after that. */
    @Test
    void everyStepOfACallIsExecuted() {
        assertThat(parts.stream().filter(part -> !executedParts.contains(part)))
                .as("but what never comes")
                .allMatch(part -> part.micro().equals(Micro.Never.class.getSimpleName()));
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
