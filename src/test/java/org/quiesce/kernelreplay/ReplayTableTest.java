package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.kernelreplay.ReplayTable.Row;

/** A table of replays is read as it was written. */
class ReplayTableTest {

    private static final Row ROW = new Row("a/broken", "6.1.0-1", "NoUseAfterFree", "KASAN-UAF", 12, "confirmed: BUG", "-");

    @Test
    void tableIsReadAgain() {
        ReplayTable table = new ReplayTable(List.of(ROW, new Row("b/broken", "6.1.0-1", "P", "WARN", 3, "a | b\nc", "-")));
        assertThat(ReplayTable.read(table.markdown()).markdown()).isEqualTo(table.markdown());
        assertThat(ReplayTable.read(table.markdown()).rows()).contains(ROW).hasSize(2);
        assertThat(ReplayTable.read("").rows()).isEmpty();
    }

    /** What was not found out is asked again, and takes the place of what was there. */
    @Test
    void rowTakesThePlaceOfAnother() {
        Row failed = new Row("a/broken", "6.1.0-1", "NoUseAfterFree", "KASAN-UAF", 12, "infrastructure failed: late", "-");
        ReplayTable table = new ReplayTable(List.of(failed));
        assertThat(table.has("a/broken", "6.1.0-1")).isFalse();
        Row half = new Row("a/broken", "6.1.0-1", "NoUseAfterFree", "KASAN-UAF", 12, "confirmed: BUG", "infrastructure failed: late");
        assertThat(table.with(half).has("a/broken", "6.1.0-1")).isFalse();
        assertThat(table.with(ROW).rows()).containsExactly(ROW);
        assertThat(table.with(ROW).has("a/broken", "6.1.0-1")).isTrue();
        assertThat(table.with(ROW).has("a/broken", "6.12.0-1")).isFalse();
    }

    @Test
    void summaryHasALineForAVariant() {
        ReplayTable table = new ReplayTable(List.of(
                new Row("b/broken", "6.12.1-1", "P", "WARN", 3, "confirmed: WARNING: x", "confirmed: ends well"),
                new Row("b/broken", "6.1.0-1", "P", "WARN", 3, "confirmed: WARNING: x", "not confirmed: WARNING: y"),
                new Row("a/broken", "6.12.1-1", "P", "SPIN", 3, "diverged at step 2: worker", "-"),
                new Row("d/broken", "6.1.0-1", "P", "WARN", 3, "confirmed: WARNING: x", "confirmed: ends well"),
                new Row("d/broken", "6.12.1-1", "P", "WARN", 3, "confirmed: WARNING: x", "confirmed: ends well"),
                new Row("c/broken", "6.1.0-1", "P", "SPIN", 3, "confirmed: BUG: z", "-"),
                new Row("c/broken", "6.12.1-1", "P", "SPIN", 3, "confirmed: BUG: z", "confirmed: ends well")));
        assertThat(table.summary()).isEqualTo("""
                | variant | the model predicts | 6.1.0-1 | 6.12.1-1 |
                |---|---|---|---|
                | `a/broken` | SPIN |  | diverged at step 2 |
                | `b/broken` | WARN | confirmed; the control: not confirmed | confirmed |
                | `c/broken` | SPIN | confirmed, without a control | confirmed |
                | `d/broken` | WARN | confirmed | confirmed |
                """);
        assertThat(table.confirmed()).containsExactly("d/broken");
    }
}
