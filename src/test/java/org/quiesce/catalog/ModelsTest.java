package org.quiesce.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Step;

/** The directories under {@code models/} and the atlas belong to each other. */
class ModelsTest {

    static final Path MODELS = Path.of("models");
    private static final Atlas ATLAS = Atlas.standard();
    private static final Pattern DOCUMENTED = Pattern.compile("\\b[0-9a-f]{12}\\b|CVE-");

    static ModelFile model(Entry entry) {
        return new ModelReader(ATLAS).read(directory(entry).resolve(ModelFile.NAME));
    }

    static Path directory(Entry entry) {
        return MODELS.resolve(entry.place());
    }

    static List<Entry> entries() {
        return ATLAS.entries();
    }

    @Test
    void everyEntryHasADirectoryAndViceVersa() throws IOException {
        try (Stream<Path> files = Files.find(MODELS, 3, (file, what) -> file.endsWith(ModelFile.NAME))) {
            assertThat(files.map(f -> MODELS.relativize(f.getParent()).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrderElementsOf(ATLAS.entries().stream().map(Entry::place).toList());
        }
    }

    static List<Entry> realBugs() {
        return ATLAS.entries(Entry.Kind.REAL);
    }

    /** Neither a model of a bug is of that class, nor does the fault itself name a commit, a report or a CVE. */
    @Test
    void faultsWithoutADocumentedBugAreNamed() throws IOException {
        Set<String> documented = realBugs().stream().flatMap(bug -> bug.faultClass().stream()).map(FaultClass::id).collect(Collectors.toSet());
        List<String> without = ATLAS.entries(Entry.Kind.FAULT).stream()
                .filter(fault -> !documented.contains(fault.id()))
                .filter(fault -> model(fault).story().sources().stream().noneMatch(DOCUMENTED.asPredicate()))
                .map(Entry::id)
                .toList();
        String text = Files.readString(MODELS.resolve("README.md"));
        String named = text.substring(text.indexOf("no bug is known"), text.indexOf("`compile.sh`"));
        assertThat(Pattern.compile("`([a-z-]+-[a-z-]+)`").matcher(named).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(without);
    }

    /** A commit, an issue, or at least the title of the patch where that was all that could be read. */
    @ParameterizedTest
    @MethodSource("realBugs")
    void aRealBugSaysItsClassAndWhereItIsDocumented(Entry entry) {
        assertThat(model(entry).faultClass()).isEqualTo(entry.faultClass()).isPresent();
        assertThat(model(entry).story().sources()).anySatisfy(source -> assertThat(source)
                .containsPattern("commits? [0-9a-f]{7,}|issue [0-9]+|at [0-9a-f]{12}|hunks? in|known by its title"));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void modelFileAndEntryTellTheSame(Entry entry) {
        ModelFile model = model(entry);
        assertThat(model.id()).isEqualTo(entry.id());
        assertThat(model.title()).isEqualTo(entry.title());
        assertThat(model.kind()).isEqualTo(entry.kind());
        assertThat(model.cases()).extracting(Case::name)
                .containsExactlyElementsOf(entry.variants().stream().map(Variant::name).toList());
        assertThat(model.cases()).allSatisfy(c -> assertThat(c.source()).isEqualTo(c.name() + ".c"));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void aDirectoryHoldsTheModelFileAndItsSourcesOnly(Entry entry) throws IOException {
        List<String> expected = Stream.concat(
                        Stream.of(ModelFile.NAME), model(entry).cases().stream().map(Case::source))
                .toList();
        try (Stream<Path> files = Files.list(directory(entry))) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void boundsAreThoseOfTheProtocols(Entry entry) {
        Map<String, Integer> bounds = model(entry).bounds();
        List<Map<String, Integer>> counts = model(entry).cases().stream()
                .map(c -> c.protocol().programs().stream()
                        .filter(p -> p instanceof Program.Kthread || p instanceof Program.FileOperation)
                        .collect(Collectors.toMap(Program::name, Program::count)))
                .toList();
        // A variant may do without a thread that others have, but has no other number of them.
        assertThat(counts).allSatisfy(c -> assertThat(bounds).containsAllEntriesOf(c));
        assertThat(counts.stream().flatMap(c -> c.keySet().stream())).containsAll(bounds.keySet());
    }

    @ParameterizedTest
    @MethodSource("entries")
    void everyKernelHasAnExpectation(Entry entry) {
        assertThat(model(entry).cases()).allSatisfy(c -> assertThat(Profiles.all())
                .allSatisfy(kernel -> assertThat(c.on(kernel)).isPresent()));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void expectationsNameWhatTheProtocolHas(Entry entry) {
        assertThat(model(entry).cases()).allSatisfy(c -> {
            LoweredProtocol lowered = Lowering.lower(c.protocol(), Granularity.MICRO);
            List<String> actions = lowered.steps().map(Step::action).toList();
            for (Expectation expectation : c.expectations()) {
                assertThat(expectation.states()).isPositive();
                assertThat(Property.of(lowered))
                        .containsAll(expectation.violated().keySet())
                        .containsAll(expectation.vacuousProperties());
                assertThat(actions).containsAll(expectation.stepsNeverTaken());
                expectation.violated().forEach((property, outcomes) ->
                        assertThat(property.outcomes()).as(property.id()).containsAll(outcomes));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("entries")
    void onlyTheBrokenAreViolated(Entry entry) {
        assertThat(model(entry).cases()).allSatisfy(c -> {
            boolean violated = c.expectations().stream().anyMatch(e -> !e.violated().isEmpty());
            assertThat(violated).as(c.name()).isEqualTo(c.name().startsWith(Variant.BROKEN));
        });
    }
}
