package org.quiesce.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.protocol.Protocol;

/**
 * The C files of the atlas make the calls of their protocols, function by function and in the same order. This compares
 * names only; what the statements around them mean is for a reviewer.
 */
class SourcesTest {

    /**
     * The calls that a protocol knows. kthread_worker_fn() is core text: modules name it as the function of a thread.
     */
    private static final Pattern CALL = Pattern.compile("\\b(kthread_(?!worker_fn)\\w+|module_put\\w*|try_module_get"
            + "|__module_get|wake_up\\w*|wait_event\\w*|wait_woken|add_wait_queue|remove_wait_queue|waitqueue_active"
            + "|wq_has_sleeper|wait_for_completion\\w*|complete|complete_all|reinit_completion|task_work_add|mutex_\\w+"
            + "|spin_\\w+|schedule|schedule_timeout\\w*|msleep\\w*|set_current_state|__set_current_state"
            + "|get_task_struct|put_task_struct|kzalloc|kfree|IS_ERR|signal_pending|device_failed|misc_register"
            + "|copy_to_user|mod_timer|timer_(?:delete|shutdown)\\w*|schedule_work|cancel_work\\w*"
            + "|(?:alloc|flush|drain|destroy)_workqueue|(?:queue|flush)_work|(?:queue|schedule|cancel)_delayed_work\\w*"
            + "|tasklet_(?:schedule|kill)|call_rcu|rcu_barrier|request(?:_threaded)?_irq|free_irq|allow_signal|send_sig"
            + "|flush_signals|set_freezable|try_to_freeze)\\(");
    private static final Pattern FUNCTION = Pattern.compile(
            "^static [^;={}()\\n]*\\b(\\w+)\\([^{}\\n]*\\)\\n\\{\\n(.*?)^\\}", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern STRING = Pattern.compile("\"[^\"\\n]*\"");

    static Stream<Arguments> sources() {
        return Atlas.standard().entries().stream().flatMap(entry -> entry.variants().stream()
                .map(v -> Arguments.of(ModelsTest.directory(entry).resolve(v.name() + ".c"), v)));
    }

    /** After a change of a C file: what models/README.md says, once the protocol is that of the new C. */
    @Test
    void sumsAreThoseOfTheSources() throws IOException {
        Map<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("models"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".c")).toList()) {
                sums.put(Path.of("models").relativize(file).toString(), SourceSums.sum(file));
            }
        }
        assertThat(sums).isNotEmpty().isEqualTo(SourceSums.ofAtlas().sums());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void sourceIsKernelStyle(Path file, Variant variant) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        assertThat(text).endsWith("\n").doesNotEndWith("\n\n").contains("MODULE_LICENSE(\"GPL\");");
        assertThat(text.lines().map(l -> l.replace("\t", "        "))).allSatisfy(line ->
                assertThat(line).hasSizeLessThanOrEqualTo(100).doesNotEndWith(" "));
        assertThat(text.lines().filter(l -> !l.startsWith(" *"))).allSatisfy(line ->
                assertThat(line).matches("\\t*([^\\t ].*)?"));
        assertThat(text.lines().count()).isLessThanOrEqualTo(110);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void sourceMakesTheCallsOfTheProtocol(Path file, Variant variant) throws IOException {
        Map<String, List<String>> listed = callsOfListing(variant.protocol());
        Map<String, List<String>> written = callsOfSource(Files.readString(file, StandardCharsets.US_ASCII));
        if (listed.values().stream().noneMatch(calls -> calls.contains("misc_register"))) {
            // Through a device whose file keeps the module loaded, users call in as if it were always there.
            written.values().forEach(calls -> calls.remove("misc_register"));
        }
        assertThat(written).isEqualTo(listed);
    }

    /**
     * The calls of each function, init and exit under these names, those of per-CPU threads under that of their field;
     * functions without any are left out.
     */
    private static Map<String, List<String>> callsOfSource(String text) {
        String code = STRING.matcher(COMMENT.matcher(text).replaceAll("")).replaceAll("\"\"");
        Map<String, List<String>> calls = new TreeMap<>();
        Matcher function = FUNCTION.matcher(code);
        while (function.find()) {
            String name = function.group(1);
            String role = code.contains("module_init(" + name + ");") ? "init"
                    : code.contains("module_exit(" + name + ");") ? "exit"
                    : KernelText.field(code, name).orElse(name);
            List<String> found = calls(function.group(2));
            if (!found.isEmpty()) {
                calls.put(role, found);
            }
        }
        return calls;
    }

    /** What is the kernel's own, as the loop of a per-CPU thread, the file of the module has not. */
    private static Map<String, List<String>> callsOfListing(Protocol protocol) {
        Set<String> ofKernel = KernelText.programs(protocol);
        Map<Integer, String> called = KernelText.calledByKernel(protocol);
        Map<String, StringBuilder> functions = new LinkedHashMap<>();
        protocol.listing().lines().stream()
                .filter(l -> !ofKernel.contains(l.function()) || called.containsKey(l.number()))
                .forEach(l -> functions
                        .computeIfAbsent(called.getOrDefault(l.number(), l.function()), f -> new StringBuilder())
                        .append(l.text()).append('\n'));
        Map<String, List<String>> calls = new TreeMap<>();
        functions.forEach((name, text) -> {
            List<String> found = calls(text.toString());
            if (!found.isEmpty()) {
                calls.put(name, found);
            }
        });
        return calls;
    }

    private static List<String> calls(String code) {
        List<String> calls = new ArrayList<>();
        Matcher call = CALL.matcher(code);
        while (call.find()) {
            calls.add(call.group(1));
        }
        return calls;
    }
}
