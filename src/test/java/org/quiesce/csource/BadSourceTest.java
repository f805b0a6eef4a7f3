package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no C of a module: each is refused with what is wrong, and where. */
class BadSourceTest {

    @TempDir
    private Path directory;

    private static void refused(String c, String... words) {
        assertThatThrownBy(() -> Module.read(c)).isInstanceOf(CSourceException.class).message().contains(words);
    }

    @Test
    void aFileThatIsNotThere() {
        assertThatThrownBy(() -> CSource.read(directory.resolve("none.c"))).hasMessageContaining("there is no file");
    }

    @Test
    void bytesThatAreNoText() throws IOException {
        Path file = Files.write(directory.resolve("module.c"), new byte[] {'i', 'n', 't', 0, 1});
        assertThatThrownBy(() -> CSource.read(file)).hasMessageContaining("not text: its byte 4 is 0");
    }

    @Test
    void aFileThatIsTooLarge() throws IOException {
        Path file = Files.writeString(directory.resolve("large.c"), "/* */\n".repeat(1_000_000));
        assertThatThrownBy(() -> CSource.read(file)).hasMessageContaining("6000000 bytes, and up to 4000000 are read");
    }

    @Test
    void aFileThatIsCutOff() {
        refused("static int f(void)\n{\n\tif (1) {\n\t\tg();\n", "test.c:3:9: this '{' is never closed");
        refused("int x;\n/* not closed", "test.c:2:1: this comment is never closed");
    }

    @Test
    void moreThreadsThanCanBeChecked() {
        String threads = IntStream.range(0, 61).mapToObj(i -> "int pump%d(void *data)\n{\n\treturn 0;\n}\n".formatted(i))
                .collect(Collectors.joining());
        String creations = IntStream.range(0, 61).mapToObj("\tkthread_run(pump%d, NULL, \"pump\");\n"::formatted)
                .collect(Collectors.joining());
        refused(threads + "int f(void)\n{\n" + creations + "\treturn 0;\n}\nmodule_init(f);\n",
                "62 threads, callbacks and users take part", "more than 60 can't be checked");
    }

    @Test
    void moreWorkItemsOfOneQueueThanCanBeChecked() {
        String items = IntStream.range(0, 13).mapToObj(i ->
                "static void run%1$d(struct kthread_work *work)\n{\n}\nstatic DEFINE_KTHREAD_WORK(item%1$d, run%1$d);\n".formatted(i))
                .collect(Collectors.joining());
        String queues = IntStream.range(0, 13).mapToObj("\tkthread_queue_work(worker, &item%d);\n"::formatted)
                .collect(Collectors.joining());
        refused("static struct kthread_worker *worker;\n" + items + "int f(void)\n{\n"
                + "\tworker = kthread_create_worker(0, \"pump\");\n" + queues + "\treturn 0;\n}\nmodule_init(f);\n",
                "13 work items are queued on 'worker'", "more than 12 can't be checked");
    }

    @Test
    void aBracketThatClosesAnother() {
        refused("static int f(void)\n{\n\tg(];\n}\n", "test.c:3:4: ']' closes the '(' of line 3");
    }

    @Test
    void bracketsTooDeep() {
        refused("int x = " + "(".repeat(300) + "1" + ")".repeat(300) + ";\n", "test.c:1:209", "more than 200 deep");
    }

    @Test
    void aChainThatIsTooLong() {
        refused("static int f(void)\n{\n" + "\tif (g())\n\t\treturn 1;\n\telse\n".repeat(500)
                + "\treturn 0;\n}\nmodule_init(f);\n", "statements are nested more than 400 deep");
    }

    @Test
    void aTextThatIsNoC() {
        refused("This is a letter, and no program.\n", "there is no function in it");
    }

    @Test
    void tenThousandFunctions() {
        StringBuilder c = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            c.append("static int f").append(i).append("(int x)\n{\n\treturn x ? f").append(Math.max(0, i - 1))
                    .append("(x) : 0;\n}\n");
        }
        assertThat(Module.unmodelled(Module.around(c + "static int worker(void *data)\n{\n\treturn f9999(1);\n}\n")))
                .singleElement().asString().contains("() calls itself, or calls are nested too deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "`", "\\"})
    void aCharacterThatNoWordOfCHas(String stray) {
        assertThat(Module.unmodelled(Module.around(
                "static int worker(void *data)\n{\n\treturn 0 " + stray + " ;\n}\n")))
                .anyMatch(what -> what.contains("'" + stray + "' is not understood"));
    }

    @Test
    void aDriverThatIsInAnotherFile() {
        assertThat(Module.unmodelled(Module.read("static int f(void)\n{\n\treturn 0;\n}\nmodule_pci_driver(other);\n")))
                .containsExactly("test.c:1: what the driver 'other' does is not in the file");
    }

    @Test
    void aFunctionPointerOfWhichNothingIsKnown() {
        assertThat(Module.unmodelled(Module.around("""
                static struct task_struct *task;
                struct operations { void (*stop)(struct task_struct *); };
                static struct operations *operations;
                static int worker(void *data)
                {
                    operations->stop(task);
                    return 0;
                }
                """))).anyMatch(what -> what.contains("what 'operations->stop' does to 'task' is unknown"));
    }

    @Test
    void aFileWithoutAnythingThatIsRun() {
        refused("static int f(void)\n{\n\treturn 0;\n}\n", "nothing in it is run", "module_init()");
    }
}
