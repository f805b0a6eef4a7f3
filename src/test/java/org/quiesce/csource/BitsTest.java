package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.statements;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;

/** Bits of a word that are set, cleared and tested one by one. */
class BitsTest {

    private static CReading worker(String declared, String body) {
        return Module.around("""
                enum { BUSY, GONE };
                static unsigned long flags%s;
                static int worker(void *data)
                {
                    while (!kthread_should_stop()) {
                        %s
                        msleep(100);
                    }
                    return 0;
                }
                """.formatted(declared, body));
    }

    @Test
    void eachBitIsAFlag() {
        CReading reading = worker("", "set_bit(BUSY, &flags); clear_bit(GONE, &flags); if (test_bit(1, &flags)) break;");
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "worker")).contains("  flags_busy = true;", "  flags_gone = false;", "  if (flags_gone)");
    }

    @Test
    void aWordThatBecomesZeroClearsThem() {
        CReading reading = worker("", "set_bit(BUSY, &flags); if (test_bit(GONE, &flags)) flags = 0;");
        assertThat(statements(reading, "worker")).contains("    flags_busy = false;", "    flags_gone = false;");
    }

    @Test
    void whoTestsAndChangesABitAloneSeesItAsItWas() {
        CReading reading = worker("", "if (test_and_clear_bit(BUSY, &flags)) break;");
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "worker")).contains("  if (flags_busy)", "    flags_busy = false;");
    }

    @Test
    void twoWhoDoAreNotToldApart() {
        CReading reading = worker("", "if (test_and_clear_bit(BUSY, &flags)) break; } return 0; }"
                + " static ssize_t take(struct file *f, const char *b, size_t n, loff_t *o) {"
                + " return test_and_clear_bit(BUSY, &flags); }"
                + " static const struct file_operations fops = { .owner = THIS_MODULE, .write = take };"
                + " static int other(void *data) { while (0) {");
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:1: that two who test 'flags_busy' and change it do so one after the other");
    }

    @Test
    void aWordThatSomethingElseIsDoneToIsNotFollowed() {
        assertThat(unmodelled(worker("", "flags |= 2; set_bit(BUSY, &flags);"))).singleElement().asString()
                .contains("which bit of 'flags' 'BUSY' is");
        assertThat(unmodelled(worker(" = 3", "set_bit(BUSY, &flags);"))).hasSize(1);
        assertThat(unmodelled(worker("", "int bit = pick(); set_bit(bit, &flags);"))).singleElement().asString()
                .contains("which bit of 'flags' 'bit' is");
    }
}
