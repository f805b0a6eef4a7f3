package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.Program.Unloading;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;

/** What is built into the kernel is never unloaded, and nobody asks whether its init fails. */
class BuiltInTest {

    private static final String PUMP = """
            static struct task_struct *task;
            static int pump(void *data)
            {
                for (;;)
                    msleep(100);
                return 0;
            }
            static int __init pump_init(void)
            {
                task = kthread_run(pump, NULL, "pump");
                if (IS_ERR(task))
                    return PTR_ERR(task);
                return pump_more();
            }
            """;
    private static final String DRIVER = """
            static struct task_struct *task;
            static int pump(void *data)
            {
                while (!kthread_should_stop())
                    msleep(100);
                return 0;
            }
            static int pump_probe(struct platform_device *pdev)
            {
                task = kthread_run(pump, NULL, "pump");
                return PTR_ERR_OR_ZERO(task);
            }
            static struct platform_driver pump_driver = { .probe = pump_probe };
            """;
    private static final String LICENSE = "MODULE_LICENSE(\"GPL\");\n";

    private static Unloading unloading(String c) {
        return Module.read(c).protocol().loader().unloading();
    }

    private static List<Property> violated(String c) {
        Checked checked = Checked.check(Module.read(c).protocol(), Granularity.MERGED, Profiles.newest());
        return Property.of(checked.lowered()).stream().filter(checked::violates).toList();
    }

    @Test
    void whatCouldBeNoModuleIsBuiltIn() {
        assertThat(unloading(PUMP + "subsys_initcall(pump_init);\n")).isEqualTo(Unloading.NEVER);
        assertThat(unloading(PUMP + "module_init(pump_init);\n")).isEqualTo(Unloading.NEVER);
        assertThat(unloading(PUMP + "module_init(pump_init);\n" + LICENSE)).isEqualTo(Unloading.ORDERLY);
        assertThat(unloading(PUMP + "static void pump_exit(void)\n{\n}\nmodule_init(pump_init);\nmodule_exit(pump_exit);\n"))
                .isEqualTo(Unloading.ORDERLY);
    }

    @Test
    void severalInitsAreOfNoModule() {
        String twoInits = PUMP + "static int __init late(void)\n{\n\treturn 0;\n}\ncore_initcall(pump_init);\nlate_initcall(late);\n";
        assertThat(unloading(twoInits + LICENSE)).isEqualTo(Unloading.NEVER);
    }

    @Test
    void whoCountsReferencesOnTheModuleThinksOfOne() {
        assertThat(unloading(PUMP.replace("for (;;)", "__module_get(THIS_MODULE);\n    for (;;)")
                + "module_init(pump_init);\n")).isEqualTo(Unloading.ORDERLY);
    }

    @Test
    void whoSaysThatItIsUnloadedByForceHasAModule() {
        assertThat(CReader.read(new CSource("test.c", PUMP + "module_init(pump_init);\n"),
                Bounds.usual().with(Set.of(Outside.FORCES_UNLOAD))).protocol().loader().unloading()).isEqualTo(Unloading.FORCED);
    }

    /** As a module it loses its text when init fails after the thread was created, and can't be unloaded otherwise. */
    @Test
    void aThreadMayStayWhereInitFails() {
        assertThat(violated(PUMP + "module_init(pump_init);\n")).isEmpty();
        assertThat(violated(PUMP + "module_init(pump_init);\n" + LICENSE))
                .containsExactlyInAnyOrder(Property.NO_CODE_AFTER_UNLOAD, Property.UNLOAD_POSSIBLE);
    }

    @Test
    void theResultSaysWhatItIsTakenFor() {
        assertThat(Module.read(PUMP + "module_init(pump_init);\n").abstractions())
                .anyMatch(a -> a.kind() == Abstraction.Kind.ASSUMED && a.what().contains("built into the kernel"));
    }

    @Test
    void aDriverThatIsBuiltInStays() {
        assertThat(violated(DRIVER + "module_platform_driver(pump_driver);\n")).contains(Property.NO_CODE_AFTER_UNLOAD);
        assertThat(unloading(DRIVER + "builtin_platform_driver(pump_driver);\n")).isEqualTo(Unloading.NEVER);
        assertThat(violated(DRIVER + "builtin_platform_driver(pump_driver);\n")).isEmpty();
    }

    /** It has an exit, of which nothing is known: nothing can be said to hold, nor that it can't be unloaded. */
    @Test
    void anExitThatIsElsewhereIsOne() {
        String c = PUMP + "module_init(pump_init);\nmodule_exit(elsewhere_exit);\n";
        assertThat(unloading(c)).isEqualTo(Unloading.ORDERLY);
        assertThat(Module.unmodelled(Module.read(c))).anyMatch(what -> what.endsWith(
                ": what the function of module_exit(elsewhere_exit) does is not in the file"));
        assertThat(violated(c + LICENSE)).doesNotContain(Property.UNLOAD_POSSIBLE);
    }

    @Test
    void anInitThatIsElsewhereIsNotModelled() {
        assertThat(Module.unmodelled(Module.read(PUMP + "module_init(elsewhere_init);\n")))
                .anyMatch(what -> what.contains("what the function of module_init(elsewhere_init) does"));
    }
}
