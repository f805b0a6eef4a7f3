package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.statements;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void twoWhoDoComeOneAfterTheOther() {
        CReading reading = worker("", "if (test_and_clear_bit(BUSY, &flags)) break; } return 0; }"
                + " static ssize_t take(struct file *f, const char *b, size_t n, loff_t *o) {"
                + " return test_and_clear_bit(BUSY, &flags); }"
                + " static const struct file_operations fops = { .owner = THIS_MODULE, .write = take };"
                + " static int other(void *data) { while (0) {");
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "worker")).containsSubsequence(
                "  spin_lock(&flags_busy_exchanged);", "  if (flags_busy)", "    flags_busy = false;",
                "  spin_unlock(&flags_busy_exchanged);");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "xchg(&phase, 1)            | phase = true;",
        "cmpxchg(&phase, 0, 1)      | phase = true;",
        "cmpxchg(&phase, 1, 0)      | phase = false;"})
    void whatIsComparedAndStoredAtOnceIsAFlag(String call, String stored) {
        CReading reading = Module.around("""
                static int phase;
                static int worker(void *data)
                {
                    while (!kthread_should_stop()) {
                        if (%s == 1)
                            break;
                        msleep(100);
                    }
                    return 0;
                }
                """.formatted(call));
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "worker")).contains("  if (phase)").anyMatch(line -> line.strip().equals(stored));
    }

    /** A number that more is stored to than 0 and 1 may be any. */
    @Test
    void whatHasMoreValuesIsAsked() {
        CReading reading = Module.around("""
                static int phase;
                static int worker(void *data)
                {
                    while (!kthread_should_stop()) {
                        if (cmpxchg(&phase, 1, 2) == 1 && READ_ONCE(phase) != 2)
                            break;
                        msleep(100);
                    }
                    return 0;
                }
                """);
        assertThat(reading.abstractions()).extracting(Abstraction::what)
                .contains("'READ_ONCE(phase) != 2' may be either");
        assertThat(statements(reading, "worker")).anyMatch(line -> line.contains("READ_ONCE(phase) != 2") && !line.contains("!("));
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
