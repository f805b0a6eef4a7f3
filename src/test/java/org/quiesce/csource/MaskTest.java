package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.around;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;

/** What looks like no C until its macros are expanded, and is read all the same. */
class MaskTest {

    private static String masked(String c) {
        String masked = Mask.of(new CSource("test.c", c), Preprocessing.usual());
        assertThat(masked).hasSameSizeAs(c);
        return masked;
    }

    @Test
    void aMacroBesideAString() {
        assertThat(masked("f(KERN_ERR PFX \"x\" FMT, y);")).isEqualTo("f(KERN_ERR     \"x\"    , y);");
        assertThat(masked("#define PFX \"x\"\nint y;\n")).isEqualTo("#define PFX \"x\"\nint y;\n");
        assertThat(masked("#ifdef NAME\n\"x\"\n#endif\n")).isEqualTo("#ifdef NAME\n\"x\"\n#endif\n");
        assertThat(masked("return \"x\";")).isEqualTo("return \"x\";");
    }

    @Test
    void aLoopOfSomeSubsystem() {
        assertThat(masked("void f(void) { skb_queue_walk(q, s) { g(); } }"))
                .isEqualTo("void f(void) { while         (q, s) { g(); } }");
        assertThat(masked("void f(void) { x = kunit_loop(q); { g(); } }"))
                .isEqualTo("void f(void) { x = kunit_loop(q); { g(); } }");
        assertThat(masked("#define each_item(i) for (;;)\nvoid f(void) { each_item(i) { g(); } }"))
                .contains("{ each_item(i) { g(); } }");
    }

    @Test
    void anIteratorInAnExpressionIsACall() {
        assertThat(masked("void f(void) { ret = bus_for_each_dev(b); }")).contains("ret = bus_for_each_dev(b);");
    }

    @Test
    void wordsThatOnlyAnnotateMeanNothing() {
        CReading reading = around("""
                #define PREFIX KBUILD_MODNAME ": "
                __bpf_kfunc static int worker(void *data)
                {
                    printk(KERN_INFO OTHER_PREFIX "started\\n");
                    pr_info(PREFIX "%d" UNKNOWN_SUFFIX, 1);
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).isEmpty();
    }
}
