package org.quiesce.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;

class ModelReaderTest {

    private static final String GOOD = """
            schema: quiesce-model/1
            id: my-sleeper
            kind: fault
            title: My driver sleeps over its stop
            protocol: state-set-after-check
            story:
              mechanism: The test comes before the state.
              interleaving:
                - worker tests
                - exit stops
              fix: Swap the two.
              sources: [my own driver]
            bounds: {worker: 1}
            variants:
              broken:
                source: broken.c
                neverTaken:
                  - steps: [WorkerDead]
                    because: it does not end
                survivors:
                  - mutants: [drop-state@2, swap@3.2]
                    because: nobody looks
                expect:
                  - kernels: [linux-5.10, linux-5.15]
                    violated:
                      StopTerminates: [HUNG-STOPPER]
                    states: 110
                  - kernels: [linux-6.12, linux-6.12+classic-rcu]
                    vacuous:
                      - properties: [NothingLeaked]
                        because: nothing is allocated
                    states: 0
            """;

    private static final ModelReader READER = new ModelReader(Atlas.standard());

    @Test
    void aModelIsReadInFull() {
        ModelFile model = READER.parse("model.yaml", GOOD);
        assertThat(model.id()).isEqualTo("my-sleeper");
        assertThat(model.kind()).isEqualTo(Entry.Kind.FAULT);
        assertThat(model.story().interleaving()).containsExactly("worker tests", "exit stops");
        assertThat(model.bounds()).containsEntry("worker", 1);
        ModelFile.Case broken = model.variant("broken").orElseThrow();
        assertThat(broken.protocol().name()).isEqualTo("state-set-after-check");
        Expectation old = broken.on(Profiles.LINUX_5_15).orElseThrow();
        assertThat(old.violated()).containsEntry(Property.STOP_TERMINATES, List.of(Outcome.HUNG_STOPPER)).hasSize(1);
        assertThat(old.states()).isEqualTo(110);
        assertThat(old.stepsNeverTaken()).containsExactly("WorkerDead");
        Expectation masked = broken.on(Profiles.LINUX_6_12.withClassicRcu()).orElseThrow();
        assertThat(masked.violated()).isEmpty();
        assertThat(masked.vacuousProperties()).containsExactly(Property.NOTHING_LEAKED);
        assertThat(masked.stepsNeverTaken()).containsExactly("WorkerDead");
        assertThat(broken.on(Profiles.LINUX_6_18)).isEmpty();
        assertThat(Survivors.named(broken)).hasToString("[drop-state@2, swap@3.2]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quiesce-model/1 | quiesce-model/2 | 1:9: | this is not quiesce-model/1
            id: my-sleeper | id: My Sleeper | 2:5: | use lower-case words joined by hyphens
            kind: fault | kind: faulty | 3:7: | did you mean 'fault'?
            kind: fault | kind: real | 1:1: | the file lacks the key 'class'; add it
            title: My driver | titel: My driver | 4:1: | the file has no key 'titel'; did you mean 'title'?
            title: My driver sleeps over its stop | title: 12 | 4:8: | text belongs here, not a number; put it in quotes
            protocol: state-set-after-check | protocol: state-set-after-chek | 5:11: | mean 'state-set-after-check'?
            protocol: state-set-after-check | '' | 2:5: | say with 'protocol:' whose protocols
            fix: Swap the two. | fixes: Swap the two. | 11:3: | did you mean 'fix'?
            sources: [my own driver] | sources: [] | 12:12: | leave the key out
            bounds: {worker: 1} | '' | 1:1: | the file lacks the key 'bounds'; add it
            bounds: {worker: 1} | bounds: {worker: many} | 13:18: | a whole number belongs here
            bounds: {worker: 1} | bounds: {worker: 2} | 13:18: | the protocol has 1 of 'worker'; write that
            bounds: {worker: 1} | bounds: {workers: 1} | 13:10: | did you mean 'worker'?
            bounds: {worker: 1} | bounds: {worker: 1, worker: 2} | 13:21: | stands in line 13 already
            broken: | borken: | 15:3: | did you mean 'broken'?
            source: broken.c | source: ../broken.c | 16:13: | there is no C file '../broken.c'
            linux-5.15] | linux-5.1] | 24:31: | did you mean 'linux-5.10'?
            linux-5.15] | linux-5.10] | 24:31: | linux-5.10 has an expectation already
            StopTerminates: | StopTerminate: | 26:11: | did you mean 'StopTerminates'?
            StopTerminates: | ParkTerminates: | 26:11: | ParkTerminates does not apply to state-set-after-check/broken
            NothingLeaked] | NothingLeakd] | 30:26: | did you mean 'NothingLeaked'?
            NothingLeaked] | RequestsAnswered] | 30:26: | RequestsAnswered does not apply to state-set-after-check/broken
            [WorkerDead] | [WorkerDaed] | 18:17: | has no step 'WorkerDaed'; did you mean 'WorkerDead'?
            [WorkerDead] | [WorkerDead, Nonsense] | 18:29: | quiesce emit state-set-after-check/broken shows its steps
            drop-state@2 | drop-stat@2 | 21:19: | 'drop-stat@2' is no mutant; write an operator and a line, such as swap@3
            drop-state@2 | drop-state | 21:19: | 'drop-state' is no mutant
            drop-state@2 | swap@3.1 | 21:19: | 'swap@3.1' is no mutant
            drop-state@2 | swap@99 | 21:19: | the listing has 11 lines, and no line 99; quiesce mutate shows what there is
            HUNG-STOPPER | HANG | 26:28: | there is no outcome 'HANG'
            states: 110 | states: -1 | 27:17: | not negative
            states: 110 | states: about 110 | 27:17: | a whole number belongs here
            title: My driver sleeps over its stop | title: *t | 4:8: | aliases are not for model files
            title: My | title: !mine My | 4:8: | tags are not for model files
            """)
    void whatIsWrongIsSaidWithItsPlace(String good, String bad, String place, String message) {
        assertThat(GOOD).contains(good);
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.parse(
                        "model.yaml", GOOD.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad))))
                .withMessageStartingWith("model.yaml:" + place)
                .withMessageContaining(message);
    }

    @Test
    void aStepMayBeNamedThatOnlySomeKernelsHave() {
        String grace = GOOD.replace("        vacuous:", "        neverTaken:\n          - steps: [ModprobeGrace]\n"
                + "            because: nobody reads\n        vacuous:");
        assertThat(READER.parse("model.yaml", grace).variant("broken").orElseThrow().expectations().get(1)
                .stepsNeverTaken()).containsExactly("WorkerDead", "ModprobeGrace");
    }

    @Test
    void aRealBugSaysItsClass() {
        String real = GOOD.replace("kind: fault", "kind: real\nclass: state-set-after-check");
        assertThat(READER.parse("model.yaml", GOOD).faultClass()).isEmpty();
        assertThat(READER.parse("model.yaml", real).faultClass()).contains(FaultClass.STATE_SET_AFTER_CHECK);
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.parse("model.yaml", real.replace("kind: real", "kind: fault")))
                .withMessage("model.yaml:4:8: only what is of kind real says its class; leave it out");
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.parse("model.yaml", real.replace("class: state-set", "class: state-sat")))
                .withMessage("model.yaml:4:8: there is no fault class 'state-sat-after-check';"
                        + " did you mean 'state-set-after-check'?");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.parse("model.yaml", GOOD.replaceFirst(" +states: 110\n", "")))
                .withMessageContaining("an expectation lacks the key 'states'; add it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a: b\\n\\tc: d | 2:1: this is no YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for \
            indentation), while scanning for the next token
            a: b\\nid: @a | 2:5: this is no YAML: found character '@' that cannot start any token., while scanning for the next token
            a: {b: 1\\nc: 2 | 2:2: this is no YAML: expected ',' or '}', but got :, while parsing a flow mapping
            a: b\\nc: "d\\ne: f | 3:5: this is no YAML: found unexpected end of stream, while scanning a quoted scalar
            a: b\\n  c: d | 2:4: this is no YAML: mapping values are not allowed here
            """)
    void whereItIsNoYamlIsWhereTheParserMetIt(String text, String message) {
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.parse("model.yaml", text.replace("\\n", "\n").replace("\\t", "\t")))
                .withMessage("model.yaml:" + message);
    }

    @Test
    void textThatIsNoYamlIsRefused() {
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.parse("model.yaml", "a: [1"))
                .withMessageContaining("this is no YAML");
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.parse("model.yaml", ""))
                .withMessageContaining("the file is empty");
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.parse("model.yaml", GOOD + "---\n" + GOOD))
                .withMessageContaining("a second document begins here");
    }

    @Test
    void aFileThatCantBeReadIsRefused(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.yaml");
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.read(file))
                .withMessageContaining("can't be read");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.read(file))
                .withMessageContaining("not UTF-8");
        Files.write(file, new byte[300 * 1024]);
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.read(file))
                .withMessageContaining("256 KiB");
        Files.writeString(file, GOOD);
        assertThatExceptionOfType(ModelFileException.class)
                .isThrownBy(() -> READER.read(file))
                .withMessageContaining("there is no C file 'broken.c' beside the model file");
        Files.copy(Path.of("models/state-set-after-check/broken.c"), directory.resolve("broken.c"));
        assertThat(READER.read(file).id()).isEqualTo("my-sleeper");
    }

    /** Else what holds of the protocol would be said of a C of which nobody knows. */
    @Test
    void ofAnotherCThanThatOfTheProtocolNothingIsClaimed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("model.yaml"), GOOD);
        Path source = directory.resolve("broken.c");
        String original = Files.readString(Path.of("models/state-set-after-check/broken.c"));
        for (String edited : List.of("", original + "\n", original.replace("kthread_stop", "kthread_park"))) {
            Files.writeString(source, edited);
            assertThatExceptionOfType(ModelFileException.class)
                    .isThrownBy(() -> READER.read(file))
                    .withMessage(file + ":16:13: broken.c is not the C of state-set-after-check/broken, or not any more\n"
                            + "check what it does with: quiesce check " + source);
        }
        Files.writeString(source, original);
        assertThat(READER.read(file).variant("broken")).isPresent();
    }

    /** Whatever happens to a model file, the reader either reads it or says where and what is wrong. */
    @Test
    void damagedFilesAreReadOrRefused() {
        Random random = new Random(20_260_801);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String damaged = damage(random);
            try {
                READER.parse("model.yaml", damaged);
            } catch (ModelFileException e) {
                refused++;
                assertThat(e.getMessage()).matches("(?s)model\\.yaml:[1-9][0-9]*:[1-9][0-9]*: [^\\r\\n]+");
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("mutation " + i + " of:\n" + damaged, e);
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    private static String damage(Random random) {
        StringBuilder text = new StringBuilder(GOOD);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + 1 + random.nextInt(20));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, text.substring(at, to));
                case 2 -> text.setCharAt(at, (char) random.nextInt(0x250));
                case 3 -> text.insert(at, "{}[]:,-&*!|>'\"%@`#\n\t \u0000\ud800".charAt(random.nextInt(22)));
                case 4 -> text.insert(at, switch (random.nextInt(5)) {
                    case 0 -> "null";
                    case 1 -> "1e999";
                    case 2 -> "99999999999999999999";
                    case 3 -> "[".repeat(200);
                    default -> "---\n";
                });
                default -> {
                    int other = random.nextInt(text.length());
                    text.insert(other, new String(
                            text.substring(at, to).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return text.toString();
    }
}
